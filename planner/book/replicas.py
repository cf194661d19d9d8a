"""Copies of one book on several machines, each of which records what it knows: any two can be merged, in any order.

A unit that one side wrote in knowledge of the other's value is taken from there; one that both wrote by themselves is a
question, asked once: the answer is a change like any other, and the copies that see it have no question left. A row
that was taken out on one side stays when the other side has changed it since. Pure: rows come as `whole` has them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from .comparing import key_of
from .identities import TABLES
from .merging import ALIKE, TYPED, Conflict, fuller_part, is_typed_later, shared, whose
from .versions import LIFE, At, Dot, Versions, columns_of_unit, unit_of, united
from .whole import ONES, REFERENCES, Row, Whole

ALL_TABLES = (*TABLES, *ONES)

Rows = dict[str, dict[str, Row]]  # by table and by what tells a row of it


@dataclass(slots=True)
class Replica:
    """A copy: its rows, and what it knows."""

    rows: Rows
    versions: Versions = field(default_factory=Versions)

    def copy(self) -> "Replica":
        """One whose rows can be exchanged by themselves; the rows are never changed."""
        return Replica({table: {**rows} for table, rows in self.rows.items()}, self.versions.copy())


class RowDifference(NamedTuple):
    """What makes one state of the rows another: rows to add, values to set, and rows to take out, each by table."""

    add: dict[str, list[Row]]
    set: dict[str, dict[str, Row]]
    remove: dict[str, list[str]]

    @property
    def size(self) -> int:
        """How many rows it concerns."""
        parts = (*self.add.values(), *self.set.values(), *self.remove.values())
        return sum(len(part) for part in parts)


def rows_of(whole: Whole) -> Rows:
    """The rows of a book as copies share them."""
    rows = shared(whole).rows
    return {table: {key_of(table, row): row for row in rows.get(table, [])} for table in ALL_TABLES}


def difference(before: Rows, after: Rows) -> RowDifference:
    """What makes the rows `before` those `after`; a unit changes with all its columns."""
    found = RowDifference({}, {}, {})
    for table in ALL_TABLES:
        old, new = before.get(table, {}), after.get(table, {})
        added = [row for key, row in new.items() if key not in old]
        removed = [key for key in old if key not in new]
        changed: dict[str, Row] = {}
        for key, row in new.items():
            if key in old and row is not old[key]:
                names = [name for unit in _units_changed(table, old[key], row) for name in columns_of_unit(table, unit)]
                if names:
                    changed[key] = {name: row.get(name) for name in names}
        if added:
            found.add[table] = added
        if changed:
            found.set[table] = changed
        if removed:
            found.remove[table] = removed
    return found


def units_of(table: str, row: Row) -> Iterator[str]:
    """The units of a row, each once, the one that says whether it is there first."""
    yield from dict.fromkeys([LIFE, *(unit_of(table, name) for name in row if name != "id")])


def _units_changed(table: str, one: Row, other: Row) -> list[str]:
    names = {**one, **other}
    return [*dict.fromkeys(unit_of(table, name) for name in names if one.get(name) != other.get(name))]


def _with_unit(table: str, row: Row, unit: str, other: Row) -> Row:
    """A row with one unit as it is in another."""
    return {**row, **{name: other[name] for name in columns_of_unit(table, unit) if name in other}}


def absorb(known: Replica, rows: Rows, device: str, others: Iterable[Replica] = ()) -> Replica:
    """The copy with what was changed in it by its user: every difference from what is known is this device's change.

    What stands here just as in one of the others was taken from there by a round that was cut off.
    """
    found = Replica(rows, known.versions.copy())
    others = [*others]
    dot: Dot | None = None
    for table in ALL_TABLES:
        before, now = known.rows.get(table, {}), rows.get(table, {})
        for key in sorted({*before, *now}):
            at, old, new = (table, key), before.get(key), now.get(key)
            if old is new:
                continue
            changed = [LIFE] if old is None or new is None else _units_changed(table, old, new)
            for unit in changed:
                taken = _taken_before(found.versions, at, unit, new, others)
                if taken is not None and unit == LIFE:
                    found.versions.take_row(at, taken.versions)
                elif taken is not None:
                    other = taken.versions.dot(at, unit)
                    assert other is not None
                    found.versions.set(at, unit, other)
                else:
                    dot = dot or found.versions.next(device)
                    _stamp(found.versions, at, unit, dot, new)
    return found


def _taken_before(versions: Versions, at: At, unit: str, row: Row | None, others: Iterable[Replica]) -> Replica | None:
    """One of the others that has a unit just as it stands here, by a change that is not known here yet."""
    for other in others:
        dot = other.versions.dot(at, unit)
        if dot is None or versions.knows(dot, at, unit):
            continue
        there = other.rows[at[0]].get(at[1])
        if row is None or there is None:
            is_same = row is there
        else:
            is_same = there == row if unit == LIFE else not differ(at[0], unit, there, row)
        if is_same:
            return other
    return None


def _stamp(versions: Versions, at: At, unit: str, dot: Dot, new: Row | None) -> None:
    """Note that a unit, or with LIFE a whole row, became what it is by that change."""
    if unit != LIFE:
        versions.set(at, unit, dot)
    elif new is not None:
        versions.begin(at, dot)
    else:
        versions.die(at, dot)


@dataclass(slots=True)
class Taken:
    """A copy after it took another in: what it is now, and what both changed so that somebody must say."""

    replica: Replica
    conflicts: list[Conflict]


def take_in(mine: Replica, theirs: Replica, device: str) -> Taken:
    """This copy with what the other one knows; `device` is this one's, under which what it decides is noted."""
    taking = _Taking(mine, theirs, device)
    for table in ALL_TABLES:
        here, there = mine.rows.get(table, {}), theirs.rows.get(table, {})
        known = {key for of, key in (*mine.versions.born, *theirs.versions.born) if of == table}
        for key in sorted({*here, *there, *known}):
            taking.take_row((table, key))
    return taking.end()


