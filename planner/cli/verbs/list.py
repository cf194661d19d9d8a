"""`planner list QUERY`: the people that a query means."""

import argparse
from typing import TYPE_CHECKING

from ... import environment
from ...book.due import DueRow
from ...book.formatting import state_of, steps_of
from ...book.identities import Uuids, read_uuids
from ...cadence.terms import PART_NAMES
from ...dates import show as say_day
from ...text import plural
from ..common import EMPTY_BOOK, Misuse, open_reading
from ..output import say
from ..records import add_json, print_schema, say_record

if TYPE_CHECKING:
    from ...book.directory import PersonRow

_LONGEST_NAME = 40  # columns; a longer name moves what stands behind it, and nothing else
QUERY_HELP = (
    'words, "phrases", -without, and is:due tag:warm at:calder part:hr since:"last month" before:2026-06-01; '
    "a query that begins with a minus stands behind --"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `list` understands."""
    parser.add_argument("query", nargs="*", help=f"whom to list: {QUERY_HELP}; without one, everybody")
    add_json(parser, "as JSON, for other programs")


def run(options: argparse.Namespace) -> int:
    """Print a line for each person; gives 1 when nobody matches, as grep does."""
    from ...book import directory
    from ...finding import read_query

    if options.schema:
        return print_schema("list")
    today = environment.today()
    query = read_query(" ".join(options.query), today, typing=False)
    if query.problems:
        raise Misuse(query.problems[0])
    if options.query and not query:
        raise Misuse(f"{' '.join(options.query)!r} holds no word and no filter to look for.")
    with open_reading(options) as connection:
        if connection is None:
            if options.json:
                say_record("list", {"people": []})
            else:
                say(EMPTY_BOOK)
            return 1 if query else 0
        rows = directory.all_rows(connection, today)
        people = directory.matching(directory.everybody(connection, rows, today), query)
        uuids = read_uuids(connection)
    if options.json:
        say_record("list", {"people": [_record(person, uuids) for person in people]})
        return 0 if people else 1
    width = min(max((len(person.name) for person in people), default=0), _LONGEST_NAME)
    for person in people:
        step = f"{steps_of(person.row)}, {state_of(person.row, today)}" if isinstance(person.row, DueRow) else ""
        state = "archived" if person.archived_on else person.state if person.state != "open" else ""
        parts = ", ".join(PART_NAMES[part] for part in person.parts)
        last = f"last {say_day(person.last, today)}" if person.last else "no touch yet"
        told = "; ".join(text for text in (person.employer, parts, last, step or state) if text)
        say(f"{person.name.ljust(width)}  {told}")
    if not people:
        say(f"Nobody matches {query.said!r}." if query else EMPTY_BOOK)
    elif query:
        say(f"{plural(len(people), 'person', 'people')}.")
    return 0 if people or not query else 1


def _record(person: "PersonRow", uuids: Uuids) -> dict[str, object]:
    owed = person.row if isinstance(person.row, DueRow) else None
    return {
        **uuids.person(person.contact_id),
        "name": person.name,
        "employer": person.employer,
        "email": person.email,
        "parts": list(person.parts),
        "tags": list(person.tags),
        "state": "archived" if person.archived_on else person.state,
        "last_touch": person.last.isoformat() if person.last else None,
        "next_step": owed.step if owed is not None else None,
        "opens": owed.opens.isoformat() if owed is not None else None,
    }
