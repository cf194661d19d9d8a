"""`planner vdir [FOLDER]`: a folder of vCards kept in step with the people, for vdirsyncer to carry to a phone."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ...environment import settings_file
from ...settings import read_settings
from ...text import plural, shorten
from ..common import Misuse, book_path, open_writing
from ..output import say
from ..questions import Questions

if TYPE_CHECKING:
    from ...exchange.vdir_cards import Clash, Doubt, Plan

_SHOWN = 20  # lines of a kind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `vdir` understands."""
    parser.add_argument("folder", metavar="FOLDER", nargs="?", help="the folder; without it, contacts_folder")
    side = parser.add_mutually_exclusive_group()
    side.add_argument("--mine", action="store_true", help="keep the book's version of what both sides changed")
    side.add_argument("--theirs", action="store_true", help="take the cards' version of what both sides changed")
    parser.add_argument("--delete", action="store_true", help="if someone was removed on one side, remove them on both")
    parser.add_argument("--anew", action="store_true", help="compare everything as if the folder were new")
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")


def run(options: argparse.Namespace) -> int:
    """Bring book and folder in step; gives 1 where something waits for an answer."""
    from ...exchange.vdir import Vdir
    from ...exchange.vdir_cards import Answers

    settings = read_settings(settings_file()).settings
    folder = Path(options.folder).expanduser() if options.folder else settings.contacts_path
    if folder is None:
        raise Misuse("Say which folder: `planner vdir FOLDER`, or set contacts_folder in the configuration.")
    open_writing(options)  # a new book may begin with the cards of a phone
    vdir = Vdir(Path(book_path(options)), folder, anew=options.anew)
    if options.dry_run:
        plan, known, _ = vdir.look()
        _say_plan(plan, {person.id: person.details["name"] for person in known.values()})
        _say_open(plan)
        say("Nothing was changed.")
        return 0 if plan.is_settled else 1
    asks = Questions.on_terminal(input_is_taken=False)

    def takes_theirs(clash: "Clash") -> bool | None:
        if options.mine or options.theirs:
            return bool(options.theirs)
        said = asks.ask(f"Both changed {_said(clash)}. [m]ine, [t]heirs or [l]ater? ").lower()[:1] if asks else ""
        return {"m": False, "t": True}.get(said)

    def deletes(name: str) -> bool:
        question = f"{name} was removed on one side. Remove them on the other side too? [y/N] "
        return options.delete or (asks is not None and asks.yes(question))

    def whose(doubt: "Doubt") -> int | None:
        if asks is None or not doubt.choices:
            return None
        named = ", ".join(f"[{place}] {name}" for place, (_, name) in enumerate(doubt.choices, start=1))
        said = asks.ask(f"{doubt.at}: {doubt.name}. {doubt.why}. {named}, [n]ew, or Enter to skip: ").lower()
        if said.isdigit() and 1 <= int(said) <= len(doubt.choices):
            return doubt.choices[int(said) - 1][0]
        return 0 if said in {"n", "new"} else None

    done = vdir.step(lambda job: job(open_writing(options)), Answers(takes_theirs, deletes, whose))
    if done.label:
        say(f"{done.label[:1].upper()}{done.label[1:]}. (`planner undo` takes it back.)")
    parts = [f"{plural(done.written, 'card')} written"] if done.written else []
    parts += [f"{plural(done.removed, 'card')} removed"] if done.removed else []
    if parts:
        say(f"{' and '.join(parts)} in {folder}.")
    if not done.label and not parts:
        say("Nothing was changed." if not done.plan.is_settled else "The book and the folder are in step.")
    _say_open(done.plan)
    return 0 if done.plan.is_settled else 1


def _say_plan(plan: "Plan", names: Mapping[int, str]) -> None:
    for incoming, file in plan.add[:_SHOWN]:
        say(f"  new here      {incoming.name} ({file})")
    for number, values in [*plan.change.items()][:_SHOWN]:
        said = "; ".join(f"{name}: {shorten(value, 40) or '(empty)'}" for name, value in values.items())
        say(f"  changes here  {names.get(number, 'somebody')}: {said}")
    for file, (name, _) in [*plan.write.items()][:_SHOWN]:
        say(f"  writes        {file}: {name}")


def _say_open(plan: "Plan") -> None:
    """What waits for an answer."""
    for clash in plan.clashes[:_SHOWN]:
        say(f"  both changed  {_said(clash)}")
    for _, name, _ in plan.gone_there[:_SHOWN]:
        say(f"  card removed  {name}, still in your book; --delete removes them, --anew writes the card again")
    for file, name, _ in plan.gone_here[:_SHOWN]:
        say(f"  not in book   {name}, whose card is still there ({file}); --delete removes it")
    for doubt in plan.doubtful[:_SHOWN]:
        name = f"{doubt.name}; " if doubt.name else ""
        say(f"  not sure      {doubt.at}: {name}{doubt.why}", to=sys.stderr)
    for at, why in plan.unreadable[:_SHOWN]:
        say(f"  unreadable    {at}: {why}", to=sys.stderr)
    if plan.clashes:
        say("Both stay as they are until you decide: give --mine or --theirs, or run this in a terminal.")


def _said(clash: "Clash") -> str:
    here, there = (shorten(" ".join(text.split()), 40) or "(empty)" for text in (clash.mine, clash.theirs))
    return f"{clash.name}, {clash.field.replace('_', ' ')}: {here!r} here, {there!r} in the card"
