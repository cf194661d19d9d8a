"""`planner merge-book OTHER`: another copy of the same book, from another machine, merged into this one."""

import argparse
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ...book.whole import ROW_WORDS
from ...text import plural, shorten
from ..common import Misuse, book_path, open_reading, open_writing
from ..output import say
from ..questions import Questions

if TYPE_CHECKING:
    from ...book.merging import Conflict, Copy, Merge

_SHOWN = 30  # conflicts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `merge-book` understands."""
    parser.add_argument("other", metavar="OTHER", help="the file of the other copy; it is not changed")
    side = parser.add_mutually_exclusive_group()
    side.add_argument("--mine", action="store_true", help="what was changed on both sides stays as it is here")
    side.add_argument("--theirs", action="store_true", help="what was changed on both sides is taken from the other")
    parser.add_argument("--yes", action="store_true", help="merge without asking")
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")


def run(options: argparse.Namespace) -> int:
    """Merge it, as one action."""
    from ...book import commands
    from ...book.merging import copy_of, merge

    other = Path(options.other).expanduser()
    mine_at = Path(book_path(options))
    if not mine_at.exists():
        raise Misuse(f"There is no book at {mine_at} yet; copy the other one there.")
    if other.exists() and other.samefile(mine_at):
        raise Misuse(f"{other} is the book itself, not a copy of it.")
    theirs = _read(other)
    with open_reading(options) as connection:
        assert connection is not None
        mine = copy_of(connection)
    if mine.whole.book != theirs.whole.book:
        raise Misuse(
            f"{other} is a different book, not a copy. Use `planner export json` there and `planner import` "
            "here to bring its people over."
        )
    found = merge(mine, theirs)
    if found.is_empty:
        say("There is nothing new in it.")
        return 0
    _show(found)
    asks = None if options.yes or options.dry_run else Questions.on_terminal(input_is_taken=False)
    if found.conflicts and not (options.mine or options.theirs):
        if asks is None or options.dry_run:
            say("Say which to keep where both changed: --mine or --theirs. Nothing was merged.", to=sys.stderr)
            return 1
        _ask(found, asks)
    elif options.theirs:
        found.with_theirs()
    if options.dry_run or not (options.yes or (asks is not None and asks.yes("Merge them? [y/N] "))):
        say("Nothing was merged." if options.dry_run or asks is not None else "Nothing was merged. Add --yes to merge.")
        return 0
    changes = commands.RowChanges(add=found.add, set=found.set, remove=found.remove)
    label = f"{other.name} merged: {_counts(found) or 'your versions kept'} {found.mark}"
    done = commands.change_rows(open_writing(options), changes, label, is_kept=True)
    say(f"{done.label.removesuffix(found.mark).strip()}. (`planner undo` takes it back.)")
    return 0


def _read(path: Path) -> "Copy":
    """The other copy, brought up to date in a copy of its own where it is older; the file itself is only read.

    Raises:
        Misuse: it is no book, or one of a newer planner.
    """
    from ...book.database import open_book
    from ...book.errors import BookError
    from ...book.file import Condition, examine
    from ...book.merging import read_copy

    try:
        condition = examine(path)
        if condition is Condition.ABSENT:
            raise Misuse(f"There is no book at {path}.")
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "other.sqlite"
            shutil.copyfile(path, copy)
            if condition is Condition.OLDER:
                open_book(copy)
            return read_copy(copy)
    except (OSError, sqlite3.DatabaseError) as error:
        raise Misuse(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    except BookError as error:
        raise Misuse(str(error)) from None


def _show(found: "Merge") -> None:
    said = _counts(found)
    say(f"In the other copy: {said}." if said else "In the other copy: only what both sides changed.")
    for each in found.conflicts[:_SHOWN]:
        say(f"  both      {_said(each)}")
    if len(found.conflicts) > _SHOWN:
        say(f"  and {len(found.conflicts) - _SHOWN} more")


def _said(each: "Conflict") -> str:
    here, there = (shorten(" ".join(str(value).split()), 40) for value in (each.mine, each.theirs))
    return f"{each.whose}, {each.name.replace('_', ' ')}: {here!r} here, {there!r} there"


def _counts(found: "Merge") -> str:
    parts = [f"{plural(len(rows), *ROW_WORDS[table])} new" for table, rows in found.add.items() if rows]
    changed = sum(len(rows) for rows in found.set.values())
    gone = sum(len(keys) for keys in found.remove.values())
    parts += [f"{plural(changed, 'entry', 'entries')} changed"] if changed else []
    parts += [f"{plural(gone, 'entry', 'entries')} deleted"] if gone else []
    return ", ".join(parts)


def _ask(found: "Merge", asks: Questions) -> None:
    """Whose counts, of each detail that was changed on both sides."""
    for each in found.conflicts:
        if asks.ask(f"  {_said(each)}. [m]ine or [t]heirs? ").lower().startswith("t"):
            found.take(each)
