"""The due list: who is due, grouped, one line each."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from ...book.due import GROUPS, DueRow, WaitingRow
from ...book.formatting import GROUP_TITLES, state_of, steps_of
from ..widgets.line_list import Heading, LineList, fit

Row = DueRow | WaitingRow
Key = tuple[int, str, int | None]  # the person, the step and the application
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


def key_of(row: Row) -> Key:
    """What a row is known by when the list is shown anew: the person, the step and the application."""
    if isinstance(row, WaitingRow):
        return row.contact_id, "", None
    return row.contact_id, row.step, row.application_id


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
