"""The ways to reach a person; the one that is chosen is opened by the system's own programs."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...book import queries
from ...book.queries import ContactRow
from ..system.programs import reach_link
from .spec import Desk, Field, FormSpec, Link, Values


@dataclass
class ReachForm(FormSpec):
    """A mail, a number, a page, or the address to copy. Nothing is recorded by it."""

    contact: ContactRow
    title: str
    intro: str = "Opening something is not writing: only what you log, or mark sent, is in the timeline."

    def fields(self) -> Sequence[Field]:
        """The ways that are known."""
        contact = self.contact
        options = {
            key: f"{words}: {value}"
            for key, words, value in (
                ("mail", "an empty mail", contact.live_email),
                ("phone", "call", contact.phone),
                ("linkedin", "LinkedIn", contact.linkedin),
                ("copy", "copy the address", contact.live_email),
            )
            if value
        }
        return [Field("how", "Open", "", options=options)]

    def command(self, values: Values) -> Link:
        """What to open."""
        how, contact = values["how"], self.contact
        if how == "copy":
            return Link(contact.live_email, is_copied=True)
        return Link(reach_link(how, contact.live_email, contact.phone, contact.linkedin), is_mail=how == "mail")


def about(desk: Desk) -> FormSpec | str:
    """The form about the person on the cursor."""
    row = desk.selection.row
    contact = desk.library.read(lambda c: queries.contact(c, row.contact_id)) if row is not None else None
    if contact is None:
        return desk.nobody()
    if not (contact.live_email or contact.phone or contact.linkedin):
        return f"No address and no number of {contact.name} is known; {desk.keys('due.edit')} adds one."
    return ReachForm(contact, f"Reach {contact.name}")
