"""An e-mail as the planner sees it, read from whatever bytes came in.

The standard library's own policy raises on headers that real mail has, so each part is read on its own, and
what cannot be read is left empty. Nothing here raises for a malformed message.
"""

import contextlib
import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header
from email.message import Message as RawMessage
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256

from ..text import clean_body, clean_line

MOST_TEXT = 100_000  # characters of a letter that are kept and looked at
_DEEPEST = 50  # levels of parts within parts
_MOST_PARTS = 30
_LONGEST_HEADER = 4_000  # characters; decoding longer ones can take minutes

_NO_REPLY = re.compile(
    r"\b(?:no|not|non|donot|do-not|do_not)[-_.]?(?:reply|replies|respond|antwort)|^(?:notifications?|mailer-daemon|"
    r"postmaster|automated?|auto|system|bounces?|alerts?|mailer|updates?)\b",
    re.IGNORECASE,
)
# The applicant-tracking systems whose addresses stand between an employer and the applicant.
_TRACKING_SYSTEMS = re.compile(
    r"(?:^|\.)(?:ats|ats-mail|hire|applicants?|greenhouse(?:-mail)?|lever|hire\.lever|myworkday(?:jobs)?|workday|ashbyhq|ashby"
    r"|smartrecruiters|icims|jobvite|taleo|successfactors|bamboohr|breezy|workablemail|workable|personio|recruitee"
    r"|teamtailor|jazzhr|applytojob|bullhorn|pinpoint|comeet|softgarden|rexx|avature|phenom|oraclecloud|hirevue)"
    r"(?:-mail)?(?:\.|$)",
    re.IGNORECASE,
)

_QUOTE_STARTS = re.compile(
    r"^(?:\s*>.*"
    r"|-{2,}\s*(?:original message|original-nachricht|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|oorspronkelijk bericht|forwarded message|weitergeleitete nachricht)\s*-*\s*"
    r"|_{10,}\s*"
    r"|(?:on|am|le|el|op)\b.{5,200}\b(?:wrote|schrieb.{0,80}|a écrit|escribió|schreef.{0,80})\s*:\s*"
    r"|\*?(?:from|von|de|van)\*?:\s.{3,200})$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^(?:-{2,}\s*|>\s*)?(?:forwarded message|begin forwarded message|weitergeleitete nachricht)\b", re.IGNORECASE
)
_HEADER_LINE = re.compile(
    r"^\*?(?:sent|date|gesendet|envoyé|enviado|verzonden|to|an|à|para|aan|subject|betreff|objet|asunto|onderwerp|cc)\*?\s?:",
    re.IGNORECASE,
)
_ATTRIBUTION_START = re.compile(r"^(?:on|am|le|el|op)\b.{5,160}$", re.IGNORECASE)
_ATTRIBUTION_END = re.compile(r"(?:wrote|schrieb|a écrit|escribió|schreef).{0,80}:\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail: who sent it and when, and its own words apart from what it quotes.

    `sent` is None without a date that can be read. `message_id` is never empty: a message without one gets a
    name made of its bytes, so that it is known again.
    """

    sender_name: str
    display_name: str  # as the header has it, with "via ..." and what stands in brackets
    sender_email: str
    sent: datetime | None
    subject: str
    text: str  # in the sender's own words
    full_text: str  # quotes included
    message_id: str
    is_reply: bool
    is_automatic: bool
    is_mass_mail: bool
    no_reply: bool

    @property
    def host(self) -> str:
        """The part of the sender's address after the @."""
        return self.sender_email.rpartition("@")[2].lower()


def read_message(data: bytes) -> Message:
    """The message in these bytes, however malformed they are."""
    try:
        raw = email.message_from_bytes(data, policy=email.policy.compat32)
        text = _text_of(raw)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError, IndexError):
        head, _, rest = data.replace(b"\r\n", b"\n").partition(b"\n\n")
        raw = email.message_from_bytes(head + b"\n\n", policy=email.policy.compat32)
        text = rest[:MOST_TEXT].decode("utf-8", "replace")
    text = clean_body(text[:MOST_TEXT])
    display_name, address = _sender(raw)
    subject = _header(raw, "Subject")
    automatic = _header(raw, "Auto-Submitted").lower()
    return Message(
        sender_name=_personal(display_name),
        display_name=display_name,
        sender_email=address,
        sent=_sent(raw),
        subject=subject,
        text=own_words(text),
        full_text=text,
        message_id=_header(raw, "Message-ID")[:900] or _made_up_id(address, _header(raw, "Date"), subject, text),
        is_reply=bool(_header(raw, "In-Reply-To") or _header(raw, "References"))
        or bool(re.match(r"(?:re|aw|antw|sv|rif)\s*:", subject, re.IGNORECASE)),
        is_automatic=automatic.startswith("auto-replied") or bool(_header(raw, "X-Autoreply")),
        is_mass_mail=bool(_header(raw, "List-Unsubscribe") or _header(raw, "List-Id"))
        or _header(raw, "Precedence").lower() in {"bulk", "list"},
        no_reply=bool(_NO_REPLY.search(address) or _TRACKING_SYSTEMS.search(address.rpartition("@")[2]))
        or " via " in display_name,
    )


