"""What is to become of a note that was begun for another step and never went out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ...book.due import DueRow
from ...book.queries import DraftRow
from ...cadence.terms import STEP_NAMES, Channel, Step
from ...dates import show
from ...text import shorten
from ..commands import lazy as commands
from ..services.state import Row
from .spec import Field, FormSpec, Job, Values


@dataclass
class OlderDraftForm(FormSpec):
    """Take its text, begin anew, or drop it. The note is opened then."""

    row: Row
    draft: DraftRow
    today: date
    goes_on_to_note = True

    def __post_init__(self) -> None:
        begun = f" of {show(date.fromisoformat(self.draft.saved_at[:10]), self.today)}" if self.draft.saved_at else ""
        now = STEP_NAMES[self.row.step] if isinstance(self.row, DueRow) else "nothing planned"
        self.title = f"An unsent {self.draft.words}{begun}"
        text = shorten(" ".join(self.draft.body.split()), 160)
        self.intro = f"Begun for another step and never sent. What {self.row.called} is owed now: {now}. “{text}”"

    def fields(self) -> Sequence[Field]:
        """The field."""
        options = {
            "new": "keep it, and begin a new note",
            "take": "use its text",
            "drop": "drop it, and begin a new note",
        }
        return [Field("what", "The old draft", "new", options=options)]

    def command(self, values: Values) -> Job | None:
        """Its text taken, or the draft dropped; nothing when it is left."""
        row, key = self.row, self.draft.id
        if values["what"] == "drop":
            return lambda book: commands.drop_draft(book, key)
        if values["what"] == "new":
            return None
        if not isinstance(row, DueRow):
            return lambda book: commands.use_draft_for(book, key, None, None, Channel(self.draft.channel))
        return lambda book: commands.use_draft_for(book, key, Step(row.step), row.application_id, Channel(row.channel))
