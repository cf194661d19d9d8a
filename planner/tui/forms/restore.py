"""Back to a backup of the book."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...book.backups import WHY_SAID, Backup, listed, newest_sound, restore
from ...book.differences import Difference, differences
from ...book.errors import BookError
from ...dates import say
from ...text import joined, plural
from ..commands import lazy as commands
from .spec import Desk, Field, FormSpec, Job, Values

if TYPE_CHECKING:
    from ...book.database import Book

_OFFERED = 6  # the newest; the others are for `planner backup restore`


@dataclass
class RestoreForm(FormSpec):
    """Which of the newest backups; each says what differs from now."""

    book: Path
    backups: Sequence[Backup]
    title = "Back to a backup"
    intro = (
        "The book becomes what it was then; what it is now is backed up first, so restoring that takes it back. "
        "`planner backup list` has them all."
    )

    def fields(self) -> Sequence[Field]:
        """The field."""
        options = {each.name: self._said(each) for each in self.backups}
        return [Field("backup", "Which", "", options=options, required=True)]

    def _said(self, backup: Backup) -> str:
        made = backup.made_at.astimezone()
        try:
            what = _summed_up(differences(self.book, backup.path))
        except BookError:
            what = "what differs cannot be told"
        return f"{say(made.date())} {made:%H:%M}, {WHY_SAID[backup.why]}: {what}"

    def command(self, values: Values) -> Job:
        """The restore; the app goes on with the book as it is then."""
        chosen = next(each for each in self.backups if each.name == values["backup"])
        made = chosen.made_at.astimezone()

        def job(book: "Book") -> "commands.Done":
            restore(book.path, chosen, book.backup_limit)
            label = f"book as on {say(made.date())} at {made:%H:%M}"
            return commands.Done(label, 0, way_back="Restore the newest to take it back.")

        return job


def _summed_up(found: Sequence[Difference]) -> str:
    """What a restore would do: "brings back 1 person and 2 touches, takes away 1 draft"."""
    said = []
    for verb, name in (("brings back", "comes"), ("changes", "changes"), ("takes away", "goes")):
        counts = [plural(len(rows), each.one, each.many) for each in found if (rows := getattr(each, name))]
        if counts:
            said.append(f"{verb} {joined([*counts[:2], 'more'] if len(counts) > 3 else counts)}")
    return ", ".join(said) or "as it is now"


def about(desk: Desk) -> FormSpec | str:
    """The form with the newest backups."""
    found = listed(desk.library.path)[:_OFFERED]
    if not found or newest_sound(desk.library.path) is None:
        return "There is no sound backup yet; “Back up now” makes one."
    return RestoreForm(desk.library.path, found)
