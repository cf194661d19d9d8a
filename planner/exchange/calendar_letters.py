"""The appointments of a calendar file (iCalendar, RFC 5545), each as the calendar message that it could have come by.

So an interview that was saved, exported or downloaded means what an invitation in a letter means, and is known again.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING

from ..text import clean_line

if TYPE_CHECKING:
    from icalendar import Component

_MOST = 20_000  # appointments of one file


def is_calendar(head: bytes) -> bool:
    """Whether a file is a calendar, by its beginning."""
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    return plain.upper().startswith(b"BEGIN:VCALENDAR")


def letters_of_calendar(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each appointment of a calendar file as a message, with the line in which it begins.

    Raises:
        ValueError: it cannot be read, with the reason.
    """
    import icalendar

    from .text_files import decoded

    text = decoded(data)
    for name in ("VCALENDAR", "VEVENT"):
        begun, ended = (len(re.findall(rf"(?im)^{mark}:{name}\s*$", text)) for mark in ("BEGIN", "END"))
        if begun > ended:
            raise ValueError(f"it is cut off: END:{name} is missing")
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except Exception as error:  # what its parser makes of a damaged file is of many kinds
        raise ValueError(clean_line(str(error))[:200] or "it is damaged") from None
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
    count = 0
    for calendar in calendars:
        method = str(calendar.get("method", "") or "publish").lower()
        owner = clean_line(str(calendar.get("x-wr-calname", ""))).lower()
        zones = [each for each in calendar.subcomponents if each.name == "VTIMEZONE"]
        for event in calendar.walk("VEVENT"):
            if count >= _MOST:
                return
            line = lines[count] if count < len(lines) else 1
            count += 1
            yield line, _letter(event, method, owner, zones)


def _letter(event: "Component", method: str, owner: str, zones: "list[Component]") -> bytes:
    import icalendar

    from .html import text_of_html

    if "@" in owner:  # whose calendar it is: the user
        guests = event.get("attendee", [])
        event.pop("attendee", None)
        for each in guests if isinstance(guests, list) else [guests]:
            if str(each).lower().removeprefix("mailto:") != owner:
                event.add("attendee", each)
        if str(event.get("organizer", "")).lower().removeprefix("mailto:") == owner:
            event.pop("organizer")
    said = str(event.get("description", ""))
    if re.search(r"</?(?:p|div|br|b|a|span|html|ul|li)\b", said, re.IGNORECASE):
        said = text_of_html(said)
        event.pop("description")
        event.add("description", said)
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//calendar file//EN")
    calendar.add("method", method.upper())
    for each in (*zones, event):
        calendar.add_component(each)
    message = MIMEMultipart("mixed")
    organiser = event.get("organizer")
    if organiser is not None and "@" in str(organiser):
        name = clean_line(str(organiser.params.get("CN", ""))).strip("'\" ")
        address = clean_line(re.sub(r"(?i)^mailto:", "", str(organiser)))
        message["From"] = formataddr(("" if "@" in name else name, address))
    message["Subject"] = clean_line(str(event.get("summary", "")))[:500]
    moment = _moment(event)
    if moment is not None:
        message["Date"] = format_datetime(moment)
    known_by = "|".join(str(event.get(name, "")) for name in ("uid", "sequence", "recurrence-id", "status")) + method
    if not event.get("uid"):
        known_by += event.to_ical().decode("utf-8", "replace")
    message["Message-ID"] = f"<{hashlib.sha256(known_by.encode()).hexdigest()[:40]}@calendar.invalid>"
    message.attach(MIMEText(said, "plain", "utf-8"))
    part = MIMEText(calendar.to_ical().decode("utf-8", "replace"), "calendar", "utf-8")
    part.set_param("method", method.upper())
    message.attach(part)
    return message.as_bytes()


def _moment(event: "Component") -> datetime | None:
    """When it was written down: as it says so, else when it is."""
    for name in ("created", "dtstamp", "last-modified", "dtstart"):
        found = getattr(event.get(name), "dt", None)
        if isinstance(found, datetime):
            return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        if isinstance(found, date):
            return datetime(found.year, found.month, found.day, tzinfo=UTC)
    return None
