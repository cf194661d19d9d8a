"""`planner note NAME`: the note that someone is owed, on its way out of the shell."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ... import environment
from ...notes.blanks import find_blanks
from ...notes.review.report import State
from ...private_files import create_private
from ...text import joined, plural, shorten
from ..common import Misuse, echo, find_person, open_reading, open_writing
from ..output import say
from ..records import add_json, print_schema, say_record

if TYPE_CHECKING:
    from ...book.prefill import Occasion
    from ...book.queries import DraftRow
    from ...exchange.outgoing import Outgoing
    from ...notes.review import Review, Situation


_LONGEST = 100_000  # bytes of a text to review


class _Chosen(NamedTuple):
    """The person's note: what it is for, and the draft that waits for it, or the one left over from another step."""

    name: str
    occasion: "Occasion"
    judged: "Situation | None"
    draft: "DraftRow | None"
    older: "DraftRow | None"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `note` understands."""
    parser.add_argument("name", nargs="?", help="whom it is for")
    parser.add_argument("--template", metavar="TEMPLATE", help="begin from that template, beside any draft")
    parser.add_argument("--body", metavar="FILE", help="with --check: review that text instead; - for the input")
    add_json(parser, "with --check: as JSON, for other programs")
    parser.add_argument("--as-is", action="store_true", help="go on although blanks are left")
    out = parser.add_mutually_exclusive_group()
    out.add_argument("--check", action="store_true", help="what to look at once more in it")
    out.add_argument("--mailto", action="store_true", help="as a link that opens a mail program")
    out.add_argument("--eml", metavar="FILE", help="as a file that a mail program opens")
    out.add_argument("--sent", action="store_true", help="the draft went out: mark it sent")
    out.add_argument("--not-sent", action="store_true", help="the draft that was handed over did not go out yet")
    out.add_argument("--hold", action="store_true", help="hold the draft until tomorrow")
    out.add_argument("--drop", action="store_true", help="drop the draft")


def run(options: argparse.Namespace) -> int:
    """Print the note, hand it over, or say what became of it."""
    if options.schema:
        return print_schema("note")
    if options.name is None:
        raise Misuse("Say whom the note is for: `planner note NAME`.")
    if (options.body or options.json) and not options.check:
        raise Misuse("--body and --json go with --check.")
    chosen = _choose(options)
    found, draft = chosen.occasion, chosen.draft
    if options.sent or options.not_sent or options.hold or options.drop:
        return _settle(options, draft, chosen.name)
    if chosen.older is not None and not options.json:
        say(
            f"There is also an unsent {chosen.older.words}; `--drop` drops it, and the app can use its text.",
            to=sys.stderr,
        )
    for problem in found.problems:
        say(f"Left out: {problem}", to=sys.stderr)
    if options.body:
        subject, body = "", _read(options.body)
    elif draft is not None:
        subject, body = draft.subject, draft.body
    else:
        subject, body = _begun(found, options.template, chosen.name)
    if chosen.judged is not None:
        from ...notes.review import review

        reviewed = review(subject, body, chosen.judged)
        return _print_json(reviewed, body) if options.json else _print_review(reviewed, subject, body)
    if options.mailto or options.eml:
        _stop_at_blanks(options, subject, body)
        _hand_over(options, _outgoing(found, subject, body))
    else:
        say(f"Subject: {subject}\n\n{body}")
    return 0


def _choose(options: argparse.Namespace) -> _Chosen:
    """What the note is for, by the book."""
    from ...book import queries
    from ...book.due import due_of
    from ...book.prefill import occasion, situation
    from ...cadence.terms import Channel, Step
    from ...notes.voice import usual_voice
    from ...settings import read_settings

    today = environment.today()
    with open_reading(options) as connection:
        contact_id, name = find_person(connection, options.name)
        assert connection is not None
        owed = next(iter(due_of(connection, contact_id, today)), None)
        drafts = queries.drafts_of(connection, contact_id) if not options.template else []
        draft = queries.belonging(drafts, owed.step if owed else None, owed.application_id if owed else None)
        waiting = next((each for each in drafts if each.state == "handed_over" or each.held_until is not None), None)
        draft = draft or waiting
        older = next((each for each in drafts if draft is None), None)
        if options.sent or options.not_sent or options.hold or options.drop:
            draft = draft or older
        step = Step((draft.step if draft else None) or (owed.step if owed else Step.CHECK_IN))
        application_id = draft.application_id if draft else owed.application_id if owed else None
        channel = Channel(draft.channel if draft else owed.channel if owed else Channel.EMAIL)
        settings = read_settings(environment.settings_file()).settings
        own, voice = environment.templates_folder(), usual_voice(settings.language, settings.tone, settings.address)
        found = occasion(connection, contact_id, step, application_id, channel, today, own, usual=voice)
        assert found is not None
        judged = situation(connection, found, settings.words_per_minute, today) if options.check else None
    return _Chosen(name, found, judged, draft, older)


def _begun(found: "Occasion", named: str | None, name: str) -> tuple[str, str]:
    """A new note's subject and body, from the template of that name or from the one that fits best."""
    from ...book.prefill import begin

    template = next((each.template for each in found.templates if each.template.name == named), None)
    if named and template is None:
        raise Misuse(f"There is no template {named!r}. `planner templates` lists them.")
    begun = begin(found, template)
    if begun is None:
        raise Misuse(f"No template fits {name}'s next step; --template TEMPLATE chooses one.")
    return begun.subject, begun.body


