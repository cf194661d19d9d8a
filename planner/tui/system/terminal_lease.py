"""The terminal, lent to another program for as long as that runs."""

import os
import signal
from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import App, SuspendNotSupported

from ...book.errors import BookError
from .signals import left_to_another

R = TypeVar("R")


def lend_terminal(app: App[Any], job: Callable[[], R]) -> R:
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


def stop_until_fg() -> None:
    """Stop, and with this program all that the shell runs in its place, such as the `make` that started it.

    By the kernel's own way of stopping, and not by a handler: nobody stops before the terminal is given back, and a
    program that no shell could wake up again does not stop at all.
    """
    before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        os.killpg(os.getpgrp(), signal.SIGTSTP)
    finally:
        signal.signal(signal.SIGTSTP, before)
