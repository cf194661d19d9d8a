"""`planner archive`: people put away, kept and found, but in no list."""

import argparse

from ..common import NAMES, find_people, for_each, open_reading


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `archive` understands."""
    parser.add_argument("name", nargs="+", help=NAMES)


def run(options: argparse.Namespace) -> int:
    """Put them away, and say so. `planner wake` takes them up again."""
    with open_reading(options) as connection:
        people = find_people(connection, " ".join(options.name))
    from ...book.commands import archive_contact

    for_each(options, people, archive_contact, "`planner wake` takes them up again")
    return 0
