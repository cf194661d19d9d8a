"""What the front ends show of people, applications, drafts and the journal: plain SQL, as frozen rows.

The statements use named parameters and common SQL, so that the same text can run on another engine. Days come as ISO
texts and leave as dates.
"""

from collections.abc import Iterable
from datetime import date
from sqlite3 import Connection
from typing import Any, NamedTuple

from ..cadence.terms import PART_RANKS
from ..notes import blanks
from .contact_fields import ContactRow as ContactRow  # noqa: PLC0414 - one of the rows that are read here


class PromiseRow(NamedTuple):
    """Something the user promised a person."""

    what: str
    due: date
    kept_on: date | None


class TouchRow(NamedTuple):
    """One touchpoint of a timeline."""

    id: int
    kind: str
    channel: str | None
    direction: str
    on: date
    at: str | None
    subject: str
    body: str
    step: str | None
    position: str | None
    employer: str | None
    message_id: str | None


class RoleRow(NamedTuple):
    """A person's part in an application, with how the application stands."""

    application_id: int
    position: str
    employer: str
    part: str
    state: str
    learned_on: date | None
    how_learned: str | None
    reason: str | None
    reason_given: str
    would_go_back: bool | None
    promised_on: date | None


class ApplicationRow(NamedTuple):
    """An application with the names of those who interviewed for it, hiring manager first."""

    id: int
    position: str
    employer: str
    state: str
    learned_on: date | None
    people: tuple[str, ...]


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


class EarlierNote(NamedTuple):
    """A note to somebody else at the same employer, sent or begun, to compare a new one with."""

    name: str
    body: str


class Answer(NamedTuple):
    """What was filled into a blank before; `theirs` when it was in a note to this very person."""

    asks_for: str
    text: str
    theirs: bool


class Panelist(NamedTuple):
    """One interviewer of an application and, of the notes that a step asks for, how far theirs is."""

    contact_id: int
    name: str
    called: str
    part: str
    written: bool
    owed: bool


class ProfileRow(NamedTuple):
    """The user's own details; empty texts where nothing was entered."""

    name: str = ""
    email: str = ""
    phone: str = ""
    linkedin: str = ""
    skills: str = ""
    playbook: str = ""
    country: str = ""
    weekend: str = ""


_CONTACT_COLUMNS = ", ".join(f"c.{name}" for name in ContactRow._fields)
_CONTACT = f"SELECT {_CONTACT_COLUMNS} FROM contact c WHERE c.id = :contact"
_NAMES = "SELECT id, name, employer, email, state FROM contact ORDER BY name, id"
_TIMELINE = """
SELECT t.id, t.kind, t.channel, t.direction, t.happened_on, t.happened_at, t.subject, t.body, t.step,
       a.position, a.employer, t.message_id
FROM touchpoint t
LEFT JOIN application a ON a.id = t.application_id
WHERE t.contact_id = :contact
   OR (t.contact_id IS NULL AND t.application_id IN
       (SELECT i.application_id FROM interviewer i WHERE i.contact_id = :contact))
ORDER BY t.happened_on DESC, t.happened_at DESC, t.id DESC
"""
_ROLES = """
SELECT a.id, a.position, a.employer, i.part, a.state, a.learned_on, a.how_learned, a.reason, a.reason_given,
       a.would_go_back, a.promised_on
FROM interviewer i JOIN application a ON a.id = i.application_id
WHERE i.contact_id = :contact
ORDER BY a.id DESC
"""
_APPLICATIONS = """
SELECT a.id, a.position, a.employer, a.state, a.learned_on, c.name, i.part
FROM application a
LEFT JOIN interviewer i ON i.application_id = a.id
LEFT JOIN contact c ON c.id = i.contact_id
ORDER BY a.id DESC
"""
_PROMISES = "SELECT what, due, kept_on FROM promise WHERE contact_id = :contact ORDER BY kept_on IS NOT NULL, due, id"
_COLLEAGUES = """
SELECT o.application_id, c.name FROM interviewer mine
JOIN interviewer o ON o.application_id = mine.application_id AND o.contact_id <> mine.contact_id
JOIN contact c ON c.id = o.contact_id
WHERE mine.contact_id = :contact ORDER BY o.application_id, c.name
"""
_DRAFT_COLUMNS = ", ".join(DraftRow._fields)
_DRAFT = f"""
SELECT {_DRAFT_COLUMNS} FROM draft
WHERE contact_id = :contact AND state IN ('draft', 'handed_over') ORDER BY id DESC
"""
_ONE_DRAFT = f"SELECT {_DRAFT_COLUMNS} FROM draft WHERE id = :draft"
_ANSWERS = """
SELECT contact_id, stops, body FROM draft
WHERE stops <> '' AND (contact_id = :contact OR application_id = :application)
ORDER BY id DESC LIMIT 100
"""
_TO_OTHERS = """
WITH colleague AS (
    SELECT id FROM contact WHERE employer = :employer
    UNION
    SELECT i.contact_id FROM interviewer i JOIN application a ON a.id = i.application_id WHERE a.employer = :employer
)
SELECT c.name, n.body FROM (
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
_OTHERS = """
SELECT c.name, c.called, c.employer, c.email FROM contact c WHERE c.id <> :contact
UNION
SELECT c.name, c.called, a.employer, c.email FROM interviewer i
JOIN contact c ON c.id = i.contact_id JOIN application a ON a.id = i.application_id
WHERE c.id <> :contact
"""
_PANEL = """
SELECT c.id, c.name, c.called, i.part,
       EXISTS (SELECT 1 FROM touchpoint t WHERE t.contact_id = c.id AND t.application_id = :application
               AND t.step = :step)
       OR EXISTS (SELECT 1 FROM draft d WHERE d.contact_id = c.id AND d.application_id = :application
                  AND d.step = :step
                  AND (d.state = 'handed_over' OR (d.state = 'draft' AND d.held_until IS NOT NULL))),
       EXISTS (SELECT 1 FROM follow_up f WHERE f.contact_id = c.id AND f.application_id = :application
               AND f.step = :step)
