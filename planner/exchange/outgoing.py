"""A note on its way out: as a message in its thread, as a `mailto:` link, as a file that a mail program opens.

Nothing here sends anything, and nothing counts as sent by it.
"""

import email.policy
import re
import sys
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from email import message_from_bytes
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from ..book.errors import EntryError
from ..private_files import create_private
from ..text import clean, clean_line

# How long a link may be that one program hands to another: Windows cuts off near 2,000 characters, and web mail, which
# many systems open for `mailto:`, answers longer ones than this with an error.
LONGEST_LINK = 2_000 if sys.platform == "win32" else 8_000
_LONGEST_LINE = 900  # bytes; SMTP allows 998, and longer ones must be encoded
_CRLF = "\r\n"
_MADE_UP = "@no-message-id>"
_LONGEST_THREAD = 20  # Message-IDs: programs cut longer headers
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,400}@[!-;=?-~]{1,400}>")
_USER = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")


class Outgoing(NamedTuple):
    """A note with where it goes.

    `answers` is the Message-ID of the message it answers, empty when none is known, and `thread` those of the messages
    before that one, the first first.
    """

    to_name: str
    to_email: str
    subject: str
    body: str
    from_name: str = ""
    from_email: str = ""
    answers: str = ""
    thread: str = ""


class LinkTooLongError(EntryError):
    """A note that does not fit into a `mailto:` link."""


def mailto(note: Outgoing) -> str:
    """The note as a link that opens a mail program (RFC 6068): UTF-8, lines ending in CR LF, all of it percent-encoded.

    Raises:
        LinkTooLongError: it is longer than programs take.
    """
    fields = {"subject": clean_line(note.subject), "body": clean(note.body).replace("\n", "\r\n")}
    if answered := _answered(note):
        fields["In-Reply-To"] = answered
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items() if value)
    link = f"mailto:{quote(note.to_email, safe='@')}{'?' if query else ''}{query}"
    if len(link) > LONGEST_LINK:
        raise LinkTooLongError(
            f"The note is too long for a link to the mail program ({len(link):,} of {LONGEST_LINK:,} characters)."
        )
    return link


def message(note: Outgoing, *, unsent: bool, at: datetime | None = None) -> bytes:
    """The note as a message (RFC 5322), in the thread of the one it answers.

    `unsent` marks it as a draft, which mail programs open for writing; otherwise it is ready for `sendmail -t` and its
    kind, with a date and an identity of its own.

    Raises:
        EntryError: an address cannot stand in a message, or there is nobody to send it to.
    """
    if not note.from_email and not unsent:
        raise EntryError("Your private e-mail address is missing. Add it to My details, or with `planner me`.")
    if not note.to_email and not unsent:
        raise EntryError(f"No e-mail address of {note.to_name} is known; `planner edit` adds one.")
    # These stand first and are written by hand. The library (3.11 to 3.14) drops the quotes around a long name when it
    # breaks its line, and would encode a long Message-ID, by which no program finds a thread.
    first: dict[str, str] = {}
    if answered := _answered(note):
        first |= {"In-Reply-To": answered, "References": f"{_CRLF} ".join((*_thread(note, answered), answered))}
    if note.from_email:
        first["From"] = _mailbox(note.from_name, note.from_email)
    if note.to_email:
        first["To"] = _mailbox(note.to_name, note.to_email)
    made = EmailMessage(policy=SMTP.clone(cte_type="8bit"))
    made["Subject"] = clean_line(note.subject)
    if unsent:
        made["X-Unsent"] = "1"
    else:
        made["Date"] = format_datetime(at or datetime.now().astimezone())
        made["Message-ID"] = make_msgid(domain=_spec(note.from_email).rpartition("@")[2])
    body = clean(note.body)
    long = any(len(line.encode("utf-8", "replace")) > _LONGEST_LINE for line in body.split("\n"))
    made.set_content(body if body.endswith("\n") else f"{body}\n", cte="quoted-printable" if long else "8bit")
    data = "".join(f"{name}: {value}\r\n" for name, value in first.items()).encode("ascii") + made.as_bytes()
    _check_headers(data, note, {*first, *made.keys()})
    return data


