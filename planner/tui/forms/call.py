"""What came of a call, and what follows from each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ... import environment
from ...book.errors import BookError
from ...cadence.touches import EVENTS
from ..commands import lazy as commands
from .spec import Field, FormSpec, Job, Values

if TYPE_CHECKING:
    from ...book.database import Book

_CAME_OF_IT = {word: event.outcome for word, event in EVENTS.items() if event.outcome}


@dataclass
class CallForm(FormSpec):
    """Reached, voicemail or no answer, for the script in the draft with that key."""

    draft_id: int | None
    text: tuple[str, str]  # subject and text of the script
    title: str
    intro: str

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        return [
            Field("what", "What", "called", options=_CAME_OF_IT),
            Field("on", "When", "today", is_date=True, past=True, required=True),
        ]

    def command(self, values: Values) -> Job:
        """The call, with its script."""
        on, kind = values.day("on"), EVENTS[values["what"]].kind

        def job(book: "Book") -> "commands.Done":
            if self.draft_id is None:
                raise BookError("The script could not be saved before; leave this and try again.")
            at = environment.time_now(book.clock()) if on == book.clock() else None
            return commands.mark_sent(book, self.draft_id, on, at=at, kind=kind, text=self.text)

        return job
