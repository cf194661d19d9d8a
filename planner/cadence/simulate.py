"""What if: the steps that come up in the time ahead, as if each were done on the day it comes up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from .history import FollowUp, History, Touch
from .playbook import Playbook
from .rules import plan
from .terms import Channel, Direction, Kind, Step

_MOST_STEPS = 200  # with one person; far more than any cadence has in years


def simulate(history: History, playbook: Playbook, today: date, until: date) -> Iterator[tuple[date, FollowUp]]:
    """The steps with one person from `today` to `until`, each with the day on which it is done: when it opens.

    What is open already is done today. Nobody is taken to answer, so that check-ins come to rest as they would; a call
    is taken to reach a voicemail.
    """
    for _ in range(_MOST_STEPS):
        owed = [(max(step.opens, today), step) for step in plan(history, playbook)]
        if not owed:
            return
        day, step = min(owed, key=lambda pair: (pair[0], pair[1].due, pair[1].step))
        if day > until:
            return
        yield day, step
        history = _done(history, step, day)


def _done(history: History, step: FollowUp, day: date) -> History:
    """The history with that step done on that day."""
    kind = Kind.VOICEMAIL if step.channel is Channel.PHONE else Kind.MESSAGE
    touch = Touch(kind, Direction.OUT, day, None, step.channel, step.application, step.step)
    promises = list(history.promises)
    if step.step is Step.PROMISE:
        promises.remove(min(promises, key=lambda each: (each.due, each.what)))
    return replace(history, touches=[*history.touches, touch], promises=promises)
