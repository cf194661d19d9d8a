"""`planner merge KEPT OTHER`: two entries that are one person."""

import argparse

from ..common import Misuse, echo, find_person, open_reading, open_writing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `merge` understands."""
    parser.add_argument("kept", help="whose details are kept where the two differ")
    parser.add_argument("other", help="whose timeline, drafts, parts, tags and notes are moved over")


def run(options: argparse.Namespace) -> int:
    """Merge them, and say so."""
    with open_reading(options) as connection:
        kept, _ = find_person(connection, options.kept)
        other, _ = find_person(connection, options.other)
    if kept == other:
        raise Misuse(
            "Both names mean the same person; give more of each name, or their numbers from `planner show --json`."
        )
    from ...book.commands import merge_contacts

    echo(merge_contacts(open_writing(options), kept, other))
    return 0
