"""Applications in tables: what trackers of job searches export, and what people keep in a sheet of their own."""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..cadence.terms import Part
from ..locale_habits import writes_day_first
from ..text import folded
from .contact_tables import Table, cell_text, table_lines
from .incoming import Unreadable
from .letter_words import MAILBOX
from .tracker_people import ADDRESS, Interviewer, people_in
from .tracker_stages import STAGES, stage_of

_PREAMBLE = 20  # lines in which the header is looked for
_OF_PEOPLE = {"email", "e mail", "email address", "e mail address", "phone"}  # columns that a table of people has
_NAMES = {"name", "full name", "contact", "contact name", "person", "known as"}  # and by which it names them
_REPEATED = {"notes", "stage", "interviewers", "email", "phone"}  # fields that may have several columns
# Words that tell what a column is in a longer name, such as "Current stage", and those by which it is only about it.
_OF_A_DAY = {"date", "datum", "fecha", "data", "dato", "on", "am", "le", "day", "when", "at", "op"}
_NO_DAY = {
    "deadline", "due", "limite", "limit", "frist", "bewerbungsfrist", "scadenza", "until", "closing", "expires",
    "expiry", "prazo", "follow", "next", "last", "added", "saved", "posted", "found", "created", "updated", "reminder",
}  # fmt: skip
_DAYS_TOLD = {
    "applied_on": {
        "applied", "apply", "application", "submitted", "sent", "bewerbung", "beworben", "candidature", "solicitud",
        "postulacion", "candidatura", "sollicitatie", "envoi", "envio", "ansokan",
    },
    "rejected_on": {"rejected", "rejection", "refus", "rechazo", "absage", "denied", "rejet", "rifiuto", "afwijzing"},
    "decided_on": {
        "decision", "closed", "outcome", "response", "answer", "result", "entscheidung", "antwort", "reponse",
        "respuesta", "resultado", "decisione", "ended",
    },
}  # fmt: skip
_ABOUT_IT = {
    "id", "url", "link", "website", "size", "industry", "type", "level", "salary", "location", "rating", "description",
    "changed", "updated", "method", "source", "city", "country", "address", "linkedin", "count", "number", "no",
    "priority", "score", "next", "last", "follow", "time", "posting", "board", "logo", "domain",
}  # fmt: skip
_TOLD = {
    "email": {"email", "mail", "mails", "courriel", "correo"},
    "phone": {"phone", "telefon", "telephone", "telefono", "mobile", "tel", "handy"},
    "notes": {"note", "notes", "notizen", "bemerkungen", "notas", "remarques", "comments", "commentaires"},
    "stage": {"stage", "status", "statut", "estado", "etapa", "etape", "state", "stato", "phase", "outcome"},
    "interviewers": {
        "interviewer", "interviewers", "contact", "contacts", "recruiter", "recruiters", "manager", "ansprechpartner",
        "gesprachspartner", "contacto", "entrevistador", "interlocuteur", "recruteur", "kontakt", "contatto",
    },
    "employer": {
        "company", "employer", "organisation", "organization", "unternehmen", "firma", "arbeitgeber", "entreprise",
        "societe", "empresa", "azienda", "bedrijf", "foretag", "empregador",
    },
    "position": {
        "position", "role", "job", "title", "poste", "puesto", "stelle", "posizione", "functie", "cargo", "vaga",
        "tjanst", "ruolo", "stellenbezeichnung", "intitule",
    },
}  # fmt: skip
_ENGLISH = {"company", "employer", "role", "applied", "interviewers", "interviewer", "stage"}
_NOT_ENGLISH = {
    "firma", "unternehmen", "arbeitgeber", "stelle", "entreprise", "poste", "statut", "empresa", "puesto", "cargo",
    "estado", "azienda", "posizione", "ruolo", "stato", "bedrijf", "functie", "vaga", "foretag", "tjanst", "fecha",
    "datum", "societe", "stellenbezeichnung", "etape", "etapa",
}  # fmt: skip
_MONTHS = 12
_TICKS = ("rejected", "offer", "interview", "applied", "saved")  # columns that are ticked
_CHECKED = {
    "checked", "true", "yes", "x", "✓", "✔", "ja", "si", "sí", "oui", "sim", "1", "wahr", "vrai", "verdadero", "vero",
    "waar", "verdadeiro", "sant", "prawda",
}  # fmt: skip
_LANGUAGES = ["en", "de", "es", "fr", "it", "nl", "pt", "sv", "pl"]
_PARTS_TOLD = {
    "recruiter": Part.RECRUITER, "recruiters": Part.RECRUITER, "recruteur": Part.RECRUITER, "hr": Part.HR,
    "manager": Part.HIRING_MANAGER,
}  # fmt: skip


