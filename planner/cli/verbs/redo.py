"""`planner redo`: an undone action done again."""

import argparse

from ..common import open_reading, open_writing
from ..output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `redo` understands: nothing more."""


def run(options: argparse.Namespace) -> int:
    """Redo, and say what."""
    with open_reading(options) as connection:
        if connection is None:
            say("There is nothing to redo.")
            return 0
    from ...book.commands import redo

    label = redo(open_writing(options))
    say(f"Done again: {label}." if label else "There is nothing to redo.")
    return 0
