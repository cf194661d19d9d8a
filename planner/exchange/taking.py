"""What a round is about to make of the book, written down before it does: one that was cut off leaves no riddle."""

import json
from contextlib import suppress
from pathlib import Path

from ..book.replicas import ALL_TABLES, Replica, RowDifference
from ..book.versions import Dot, Versions
from ..private_files import write_private

_FILE = "taking.json"


def write_down(folder: Path, changed: RowDifference, replica: Replica) -> None:
    """Write down the rows that are about to change as they will be, and by which changes.

    Raises:
        OSError: it cannot be written.
    """
    keys = {(table, key) for part in (changed.set, changed.remove) for table, keys in part.items() for key in keys}
    keys |= {(table, str(row.get("id", row.get("name", "1")))) for table, rows in changed.add.items() for row in rows}
    rows = [
        [table, key, replica.rows[table].get(key), replica.versions.born.get((table, key)),
         replica.versions.units.get((table, key), {})]
        for table, key in sorted(keys)
    ]  # fmt: skip
    seen = replica.versions.seen
    write_private(folder / _FILE, json.dumps({"rows": rows, "seen": seen}, ensure_ascii=False, default=str).encode())


def written_down(folder: Path) -> list[Replica]:
    """What a round that was cut off was about to make of it; nothing where none was."""
    found = Replica({table: {} for table in ALL_TABLES}, Versions())
    with suppress(OSError, ValueError, TypeError, KeyError):
        for table, key, row, born, units in json.loads((folder / _FILE).read_text(encoding="utf-8"))["rows"]:
            if born is None:
                continue
            if row is not None:
                found.rows[table][key] = row
            found.versions.born[table, key] = Dot(*born)
            found.versions.units[table, key] = {unit: Dot(*dot) for unit, dot in units.items()}
        return [found]
    return []


def over(folder: Path) -> None:
    """The round has written what it knows."""
    with suppress(OSError):
        (folder / _FILE).unlink(missing_ok=True)
