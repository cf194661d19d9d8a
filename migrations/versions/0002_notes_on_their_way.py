"""Notes on their way out: their tab stops, the day they were handed over, and the day until which they are held."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("stops", sa.Text(), server_default="", nullable=False))
    op.add_column("draft", sa.Column("handed_over_on", sa.Date(), nullable=True))
    op.add_column("draft", sa.Column("held_until", sa.Date(), nullable=True))
    op.create_index("ix_draft_state", "draft", ["state"])
    _split_how_and_when()


def _split_how_and_when() -> None:
    """The day used to stand behind the way: "copied on Sun 22 Nov 2026"."""
    connection = op.get_bind()
    for key, text in connection.exec_driver_sql("SELECT id, handed_over FROM draft WHERE handed_over <> ''").all():
        how, _, when = text.rpartition(" on ")
        try:
            day = datetime.strptime(when, "%a %d %b %Y").date()
        except ValueError:
            continue
        connection.exec_driver_sql(
            "UPDATE draft SET handed_over = ?, handed_over_on = ? WHERE id = ?", (how, day.isoformat(), key)
        )
