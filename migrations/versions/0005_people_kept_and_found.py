"""People put away in the archive, and the index that finds every word ever written."""

import sqlalchemy as sa
from alembic import op

from planner.book.search import CREATE_INDEX, fill_index

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact", sa.Column("archived_on", sa.Date(), nullable=True))
    op.execute(sa.text(CREATE_INDEX))
    fill_index(op.get_bind())
