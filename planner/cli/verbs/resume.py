"""`planner resume`: look for a job again."""

import argparse

from ..common import echo, open_writing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`resume` needs nothing."""


def run(options: argparse.Namespace) -> int:
    """Take the search up again, and say so."""
    from ...book.commands import resume_search

    echo(resume_search(open_writing(options)))
    return 0
