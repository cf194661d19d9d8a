"""People in tables: what LinkedIn, Google, Outlook and others export as CSV, and what people keep by hand.

Which column is what is told by its name, in the languages that those programs speak; the user may say it otherwise.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from ..names import taken_apart
from ..text import folded
from .csv_files import unguarded
from .first_names import has_first_name
from .html import text_of_html
from .incoming import Incoming, Unreadable
from .letter_words import MAILBOX

_DELIMITERS = ",;\t|"
_PREAMBLE = 40  # lines in which the header is looked for
_WIDEST = 200_000  # characters of a cell that are read

_LABELS = re.compile(r"\s*(?::::|;|,)\s*")
_ADDRESS = re.compile(r"[^\s<>;,:\"()]+@[^\s<>;,:\"()]+")
_NUMBERS = re.compile(r"\s*(?::::|;| / )\s*")
_ACADEMIC = re.compile(r"(?i)\b(?:dr|prof|ing|mag|dipl)\b")
_KIND = re.compile(r"(?:label|type|typ)$")
_TITLES = {"title", "titel", "titre", "titulo"}  # of a job, or in front of a name
_JOB_TITLES = {"job title", "position", "jobtitle", "role", "funktion"}
_WORK = {"work", "business", "office", "geschaftlich", "professionnel", "bureau", "trabajo", "arbeit", "firma"}
_HOME = {"home", "private", "personal", "privat", "personnel", "casa", "domicile"}
_NOTHING = {"null", "none", "n/a", "na", "-", "–", "--", "nil", "#n/a"}
_SUMS = {"total", "totals", "sum", "count", "summe", "gesamt", "anzahl", "somme", "suma", "totale", "totaal"}
_NEEDED = {"name", "given", "family", "email"}


@cache
def _meanings() -> dict[str, str]:
    """The field that a column of that name is."""
    named = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
    return {name: field for field, names in named.items() if field != "tracker" for name in names}


def mapped_fields() -> list[str]:
    """The fields that a column can be taken for."""
    return sorted({*_meanings().values()})


# Words that tell a field in a longer name, such as "Phone (iPhone)", and those by which a column is only about one.
_TELLING = {
    "linkedin": {"linkedin"},
    "email": {"email", "mail", "mails", "courriel", "correo"},
    "phone": {
        "phone",
        "telefon",
        "telephone",
        "telefono",
        "mobile",
        "handy",
        "mobil",
        "mobiltelefon",
        "haupttelefon",
        "tel",
    },
    "tags": {"keywords", "tags", "labels", "etiquettes", "schlagworter", "etiquetas", "kategorien"},
    "notes": {"note", "notes", "notizen", "bemerkung", "bemerkungen", "remarques", "notas", "remarks"},
}
_NOT_A_VALUE = {
    "label", "type", "typ", "fax", "count", "date", "id", "opt", "status", "domain", "subject", "display",
    "anzeigename", "assistent", "assistant", "pager", "last", "verified", "consent", "bounced",
    "angezeigter", "anzeige", "affichage", "mostrar",
}  # fmt: skip


class UnclosedQuoteError(ValueError):
    """A quotation mark that is never closed: the rows below it are all in one cell."""

    def __init__(self, line: int) -> None:
        """The quotation mark is in the row that begins in that line."""
        super().__init__("a quotation mark in this row is never closed, so the rows below it cannot be told apart")
        self.line = line


class Table(NamedTuple):
    """A table of people: what each column is taken for, "" for what it is not, and its rows with their lines."""

    header: tuple[str, ...]
    columns: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    header_line: int


def read_table(text: str, mapping: Mapping[str, str] | None = None) -> Table:
    """The table of a CSV file, its header found under whatever stands above it.

    `mapping` says of columns, by their names, which field they are; "" for none.

    Raises:
        ValueError: no line looks like a header of people; it says what was found instead.
    """
    lines = table_lines(text)
    own = {folded(name): field for name, field in (mapping or {}).items()}
    best: tuple[int, int] | None = None
    for place, (_, cells) in enumerate(lines[:_PREAMBLE]):
        found = {_meaning(cell, own) for cell in cells} - {""}
        named = len([cell for cell in cells if cell.strip()])
        if found & _NEEDED and len(found) >= min(1 if own else 2, named):
            score = len(found)
            if best is None or score > best[0]:
                best = score, place
    if best is None:
        raise ValueError(_no_header(lines))
    line, header = lines[best[1]]
    columns = _columns(header, own)
    return Table(tuple(header), columns, lines[best[1] + 1 :], line)


def table_lines(text: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV file, whatever its cells are cut by, each with the number of the line in which it begins.

    Raises:
        UnclosedQuoteError: its quotes do not close.
        ValueError: a cell is too long.
    """
    lines = [*_lines(text, _delimiter(text))]
    # What is closed at the end of the file ends with the mark that closes it.
    if lines and lines[-1][1] and "\n" in lines[-1][1][-1].strip() and not text.rstrip().endswith('"'):
        raise UnclosedQuoteError(lines[-1][0])
    return lines


