"""`planner sync now | status`: one book on several machines, through a folder that another program keeps in sync."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...environment import settings_file
from ...exchange.synchronizing import Sync
from ...settings import read_settings
from ...text import plural
from ..carrying import begin_with_others, said_of, say_round
from ..common import Misuse, book_path, open_writing
from ..output import say
from ..questions import Questions
from ..records import add_json, print_schema, say_record

if TYPE_CHECKING:
    from ...book.merging import Conflict
    from ...exchange.synchronizing import Round

_HOW = (
    'No sync folder is set. Add sync_folder = "~/Sync/planner" to {}. Choose a folder that Syncthing, Nextcloud, '
    "Dropbox or git keeps in sync on all of your machines."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `sync` understands."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=["status", "now"],
        default="status",
        help="status (the default): what is in the folder but not here yet; now: fetch it, and send what is new here",
    )
    side = parser.add_mutually_exclusive_group()
    side.add_argument("--mine", action="store_true", help="now: keep your version of what both sides changed")
    side.add_argument("--theirs", action="store_true", help="now: take their version of what both sides changed")
    add_json(parser, "status: print it as JSON")


def run(options: argparse.Namespace) -> int:
    """Run it; returns 1 if something is waiting for an answer, or a file cannot be read."""
    if options.schema:
        return print_schema("sync")
    sync = Sync.of(Path(book_path(options)), read_settings(settings_file()).settings)
    if sync is None:
        raise Misuse(_HOW.format(settings_file()))
    return _now(options, sync) if options.what == "now" else _status(options, sync)


def _now(options: argparse.Namespace, sync: Sync) -> int:
    adopted = begin_with_others(sync)
    book = open_writing(options)
    whose = Asking(options)
    found = sync.round(lambda job: job(book), whose)
    say_round(found)
    if not found.label and not adopted and not found.unsettled:
        say(
            "No changes from other machines. Your changes are in the folder."
            if found.has_written
            else "No new changes, here or there."
        )
    elif found.has_written:
        say("Your changes are in the folder.")
    say_waiting(found)
    return 1 if found.unsettled or found.waiting else 0


class Asking:
    """Asks which version to keep of what both sides changed; without a terminal, the question waits."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._takes = True if options.theirs else False if options.mine else None
        self._terminal = Questions.on_terminal(input_is_taken=False)

    def __call__(self, asked: "Sequence[tuple[Conflict, str]]") -> "list[tuple[Conflict, bool]]":
        """Those that were answered, each with whether theirs counts; of three values of one detail, two questions."""
        if self._takes is not None:
            return [(conflict, self._takes) for conflict, _ in asked]
        found: list[tuple[Conflict, bool]] = []
        chosen: dict[tuple[str, str, str], object] = {}
        for conflict, whose in asked if self._terminal is not None else ():
            assert self._terminal is not None
            at = (conflict.table, conflict.key, conflict.name)
            now = conflict._replace(mine=chosen.get(at, conflict.mine))
            said = self._terminal.ask(f"Both changed {said_of(now, whose)}. [m]ine, [t]heirs or [l]ater? ").lower()
            if said[:1] in {"m", "t"}:
                found.append((conflict, said.startswith("t")))
                chosen[at] = conflict.theirs if said.startswith("t") else now.mine
        return found


def say_waiting(found: "Round") -> None:
    """What waits for an answer, and which files do."""
    for conflict, whose in found.unsettled:
        say(f"  both changed  {said_of(conflict, whose)}")
    if found.unsettled:
        say("Your version stays until you decide: give --mine or --theirs, or run `planner sync now` in a terminal.")
    for each in found.waiting:
        say(f"  waits         {each.name}: {each.why}")


def _status(options: argparse.Namespace, sync: Sync) -> int:
    if not sync.book.exists():
        raise Misuse(f"There is no book at {sync.book} yet. `planner sync now` starts with the one in the folder.")
    files, unsettled = sync.look()
    waits = [each for each in files if each.why]
    if options.json:
        say_record(
            "sync",
            {
                "book": str(sync.book),
                "folder": str(sync.folder),
                "device": sync.device._asdict(),
                "written": not sync.has_news(),
                "files": [
                    {
                        "name": each.name,
                        "device": each.device,
                        "own": each.is_own,
                        "written_at": each.written_at.isoformat() if each.written_at else None,
                        "new": each.new,
                        "waits": each.why,
                    }
                    for each in files
                ],
                "unsettled": [
                    {
                        "table": each.table,
                        "id": each.key,
                        "whose": each.whose,
                        "field": each.name,
                        "mine": each.mine,
                        "theirs": each.theirs,
                        "device": whose,
                    }
                    for each, whose in unsettled
                ],
            },
        )
        return 1 if waits or unsettled else 0
    if sync.has_begun:
        say(f"This machine writes {sync.device.file_name} in {sync.folder}.")
        say("Your changes are in the folder." if not sync.has_news() else "Your changes are not in the folder yet.")
    else:
        say(f"Nothing has been synced yet. Run `planner sync now` to start, in {sync.folder}.")
    others = [each for each in files if not each.is_own]
    for each in others:
        at = f", written {each.written_at.astimezone():%d %b %Y %H:%M} by its clock" if each.written_at else ""
        state = each.why or (f"{plural(each.new, 'change')} not here yet" if each.new else "nothing new")
        is_alone = [sync.device.name, *(one.device for one in files)].count(each.device) == 1
        named = each.device if is_alone else f"{each.device} ({each.name})"
        say(f"  {named}{at}: {state}")
    if not others:
        say("No other machine has written there yet.")
    for conflict, whose in unsettled:
        say(f"  both changed  {said_of(conflict, whose)}")
    if unsettled:
        say("Run `planner sync now` to choose which to keep.")
    return 1 if waits or unsettled else 0
