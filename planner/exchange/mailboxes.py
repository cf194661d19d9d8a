"""The letters in what a user names: files, mailboxes (mbox, Maildir), folders, and standard input."""

import mailbox
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

from .calendar_letters import is_calendar, letters_of_calendar
from .structure import UnreadableLetterError

LARGEST = 50 * 1024 * 1024  # bytes of one message that are read
_FROM_LINE = re.compile(rb"^From \S.{0,200}\d{4}\s*$", re.MULTILINE)
_LETTERS = {".eml", ".msg", ".mbox", ".mbx", ".mht", ".emlx", ".ics", ""}  # what in a folder may be one


class Found(NamedTuple):
    """A letter: where it is, as "file:number" in a mailbox, and what reads it.

    `read` raises OSError where it cannot be read.
    """

    name: str
    read: Callable[[], bytes]


def letters_in(names: list[str], standard_input: BinaryIO | None) -> list[Found]:
    """Every letter in these files and folders, in order; "-" is standard input.

    A name that does not exist, or cannot be opened, is among them: reading it raises why not.
    """
    found: list[Found] = []
    for name in names:
        if name == "-":
            found += _in_bytes("standard input", standard_input.read() if standard_input is not None else b"")
        else:
            found += _in_path(Path(name), name)
    return found


def _in_path(path: Path, name: str) -> Iterator[Found]:
    if path.is_dir():
        yield from _in_folder(path, name)
    elif _is_mbox(path):
        yield from _in_mbox(path, name)
    elif _begins(path, is_calendar):
        yield from _in_calendar(_bytes_of(path), name)
    else:
        yield Found(name, lambda: _bytes_of(path))


def _in_folder(folder: Path, name: str) -> Iterator[Found]:
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        box = mailbox.Maildir(str(folder), create=False)
        for number, key in enumerate(sorted(box.keys()), start=1):
            yield Found(f"{name}:{number}", _reads(box, key))
        return
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        yield _cannot(name, error)
        return
    for path in inside:
        if path.name.startswith("."):
            continue
        if path.is_dir() or path.suffix.lower() in _LETTERS:
            yield from _in_path(path, str(path))


def _is_mbox(path: Path) -> bool:
    """Whether a file begins as a mailbox does, with a line "From somebody on a day"."""
    return _begins(path, lambda head: bool(_FROM_LINE.match(head.partition(b"\n")[0])))


def _begins(path: Path, so: Callable[[bytes], bool]) -> bool:
    try:
        with path.open("rb") as file:
            return so(file.read(400))
    except OSError:
        return False


def _in_calendar(data: bytes, name: str) -> Iterator[Found]:
    """The appointments of a calendar, each a letter; of several, with the line in which each begins."""
    try:
        found = [*letters_of_calendar(data)]
        if not found:
            raise ValueError("it has no events in it")
    except ValueError as error:
        yield _unreadable(f"{name}:1", str(error))
        return
    for line, letter in found:
        yield Found(name if len(found) == 1 else f"{name}:{line}", partial(_not_empty, letter))


def _in_mbox(path: Path, name: str) -> Iterator[Found]:
    try:
        box = mailbox.mbox(str(path), create=False)
        keys = list(box.keys())
    except (OSError, mailbox.Error) as error:
        yield _cannot(name, error)
        return
    if len(keys) == 1:
        yield Found(name, _reads(box, keys[0]))
        return
    for number, key in enumerate(keys, start=1):
        yield Found(f"{name}:{number}", _reads(box, key))


def _in_bytes(name: str, data: bytes) -> Iterator[Found]:
    """Several messages that came in one stream, as a mail program pipes those that are marked."""
    if is_calendar(data[:400]):
        yield from _in_calendar(data[:LARGEST], name)
        return
    if not _FROM_LINE.match(data[:400].partition(b"\n")[0]):
        yield Found(name, lambda: _not_empty(data[:LARGEST]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "letters"
        path.write_bytes(data)
        # Read while the file is there; they came through a pipe, so they fit into memory already.
        letters = [(found.name, found.read()) for found in _in_mbox(path, name)]
    for each, message in letters:
        yield Found(each, partial(_not_empty, message))


def _reads(box: "mailbox.Mailbox[mailbox.Message]", key: object) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return _not_empty(box.get_bytes(str(key) if isinstance(box, mailbox.Maildir) else key)[:LARGEST])  # type: ignore[arg-type]
        except (KeyError, mailbox.Error) as error:
            raise OSError(0, "is gone from the mailbox") from error

    return read


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return _not_empty(file.read(LARGEST))


def _not_empty(data: bytes) -> bytes:
    if not data.strip():
        raise OSError(0, "is empty, so there was nothing to read")
    return data


def _unreadable(name: str, why: str) -> Found:
    def read() -> NoReturn:
        raise UnreadableLetterError(f"It is a calendar file, but {why}.")

    return Found(name, read)


def _cannot(name: str, error: Exception) -> Found:
    def read() -> bytes:
        raise error if isinstance(error, OSError) else OSError(0, str(error))

    return Found(name, read)
