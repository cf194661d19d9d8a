"""`planner calendar --out FILE`: your follow-ups as a calendar file, kept up to date from then on."""

import argparse
from pathlib import Path

from ... import environment
from ...text import plural
from ..common import EMPTY_BOOK, Misuse, book_path, open_reading
from ..output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `calendar` understands."""
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="the calendar file (.ics): a new one, or one that the planner wrote"
    )
    parser.add_argument("--out", metavar="FILE", help="same as FILE")
    parser.add_argument("--todo", action="store_true", help="to-dos instead of events")


def run(options: argparse.Namespace) -> int:
    """Write it: what changed since the last time gets a higher version, what is owed no longer is cancelled."""
    from ...exchange.calendar_file import keep_calendar
    from ...exchange.kept_calendars import remember
    from ...settings import read_settings

    settings = read_settings(environment.settings_file()).settings
    if options.file and options.out:
        raise Misuse("Give the calendar file once: `planner calendar --out FILE`.")
    named = options.out or options.file
    configured = None if options.book else settings.calendar_path  # which follows the user's own book
    target = Path(named).expanduser() if named else configured
    if target is None:
        raise Misuse("Say which file: `planner calendar --out FILE`, or set calendar_file in the configuration.")
    is_configured = settings.calendar_path is not None and target.resolve() == settings.calendar_path.resolve()
    if is_configured and options.todo and not settings.calendar_todo:
        raise Misuse(f"{target} is the calendar_file of your configuration; set calendar_todo there for to-dos.")
    as_todos = options.todo or (settings.calendar_todo and is_configured)
    is_first = not target.exists()
    with open_reading(options) as connection:
        if connection is None:
            say(EMPTY_BOOK)
            return 1
        steps, is_new = keep_calendar(target, connection, environment.today(), as_todos=as_todos)
    if named:
        remember(Path(book_path(options)), target, as_todos=as_todos)
    follows = " It is updated after every change from now on; delete it to stop that." if named and is_first else ""
    say(f"{target} has {plural(steps, 'step')}{'' if is_new else ', unchanged'}.{follows}")
    return 0
