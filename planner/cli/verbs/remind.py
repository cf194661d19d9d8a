"""`planner remind`: one line when somebody is due, and the timer or cron line that asks for it every day."""

import argparse
import sys
from datetime import datetime

from ... import environment
from ...book import due
from ...cadence.terms import STEP_NAMES
from ...text import joined, plural
from ..common import Misuse, day_shown, open_reading
from ..output import say

_MOST_NAMES = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `remind` understands."""
    parser.add_argument("--notify", action="store_true", help="show it as a notification of the desktop (notify-send)")
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--install", action="store_true", help="be reminded each day: writes a timer or a cron line")
    does.add_argument("--remove", action="store_true", help="take that timer or cron line away")
    parser.add_argument("--at", default="08:30", metavar="HH:MM", help="install: the time of day (08:30)")
    parser.add_argument("--with", dest="means", choices=("systemd", "cron"), help="install: which of the two")
    parser.add_argument("--yes", action="store_true", help="install, remove: do not ask")


def run(options: argparse.Namespace) -> int:
    """Say who is due in one line, or nothing when nobody is; or install or remove the reminder."""
    if options.install or options.remove:
        return _change(options)
    rows = []
    with open_reading(options) as connection:
        if connection is not None:
            today, _ = day_shown(connection)
            rows = due.due_rows(connection, today)
    if not rows:
        return 0
    named = [f"{row.name} ({STEP_NAMES[row.step]})" for row in rows[:_MOST_NAMES]]
    more = [plural(len(rows) - _MOST_NAMES, "other")] if len(rows) > _MOST_NAMES else []
    line = f"{len(rows)} due: {joined([*named, *more])}"
    if not options.notify or not _notify(line):
        say(line)
    return 0


def _notify(line: str) -> bool:
    """Show a line as a notification; gives whether that worked."""
    import subprocess

    from ...text import shown

    try:
        # A body may hold markup there: the signs that begin it are written out.
        body = shown(line).replace("&", "&amp;").replace("<", "&lt;")
        run = subprocess.run(
            ["notify-send", "--app-name=planner", "Follow-ups", body], capture_output=True, check=False, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0


def _change(options: argparse.Namespace) -> int:
    from .. import reminder

    try:
        at = datetime.strptime(options.at, "%H:%M").time()
    except ValueError:
        raise Misuse(f"--at takes a time like 08:30, not {options.at!r}.") from None
    if options.remove:
        change = reminder.removal(options.means)
    else:
        change = reminder.installation(options.means or reminder.means(), at, _book(options))
    if not change.steps:
        say("There is no reminder of the planner's.")
        return 0
    for step in change.steps:
        say(step.shown)
    if not options.yes and not _agreed():
        say("Nothing was changed.")
        return 0
    change.carry_out()
    say(change.done)
    return 0


def _agreed() -> bool:
    if not sys.stdin.isatty():
        say("Give --yes to do this without being asked.")
        return False
    print("Do this? [y/N] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _book(options: argparse.Namespace) -> str | None:
    """The book to name in the reminder, where it is not the usual one."""
    import os

    return environment.book_file(options.book) if options.book or os.environ.get("PLANNER_BOOK") else None
