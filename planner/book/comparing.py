"""Two books, row by row: what is new in the other, what is the same, and which details differ.

Pure: rows come as `whole` has them.
"""

from dataclasses import dataclass, field

from .identities import TABLES
from .whole import ONES, Row, Whole


@dataclass(slots=True)
class Compared:
    """What another book would bring: rows that are new, how many are the same, and what differs, each by table.

    `differs` has, by the UUID of a row, each detail with what stands here and what stands there.
    """

    new: dict[str, list[Row]] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)
    differs: dict[str, dict[str, dict[str, tuple[object, object]]]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the other one has nothing that is not here as well."""
        return not any(self.new.values()) and not any(self.differs.values())

    def theirs(self) -> dict[str, dict[str, Row]]:
        """The details that differ, as they stand there."""
        return {
            table: {key: {name: there for name, (_, there) in found.items()} for key, found in rows.items()}
            for table, rows in self.differs.items()
        }


def compare(mine: Whole, theirs: Whole) -> Compared:
    """What `theirs` has beside `mine`."""
    found = Compared()
    for table in (*TABLES, *ONES):
        here = {key_of(table, row): row for row in mine.rows.get(table, [])}
        letters = {row["message_id"] for row in here.values() if row.get("message_id")}
        for row in theirs.rows.get(table, []):
            key = key_of(table, row)
            if key not in here and row.get("message_id") in letters:
                found.same[table] = found.same.get(table, 0) + 1  # the same letter, read in both books
            elif key not in here:
                found.new.setdefault(table, []).append(row)
            elif details := {
                name: (here[key].get(name), value) for name, value in row.items() if here[key].get(name) != value
            }:
                found.differs.setdefault(table, {})[key] = details
            else:
                found.same[table] = found.same.get(table, 0) + 1
    return found


def key_of(table: str, row: Row) -> str:
    """What tells a row of a table from the others: its id; of playbooks the name, and there is one profile."""
    return "1" if table == "profile" else str(row["name"] if table == "playbook" else row["id"])
