"""Spreading: which steps to put off so that no day has too many."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ..dates import EVERY_DAY, WorkingDays
from .terms import Step


class Load(NamedTuple):
    """A step that can be moved: whose it is, the day on which it comes up, and the last on which it is not late."""

    contact_id: int
    step: Step
    day: date
    late: date
    days: WorkingDays = EVERY_DAY  # on which it can be done: a call only when they work


def spread_out(loads: Sequence[Load], fixed: Mapping[date, int], today: date, most: int) -> list[tuple[Load, date]]:
    """The steps to put off, each with its new day, so that at most `most` steps come up on any day.

    `fixed` counts the steps of each day that stay where they are. Of those that wait for room, the one whose time runs
    out first comes first. Nothing moves to an earlier day, and nothing is dropped: where there is no room in time, a
    step comes later than that.
    """
    coming = sorted(loads, key=lambda load: (max(load.day, today), load.contact_id), reverse=True)
    waiting: list[Load] = []
    moved = []
    day = today
    while coming or waiting:
        if not waiting:
            day = max(day, coming[-1].day)
        while coming and max(coming[-1].day, today) <= day:
            waiting.append(coming.pop())
        waiting.sort(key=lambda load: (load.late, load.day, load.contact_id))
        room = max(0, most - fixed.get(day, 0))
        chosen = [load for load in waiting if load.days.includes(day)][:room]
        moved += [(load, day) for load in chosen if day > max(load.day, today)]
        gone = {id(load) for load in chosen}
        waiting = [load for load in waiting if id(load) not in gone]
        day += timedelta(days=1)
    return moved
