"""What the planner promises, tried to destruction: `make torture`, or a tenth of it with `ARGS=--tenth`.

One line a promise: how often it was tried, how often it held, and the seed that repeats it. Each attempt has a book of its
own; nothing of the user's is touched.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from planner.book import backups, commands, doctor, file
from planner.book.commands import entered
from planner.book.database import Book, open_book
from planner.book.errors import BookError
from planner.book.models import ContactFields
from planner.cli.demo_book import fill_demo_book

_TODAY = "2026-11-22"

# Logs a call again and again, and says each number once it is confirmed.
_WRITER = """
import sys
from datetime import date
from pathlib import Path
from planner.book.commands import entered, add_contact
from planner.book.database import open_book
from planner.book.models import ContactFields
book = open_book(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    add_contact(book, entered(ContactFields, name=f"{sys.argv[2]} {number}"))
    print(number, flush=True)
"""
# Brings a book up to date, and goes without a word at the statement of that number.
_MIGRATION = """
import os, sys
from pathlib import Path
import sqlalchemy as sa
count = 0
@sa.event.listens_for(sa.engine.Engine, "before_cursor_execute")
def seen(*_):
    global count
    count += 1
    if count == int(sys.argv[2]):
        os._exit(9)
from planner.book.database import open_book
open_book(Path(sys.argv[1]))
"""


class Torture:
    """A place for the books, and what came of each promise."""

    def __init__(self, folder: Path, share: float, seed: int) -> None:
        self.folder = folder
        self.share = share
        self.seed = seed
        self.failures = 0
        self._ready = folder / "ready.sqlite"
        fill_demo_book(open_book(self._ready))

    def book(self, name: str = "book.sqlite") -> Path:
        """A new copy of the demo's book, with nothing beside it."""
        path = self.folder / name
        shutil.rmtree(backups.folder_of(path), ignore_errors=True)
        for each in self.folder.glob(f"{name}*"):
            if each.is_file():
                each.unlink()
        shutil.copy(self._ready, path)
        return path

    def tried(self, promise: str, whole: int, attempt: Callable[[random.Random], str]) -> None:
        """Try a promise so often; an attempt gives what broke it, or nothing."""
        count = max(1, round(whole * self.share))
        began, broken = time.monotonic(), []
        for number in range(count):
            wrong = attempt(random.Random(self.seed * 100_000 + number))
            broken += [f"      seed {self.seed}, attempt {number}: {wrong}"] if wrong else []
        self.failures += len(broken)
        held = "held  " if not broken else "BROKEN"
        print(f"{held} {count - len(broken):>5} of {count:<5} {promise} ({time.monotonic() - began:.0f} s)", flush=True)
        for each in broken[:3]:
            print(each)


def unsound(path: Path) -> str:
    """What the doctor finds wrong; "" for a sound book."""
    found = doctor.examine(path).faults
    return found[0].text if found else ""


def names(path: Path) -> set[str]:
    """Everybody in a book."""
    with file.reading(path) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM contact")}


def state(path: Path) -> list[object]:
    """Everything in a book, row by row."""
    with closing(file.connect(path, "mode=ro")) as connection:
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        return [connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables]


@contextmanager
def python(code: str, *words: object) -> Iterator[subprocess.Popen[str]]:
    """A program of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def killed(torture: Torture, dice: random.Random) -> str:
    """A writer is killed at some moment: what it confirmed is there, and the book is sound."""
    path = torture.book()
    confirmed = -1
    with python(_WRITER, path, "Killed", 10_000) as process:
        assert process.stdout is not None
        process.stdout.readline()
        for _ in range(dice.randrange(1, 12)):
            confirmed = int(process.stdout.readline())
        time.sleep(dice.random() * 0.02)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        confirmed = max([confirmed, *(int(line) for line in process.stdout if line.strip().isdecimal())])
    lost = {f"Killed {number}" for number in range(confirmed + 1)} - names(path)
    return f"{len(lost)} confirmed rows are gone" if lost else unsound(path)


def damaged(torture: Torture, dice: random.Random) -> str:
    """Some bytes of the file are others: it is not written to, no error is a defect, and a restore brings it back."""
    path = torture.book()
    backup = backups.make(path, backups.Why.BY_HAND)
    right = state(path)
    data = bytearray(path.read_bytes())
    how = dice.choice(["page", "page", "cut", "zeros", "head"])
    at = dice.randrange(1, len(data) // 4096) * 4096
    if how == "page":
        data[at : at + 4096] = dice.randbytes(4096)
    elif how == "zeros":
        data[at : at + 4096] = bytes(4096)
    elif how == "cut":
        del data[at:]
    else:
        data[:100] = dice.randbytes(100)
    path.write_bytes(data)
    try:
        if state(path) == right and not doctor.examine(path).faults:
            return ""  # a page that nothing uses
    except (sqlite3.DatabaseError, BookError):
        pass  # as it should be
    try:
        book = open_book(path)
        commands.add_contact(book, entered(ContactFields, name="Written all the same"))
    except BookError:
        pass
    else:
        return f"a book with a damaged {how} was written to"
    if path.read_bytes() != bytes(data):
        return f"a book with a damaged {how} was changed"
    try:
        doctor.examine(path)
        backups.restore(path, backup)
    except BookError as error:
        return f"no way back: {error}"
    return "" if state(path) == right else "the restored book is another"


def restored(torture: Torture, dice: random.Random) -> str:
    """A drill: changes, a restore, and the restore of what stood there before."""
    path = torture.book()
    book = open_book(path)
    backup, before = book.back_up(backups.Why.BY_HAND), state(path)
    _change(book, dice)
    after = state(path)
    aside = backups.restore(path, backup)
    if state(path) != before:
        return "the restored book is another"
    if aside is None:
        return "what stood there was not kept"
    backups.restore(path, next(each for each in backups.listed(path) if each.path == aside))
    return "taking the restore back gives another book" if state(path) != after else unsound(path)


_CHANGES: list[Callable[[Book, int], object]] = [
    lambda book, key: commands.add_contact(book, entered(ContactFields, name=f"New {key}")),
    lambda book, key: commands.delete_contact(book, key),
    lambda book, key: commands.tag_contact(book, key, ["mentor"]),
    lambda book, key: commands.archive_contact(book, key),
    lambda book, _: commands.undo(book),
]


def _change(book: Book, dice: random.Random) -> None:
    for _ in range(dice.randrange(1, 5)):
        key = dice.randrange(1, 12)
        try:
            dice.choice(_CHANGES)(book, key)
        except BookError:
            continue  # whoever it was about is gone by now


def written_by_four(torture: Torture, dice: random.Random) -> str:
    """Four programs write at once, some with undo in between: nothing confirmed is lost, and the book is sound."""
    path = torture.book()
    each = 25
    code = _WRITER.replace("open_book(Path(sys.argv[1]))", "open_book(Path(sys.argv[1]))", 1)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), f"Writer{number}", str(each)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for number in range(4)
    ]
    confirmed = set()
    for number, process in enumerate(processes):
        out, _ = process.communicate()
        confirmed |= {f"Writer{number} {line}" for line in out.split() if line.isdecimal()}
    lost = confirmed - names(path)
    return f"{len(lost)} confirmed rows are gone" if lost else unsound(path)


_BITES = (
    "\x1b]0;owned\x07", "\x1b[2J", "\x9b31m", "\u202e", "\u2066", "\U000e0041", "\x85", "\u2028", "\u200f", "\x7f", "\ud800",
    "[bold red]", "[/]", "=?utf-8?q?=0D=0ABcc:_thief=40example.com?=", "\r\nBcc: thief@example.com", "{name}", "%s", "\t",
    "李明", "🎉", "ẞ", "a" * 600, "\u200b", "\u3164",
)  # fmt: skip


def bitten(torture: Torture, dice: random.Random) -> str:
    """A hostile text in every field: nothing that acts on a terminal comes out of any verb, and no header is written."""
    from io import BytesIO, TextIOWrapper

    from planner.cli import run

    path = torture.book()
    text = "".join(dice.choice(_BITES) for _ in range(dice.randrange(1, 6))) + "Eve"
    os.environ["PLANNER_BOOK"] = str(path)
    kept, told = (sys.stdout, sys.stderr), TextIOWrapper(BytesIO(), "utf-8", "backslashreplace")
    sys.stdout = sys.stderr = told
    try:
        for words in (
            ["add", "person", text], ["edit", "person", "2", "--name", text, "--employer", text, "--notes", text],
            ["log", "2", "emailed", "--subject", text, "--text", text], ["show", "2"], ["list"], ["list", "--json"],
            ["due", "--all"], ["due", "--json"], ["due", "--ics"], ["find", "eve"], ["note", "2"], ["note", "2", "--eml", "-"],
        ):  # fmt: skip
            try:
                status = run([word[:480] for word in words])
            except SystemExit as ended:
                status = int(str(ended.code))
            if status not in {0, 1, 2}:
                return f"{words[0]} ended with {status} for {text!r}"
    finally:
        sys.stdout, sys.stderr = kept
        os.environ.pop("PLANNER_BOOK")
    told.flush()
    said = told.buffer.getvalue().decode()  # type: ignore[attr-defined]
    for bad in "\x1b\x07\x9b\u202e\u2066\U000e0041\x85\u2028\u200f\x7f":
        if bad in said:
            return f"{bad!r} was printed for {text!r}"
    head = said.rpartition("\nFrom: ")[2].partition("\n\n")[0]  # of the message, which came last
    return "a Bcc header was written" if "\nbcc:" in head.lower() else ""


def migrated(torture: Torture, dice: random.Random) -> str:
    """An older book is being brought up to date, and killed at some statement: it is whole, and can be brought there."""
    version = dice.choice(file.REVISIONS[:-1])
    path = torture.folder / "older.sqlite"
    _older(torture, version, path)
    with python(_MIGRATION, path, dice.randrange(1, 120)) as process:
        process.wait()
    book = open_book(path)
    if "Dana Whitfield" not in names(book.path):
        return f"from {version}: nobody is there any more"
    return unsound(path)


def _older(torture: Torture, version: str, path: Path) -> None:
    """A book as a planner of that version left it, with a person in it."""
    shutil.rmtree(backups.folder_of(path), ignore_errors=True)
    path.unlink(missing_ok=True)
    ready = torture.folder / f"released-{version}.sqlite"
    if not ready.exists():
        kept = file.HEAD, file.REVISIONS
        file.HEAD, file.REVISIONS = version, file.REVISIONS[: file.REVISIONS.index(version) + 1]
        try:
            _make_older(ready)
        finally:
            file.HEAD, file.REVISIONS = kept
    shutil.copy(ready, path)


def _make_older(path: Path) -> None:
    """Make the tables of the version in force, and put somebody into them."""
    from planner.book.database import _bring_up_to_date, _engine

    file.make_private(path)
    _bring_up_to_date(Book(path, _engine(path)), file.Condition.ABSENT)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO contact (name) VALUES ('Dana Whitfield')")
        connection.commit()


PROMISES: list[tuple[str, int, Callable[[Torture, random.Random], str]]] = [
    ("a kill loses nothing that was confirmed", 1000, killed),
    ("a damaged book is not written to, and comes back", 1000, damaged),
    ("a restore is equal, and so is taking it back", 100, restored),
    ("four writers at once lose nothing", 100, written_by_four),
    ("an update killed at any statement leaves a whole book", 300, migrated),
    ("no text acts on a terminal or writes a header", 5000, bitten),
]


def main() -> int:
    """Try them all; gives 1 where one did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tenth", action="store_true", help="a tenth of everything")
    parser.add_argument("--share", type=float, default=0, help="another share of it, such as 0.01")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ["PLANNER_TODAY"] = _TODAY
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        os.environ["HOME"] = folder
        torture = Torture(Path(folder), options.share or (0.1 if options.tenth else 1.0), options.seed)
        for promise, count, attempt in PROMISES:
            torture.tried(promise, count, lambda dice, attempt=attempt: attempt(torture, dice))  # type: ignore[misc]
    print(json.dumps({"seed": options.seed, "broken": torture.failures}))
    return 1 if torture.failures else 0


if __name__ == "__main__":
    sys.exit(main())
