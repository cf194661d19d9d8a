"""A person, an application, or an interview with several people at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...book import queries, whom
from ...book.errors import EntryError
from ...book.queries import ApplicationRow
from ...cadence.terms import PART_NAMES, Part, named_part
from ...names import with_address
from ..commands import lazy as commands
from ..services.state import Key, key_of_person
from .spec import Desk, Field, FormError, FormSpec, Job, Known, Values
from .validators import checks

if TYPE_CHECKING:
    from ...book.database import Book

_PEOPLE_HINT = "Dana Whitfield: hiring manager, Ari Cole: panel"
_MOST = 12  # applications to choose from
_PERSON, _APPLICATION, _INTERVIEW = (frozenset({kind}) for kind in ("person", "application", "interview"))


@dataclass
class AddForm(FormSpec):
    """What to add, and what belongs to it."""

    applications: Sequence[ApplicationRow]
    known: Known
    title: str = "Add"
    intro: str = f"People as “name <e-mail>: part”, separated by commas. Parts: {', '.join(PART_NAMES.values())}."
    asks: bool = True

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        book = self.known
        kinds = {"person": "a person", "application": "an application"}
        if self.applications:
            kinds["interview"] = "an interview"
        running = {str(row.id): f"{row.position} at {row.employer}" for row in self.applications}
        people = {"hint": _PEOPLE_HINT, "suggest": book.people, "several": True}
        fields = [
            Field("what", "What", "person" if self.applications else "application", options=kinds),
            Field("name", "Name", required=True, only_for=_PERSON),
            Field("position", "Position", required=True, only_for=_APPLICATION, suggest=book.positions),
            Field("employer", "Employer", required=True, only_for=_APPLICATION, suggest=book.employers),
            Field("works_at", "Employer", hint="optional", only_for=_PERSON, suggest=book.employers),
            Field("email", "E-mail", hint="optional", only_for=_PERSON, check=checks("email")),
            Field("phone", "Phone", hint="optional", only_for=_PERSON, check=checks("phone")),
        ]
        if self.applications:
            fields.append(Field("application", "For", options=running, only_for=_INTERVIEW))
        return [
            *fields,
            Field("people", "Who interviewed", only_for=_APPLICATION, **people),  # type: ignore[arg-type]
            Field("there", "Who was there", required=True, only_for=_INTERVIEW, **people),  # type: ignore[arg-type]
            Field("on", "Interview on", "", hint="optional", is_date=True, past=True, only_for=_APPLICATION),
            Field("met_on", "On", "today", is_date=True, past=True, required=True, only_for=_INTERVIEW),
            Field("promised", "Decision promised by", hint="optional", is_date=True, only_for=_APPLICATION),
        ]

    def command(self, values: Values) -> Job:
        """The person, the application with its people, or the interview."""
        if values["what"] == "person":
            return _person(values)
        if values["what"] == "application":
            return _application(values)
        people, application_id = _people(values["there"], "there"), int(values["application"])
        met_on = values.day("met_on")
        return lambda book: commands.add_interview(
            book, application_id, _panel(book, people, application_id), on=commands.not_ahead(book, met_on)
        )

    def leads_to(self, done: "commands.Done", values: Values) -> Key | None:
        """To the person who was added."""
        return key_of_person(done.id) if values["what"] == "person" else None


def about(desk: Desk) -> FormSpec:
    """The form."""
    return AddForm((desk.library.read(queries.applications) or [])[:_MOST], desk.known())


def _person(values: Values) -> Job:
    def job(book: "Book") -> "commands.Done":
        from ...book.models import ContactFields

        fields = commands.entered(
            ContactFields,
            name=values["name"],
            employer=values["works_at"],
            email=values["email"],
            phone=values["phone"],
        )
        return commands.add_contact(book, fields)

    return job


def _application(values: Values) -> Job:
    people = _people(values["people"], "people")
    on = values.dates.get("on")
    if on is not None and not people:
        raise FormError("An interview needs at least one person who was there.", "people")

    def job(book: "Book") -> "commands.Done":
        from ...book.models import ApplicationFields

        fields = commands.entered(
            ApplicationFields,
            position=values["position"],
            employer=values["employer"],
            promised_on=values.dates.get("promised"),
        )
        met_on = commands.not_ahead(book, on) if on is not None else None
        return commands.add_interview(book, fields, _panel(book, people, fields.employer), on=met_on)

    return job


def _people(text: str, field: str) -> list[tuple[str, Part]]:
    try:
        people = [named_part(piece) for piece in text.replace(";", ",").split(",") if piece.strip()]
    except ValueError as error:
        raise FormError(str(error), field) from None
    if any(not name for name, _ in people):
        raise FormError("Each person needs a name before the colon.", field)
    return people


def _panel(book: "Book", people: list[tuple[str, Part]], application: int | str) -> "list[commands.Panelist]":
    """The people by name: those of the book by their key, the others to be entered.

    `application` is the one they interview for, or the employer of a new one.
    """
    from ...book.file import reading
    from ...book.models import ContactFields

    found = []
    with reading(book.path) as connection:
        running = queries.applications(connection) if isinstance(application, int) else []
        employer = next((each.employer for each in running if each.id == application), str(application))
        for said, part in people:
            name, email = with_address(said)
            if not name or "<" in name or ">" in name:
                raise EntryError(f"“{said}” is not understood. Write it as “Dana Whitfield <dana@calder.example.com>”.")
            known = whom.interviewer(connection, email, employer) if email else None
            known = known or whom.interviewer(connection, name, employer)
            who = known.id if known is not None else commands.entered(ContactFields, name=name, email=email)
            found.append(commands.Panelist(who, part))
    return found
