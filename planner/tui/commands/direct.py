"""What one key does at once, without a form: the command for whom it is about."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ...book import due, queries
from ...book.due import DueRow
from ...cadence.terms import Step, YearlyHello
from ..services.library import Library
from ..services.state import Selection
from . import lazy as commands

if TYPE_CHECKING:
    from ...book.database import Book

Job = Callable[["Book"], "commands.Done"]


class Direct(NamedTuple):
    """A command that needs no words: what it is about gives the job, or a sentence when there is nothing to do."""

    job: Callable[[Library, Selection], Job | str | None]
    moves_on: bool = False  # whether the cursor goes on to the next line


def _wake(_library: Library, selection: Selection) -> Job | None:
    row = selection.row
    if row is None:
        return None
    return lambda book: commands.reopen_contact(book, row.contact_id)


def _archive(_library: Library, selection: Selection) -> Job | None:
    rows = selection.chosen
    if not rows:
        return None
    return lambda book: commands.together(
        book,
        [(row.name, lambda book, key=row.contact_id: commands.archive_contact(book, key)) for row in rows],  # type: ignore[misc]
    )


def _drop(library: Library, selection: Selection) -> Job | str:
    row = selection.row
    drafts = library.read(lambda c: queries.drafts_of(c, row.contact_id if row is not None else 0)) or []
    if not drafts:
        return "No draft waits for this person."
    key = row.draft_id if isinstance(row, DueRow) else None
    about = (row.step, row.application_id) if isinstance(row, DueRow) else None
    matching = [draft.id for draft in drafts if (draft.step, draft.application_id) == about]
    chosen = key or next(iter(matching), drafts[0].id)
    return lambda book: commands.drop_draft(book, chosen)


def _hello(library: Library, selection: Selection) -> Job | None:
    row = selection.row
    if row is None:
        return None
    contact = library.read(lambda c: queries.contact(c, row.contact_id))
    owed = library.read(lambda c: due.due_of(c, row.contact_id, library.today)) or []
    chosen = contact.yearly_hello if contact is not None else None
    is_on = chosen == YearlyHello.ON or (chosen is None and any(each.step == Step.HELLO for each in owed))
    return lambda book: commands.switch_hello(book, row.contact_id, on=not is_on)


DIRECT: dict[str, Direct] = {
    "wake": Direct(_wake),
    "archive": Direct(_archive, moves_on=True),
    "drop": Direct(_drop),
    "hello": Direct(_hello),
}
