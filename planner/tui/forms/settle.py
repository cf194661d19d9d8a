"""Which version to keep of what was changed on two machines separately."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...environment import settings_file
from ...settings import read_settings
from ...text import shorten
from ..commands import lazy as commands
from .spec import Desk, Field, FormSpec, Job, Values

if TYPE_CHECKING:
    from ...book.database import Book
    from ...book.merging import Conflict
    from ...exchange.synchronizing import Sync

_MOST = 12  # in one form; what is left is asked about the next time
_WIDEST = 44  # characters of a value


@dataclass
class SettleForm(FormSpec):
    """Of each detail that both changed, which counts; the answer goes to the other machines."""

    sync: "Sync"
    asked: "Sequence[tuple[Conflict, str]]"
    title = "Changed on two machines"
    intro = "These details were changed on two machines before they synced. Your choice applies on all of them."

    def fields(self) -> Sequence[Field]:
        """A field for each detail, with what it is on each machine."""
        grouped: dict[str, list[tuple[Conflict, str]]] = {}
        for conflict, whose in self.asked:
            grouped.setdefault(_name(conflict), []).append((conflict, whose))
        return [
            Field(
                name,
                f"{group[0][0].whose}, {group[0][0].name.replace('_', ' ')}",
                options={"mine": f"{_said(group[0][0].mine)} (here)"}
                | {str(number): f"{_said(each.theirs)} ({whose})" for number, (each, whose) in enumerate(group)},
            )
            for name, group in [*grouped.items()][:_MOST]
        ]

    def command(self, values: Values) -> Job:
        """The answers, on their way to all machines."""
        counted: dict[str, int] = {}
        given: list[tuple[Conflict, bool]] = []
        for conflict, _ in self.asked:
            name = _name(conflict)
            number = counted[name] = counted.get(name, -1) + 1
            if name in values:
                given.append((conflict, values[name] == str(number)))

        def job(book: "Book") -> "commands.Done":
            found = self.sync.round(lambda do: do(book), lambda _: given)
            if found.label:
                return commands.Done(found.label, 0)
            return commands.Done("kept yours", 0, way_back="Your other machines will follow.")

        return job


def _name(conflict: "Conflict") -> str:
    return f"{conflict.table}-{conflict.key}-{conflict.name}"


def _said(value: object) -> str:
    return shorten(" ".join(str(value if value is not None else "").split()), _WIDEST) or "(empty)"


def about(desk: Desk) -> FormSpec | str:
    """The form with what nobody has decided yet."""
    from ...exchange.synchronizing import Sync

    sync = Sync.of(desk.library.path, read_settings(settings_file()).settings)
    if sync is None:
        return "No sync folder is set. Run `planner sync now` to see how to set one."
    _, asked = sync.look()
    return SettleForm(sync, asked) if asked else "There are no conflicts to resolve."
