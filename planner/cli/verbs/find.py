"""`planner find QUERY`: everything ever written that holds the words, by person."""

import argparse
from typing import TYPE_CHECKING

from ... import environment
from ...book.identities import Uuids, read_uuids
from ...dates import show as say_day
from ...text import plural
from ..common import EMPTY_BOOK, Misuse, open_reading
from ..output import say
from ..records import add_json, print_schema, say_record
from .list import QUERY_HELP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...book.search import Found, Place


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `find` understands."""
    parser.add_argument("query", nargs="*", help=QUERY_HELP)
    add_json(parser, "as JSON, for other programs")


def run(options: argparse.Namespace) -> int:
    """Print the sentences by person, the newest first; gives 1 when there is none, as grep does."""
    from ...book import directory
    from ...book.search import PLACE_NAMES, search
    from ...finding import read_query, sentence

    if options.schema:
        return print_schema("find")
    today = environment.today()
    query = read_query(" ".join(options.query), today, typing=False)
    if query.problems:
        raise Misuse(query.problems[0])
    if not any(not term.excluded for term in query.terms):
        raise Misuse("Say at least one word to look for; `planner list` takes filters alone.")
    with open_reading(options) as connection:
        if connection is None:
            if options.json:
                say_record("find", {"found": []})
            else:
                say(EMPTY_BOOK)
            return 1
        only = None
        if query.filters:
            rows = directory.all_rows(connection, today)
            people = directory.matching(directory.everybody(connection, rows, today), query.filters_only())
            only = {person.contact_id for person in people}
        found, more = search(connection, query, only)
        uuids = read_uuids(connection) if options.json else None
    if uuids is not None:
        say_record("find", find_record(found, uuids))
        return 0 if found else 1
    for each in found:
        say(f"{each.name}, {each.employer}" if each.employer else each.name)
        for spot in each.places:
            when = PLACE_NAMES.get(spot.kind) or (say_day(spot.on, today) if spot.on else "")
            say(f"  {when:15}  {sentence(spot.text, query)}")
    places = sum(len(each.places) for each in found)
    if found:
        say(f"{'The newest ' if more else ''}{plural(places, 'place')} with {plural(len(found), 'person', 'people')}.")
    else:
        say(f"Nothing that was ever written holds {query.said!r}.")
    return 0 if found else 1


def find_record(found: "Sequence[Found]", uuids: Uuids) -> dict[str, object]:
    """What was found, as `schemas/find.json` describes it."""
    return {
        "found": [
            {
                **(uuids.person(each.contact_id) if each.contact_id is not None else {"id": None, "number": None}),
                "application": uuids.application(each.application_id),
                "name": each.name,
                "employer": each.employer,
                "places": [_record(spot) for spot in each.places],
            }
            for each in found
        ]
    }


def _record(spot: "Place") -> dict[str, object]:
    return {"kind": spot.kind, "on": spot.on.isoformat() if spot.on else None, "text": spot.text}
