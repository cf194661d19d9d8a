"""What a form asks, and the command that its values become."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ...text import plural
from ..bindings import KeyNames
from ..services.library import Library
from ..services.state import Decided, Key, Row, Selection, Snapshot

if TYPE_CHECKING:
    from ...book.commands import Done
    from ...book.database import Book

Job = Callable[["Book"], "Done"]


class FormError(Exception):
    """Something in a form does not fit; `field` is where, "" for the form as a whole."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form.

    `options` makes it a choice, each value with its words; one that is `required` has none chosen before. `is_date` a
    date in words, `past` one that has been. `only_for` are the choices of the first field with which it shows; all when
    empty. `presets` are short words that stand for longer ones in a date: "1" for "tomorrow". `check` looks at a text
    once its field is left; what it gives is shown beside the label, and is wrong when it begins with "!". `suggest` are
    texts to complete with, several of them separated by commas when `several`.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    is_date: bool = False
    past: bool = False
    required: bool = False
    only_for: frozenset[str] = frozenset()
    presets: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[str], str] | None = None
    suggest: Sequence[str] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Values:
    """What a form holds: the texts of the fields that show, by name, and the days that those with a date mean."""

    texts: Mapping[str, str]
    dates: Mapping[str, date | None] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """The text of a field that shows."""
        return self.texts[name]

    def __contains__(self, name: str) -> bool:
        """Whether that field shows."""
        return name in self.texts

    def get(self, name: str, otherwise: str = "") -> str:
        """The text of a field that may not show."""
        return self.texts.get(name, otherwise)

    def day(self, name: str) -> date:
        """The day of a field that needs one.

        Raises:
            FormError: there is none.
        """
        day = self.dates.get(name)
        if day is None:
            raise FormError("A date is needed here.", name)
        return day


class Link(NamedTuple):
    """Something outside the planner that a form opens: an address, a number, a page; or a text to copy."""

    text: str
    is_mail: bool = False
    is_copied: bool = False


class FormSpec:
    """A form: its words and fields, and what becomes of its values. One class a form; it knows no widget.

    `start` is the field to begin at, when it is not the first. With `asks`, leaving it with changes asks once;
    `is_unsaved` is whether it holds from the start what would be lost.
    """

    title: str
    intro: str
    start = ""
    asks = False
    is_unsaved = False
    moves_on = False
    """Whether the cursor goes on to the next line once it was done."""
    goes_on_to_note = False
    """Whether the note to the person on the cursor is opened once it was done."""
    is_one_of_several = False
    """Whether more of its kind may be waiting."""

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        raise NotImplementedError

    def command(self, values: Values) -> "Job | Link | None":
        """The job that the form asks for; None when nothing is to be done.

        Raises:
            FormError: a value does not fit.
        """
        raise NotImplementedError

    def decided(self, values: Values) -> Decided | None:  # noqa: ARG002
        """What the form decides about the step of the person it is about; None of one that decides nothing."""
        return None

    def leads_to(self, done: "Done", values: Values) -> Key | None:  # noqa: ARG002
        """Whom the cursor goes to once it was done; None to leave it where it is."""
        return None

    def said_of(self, done: "Done", values: Values, snapshot: Snapshot) -> str:  # noqa: ARG002
        """What is said beside what was done, once the book was read anew; it ends in two blanks."""
        return ""

    def instead(self, error: Exception, values: Values) -> "FormSpec | Job | None":  # noqa: ARG002
        """What is asked or done instead when the command failed so; None to say the error in the form."""
        return None

    def cancelled(self, values: Values, unread: Sequence[str]) -> "Job | None":  # noqa: ARG002
        """What is kept of a form that is left; `unread` are the dates in it that could not be read, word for word."""
        return None

    async def carried_out(self) -> None:
        """What is to be cleared away once the book has it."""


@dataclass(frozen=True)
class Desk:
    """The place that a form is opened from: the book, what was chosen, and the names of the keys."""

    library: Library
    selection: Selection
    keys: KeyNames

    @property
    def today(self) -> date:
        """The day that is shown."""
        return self.library.today

    def known(self) -> "Known":
        """What the book knows, to complete with."""
        people, applications = self.library.snapshot.people, self.library.snapshot.applications
        return Known(
            sorted(({person.employer for person in people} | {row.employer for row in applications}) - {""}),
            sorted({row.position for row in applications} | {person.title for person in people if person.title}),
            sorted({tag for person in people for tag in person.tags}),
            [person.name for person in people],
        )

    @property
    def whom(self) -> str:
        """The people who are marked, or the one on the cursor, in words."""
        rows = self.selection.chosen
        return rows[0].name if len(rows) == 1 else plural(len(rows), "person", "people")

    def nobody(self) -> str:
        """What is said where somebody would have to be chosen."""
        return f"No one is selected. {self.keys('due.add')} adds someone, {self.keys('due.back')} shows everybody."


class Known(NamedTuple):
    """What the book knows, to complete with."""

    employers: Sequence[str] = ()
    positions: Sequence[str] = ()
    tags: Sequence[str] = ()
    people: Sequence[str] = ()


def for_each(rows: Sequence[Row], job_of: Callable[[Row], Job]) -> Job:
    """One job that does the same for each of these people: one action, all or none."""
    from ..commands import lazy as commands

    jobs = [(row.name, job_of(row)) for row in rows]
    return lambda book: commands.together(book, jobs)
