"""The tables of the book as CSV files, a file each: for spreadsheets, and read back as they were written.

A spreadsheet takes a cell that begins with =, +, -, @ or a tab for a formula, and may run it. An apostrophe in front
keeps it a text; it is taken off again when the file is read (https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from ..book.whole import Row

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """A cell as it was before it was guarded."""
    return cell[1:] if _QUOTED.match(cell) else cell


def as_csv(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Rows as a CSV file (RFC 4180), in UTF-8 with the mark in front by which spreadsheets know that."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(_said(row.get(column))) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def read_csv(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of a file that `as_csv` wrote, each with the number of its line."""
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    for row in reader:
        yield reader.line_num, {name: unguarded(cell or "") for name, cell in row.items() if name is not None}


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
