"""`planner note NAME`: the note that someone is owed, on its way out of the shell."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ... import environment
from ...notes.blanks import find_blanks
from ...private_files import create_private
from ...text import joined, plural
from ..common import Misuse, echo, find_person, open_reading, open_writing
from ..output import say

if TYPE_CHECKING:
    from ...book.prefill import Occasion
    from ...book.queries import DraftRow
    from ...exchange.outgoing import Outgoing
    from ...notes.review import Review


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `note` understands."""
    parser.add_argument("name", help="whom it is for")
    parser.add_argument("--template", metavar="TEMPLATE", help="begin from that template, beside any draft")
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
    from ...book import queries
    from ...book.due import due_of
    from ...book.prefill import begin, occasion, situation
    from ...cadence.terms import Address, Channel, Step
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
        own, formal = environment.templates_folder(), settings.address == Address.FORMAL
        found = occasion(connection, contact_id, step, application_id, channel, today, own, formal=formal)
        assert found is not None
        judged = situation(connection, found, settings.words_per_minute) if options.check else None
    if options.sent or options.not_sent or options.hold or options.drop:
        return _settle(options, draft, name)
    if older is not None:
        say(f"There is also an unsent {older.words}; `--drop` drops it, and the app can use its text.", to=sys.stderr)
    for problem in found.problems:
        say(f"Left out: {problem}", to=sys.stderr)
    if draft is not None:
        subject, body = draft.subject, draft.body
    else:
        chosen = next((each.template for each in found.templates if each.template.name == options.template), None)
        if options.template and chosen is None:
            raise Misuse(f"There is no template {options.template!r}. `planner templates` lists them.")
        begun = begin(found, chosen)
        if begun is None:
            raise Misuse(f"No template fits {name}'s next step; --template TEMPLATE chooses one.")
        subject, body = begun.subject, begun.body
    if judged is not None:
        from ...notes.review import review

        return _print_review(review(subject, body, judged), subject, body)
    note = _outgoing(found, subject, body)
    if options.mailto:
        from ...exchange.outgoing import mailto

        say(mailto(note))
    elif options.eml:
        _write(note, Path(options.eml))
    else:
        say(f"Subject: {subject}\n\n{body}")
    return 0


def _settle(options: argparse.Namespace, draft: "DraftRow | None", name: str) -> int:
    from datetime import timedelta

    from ...book import commands
    from ...cadence.terms import Channel, Kind

    if draft is None:
        raise Misuse(f"No draft waits for {name}; the app begins one.")
    left = len(find_blanks(draft.subject)) + len(find_blanks(draft.body))
    if left and options.hold:
        raise Misuse(f"{plural(left, 'blank is', 'blanks are')} left in it; only a finished note is held overnight.")
    book, today = open_writing(options), environment.today()
    if options.sent:
        if left:
            say(f"{plural(left, 'blank was', 'blanks were')} left in it, as the book has it.", to=sys.stderr)
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


def _print_review(found: "Review", subject: str, body: str) -> int:
    for flag in found.subject_flags:
        say(f"subject: “{subject[flag.start : flag.end]}”. {flag.why}")
    for flag in found.flags:
        line = body[: flag.start].count("\n") + 1
        said = " ".join(body[flag.start : flag.end].split())
        say(f"line {line}: “{said}”. {flag.why}" if said else flag.why)
    open_points = [point.words for point in found.points if not point.covered]
    if open_points:
        say(f"Not in it yet: {joined(open_points)}.")
    if found.longest:
        say(f"{plural(found.seconds, 'second')} aloud, of {found.longest}.")
    else:
        say(f"{plural(found.words, 'word')}, of {found.fewest} to {found.most}.")
    return 0
