"""`planner repost`: a job that is open again after its "no"."""

import argparse

from ...book import applications, queries
from ...cadence.terms import Step
from ...text import joined
from ..common import echo, find_application, in_full, open_reading, open_writing, read_day
from ..output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `repost` understands."""
    parser.add_argument("application", nargs="+", help="its number, or a part of its position and employer")
    parser.add_argument("--on", metavar="DATE", default="today", help="the day you saw it (today)")
    parser.add_argument("--words", metavar="TEXT", default="", help="what you read about it")


def run(options: argparse.Namespace) -> int:
    """Record it, and say to whom a word is due."""
    on = read_day(options.on, past=True)
    with open_reading(options) as connection:
        row = find_application(connection, " ".join(options.application))
    from ...book.commands import repost

    echo(repost(open_writing(options), row.id, on, words=options.words), in_full(on))
    with open_reading(options) as connection:
        assert connection is not None
        owed = [each.name for each in queries.panel_of(connection, row.id, Step.REPOST) if each.owed]
        nobody = applications.nobody_owed(connection, row.id)
    if owed:
        say(f"Due now: tell {joined(owed)} that you are still interested.")
    else:
        say(nobody)
    return 0
