"""`planner --plain`: the daily visit as questions and answers, line by line, for screen readers and dumb terminals."""

import argparse
from collections.abc import Callable
from datetime import date
from enum import Enum
from string import ascii_lowercase
from typing import TYPE_CHECKING

from .. import environment
from ..book import due, queries
from ..book.contact_fields import shown_of
from ..book.due import DueRow
from ..book.errors import BookError
from ..book.formatting import also_owed, call_hint, state_of, told
from ..cadence.terms import CHANNEL_NAMES, STEP_NAMES, Kind
from ..cadence.touches import EVENTS
from ..dates import show as say_day
from ..text import plural
from .common import EMPTY_BOOK, open_reading, open_writing
from .output import say

if TYPE_CHECKING:
    from ..book.commands import Done
    from ..book.database import Book

_HELP = """\
w  the note to them, to read and copy       s  it was sent
l  log what happened                        p  put it off until a date
k  skip this step                           c  close, with a reason
i  who this is: timeline and notes          u  undo
n  the next person; Enter does the same     q  quit"""


class _Went(Enum):
    """Where an answer leads: to the next person, back to one who is open again, or out."""

    ON = "on"
    BACK = "back"
    AWAY = "away"


_EVENTS = dict(zip(ascii_lowercase, EVENTS, strict=False))


def run_plain(options: argparse.Namespace) -> int:
    """Go through who is due, one person after another; gives the exit status."""
    today = environment.today()
    with open_reading(options) as connection:
        rows = due.due_rows(connection, today) if connection is not None else []
        following = due.next_row(connection, today) if connection is not None else None
        if connection is None or not due.has_people(connection):
            say(EMPTY_BOOK)
            return 0
    if not rows:
        say("Nobody is due today.")
    if rows:
        say(f"{plural(len(rows), 'person is', 'people are')} due on {say_day(today)}. ? lists the answers.")
    number = 0
    decided: list[tuple[int, int]] = []  # the place of who was decided, and the number of the action that did it
    while number < len(rows):
        _introduce(rows[number], number, len(rows), today)
        before = _latest(options)
        went = _ask_about(options, rows[number])
        if went is _Went.AWAY:
            return 0
        latest = _latest(options)
        if went is _Went.BACK:
            undone = [who for who, action in decided if latest < action <= before]
            decided = [each for each in decided if each[0] not in undone]
            number = min([number, *undone])
            continue
        if latest != before:
            decided.append((number, latest))
        number += 1
    with open_reading(options) as connection:
        left = due.count_due(connection, today) if connection is not None else 0
    if left:
        say(f"\n{plural(left, 'person is', 'people are')} still due.")
    if following is not None:
        say(f"\nNext: {say_day(following.opens, today)}, {STEP_NAMES[following.step]} with {following.name}.")
    return 0


def _introduce(row: DueRow, number: int, of: int, today: date) -> None:
    say(f"\n{number + 1} of {of}. {row.name}{', ' + row.employer if row.employer else ''}.")
    say(f"{STEP_NAMES[row.step]} by {CHANNEL_NAMES[row.channel]}, {state_of(row, today)}. {row.why}")
    for more in (also_owed(row, today), call_hint(row, today)):
        if more:
            say(more)


def _latest(options: argparse.Namespace) -> int:
    with open_reading(options) as connection:
        return queries.latest_action(connection) if connection is not None else 0


def _ask_about(options: argparse.Namespace, row: DueRow) -> _Went:
    """Ask until the person is decided, or what was decided before is taken back."""
    while True:
        answer = _ask("What now? ")
        if answer is None or answer == "q":
            return _Went.AWAY
        if answer in {"", "n"}:
            return _Went.ON
        if answer == "?":
            say(_HELP)
            continue
        act = _ACTS.get(answer)
        if act is None:
            say(f"{answer!r} is none of the answers; ? lists them.")
            continue
        try:
            if act(options, row):
                return _Went.BACK if act is _undo else _Went.ON
        except BookError as error:
            say(str(error))
        except EOFError:
            return _Went.AWAY


def _ask(question: str) -> str | None:
    try:
        return input(question).strip()
    except EOFError:
        say()
        return None


def _do(options: argparse.Namespace, job: "Callable[[Book], Done]") -> bool:
    done = job(open_writing(options))
    say(f"{done.label[:1].upper()}{done.label[1:]}. u takes it back.")
    return True


