"""Who is due: the reads of the daily check and the due list, as frozen rows.

Standard library only, and little of it, because the daily check and the first frame wait for it. The statements use
named parameters and common SQL, so that the same text can run on another engine.
"""

from collections.abc import Sequence
from datetime import date
from sqlite3 import Connection
from typing import Any, NamedTuple

from ..cadence.terms import PART_RANKS, STEP_RANKS
from ..dates import say, without_year

THIS_WEEK = 7  # days ahead that count as this week


class DueRow(NamedTuple):
    """One follow-up as the due list shows it. `group` is one of `GROUPS`; the dates are as in the plan."""

    contact_id: int
    name: str
    called: str
    employer: str
    position: str
    part: str
    step: str
    application_id: int | None
    channel: str
    opens: date
    due: date
    late: date
    counted_from: date
    interval_days: int
    why: str
    drafted: bool
    group: str
    note: str = ""  # "handed_over" or "held" when a note for this step is written and not known to have gone out
    draft_id: int | None = None
    time_zone: str = ""
    phone: str = ""


class WaitingRow(NamedTuple):
    """Someone who is followed up, or rests, with nothing planned, and why nothing is."""

    contact_id: int
    name: str
    called: str
    employer: str
    state: str
    why: str


GROUPS = ("written", "overdue", "due", "week", "later", "waiting")

_DUE = """
SELECT f.contact_id, c.name, c.called, coalesce(a.employer, c.employer), coalesce(a.position, ''),
       coalesce(f.part, ''), f.step, f.application_id, f.channel, f.opens, f.due, f.late, f.counted_from,
       f.interval_days, f.why,
       EXISTS (SELECT 1 FROM draft d WHERE d.contact_id = f.contact_id AND d.state IN ('draft', 'handed_over')
               AND (d.step IS NULL OR (d.step = f.step AND d.application_id IS f.application_id))),
       c.time_zone, c.phone
FROM follow_up f
JOIN contact c ON c.id = f.contact_id
LEFT JOIN application a ON a.id = f.application_id
"""
_DUE_UNTIL = _DUE + "WHERE f.opens <= :until"
_DUE_BETWEEN = _DUE + "WHERE f.opens > :after ORDER BY f.opens, c.name LIMIT :most"
_DUE_OF = _DUE + "WHERE f.contact_id = :contact"
_COUNT = "SELECT count(*) FROM follow_up WHERE opens <= :today"
_NEXT = _DUE + "WHERE f.opens > :today ORDER BY f.opens, f.due, c.name LIMIT 1"
_WRITTEN = """
SELECT d.contact_id, c.name, c.called, coalesce(a.employer, c.employer), coalesce(a.position, ''),
       coalesce((SELECT i.part FROM interviewer i WHERE i.contact_id = d.contact_id
                 AND i.application_id = d.application_id), ''),
       coalesce(d.step, 'check_in'), d.application_id, d.channel,
       d.id, d.handed_over, coalesce(d.handed_over_on, substr(d.saved_at, 1, 10)), d.held_until,
       EXISTS (SELECT 1 FROM follow_up f WHERE f.contact_id = d.contact_id AND f.step = coalesce(d.step, 'check_in')
               AND f.application_id IS d.application_id AND f.opens <= :today)
FROM draft d
JOIN contact c ON c.id = d.contact_id
LEFT JOIN application a ON a.id = d.application_id
WHERE d.state = 'handed_over' OR (d.state = 'draft' AND d.held_until IS NOT NULL)
ORDER BY d.state = 'handed_over', d.id
"""
_WAITING = """
SELECT c.id, c.name, c.called, c.employer, c.state, c.state_reason,
       (SELECT a.position || ' at ' || a.employer FROM interviewer i JOIN application a ON a.id = i.application_id
        WHERE i.contact_id = c.id AND a.state = 'running' ORDER BY a.id DESC LIMIT 1),
       (SELECT a.promised_on FROM interviewer i JOIN application a ON a.id = i.application_id
        WHERE i.contact_id = c.id AND a.state = 'running' ORDER BY a.id DESC LIMIT 1)
FROM contact c
WHERE c.state <> 'closed' AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.contact_id = c.id)
ORDER BY c.state, c.name, c.id
"""


def due_rows(connection: Connection, today: date, within: int = 0) -> list[DueRow]:
    """The follow-ups that are open today or open within that many days, in the order of the due list.

    The cost grows with what is shown, not with the size of the book.
    """
    until = date.fromordinal(today.toordinal() + within)
    rows = [_due_row(row, today) for row in connection.execute(_DUE_UNTIL, {"until": until.isoformat()})]
    written = {_key(row): row for row, _ in _written_rows(connection, today)}
    if written:
        rows = [row for row in rows if _key(row) not in written]
        rows += [row for row in written.values() if row.opens <= until]
    return sorted(rows, key=lambda row: sort_key(row, today))


