"""What `planner import` says of a letter: to a person, and to a program."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..cadence.terms import REASON_NAMES
from ..text import joined, shorten
from .common import in_full
from .output import say

if TYPE_CHECKING:
    from ..exchange.proposals import Proposal


def show(name: str, proposal: "Proposal") -> None:
    """What a letter is, and what would be recorded of it."""
    from ..exchange.letters import READ_AS
    from ..exchange.proposals import Snooze

    reading, kind = proposal.reading, proposal.reading.verdict.kind
    say(f"{name}: {shorten(reading.message.subject, 70) or '(no subject)'}")
    when = in_full(reading.on) + (" (when it arrived)" if reading.message.is_dated_by_its_way else "")
    say(f"  from      {reading.sender or '(nobody named)'}, {when}")
    about = " at ".join(text for text in (reading.position, reading.employer) if text)
    if not proposal.is_unread:
        say(f"  is        {READ_AS[kind]}" + (f", for {about}" if about else ""))
    if reading.reason is not None:
        say(f"  reason    {REASON_NAMES[reading.reason]}")
    if reading.verdict.evidence:
        say(f"  says      “{shorten(reading.verdict.evidence, 200)}”")
    if proposal.question:
        say(f"  {proposal.question}")
    for row in proposal.choices:
        say(f"    {row.id:4}  {row.position} at {row.employer} ({row.state})")
    if proposal.choices:
        say("  Say which with --application NUMBER; 0 makes a new one.")
    if proposal.job is None:
        return
    if proposal.application is not None:
        say(f"  concerns  {proposal.application.position} at {proposal.application.employer}, in your book")
    _show_job(proposal)
    if isinstance(proposal.job, Snooze):
        from ..exchange.notices import snooze_said

        say(f"  does      {snooze_said(proposal.job)}")


def _show_job(proposal: "Proposal") -> None:
    from ..book.commands import Appointment, Letter, OwnLetter
    from ..exchange.proposals import Bounce, Cancelled, OpenAgain

    job = proposal.job
    if isinstance(job, Letter | Appointment) and not isinstance(job.application, int) and job.application is not None:
        say(f"  adds      the application {job.application.position} at {job.application.employer}")
    if isinstance(job, Letter):
        if job.sender is not None and not isinstance(job.sender, int) and not job.only_at_application:
            say(f"  adds      {job.sender.name}")
        if job.kind == "rejection" and not job.only_at_application:
            people = joined(list(proposal.interviewers))
            say(f"  makes due {people or 'nobody: no interviewer is known'}")
        if job.reopens:
            say("  does      reopens the application, and cancels the follow-ups to the rejection")
    elif isinstance(job, OpenAgain):
        say("  does      reopens the application, and adds a follow-up to its main contact")
    elif isinstance(job, Appointment):
        say(f"  when      {' · '.join(job.text.split(chr(10))[:2])}")
        say(f"  with      {joined(list(proposal.interviewers))}")
    elif isinstance(job, OwnLetter):
        say("  does      records that you wrote, which takes care of what was due")
    elif isinstance(job, Bounce):
        say(f"  does      {_bounce_said(job)}")
    elif isinstance(job, Cancelled):
        say("  does      takes the interview out of your book")


def _bounce_said(job: object) -> str:
    from ..exchange.proposals import Bounce

    assert isinstance(job, Bounce)
    dead = f"{job.address} is marked as dead" if job.address else ""
    note = f"your note to {job.name} of {in_full(job.sent_on)} no longer counts" if job.sent_on is not None else ""
    why = f"the report says: {shorten(job.why, 100)}" if job.why else ""
    return "; ".join(text for text in (note, dead, why) if text)


def show_outcome(proposal: "Proposal", recorded: str) -> None:
    """What was recorded, and who is due by it."""
    say(f"{recorded[:1].upper()}{recorded[1:]}. (`planner undo` takes it back.)")
    letter = proposal.letter
    if letter is None or letter.kind != "rejection" or letter.only_at_application:
        return
    if proposal.interviewers:
        say(f"A first note is due to {joined(list(proposal.interviewers))}.")
    else:
        say(
            "No one is known to have interviewed you there, so no one is due a note. Who did? "
            "`planner add interview APPLICATION --with 'NAME: PART'`"
        )


def kinds_said(counts: Mapping[str, int]) -> str:
    """How many letters were what: "12 something else, 3 in your book already"."""
    from ..exchange.letters import READ_AS

    names = {**{str(kind): said for kind, said in READ_AS.items()}, "known": "in your book already"}
    return ", ".join(f"{count} {names[kind]}" for kind, count in sorted(counts.items(), key=lambda each: -each[1]))


def as_record(name: str, proposal: "Proposal", recorded: str) -> dict[str, object]:
    """The same as one object for JSON."""
    from ..exchange.notices import utc

    reading = proposal.reading
    event = reading.message.events[0] if reading.message.events else None
    said: dict[str, object] = {
        "file": name,
        "kind": reading.verdict.kind.value,
        "readings": [kind.value for kind in reading.verdict.readings],
        "sender": reading.sender,
        "sender_name": reading.message.sender_name,
        "sender_email": reading.message.sender_email,
        "no_reply": reading.message.no_reply,
        "date": reading.on.isoformat(),
        "subject": reading.message.subject,
        "employer": reading.employer,
        "position": reading.position,
        "evidence": reading.verdict.evidence,
        "reason": reading.reason.value if reading.reason else None,
        "message_id": reading.message.message_id,
        "application": proposal.application.id if proposal.application else None,
        "choices": [row.id for row in proposal.choices],
        "interviewers": list(proposal.interviewers),
        "returns_on": reading.returns_on.isoformat() if reading.returns_on else None,
        "event": None
        if event is None
        else {
            "method": event.method.value,
            "title": event.title,
            "start": utc(event.start),
            "end": utc(event.end),
            "place": event.place,
            "organiser": list(event.organiser),
            "guests": [list(guest) for guest in event.guests],
        },
        "recorded": bool(recorded),
        "note": proposal.question,
    }
    return said
