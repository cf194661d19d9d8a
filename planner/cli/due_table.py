"""Who is due, for a person to read: a table as wide as the terminal, or plain lines for a pipe."""

import os
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..book import due
from ..book.due import DueRow, WaitingRow
from ..book.formatting import GROUP_TITLES, also_owed, call_hint, state_of, steps_of
from ..cadence.terms import CHANNEL_NAMES, PART_NAMES
from ..text import plural, shown
from .output import say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_COLOURS = {"written": "bold green", "overdue": "bold red", "due": "bold yellow", "week": "cyan", "later": "dim"}
_WIDE = 100  # columns from which on there is room for the part and for a full name
_NARROW = 76  # columns below which the reason stands under the name
_STATE = 14  # columns for how it stands
_FEWEST = 3  # people, also on the smallest screen


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


def print_table(
    rows: Sequence[DueRow], waiting: Sequence[WaitingRow], today: date, following: str, *, whole: bool
) -> None:
    """A table for each group, no wider than the terminal and, unless `whole`, no longer; then who comes next."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, no_color=bool(os.environ.get("NO_COLOR")) or None)
    page = _Page(console, rows, waiting, today)
    tables, left = (page.tables(len(rows)), 0) if whole else page.that_fits()
    for table in tables:
        console.print(table)
    if left:
        say(f"and {plural(left, 'other')}: the same with `| less` shows all.")
    if following:
        say(f"next: {following}")


class _Page:
    """The tables of the groups, laid out for one terminal."""

    def __init__(self, console: "Console", rows: Sequence[DueRow], waiting: Sequence[WaitingRow], today: date) -> None:
        self._console = console
        self._rows = rows
        self._waiting = waiting
        self._today = today

    def that_fits(self) -> "tuple[list[Table], int]":
        """As much as one screen holds, and how many people are left out.

        The first people have their whole reason, as many as there is room for; the others a line each.
        """
        room = self._console.height - 4  # for what comes below, and the prompt
        most = min(len(self._rows), max(_FEWEST, room))
        tables = self.tables(most, most)
        heights, around = self._heights(tables)
        if most == len(self._rows) and sum(heights) + around <= room:
            return tables, 0
        shown = max(_FEWEST, min(most, room - around))
        spare, whole = room - around - shown, 0
        for height in heights[:shown]:
            if (spare := spare - (height - 1)) < 0:
                break
            whole += 1
        return self.tables(whole, shown), len(self._rows) - shown

    def tables(self, whole: int, shown: int | None = None) -> "list[Table]":
        """The first `shown` people by group, the first `whole` of them with the whole reason."""
        rows = [(row, number >= whole) for number, row in enumerate(self._rows[:shown])]
        counts = Counter(row.group for row in self._rows)
        tables = []
        for group in due.GROUPS:
            chosen = [(row, brief) for row, brief in rows if row.group == group]
            resting = self._waiting if group == "waiting" else []
            if chosen or resting:
                tables.append(self._table(group, counts[group] or len(resting)))
                for row, brief in chosen:
                    tables[-1].add_row(*self._row(row, brief=brief))
                for entry in resting:
                    tables[-1].add_row(*self._resting(entry))
        return tables

    def _heights(self, tables: "list[Table]") -> tuple[list[int], int]:
        """The lines that each person takes, and those around them. Drawn once: drawing takes most of the time here."""
        heights, around = [], 0
        for table in tables:
            for number, line in enumerate(self._console.render_lines(table, pad=False)):
                text = "".join(segment.text for segment in line)
                if number == 0 or not text.strip():
                    around += 1  # the title, and empty lines
                elif text[:_STATE].strip():
                    heights.append(1)
                else:
                    heights[-1] += 1
        return heights, around

    def _table(self, group: str, count: int) -> "Table":
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(
            box=box.SIMPLE_HEAD,
            title=Text(f"{GROUP_TITLES[group]} · {count}", style=_COLOURS.get(group, "bold")),
            title_justify="left",
            show_header=False,
            pad_edge=False,
            expand=True,
            padding=(0, 1),
        )
        table.add_column(no_wrap=True, width=_STATE)
        if self._console.width >= _NARROW:
            wide = self._console.width >= _WIDE
            texts = [
                text for row in self._rows for text in (row.name, _cells(row, self._today)[3] if wide else row.employer)
            ]
            names = max((len(text) for text in (*texts, *(each.name for each in self._waiting))), default=0)
            most = 30 if wide else 24
            table.add_column(overflow="ellipsis", width=max(12, min(names, most)))
            table.add_column(no_wrap=True)
        table.add_column(overflow="fold", ratio=1)
        return table

    def _row(self, row: DueRow, *, brief: bool) -> "list[Text]":
        from rich.text import Text

        when, name, step, about = _cells(row, self._today)
        state, why = Text(when, style=_COLOURS.get(row.group, "")), Text(shown(_why(row, self._today)))
        who = Text(shown(name), style="bold")
        if self._console.width < _NARROW:
            between = "  " if brief or not row.employer else f"  {shown(row.employer)}"
            cell = Text.assemble(who, f"  {step}", (f"{between}{'' if brief else chr(10)}", "dim"), why)
            return [state, _on_one_line(cell) if brief else cell]
        if brief:
            return [state, _on_one_line(who), Text(step), _on_one_line(why)]
        about = about if self._console.width >= _WIDE else row.employer  # a narrow terminal has no room for the part
        if about:
            who.append(f"\n{shown(about)}", style="dim")
        return [state, who, Text(step), why]

    def _resting(self, entry: WaitingRow) -> "list[Text]":
        from rich.text import Text

        state = Text("resting" if entry.state == "resting" else "waiting", style="dim")
        name, why = Text(shown(entry.name)), Text(shown(entry.why), style="dim")
        if self._console.width < _NARROW:
            return [state, Text.assemble(name, "\n", why)]
        return [state, name, Text(""), why]


def _on_one_line(text: "Text") -> "Text":
    text.no_wrap, text.overflow = True, "ellipsis"
    return text


def _why(row: DueRow, today: date) -> str:
    hint = call_hint(row, today)
    return " ".join(text for text in (row.why, f"Best: {hint}." if hint else "", also_owed(row, today)) if text)


def _cells(row: DueRow, today: date) -> tuple[str, str, str, str]:
    about = ", ".join(text for text in (row.employer, PART_NAMES.get(row.part, "")) if text)
    step = steps_of(row) + (f" ({CHANNEL_NAMES[row.channel]})" if row.channel == "phone" else "")
    return state_of(row, today), row.name, step, about
