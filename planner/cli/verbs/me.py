"""`planner me`: the user's own name and private contact details."""

import argparse
import sys

from ...book import queries
from ...mail_hosts import AT_WORK, may_be_at_work
from ..bar import progress_bar
from ..common import echo, open_reading, open_writing
from ..output import say
from ..questions import Questions

_FIELDS = {
    "name": "the name you sign with",
    "email": "your private address, never a present employer's; given again, others that letters of yours come from",
    "phone": "your private number",
    "linkedin": "your LinkedIn page",
    "skills": "three skills that notes may mention",
    "playbook": "how you follow up: default (write first), call-first, or one of your own",
    "country": "whose holidays count, as Austria or DE-BY",
    "weekend": "the days you and they do not work, as 'fri sat'; the country's own without",
}

_LABELS = {"other_emails": "also"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `me` understands."""
    for name, line in _FIELDS.items():
        parser.add_argument(f"--{name}", help=line, action="append" if name == "email" else "store")


def run(options: argparse.Namespace) -> int:
    """Show the details, or change those that are given."""
    values = {name: getattr(options, name) for name in _FIELDS if getattr(options, name) is not None}
    if "email" in values:
        first, *others = [each.strip() for text in values["email"] for each in text.split(",")]
        values |= {"email": first} | ({"other_emails": ", ".join(others)} if others else {})
    if "email" in values and _is_refused(options, str(values["email"])):
        say("Nothing was changed.")
        return 2
    if values:
        from ...book.commands import save_profile

        with progress_bar("Planning everybody anew"):
            done = save_profile(open_writing(options), **values)
        echo(done)
    with open_reading(options) as connection:
        profile = (queries.profile(connection) if connection is not None else None) or queries.ProfileRow()
    for name in (*_FIELDS, *_LABELS):
        value = getattr(profile, name)
        say(f"{_LABELS.get(name, name):9} {value or ('default' if name == 'playbook' else '-')}")
    if not any(profile):
        say("\nNotes sign with these. Set them so: planner me --name 'Robin Marlow' --email robin@example.com")
    return 0


def _is_refused(options: argparse.Namespace, email: str) -> bool:
    """Ask once about an address that may be at work; where nobody can answer it is only said."""
    with open_reading(options) as connection:
        known = (queries.profile(connection) if connection is not None else None) or queries.ProfileRow()
    if email in {known.email, ""} or not may_be_at_work(email, options.name or known.name):
        return False
    questions = Questions.on_terminal(input_is_taken=False)
    if questions is not None:
        return not questions.yes(f"{email}: {AT_WORK} Keep it? [y/N] ")
    say(f"{email}: {AT_WORK} A private one is safer.", to=sys.stderr)
    return False
