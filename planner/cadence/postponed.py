"""Steps that are owed at another time than the rules say: put off by the user, or owed once more."""

from dataclasses import replace
from datetime import timedelta

from ..dates import say
from .facts import Facts, is_mine
from .history import FollowUp
from .terms import CHECK_INS, DecisionKind, Kind, Step, family


def not_arrived(follow_up: FollowUp, facts: Facts) -> FollowUp:
    """The step with the reason why it is owed once more, when the note by which it was done did not arrive."""
    lost = [
        touch.on
        for touch in facts.touches
        if touch.kind is Kind.BOUNCED
        and touch.on >= follow_up.counted_from
        and (touch.step is None or family(touch.step) == family(follow_up.step))
    ]
    if not lost or any(is_mine(touch) and touch.on > max(lost) for touch in facts.touches):
        return follow_up
    return replace(follow_up, why=f"{follow_up.why} Your note of {say(max(lost))} did not arrive.")


def put_off(follow_up: FollowUp, facts: Facts) -> FollowUp:
    """The step with the dates that the user gave it, when the user put it off.

    A snooze covers what was known when it was made; a new message or a new "no" comes through. Check-ins
    are put off in any case, however their count moves meanwhile.
    """
    covers = [
        choice
        for choice in facts.choices
        if choice.kind is DecisionKind.SNOOZE
        and choice.until is not None
        and choice.step is not None
        and family(choice.step) == family(follow_up.step)
        and choice.application == follow_up.application
        and (follow_up.step in {*CHECK_INS, Step.ASKED, Step.NUDGE} or follow_up.counted_from <= choice.made_on)
    ]
    if not covers:
        return follow_up
    snooze = covers[-1]
    until = snooze.until
    assert until is not None
    if until <= follow_up.opens:
        return follow_up
    note = f": {snooze.reason.rstrip('.')}." if snooze.reason else "."
    return replace(
        follow_up,
        opens=until,
        due=max(follow_up.due, until),
        late=max(follow_up.late, until + timedelta(days=(follow_up.late - follow_up.due).days)),
        why=f"{follow_up.why} You put it off until {say(until)}{note}",
    )
