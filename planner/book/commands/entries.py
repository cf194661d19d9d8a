"""What every command shares: input checked in front of the tables, rows found or missed in plain words."""

from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError
from sqlmodel import Session, SQLModel, col, select

from ...cadence import terms
from ...cadence.terms import STEP_RANKS, Step
from ...errors import RefusedValueError
from ..contact_fields import LABELS
from ..errors import EntryError
from ..journal import Action
from ..models import Application, Contact, Draft, Fields, FollowUp

_F = TypeVar("_F", bound=Fields)
_T = TypeVar("_T", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Done:
    """An action that was done: its label, as the journal has it, and the row it is about."""

    label: str
    id: int
    act: Action | None = field(default=None, compare=False, repr=False)
    way_back: str = ""  # how it is taken back, where undo does not

    @property
    def changed(self) -> bool:
        """Whether anything in the book is another by it; what changed nothing leaves nothing to undo."""
        return self.act is None or self.act.entry is not None


def entered(model: type[_F], /, **values: object) -> _F:
    """The fields with values a person entered, cleaned and checked.

    Raises:
        EntryError: a value is not one that its field takes; it says which field, and what is wrong.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _entry_error(error) from None


def fill(row: SQLModel, values: dict[str, object]) -> None:
    """Set these fields of a row, each checked.

    Raises:
        EntryError: as `entered`.
    """
    try:
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
    except ValidationError as error:
        raise _entry_error(error) from None


def contact_of(session: Session, contact_id: int) -> Contact:
    """That person.

    Raises:
        BookError: they are no longer in the book.
    """
    return _found(session.get(Contact, contact_id), "person")


def application_of(session: Session, application_id: int) -> Application:
    """That application.

    Raises:
        BookError: it is no longer in the book.
    """
    return _found(session.get(Application, application_id), "application")


def draft_of(session: Session, draft_id: int) -> Draft:
    """That draft.

    Raises:
        BookError: it is no longer in the book.
    """
    return _found(session.get(Draft, draft_id), "draft")


def job(application: Application) -> str:
    """An application in words: "Data Engineer at Calder & Rowe"."""
    return terms.job(application.position, application.employer)


def key_of(row: Contact | Application | Draft) -> int:
    """The key of a row that has been written."""
    assert row.id is not None
    return row.id


def owed_next(
    session: Session, contact_id: int, step: Step | None = None, application_id: int | None = None
) -> FollowUp | None:
    """The stored follow-up of that step, or the one that stands first in the due list when no step is named."""
    found = session.exec(select(FollowUp).where(col(FollowUp.contact_id) == contact_id)).all()
    if step is not None:
        found = [row for row in found if row.step is step and row.application_id == application_id]
    return min(found, key=lambda row: (row.opens, STEP_RANKS[row.step], row.due), default=None)


def _found(row: _T | None, what: str) -> _T:
    if row is None:
        raise EntryError(f"That {what} is no longer in the book; it may have been undone meanwhile.")
    return row


def _entry_error(error: ValidationError) -> EntryError:
    """What is wrong with the first value that was refused."""
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    label = LABELS.get(field) or (field.replace("_", " ") or "entry").capitalize()
    kind = first["type"]
    if kind == "value_error":
        cause = first["ctx"]["error"]
        reason = cause.reason if isinstance(cause, RefusedValueError) else str(cause)
        return EntryError(f"{label}: {cause}.", field, reason)
    if kind == "extra_forbidden":
        return EntryError(f"There is no field called {field.replace('_', ' ')}.", field, "there is no such field")
    if kind in {"string_too_short", "missing"}:
        reason = "cannot be empty"
    elif kind == "string_too_long":
        reason = f"is too long; at most {first['ctx']['max_length']} characters fit"
    else:
        reason = f"{first['input']!r} does not fit"
        return EntryError(f"{label}: {reason} ({first['msg'].lower()}).", field, reason)
    return EntryError(f"{label} {reason}.", field, reason)
