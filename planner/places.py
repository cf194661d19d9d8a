"""Places by the names that people type, each with its time zone: cities, and the countries and states they are in.

They are in `places.gz`, which `tools/make_places.py` makes from the data of GeoNames (https://www.geonames.org, license
CC BY 4.0); the format is described there. The file is read when a name is first looked up. A name is searched for in
the text as it is, because taking all of the text apart would take several times as long.
"""

import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .countries import country_named, name_key, other_names
from .text import folded

FILE = Path(__file__).with_name("places.gz")

_GZIP = 31  # for zlib: the format to read
_CHUNK = 4096  # bytes
_CODE = 3  # letters of a code, or fewer
_MOST_WORDS = 4  # in the name of a country or state behind a city, without a comma
# A city that does not have the name that was typed as its own counts as one that is smaller by a factor: one that has
# it as a part of its own name ("León" for León de los Aldama), one that is spelled "Saint-Louis" for somebody who typed
# "st louis", and one that has it in another language only.
_IN_SHORT, _WRITTEN_OUT, _ELSEWHERE = 2, 5, 20
_FEW_LETTERS = 8  # in a name of fewer letters one may be wrong, in others two
_KNOWN_AS_A_CITY = 30  # by that many names: what a country or state counts for beside the cities
_WORTH_A_LETTER = 2.0  # how many powers of ten in prominence make up for one more wrong letter
_OF_ANOTHER_LANGUAGE = 0.5  # in wrong letters: how much less likely a misspelled name in another language is meant
_AS_LIKELY = 0.75  # in wrong letters: how far behind the likeliest suggestion another may be

_SHORT = {"saint": "st", "sainte": "ste", "sankt": "st", "fort": "ft", "mount": "mt"}
_LONG = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


class Place(NamedTuple):
    """A city, or a whole country or state."""

    name: str
    region: str  # what it is in: "US-OR" is a state, "PT" a country, "" the world
    zone: str  # "" for a country or state with several
    population: float  # in thousands; see `_IN_SHORT`
    names: int  # how many it has in all languages together, which shows how well it is known; 0 for a country or state

    @property
    def prominence(self) -> float:
        """How likely it is to be what somebody means."""
        return self.population * self.names

    @property
    def is_region(self) -> bool:
        """Whether it is a whole country or state."""
        return not self.names

    def __str__(self) -> str:
        """Its name as it can be typed: "Portland, Oregon, United States"."""
        regions = [self.region, self.region.partition("-")[0]] if "-" in self.region else [self.region]
        return ", ".join([self.name, *(_regions()[code].name for code in regions if code in _regions())])


def place_key(name: str) -> str:
    """What the name of a city is found by: folded, without blanks."""
    return folded(name).replace(" ", "")


