"""`planner demo`: the app on a book of fictional people, in a temporary place."""

import argparse
import sys
import tempfile
from pathlib import Path

from ..common import Misuse
from ..output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `demo` understands."""
    parser.add_argument("--keep", metavar="FILE", help="make the demo book there, and only that")


def run(options: argparse.Namespace) -> int:
    """Make the book and open the app on it; without a terminal, print who is due."""
    from ...book.database import open_book
    from ..demo_book import fill_demo_book

    if options.keep:
        path = Path(options.keep).absolute()
        if path.exists():
            raise Misuse(f"{path} exists already; a demo is only written to a new file.")
        fill_demo_book(open_book(path))
        say(f"The demo book is {path}. Open it with `planner --book {path}`.")
        return 0
    with tempfile.TemporaryDirectory(prefix="planner-demo-") as folder:
        path = Path(folder, "demo.sqlite")
        fill_demo_book(open_book(path))
        if sys.stdin.isatty() and sys.stdout.isatty():
            from ...tui import run_app

            status = run_app(path, Path(folder))
            say("That was the demo; its book is gone. `planner` opens your own.")
            return status
        from .. import run as run_verb

        return run_verb(["--book", str(path), "due"])
