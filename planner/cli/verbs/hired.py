"""`planner hired`: I took a job; and `planner resume`: I look for one again."""

import argparse

from ... import environment
from ...book import due
from ...text import joined
from ..common import echo, in_full, open_reading, open_writing, read_day
from ..output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `hired` understands."""
    parser.add_argument("--by", default="", metavar="EMPLOYER", help="where you will work")
    parser.add_argument("--on", metavar="DATE", default="today", help="the day you took it (today)")


def run(options: argparse.Namespace) -> int:
    """Pause the search, and say who should hear the good news."""
    from ...book.commands import take_job

    on = read_day(options.on, past=True)
    echo(take_job(open_writing(options), options.by, on))
    with open_reading(options) as connection:
        rows = due.due_rows(connection, environment.today()) if connection is not None else []
    names = [row.name for row in rows if "good_news" in {each.step for each in (row, *row.also)}]
    if names:
        say(f"Good news for: {joined(names)}. `planner due` has them, since {in_full(on)}.")
    say("Congratulations. `planner resume` takes the search up again, `planner undo` takes this back.")
    return 0


def add_resume_arguments(parser: argparse.ArgumentParser) -> None:
    """`resume` needs nothing."""


def run_resume(options: argparse.Namespace) -> int:
    """Take the search up again, and say so."""
    from ...book.commands import resume_search

    echo(resume_search(open_writing(options)))
    return 0
