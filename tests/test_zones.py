from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import RefusedValueError
from planner.zones import guess_zone, zone_named
from tests.properties import examples


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Vienna", "Europe/Vienna"),
        ("europe/vienna", "Europe/Vienna"),
        ("lisbon", "Europe/Lisbon"),
        ("New York", "America/New_York"),
        ("  buenos   aires ", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
        ("azores", "Atlantic/Azores"),
        ("Japan", "Japan"),
    ],
)
def test_a_zone_by_its_name(text: str, zone: str):
    assert zone_named(text) == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        # Africa
        ("cairo", "Africa/Cairo"),
        ("lagos", "Africa/Lagos"),
        ("Nairobi", "Africa/Nairobi"),
        ("cape town", "Africa/Johannesburg"),
        ("casablanca", "Africa/Casablanca"),
        ("addis ababa", "Africa/Addis_Ababa"),
        ("accra", "Africa/Accra"),
        # America
        ("san francisco", "America/Los_Angeles"),
        ("SF", "America/Los_Angeles"),
        ("boston", "America/New_York"),
        ("washington dc", "America/New_York"),
        ("Washington, D.C.", "America/New_York"),
        ("nyc", "America/New_York"),
        ("st louis", "America/Chicago"),
        ("austin", "America/Chicago"),
        ("denver", "America/Denver"),
        ("Montréal", "America/Toronto"),
        ("vancouver", "America/Vancouver"),
        ("mexico city", "America/Mexico_City"),
        ("Mérida", "America/Merida"),  # the zone is named for it, and not for those in Spain and Venezuela
        ("são paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("rio de janeiro", "America/Sao_Paulo"),
        ("bogotá", "America/Bogota"),
        ("santiago", "America/Santiago"),
        # Asia
        ("mumbai", "Asia/Kolkata"),
        ("bombay", "Asia/Kolkata"),
        ("bangalore", "Asia/Kolkata"),
        ("Calcutta", "Asia/Kolkata"),
        ("beijing", "Asia/Shanghai"),
        ("shenzhen", "Asia/Shanghai"),
        ("osaka", "Asia/Tokyo"),
        ("東京", "Asia/Tokyo"),
        ("서울", "Asia/Seoul"),
        ("abu dhabi", "Asia/Dubai"),
        ("tel aviv", "Asia/Jerusalem"),
        ("saigon", "Asia/Ho_Chi_Minh"),
        # Australia and the Pacific
        ("melbourne", "Australia/Melbourne"),
        ("brisbane", "Australia/Brisbane"),
        ("perth", "Australia/Perth"),
        ("wellington", "Pacific/Auckland"),
        ("honolulu", "Pacific/Honolulu"),
        # Europe
        ("münchen", "Europe/Berlin"),
        ("Muenchen", "Europe/Berlin"),
        ("MUNICH", "Europe/Berlin"),
        ("köln", "Europe/Berlin"),
        ("cologne", "Europe/Berlin"),
        ("zurich", "Europe/Zurich"),
        ("Zürich", "Europe/Zurich"),
        ("geneva", "Europe/Zurich"),
        ("kraków", "Europe/Warsaw"),
        ("the hague", "Europe/Amsterdam"),
        ("göteborg", "Europe/Stockholm"),
        ("milano", "Europe/Rome"),
        ("barcelona", "Europe/Madrid"),
        ("edinburgh", "Europe/London"),
        ("birmingham", "Europe/London"),
        ("St. Petersburg", "Europe/Moscow"),
        ("Київ", "Europe/Kyiv"),
    ],
)
def test_a_zone_by_city(text: str, zone: str):
    assert zone_named(text) == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("portland, oregon", "America/Los_Angeles"),
        ("Portland ME", "America/New_York"),
        ("birmingham, alabama", "America/Chicago"),
        ("cambridge, uk", "Europe/London"),
        ("cambridge, england", "Europe/London"),
        ("Cambridge, Cambridgeshire, UK", "Europe/London"),
        ("cambridge, ma", "America/New_York"),
        ("san jose, costa rica", "America/Costa_Rica"),
        ("san jose costa rica", "America/Costa_Rica"),
        ("San José, CA", "America/Los_Angeles"),
        ("paris, texas", "America/Chicago"),
        ("London (Ontario)", "America/Toronto"),
        ("London, Canada", "America/Toronto"),
        ("Valencia, Spain", "Europe/Madrid"),
        ("valencia, venezuela", "America/Caracas"),
        ("munich, bavaria", "Europe/Berlin"),
        ("bangalore, karnataka", "Asia/Kolkata"),
        ("newcastle, new south wales", "Australia/Sydney"),
        ("manaus, amazonas", "America/Manaus"),
        ("the hague, the netherlands", "Europe/Amsterdam"),
    ],
)
def test_a_zone_by_city_and_country_or_state(text: str, zone: str):
    assert zone_named(text) == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("germany", "Europe/Berlin"),
        ("Scotland", "Europe/London"),
        ("the netherlands", "Europe/Amsterdam"),
        ("malaysia", "Asia/Kuala_Lumpur"),
        ("california", "America/Los_Angeles"),
        ("Ontario", "America/Toronto"),  # and not the city in California
        ("georgia, usa", "America/New_York"),
        ("bavaria", "Europe/Berlin"),
        ("goa", "Asia/Kolkata"),
        ("mexico", "America/Mexico_City"),  # as the city is called, too
    ],
)
def test_a_zone_by_country_or_state(text: str, zone: str):
    assert zone_named(text) == zone


