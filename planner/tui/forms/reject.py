"""The "no" for an application."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...book import queries
from ...book.due import DueRow
from ...book.queries import ApplicationRow
from ...cadence.terms import FIRST_STEPS, REASON_NAMES, HowLearned, Reason
from ...text import joined
from ..bindings import KeyNames
from ..commands import lazy as commands
from ..services.library import Library
from ..services.state import Snapshot
from .spec import Desk, Field, FormSpec, Job, Values

_MOST = 12  # applications to choose from


@dataclass
class RejectForm(FormSpec):
    """For which application, when and how it was learned, why, and what was learned from it."""

    applications: Sequence[ApplicationRow]
    library: Library
    keys: KeyNames
    title: str = "A no"
    intro: str = "It is theirs to say no, and yours to stay in touch. Everyone who interviewed you becomes due."

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        options = {str(row.id): f"{row.position} at {row.employer}" for row in self.applications}
        again = {"yes": "yes", "no": "no, and nobody there becomes due"}
        return [
            Field("application", "For", next(iter(options)), options=options),
            Field("on", "When you learned of it", "today", is_date=True, past=True, required=True),
            Field("how", "How", "told", options={"told": "they told me", "heard": "I heard it elsewhere"}),
            Field("reason", "Why", "unknown", options=REASON_NAMES),
            Field("words", "In their words", hint="the reason as they gave it; may stay empty"),
            Field("again", "Would you go back", "yes", options=again),
            Field("lesson", "One thing you learned", hint="may stay empty"),
        ]

    def command(self, values: Values) -> Job:
        """The rejection."""
        learned_on = values.day("on")
        return lambda book: commands.record_rejection(
            book,
            int(values["application"]),
            learned_on,
            HowLearned(values["how"]),
            reason=Reason(values["reason"]) if values["reason"] != Reason.UNKNOWN else None,
            reason_given=values["words"],
            lesson=values["lesson"],
            would_go_back=values["again"] == "yes",
        )

    def said_of(self, done: "commands.Done", values: Values, snapshot: Snapshot) -> str:
        """Whom it makes due is said."""
        if values.get("again") == "no":
            return ""
        owed = {(done.id, step) for step in FIRST_STEPS}
        names = [
            row.called
            for row in snapshot.rows
            if isinstance(row, DueRow) and any((each.application_id, each.step) in owed for each in (row, *row.also))
        ]
        if names:
            return f"Due now: {joined(names)}.  "
        known = self.library.read(queries.applications) or []
        if any(row.id == done.id and row.people for row in known):
            return "Everyone there has heard from you.  "
        return f"Nobody is known to have interviewed you; {self.keys('due.add')} adds them.  "


def about(desk: Desk) -> FormSpec | str:
    """The form, the application on the cursor first, then those that run, and among them those of the person there."""
    known = desk.library.read(queries.applications) or []
    if not known:
        return f"There is no application in your book yet; {desk.keys('due.add')} adds one."
    row, line = desk.selection.row, desk.selection.application
    roles = desk.library.read(lambda c: queries.roles(c, row.contact_id if row is not None else 0)) or []
    mine = {role.application_id for role in roles}
    here = line.application_id if line is not None else 0
    known.sort(key=lambda each: (each.id != here, each.state != "running", each.id not in mine, -each.id))
    return RejectForm(known[:_MOST], desk.library, desk.keys)
