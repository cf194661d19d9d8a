"""`planner import` of the table of a job search: applications with their people, shown before anything is written."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .. import environment
from ..text import joined, plural, shorten
from .bar import progress_bar
from .common import open_reading, open_writing
from .import_people import mapping_of
from .output import say, say_error
from .questions import Questions
from .records import say_record

if TYPE_CHECKING:
    from ..exchange.file_kinds import FileKind
    from ..exchange.incoming import Unreadable
    from ..exchange.tracker_import import ApplicationMatch
    from ..exchange.tracker_tables import Tracker

    Files = Sequence[tuple[str, FileKind, bytes]]

_SHOWN = 40  # rows of a preview
_UNREADABLE = 2  # exit status
_SAID = {"saved": "not applied for yet (left out)", "twice": "twice", "adds": "with updates", "same": "the same"}


def run_trackers(files: "Files", options: argparse.Namespace) -> "tuple[int, list[tuple[str, FileKind, bytes]]]":
    """Import those of the files that are trackers, as one action; gives the exit status, and the other files."""
    from ..exchange.column_memory import remember
    from ..exchange.incoming import Unreadable
    from ..exchange.tracker_import import match_applications, read_trackers, record_applications

    mapping = mapping_of(options.map)
    entries, trackers, others = read_trackers(files, environment.today(), mapping, environment.state_folder())
    if not trackers:
        return 0, others
    found = [entry for entry in entries if not isinstance(entry, Unreadable)]
    unreadable = [entry for entry in entries if isinstance(entry, Unreadable)]

    with open_reading(options) as connection:
        matches = match_applications(found, connection)
    asks = None if options.json or options.yes or options.dry_run else Questions.on_terminal("-" in options.files)
    if not options.json:
        _show(trackers, matches, len(unreadable))
    wanted = any(match.is_clear or (options.theirs and match.differs) for match in matches)
    agreed = options.yes or (asks is not None and wanted and asks.yes("Record this? [y/N] "))
    recorded = ""
    if wanted and agreed and not options.dry_run:
        names = [name for name, _, _ in files if name not in {other for other, _, _ in others}]
        source = names[0].rpartition("/")[2] if len(names) == 1 else plural(len(names), "file")
        with progress_bar("Recording"):
            done = record_applications(open_writing(options), matches, source, take_theirs=options.theirs)
        options.recorded.append(("applications", done))
        recorded = done.label
    if mapping and not options.dry_run:
        for _, tracker in trackers:
            remember(environment.state_folder(), tracker.table, mapping)
    if options.json:
        _say_json(matches, unreadable, recorded, takes_theirs=options.theirs)
    elif recorded:
        say(f"{recorded[:1].upper()}{recorded[1:]}. (`planner undo` takes it back.)")
    elif not wanted:
        say("There is nothing new.")
    elif asks is not None or options.dry_run:
        say("Nothing was recorded.")
    else:
        say("Nothing was recorded. Add --yes to record it.", to=sys.stderr)
    for each in unreadable:
        say_error(f"{each.at}: {each.why}. The other rows are not affected.")
    return (_UNREADABLE if unreadable else 0), others


def _show(trackers: "Sequence[tuple[str, Tracker]]", matches: "Sequence[ApplicationMatch]", unreadable: int) -> None:
    from ..exchange.people_import import columns_said

    for name, tracker in trackers:
        days = f". Days such as 02/03 are read with the {tracker.days}" if tracker.days else ""
        say(f"{name}: {columns_said(tracker.table)}{days}")
    interesting = [match for match in matches if match.state in {"new", "adds", "differs"}]
    for match in interesting[:_SHOWN]:
        incoming = match.incoming
        undated = incoming.stage == "rejected" and incoming.rejected_on is None
        stage = f"{incoming.stage} (no date given)" if undated else incoming.stage
        told = [stage, f"with {joined(list(match.people))}" if match.people else ""]
        told += ["with the day you applied"] if "applied_on" in match.more else []
        told += ["with notes"] if "notes" in match.more else []
        say(f"  {match.state:9} {incoming.position} at {incoming.employer}: {', '.join(filter(None, told))}")
        if match.differs:
            say(f"            ≠ {match.differs}")
        for unclear in incoming.unclear:
            say(f"            ? {shorten(unclear, 90)} ({incoming.at})")
    if len(interesting) > _SHOWN:
        say(f"  and {len(interesting) - _SHOWN} more")
    counts = Counter(str(match.state) for match in matches)
    said = [f"{counts['new']} new"] if counts["new"] else []
    said += [f"{counts[state]} {words}" for state, words in _SAID.items() if counts[state]]
    said += [f"{counts['differs']} different in your book"] if counts["differs"] else []
    said += [f"{unreadable} unreadable"] if unreadable else []
    say(f"{plural(len(matches), 'application')}: {', '.join(said) or 'none'}.")


def _say_json(
    matches: "Sequence[ApplicationMatch]", unreadable: "Sequence[Unreadable]", recorded: str, *, takes_theirs: bool
) -> None:
    for match in matches:
        incoming = match.incoming
        record = {
            "at": incoming.at,
            "kind": "application",
            "state": match.state,
            "position": incoming.position,
            "employer": incoming.employer,
            "stage": incoming.stage,
            "applied_on": incoming.applied_on.isoformat() if incoming.applied_on else None,
            "rejected_on": incoming.rejected_on.isoformat() if incoming.rejected_on else None,
            "interviewers": [each.name for each in incoming.interviewers],
            "differs": match.differs,
            "unclear": [*incoming.unclear],
            "recorded": bool(recorded) and (match.is_clear or (takes_theirs and bool(match.differs))),
        }
        say_record("import", record, in_one_line=True)
    for each in unreadable:
        lost = {"at": each.at, "kind": "application", "state": "unreadable", "why": each.why}
        say_record("import", lost, in_one_line=True)
