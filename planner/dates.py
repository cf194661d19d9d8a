"""Dates as a person says them, and the steps between them.

The daily check imports this, so it stays small; what people type is read by `typed_dates`.
"""

from calendar import monthrange
from collections.abc import Container
from datetime import date, timedelta
from typing import NamedTuple

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]  # fmt: skip
_LONGEST_BREAK = 60  # days without work; no calendar has more, and a wrong one must not be searched for ever
_WEEKDAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say(day: date, today: date | None = None) -> str:
    """A date in few words: "Tue 2 Dec", with the year when it is not the year of `today`."""
    return f"{_WEEKDAY_NAMES[day.weekday()]} {day.day} {_MONTH_NAMES[day.month - 1]}{_year(day, today)}"


def _year(day: date, today: date | None) -> str:
    return "" if today is not None and day.year == today.year else f" {day.year}"


_format = "day first"


def set_format(name: str) -> None:
    """How `show` writes dates from now on: "day first", "month first" or "iso"."""
    global _format  # noqa: PLW0603 - the user's, for as long as the program runs
    _format = name or "day first"


def is_month_first() -> bool:
    """Whether the user writes the month before the day."""
    return _format == "month first"


def show(day: date, today: date | None = None) -> str:
    """A date in few words as the user likes it: "Tue 2 Dec", "Tue Dec 2" or "2026-12-02".

    For columns and headings. Sentences that the book keeps are written by `say`, and retold by `retold`.
    """
    if _format == "iso":
        return day.isoformat()
    if _format == "month first":
        return f"{_WEEKDAY_NAMES[day.weekday()]} {_MONTH_NAMES[day.month - 1]} {day.day}{_year(day, today)}"
    return say(day, today)


def show_day(day: date) -> str:
    """A day of a calendar: "2 Dec", "Dec 2" or "12-02"."""
    if _format == "iso":
        return f"{day:%m-%d}"
    month = _MONTH_NAMES[day.month - 1]
    return f"{month} {day.day}" if _format == "month first" else f"{day.day} {month}"


def retold(text: str, today: date) -> str:
    """A sentence that the book keeps, with its dates as `show` writes them."""
    if _format == "day first":
        for name in _MONTH_NAMES:
            text = text.replace(f" {name} {today.year}", f" {name}")
        return text
    import re

    def shown(found: "re.Match[str]") -> str:
        year, month = int(found["year"] or today.year), _MONTH_NAMES.index(found["month"]) + 1
        try:
            return show(date(year, month, int(found["day"])), today)
        except ValueError:
            return found[0]

    months, weekdays = "|".join(_MONTH_NAMES), "|".join(_WEEKDAY_NAMES)
    pattern = rf"\b(?:{weekdays}) (?P<day>\d{{1,2}}) (?P<month>{months})\b(?: (?P<year>\d{{4}})\b)?"
    return re.sub(pattern, shown, text)


def from_iso(text: str | None) -> date | None:
    """The date of an ISO text as the book keeps it; None of none."""
    return date.fromisoformat(text) if text else None


def say_in_full(day: date) -> str:
    """A date that cannot be mistaken: "Tuesday 2 December 2026"."""
    return f"{WEEKDAYS[day.weekday()].title()} {day.day} {MONTHS[day.month - 1].title()} {day.year}"


def say_distance(day: date, today: date) -> str:
    """How far off a date is: "today", "tomorrow", "in 9 days", "4 days ago"."""
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    if near:
        return near
    count, unit = (abs(days), "day") if abs(days) < 60 else (round(abs(days) / 30.4), "month")
    return f"in {count} {unit}s" if days > 0 else f"{count} {unit}s ago"


class WorkingDays(NamedTuple):
    """Which days somebody works: not on the weekend (0 is Monday, as in `date.weekday`), and not on the holidays."""

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: Container[date] = frozenset()

    def includes(self, day: date) -> bool:
        """Whether that day is worked."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        """That day, or the next one that is worked."""
        for ahead in range(_LONGEST_BREAK):
            if self.includes(later := day + timedelta(days=ahead)):
                return later
        return day

    def add(self, day: date, count: int) -> date:
        """The day that lies `count` working days after `day`, or before it when `count` is negative."""
        step = timedelta(days=1 if count > 0 else -1)
        idle = 0
        while count and idle < _LONGEST_BREAK:
            day += step
            if self.includes(day):
                count -= 1 if count > 0 else -1
                idle = 0
            else:
                idle += 1
        return day


MONDAY_TO_FRIDAY = WorkingDays()
EVERY_DAY = WorkingDays(frozenset())


def read_days_off(text: str) -> WorkingDays:
    """The days that are worked, from those that are not: days of the week and dates, "5 6 2026-12-25"."""
    off = text.split()
    weekend = frozenset(int(each) for each in off if len(each) == 1)
    return WorkingDays(weekend, {date.fromisoformat(each) for each in off if len(each) > 1})


def add_months(day: date, count: int) -> date:
    """The same day of the month `count` months on, or that month's last day where it has no such day."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