def _made_up_id(address: str, sent: str, subject: str, text: str) -> str:
    """A name for a message without one, the same however its lines end."""
    said = "\n".join((address.lower(), sent, subject, " ".join(text.split())))
    return f"<{sha256(said.encode('utf-8', 'replace')).hexdigest()}@no-message-id>"


def own_words(text: str) -> str:
    """A message without what it quotes: the part that its sender wrote.

    A forwarded message is not a quote but the point, so its text stays.
    """
    kept: list[str] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        if _FORWARDED.match(line):
            kept += [re.sub(r"^(?:>\s?)+", "", below) for below in lines[number + 1 :]]
            break
        if _starts_quote(lines, number):
            if line.lstrip().startswith(">"):  # answers may stand between and below such quotes
                number += 1
                continue
            if _is_attribution(lines, number) and (below := _after_marked_quote(lines, number)) is not None:
                number = below
                continue
            break
        kept.append(line)
        number += 1
    return "\n".join(kept).strip("\n")


def _starts_quote(lines: list[str], number: int) -> bool:
    line = lines[number]
    if len(line) > 400:
        return False
    if _is_attribution(lines, number):
        return True
    if not _QUOTE_STARTS.match(line):
        return False
    if re.match(r"\*?(?:from|von|de|van)\*?:", line.strip(), re.IGNORECASE):
        # A line like "From: ..." opens a quote only with more of a header below it.
        return any(_HEADER_LINE.match(below.strip()) for below in lines[number + 1 : number + 4])
    if line.startswith("___"):
        return any(_HEADER_LINE.match(below.strip()) for below in lines[number + 1 : number + 5])
    return True


def _is_attribution(lines: list[str], number: int) -> bool:
    """Whether "On such a day someone wrote:" starts here; mail programs break it over two or three lines."""
    if not _ATTRIBUTION_START.match(lines[number].strip()):
        return False
    said = ""
    for line in lines[number : number + 3]:
        said = f"{said} {line.strip()}"
        if _ATTRIBUTION_END.search(said):
            return True
    return False


def _after_marked_quote(lines: list[str], number: int) -> int | None:
    """Where the text goes on below a quote marked with `>`; None when the quote is not marked so."""
    at = number + 1
    while at < len(lines) and at < number + 4 and not lines[at].lstrip().startswith(">"):
        at += 1
    if at >= len(lines) or not lines[at].lstrip().startswith(">"):
        return None
    while at < len(lines) and (lines[at].lstrip().startswith(">") or not lines[at].strip()):
        at += 1
    return at


def _header(raw: RawMessage, name: str) -> str:
    """A header as one clean line, decoded; empty when absent or unreadable."""
    with contextlib.suppress(Exception):  # headers of real mail raise about anything
        return clean_line(_decoded_header(_raw_header(raw, name)))[:2000]
    return ""