def _check_headers(data: bytes, note: Outgoing, meant: Collection[str]) -> None:
    """Read a finished message as the program that gets it will, and compare its headers with what was `meant`.

    Raises:
        EntryError: it holds another header, or goes to another address, than was meant.
    """
    refused = EntryError(
        "A name, an address or the subject of this note would change the header of the message, so it was not made. "
        "Type the subject anew; `planner edit` changes the name. The draft is kept."
    )
    try:
        read = message_from_bytes(data, policy=email.policy.default)
        head = re.sub(rb"\r?\n[ \t]+", b" ", data.partition(b"\r\n\r\n")[0])
        written = [line.partition(b":")[0].decode("ascii") for line in re.split(rb"[\r\n]+", head)]
        there = [(read["To"], note.to_email), (read["From"], note.from_email)]
        reached = [[each.addr_spec for each in found.addresses] if found is not None else [] for found, _ in there]
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise refused from error
    wanted = Counter(name.lower() for name in meant)
    names = [Counter(name.lower() for name in found) for found in (written, read.keys())]
    if any(found != wanted for found in names) or reached != [[_spec(each)] if each else [] for _, each in there]:
        raise refused


def _spec(address: str) -> str:
    """An address as a header has it, its host in ASCII."""
    user, _, host = address.rpartition("@")
    return f"{user}@{host.encode('idna').decode('ascii')}"


def write_eml(note: Outgoing, folder: Path, name: str) -> Path:
    """Write the note as a file of its own, readable by the user alone, that a mail program opens for sending.

    Raises:
        BookError: it cannot be written there.
    """
    data = message(note, unsent=True)
    stem = re.sub(r"[^\w-]+", "-", name.lower()).strip("-")[:60] or "note"
    for number in range(1, 1000):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}.eml"
        try:
            create_private(path, data)
        except FileExistsError:
            continue
        except OSError as error:
            raise EntryError(f"{path} cannot be written: {error.strerror}. The draft is kept.") from error
        return path
    raise EntryError(f"{folder} is full of files called {stem}; clear some away. The draft is kept.")


def _mailbox(name: str, address: str) -> str:
    """A name with its address as a header has them: quoted where need be, and encoded where it is not ASCII."""
    wrong = EntryError(f"{address!r} cannot stand in a message as an address; `planner edit` changes it.")
    user = address.rpartition("@")[0]
    try:
        spec = _spec(address)
    except UnicodeError as error:
        raise wrong from error
    labels = spec.rpartition("@")[2].split(".")
    if "=?" in user or not _USER.fullmatch(user) or not all(_LABEL.fullmatch(label) for label in labels):
        raise wrong
    name = clean_line(name)
    if name.isascii():
        return formataddr((name, spec))
    return f"{Header(name, 'utf-8', header_name='From').encode(linesep=_CRLF)}{_CRLF} <{spec}>"


def _thread(note: Outgoing, answered: str) -> list[str]:
    """The messages before the one that a note answers (RFC 5322, 3.6.4): the first of the thread, and the latest."""
    found = [each for each in _MESSAGE_ID.findall(note.thread) if each != answered and "=?" not in each]
    found = [each for each in dict.fromkeys(found) if not each.endswith(_MADE_UP)]
    return found if len(found) <= _LONGEST_THREAD else [found[0], *found[1 - _LONGEST_THREAD :]]


def message_id_of(data: bytes) -> str:
    """The Message-ID of a message that was made here; "" for a draft without one."""
    return str(message_from_bytes(data, policy=email.policy.default).get("Message-ID", ""))


def _answered(note: Outgoing) -> str:
    """The Message-ID that the note answers; not one that was made up for a message without."""
    found = _MESSAGE_ID.search(note.answers)
    return found[0] if found and not found[0].endswith(_MADE_UP) and "=?" not in found[0] else ""
