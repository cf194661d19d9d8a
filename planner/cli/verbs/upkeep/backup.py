"""`planner backup`: the copies of the book, and the way back to one."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ....dates import say as say_day
from ....text import plural
from ...common import Misuse, backup_limit, book_path
from ...output import say, say_error
from ...questions import Questions
from ...records import add_json, print_schema, say_record

if TYPE_CHECKING:
    from ....book.backups import Backup
    from ....book.differences import Difference

_NAMED = 5  # of each kind of change


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `backup` understands."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=["list", "make", "verify", "restore"],
        default="list",
        help="list the backups (also without a word), make one now, look whether they are sound, or go back to one",
    )
    parser.add_argument("backup", nargs="?", metavar="BACKUP", help="its name, or the beginning; else the newest")
    parser.add_argument("--yes", action="store_true", help="restore without asking")
    parser.add_argument("--dry-run", action="store_true", help="only show what a restore would change")
    add_json(parser, "print as JSON")


def run(options: argparse.Namespace) -> int:
    """List, make, verify or restore."""
    if options.schema:
        return print_schema("backup")
    book = Path(book_path(options))
    if options.what == "make":
        return _make(book, options)
    if options.what == "verify":
        return _verify(book, options)
    if options.what == "restore":
        return _restore(book, options)
    return _list(book, options)


def _list(book: Path, options: argparse.Namespace) -> int:
    from ....book.backups import folder_of, listed

    found = listed(book)
    if options.json:
        say_record("backup", {"backups": [_record(each) for each in found]})
        return 0 if found else 1
    for each in found:
        say(f"{each.name}  {_said(each)}")
    if not found:
        say(f"There is no backup of {book} yet. `planner backup make` makes one.")
        return 1
    say(f"{plural(len(found), 'backup')} in {folder_of(book)}; `planner backup restore NAME` goes back to one.")
    return 0


def _make(book: Path, options: argparse.Namespace) -> int:
    from ....book.backups import Why, make
    from ....book.file import Condition, examine

    if examine(book) is Condition.ABSENT:
        raise Misuse(f"There is no book at {book} yet.")
    made = make(book, Why.BY_HAND, backup_limit())
    if options.json:
        say_record("backup", {"backups": [_record(made)]})
    else:
        say(f"The book as it is now is in {made.path}, verified.")
    return 0


def _verify(book: Path, options: argparse.Namespace) -> int:
    from ....book.backups import check, listed

    some = [_named(book, options.backup)] if options.backup else listed(book)
    verdicts = [(each, check(each)) for each in some]
    if options.json:
        sound = [{**_record(each), "sound": not wrong, "wrong": wrong} for each, wrong in verdicts]
        say_record("backup", {"backups": sound})
    else:
        for each, wrong in verdicts:
            say(f"{each.name}  {wrong or 'sound'}")
    if not verdicts:
        say_error(f"There is no backup of {book} yet.")
        return 1
    return 1 if any(wrong for _, wrong in verdicts) else 0


def _restore(book: Path, options: argparse.Namespace) -> int:
    from ....book.backups import check, newest_sound, restore
    from ....book.differences import differences
    from ....book.errors import BookError

    backup = _named(book, options.backup) if options.backup else newest_sound(book)
    if backup is None:
        raise Misuse(f"There is no sound backup of {book}, so nothing can be restored.")
    if wrong := check(backup):
        raise Misuse(f"{backup.name} was not restored: {wrong}. `planner backup verify` looks at all of them.")
    found: list[Difference] | None = []
    try:
        found = differences(book, backup.path) if book.exists() else None
    except BookError:
        found = None
    if not options.json:
        say(f"The backup {backup.name}, {_said(backup)}.")
        _show(found, book)
    done = False
    if found != [] and not options.dry_run and (options.yes or _agreed()):
        aside = restore(book, backup, backup_limit())
        done = True
        if not options.json:
            back = f" `planner backup restore {aside.stem} --yes` takes it back." if aside else ""
            if aside is not None and aside.suffix != ".sqlite":
                back = f" The damaged book lies in {aside}."
            say(f"Restored.{back}")
    elif not options.json:
        say("Nothing was changed.")
    if options.json:
        changes = None if found is None else {each.many: each._asdict() for each in found}
        say_record("backup", {"backups": [_record(backup)], "differs": changes, "restored": done})
    return 0


def _agreed() -> bool:
    """Whether the user wants it.

    Raises:
        Misuse: there is nobody to ask.
    """
    asking = Questions.on_terminal(input_is_taken=False)
    if asking is None:
        raise Misuse("Nothing was restored: there is nobody to ask here; --yes restores without asking.")
    return asking.yes("Restore it? [y/N] ")


def _show(found: "list[Difference] | None", book: Path) -> None:
    """What a restore would change."""
    if found is None:
        say(f"{book} cannot be read as it is, so what differs cannot be shown.")
        return
    for each in found:
        for names, what in ((each.comes, "come back"), (each.changes, "become as they were"), (each.goes, "go")):
            if names:
                verb = {"come back": "comes back", "become as they were": "becomes as it was", "go": "goes"}[what]
                more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
                count = plural(len(names), each.one, each.many)
                say(f"  {count} {verb if len(names) == 1 else what}: {', '.join(names[:_NAMED])}{more}")
    if not found:
        say("The book is what it was then.")


def _named(book: Path, text: str) -> "Backup":
    """The backup that a name, or the beginning of one, means.

    Raises:
        Misuse: none is, or several are.
    """
    from ....book.backups import listed

    known = listed(book)
    name = Path(text).name.removesuffix(".sqlite")
    found = [each for each in known if each.name == name] or [each for each in known if each.name.startswith(name)]
    if len(found) != 1:
        how_many = f"{len(found)} backups begin" if found else "No backup begins"
        raise Misuse(f"{how_many} with {name!r}. `planner backup list` shows them.")
    return found[0]


def _said(backup: "Backup") -> str:
    """When and why a backup was made: "Sun 22 Nov 2026 at 14:05, before an import (96 kB)"."""
    from ....book.backups import WHY_SAID

    made = backup.made_at.astimezone()
    return f"{say_day(made.date())} at {made:%H:%M}, {WHY_SAID[backup.why]} ({backup.size / 1000:,.0f} kB)"


def _record(backup: "Backup") -> dict[str, object]:
    return {
        "name": backup.name,
        "path": str(backup.path),
        "made_at": backup.made_at.isoformat(timespec="seconds"),
        "why": backup.why.value,
        "size": backup.size,
    }
