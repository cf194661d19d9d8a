"""The rules against a second reading of the domain: on the agreed examples, and on histories nobody would think of."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cadence.history import Choice, History, Promise, Role, Touch
from planner.cadence.playbook_file import built_in
from planner.cadence.rules import plan, rest_reason
from planner.cadence.terms import (
    CHECK_INS,
    FIRST_STEPS,
    ApplicationState,
    Channel,
    ContactState,
    DecisionKind,
    Direction,
    Kind,
    Part,
    Step,
    YearlyHello,
)
from planner.dates import WorkingDays
from tests.cadence.histories import day, history, in_words
from tests.cadence.second_reading import Owed, is_from_me, is_known_to_follow, owed, rests, wants_an_answer
from tests.cadence.test_rules import CALL_FIRST, MORE, TABLE, WAITING
from tests.properties import examples


def sorted_words(text: str) -> list[str]:
    return sorted(filter(None, text.split("; ")))


@pytest.mark.parametrize(("told", "expected"), TABLE + MORE)
def test_it_agrees_with_the_tables(told: str, expected: str):
    assert sorted_words(in_words(owed(history(told)))) == sorted_words(expected)


@pytest.mark.parametrize(("told", "expected"), WAITING)
def test_it_agrees_with_the_table_of_the_main_contact(told: str, expected: str):
    assert sorted_words(in_words(owed(history(told, main=True)))) == sorted_words(expected)


@pytest.mark.parametrize(("told", "expected"), CALL_FIRST)
def test_it_agrees_with_the_table_of_calling_first(told: str, expected: str):
    assert sorted_words(in_words(owed(history(told), call_first=True))) == sorted_words(expected)


# Histories: up to 200 events, crowded into a few days or spread over two years.

APPLICATIONS = (1, 2, 3)
OF_AN_APPLICATION = {Step.THANK_YOU, Step.NUDGE, Step.RETRY, Step.REPOST, *FIRST_STEPS}
HAPPENINGS = (
    *((kind, Direction.OUT) for kind in (Kind.MESSAGE, Kind.CALL, Kind.VOICEMAIL, Kind.NO_ANSWER)),
    *((kind, Direction.IN) for kind in (Kind.MESSAGE, Kind.CALL, Kind.VOICEMAIL, Kind.INVITATION, Kind.REJECTION)),
    *((kind, Direction.BOTH) for kind in (Kind.MEETING, Kind.INTERVIEW, Kind.MOVED)),
)
WEEKENDS = [frozenset({5, 6}), frozenset({4, 5}), frozenset({6}), frozenset()]


def _touch(
    kind: Kind, direction: Direction, hour: int | None, channel: Channel | None, about: int | None, step: Step | None
):
    """A touch but for its day. What is marked has no time, so that mark and clock never contradict each other."""
    minute = 2 * list(Kind).index(kind) + (direction is Direction.OUT)  # so that no two clocks agree
    at = None if hour is None or step is not None else time(hour, minute)
    return Touch(kind, direction, day(0), at, channel, about, step)


# All that can happen, and all that can be decided, on any day: chosen from as wholes, which is many times faster.
TOUCHES = [
    _touch(kind, direction, hour, channel, about, step)
    for kind, direction in HAPPENINGS
    for hour in (None, 9, 10)
    for channel in (None, Channel.EMAIL, Channel.PHONE, Channel.LINKEDIN)
    for about in (None, None, None, *APPLICATIONS)
    for step in (*[None] * 12, *(Step if direction is Direction.OUT or kind is Kind.MEETING else ()))
]
CHOICES = [
    Choice(kind, day(0), step, about)
    for kind in DecisionKind
    for step in (Step if kind is not DecisionKind.PIN else [Step.ASKED] * 12)
    for about in ((None, *APPLICATIONS) if step in OF_AN_APPLICATION else [None] * 3)
]
ROLES = [
    Role(0, "Engineer", "Calder", part, state, would_go_back=go_back, is_main=is_main)
    for part in (*[Part.HIRING_MANAGER] * 4, *Part)
    for state in (*[ApplicationState.REJECTED] * 4, *[ApplicationState.RUNNING] * 2, *ApplicationState)
    for go_back in (None, None, None, None, True, False)
    for is_main in (True, True, False)
]
WAYS = [
    (Kind.MESSAGE, Channel.EMAIL),
    (Kind.MESSAGE, Channel.LINKEDIN),
    (Kind.CALL, Channel.PHONE),
    (Kind.VOICEMAIL, Channel.PHONE),
    (Kind.NO_ANSWER, Channel.PHONE),
]
CHANNELS = [*[None] * 6, *Channel]
STATES = [*[ContactState.OPEN] * 8, *ContactState]


class Chance:
    """What is left to chance. `number` draws one, from the least to the most."""

    def __init__(self, number: Callable[[int, int], int], apart: int, pages: int) -> None:
        self.number = number
        self.apart = apart
        self.pages = pages

    def one_in(self, many: int) -> bool:
        return self.number(1, many) == many

    def one_of(self, things: list[Any]) -> Any:
        return things[self.number(0, len(things) - 1)]

    def on(self) -> date:
        """A day of the calendar, whose days lie so many apart that much falls on one of them."""
        return day(self.number(0, self.pages) * self.apart)

    def ahead(self) -> timedelta:
        return timedelta(days=self.apart * self.number(0, 4))

    def choice(self, on: date) -> Choice:
        choice = replace(self.one_of(CHOICES), made_on=on)
        return choice if choice.kind is DecisionKind.SKIP else replace(choice, until=on + self.ahead())

    def role(self, application: int) -> Role:
        role = self.one_of(ROLES)
        return replace(
            role,
            application=application,
            learned_on=self.on() if role.state is ApplicationState.REJECTED else None,
            promised_on=self.on() if self.one_in(3) else None,
            interviewed_on=self.on() if self.one_in(3) else None,  # by somebody else
            reposted_on=self.on() if role.state is ApplicationState.RUNNING and self.one_in(3) else None,
        )

    def person(self, touches: list[Touch], choices: list[Choice]) -> History:
        """A person to whom all this happened."""
        return History(
            "Dana",
            touches,
            [self.role(application) for application in APPLICATIONS[: self.number(0, 3)]],
            choices,
            self.one_of(STATES),
            self.on() if self.one_in(6) else None,
            self.one_of(CHANNELS),
            self.one_in(2),
            [Promise("an article", self.on()) for _ in range(self.number(0, 2))],
            self.on() + 4 * self.ahead() if self.one_in(8) else None,
            working_days=WorkingDays(self.one_of(WEEKENDS), frozenset(self.on() for _ in range(self.number(0, 3)))),
            yearly_hello=self.one_of([*[None] * 3, *YearlyHello]),
        )


def _senseless(chance: Chance, most: int) -> History:
    """Up to so many events, whatever they are."""
    touches = [replace(chance.one_of(TOUCHES), on=chance.on()) for _ in range(chance.number(most // 2, most))]
    choices = [chance.choice(chance.on()) for _ in range(chance.number(0, 2 + most // 9))]
    return chance.person(touches, choices)


def _lifelike(chance: Chance, most: int) -> History:
    """Up to so many events, most of which are about what is owed at the time: done, left out, put off, tried."""
    history = chance.person([], [])
    today = chance.on()
    for _ in range(chance.number(most // 2, most)):
        plan_so_far = owed(history)
        if not plan_so_far or chance.one_in(3):
            today += chance.ahead()
            history = replace(history, touches=[*history.touches, replace(chance.one_of(TOUCHES), on=today)])
            continue
        row = chance.one_of(plan_so_far)
        today = max(today, chance.one_of([row.opens, row.due, row.late, today]) + timedelta(days=chance.number(0, 1)))
        if chance.one_in(4):
            kind = chance.one_of([DecisionKind.SNOOZE, DecisionKind.SKIP])
            until = (
                None if kind is DecisionKind.SKIP else chance.one_of([row.opens, row.due, row.late]) + chance.ahead()
            )
            choice = Choice(kind, today, row.step, row.application, until)
            history = replace(history, choices=[*history.choices, choice])
        else:
            kind, channel = chance.one_of(WAYS)
            mark = row.step if chance.one_in(2) else None
            touch = _touch(kind, Direction.OUT, chance.one_of([None, None, 9, 10]), channel, row.application, mark)
            history = replace(history, touches=[*history.touches, replace(touch, on=today)])
    return history


def _history(number: Callable[[int, int], int]) -> History:
    """A history left to chance: without sense, short or long, or much as it might have been."""
    apart = (1, 2, 5, 14)[number(0, 3)]
    if number(1, 3) == 1:
        pages, most = ((4, 4), (12, 9), (20, 40), (60, 180))[number(0, 3)]
        return as_the_book_has_it(_senseless(Chance(number, apart, pages), most))
    return as_the_book_has_it(_lifelike(Chance(number, apart, 3), (3, 6, 10, 20)[number(0, 3)]))


@st.composite
def histories(draw: st.DrawFn) -> History:
    return _history(lambda least, most: draw(st.integers(least, most)))


# What the random histories leave out, because the rules and this reading differ there or nothing decides between them.


def as_the_book_has_it(history: History) -> History:
    """With touches and decisions as the commands of the book would have left them."""
    roles = []
    for role in history.roles:
        days = {t.on for t in history.touches if t.kind is Kind.INTERVIEW and t.application == role.application}
        days |= {role.interviewed_on} - {None}
        roles.append(replace(role, interviewed_on=max(days, default=None)))
    return replace(
        history,
        touches=as_marked_by_the_book(history.touches),
        choices=decided_as_in_the_book(history.choices),
        roles=roles,
    )


def as_marked_by_the_book(touches: Sequence[Touch]) -> list[Touch]:
    """Answers marked as such, as the book marks them, and of what I did in one day one check-in at the most: the rules
    count every answer without a mark, and every mark.

    Of one kind at one moment there is only one, for whichever was entered first would give the answer its channel.
    """
    once = {(touch.on, touch.at, touch.direction, touch.kind): touch for touch in touches}
    days_of_mine = Counter(touch.on for touch in once.values() if is_from_me(touch))
    marked: list[Touch] = []
    message: Touch | None = None
    for touch in sorted(once.values(), key=lambda each: (each.on, each.at or time.min, not wants_an_answer(each))):
        step = touch.step
        if step in {*CHECK_INS, Step.ASKED} and days_of_mine[touch.on] > 1:
            step = Step.REPLY
        if wants_an_answer(touch):
            message = touch
        elif message and is_from_me(touch) and is_known_to_follow(touch, message, Step.REPLY):
            step = step if touch.direction is Direction.IN else step or Step.REPLY
            message = None
        marked.append(replace(touch, step=step))
    return marked


def decided_as_in_the_book(choices: Sequence[Choice]) -> list[Choice]:
    """One date at a time: a step is put off once a day, and a new date they asked for ends what was put off before."""
    last_asked = max((each.made_on for each in choices if each.kind is DecisionKind.PIN), default=date.min)
    kept: dict[object, Choice] = {}
    for number, choice in enumerate(choices):
        if choice.kind is not DecisionKind.SNOOZE:
            kept[number] = choice
        elif choice.step is not Step.ASKED or choice.made_on >= last_asked:
            together = next((steps for steps in (CHECK_INS, FIRST_STEPS) if choice.step in steps), choice.step)
            kept[choice.made_on, together, choice.application] = choice
    return list(kept.values())


def disagreement(history: History, call_first: bool) -> str:
    """What the rules and the second reading say of a history, where that is not the same; empty where it is."""
    playbook = built_in("call-first" if call_first else "default")
    by_the_rules = [Owed(row.step, row.application, row.opens, row.due, row.late) for row in plan(history, playbook)]
    by_the_rules = sorted(by_the_rules, key=str)
    here = sorted(owed(history, call_first=call_first), key=str)
    reason = rest_reason(history, playbook)
    if by_the_rules == here and (reason != "") == rests(history):
        return ""
    return f"the rules: {by_the_rules} {reason}\nhere: {here} {rests(history)}\nof {history}"


@examples(300)
@given(histories(), st.booleans())
def test_the_rules_and_the_second_reading_agree(history: History, call_first: bool):
    assert disagreement(history, call_first) == ""


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
def test_they_agree_on_many_more(seed: int):
    """Without Hypothesis, which would say more simply where they differ, and takes ten times as long."""
    chance = random.Random(seed)
    for _ in range(1500):
        assert disagreement(_history(chance.randint), chance.random() < 0.5) == ""
