"""How each person is addressed, a hello a year, and positions that are open again."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_WITH_STEPS = ("touchpoint", "draft", "decision", "follow_up")


def upgrade() -> None:
    for column in ("address", "yearly_hello"):
        op.add_column("contact", sa.Column(column, sa.String(20), nullable=True))
    op.add_column("touchpoint", sa.Column("place", sa.String(500), server_default="", nullable=False))
    op.add_column("touchpoint", sa.Column("event_sequence", sa.Integer(), server_default="0", nullable=False))
    _allow(_WITH_STEPS, "'good_news'", ("repost", "hello"))
    _allow(("touchpoint",), "'bounced'", ("reposted",))


def _allow(tables: tuple[str, ...], last: str, more: tuple[str, ...]) -> None:
    """Let a column take more of its closed set, as in `0003_every_obligation.py`."""
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    wider = ", ".join((last, *(f"'{value}'" for value in more)))
    for table in tables:
        text = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
        ).scalar_one()
        if wider in text:
            continue
        if text.count(f"{last})") != 1:
            raise RuntimeError(f"the table {table} is not as it was made")
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
            (text.replace(f"{last})", f"{wider})"), table),
        )
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")
