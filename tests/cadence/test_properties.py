"""What holds for every history."""

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from planner.cadence.history import Choice, History, Role, Touch
from planner.cadence.playbook_file import built_in, names
from planner.cadence.rules import plan, rest_reason
from planner.cadence.terms import (
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
from tests.cadence.histories import day
from tests.properties import examples

_days = st.integers(0, 700).map(day)
_mine = st.sampled_from([Kind.MESSAGE, Kind.CALL, Kind.VOICEMAIL, Kind.NO_ANSWER])
_theirs = st.sampled_from([Kind.MESSAGE, Kind.CALL, Kind.VOICEMAIL, Kind.INVITATION, Kind.REJECTION])
_together = st.sampled_from([Kind.MEETING, Kind.INTERVIEW])
_applications = st.sampled_from([None, 1, 2])


def _touches(kinds: st.SearchStrategy[Kind], direction: Direction) -> st.SearchStrategy[Touch]:
    return st.builds(
        Touch,
        kinds,
        st.just(direction),
        _days,
        st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
        st.sampled_from(Channel),
        _applications,
        st.none() if direction is Direction.IN else st.none() | st.sampled_from(Step),
    )


_touch = st.one_of(_touches(_mine, Direction.OUT), _touches(_theirs, Direction.IN), _touches(_together, Direction.BOTH))
_choice = st.builds(
    Choice,
    st.sampled_from([DecisionKind.SNOOZE, DecisionKind.SKIP, DecisionKind.PIN]),
    _days,
    st.sampled_from(Step),
    _applications,
    st.integers(0, 900).map(day),
).map(lambda choice: replace(choice, until=None) if choice.kind is DecisionKind.SKIP else choice)


@st.composite
def histories(draw: st.DrawFn, state: st.SearchStrategy[ContactState] | None = None) -> History:
    roles = []
    for application in range(1, draw(st.integers(0, 3)) + 1):
        learned = draw(st.none() | _days)
        roles.append(
            Role(
                application,
                "Engineer",
                "Calder",
                draw(st.sampled_from(Part)),
                ApplicationState.REJECTED if learned else ApplicationState.RUNNING,
                learned,
                would_go_back=draw(st.sampled_from([None, None, True, False])),
            )
        )
    return History(
        "Dana",
        draw(st.lists(_touch, max_size=25)),
        roles,
        draw(st.lists(_choice, max_size=4)),
        draw(st.sampled_from(ContactState) if state is None else state),
        draw(st.none() | _days),
        draw(st.none() | st.sampled_from(Channel)),
        draw(st.booleans()),
    )


playbooks = st.sampled_from(names()).map(built_in)


@given(histories(), playbooks, st.randoms())
@example(
    History(
        "Dana",
        [
            Touch(Kind.VOICEMAIL, Direction.IN, day(1), None, Channel.EMAIL),
            Touch(Kind.VOICEMAIL, Direction.IN, day(1), None, Channel.PHONE),
        ],
    ),
    built_in("default"),
    random.Random(1),
)
def test_the_order_of_entry_never_matters(history, playbook, chance: random.Random):
    def shuffled(items):
        items = list(items)
        chance.shuffle(items)
        return items

    other = replace(history, touches=shuffled(history.touches), roles=shuffled(history.roles))
    assert plan(history, playbook) == plan(other, playbook)
    assert rest_reason(history, playbook) == rest_reason(other, playbook)


@given(histories(), playbooks)
def test_planning_again_gives_the_same(history, playbook):
    assert plan(history, playbook) == plan(history, playbook)


@given(histories(st.just(ContactState.CLOSED)), playbooks)
def test_no_plan_for_a_closed_contact(history, playbook):
    assert plan(history, playbook) == []


@given(histories(), playbooks)
def test_a_plan_is_in_order_says_why_and_owes_each_step_once(history, playbook):
    items = plan(history, playbook)
    assert all(item.opens <= item.due <= item.late for item in items)
    assert all("Dana" in item.why for item in items)
    assert len({(item.step, item.application) for item in items}) == len(items)
    firsts = {item.application for item in items if item.step in FIRST_STEPS}
    learned = {role.application for role in history.roles if role.learned_on and role.would_go_back is not False}
    assert firsts <= learned


@examples(300)
@given(histories(), playbooks, _touch, st.integers(0, 60))
def test_a_later_fact_never_brings_a_due_date_of_the_past_back(history, playbook, touch, later):
    """What a new fact makes due is due from its day on; nothing opens earlier than it did, or than the fact."""
    dates = [each.on for each in history.touches] + [role.learned_on for role in history.roles if role.learned_on]
    dates += [choice.made_on for choice in history.choices] + ([history.open_since] if history.open_since else [])
    latest = max(dates, default=day(0))
    fact = replace(touch, on=latest + timedelta(days=later), at=None)
    before = {(item.step, item.application, item.opens) for item in plan(history, playbook)}
    for item in plan(replace(history, touches=[*history.touches, fact]), playbook):
        assert (item.step, item.application, item.opens) in before or item.opens >= fact.on


@given(histories(), playbooks)
def test_resting_people_are_owed_answers_and_asked_dates_at_most(history, playbook):
    resting = replace(history, state=ContactState.RESTING)
    assert {item.step for item in plan(resting, playbook)} <= {Step.REPLY, Step.ASKED}
