"""Ten years with one book: three job searches, four hundred people, and somebody who does each day what is due."""

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from planner.book import commands, due
from planner.book.commands import Panelist, entered
from planner.book.database import Book, open_book
from planner.book.file import reading
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import CHECK_INS, Channel, Direction, HowLearned, Kind, Part, Step
from tests.book.test_undo import assert_plan_is_fresh

START = date(2027, 1, 4)
DAYS = 3652
MOST = 12  # steps a day, to which check-ins are spread
SEARCHES = [(0, 700), (1200, 1900), (2600, DAYS)]  # first and last day; in between there is a job
PANELS = 46  # applications in a search
INTERVALS = {
    Step.CHECK_IN_1: 30,
    Step.CHECK_IN_2: 60,
    Step.CHECK_IN: 90,
}  # days since the last touch (domain, section 2)


@dataclass
class Life:
    """What happens, and what is kept to be looked at in the end."""

    path: Path
    chance: random.Random
    today: date = START
    answers: dict[date, list[int]] = field(default_factory=lambda: defaultdict(list))  # who will write when
    events: dict[date, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    last_touch: dict[int, date] = field(default_factory=dict)
    load: list[int] = field(default_factory=list)
    touchpoints: int = 0
    people: int = 0
    waited: Counter[int] = field(default_factory=Counter)  # days between a step's opening and its doing
    late: int = 0

    def __post_init__(self) -> None:
        self.book = open_book(self.path, lambda: self.today)

        @sa.event.listens_for(self.book.engine, "connect")
        def _no_waiting_for_the_disk(connection, _record) -> None:
            connection.execute("PRAGMA synchronous=OFF")

    def day(self, number: int) -> date:
        return START + timedelta(days=number)

    def schedule(self) -> None:
        """The applications of each search: at most one interview and one "no" a day."""
        number = 0
        for first, last in SEARCHES:
            for each in range(PANELS):
                met = first + 5 + each * min(14, (last - first - 100) // PANELS)
                self.events[self.day(met)].append(("interview", number))
                self.events[self.day(met + 13 + number % 30)].append(("no", number))
                number += 1
            self.events[self.day(first)].append(("search", 0))
            self.events[self.day(last)].append(("job", 0))

    def happen(self) -> None:
        """What the day brings without the user's doing."""
        for what, number in self.events[self.today]:
            if what == "interview":
                self._interview(number)
            elif what == "no":
                commands.record_rejection(self.book, number + 1, self.today, HowLearned.TOLD)
            elif what == "job" and self.today < self.day(DAYS):
                commands.take_job(self.book, "Halden Labs")
            elif what == "search" and self.today > START:
                commands.resume_search(self.book)
        for key in self.answers.pop(self.today, []):
            self._log(key, Kind.MESSAGE, Direction.IN)(self.book)

    def do_what_is_due(self) -> None:
        """Spread when the day has too much, then do all of it."""
        if sum(1 + len(row.also) for row in self._due()) > MOST:
            commands.spread(self.book, MOST)
        rows = self._due()
        fixed = [step for row in rows for step in (row, *row.also) if step.step not in {*CHECK_INS, Step.GOOD_NEWS}]
        assert len(rows) <= MOST, f"{self.today}: {Counter(step.step for step in fixed)}"
        self.load.append(sum(1 + len(row.also) for row in rows))
        if rows:
            commands.together(self.book, [(row.name, self._do(row)) for row in rows])
        for row in rows:
            for step in row.also:
                self._do(step)(self.book)

    def _due(self) -> list[due.DueRow]:
        with reading(self.path) as connection:
            return due.due_rows(connection, self.today)

    def _do(self, row: due.DueRow) -> Callable[[Book], commands.Done]:
        """The job that does a step; what comes of it later is decided with it."""
        if row.step in CHECK_INS:
            since = (self.today - self.last_touch[row.contact_id]).days
            assert since >= INTERVALS[Step(row.step)], f"{row.name} was written to after {since} days: {row.why}"
        self.waited[(self.today - row.opens).days] += 1
        self.late += self.today > row.late
        reached = row.channel != Channel.PHONE or self.chance.random() < 0.8
        kind = Kind.MESSAGE if row.channel != Channel.PHONE else Kind.VOICEMAIL if reached else Kind.NO_ANSWER
        if reached and row.step != Step.REPLY and self.chance.random() < 0.3:
            self.answers[self.today + timedelta(days=self.chance.randint(1, 9))].append(row.contact_id)
        return self._log(row.contact_id, kind, Direction.OUT)

    def _log(self, key: int, kind: Kind, direction: Direction) -> Callable[[Book], commands.Done]:
        self.touchpoints += 1
        if kind is not Kind.NO_ANSWER:
            self.last_touch[key] = self.today
        return lambda book: commands.log_touchpoint(book, key, kind, direction, self.today)

    def _interview(self, number: int) -> None:
        panel = []
        for place, part in enumerate((Part.HIRING_MANAGER, Part.HR, Part.PANEL)[: 2 + number % 2 + (number % 5 > 0)]):
            phone = "555-0100" if self.chance.random() < 0.5 else ""
            panel.append(
                Panelist(entered(ContactFields, name=f"Person {number}-{place}", called="P", phone=phone), part)
            )
        fields = entered(ApplicationFields, position="Engineer", employer=f"Employer {number}")
        commands.add_interview(self.book, fields, panel, on=self.today)
        for key in range(self.people + 1, self.people + len(panel) + 1):
            self.last_touch[key] = self.today
        self.people += len(panel)
        self.touchpoints += len(panel)

    def forgotten(self) -> list[str]:
        """Who is followed up, waits for no decision, and is owed nothing."""
        with reading(self.path) as connection:
            return [
                row.name
                for row in due.waiting_rows(connection, self.today)
                if row.state == "open" and not row.why.startswith("Waiting for a decision")
            ]


def lived(path: Path, days: int) -> tuple[Life, bool]:
    """So many days of it, with nobody forgotten on any of them; and whether there is a job at the end."""
    life = Life(path, random.Random(1))
    life.schedule()
    has_job = False
    for number in range(days):
        life.today = life.day(number)
        life.happen()
        has_job = any(last <= number < following for (_, last), (following, _) in itertools.pairwise(SEARCHES))
        life.do_what_is_due()
        if number % 61 == 0 and not has_job:
            assert life.forgotten() == []
    assert max(life.load) <= MOST
    assert life.late == 0
    assert_plan_is_fresh(life.book)
    return life, has_job


def test_the_first_months_of_use(path: Path):
    life, has_job = lived(path, 130)
    assert life.people >= 15 and life.touchpoints >= 60
    assert not has_job and life.forgotten() == []


@pytest.mark.slow
def test_ten_years_of_use(path: Path, capsys: pytest.CaptureFixture[str]):
    life, has_job = lived(path, DAYS)
    with capsys.disabled():
        print(_distribution(life))
    assert life.people >= 390 and life.touchpoints >= 6000
    assert not has_job and life.forgotten() == []


def _distribution(life: Life) -> str:
    days = Counter(life.load)
    waits = sorted(life.waited.elements())
    lines = [
        "",
        f"ten years: {life.people} people, {life.touchpoints} touchpoints, at most {max(life.load)} due in a day",
        *(f"  {count:3} due on {days[count]:5} days {'▪' * (days[count] // 25)}" for count in sorted(days)),
        f"  a step was done {waits[len(waits) // 2]} days after it opened (median), {waits[-1]} at the most",
    ]
    return "\n".join(lines)
