"""`planner add`: a person, an application, or an interview with several people at once."""

import argparse
import re
from typing import TYPE_CHECKING

from ...book.contact_fields import CONTACT_FIELDS
from ...cadence.terms import PART_NAMES, Part, named_part
from ...names import with_address
from ...text import joined
from ..common import Misuse, echo, find_application, in_full, open_reading, open_writing, read_day
from ..output import say

if TYPE_CHECKING:
    from ...book.commands import Panelist

_PARTS = joined(list(PART_NAMES.values()), "or")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `add` understands."""
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True, title="what to add")
    person = kinds.add_parser(
        "person", help="someone, by name", description="Add a person; several, each in quotes, with the same details."
    )
    person.add_argument("name", nargs="+")
    add_person_fields(person)
    application = kinds.add_parser(
        "application", help="a position applied for", description="Add an application, with those who interview for it."
    )
    application.add_argument("position")
    application.add_argument("employer")
    application.add_argument("--promised", metavar="DATE", help="when they said they would decide")
    _add_people(application)
    interview = kinds.add_parser(
        "interview",
        help="an interview, with everyone who was there",
        description="Add an interview for an application that is in the book.",
    )
    interview.add_argument("application", help="its number, or a part of its position and employer")
    interview.add_argument("--on", metavar="DATE", default="today", help="the day it was (today)")
    _add_people(interview)


def add_person_fields(parser: argparse.ArgumentParser) -> None:
    """An option for each detail of a person beside the name."""
    for field in CONTACT_FIELDS:
        if field.name != "name":
            parser.add_argument(field.option, help=field.help)


def given_person_fields(options: argparse.Namespace) -> dict[str, object]:
    """The details of a person that were given, beside the name; an empty choice is none."""
    given = {}
    for field in CONTACT_FIELDS:
        value = getattr(options, field.name)
        if field.name != "name" and value is not None:
            given[field.name] = value or None if field.choices else value
    return given


def run(options: argparse.Namespace) -> int:
    """Add it, and say what was added."""
    from ...book import commands
    from ...book.models import ApplicationFields, ContactFields

    if options.kind == "person":
        given = given_person_fields(options)
        people = [commands.entered(ContactFields, name=name, **given) for name in _names(options.name)]
        if len(people) > 1 and (given.get("email") or given.get("phone") or given.get("linkedin")):
            names = joined([each.name for each in people])
            raise Misuse(f"{names} cannot share an address, a number or a page; add them one by one.")
        echo(commands.add_contact(open_writing(options), *people))
        return 0
    if options.kind == "application":
        promised = read_day(options.promised) if options.promised else None
        application = commands.entered(
            ApplicationFields, position=options.position, employer=options.employer, promised_on=promised
        )
        echo(commands.add_interview(open_writing(options), application, panel(options, options.employer)))
        if promised:
            say(f"They promised a decision by {in_full(promised)}.")
        return 0
    on = read_day(options.on, past=True)
    with open_reading(options) as connection:
        row = find_application(connection, options.application)
    if not options.people:
        raise Misuse("Say who was there: --with 'Dana Whitfield: hiring manager', once for each.")
    book = open_writing(options)
    echo(commands.add_interview(book, row.id, panel(options, row.employer), on=commands.not_ahead(book, on)))
    say(f"It was on {in_full(on)}.")
    return 0


def _names(words: list[str]) -> list[str]:
    """The names that were typed: each one in quotes, or the words of one name without any."""
    several = len(words) > 1 and any(" " in word.strip() for word in words)
    return [*dict.fromkeys(words)] if several else [" ".join(words)]


def _add_people(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--with",
        dest="people",
        metavar="'NAME <E-MAIL>: PART'",
        action="append",
        default=[],
        help=f"who interviews, once for each, the address if you know it; the part is one of {_PARTS}",
    )


def panel(options: argparse.Namespace, employer: str) -> list["Panelist"]:
    """The people named by `--with` for an employer: those of the book by their key, others to be entered.

    Raises:
        EntryError: a name means several people.
        Misuse: a part is none.
    """
    from ...book import whom
    from ...book.commands import Panelist, entered
    from ...book.models import ContactFields

    found = []
    named: set[str] = set()
    with open_reading(options) as connection:
        for text in options.people:
            said, part = split_part(text)
            name, email = with_address(said)
            if not name or re.search(r"[<>]", name):
                raise Misuse(f"{text!r} is not understood. Write it as 'Dana Whitfield <dana@calder.example.com>: HR'.")
            known = whom.interviewer(connection, email, employer) if email else None
            known = known or whom.interviewer(connection, name, employer)
            if name in named:
                raise Misuse(f"{name} is named twice. Name each person once, with one part.")
            named.add(name)
            found.append(Panelist(known.id if known else entered(ContactFields, name=name, email=email), part))
    return found


def split_part(text: str) -> tuple[str, Part]:
    """A name and a part from "Dana Whitfield: hiring manager".

    Raises:
        Misuse: there is no such part.
    """
    try:
        return named_part(text)
    except ValueError as error:
        raise Misuse(str(error)) from None
