"""A step left out, or no more steps at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...book.due import DueRow, WaitingRow
from ...cadence.terms import STEP_NAMES, Step
from ..commands import lazy as commands
from ..services.state import Decided, Row
from .spec import Desk, Field, FormSpec, Job, Values, for_each

_DECIDED = {"skip": Decided.SKIPPED, "rest": Decided.RESTING, "close": Decided.CLOSED}


@dataclass
class SkipForm(FormSpec):
    """Skip, let rest, close, or follow up again: what fits how they stand."""

    rows: Sequence[Row]
    title: str
    options: Mapping[str, str]
    chosen: str
    start: str = ""
    intro: str = (
        "Skipping goes on to the next step. Someone at rest gets no dates but can still be answered. "
        "Closing ends it, without guilt; undo brings it back."
    )

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        return [
            Field("how", "How", self.chosen, options=self.options),
            Field("reason", "Why", hint="one word is enough", only_for=frozenset({"rest", "close"}), required=True),
            Field("note", "Why", hint="optional", only_for=frozenset({"skip"})),
        ]

    def command(self, values: Values) -> Job:
        """The same for each."""
        return for_each(self.rows, lambda row: _skip(row, values))

    def decided(self, values: Values) -> Decided | None:
        """What became of the step."""
        return _DECIDED.get(values["how"])


def about(desk: Desk, chosen: str = "") -> FormSpec | str:
    """The form about whom was chosen, beginning with that choice."""
    rows = desk.selection.chosen
    if not rows:
        return desk.nobody()
    states = {row.state if isinstance(row, WaitingRow) else "open" for row in rows}
    step = "next step" if len(rows) > 1 else STEP_NAMES[rows[0].step] if isinstance(rows[0], DueRow) else ""
    if states == {"resting"}:
        options = {"wake": "follow up again", "close": "close for good"}
    elif states <= {"closed", "archived"}:
        options = {"wake": "follow up again"}
    else:
        options = {"rest": "let them rest", "close": "close for good"}
        if step and not chosen:
            options = {"skip": f"skip this {step}", **options}
    return SkipForm(
        rows,
        f"{desk.whom}: not now, or no more?",
        options,
        chosen or next(iter(options)),
        start="reason" if chosen else "",
    )


def about_closing(desk: Desk) -> FormSpec | str:
    """The form, beginning with the end of it."""
    return about(desk, "close")


def _skip(row: Row, values: Values) -> Job:
    how = values["how"]
    if how == "wake":
        return lambda book: commands.reopen_contact(book, row.contact_id)
    if how == "close":
        return lambda book: commands.close_contact(book, row.contact_id, values["reason"])
    if how == "rest":
        return lambda book: commands.rest_contact(book, row.contact_id, values["reason"])
    step = Step(row.step) if isinstance(row, DueRow) else None
    application_id = row.application_id if isinstance(row, DueRow) else None
    return lambda book: commands.skip(
        book, row.contact_id, reason=values["note"], step=step, application_id=application_id
    )
