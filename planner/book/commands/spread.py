"""What can wait spread over days, so that a big import or a new job does not bring forty notes on one."""

from collections import Counter
from datetime import date

from sqlmodel import Session, col, select

from ...cadence.spread import Load, spread_out
from ...cadence.terms import CHECK_INS, Channel, DecisionKind, Step, family
from ...dates import EVERY_DAY, read_days_off
from ...text import plural
from ..database import Book
from ..errors import EntryError
from ..journal import action
from ..models import Decision, FollowUp
from .entries import Done

_CAN_WAIT = {*CHECK_INS, Step.GOOD_NEWS, Step.MOVE}
_REASON = "spread, so that no day has too many"


def spread(book: Book, most: int) -> Done:
    """Put off what can wait until no day from today on has more than `most` steps that open; the rest stays as it is.

    Check-ins, good news and a word on a move can wait. Each is put off within the time in which it is not late, as far
    as there is room, and what the user has put off stays on the day that was chosen.

    Raises:
        EntryError: `most` is less than one.
    """
    if most < 1:
        raise EntryError("At least one a day is needed; give a number from 1 on.")
    today = book.clock()
    with action(book) as act:
        session = act.session
        moved = spread_out(*_loads(session, today), today, most)
        replaced = {(load.contact_id, family(load.step)) for load, _ in moved}
        for older in session.exec(select(Decision).where(col(Decision.kind) == DecisionKind.SNOOZE)):
            if older.step is not None and (older.contact_id, family(older.step)) in replaced:
                session.delete(older)
        for load, until in moved:
            session.add(
                Decision(
                    contact_id=load.contact_id,
                    kind=DecisionKind.SNOOZE,
                    made_on=today,
                    step=load.step,
                    until=until,
                    reason=_REASON,
                )
            )
        beyond = sum(until > load.late for load, until in moved)
        late = f"; {beyond} of them later than is best, for want of room" if beyond else ""
        act.label = f"{plural(len(moved), 'step')} spread, at most {most} a day{late}"
        return Done(act.label, len(moved), act)


def _loads(session: Session, today: date) -> tuple[list[Load], Counter[date]]:
    """What can be moved, and how many other steps open on each day; what is open already counts today."""
    movable, fixed = [], Counter[date]()
    chosen = {
        (decision.contact_id, family(decision.step))
        for decision in session.exec(select(Decision).where(col(Decision.kind) == DecisionKind.SNOOZE))
        if decision.step is not None and decision.until is not None
        if decision.until > today and decision.reason != _REASON
    }
    for row in session.exec(select(FollowUp)):
        day = max(row.opens, today)
        if row.step in _CAN_WAIT and (row.contact_id, family(row.step)) not in chosen:
            days = read_days_off(row.days_off) if row.channel is Channel.PHONE else EVERY_DAY
            movable.append(Load(row.contact_id, row.step, day, row.late, days))
        else:
            fixed[day] += 1
    return movable, fixed
