"""The same for several people at once: one action, one undo."""

from collections.abc import Callable, Sequence

from ...progress import each
from ...text import plural
from ..backups import Why
from ..database import Book
from ..errors import BookError
from ..journal import action, back_up_first
from .entries import Done


def together(book: Book, jobs: Sequence[tuple[str, Callable[[Book], Done]]]) -> Done:
    """Do a job for each of several people, named beside it: all of them are done, or none.

    Raises:
        BookError: one of them could not be done; the text says for whom.
    """
    if len(jobs) == 1:
        return jobs[0][1](book)
    done: list[Done] = []
    back_up_first(book, Why.BATCH)
    with action(book) as act:
        for name, job in each(jobs):
            try:
                done.append(job(book))
            except BookError as error:
                raise type(error)(f"{name}: {error} Nothing was changed for anybody.") from error
        act.label = f"{done[0].label}, and {plural(len(done) - 1, 'more person', 'more people')}" if done else ""
    return Done(act.label, done[0].id if done else 0, act)
