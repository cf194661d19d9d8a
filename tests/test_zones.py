import pytest

from planner.zones import guess_zone, zone_named


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Vienna", "Europe/Vienna"),
        ("europe/vienna", "Europe/Vienna"),
        ("lisbon", "Europe/Lisbon"),
        ("New York", "America/New_York"),
        ("  buenos   aires ", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_by_name_or_city(text: str, zone: str):
    try:
        assert zone_named(text) == zone
    except ValueError as error:
        # Some systems know a city under two names; then both are offered.
        assert zone in str(error)


@pytest.mark.parametrize(("text", "near"), [("vienn", "Europe/Vienna"), ("Lisbo", "Europe/Lisbon"), ("qqqqq", "")])
def test_what_is_no_zone_is_said_with_what_comes_near(text: str, near: str):
    with pytest.raises(ValueError, match="is no time zone like Europe/Vienna") as error:
        zone_named(text)
    assert near in str(error.value)


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
    ],
)
def test_a_zone_guessed_from_a_number(phone: str, zone: str):
    assert guess_zone(phone) == zone
