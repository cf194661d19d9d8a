"""Time zones as people name them: by their name, by a city or country, or guessed from a telephone number."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NoReturn
from zoneinfo import ZoneInfo, available_timezones

from .errors import RefusedValueError
from .text import joined, nearest

if TYPE_CHECKING:
    from .places import Place

# How much more prominent a city must be than one of the same name in another zone to be taken, and how much bigger.
_MORE_PROMINENT, _BIGGER = 5, 2
_BIGGER_STATE = 10  # how much bigger a state must be than a city that is called the same
_WORTH_NAMING = 0.05  # of the prominence of the likeliest city; one with less is left out of account
_MOST_NAMED = 4  # of several places
_MOST_NEAR = 3  # of places that are spelled almost like what was typed
# What a zone counts for that is named for a place too small for the list: the people there in thousands, and its names.
_ISLAND, _STATION, _ITS_NAMES = 15, 1, 20


def zone_named(text: str) -> str:
    """The zone of that name, or that of the city, country or state of that name.

    "lisbon" is Europe/Lisbon, "Portland, Oregon" America/Los_Angeles, and "germany" Europe/Berlin. Of several cities
    with the same name, one is taken where it is far more prominent than those with another time.

    Raises:
        ValueError: there is none, or there are several; the text says which can be meant.
    """
    zones = _zones()
    wanted = "_".join(text.split()).casefold()
    if wanted in zones:
        return zones[wanted]
    from .places import cities_named, place_key, region_of, regions_named

    cities = [city for city in cities_named(text) if city.zone.casefold() in zones]
    cities = [city for city in cities if city.prominence >= _WORTH_NAMING * cities[0].prominence]
    regions = {code: region for code in regions_named(text) if (region := region_of(code, or_country=not cities))}
    if regions:
        return _zone_of_region(text, regions, cities)
    namesakes = _zones_by_city().get(place_key(text), [])
    if cities:
        return _zone_of_city(text, cities, namesakes)
    if len(namesakes) == 1:
        return namesakes[0]
    if namesakes:
        raise ValueError(f"{text!r} can be {joined(namesakes, 'or')}")
    _refuse(text)


def guess_zone(phone: str) -> str:
    """The zone that a telephone number with its country belongs to; "" when it has none, or several.

    A number that can be in several zones is taken to be where almost everybody in its country lives, if there is such
    a zone: one from Spain is not from the Canaries.
    """
    if not phone.lstrip().startswith("+"):
        return ""
    import phonenumbers
    from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number

    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return ""
    zones = time_zones_for_number(number)
    if len(zones) == 1:
        return str(zones[0]) if zones[0] != UNKNOWN_TIMEZONE else ""
    from .places import region_of

    country = region_of(phonenumbers.region_code_for_number(number) or "")
    return country.zone if country and country.zone.casefold() in _zones() else ""


def _zone_of_region(text: str, regions: dict[str, "Place"], cities: "Sequence[Place]") -> str:
    """The zone of a country or state; that of a city where it is called the same and cannot be told apart.

    Raises:
        RefusedValueError: it has several zones, or can be something else.
    """
    from .places import is_in, place_key

    [(code, region), *others] = regions.items()
    if others:
        _refuse_several(text, [*regions.values()])
    if not region.zone:
        inside = [city for city in cities if is_in(city, code)]
        if inside:
            return _zone_of_city(text, inside, [])
        raise RefusedValueError(f"{text!r} has several time zones; name a city there", "name a city there")
    is_state, is_all = "-" in code, place_key(text) == place_key(region.name)
    for city in cities if is_state else ():
        is_rival = not is_all or city.population * _BIGGER_STATE > region.population
        if is_rival and _clock(city.zone) != _clock(region.zone):
            _refuse_several(text, [*cities, region])
    return region.zone


def _zone_of_city(text: str, cities: "Sequence[Place]", namesakes: Sequence[str]) -> str:
    """The zone of the likeliest of some cities; `namesakes` are the zones that are called like them.

    Raises:
        RefusedValueError: none of them is so much likelier than the others.
    """
    from .places import Place

    if cities[0].zone in namesakes:
        return cities[0].zone
    islands = [
        Place(zone, "", zone, _STATION if zone.startswith("Antarctica/") else _ISLAND, _ITS_NAMES)
        for zone in namesakes
        if zone.count("/") == 1  # the others are for parts of countries
    ]
    best, *others = sorted([*cities, *islands], key=lambda place: -place.prominence)
    for other in others:
        is_behind = (
            best.prominence >= _MORE_PROMINENT * other.prominence and best.population >= _BIGGER * other.population
        )
        if not is_behind and _clock(other.zone) != _clock(best.zone):
            _refuse_several(text, [best, *others])
    return best.zone


def _refuse_several(text: str, places: "Sequence[Place]") -> NoReturn:
    """Say which places can be meant, each with its zone, and of each zone the most prominent."""
    of_zone: dict[str, Place] = {}
    for place in places:
        of_zone.setdefault(place.zone, place)
    cities = [place for place in of_zone.values() if not place.is_region]
    named = [*cities[:_MOST_NAMED], *(place for place in of_zone.values() if place.is_region)]
    said, reason = f"{text!r} can be {_listed(named, 'or')}", "several places; add the country or state"
    raise RefusedValueError(said, reason)


def _refuse(text: str) -> NoReturn:
    """Say what is like a text that names nothing."""
    from .places import cities_named, places_near

    said = f"{text!r} is no time zone like Europe/Vienna, and no city that is known"
    city = text.partition(",")[0]
    if city != text and (elsewhere := cities_named(city)):
        raise RefusedValueError(f"{said}; {city!r} is {_listed(elsewhere[:_MOST_NEAR], 'or')}", "not known there")
    if "/" in text and (zone := nearest("_".join(text.split()), _zones().values())):
        raise RefusedValueError(f"{said}; near it is {zone[0]}", f"not known; near it: {zone[0]}")
    near = [place for place in places_near(text, _MOST_NEAR) if place.zone.casefold() in _zones()]
    if near:
        names, verb = [*dict.fromkeys(place.name for place in near)], "are" if len(near) > 1 else "is"
        raise RefusedValueError(
            f"{said}; near it {verb} {_listed(near, 'and')}", f"not known; near it: {joined(names)}"
        )
    raise RefusedValueError(f"{said}; name a bigger one nearby", "not known; name a bigger city nearby")


def _listed(places: "Sequence[Place]", last: str) -> str:
    """Places with their zones, as a list in a sentence; their names have commas in them, so it has semicolons."""
    said = [
        place.zone
        if place.name == place.zone
        else f"{'anywhere in ' if place.is_region and len(places) > 1 else ''}{place} ({place.zone})"
        for place in places
    ]
    return "; ".join([*said[:-1], f"{last} {said[-1]}"]) if len(said) > 1 else said[0]


@cache
def _zones() -> dict[str, str]:
    """The zones that this system knows, by their names in small letters."""
    return {
        zone.casefold(): zone for zone in sorted(available_timezones()) if not zone.startswith(("posix/", "right/"))
    }


@cache
def _zones_by_city() -> dict[str, list[str]]:
    """The zones by the cities, countries and islands that they are named for."""
    from .places import place_key

    found: dict[str, list[str]] = {}
    for zone in _zones().values():
        if "/" in zone and not zone.startswith(("Etc/", "US/", "SystemV/")):
            found.setdefault(place_key(zone.rpartition("/")[2]), []).append(zone)
    return found


@cache
def _clock(zone: str) -> tuple[object, ...]:
    """What a clock there shows in the course of this year: zones for which it is the same need not be told apart."""
    from datetime import datetime

    from .environment import today

    info = ZoneInfo(zone)
    return tuple(info.utcoffset(datetime(today().year, month, 15)) for month in range(1, 13))