def _read(named: str) -> str:
    """The text of a file, or of the input."""
    try:
        raw = sys.stdin.buffer.read(_LONGEST + 1) if named == "-" else Path(named).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise Misuse(f"{named} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Misuse(f"{named}:{line}: this is not UTF-8.") from error
    if len(raw) > _LONGEST:
        raise Misuse(f"{named} is longer than {_LONGEST:,} bytes; that is no note.")
    return text.replace("\r\n", "\n")


def _stop_at_blanks(options: argparse.Namespace, *texts: str) -> None:
    """Raises:
    Misuse: blanks are left, and nothing was said of them.
    """
    left = [text[blank.start : blank.end] for text in texts for blank in find_blanks(text)]
    if left and not options.as_is:
        are = plural(len(left), "blank is", "blanks are")
        raise Misuse(f"{are} left: {shorten(joined(left), 200)}. Fill them in first, or go on with --as-is.")


def _hand_over(options: argparse.Namespace, note: "Outgoing") -> None:
    if options.mailto:
        from ...exchange.outgoing import mailto

        say(mailto(note))
    else:
        _write(note, Path(options.eml))


def _settle(options: argparse.Namespace, draft: "DraftRow | None", name: str) -> int:
    from datetime import timedelta

    from ...book import commands
    from ...cadence.terms import Channel, Kind

    if draft is None:
        raise Misuse(f"No draft waits for {name}; the app begins one.")
    if options.sent or options.hold:
        _stop_at_blanks(options, draft.subject, draft.body)
    book, today = open_writing(options), environment.today()
    if options.sent:
        kind = Kind.CALL if draft.channel == Channel.PHONE else Kind.MESSAGE
        done = commands.mark_sent(book, draft.id, today, at=environment.time_now(today), kind=kind)
    elif options.not_sent:
        done = commands.take_back(book, draft.id)
    elif options.hold:
        done = commands.hold_draft(book, draft.id, today + timedelta(days=1))
    else:
        done = commands.drop_draft(book, draft.id)
    echo(done)
    return 0


def _outgoing(found: "Occasion", subject: str, body: str) -> "Outgoing":
    from ...exchange.outgoing import Outgoing

    answers = found.answers_to.message_id if found.answers_to is not None else ""
    thread = found.answers_to.thread if found.answers_to is not None else ""
    contact, me = found.contact, found.me
    return Outgoing(contact.name, contact.live_email, subject, body, me.name, me.email, answers or "", thread)


def _write(note: "Outgoing", path: Path) -> None:
    from ...exchange.outgoing import message

    data = message(note, unsent=True)
    if str(path) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        create_private(path, data)
    except FileExistsError:
        raise Misuse(f"{path} is there already; choose another name.") from None
    say(f"{path} is written. Nothing is marked sent; `planner note NAME --sent` does that for a draft.")


def _print_json(found: "Review", body: str) -> int:
    """The review for other programs; places count characters of the body, and both are 0 for what has none."""
    by_state = {state: [point.name for point in found.points if point.state is state] for state in State}
    say_record(
        "note",
        {
                "flags": [
                    {"kind": each.kind.value, "start": each.start, "end": each.end,
                     "text": body[each.start : each.end], "why": each.why}
                    for each in found.flags
                ],
                "missing": by_state[State.MISSING],
                "covered": by_state[State.COVERED],
                "unsure": by_state[State.UNSURE],
                "points": {point.name: point.words for point in found.points},
                "words": found.words,
                "language": found.language,
        },
    )  # fmt: skip
    return 0


def _print_review(found: "Review", subject: str, body: str) -> int:
    for flag in found.subject_flags:
        say(f"subject: “{subject[flag.start : flag.end]}”. {flag.why}")
    for flag in found.flags:
        line = body[: flag.start].count("\n") + 1
        said = " ".join(body[flag.start : flag.end].split())
        say(f"line {line}: “{said}”. {flag.why}" if said else flag.why)
    missing = [point.words for point in found.points if point.state is State.MISSING]
    if missing:
        say(f"Not in it yet: {joined(missing)}.")
    unsure = [point.words for point in found.points if point.state is State.UNSURE]
    if unsure:
        say(f"Have you thought of: {joined(unsure)}?")
    if not found.spelling and found.language in {"en", ""}:
        say("The spelling is not checked: the package harper-py is not there.")
    if not found.points:
        from ...notes.review.checklist import languages
        from ...notes.template_files import LANGUAGE_NAMES

        read = joined(sorted(LANGUAGE_NAMES[each] for each in languages()))
        say(f"The checklist is read in {read} only, and this seems to be in another language.")
    if found.longest:
        say(f"{plural(found.seconds, 'second')} aloud, of {found.longest}.")
    else:
        say(f"{plural(found.words, 'word')}, of {found.fewest} to {found.most}.")
    return 0
