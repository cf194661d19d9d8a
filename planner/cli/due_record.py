"""Who is due, for other programs: as JSON by a schema, and as lines by a template."""

from datetime import date

from ..book.due import DueRow, WaitingRow
from ..book.formatting import also_owed, call_hint, state_of
from ..book.identities import Uuids
from ..cadence.terms import CHANNEL_NAMES, PART_NAMES, STEP_NAMES
from ..text import did_you_mean
from .common import Misuse
from .output import say

_FIELD = r"\{([^{}]*)\}"
_FIELDS = (
    "name", "called", "employer", "email", "phone", "position", "part", "step", "channel", "group", "state", "opens",
    "due", "late_after", "days_late", "why", "call", "also", "more", "id", "number",
)  # fmt: skip


def due_record(rows: list[DueRow], waiting: list[WaitingRow], today: date, uuids: Uuids) -> dict[str, object]:
    """The rows as one object, as `schemas/due.json` describes it."""
    result: dict[str, object] = {"today": today.isoformat(), "due": [_record(row, today, uuids) for row in rows]}
    if waiting:
        result["waiting"] = [
            {
                **uuids.person(row.contact_id),
                "name": row.name,
                "employer": row.employer,
                "state": row.state,
                "why": row.why,
            }
            for row in waiting
        ]
    return result


def print_lines(rows: list[DueRow], template: str, today: date, uuids: Uuids) -> None:
    r"""A line for each row: `{name}` and its like replaced, `\t` and `\n` meant as in a program.

    Raises:
        Misuse: the template has a field that there is none of.
    """
    import re

    for field in re.findall(_FIELD, template):
        if field not in _FIELDS:
            hint = did_you_mean(field, _FIELDS, written="{{{}}}".format)
            raise Misuse(f"No field is called {{{field}}}.{hint}")
    pieces = template.replace("\\t", "\t").replace("\\n", "\n")
    for row in rows:
        values = _values(row, today, uuids)
        for line in re.sub(_FIELD, lambda found, values=values: values[found[1]], pieces).split("\n"):  # type: ignore[misc]
            # Each cell by itself, so that the tabs between them stay.
            for number, cell in enumerate(line.split("\t")):
                print("\t" if number else "", end="")
                say(cell, end="")
            print()


def _values(row: DueRow, today: date, uuids: Uuids) -> dict[str, str]:
    return {
        "id": uuids.contacts.get(row.contact_id, ""),
        "number": str(row.contact_id),
        "email": row.email,
        "phone": row.phone,
        "name": row.name,
        "called": row.called,
        "employer": row.employer,
        "position": row.position,
        "part": PART_NAMES.get(row.part, ""),
        "step": STEP_NAMES[row.step],
        "channel": CHANNEL_NAMES[row.channel],
        "group": row.group,
        "state": state_of(row, today),
        "opens": row.opens.isoformat(),
        "due": row.due.isoformat(),
        "late_after": row.late.isoformat(),
        "days_late": str(_days_late(row, today)),
        "why": row.why,
        "call": call_hint(row, today),
        "also": also_owed(row, today),
        "more": f"+{len(row.also)}" if row.also else "",
    }


def _record(row: DueRow, today: date, uuids: Uuids) -> dict[str, object]:
    return {
        **uuids.person(row.contact_id),
        "name": row.name,
        "employer": row.employer,
        "email": row.email,
        "phone": row.phone,
        **_owed(row, today, uuids),
        "draft": row.drafted,
        "note": row.note or None,
        "call": call_hint(row, today) or None,
        "also": [_owed(each, today, uuids) for each in row.also],
    }


def _owed(row: DueRow, today: date, uuids: Uuids) -> dict[str, object]:
    """What is owed, apart from whom it is owed to."""
    return {
        "application": uuids.application(row.application_id),
        "position": row.position,
        "part": row.part or None,
        "step": row.step,
        "channel": row.channel,
        "group": row.group,
        "opens": row.opens.isoformat(),
        "due": row.due.isoformat(),
        "late_after": row.late.isoformat(),
        "days_late": _days_late(row, today),
        "why": row.why,
    }


def _days_late(row: DueRow, today: date) -> int:
    return 0 if row.note else max(0, (today - row.late).days)
