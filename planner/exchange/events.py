"""What a calendar message says: an appointment, a change of it, or its end (iCalendar, RFC 5545 and 5546)."""

import contextlib
from dataclasses import dataclass
from datetime import date, datetime
from email.message import Message as RawMessage
from enum import StrEnum
from typing import TYPE_CHECKING

from ..text import clean_body, clean_line
from .headers import decoded

if TYPE_CHECKING:
    from icalendar import Component

_MOST = 5  # appointments of one message
_LONGEST = 200_000  # bytes


class EventMethod(StrEnum):
    """What a calendar message does."""

    REQUEST = "request"
    REPLY = "reply"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Event:
    """An appointment: when, where, and who is asked to it, each with name and address; the organiser apart."""

    method: EventMethod
    uid: str
    title: str
    start: datetime | date | None
    end: datetime | date | None
    place: str
    text: str
    organiser: tuple[str, str]
    guests: tuple[tuple[str, str], ...]
    sequence: int = 0
    declined: frozenset[str] = frozenset()  # the addresses of those who said that they do not come
    is_of_calendar: bool = False  # it stood in a calendar, where nobody was asked to it


def events_in(raw: RawMessage) -> tuple[Event, ...]:
    """The appointments of a message; none where they cannot be read."""
    found: list[Event] = []
    for part in raw.walk():
        if part.get_content_type() not in {"text/calendar", "application/ics"} or found:
            continue  # the same appointment is often attached once more
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            method = str(part.get_param("method", "") or "")
            with contextlib.suppress(Exception):  # whatever a calendar program made of it
                found += _events(decoded(payload[:_LONGEST], part.get_content_charset()), method)
    return tuple(found[:_MOST])


def _events(text: str, method: str) -> list[Event]:
    import icalendar

    calendar = icalendar.Calendar.from_ical(text)
    said = str(calendar.get("method", method) or method).lower()
    return [_event(each, said) for each in calendar.walk("VEVENT")]


def _event(component: "Component", said: str) -> Event:
    get = component.get
    cancelled = said == "cancel" or str(get("status", "")).upper() == "CANCELLED"
    method = EventMethod.CANCEL if cancelled else EventMethod.REPLY if said == "reply" else EventMethod.REQUEST
    guests = get("attendee", [])
    return Event(
        method=method,
        uid=_uid(component),
        title=clean_line(str(get("summary", "")))[:300],
        start=_day(get("dtstart")),
        end=_day(get("dtend")),
        place=clean_line(str(get("location", "")))[:300],
        text=clean_body(str(get("description", "")))[:20_000],
        organiser=_person(get("organizer")),
        guests=tuple(_person(each) for each in (guests if isinstance(guests, list) else [guests])),
        sequence=_number(get("sequence", 0)),
        is_of_calendar=said == "publish",
        declined=frozenset(
            _person(each)[1].lower()
            for each in (guests if isinstance(guests, list) else [guests])
            if str(getattr(each, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"
        ),
    )


def _uid(component: "Component") -> str:
    """What an appointment is known by: of one day of a series that is otherwise than the others, with that day."""
    uid = clean_line(str(component.get("uid", "")))[:500]
    moved = getattr(component.get("recurrence-id"), "dt", None)
    return f"{uid}#{moved.isoformat()}"[:560] if uid and isinstance(moved, date) else uid


def _day(value: object) -> datetime | date | None:
    found = getattr(value, "dt", None)
    return found if isinstance(found, date) else None


def _person(value: object) -> tuple[str, str]:
    """The name and the address of somebody who is asked; a room has none."""
    if value is None:
        return "", ""
    params = getattr(value, "params", {})
    address = clean_line(str(value))
    address = address[7:] if address.lower().startswith("mailto:") else ""
    if str(params.get("CUTYPE", "")).upper() in {"ROOM", "RESOURCE", "GROUP"}:
        return "", ""
    name = clean_line(str(params.get("CN", ""))).strip("'\" ")
    return ("" if "@" in name else name)[:200], address[:300] if "@" in address else ""


def _number(value: object) -> int:
    """A number that a calendar has, as the book can keep it; 0 for anything else."""
    try:
        return max(0, min(int(str(value or 0)), 2**31 - 1))
    except ValueError:
        return 0
