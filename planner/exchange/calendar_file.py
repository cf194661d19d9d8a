"""What is owed, as a calendar file (iCalendar, RFC 5545): an event for each step, or a to-do."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from ..book.due import DueRow, due_rows
from ..book.errors import BookError
from ..book.formatting import call_hint, call_window
from ..book.identities import Uuids, read_uuids, uid_of
from ..cadence.terms import STEP_NAMES
from ..private_files import write_private
from ..text import shown

Component = Any  # of icalendar, whose properties have no types worth having
_OF_BOOK = re.compile(rb"(?m)^X-PLANNER-BOOK:([\w-]+)\r?$")
_MARK = b"PRODID:-//follow-up planner//"
_REMINDER = time(9)  # of the day, where a step has no hour of its own
_BEFORE_CALL = timedelta(minutes=10)
_KEPT = timedelta(days=30)  # for which what went away stays there as cancelled, until every calendar has read it
_COMPARED = ("DTSTART", "DTEND", "DUE", "SUMMARY", "DESCRIPTION", "STATUS")


def keep_calendar(target: Path, connection: Connection, today: date, *, as_todos: bool) -> tuple[int, bool]:
    """Write what is owed to a calendar file, whole or not at all; gives how many steps it has, and whether it changed.

    Raises:
        CalendarFileError: the file is one of something else, or cannot be read or written.
    """
    try:
        before = target.read_bytes()
    except FileNotFoundError:
        before = b""
    except OSError as error:
        raise CalendarFileError(f"{target}: {error.strerror or error}.") from None
    if before.strip() and _MARK not in before:
        raise ForeignFileError(f"{target} was not written by the planner. It was left as it is. Choose another name.")
    [(book,)] = connection.execute("SELECT uuid FROM identity")
    whose = _OF_BOOK.search(before)
    if whose is not None and whose[1].decode() != book:
        raise ForeignFileError(f"{target} is the calendar of another book. It was left as it is. Choose another name.")
    rows = due_rows(connection, today, 36500, ahead=True)
    uuids = read_uuids(connection)
    try:
        data = calendar_file(rows, today, uuids, as_todos=as_todos, before=before, book=book)
    except (ValueError, LookupError, TypeError, AttributeError):  # another program was at it: it is made anew
        data = calendar_file(rows, today, uuids, as_todos=as_todos, book=book)
    if data != before:
        try:
            write_private(target, data)
        except OSError as error:
            raise CalendarFileError(f"{target} cannot be written: {error.strerror or error}.") from None
    return sum(1 + len(row.also) for row in rows), data != before


class CalendarFileError(BookError):
    """Why a calendar file is not kept, and what to do."""

    exit_status = 2


class ForeignFileError(CalendarFileError):
    """The file is another program's, or another book's."""


def calendar_file(
    rows: Iterable[DueRow],
    today: date,
    uuids: Uuids,
    *,
    as_todos: bool = False,
    before: bytes = b"",
    now: datetime | None = None,
    book: str = "",
) -> bytes:
    """A calendar with an event for each step, or a to-do, on the day by which it is best done; on today after that day.

    A call whose hour is known stands at that hour. The same step keeps its UID from one time to the next. `before` is
    the file as it was last: what changed since has a higher SEQUENCE, and what went away stays there as cancelled for a
    month, so that every calendar that reads the file follows it. `book` is the identity of the book, whose file it is.
    """
    import icalendar

    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    known = _by_uid(before)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//follow-up planner//planner//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Follow-ups")
    if book:
        calendar.add("x-planner-book", book)
    for row in (step for each in rows for step in (each, *each.also)):
        made = _component(row, today, uuids, as_todos)
        old = known.pop(str(made["UID"]), None)
        _dated(made, old, moment)
        calendar.add_component(made)
    for old in known.values():
        gone = _cancelled(old, moment)
        if gone is not None:
            calendar.add_component(gone)
    return bytes(calendar.to_ical())


def _component(row: DueRow, today: date, uuids: Uuids, as_todos: bool) -> Component:
    import icalendar

    window, _ = call_window(row, today)
    made: Component = icalendar.Todo() if as_todos else icalendar.Event()
    made.add("uid", uid_of(uuids.contacts.get(row.contact_id), row.step, uuids.application(row.application_id)))
    day = max(row.due, today)
    start: date | datetime = day
    end: date | datetime = day + timedelta(days=1)
    if window is not None:
        start, end = window.their_start.astimezone(UTC), window.their_end.astimezone(UTC)
    if not as_todos:
        made.add("dtstart", start)
        made.add("dtend", end)
        made.add("transp", "TRANSPARENT")  # it takes no time out of the day
    else:
        begins = max(row.opens, today) if window is None else start
        due = day if window is None else end  # the day by which, of which an event ends only the day after
        if begins < due:  # RFC 5545: DUE is later than DTSTART
            made.add("dtstart", begins)
        made.add("due", due)
    made.add("summary", shown(f"{STEP_NAMES[row.step].capitalize()}: {row.name}"))
    made.add("description", shown(" ".join(_sentence(text) for text in (row.why, call_hint(row, today)) if text)))
    made.add("status", "NEEDS-ACTION" if as_todos else "CONFIRMED")
    made.add("categories", ["Follow-ups"])
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", made["SUMMARY"])
    whole_day = timedelta(hours=_REMINDER.hour)
    alarm.add("trigger", -_BEFORE_CALL if window is not None else whole_day)
    if as_todos and "DTSTART" not in made:
        alarm.TRIGGER_RELATED = "END"
    made.add_component(alarm)
    return made


def _sentence(text: str) -> str:
    """A text that begins and ends as a sentence does."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"


