"""`planner skip`: not this step."""

import argparse

from ..common import NAMES, find_people, for_each, open_reading


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `skip` understands."""
    parser.add_argument("name", nargs="+", help=NAMES)
    parser.add_argument("--reason", default="", help="why")


def run(options: argparse.Namespace) -> int:
    """Leave the step out, and say which."""
    with open_reading(options) as connection:
        people = find_people(connection, " ".join(options.name))
    from ...book.commands import skip

    for_each(options, people, lambda book, key: skip(book, key, reason=options.reason))
    return 0
