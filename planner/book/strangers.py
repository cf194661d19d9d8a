"""Two copies of one book that were set up separately and meet for the first time: their journals say what each changed.

From then on each knows of the other's changes, and they go by `replicas`. Pure.
"""

from collections.abc import Collection

from .comparing import key_of
from .merging import Copy, merge
from .replicas import ALL_TABLES, Replica, Rows, Taken, differ, units_of
from .versions import LIFE, At, Dot, Versions
from .whole import Row


def are_strangers(mine: Versions, theirs: Versions) -> bool:
    """Whether two copies never met: neither knows of anything that the other one has."""
    return not {*mine.seen} & {*theirs.seen}


def meet(mine: Replica, theirs: Replica, copies: tuple[Copy, Copy], device: str) -> Taken:
    """Two copies that never met, as `take_in`: their journals say what each changed since they parted.

    `copies` are the same two with their journals.
    """
    merged = merge(*copies)
    rows = {table: {**of_table} for table, of_table in mine.rows.items()}
    for table, added in merged.add.items():
        rows[table] |= {key_of(table, row): row for row in added}
    for table, changed in merged.set.items():
        for key, values in changed.items():
            rows[table][key] = {**rows[table][key], **values}
    for table, keys in merged.remove.items():
        for key in keys:
            rows[table].pop(key, None)
    asked = {(each.table, each.key, each.name) for each in merged.conflicts}
    of = theirs.versions
    conflicts = [
        each._replace(dot=of.dot((each.table, each.key), each.name), known={**of.seen}) for each in merged.conflicts
    ]
    return Taken(Replica(rows, _united(mine, theirs, rows, asked, device)), conflicts)


def _united(
    mine: Replica, theirs: Replica, rows: Rows, asked: Collection[tuple[str, str, str]], device: str
) -> Versions:
    """What a copy knows that was made of two which never met: each unit is what it is by the change of its side."""
    uniting = _Uniting(mine, theirs, asked, device)
    for table in ALL_TABLES:
        known = {key for of, key in (*mine.versions.born, *theirs.versions.born) if of == table}
        for key in sorted({*known, *mine.rows[table], *theirs.rows[table]}):
            uniting.take((table, key), rows[table].get(key))
    return uniting.found


class _Uniting:
    """What two copies know, on its way to be one."""

    def __init__(self, mine: Replica, theirs: Replica, asked: Collection[tuple[str, str, str]], device: str) -> None:
        self._mine, self._theirs, self._asked, self._device = mine, theirs, asked, device
        seen = {**theirs.versions.seen}
        for name, number in mine.versions.seen.items():
            seen[name] = max(number, seen.get(name, 0))
        self.found = Versions(seen)
        self._new: Dot | None = None

    def _decided(self) -> Dot:
        self._new = self._new or self.found.next(self._device)
        return self._new

    def take(self, at: At, row: Row | None) -> None:
        table, key = at
        here, there = self._mine.rows[table].get(key), self._theirs.rows[table].get(key)
        mine, theirs = self._mine.versions, self._theirs.versions
        if row is None:
            deaths = [each.dot(at, LIFE) for each, of_side in ((mine, here), (theirs, there)) if of_side is None]
            known = [each for each in deaths if each is not None]
            is_new = here is not None or there is not None or not known
            self.found.die(at, self._decided() if is_new else max(known))
            return
        for unit in units_of(table, row):
            is_mine, is_theirs = (
                of_side is not None and (unit == LIFE or not differ(table, unit, row, of_side))
                for of_side in (here, there)
            )
            own, other = mine.dot(at, unit), theirs.dot(at, unit)
            if (*at, unit) in self._asked:
                self.found.behind[(*at, unit)] = {**mine.seen}
                self.found.set(at, unit, own or self._decided())
                continue
            dots = [dot for dot, counts in ((own, is_mine), (other, is_theirs)) if counts and dot is not None]
            is_over = is_mine and not is_theirs and there is not None and other is not None  # ours, in place of theirs
            self.found.set(at, unit, self._decided() if is_over or not dots else max(dots))
