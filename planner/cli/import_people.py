"""`planner import` of people: everything is read, matched and shown before anything is written."""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .. import environment
from ..text import joined, plural, shorten
from .bar import progress_bar
from .common import Misuse, open_reading, open_writing
from .output import say, say_error
from .questions import Questions
from .records import say_record

if TYPE_CHECKING:
    from ..exchange.file_kinds import FileKind
    from ..exchange.people_import import Job, Read
    from ..exchange.people_matching import Match

_SHOWN = 40  # rows of a preview that are shown; --json has all of them
_FIELDS = {"linkedin": "LinkedIn", "email": "e-mail", "called": "called"}
_SAID = {"other": "left out (not a person, or you)"}
_UNREADABLE = 2  # exit status


def run_people(files: "Sequence[tuple[str, FileKind, bytes]]", options: argparse.Namespace) -> int:
    """Import the people of these files, as one action; gives the exit status.

    Raises:
        FileError: a file has nobody in it that could be read.
    """
    from ..exchange.column_memory import remember
    from ..exchange.letters import myself
    from ..exchange.people_import import read_files
    from ..exchange.people_matching import match_people

    with progress_bar("Reading"):
        read = read_files(files, mapping_of(options.map), environment.state_folder())
    with open_reading(options) as connection:
        from ..exchange.people_import import known_people

        known = known_people(connection) if connection is not None else []
        row = connection.execute("SELECT country FROM profile").fetchone() if connection is not None else None
        me = myself(connection)
    with progress_bar("Comparing with your book"):
        matches = match_people(read.people, known, row[0] if row else "", me)
    names = {each.id: each.details["name"] for each in known}
    asks = None if options.json or options.yes or options.dry_run else Questions.on_terminal("-" in options.files)
    if not options.json:
        _show(read, matches, names)
    jobs = _choose(matches, options, asks, names)
    recorded = ""
    if jobs and not options.dry_run and (options.yes or asks is not None):
        recorded = _record(jobs, options)
    if options.map and not options.dry_run:
        for _, table in read.tables:
            remember(environment.state_folder(), table, mapping_of(options.map))
    if options.json:
        _say_json(read, matches, names, recorded)
    else:
        _say_outcome(jobs, recorded, options, asks)
    for each in read.unreadable:
        say_error(f"{each.at}: {each.why}. The other entries are not affected.")
    return _UNREADABLE if read.unreadable else 0


def mapping_of(words: Sequence[str]) -> dict[str, str]:
    """What the user says of columns: "Ansprechpartner=name", or "Telefon=" for none."""
    from ..exchange.contact_tables import mapped_fields
    from ..exchange.tracker_tables import tracker_fields

    fields = sorted({*mapped_fields(), *tracker_fields()})
    found: dict[str, str] = {}
    for word in words:
        column, mark, field = word.rpartition("=")
        if not mark or (field and field not in fields):
            raise Misuse(f"--map takes COLUMN=FIELD, not {word!r}; the fields are {joined(fields)}.")
        found[column] = field
    return found


def _show(read: "Read", matches: "Sequence[Match]", names: Mapping[int, str]) -> None:
    from ..exchange.people_import import columns_said

    for name, table in read.tables:
        say(f"{name}: {columns_said(table)}")
    interesting = [match for match in matches if match.state not in {"same", "twice", "other"}]
    for match in interesting[:_SHOWN]:
        incoming = match.incoming
        say(f"  {match.state.value:9} {_who(match, names)}")
        for field, value in match.adds.items() if match.contact_id is not None else ():
            label = _FIELDS.get(field, field.replace("_", " "))
            say(f"            + {label}: {shorten(' '.join(value.split()), 70)}")
        for field, (here, there) in match.differs.items():
            label = _FIELDS.get(field, field.replace("_", " "))
            say(f"            ≠ {label}: {shorten(here, 40)} in your book, {shorten(there, 40)} in the file")
        if match.why and match.state == "doubtful":
            say(f"            ? {match.why} ({incoming.at})")
    if len(interesting) > _SHOWN:
        say(f"  and {len(interesting) - _SHOWN} more")
    counts = Counter(match.state.value for match in matches)
    said = ", ".join(f"{count} {_SAID.get(state, state)}" for state, count in counts.most_common())
    more = f", {len(read.unreadable)} unreadable" if read.unreadable else ""
    say(f"{plural(len(matches), 'person', 'people')}: {said or 'none'}{more}.")


def _who(match: "Match", names: Mapping[int, str]) -> str:
    incoming = match.incoming
    told = ", ".join(text for text in (incoming.name, incoming.title, incoming.employer, incoming.email) if text)
    known = names.get(match.contact_id or 0, "")
    return told + (f" (in your book: {known})" if known and known != incoming.name else "")


