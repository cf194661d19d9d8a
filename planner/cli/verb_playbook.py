"""`planner playbook`: the cadence in force, in words."""

import argparse

from ..cadence.playbook import DEFAULT, Playbook, Timing, built_in, names
from ..cadence.terms import CHANNEL_NAMES, STEP_NAMES, Channel, Step
from .common import open_reading, say

# What each step is counted from, and to whom it goes (domain, section 2).
_COUNTED_FROM: dict[Step, tuple[str, str]] = {
    Step.ASKED: ("the date they asked for", "that person"),
    Step.PROMISE: ("what you promised", "that person"),
    Step.REPLY: ("their message", "that person, the way they wrote"),
    Step.THANK_YOU: ("the interview", "everyone who was in it"),
    Step.NUDGE: ("the day they promised to decide", "the main contact of the application"),
    Step.FIRST_NOTE: ("the day you learned of the no", "everyone who interviewed you"),
    Step.FIRST_CALL: ("the day you learned of the no", "the hiring manager"),
    Step.RETRY: ("a call that reached nobody", "the same person"),
    Step.CHECK_IN_1: ("the first note or call", "everyone still open"),
    Step.CHECK_IN_2: ("the last touch", "everyone still open"),
    Step.CHECK_IN: ("the last touch, again and again", "everyone still open"),
    Step.MOVE: ("their move to another employer", "that person"),
    Step.GOOD_NEWS: ("the day you took a job", "those who wait, wrote or referred you"),
}

_AS_THEY_LIKE = {Step.ASKED, Step.PROMISE, Step.REPLY}  # by the channel they wrote in, or prefer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `playbook` understands."""
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True, title="what to do")
    show = kinds.add_parser("show", help="the playbook in force, or another", description="Show a playbook in words.")
    show.add_argument("name", nargs="?", choices=names(), help=f"one of {', '.join(names())}; the one in force without")


def run(options: argparse.Namespace) -> int:
    """Print the playbook as a table in words."""
    chosen = options.name or _in_force(options)
    playbook = built_in(chosen)
    say(f"{playbook.name}{'' if options.name else ' (in force)'}: {playbook.summary}")
    for step, (counted_from, to_whom) in _COUNTED_FROM.items():
        if step is Step.FIRST_CALL and playbook.first_step is not Step.FIRST_CALL:
            continue
        timing = playbook.timings[step]
        name = STEP_NAMES[step]
        how = "" if step in _AS_THEY_LIKE else f"{_channel(timing)}, "
        say(f"\n{name[:1].upper()}{name[1:]}, {how}to {to_whom}")
        say(f"  counted from {counted_from}: {_days(timing)}")
    say(f"\n{_rest(playbook)}")
    others = [each for each in names() if each != chosen]
    say(f"Another one: planner me --playbook {others[0]}")
    return 0


def _in_force(options: argparse.Namespace) -> str:
    from ..book import queries

    with open_reading(options) as connection:
        profile = queries.profile(connection) if connection is not None else None
    return profile.playbook if profile is not None and profile.playbook in names() else DEFAULT


def _channel(timing: Timing) -> str:
    if timing.alternate:
        return "by e-mail and telephone in turn"
    return "by telephone" if timing.channel is Channel.PHONE else f"by {CHANNEL_NAMES[timing.channel]}"


def _days(timing: Timing) -> str:
    """The days of a step in words: "opens on day 30, best by day 37, late after day 51"."""
    if timing.working_days:
        return f"opens on the next working day, best {timing.due} day later, late after {timing.late} days"
    opens = "opens the same day" if timing.opens == 0 else f"opens on day {timing.opens}"
    due = "is best done at once" if timing.due == timing.opens == 0 else f"best by day {timing.due}"
    other = (
        f"; where no day was promised, from day {timing.unpromised} after the interview" if timing.unpromised else ""
    )
    return f"{opens}, {due}, late after day {timing.late}{other}"


def _rest(playbook: Playbook) -> str:
    return (
        f"After {playbook.rest_after} check-ins in a row without an answer a person rests; a message from them ends it."
    )
