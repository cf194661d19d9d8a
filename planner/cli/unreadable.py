"""An impossible value in the book does not stop a call that only reads: the rest is read around it."""

import argparse
from collections.abc import Callable
from pathlib import Path
from traceback import clear_frames

from ..book.errors import BookError, UnreadableValueError
from ..errors import ForTheUser
from .common import book_path, has_opened_for_writing
from .output import say_error


def read_around(error: Exception, options: argparse.Namespace, call: Callable[[], int]) -> int | None:
    """Call once more, with the book read without its impossible values; gives the exit status.

    None where `error` has another cause. A call that writes is not tried again, and ends with 3.
    """
    if isinstance(error, ForTheUser) and not isinstance(error, UnreadableValueError):
        return None
    _let_go(error)
    try:
        from ..book.values import stand_in

        found = stand_in(Path(book_path(options)))
    except (BookError, OSError):
        return None
    if not found:
        return None
    count = f"{len(found)} values" if len(found) > 1 else "A value"
    which = f"{count} in your book cannot be read ({found[0].table} {found[0].row}, {found[0].column})"
    if has_opened_for_writing():
        say_error(f"{which}, and this needs it, so nothing was changed. `planner doctor` says more; --fix mends it.")
        return BookError.exit_status
    say_error(f"{which}; the rest is shown. `planner doctor` says more.")
    return call()


def _let_go(error: BaseException | None) -> None:
    """Clear what an error keeps: a read that was broken off would hold the book for as long as it lives."""
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
