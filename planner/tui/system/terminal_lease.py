"""The terminal, lent to another program for as long as that runs."""

from collections.abc import Callable
from typing import TypeVar

from textual.app import App, SuspendNotSupported

from ...book.errors import BookError
from .signals import left_to_another

R = TypeVar("R")


def lend_terminal(app: App[object], job: Callable[[], R]) -> R:
    """Run a job that has the terminal to itself, and take the terminal back whatever happens there.

    Raises:
        BookError: what the job raises, or that this terminal cannot be lent.
    """
    failed: BaseException | None = None
    results: list[R] = []
    try:
        with left_to_another(), app.suspend():
            # Nothing may be raised in here: the terminal would stay as the other program left it.
            try:
                results.append(job())
            except BaseException as error:
                failed = error
    except SuspendNotSupported:
        failed = BookError("This terminal cannot be lent to another program.")
    if failed is not None:
        raise failed
    return results[0]
