"""`planner promise`: what you promised someone, and by when."""

import argparse

from .common import echo, find_person, open_reading, open_writing, read_day


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `promise` understands."""
    parser.add_argument("name", nargs="+", help="a part of the person's name")
    parser.add_argument("--what", required=True, metavar="TEXT", help="what you promised, in a few words")
    parser.add_argument("--by", required=True, metavar="DATE", help="the day by which you promised it")


def run(options: argparse.Namespace) -> int:
    """Keep it, and say so."""
    by = read_day(options.by)
    with open_reading(options) as connection:
        key, _ = find_person(connection, " ".join(options.name))
    from ..book.commands import add_promise

    echo(add_promise(open_writing(options), key, options.what, by).label)
    return 0
