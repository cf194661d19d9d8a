"""`planner show`: one person, or everybody."""

import argparse
from datetime import date

from ... import environment
from ...book import queries
from ...book.contact_fields import LABELS, shown_of
from ...book.formatting import how_it_stands, state_of, told
from ...book.identities import Uuids, read_uuids
from ...book.person import Person, read_person
from ...cadence.terms import CHANNEL_NAMES, PART_NAMES, STEP_NAMES
from ...dates import show as say_day
from ...text import shorten
from ..common import EMPTY_BOOK, find_person, open_reading
from ..output import say
from ..records import add_json, print_schema, say_record, without


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `show` understands."""
    parser.add_argument("name", nargs="*", help="a part of the person's name; without one, everybody is listed")
    add_json(parser, "as JSON, for other programs")


def run(options: argparse.Namespace) -> int:
    """Print one person, or everybody in a line each."""
    if options.schema:
        return print_schema("show")
    today = environment.today()
    with open_reading(options) as connection:
        if not options.name:
            people = queries.find_contacts(connection, "") if connection is not None else []
            if options.json:
                uuids = read_uuids(connection)
                listed = [{**uuids.person(key), "name": name, "employer": employer} for key, name, employer in people]
                say_record("show", {"people": listed})
            for _, name, employer in [] if options.json else people:
                say(f"{name}, {employer}" if employer else name)
            if not people and not options.json:
                say(EMPTY_BOOK)
            return 0
        key, _ = find_person(connection, " ".join(options.name))
        assert connection is not None
        person = read_person(connection, key, today)
        uuids = read_uuids(connection)
    assert person is not None
    if options.json:
        say_record("show", show_record(person, uuids))
        return 0
    _print(person, today)
    return 0


def _print(person: Person, today: date) -> None:
    contact = person.contact
    say(", ".join(text for text in (contact.name, contact.title, contact.employer) if text))
    width = max(len(label) for label in LABELS.values())
    for field, value in shown_of(contact):
        say(f"  {field.label:{width}} {value}")
    if contact.state != "open":
        say(f"  {contact.state.capitalize():{width}} {contact.state_reason}")
    for role in person.roles:
        say(f"  {PART_NAMES[role.part]:14} {role.position} at {role.employer}: {how_it_stands(role, today)}")
    say("\nNext")
    for row in person.owed:
        channel = f" by {CHANNEL_NAMES[row.channel]}" if row.channel else ""
        say(f"  {STEP_NAMES[row.step]}{channel}, {state_of(row, today)}: {row.why}")
    if not person.owed:
        say("  Nothing is planned.")
    for draft in person.drafts:
        say(
            f"  A draft waits: {draft.subject or shorten(draft.body, 50)}"
            + (f" ({draft.handed_over})" if draft.handed_over else "")
        )
    if person.promises:
        say("\nPromises")
    for promise in person.promises:
        kept = promise.kept_on
        say(f"  {promise.what}, {f'kept on {say_day(kept, today)}' if kept else f'by {say_day(promise.due, today)}'}")
    say("\nTimeline")
    for touch in person.touches:
        say(f"  {say_day(touch.on, today):16} {told(touch)}")
    if not person.touches:
        say("  Nothing has happened yet.")
    if contact.notes:
        say("\nNotes")
        for line in contact.notes.split("\n"):
            say(f"  {line}")


def show_record(person: Person, uuids: Uuids) -> dict[str, object]:
    """One person, as `schemas/show.json` describes it."""

    def of_application(row: dict[str, object]) -> dict[str, object]:
        number = row["application_id"]
        assert number is None or isinstance(number, int)
        return {"application": uuids.application(number), **without(row, ["application_id", "contact_id", "draft_id"])}

    return {
        **uuids.person(person.contact.id),
        **without(person.contact._asdict(), ["id"]),
        "applications": [
            {
                "id": uuids.application(role.application_id),
                "number": role.application_id,
                **without(role._asdict(), ["application_id"]),
                "colleagues": person.colleagues.get(role.application_id, []),
            }
            for role in person.roles
        ],
        "next": [without(of_application(row._asdict()), ["also", "name", "called"]) for row in person.owed],
        "promises": [promise._asdict() for promise in person.promises],
        "timeline": [without(of_application(touch._asdict()), ["id"]) for touch in person.touches],
    }
