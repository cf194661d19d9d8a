"""Two copies of one book that went on by themselves, made one again: three-way, by what their journals say changed.

A row, or a detail of one, that was changed on one side only is taken from there; one changed on both sides is a
question. Whoever merged before is known by the journal: an entry there says how far it had seen the other one. Merging
either way gives the same book, and merging again changes nothing. Reads with SQLite alone.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection
from typing import Any, NamedTuple

from .comparing import key_of
from .file import connect
from .identities import TABLES
from .versions import Dot, columns_of_unit, unit_of
from .whole import ONES, REFERENCES, Row, Whole, read_whole

_ALL = (*TABLES, *ONES)
TYPED = ("draft", "body")  # saved as it is typed, by no action: of two, the one that was saved last counts
ALIKE = {"interviewer": ("contact", "application"), "touchpoint": ("message_id",)}  # what no two rows may share
_PARTS = ("hiring_manager", "recruiter", "hr", "referrer", "panel")  # those that say most first
_MARK = re.compile(r"\(seen up to entry (\d+) of (\S+)\)$")

_Key = tuple[str, str]  # a table, and what tells a row of it


class Entry(NamedTuple):
    """An entry of a journal: what it changed, as each row was before and after, by table and number."""

    number: int
    made_at: str
    label: str
    changes: list[Any]
    undone: bool


class Copy(NamedTuple):
    """A copy of a book: its rows, its journal, and which row each number means."""

    whole: Whole
    journal: list[Entry]
    keys: Mapping[tuple[str, int], str]


class Conflict(NamedTuple):
    """A unit that was changed on both sides: of whom or what, its name, how it stands here and there, all of theirs."""

    table: str
    key: str
    whose: str
    name: str
    mine: object
    theirs: object
    their_unit: Row
    dot: Dot | None = None  # the change by which it is what it is there
    known: Mapping[str, int] = {}  # what it was written with knowledge of


@dataclass(slots=True)
class Merge:
    """What becomes of this book: rows that come and go, details that are taken, and those that were changed on both."""

    add: dict[str, list[Row]] = field(default_factory=dict)
    set: dict[str, dict[str, Row]] = field(default_factory=dict)
    remove: dict[str, list[str]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    mark: str = ""  # how far the other one was seen, for the journal
    is_seen: bool = False  # all of the other one was merged before

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the other one is new here."""
        return not (any(self.add.values()) or any(self.set.values()) or any(self.remove.values()) or self.conflicts)

    def with_theirs(self) -> None:
        """Take what was changed on both sides as it stands there."""
        for each in self.conflicts:
            self.take(each)

    def take(self, conflict: Conflict) -> None:
        """Take what was changed on both sides as it stands there."""
        self.set.setdefault(conflict.table, {}).setdefault(conflict.key, {}).update(conflict.their_unit)


def read_copy(path: Path) -> Copy:
    """A copy of a book, of this version, as it stands in a file.

    Raises:
        sqlite3.DatabaseError: it is none, or damaged.
    """
    with closing(connect(path, "mode=ro")) as connection:
        return copy_of(connection)


def copy_of(connection: Connection) -> Copy:
    """The copy of a book that a connection is to."""
    keys = {
        (table, number): key for table in TABLES for number, key in connection.execute(f"SELECT id, uuid FROM {table}")
    }
    keys |= {("playbook", number): name for number, name in connection.execute("SELECT id, name FROM playbook")}
    keys["profile", 1] = "1"
    rows = connection.execute("SELECT id, made_at, label, changes, undone FROM journal_entry ORDER BY id")
    journal = [
        Entry(number, at, label, json.loads(changes), bool(undone)) for number, at, label, changes, undone in rows
    ]
    return Copy(shared(read_whole(connection)), journal, keys)


def shared(whole: Whole) -> Whole:
    """The rows as copies share them: that somebody rests by a rule follows from the rest, and each works it out."""
    people = [
        {**row, "state": "open", "state_reason": "", "rests_by_rule": False} if row["rests_by_rule"] else row
        for row in whole.rows["contact"]
    ]
    return Whole(whole.book, {**whole.rows, "contact": people})


def merge(mine: Copy, theirs: Copy) -> Merge:
    """What this copy becomes by taking in the other one; both are of one book."""
    found = Merge(mark=_mark_of(theirs))
    shared = _shared(mine.journal, theirs.journal)
    seen_there, seen_here = _seen(mine, theirs, shared), _seen(theirs, mine, shared)
    here = _changed_since(mine, theirs, shared, seen_here)
    there = _changed_since(theirs, mine, shared, seen_there)
    found.is_seen = bool(theirs.journal) and seen_there >= theirs.journal[-1].number and not there
    sides = _Sides(_by_key(mine.whole), _by_key(theirs.whole), here, there, seen_there > 0, seen_here > 0)
    for table in _ALL:
        for key in sorted({*sides.mine[table], *sides.theirs[table]}):
            _merge_row(found, sides, table, key)
    before = (-1, -1)
    while before != _sizes(found):  # who is brought back brings back what went with them, and so on
        before = _sizes(found)
        _keep_what_is_theirs(found, sides)
        _bring_back(found, sides)
    _only_once(found, sides)
    return found


