"""`planner close`: no more follow-ups for someone."""

import argparse

from .common import echo, find_person, open_reading, open_writing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `close` understands."""
    parser.add_argument("name", nargs="+", help="a part of the person's name")
    parser.add_argument("--reason", required=True, help="why, for instance: asked not to be contacted")
    parser.add_argument("--rest", action="store_true", help="only let them rest: an answer is still owed if they write")


def run(options: argparse.Namespace) -> int:
    """Close, or let rest, and say so."""
    with open_reading(options) as connection:
        key, _ = find_person(connection, " ".join(options.name))
    from ..book.commands import close_contact, rest_contact

    act = rest_contact if options.rest else close_contact
    echo(act(open_writing(options), key, options.reason).label)
    return 0
