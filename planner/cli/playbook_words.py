"""A playbook in words: each step with what it is counted from, to whom it goes, and the days."""

from collections.abc import Mapping

from ..cadence.playbook import Changes, Playbook, Timing
from ..cadence.terms import CHANNEL_NAMES, PART_NAMES, STEP_NAMES, Channel, Step
from ..text import plural
from .output import say

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
    Step.REPOST: ("the day you saw a job open again", "the main contact of the application"),
    Step.HELLO: ("the last touch, once a year", "those who rest and were warm"),
}
_AS_THEY_LIKE = {Step.ASKED, Step.PROMISE, Step.REPLY}  # by the channel they wrote in, or prefer


def say_playbook(playbook: Playbook, how: str = "") -> None:
    """Print the playbook; `how` says whether it is in force."""
    say(f"{playbook.name}{f' ({how})' if how else ''}: {playbook.summary}")
    calls_first = Step.FIRST_CALL in {playbook.first_step, *(each.first_step for each in _some(playbook).values())}
    for step, (counted_from, to_whom) in _COUNTED_FROM.items():
        if step is Step.FIRST_CALL and not calls_first:
            continue
        timing = playbook.timings[step]
        name = STEP_NAMES[step]
        by = "" if step in _AS_THEY_LIKE else f"{_channel(timing)}, "
        say(f"\n{name[:1].upper()}{name[1:]}, {by}to {to_whom}")
        say(f"  counted from {counted_from}: {_days(timing)}")
    say("\nCalls that would fall on a weekend or a holiday move to the next working day.")
    say(
        f"After {plural(playbook.rest_after, 'check-in')} in a row without an answer a person rests; "
        "a message from them ends it."
    )
    for whom, changes in _some(playbook).items():
        say(f"\nOtherwise for {whom}")
        if changes.first_step is not None:
            say(f"  after a no first: {STEP_NAMES[changes.first_step]}")
        if changes.rest_after is not None:
            say(f"  rests after {plural(changes.rest_after, 'check-in')} without an answer")
        for step, values in changes.steps.items():
            say(f"  {STEP_NAMES[step]}: {_days(playbook.timings[step].changed(values))}")


def _some(playbook: Playbook) -> Mapping[str, Changes]:
    """What the playbook has otherwise, by whom it is for."""
    return {
        **{f"those whose part is {PART_NAMES[part]}": changes for part, changes in playbook.parts.items()},
        **{f"those with the tag {tag}": changes for tag, changes in playbook.tags.items()},
        **{f"{name.title()}": changes for name, changes in playbook.people.items()},
    }


def _channel(timing: Timing) -> str:
    if timing.alternate:
        return "by e-mail and telephone in turn"
    return "by telephone" if timing.channel is Channel.PHONE else f"by {CHANNEL_NAMES[timing.channel]}"


def _days(timing: Timing) -> str:
    """The days of a step in words: "opens on day 30, best by day 37, late after day 51"."""
    if timing.working_days:
        opens = "on the next working day" if timing.opens == 1 else f"after {plural(timing.opens, 'working day')}"
        return (
            f"opens {opens}, best within {plural(timing.due, 'day')} of that, late after {plural(timing.late, 'day')}"
        )
    opens = "opens the same day" if timing.opens == 0 else f"opens on day {timing.opens}"
    due = "is best done at once" if timing.due == timing.opens == 0 else f"best by day {timing.due}"
    other = (
        f"; where no day was promised, from day {timing.unpromised} after the interview" if timing.unpromised else ""
    )
    most = f"; at most {plural(timing.at_most, 'time')} without an answer" if timing.at_most else ""
    return f"{opens}, {due}, late after day {timing.late}{other}{most}"