class _Sides(NamedTuple):
    mine: dict[str, dict[str, Row]]
    theirs: dict[str, dict[str, Row]]
    here: dict[_Key, set[str]]  # which details were changed here since they parted; "" for a row that came or went
    there: dict[_Key, set[str]]
    has_seen_theirs: bool  # this copy merged that one before
    was_seen: bool  # that copy merged this one before


def _merge_row(found: Merge, sides: _Sides, table: str, key: str) -> None:
    mine, theirs = sides.mine[table].get(key), sides.theirs[table].get(key)
    here, there = sides.here.get((table, key), set()), sides.there.get((table, key), set())
    if mine is None and theirs is not None:
        was_taken_out = "" in here or (sides.has_seen_theirs and not there)
        if not was_taken_out or there - {""}:  # what was changed there since is not lost
            found.add.setdefault(table, []).append(theirs)
    elif theirs is None and mine is not None:
        was_taken_out = "" in there or (sides.was_seen and not here)
        if was_taken_out and not here - {""}:
            found.remove.setdefault(table, []).append(key)
    elif mine is not None and theirs is not None:
        for unit in sorted({unit_of(table, name) for name in theirs if name in mine and mine[name] != theirs[name]}):
            _merge_unit(found, sides, (table, key), unit)


def _merge_unit(found: Merge, sides: _Sides, at: _Key, unit: str) -> None:
    table, key = at
    mine, theirs = sides.mine[table][key], sides.theirs[table][key]
    here, there = (
        any(unit_of(table, name) == unit for name in of_side.get(at, set())) for of_side in (sides.here, sides.there)
    )
    of_theirs = {name: theirs[name] for name in columns_of_unit(table, unit) if name in theirs}
    if (table, unit) == TYPED:
        takes = is_typed_later(theirs, mine)
    elif here != there:
        takes = there
    elif not here and sides.has_seen_theirs != sides.was_seen:
        takes = sides.was_seen  # the one that saw the other decided
    else:
        named = whose(table, mine, sides.mine["contact"])
        found.conflicts.append(Conflict(table, key, named, unit, mine[unit], theirs[unit], of_theirs))
        return
    if takes:
        found.set.setdefault(table, {}).setdefault(key, {}).update(of_theirs)


def is_typed_later(one: Row, other: Row) -> bool:
    """Whether a draft was saved after another; of two of the same second, the same one from both sides."""
    first, second = ([str(row.get(name)) for name in columns_of_unit(*TYPED)] for row in (one, other))
    return (str(one["saved_at"]), first) > (str(other["saved_at"]), second)


def _keep_what_is_theirs(found: Merge, sides: _Sides) -> None:
    """Who stays although one side took them out keeps what went with them there: their timeline, their parts."""
    for root in ("contact", "application"):
        stays_here = {key for key in sides.mine[root] if key not in sides.theirs[root]} - {*found.remove.get(root, [])}
        comes_back = {
            key_of(root, row) for row in found.add.get(root, []) if "" in sides.here.get((root, row["id"]), ())
        }
        columns = [outside for outside, table in REFERENCES.values() if table == root and outside != "main_contact"]
        for table in _ALL:
            gone = found.remove.get(table, [])
            found.remove[table] = [
                key for key in gone if not any(sides.mine[table][key].get(name) in stays_here for name in columns)
            ]
            added = {key_of(table, row) for row in found.add.get(table, [])}
            found.add.setdefault(table, []).extend(
                row
                for key, row in sides.theirs[table].items()
                if key not in sides.mine[table]
                and key not in added
                and any(row.get(name) in comes_back for name in columns)
            )


def _bring_back(found: Merge, sides: _Sides) -> None:
    """Whatever is referred to stays, or comes along: a note to somebody who was taken out there keeps them."""
    while True:
        gone = {(table, key) for table, keys in found.remove.items() for key in keys}
        rows = [
            (table, {**row, **found.set.get(table, {}).get(key_of(table, row), {})})
            for table in _ALL
            for row in (*sides.mine[table].values(), *found.add.get(table, []))
            if (table, key_of(table, row)) not in gone
        ]
        there = {(table, key_of(table, row)) for table, row in rows}
        wanted = {
            (REFERENCES[column][1], str(row[outside]))
            for _, row in rows
            for column, (outside, _) in REFERENCES.items()
            if row.get(outside) is not None
        }
        missing = wanted - there
        if not missing:
            return
        for table, key in sorted(missing):
            if key in found.remove.get(table, []):
                found.remove[table].remove(key)
            elif key in sides.theirs[table]:
                found.add.setdefault(table, []).append(sides.theirs[table][key])
            else:
                return  # a book that refers to what it does not have


def _sizes(found: Merge) -> tuple[int, int]:
    return sum(map(len, found.add.values())), sum(map(len, found.remove.values()))


