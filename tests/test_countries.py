from datetime import date

import pytest

from planner.countries import country_named, weekend_named, working_days
from planner.dates import EVERY_DAY, MONDAY_TO_FRIDAY, WorkingDays, read_days_off


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("AT", "AT"),
        ("austria", "AT"),
        ("Austria", "AT"),
        ("aut", "AT"),
        ("de-by", "DE-BY"),
        ("Germany-BY", "DE-BY"),
        ("united kingdom", "GB"),
        ("us-ca", "US-CA"),
        (" New  Zealand ", "NZ"),
        ("guinea-bissau", "GW"),
    ],
)
def test_a_country_by_name_or_code(text: str, code: str):
    assert country_named(text) == code


@pytest.mark.parametrize(
    ("text", "words"),
    [("Austra", "near it are aust"), ("qqqq", "is no country like AT"), ("de-xx", "DE has"), ("", "is no country")],
)
def test_what_is_no_country_is_said(text: str, words: str):
    with pytest.raises(ValueError, match=words):
        country_named(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("fri sat", "fri, sat"),
        ("Saturday and Sunday", "sat, sun"),
        ("sun,sat", "sat, sun"),
        ("none", "none"),
        ("Fr.", "fri"),
    ],
)
def test_a_weekend_in_words(text: str, kept: str):
    assert weekend_named(text) == kept


@pytest.mark.parametrize("text", ["caturday", "t", "mon tue wed thu fri sat"])
def test_what_is_no_weekend_is_said(text: str):
    with pytest.raises(ValueError, match=r"no day of the week|no days to work"):
        weekend_named(text)


@pytest.mark.parametrize(
    ("country", "weekend", "day", "works"),
    [
        ("", "", date(2026, 12, 25), True),  # nobody said where
        ("", "", date(2026, 11, 22), False),  # a Sunday
        ("AT", "", date(2026, 12, 25), False),
        ("AT", "", date(2026, 12, 28), True),
        ("AT", "", date(2046, 12, 25), False),  # any year
        ("DE", "", date(2026, 11, 1), False),
        ("DE-BY", "", date(2027, 1, 6), False),  # Epiphany is kept in Bavaria
        ("DE-BE", "", date(2027, 1, 6), True),  # and not in Berlin
        ("SA", "", date(2026, 11, 20), False),  # a Friday
        ("SA", "", date(2026, 11, 22), True),
        ("SA", "sat, sun", date(2026, 11, 20), True),  # as the user has it
        ("", "none", date(2026, 11, 22), True),
        ("XX", "", date(2026, 12, 25), True),  # a code of another year's list
    ],
)
def test_which_days_are_worked(country: str, weekend: str, day: date, works: bool):
    assert working_days(country, weekend).includes(day) is works


def test_counting_working_days():
    friday = date(2026, 11, 20)
    assert MONDAY_TO_FRIDAY.add(friday, 1) == date(2026, 11, 23)
    assert MONDAY_TO_FRIDAY.add(friday, -5) == date(2026, 11, 13)
    assert MONDAY_TO_FRIDAY.on_or_after(date(2026, 11, 21)) == date(2026, 11, 23)
    assert EVERY_DAY.on_or_after(date(2026, 11, 21)) == date(2026, 11, 21)
    assert WorkingDays(holidays={date(2026, 11, 23)}).add(friday, 1) == date(2026, 11, 24)
    nobody = WorkingDays(frozenset(range(7)))
    assert nobody.on_or_after(friday) == friday and nobody.add(friday, 3) > friday  # and it ends


def test_days_off_as_the_book_keeps_them():
    days = read_days_off("4 5 2026-12-25")
    assert days == WorkingDays(frozenset({4, 5}), {date(2026, 12, 25)})
    assert read_days_off("") == WorkingDays(frozenset(), set())
