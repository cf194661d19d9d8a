"""The "no" for an application."""

from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from ...book import queries
from ...book.due import DueRow
from ...book.queries import ApplicationRow
from ...cadence.terms import FIRST_STEPS, REASON_NAMES, HowLearned, Reason
from ...dates import show
from ...text import joined
from ..bindings import KeyNames
from ..commands import lazy as commands
from ..services.library import Library
from ..services.state import Snapshot
from .spec import Desk, Field, FormError, FormSpec, Job, Values

_MOST = 12  # applications to choose from


@dataclass
class RejectForm(FormSpec):
    """For which application, when and how it was learned, why, and what was learned from it."""

    applications: Sequence[ApplicationRow]
    library: Library
    keys: KeyNames
    title: str = "Rejected"
    intro: str = "It is theirs to say no, and yours to stay in touch, or to close it without guilt."

    def fields(self) -> Sequence[Field]:
        """The fields, from the top. Who would not go back is asked nothing that only a note would need."""
        options = {str(row.id): f"{row.position} at {row.employer}" for row in self.applications}
        again = {"yes": "yes: everyone who interviewed me is due", "no": "no: nobody is due, and it is closed"}
        yes = frozenset({"yes"})
        how = {"told": "they told me", "heard": "I heard it elsewhere"}
        people = sorted({name for row in self.applications for name in row.people})
        return [
            Field("again", "Would you still want to work there?", options=again, required=True),
            Field("application", "For", next(iter(options)), options=options),
            Field("on", "When you learned of it", "today", is_date=True, past=True, required=True),
            Field("how", "How", "told", options=how, only_for=yes),
            Field("by", "Who told you", hint="thanked for telling; optional", suggest=people, only_for=yes),
            Field("reason", "Why", "unknown", options=REASON_NAMES, only_for=yes),
            Field("words", "In their words", hint="the reason as they gave it; optional", only_for=yes),
            Field("lesson", "One thing you learned", hint="optional"),
        ]

    def command(self, values: Values) -> Job:
        """The rejection."""
        learned_on = values.day("on")
        if values["again"] == "no":
            return lambda book: commands.record_rejection(
                book, int(values["application"]), learned_on, lesson=values["lesson"], would_go_back=False
            )
        by = self._teller(values)
        return lambda book: commands.record_rejection(
            book,
            int(values["application"]),
            learned_on,
            HowLearned(values["how"]),
            by=by,
            reason=Reason(values["reason"]) if values["reason"] != Reason.UNKNOWN else None,
            reason_given=values["words"],
            lesson=values["lesson"],
            would_go_back=True,
        )

    def _teller(self, values: Values) -> int | None:
        """Who told the user, by key.

        Raises:
            FormError: the name means nobody, or several.
        """
        said = values["by"]
        if not said or values["how"] == HowLearned.HEARD:
            return None
        from ...book import whom
        from ...book.errors import EntryError

        def find(connection: Connection) -> int | str:
            try:
                return whom.person(connection, said).id
            except EntryError as error:
                return str(error)

        found = self.library.read(find)
        if isinstance(found, str):
            raise FormError(found, "by")
        return found

    def said_of(self, done: "commands.Done", values: Values, snapshot: Snapshot) -> str:
        """Whom it makes due is said."""
        if values.get("again") == "no":
            return ""
        owed = {(done.id, step) for step in FIRST_STEPS}
        firsts = [
            next((each for each in (row, *row.also) if (each.application_id, each.step) in owed), None)
            for row in snapshot.rows
            if isinstance(row, DueRow)
        ]
        now = [each.called for each in firsts if each is not None and each.opens <= snapshot.today]
        later = [
            f"{each.called} on {show(each.opens, snapshot.today)}"
            for each in firsts
            if each is not None and each.opens > snapshot.today
        ]
        if now or later:
            said = [f"Due now: {joined(now)}."] if now else []
            return " ".join([*said, *([f"Later: {joined(later)}."] if later else [])]) + "  "
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
