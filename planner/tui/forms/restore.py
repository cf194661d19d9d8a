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
            label = f"book restored as it was on {say(made.date())} at {made:%H:%M}"
            return commands.Done(label, 0, way_back="Restoring the newest backup takes it back.")

        return job


def _summed_up(found: Sequence[Difference]) -> str:
    """What would come, change and go: "1 person comes, 2 touches go"."""
    parts = []
    for each in found:
        for names, verb in ((each.comes, "come"), (each.changes, "change"), (each.goes, "go")):
            if names:
                ending = ("es" if verb == "go" else "s") if len(names) == 1 else ""
                parts.append(f"{plural(len(names), each.one, each.many)} {verb}{ending}")
    return joined(parts[:3]) + (", and more" if len(parts) > 3 else "") if parts else "as it is now"


def about(desk: Desk) -> FormSpec | str:
    """The form with the newest backups."""
    found = listed(desk.library.path)[:_OFFERED]
    if not found or newest_sound(desk.library.path) is None:
        return "There is no sound backup yet; “Back up now” makes one."
    return RestoreForm(desk.library.path, found)
