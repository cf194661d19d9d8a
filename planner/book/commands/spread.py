"""Check-ins spread over days, so that a big import does not bring forty of them on one."""

from collections import Counter
from datetime import date

from sqlmodel import Session, col, select

from ...cadence.spread import Load, spread_out
from ...cadence.terms import CHECK_INS, Channel, DecisionKind
from ...dates import EVERY_DAY, read_days_off
from ...text import plural
from ..database import Book
from ..errors import EntryError
from ..journal import action
from ..models import Decision, FollowUp
from .entries import Done


def spread(book: Book, most: int) -> Done:
    """Put check-ins off until no day from today on has more than `most` steps that open; the rest stays as it is.

    Each is put off within the time in which it is not late, as far as there is room, and nobody who was put off by the
    user is moved.

    Raises:
        EntryError: `most` is less than one.
    """
    if most < 1:
        raise EntryError("At least one a day is needed; give a number from 1 on.")
    today = book.clock()
    with action(book) as act:
        session = act.session
        moved = spread_out(*_loads(session, today), today, most)
        for load, until in moved:
            session.add(
                Decision(
                    contact_id=load.contact_id,
                    kind=DecisionKind.SNOOZE,
                    made_on=today,
                    step=load.step,
                    until=until,
                    reason=f"spread, so that no day has more than {most}",
                )
            )
        act.label = f"{plural(len(moved), 'check-in')} spread, at most {most} a day"
        return Done(act.label, len(moved))


def _loads(session: Session, today: date) -> tuple[list[Load], Counter[date]]:
    """The check-ins that can be moved, and how many other steps open on each day; what is open already counts today."""
    put_off = {
        decision.contact_id
        for decision in session.exec(select(Decision).where(col(Decision.kind) == DecisionKind.SNOOZE))
        if decision.step in CHECK_INS and decision.until is not None and decision.until > today
    }
    movable, fixed = [], Counter[date]()
    for row in session.exec(select(FollowUp)):
        day = max(row.opens, today)
        if row.step in CHECK_INS and row.contact_id not in put_off:
            days = read_days_off(row.days_off) if row.channel is Channel.PHONE else EVERY_DAY
            movable.append(Load(row.contact_id, row.step, day, row.late, days))
        else:
            fixed[day] += 1
    return movable, fixed
