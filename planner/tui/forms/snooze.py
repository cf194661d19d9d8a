"""Until when a step is put off, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...book.due import DueRow
from ...cadence.terms import STEP_NAMES, Step
from ..commands import lazy as commands
from ..services.state import Decided, Row
from .spec import Desk, Field, FormSpec, Job, Values, for_each

_PRESETS = {"1": "tomorrow", "2": "in a week", "3": "in a month"}


@dataclass
class SnoozeForm(FormSpec):
    """The date, why, and whose date it is."""

    rows: Sequence[Row]
    title: str
    intro: str = "A date they asked for beats every rule."

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        return [
            Field("until", "Until", is_date=True, required=True, presets=_PRESETS),
            Field("reason", "Why", hint="it comes back with the date; optional"),
            Field("asked", "Whose date is it", "mine", options={"mine": "mine", "theirs": "they asked for it"}),
        ]

    def command(self, values: Values) -> Job:
        """Each put off: the step, or, when they asked for the date, the person."""
        until, asked = values.day("until"), values["asked"] == "theirs"

        def job_of(row: Row) -> Job:
            step = Step(row.step) if isinstance(row, DueRow) and not asked else None
            application_id = row.application_id if isinstance(row, DueRow) and not asked else None
            return lambda book: commands.snooze(
                book,
                row.contact_id,
                until,
                reason=values["reason"],
                asked=asked,
                step=step,
                application_id=application_id,
            )

        return for_each(self.rows, job_of)

    def decided(self, values: Values) -> Decided:  # noqa: ARG002
        """It was put off."""
        return Decided.LATER

    def cancelled(self, values: Values, unread: Sequence[str]) -> Job | None:  # noqa: ARG002
        """A date that could not be read is kept in the notes of each."""
        if not unread:
            return None
        return for_each(
            self.rows,
            lambda row: lambda book: commands.keep_unread_date(book, row.contact_id, unread[0], "put off until"),
        )


def about(desk: Desk) -> FormSpec | str:
    """The form about whom was chosen."""
    rows = desk.selection.chosen
    if not rows:
        return desk.nobody()
    step = STEP_NAMES[rows[0].step] if isinstance(rows[0], DueRow) else "contact"
    what = "the next step" if len(rows) > 1 else step
    return SnoozeForm(rows, f"Put {what} with {desk.whom} off")
