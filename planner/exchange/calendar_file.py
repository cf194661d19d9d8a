"""Who is due, as a calendar file (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from ..book.due import DueRow
from ..book.formatting import call_hint
from ..book.identities import Uuids, uid_of
from ..cadence.terms import STEP_NAMES
from ..text import shown


def calendar_file(rows: Iterable[DueRow], today: date, uuids: Uuids) -> bytes:
    """A calendar with an all-day event for each step, on the day by which it is best done; today for what is past that.

    The same step keeps its UID from one time to the next, so that a calendar that reads the file again moves the event.
    """
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//follow-up planner//planner due//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Follow-ups")
    for row in (step for each in rows for step in (each, *each.also)):
        day = max(row.due, today)
        event = icalendar.Event()
        event.add("uid", uid_of(uuids.contacts.get(row.contact_id), row.step, uuids.application(row.application_id)))
        event.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=UTC))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", shown(f"{STEP_NAMES[row.step].capitalize()}: {row.name}"))
        hint = call_hint(row, today)
        event.add("description", shown(" ".join(text for text in (row.why, hint) if text)))
        event.add("transp", "TRANSPARENT")  # it takes no time out of the day
        calendar.add_component(event)
    return bytes(calendar.to_ical())
