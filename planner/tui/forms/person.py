"""The details of a person, to change; and what was changed elsewhere meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...book import queries
from ...book.contact_fields import CONTACT_FIELDS, LABELS, ContactRow
from ...text import shorten
from ..commands import lazy as commands
from .spec import Desk, Field, FormSpec, Job, Known, Values
from .validators import checks


@dataclass
class PersonForm(FormSpec):
    """Every detail, each checked as its field is left."""

    contact: ContactRow
    known: Known
    title: str
    intro: str
    asks: bool = True

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        return [
            Field(
                field.name,
                field.label,
                getattr(self.contact, field.name) or "",
                hint=field.hint,
                options=field.choices,
                required=field.required,
                check=checks(field.name) if field.checked else None,
                suggest=getattr(self.known, field.known) if field.known else (),
                several=field.several,
            )
            for field in CONTACT_FIELDS
            if field.asked
        ]

    def command(self, values: Values) -> Job:
        """The details that were changed."""
        return _change(self.contact, self._changes(values))

    def instead(self, error: Exception, values: Values) -> FormSpec | Job | None:
        """Of what was changed elsewhere as well, a choice; what was not, is saved: both stay."""
        if not isinstance(error, commands.Elsewhere):
            return None
        mine, now = self._changes(values), error.now
        both = {name: value for name, value in mine.items() if now[name] not in {getattr(self.contact, name), value}}
        return _choice(self.contact, mine, both, error)

    def _changes(self, values: Values) -> dict[str, object]:
        chosen = {field.name for field in CONTACT_FIELDS if field.choices}
        typed = {name: value or None if name in chosen else value for name, value in values.texts.items()}
        return {name: value for name, value in typed.items() if value != getattr(self.contact, name)}


@dataclass
class ElsewhereForm(FormSpec):
    """A person was changed elsewhere while they were edited here: of each detail, whose counts."""

    contact: ContactRow
    mine: Mapping[str, object]  # all that was changed here
    both: Mapping[str, object]  # what of it was changed there as well
    now: Mapping[str, object]  # what is in the book
    title: str
    intro: str = "Nothing is saved yet. First stands what you typed, then what is in the book now."
    asks: bool = True
    is_unsaved: bool = True

    def fields(self) -> Sequence[Field]:
        """A field for each detail that was changed on both sides."""
        return [
            Field(
                field,
                LABELS.get(field, field),
                "mine",
                options={
                    "mine": f"mine: {shorten(str(value or '(empty)'), 40)}",
                    "theirs": f"there: {shorten(str(self.now[field] or '(empty)'), 40)}",
                },
            )
            for field, value in self.both.items()
        ]

    def command(self, values: Values) -> Job:
        """The details of which mine count."""
        return _change(self.contact, self._chosen(values))

    def instead(self, error: Exception, values: Values) -> FormSpec | Job | None:
        """It has changed once more while the user compared."""
        if not isinstance(error, commands.Elsewhere):
            return None
        mine = self._chosen(values)
        both = {name: value for name, value in mine.items() if error.now[name] != value}
        return _choice(self.contact, mine, both, error)

    def _chosen(self, values: Values) -> dict[str, object]:
        return {name: value for name, value in self.mine.items() if values.get(name, "mine") == "mine"}


def about(desk: Desk) -> FormSpec | str:
    """The form about the application on the cursor, or about the person."""
    if desk.selection.application is not None:
        from . import application

        return application.about(desk)
    row = desk.selection.row
    contact = desk.library.read(lambda c: queries.contact(c, row.contact_id)) if row is not None else None
    if contact is None:
        return desk.nobody()
    log = desk.keys("due.log")
    intro = f"A move to another employer that you heard of is better logged ({log}): it is a reason to write."
    return PersonForm(contact, desk.known(), f"Details of {contact.name}", intro)


def _change(contact: ContactRow, values: Mapping[str, object]) -> Job:
    return lambda book: commands.change_contact(book, contact.id, contact.revision, **values)


def _choice(
    contact: ContactRow, mine: Mapping[str, object], both: Mapping[str, object], error: "commands.Elsewhere"
) -> FormSpec | Job:
    newest = contact._replace(revision=error.revision)
    if not both:
        return _change(newest, mine)
    return ElsewhereForm(newest, mine, both, error.now, f"{contact.name} was changed elsewhere meanwhile")
