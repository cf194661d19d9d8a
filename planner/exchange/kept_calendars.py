"""The calendar files that follow a book: the configured one, and those that `planner calendar --out FILE` wrote.

Which those are is this machine's own business, so it lies beside the book, in `BOOK.calendars.json`. Whoever deletes
such a file wants it no longer.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from sqlite3 import Connection

from ..private_files import write_private
from ..settings import Settings
from .calendar_file import CalendarFileError, ForeignFileError, keep_calendar

_LARGEST = 100_000  # bytes of the list


def list_of(book: Path) -> Path:
    """Where it is written down which calendar files follow a book."""
    return book.with_name(f"{book.name}.calendars.json")


def remember(book: Path, target: Path, *, as_todos: bool) -> None:
    """Let a calendar file follow the book from now on.

    Raises:
        CalendarFileError: that cannot be written down.
    """
    _write(list_of(book), {**_read(list_of(book)), str(target.resolve()): as_todos})


def keep_calendars(book: Path, settings: Settings, connection: Connection, today: date, *, is_own: bool) -> None:
    """Bring the calendar files that follow a book up to date; the configured one only follows the user's `own`.

    Raises:
        CalendarFileError: one of them cannot be read or written, or is another program's by now; the others are kept.
    """
    wrong: list[str] = []
    for target, as_todos in _followers(book, settings, is_own=is_own):
        try:
            keep_calendar(target, connection, today, as_todos=as_todos)
        except ForeignFileError as error:
            wrong.append(f"{error} It is no longer updated.")
            _forget(list_of(book), {target})
        except CalendarFileError as error:
            wrong.append(str(error))
    if wrong:
        raise CalendarFileError(" ".join(wrong))


def _followers(book: Path, settings: Settings, *, is_own: bool) -> Iterator[tuple[Path, bool]]:
    configured = settings.calendar_path if is_own else None
    if configured is not None:
        yield configured, settings.calendar_todo
    found = {Path(name): as_todos for name, as_todos in _read(list_of(book)).items()}
    # In a folder that is not there now, such as one on a stick, it may be there again.
    gone = {target for target in found if target.parent.is_dir() and not target.exists()}
    if gone:
        _forget(list_of(book), gone)
    for target, as_todos in found.items():
        if target.exists() and (configured is None or target != configured.resolve()):
            yield target, as_todos


def _forget(path: Path, targets: Collection[Path]) -> None:
    found = _read(path)
    _write(path, {name: as_todos for name, as_todos in found.items() if Path(name) not in targets})


def _read(path: Path) -> dict[str, bool]:
    """The files by their paths, and whether each holds to-dos; none of a list that cannot be read."""
    with suppress(OSError, ValueError, RecursionError), path.open("rb") as file:
        found = json.loads(file.read(_LARGEST))
        if isinstance(found, dict):
            return {name: value for name, value in found.items() if isinstance(value, bool) and "\0" not in name}
    return {}


def _write(path: Path, followers: dict[str, bool]) -> None:
    try:
        if followers:
            write_private(path, f"{json.dumps(followers, indent=1)}\n".encode())
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise CalendarFileError(f"{path} cannot be written: {error.strerror or error}.") from None
