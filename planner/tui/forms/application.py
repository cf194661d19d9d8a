"""The details of an application, to change."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...book import applications
from ...book.applications import ApplicationPage
from ...cadence.terms import REASON_NAMES, Reason
from ..commands import lazy as commands
from .spec import Desk, Field, FormSpec, Job, Known, Values

_WOULD_GO_BACK = {True: "yes", False: "no", None: "open"}


@dataclass
class ApplicationForm(FormSpec):
    """Position and employer; then how it stands, or, after a "no", what is remembered of it."""

    found: ApplicationPage
    known: Known
    title: str
    intro: str = ""
    asks: bool = True

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        found, known = self.found, self.known
        people = {str(row.contact_id): row.name for row in found.panel}
        fields = [
            Field("position", "Position", found.position, required=True, suggest=known.positions),
            Field("employer", "Employer", found.employer, required=True, suggest=known.employers),
        ]
        if people:
            main = str(found.main_contact_id or found.panel[0].contact_id)
            fields.append(Field("main_contact_id", "Main contact", main, options=people))
        if found.state == "rejected":
            back = {"open": "not said", "yes": "yes", "no": "no"}
            fields += [
                Field("reason", "Why", found.reason or "unknown", options=REASON_NAMES),
                Field("reason_given", "In their words", found.reason_given),
                Field("feedback", "Their feedback", found.feedback, hint="what they said you could do better"),
                Field("lesson", "One thing you learned", found.lesson),
                Field(
                    "would_go_back",
                    "Would you still want to work there?",
                    _WOULD_GO_BACK[found.would_go_back],
                    options=back,
                ),
            ]
        else:
            states = {"running": "running", "offer": "an offer", "withdrawn": "withdrawn"}
            promised = found.promised_on.isoformat() if found.promised_on else ""
            fields += [
                Field("state", "It is", found.state, options=states),
                Field("promised_on", "Decision promised by", promised, is_date=True),
            ]
        return fields

    def command(self, values: Values) -> Job:
        """The details as they are now."""
        found, changed = self.found, dict[str, object](values.texts)
        if "promised_on" in values:
            changed["promised_on"] = values.dates["promised_on"]
        if "main_contact_id" in values:
            changed["main_contact_id"] = int(values["main_contact_id"])
        if "would_go_back" in values:
            changed["would_go_back"] = {"yes": True, "no": False}.get(values["would_go_back"])
        if values.get("reason") == Reason.UNKNOWN and found.reason is None:
            changed["reason"] = None
        return lambda book: commands.change_application(book, found.application_id, **changed)


def about(desk: Desk) -> FormSpec | str:
    """The form about the application on the cursor."""
    line = desk.selection.application
    found = desk.library.read(lambda c: applications.page(c, line.application_id)) if line is not None else None
    if found is None:
        return "That application is no longer in the book."
    return ApplicationForm(found, desk.known(), f"{found.position} at {found.employer}")
