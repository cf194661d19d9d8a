"""The index filled anew: words are folded otherwise, and a row leaves the index only by the words it went in by."""

import sqlalchemy as sa
from alembic import op

from planner.book.search import CREATE_INDEX, fill_index

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.text("DROP TABLE written"))
    op.execute(sa.text(CREATE_INDEX))
    fill_index(op.get_bind())
