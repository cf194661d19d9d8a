"""`planner delete`: a person out of the book, with all that is theirs."""

import argparse
import sys

from ..common import Misuse, echo, find_person, open_reading, open_writing
from ..output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `delete` understands."""
    parser.add_argument("name", nargs="+", help="a part of the person's name")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    """Say what goes with them, ask, and delete."""
    from ...book.commands import delete_contact, what_goes_with

    with open_reading(options) as connection:
        key, name = find_person(connection, " ".join(options.name))
        assert connection is not None
        goes_with = what_goes_with(connection, key)
    say(f"With {name} goes: {goes_with}.")
    if not options.yes:
        if not sys.stdin.isatty():
            raise Misuse("Nothing was deleted: there is nobody to ask here; --yes deletes without asking.")
        if input("Delete? `planner archive` would keep it all. [y/N] ").strip().lower() not in {"y", "yes"}:
            say("Nothing was deleted.")
            return 0
    echo(delete_contact(open_writing(options), key))
    return 0
