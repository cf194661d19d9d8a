"""When to call: at the very start or the very end of the other's working day (Larky), and never in the user's night."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from ..dates import MONDAY_TO_FRIDAY, WorkingDays

# The first hour, before the day fills up, and the last one, after it (domain, section 2).
WINDOWS = ((time(8), time(9)), (time(17), time(18)))
_MORNING, _NIGHT = time(7), time(22)  # of the user, who is not to get up for it
_FARTHEST = 21  # days to look ahead: the longest run of holidays, and an ocean between


class Window(NamedTuple):
    """A time to call, as the clocks of both show it."""

    their_start: datetime
    their_end: datetime
    my_start: datetime
    my_end: datetime


def next_window(
    theirs: tzinfo, mine: tzinfo | None, now: datetime, working_days: WorkingDays = MONDAY_TO_FRIDAY
) -> Window | None:
    """The window that is open now, or the next one; None when no hour of theirs falls into a day of the user's.

    `now` is an aware datetime; `mine` is None for the zone of this machine. `working_days` are theirs; others have no
    windows. Both ends keep their own summer time.
    """
    first = now.astimezone(theirs).date()
    for ahead in range(_FARTHEST):
        day = first + timedelta(days=ahead)
        if not working_days.includes(day):
            continue
        for start, end in WINDOWS:
            window = _window(day, start, end, theirs, mine)
            if window.their_end > now and _awake(window):
                return window
    return None


def _window(day: date, start: time, end: time, theirs: tzinfo, mine: tzinfo | None) -> Window:
    their_start = datetime.combine(day, start, theirs)
    their_end = datetime.combine(day, end, theirs)
    return Window(their_start, their_end, their_start.astimezone(mine), their_end.astimezone(mine))


def _awake(window: Window) -> bool:
    """Whether the window lies in the user's day as a whole."""
    start, end = window.my_start.time(), window.my_end.time()
    same_day = window.my_start.date() == window.my_end.date()
    return same_day and start >= _MORNING and end <= _NIGHT


def say_window(window: Window, today: date) -> str:
    """A window in words: "call 08:00-09:00 their time, 14:00 yours, tomorrow"."""
    mine = window.my_start.date()
    ahead = (mine - today).days
    day = {0: "today", 1: "tomorrow"}.get(ahead, f"{mine:%A}" if 0 <= ahead < 7 else f"{mine:%a} {mine.day} {mine:%b}")
    theirs = f"{window.their_start:%H:%M}-{window.their_end:%H:%M}"
    yours = f"{window.my_start:%H:%M}"
    if window.their_start.utcoffset() == window.my_start.utcoffset():
        return f"call {theirs}, {day}"
    return f"call {theirs} their time, {yours} yours, {day}"
