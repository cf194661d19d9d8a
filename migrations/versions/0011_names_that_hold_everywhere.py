"""A UUID beside the number of each row: for calendars, address books, and other copies of the book."""

import sqlalchemy as sa
from alembic import op

from planner.book.identities import fill_uuids

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("contact", "application", "interviewer", "touchpoint", "promise", "decision", "draft")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("uuid", sa.String(36), nullable=True))
    fill_uuids(op.get_bind().connection.driver_connection)
    for table in TABLES:
        op.create_index(f"ix_{table}_uuid", table, ["uuid"], unique=True)
