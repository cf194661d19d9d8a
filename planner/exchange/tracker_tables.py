"""Applications in tables: what trackers of job searches export, and what people keep in a sheet of their own."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..cadence.terms import Part
from ..names import taken_apart
from ..text import folded
from .contact_tables import cell_text, table_lines
from .incoming import Unreadable

_PREAMBLE = 20  # lines in which the header is looked for
# What tells a stage, in the order in which they are looked for: what ends an application comes first.
_STAGES = (
    ("withdrawn", "withdrew|withdraw|pulled out|zuruckgezogen|retir|turned it down|renunci|desisti"),
    (
        "rejected",
        "reject|no offer|not selected|declined|turned down|absage|abgelehnt|ghost|no response|no reply|rechaz|descart"
        "|refus|closed|unsuccessful|not moving|no longer|archived|lost|keine antwort|sin respuesta|denied|filled|^no$",
    ),
    ("offer", "offer|accepted|hired|angebot|zusage|oferta|offre|negotiat|signed"),
    (
        "interview",
        "interview|screen|onsite|on site|phone|call|chat|panel|assess|take home|test|gesprach|vorstellung|entrevista"
        "|entretien|final|round|runde|technical|prueba|case study|trial|meeting",
    ),
    (
        "saved",
        "saved|wish|bookmark|interested|to apply|applying|not applied|plan|todo|to do|idea|gemerkt|guardad|por enviar"
        "|geplant|lead|backlog|draft",
    ),
    (
        "applied",
        "appli|submitted|sent|waiting|pending|review|bewerb|beworben|gesendet|eingereicht|eingang|enviad|solicitad"
        "|postul|active|in progress|open|offen|esperando|process|laufend",
    ),
)
_PARTS = (
    (Part.HR, r"\b(?:hr|human resources|people|talent|personal\w*|rrhh)\b"),
    (Part.RECRUITER, r"\brecruit|\bagency|\bheadhunt|\bvermittl"),
    (Part.HIRING_MANAGER, r"manager|head|lead|director|chef|leit|cto|ceo|vp|founder|jefe|jefa"),
)
_LISTED = re.compile(r"\s*[;\n|]\s*")
_BETWEEN = re.compile(r"\s*(?:\||,(?![^()]*\))|/(?=\s)|\s[&+]\s|\s(?:and|und|y|et)\s)\s*")
_NOBODY = {"tbd", "tba", "n a", "unknown", "none", "not known"}
_OF_PEOPLE = {"email", "e mail", "email address", "e mail address", "phone"}  # columns that a table of people has
_MONTHS = 12
_TICKS = ("rejected", "offer", "interview", "applied", "saved")  # columns that are ticked
_CHECKED = {"checked", "true", "yes", "x", "✓", "✔", "ja", "si", "1"}


class IncomingApplication(NamedTuple):
    """An application of a table; "" and None for what it does not say."""

    line: int
    position: str
    employer: str
    stage: str = ""
    applied_on: date | None = None
    rejected_on: date | None = None
    interviewers: tuple[tuple[str, Part], ...] = ()
    notes: str = ""
    source: str = ""

    @property
    def at(self) -> str:
        """Where it stands."""
        return f"{self.source}:{self.line}"


def applications_in(text: str, source: str) -> list[IncomingApplication | Unreadable] | None:
    """The applications of a table; None of one that is none: it needs an employer, a position, and a stage or a day."""
    lines = table_lines(text)
    head = next(
        ((place, columns) for place, (_, cells) in enumerate(lines[:_PREAMBLE]) if (columns := _columns(cells))), None
    )
    if head is None:
        return None
    place, columns = head
    header = lines[place][1]
    rows = [(line, cells) for line, cells in lines[place + 1 :] if any(cell.strip() for cell in cells)]
    day_first = _day_first(
        [cell for _, cells in rows for name, cell in zip(columns, cells, strict=False) if name.endswith("_on")]
    )
    return [
        entry for line, cells in rows if (entry := _entry(line, cells, header, columns, source, day_first)) is not None
    ]


@cache
def _meanings() -> dict[str, str]:
    named = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))["tracker"]
    return {name: field for field, names in named.items() for name in names}


def _columns(cells: Sequence[str]) -> list[str]:
    """What each column is taken for; nothing where this is no header of a tracker."""
    found: list[str] = []
    names = [folded(cell.strip("\ufeff ")) for cell in cells]
    has_title = any(_meanings().get(name) == "position" and name != "name" for name in names)
    for name, cell in zip(names, cells, strict=True):
        field = "" if cell.strip().endswith("?") and name in _TICKS else _meanings().get(name, "")
        if name == "name" and has_title:
            field = ""
        if not field:
            stage = next(
                (stage for stage in ("rejected", "offer", "interview", "applied", "saved") if name == stage), ""
            )
            field = f"={stage}" if stage else ""
        if field and field in found and field not in {"notes", "stage"}:
            field = ""
        found.append(field)
    if {"given name", "first name", "vorname"} & {*names}:
        return []
    if "applied_on" not in found and any(name in _OF_PEOPLE for name in names):
        return []
    stages = [field for field in found if field.startswith("=")]
    is_one = {"position", "employer"} <= {*found} and ({"stage", "applied_on"} & {*found} or len(stages) > 1)
    if not is_one:
        return []
    if "stage" in found:  # then "Applied" is a day, and no tick
        return ["applied_on" if field == "=applied" else "" if field.startswith("=") else field for field in found]
    return found


def _entry(
    line: int, cells: Sequence[str], header: Sequence[str], columns: Sequence[str], source: str, day_first: bool
) -> IncomingApplication | Unreadable | None:
    if [cell.strip() for cell in cells] == [cell.strip() for cell in header]:
        return None
    values: dict[str, list[str]] = {}
    ticked: list[str] = []
    for field, cell in zip(columns, cells, strict=False):
        text = cell_text(cell)
        if field.startswith("="):
            if text.lower() in _CHECKED:
                ticked.append(field[1:])
        elif field and text:
            values.setdefault(field, []).append(text)
    position, employer = (values.get(name, [""])[0] for name in ("position", "employer"))
    if not position or not employer:
        if len([cell for cell in cells if cell.strip()]) <= 2:
            return None  # a title, or a sum, between the rows
        return Unreadable(line, f"the row names no {'position' if not position else 'employer'}", source)
    stages = [stage_of(text) for text in values.get("stage", [])]
    order = [name for name, _ in _STAGES]
    stage = min((each for each in (*stages, *ticked) if each), key=order.index, default="")
    applied, rejected = (_day(values.get(name, [""])[0], day_first) for name in ("applied_on", "rejected_on"))
    if stage == "rejected" and rejected is None:  # "Rejected 8/21/2026"
        dated = (re.search(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}", text) for text in values.get("stage", []))
        rejected = next((_day(found[0], day_first) for found in dated if found), None)
    if not stage:
        stage = "rejected" if rejected else "applied" if applied else "saved"
    return IncomingApplication(
        line,
        position,
        employer,
        stage,
        applied,
        rejected,
        _people("; ".join(values.get("interviewers", []))),
        "\n\n".join(values.get("notes", [])),
        source,
    )


def stage_of(text: str) -> str:
    """A stage in the words of whoever keeps the table: "Phone screen" is an interview, "Ghosted" a rejection."""
    said = folded(text)
    if re.search(r"offer (?:was )?declined|declined (?:the |their )?offer|by me\b", said):
        return "withdrawn"
    return next((stage for stage, words in _STAGES if re.search(words, said)), "")


def _people(text: str) -> tuple[tuple[str, Part], ...]:
    found: list[tuple[str, Part]] = []
    for each in (_LISTED if ";" in text or "\n" in text else _BETWEEN).split(text):
        inside = re.search(r"\(([^)]*)\)", each)
        name = re.sub(r"\s*\([^)]*\)|\s*<[^>]*>", "", each).strip(" -–:")
        role = inside[1] if inside else ""
        if not inside and re.search(r"\s[-–]\s|: ", name):
            name, _, role = (part.strip() for part in re.sub(r"\s[-–]\s|: ", "\x00", name, count=1).partition("\x00"))
        if "," in name:
            name = taken_apart(name).full
        if name and folded(name) not in _NOBODY and not re.search(r"[@\d]", name):
            part = next((part for part, words in _PARTS if re.search(words, folded(role))), Part.PANEL)
            found.append((name, part))
    return tuple(found)


def _day_first(cells: Sequence[str]) -> bool:
    """Whether a column of days has the day in front, as far as one of them tells: 14/09 does, and so does a point."""
    pairs = [
        tuple(map(int, found.groups()))
        for cell in cells
        if (found := re.match(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}", cell))
    ]
    if any(first > 12 for first, _ in pairs):
        return True
    if any(second > 12 for _, second in pairs):
        return False
    return any("." in cell for cell in cells)


def _day(text: str, day_first: bool) -> date | None:
    """A day as tables have it; None of what is none."""
    text = re.split(r"\s*(?:→|->|–)\s*", text.strip())[0]
    if not text:
        return None
    iso = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    short = re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})(?!\d)", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if short:
            year = int(short[3]) + (2000 if len(short[3]) == 2 else 0)
            first, second = int(short[1]), int(short[2])
            is_day_first = first > _MONTHS or (second <= _MONTHS and (day_first or "." in text))
            return date(year, second, first) if is_day_first else date(year, first, second)
    except ValueError:
        return None
    import dateparser

    if not re.search(r"\d{4}|\d{1,2}-\D{3}-\d{2}", text):
        return None  # without a year it would be guessed
    found = dateparser.parse(text, languages=["en", "de", "es", "fr"], settings={"PREFER_DAY_OF_MONTH": "first"})
    return found.date() if found is not None else None