FROM interviewer i JOIN contact c ON c.id = i.contact_id
WHERE i.application_id = :application AND c.state = 'open'
"""
_PROFILE = f"SELECT {', '.join(ProfileRow._fields)} FROM profile WHERE id = 1"
_PLAYBOOKS = "SELECT name, text FROM playbook ORDER BY name"
_UNDO_LABEL = "SELECT label FROM journal_entry WHERE undone = 0 ORDER BY id DESC LIMIT 1"
_REDO_LABEL = "SELECT label FROM journal_entry WHERE undone = 1 ORDER BY id LIMIT 1"
_LATEST_ACTION = "SELECT coalesce(max(id), 0) FROM journal_entry WHERE undone = 0"
_ACTION_DONE = "SELECT 1 FROM journal_entry WHERE id = :number AND undone = 0"
_KNOWN_MESSAGE = "SELECT count(*) FROM touchpoint WHERE message_id = :message"


def contact(connection: Connection, contact_id: int) -> ContactRow | None:
    """One person, or None when there is no such person (any more)."""
    row = connection.execute(_CONTACT, {"contact": contact_id}).fetchone()
    if row is None:
        return None
    found = ContactRow(*row)
    return found._replace(called=found.called or found.name.split()[0])


def find_contacts(connection: Connection, text: str) -> list[tuple[int, str, str]]:
    """The people whose name, employer or address has all the words of a text: key, name, employer.

    A full name finds only its bearers, and a name beats an employer or an address.
    """
    words = _folded(text).split()
    people = [tuple(row) for row in connection.execute(_NAMES)]
    exact = [(key, name, employer) for key, name, employer, _, _ in people if _folded(name).split() == words]
    if exact:
        return exact
    by_name = [row[:3] for row in people if all(word in _folded(row[1]) for word in words)]
    if by_name or not words:
        return by_name
    return [row[:3] for row in people if all(word in _folded(f"{row[2]} {row[3]}") for word in words)]


def meant(connection: Connection, name: str, employer: str) -> list[int]:
    """The people that a name given for an application at that employer means, by key.

    A full name means its bearers, and of several those at that employer. Whole words of one, such as a first name, mean
    somebody only when nobody else of that employer has them: "Ann" is not Anna.
    """
    words = _folded(name).split()
    people = [(key, _folded(known).split(), _folded(where)) for key, known, where, *_ in connection.execute(_NAMES)]
    same = [key for key, known, _ in people if known == words]
    there = [key for key, known, where in people if where == _folded(employer) and {*words} <= {*known}]
    if same:
        return [key for key in same if key in there] or same
    return there if len(there) == 1 else []


def addresses(connection: Connection) -> list[tuple[int, str]]:
    """The e-mail addresses of all people, each with its person's key."""
    return [(key, email) for key, _, _, email, _ in connection.execute(_NAMES) if email]


def timeline(connection: Connection, contact_id: int) -> list[TouchRow]:
    """What happened with a person, and what came for the applications they are part of; the latest first."""
    return [
        TouchRow._make((*row[:4], date.fromisoformat(row[4]), row[5] and row[5][:5], *row[6:]))
        for row in connection.execute(_TIMELINE, {"contact": contact_id})
    ]


