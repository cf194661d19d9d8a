"""Names of people, and how each is addressed: taken apart by `nameparser`, with a last word of our own.

A name is kept as it was typed, with its titles and commas; what a greeting needs of it is read here.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Two words of letters, the usual case, which needs no parser: the due list reads thousands.
_PLAIN = re.compile(r"[^\W\d_]{3,}(?:[-'’][^\W\d_]+)*(?: [^\W\d_]{2,}(?:[-'’][^\W\d_]+)*)?")
_TEAM = re.compile(
    r"\b(?:team|teams|crew|department|dept|office|desk|staff|committee|hr(?!\.)|human resources|"
    r"people operations|talent(?: acquisition)?|recruiting|recruitment|careers?|admissions|personalabteilung|"
    r"personal(?:wesen|büro|stelle)|abteilung|sekretariat|équipe|equipo|equipe|squadra|ufficio|recursos humanos|"
    r"ressources humaines|risorse umane|zespół|dział|avdelning\w*|teamet|afdeling|inc|ltd|llc|gmbh|university|"
    r"universität|hochschule)\b\.?",
    re.IGNORECASE,
)
# What somebody is addressed by with the surname. Other titles (Dipl.-Ing., Mag.) have no place in a greeting.
_ADDRESSED = re.compile(
    r"(?:mr|mrs|ms|miss|mx|sir|dame|lord|lady|dr|prof|professor|rev|reverend|herr|frau|hr|fr|madame|monsieur|mme|mlle|m|"
    r"señor|señora|sr|sra|srta|don|doña|dott|dottssa|sig|sigra|dhr|mevr|pan|pani|senhor|senhora|dra|hon|judge|rabbi|"
    r"sister|father|captain|doctor|docteur|doktor)\.?",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"(?:{_ADDRESSED.pattern}|(?:dipl|mag|ing|drs)\.?)", re.IGNORECASE)
_BEFORE_A_SURNAME = re.compile(
    r"(?:van|von|vom|der|den|de|da|do|dos|das|del|della|di|du|la|le|lo|el|ter|ten|bin|ibn|al|af|av|zu|zur|mac|mc|st|"
    r"san|abu|ben) ",
    re.IGNORECASE,
)
# Surnames that nobody is called by first: Spanish patronymics and the most frequent others.
_SURNAME_ONLY = re.compile(
    r"\w{2,}[eé]z|garc[ií]a|g[oó]mez|ruiz|d[ií]az|mu[ñn]oz|moreno|romero|navarro|torres|molina|ortega|castro|rubio|"
    r"serrano|flores|rojas|vargas|medina|herrera|aguilar|silva|souza|sousa|pereira|oliveira|ferreira|rodrigues",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+|[^\W\d_]")
_WITH_FIRST_NAMES = frozenset({"sir", "dame", "don", "doña", "lord", "lady"})  # Sir John, never Sir Smith


class PersonName(NamedTuple):
    """A name taken apart. `title` is what one is addressed by with the surname: "Dr.", "Prof."; "" where none is in the
    name. `given` is empty where the name tells no first name. `full` is the name as it is said aloud, without titles
    and commas. A team has its whole name as `family`.
    """

    title: str
    given: str
    family: str
    full: str
    is_team: bool = False


@lru_cache(maxsize=4096)
def taken_apart(name: str) -> PersonName:
    """A name's parts, whichever way round it is written: "Smith, Jane", "Prof. Dr. Eva Maier", "Jan van der Berg"."""
    name = " ".join(name.split())
    if _TEAM.search(name):  # "Jane Smith (HR)", "Jane Smith, Talent Acquisition" are somebody of a team
        bare = re.sub(r"\s*\([^()]*\)", "", name).partition(",")[0].strip()
        name = bare if " " in bare and not _TEAM.search(bare) else name
    if name.isupper() and len(name) > 4 and not _TEAM.search(name):
        name = " ".join(map(_as_a_name, name.split()))
    if _TEAM.search(name):
        return PersonName("", "", name, name, is_team=True)
    if _CJK.search(name):
        # Family and given name are one word there, and are said together.
        said = name if re.search(r"[A-Za-z]", name) else name.replace(" ", "")
        return PersonName("", "", said, said)
    if _is_plain(name):
        given, _, family = name.partition(" ")
        return PersonName("", _as_a_name(given), family, name)
    return _parsed(name)


def called(name: str) -> str:
    """What someone is called where nobody said so: the first name; all of the name where it tells none.

    "Dr. Jane Smith" is Jane, "Smith, Jane" too; "Dr. Smith" stays Dr. Smith, 李 明 is 李明, and a team keeps its name.
    """
    if _is_plain(name) and not _TEAM.search(name):
        return _as_a_name(name.split(" ", 1)[0])
    parts = taken_apart(name)
    if parts.given and not _INITIALS.fullmatch(parts.given):
        return parts.given
    if parts.title and parts.family and not parts.given:
        return f"{parts.title} {parts.family}"
    return parts.full


