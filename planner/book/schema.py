"""What a book's tables are, and what in a file is not of the planner's making.

A trigger that another program left runs with every write, whatever SQLite is told to trust; so a book that holds one is
not written to.
"""

from sqlite3 import Connection

from sqlmodel import SQLModel

from . import models  # noqa: F401 - fills the metadata

_INDEX = "written"  # its table, and those that FTS5 keeps for it
_OF_INDEX = {f"{_INDEX}_{part}" for part in ("data", "idx", "docsize", "config", "content")}


def foreign_objects(connection: Connection) -> list[tuple[str, str]]:
    """What is in the schema and not of the planner's making: the kind and the name of each."""
    tables = SQLModel.metadata.sorted_tables
    ours = {table.name for table in tables} | {"alembic_version", _INDEX} | _OF_INDEX
    ours |= {str(index.name) for table in tables for index in table.indexes}
    found = connection.execute("SELECT type, name FROM sqlite_master ORDER BY type, name")
    return [
        (kind, name)
        for kind, name in found
        if kind in {"trigger", "view"} or (name not in ours and not name.startswith("sqlite_"))
    ]


def is_of_now(connection: Connection) -> bool:
    """Whether every table has the columns that this version's have."""
    return all(
        {row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')}
        == {column.name for column in table.columns}
        for table in SQLModel.metadata.sorted_tables
    )