def roles(connection: Connection, contact_id: int) -> list[RoleRow]:
    """The applications a person is part of, the newest first."""
    return [
        RoleRow._make((*row[:5], _date(row[5]), *row[6:9], None if row[9] is None else bool(row[9]), _date(row[10])))
        for row in connection.execute(_ROLES, {"contact": contact_id})
    ]


def promises(connection: Connection, contact_id: int) -> list[PromiseRow]:
    """What was promised to a person: what is still to be kept first."""
    return [
        PromiseRow(what, date.fromisoformat(due), _date(kept))
        for what, due, kept in connection.execute(_PROMISES, {"contact": contact_id})
    ]


def colleagues(connection: Connection, contact_id: int) -> dict[int, list[str]]:
    """Who else interviewed for the applications that a person is part of, by application."""
    found: dict[int, list[str]] = {}
    for application_id, name in connection.execute(_COLLEAGUES, {"contact": contact_id}):
        found.setdefault(application_id, []).append(name)
    return found


def applications(connection: Connection) -> list[ApplicationRow]:
    """All applications, the newest first."""
    found: dict[int, tuple[list[Any], list[tuple[int, str]]]] = {}
    for key, position, employer, state, learned_on, name, part in connection.execute(_APPLICATIONS):
        _, people = found.setdefault(key, ([key, position, employer, state, _date(learned_on)], []))
        if name is not None:
            people.append((PART_RANKS.get(part, 9), name))
    return [ApplicationRow._make((*row, tuple(name for _, name in sorted(people)))) for row, people in found.values()]


def drafts_of(connection: Connection, contact_id: int) -> list[DraftRow]:
    """The notes to a person that are not sent yet, the newest first."""
    return [_draft(row) for row in connection.execute(_DRAFT, {"contact": contact_id})]


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
    return [EarlierNote(*row) for row in connection.execute(_TO_OTHERS, values)] if employer else []


def templates_of_colleagues(connection: Connection, contact_id: int, application_id: int | None) -> dict[str, str]:
    """The templates that notes to others of an application came from, each with what one of them is called."""
    values = {"contact": contact_id, "application": application_id}
    return {template: called or name.split()[0] for template, called, name in connection.execute(_TEMPLATES, values)}


def others(connection: Connection, contact_id: int) -> list[tuple[str, str, str, str]]:
    """Everybody else in the book: name, what they are called, each employer of theirs (a row each), e-mail."""
    return [tuple(row) for row in connection.execute(_OTHERS, {"contact": contact_id})]


def panel_of(connection: Connection, application_id: int, step: str) -> list[Panelist]:
    """The open interviewers of an application, hiring manager first, and who has the note that the step asks for."""
    rows = [
        Panelist(key, name, called or name.split()[0], part, bool(written), bool(owed))
        for key, name, called, part, written, owed in connection.execute(
            _PANEL, {"application": application_id, "step": step}
        )
    ]
    return sorted(rows, key=lambda row: (PART_RANKS.get(row.part, 9), row.name))


def profile(connection: Connection) -> ProfileRow | None:
    """The user's own details; None while the question for them has been neither answered nor put aside."""
    row = connection.execute(_PROFILE).fetchone()
    return ProfileRow(*row) if row else None


def playbooks(connection: Connection) -> dict[str, str]:
    """The user's playbooks as they were taken into the book: their text by name."""
    return dict(connection.execute(_PLAYBOOKS).fetchall())


def journal_labels(connection: Connection) -> tuple[str, str]:
    """What undo would take back and what redo would do again; empty where there is nothing."""
    return tuple(  # type: ignore[return-value]
        row[0] if (row := connection.execute(statement).fetchone()) else "" for statement in (_UNDO_LABEL, _REDO_LABEL)
    )


def latest_action(connection: Connection) -> int:
    """The number of the latest action that stands; 0 without any."""
    return int(connection.execute(_LATEST_ACTION).fetchone()[0])


def actions_done(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Those of these actions that stand, and are not undone."""
    return {number for number in numbers if connection.execute(_ACTION_DONE, {"number": number}).fetchone()}


def knows_message(connection: Connection, message_id: str) -> bool:
    """Whether the e-mail with that Message-ID is in the book."""
    return bool(connection.execute(_KNOWN_MESSAGE, {"message": message_id}).fetchone()[0])


def _draft(row: Any) -> DraftRow:  # noqa: ANN401 - a row of sqlite3
    return DraftRow._make((*row[:11], _date(row[11]), _date(row[12]), row[13]))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _folded(text: str) -> str:
    """A text for comparing: without case, accents or punctuation."""
    if not text.isascii():
        import unicodedata

        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
