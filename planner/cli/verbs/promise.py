"""`planner promise`: what you promised someone, and by when."""

import argparse

from ..common import NAMES, find_people, for_each, open_reading, read_day_for


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `promise` understands."""
    parser.add_argument("name", nargs="+", help=NAMES)
    parser.add_argument("--what", required=True, metavar="TEXT", help="what you promised, in a few words")
    parser.add_argument("--by", required=True, metavar="DATE", help="the day by which you promised it")


def run(options: argparse.Namespace) -> int:
    """Keep it, and say so."""
    with open_reading(options) as connection:
        people = find_people(connection, " ".join(options.name))
    by = read_day_for(options, options.by, people, f"promised “{options.what}” by")
    from ...book.commands import add_promise

    for_each(options, people, lambda book, key: add_promise(book, key, options.what, by))
    return 0
