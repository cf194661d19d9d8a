"""`planner skip`: not this step."""

import argparse

from .common import echo, find_person, open_reading, open_writing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `skip` understands."""
    parser.add_argument("name", nargs="+", help="a part of the person's name")
    parser.add_argument("--reason", default="", help="why")


def run(options: argparse.Namespace) -> int:
    """Leave the step out, and say which."""
    with open_reading(options) as connection:
        key, _ = find_person(connection, " ".join(options.name))
    from ..book.commands import skip

    echo(skip(open_writing(options), key, reason=options.reason).label)
    return 0
