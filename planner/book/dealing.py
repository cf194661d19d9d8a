"""Which template each gets: no two interviewers of one application the same (Joyce: each a different note).

The templates that fit are dealt round the table in the order in which first notes are written. What a note is begun
from already stays with its reader; of the others, the least used comes first.
"""

from collections.abc import Collection, Iterable
from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from ..cadence.terms import CHECK_INS, FIRST_STEPS, Channel, HowLearned, Kind, Part, Step
from ..cadence.touches import TOUCH_KINDS
from ..notes.template_files import Ranked, Template, ranked
from ..notes.voice import Voice
from . import queries
from .note_facts import has_moved, voice_of

_FOR_ALL = {Step.THANK_YOU, *FIRST_STEPS}  # the steps that everyone of an application is owed


class Seat(NamedTuple):
    """Somebody at the table: for which step, in which voice, and what is true of the situation."""

    contact: queries.ContactRow
    step: Step
    application_id: int | None
    voice: Voice
    holds: frozenset[str]


def words_of(
    step: str,
    channel: str,
    role: queries.RoleRow | None,
    contact: queries.ContactRow,
    timeline: Iterable[queries.TouchRow],
    voice: Voice,
    today: date,
) -> frozenset[str]:
    """What is true here, in the words that a template's `when` and `unless` can use."""
    words = {step, "by_phone" if channel == Channel.PHONE else "in_writing", str(voice.tone)}
    words.add("by_first_name" if voice.first_names else "by_surname")
    met = any(TOUCH_KINDS[Kind(touch.kind)].met and touch.on <= today for touch in timeline)
    if role is not None:
        # Only who told the user is thanked for telling: a colleague may not even know how the user learned of it.
        how = role.how_learned if role.how_learned != HowLearned.TOLD or role.told_me else ""
        words |= {role.part, how or "", role.reason or ""}
        met = met or role.part in {Part.HIRING_MANAGER, Part.PANEL}
    words.add("met" if met else "not_met")
    if has_moved(contact, role):
        words.add("moved")
    if contact.email and not contact.live_email:
        words.add("no_address")
    if step in CHECK_INS or (step in {Step.RETRY, Step.ASKED} and role is not None and role.learned_on is not None):
        words.add("checking_in")
    return frozenset(words - {""})


def dealt(connection: Connection, templates: list[Template], seat: Seat, today: date, usual: Voice) -> list[Ranked]:
    """The templates for that seat, its own first; those that a colleague has stand behind the others that fit."""
    uses = queries.template_uses(connection, seat.contact.id)
    offered = _offered(templates, seat, uses)
    taken = queries.templates_of_colleagues(connection, seat.contact.id, seat.application_id)
    if seat.step in _FOR_ALL:
        taken = {**_of_the_table(connection, templates, seat, today, usual, taken), **taken}
    said = [
        each._replace(why=f"{each.why}; your note to {taken[each.template.name]} is from it")
        if each.fits and each.template.name in taken
        else each
        for each in offered
    ]
    return sorted(said, key=lambda each: (not each.fits, each.fits and each.template.name in taken))


def _offered(templates: list[Template], seat: Seat, uses: dict[str, tuple[int, int]]) -> list[Ranked]:
    """Those that fit first, the most particular first; of equals, the one that this reader and others had least."""
    found = ranked(templates, seat.step, seat.holds, seat.voice.base)

    def place(each: Ranked) -> tuple[bool, int, int, tuple[int, int]]:
        if not each.fits:
            return True, 0, 0, (0, 0)
        return False, -each.template.priority, -len(each.template.when), uses.get(each.template.name, (0, 0))

    return sorted(found, key=place)


def _of_the_table(
    connection: Connection, templates: list[Template], seat: Seat, today: date, usual: Voice, taken: Collection[str]
) -> dict[str, str]:
    """What those who come before at the table are dealt: the template, and what its reader is called."""
    if seat.application_id is None:
        return {}
    own = queries.templates_begun(connection, seat.application_id, seat.step)
    if seat.contact.id in own:
        return {}
    gone, found = {*taken}, dict[str, str]()
    for contact_id in queries.table_of(connection, seat.application_id):
        if contact_id == seat.contact.id:
            break
        contact = queries.contact(connection, contact_id)
        if contact is None or contact_id in own:
            continue
        role = next((r for r in queries.roles(connection, contact_id) if r.application_id == seat.application_id), None)
        voice = voice_of(contact, usual)
        timeline = queries.timeline(connection, contact_id)
        holds = words_of(seat.step, Channel.EMAIL, role, contact, timeline, voice, today)
        there = seat._replace(contact=contact, voice=voice, holds=holds)
        fits = [each for each in _offered(templates, there, queries.template_uses(connection, contact_id)) if each.fits]
        mine = next((each for each in fits if each.template.name not in gone), None)
        if mine is not None:
            gone.add(mine.template.name)
            found[mine.template.name] = contact.called
    return found
