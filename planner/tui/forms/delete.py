"""Whether a person shall leave the book, and what goes with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...book import queries
from ...book.queries import ContactRow
from ..commands import lazy as commands
from .spec import Desk, Field, FormSpec, Job, Values


@dataclass
class DeleteForm(FormSpec):
    """Keep, archive or delete."""

    contact: ContactRow
    goes_with: str
    title: str
    intro: str = "Undo brings back either."

    def fields(self) -> Sequence[Field]:
        """The field."""
        options = {
            "keep": "keep them",
            "archive": "archive: kept and found, but in no list",
            "delete": f"delete, and with them {self.goes_with}",
        }
        return [Field("how", "Do", "keep", options=options)]

    def command(self, values: Values) -> Job | None:
        """What was chosen; nothing when they are kept."""
        key = self.contact.id
        if values["how"] == "keep":
            return None
        if values["how"] == "archive":
            return lambda book: commands.archive_contact(book, key)
        return lambda book: commands.delete_contact(book, key)


def about(desk: Desk) -> FormSpec | str:
    """The form about the person on the cursor."""
    row = desk.selection.row
    contact = desk.library.read(lambda c: queries.contact(c, row.contact_id)) if row is not None else None
    if contact is None:
        return desk.nobody()
    goes_with = desk.library.read(lambda c: commands.what_goes_with(c, contact.id)) or "nothing else"
    return DeleteForm(contact, goes_with, f"Delete {contact.name}?")
