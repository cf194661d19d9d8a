"""What else can be owed: nudges, promises, a word on a move, good news; and the day on which the user took a job."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW_STEPS = ("nudge", "promise", "move", "good_news")
_WITH_STEPS = ("touchpoint", "draft", "decision", "follow_up")


def upgrade() -> None:
    op.add_column("promise", sa.Column("put_off_because", sa.String(500), server_default="", nullable=False))
    op.add_column("profile", sa.Column("took_job_on", sa.Date(), nullable=True))
    op.add_column("profile", sa.Column("new_employer", sa.String(500), server_default="", nullable=False))
    op.add_column("profile", sa.Column("searching_since", sa.Date(), nullable=True))
    _allow(_WITH_STEPS, "'check_in'", _NEW_STEPS)
    _allow(("touchpoint",), "'rejection'", ("moved",))


def _allow(tables: tuple[str, ...], last: str, more: tuple[str, ...]) -> None:
    """Let a column take more of its closed set: a check is only text in SQLite's schema, no row needs to be written.

    This is SQLite's own procedure for what leaves the rows as they are (sqlite.org/lang_altertable.html, section 7).
    """
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    wider = ", ".join((last, *(f"'{value}'" for value in more)))
    for table in tables:
        text = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
        ).scalar_one()
        if text.count(f"{last})") != 1:
            raise RuntimeError(f"the table {table} is not as it was made")
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
            (text.replace(f"{last})", f"{wider})"), table),
        )
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")
