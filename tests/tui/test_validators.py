"""What stands beside a field of the details once it is left."""

import pytest

from planner.tui.forms.validators import look_at


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [
        ("time_zone", "san francisco", "America/Los_Angeles"),
        ("time_zone", "Zürich", "Europe/Zurich"),
        ("time_zone", "portland, maine", "America/New_York"),
        ("time_zone", "Europe/Vienna", ""),  # nothing to add to it
        ("time_zone", "amsterdm", "!not known; near it: Amsterdam"),
        ("time_zone", "cambridge", "!several places; add the country or state"),
        ("time_zone", "brazil", "!name a city there"),
        ("time_zone", "paris, germany", "!not known there"),
        ("country", "England", "GB-ENG"),
        ("country", "the netherlands", "NL"),
        ("phone", "+34 612 345 678", "their time is probably that of Europe/Madrid"),
    ],
)
def test_what_is_said_of_a_detail(name: str, said: str, found: str):
    assert look_at(name, said) == found
