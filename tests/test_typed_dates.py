import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.dates import retold, say, say_distance, say_in_full, set_format, show
from planner.typed_dates import read_by_rules, read_date

WEDNESDAY = date(2026, 11, 18)

FUTURE = [
    ("today", "2026-11-18"),
    ("tomorrow", "2026-11-19"),
    ("tmrw", "2026-11-19"),
    ("day after tomorrow", "2026-11-20"),
    ("fri", "2026-11-20"),
    ("wed", "2026-11-25"),
    ("this fri", "2026-11-20"),
    ("next tue", "2026-11-24"),
    ("next friday", "2026-11-27"),
    ("monday week", "2026-11-30"),
    ("in 3 weeks", "2026-12-09"),
    ("3 weeks from now", "2026-12-09"),
    ("a week from today", "2026-11-25"),
    ("in a month", "2026-12-18"),
    ("in a fortnight", "2026-12-02"),
    ("next month 12th", "2026-12-12"),  # dateparser made these two the 18th
    ("next month the 26th", "2026-12-26"),
    ("the 5th of next month", "2026-12-05"),
    ("a fortnight from today", "2026-12-02"),  # dateparser makes it the past, and of the next one today
    ("fortnight from today", "2026-12-02"),
    ("week from today", "2026-11-25"),
    ("two weeks from tomorrow", "2026-12-03"),
    ("a week from friday", "2026-11-27"),
    ("in a couple of weeks", "2026-12-02"),
    ("+10d", "2026-11-28"),
    ("3d", "2026-11-21"),
    ("1w", "2026-11-25"),
    ("2wks", "2026-12-02"),
    ("3 business days", "2026-11-23"),
    ("2 dec", "2026-12-02"),
    ("Dec 2", "2026-12-02"),
    ("2nd of December", "2026-12-02"),
    ("Wed 2 Dec", "2026-12-02"),
    ("2 dec 2027", "2027-12-02"),
    ("1 Dec, 2026", "2026-12-01"),
    ("17 nov", "2027-11-17"),
    ("29 feb", "2028-02-29"),
    ("5th", "2026-12-05"),
    ("the 5th", "2026-12-05"),
    ("5", "2026-12-05"),
    ("the 31st", "2026-12-31"),
    ("1.12.2026", "2026-12-01"),
    ("1.12.", "2026-12-01"),
    ("12/5", "2027-05-12"),
    ("12/25", "2026-12-25"),
    ("2026-12-01", "2026-12-01"),
    ("20261201", "2026-12-01"),
    ("end of month", "2026-11-30"),
    ("eom", "2026-11-30"),
    ("end of next month", "2026-12-31"),
    ("end of february", "2027-02-28"),
    ("next week", "2026-11-23"),
    ("next month", "2026-12-01"),
    ("march", "2027-03-01"),
    ("in march 2028", "2028-03-01"),
    ("Q1", "2027-01-01"),
    ("Thurs 3pm", "2026-11-19"),
    ("by next tue", "2026-11-24"),
]
PAST = [
    ("today", "2026-11-18"),
    ("yesterday", "2026-11-17"),
    ("wed", "2026-11-18"),
    ("mon", "2026-11-16"),
    ("last fri", "2026-11-13"),
    ("-3d", "2026-11-15"),
    ("in 2 weeks", "2026-12-02"),
    ("3 days ago", "2026-11-15"),
    ("a week ago", "2026-11-11"),
    ("12/5", "2026-05-12"),
    ("2 dec", "2025-12-02"),
    ("5", "2026-11-05"),
]
NONE = [
    "9999-12-31",
    "mon 5 dec",
    "2-3 weeks",
    "20 minutes",
    "",
    "99",
    "1700000000",
    "hello",
    "m",
    "31 feb",
    "2026-02-30",
    "0",
    "32",
    "a" * 41,
    "13.13.2026",
    "in 999 years",
]


@pytest.mark.parametrize(("said", "day"), FUTURE)
def test_dates_ahead_by_rules_alone(said: str, day: str):
    assert read_by_rules(said, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(("said", "day"), PAST)
def test_dates_gone(said: str, day: str):
    assert read_by_rules(said, WEDNESDAY, past=True) == date.fromisoformat(day)


@pytest.mark.parametrize("said", NONE)
def test_what_is_no_date_is_none(said: str):
    found = read_date(said, WEDNESDAY)
    assert found is None


def test_dateparser_comes_last():
    assert read_date("december 2nd 2026 at 10 in the morning", WEDNESDAY) in {None, date(2026, 12, 2)}
    code = (
        "import sys, datetime; from planner.typed_dates import read_by_rules as r; "
        "assert r('next tue', datetime.date(2026, 11, 18)); print('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


@given(st.text(max_size=60))
def test_nothing_typed_raises(text: str):
    read_by_rules(text, WEDNESDAY)
    read_by_rules(text, WEDNESDAY, past=True)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(0, 400))
def test_what_is_said_is_read_back(today: date, ahead: int):
    day = today + timedelta(days=ahead)
    assert read_by_rules(say_in_full(day), today) == day
    assert read_by_rules(say(day), today) == day


def test_saying_dates():
    assert say(date(2026, 12, 2), WEDNESDAY) == "Wed 2 Dec"
    assert say(date(2027, 12, 2), WEDNESDAY) == "Thu 2 Dec 2027"
    assert say_in_full(date(2026, 12, 2)) == "Wednesday 2 December 2026"
    assert say_distance(date(2026, 11, 27), WEDNESDAY) == "in 9 days"


@pytest.mark.parametrize(
    ("name", "shown", "told"),
    [
        ("day first", "Thu 2 Dec 2027", "on Tue 10 Nov and Mon 1 Mar 2027, 2 May"),
        ("month first", "Thu Dec 2 2027", "on Tue Nov 10 and Mon Mar 1 2027, 2 May"),
        ("iso", "2027-12-02", "on 2026-11-10 and 2027-03-01, 2 May"),
    ],
)
def test_dates_as_the_user_likes_them(name: str, shown: str, told: str):
    set_format(name)
    assert show(date(2027, 12, 2), WEDNESDAY) == shown
    assert retold("on Tue 10 Nov 2026 and Mon 1 Mar 2027, 2 May", WEDNESDAY) == told
    assert retold("Tue 31 Feb 2026, a Tuesday", WEDNESDAY).endswith(", a Tuesday")


def test_numbers_are_read_as_the_user_writes_them():
    set_format("month first")
    assert read_by_rules("12/2", WEDNESDAY) == date(2026, 12, 2)
    assert read_by_rules("25/12", WEDNESDAY) == date(2026, 12, 25)
    set_format("day first")
    assert read_by_rules("12/2", WEDNESDAY) == date(2027, 2, 12)