class IncomingApplication(NamedTuple):
    """An application of a table; "" and None for what it does not say."""

    line: int
    position: str
    employer: str
    stage: str = ""
    applied_on: date | None = None
    rejected_on: date | None = None
    interviewers: tuple[Interviewer, ...] = ()
    notes: str = ""
    source: str = ""
    unclear: tuple[str, ...] = ()  # what of the row is not understood, each in a few words

    @property
    def at(self) -> str:
        """Where it stands."""
        return f"{self.source}:{self.line}"


class Tracker(NamedTuple):
    """A table of applications: what each column is taken for, and its rows."""

    table: Table
    entries: list[IncomingApplication | Unreadable]
    days: str = ""  # how days in figures were read, where they could be meant either way


def tracker_fields() -> list[str]:
    """The fields that a column of a tracker can be taken for."""
    return sorted(_meanings_by_field())


def read_tracker(text: str, source: str, mapping: Mapping[str, str] | None = None) -> Tracker | None:
    """The applications of a table; None of one that is none: it needs an employer, a position, and a stage or a day.

    `mapping` says of columns, by their names, which field they are; "" for none.

    Raises:
        ValueError: its quotes do not close.
    """
    lines = table_lines(text)
    own = {folded(name): field for name, field in (mapping or {}).items()}
    head = next(
        ((place, found) for place, (_, cells) in enumerate(lines[:_PREAMBLE]) if (found := _columns(cells, own))), None
    )
    if head is None:
        return None
    place, columns = head
    header = lines[place][1]
    rows = [(line, cells) for line, cells in lines[place + 1 :] if any(cell.strip() for cell in cells)]
    days = [cell for _, cells in rows for name, cell in zip(columns, cells, strict=False) if name.endswith("_on")]
    day_first, is_told = _day_first(days, header)
    entries = [
        entry for line, cells in rows if (entry := _entry(line, cells, header, columns, source, day_first)) is not None
    ]
    told = "" if is_told else "day first" if day_first else "month first"
    return Tracker(Table(tuple(header), tuple(columns), rows, lines[place][0]), entries, told)


def applications_in(text: str, source: str) -> list[IncomingApplication | Unreadable] | None:
    """The applications of a table, as `read_tracker`; None of one that is none."""
    found = read_tracker(text, source)
    return found.entries if found is not None else None


@cache
def _meanings_by_field() -> dict[str, list[str]]:
    found = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))["tracker"]
    return dict(found)


@cache
def _meanings() -> dict[str, str]:
    return {name: field for field, names in _meanings_by_field().items() for name in names}


def _meaning(name: str) -> str:
    """The field that a column of that folded name is; a longer name is told by the words in it: "Current stage"."""
    known = _meanings().get(name, "")
    if known:
        return known
    words = {*name.split()}
    if words & _NO_DAY:
        return ""
    if words & _OF_A_DAY:
        return next((field for field, telling in _DAYS_TOLD.items() if words & telling), "")
    if words & _ABOUT_IT:
        return ""
    return next((field for field, telling in _TOLD.items() if words & telling), "")


def _columns(cells: Sequence[str], own: Mapping[str, str]) -> list[str]:
    """What each column is taken for; nothing where this is no header of a tracker."""
    found: list[str] = []
    names = [folded(cell.strip("\ufeff ")) for cell in cells]
    has_title = any((own.get(name) or _meaning(name)) == "position" and name != "name" for name in names)
    for name, cell in zip(names, cells, strict=True):
        if name in own:
            found.append(own[name])
            continue
        field = "" if cell.strip().endswith("?") and name in _TICKS else _meaning(name)
        if name == "name" and has_title:
            field = ""
        if not field:
            field = f"={name}" if name in _TICKS else ""
        is_taken = field in found and field not in _REPEATED
        if is_taken and _meanings().get(name) == field and _meanings().get(names[found.index(field)]) != field:
            found[found.index(field)] = ""  # a column of just that name before one that was only told by a word in it
            is_taken = False
        found.append("" if field and is_taken else field)
    if {"given name", "first name", "vorname"} & {*names} and not own:
        return []
    is_of_people = any(name in _OF_PEOPLE for name in names) and any(name in _NAMES for name in names)
    if "applied_on" not in found and is_of_people and not own:
        return []
    stages = [field for field in found if field.startswith("=")]
    is_one = {"position", "employer"} <= {*found} and ({"stage", "applied_on"} & {*found} or len(stages) > 1)
    if not is_one:
        return []
    if "stage" in found:  # then "Applied" is a day, and no tick
        return [
            ("" if "applied_on" in found else "applied_on")
            if field == "=applied"
            else ""
            if field[:1] == "="
            else field
            for field in found
        ]
    return found