def _choose(
    matches: "Sequence[Match]", options: argparse.Namespace, asks: Questions | None, names: Mapping[int, str]
) -> "list[Job]":
    """What is to be recorded: what is clear, and what the user says of the rest."""
    from ..exchange.people_import import Job, job_for, jobs_of
    from ..exchange.people_matching import State

    clear = [*jobs_of(matches, take_theirs=options.theirs)]
    if asks is None:
        return clear
    jobs: list[Job] = []
    said = asks.ask("Record this? [y]es, [e]ach one by one, [N]o: ").lower() if clear or _open(matches) else "n"
    if said not in {"y", "yes", "e", "each"}:
        return []
    one_by_one = said.startswith("e")
    for match in matches:
        if match.state in {State.SAME, State.TWICE}:
            continue
        if match.state is State.DOUBTFUL:
            number = _which(match, asks, names)
            if number == 0:
                jobs.append(Job(match.incoming, None, match.incoming.details()))
            elif number is not None:
                jobs += _details_for(match, number, options)
            continue
        job = Job(match.incoming, None, match.incoming.details()) if match.state is State.NEW else None
        job = job or job_for(match, take_theirs=options.theirs)
        if match.differs and not options.theirs:
            there = "; ".join(f"{field}: {value[1]}" for field, value in match.differs.items())
            if asks.yes(f"  {_who(match, names)}: take {there}? [y/N] "):
                job = job_for(match, take_theirs=True)
        elif one_by_one and job is not None and not asks.yes(f"  {match.state.value} {_who(match, names)}? [y/N] "):
            job = None
        if job is not None:
            jobs.append(job)
    return jobs


def _open(matches: "Sequence[Match]") -> bool:
    return any(match.state in {"doubtful", "differs", "moved"} for match in matches)


def _which(match: "Match", asks: Questions, names: Mapping[int, str]) -> int | None:
    """Who a doubtful entry is: a number of the book, 0 for somebody new, None to leave it out."""
    choices = ", ".join(f"[{place}] {names[number]}" for place, number in enumerate(match.choices, start=1))
    said = asks.ask(f"  {_who(match, {})}: {match.why}. {choices}, [n]ew, or Enter to skip: ").lower()
    if said in {"n", "new"}:
        return 0
    if said.isdigit() and 1 <= int(said) <= len(match.choices):
        return match.choices[int(said) - 1]
    return None


def _details_for(match: "Match", number: int, options: argparse.Namespace) -> "list[Job]":
    from ..exchange.people_import import job_for, known_people
    from ..exchange.people_matching import compared

    with open_reading(options) as connection:
        assert connection is not None
        person = next(each for each in known_people(connection) if each.id == number)
    job = job_for(compared(match.incoming, person), take_theirs=options.theirs)
    return [job] if job is not None else []


def _record(jobs: "Sequence[Job]", options: argparse.Namespace) -> str:
    from ..exchange.people_import import record

    source = options.files[0] if len(options.files) == 1 else plural(len(options.files), "file")
    with progress_bar("Recording"):
        done = record(open_writing(options), jobs, source.rpartition("/")[2])
    options.recorded.append(("people", done))
    return done.label


def _say_outcome(jobs: "Sequence[Job]", recorded: str, options: argparse.Namespace, asks: Questions | None) -> None:
    if recorded:
        say(f"{recorded[:1].upper()}{recorded[1:]}. (`planner undo` takes it back.)")
    elif not jobs and asks is None:
        say("There is nothing new.")
    elif options.dry_run or asks is not None:
        say("Nothing was recorded.")
    else:
        say("Nothing was recorded. Add --yes to record it.", to=sys.stderr)


def _say_json(read: "Read", matches: "Sequence[Match]", names: Mapping[int, str], recorded: str) -> None:
    for match in matches:
        record = {
            "at": match.incoming.at,
            "kind": "person",
            "state": match.state.value,
            "name": match.incoming.name,
            "details": match.incoming.details(),
            "number": match.contact_id,
            "adds": match.adds,
            "differs": {field: {"mine": here, "theirs": there} for field, (here, there) in match.differs.items()},
            "choices": [{"number": number, "name": names.get(number, "")} for number in match.choices],
            "why": match.why,
            "recorded": bool(recorded) and match.state not in {"same", "twice", "doubtful", "other"},
        }
        say_record("import", record, in_one_line=True)
    for each in read.unreadable:
        say_record(
            "import", {"at": each.at, "kind": "person", "state": "unreadable", "why": each.why}, in_one_line=True
        )
