"""The terminal, lent to another program for as long as that runs."""

import signal
from collections.abc import Callable
from typing import TypeVar

from textual.app import App, SuspendNotSupported

from ...book.errors import BookError

R = TypeVar("R")


def lend_terminal(app: App[object], job: Callable[[], R]) -> R:
    """Run a job that has the terminal to itself, and take the terminal back whatever happens there.

    Raises:
        BookError: what the job raises, or that this terminal cannot be lent.
    """
    failed: BaseException | None = None
    results: list[R] = []
    # ctrl+c belongs to the other program. A handler, unlike "ignore", is not handed down to it.
    ours = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with app.suspend():
            # Nothing may be raised in here: the terminal would stay as the other program left it.
            try:
                results.append(job())
            except BaseException as error:
                failed = error
    except SuspendNotSupported:
        failed = BookError("This terminal cannot be lent to another program.")
    finally:
        signal.signal(signal.SIGINT, ours)
    if failed is not None:
        raise failed
    return results[0]
