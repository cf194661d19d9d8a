"""`planner undo`: the latest action taken back."""

import argparse

from ..common import open_reading, open_writing
from ..output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `undo` understands: nothing more."""


def run(options: argparse.Namespace) -> int:
    """Undo, and say what."""
    with open_reading(options) as connection:
        if connection is None:
            say("There is nothing to undo.")
            return 0
    from ...book.commands import undo

    label = undo(open_writing(options))
    say(f"Undone: {label}. (`planner redo` does it again.)" if label else "There is nothing to undo.")
    return 0