def people_in(table: Table, source: str) -> Iterator[Incoming | Unreadable]:
    """The people of a table, a row each; an empty row is none."""
    wanted = [(place, field) for place, field in enumerate(table.columns) if field]
    kinds = {place: place - 1 for place, _ in wanted if place and _KIND.search(folded(table.header[place - 1]))}
    header = [cell.strip() for cell in table.header]
    for line, cells in table.rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(table.header) and any(cell.strip() for cell in cells[len(table.header) :]):
            yield Unreadable(line, f"the row has {len(cells)} cells, the header {len(table.header)}", source)
            continue
        if cells[0].strip() == header[0] and [cell.strip() for cell in cells] == header:
            continue  # the header again, where files were put together
        values: dict[str, list[_Cell]] = {}
        for place, field in wanted:
            text = cell_text(cells[place]) if place < len(cells) else ""
            if text:
                kind = cells[kinds[place]] if place in kinds else ""
                values.setdefault(field, []).append(_Cell(text, _rank(table.header[place], kind)))
        person = _person(line, values, source)
        strayed = any(
            _ADDRESS.fullmatch(cell.text) for field in ("title", "phone", "employer") for cell in values.get(field, [])
        )
        if (strayed and "email" not in values) or (strayed and person is not None and not person.email):
            yield Unreadable(line, "its cells are under the wrong columns", source)
        elif person is None:
            yield Unreadable(line, "the row has no name in it", source)
        else:
            yield person


class _Cell(NamedTuple):
    """A cell that is taken: what its column is called, and what stands beside it on what kind it is."""

    text: str
    rank: int  # 0 for work, 2 for home, else 1


def _person(line: int, values: Mapping[str, Sequence[_Cell]], source: str) -> Incoming | None:
    def first(field: str) -> str:
        return next((cell.text for cell in values.get(field, [])), "")

    def ranked(field: str) -> list[str]:
        return [cell.text for cell in sorted(values.get(field, []), key=lambda cell: cell.rank)]

    prefix = first("prefix") if _ACADEMIC.search(first("prefix")) else ""
    name = first("name") or " ".join(
        part for part in (prefix, first("given"), first("middle"), first("family")) if part
    )
    emails = [each for text in ranked("email") for each in _ADDRESS.findall(text)]
    phones = [each for text in ranked("phone") for each in map(str.strip, _NUMBERS.split(text)) if each]
    if "," in name:
        name = taken_apart(name).full
    if not name and emails and not MAILBOX.match(emails[0]):
        said = re.sub(r"[._]+", " ", emails[0].partition("@")[0])
        name = said.title() if " " in said.strip() or has_first_name(said) else ""  # and no "front@", "office@"
    if not name:
        return None
    if folded(name) in _SUMS and not emails and not first("employer") and not first("title"):
        return None
    tags = [tag for cell in values.get("tags", []) for tag in _LABELS.split(cell.text)]
    links = [cell.text for cell in values.get("linkedin", []) if "linkedin." in cell.text.lower()]
    return Incoming(
        line,
        first("uid").removeprefix("urn:uuid:"),
        name,
        called=first("called"),
        title=first("title"),
        employer=first("employer"),
        email=emails[0] if emails else "",
        phone=phones[0] if phones else "",
        linkedin=links[0] if links else "",
        time_zone=first("time_zone"),
        tags=", ".join(tag.strip().strip("*").strip() for tag in tags if tag.strip()),
        notes="\n\n".join(_note(cell.text) for cell in values.get("notes", [])),
        other_emails=tuple(emails[1:]),
        other_phones=tuple(phones[1:]),
        source=source,
    )


