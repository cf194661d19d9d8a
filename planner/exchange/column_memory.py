"""What the user said of the columns of a table, for the next table with the same columns."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..private_files import write_private
from ..text import folded
from .contact_tables import Table, table_lines

_FILE = "columns.json"
_HEAD = 100_000  # characters in which the header is looked for
_MOST = 100  # tables that are remembered
_PREAMBLE = 40  # lines


def remembered(folder: Path, text: str) -> dict[str, str]:
    """What was said of the columns of a table with these: the field of each by its name; nothing of others."""
    tables = _read(folder)
    if not tables:
        return {}
    known = {tuple(each["header"]): each["columns"] for each in tables}
    for _, cells in table_lines(text[:_HEAD])[:_PREAMBLE]:
        found = known.get(_key(cells))
        if found is not None:
            return dict(found)
    return {}


def remember(folder: Path, table: Table, columns: Mapping[str, str]) -> None:
    """Remember what was said of the columns of that table; where it cannot be written, it is asked for again."""
    key = _key(table.header)
    names = {folded(name) for name in table.header}
    said = {name: field for name, field in columns.items() if folded(name) in names}
    tables = [each for each in _read(folder) if tuple(each["header"]) != key]
    tables = [*tables, {"header": [*key], "columns": said}][-_MOST:]
    with suppress(OSError):
        write_private(folder / _FILE, json.dumps(tables, ensure_ascii=False, indent=1).encode())


def _read(folder: Path) -> list[dict[str, Any]]:
    with suppress(OSError, ValueError):
        found = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if isinstance(found, list):
            return [each for each in found if _is_whole(each)]
    return []


def _is_whole(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("header"), list) and isinstance(entry.get("columns"), dict)


def _key(header: Iterable[object]) -> tuple[str, ...]:
    return tuple(folded(str(name)) for name in header)
