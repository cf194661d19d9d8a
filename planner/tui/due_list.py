"""The due list: who is due, grouped, one line each."""

from collections.abc import Iterable, Sequence
from datetime import date

from ..book.due import GROUPS, DueRow, WaitingRow
from ..book.words import GROUP_TITLES, state_of
from ..cadence.terms import STEP_NAMES
from .line_list import Heading, LineList, fit

Row = DueRow | WaitingRow
_COLOURED = {"written", "overdue", "due", "week"}


class DueList(LineList[Row]):
    """The follow-ups by group, then those who wait or rest."""

    def __init__(self, today: date, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.today = today

    def show_rows(self, rows: Iterable[Row], keep: tuple[int, str, int | None] | None = None, cursor: int = 0) -> None:
        """Show these rows; the cursor goes to the row with the key `keep`, else to that line."""
        lines = grouped(rows)
        if keep is not None:
            found = [i for i, line in enumerate(lines) if not isinstance(line, Heading) and key_of(line) == keep]
            cursor = found[0] if found else cursor
        self.show_lines(lines, cursor)

    def cells(self, row: Row, width: int) -> list[tuple[str, str]]:
        """Name, employer where there is room, step, and how it stands."""
        if isinstance(row, WaitingRow):
            mark, step, stands, kind = "·", "", row.state if row.state != "open" else "waiting", "muted"
        else:
            mark = {"overdue": "!", "due": "•"}.get(row.group, " ")
            mark = "?" if row.note == "handed_over" else "✎" if row.drafted else mark
            step, stands = STEP_NAMES[row.step], state_of(row, self.today)
            kind = row.group if row.group in _COLOURED else "muted"
        step_width, stands_width = 11, 15
        rest = width - 3 - step_width - stands_width
        name_width = min(rest, 24) if rest < 34 else max(18, rest * 3 // 5)
        employer_width = rest - name_width
        cells = [(f" {mark} ", kind), (fit(row.name, name_width - 1) + " ", "" if kind != "muted" else "muted")]
        if employer_width > 6:
            cells.append((fit(row.employer, employer_width - 1) + " ", "muted"))
        elif employer_width > 0:
            cells.append((" " * employer_width, ""))
        cells += [(fit(step, step_width), "muted" if kind == "muted" else ""), (fit(stands, stands_width), kind)]
        return cells


def key_of(row: Row) -> tuple[int, str, int | None]:
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


def matching(rows: Sequence[Row], text: str) -> list[Row]:
    """The rows whose name, employer or position has all the words of a text."""
    words = text.casefold().split()
    return [
        row
        for row in rows
        if all(
            word in f"{row.name} {row.employer} {row.position if isinstance(row, DueRow) else ''}".casefold()
            for word in words
        )
    ]
