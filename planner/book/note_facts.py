"""What the book knows of somebody, as a note says it: the facts for the fields of a template."""

from collections.abc import Callable
from datetime import date
from sqlite3 import Connection

from ..cadence.terms import REASON_NAMES, UNNAMED_POSITION, Address, Channel, Kind, Language, Part, Tone
from ..cadence.touches import TOUCH_KINDS
from ..names import called as called_by
from ..names import surname, taken_apart
from ..notes.mail_merge import FIELDS
from ..notes.voice import Voice, and_of, months_between, skills_listed
from . import queries


def voice_of(contact: queries.ContactRow, usual: Voice) -> Voice:
    """How a note to them sounds: as it was chosen for them, else as for everybody.

    What the book has them called is what the two of them agreed on; so it counts before the setting for everybody, and
    what was chosen for this person before both. Where a language has a polite form of its own, strangers are not on
    first-name terms.
    """
    voice = Voice(Language(contact.language or usual.language), Tone(contact.tone or usual.tone))
    if contact.address is not None:
        first = contact.address == Address.FIRST
    else:
        first = contact.said_called or (usual.first_names and voice.base == "en")
    return voice._replace(first_names=first)


def addressed(contact: queries.ContactRow, voice: Voice) -> str:
    """How a note addresses somebody: "Jane", or "Dr. Smith"."""
    return contact.called if voice.first_names else voice.formal_name(contact.name, contact.salutation)


def facts(
    connection: Connection,
    contact: queries.ContactRow,
    me: queries.ProfileRow,
    role: queries.RoleRow | None,
    timeline: list[queries.TouchRow],
    today: date,
    voice: Voice,
) -> dict[str, str]:
    """The facts by the names of the fields; what the book does not know is ""."""
    timeline = [touch for touch in timeline if touch.on <= today]  # an interview ahead has not been yet
    met = met_at(role, timeline)
    last = next((touch for touch in timeline if TOUCH_KINDS[Kind(touch.kind)].reached), None)
    since = role.learned_on if role and role.learned_on else last.on if last else None
    details = {name: str(value or "") for name, value in contact._asdict().items() if name in FIELDS}
    promise = _promised(connection, contact.id)
    return {
        **details,
        "called": addressed(contact, voice),
        "greeting": voice.greeting(contact.name, contact.called, contact.salutation),
        "formal_name": voice.formal_name(contact.name, contact.salutation),
        "surname": surname(contact.name),
        "salutation": contact.salutation or taken_apart(contact.name).title,
        "employer": role.employer if role else contact.employer,
        "position": role.position if role and role.position != UNNAMED_POSITION else "",
        "role": f"the {role.position} role" if role and role.position != UNNAMED_POSITION else "the role",
        "their_employer": contact.employer or (role.employer if role else ""),
        "new_employer": contact.employer if has_moved(contact, role) else "",
        "met_on": voice.day(met.on, today) if met else "",
        "met_where": _where(met) if met else "",
        "last_touch_on": voice.day(last.on, today) if last else "",
        "learned_on": voice.day(role.learned_on, today) if role and role.learned_on else "",
        "months_since": months_between(since, today) if since and voice.base == "en" else "",
        "reason": role.reason_given or REASON_NAMES.get(role.reason or "", "") if role else "",
        "lesson": role.lesson if role else "",
        "feedback": role.feedback if role else "",
        "colleagues": _colleagues(connection, contact, role, voice),
        "who_told": _who_told(connection, role, voice),
        "promise": promise,
        "promised": promise,
        "my_name": me.name,
        "my_email": me.email,
        "my_phone": me.phone,
        "my_linkedin": me.linkedin,
        "my_skills": skills_listed(me.skills, and_of(voice.language)),
        "my_new_employer": me.new_employer,
        "signature": "known",  # composed of the fields above
    }


def has_moved(contact: queries.ContactRow, role: queries.RoleRow | None) -> bool:
    """Whether they work elsewhere than where they interviewed the user."""
    return bool(
        role
        and contact.employer
        and role.part != Part.RECRUITER
        and contact.employer.casefold() != role.employer.casefold()
    )


def _colleagues(connection: Connection, contact: queries.ContactRow, role: queries.RoleRow | None, voice: Voice) -> str:
    """The others who interviewed the user for this position, as one names them to a colleague of theirs."""
    if role is None:
        return ""
    there = queries.interviewers_met(connection, role.application_id, contact.id)
    return voice.listed([(called or called_by(name)) if voice.first_names else name for name, called in there])


def _who_told(connection: Connection, role: queries.RoleRow | None, voice: Voice) -> str:
    told = queries.who_told(connection, role.application_id) if role is not None else None
    return "" if told is None else (told.called or called_by(told.name)) if voice.first_names else told.name


def met_at(role: queries.RoleRow | None, timeline: list[queries.TouchRow]) -> queries.TouchRow | None:
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
