"""A note begun for someone: the template that fits their situation, with what the book knows filled in."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from ..cadence.terms import CHECK_INS, REASON_NAMES, UNNAMED_POSITION, Address, Channel, HowLearned, Kind, Step
from ..cadence.touches import TOUCH_KINDS
from ..dates import MONTHS
from ..names import formally, surname, taken_apart
from ..notes.blanks import Stop, fill
from ..notes.mail_merge import FIELDS, merge
from ..notes.review.report import NoteKind, Situation, Someone, Writer, kind_of, others_than
from ..notes.template_files import Ranked, Template, load_templates, ranked
from . import queries


class Prefilled(NamedTuple):
    """A note as the editor opens it: the template it came from, and the text with its blanks."""

    template: Template
    subject: str
    body: str
    stops: list[Stop]


class Occasion(NamedTuple):
    """What a note to somebody is written from: who they are, the step, and the templates for it, best first.

    `answers_to` is their message that the note answers, so that it lands in the same thread (Joyce).
    """

    contact: queries.ContactRow
    me: queries.ProfileRow
    step: Step
    channel: Channel
    role: queries.RoleRow | None
    answers_to: queries.TouchRow | None
    templates: list[Ranked]
    problems: list[str]
    facts: dict[str, str]
    employers: tuple[str, ...]  # of that person, as far as the book knows
    kind: NoteKind


def occasion(
    connection: Connection,
    contact_id: int,
    step: str,
    application_id: int | None,
    channel: str,
    today: date,
    own_templates: Path | None = None,
    *,
    formal: bool = False,
) -> Occasion | None:
    """The occasion for that step with that person; None when they are no longer in the book.

    `formal` is whether people are addressed by surname until first names were exchanged.
    """
    contact = queries.contact(connection, contact_id)
    if contact is None:
        return None
    templates, problems = load_templates(own_templates)
    roles = queries.roles(connection, contact_id)
    role = next((r for r in roles if r.application_id == application_id), _latest(roles))
    timeline = queries.timeline(connection, contact_id)
    me = queries.profile(connection) or queries.ProfileRow()
    return Occasion(
        contact,
        me,
        Step(step),
        Channel(channel),
        role,
        _answers_to(step, role, timeline),
        _each_their_own(
            ranked(templates, Step(step), _situation(step, channel, role, contact)),
            queries.templates_of_colleagues(connection, contact_id, application_id),
        ),
        problems,
        {
            **_facts(contact, me, role, timeline, today),
            "called": addressed(contact, formal=formal),
            "promised": _promised(connection, contact_id),
        },
        tuple({contact.employer, *(each.employer for each in roles)} - {""}),
        kind_of(Step(step), Channel(channel), checking_in=step == Step.RETRY and application_id is None),
    )


def situation(connection: Connection, of: Occasion, words_per_minute: int) -> Situation:
    """What a note for that occasion is reviewed by: everybody else in the book, and what colleagues there were sent."""
    contact, me, role = of.contact, of.me, of.role
    to = Someone(contact.name, contact.called, of.employers, contact.email)
    people = [Someone(name, called, (at,), email) for name, called, at, email in queries.others(connection, contact.id)]
    earlier = {note for at in of.employers for note in queries.notes_to_others(connection, contact.id, at)}
    return Situation(
        of.kind,
        to,
        Writer(me.name, me.email, me.phone, me.linkedin),
        told=role is not None and role.told_me,
        others=others_than(to, people),
        earlier=tuple((name, body) for name, body, _ in earlier),
        elsewhere=frozenset(name for name, _, works_there in earlier if not works_there),
        words_per_minute=words_per_minute,
    )


def begin(of: Occasion, template: Template | None = None, known: Mapping[str, str] | None = None) -> Prefilled | None:
    """The note from a template, or from the one that fits best; None when none fits.

    `known` is what was filled into blanks before, by `notes.blanks.key_of`.
    """
    chosen = template or next((each.template for each in of.templates if each.fits), None)
    if chosen is None:
        return None
    note = merge(chosen, of.facts)
    body, stops = fill(note.body, known or {})
    in_thread = chosen.channel is not Channel.PHONE and _in_thread(of.answers_to)
    return Prefilled(chosen, in_thread or fill(note.subject, known or {})[0], body, stops)


def addressed(contact: queries.ContactRow, *, formal: bool) -> str:
    """How a note addresses somebody: "Jane", or "Dr. Smith".

    What the book has them called is what the two of them agreed on; so it counts before the setting for everybody, and
    what was chosen for this person before both.
    """
    agreed = contact.said_called
    if contact.address == Address.FORMAL or (contact.address is None and formal and not agreed):
        return formally(contact.name, contact.salutation)
    return contact.called


def _each_their_own(templates: list[Ranked], used: Mapping[str, str]) -> list[Ranked]:
    """The templates; of what fits, those a colleague has a note from stand last (Joyce: each a different one)."""
    said = [
        each._replace(why=f"{each.why}; your note to {used[each.template.name]} is from it")
        if each.fits and each.template.name in used
        else each
        for each in templates
    ]
    return sorted(said, key=lambda each: (not each.fits, each.fits and each.template.name in used))


def _latest(roles: list[queries.RoleRow]) -> queries.RoleRow | None:
    """The application that ended last, or the newest one while none has."""
    return max(roles, key=lambda role: (role.learned_on or date.min, role.application_id), default=None)


def _situation(step: str, channel: str, role: queries.RoleRow | None, contact: queries.ContactRow) -> set[str]:
    """What is true here, in the words that a template's `when` can use."""
    words = {step, "by_phone" if channel == Channel.PHONE else "in_writing"}
    if role is not None:
        # Only who told the user is thanked for telling: a colleague may not even know how the user learned of it.
        how = role.how_learned if role.how_learned != HowLearned.TOLD or role.told_me else ""
        words |= {role.part, how or "", role.reason or ""}
    if contact.email and not contact.live_email:
        words.add("no_address")
    if step in CHECK_INS or (step in {Step.RETRY, Step.ASKED} and role is not None and role.learned_on is not None):
        words.add("checking_in")
    return words - {""}


