"""Rows of the book in words, the same in every front end."""

from datetime import date
from typing import TYPE_CHECKING

from ..cadence.terms import REASON_NAMES, STEP_NAMES, Kind
from ..dates import retold, show
from ..text import plural, shorten
from .due import DueRow

if TYPE_CHECKING:
    from ..cadence.calls import Window
    from .queries import RoleRow, TouchRow

GROUP_TITLES = {
    "written": "Written",
    "overdue": "Overdue",
    "due": "Due",
    "week": "This week",
    "later": "Later",
    "waiting": "Waiting",
}
APPLICATION_TITLES = {"running": "Running", "offer": "An offer", "rejected": "Rejected", "withdrawn": "Withdrawn"}


def state_of(row: DueRow, today: date) -> str:
    """How a follow-up stands on that day, in a few words: "late by 2 days", "due today", "best by Tue 1 Dec"."""
    if row.note == "held":
        return "ready to send" if row.opens <= today else f"held {show(row.opens, today)}"
    if row.note:
        return "did it go out?"
    if row.group == "overdue":
        return f"late by {plural((today - row.late).days, 'day')}"
    if row.opens > today:
        return show(row.opens, today)
    if row.due > today:
        return f"by {show(row.due, today)}"
    return "due today" if row.due == today else "due"


def steps_of(row: DueRow) -> str:
    """The step of a row, with how many more that person is owed: "thank-you +1"."""
    return f"{STEP_NAMES[row.step]}{f' +{len(row.also)}' if row.also else ''}"


def also_owed(row: DueRow, today: date) -> str:
    """What else that person is owed, as a sentence; "" when nothing."""
    owed = [f"{STEP_NAMES[each.step]}, {state_of(each, today)}" for each in row.also]
    return f"Also: {'; '.join(owed)}." if owed else ""


def call_hint(row: DueRow, today: date) -> str:
    """When to call them, in words; "" of what is no call, or where their time is not known."""
    window, zone = call_window(row, today)
    if window is None:
        return ""
    from ..cadence.calls import say_window

    guessed = "" if row.time_zone else f" (their time is a guess from the number: {zone})"
    return f"{retold(say_window(window, today), today)}{guessed}"


def call_window(row: DueRow, today: date) -> "tuple[Window | None, str]":
    """When to call them next, and their time zone; None of what is no call, or where their time is not known."""
    if row.channel != "phone" or row.note or not (row.time_zone or row.phone):
        return None, ""
    from zoneinfo import ZoneInfo

    from ..cadence.calls import next_window
    from ..dates import read_days_off
    from ..environment import now_on
    from ..zones import guess_zone

    zone = row.time_zone or guess_zone(row.phone)
    now, days = now_on(max(today, row.opens)), read_days_off(row.days_off)
    return (next_window(ZoneInfo(zone), None, now, days) if zone else None), zone


def told(touch: "TouchRow") -> str:
    """A touchpoint in a line: "you wrote: Thank you, and the Data Engineer position (first note)"."""
    from ..cadence.touches import TOUCH_KINDS, words_of  # the daily check tells no timeline

    words = words_of(touch.kind, touch.direction)
    who = words.timeline if words else touch.kind.replace("_", " ")
    about = touch.subject or (touch.position or "" if TOUCH_KINDS[Kind(touch.kind)].names_position else "")
    about = about or shorten(touch.body.replace("\n", " "), 60)
    step = f" ({STEP_NAMES[touch.step]})" if touch.step else ""
    return f"{who}{': ' + about if about else ''}{step}"


def how_it_stands(role: "RoleRow", today: date) -> str:
    """Where an application of a person stands: "a no on Fri 20 Nov, someone else was chosen"."""
    if role.state == "rejected" and role.learned_on:
        reason = f", {REASON_NAMES[role.reason]}" if role.reason else ""
        return f"rejected on {show(role.learned_on, today)}{reason}"
    promised = f", decision promised by {show(role.promised_on, today)}" if role.promised_on else ""
    return f"{role.state}{promised}"
