"""What the user promised a person, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..commands import lazy as commands
from ..services.state import Row
from .spec import Desk, Field, FormSpec, Job, Values, for_each


@dataclass
class PromiseForm(FormSpec):
    """What, and by when."""

    row: Row
    title: str
    intro: str = "It comes up on that day. Writing to them about it, or logging a call, marks it kept."

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        return [
            Field("what", "What", hint="an article, an introduction, an answer", required=True),
            Field("by", "By", is_date=True, required=True),
        ]

    def command(self, values: Values) -> Job:
        """The promise."""
        by, key = values.day("by"), self.row.contact_id
        return lambda book: commands.add_promise(book, key, values["what"], by)

    def cancelled(self, values: Values, unread: Sequence[str]) -> Job | None:
        """A date that could not be read is kept in the notes."""
        if not unread:
            return None
        what = f"promised “{values.get('what')}” by"
        return for_each(
            [self.row], lambda row: lambda book: commands.keep_unread_date(book, row.contact_id, unread[0], what)
        )


def about(desk: Desk) -> FormSpec | str:
    """The form about the person on the cursor."""
    row = desk.selection.row
    if row is None:
        return desk.nobody()
    return PromiseForm(row, f"What did you promise {row.name}?")
