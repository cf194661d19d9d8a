"""`planner undo` and `planner redo`: the latest action taken back, and done again."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..common import open_reading, open_writing
from ..output import say

if TYPE_CHECKING:
    from ...book.database import Book


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Neither understands anything more."""


def run(options: argparse.Namespace) -> int:
    """Undo, and say what."""
    from ...book.commands import undo

    return _step(options, undo, "Undone: {}. (`planner redo` does it again.)", "There is nothing to undo.")


def run_redo(options: argparse.Namespace) -> int:
    """Redo, and say what."""
    from ...book.commands import redo

    return _step(options, redo, "Done again: {}.", "There is nothing to redo.")


def _step(options: argparse.Namespace, step: "Callable[[Book], str | None]", done: str, nothing: str) -> int:
    with open_reading(options) as connection:
        is_there = connection is not None
    label = step(open_writing(options)) if is_there else None
    say(done.format(label) if label else nothing)
    return 0
