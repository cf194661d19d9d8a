"""What happened with a person, or with several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ... import environment
from ...book.due import DueRow
from ...cadence.terms import Channel, Direction, Kind
from ...cadence.touches import EVENTS
from ..commands import lazy as commands
from ..services.state import Decided, Key, Row, key_of_person
from .spec import Desk, Field, FormSpec, Job, Values, for_each

if TYPE_CHECKING:
    from ...book.database import Book

HAPPENED = {word: event.choice for word, event in EVENTS.items()}


@dataclass
class LogForm(FormSpec):
    """What happened, and when. A move is a kind of its own, and one person's."""

    rows: Sequence[Row]
    title: str
    moves_on = True
    usual: str  # what happened most likely
    intro: str = "Arrows or a first letter choose, Enter goes on and saves at the end."

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        many = len(self.rows) > 1
        return [
            Field(
                "what",
                "What",
                self.usual,
                options={key: words for key, words in HAPPENED.items() if not many or key != "moved"},
            ),
            Field("on", "When", "today", is_date=True, past=True, required=True),
            Field("to", "Where", hint="their new employer", required=True, only_for=frozenset({"moved"})),
            Field(
                "text",
                "In a few words",
                hint="what was said or written; optional",
                only_for=frozenset(HAPPENED) - {"moved"},
            ),
        ]

    def command(self, values: Values) -> Job:
        """One touchpoint each, or the move."""
        on = values.day("on")
        return for_each(self.rows, lambda row: _touch(row.contact_id, values, on))

    def leads_to(self, done: "commands.Done", values: Values) -> Key | None:  # noqa: ARG002
        """To the same person while it is their turn no longer: they wrote, called, or have a new job to write about."""
        event = EVENTS[values["what"]]
        theirs = event.direction is Direction.IN or event.kind is Kind.MOVED
        return key_of_person(self.rows[0].contact_id) if theirs and len(self.rows) == 1 else None

    def decided(self, values: Values) -> Decided:  # noqa: ARG002
        """What happened takes the place of what was owed."""
        return Decided.LOGGED


def about(desk: Desk) -> FormSpec | str:
    """The form about whom was chosen."""
    rows = desk.selection.chosen
    if not rows:
        return desk.nobody()
    calls = all(isinstance(row, DueRow) and row.channel == Channel.PHONE for row in rows)
    return LogForm(rows, f"What happened with {desk.whom}?", "called" if calls else "emailed")


def _touch(contact_id: int, values: Values, on: date) -> Job:
    if values["what"] == "moved":
        return lambda book: commands.record_move(book, contact_id, values["to"], on)
    event = EVENTS[values["what"]]

    def job(book: "Book") -> "commands.Done":
        at = environment.time_now(book.clock()) if on == book.clock() else None
        return commands.log_touchpoint(
            book,
            contact_id,
            event.kind,
            event.direction,
            on,
            at=at,
            channel=event.channel,
            body=values.get("text"),
        )

    return job
