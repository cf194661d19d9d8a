"""The user's own name and private contact details."""

from ...cadence.playbook import names
from ..database import Book
from ..errors import EntryError
from ..journal import action
from ..models import Profile
from .entries import Done, fill


def save_profile(book: Book, **values: object) -> Done:
    """Set fields of the profile; with none, keep that the question for them was put aside.

    Raises:
        EntryError: a value does not fit, or there is no such playbook.
    """
    playbook = values.get("playbook")
    if playbook and playbook not in names():
        raise EntryError(f"There is no playbook called {playbook!r}. Known: {', '.join(names())}.")
    with action(book) as act:
        profile = act.session.get(Profile, 1)
        if profile is None:
            profile = Profile()
            act.session.add(profile)
        fill(profile, values)
        act.label = "my details changed" if values else "question for my details put aside"
        return Done(act.label, 1)
