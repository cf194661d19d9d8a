"""Countries as people name them, and the days that are worked there."""

from collections.abc import Iterator
from functools import cache

from .dates import WEEKDAYS, WorkingDays
from .text import folded, joined, nearest

_FEWEST_DAYS = 2  # of work a week; with fewer a step counted in working days would be years off
_SHORTEST_NAME = 4  # of a part that is named without its country; shorter ones are codes and abbreviations

# What people call countries and their parts beside the names that the holidays library has for them.
_OTHER_NAMES = {
    "AE": "Emirates, UAE, VAE",
    "AT": "Österreich",
    "AT-2": "Carinthia",
    "AT-3": "Lower Austria",
    "AT-4": "Upper Austria",
    "AT-6": "Styria",
    "AT-7": "Tyrol",
    "AT-9": "Vienna",
    "BA": "Bosnia",
    "BE": "België, Belgique, Belgien",
    "BG": "България",
    "BR": "Brasil",
    "CD": "Democratic Republic of the Congo, Congo Kinshasa, DRC, Zaire",
    "CG": "Republic of the Congo, Congo Brazzaville",
    "CH": "Schweiz, Suisse, Svizzera, Svizra",
    "CH-BE": "Berne",
    "CH-GE": "Geneva, Genf",
    "CH-GR": "Grisons",
    "CH-LU": "Lucerne",
    "CH-TI": "Tessin",
    "CH-VD": "Waadt",
    "CI": "Côte d'Ivoire",
    "CN": "People's Republic of China, PRC, Mainland China, 中国",
    "CV": "Cape Verde",
    "CZ": "Czech Republic, Česko, Česká republika, Tschechien",
    "DE": "Deutschland, Allemagne",
    "DE-BW": "Baden Wuerttemberg",
    "DE-BY": "Bavaria",
    "DE-HE": "Hesse",
    "DE-MV": "Mecklenburg Western Pomerania",
    "DE-NI": "Lower Saxony",
    "DE-NW": "North Rhine Westphalia, NRW",
    "DE-RP": "Rhineland Palatinate",
    "DE-SN": "Saxony",
    "DE-ST": "Saxony Anhalt",
    "DE-TH": "Thuringia, Thueringen",
    "DK": "Danmark",
    "EE": "Eesti",
    "EH": "Sahrawi Republic",
    "ES": "España",
    "ES-AN": "Andalusia",
    "ES-AR": "Aragon",
    "ES-CL": "Castile and León",
    "ES-CM": "Castile La Mancha",
    "ES-CN": "Canary Islands, Canaries",
    "ES-CT": "Catalonia",
    "ES-IB": "Balearic Islands, Balearics",
    "ES-MD": "Community of Madrid",
    "ES-NC": "Navarre",
    "ES-PV": "Basque Country, Euskadi",
    "ES-VC": "Valencia, Valencian Community",
    "FI": "Suomi",
    "FR": "République française, Frankreich",
    "GB": "UK, Great Britain, Britain",
    "GB-ENG": "England",
    "GB-NIR": "Northern Ireland",
    "GB-SCT": "Scotland",
    "GB-WLS": "Wales, Cymru",
    "GR": "Hellas, Ελλάδα",
    "HR": "Hrvatska",
    "HU": "Magyarország",
    "IE": "Republic of Ireland, Éire",
    "IN": "Bharat",
    "IS": "Ísland",
    "IT": "Italia",
    "JP": "Nippon, 日本",
    "KP": "DPRK",
    "KR": "Republic of Korea, Korea, 대한민국, 한국",
    "LT": "Lietuva",
    "LV": "Latvija",
    "MK": "Macedonia",
    "MM": "Burma",
    "MO": "Macao",
    "NL": "Holland, Nederland, Pays-Bas",
    "NO": "Norge, Noreg",
    "NZ": "Aotearoa",
    "PL": "Polska",
    "PS": "Palestinian Territory, Palestinian Territories, State of Palestine",
    "RO": "România",
    "RS": "Srbija",
    "RU": "Russian Federation, Россия",
    "SA": "KSA",
    "SE": "Sverige",
    "SI": "Slovenija",
    "SK": "Slovensko",
    "ST": "São Tomé",
    "SY": "Syria",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Türkiye",
    "TT": "Trinidad",
    "TW": "Republic of China, 台灣",
    "UA": "Україна",
    "US": "USA, United States of America, America, States",
    "US-DC": "Washington DC",
    "VA": "Vatican, Holy See",
    "VI": "US Virgin Islands",
    "VN": "Viet Nam",
}


