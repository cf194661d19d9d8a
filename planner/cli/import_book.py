"""`planner import` of a book that `planner export json` wrote: into an empty book, or beside what is there."""

import argparse
import sys
from typing import TYPE_CHECKING

from ..book.whole import ROW_WORDS
from ..text import plural, shorten
from .bar import progress_bar
from .common import open_reading, open_writing
from .output import say
from .questions import Questions
from .records import say_record

if TYPE_CHECKING:
    from ..book.comparing import Compared
    from ..book.whole import Whole

_SHOWN = 20


def run_book(data: bytes, name: str, options: argparse.Namespace) -> int:
    """Import a book as one action; gives the exit status.

    Raises:
        FileError: the file is damaged, or from a newer planner.
    """
    from ..book.comparing import compare
    from ..book.whole import Whole, read_whole
    from ..exchange.book_file import read_json

    theirs = read_json(data, name)
    with open_reading(options) as connection:
        mine = read_whole(connection) if connection is not None else Whole("", {})
    found = compare(mine, theirs)
    asks = None if options.json or options.yes or options.dry_run else Questions.on_terminal("-" in options.files)
    if not options.json:
        _show(found, mine, name)
    recorded = ""
    wanted = bool(any(found.new.values()) or (options.theirs and found.differs))
    agreed = options.yes or (asks is not None and wanted and asks.yes("Record this? [y/N] "))
    if wanted and agreed and not options.dry_run:
        recorded = _record(found, data, name, options)
    if options.json:
        record = {
            "file": name,
            "kind": "book",
            "new": {table: len(rows) for table, rows in found.new.items()},
            "same": found.same,
            "differs": {table: [*rows] for table, rows in found.differs.items()},
            "recorded": bool(recorded),
        }
        say_record("import", record, in_one_line=True)
    elif recorded:
        say(f"{recorded[:1].upper()}{recorded[1:]}. (`planner undo` takes it back.)")
    elif found.is_empty:
        say("There is nothing new.")
    elif asks is not None or options.dry_run or not wanted:
        say("Nothing was recorded.")
    else:
        say("Nothing was recorded. Add --yes to record it.", to=sys.stderr)
    return 0


def _show(found: "Compared", mine: "Whole", name: str) -> None:
    new = [plural(len(rows), *ROW_WORDS[table]) for table, rows in found.new.items() if rows]
    say(f"{name}: {', '.join(new)} to add." if new else f"{name}: there is nothing new.")
    people = {row["id"]: row["name"] for row in mine.rows.get("contact", [])}
    differing = [(table, key, details) for table, rows in found.differs.items() for key, details in rows.items()]
    for table, key, details in differing[:_SHOWN]:
        for field, (here, there) in details.items():
            label = f"{people.get(key, ROW_WORDS[table][0])}, {field.replace('_', ' ')}"
            say(f"  differs   {label}: {shorten(str(here), 40)!r} in your book, {shorten(str(there), 40)!r} there")
    if differing:
        say("What differs stays as it is in your book; --theirs takes it from the file.")


def _record(found: "Compared", data: bytes, name: str, options: argparse.Namespace) -> str:
    from ..book import commands
    from ..book.errors import EntryError
    from ..exchange.book_file import line_of
    from ..exchange.errors import FileError

    changes = commands.RowChanges(add=found.new, set=found.theirs() if options.theirs else {})
    people = len(found.new.get("contact", []))
    label = f"{plural(people, 'person', 'people')} and their data imported from {name.rpartition('/')[2]}"
    try:
        with progress_bar("Recording"):
            done = commands.change_rows(open_writing(options), changes, label)
        options.recorded.append(("book", done))
        return done.label
    except EntryError as error:
        table, _, rest = str(error).partition(" ")
        raise FileError(name, line_of(data, table, rest.partition(":")[0]), str(error).rstrip(".")) from None
