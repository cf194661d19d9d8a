"""The stored plan against the second reading: whatever was done to a book, in whatever order, both say the same."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from planner.book import commands
from planner.book.commands import Letter, Panelist, entered
from planner.book.database import open_book
from planner.book.errors import BookError
from planner.book.file import reading
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.history import Choice, History, Promise, Role, Touch
from planner.cadence.terms import (
    ApplicationState,
    Channel,
    ContactState,
    DecisionKind,
    Direction,
    HowLearned,
    Kind,
    Part,
    Step,
)
from planner.countries import working_days
from tests.cadence.second_reading import Owed, owed, rests

PEOPLE = 12
COMMANDS = 150
COUNTRIES = ("", "", "AT", "US", "AE")
MINE = (Kind.MESSAGE, Kind.MESSAGE, Kind.CALL, Kind.VOICEMAIL, Kind.NO_ANSWER, Kind.NO_ANSWER)
THEIRS = (Kind.MESSAGE, Kind.MESSAGE, Kind.CALL, Kind.VOICEMAIL, Kind.INVITATION)


class Search:
    """Somebody's search for a job, left to chance: about as many commands as in some months of it."""

    def __init__(self, path: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.today = date(2026, 11, 2)
        self.book = open_book(path, lambda: self.today)
        self.letters = 0
        self.applications = [
            commands.add_interview(
                self.book, entered(ApplicationFields, position=f"Engineer {number}", employer="Calder & Rowe")
            ).id
            for number in range(3)
        ]
        self.people = [
            commands.add_contact(
                self.book,
                entered(
                    ContactFields,
                    name=f"Person {number}",
                    phone=self.chance.choice(["", "+43 1 234 567"]),
                    preferred_channel=self.chance.choice([None, None, None, Channel.PHONE, Channel.LINKEDIN]),
                    country=self.chance.choice(COUNTRIES),
                    playbook=self.chance.choice(["", "", "call-first"]),
                ),
            ).id
            for number in range(PEOPLE)
        ]
        for first, application in enumerate(self.applications):  # the search begins with an interview for each
            panel = [Panelist(who, self.chance.choice(list(Part))) for who in self.people[first::3]]
            commands.add_interview(self.book, application, panel, on=self.today)
        self.plays: list[tuple[int, Callable[[], object]]] = [
            (6, self.interview),
            (4, self.reject),
            (16, self.act),
            (12, self.hear),
            (4, self.meet),
            (6, self.send_a_note),
            (5, self.take_in_a_letter),
            (6, self.put_off),
            (6, self.leave_out),
            (4, self.be_asked),
            (3, self.promise),
            (2, self.move),
            (2, self.change_the_person),
            (3, self.change_the_application),
            (1, lambda: commands.save_profile(self.book, country=self.chance.choice(COUNTRIES))),
            (2, lambda: commands.close_contact(self.book, self.someone(), "enough")),
            (2, lambda: commands.rest_contact(self.book, self.someone(), "later")),
            (4, self.reopen),
            (1, lambda: commands.take_job(self.book, "Halden Labs", self.lately())),
            (3, lambda: commands.resume_search(self.book)),
            (6, lambda: commands.undo(self.book)),
            (4, lambda: commands.redo(self.book)),
        ]

    def go_on(self) -> None:
        """One command more; what the book refuses changes nothing. Now and then the days go by."""
        if self.chance.random() < 0.35:
            self.today += timedelta(days=self.chance.choice([1, 1, 2, 7, 30]))
        weights = [weight for weight, _ in self.plays]
        play = self.chance.choices([play for _, play in self.plays], weights)[0]
        with suppress(BookError):
            play()

    def someone(self) -> int:
        return self.chance.choice(self.people)

    def lately(self) -> date:
        return self.today - timedelta(days=self.chance.choice([0, 0, 0, 1, 3, 20]))

    def ahead(self) -> date:
        return self.today + timedelta(days=self.chance.choice([0, 1, 4, 15, 60]))

    def o_clock(self, hour: int) -> time | None:
        return self.chance.choice([None, time(hour)])

    def of_the_plan(self, contact: int) -> dict[str, object]:
        """A step that this person is owed, named or left to the book."""
        with reading(self.book.path) as connection:
            rows = connection.execute("SELECT step, application_id FROM follow_up WHERE contact_id = ?", (contact,))
            steps = [{"step": Step(step), "application_id": application} for step, application in rows]
        return self.chance.choice([{}, *steps])

    def interview(self) -> None:
        people = self.chance.sample(self.people, self.chance.choice([1, 2, 3]))
        panel = [Panelist(each, self.chance.choice(list(Part))) for each in people]
        on = self.lately() if self.chance.random() < 0.8 else None
        commands.add_interview(self.book, self.chance.choice(self.applications), panel, on=on, at=self.o_clock(8))

    def reject(self) -> None:
        commands.record_rejection(
            self.book,
            self.chance.choice(self.applications),
            self.lately(),
            self.chance.choice(list(HowLearned)),
            by=self.chance.choice([None, self.someone()]),
            would_go_back=self.chance.choice([None, None, None, True, False]),
        )

    def act(self) -> None:
        kind, channel = self.chance.choice(MINE), self.chance.choice([None, None, Channel.LINKEDIN])
        who, on, at = self.someone(), self.lately(), self.o_clock(12)
        commands.log_touchpoint(self.book, who, kind, Direction.OUT, on, at=at, channel=channel)

    def hear(self) -> None:
        kind, who, on = self.chance.choice(THEIRS), self.someone(), self.lately()
        at = self.o_clock(13 if kind is Kind.CALL else 10)  # no two clocks agree
        commands.log_touchpoint(self.book, who, kind, Direction.IN, on, at=at)

    def meet(self) -> None:
        commands.log_touchpoint(self.book, self.someone(), Kind.MEETING, Direction.BOTH, self.lately())

    def send_a_note(self) -> None:
        who = self.someone()
        about = self.of_the_plan(who)
        draft = commands.save_draft(self.book, None, contact_id=who, subject="Hello", body="Dear you", **about)
        commands.mark_sent(self.book, draft.id, self.lately())

    def take_in_a_letter(self) -> None:
        self.letters += 1
        kind = self.chance.choice([Kind.REJECTION, Kind.INVITATION, Kind.MESSAGE])
        application = self.chance.choice([None, *self.applications])
        letter_id = f"<{self.letters}@example.org>"
        at, who = self.o_clock(11), self.someone()
        commands.record_letter(
            self.book, Letter(kind, self.lately(), letter_id, at, sender=who, application=application)
        )

    def put_off(self) -> None:
        who = self.someone()
        commands.snooze(self.book, who, self.ahead(), **self.of_the_plan(who))

    def leave_out(self) -> None:
        who = self.someone()
        commands.skip(self.book, who, **self.of_the_plan(who))

    def be_asked(self) -> None:
        commands.snooze(self.book, self.someone(), self.ahead(), asked=True)

    def promise(self) -> None:
        commands.add_promise(self.book, self.someone(), "an article", self.ahead())

    def move(self) -> None:
        commands.record_move(self.book, self.someone(), f"Employer {self.chance.random()}", self.lately())

    def change_the_person(self) -> None:
        changes = [
            {"phone": "+43 1 234 567"},
            {"preferred_channel": self.chance.choice([None, *Channel])},
            {"country": self.chance.choice(COUNTRIES)},
            {"playbook": self.chance.choice(["", "default", "call-first"])},
        ]
        commands.change_contact(self.book, self.someone(), **self.chance.choice(changes))

    def change_the_application(self) -> None:
        changes = [
            {"promised_on": self.ahead()},
            {"main_contact_id": self.someone()},
            {"state": self.chance.choice(list(ApplicationState))},
            {"would_go_back": self.chance.choice([None, None, True, False])},
        ]
        commands.change_application(self.book, self.chance.choice(self.applications), **self.chance.choice(changes))

    def reopen(self) -> None:
        commands.reopen_contact(self.book, self.someone())


# The facts, read from the tables anew.


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _history(connection: sqlite3.Connection, contact_id: int) -> tuple[History, bool, bool]:
    """The facts of one person; whether their hiring manager is called first; whether they rest by the rule."""
    state, by_rule, open_since, channel, phone, country, playbook = connection.execute(
        "SELECT state, rests_by_rule, open_since, preferred_channel, phone, country, playbook FROM contact WHERE id = ?",
        (contact_id,),
    ).fetchone()
    took_job_on, since, users_playbook, users_country, weekend = connection.execute(
        "SELECT took_job_on, searching_since, playbook, country, weekend FROM profile"
    ).fetchone() or (None, None, "", "", "")
    touches = [
        Touch(
            Kind(kind),
            Direction(direction),
            date.fromisoformat(on),
            time.fromisoformat(at) if at else None,
            Channel(way) if way else None,
            application,
            Step(step) if step else None,
        )
        for kind, direction, on, at, way, application, step in connection.execute(
            "SELECT kind, direction, happened_on, happened_at, channel, application_id, step FROM touchpoint"
            " WHERE contact_id = ?",
            (contact_id,),
        )
    ]
    roles = [
        Role(
            application,
            "Engineer",
            "Calder & Rowe",
            Part(part),
            ApplicationState(standing),
            _day(learned_on),
            would_go_back=None if go_back is None else bool(go_back),
            promised_on=_day(promised_on),
            interviewed_on=_day(interviewed_on),
            is_main=main == contact_id,
        )
        for application, part, standing, learned_on, go_back, promised_on, main, interviewed_on in connection.execute(
            "SELECT application.id, interviewer.part, application.state, learned_on, would_go_back, promised_on,"
            " main_contact_id, (SELECT max(happened_on) FROM touchpoint WHERE touchpoint.kind = 'interview'"
            " AND touchpoint.application_id = application.id)"
            " FROM interviewer JOIN application ON application.id = interviewer.application_id"
            " WHERE interviewer.contact_id = ?",
            (contact_id,),
        )
    ]
    choices = [
        Choice(DecisionKind(kind), date.fromisoformat(made_on), Step(step), application, _day(until))
        for kind, made_on, step, application, until in connection.execute(
            "SELECT kind, made_on, step, application_id, until FROM decision WHERE contact_id = ?", (contact_id,)
        )
    ]
    promises = [
        Promise(what, date.fromisoformat(due))
        for what, due in connection.execute(
            "SELECT what, due FROM promise WHERE contact_id = ? AND kept_on IS NULL", (contact_id,)
        )
    ]
    history = History(
        "Person",
        touches,
        roles,
        choices,
        ContactState.OPEN if by_rule else ContactState(state),  # such a rest is for the reading to find
        max((day for day in (_day(open_since), _day(since)) if day), default=None),
        Channel(channel) if channel else None,
        phone != "",
        promises,
        _day(took_job_on),
        working_days=working_days(country, "") if country else working_days(users_country, weekend),
    )
    return history, (playbook or users_playbook) == "call-first", bool(by_rule)


def _stored(connection: sqlite3.Connection, contact_id: int) -> list[Owed]:
    rows = connection.execute(
        "SELECT step, application_id, opens, due, late FROM follow_up WHERE contact_id = ?", (contact_id,)
    )
    return [Owed(Step(step), application, *map(date.fromisoformat, dates)) for step, application, *dates in rows]


def _compare(path: Path) -> set[Step]:
    """See that what is stored is what the second reading makes of the facts; gives the steps that somebody is owed."""
    seen = set()
    with reading(path) as connection:
        for (contact_id,) in connection.execute("SELECT id FROM contact").fetchall():
            history, call_first, rests_by_rule = _history(connection, contact_id)
            stored = _stored(connection, contact_id)
            assert sorted(stored, key=str) == sorted(owed(history, call_first=call_first), key=str), history
            assert rests_by_rule == (history.state is ContactState.OPEN and rests(history)), history
            seen |= {row.step for row in stored}
    return seen


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_whatever_was_done_the_stored_plan_is_what_the_facts_make_it(path: Path, seed: int):
    search = Search(path, seed)
    seen = set()
    for _ in range(COMMANDS):
        search.go_on()
        seen |= _compare(path)
    assert len(seen) >= 9, f"chance gave too few kinds of steps to compare: {sorted(seen)}"
