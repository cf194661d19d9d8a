"""`planner export`: the book, or some of its people, for other programs."""

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

from ... import environment
from ...private_files import make_folder, write_private
from ...text import plural
from ..common import EMPTY_BOOK, Misuse, open_reading
from ..output import say, say_bytes
from .list import QUERY_HELP

if TYPE_CHECKING:
    pass

FORMATS = ("json", "csv", "vcard", "ics", "markdown")
_VERSIONS = ("4.0", "3.0")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `export` understands."""
    parser.add_argument("format", choices=FORMATS, help="json is the whole book and can be imported again")
    parser.add_argument("query", nargs="*", help=f"only these people: {QUERY_HELP}")
    parser.add_argument("--out", metavar="PATH", help="a file; for csv, markdown and vcard also a folder of files")
    parser.add_argument(
        "--vcard-version", choices=_VERSIONS, help="for vcard: 3.0 for programs that cannot read 4.0 (the default)"
    )
    parser.add_argument("--todo", action="store_true", help="for ics: to-dos instead of events")
    parser.add_argument("--schema", action="store_true", help="for json: the JSON Schema of the file")


def run(options: argparse.Namespace) -> int:
    """Write it."""
    for option, given, format_ in (
        ("--schema", options.schema, "json"),
        ("--todo", options.todo, "ics"),
        ("--vcard-version", options.vcard_version is not None, "vcard"),
    ):
        if given and options.format != format_:
            raise Misuse(f"{option} is for {format_}, not for {options.format}.")
    if options.schema:
        import json

        from ...exchange.book_file import schema

        say(json.dumps(schema(), indent=2))
        return 0
    with open_reading(options) as connection:
        if connection is None:
            say(EMPTY_BOOK, to=sys.stderr)
            return 1
        people = _people(connection, options.query)
        files = _FILES[options.format](connection, people, options)
    if people is not None and not people:
        say(f"Nobody matches {' '.join(options.query)!r}, so nothing was exported.", to=sys.stderr)
        return 1
    return _write(files, options)


def _people(connection: Connection, words: list[str]) -> list[int] | None:
    """The people that a query means, by number; None without one, which means everybody."""
    if not words:
        return None
    from ...book import directory
    from ...finding import read_query

    today = environment.today()
    query = read_query(" ".join(words), today, typing=False)
    if query.problems:
        raise Misuse(query.problems[0])
    rows = directory.all_rows(connection, today)
    return [each.contact_id for each in directory.matching(directory.everybody(connection, rows, today), query)]


def _json(connection: Connection, people: list[int] | None, _options: argparse.Namespace) -> dict[str, bytes]:
    from ...book.whole import read_whole
    from ...exchange.book_file import as_json

    return {"": as_json(read_whole(connection, people))}


def _csv(connection: Connection, people: list[int] | None, _options: argparse.Namespace) -> dict[str, bytes]:
    from ...book.whole import ONES, REFERENCES, columns_of, read_whole
    from ...exchange.csv_files import as_csv

    whole = read_whole(connection, people)
    found: dict[str, bytes] = {}
    for table, rows in whole.rows.items():
        columns = [REFERENCES[name][0] if name in REFERENCES else name for name in columns_of(connection, table)]
        found[f"{table}.csv"] = as_csv(rows, columns if table in ONES else ["id", *columns])
    return found


def _vcard(connection: Connection, people: list[int] | None, options: argparse.Namespace) -> dict[str, bytes]:
    from ...book.whole import read_whole
    from ...exchange.vcard_writing import as_vcard

    rows = read_whole(connection, people).rows["contact"]
    cards = {f"{row['id']}.vcf": as_vcard(row, version=options.vcard_version or "4.0").encode() for row in rows}
    return cards if _is_folder(options) else {"": b"".join(cards.values())}


def _ics(connection: Connection, people: list[int] | None, options: argparse.Namespace) -> dict[str, bytes]:
    from ...book.due import due_rows
    from ...book.identities import read_uuids
    from ...exchange.calendar_file import calendar_file

    today = environment.today()
    rows = due_rows(connection, today, 36500, ahead=True)
    wanted = [row for row in rows if people is None or row.contact_id in people]
    (changed,) = connection.execute("SELECT max(made_at) FROM journal_entry").fetchone()
    before = b""
    if options.out:
        with suppress(OSError):  # entries that are there already go on from their version
            before = Path(options.out).expanduser().read_bytes()
    now = datetime.fromisoformat(changed) if changed else None  # the same until something changes
    data = calendar_file(wanted, today, read_uuids(connection), as_todos=options.todo, before=before, now=now)
    return {"": data}


def _markdown(connection: Connection, people: list[int] | None, options: argparse.Namespace) -> dict[str, bytes]:
    from ...book.identities import read_uuids
    from ...book.person import read_person
    from ...exchange.pages import file_name, page

    today, uuids = environment.today(), read_uuids(connection)
    pages: dict[str, bytes] = {}
    for number in uuids.contacts if people is None else people:
        person = read_person(connection, number, today)
        assert person is not None
        pages[file_name(person, uuids.contacts[number])] = page(person, today).encode()
    return pages if _is_folder(options) else {"": b"\n".join(pages.values())}


_FILES: dict[str, Callable[[Connection, list[int] | None, argparse.Namespace], dict[str, bytes]]] = {
    "json": _json,
    "csv": _csv,
    "vcard": _vcard,
    "ics": _ics,
    "markdown": _markdown,
}


def _is_folder(options: argparse.Namespace) -> bool:
    out = options.out or ""
    if options.format == "markdown" and out not in {"", "-"} and not Path(out).suffix:
        return True
    return out.endswith("/") or (bool(out) and out != "-" and Path(out).is_dir())


def _write(files: dict[str, bytes], options: argparse.Namespace) -> int:
    if options.format == "csv":
        if options.out in (None, "-"):  # one stream takes one table
            files = {"": files["contact.csv"]}
        elif not _is_folder(options):
            if Path(options.out).suffix.lower() == ".csv":
                raise Misuse("A book is several tables, so --out takes a folder for csv, such as --out book-csv/.")
            options.out = f"{options.out}/"
    if options.out in (None, "-"):
        say_bytes(b"".join(files.values()))
        return 0
    target = Path(options.out).expanduser()
    try:
        if "" in files:
            if target.is_dir():
                raise Misuse(f"{target} is a folder; --out takes a file for {options.format}.")
            write_private(target, files[""])
        else:
            make_folder(target)
            for name, data in files.items():
                write_private(target / name, data)
    except OSError as error:
        raise Misuse(f"{target} cannot be written: {error.strerror or error}.") from None
    said = str(target) if "" in files else f"{plural(len(files), 'file')} in {target}"
    say(f"Exported to {said}.", to=sys.stderr)
    return 0
