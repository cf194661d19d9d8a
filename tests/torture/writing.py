"""Programs that write while they are killed, while others write, and while the disk fails."""

import ctypes
import errno
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from planner.book import commands
from planner.book.commands import entered
from planner.book.database import Book, open_book
from planner.book.errors import BookError
from planner.book.models import ContactFields

from .place import Place, forked, names, unsound

SHIM = "PLANNER_FAULTS"  # the environment variable with the place of the library that lets calls fail


def _adds(path: Path, name: str, count: int) -> Callable[[Callable[[object], None]], None]:
    """Adds people one after another, and says each number once it is confirmed."""

    def job(say: Callable[[object], None]) -> None:
        book = open_book(path)
        say("ready")
        for number in range(count):
            try:
                commands.add_contact(book, entered(ContactFields, name=f"{name} {number}"))
            except BookError as error:
                say(f"refused {error}")
            else:
                say(number)

    return job


def killed(place: Place, dice: random.Random) -> str:
    """A writer is killed at some moment: what it confirmed is there, and the book is sound."""
    path = place.book()
    confirmed = -1
    with forked(_adds(path, "Killed", 10_000)) as (pid, lines):
        lines.readline()
        for _ in range(dice.randrange(1, 12)):
            confirmed = int(lines.readline())
        time.sleep(dice.random() * 0.02)
        os.kill(pid, signal.SIGKILL)
        confirmed = max([confirmed, *(int(line) for line in lines if line.strip().isdecimal())])
    lost = {f"Killed {number}" for number in range(confirmed + 1)} - names(path)
    return f"{len(lost)} confirmed rows are gone" if lost else unsound(path)


def written_by_four(place: Place, dice: random.Random) -> str:
    """Four programs write at once: nothing confirmed is lost, and the book is sound."""
    path = place.book()
    del dice
    confirmed: set[str] = set()
    with (
        forked(_adds(path, "Writer0", 25)) as one,
        forked(_adds(path, "Writer1", 25)) as two,
        forked(_adds(path, "Writer2", 25)) as three,
        forked(_adds(path, "Writer3", 25)) as four,
    ):
        for number, (_, lines) in enumerate((one, two, three, four)):
            said = [line.strip() for line in lines]
            if wrong := [line for line in said if line.startswith("defect")]:
                return wrong[0]
            confirmed |= {f"Writer{number} {line}" for line in said if line.isdecimal()}
    lost = confirmed - names(path)
    return f"{len(lost)} confirmed rows are gone" if lost else unsound(path)


def disk_fails(place: Place, dice: random.Random) -> str:
    """Some call to the disk fails, once or from then on, or writes only half: the error is said, and nothing is lost."""
    path = place.book()
    plan = (
        dice.randrange(1, 60),
        dice.choice([errno.ENOSPC, errno.EIO, errno.EDQUOT]),
        dice.choice(["once", "from then on", "half"]),
    )

    def job(say: Callable[[object], None]) -> None:
        faults = ctypes.CDLL(os.environ[SHIM])
        how = {"once": 0, "from then on": 1, "half": 2}[plan[2]]
        faults.fault_plan(os.fsencode(path), plan[0], plan[1], how)
        _adds(path, "Failing", 12)(say)

    with forked(job) as (_, lines):
        said = [line.strip() for line in lines]
    if wrong := [line for line in said if line.startswith("defect") and not _is_said(line)]:
        return f"{plan}: {wrong[0]}"
    lost = {f"Failing {line}" for line in said if line.isdecimal()} - names(path)
    return f"{plan}: {len(lost)} confirmed rows are gone" if lost else unsound(path)


def _is_said(line: str) -> bool:
    """Whether what ended a writer is an error with words for the user: the book could not even be opened."""
    kind = line.removeprefix("defect ").partition(":")[0]
    return kind.endswith("Error") and kind.startswith(("Book", "Damaged", "Entry", "Unreadable"))


_CHANGES: list[Callable[[Book, int], object]] = [
    lambda book, key: commands.add_contact(book, entered(ContactFields, name=f"New {key}")),
    lambda book, key: commands.delete_contact(book, key),
    lambda book, key: commands.tag_contact(book, key, ["mentor"]),
    lambda book, key: commands.archive_contact(book, key),
    lambda book, key: commands.save_draft(book, None, contact_id=key, subject="Hello", body=f"Dear {key}"),
    lambda book, _: commands.undo(book),
    lambda book, _: commands.redo(book),
]


def change(book: Book, dice: random.Random, times: int) -> None:
    """Do some things that users do; whoever one is about may be gone by then."""
    for _ in range(times):
        with suppress(BookError):
            dice.choice(_CHANGES)(book, dice.randrange(1, 12))


def mixed(place: Place, dice: random.Random) -> str:
    """Four programs do what users do, with the app open: no defect, and a sound book; the app goes as it should."""
    path = place.book()
    app = place.app(path)
    app.wait_for("Miriam wrote on")
    seeds = [dice.random() for _ in range(4)]

    def does(number: int) -> Callable[[Callable[[object], None]], None]:
        def job(say: Callable[[object], None]) -> None:
            change(open_book(path), random.Random(seeds[number]), 62)
            say("done")

        return job

    said = []
    with forked(does(0)) as one, forked(does(1)) as two, forked(does(2)) as three, forked(does(3)) as four:
        for _, lines in (one, two, three, four):
            while line := lines.readline().strip():
                said.append(line)
                app.press(dice.choice(["j", "k", "2", "1", "escape"]))
    app.press("escape", "escape", "ctrl+q")
    status = app.end()
    if said != ["done"] * 4:
        return next(line for line in [*said, "a writer went without a word"] if line != "done")
    return f"the app ended with {status}" if status else unsound(path)
