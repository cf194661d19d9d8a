"""The playbook in force: one that comes with the planner, or one of the user's taken into the book."""

from sqlmodel import Session, col, select

from ...cadence.playbook_file import names, read_playbook
from ..database import Book
from ..errors import EntryError
from ..journal import action
from ..models import OwnPlaybook, Profile
from .entries import Done, contact_of


def use_playbook(book: Book, name: str, text: str | None = None, contact_id: int | None = None) -> Done:
    """Follow that playbook from now on, for everybody or for one person; all who follow it are planned anew.

    `text` is a playbook of the user's, which is kept in the book: what its file says later counts once it is taken in
    anew. Without it the name is one that the planner or the book knows.

    Raises:
        PlaybookError: the text is no playbook that can be used.
        EntryError: there is no such playbook.
        BookError: the person is no longer in the book.
    """
    if text is not None:
        read_playbook(name, text, name)
    with action(book) as act:
        session = act.session
        if text is not None:
            _take_in(session, name, text)
        else:
            check_playbook(session, name)
        if contact_id is not None:
            contact = contact_of(session, contact_id)
            if contact.playbook != name:
                contact.playbook = name
                contact.revision += 1
            act.label = f"playbook {name} for {contact.name}"
            return Done(act.label, contact_id, act)
        profile = session.get(Profile, 1)
        if profile is None:
            profile = Profile()
            session.add(profile)
        profile.playbook = name
        act.label = f"playbook {name} in force"
        return Done(act.label, 1, act)


def check_playbook(session: Session, name: str) -> None:
    """See that a playbook of that name is there.

    Raises:
        EntryError: it is not; the text says which there are.
    """
    own = list(session.exec(select(OwnPlaybook.name)))
    if name and name not in names() and name not in own:
        known = ", ".join((*names(), *sorted(own)))
        raise EntryError(
            f"There is no playbook called {name!r}. Known: {known}. `planner playbook use` takes in one of your own.",
            "playbook",
            f"there is no playbook called {name!r}",
        )


def _take_in(session: Session, name: str, text: str) -> None:
    row = session.exec(select(OwnPlaybook).where(col(OwnPlaybook.name) == name)).first()
    if row is None:
        session.add(OwnPlaybook(name=name, text=text))
    else:
        row.text = text
    session.flush()
