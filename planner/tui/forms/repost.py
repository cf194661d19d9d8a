"""A job that is open again after its "no"."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...book import queries
from ...book.applications import nobody_owed
from ...book.queries import ApplicationRow
from ...cadence.terms import Step
from ...text import joined
from ..commands import lazy as commands
from ..services.library import Library
from ..services.state import Snapshot
from .spec import Desk, Field, FormSpec, Job, Values

_MOST = 12  # applications to choose from


@dataclass
class RepostForm(FormSpec):
    """Which one, since when, and what was read about it."""

    applications: Sequence[ApplicationRow]
    library: Library
    title: str = "Open again"
    intro: str = "They already know you. The “no” stays in its history."

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        options = {str(row.id): f"{row.position} at {row.employer}" for row in self.applications}
        return [
            Field("application", "Which", next(iter(options)), options=options),
            Field("on", "When you saw it", "today", is_date=True, past=True, required=True),
            Field("words", "What you read", hint="optional"),
        ]

    def command(self, values: Values) -> Job:
        """The reopening."""
        on = values.day("on")
        return lambda book: commands.repost(book, int(values["application"]), on, words=values["words"])

    def said_of(self, done: "commands.Done", values: Values, snapshot: Snapshot) -> str:  # noqa: ARG002
        """To whom a word is due now is said."""
        panel = self.library.read(lambda c: queries.panel_of(c, done.id, Step.REPOST)) or []
        owed = [each.called for each in panel if each.owed]
        if owed:
            return f"Due now: {joined(owed)}.  "
        return f"{self.library.read(lambda c: nobody_owed(c, done.id))}  "


def about(desk: Desk) -> FormSpec | str:
    """The form about an application that had a "no": that on the cursor first, then those of the person there."""
    known = [row for row in desk.library.read(queries.applications) or [] if row.state == "rejected"]
    if not known:
        return "No application in your book has a “no” that could have come back."
    row, line = desk.selection.row, desk.selection.application
    roles = desk.library.read(lambda c: queries.roles(c, row.contact_id if row is not None else 0)) or []
    mine = {role.application_id for role in roles}
    here = line.application_id if line is not None else 0
    known.sort(key=lambda each: (each.id != here, each.id not in mine, -each.id))
    return RepostForm(known[:_MOST], desk.library)
