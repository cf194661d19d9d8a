"""The time ahead for the whole book, as if each step were done on the day it comes up."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import select

from ..cadence.simulate import simulate
from ..cadence.terms import Channel, Step
from ..progress import each as each_of
from .database import Book
from .histories import histories
from .models import Contact


class Coming(NamedTuple):
    """One step that comes up on a day ahead."""

    day: date
    contact_id: int
    name: str
    employer: str
    step: Step
    channel: Channel


def forecast(book: Book, days: int) -> list[Coming]:
    """What comes up from today on for so many days, soonest first; what is open already comes up today."""
    today = book.clock()
    until = today + timedelta(days=days - 1)
    with book.transaction() as session:
        everybody = {key for key in session.exec(select(Contact.id)) if key is not None}
        known = list(histories(session, everybody))
    found = [
        Coming(day, contact.id or 0, contact.name, contact.employer, step.step, step.channel)
        for contact, history, playbook in each_of(known)
        for day, step in simulate(history, playbook, today, until)
    ]
    return sorted(found, key=lambda each: (each.day, each.name, each.step))


def load_by_day(coming: Iterable[Coming]) -> Counter[date]:
    """How many steps come up on each day."""
    return Counter(each.day for each in coming)


def weeks(today: date, days: int, first: int = 0) -> list[list[date]]:
    """The weeks from this one on that hold so many days, each from its first day (0 is Monday) on."""
    monday = today - timedelta(days=(today.weekday() - first) % 7)
    last = today + timedelta(days=days - 1)
    count = (last - monday).days // 7 + 1
    return [[monday + timedelta(days=7 * week + day) for day in range(7)] for week in range(count)]
