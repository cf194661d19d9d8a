"""`planner wake`: follow someone up again."""

import argparse

from .common import echo, find_person, open_reading, open_writing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `wake` understands."""
    parser.add_argument("name", nargs="+", help="a part of the person's name")


def run(options: argparse.Namespace) -> int:
    """Take the person up again, and say so."""
    with open_reading(options) as connection:
        key, _ = find_person(connection, " ".join(options.name))
    from ..book.commands import reopen_contact

    echo(reopen_contact(open_writing(options), key).label)
    return 0
