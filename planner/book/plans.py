"""The stored plan, kept equal to what the rules make of the facts: in the same transaction as every change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, func, select

from ..cadence import history as facts
from ..cadence.playbook import DEFAULT, Playbook, PlaybookError, built_in
from ..cadence.rules import plan, rest_reason
from ..cadence.terms import ContactState, Kind
from .models import Application, Contact, Decision, FollowUp, Interviewer, Profile, Promise, Touchpoint

_AT_ONCE = 500  # contacts read with one statement; SQLite takes 32,766 parameters at the most


def replan(session: Session, contact_ids: Collection[int]) -> None:
    """Work out and store anew what these people are owed, and whether they rest by the rule."""
    for some in _batches(sorted(contact_ids)):
        contacts, histories = _histories(session, some)
        playbooks = _playbooks(session, contacts)
        rows = []
        for contact in contacts:
            assert contact.id is not None
            history, playbook = histories[contact.id], playbooks[contact.id]
            if history.state is ContactState.OPEN:
                _set_rest(session, contact, rest_reason(history, playbook))
            rows += [_row(contact.id, follow_up) for follow_up in plan(history, playbook)]
        session.execute(delete(FollowUp).where(col(FollowUp.contact_id).in_(some)))
        if rows:
            session.execute(insert(FollowUp), rows)


def fresh_plans(session: Session, contact_ids: Collection[int]) -> dict[int, list[facts.FollowUp]]:
    """What the rules make of the facts now, by contact; the stored plan always says the same."""
    plans: dict[int, list[facts.FollowUp]] = {}
    for some in _batches(sorted(contact_ids)):
        contacts, histories = _histories(session, some)
        playbooks = _playbooks(session, contacts)
        plans |= {key: plan(history, playbooks[key]) for key, history in histories.items()}
    return plans


def interviewers_of(session: Session, application_ids: Iterable[int]) -> set[int]:
    """The contacts who have a part in any of these applications."""
    found: set[int] = set()
    for some in _batches(sorted(set(application_ids))):
        found |= set(session.exec(select(Interviewer.contact_id).where(col(Interviewer.application_id).in_(some))))
    return found


def called(contact: Contact) -> str:
    """What the user calls them: as entered, else the first word of their name."""
    return contact.called or contact.name.split()[0]


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


def _histories(session: Session, keys: list[int]) -> tuple[list[Contact], dict[int, facts.History]]:
    contacts = list(session.exec(select(Contact).where(col(Contact.id).in_(keys))))
    interviewed = _interviewed(session, keys)
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
    histories = {
        contact.id: facts.History(
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
        )
        for contact in contacts
        if contact.id is not None
    }
    return contacts, histories


def _interviewed(session: Session, keys: list[int]) -> dict[int, date]:
    """The day of the latest interview, whoever held it, of each application that these contacts have a part in."""
    theirs = select(Interviewer.application_id).where(col(Interviewer.contact_id).in_(keys))
    found = session.execute(
        select(Touchpoint.application_id, func.max(Touchpoint.happened_on))
        .where(col(Touchpoint.application_id).in_(theirs), col(Touchpoint.kind) == Kind.INTERVIEW)
        .group_by(col(Touchpoint.application_id))
    )
    return {key: day for key, day in found if key is not None}


def _playbooks(session: Session, contacts: list[Contact]) -> dict[int, Playbook]:
    profile = session.get(Profile, 1)
    usual = _playbook(profile.playbook if profile else "")
    return {
        contact.id: _playbook(contact.playbook) if contact.playbook else usual
        for contact in contacts
        if contact.id is not None
    }


def _playbook(name: str) -> Playbook:
    try:
        return built_in(name or DEFAULT)
    except PlaybookError:  # a name that an older or newer planner knew; nobody may fall out of the plan for it
        return built_in(DEFAULT)


def _set_rest(session: Session, contact: Contact, reason: str) -> None:
    if bool(reason) == contact.rests_by_rule and reason == (contact.state_reason if contact.rests_by_rule else ""):
        return
    # Beside the journal: a rest by rule follows from the facts, and undoing a fact brings it here again.
    session.execute(
        update(Contact)
        .where(col(Contact.id) == contact.id)
        .values(
            state=ContactState.RESTING if reason else ContactState.OPEN,
            state_reason=reason,
            rests_by_rule=bool(reason),
        )
    )


def _row(contact_id: int, follow_up: facts.FollowUp) -> dict[str, object]:
    return {
        "contact_id": contact_id,
        "step": follow_up.step,
        "application_id": follow_up.application,
        "opens": follow_up.opens,
        "due": follow_up.due,
        "late": follow_up.late,
        "counted_from": follow_up.counted_from,
        "interval_days": follow_up.interval,
        "channel": follow_up.channel,
        "part": follow_up.part,
        "why": follow_up.why,
    }
