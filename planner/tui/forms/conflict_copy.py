"""A copy of the book that lies beside it, left by a program that carries files: whether it is merged, and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...book.whole import ROW_WORDS
from ...text import joined, plural, shorten
from ..commands import lazy as commands
from .spec import Field, FormSpec, Job, Values

if TYPE_CHECKING:
    from ...book.database import Book
    from ...book.merging import Conflict
    from ...exchange.conflict_copies import ConflictCopy

_MOST = 10  # details that both changed, in one form; beyond these, the book's own stay
_WIDEST = 40  # characters of a value


@dataclass
class ConflictCopyForm(FormSpec):
    """Merges the copy into the book; where both changed something, the user chooses which to keep."""

    copy: "ConflictCopy"
    is_one_of_several = True

    def __post_init__(self) -> None:
        self.title = "There is a copy next to your book"
        self.intro = (
            f"Your sync program left {self.copy.path.name} there. What is different in it: {said_of(self.copy)}. "
            "The file itself will not be changed."
        )

    def fields(self) -> Sequence[Field]:
        """Whether to merge it, and a field for each detail that both changed."""
        fields = [Field("merge", "Changes in the copy", options={"yes": "merge them", "no": "not now"})]
        return fields + [
            Field(
                _name(each),
                f"{each.whose}, {each.name.replace('_', ' ')}",
                options={"mine": f"{_said(each.mine)} (here)", "theirs": f"{_said(each.theirs)} (there)"},
                only_for=frozenset({"yes"}),
            )
            for each in self.copy.found.conflicts[:_MOST]
        ]

    def command(self, values: Values) -> Job | None:
        """The merge."""
        if values["merge"] == "no":
            return None
        found, name = self.copy.found, self.copy.path.name
        for each in found.conflicts:
            if values.get(_name(each)) == "theirs":
                found.take(each)
        changes = commands.RowChanges(add=found.add, set=found.set, remove=found.remove)

        def job(book: "Book") -> "commands.Done":
            done = commands.change_rows(book, changes, f"{name} merged {found.mark}", is_kept=True)
            return commands.Done(f"{name} merged", done.id, done.act)

        return job


def said_of(copy: "ConflictCopy") -> str:
    """What the copy has that the book does not: "2 touches added and 1 detail changed in both"."""
    found = copy.found
    parts = [f"{plural(len(rows), *ROW_WORDS[table])} added" for table, rows in found.add.items() if rows]
    changed, gone = (sum(len(part) for part in parts.values()) for parts in (found.set, found.remove))
    parts += [f"{plural(changed, 'entry', 'entries')} changed"] if changed else []
    parts += [f"{plural(gone, 'entry', 'entries')} deleted"] if gone else []
    parts += [f"{plural(len(found.conflicts), 'detail')} changed in both"] if found.conflicts else []
    return joined(parts)


def _name(conflict: "Conflict") -> str:
    return f"{conflict.table}-{conflict.key}-{conflict.name}"


def _said(value: object) -> str:
    return shorten(" ".join(str(value if value is not None else "").split()), _WIDEST) or "(empty)"
