"""One book on several machines, carried by a program that people run already: Syncthing, Nextcloud, Dropbox, a stick.

Each device keeps one file of its own in the folder, a verified copy of its book, and takes in what the others wrote.
The book itself never lies there: no program that carries files may take hold of one that is being written. What the
device knows of the others lies beside its book, in `BOOK.sync`.
"""

import platform
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..book import backups
from ..book.errors import ChangedMeanwhileError
from ..book.file import Condition, examine, reading
from ..book.merging import Conflict, Copy, copy_of
from ..book.replicas import Replica, Rows, absorb, difference, rows_of, settle, take_in
from ..book.strangers import are_strangers, meet
from ..book.whole import REFERENCES, Whole, read_whole
from ..private_files import make_folder, write_private
from ..settings import Settings
from ..text import joined, plural
from .carried import (
    Carried,
    Device,
    SyncError,
    WaitError,
    copied,
    read_carried,
    unpacked,
    verified_copy,
    write_carried,
)
from .own_device import PATIENCE, OwnDevice, alone, keep_own, read_own, slug, state_of
from .sync_folder import SyncFolder, Waiting, identity_of, is_empty, keep_profile, profile_in
from .taking import over, write_down, written_down

if TYPE_CHECKING:
    from ..book.commands import Done
    from ..book.database import Book

_TABLE_OF = dict(REFERENCES.values())  # what a column refers to
_PART = "now.part"
_TRIES = 4  # times that a round begins anew because the book was changed meanwhile
Apply = Callable[[Callable[["Book"], "Done"]], "Done"]
Given = Sequence[tuple[Conflict, bool]]  # what was asked, each with whether theirs counts
Answers = Callable[[Sequence[tuple[Conflict, str]]], Given]


@dataclass(slots=True)
class Round:
    """What came of a round: what was taken in, what both sides changed and nobody decided, and which files wait.

    `label` says what was taken in, "" for nothing; `has_written` whether this device's file in the folder is new.
    """

    label: str = ""
    unsettled: list[tuple[Conflict, str]] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    has_written: bool = False


class Seen(NamedTuple):
    """A file of the folder, as the state of things shows it: whose, written when, and what of it is not here yet."""

    name: str
    device: str
    written_at: datetime | None
    new: int
    why: str
    is_own: bool