def test_a_name_of_several_places():
    with pytest.raises(RefusedValueError) as error:
        zone_named("cambridge")
    assert str(error.value) == (
        "'cambridge' can be Cambridge, England, United Kingdom (Europe/London); "
        "Cambridge, Massachusetts, United States (America/New_York); or Cambridge, Ontario, Canada (America/Toronto)"
    )
    assert error.value.reason == "several places; add the country or state"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("san jose", ["San Jose, California, United States (America/Los_Angeles)", "San José, Costa Rica (America/"]),
        ("valencia", ["Valencia, Venezuela (America/Caracas)", "Valencia, Spain (Europe/Madrid)"]),
        ("hyderabad", ["Hyderabad, India (Asia/Kolkata)", "Hyderabad, Pakistan (Asia/Karachi)"]),
        (
            "Springfield",
            ["Massachusetts, United States (America/New_York)", "Illinois, United States (America/Chicago)"],
        ),
        (
            "saint louis",
            ["St. Louis, Missouri, United States (America/Chicago)", "Saint-Louis, Senegal (Africa/Dakar)"],
        ),
        ("odessa", ["Odesa, Ukraine (Europe/Kyiv)", "Odessa, Texas, United States (America/Chicago)"]),
        ("washington", ["District of Columbia", "or anywhere in Washington, United States (America/Los_Angeles)"]),
        ("ontario, ca", ["Ontario, California", "anywhere in Ontario, Canada (America/Toronto)"]),
        ("georgia", ["anywhere in Georgia (Asia/Tbilisi)", "anywhere in Georgia, United States (America/New_York)"]),
        ("bali", ["Bāli, India (Asia/Kolkata)", "anywhere in Bali, Indonesia (Asia/Makassar)"]),
        ("usa", ["'usa' has several time zones; name a city there"]),
        ("brazil", ["'brazil' has several time zones"]),
    ],
)
def test_what_is_not_clear_is_asked(text: str, named: list[str]):
    with pytest.raises(RefusedValueError) as error:
        zone_named(text)
    for each in named:
        assert each in str(error.value)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("vienn", "near it is Vienna, Austria (Europe/Vienna)"),
        ("Lisbo", "near it is Lisbon, Portugal (Europe/Lisbon)"),
        ("amsterdm", "near it is Amsterdam, Netherlands (Europe/Amsterdam)"),
        ("muenchn", "near it is Munich, Germany (Europe/Berlin)"),
        ("berln", "near it are Berlin, Germany (Europe/Berlin); and Bern, Switzerland (Europe/Zurich)"),
        ("tornto, canada", "near it is Toronto, Ontario, Canada (America/Toronto)"),
        ("Enland", "near it is England, United Kingdom (Europe/London)"),
        ("Eurpe/Vienna", "near it is Europe/Vienna"),
        ("America/NewYork", "near it is America/New_York"),
        ("qqqqq", "name a bigger one nearby"),
        ("", "name a bigger one nearby"),
        ("paris, germany", "'paris' is Paris, France (Europe/Paris); or Paris, Texas, United States (America/Chicago)"),
        ("portland, oregn", "'portland' is Portland, Oregon"),
    ],
)
def test_what_is_no_zone_is_said_with_what_comes_near(text: str, near: str):
    with pytest.raises(ValueError, match="is no time zone like Europe/Vienna") as error:
        zone_named(text)
    assert near in str(error.value) and "Antarctica" not in str(error.value)


@examples(60)
@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_zone_or_is_refused(text: str):
    try:
        assert zone_named(text) in available_timezones()
    except ValueError as error:
        assert repr(text) in str(error)


@pytest.mark.parametrize(
    ("phone", "zone"),
    [
        ("+43 1 234567", "Europe/Vienna"),
        ("+1 212 555 0123", "America/New_York"),
        ("+44 20 7946 0958", "Europe/London"),
        ("555-0142", ""),
        ("+999 12", ""),
        ("+1 800 555 0123", ""),
        ("", ""),
        ("+", ""),
        # In several zones, and almost everybody of that country lives in one of them:
        ("+34 612 345 678", "Europe/Madrid"),
        ("+34 928 123 456", "Atlantic/Canary"),  # unless the number says otherwise
        ("+44 7400 123456", "Europe/London"),
        ("+351 912 345 678", "Europe/Lisbon"),
        ("+353 85 012 3456", "Europe/Dublin"),
        ("+64 21 123 4567", "Pacific/Auckland"),
        ("+39 312 345 6789", "Europe/Rome"),
        # And where they live in several:
        ("+61 412 345 678", ""),
        ("+7 912 345-67-89", ""),
        ("+55 800 123 4567", ""),
    ],
)
def test_a_zone_guessed_from_a_number(phone: str, zone: str):
    assert guess_zone(phone) == zone
