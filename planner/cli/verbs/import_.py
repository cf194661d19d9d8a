"""`planner import`: e-mails read, what they would change shown, and recorded once the user says so."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ... import environment
from ...book.errors import BookError
from ...cadence.terms import Part
from ...text import joined, shorten
from ..common import Misuse, in_full, open_reading, open_writing
from ..output import say, say_error
from .add import split_part

if TYPE_CHECKING:
    from ...exchange.letters import Proposal

_LARGEST = 50 * 1024 * 1024  # bytes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `import` understands."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a message as a file (.eml), or - for standard input")
    parser.add_argument("--yes", action="store_true", help="record without asking")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be recorded")
    parser.add_argument("--json", action="store_true", help="one JSON object for each message")
    parser.add_argument(
        "--application", metavar="N", type=int, help="the number of the application it is about; 0 for a new one"
    )
    parser.add_argument(
        "--with",
        dest="people",
        metavar="'NAME: PART'",
        action="append",
        default=[],
        help="someone who interviewed you there, once for each",
    )


def run(options: argparse.Namespace) -> int:
    """Read the messages one by one. A file that cannot be read fails the call, but not the other files."""
    people = [split_part(text) for text in options.people]
    failed = False
    for name, data in _messages(options.files):
        if isinstance(data, OSError):
            say_error(f"{name}: {data.strerror or data}. The other messages are not affected.")
            failed = True
            continue
        try:
            failed |= not _import_one(name, data, options, people)
        except BookError as error:
            say_error(f"{name}: {error} The other messages are not affected.")
            failed = True
    return 1 if failed else 0


def _messages(names: list[str]) -> Iterator[tuple[str, bytes | OSError]]:
    for name in names:
        try:
            if name == "-":
                data = sys.stdin.buffer.read(_LARGEST) if sys.stdin is not None else b""
            else:
                with Path(name).open("rb") as file:
                    data = file.read(_LARGEST)
            where = "standard input" if name == "-" else name
            yield where, data if data.strip() else OSError(0, "is empty, so there was nothing to read")
        except OSError as error:
            yield name, error


def _import_one(name: str, data: bytes, options: argparse.Namespace, people: list[tuple[str, Part]]) -> bool:
    """Read, show and perhaps record one message; gives whether nothing failed."""
    from ...exchange.letters import propose, read_letter, with_people

    reading = read_letter(data, environment.today())
    asking = not (options.json or options.yes or options.dry_run)
    terminal = _terminal(options) if asking else None
    with open_reading(options) as connection:
        proposal = propose(reading, connection, options.application)
        if proposal.choices and terminal is not None:
            _show(name, proposal)
            chosen = _choose(proposal, terminal)
            proposal = propose(reading, connection, chosen) if chosen is not None else proposal
        proposal = with_people(proposal, people, connection)
    if not options.json:
        _show(name, proposal)
    recorded = ""
    if proposal.letter is not None and not options.dry_run:
        if terminal is not None:
            if not proposal.interviewers and reading.verdict.kind == "rejection":
                said = _ask("Who interviewed you there? Names, with commas between, or Enter for nobody: ", terminal)
                named = [split_part(text) for text in said.split(",") if text.strip()]
                with open_reading(options) as connection:
                    proposal = with_people(proposal, named, connection)
            agreed = _ask("Record this? [y/N] ", terminal).strip().lower() in {"y", "yes"}
        else:
            agreed = options.yes
        if agreed:
            recorded = _record(proposal, options)
        elif terminal is None and not options.json:
            say("Nothing was recorded. Add --yes to record it.")
        elif terminal is not None:
            say("Nothing was recorded.")
    if options.json:
        print(json.dumps(_as_json(name, proposal, recorded)))
    elif recorded:
        say(f"{recorded[:1].upper()}{recorded[1:]}. (`planner undo` takes it back.)")
        _say_who_is_due(proposal)
    return bool(proposal.letter is not None or proposal.known or not proposal.choices)


def _record(proposal: "Proposal", options: argparse.Namespace) -> str:
    from ...book.commands import record_letter

    assert proposal.letter is not None
    done = record_letter(open_writing(options), proposal.letter)
    return done.label if done else ""


def _show(name: str, proposal: "Proposal") -> None:
    reading = proposal.reading
    what = {
        "rejection": "a no",
        "invitation": "an invitation",
        "reply": "an answer to you",
        "other": "something else",
    }[reading.verdict.kind]
    say(f"{name}: {shorten(reading.message.subject, 70) or '(no subject)'}")
    say(f"  from      {reading.sender or '(nobody named)'}, {in_full(reading.on)}")
    about = " at ".join(text for text in (reading.position, reading.employer) if text)
    say(f"  is        {what}" + (f", for {about}" if about else ""))
    if reading.verdict.evidence:
        say(f"  says      “{shorten(reading.verdict.evidence, 200)}”")
    if proposal.letter is None:
        say(f"  {proposal.question}")
        for row in proposal.choices:
            say(f"    {row.id:4}  {row.position} at {row.employer} ({row.state})")
        if proposal.choices:
            say("  Say which with --application NUMBER; 0 makes a new one.")
        return
    if proposal.application is not None:
        say(f"  concerns  {proposal.application.position} at {proposal.application.employer}, in your book")
    elif proposal.letter.application is not None and not isinstance(proposal.letter.application, int):
        new = proposal.letter.application
        say(f"  adds      the application {new.position} at {new.employer}")
    if proposal.letter.sender is not None and not isinstance(proposal.letter.sender, int):
        say(f"  adds      {proposal.letter.sender.name}")
    if reading.verdict.kind == "rejection":
        say(
            f"  makes due {joined(list(proposal.interviewers))}"
            if proposal.interviewers
            else "  makes due nobody: no interviewer is known"
        )


def _say_who_is_due(proposal: "Proposal") -> None:
    if proposal.reading.verdict.kind != "rejection":
        return
    if proposal.interviewers:
        say(f"A first note is due to {joined(list(proposal.interviewers))}.")
    else:
        say(
            "Nobody is known to have interviewed you there, so nobody becomes due. Who did? "
            "`planner add interview APPLICATION --with 'NAME: PART'`"
        )


def _as_json(name: str, proposal: "Proposal", recorded: str) -> dict[str, object]:
    reading = proposal.reading
    return {
        "file": name,
        "kind": reading.verdict.kind.value,
        "sender": reading.sender,
        "sender_name": reading.message.sender_name,
        "sender_email": reading.message.sender_email,
        "no_reply": reading.message.no_reply,
        "date": reading.on.isoformat(),
        "subject": reading.message.subject,
        "employer": reading.employer,
        "position": reading.position,
        "evidence": reading.verdict.evidence,
        "message_id": reading.message.message_id,
        "application": proposal.application.id if proposal.application else None,
        "choices": [row.id for row in proposal.choices],
        "interviewers": list(proposal.interviewers),
        "recorded": bool(recorded),
        "note": proposal.question,
    }


def _terminal(options: argparse.Namespace) -> TextIO | None:
    """Where to ask: standard input, or the terminal itself when the message came through standard input."""
    if "-" not in options.files:
        return sys.stdin if sys.stdin.isatty() else None
    try:
        return Path("/dev/tty").open(encoding="utf-8")
    except OSError:
        return None


def _ask(question: str, terminal: TextIO) -> str:
    print(question, end="", flush=True)
    return terminal.readline()


def _choose(proposal: "Proposal", terminal: TextIO) -> int | None:
    said = _ask("Which one? Its number, 0 for a new one, or Enter to leave it: ", terminal).strip()
    if not said:
        return None
    if not said.isdigit() or int(said) not in {0, *(row.id for row in proposal.choices)}:
        raise Misuse(f"{said!r} is none of these. Nothing was recorded.")
    return int(said)
