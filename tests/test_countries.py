from datetime import date

import holidays
import pytest

from planner.countries import country_named, other_names, weekend_named, working_days
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
        ("England", "GB-ENG"),
        ("scotland", "GB-SCT"),
        ("Wales", "GB-WLS"),
        ("northern ireland", "GB-NIR"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Great Britain", "GB"),
        ("the Netherlands", "NL"),
        ("Holland", "NL"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("the States", "US"),
        ("United States of America", "US"),
        ("Czechia", "CZ"),
        ("Czech Republic", "CZ"),
        ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Ivory Coast", "CI"),
        ("Côte d'Ivoire", "CI"),
        ("cote divoire", "CI"),
        ("the Emirates", "AE"),
        ("UAE", "AE"),
        ("Hong Kong", "HK"),
        ("St. Lucia", "LC"),
        ("Bosnia & Herzegovina", "BA"),
        ("Deutschland", "DE"),
        ("Österreich", "AT"),
        ("España", "ES"),
        ("日本", "JP"),
        ("Georgia", "GE"),  # the country comes before the state
        ("and", "AD"),  # Andorra's code, and no word to be passed over
    ],
)
def test_a_country_by_name_or_code(text: str, code: str):
    assert country_named(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bavaria", "DE-BY"),
        ("Bayern", "DE-BY"),
        ("Baden-Württemberg", "DE-BW"),
        ("North Rhine-Westphalia", "DE-NW"),
        ("de-nordrhein-westfalen", "DE-NW"),
        ("Germany-Bavaria", "DE-BY"),
        ("DE-Augsburg", "DE-Augsburg"),
        ("Vienna", "AT-9"),
        ("Wien", "AT-9"),
        ("Tyrol", "AT-7"),
        ("zurich", "CH-ZH"),
        ("St. Gallen", "CH-SG"),
        ("Geneva", "CH-GE"),
        ("California", "US-CA"),
        ("new york", "US-NY"),
        ("Georgia, USA", "US-GA"),
        ("georgia usa", "US-GA"),
        ("USA, Georgia", "US-GA"),
        ("Quebec", "CA-QC"),
        ("Ontario, Canada", "CA-ON"),
        ("Catalonia", "ES-CT"),
        ("Cataluña", "ES-CT"),
        ("basque country", "ES-PV"),
        ("New South Wales", "AU-NSW"),
        ("victoria", "AU-VIC"),
    ],
)
def test_a_part_of_a_country_by_name(text: str, code: str):
    assert country_named(text) == code


def test_every_other_name_is_of_a_country_or_part_with_days_of_its_own():
    known = holidays.list_supported_countries()
    for code in other_names().values():
        country, _, part = code.partition("-")
        assert country in known and (not part or part in known[country]), code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Austra", r"near it are Austria \(AT\) and Australia \(AU\)"),
        ("New Zealnd", r"near it .* New Zealand \(NZ\)"),
        ("qqqq", "is no country like AT"),
        ("de-xx", "DE has"),
        ("kosovo, prizren", "XK has none with days of its own"),
        ("la rioja", "can be AR-F or ES-RI"),
        ("b", "is no country"),  # an abbreviation, but of several parts
        ("", "is no country"),
        ("-", "is no country"),
    ],
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
