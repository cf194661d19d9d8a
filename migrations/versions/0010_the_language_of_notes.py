"""The language in which each person is written to, and the tone."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("language", "tone"):
        op.add_column("contact", sa.Column(column, sa.String(20), nullable=True))
