"""`planner calendar FILE`: what is owed as a calendar file, kept up to date."""

import argparse
from pathlib import Path

from ... import environment
from ...private_files import write_private
from ...text import plural
from ..common import EMPTY_BOOK, Misuse, open_reading
from ..output import say

_MARK = b"PRODID:-//follow-up planner//"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `calendar` understands."""
    parser.add_argument("file", metavar="FILE", help="the calendar file (.ics), new or written by this before")
    parser.add_argument("--todo", action="store_true", help="to-dos instead of events")


def run(options: argparse.Namespace) -> int:
    """Write it: what changed since the last time gets a higher version, what is owed no longer is cancelled."""
    from ...book.due import due_rows
    from ...book.identities import read_uuids
    from ...exchange.calendar_file import calendar_file

    target, today = Path(options.file).expanduser(), environment.today()
    try:
        before = target.read_bytes()
    except FileNotFoundError:
        before = b""
    except OSError as error:
        raise Misuse(f"{target}: {error.strerror or error}.") from None
    if before.strip() and _MARK not in before:
        raise Misuse(f"{target} is a file of something else; it was left as it is. Choose another name.")
    with open_reading(options) as connection:
        if connection is None:
            say(EMPTY_BOOK)
            return 1
        rows = due_rows(connection, today, 36500, ahead=True)
        data = calendar_file(rows, today, read_uuids(connection), as_todos=options.todo, before=before)
    if data != before:
        try:
            write_private(target, data)
        except OSError as error:
            raise Misuse(f"{target} cannot be written: {error.strerror or error}.") from None
    steps = sum(1 + len(row.also) for row in rows)
    say(f"{target} has {plural(steps, 'step')}{' as before' if data == before else ''}.")
    return 0
