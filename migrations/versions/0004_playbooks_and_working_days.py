"""Playbooks of the user's own, and the countries whose holidays and weekends count."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "playbook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_playbook_named")),
        sa.PrimaryKeyConstraint("id", name="pk_playbook"),
        sa.UniqueConstraint("name", name="uq_playbook_name"),
    )
    for table, column in (("contact", "country"), ("profile", "country"), ("profile", "weekend")):
        op.add_column(table, sa.Column(column, sa.String(500), server_default="", nullable=False))
    op.add_column("follow_up", sa.Column("days_off", sa.Text(), server_default="", nullable=False))
