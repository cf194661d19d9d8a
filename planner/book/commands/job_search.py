"""The end of the search, and its beginning anew."""

from datetime import date

from sqlmodel import Session

from ...dates import say
from ...text import clean_line
from ..database import Book
from ..errors import EntryError
from ..journal import action
from ..models import Profile
from .entries import Done, fill


def take_job(book: Book, employer: str = "", on: date | None = None) -> Done:
    """Keep that the user took a job: everything planned pauses, and those who should hear it are owed the good news.

    Raises:
        EntryError: the day lies ahead.
    """
    day = on or book.clock()
    if day > book.clock():
        raise EntryError("Give today's date or an earlier one; what is still ahead can change.", "took_job_on")
    with action(book) as act:
        profile = _profile(act.session)
        profile.took_job_on, profile.new_employer = day, clean_line(employer)
        where = f" at {profile.new_employer}" if profile.new_employer else ""
        act.label = f"new job{where} on {say(day)}, the search paused"
        return Done(act.label, 1, act)


def resume_search(book: Book) -> Done:
    """Look for a job again: everybody is followed up from today on, nothing counts from before.

    Raises:
        BookError: the search is not paused.
    """
    with action(book) as act:
        profile = _profile(act.session)
        if profile.took_job_on is None:
            raise EntryError("Your search is not paused.")
        profile.took_job_on, profile.new_employer = None, ""
        profile.searching_since = book.clock()
        act.label = "search taken up again"
        return Done(act.label, 1, act)


def _profile(session: Session) -> Profile:
    profile = session.get(Profile, 1)
    if profile is None:
        profile = Profile()
        session.add(profile)
        fill(profile, {})
    return profile