class _Taking:
    """One copy on its way into another."""

    def __init__(self, mine: Replica, theirs: Replica, device: str) -> None:
        self._mine, self._theirs, self._device = mine, theirs, device
        self._found = mine.copy()
        self._versions = self._found.versions
        self._conflicts: list[Conflict] = []
        self._decided: Dot | None = None
        self._revived: dict[At, Replica] = {}  # by the side on which they stood

    def take_row(self, at: At) -> None:
        table, key = at
        here, there = self._mine.rows[table].get(key), self._theirs.rows[table].get(key)
        if here is not None and there is not None:
            self._join(at, LIFE)
            for unit in units_of(table, here):
                if unit == LIFE:
                    continue
                if not differ(table, unit, here, there):
                    self._join(at, unit)
                elif not self._take_unit(at, unit, here, there):
                    # Seen, and not decided on: what stands here does not stand with knowledge of it.
                    self._versions.behind.setdefault((*at, unit), {**self._mine.versions.seen})
                    continue
                if (*at, unit) in self._mine.versions.behind or (*at, unit) in self._theirs.versions.behind:
                    self._versions.behind.setdefault((*at, unit), {**self._mine.versions.seen})
                    self._versions.learn(at, unit, self._theirs.versions.known(at, unit))
        elif here is not None:
            self._take_death(at, here)
        elif there is not None:
            self._take_birth(at, there)
        elif self._theirs.versions.dot(at, LIFE) is not None:
            self._versions.born.setdefault(at, self._theirs.versions.born[at])
            for unit in {LIFE, *self._theirs.versions.units.get(at, {}), *self._mine.versions.units.get(at, {})}:
                self._join(at, unit)

    def _join(self, at: At, unit: str) -> None:
        """Both sides have the same: of the changes that made it so, the one that knows of the other."""
        mine, theirs = self._mine.versions.dot(at, unit), self._theirs.versions.dot(at, unit)
        if theirs is None or mine == theirs:
            return
        if mine is None:
            self._versions.set(at, unit, theirs)
        elif not self._mine.versions.knows(theirs, at, unit):
            is_newer = self._theirs.versions.knows(mine, at, unit)
            self._versions.set(at, unit, theirs if is_newer else max(mine, theirs))

    def _take_unit(self, at: At, unit: str, here: Row, there: Row) -> bool:
        """The value that was written with knowledge of the other; gives False where neither was."""
        table, key = at
        mine, theirs = self._mine.versions.dot(at, unit), self._theirs.versions.dot(at, unit)
        assert mine is not None and theirs is not None
        if self._mine.versions.knows(theirs, at, unit):
            return True
        takes = self._theirs.versions.knows(mine, at, unit)
        if not takes and (table, unit) == TYPED:
            if not is_typed_later(there, here):
                return True
        elif not takes:
            named = whose(table, here, self._found.rows["contact"])
            of_theirs = {name: there[name] for name in columns_of_unit(table, unit) if name in there}
            conflict = Conflict(table, key, named, unit, here[unit], there[unit], of_theirs, theirs)
            self._conflicts.append(conflict._replace(known={**self._theirs.versions.known(at, unit)}))
            return False
        self._found.rows[table][key] = _with_unit(table, self._found.rows[table][key], unit, there)
        self._versions.set(at, unit, theirs)
        return True

    def _take_death(self, at: At, here: Row) -> None:
        """A row that only this side has: it is new here, or was taken out there."""
        death = self._theirs.versions.dot(at, LIFE)
        if death is None or self._mine.versions.knows(death, at, LIFE):
            return
        table, key = at
        units = self._mine.versions.of_row(at, units_of(table, here))
        if any(not self._theirs.versions.knows(dot, at, unit) for unit, dot in units):
            self._revive(at, self._mine)  # what was changed here since is not lost
            return
        del self._found.rows[table][key]
        self._versions.take_row(at, self._theirs.versions)  # which knew all that was known of it here

    def _take_birth(self, at: At, there: Row) -> None:
        """A row that only that side has: it is new there, or was taken out here."""
        death = self._mine.versions.dot(at, LIFE)
        units = [*self._theirs.versions.of_row(at, units_of(at[0], there))]
        if death is not None and all(self._mine.versions.knows(dot, at, unit) for unit, dot in units):
            return
        self._put(at, there, self._theirs)
        if death is not None and not self._theirs.versions.knows(death, at, LIFE):
            self._revive(at, self._theirs)

    def _put(self, at: At, row: Row, side: Replica) -> None:
        """A row that stands on one side, with all that is known of it there."""
        self._found.rows[at[0]][at[1]] = row
        self._versions.take_row(at, side.versions)

    def _decide(self, at: At, unit: str) -> None:
        """What stands here now was decided here, with knowledge of both."""
        if self._decided is None:
            self._decided = Dot(self._device, self._versions.seen.get(self._device, 0) + 1)
        self._versions.set(at, unit, self._decided)

    def _revive(self, at: At, side: Replica) -> None:
        """A row stays, as it stands on one side, although the other took it out.

        What the other side knew of it that is newer is gone with it: that is decided against. The rest stays as it was,
        so that a third copy's change of it is no conflict.
        """
        other = self._theirs if side is self._mine else self._mine
        self._revived[at] = side
        self._decide(at, LIFE)
        for unit in units_of(at[0], self._found.rows[at[0]][at[1]]):
            lost = other.versions.dot(at, unit)
            if unit != LIFE and lost is not None and not side.versions.knows(lost, at, unit):
                self._decide(at, unit)

    def _bring_back_what_is_theirs(self) -> None:
        """Who stays although they were taken out keeps what went with them."""
        for (table, key), side in [*self._revived.items()]:
            other = self._theirs if side is self._mine else self._mine
            death = other.versions.dot((table, key), LIFE)
            for of, rows in side.rows.items():
                for child, row in rows.items():
                    at = (of, child)
                    went_along = child not in other.rows[of] and other.versions.dot(at, LIFE) == death
                    if (table, key) in _referred_to(row) and went_along and child not in self._found.rows[of]:
                        self._put(at, row, side)
                        self._revive(at, side)

    def end(self) -> Taken:
        """What has come of it, once every row was looked at."""
        before = -1
        while before != len(self._revived):  # who is brought back brings back what went with them, and so on
            before = len(self._revived)
            self._bring_back_what_is_theirs()
            self._bring_back()
        self._keep_only_one()
        self._bring_back()
        decided = {self._device: self._decided.number} if self._decided is not None else {}
        self._versions.catch_up(united(self._theirs.versions.seen, decided))
        return Taken(self._found, self._conflicts)

    def _keep_only_one(self) -> None:
        """What both sides entered by themselves, the same part or the same letter, is one row: that of the lower id."""
        for table, names in ALIKE.items():
            known: dict[tuple[object, ...], str] = {}
            for key in sorted(self._found.rows[table]):
                row = self._found.rows[table][key]
                alike = tuple(row.get(name) for name in names)
                if any(value is None for value in alike):
                    continue
                kept = known.setdefault(alike, key)
                if kept != key:
                    del self._found.rows[table][key]
                    self._decide((table, key), LIFE)
                    part = fuller_part(self._found.rows[table][kept], row)
                    if part is not None:
                        self._found.rows[table][kept] = {**self._found.rows[table][kept], "part": part}
                        self._decide((table, kept), "part")

    def _bring_back(self) -> None:
        """Whatever is referred to stays, or comes along: a note to somebody who was taken out there keeps them."""
        rows = self._found.rows
        waiting = [(table, key) for table in ALL_TABLES for key in rows[table]]
        while waiting:
            table, key = waiting.pop()
            for at in _referred_to(rows[table][key]):
                if at[1] in rows[at[0]]:
                    continue
                row = self._theirs.rows[at[0]].get(at[1]) or self._mine.rows[at[0]].get(at[1])
                if row is None:
                    continue  # a book that refers to what it does not have; the tables will not take it
                side = self._theirs if at[1] in self._theirs.rows[at[0]] else self._mine
                self._put(at, row, side)
                self._revive(at, side)
                waiting.append(at)


def _referred_to(row: Row) -> Iterable[At]:
    return [(table, str(row[name])) for name, table in REFERENCES.values() if row.get(name) is not None]


def differ(table: str, unit: str, one: Row, other: Row) -> bool:
    """Whether a unit is another in two states of a row."""
    return any(one.get(name) != other.get(name) for name in columns_of_unit(table, unit))


def settle(replica: Replica, answers: Iterable[tuple[Conflict, bool]], device: str) -> Replica:
    """The copy after somebody said of what both changed whose counts; True stands for theirs.

    Only what was asked about is settled: another's change of the same, which was not, goes on waiting.
    """
    found = replica.copy()
    dot: Dot | None = None
    for conflict, takes_theirs in answers:
        at, unit = (conflict.table, conflict.key), conflict.name
        row = found.rows[conflict.table].get(conflict.key)
        if row is None or conflict.dot is None or found.versions.knows(conflict.dot, at, unit):
            continue
        if takes_theirs:
            found.rows[conflict.table][conflict.key] = {**row, **conflict.their_unit}
        dot = dot or found.versions.next(device)
        found.versions.set(at, unit, dot)
        found.versions.learn(at, unit, conflict.known)
    found.versions.catch_up({})
    return found
