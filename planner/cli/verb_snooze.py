"""`planner snooze`: later, on a date of one's own or one that they asked for."""

import argparse

from .common import echo, find_person, in_full, open_reading, open_writing, read_day, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `snooze` understands."""
    parser.add_argument("name", help="a part of the person's name")
    parser.add_argument("until", nargs="+", metavar="DATE", help="tomorrow, next tue, in 3 weeks, +10d, 2 dec ...")
    parser.add_argument("--reason", default="", help="why; it comes back with the date")
    parser.add_argument("--asked", action="store_true", help="they asked for that date; it beats every rule")


def run(options: argparse.Namespace) -> int:
    """Put it off, and say until when."""
    until = read_day(" ".join(options.until))
    with open_reading(options) as connection:
        key, _ = find_person(connection, options.name)
    from ..book.commands import snooze

    echo(snooze(open_writing(options), key, until, reason=options.reason, asked=options.asked).label)
    say(f"That is {in_full(until)}.")
    return 0
