"""Who is due, grouped, one line each."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ...book.due import GROUPS, DueRow, WaitingRow
from ...book.formatting import GROUP_TITLES, state_of, steps_of
from ...dates import show
from ...text import shorten
from ..bindings import bindings_in
from ..services.state import Key, Row, Selection, Snapshot, as_row, key_of
from ..widgets.line_list import Heading, LineList, fit
from .base import Said, View

_TABS = 60  # columns that the tabs and the day take
_COLOURED = {"written", "overdue", "due", "week"}
_STEP = 11  # columns for the step at the least


class DueList(LineList[Row]):
    """The follow-ups by group, then those who wait or rest."""

    def __init__(self, today: date, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.today = today
        self.marked: Collection[int] = ()
        self._step_width = _STEP

    def show_rows(self, rows: Sequence[Row], keep: Key | None = None, cursor: int = 0) -> None:
        """Show these rows; the cursor goes to the row with the key `keep`, else to that person's, else to that line."""
        lines = grouped(rows)
        if keep is not None:
            people = [(i, line) for i, line in enumerate(lines) if not isinstance(line, Heading)]
            exact = [i for i, row in people if key_of(row) == keep]
            theirs = [i for i, row in people if row.contact_id == keep[0]]
            cursor = next(iter((*exact, *theirs)), cursor)
        self.show_lines(lines, cursor)

    def measure(self, rows: Sequence[Row]) -> None:
        """Make room for the longest step of all rows, also while only some of them are shown."""
        longest = max((len(steps_of(row)) for row in rows if isinstance(row, DueRow)), default=0)
        self._step_width = max(_STEP, longest + 1)

    def cells(self, row: Row, width: int) -> list[tuple[str, str]]:
        """Name, employer where there is room, step, and how it stands."""
        if isinstance(row, WaitingRow):
            mark, step, stands, kind = "·", "", row.state if row.state != "open" else "waiting", "muted"
        else:
            mark = {"overdue": "!", "due": "•"}.get(row.group, " ")
            mark = "?" if row.note == "handed_over" else "✎" if row.drafted else mark
            step, stands = steps_of(row), state_of(row, self.today)
            kind = row.group if row.group in _COLOURED else "muted"
        first = "✓" if row.contact_id in self.marked else " "
        step_width, stands_width = self._step_width, 15
        rest = width - 3 - step_width - stands_width
        name_width = min(rest, 24) if rest < 34 else max(18, rest * 3 // 5)
        employer_width = rest - name_width
        cells = [
            (f"{first}{mark} ", "written" if first != " " else kind),
            (fit(row.name, name_width - 1) + " ", "" if kind != "muted" else "muted"),
        ]
        if employer_width > 6:
            cells.append((fit(row.employer, employer_width - 1) + " ", "muted"))
        elif employer_width > 0:
            cells.append((" " * employer_width, ""))
        cells += [
            (fit(step, step_width - 1) + " ", "muted" if kind == "muted" else ""),
            (fit(stands, stands_width), kind),
        ]
        return cells


def grouped(rows: Iterable[Row]) -> list[Row | Heading]:
    """The rows with a heading above each group."""
    by_group: dict[str, list[Row]] = {group: [] for group in GROUPS}
    for row in rows:
        by_group["waiting" if isinstance(row, WaitingRow) else row.group].append(row)
    lines: list[Row | Heading] = []
    for group, members in by_group.items():
        if members:
            kind = group if group in _COLOURED else "heading"
            lines += [Heading(GROUP_TITLES[group], len(members), kind), *members]
    return lines


class DueView(View):
    """The list of who is due."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_in("due")
    view = "due"

    def compose(self) -> ComposeResult:
        """The list."""
        yield DueList(self.snapshot.today, id="due")

    def show(self, snapshot: Snapshot, at: Key | None = None, *, stay: bool = True) -> None:
        """Show that state of the book, of which the day may be another."""
        listed = self.query_one(DueList)
        listed.today = snapshot.today
        listed.measure(snapshot.rows)
        super().show(snapshot, at, stay=stay)

    def fill(self, keep: Key | None, cursor: int) -> None:
        """Fill the list; the cursor goes to the row with the key `keep`, else to that line."""
        rows = self._matching()
        self.shown = len(rows)
        listed = self.query_one(DueList)
        listed.marked = self.marked
        listed.show_rows(rows, keep, cursor)

    def selection(self) -> Selection:
        """The person on the cursor, and those who are marked, also where a filter hides them."""
        row = self.query_one(DueList).current
        marked: list[Row] = [each for each in self.snapshot.rows if each.contact_id in self.marked]
        known = {each.contact_id for each in marked}
        marked += [as_row(each) for each in self.snapshot.people if each.contact_id in self.marked - known]
        return Selection(row, tuple(marked) or ((row,) if row is not None else ()))

    def people_shown(self) -> Collection[int]:
        """The people in the list as it is filtered."""
        return {row.contact_id for row in self._matching()}

    def headline(self, room: int) -> Said:
        """What is marked or filtered; else, while nobody is due, who comes next."""
        said = super().headline(room)
        following = self.snapshot.next
        if not self.query_said and not self.snapshot.due_now and following is not None:
            day = show(following.opens, self.snapshot.today)
            text = f"nothing due; next: {day}, {steps_of(following)} with {following.name}"
            said.append((shorten(text, max(20, room - _TABS)), ""))
        return said

    def _matching(self) -> Sequence[Row]:
        if not self.query_said:
            return self.snapshot.rows
        matches = self.query_said.matcher()
        return [row for row, person in self.snapshot.rows_with_people if matches(person)]


VIEW = DueView
