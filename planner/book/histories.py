"""The facts about people as the rules read them: from the rows of the book to plain values."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from sqlmodel import Session, col, func, select

from ..cadence import history as facts
from ..cadence.playbook import Playbook
from ..cadence.playbook_file import known
from ..cadence.terms import ContactState, Kind
from ..countries import working_days
from ..dates import WorkingDays
from ..names import called as called_by
from .models import Application, Contact, Decision, Interviewer, OwnPlaybook, Profile, Promise, Touchpoint

AT_ONCE = 500  # contacts read with one statement; SQLite takes 32,766 parameters at the most


def histories(session: Session, contact_ids: Collection[int]) -> Iterator[tuple[Contact, facts.History, Playbook]]:
    """The facts about each of these people, and the playbook that is theirs."""
    for some in batches(sorted(contact_ids)):
        yield from _histories(session, some)


def called(contact: Contact) -> str:
    """What the user calls them: as entered, else the first word of their name."""
    return contact.called or called_by(contact.name)


def batches(keys: list[int]) -> Iterator[list[int]]:
    """These keys in parts that one statement takes."""
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _histories(session: Session, keys: list[int]) -> list[tuple[Contact, facts.History, Playbook]]:
    contacts = list(session.exec(select(Contact).where(col(Contact.id).in_(keys))))
    interviewed = _latest(session, keys, Kind.INTERVIEW)
    reposted = _latest(session, keys, Kind.REPOSTED)
    roles: dict[int, list[facts.Role]] = defaultdict(list)
    for interviewer, application in session.exec(
        select(Interviewer, Application).where(
            col(Interviewer.contact_id).in_(keys), col(Interviewer.application_id) == col(Application.id)
        )
    ):
        assert application.id is not None
        roles[interviewer.contact_id].append(
            facts.Role(
                application=application.id,
                position=application.position,
                employer=application.employer,
                part=interviewer.part,
                state=application.state,
                learned_on=application.learned_on,
                how_learned=application.how_learned,
                would_go_back=application.would_go_back,
                promised_on=application.promised_on,
                interviewed_on=interviewed.get(application.id),
                is_main=application.main_contact_id == interviewer.contact_id,
                reason=application.reason,
                reposted_on=reposted.get(application.id),
            )
        )
    touches: dict[int, list[facts.Touch]] = defaultdict(list)
    # Only the columns that the rules use: bodies can be long.
    for key, kind, direction, on, at, channel, application_id, step in session.execute(
        select(  # type: ignore[call-overload, misc]
            Touchpoint.contact_id,
            Touchpoint.kind,
            Touchpoint.direction,
            Touchpoint.happened_on,
            Touchpoint.happened_at,
            Touchpoint.channel,
            Touchpoint.application_id,
            Touchpoint.step,
        ).where(col(Touchpoint.contact_id).in_(keys))
    ):
        touches[key].append(facts.Touch(kind, direction, on, at, channel, application_id, step))
    choices: dict[int, list[facts.Choice]] = defaultdict(list)
    for decision in session.exec(select(Decision).where(col(Decision.contact_id).in_(keys))):
        choices[decision.contact_id].append(
            facts.Choice(
                decision.kind,
                decision.made_on,
                decision.step,
                decision.application_id,
                decision.until,
                decision.reason,
            )
        )
    promises: dict[int, list[facts.Promise]] = defaultdict(list)
    for promise in session.exec(
        select(Promise).where(col(Promise.contact_id).in_(keys), col(Promise.kept_on).is_(None))
    ):
        promises[promise.contact_id].append(facts.Promise(promise.what, promise.due, promise.put_off_because))
    profile = session.get(Profile, 1) or Profile()
    texts = {own.name: own.text for own in session.exec(select(OwnPlaybook))}
    found = []
    for contact in contacts:
        assert contact.id is not None
        history = facts.History(
            called=called(contact),
            touches=touches[contact.id],
            roles=roles[contact.id],
            choices=choices[contact.id],
            # A rest that the rule made is worked out anew, so that a message from them ends it.
            state=ContactState.OPEN if contact.rests_by_rule else contact.state,
            open_since=max((d for d in (contact.open_since, profile.searching_since) if d), default=None),
            preferred_channel=contact.preferred_channel,
            has_phone=bool(contact.phone),
            promises=promises[contact.id],
            took_job_on=profile.took_job_on,
            new_employer=profile.new_employer,
            working_days=_working_days(contact, profile),
            yearly_hello=contact.yearly_hello,
        )
        playbook = known(contact.playbook or profile.playbook, texts.get)
        tags = [tag.strip() for tag in contact.tags.split(",")]
        parts = {role.part for role in roles[contact.id]}
        found.append((contact, history, playbook.for_person(contact.name, tags, parts)))
    return found


def _working_days(contact: Contact, profile: Profile) -> WorkingDays:
    """The days they work: by their country, else by the user's, with the weekend that the user set."""
    if contact.country:
        return working_days(contact.country, "")
    return working_days(profile.country, profile.weekend)


def _latest(session: Session, keys: list[int], kind: Kind) -> dict[int, date]:
    """The day of the latest touchpoint of a kind, whoever's, of each application that these contacts have a part in."""
    theirs = select(Interviewer.application_id).where(col(Interviewer.contact_id).in_(keys))
    found = session.execute(
        select(Touchpoint.application_id, func.max(Touchpoint.happened_on))
        .where(col(Touchpoint.application_id).in_(theirs), col(Touchpoint.kind) == kind)
        .group_by(col(Touchpoint.application_id))
    )
    return {key: day for key, day in found if key is not None}