def _by_uid(data: bytes) -> dict[str, Component]:
    """What stands in a calendar file by its UID; nothing of one that cannot be read."""
    return {str(each["UID"]): each for each in _components(data) if "UID" in each}


def _components(data: bytes) -> Iterator[Component]:
    import icalendar

    if not data.strip():
        return
    try:
        calendar: Any = icalendar.Calendar.from_ical(data)
    except ValueError:
        return
    yield from (each for each in calendar.subcomponents if each.name in {"VEVENT", "VTODO"})


def _dated(made: Component, old: Component | None, moment: datetime) -> None:
    """The version of an entry: that of the last time where nothing changed, and one more where something did."""
    is_same = old is not None and all(_said(made, name) == _said(old, name) for name in _COMPARED)
    if old is not None and is_same:
        made.add("dtstamp", old["DTSTAMP"].dt)
        made.add("sequence", int(old.get("SEQUENCE", 0)))
        made.add("last-modified", old["LAST-MODIFIED"].dt if "LAST-MODIFIED" in old else moment)
        return
    made.add("dtstamp", moment)
    made.add("sequence", int(old.get("SEQUENCE", 0)) + 1 if old is not None else 0)
    made.add("last-modified", moment)


def _said(component: Component, name: str) -> bytes:
    value = component.get(name)
    return b"" if value is None else bytes(value.to_ical())


def _cancelled(old: Component, moment: datetime) -> Component | None:
    """An entry that went away, as cancelled; None once it has stood there long enough."""
    if str(old.get("STATUS", "")) == "CANCELLED":
        since = old["LAST-MODIFIED"].dt if "LAST-MODIFIED" in old else moment
        return old if moment - since < _KEPT else None
    for name in ("STATUS", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP"):
        sequence = int(old.get("SEQUENCE", 0)) if name == "SEQUENCE" else 0
        old.pop(name, None)
        if name == "SEQUENCE":
            old.add("sequence", sequence + 1)
    old.add("status", "CANCELLED")
    old.add("last-modified", moment)
    old.add("dtstamp", moment)
    old.subcomponents = [each for each in old.subcomponents if each.name != "VALARM"]
    return old
