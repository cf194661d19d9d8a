"""What was done, as the journal has it."""

from collections.abc import Iterable
from sqlite3 import Connection

_UNDO_LABEL = "SELECT label FROM journal_entry WHERE undone = 0 ORDER BY id DESC LIMIT 1"
_REDO_LABEL = "SELECT label FROM journal_entry WHERE undone = 1 ORDER BY id LIMIT 1"
_LATEST_ACTION = "SELECT coalesce(max(id), 0) FROM journal_entry WHERE undone = 0"
_ACTION_DONE = "SELECT 1 FROM journal_entry WHERE id = :number AND undone = 0"


def journal_labels(connection: Connection) -> tuple[str, str]:
    """What undo would take back and what redo would do again; empty where there is nothing."""
    return tuple(  # type: ignore[return-value]
        row[0] if (row := connection.execute(statement).fetchone()) else "" for statement in (_UNDO_LABEL, _REDO_LABEL)
    )


def latest_action(connection: Connection) -> int:
    """The number of the latest action that stands; 0 without any."""
    return int(connection.execute(_LATEST_ACTION).fetchone()[0])


def actions_done(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Those of these actions that stand, and are not undone."""
    return {number for number in numbers if connection.execute(_ACTION_DONE, {"number": number}).fetchone()}
