"""Texts outside the book for a while: each in a private folder of its own, and found again after a crash.

So is a note in another editor, and what was typed last where the book could not be written in time.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from ...book.errors import BookError
from ...private_files import make_folder, write_private
from ...text import clean, clean_line

_PREFIX = "note-"
TEXT = "note.txt"
_ABOUT = "about.json"


class About(NamedTuple):
    """What a text outside the book is: enough to find its place in it again."""

    book: str
    contact_id: int
    draft_id: int | None
    notes: bool  # the user's notes on a person, and not a note to them
    name: str
    subject: str
    body: str
    identity: str = ""  # which book; empty where it could not be told
    step: str = ""
    application_id: int | None = None
    channel: str = ""
    template: str = ""
    was_outside: bool = True  # in another editor, and not in the planner's own


class LeftOver(NamedTuple):
    """A text that a crash left outside the book."""

    folder: Path
    about: About
    subject: str
    body: str


def clear(left: LeftOver) -> None:
    """Take the folder of a text away, once the text is kept elsewhere."""
    shutil.rmtree(left.folder, ignore_errors=True)


def left_over(folder: Path, book: str, identity: str = "") -> list[LeftOver]:
    """The texts of that book that a crash left behind; those without a change are cleared away."""
    found = []
    for place in sorted(folder.glob(f"{_PREFIX}*")) if folder.is_dir() else []:
        try:
            kept = json.loads((place / _ABOUT).read_text(encoding="utf-8"))
            about = About(**kept["about"])
            if about.book != book or is_running(int(kept["pid"])):
                continue
            if about.identity and identity and about.identity != identity:
                continue  # another book lay there then, in which its numbers mean other people
            if not (place / TEXT).exists():
                shutil.rmtree(place, ignore_errors=True)  # the editor has taken it away; the draft was saved before
                continue
            subject, body = read_back(place, about)
        except (OSError, ValueError, KeyError, TypeError, UnicodeError):
            continue  # not one of ours, or not whole: left where it is
        if (subject, body) == (about.subject, about.body):
            shutil.rmtree(place, ignore_errors=True)
        else:
            found.append(LeftOver(place, about, subject, body))
    return found


def make_place(folder: Path, about: About) -> Path:
    """A folder for a text, with the text in it and what it is.

    Raises:
        BookError: it cannot be written there.
    """
    try:
        make_folder(folder)
        place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))  # 0700
        describe(place, about)
        write_private(place / TEXT, text_of(about, about.subject, about.body).encode())
    except OSError as error:
        raise BookError(f"{folder} cannot be written ({error.strerror}). The note is as it was.") from error
    return place


def describe(place: Path, about: About) -> None:
    """Write down what the text in a folder is, and who keeps it there.

    Raises:
        OSError: it cannot be written.
    """
    write_private(place / _ABOUT, json.dumps({"pid": os.getpid(), "about": about._asdict()}).encode())


def text_of(about: About, subject: str, body: str) -> str:
    """A text as its file has it: a note with its subject on top."""
    text = body if about.notes else f"Subject: {subject}\n\n{body}"
    return text if text.endswith("\n") else f"{text}\n"


def read_back(place: Path, about: About) -> tuple[str, str]:
    """Subject and body as the file has them; a subject line that was taken out leaves the subject as it was."""
    text = clean((place / TEXT).read_text(encoding="utf-8", errors="replace"))
    text = text[:-1] if text.endswith("\n") and not about.body.endswith("\n") else text
    if about.notes:
        return about.subject, text
    first, _, rest = text.partition("\n")
    label, colon, said = first.partition(":")
    if not colon or label.strip().casefold() != "subject":
        return about.subject, text
    return clean_line(said), rest.removeprefix("\n")


def is_running(process: int) -> bool:
    """Whether the program that kept a text outside the book still runs; this one is not asked about itself."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()
