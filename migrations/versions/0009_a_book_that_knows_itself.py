"""Which book it is, and a digest of each row, so that what changes by itself is noticed."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=True),
        sa.Column("indexed", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name="only_one"),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
    )
    op.get_bind().exec_driver_sql("INSERT INTO identity (id, uuid) VALUES (1, ?)", (str(uuid.uuid4()),))
    # Filled when all migrations are through: a digest is of the columns that there are then.
    op.create_table(
        "row_digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_row_digest"),
    )
