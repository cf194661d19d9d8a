"""`planner close`: no more follow-ups for someone; and `planner wake`: follow them up again."""

import argparse

from ..common import NAMES, find_people, for_each, open_reading


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `close` understands."""
    parser.add_argument("name", nargs="+", help=NAMES)
    parser.add_argument("--reason", required=True, help="why, for instance: asked not to be contacted")
    parser.add_argument("--rest", action="store_true", help="only let them rest: an answer is still owed if they write")


def run(options: argparse.Namespace) -> int:
    """Close, or let rest, and say so."""
    with open_reading(options) as connection:
        people = find_people(connection, " ".join(options.name))
    from ...book.commands import close_contact, rest_contact

    act = rest_contact if options.rest else close_contact
    for_each(options, people, lambda book, key: act(book, key, options.reason))
    return 0


def add_wake_arguments(parser: argparse.ArgumentParser) -> None:
    """What `wake` understands."""
    parser.add_argument("name", nargs="+", help=NAMES)


def run_wake(options: argparse.Namespace) -> int:
    """Take the person up again, and say so."""
    with open_reading(options) as connection:
        people = find_people(connection, " ".join(options.name))
    from ...book.commands import reopen_contact

    for_each(options, people, reopen_contact)
    return 0