class Sync:
    """A book, and the folder that its copies are carried in. `name` is what this machine shall be called there."""

    def __init__(self, book: Path, folder: Path, name: str = "") -> None:
        self.patience = PATIENCE
        """Seconds to wait for another planner that is at it."""
        self.book = book
        self.folder = folder
        self._files = SyncFolder(folder)
        self._beside = backups.carried_folder(book)
        self._known = self._beside / backups.KNOWN
        self._name = slug(name or platform.node().partition(".")[0]) or "device"
        self._own: OwnDevice | None = None

    @classmethod
    def of(cls, book: Path, settings: Settings) -> "Sync | None":
        """The one that the configuration sets up; None without one."""
        folder = settings.sync_path
        return cls(book, folder, settings.device_name) if folder is not None else None

    @property
    def has_begun(self) -> bool:
        """Whether this book was carried before."""
        return self._known.exists()

    @property
    def device(self) -> Device:
        """This machine."""
        return self._who().device

    def is_behind(self) -> bool:
        """Whether another device's file came, changed or went since the last round."""
        own = self._who()
        files = self._files.states()
        files.pop(own.device.file_name, None)
        return files != own.files

    def has_news(self) -> bool:
        """Whether the book was changed since this device's file was written, or that file is gone."""
        own = self._who()
        try:
            return (
                self.book.stat().st_mtime_ns != own.written[0]
                or state_of(self.folder / own.device.file_name) != own.written[1:]
            )
        except (OSError, IndexError):
            return True

    def check(self) -> None:
        """Look whether the folder is there and may be used.

        Raises:
            SyncError: it is not.
        """
        self._files.check(self.book, has_begun=self.has_begun)

    def adopt(self) -> str:
        """Begin with the newest copy that lies in the folder, where the book is new; gives whose, "" without any.

        A book in which nobody is makes way for it, after a backup.

        Raises:
            SyncError: the folder cannot be used.
            BookError: the book cannot be written.
        """
        self.check()
        if not self._makes_way():
            return ""
        began = self.has_begun
        newest = self._files.newest(besides=identity_of(self.book) if began else "")
        if newest is None:
            return ""
        with self._alone(), copied(newest) as copy:
            if not self._makes_way():
                return ""
            begun, typed = unpacked(copy, newest), profile_in(self.book)
            make_folder(self.book.parent)
            if self.book.exists() and self.book.stat().st_size:
                backups.make(self.book, backups.Why.RESTORE)
            write_private(self.book, copy.read_bytes())
            make_folder(self._beside)
            write_carried(copy, begun.replica.versions, begun.device)
            write_private(self._known, copy.read_bytes())
            # What it wrote of the empty book, or before the book was taken back, is of no use to anybody.
            (self.folder / self._who().device.file_name).unlink(missing_ok=True)
            self._keep(self._who().as_another())
            keep_profile(self.book, typed)
            return begun.device.name

    def _makes_way(self) -> bool:
        """Whether there is no book, or one in which nothing is that could be lost."""
        if examine(self.book) is Condition.ABSENT:
            return not self.has_begun
        return is_empty(self.book)

    def round(self, apply: Apply, answers: Answers | None = None, *, takes_in: bool = True) -> Round:
        """Take in what the others wrote, and write what is new here.

        `apply` does a job with the book; `answers` is asked of what both sides changed; without `takes_in` only what is
        new here goes out.

        Raises:
            SyncError: the folder cannot be used, or another program is at it.
            BookError: the book cannot be read or written.
        """
        found = self._alone_round(apply, (), takes_in=takes_in)
        if found.unsettled and answers is not None and (given := answers(found.unsettled)):
            then = self._alone_round(apply, given, takes_in=takes_in)  # nobody is kept waiting while the user thinks
            then.label = "; ".join(filter(None, (found.label, then.label)))
            then.has_written |= found.has_written
            return then
        return found

    def _alone_round(self, apply: Apply, given: Given, *, takes_in: bool) -> Round:
        self.check()
        try:
            with self._alone():
                for _ in range(_TRIES - 1):
                    with suppress(ChangedMeanwhileError):
                        return self._round(apply, given, takes_in=takes_in)
                return self._round(apply, given, takes_in=takes_in)
        except OSError as error:
            place = error.filename or self._beside
            raise SyncError(f"{place} cannot be written: {error.strerror or error}. It will be tried again.") from error
        except sqlite3.Error as error:
            raise SyncError(f"{self._beside} cannot be written ({error}). It will be tried again.") from error

    def _round(self, apply: Apply, given: Given, *, takes_in: bool) -> Round:
        found = Round()
        own = self._who()
        now = self._copy_now()
        book = now[0].whole.book
        known = self._read_known(book)
        if known is None and (own.written or own.files):
            own = own.as_another(has_to_go=True)
        own = self._unless_a_twin_writes(own, known, book)
        files = self._files.states()
        others: list[Carried] = []
        if takes_in:
            others, found.waiting = self._files.read(book, own)
        rows = rows_of(now[0].whole)
        replicas = [*written_down(self._beside), *(other.replica for other in others)]
        replica = absorb(known, rows, own.device.id, replicas) if known is not None else Replica(rows)
        came: list[tuple[str, int]] = []
        asked: list[tuple[Conflict, Carried]] = []
        for other in others:
            before = replica.rows
            if are_strangers(replica.versions, other.replica.versions) and difference(rows, before).size:
                files.pop(other.path.name, None)  # its turn comes once the journal here says what has come so far
                continue
            replica, conflicts = self._take(replica, now[0], other, own)
            came.append((other.device.name, difference(before, replica.rows).size))
            asked += [(each, other) for each in conflicts]
        if not replica.versions.seen:  # the first one in the folder
            replica = absorb(Replica({table: {} for table in rows}), rows, own.device.id)
        found.unsettled = _still_open(asked, replica)
        if given:
            replica = settle(replica, given, own.device.id)
            found.unsettled = _still_open(asked, replica)
        found.label = self._apply(apply, now, replica, came)
        if found.label:
            rows = rows_of(self._copy_now()[0].whole)
        replica = absorb(replica, rows, own.device.id)
        found.has_written = self._write(own, replica, known)
        if takes_in:
            self._note_seen(own, others, files)
        self._keep(own)
        return found

    def _note_seen(self, own: OwnDevice, others: Sequence[Carried], files: dict[str, list[int]]) -> None:
        """Note the state of the files as they were read, and take away what this device wrote under former names."""
        files.pop(own.device.file_name, None)
        taken = [other.path.name for other in others]
        for name in [each for each in own.former if each in taken or each not in files]:
            with suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)
            own.former.remove(name)
            files.pop(name, None)
        own.files = files

    def _take(self, replica: Replica, now: Copy, other: Carried, own: OwnDevice) -> tuple[Replica, list[Conflict]]:
        if are_strangers(replica.versions, other.replica.versions):
            here = Copy(Whole(now.whole.book, _listed(replica.rows)), now.journal, now.keys)
            taken = meet(replica, other.replica, (here, other.copy), own.device.id)
        else:
            taken = take_in(replica, other.replica, own.device.id)
        return taken.replica, taken.conflicts

    def _apply(self, apply: Apply, now: tuple[Copy, Whole], replica: Replica, came: Sequence[tuple[str, int]]) -> str:
        """Make the book what the copies have become together, as one action; gives its label."""
        from ..book import commands

        changed = difference(rows_of(now[0].whole), replica.rows)
        if not changed.size:
            return ""
        whose = [name for name, count in came if count] or [name for name, _ in came]
        label = f"{plural(changed.size, 'change')} from {joined([*dict.fromkeys(whose)])}"
        write_down(self._beside, changed, replica)
        changes = commands.RowChanges(add=changed.add, set=changed.set, remove=changed.remove)
        return apply(lambda book: commands.change_rows(book, changes, label, as_read=now[1])).label

    def _copy_now(self) -> tuple[Copy, Whole]:
        """The book as it is now, as copies share it and as it is, from a verified copy that is to be carried."""
        part = self._beside / _PART
        make_folder(self._beside)
        verified_copy(self.book, part)
        with reading(part) as connection:
            return copy_of(connection), read_whole(connection)

    def _read_known(self, book: str) -> Replica | None:
        """What this device wrote last; None before the first time, or where that cannot be relied on."""
        if not self._known.exists():
            return None
        with suppress(WaitError):
            return read_carried(self._known, book).replica
        return None

    def _write(self, own: OwnDevice, replica: Replica, known: Replica | None) -> bool:
        """Write this device's file to the folder, unless it says the same already."""
        part, target = self._beside / _PART, self.folder / own.device.file_name
        is_same = known is not None and (known.rows, known.versions) == (replica.rows, replica.versions)
        changed_at = part.stat().st_mtime_ns
        if is_same and own.written and state_of(target) == own.written[1:]:
            own.written = [changed_at, *own.written[1:]]
            part.unlink()
            return False
        write_carried(part, replica.versions, own.device)
        data = part.read_bytes()
        own.written = []  # until the file is in the folder, nothing is known to be there
        self._keep(own)
        write_private(self._known, data)
        over(self._beside)
        write_private(target, data)
        part.unlink()
        own.written = [changed_at, *state_of(target)]
        return True

    def _keep(self, own: OwnDevice) -> None:
        self._own = own
        keep_own(self._beside, own)

    def _unless_a_twin_writes(self, own: OwnDevice, known: Replica | None, book: str) -> OwnDevice:
        """Another name, where somebody else writes under this one: a machine that was set up from a copy of this one.

        So it is as well where this machine was taken back as a whole, and its file in the folder is ahead of it.
        """
        path = self.folder / own.device.file_name
        state = state_of(path)
        if not state or (own.written and state == own.written[1:]):
            return own
        try:
            versions = read_carried(path, book).replica.versions
        except WaitError:
            return own  # it is written anew
        count = known.versions.seen.get(own.device.id, 0) if known is not None else 0
        if versions.seen.get(own.device.id, 0) > count:
            return own.as_another()
        return own

    def _who(self) -> OwnDevice:
        if self._own is None:
            self._own = read_own(self._beside, self.book, self._name)
        return self._own

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While the block runs, no other program of this device is at it."""
        with alone(self._beside, self.patience):
            self._own = None  # another one may have been before
            yield

    def look(self) -> tuple[list[Seen], list[tuple[Conflict, str]]]:
        """What lies in the folder and what of it is not here yet, and what both sides changed; nothing is changed.

        Raises:
            SyncError: the folder cannot be used.
            BookError: the book cannot be read.
        """
        self.check()
        own = self._who()
        with reading(self.book) as connection:
            now = copy_of(connection)
        rows = rows_of(now.whole)
        known = self._read_known(now.whole.book)
        mine = absorb(known, rows, own.device.id) if known is not None else Replica(rows)
        others, waiting = self._files.read(now.whole.book, own)
        found = [Seen(each.name, each.name, None, 0, each.why, is_own=False) for each in waiting]
        asked: list[tuple[Conflict, Carried]] = []
        together = mine
        for other in others:
            alone, _ = self._take(mine, now, other, own)
            together, conflicts = self._take(together, now, other, own)
            asked += [(each, other) for each in conflicts]
            new = difference(rows, alone.rows).size
            found.append(Seen(other.path.name, other.device.name, other.written_at, new, "", is_own=False))
        return sorted(found), _still_open(asked, together)


def _still_open(asked: Sequence[tuple[Conflict, Carried]], replica: Replica) -> list[tuple[Conflict, str]]:
    """What nobody has decided, each value once, with whose it is; what one copy asks another may have answered."""
    found: dict[tuple[str, str, str, str], tuple[Conflict, str]] = {}
    for each, other in asked:
        at = (each.table, each.key, each.name)
        now = replica.rows[each.table].get(each.key, {})
        is_open = each.dot is not None and not replica.versions.knows(each.dot, at[:2], each.name)
        if is_open and any(now.get(name) != value for name, value in each.their_unit.items()):
            here = _said(replica.rows, each.name, now.get(each.name))
            there = _said(other.replica.rows, each.name, each.theirs)
            found[(*at, repr(each.their_unit))] = each._replace(mine=here, theirs=there), other.device.name
    return [*found.values()]


def _said(rows: Rows, name: str, value: object) -> object:
    """A value as one can read it: of a person, the name."""
    table = _TABLE_OF.get(name)
    return rows[table].get(str(value), {}).get("name") if table == "contact" else value


def _listed(rows: Rows) -> dict[str, list[dict[str, object]]]:
    return {table: [*of_table.values()] for table, of_table in rows.items()}