def _raw_header(raw: RawMessage, name: str) -> str:
    """The first header of that name, folded lines joined and raw bytes as surrogates; empty when absent."""
    value = next((value for key, value in raw.raw_items() if key.lower() == name.lower()), "")
    return re.sub(r"\r?\n(?=\s)", "", str(value)[:_LONGEST_HEADER])


def _decoded_header(value: str) -> str:
    return "".join(_decoded(part, charset) for part, charset in decode_header(value))


def _decoded(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        # Raw 8-bit headers arrive as surrogates; they are UTF-8 nearly always.
        part = part.encode("utf-8", "surrogateescape")
        charset = None
    for attempt in (charset if charset not in (None, "unknown-8bit") else "utf-8", "utf-8", "windows-1252"):
        with contextlib.suppress(LookupError, UnicodeError):
            return part.decode(attempt or "utf-8")
    return part.decode("latin-1")


def _sender(raw: RawMessage) -> tuple[str, str]:
    """The sender's name and address; empty texts where the header says neither."""
    name = address = ""
    with contextlib.suppress(Exception):
        # Parsed before it is decoded: a decoded name may hold commas and brackets of its own.
        name, address = parseaddr(_raw_header(raw, "From"))
        name = clean_line(_decoded_header(name))
        if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", address):
            found = re.search(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", _header(raw, "From"))
            address = found[0] if found else ""
    return name.strip("'\" ")[:200], clean_line(address)[:300]


def _personal(name: str) -> str:
    """A display name as one would say it: "Whitfield, Dana (HR)" is Dana Whitfield."""
    name = re.sub(r"\s+via\s.*$|\s*\([^()]*\)\s*$", "", name).strip("'\" ") or name
    if name.count(",") == 1:
        last, first = (part.strip() for part in name.split(","))
        if first and last and " " not in last and first.lower().rstrip(".") not in {"inc", "ltd", "llc", "gmbh", "llp"}:
            name = f"{first} {last}"
    return name


def _sent(raw: RawMessage) -> datetime | None:
    with contextlib.suppress(Exception):
        sent = parsedate_to_datetime(_header(raw, "Date"))
        return sent if 1990 <= sent.year <= 2100 else None
    return None


def _text_of(raw: RawMessage) -> str:
    """The plain text of a message, or the text of its HTML where it has no plain one."""
    plain: list[str] = []
    html: list[str] = []
    # A letter that came attached belongs to someone else, unless forwarding it is all that this one does.
    parts = list(_leaves(raw, 0, attached=False)) or list(_leaves(raw, 0, attached=True))
    for part in parts[:_MOST_PARTS]:
        if len(_raw_header(part, "Content-Type")) >= _LONGEST_HEADER:
            continue
        if "attachment" in str(part.get("Content-Disposition", "")).lower():
            continue
        kind = part.get_content_type()
        if kind.startswith("multipart/"):  # its boundary is missing, so its parts lie open as text
            kind = "text/plain"
        if kind in {"text/plain", "text/html"}:
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "replace")
            text = _decoded(data[: 4 * MOST_TEXT], part.get_content_charset())
            (plain if kind == "text/plain" else html).append(text)
    written = "\n\n".join(text for text in plain if text.strip())
    if html and len(written.split()) < 12:  # "this message needs a program that shows HTML"
        from .html import text_of_html

        return "\n\n".join(text_of_html(text) for text in html) or written
    return written


def _leaves(part: RawMessage, depth: int, *, attached: bool) -> Iterator[RawMessage]:
    if depth and not attached and part.get_content_type() == "message/rfc822":
        return
    payload = part.get_payload() if part.is_multipart() else None
    if not isinstance(payload, list):
        yield part
        return
    if depth < _DEEPEST:
        for inner in payload:
            if isinstance(inner, RawMessage):
                yield from _leaves(inner, depth + 1, attached=attached)