def plain_key(key: str) -> str:
    """A key without the letters that can stand for an accent: "muenchen" is "munchen"."""
    for written, meant in (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a")):
        key = key.replace(written, meant)
    return key


def region_of(code: str, *, or_country: bool = False) -> Place | None:
    """The country or state of that code, with the zone in which almost everybody there lives.

    Where the states of a country are not told apart, it is None, or the country.
    """
    return _regions().get(code) or (_regions().get(code.partition("-")[0]) if or_country else None)


def regions_named(text: str) -> list[str]:
    """The codes of the countries and states of that name, countries first: "georgia", "Georgia, USA"."""
    for name, behind in _readings(text):
        wanted = name_key(name)
        found = [
            code
            for code in _codes_named(wanted)
            if (len(wanted) > _CODE or wanted in other_names() or wanted == name_key(_regions()[code].name))
            and all({code, code.partition("-")[0]} & {*codes} for codes in behind)
        ]
        if found:
            return sorted(found, key=lambda code: "-" in code)
    return []


def is_in(city: Place, code: str) -> bool:
    """Whether a city is in that country or state, as far as it is known."""
    country = city.region.partition("-")[0]
    return code in {city.region, country} or (city.region == country and code.startswith(f"{country}-"))


def cities_named(text: str) -> list[Place]:
    """The cities that somebody may mean, the likeliest first: "portland", "portland, oregon", "Portland OR"."""
    for city, regions in _readings(text):
        if found := _within(_cities_called(city), regions):
            return sorted(found, key=lambda place: -place.prominence)
    return []


def places_near(text: str, most: int) -> list[Place]:
    """The places whose names are spelled almost like this one, the likeliest first."""
    from math import log10

    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    keys, lines = _all_keys()
    for city, regions in _readings(text):
        found: dict[Place, float] = {}
        wanted = name_key(city)
        for region in [region for region in _regions().values() if region.zone and not regions]:
            distance = OSA.distance(wanted, name_key(region.name), score_cutoff=_wrong(wanted))
            if distance <= _wrong(wanted):
                found[region] = distance - log10(max(region.population * _KNOWN_AS_A_CITY, 1)) / _WORTH_A_LETTER
        for key in {place_key(city), plain_key(place_key(city))}:
            for _, distance, number in extract(key, keys, scorer=OSA.distance, score_cutoff=_wrong(key), limit=None):
                start, is_elsewhere = lines[number]
                place = _city(start)
                unlikely = distance - log10(max(place.prominence, 1)) / _WORTH_A_LETTER
                unlikely += _OF_ANOTHER_LANGUAGE * is_elsewhere
                found[place] = min(unlikely, found.get(place, unlikely))
        if kept := _within([*found], regions):
            best = min(found[place] for place in kept)
            likely = [place for place in kept if found[place] <= best + _AS_LIKELY]
            return sorted(likely, key=found.__getitem__)[:most]
    return []


def _wrong(key: str) -> int:
    """How many letters of a name may be wrong."""
    return 0 if len(key) <= _CODE else 1 if len(key) < _FEW_LETTERS else 2


def _readings(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """A text as the name of a city, and what can be read behind it: the codes of countries or states, for each one."""
    yield text, []
    city, *behind = [part for part in text.replace("(", ",").replace(")", "").split(",") if folded(part)] or [""]
    if behind:
        regions = [_codes_behind(part) for part in behind]
        if regions[-1]:
            yield city, [codes for codes in regions if codes]
        return
    words = text.split()
    for at in range(len(words) - 1, max(0, len(words) - 1 - _MOST_WORDS), -1):
        if codes := _codes_named(name_key(" ".join(words[at:]))):
            yield " ".join(words[:at]), [codes]


def _codes_behind(name: str) -> list[str]:
    """The codes of what stands behind a comma; any part of a country is understood there."""
    if codes := _codes_named(name_key(name)):
        return codes
    try:
        return [country_named(name)]
    except ValueError:
        return []


def _codes_named(wanted: str) -> list[str]:
    """The codes of the countries and states of that name or code."""
    found = [code for code, keys in _region_keys().items() if wanted in keys]
    other = other_names().get(wanted)
    return [*found, *([other] if other and other not in found else [])]


def _within(cities: list[Place], regions: list[list[str]]) -> list[Place]:
    return [city for city in cities if all(any(is_in(city, code) for code in codes) for codes in regions)]


def _cities_called(name: str) -> list[Place]:
    """The cities of that name, with or without accents, with "Saint" or "St"."""
    words = folded(name).split()
    found: dict[int, Place] = {}
    for smaller, said in (
        (1, words),
        (1, [_SHORT.get(word, word) for word in words]),
        (_WRITTEN_OUT, [_LONG.get(word, word) for word in words]),
    ):
        for start, place in _found("".join(said), smaller):
            if start not in found or found[start].population < place.population:
                found[start] = place
    if not found:
        found = dict(_found(plain_key("".join(words)), 1))
    return [*found.values()]


def _found(key: str, smaller: int) -> Iterator[tuple[int, Place]]:
    """The cities with that key, by where their lines begin."""
    if not key:
        return
    text, sought = _text(), f"|{key}|".encode()
    at = text.find(sought, _cities_begin())
    while at >= 0:
        start = text.rfind(b"\n", 0, at) + 1
        place = _city(start)
        before = text[start : at + 1]
        factor = 1 if before.count(b"|") == 1 else _ELSEWHERE if b"||" in before else _IN_SHORT
        yield start, place._replace(population=place.population / factor / smaller)
        at = text.find(sought, at + 1)


def _city(start: int) -> Place:
    """The city whose line begins there."""
    text = _text()
    group = text.rfind(b"\n#", 0, start) + 2
    region, zone = text[group : text.index(b"\n", group)].decode().split(" ")
    head, key, _ = text[start : text.index(b"\n", start)].decode().split("|", 2)
    population, names, *name = head.split(" ", 2)
    return Place(name[0] if name else key.capitalize(), region, zone, int(population), int(names))


def _all_keys() -> tuple[list[str], list[tuple[int, bool]]]:
    """Every key of a city that is no code; for each, where its line begins and whether it is of another language."""
    keys: list[str] = []
    lines: list[tuple[int, bool]] = []
    start = _cities_begin()
    for line in _text()[start:].split(b"\n"):
        if not line.startswith(b"#"):
            own, _, other = line.decode().partition("||")
            for said, is_elsewhere in ((own.split("|")[1:], False), (other.split("|"), True)):
                kept = [key for key in said if len(key) > _CODE]
                keys += kept
                lines += [(start, is_elsewhere)] * len(kept)
        start += len(line) + 1
    return keys, lines


@cache
def _text() -> bytes:
    """All of the file."""
    return zlib.decompress(FILE.read_bytes(), wbits=_GZIP)


@cache
def _cities_begin() -> int:
    return _text().index(b"\n\n") + 2


@cache
def _region_lines() -> list[list[str]]:
    """The countries and states, from the beginning of the file: no more of it is read for them."""
    reader, head = zlib.decompressobj(wbits=_GZIP), b""
    with FILE.open("rb") as file:
        while b"\n\n" not in head:
            head += reader.decompress(file.read(_CHUNK))
    return [line.split("|") for line in head[: head.index(b"\n\n")].decode().split("\n")]


@cache
def _regions() -> dict[str, Place]:
    """The countries and states by their codes."""
    return {
        code: Place(name, code.rpartition("-")[0], zone, int(people), 0)
        for code, zone, people, name, *_ in _region_lines()
    }


@cache
def _region_keys() -> dict[str, frozenset[str]]:
    """What each country and state is found by."""
    return {code: frozenset(keys) - {""} for code, _, _, _, *keys in _region_lines()}
