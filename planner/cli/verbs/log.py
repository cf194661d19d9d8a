"""`planner log`: what happened with a person."""

import argparse
from typing import TYPE_CHECKING

from ... import environment
from ...cadence.terms import Kind
from ...cadence.touches import EVENTS
from ..common import NAMES, Misuse, find_people, for_each, in_full, open_reading, read_day
from ..output import say

if TYPE_CHECKING:
    from ...book.commands import Done
    from ...book.database import Book


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `log` understands."""
    parser.add_argument("name", nargs="+", help=NAMES)
    parser.add_argument("what", choices=list(EVENTS), metavar="WHAT", help=f"what happened: {', '.join(EVENTS)}")
    parser.add_argument("--to", metavar="EMPLOYER", help="with moved: where they work now")
    parser.add_argument("--on", metavar="DATE", default="today", help="the day it was (today)")
    parser.add_argument("--subject", default="", help="what it was about, in a line")
    parser.add_argument("--text", default="", help="what was said or written")


def run(options: argparse.Namespace) -> int:
    """Log it, and say what was logged."""
    on = read_day(options.on, past=True)
    with open_reading(options) as connection:
        people = find_people(connection, " ".join(options.name))
    from ...book.commands import log_touchpoint, record_move

    event = EVENTS[options.what]
    if event.kind is Kind.MOVED:
        if not options.to:
            raise Misuse('Say where they work now: planner log dana moved --to "Halden Labs"')
        for_each(options, people, lambda book, key: record_move(book, key, options.to, on), in_full(on))
        _say_next(options, people[0][0])
        return 0
    if options.to:
        raise Misuse("--to goes with moved.")

    def log(book: "Book", key: int) -> "Done":
        return log_touchpoint(
            book,
            key,
            event.kind,
            event.direction,
            on,
            channel=event.channel,
            subject=options.subject,
            body=options.text,
        )

    for_each(options, people, log, in_full(on))
    if len(people) == 1:
        _say_next(options, people[0][0])
    return 0


def _say_next(options: argparse.Namespace, key: int) -> None:
    """Say what the plan makes of it."""
    from ...book import due, queries
    from ...cadence.terms import STEP_NAMES

    with open_reading(options) as connection:
        assert connection is not None
        owed = due.due_of(connection, key, environment.today())
        person = queries.contact(connection, key)
    if owed:
        say(f"Next: {STEP_NAMES[owed[0].step]}, from {in_full(owed[0].opens)}.")
    elif person is not None and person.state == "resting":
        say(f"{person.name} now rests: {person.state_reason}")
