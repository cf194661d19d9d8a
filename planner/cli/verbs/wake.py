"""`planner wake`: follow someone up again."""

import argparse

from ..common import NAMES, find_people, for_each, open_reading


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `wake` understands."""
    parser.add_argument("name", nargs="+", help=NAMES)


def run(options: argparse.Namespace) -> int:
    """Take the person up again, and say so."""
    with open_reading(options) as connection:
        people = find_people(connection, " ".join(options.name))
    from ...book.commands import reopen_contact

    for_each(options, people, reopen_contact)
    return 0
