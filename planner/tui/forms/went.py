"""Whether a note that was handed over went out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ... import environment
from ...book import queries
from ...book.due import DueRow
from ...book.queries import DraftRow
from ...dates import show
from ...text import shorten
from ..commands import lazy as commands
from .spec import Desk, Field, FormSpec, Job, Values

if TYPE_CHECKING:
    from ...book.database import Book


@dataclass
class WentForm(FormSpec):
    """Yes and when, not yet, or no and it is dropped."""

    draft: DraftRow
    title: str
    intro: str
    today: date

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        # Most likely on the day that it left the planner.
        left_on = self.draft.handed_over_on
        when = str(left_on) if left_on not in (None, self.today) else "today"
        options = {"yes": "yes, it went out", "not_yet": "not yet", "drop": "no, and I drop it"}
        return [
            Field("went", "Did it", "yes", options=options),
            Field("on", "When", when, is_date=True, past=True, required=True, only_for=frozenset({"yes"})),
        ]

    def command(self, values: Values) -> Job:
        """The note marked sent, taken back, or dropped."""
        key = self.draft.id
        if values["went"] == "not_yet":
            return lambda book: commands.take_back(book, key)
        if values["went"] == "drop":
            return lambda book: commands.drop_draft(book, key)
        on = values.day("on")

        def job(book: "Book") -> "commands.Done":
            at = environment.time_now(book.clock()) if on == book.clock() else None
            return commands.mark_sent(book, key, on, at=at)

        return job


def about(desk: Desk) -> FormSpec | str:
    """The form about the note that was handed over for the row on the cursor."""
    row = desk.selection.row
    key = row.draft_id if isinstance(row, DueRow) else None
    draft = desk.library.read(lambda c: queries.draft(c, key or 0))
    if row is None or draft is None:
        return "That note is no longer there; it may have been undone meanwhile."
    on = f" on {show(draft.handed_over_on, desk.today)}" if draft.handed_over_on else ""
    intro = f"“{shorten(draft.subject, 60)}” was {draft.handed_over}{on}."
    return WentForm(draft, f"Did your note to {row.name} go out?", intro, desk.today)
