"""`planner reject`: the "no" for an application."""

import argparse

from ...book import queries
from ...cadence.terms import REASON_NAMES, HowLearned, Reason
from ...text import joined
from ..common import echo, find_application, find_person, in_full, open_reading, open_writing, read_day
from ..output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `reject` understands."""
    parser.add_argument("application", nargs="+", help="its number, or a part of its position and employer")
    parser.add_argument("--on", metavar="DATE", default="today", help="the day you learned of it (today)")
    parser.add_argument("--heard", action="store_true", help="nobody told you; you heard or read it")
    parser.add_argument("--by", metavar="NAME", help="who told you")
    parser.add_argument(
        "--reason", choices=list(REASON_NAMES), metavar="KIND", help=f"the kind of no: {', '.join(REASON_NAMES)}"
    )
    parser.add_argument("--words", metavar="TEXT", default="", help="the reason, in their words")
    parser.add_argument("--lesson", metavar="TEXT", default="", help="what you would do differently")
    parser.add_argument(
        "--would-go-back", choices=["yes", "no"], help="whether you would want to be considered there again"
    )
    # What it was called before, for scripts that say so.
    parser.add_argument("--not-again", dest="would_go_back", action="store_const", const="no", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Record it, and say whom it makes due."""
    on = read_day(options.on, past=True)
    with open_reading(options) as connection:
        row = find_application(connection, " ".join(options.application))
        by = find_person(connection, options.by)[0] if options.by else None
    from ...book.commands import record_rejection

    done = record_rejection(
        open_writing(options),
        row.id,
        on,
        HowLearned.HEARD if options.heard else HowLearned.TOLD,
        by=by,
        reason=Reason(options.reason) if options.reason else None,
        reason_given=options.words,
        lesson=options.lesson,
        would_go_back={"yes": True, "no": False}.get(options.would_go_back),
    )
    with open_reading(options) as connection:
        assert connection is not None
        kept = next(each for each in queries.applications(connection) if each.id == row.id)
    echo(done, in_full(kept.learned_on or on))
    if kept.learned_on and kept.learned_on != on:
        say("It had a no before; the day you first learned of it stays.")
    if options.would_go_back == "no":
        say("You would not go back, so nobody there becomes due; whom you know only from there is closed.")
    elif row.people:
        say(f"A first note is due to {joined(list(row.people))}.")
    else:
        say(
            "No one is known to have interviewed you there, so no one is due a note. Who did? "
            f"`planner add interview {row.id} --with 'NAME: PART'`"
        )
    return 0
