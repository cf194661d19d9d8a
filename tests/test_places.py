"""The list of places: what it holds, and what is read of it when."""

import gzip
import subprocess
import sys
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from planner.places import (
    FILE,
    Place,
    cities_named,
    is_in,
    place_key,
    places_near,
    plain_key,
    region_of,
    regions_named,
)


@pytest.fixture(scope="module")
def parts() -> tuple[list[str], list[str]]:
    """The lines of the regions, and those of the cities."""
    regions, cities = gzip.decompress(FILE.read_bytes()).decode().rstrip("\n").split("\n\n")
    return regions.split("\n"), cities.split("\n")


def test_the_file_is_small_and_in_the_package():
    assert FILE.stat().st_size < 1_000_000
    assert FILE.parent == Path(__file__).parent.parent / "planner"


def test_every_zone_is_one(parts: tuple[list[str], list[str]]):
    regions, cities = parts
    zones = {line.split("|")[1] for line in regions} | {line.split(" ")[1] for line in cities if line[0] == "#"}
    assert len(zones) > 300 and zones - {""} <= available_timezones()


def test_every_line_is_as_it_is_read(parts: tuple[list[str], list[str]]):
    regions, cities = parts
    codes = {line.split("|")[0] for line in regions}
    assert len(codes) == len(regions) and {"AT", "US", "US-OR", "GB-SCT", "CA-QC", "AU-NSW"} <= codes
    count = 0
    for line in cities:
        if line.startswith("#"):
            assert line[1:].split(" ")[0] in codes, line
            continue
        count += 1
        head, key, *keys, last = line.split("|")
        people, names, *name = head.split(" ", 2)
        assert int(people) > 0 and int(names) > 0 and key and not last, line
        assert place_key(name[0] if name else key) == key, line
        assert len({*keys}) == len(keys) and keys.count("") <= 1, line
    assert count > 25_000


def test_regions_come_without_the_cities():
    """A telephone number needs the countries only; the rest of the file is not decompressed for it."""
    code = "from planner import places, zones; print(zones.guess_zone('+34 612 345 678'), places._text.cache_info().misses)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Europe/Madrid", "0"]


@pytest.mark.parametrize(
    "code",
    [
        "import planner.book.models",
        "from planner.zones import zone_named; assert zone_named('europe/vienna') == 'Europe/Vienna'",
        "from planner.zones import guess_zone; assert guess_zone('+43 1 234567') == 'Europe/Vienna'",
    ],
)
def test_nothing_is_read_before_a_name_is_looked_up(code: str):
    code += "\nimport sys; print('planner.places' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("portland", "Portland, Oregon, United States"),
        ("PORTLAND, ME", "Portland, Maine, United States"),
        ("portland maine", "Portland, Maine, United States"),
        ("portland (maine)", "Portland, Maine, United States"),
        ("muenchen", "Munich, Germany"),
        ("zuerich", "Zürich, Switzerland"),
        ("st louis, missouri", "St. Louis, Missouri, United States"),
        ("saint louis, usa", "St. Louis, Missouri, United States"),
        ("ft worth", "Fort Worth, Texas, United States"),
        ("xian", "Xi’an, China"),
        ("Москва", "Moscow, Russia"),
        ("大阪", "Osaka, Japan"),
    ],
)
def test_the_likeliest_city(text: str, said: str):
    assert str(cities_named(text)[0]) == said


def test_what_is_said_of_a_city_can_be_typed():
    for name in ("Cambridge", "San José", "Washington", "Saint-Louis", "Frankfurt am Main", "Québec"):
        for city in cities_named(name)[:5]:
            assert city.zone in {each.zone for each in cities_named(str(city))}, city


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Germany", ["DE"]),
        ("the netherlands", ["NL"]),
        ("England", ["GB-ENG"]),
        ("georgia", ["GE", "US-GA"]),
        ("Georgia, USA", ["US-GA"]),
        ("new york state", ["US-NY"]),
        ("Québec", ["CA-QC"]),
        ("bavaria", ["DE-BY"]),
        ("uk", ["GB"]),
        ("de", []),  # a code means nothing without a city in front of it
        ("portland, oregon", []),
    ],
)
def test_regions(text: str, codes: list[str]):
    assert regions_named(text) == codes


def test_the_zone_of_a_region():
    zones = {
        code: (region_of(code) or Place("", "", "none", 0, 0)).zone for code in ("ES", "US", "US-TX", "DE-BY", "XX")
    }
    assert zones == {"ES": "Europe/Madrid", "US": "", "US-TX": "America/Chicago", "DE-BY": "none", "XX": "none"}
    assert (region_of("DE-BY", or_country=True) or Place("", "", "", 0, 0)).zone == "Europe/Berlin"


def test_what_a_city_is_in():
    portland, munich = cities_named("portland, oregon")[0], cities_named("munich")[0]
    assert is_in(portland, "US") and is_in(portland, "US-OR") and not is_in(portland, "US-ME")
    assert is_in(munich, "DE") and is_in(munich, "DE-BY") and not is_in(munich, "AT")


def test_keys():
    assert place_key("Winston-Salem") == "winstonsalem" and place_key("São Paulo") == "saopaulo"
    assert plain_key("duesseldorf") == "dusseldorf" and plain_key("aalborg") == "alborg"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("amsterdm", "Amsterdam"),
        ("muenchn", "Munich"),
        ("münchn", "Munich"),
        ("new yrok", "New York City"),
        ("San Fransico, CA", "San Francisco"),
        ("tornto", "Toronto"),
        ("syndey", "Sydney"),
        ("johanesburg", "Johannesburg"),
        ("Philadelpia", "Philadelphia"),
        ("budpaest", "Budapest"),
        ("Germny", "Germany"),
        ("Califronia", "California"),
    ],
)
def test_what_is_spelled_almost_like_it(text: str, first: str):
    assert places_near(text, 3)[0].name == first


@pytest.mark.parametrize("text", ["", ",", "(", "a", "xx", "qqqqq", "Xyzzy", "|", "||", "#US America/New_York", "\n"])
def test_what_is_like_no_city(text: str):
    assert cities_named(text) == [] and places_near(text, 3) == []