def cell_text(text: str) -> str:
    """A cell as somebody meant it: without what keeps a spreadsheet from counting, and without words for nothing."""
    text = unguarded(text).strip()
    if text.startswith('="'):  # a number that a spreadsheet is to leave alone
        text = re.sub(r'^="([^"]*)"$', r"\1", text)
    return "" if text.lower() in _NOTHING else text


def _note(text: str) -> str:
    return text_of_html(text).strip() if re.search(r"</(?:p|div|li|b|span)>|<br ?/?>", text) else text


@lru_cache(4096)
def _rank(header: str, kind: str) -> int:
    words = {*folded(header).split(), *folded(kind).split()}
    return 0 if words & _WORK or kind.startswith("*") else 2 if words & _HOME else 1


def _columns(header: Sequence[str], own: Mapping[str, str]) -> tuple[str, ...]:
    """What each column is taken for. Where several are the same, the first that is filled in counts."""
    has_parts = {"given", "family"} <= {_meaning(cell, own) for cell in header}
    has_job_title = any(folded(cell) in _JOB_TITLES for cell in header)
    found: list[str] = []
    for place, cell in enumerate(header):
        field = _meaning(cell, own)
        if folded(cell) not in own:
            if field == "name" and has_parts and folded(cell) != "name":
                field = ""
            elif folded(cell) in {"title", "titel", "titre", "titulo"} and (
                has_job_title or _is_first_of_two(header, place)
            ):
                field = "prefix"  # "Ms.", beside the job title
        found.append(field)
    return tuple(found)


def _is_first_of_two(header: Sequence[str], place: int) -> bool:
    """Whether a later column has the same name, as in a French export: "Titre" for Mme, and "Titre" for the job."""
    return folded(header[place]) in {folded(cell) for cell in header[place + 1 :]}


def _meaning(cell: str, own: Mapping[str, str]) -> str:
    name = folded(cell.strip("\ufeff "))
    if name in own:
        return own[name]
    plain = " ".join(word for word in name.split() if not word.isdigit())
    known = _meanings().get(name) or _meanings().get(plain, "")
    if known:
        return known
    words = {*plain.split()}
    if words & _NOT_A_VALUE:
        return ""
    return next((field for field, telling in _TELLING.items() if words & telling), "")


def _delimiter(text: str) -> str:
    """The mark between the cells: as Excel says it, else the one that cuts most lines into equally many cells."""
    said = re.match(r"\ufeff?sep=(.)\r?\n", text, re.IGNORECASE)
    if said:
        return said[1]

    def score(mark: str) -> tuple[int, int]:
        counts = [len(cells) for _, cells in _take(_lines(text, mark), _PREAMBLE) if cells]
        many = [count for count in counts if count > 1]
        return (max((many.count(count) * min(count, 30) for count in {*many}), default=0), -_DELIMITERS.index(mark))

    return max(_DELIMITERS, key=score)


def _take(lines: Iterator[tuple[int, list[str]]], most: int) -> list[tuple[int, list[str]]]:
    return [line for line, _ in zip(lines, range(most), strict=False)]


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the number of the line in which it begins."""
    csv.field_size_limit(_WIDEST)
    plain = text.lstrip("\ufeff").replace("\x00", "")
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ValueError(f"line {reader.line_num}: {error}") from None
        line, before = before + 1, reader.line_num
        if line == 1 and len(cells) == 1 and cells[0].lower().startswith("sep="):
            continue
        yield line, cells


def _no_header(lines: Sequence[tuple[int, list[str]]]) -> str:
    cells = next((cells for _, cells in lines if any(cell.strip() for cell in cells)), [])
    names = ", ".join(cell.strip()[:30] for cell in cells[:8] if cell.strip())
    return f"no line has column names for people, such as Name and E-mail; the first has: {names or 'nothing'}"