def _facts(
    contact: queries.ContactRow,
    me: queries.ProfileRow,
    role: queries.RoleRow | None,
    timeline: list[queries.TouchRow],
    today: date,
) -> dict[str, str]:
    timeline = [touch for touch in timeline if touch.on <= today]  # an interview ahead has not been yet
    met = _met(role, timeline)
    last = next((touch for touch in timeline if TOUCH_KINDS[Kind(touch.kind)].reached), None)
    details = {name: str(value or "") for name, value in contact._asdict().items() if name in FIELDS}
    return {
        **details,
        "surname": surname(contact.name),
        "salutation": contact.salutation or taken_apart(contact.name).title,
        "employer": role.employer if role else contact.employer,
        "position": role.position if role and role.position != UNNAMED_POSITION else "",
        "their_employer": contact.employer or (role.employer if role else ""),
        "met_on": _in_a_note(met.on, today) if met else "",
        "met_where": _where(met) if met else "",
        "last_touch_on": _in_a_note(last.on, today) if last else "",
        "learned_on": _in_a_note(role.learned_on, today) if role and role.learned_on else "",
        "reason": role.reason_given or REASON_NAMES.get(role.reason or "", "") if role else "",
        "my_name": me.name,
        "my_email": me.email,
        "my_phone": me.phone,
        "my_linkedin": me.linkedin,
        "my_skills": me.skills,
        "my_new_employer": me.new_employer,
    }


def _met(role: queries.RoleRow | None, timeline: list[queries.TouchRow]) -> queries.TouchRow | None:
    """When the two met about this application: its latest interview, else another one, else any meeting."""
    met = [touch for touch in timeline if TOUCH_KINDS[Kind(touch.kind)].met]
    tests: tuple[Callable[[queries.TouchRow], bool], ...] = (
        lambda touch: touch.kind == Kind.INTERVIEW and role is not None and touch.application_id == role.application_id,
        lambda touch: touch.kind == Kind.INTERVIEW,
        lambda _: True,
    )
    return next((touch for test in tests for touch in met if test(touch)), None)


def _where(touch: queries.TouchRow) -> str:
    """Where that was, in words that fit behind "we met"; "" where the book does not know."""
    if touch.place and "://" not in touch.place:
        return touch.place
    return (
        "by video"
        if touch.place
        else {Channel.VIDEO: "by video", Channel.PHONE: "on the phone"}.get(Channel(touch.channel or "email"), "")
    )


def _promised(connection: Connection, contact_id: int) -> str:
    """The promise that comes first, in its own words."""
    promise = next((each for each in queries.promises(connection, contact_id) if each.kept_on is None), None)
    return promise.what.strip().rstrip(".") if promise is not None else ""


def _in_a_note(day: date, today: date) -> str:
    """A date as one writes it to someone: "10 November", with the year when it is another one."""
    day_and_month = f"{day.day} {MONTHS[day.month - 1].title()}"
    return day_and_month if day.year == today.year else f"{day_and_month} {day.year}"


def _answers_to(step: str, role: queries.RoleRow | None, timeline: list[queries.TouchRow]) -> queries.TouchRow | None:
    """The message that a note at this step answers."""
    wanted = {
        Step.FIRST_NOTE: {Kind.REJECTION},
        Step.REPLY: {Kind.MESSAGE, Kind.INVITATION},
    }.get(Step(step), set())
    for touch in timeline:
        same = role is None or step == Step.REPLY or (touch.employer, touch.position) == (role.employer, role.position)
        if touch.kind in wanted and touch.direction == "in" and touch.subject and same:
            return touch
    return None


def _in_thread(touch: queries.TouchRow | None) -> str:
    if touch is None:
        return ""
    return touch.subject if touch.subject.lower().startswith("re:") else f"Re: {touch.subject}"
