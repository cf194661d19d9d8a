"""`planner due`: who is due, and why."""

import argparse
import os
import sys
from datetime import date

from .. import place
from ..book import due
from ..book.due import DueRow, WaitingRow
from ..book.words import GROUP_TITLES, call_hint, state_of
from ..cadence.terms import CHANNEL_NAMES, PART_NAMES, STEP_NAMES
from ..dates import say as say_day
from ..dates import say_distance
from .common import EMPTY_BOOK, Misuse, open_reading, say

SCHEMA = 1  # of --json; a change that a reader must know of raises it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `due` understands."""
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")
    parser.add_argument("--count", action="store_true", help="only how many are due")
    parser.add_argument("--within", metavar="7d", help="also who comes due within that time")
    parser.add_argument("--all", action="store_true", help="everybody: also later, waiting and resting")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 when someone is due")


def run(options: argparse.Namespace) -> int:
    """Print who is due."""
    today = place.today()
    within = _days(options.within, today)
    count, empty, following = 0, False, None
    rows: list[DueRow] = []
    waiting: list[WaitingRow] = []
    with open_reading(options) as connection:
        if connection is None:
            empty = True
        elif options.count:
            count = len(due.due_rows(connection, today, within)) if within else due.count_due(connection, today)
        else:
            rows = due.due_rows(connection, today, 36500 if options.all else within)
            waiting = due.waiting_rows(connection, today) if options.all else []
            count = sum(row.opens <= today for row in rows)
            following = None if rows or waiting else due.next_row(connection, today)
            empty = not rows and following is None and not due.has_people(connection)
    if options.count:
        say(str(count))
    elif options.json:
        _print_json(rows, waiting, today)
    elif empty:
        say(EMPTY_BOOK)
    elif not rows and not waiting:
        say(_nothing_due(following, today))
    elif sys.stdout.isatty():
        _print_table(rows, waiting, today)
    else:
        _print_plain(rows, waiting, today)
    return 1 if options.exit_code and count else 0


def _days(within: str | None, today: date) -> int:
    """The days ahead that `--within` asks for."""
    if within is None:
        return 0
    if within.isdigit() and len(within) < 6:
        return int(within)
    from ..typed_dates import read_by_rules

    day = read_by_rules(within, today)
    if day is None or day < today:
        raise Misuse(f"--within takes a time like 7d or 2 weeks, not {within!r}.")
    return (day - today).days


def _nothing_due(following: DueRow | None, today: date) -> str:
    if following is None:
        return "Nobody is due."
    when = f"{say_day(following.opens, today)} ({say_distance(following.opens, today)})"
    return f"Nobody is due today. Next: {STEP_NAMES[following.step]} with {following.name}, {when}."


def _print_json(rows: list[DueRow], waiting: list[WaitingRow], today: date) -> None:
    import json

    due = [
        {
            "contact_id": row.contact_id,
            "name": row.name,
            "employer": row.employer,
            "position": row.position,
            "part": row.part or None,
            "step": row.step,
            "channel": row.channel,
            "group": row.group,
            "opens": row.opens.isoformat(),
            "due": row.due.isoformat(),
            "late_after": row.late.isoformat(),
            "days_late": 0 if row.note else max(0, (today - row.late).days),
            "why": row.why,
            "draft": row.drafted,
            "note": row.note or None,
            "call": call_hint(row, today) or None,
        }
        for row in rows
    ]
    result: dict[str, object] = {"schema": SCHEMA, "today": today.isoformat(), "due": due}
    if waiting:
        result["waiting"] = [
            {
                "contact_id": row.contact_id,
                "name": row.name,
                "employer": row.employer,
                "state": row.state,
                "why": row.why,
            }
            for row in waiting
        ]
    print(json.dumps(result, indent=2))


def _why(row: DueRow, today: date) -> str:
    hint = call_hint(row, today)
    return f"{row.why} Best: {hint}." if hint else row.why


def _cells(row: DueRow, today: date) -> tuple[str, str, str, str]:
    about = ", ".join(text for text in (row.employer, PART_NAMES.get(row.part, "")) if text)
    step = STEP_NAMES[row.step] + (f" ({CHANNEL_NAMES[row.channel]})" if row.channel == "phone" else "")
    return state_of(row, today), row.name, step, about


def _print_plain(rows: list[DueRow], waiting: list[WaitingRow], today: date) -> None:
    """Aligned lines without colour, for a pipe, a mail or a file; nothing is cut."""
    cells = [_cells(row, today) for row in rows]
    widths = [max((len(cell[column]) for cell in cells), default=0) for column in range(3)]
    group = ""
    for row, cell in zip(rows, cells, strict=True):
        if row.group != group:
            say(("\n" if group else "") + GROUP_TITLES[row.group])
            group = row.group
        line = "  ".join(text.ljust(width) for text, width in zip(cell, widths, strict=False))
        say(f"  {line}  {cell[3]}".rstrip())
        say(f"      {_why(row, today)}")
    if waiting:
        say(("\n" if rows else "") + GROUP_TITLES["waiting"])
        for entry in waiting:
            say(f"  {entry.name}{', ' + entry.employer if entry.employer else ''}")
            say(f"      {entry.why}")


def _print_table(rows: list[DueRow], waiting: list[WaitingRow], today: date) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from ..text import shown

    console = Console(highlight=False, markup=False, emoji=False, no_color=bool(os.environ.get("NO_COLOR")) or None)
    colours = {"written": "bold green", "overdue": "bold red", "due": "bold yellow", "week": "cyan", "later": "dim"}
    wide = console.width >= 100
    for group in due.GROUPS:
        chosen = [row for row in rows if row.group == group]
        resting = waiting if group == "waiting" else []
        if not chosen and not resting:
            continue
        table = Table(
            box=box.SIMPLE_HEAD,
            title=Text(f"{GROUP_TITLES[group]} · {len(chosen) or len(resting)}", style=colours.get(group, "bold")),
            title_justify="left",
            show_header=False,
            pad_edge=False,
            expand=True,
            padding=(0, 1),
        )
        table.add_column(no_wrap=True, width=14)
        table.add_column(no_wrap=not wide, overflow="ellipsis", ratio=3, max_width=30)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold", ratio=6)
        for row in chosen:
            when, name, step, about = _cells(row, today)
            who = Text(shown(name), style="bold")
            about = about if wide else row.employer  # a narrow terminal has no room for the part
            if about:
                who.append(f"\n{shown(about)}", style="dim")
            table.add_row(Text(when, style=colours.get(group, "")), who, Text(step), Text(shown(_why(row, today))))
        for entry in resting:
            table.add_row(
                Text("resting" if entry.state == "resting" else "waiting", style="dim"),
                Text(shown(entry.name)),
                Text(""),
                Text(shown(entry.why), style="dim"),
            )
        console.print(table)