def fuller_part(kept: Row, other: Row) -> str | None:
    """The part of somebody in an application, of two that were entered apart: the one that says more; None for none.

    The same whichever side is asked, so that both copies come to the same.
    """
    ranks = [_PARTS.index(row["part"]) if row.get("part") in _PARTS else len(_PARTS) for row in (kept, other)]
    return str(other["part"]) if ranks[1] < ranks[0] else None


def _only_once(found: Merge, sides: _Sides) -> None:
    """What both sides entered by themselves, the same part or the same letter, is one row: that of the lower id."""
    for table, names in ALIKE.items():
        removed = set(found.remove.get(table, []))
        known = {
            tuple(row[name] for name in names): key for key, row in sides.mine[table].items() if key not in removed
        }
        for row in list(found.add.get(table, [])):
            key = known.get(tuple(row[name] for name in names))
            if key is None or any(row[name] is None for name in names):
                continue
            mine = sides.mine[table][key]
            if row["id"] < key:
                found.remove.setdefault(table, []).append(key)
                part = fuller_part(row, mine)
                if part is not None:
                    found.add[table][found.add[table].index(row)] = {**row, "part": part}
            else:
                found.add[table].remove(row)
                part = fuller_part(mine, row)
                if part is not None:
                    found.set.setdefault(table, {}).setdefault(key, {})["part"] = part


def whose(table: str, row: Row, people: Mapping[str, Row]) -> str:
    """A conflict's row in words: the person's name, or the position's."""
    if table == "application":
        return f"{row['position']} at {row['employer']}"
    person = row if table == "contact" else people.get(str(row.get("contact")), {})
    return str(person.get("name", "")) or table


def _by_key(whole: Whole) -> dict[str, dict[str, Row]]:
    return {table: {key_of(table, row): row for row in whole.rows.get(table, [])} for table in _ALL}


def _shared(one: Sequence[Entry], other: Sequence[Entry]) -> set[tuple[int, str]]:
    """The entries that both journals have: what was done before they parted. One side may have forgotten the oldest."""
    first = max(one[0].number, other[0].number) if one and other else 0
    found: set[tuple[int, str]] = set()
    pairs = zip(
        (entry for entry in one if entry.number >= first),
        (entry for entry in other if entry.number >= first),
        strict=False,
    )
    for mine, theirs in pairs:
        same = (mine.number, mine.made_at, mine.label) == (theirs.number, theirs.made_at, theirs.label)
        if not same or (mine.undone == theirs.undone and mine.changes != theirs.changes):
            break
        found.add((mine.number, mine.made_at))
    return found


def _mark_of(copy: Copy) -> str:
    """How far a copy has come, as the journal of the one that merges it says: the newest entry that is not undone."""
    last = next((entry for entry in reversed(copy.journal) if not entry.undone), None)
    return f"(seen up to entry {last.number} of {last.made_at})" if last is not None else ""


def _seen(one: Copy, other: Copy, shared: set[tuple[int, str]]) -> int:
    """The number of the newest entry of the other journal that this one has merged; 0 of none.

    What a copy had merged before they parted both know, and it says nothing of what came later.
    """
    known = {(entry.number, entry.made_at) for entry in other.journal}
    newest = 0
    for entry in one.journal:
        mark = _MARK.search(entry.label) if not entry.undone and (entry.number, entry.made_at) not in shared else None
        if mark is not None and (int(mark[1]), mark[2]) in known:
            newest = max(newest, int(mark[1]))
    return newest


def _changed_since(copy: Copy, other: Copy, shared: set[tuple[int, str]], seen: int) -> dict[_Key, set[str]]:
    """Which details of which rows a copy changed since the other one last knew of it."""
    undone_there = {(entry.number, entry.made_at): entry.undone for entry in other.journal}
    found: dict[_Key, set[str]] = {}
    for entry in copy.journal:
        at = (entry.number, entry.made_at)
        if at in shared:
            if not entry.undone or undone_there[at]:  # undone here since, and not there
                continue
        elif entry.undone or entry.number <= seen:
            continue
        for key, names in _details(copy, other, entry.changes):
            found.setdefault(key, set()).update(names)
    return found


def _each_row(changes: Iterable[Any]) -> Iterator[Any]:
    """The changes row by row: one that was taken out may have left its number to another."""
    for table, number, before, after in changes:
        if before is not None and after is not None and before.get("uuid") != after.get("uuid"):
            yield table, number, before, None
            yield table, number, None, after
        else:
            yield table, number, before, after


def _details(copy: Copy, other: Copy, changes: Iterable[Any]) -> Iterator[tuple[_Key, set[str]]]:
    for table, number, before, after in _each_row(changes):
        row = after or before or {}
        key = row.get("uuid") or (row.get("name") if table == "playbook" else "1" if table == "profile" else None)
        key = key or copy.keys.get((table, number)) or other.keys.get((table, number))
        if key is None:
            continue
        if before is None or after is None:
            yield (table, key), {""}
            continue
        changed = [name for name in after if after[name] != before.get(name)]
        names = {REFERENCES[name][0] if name in REFERENCES else name for name in changed}
        yield (table, key), names
