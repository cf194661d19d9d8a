"""`planner show`: one person, or everybody."""

import argparse
import json

from ... import environment
from ...book import due, queries
from ...book.contact_fields import LABELS, shown_of
from ...book.formatting import how_it_stands, state_of, told
from ...cadence.terms import CHANNEL_NAMES, PART_NAMES, STEP_NAMES
from ...dates import show as say_day
from ...text import shorten
from ..common import EMPTY_BOOK, find_person, open_reading, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `show` understands."""
    parser.add_argument("name", nargs="*", help="a part of the person's name; without one, everybody is listed")
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def run(options: argparse.Namespace) -> int:
    """Print one person, or everybody in a line each."""
    today = environment.today()
    with open_reading(options) as connection:
        if not options.name:
            people = queries.find_contacts(connection, "") if connection is not None else []
            if options.json:
                print(json.dumps([{"id": key, "name": name, "employer": employer} for key, name, employer in people]))
            for _, name, employer in [] if options.json else people:
                say(f"{name}, {employer}" if employer else name)
            if not people and not options.json:
                say(EMPTY_BOOK)
            return 0
        key, _ = find_person(connection, " ".join(options.name))
        assert connection is not None
        person = queries.contact(connection, key)
        assert person is not None
        roles = queries.roles(connection, key)
        owed = due.due_of(connection, key, today)
        touches = queries.timeline(connection, key)
        drafts = queries.drafts_of(connection, key)
    if options.json:
        _print_json(person, roles, owed, touches)
        return 0
    say(
        f"{person.name}"
        + (f", {person.title}" if person.title else "")
        + (f", {person.employer}" if person.employer else "")
    )
    width = max(len(label) for label in LABELS.values())
    for field, value in shown_of(person):
        say(f"  {field.label:{width}} {value}")
    if person.state != "open":
        say(f"  {person.state.capitalize():{width}} {person.state_reason}")
    for role in roles:
        say(f"  {PART_NAMES[role.part]:14} {role.position} at {role.employer}: {how_it_stands(role, today)}")
    say("\nNext")
    for row in owed:
        channel = f" by {CHANNEL_NAMES[row.channel]}" if row.channel else ""
        say(f"  {STEP_NAMES[row.step]}{channel}, {state_of(row, today)}: {row.why}")
    if not owed:
        say("  Nothing is planned.")
    for draft in drafts:
        say(
            f"  A draft waits: {draft.subject or shorten(draft.body, 50)}"
            + (f" ({draft.handed_over})" if draft.handed_over else "")
        )
    say("\nTimeline")
    for touch in touches:
        say(f"  {say_day(touch.on, today):16} {told(touch)}")
    if not touches:
        say("  Nothing has happened yet.")
    if person.notes:
        say("\nNotes")
        for line in person.notes.split("\n"):
            say(f"  {line}")
    return 0


def _print_json(
    person: queries.ContactRow,
    roles: list[queries.RoleRow],
    owed: list[due.DueRow],
    touches: list[queries.TouchRow],
) -> None:
    result = {
        **person._asdict(),
        "applications": [role._asdict() for role in roles],
        "next": [row._asdict() for row in owed],
        "timeline": [touch._asdict() for touch in touches],
    }
    print(json.dumps(result, indent=2, default=str))
