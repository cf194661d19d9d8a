"""A whole book as one JSON file, by a schema of its own: complete, and read back as it was written."""

import json
from collections.abc import Sequence
from typing import Any

from ..book.identities import TABLES
from ..book.whole import ONES, REFERENCES, Row, Whole
from .errors import FileError

VERSION = 1  # of the schema; a reader refuses a file of a newer one
KIND = "follow-up planner book"


def as_json(whole: Whole) -> bytes:
    """The book as a JSON file: one row in a line, so that two files can be compared line by line."""
    head = {"kind": KIND, "schema": VERSION, "book": whole.book}
    lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    for table, rows in whole.rows.items():
        said = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)
        lines.append(f'  "{table}": [\n{said}\n  ]' if rows else f'  "{table}": []')
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def is_book(data: bytes) -> bool:
    """Whether a file begins as one of these does."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and KIND.encode() in data[:400]


def read_json(data: bytes, name: str) -> Whole:
    """The book in such a file. The rows are checked for their form; what is in them is checked as they are taken in.

    Raises:
        FileError: it is none, it is damaged, or it comes from a newer planner; with the line where that can be said.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileError(name, data[: error.start].count(b"\n") + 1, "this is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise FileError(name, error.lineno, f"this is not valid JSON ({error.msg.lower()})") from None
    except RecursionError:
        raise FileError(name, 1, "this is nested too deeply for a book") from None
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise FileError(name, 1, f'this is not a book: "kind" is not {KIND!r}')
    version = document.get("schema")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise FileError(name, 1, '"schema" is not a version number')
    if version > VERSION:
        raise FileError(name, 1, f"it was written by a newer planner (schema {version}; this one reads {VERSION})")
    lines = _Lines(data.decode("utf-8-sig"))
    rows = {table: _rows(document, table, lines, name) for table in (*TABLES, *ONES)}
    return Whole(str(document.get("book", "")), rows)


class _Lines:
    """Where in a file a row stands."""

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, row: object, table: str, number: int) -> int:
        """The line of a row: by its id, which stands there once as one; else of the table."""
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            at = self._text.find(f'"id": {json.dumps(row["id"])}')
            if at >= 0:
                return self._text.count("\n", 0, at) + 1
        at = self._text.find(f'"{table}"')
        return (self._text.count("\n", 0, at) + 2 + number) if at >= 0 else 1


def _rows(document: dict[str, Any], table: str, lines: _Lines, name: str) -> list[Row]:
    rows = document.get(table, [])
    if not isinstance(rows, list):
        raise FileError(name, lines.of(None, table, -1), f"{table} is not a list")
    keys: set[str] = set()
    for number, row in enumerate(rows):
        line = lines.of(row, table, number)
        if not isinstance(row, dict):
            raise FileError(name, line, f"a row of {table} is not an object")
        if table in TABLES:
            if not _is_uuid(row.get("id")):
                raise FileError(name, line, f"a row of {table} has no UUID as its id")
            if row["id"] in keys:
                raise FileError(name, line, f"{table} {row['id']} is there twice")
            keys.add(row["id"])
    return rows


def _is_uuid(value: object) -> bool:
    from uuid import UUID

    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def line_of(data: bytes, table: str, key: str) -> int:
    """The line in which a row of a table stands, by its id."""
    return _Lines(data.decode("utf-8-sig", "replace")).of({"id": key}, table, 0)


def schema() -> dict[str, Any]:
    """The JSON Schema of these files, made from the tables as they are."""
    import sqlalchemy as sa
    from sqlmodel import SQLModel

    from ..book import models  # noqa: F401 - fills the metadata

    def column_schema(column: "sa.Column[Any]") -> dict[str, Any]:
        kind = column.type
        found: dict[str, Any]
        if column.name in REFERENCES:
            return (
                {"$ref": "#/$defs/uuid"}
                if not column.nullable
                else {"anyOf": [{"$ref": "#/$defs/uuid"}, {"type": "null"}]}
            )
        if isinstance(kind, sa.Enum):
            values: Sequence[str | None] = [*kind.enums, None] if column.nullable else kind.enums
            return {"enum": [*values]}
        if isinstance(kind, sa.Date):
            found = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        elif isinstance(kind, sa.Time):
            found = {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}"}
        elif isinstance(kind, sa.Boolean):
            found = {"type": "boolean"}
        elif isinstance(kind, sa.Integer):
            found = {"type": "integer"}
        else:
            found = {"type": "string"}
            length = getattr(kind, "length", None)
            if length:
                found["maxLength"] = length
        if column.nullable:
            found["type"] = [found["type"], "null"]
        return found

    properties: dict[str, Any] = {
        "kind": {"const": KIND},
        "schema": {"const": VERSION},
        "book": {"$ref": "#/$defs/uuid"},
    }
    tables = {table.name: table for table in SQLModel.metadata.sorted_tables}
    for name in (*TABLES, *ONES):
        fields = {
            REFERENCES[column.name][0] if column.name in REFERENCES else column.name: column_schema(column)
            for column in tables[name].columns
            if column.name not in {"id", "uuid", "revision"}
        }
        if name in TABLES:
            fields = {"id": {"$ref": "#/$defs/uuid"}, **fields}
        row = {"type": "object", "required": [*fields], "properties": fields, "additionalProperties": False}
        properties[name] = {"type": "array", "items": row}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "planner export json",
        "description": "A whole book, or some of its people with what is theirs. Rows refer to each other by id.",
        "type": "object",
        "required": ["kind", "schema", "book"],
        "properties": properties,
        "additionalProperties": False,
        "$defs": {"uuid": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}},
    }
