"""The rules against a second reading of the domain: on the agreed examples, and on histories nobody would think of."""

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.cadence.history import Choice, History, Promise, Role, Touch
from planner.cadence.playbook import built_in
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
)
from planner.dates import WorkingDays

from .histories import day, history, in_words
from .second_reading import (
    Owed,
    has_more_that_looks_like_a_check_in,
    is_from_me,
    is_known_to_follow,
    owed,
    rests,
    wants_an_answer,
    without_nudges_before_a_date_they_asked_for,
)
from .test_rules import CALL_FIRST, MORE, TABLE, WAITING


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
OF_AN_APPLICATION = {Step.THANK_YOU, Step.NUDGE, Step.RETRY, *FIRST_STEPS}
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
    for about in (None, None, *APPLICATIONS)
    for step in (*[None] * 10, *(Step if direction is Direction.OUT or kind is Kind.MEETING else ()))
]
CHOICES = [
    Choice(kind, day(0), step, about)
    for kind in DecisionKind
    for step in (Step if kind is not DecisionKind.PIN else [Step.ASKED] * 6)
    for about in ((None, *APPLICATIONS) if step in OF_AN_APPLICATION else [None] * 2)
]


def _decided(number: int, on: date, ahead: int) -> Choice:
    choice = CHOICES[number]
    until = None if choice.kind is DecisionKind.SKIP else on + timedelta(days=ahead)
    return replace(choice, made_on=on, until=until)


@st.composite
def _roles(draw: st.DrawFn, days: st.SearchStrategy[date], touches: list[Touch]) -> list[Role]:
    roles = []
    for application in APPLICATIONS[: draw(st.integers(0, 3))]:
        state = draw(st.sampled_from([ApplicationState.REJECTED, *ApplicationState]))
        interviews = [t.on for t in touches if t.kind is Kind.INTERVIEW and t.application == application]
        interviews += draw(st.lists(days, max_size=1))  # held by somebody else
        roles.append(
            Role(
                application,
                "Engineer",
                "Calder",
                draw(st.sampled_from(Part)),
                state,
                draw(days) if state is ApplicationState.REJECTED else None,
                would_go_back=draw(st.sampled_from([None, None, True, False])),
                promised_on=draw(st.none() | days),
                interviewed_on=max(interviews, default=None),
                is_main=draw(st.booleans()),
            )
        )
    return roles


@st.composite
def _histories(
    draw: st.DrawFn,
    days: st.SearchStrategy[date],
    touches: st.SearchStrategy[list[Touch]],
    choices: st.SearchStrategy[list[Choice]],
) -> History:
    happened = as_the_book_has_them(draw(touches))
    return History(
        "Dana",
        happened,
        draw(_roles(days, happened)),
        decided_as_in_the_book(draw(choices)),
        draw(st.sampled_from([ContactState.OPEN] * 4 + [ContactState.RESTING, ContactState.CLOSED])),
        draw(days) if draw(st.integers(0, 3)) == 3 else None,
        draw(st.sampled_from([None] * 6 + [*Channel])),
        draw(st.booleans()),
        [Promise("an article", due) for due in draw(st.lists(days, max_size=2))],
        draw(days) if draw(st.integers(0, 7)) == 7 else None,
        working_days=WorkingDays(draw(st.sampled_from(WEEKENDS)), frozenset(draw(st.lists(days, max_size=3)))),
    )


def _histories_of(span: int, most: int) -> st.SearchStrategy[History]:
    """Histories of up to so many events in so many days."""
    days = st.integers(0, span).map(day)
    touch = st.integers(0, len(TOUCHES) * span - 1).map(
        lambda number: replace(TOUCHES[number // span], on=day(number % span))
    )
    choice = st.builds(_decided, st.integers(0, len(CHOICES) - 1), days, st.integers(0, 60))
    touches = st.lists(touch, min_size=most // 2, max_size=most)
    return _histories(days, touches, st.lists(choice, max_size=2 + most // 9))


HISTORIES = st.one_of(
    *(_histories_of(span, most) for most in (3, 4, 12, 30, 180) for span in (6, 30, 150, 700) if span >= most // 9)
)


# What the random histories leave out, because the rules and this reading differ there or nothing decides between them.


def as_the_book_has_them(touches: list[Touch]) -> list[Touch]:
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


def decided_as_in_the_book(choices: list[Choice]) -> list[Choice]:
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


@settings(max_examples=800, deadline=None, derandomize=True)
@given(HISTORIES, st.booleans())
def test_the_rules_and_the_second_reading_agree(history: History, call_first: bool):
    assume(not has_more_that_looks_like_a_check_in(history))
    playbook = built_in("call-first" if call_first else "default")
    by_the_rules = [Owed(row.step, row.application, row.opens, row.due, row.late) for row in plan(history, playbook)]
    by_the_rules = without_nudges_before_a_date_they_asked_for(by_the_rules)
    assert sorted(by_the_rules, key=str) == sorted(owed(history, call_first=call_first), key=str)
    assert (rest_reason(history, playbook) != "") == rests(history)
