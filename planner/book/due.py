"""Who is due: the reads of the daily check and the due list, as frozen rows.

Standard library only, and little of it, because the daily check and the first frame wait for it. The statements use
named parameters and common SQL, so that the same text can run on another engine.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from sqlite3 import Connection
from typing import Any, NamedTuple

from ..cadence.terms import CHECK_INS, PART_RANKS, STEP_RANKS
from ..dates import retold, say, show
from ..names import called as called_by
from ..text import plural

THIS_WEEK = 7  # days ahead that count as this week
_SLACK = timedelta(minutes=10)  # between the clocks of two machines that share a book
_BELIEVED = timedelta(days=31)  # a clock set back by more was set right, not wrong


class DueRow(NamedTuple):
    """One follow-up as the due list shows it. `group` is one of `GROUPS`; the dates are as in the plan.

    In a list each person stands once, with what comes first; `also` is what else they are owed by then.
    """

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
    email: str = ""  # "" where none is known, or the one that is known is dead
    days_off: str = ""  # of a call: the days of the weekend and the holidays on which it is not made
    also: tuple["DueRow", ...] = ()


class WaitingRow(NamedTuple):
    """Someone who is followed up, or rests, with nothing planned, and why nothing is."""

    contact_id: int
    name: str
    called: str
    employer: str
    state: str
    why: str


_SINCE = re.compile(r"[^.;]{1,20} since ([^;.]*?\d{4})(?:; [^.]*)?\.")
GROUPS = ("written", "overdue", "due", "week", "later", "waiting")

_EMAIL = "CASE WHEN lower(c.email) = lower(c.dead_email) THEN '' ELSE c.email END"
_DUE = f"""
SELECT f.contact_id, c.name, c.called, coalesce(a.employer, c.employer), coalesce(a.position, ''),
       coalesce(f.part, ''), f.step, f.application_id, f.channel, f.opens, f.due, f.late, f.counted_from,
       f.interval_days, f.why,
       EXISTS (SELECT 1 FROM draft d WHERE d.contact_id = f.contact_id AND d.state IN ('draft', 'handed_over')
               AND (d.step IS NULL OR (d.step = f.step AND d.application_id IS f.application_id))),
       c.time_zone, c.phone, {_EMAIL}, f.days_off
FROM follow_up f
JOIN contact c ON c.id = f.contact_id
LEFT JOIN application a ON a.id = f.application_id
"""
_DUE_UNTIL = _DUE + "WHERE f.opens <= :until"
_DUE_AFTER = (
    _DUE
    + """
JOIN (SELECT id, min(opens) AS first FROM follow_up GROUP BY contact_id) m ON m.id = f.id
WHERE m.first > :after
ORDER BY f.opens, c.name
"""
)
_DUE_OF = _DUE + "WHERE f.contact_id = :contact"
_LATEST = "SELECT max(made_at) FROM journal_entry"
_COUNT = "SELECT count(DISTINCT contact_id) FROM follow_up WHERE opens <= :today"
_NEXT = (
    _DUE
    + """
WHERE f.opens = (SELECT min(opens) FROM follow_up WHERE opens > :after)
ORDER BY f.due, c.name LIMIT 1
"""
)
_WRITTEN = f"""
SELECT d.contact_id, c.name, c.called, coalesce(a.employer, c.employer), coalesce(a.position, ''),
       coalesce((SELECT i.part FROM interviewer i WHERE i.contact_id = d.contact_id
                 AND i.application_id = d.application_id), ''),
       coalesce(d.step, 'check_in'), d.application_id, d.channel,
       c.phone, {_EMAIL}, d.id, d.handed_over, coalesce(d.handed_over_on, substr(d.saved_at, 1, 10)), d.held_until
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


def due_rows(connection: Connection, today: date, within: int = 0, *, ahead: bool = False) -> list[DueRow]:
    """The people to whom something is owed today or within that many days, in the order of the due list.

    What else each is owed stands with them as far as it opens by then; with `ahead`, all of it that opens within those
    days. The cost grows with what is shown, not with the size of the book.
    """
    until = date.fromordinal(today.toordinal() + within)
    rows = [_due_row(row, today) for row in connection.execute(_DUE_UNTIL, {"until": until.isoformat()})]
    written = {_key(row): row for row in _written_rows(connection, today)}
    if written:
        rows = [row for row in rows if _key(row) not in written]
        rows += [row for row in written.values() if row.opens <= until]
    return _one_each(sorted(rows, key=lambda row: sort_key(row, today)), until if ahead else today)


