"""Tags put on people, or taken off."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...book import queries
from ..commands import lazy as commands
from ..services.state import Row
from .spec import Desk, Field, FormSpec, Job, Values, for_each


@dataclass
class TagForm(FormSpec):
    """Words with commas between; one with a minus in front is taken off."""

    rows: Sequence[Row]
    title: str
    intro: str
    known: Sequence[str]

    def fields(self) -> Sequence[Field]:
        """The field."""
        hint = "mentor, warm; one with a minus in front is taken off: -old"
        return [Field("tags", "Tags", hint=hint, required=True, suggest=self.known, several=True)]

    def command(self, values: Values) -> Job:
        """The same for each."""
        words = [word.strip() for word in values["tags"].replace("#", "").split(",") if word.strip()]
        off = [word[1:].strip() for word in words if word.startswith("-")]
        put_on = {word for word in words if not word.startswith("-")}
        return for_each(self.rows, lambda row: lambda book: commands.tag_contact(book, row.contact_id, put_on, off))


def about(desk: Desk) -> FormSpec | str:
    """The form about whom was chosen."""
    rows = desk.selection.chosen
    if not rows:
        return desk.nobody()
    contact = desk.library.read(lambda c: queries.contact(c, rows[0].contact_id)) if len(rows) == 1 else None
    tags = contact.tags if contact is not None else ""
    intro = f"Now: {tags}." if tags else "Tags group people, and a playbook can treat a tag differently."
    return TagForm(rows, f"Tags of {desk.whom}", intro, desk.known().tags)
