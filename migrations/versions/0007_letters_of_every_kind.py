"""What letters bring: a note that did not arrive, a dead address, appointments, threads, and own addresses."""

import sqlalchemy as sa
from alembic import op

from planner.book.search import CREATE_INDEX, fill_index

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name in (
        ("touchpoint", "event_uid"),
        ("touchpoint", "thread"),
        ("contact", "dead_email"),
        ("profile", "other_emails"),
        ("draft", "message_id"),
    ):
        kind = sa.Text() if name == "thread" else sa.String(500)
        op.add_column(table, sa.Column(name, kind, server_default="", nullable=False))
    _allow("touchpoint", "'moved'", "bounced")
    # Words are folded otherwise: "søren" is found by "soren". A row leaves the index only by the words it went in by.
    op.execute(sa.text("DROP TABLE written"))
    op.execute(sa.text(CREATE_INDEX))
    fill_index(op.get_bind())


def _allow(table: str, last: str, more: str) -> None:
    """Let a column take one more of its closed set, as in `0003_every_obligation.py`."""
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    text = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).scalar_one()
    if f"{last}, '{more}'" in text:
        return
    if text.count(f"{last})") != 1:
        raise RuntimeError(f"the table {table} is not as it was made")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
        (text.replace(f"{last})", f"{last}, '{more}')"), table),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")
