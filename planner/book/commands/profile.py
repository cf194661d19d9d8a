"""The user's own name and private contact details."""

from ..database import Book
from ..journal import action
from ..models import Profile
from .entries import Done, fill
from .playbooks import check_playbook


def save_profile(book: Book, **values: object) -> Done:
    """Set fields of the profile; with none, keep that the question for them was put aside.

    Raises:
        EntryError: a value does not fit, or there is no such playbook.
    """
    with action(book) as act:
        check_playbook(act.session, str(values.get("playbook") or ""))
        profile = act.session.get(Profile, 1)
        if profile is None:
            profile = Profile()
            act.session.add(profile)
        fill(profile, values)
        act.label = "my details changed" if values else "question for my details put aside"
        return Done(act.label, 1, act)
