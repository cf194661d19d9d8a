"""`planner snooze`: later, on a date of one's own or one that they asked for."""

import argparse

from ..common import NAMES, find_people, for_each, in_full, open_reading, read_day_for
from ..output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `snooze` understands."""
    parser.add_argument("name", help=NAMES)
    parser.add_argument("until", nargs="+", metavar="DATE", help="tomorrow, next tue, in 3 weeks, +10d, 2 dec ...")
    parser.add_argument("--reason", default="", help="why; it comes back with the date")
    parser.add_argument("--asked", action="store_true", help="they asked for that date; it beats every rule")


def run(options: argparse.Namespace) -> int:
    """Put it off, and say until when."""
    with open_reading(options) as connection:
        people = find_people(connection, options.name)
    until = read_day_for(options, " ".join(options.until), people, "put off until")
    from ...book.commands import snooze

    for_each(options, people, lambda book, key: snooze(book, key, until, reason=options.reason, asked=options.asked))
    say(f"That is {in_full(until)}.")
    return 0
