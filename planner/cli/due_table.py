"""Who is due, for a person to read: a table as wide as the terminal, or plain lines for a pipe."""

import os
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..book import due
from ..book.due import DueRow, WaitingRow
from ..book.words import GROUP_TITLES, also_owed, call_hint, state_of, steps_of
from ..cadence.terms import CHANNEL_NAMES, PART_NAMES
from ..text import plural, shown
from .common import say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_COLOURS = {"written": "bold green", "overdue": "bold red", "due": "bold yellow", "week": "cyan", "later": "dim"}
_WIDE = 100  # columns from which on there is room for the part and for a full name


def print_plain(rows: Sequence[DueRow], waiting: Sequence[WaitingRow], today: date) -> None:
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


def print_table(rows: Sequence[DueRow], waiting: Sequence[WaitingRow], today: date, following: str) -> None:
    """A table for each group, no wider than the terminal and, unless all are wanted, no longer; then who comes next."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, no_color=bool(os.environ.get("NO_COLOR")) or None)
    shown_rows = rows if waiting else _as_many_as_fit(console, rows, today)
    for table in _tables(console, shown_rows, waiting, today):
        console.print(table)
    left = len(rows) - len(shown_rows)
    if left:
        say(f"and {plural(left, 'other person', 'other people')}: `planner due | less` shows all, and so does the app.")
    if following:
        say(f"next: {following}")


def _as_many_as_fit(console: "Console", rows: Sequence[DueRow], today: date) -> Sequence[DueRow]:
    """The first rows, as many as one screen holds; at least three."""
    room = console.height - 4  # for what comes below, and the prompt
    fitting = rows
    while len(fitting) > 3:
        lines = sum(len(console.render_lines(table)) for table in _tables(console, fitting, [], today))
        if lines <= room:
            break
        fitting = fitting[: max(3, min(len(fitting) - 1, len(fitting) * room // lines))]
    return fitting


def _tables(console: "Console", rows: Sequence[DueRow], waiting: Sequence[WaitingRow], today: date) -> "list[Table]":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    wide = console.width >= _WIDE
    tables = []
    for group in due.GROUPS:
        chosen = [row for row in rows if row.group == group]
        resting = waiting if group == "waiting" else []
        if not chosen and not resting:
            continue
        table = Table(
            box=box.SIMPLE_HEAD,
            title=Text(f"{GROUP_TITLES[group]} · {len(chosen) or len(resting)}", style=_COLOURS.get(group, "bold")),
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
            table.add_row(Text(when, style=_COLOURS.get(group, "")), who, Text(step), Text(shown(_why(row, today))))
        for entry in resting:
            table.add_row(
                Text("resting" if entry.state == "resting" else "waiting", style="dim"),
                Text(shown(entry.name)),
                Text(""),
                Text(shown(entry.why), style="dim"),
            )
        tables.append(table)
    return tables


def _why(row: DueRow, today: date) -> str:
    hint = call_hint(row, today)
    return " ".join(text for text in (row.why, f"Best: {hint}." if hint else "", also_owed(row, today)) if text)


def _cells(row: DueRow, today: date) -> tuple[str, str, str, str]:
    about = ", ".join(text for text in (row.employer, PART_NAMES.get(row.part, "")) if text)
    step = steps_of(row) + (f" ({CHANNEL_NAMES[row.channel]})" if row.channel == "phone" else "")
    return state_of(row, today), row.name, step, about