def name_key(name: str) -> str:
    """What the name of a country is compared by: folded, without blanks, "the" and "and", and with "st" for saints."""
    words = folded(name).split()
    kept = [word for word in words if word not in {"the", "and"}] or words
    return "".join("st" if word in {"saint", "sankt"} else word for word in kept)


@cache
def other_names() -> dict[str, str]:
    """The code of each country and part by what people call it beside its usual name, as `name_key` has it."""
    return {name_key(name): code for code, names in _OTHER_NAMES.items() for name in names.split(",")}


def country_named(text: str) -> str:
    """The code of the country of that name or code, with its part.

    "germany" is DE; "de-by", "Bavaria" and "Bavaria, Germany" are DE-BY.

    Raises:
        ValueError: there is no such country or part of one, or several parts; the text says which come near.
    """
    wanted = name_key(text)
    if code := _code(wanted):
        return code
    refused = ""
    for country, part, by_mark in _halves(text):
        code = _code(name_key(country))
        if not code or "-" in code:
            continue
        known = _parts(code)
        if found := known.get(name_key(part)):
            return f"{code}-{found}"
        if by_mark:
            some = f"has {joined(sorted(set(known.values()))[:20])}" if known else "has none with days of its own"
            refused = f"{text!r} names no part of a country that is known; {code} {some}"
    if parts := _parts_named(wanted):
        if len(parts) == 1:
            return parts[0]
        raise ValueError(f"{text!r} can be {joined(parts, 'or')}")
    if refused:
        raise ValueError(refused)
    names = _names()
    near = [f"{names[key]} ({_codes()[key]})" for key in nearest(wanted, names, 3)]
    hint = f"; near it {'are' if len(near) > 1 else 'is'} {joined(near)}" if near else ""
    raise ValueError(f"{text!r} is no country like AT, Austria or DE-BY{hint}")


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


def _code(wanted: str) -> str:
    """The code of what has that name among the names of countries; "" where nothing has."""
    return other_names().get(wanted) or _codes().get(wanted) or ""


def _halves(text: str) -> Iterator[tuple[str, str, bool]]:
    """A country and its part, as they can be read in a text: "DE-BY", "Ontario, Canada", "Georgia USA".

    The last value is whether a dash or a comma parts them, and not only a blank.
    """
    for place, character in enumerate(text):
        if character in "-, ":
            one, other = text[:place], text[place + 1 :]
            yield one, other, character != " "
            if character != "-":
                yield other, one, character != " "


@cache
def _codes() -> dict[str, str]:
    """The code of each country by its names and codes."""
    from holidays.registry import COUNTRIES

    found = {}
    for name, (_, code, *others) in COUNTRIES.items():
        for each in (name, code, *(other for other in others if len(other) <= 3)):
            found[name_key(each)] = code
    return found


@cache
def _names() -> dict[str, str]:
    """Each country as it is written, by its name as `_codes` has it."""
    from holidays.registry import COUNTRIES

    return {name_key(name): name.replace("_", " ").title().replace(" And ", " and ") for name in COUNTRIES}


def _parts(code: str) -> dict[str, str]:
    """The parts of a country that have days of their own, by their codes and names."""
    import holidays

    entity = getattr(holidays, code)
    found = {name_key(part): part for part in entity.subdivisions}
    for name, part in _aliases(code).items():
        found.setdefault(name_key(name), part)
    return found


def _aliases(code: str) -> dict[str, str]:
    """The names of the parts of a country."""
    import holidays

    ours = {key: each.partition("-")[2] for key, each in other_names().items() if each.startswith(f"{code}-")}
    return {**getattr(getattr(holidays, code), "subdivisions_aliases", {}), **ours}


def _parts_named(wanted: str) -> list[str]:
    """The codes of the parts of any country that have that name."""
    if len(wanted) < _SHORTEST_NAME:
        return []
    return sorted(
        {
            f"{code}-{part}"
            for code in set(_codes().values())
            for name, part in _aliases(code).items()
            if name_key(name) == wanted
        }
    )
