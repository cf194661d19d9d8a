"""A note begun for someone: the template that fits their situation, with what the book knows filled in."""

from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from ..cadence.terms import CHECK_INS, UNNAMED_POSITION, Channel, Kind, Step
from ..dates import say_in_full
from ..notes.merge import merge
from ..notes.templates import Template, fitting, load_templates
from . import queries


class Prefilled(NamedTuple):
    """A note as the editor opens it: the template it came from, and the text with its blanks."""

    template: Template
    subject: str
    body: str


def prefill(
    connection: Connection,
    contact_id: int,
    step: str,
    application_id: int | None,
    channel: str,
    today: date,
    own_templates: Path | None = None,
) -> tuple[Prefilled | None, list[str]]:
    """The note that fits best for this step with that person, and what is wrong with template files left out."""
    templates, problems = load_templates(own_templates)
    contact = queries.contact(connection, contact_id)
    if contact is None:
        return None, problems
    roles = queries.roles(connection, contact_id)
    role = next((r for r in roles if r.application_id == application_id), _latest(roles))
    timeline = queries.timeline(connection, contact_id)
    found = fitting(templates, Step(step), _situation(step, channel, role))
    if not found:
        return None, problems
    note = merge(found[0], _facts(connection, contact, role, timeline, today))
    return Prefilled(found[0], _subject_in_thread(step, role, timeline) or note.subject, note.body), problems


def _latest(roles: list[queries.RoleRow]) -> queries.RoleRow | None:
    """The application that ended last, or the newest one while none has."""
    return max(roles, key=lambda role: (role.learned_on or date.min, role.application_id), default=None)


def _situation(step: str, channel: str, role: queries.RoleRow | None) -> set[str]:
    """What is true here, in the words that a template's `when` can use."""
    words = {step, "by_phone" if channel == Channel.PHONE else "in_writing"}
    if role is not None:
        words |= {role.part, role.how_learned or "", role.reason or ""}
    if step in CHECK_INS or (step in {Step.RETRY, Step.ASKED} and role is not None and role.learned_on is not None):
        words.add("checking_in")
    return words - {""}


def _facts(
    connection: Connection,
    contact: queries.ContactRow,
    role: queries.RoleRow | None,
    timeline: list[queries.TouchRow],
    today: date,
) -> dict[str, str]:
    me = queries.profile(connection) or queries.ProfileRow()
    met = next((touch for touch in timeline if touch.kind in {Kind.INTERVIEW, Kind.MEETING}), None)
    last = next((touch for touch in timeline if touch.kind != Kind.NO_ANSWER), None)
    return {
        "called": contact.called,
        "name": contact.name,
        "surname": contact.name.split()[-1],
        "salutation": contact.salutation,
        "title": contact.title,
        "employer": role.employer if role else contact.employer,
        "position": role.position if role and role.position != UNNAMED_POSITION else "",
        "met_on": _in_a_note(met.on, today) if met else "",
        "last_touch_on": _in_a_note(last.on, today) if last else "",
        "learned_on": _in_a_note(role.learned_on, today) if role and role.learned_on else "",
        "my_name": me.name,
        "my_email": me.email,
        "my_phone": me.phone,
        "my_linkedin": me.linkedin,
        "my_skills": me.skills,
    }


def _in_a_note(day: date, today: date) -> str:
    """A date as one writes it to someone: "10 November", with the year when it is another one."""
    day_and_month = " ".join(say_in_full(day).split()[1:3])
    return day_and_month if day.year == today.year else f"{day_and_month} {day.year}"


def _subject_in_thread(step: str, role: queries.RoleRow | None, timeline: list[queries.TouchRow]) -> str:
    """The subject of the message that this note answers, so that it lands in the same thread (Joyce)."""
    wanted = {
        Step.FIRST_NOTE: {Kind.REJECTION},
        Step.REPLY: {Kind.MESSAGE, Kind.INVITATION},
    }.get(Step(step), set())
    for touch in timeline:
        same = role is None or step == Step.REPLY or (touch.employer, touch.position) == (role.employer, role.position)
        if touch.kind in wanted and touch.direction == "in" and touch.subject and same:
            return touch.subject if touch.subject.lower().startswith("re:") else f"Re: {touch.subject}"
    return ""
