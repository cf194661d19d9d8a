"""Who interviewed, as a cell of a table of applications names them."""

import re
from typing import NamedTuple

from ..cadence.terms import Part
from ..names import taken_apart
from ..text import folded

PARTS = (
    (Part.HR, r"\b(?:hr|human resources|people|talent|personal\w*|rrhh)\b"),
    (Part.RECRUITER, r"\brecruit|\bagency|\bheadhunt|\bvermittl"),
    (
        Part.HIRING_MANAGER,
        r"\b(?:manager\w*|head|lead|director\w*|chef\w*|\w*leit(?:er|erin|ung)|cto|ceo|vp|(?:co ?)?founder|jef[ea])\b",
    ),
)
_LISTED = re.compile(r"\s*[;\n|]\s*")
_BETWEEN = re.compile(
    r"\s*(?:\||,(?![^()]*\))|/(?=\s|[A-ZÀ-Þ])|\s[&+]\s|\s(?:and|und|y|et)\s"
    r"|\s(?:e|ed|en|och|og|i|oraz)\s(?=\S+\s\S))\s*"  # between two whole names: "Costa e Silva" is one
)
_NOBODY = {
    "tbd", "tba", "n a", "unknown", "none", "not known", "nobody", "no one", "noone", "niemand", "keiner", "aucun",
    "personne", "nadie", "ninguno", "nessuno", "ninguem", "ingen", "me", "myself", "ich", "moi", "yo", "keine angabe",
    "k a", "not assigned", "not assigned yet", "linkedin", "email", "phone", "website", "various", "several", "panel",
}  # fmt: skip
_NUMBERED = re.compile(r"^\s*(?:\d+[.)]|[-*•])\s+|^\s*(?:round|runde|ronda|tour)\s*\d+\s*[:–-]\s*", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?:\b(?:tel|phone|mobile|mob|t|p)[.:]?\s*)?\+?\d[\d ()/.-]{6,}\d", re.IGNORECASE)
_SALUTATION = re.compile(r"^(?:hr|fr|mr|ms|mrs|dr|prof|herr|frau|mme|m|sr|sra)\b\s*")
_TEAM = re.compile(
    r"\b(?:team|department|committee|abteilung|equipe|equipo|jobs|careers|recruiting|hr)\b$|^(?:hr|recruiter|panel)$"
)
_ROLE = re.compile(
    r"\b(?:engineer|developer|designer|analyst|scientist|officer|partner|specialist|coordinator|consultant|assistant|"
    r"architect|owner|sourcer|interviewer|panel|peer|c[a-z]o)\b"
)
_DEGREE = re.compile(
    r"(?i)(?:ph\.? ?d|m\.? ?d|mba|m\.?sc|b\.?sc|m\.?a|b\.?a|cpa|phr|shrm(?:-\w+)?|jr|sr|i{2,3}|iv|esq)\.?"
)
ADDRESS = re.compile(r"[^\s<>;,:\"()\[\]]+@[^\s<>;,:\"()\[\]]+")


class Interviewer(NamedTuple):
    """Who had a part in an application; "" for what the table does not say of them."""

    name: str
    part: Part
    email: str = ""
    phone: str = ""
    title: str = ""


def people_in(text: str) -> tuple[Interviewer, ...]:
    """Who is named in a cell: "Dana Whitfield (Head of Data); Ines <ines@calder.example.com>, HR"."""
    found: list[Interviewer] = []
    for each in (_NUMBERED.sub("", each) for each in _each_person(text)):
        inside = re.search(r"\(([^)]*)\)", each)
        emails = [email.strip(".") for email in ADDRESS.findall(each)]
        number = _TELEPHONE.search(ADDRESS.sub("", each))
        bare = _TELEPHONE.sub("", ADDRESS.sub("", each))
        bare = re.sub(r"\s*\([^)]*\)|\s*<[^>]*>|\s*\[[^\]]*\]", "", bare)
        name = bare.replace('"', "").strip(" -–:,;")
        role = inside[1] if inside and "@" not in inside[1] and not _TELEPHONE.search(inside[1]) else ""
        if not role and (mark := re.search(r"\s[-–—]\s|: ", name)):
            name, role = name[: mark.start()].strip(), name[mark.end() :].strip()
            if (_is_role(name) or folded(name) in {"hr", "tech", "technical"}) and not _is_role(role):
                name, role = role, name  # "HR: Anna Kern"
        if "," in name:
            name, role = _without_role(name, role)
        if not name and emails:
            words = re.split(r"[._]+", emails[0].partition("@")[0])
            name = (
                " ".join(word.capitalize() for word in words) if len(words) > 1 and all(map(str.isalpha, words)) else ""
            )
        if name and folded(name) not in _NOBODY and not re.search(r"[@\d]", name) and not _is_of_nobody(name):
            part = next((part for part, words in PARTS if re.search(words, folded(role))), Part.PANEL)
            phone = re.sub(r"^[^+\d]+", "", number[0]).strip() if number else ""
            found.append(Interviewer(name, part, emails[0] if emails else "", phone, _title(role)))
    return tuple({folded(each.name): each for each in reversed(found)}.values())[::-1]


def _each_person(text: str) -> list[str]:
    """Each entry of a cell: a line each, or cut by semicolons, else by commas, unless these stand within a name."""
    if ";" in text or "\n" in text or "|" in text:
        return [each for each in _LISTED.split(text) if each.strip()]
    quoted = re.findall(r'"([^"]+)"', text)
    if quoted and not re.sub(r'"[^"]+"|[\s,;&]|\band\b', "", text):
        return quoted  # as a table has them that was made from lists
    whole: list[str] = []
    for each in (each for each in _BETWEEN.split(text) if each.strip()):
        if whole and ": " not in each and (_DEGREE.fullmatch(each.strip()) or _is_role(each)):
            whole[-1] = f"{whole[-1]}, {each}"  # "Ann Poe, PhD", "Ann Fox, Senior Recruiter"
        else:
            whole.append(each)
    if len(whole) == 2 and len(whole[0].split()) == 1 and "," in text and _is_turned_round(*whole):
        return [", ".join(whole)]  # "Poe, Ann"
    return whole


def _is_turned_round(family: str, given: str) -> bool:
    """Whether "Poe, Ann" is a name with the family's in front: what stands behind is a given name, and one alone."""
    from .first_names import has_first_name

    return len(given.split()) <= 2 and has_first_name(given) and not has_first_name(family)


def _without_role(name: str, role: str) -> tuple[str, str]:
    """ "Ann Fox, Senior Recruiter" as a name and a role; "Poe, Ann" as a name."""
    before, behind = (part.strip() for part in name.split(",", 1))
    if _is_role(behind):
        return before, role or behind
    if _DEGREE.fullmatch(behind):
        return before, role
    return taken_apart(name).full, role


def _is_role(text: str) -> bool:
    said = _SALUTATION.sub("", folded(text))
    return any(re.search(words, said) for _, words in PARTS) or bool(_ROLE.search(said))


def _is_of_nobody(name: str) -> bool:
    """Whether it names a team or a role, and nobody of it."""
    from .first_names import has_first_name

    return bool(_TEAM.search(folded(name))) or (_is_role(name) and not has_first_name(name))


def _title(role: str) -> str:
    """A role that is a title; a part alone, such as "HR" or "panel", is none."""
    return role if len(role.split()) > 1 or folded(role) in {"cto", "ceo", "cfo", "coo", "founder"} else ""
