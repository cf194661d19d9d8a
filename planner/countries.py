"""Countries as people name them, and the days that are worked there."""

from functools import cache

from .dates import WEEKDAYS, WorkingDays
from .text import folded, joined, nearest

_FEWEST_DAYS = 2  # of work a week; with fewer a step counted in working days would be years off


def country_named(text: str) -> str:
    """The code of the country of that name or code, with its part: "germany" is DE, "de-by" is DE-BY.

    Raises:
        ValueError: there is no such country or part of one; the text says which come near.
    """
    country, _, part = text.strip().partition("-")
    code = _codes().get(folded(text)) or _codes().get(folded(country))
    if code is None:
        near = nearest(folded(text), [name for name in _codes() if len(name) > 3], 3)
        hint = f"; near it are {joined(near)}" if near else ""
        raise ValueError(f"{text!r} is no country like AT, Austria or DE-BY{hint}")
    if not part or folded(text) in _codes():
        return code
    parts = _parts(code)
    if part.strip().upper() not in parts:
        some = f"; {code} has {joined(sorted(parts)[:20])}" if parts else f"; {code} has none with days of its own"
        raise ValueError(f"{text!r} names no part of a country that is known{some}")
    return f"{code}-{part.strip().upper()}"


def weekend_named(text: str) -> str:
    """The days of a weekend as the book keeps them: "Fri and Sat" is "fri, sat".

    Raises:
        ValueError: a word is no day of the week, or too few days are left to work.
    """
    days = set()
    for word in text.replace(",", " ").replace("+", " ").split():
        found = [day for day in WEEKDAYS if len(word) >= 2 and day.startswith(word.lower().rstrip("."))]
        if word.lower() in {"and", "none"}:
            continue
        if len(found) != 1:
            raise ValueError(f"{word!r} is no day of the week like sat")
        days.add(WEEKDAYS.index(found[0]))
    if len(days) > len(WEEKDAYS) - _FEWEST_DAYS:
        raise ValueError("that leaves no days to work")
    return ", ".join(WEEKDAYS[day][:3] for day in sorted(days)) or "none"


@cache
def working_days(country: str, weekend: str) -> WorkingDays:
    """The days worked in a country, by its code, with its own weekend where `weekend` is empty.

    Without a country the weekend is Saturday and Sunday. A code that is not known (any more) has no holidays.
    """
    named = frozenset(WEEKDAYS.index(day) for day in WEEKDAYS if day[:3] in weekend.split(", "))
    if not country:
        return WorkingDays(named) if weekend else WorkingDays()
    import holidays

    code, _, part = country.partition("-")
    try:
        calendar = holidays.country_holidays(code, subdiv=part or None)
    except NotImplementedError:
        return WorkingDays(named) if weekend else WorkingDays()
    return WorkingDays(named if weekend else frozenset(calendar.weekend), calendar)


@cache
def _codes() -> dict[str, str]:
    """The code of each country by its names and codes."""
    from holidays.registry import COUNTRIES

    found = {}
    for name, (_, code, *others) in COUNTRIES.items():
        for each in (name, code, *(other for other in others if len(other) <= 3)):
            found[folded(each)] = code
    return found


def _parts(code: str) -> frozenset[str]:
    import holidays

    return frozenset(holidays.list_supported_countries().get(code, ()))
