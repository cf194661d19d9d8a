"""Spreading: no day has too many, nobody is dropped, and nothing comes earlier."""

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.cadence.playbook_file import built_in
from planner.cadence.simulate import simulate
from planner.cadence.spread import Load, spread_out
from planner.cadence.terms import Channel, Step
from planner.dates import MONDAY_TO_FRIDAY
from tests.cadence.histories import day, history
from tests.properties import examples


def load(key: int, opens: int, late: int = 0, **more: object) -> Load:
    return Load(key, Step.CHECK_IN, day(opens), day(late or opens + 30), **more)  # type: ignore[arg-type]


def spread(loads: list[Load], fixed: dict[int, int], most: int, today: int = 0) -> dict[int, int]:
    """The day of each after spreading, by its key."""
    moved = {
        each.contact_id: until
        for each, until in spread_out(loads, {day(d): n for d, n in fixed.items()}, day(today), most)
    }
    return {each.contact_id: (moved.get(each.contact_id, each.day) - day(0)).days for each in loads}


def test_forty_of_one_day_take_eight():
    spread_over = Counter(spread([load(key, 0) for key in range(40)], {}, 5).values())
    assert spread_over == dict.fromkeys(range(8), 5)


def test_who_is_late_first_comes_first():
    assert spread([load(1, 0, 9), load(2, 0, 5), load(3, 0, 7)], {}, 1) == {2: 0, 3: 1, 1: 2}
    assert spread([load(1, 0, 9), load(2, 1, 2)], {0: 1}, 1) == {2: 1, 1: 2}


def test_other_steps_keep_their_day_and_take_room():
    assert spread([load(1, 0), load(2, 0)], {0: 1, 1: 5}, 2) == {1: 0, 2: 2}


def test_what_opened_before_counts_today():
    assert spread([load(1, -20, 2), load(2, -5, 10)], {}, 1) == {1: -20, 2: 1}


def test_a_call_keeps_clear_of_the_weekend():
    calls = [load(key, 4, days=MONDAY_TO_FRIDAY) for key in (1, 2)]  # a Friday
    assert spread(calls, {}, 1) == {1: 4, 2: 7}


_loads = st.lists(st.tuples(st.integers(-30, 60), st.integers(0, 60)), max_size=60)
_fixed = st.dictionaries(st.integers(0, 60), st.integers(0, 9), max_size=20)


@given(_loads, _fixed, st.integers(1, 6))
@examples(200)
def test_no_day_has_too_many_and_nothing_comes_earlier(dates: list[tuple[int, int]], fixed: dict[int, int], most: int):
    loads = [load(key, opens, opens + late) for key, (opens, late) in enumerate(dates)]
    after = spread(loads, fixed, most)
    assert set(after) == {each.contact_id for each in loads}
    assert all(after[key] >= opens for key, (opens, _) in enumerate(dates))
    counts = Counter(max(number, 0) for number in after.values())
    assert all(count + fixed.get(number, 0) <= most for number, count in counts.items())


def test_what_would_come_is_simulated_step_by_step():
    told = history("0 no; 3 promised 20", has_phone=True)
    steps = [(step.step, (when - day(0)).days) for when, step in simulate(told, built_in("default"), day(2), day(400))]
    assert steps == [
        ("first_note", 2),  # open since day 0: done today
        ("promise", 20),  # kept, it stands for the first check-in
        ("check_in_2", 80),
        ("check_in", 170),
    ]  # and then they rest


def test_the_simulation_ends_with_its_days():
    assert list(simulate(history("0 no"), built_in("default"), day(0), day(0)))
    assert not list(simulate(history("10 no"), built_in("default"), day(0), day(9)))
    assert not list(simulate(history("0 no; 1 close"), built_in("default"), day(0), day(400)))
    for when, step in simulate(history("0 no; 1 wrote", has_phone=True), built_in("default"), day(0), day(900)):
        assert when - timedelta(0) == step.opens and step.channel in Channel