def _write(options: argparse.Namespace, row: DueRow) -> bool:
    from . import run

    run([*(["--book", options.book] if options.book else []), "note", str(row.contact_id)])
    say("Nothing is sent by that; s says that it was.")
    return False


def _sent(options: argparse.Namespace, row: DueRow) -> bool:
    from ..book.commands import log_touchpoint, mark_sent
    from ..cadence.terms import Channel, Direction

    today = environment.today()
    with open_reading(options) as connection:
        assert connection is not None
        drafts = queries.drafts_of(connection, row.contact_id)
    about = (row.step, row.application_id)
    fitting = [each for each in drafts if each.id == row.draft_id or (each.step, each.application_id) == about]
    draft = next(iter(fitting), None)
    kind = Kind.CALL if row.channel == Channel.PHONE else Kind.MESSAGE
    at = environment.time_now(today)
    if draft is not None:
        return _do(options, lambda book: mark_sent(book, draft.id, today, at=at, kind=kind))
    return _do(
        options,
        lambda book: log_touchpoint(
            book, row.contact_id, kind, Direction.OUT, today, at=at, channel=Channel(row.channel)
        ),
    )


def _log(options: argparse.Namespace, row: DueRow) -> bool:
    from ..book.commands import log_touchpoint, record_move

    for key, word in _EVENTS.items():
        say(f"{key}  {word}")
    said = (_ask("Which? ") or "").casefold()
    chosen = _EVENTS.get(said) or (said if said in EVENTS else None)
    if chosen is None:
        say(f"{f'{said!r} is none of these. ' if said else ''}Nothing was logged.")
        return False
    event, today = EVENTS[chosen], environment.today()
    if event.kind is Kind.MOVED:
        employer = _ask("Where do they work now? ") or ""
        return _do(options, lambda book: record_move(book, row.contact_id, employer, today))
    words = _ask("In a few words; Enter leaves them out: ") or ""
    at = environment.time_now(today)
    return _do(
        options,
        lambda book: log_touchpoint(
            book, row.contact_id, event.kind, event.direction, today, at=at, channel=event.channel, body=words
        ),
    )


def _put_off(options: argparse.Namespace, row: DueRow) -> bool:
    from ..book.commands import snooze
    from ..dates import say_in_full
    from ..typed_dates import read_date

    words = _ask("Until when? ") or ""
    until = read_date(words, environment.today())
    if until is None:
        say(
            f"{words!r} is not a date I can read. Try: tomorrow, next tue, in 3 weeks, 2 dec."
            if words
            else "Not put off."
        )
        return False
    say(f"That is {say_in_full(until)}.")
    reason = _ask("Why? Enter leaves it out: ") or ""
    return _do(options, lambda book: snooze(book, row.contact_id, until, reason=reason))


def _skip(options: argparse.Namespace, row: DueRow) -> bool:
    from ..book.commands import skip

    return _do(options, lambda book: skip(book, row.contact_id))


def _close(options: argparse.Namespace, row: DueRow) -> bool:
    from ..book.commands import close_contact

    reason = _ask("Why? One word is enough: ") or ""
    if not reason:
        say("Not closed.")
        return False
    return _do(options, lambda book: close_contact(book, row.contact_id, reason))


def _who(options: argparse.Namespace, row: DueRow) -> bool:
    today = environment.today()
    with open_reading(options) as connection:
        assert connection is not None
        contact = queries.contact(connection, row.contact_id)
        touches = queries.timeline(connection, row.contact_id)
    if contact is not None:
        if contact.title:
            say(contact.title)
        for field, value in shown_of(contact):
            say(f"{field.label}: {value}")
        if contact.notes:
            say(contact.notes)
    for touch in touches[:20]:
        say(f"{say_day(touch.on, today)}: {told(touch)}")
    return False


def _undo(options: argparse.Namespace, row: DueRow) -> bool:  # noqa: ARG001 - as the others
    from ..book.commands import undo

    label = undo(open_writing(options))
    say(f"Undone: {label}." if label else "There is nothing to undo.")
    return bool(label)


_ACTS: dict[str, Callable[[argparse.Namespace, DueRow], bool]] = {
    "w": _write,
    "s": _sent,
    "l": _log,
    "p": _put_off,
    "k": _skip,
    "c": _close,
    "i": _who,
    "u": _undo,
}