def later_rows(connection: Connection, today: date, most: int = -1) -> list[DueRow]:
    """The follow-ups that open after this week, soonest first."""
    after = date.fromordinal(today.toordinal() + THIS_WEEK).isoformat()
    rows = [_due_row(row, today) for row in connection.execute(_DUE_BETWEEN, {"after": after, "most": most})]
    written = {_key(row) for row, _ in _written_rows(connection, today)}  # those stand above
    return [row for row in rows if _key(row) not in written] if written else rows


def next_row(connection: Connection, today: date) -> DueRow | None:
    """The first follow-up that opens after today."""
    row = connection.execute(_NEXT, {"today": today.isoformat()}).fetchone()
    return _due_row(row, today) if row else None


def due_of(connection: Connection, contact_id: int, today: date) -> list[DueRow]:
    """Everything owed to one person, in the order of the due list."""
    rows = [_due_row(row, today) for row in connection.execute(_DUE_OF, {"contact": contact_id})]
    return sorted(rows, key=lambda row: (row.opens, *sort_key(row, today)))


def count_due(connection: Connection, today: date) -> int:
    """How many follow-ups are open today."""
    count = int(connection.execute(_COUNT, {"today": today.isoformat()}).fetchone()[0])
    # A held note takes its step out of today; a note that went out for no step, or before its time, comes on top.
    return count + sum(int(row.opens <= today) - owed for row, owed in _written_rows(connection, today))


def has_people(connection: Connection) -> bool:
    """Whether anybody is in the book."""
    return connection.execute("SELECT 1 FROM contact LIMIT 1").fetchone() is not None


def waiting_rows(connection: Connection, today: date) -> list[WaitingRow]:
    """Those who are followed up or rest, and to whom nothing is owed."""
    rows = []
    for key, name, called, employer, state, reason, running, promised in connection.execute(_WAITING):
        if state == "resting":
            why = f"Resting: {reason}"
        elif running and promised:
            why = f"Waiting for a decision on {running}, promised by {say(date.fromisoformat(promised))}."
        elif running:
            why = f"Waiting for a decision on {running}."
        else:
            why = "Nothing is planned: no application with a no that you would go back to."
        rows.append(WaitingRow(key, name, called or name.split()[0], employer, state, without_year(why, today)))
    return rows


def group_of(row: DueRow, today: date) -> str:
    """The group of the due list that a follow-up stands in on that day."""
    if row.note and row.opens <= today:
        return "written"
    if today > row.late:
        return "overdue"
    if row.opens <= today:
        return "due"
    return "week" if (row.opens - today).days <= THIS_WEEK else "later"


def sort_key(row: DueRow, today: date) -> tuple[Any, ...]:
    """The order of the due list: by group, and within a group by what it is.

    A date they asked for, a reply owed, thank-yous; first notes, oldest first and by part within one application; calls
    to try again; check-ins by how late they are for their interval. What is not open yet stands by its date.
    """
    rank = STEP_RANKS[row.step]
    if rank == 3:
        order: tuple[Any, ...] = (row.counted_from, row.application_id or 0, PART_RANKS.get(row.part, 9))
    elif rank == 5:
        order = (-(today - row.due).days / max(row.interval_days, 1),)
    else:
        order = (row.due,)
    ahead = row.opens if row.opens > today else date.min
    return (GROUPS.index(row.group), ahead, rank, *order, row.name, row.contact_id)


def _key(row: DueRow) -> tuple[int, str, int | None]:
    return row.contact_id, row.step, row.application_id


def _written_rows(connection: Connection, today: date) -> list[tuple[DueRow, int]]:
    """The notes that are written and not known to have gone out, each with how many open steps it stands for."""
    found: dict[tuple[int, str, int | None], tuple[DueRow, int]] = {}
    for row in connection.execute(_WRITTEN, {"today": today.isoformat()}):
        draft_id, how, on, held_until, owed = row[9:]
        if how:
            day, note = date.fromisoformat(on) if on else today, "handed_over"
            why = f"This note was {how} on {say(day)}; you have not said yet whether it went out."
        else:
            day, note = date.fromisoformat(held_until), "held"
            why = f"You held this note until {say(day)}. Read it once more; then it can go out."
        key = (row[0], row[6], row[7])
        made = DueRow._make((*row[:9], day, day, day, day, 0, why, True, "", note, draft_id, "", ""))
        counted = int(owed) if key not in found else 0  # the newest of several stands for the step
        found[key] = (_said(made, today), counted + (found[key][1] if key in found else 0))
    return list(found.values())


def _due_row(row: Sequence[Any], today: date) -> DueRow:
    return _said(
        DueRow._make(
            (*row[:9], *map(date.fromisoformat, row[9:13]), row[13], row[14], bool(row[15]), "", "", None, *row[16:])
        ),
        today,
    )


def _said(row: DueRow, today: date) -> DueRow:
    """The row as it stands on that day, in words."""
    return row._replace(
        called=row.called or row.name.split()[0], group=group_of(row, today), why=without_year(row.why, today)
    )
