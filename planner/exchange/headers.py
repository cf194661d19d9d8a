"""Headers of an e-mail, however malformed: what cannot be read is left empty, and nothing raises."""

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message as RawMessage
from email.utils import getaddresses, parseaddr, parsedate_to_datetime

from ..text import clean_line

_LONGEST = 4_000  # characters; decoding longer ones can take minutes
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,100}){1,9}")
_ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[qQ]\?[^?]*\?=")


def header(raw: RawMessage, name: str) -> str:
    """A header as one clean line, decoded; empty when absent or unreadable."""
    with contextlib.suppress(Exception):  # headers of real mail raise about anything
        return clean_line(_decoded_header(raw_header(raw, name)))[:2000]
    return ""


def raw_header(raw: RawMessage, name: str) -> str:
    """The first header of that name, folded lines joined and raw bytes as surrogates; empty when absent."""
    return next(raw_headers(raw, name), "")


def raw_headers(raw: RawMessage, name: str) -> Iterator[str]:
    """Every header of that name, likewise."""
    for key, value in raw.raw_items():
        if key.lower() == name.lower():
            yield re.sub(r"\r?\n(?=\s)", "", str(value)[:_LONGEST])


def is_too_long(raw: RawMessage, name: str) -> bool:
    """Whether a header is longer than what is looked at."""
    return len(raw_header(raw, name)) >= _LONGEST


def message_ids(raw: RawMessage, *names: str) -> tuple[str, ...]:
    """The Message-IDs in these headers, each once."""
    found = [each for name in names for each in re.findall(r"<[^<>\s]{3,400}>", header(raw, name))]
    return tuple(dict.fromkeys(found))


def sender(raw: RawMessage) -> tuple[str, str]:
    """The sender's name and address; empty texts where the header says neither."""
    return mailbox(raw_header(raw, "From"))


def mailbox(value: str) -> tuple[str, str]:
    """The name and the address in a header's value."""
    name = address = ""
    with contextlib.suppress(Exception):
        # Parsed before it is decoded: a decoded name may hold commas and brackets of its own.
        name, address = parseaddr(value)
        name = clean_line(_decoded_header(name))
        if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", address):
            found = _ADDRESS.search(clean_line(_decoded_header(value)))
            address = found[0] if found else ""
    return name.strip("'\" ")[:200], clean_line(address)[:300]


def recipients(raw: RawMessage) -> tuple[str, ...]:
    """The addresses that a message went to, in small letters."""
    found: list[str] = []
    for name in ("To", "Cc", "Bcc", "Delivered-To"):
        with contextlib.suppress(Exception):
            found += [address.lower() for _, address in getaddresses([*raw_headers(raw, name)]) if "@" in address]
    return tuple(dict.fromkeys(found))


def sent(raw: RawMessage) -> tuple[datetime | None, bool]:
    """When a message was sent, None where nothing says it; and whether it is known from its way alone (`Received`)."""
    said = header(raw, "Date")
    found = _moment(said)
    if found is not None:
        return found, False
    arrived = [_moment(value.rpartition(";")[2]) for value in raw_headers(raw, "Received")]
    return next((each for each in reversed(arrived) if each is not None), None), True


def _moment(said: str) -> datetime | None:
    said = clean_line(said)
    found = None
    with contextlib.suppress(Exception):
        found = parsedate_to_datetime(said)
    if found is None and re.match(r"\d{4}-\d\d-\d\d", said):
        with contextlib.suppress(ValueError):
            found = datetime.fromisoformat(re.sub(r"(?<=\d) (?=[+-]\d\d:?\d\d$)", "", said))
            found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return found if found is not None and 1990 <= found.year <= 2100 else None


def _decoded_header(value: str) -> str:
    # Raw bytes within an encoded word: they are what its characters stand for.
    value = _ENCODED_WORD.sub(lambda word: re.sub(r"[\udc80-\udcff]", _as_hex, word[0]), value)
    return "".join(decoded(part, charset) for part, charset in decode_header(value))


def _as_hex(found: re.Match[str]) -> str:
    return f"={ord(found[0]) - 0xDC00:02X}"


def decoded(part: bytes | str, charset: str | None) -> str:
    """Bytes as text, in that character set or in whichever fits."""
    if isinstance(part, str):
        # Raw 8-bit headers arrive as surrogates; they are UTF-8 nearly always.
        part = part.encode("utf-8", "surrogateescape")
        charset = None
    for attempt in (charset if charset not in (None, "unknown-8bit") else "utf-8", "utf-8", "windows-1252"):
        with contextlib.suppress(LookupError, UnicodeError):
            return part.decode(attempt or "utf-8")
    return part.decode("latin-1")
