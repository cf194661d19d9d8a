"""`planner edit`: details of a person or an application."""

import argparse

from ...cadence.terms import REASON_NAMES
from ..common import Misuse, echo, find_application, find_person, open_reading, open_writing, read_day
from .add import add_person_fields, given_person_fields

_APPLICATION_FIELDS = ("position", "employer", "state", "reason", "reason_given", "feedback", "lesson")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `edit` understands."""
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True, title="what to change")
    person = kinds.add_parser("person", help="someone's details", description="Change details of a person.")
    person.add_argument("who", nargs="+", metavar="name", help="a part of the name")
    person.add_argument("--name", help="their full name")
    add_person_fields(person)
    application = kinds.add_parser(
        "application", help="an application", description="Change details of an application."
    )
    application.add_argument("application", help="its number, or a part of its position and employer")
    application.add_argument("--position")
    application.add_argument("--employer")
    application.add_argument("--state", choices=["running", "withdrawn", "offer"])
    application.add_argument("--main", metavar="NAME", help="whom to ask how it stands: one of those who interview")
    application.add_argument("--promised", metavar="DATE", help="when they said they would decide")
    application.add_argument("--reason", choices=list(REASON_NAMES), help="the kind of the no")
    application.add_argument("--reason-given", metavar="TEXT", help="the reason, in their words")
    application.add_argument("--feedback", metavar="TEXT")
    application.add_argument("--lesson", metavar="TEXT", help="what you would do differently")
    application.add_argument(
        "--would-go-back", choices=["yes", "no"], help="whether you would want to be considered there again"
    )


def run(options: argparse.Namespace) -> int:
    """Change it, and say what was changed."""
    from ...book import commands

    if options.kind == "person":
        values = given_person_fields(options)
        values |= {} if options.name is None else {"name": options.name}
        with open_reading(options) as connection:
            key, _ = find_person(connection, " ".join(options.who))
        _need(values)
        echo(commands.change_contact(open_writing(options), key, **values))
        return 0
    values = {name: getattr(options, name) for name in _APPLICATION_FIELDS if getattr(options, name) is not None}
    if options.promised:
        values["promised_on"] = read_day(options.promised)
    if options.would_go_back:
        values["would_go_back"] = options.would_go_back == "yes"
    with open_reading(options) as connection:
        row = find_application(connection, options.application)
        if options.main:
            key, name = find_person(connection, options.main)
            if name not in row.people:
                raise Misuse(f"{name} has no part in {row.position} at {row.employer}.")
            values["main_contact_id"] = key
    if "state" in values and row.learned_on is not None:
        raise Misuse("That application has a no; `planner undo` takes it back.")
    _need(values)
    echo(commands.change_application(open_writing(options), row.id, **values))
    return 0


def _need(values: dict[str, object]) -> None:
    if not values:
        raise Misuse("Say what to change, for instance --email dana@example.com. --help lists what there is.")
