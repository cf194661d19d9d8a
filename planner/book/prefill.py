"""A note begun for someone: the template that fits their situation, with what the book knows filled in."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from ..cadence.terms import Channel, Kind, Step
from ..notes.blanks import Stop, fill
from ..notes.mail_merge import DEFAULT, merge
from ..notes.review.report import NoteKind, Situation, Someone, Writer, kind_of, others_than
from ..notes.template_files import Ranked, Template, load_templates
from ..notes.voice import Voice
from . import dealing, queries
from .knowledge import Known, known_of
from .note_facts import facts, voice_of


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
    voice: Voice = DEFAULT
    known: tuple[Known, ...] = ()  # of that person, to fill a blank from
    english: dict[str, str] = {}  # noqa: RUF012 - the facts for a template in English, where their language is another


def occasion(
    connection: Connection,
    contact_id: int,
    step: str,
    application_id: int | None,
    channel: str,
    today: date,
    own_templates: Path | None = None,
    *,
    usual: Voice = DEFAULT,
) -> Occasion | None:
    """The occasion for that step with that person; None when they are no longer in the book.

    `usual` is how notes sound to those for whom nothing else was chosen.
    """
    contact = queries.contact(connection, contact_id)
    if contact is None:
        return None
    templates, problems = load_templates(own_templates)
    roles = queries.roles(connection, contact_id)
    role = next((r for r in roles if r.application_id == application_id), _latest(roles))
    timeline = queries.timeline(connection, contact_id)
    me = queries.profile(connection) or queries.ProfileRow()
    voice = voice_of(contact, usual)
    holds = dealing.words_of(step, channel, role, contact, timeline, voice, today)

    def facts_in(spoken: Voice) -> dict[str, str]:
        return {**dict.fromkeys(holds, "true"), **facts(connection, contact, me, role, timeline, today, spoken)}

    return Occasion(
        contact,
        me,
        Step(step),
        Channel(channel),
        role,
        _answers_to(step, role, timeline),
        dealing.dealt(
            connection, templates, dealing.Seat(contact, Step(step), application_id, voice, holds), today, usual
        ),
        problems,
        facts_in(voice),
        tuple({contact.employer, *(each.employer for each in roles)} - {""}),
        kind_of(Step(step), Channel(channel), checking_in=step == Step.RETRY and application_id is None),
        voice,
        known_of(contact, role, timeline, today),
        facts_in(voice.in_english()) if voice.base != "en" else {},
    )


def situation(connection: Connection, of: Occasion, words_per_minute: int, today: date) -> Situation:
    """What a note for that occasion is reviewed by: everybody else in the book, and what colleagues there were sent."""
    contact, me, role = of.contact, of.me, of.role
    to = Someone(contact.name, contact.called, of.employers, contact.email)
    people = [Someone(name, called, (at,), email) for name, called, at, email in queries.others(connection, contact.id)]
    jobs = queries.applications(connection)
    names = [contact.name, contact.called, me.name, *(text for each in people for text in (each.name, *each.employers))]
    names += [text for row in jobs for text in (row.position, row.employer)]
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
        language=of.voice.base,
        dialect=str(of.voice.language),
        words=frozenset(word for text in names for word in re.findall(r"[^\W\d_]+", text)),
        positions=tuple(row.position for row in queries.roles(connection, contact.id)),
        other_positions=tuple((row.position, row.employer) for row in jobs if row.employer not in of.employers),
        days_since=_days_since_a_note(queries.timeline(connection, contact.id), role, today),
    )


def begin(of: Occasion, template: Template | None = None, known: Mapping[str, str] | None = None) -> Prefilled | None:
    """The note from a template, or from the one that fits best; None when none fits.

    `known` is what was filled into blanks before, by `notes.blanks.key_of`.
    """
    chosen = template or next((each.template for each in of.templates if each.fits), None)
    if chosen is None:
        return None
    is_theirs = chosen.language in {"", of.voice.base}
    note = merge(chosen, of.facts, of.voice) if is_theirs else merge(chosen, of.english, of.voice.in_english())
    body, stops = fill(note.body, known or {})
    in_thread = chosen.channel is not Channel.PHONE and _in_thread(of.answers_to)
    return Prefilled(chosen, in_thread or fill(note.subject, known or {})[0], body, stops)


def _days_since_a_note(timeline: list[queries.TouchRow], role: queries.RoleRow | None, today: date) -> int | None:
    """How many days ago the user wrote, where neither a word of theirs nor a "no" has come since; None for never."""
    days = [touch.on for touch in timeline if touch.direction == "out" and touch.kind == Kind.MESSAGE]
    last = max((day for day in days if day <= today), default=None)
    if last is None or any(touch.direction == "in" and touch.on >= last for touch in timeline):
        return None
    if role is not None and role.learned_on is not None and role.learned_on >= last:
        return None
    return (today - last).days


def _latest(roles: list[queries.RoleRow]) -> queries.RoleRow | None:
    """The application that ended last, or the newest one while none has."""
    return max(roles, key=lambda role: (role.learned_on or date.min, role.application_id), default=None)


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
