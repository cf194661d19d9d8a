"""The stored plan, kept equal to what the rules make of the facts: in the same transaction as every change."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from ..cadence import history as facts
from ..cadence.playbook import Playbook
from ..cadence.rules import plan, rest_reason
from ..cadence.terms import Channel, ContactState
from ..dates import WorkingDays
from ..progress import step
from .histories import AT_ONCE, batches, histories
from .models import Contact, FollowUp, Interviewer

# What a value raises that no action has written.
_UNREADABLE = (ValueError, LookupError, TypeError, OperationalError)
_CALLS_AHEAD = 60  # days after a call is late for which the row knows the holidays


def replan(session: Session, contact_ids: Collection[int]) -> None:
    """Work out and store anew what these people are owed, and whether they rest by the rule."""
    for number, some in enumerate(batches(sorted(contact_ids))):
        step(number * AT_ONCE, len(contact_ids))
        rows, planned = [], set(some)
        for contact, history, playbook in _readable(session, some, planned):
            if history.state is ContactState.OPEN:
                _set_rest(session, contact, rest_reason(history, playbook))
            rows += [stored_row(contact, history, follow_up) for follow_up in plan(history, playbook)]
        session.execute(delete(FollowUp).where(col(FollowUp.contact_id).in_(planned)))
        if rows:
            session.execute(insert(FollowUp), rows)


def _readable(
    session: Session, keys: list[int], planned: set[int]
) -> Iterable[tuple[Contact, facts.History, Playbook]]:
    """The facts about these people, without those of whom something cannot be read: they leave `planned`.

    Their plan stays as it is. `planner doctor` names them; they keep nobody else from being planned.
    """
    try:
        return list(histories(session, keys))
    except _UNREADABLE:
        if len(keys) == 1:
            planned.discard(keys[0])
            return []
        return [found for key in keys for found in _readable(session, [key], planned)]


def interviewers_of(session: Session, application_ids: Iterable[int]) -> set[int]:
    """The contacts who have a part in any of these applications."""
    found: set[int] = set()
    for some in batches(sorted(set(application_ids))):
        found |= set(session.exec(select(Interviewer.contact_id).where(col(Interviewer.application_id).in_(some))))
    return found


def _set_rest(session: Session, contact: Contact, reason: str) -> None:
    if bool(reason) == contact.rests_by_rule and reason == (contact.state_reason if contact.rests_by_rule else ""):
        return
    # Beside the journal: a rest by rule follows from the facts, and undoing a fact brings it here again.
    session.execute(
        update(Contact)
        .where(col(Contact.id) == contact.id)
        .values(
            state=ContactState.RESTING if reason else ContactState.OPEN,
            state_reason=reason,
            rests_by_rule=bool(reason),
        )
    )


def stored_row(contact: Contact, history: facts.History, follow_up: facts.FollowUp) -> dict[str, object]:
    """A follow-up as the table keeps it."""
    return {
        "contact_id": contact.id,
        "step": follow_up.step,
        "application_id": follow_up.application,
        "opens": follow_up.opens,
        "due": follow_up.due,
        "late": follow_up.late,
        "counted_from": follow_up.counted_from,
        "interval_days": follow_up.interval,
        "channel": follow_up.channel,
        "part": follow_up.part,
        "why": follow_up.why,
        "days_off": _days_off(history.working_days, follow_up) if follow_up.channel is Channel.PHONE else "",
    }


def _days_off(days: WorkingDays, follow_up: facts.FollowUp) -> str:
    """When not to call, as the daily check reads it without knowing any country: "5 6 2026-12-25"."""
    weekend = [str(day) for day in sorted(days.weekend)]
    last = (follow_up.late - follow_up.opens).days + _CALLS_AHEAD
    ahead = [follow_up.opens + timedelta(days=number) for number in range(last)]
    holidays = [day.isoformat() for day in ahead if day.weekday() not in days.weekend and not days.includes(day)]
    return " ".join((*weekend, *holidays))