def later_rows(connection: Connection, today: date) -> list[DueRow]:
    """The people to whom nothing is owed before this week is over, with what comes first then, soonest first."""
    after = date.fromordinal(today.toordinal() + THIS_WEEK).isoformat()
    rows = [_due_row(row, today) for row in connection.execute(_DUE_AFTER, {"after": after})]
    written = {row.contact_id for row in _written_rows(connection, today)}  # those stand above
    return [row for row in rows if row.contact_id not in written] if written else rows


def next_row(connection: Connection, today: date, within: int = 0) -> DueRow | None:
    """The first follow-up that opens after today, or more than so many days after it."""
    after = date.fromordinal(today.toordinal() + within)
    row = connection.execute(_NEXT, {"after": after.isoformat()}).fetchone()
    return _due_row(row, today) if row else None


def due_of(connection: Connection, contact_id: int, today: date) -> list[DueRow]:
    """Everything owed to one person, in the order of the due list."""
    rows = [_due_row(row, today) for row in connection.execute(_DUE_OF, {"contact": contact_id})]
    return sorted(rows, key=lambda row: (row.opens, *sort_key(row, today)))


def count_due(connection: Connection, today: date) -> int:
    """To how many people something is owed today."""
    if _written_rows(connection, today):
        # A held note takes its step out of today; a note that went out before its time comes on top.
        return len(due_rows(connection, today))
    return int(connection.execute(_COUNT, {"today": today.isoformat()}).fetchone()[0])


def as_of(connection: Connection, today: date, now: datetime) -> tuple[date, str]:
    """The day for which to show who is due, and a sentence where that is not today.

    A clock that was set back must hide nothing: where the latest action in the book was done after `now`, its day
    counts, unless it lies so far ahead that the clock must have been wrong then.
    """
    try:
        made = datetime.fromisoformat(connection.execute(_LATEST).fetchone()[0] or "")
        if made <= now + _SLACK:
            return today, ""
    except (ValueError, TypeError):  # no action yet, or a moment that is none
        return today, ""
    day = made.astimezone().date()
    if not today < day <= today + _BELIEVED:
        return (
            today,
            f"Your book was used on {show(day)}, and today is {show(today)}: is this clock right?",
        )
    return (
        day,
        f"This clock says {show(today)}, but your book was used on {show(day)}: shown is who is due then.",
    )


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
        rows.append(WaitingRow(key, name, called or called_by(name), employer, state, retold(why, today)))
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


def _long_ago(row: DueRow, today: date) -> str:
    """The reason of a check-in that is late: how long it is since then by now, and no month in which leavers leave."""
    match = _SINCE.match(row.why)
    if match is None:
        return row.why
    months = (today - row.counted_from).days // 30
    return f"{plural(months, 'month')} since {match[1]}.{row.why[match.end() :]}"


def _key(row: DueRow) -> tuple[int, str, int | None]:
    return row.contact_id, row.step, row.application_id


def _one_each(rows: list[DueRow], until: date) -> list[DueRow]:
    """Each person once, with the first of their rows, and with what else opens by that day or that of the first."""
    found: dict[int, DueRow] = {}
    for row in rows:
        first = found.setdefault(row.contact_id, row)
        if first is not row and row.opens <= max(until, first.opens):
            found[row.contact_id] = first._replace(also=(*first.also, row))
    return list(found.values())


def _written_rows(connection: Connection, today: date) -> list[DueRow]:
    """The notes that are written and not known to have gone out, the newest of several for one step."""
    found: dict[tuple[int, str, int | None], DueRow] = {}
    for row in connection.execute(_WRITTEN):
        phone, email, draft_id, how, on, held_until = row[9:]
        if how:
            day, note = date.fromisoformat(on) if on else today, "handed_over"
            why = f"This note was {how} on {say(day)}; you have not said yet whether it went out."
        else:
            day, note = date.fromisoformat(held_until), "held"
            why = f"You held this note until {say(day)}. Read it once more; then it can go out."
        made = DueRow._make((*row[:9], day, day, day, day, 0, why, True, "", note, draft_id, "", phone, email, "", ()))
        found[_key(made)] = _said(made, today)
    return list(found.values())


def _due_row(row: Sequence[Any], today: date) -> DueRow:
    return _said(
        DueRow._make(
            (
                *row[:9],
                *map(date.fromisoformat, row[9:13]),
                row[13],
                row[14],
                bool(row[15]),
                "",
                "",
                None,
                *row[16:],
                (),
            )
        ),
        today,
    )


def _said(row: DueRow, today: date) -> DueRow:
    """The row as it stands on that day, in words."""
    why = _long_ago(row, today) if today > row.late and row.step in CHECK_INS else row.why
    return row._replace(called=row.called or called_by(row.name), group=group_of(row, today), why=retold(why, today))
