"""The list of people: everybody in the book, in columns that fit the width, sorted and grouped by any of them."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from ...book.directory import PersonRow, matching
from ...book.due import DueRow
from ...book.formatting import state_of, steps_of
from ...cadence.terms import PART_NAMES, PART_RANKS
from ...dates import show
from ...text import folded
from ..bindings import bindings_in
from ..services.state import Key, Selection, as_row
from ..widgets.line_list import Heading, LineList, fit
from .base import View

COLUMNS = ("name", "employer", "part", "last touch", "next step")
GROUPS = ("", "employer", "part", "next step", "last touch", "state", "tag")
_LATER = date.max


class PeopleList(LineList[PersonRow]):
    """Everybody, one line each. Whoever rests, is closed or in the archive is dim, and says so in a word."""

    def __init__(self, today: date, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.today = today
        self.marked: Collection[int] = ()
        self.sort = "name"
        self.reverse = False
        self.group = ""
        self._ordered: list[PersonRow] = []
        self._ordered_from: Sequence[PersonRow] = ()
        self._ordered_by = ("", False)

    def in_order(self, people: Sequence[PersonRow]) -> list[PersonRow]:
        """All people in the order that is chosen; worked out once for each order, and not for each key of a filter."""
        if people is not self._ordered_from or (self.sort, self.reverse) != self._ordered_by:
            self._ordered = self._sorted(people)
            self._ordered_from, self._ordered_by = people, (self.sort, self.reverse)
        return self._ordered

    def show_rows(self, people: Sequence[PersonRow], keep: int | None = None, cursor: int = 0) -> None:
        """Show these people, in this order; the cursor goes to the person with the key `keep`, else to that line."""
        lines = self._grouped(people)
        if keep is not None:
            cursor = next(
                (i for i, line in enumerate(lines) if not isinstance(line, Heading) and line.contact_id == keep), cursor
            )
        self.show_lines(lines, cursor)

    def cells(self, row: PersonRow, width: int) -> list[tuple[str, str]]:
        """Name, employer, part, last touch and next step, as many of them as fit."""
        dim = "muted" if row.state != "open" or row.archived_on else ""
        marked = row.contact_id in self.marked
        stands, kind = self._stands(row)
        widths = self._widths(width)
        texts = {
            "name": (row.name, dim),
            "employer": (row.employer, "muted"),
            "part": (", ".join(PART_NAMES[part] for part in row.parts), "muted"),
            "last touch": (show(row.last, self.today) if row.last else "never", "muted"),
            "next step": (stands, kind),
        }
        cells = [("✓ " if marked else "  ", "written")]
        for column, columns in widths.items():
            text, style = texts[column]
            cells.append((fit(text, columns - 1) + " ", style))
        return cells

    def columns_line(self, width: int) -> str:
        """The names of the columns, the one that is sorted by with an arrow."""
        arrow = "▼" if self.reverse else "▲"
        return "  " + "".join(
            fit(f"{column} {arrow}" if column == self.sort else column, columns - 1) + " "
            for column, columns in self._widths(width).items()
        )

    def _widths(self, width: int) -> dict[str, int]:
        rest = width - 2
        if rest < 56:
            step = max(14, rest // 2 - 3)
            return {"name": rest - step, "next step": step}
        if rest < 84:
            name = max(18, (rest - 27) * 11 // 20)
            return {"name": name, "employer": rest - 27 - name, "next step": 27}
        last, part, step = 17, 15, 28
        free = rest - last - part - step
        name = max(16, free * 3 // 5)
        return {"name": name, "employer": free - name, "part": part, "last touch": last, "next step": step}

    def _stands(self, row: PersonRow) -> tuple[str, str]:
        if row.archived_on:
            return "archived", "muted"
        if row.state != "open":
            return row.state, "muted"
        if not isinstance(row.row, DueRow):
            return "nothing planned", "muted"
        kind = row.row.group if row.row.group in {"written", "overdue", "due", "week"} else "muted"
        return f"{steps_of(row.row)}, {state_of(row.row, self.today)}", kind

    def _sorted(self, people: Sequence[PersonRow]) -> list[PersonRow]:
        key: Callable[[PersonRow], Any] = {
            "name": lambda row: folded(row.name),
            "employer": lambda row: (not row.employer, folded(row.employer)),
            "part": lambda row: PART_RANKS.get(row.parts[0], 9) if row.parts else 10,
            "last touch": lambda row: -(row.last.toordinal() if row.last else 0),
            "next step": lambda row: row.row.opens if isinstance(row.row, DueRow) else _LATER,
        }[self.sort]
        return sorted(people, key=key, reverse=self.reverse)

    def _grouped(self, rows: Sequence[PersonRow]) -> Sequence[PersonRow | Heading]:
        if not self.group:
            return rows
        grouped: dict[str, list[PersonRow]] = {}
        for row in rows:
            for name in self._groups_of(row):
                grouped.setdefault(name, []).append(row)
        lines: list[PersonRow | Heading] = []
        for name in sorted(grouped, key=self._group_order):
            lines += [Heading(name, len(grouped[name]), "heading"), *grouped[name]]
        return lines

    def _groups_of(self, row: PersonRow) -> Sequence[str]:
        if self.group == "employer":
            return [row.employer or "no employer"]
        if self.group == "part":
            return [PART_NAMES[row.parts[0]] if row.parts else "no part"]
        if self.group == "tag":
            return [", ".join(row.tags) or "no tag"]
        if self.group == "state":
            return ["archived" if row.archived_on else row.state]
        if self.group == "last touch":
            if row.last is None:
                return ["never"]
            days = (self.today - row.last).days
            return [next((name for name, most in _AGES.items() if days <= most), "more than a year ago")]
        if not isinstance(row.row, DueRow):
            return ["nothing planned"]
        return [_STANDS.get(row.row.group, "later")]

    def _group_order(self, name: str) -> tuple[int, str]:
        order = (
            *_AGES,
            "written",
            "overdue",
            "due",
            "in the coming week",
            "later",
            *PART_NAMES.values(),
            "open",
            "resting",
        )
        last = ("nothing planned", "never", "no part", "no tag", "no employer", "closed", "archived")
        if name in last:
            return 2, name
        return (0, f"{order.index(name):03}") if name in order else (1, folded(name))


_AGES = {"this week": 7, "this month": 31, "this quarter": 92, "this year": 366}
_STANDS = {"written": "written", "overdue": "overdue", "due": "due", "week": "in the coming week"}


class PeopleView(View):
    """Everybody in the book, below the names of the columns."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_in("people")
    view = "people"

    def compose(self) -> ComposeResult:
        """The names of the columns, and the list."""
        yield Static(id="columns")
        yield PeopleList(self.snapshot.today, id="people")

    def fill(self, keep: Key | None, cursor: int) -> None:
        """Fill the list; the cursor goes to the person with the key `keep`, else to that line."""
        listed = self.query_one(PeopleList)
        listed.today = self.snapshot.today
        people = matching(listed.in_order(self.snapshot.people), self.query_said)
        self.shown = len(people)
        listed.marked = self.marked
        listed.show_rows(people, keep[0] if keep is not None else None, cursor)
        self._show_columns()

    def selection(self) -> Selection:
        """The person on the cursor, and those who are marked, also where a filter hides them."""
        listed = self.query_one(PeopleList)
        people = listed.in_order(self.snapshot.people) if self.marked else []
        marked = tuple(as_row(each) for each in people if each.contact_id in self.marked)
        row = as_row(listed.current) if listed.current is not None else None
        return Selection(row, marked or ((row,) if row is not None else ()))

    def people_shown(self) -> Collection[int]:
        """The people in the list as it is filtered."""
        return {person.contact_id for person in matching(self.snapshot.people, self.query_said)}

    def rearrange(self, how: str) -> str:
        """Sort by the next column ("sort"), the other way round ("reverse"), or group by the next ("group")."""
        listed = self.query_one(PeopleList)
        if how == "sort":
            listed.sort = COLUMNS[(COLUMNS.index(listed.sort) + 1) % len(COLUMNS)]
        elif how == "reverse":
            listed.reverse = not listed.reverse
        else:
            listed.group = GROUPS[(GROUPS.index(listed.group) + 1) % len(GROUPS)]
        self.fill(self.selection().key, 0)
        grouped = f", grouped by {listed.group}" if listed.group else ""
        return f"Sorted by {listed.sort}{', the other way round' if listed.reverse else ''}{grouped}."

    @on(LineList.Resized)
    def _show_columns(self) -> None:
        listed = self.query_one(PeopleList)
        width = listed.scrollable_content_region.width or self.size.width
        self.query_one("#columns", Static).update(listed.columns_line(width), layout=False)


VIEW = PeopleView
