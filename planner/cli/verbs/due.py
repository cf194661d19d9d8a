"""`planner due`: who is due, and why."""

import argparse
import sys
from datetime import date

from ... import environment
from ...book import due
from ...book.due import DueRow, WaitingRow
from ...book.identities import Uuids, read_uuids
from ...cadence.terms import STEP_NAMES
from ...dates import say_distance
from ...dates import show as say_day
from ..common import EMPTY_BOOK, Misuse, day_shown, open_reading
from ..output import say
from ..records import add_json, print_schema


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `due` understands."""
    form = parser.add_mutually_exclusive_group()
    add_json(form, "as JSON, for other programs")
    form.add_argument("--format", metavar="LINE", help="a line for each person, such as '{name}: {step}, {state}'")
    form.add_argument("--ics", action="store_true", help="as a calendar file (iCalendar)")
    form.add_argument("--count", action="store_true", help="only how many people are due")
    parser.add_argument("--within", metavar="7d", help="also who comes due within that time")
    parser.add_argument("--all", action="store_true", help="everybody: also later, waiting and resting")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 when someone is due")


def run(options: argparse.Namespace) -> int:
    """Print who is due."""
    if options.schema:
        return print_schema("due")
    today, doubt = environment.today(), ""
    within = _days(options.within, today)
    count, empty, following = 0, False, None
    rows: list[DueRow] = []
    waiting: list[WaitingRow] = []
    uuids = Uuids({}, {})
    with open_reading(options) as connection:
        if connection is None:
            empty = True
        else:
            today, doubt = day_shown(connection)
            if options.count:
                count = len(due.due_rows(connection, today, within)) if within else due.count_due(connection, today)
            else:
                rows = due.due_rows(connection, today, 36500 if options.all else within, ahead=True)
                waiting = due.waiting_rows(connection, today) if options.all else []
                count = sum(row.opens <= today for row in rows)
                for_programs = options.json or options.ics or options.format is not None
                uuids = read_uuids(connection) if for_programs else uuids
                following = None if options.all or for_programs else due.next_row(connection, today, within)
                empty = not rows and following is None and not due.has_people(connection)
    if options.count:
        say(str(count))
    elif options.json:
        from ..due_record import due_record
        from ..records import say_record

        say_record("due", due_record(rows, waiting, today, uuids))
    elif options.format is not None:
        from ..due_record import print_lines

        print_lines(rows, options.format, today, uuids)
    elif options.ics:
        from ...exchange.calendar_file import calendar_file

        sys.stdout.buffer.write(calendar_file(rows, today, uuids))
    elif empty:
        say(EMPTY_BOOK)
    else:
        _print_page(rows, waiting, following, today, whole=options.all)
    if doubt:
        say(doubt, to=sys.stderr)
    return 1 if options.exit_code and count else 0


def _days(within: str | None, today: date) -> int:
    """The days ahead that `--within` asks for."""
    if within is None:
        return 0
    if within.isdigit() and len(within) < 6:
        return int(within)
    from ...typed_dates import read_by_rules

    day = read_by_rules(within, today)
    if day is None or day < today:
        raise Misuse(f"--within takes a time like 7d or 2 weeks, not {within!r}.")
    return (day - today).days


def _print_page(
    rows: list[DueRow], waiting: list[WaitingRow], following: DueRow | None, today: date, *, whole: bool
) -> None:
    """Who is due, grouped, with why; then who comes next. On a terminal one screen of it, unless `whole`."""
    if sys.stdout.isatty() and (rows or waiting):
        from ..due_table import print_table

        print_table(rows, waiting, today, _next(following, today), whole=whole)
        return
    from ..due_table import print_plain

    print_plain(rows, waiting, today)
    if rows or waiting:
        say(f"\nnext: {_next(following, today)}") if following is not None else None
    elif following is None:
        say("Nobody is due.")
    else:
        say(f"Nobody is due today. Next: {_next(following, today)}.")


def _next(following: DueRow | None, today: date) -> str:
    """Who comes next: "Tue 1 Dec (in 9 days), check-in 1 with Miriam Okafor"."""
    if following is None:
        return ""
    when = f"{say_day(following.opens, today)} ({say_distance(following.opens, today)})"
    return f"{when}, {STEP_NAMES[following.step]} with {following.name}"