def _entry(
    line: int, cells: Sequence[str], header: Sequence[str], columns: Sequence[str], source: str, day_first: bool
) -> IncomingApplication | Unreadable | None:
    if [cell.strip() for cell in cells] == [cell.strip() for cell in header]:
        return None
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        return Unreadable(line, f"the row has {len(cells)} cells, the header {len(header)}", source)
    values: dict[str, list[str]] = {}
    people: list[Interviewer] = []
    ticked: list[str] = []
    for field, cell, column in zip(columns, cells, header, strict=False):
        text = cell_text(cell)
        if field.startswith("="):
            day = _day(text, day_first)
            if text.lower() in _CHECKED or day is not None:
                ticked.append(field[1:])
            if day is not None and field[1:] in {"applied", "rejected"}:
                values.setdefault(f"{field[1:]}_on", []).append(text)
        elif field in {"applied_on", "rejected_on"} and text.lower() in _CHECKED:
            ticked.append(field.removesuffix("_on"))
        elif field == "interviewers" and text:
            part = next((_PARTS_TOLD[word] for word in folded(column).split() if word in _PARTS_TOLD), Part.PANEL)
            people += [each._replace(part=part) if each.part is Part.PANEL else each for each in people_in(text)]
        elif field and text:
            values.setdefault(field, []).append(text)
    position, employer = (values.get(name, [""])[0] for name in ("position", "employer"))
    if not position or not employer:
        if len([cell for cell in cells if cell.strip()]) <= 2:
            return None  # a title, or a sum, between the rows
        return Unreadable(line, f"the row has no {'position' if not position else 'employer'}", source)
    said = values.get("stage", [])
    days = {name: values.get(name, [""])[0] for name in ("applied_on", "rejected_on", "decided_on")}
    applied, rejected, decided = (_day(text, day_first) for text in days.values())
    unread = [text for name, text in days.items() if text and _day(text, day_first) is None and re.search(r"\d", text)]
    stage = min((each for each in (*map(stage_of, said), *ticked) if each), key=STAGES.index, default="")
    strange = "" if stage else " / ".join(said)
    if stage == "rejected" and rejected is None:  # "Rejected 8/21/2026"
        dated = [each for text in said for each in re.findall(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}", text)]
        rejected = _day(dated[-1], day_first) if dated else decided
    if not stage:
        stage = "rejected" if rejected and not strange else "applied" if applied or strange else "saved"
    unclear = [f"“{strange}” is not a stage the planner knows, so it counts as {stage}"] if strange else []
    unclear += [f"“{text}” is not a date that can be read" for text in unread]
    people, contact = _with_addresses(people, values)
    notes = [*values.get("notes", []), *contact]
    unique = tuple({folded(each.name): each for each in reversed(people)}.values())[::-1]
    return IncomingApplication(
        line, position, employer, stage, applied, rejected, unique, "\n\n".join(notes), source, tuple(unclear)
    )


def _with_addresses(
    people: Sequence[Interviewer], values: Mapping[str, Sequence[str]]
) -> tuple[list[Interviewer], list[str]]:
    """The people with what columns of their own say of how to reach them; gives too what is nobody's in particular."""
    said = [found for text in values.get("email", []) for found in ADDRESS.findall(text)]
    emails = [each for each in said if not MAILBOX.match(each)]  # "jobs@" is nobody's
    phones = [text for text in values.get("phone", []) if re.search(r"\d{3}", text)]
    found: list[Interviewer] = []
    for person in people:
        known = person
        words = [word for word in folded(person.name).split() if len(word) > 2]
        theirs = [each for each in emails if any(word in folded(each.partition("@")[0]) for word in words)]
        if len(people) == 1 and len(emails) == 1:
            theirs = emails
        if theirs and not person.email:
            known = known._replace(email=theirs[0])
            emails.remove(theirs[0])
        if len(people) == 1 and len(phones) == 1:
            known = known._replace(phone=phones.pop())
        found.append(known)
    return found, [
        f"Contact: {each}" for each in (*(each for each in said if each in emails or MAILBOX.match(each)), *phones)
    ]


def _day_first(cells: Sequence[str], header: Sequence[str]) -> tuple[bool, bool]:
    """Whether days in figures have the day in front, and whether that is told by any of them: 14/09 does, and a point.

    Where all could be meant either way, the language of the header decides, and for English the user's region.
    """
    pairs = [
        tuple(map(int, found.groups()))
        for cell in cells
        if (found := re.match(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}", cell))
    ]
    if any(first > _MONTHS for first, _ in pairs):
        return True, True
    if any(second > _MONTHS for _, second in pairs):
        return False, True
    if any(re.match(r"\s*\d{1,2}\.\s?\d{1,2}\.", cell) for cell in cells):
        return True, True
    words = {word for cell in header for word in folded(cell).split()}
    is_told = not any(first != second for first, second in pairs)
    is_english = len(words & _ENGLISH) > len(words & _NOT_ENGLISH)
    return (not is_english and bool(words & _NOT_ENGLISH)) or writes_day_first(os.environ), is_told


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
    found = dateparser.parse(text, languages=_LANGUAGES, settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    return found.date() if found is not None else None
