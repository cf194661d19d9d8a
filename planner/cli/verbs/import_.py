"""`planner import`: files read, what they would change shown, and recorded once the user says so.

What a file is tells its content: letters, people (vCards, tables), or a book of the planner.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ... import environment
from ...book.backups import Why
from ...book.errors import BookError
from ...cadence.terms import Part
from ...progress import each
from ...text import plural, shorten
from ..bar import progress_bar
from ..common import Misuse, open_reading, open_writing
from ..letters_said import as_record, kinds_said, show, show_outcome
from ..output import say, say_error
from ..questions import Questions
from ..records import add_json, print_schema, say_record
from .add import split_part

if TYPE_CHECKING:
    from ...book.database import Book
    from ...exchange.mailboxes import Found
    from ...exchange.proposals import Proposal
    from ...exchange.reading import Reading

_FEW = 5  # letters, of which each is shown; of more only those that change something
_UNREADABLE = 2  # exit status
KINDS = ("rejection", "invitation", "reply", "other")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `import` understands."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="vCards, a table of people (CSV), a message (.eml), a mailbox (mbox, Maildir), a calendar file, a book "
        "(JSON), a folder of these, or - for standard input",
    )
    parser.add_argument("--yes", action="store_true", help="record without asking")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be recorded")
    add_json(parser, "one JSON object for each message")
    parser.add_argument("--theirs", action="store_true", help="where details differ, use the file's")
    parser.add_argument(
        "--map",
        metavar="COLUMN=FIELD",
        action="append",
        default=[],
        help="for a table: what a column holds, once for each; nothing after the = leaves it out",
    )
    parser.add_argument("--as", dest="kind", choices=KINDS, help="what the letter is, if the planner is not sure")
    parser.add_argument("--employer", metavar="NAME", help="which employer it is from, if it does not say")
    parser.add_argument("--position", metavar="TITLE", help="which position it is about, if it does not say")
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
    """Import each file as what it is."""
    if options.schema:
        return print_schema("import")
    if not options.files:
        raise Misuse("Say what to import: a file, a folder, or - for standard input.")
    from ...exchange.errors import FileError
    from ...exchange.file_sorting import sort_files
    from ..import_applications import run_trackers
    from ..import_book import run_book
    from ..import_people import run_people

    sorted_ = sort_files(options.files, sys.stdin.buffer if sys.stdin is not None else None)
    status, options.recorded = 0, []
    try:
        for name, data in sorted_.books:
            status = max(status, run_book(data, name, options))
        trackers, people = run_trackers(sorted_.people, options)
        status = max(status, trackers)
        if people:
            status = max(status, run_people(people, options))
        if sorted_.letters:
            status = max(status, _run_letters(sorted_.letters, sorted_.standard_input, options))
    except FileError as error:
        raise Misuse(str(error)) from None
    finally:
        _as_one_action(options)
    return status


def _as_one_action(options: argparse.Namespace) -> None:
    """One undo takes all of a call back, however many letters and files it was."""
    from ...book.journal import join

    done = [(kind, each) for kind, each in options.recorded if each.act is not None and each.act.entry is not None]
    entries = [each.act.entry for _, each in done]
    if len(entries) < 2:
        return
    letters = sum(kind == "letter" for kind, _ in done)
    source = Path(options.files[0]).name if len(options.files) == 1 else plural(len(options.files), "file")
    parts = [each.label for kind, each in done if kind != "letter"]
    parts += [f"{plural(letters, 'letter')} imported from {source}"] if letters else []
    is_one = join(open_writing(options), entries, shorten("; ".join(parts), 400))
    if is_one and not options.json:
        say("All of it is one action: `planner undo` takes it back.")


def _run_letters(files: list[str], standard_input: BinaryIO | None, options: argparse.Namespace) -> int:
    """Read the letters one by one. One that cannot be read fails the call, but not the other letters."""
    from ...exchange.mailboxes import letters_in

    people = [split_part(text) for text in options.people]
    letters = letters_in(files, standard_input)
    worst = _Worst()
    asks = None if options.json or options.yes or options.dry_run else Questions.on_terminal("-" in options.files)
    left: Counter[str] = Counter()

    @cache
    def book() -> "Book":
        """The book for writing, backed up before the first letter goes in."""
        opened = open_writing(options)
        opened.back_up(Why.IMPORT)
        return opened

    # One after the other: of a mailbox of many years no more than a letter is in memory at a time.
    with progress_bar("Reading letters") if asks is None else nullcontext():
        for name, reading in _read(letters, options, worst):
            try:
                worst.note(_Import(name, options, people, asks, left, book, len(letters) > _FEW).go(reading))
            except BookError as error:
                say_error(f"{name}: {error}{_others(letters)}")
                worst.note(error.exit_status)
            except KeyboardInterrupt:
                say(f"Stopped at {name}; what was recorded before stays.", to=sys.stderr)
                raise
    if left and not options.json:
        say(f"{plural(sum(left.values()), 'letter')} of {len(letters)} changed nothing: {kinds_said(left)}.")
    return worst.status


class _Worst:
    """The exit status of a call about several letters: that of the worst of them."""

    status = 0

    def note(self, status: int) -> None:
        """One ended so."""
        self.status = max(self.status, status)


def _read(letters: "Sequence[Found]", options: argparse.Namespace, worst: _Worst) -> "Iterator[tuple[str, Reading]]":
    """Each letter as it reads by itself."""
    from ...exchange.classifier import LetterKind
    from ...exchange.letters import employers, myself
    from ...exchange.reading import read_letter
    from ...exchange.structure import UnreadableLetterError

    with open_reading(options) as connection:
        me, known = myself(connection), employers(connection)
    said = LetterKind(options.kind) if options.kind else None
    today = environment.today()
    for letter in each(letters):
        try:
            reading = read_letter(letter.read(), today, me, known, said)
        except OSError as error:
            say_error(f"{letter.name}: {error.strerror or error}.{_others(letters)}")
            worst.note(2)
        except UnreadableLetterError as error:
            say_error(f"{letter.name}: {error}{_others(letters)}")
            worst.note(_UNREADABLE)
        else:
            yield letter.name, reading.naming(options.employer or "", options.position or "")


def _others(letters: "Sequence[Found]") -> str:
    return " The other letters are not affected." if len(letters) > 1 else ""


class _Import:
    """One letter on its way into the book."""

    def __init__(
        self,
        name: str,
        options: argparse.Namespace,
        people: list[tuple[str, Part]],
        asks: Questions | None,
        left: Counter[str],
        book: "Callable[[], Book]",
        is_one_of_many: bool,
    ) -> None:
        self._name = name
        self._options = options
        self._people = people
        self._asks = asks
        self._left = left
        self._book = book
        self._is_one_of_many = is_one_of_many
        self._is_shown = False

    def go(self, reading: "Reading") -> int:
        """Show and perhaps record it; gives the exit status."""
        options, proposal = self._options, self._propose(reading)
        if self._asks is not None:
            proposal = self._settle(proposal, self._asks)
        proposal = self._with(proposal, self._people)
        is_idle = proposal.job is None and not proposal.choices and not proposal.is_unread
        if is_idle and self._is_one_of_many and not options.json and not proposal.reading.verdict.readings:
            self._left[proposal.reading.verdict.kind if not proposal.known else "known"] += 1
            return 0
        recorded = ""
        if not options.json:
            self._show(proposal)
        if proposal.job is not None and not options.dry_run:
            recorded = self._perhaps_record(proposal)
        if options.json:
            say_record("import", as_record(self._name, proposal, recorded), in_one_line=True)
        elif recorded:
            show_outcome(proposal, recorded)
        if proposal.is_unread:
            return _UNREADABLE
        needs_answer = bool(proposal.choices) or (bool(proposal.reading.verdict.readings) and options.yes)
        return 1 if needs_answer and proposal.job is None else 0

    def _show(self, proposal: "Proposal") -> None:
        if not self._is_shown:
            show(self._name, proposal)
        self._is_shown = True

    def _propose(self, reading: "Reading", application: int | None = None) -> "Proposal":
        from ...exchange.letters import myself, propose

        chosen = application if application is not None else self._options.application
        with open_reading(self._options) as connection:
            return propose(reading, connection, chosen, myself(connection))

    def _with(self, proposal: "Proposal", people: list[tuple[str, Part]]) -> "Proposal":
        from ...exchange.letters import with_people

        if not people:
            return proposal
        with open_reading(self._options) as connection:
            return with_people(proposal, people, connection)

    def _settle(self, proposal: "Proposal", asks: Questions) -> "Proposal":
        """Ask what the letter leaves open: what it is, which application, whose, and who else was there."""
        from ...exchange.classifier import LetterKind, Verdict
        from ...exchange.letters import READ_AS

        reading = proposal.reading
        if reading.verdict.readings:
            self._show(proposal)
            names = [READ_AS[kind] for kind in reading.verdict.readings]
            at = asks.one_of(f"Is it {names[0]} (1) or {names[1]} (2)? Enter to skip: ", 2)
            if at is None:
                return proposal
            kind = LetterKind(reading.verdict.readings[at - 1])
            reading = replace(reading, verdict=Verdict(kind, reading.verdict.evidence))
            proposal = self._propose(reading)
            self._is_shown = False
        if proposal.choices:
            self._show(proposal)
            said = asks.ask("Which one? Its number, 0 for a new one, or Enter to leave it: ")
            if not said:
                return proposal
            if not said.isdigit() or int(said) not in {0, *(row.id for row in proposal.choices)}:
                raise Misuse(f"{said!r} is not one of these. Nothing was recorded.")
            proposal = self._propose(reading, int(said))
            self._is_shown = False
        return self._fill(proposal, asks)

    def _fill(self, proposal: "Proposal", asks: Questions) -> "Proposal":
        """Ask for the employer and the position where the letter names none, and for the others of the panel."""
        from ...exchange.classifier import LetterKind

        reading = proposal.reading
        is_new = proposal.job is not None and proposal.application is None
        if reading.verdict.kind in {LetterKind.REJECTION, LetterKind.INVITATION} and proposal.job is not None:
            if is_new:
                employer = reading.employer or asks.ask("Which employer is it from? Enter if you do not know: ")
                position = reading.position or asks.ask("Which position is it about? Enter if you do not know: ")
                if (employer, position) != (reading.employer, reading.position):
                    proposal = self._propose(reading.naming(employer, position))
            self._show(proposal)
            else_ = " else" if proposal.interviewers else ""
            said = asks.ask(f"Who{else_} interviewed you there? Names, separated by commas, or Enter for no one: ")
            proposal = self._with(proposal, [split_part(text) for text in said.split(",") if text.strip()])
        return proposal

    def _perhaps_record(self, proposal: "Proposal") -> str:
        """Record it if the user agrees; gives what was done."""
        from ...exchange.proposals import record

        options = self._options
        agreed = self._asks.yes("Record this? [y/N] ") if self._asks is not None else options.yes
        if agreed:
            assert proposal.job is not None
            done = record(self._book(), proposal.job)
            self._options.recorded += [("letter", done)] if done else []
            return done.label if done else ""
        if not options.json:
            say("Nothing was recorded." if self._asks is not None else "Nothing was recorded. Add --yes to record it.")
        return ""