def with_address(text: str) -> tuple[str, str]:
    """A name and an e-mail address from "Dana Whitfield <dana@calder.example.com>"; "" where there is none."""
    found = re.fullmatch(r"\s*(.*?)\s*<\s*([^<>\s]+@[^<>\s]+)\s*>\s*", text, re.DOTALL)
    return (found[1].strip('" '), found[2]) if found else (text.strip(), "")


def filed(name: str) -> tuple[str, str, str]:
    """A name as address books file it: surname, given name, title; what stands in quotes or brackets is left out.

    "Robert "Bob" Smith" is Smith, Robert; 田中 健 is 田中, 健.
    """
    bare = re.sub(r"\s*(?:\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|\([^()]*\))", "", name).strip() or name
    if _CJK.search(bare) and not re.search(r"[A-Za-z]", bare):
        family, _, given = bare.partition(" ")
        return family, given, ""
    parts = taken_apart(bare)
    return parts.family, parts.given, parts.title


def formally(name: str, salutation: str = "") -> str:
    """How someone is addressed before first names were exchanged: "Dr. Smith", "Ms. Lee".

    `salutation` is what the book has for them, beside or instead of the titles in the name. Without either nobody can
    know whether a Mr. or a Ms. is meant: then it is the whole name, "Jane Smith", which offends nobody.
    """
    parts = taken_apart(name)
    title = salutation.strip() or parts.title
    if parts.is_team or not title:
        return parts.full
    surname = parts.family or parts.given
    if title.casefold().rstrip(".") in _WITH_FIRST_NAMES:
        surname = parts.given or surname
    # A salutation may have been typed with its name.
    return title if f" {title}".casefold().endswith(f" {surname}".casefold()) else f"{title} {surname}".strip()


def surname(name: str) -> str:
    """The surname with what belongs to it: "van der Berg", "García López"; the whole name where it has one part."""
    parts = taken_apart(name)
    return parts.family or parts.given or name


def _is_plain(name: str) -> bool:
    if not _PLAIN.fullmatch(name):
        return False
    first, _, rest = name.partition(" ")
    return (
        not _TITLE.fullmatch(first)
        and not _BEFORE_A_SURNAME.match(name)
        and not _CJK.search(name)
        and not (first.isupper() and not name.isupper())
        and not (rest and _SURNAME_ONLY.fullmatch(first))
    )


def _parsed(name: str) -> PersonName:
    from nameparser import HumanName  # a few hundredths of a second, which plain names need not wait for

    words = re.sub(r"\s+(?:via|from|at|@)\s.*$", "", name)
    words = re.sub(r"\b(?:Univ\.-|(?:DI|MMag|DDr)\b\.?)", "", words)
    first, _, rest = words.partition(" ")
    in_capitals = len(first) > 1 and first.isalpha() and first.isupper() and not rest.isupper()
    if in_capitals and not re.search(r"[,.]", rest) and not _TITLE.fullmatch(first):
        words = f"{first}, {rest}"  # WHITFIELD Dana, as the forms of some countries have it
    read = HumanName(words)
    titles = [word for word in str(read.title).split() if _ADDRESSED.fullmatch(word)]
    given, middle, family = str(read.first), str(read.middle).split(), str(read.last)
    if _TITLE.fullmatch(given) and middle:  # a title that the parser does not know: "Doña Ana Pérez"
        titles, given, middle = [*titles, given], middle[0], middle[1:]
    if not given and len(titles) == 1 and titles[0] in {"Don", "Al", "Van"}:  # a first name before a surname alone
        titles, given = [], titles[0]
    if middle and _SURNAME_ONLY.fullmatch(middle[-1]):  # two surnames, as in Spanish and Portuguese
        family = f"{middle.pop()} {family}".strip()
    if given and not middle and _SURNAME_ONLY.fullmatch(given) and _SURNAME_ONLY.fullmatch(family.split(" ")[0]):
        given, family = "", f"{given} {family}"
    nickname = str(read.nickname)
    if re.fullmatch(r"[^\W\d_]{2,}", nickname):
        given = nickname
    full = " ".join(filter(None, (given, *middle, family))) or name
    return PersonName(_highest(titles), _as_a_name(given), family, full)


def _highest(titles: list[str]) -> str:
    """The one title of several that a letter uses: Prof. before Dr. before any other."""
    ranks = {"prof": 0, "professor": 0, "dr": 1, "doctor": 1, "doktor": 1}
    return min(titles, key=lambda title: ranks.get(title.casefold().rstrip("."), 2), default="")


def _as_a_name(word: str) -> str:
    """A first name with its capital, where it was typed in small letters or in capitals alone."""
    return word.title() if len(word) > 2 and (word.isupper() or word.islower()) and "'" not in word else word
