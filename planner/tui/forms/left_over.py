"""What is to become of a text that a crash left in another editor."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...cadence.terms import Channel, Step
from ...text import shorten
from ..commands import lazy as commands
from ..system.left_overs import LeftOver, clear
from .spec import Field, FormSpec, Job, Values

if TYPE_CHECKING:
    from ...book.database import Book


@dataclass
class LeftOverForm(FormSpec):
    """Keep it, in its draft or notes or beside what is there now, or throw it away."""

    left: LeftOver
    is_one_of_several = True

    def __post_init__(self) -> None:
        about = self.left.about
        what = f"your notes on {about.name}" if about.notes else f"a note to {about.name}"
        where = "stood in your editor" if about.was_outside else "was not saved yet"
        self.title = f"The planner ended while {what} {where}"
        self.intro = f"It begins: “{shorten(' '.join(self.left.body.split()), 200)}”"

    def fields(self) -> Sequence[Field]:
        """The field."""
        return [Field("keep", "That text", "keep", options={"keep": "keep it", "drop": "throw it away"})]

    def command(self, values: Values) -> Job | None:
        """The text saved; nothing when it is thrown away."""
        return self._keep if values["keep"] == "keep" else None

    async def carried_out(self) -> None:
        """Take the text's folder away: the book has it, or nobody wants it."""
        await asyncio.to_thread(clear, self.left)

    def _keep(self, book: "Book") -> "commands.Done":
        about = self.left.about
        if about.notes:
            saved = commands.save_notes(book, about.contact_id, self.left.body, expected=about.body)
            return commands.Done(saved.label, about.contact_id)
        draft = commands.save_draft(
            book,
            about.draft_id,
            contact_id=about.contact_id,
            subject=self.left.subject,
            body=self.left.body,
            expected=(about.subject, about.body) if about.draft_id is not None else None,
            step=Step(about.step) if about.step else None,
            application_id=about.application_id,
            channel=Channel(about.channel) if about.channel else Channel.EMAIL,
            template=about.template,
        )
        return commands.Done(f"note to {about.name} kept as a draft", draft.id)
