"""Notes that are being written, and what was written before to compare them with."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from sqlite3 import Connection
from typing import Any, NamedTuple

from ...cadence.terms import STEP_NAMES, Channel, Step
from ...dates import from_iso
from ...names import called as called_by
from ...notes import blanks


class DraftRow(NamedTuple):
    """A note not sent yet."""

    id: int
    contact_id: int
    step: str | None
    application_id: int | None
    channel: str
    template: str
    subject: str
    body: str
    state: str
    handed_over: str
    stops: str
    handed_over_on: date | None
    held_until: date | None
    saved_at: str

    @property
    def words(self) -> str:
        """What it is, in words: "call script for the first call"."""
        what = "call script" if self.channel == Channel.PHONE else "note"
        return f"{what} ({STEP_NAMES[self.step]})" if self.step else what


class EarlierNote(NamedTuple):
    """A note to somebody else at the same employer, sent or begun, to compare a new one with."""

    name: str
    body: str
    works_there: bool = True  # and has not only interviewed for a job there, as a recruiter does


class Answer(NamedTuple):
    """What was filled into a blank before; `theirs` when it was in a note to this very person."""

    asks_for: str
    text: str
    theirs: bool
    source: str = ""  # "Your notes": where it stands, when it was in no note


_DRAFT_COLUMNS = ", ".join(DraftRow._fields)
_DRAFT = f"""
SELECT {_DRAFT_COLUMNS} FROM draft
WHERE contact_id = :contact AND state IN ('draft', 'handed_over') ORDER BY id DESC
"""
_ONE_DRAFT = f"SELECT {_DRAFT_COLUMNS} FROM draft WHERE id = :draft"
_ANSWERS = """
SELECT contact_id, stops, body FROM draft
WHERE stops <> '' AND state <> 'dropped' AND (contact_id = :contact OR application_id = :application)
ORDER BY id DESC LIMIT 100
"""
_TO_OTHERS = """
WITH colleague AS (
    SELECT id FROM contact WHERE employer = :employer
    UNION
    SELECT i.contact_id FROM interviewer i JOIN application a ON a.id = i.application_id WHERE a.employer = :employer
)
SELECT c.name, n.body, c.employer = :employer FROM (
    SELECT t.contact_id, t.body, t.happened_on AS day FROM colleague g JOIN touchpoint t ON t.contact_id = g.id
    WHERE t.kind = 'message' AND t.direction = 'out' AND t.body <> ''
    UNION ALL
    SELECT d.contact_id, d.body, substr(d.saved_at, 1, 10) FROM colleague g JOIN draft d ON d.contact_id = g.id
    WHERE d.state IN ('draft', 'handed_over')
) n
JOIN contact c ON c.id = n.contact_id
WHERE n.contact_id <> :contact
ORDER BY n.day DESC LIMIT :most
"""
_TEMPLATES = """
SELECT d.template, c.called, c.name FROM draft d JOIN contact c ON c.id = d.contact_id
WHERE d.application_id = :application AND d.contact_id <> :contact AND d.state <> 'dropped' AND d.template <> ''
ORDER BY d.id
"""
_USES = """
SELECT template, sum(contact_id = :contact), count(*) FROM draft
WHERE template <> '' AND state <> 'dropped' GROUP BY template
"""
_BEGUN = """
SELECT DISTINCT contact_id FROM draft
WHERE application_id = :application AND step = :step AND state <> 'dropped' AND template <> ''
"""


def drafts_of(connection: Connection, contact_id: int) -> list[DraftRow]:
    """The notes to a person that are not sent yet, the newest first."""
    return [_draft(row) for row in connection.execute(_DRAFT, {"contact": contact_id})]


def belonging(
    drafts: Iterable[DraftRow], step: str | None, application_id: int | None, draft_id: int | None = None
) -> DraftRow | None:
    """The draft for that step: the one named, else the one begun for it, else one that was begun for no step."""
    drafts = [*drafts]
    tests: tuple[Callable[[DraftRow], bool], ...] = (
        lambda draft: draft.id == draft_id,
        lambda draft: (draft.step, draft.application_id) == (step, application_id),
        # The script of a call that is tried again.
        lambda draft: step == Step.RETRY and draft.channel == Channel.PHONE and draft.application_id == application_id,
        lambda draft: draft.step is None and draft.held_until is None and draft.state == "draft",
    )
    return next((draft for test in tests for draft in drafts if test(draft)), None)


def left_over(drafts: Iterable[DraftRow], owed: Collection[tuple[str | None, int | None]]) -> DraftRow | None:
    """The newest draft for a step that is no longer owed, and that no row of a list leads to any more."""
    return next(
        (
            draft
            for draft in drafts
            if draft.state == "draft"
            and draft.held_until is None
            and draft.step is not None
            and (draft.step, draft.application_id) not in owed
        ),
        None,
    )


def draft(connection: Connection, draft_id: int) -> DraftRow | None:
    """One draft, also when it was sent or dropped; None when there is no such draft (any more)."""
    row = connection.execute(_ONE_DRAFT, {"draft": draft_id}).fetchone()
    return _draft(row) if row is not None else None


def answers(connection: Connection, contact_id: int, application_id: int | None) -> list[Answer]:
    """What was filled into blanks of notes to this person, and to others of that application, the newest first."""
    found = []
    for whose, kept, body in connection.execute(_ANSWERS, {"contact": contact_id, "application": application_id}):
        theirs = whose == contact_id
        for asks_for, text in blanks.answers(body, blanks.from_json(kept, body)).items():
            if theirs or not blanks.asks_about_them(asks_for):
                found.append(Answer(asks_for, text, theirs))
    return sorted(found, key=lambda answer: not answer.theirs)


def notes_to_others(connection: Connection, contact_id: int, employer: str, most: int = 50) -> list[EarlierNote]:
    """The notes sent to or begun for others at an employer, the newest first."""
    values = {"contact": contact_id, "employer": employer, "most": most}
    rows = connection.execute(_TO_OTHERS, values) if employer else []
    return [EarlierNote(name, body, bool(works_there)) for name, body, works_there in rows]


def templates_of_colleagues(connection: Connection, contact_id: int, application_id: int | None) -> dict[str, str]:
    """The templates that notes to others of an application came from, each with what one of them is called."""
    values = {"contact": contact_id, "application": application_id}
    return {template: called or called_by(name) for template, called, name in connection.execute(_TEMPLATES, values)}


def template_uses(connection: Connection, contact_id: int) -> dict[str, tuple[int, int]]:
    """How many notes were begun from each template: to this person, and to anybody."""
    return {name: (theirs, all_) for name, theirs, all_ in connection.execute(_USES, {"contact": contact_id})}


def templates_begun(connection: Connection, application_id: int, step: str) -> set[int]:
    """Those of an application to whom a note for that step was begun from a template."""
    return {key for (key,) in connection.execute(_BEGUN, {"application": application_id, "step": step})}


def _draft(row: Any) -> DraftRow:  # noqa: ANN401 - a row of sqlite3
    return DraftRow._make((*row[:11], from_iso(row[11]), from_iso(row[12]), row[13]))
