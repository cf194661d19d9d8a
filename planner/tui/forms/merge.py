"""Two entries that are one person: of each detail in which they differ, which counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...book import queries
from ...book.contact_fields import CONTACT_FIELDS, ContactRow
from ...text import shorten
from ..commands import lazy as commands
from ..services.state import Key, key_of_person
from .spec import Desk, Field, FormError, FormSpec, Job, Values


@dataclass
class MergeForm(FormSpec):
    """The entry that stands first in the list is kept, with the details that are chosen."""

    kept: ContactRow
    other: ContactRow
    title: str
    intro: str = (
        "The entry that stands first in the list comes first. Timelines, drafts, parts, tags and notes of both stay. "
        "Undo makes them two again."
    )

    def fields(self) -> Sequence[Field]:
        """A field for each detail in which they differ; without any, whether to merge them."""
        fields = [
            Field(
                field.name,
                field.label,
                "kept" if getattr(self.kept, field.name) else "other",
                options={
                    "kept": shorten(getattr(self.kept, field.name) or "(empty)", 40),
                    "other": shorten(getattr(self.other, field.name) or "(empty)", 40),
                },
            )
            for field in CONTACT_FIELDS
            if field.asked
            and not field.several  # tags of both stay
            and getattr(self.kept, field.name) != getattr(self.other, field.name)
        ]
        return fields or [Field("sure", "Merge them", "yes", options={"yes": "yes", "no": "no"})]

    def command(self, values: Values) -> Job:
        """The merge."""
        if values.get("sure") == "no":
            raise FormError("Then leave this form; the two entries stay as they are.", "sure")
        chosen = {
            name: getattr(self.kept if whose == "kept" else self.other, name)
            for name, whose in values.texts.items()
            if name != "sure"
        }
        kept, other = self.kept.id, self.other.id
        return lambda book: commands.merge_contacts(book, kept, other, chosen)

    def leads_to(self, done: "commands.Done", values: Values) -> Key:  # noqa: ARG002
        """To the person that the two have become."""
        return key_of_person(done.id)


def about(desk: Desk) -> FormSpec | str:
    """The form about the two who are marked."""
    rows = desk.selection.chosen
    if len(rows) != 2:
        mark = desk.keys("due.mark")
        return f"Mark the two entries of one person with {mark} first; the one that stands higher is kept."
    found = [desk.library.read(lambda c, key=row.contact_id: queries.contact(c, key)) for row in rows]  # type: ignore[misc]
    kept, other = found
    if kept is None or other is None:
        return "One of the two is no longer in the book."
    return MergeForm(kept, other, f"{kept.name} and {other.name} are one person")
