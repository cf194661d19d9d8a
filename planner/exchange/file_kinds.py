"""What a file is, by what is in it: its name may say anything."""

import re
from enum import StrEnum

from .book_file import is_book
from .text_files import decoded

_HEAD = 4096  # bytes that are looked at
_HEADER = re.compile(
    r"^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type|delivered-to"
    r"|x-[\w-]+|dkim-signature|authentication-results|reply-to|sender|cc): ?",
    re.IGNORECASE,
)
_OUTLOOK = b"\xd0\xcf\x11\xe0"  # a message as Outlook saves it (.msg)
_NAMED = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, or an office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"<?xml", "XML"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
)


class FileKind(StrEnum):
    """What can come in."""

    BOOK = "book"  # a JSON file of this program
    VCARD = "vcard"
    CSV = "csv"
    LETTERS = "letters"  # messages, mailboxes, and calendar files, which bring interviews
    EMPTY = "empty"
    OTHER = "other"


def kind_of(head: bytes) -> FileKind:
    """What a file is, by its beginning."""
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return FileKind.EMPTY
    if is_book(head):
        return FileKind.BOOK
    if head.startswith(_OUTLOOK):
        return FileKind.LETTERS  # which says how to save it as one
    if any(head.startswith(mark) for mark, _ in _NAMED):
        return FileKind.OTHER
    text = decoded(head[: _HEAD - _HEAD % 4]).lstrip("\ufeff \t\r\n")
    if re.search(r"(?:^|[\r\n])begin:vcard\s*[\r\n]", text + "\n", re.IGNORECASE):
        return FileKind.VCARD
    if re.match(r"begin:vcalendar", text, re.IGNORECASE) or text.startswith("From "):
        return FileKind.LETTERS
    first = text.split("\n", 1)[0]
    if _HEADER.match(first):
        return FileKind.LETTERS
    if _looks_like_json(text):
        return FileKind.OTHER
    lines = [line for line in text.splitlines() if line.strip()][:12]
    for mark in (",", ";", "\t", "|"):
        if sum(line.count(mark) >= 1 for line in lines) * 2 >= len(lines) and lines:
            return FileKind.CSV
    return FileKind.LETTERS if ":" in first else FileKind.OTHER


def said_of(head: bytes) -> str:
    """What a file is that nothing can be read of, in words: "a PDF"."""
    for mark, words in _NAMED:
        if head.startswith(mark):
            return words
    text = decoded(head[:_HEAD]).lstrip()
    if _looks_like_json(text):
        return "JSON from another program"
    return "not vCards, a table, a message or a planner book"


def _looks_like_json(text: str) -> bool:
    return bool(re.match(r"[\[{]\s*[\"\[{\]}]", text))
