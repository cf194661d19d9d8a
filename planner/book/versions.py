"""Who changed what, and who knows of it: version vectors, by which copies of a book on several machines are merged.

Each device counts its own changes, and each detail remembers the change that made it what it is (a "dot": the device
and its count). A copy knows, for each device, up to which change it has seen. So of two values one tells which was
written with knowledge of the other; clocks play no part. (Parker et al. 1983; Preguiça et al. 2010, "Dotted version
vectors".) Standard library only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import NamedTuple

At = tuple[str, str]  # a table, and what tells a row of it
LIFE = ""  # the unit that says whether a row is there at all

# What only makes sense together is changed, and asked about, together; it goes by the name of the first.
_TOGETHER = {
    "contact": (("state", "state_reason", "rests_by_rule", "open_since"),),
    "application": (("state", "learned_on", "how_learned"),),
    "touchpoint": (("contact", "application"), ("happened_on", "happened_at")),
    "decision": (("until", "kind"),),
    "profile": (("took_job_on", "new_employer"),),
    "draft": (
        ("body", "subject", "stops", "saved_at", "channel", "template"),
        ("state", "handed_over", "handed_over_on", "message_id"),
    ),
}
_UNIT = {(table, name): names[0] for table, groups in _TOGETHER.items() for names in groups for name in names}
_COLUMNS = {(table, names[0]): names for table, groups in _TOGETHER.items() for names in groups}

_TABLES = """
CREATE TABLE carried_seen (device TEXT PRIMARY KEY, count INTEGER NOT NULL);
CREATE TABLE carried_row (tab TEXT, key TEXT, device TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (tab, key));
CREATE TABLE carried_unit (
  tab TEXT, key TEXT, unit TEXT, device TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (tab, key, unit)
);
CREATE TABLE carried_behind (tab TEXT, key TEXT, unit TEXT, device TEXT, count INTEGER);
"""


_NOTHING: list[tuple[str | None, int]] = [(None, 0)]
_BEHIND = "SELECT tab, key, unit, device, count FROM carried_behind"


class Dot(NamedTuple):
    """One change: whose, and its number among theirs, from 1 on."""

    device: str
    number: int


def united(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """What two know together."""
    return {device: max(one.get(device, 0), other.get(device, 0)) for device in {**one, **other}}


def unit_of(table: str, column: str) -> str:
    """The unit that a column belongs to: most are one of their own."""
    return _UNIT.get((table, column), column)


def columns_of_unit(table: str, unit: str) -> tuple[str, ...]:
    """The columns of a unit, the one it is named after first."""
    return _COLUMNS.get((table, unit), (unit,))


@dataclass(slots=True)
class Versions:
    """What a copy knows: up to which change of each device, and by which change each row and unit is what it is.

    `born` has the change that a row came with, which counts for each of its units that `units` does not name. A row
    that was taken out stays in both, its LIFE by the change that took it out. `behind` says of a unit that both sides
    changed, and nobody has decided, what the value that stands here was written with knowledge of: less than `seen`.
    """

    seen: dict[str, int] = field(default_factory=dict)
    born: dict[At, Dot] = field(default_factory=dict)
    units: dict[At, dict[str, Dot]] = field(default_factory=dict)
    behind: dict[tuple[str, str, str], dict[str, int]] = field(default_factory=dict)

    def copy(self) -> "Versions":
        """One that can be changed by itself."""
        behind = {at: {**known} for at, known in self.behind.items()}
        return Versions({**self.seen}, {**self.born}, {at: {**of} for at, of in self.units.items()}, behind)

    def next(self, device: str) -> Dot:
        """A new change of that device."""
        self.seen[device] = self.seen.get(device, 0) + 1
        return Dot(device, self.seen[device])

    def dot(self, at: At, unit: str) -> Dot | None:
        """The change that gave a unit its value; None for a row that was never here."""
        return self.units.get(at, {}).get(unit) or self.born.get(at)

    def known(self, at: At, unit: str) -> dict[str, int]:
        """Up to which change of each device the value of a unit was written with knowledge of it."""
        return self.behind.get((*at, unit), self.seen)

    def knows(self, dot: Dot, at: At, unit: str) -> bool:
        """Whether what stands here of a unit was written with knowledge of that change."""
        return dot.number <= self.known(at, unit).get(dot.device, 0)

    def learn(self, at: At, unit: str, known: Mapping[str, int]) -> None:
        """From now on a unit is known to have been written with knowledge of these changes, too; `seen` catches up."""
        self.behind[(*at, unit)] = united(self.known(at, unit), known)

    def catch_up(self, seen: Mapping[str, int]) -> None:
        """Count these changes as seen, and drop what is then no longer behind."""
        self.seen = united(self.seen, seen)
        self.behind = {at: known for at, known in self.behind.items() if united(known, self.seen) != known}

    def set(self, at: At, unit: str, dot: Dot) -> None:
        """From now on a unit is what it is by that change."""
        if (*at, unit) in self.behind:
            self.behind[(*at, unit)] = united(self.behind[(*at, unit)], {dot.device: dot.number})
        if self.born.setdefault(at, dot) != dot:
            self.units.setdefault(at, {})[unit] = dot
        elif at in self.units:
            self.units[at].pop(unit, None)
            if not self.units[at]:
                del self.units[at]

    def of_row(self, at: At, units: Iterator[str]) -> Iterator[tuple[str, Dot]]:
        """The changes by which a row is what it is, by unit."""
        for unit in units:
            dot = self.dot(at, unit)
            if dot is not None:
                yield unit, dot

    def begin(self, at: At, dot: Dot) -> None:
        """A row begins, or begins anew, by that change: what its units were made by no longer matters."""
        self.forget(at)
        self.born[at] = dot

    def take_row(self, at: At, other: "Versions") -> None:
        """Know of a row what another copy knows."""
        self.forget(at)
        self.born[at] = other.born[at]
        if at in other.units:
            self.units[at] = {**other.units[at]}
        self.behind |= {unit: {**known} for unit, known in other.behind.items() if unit[:2] == at}

    def die(self, at: At, dot: Dot) -> None:
        """A row is gone by that change; what its units were made by stays known, in case it comes back."""
        self.behind = {unit: known for unit, known in self.behind.items() if unit[:2] != at}
        self.born.setdefault(at, dot)
        self.units.setdefault(at, {})[LIFE] = dot

    def forget(self, at: At) -> None:
        """Know nothing of a row any more."""
        self.units.pop(at, None)
        self.behind = {unit: known for unit, known in self.behind.items() if unit[:2] != at}


def has_versions(connection: Connection) -> bool:
    """Whether a copy says what it knows."""
    return bool(connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'carried_seen'").fetchone()[0])


def read_versions(connection: Connection) -> Versions:
    """What a copy knows."""
    found = Versions()
    found.seen = dict(connection.execute("SELECT device, count FROM carried_seen"))
    for table, key, *dot in connection.execute("SELECT tab, key, device, count FROM carried_row"):
        found.born[table, key] = Dot(*dot)
    for table, key, unit, *dot in connection.execute("SELECT tab, key, unit, device, count FROM carried_unit"):
        found.units.setdefault((table, key), {})[unit] = Dot(*dot)
    for table, key, unit, device, number in connection.execute(_BEHIND):
        known = found.behind.setdefault((table, key, unit), {})
        if device is not None:
            known[device] = number
    return found


def write_versions(connection: Connection, versions: Versions) -> None:
    """Write into a copy, in which there is none of it, what it knows."""
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    connection.executemany("INSERT INTO carried_seen VALUES (?, ?)", sorted(versions.seen.items()))
    connection.executemany(
        "INSERT INTO carried_row VALUES (?, ?, ?, ?)", ((*at, *dot) for at, dot in sorted(versions.born.items()))
    )
    connection.executemany(
        "INSERT INTO carried_unit VALUES (?, ?, ?, ?, ?)",
        ((*at, unit, *dot) for at, of_row in sorted(versions.units.items()) for unit, dot in sorted(of_row.items())),
    )
    connection.executemany(
        "INSERT INTO carried_behind VALUES (?, ?, ?, ?, ?)",
        ((*at, *dot) for at, known in sorted(versions.behind.items()) for dot in (sorted(known.items()) or _NOTHING)),
    )
