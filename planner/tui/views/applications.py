"""The list of applications."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from ...book.applications import ApplicationLine
from ...book.formatting import APPLICATION_TITLES
from ...dates import show
from ...finding import Query
from ...text import folded
from ..bindings import bindings_in
from ..services.state import Key, Selection, key_of_application
from ..widgets.line_list import Heading, LineList, fit
from .base import View


class ApplicationList(LineList[ApplicationLine]):
    """Every application, those that run first."""

    def __init__(self, today: date, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.today = today

    def show_rows(self, rows: Sequence[ApplicationLine], keep: Key | None = None, cursor: int = 0) -> None:
        """Show these; the cursor goes to the application with the key `keep`, else to that line."""
        lines: list[ApplicationLine | Heading] = []
        for state, title in APPLICATION_TITLES.items():
            members = [row for row in rows if row.state == state]
            if members:
                lines += [Heading(title, len(members), "heading"), *members]
        if keep is not None:
            numbered = ((i, line) for i, line in enumerate(lines) if not isinstance(line, Heading))
            cursor = next((i for i, line in numbered if key_of_application(line.application_id) == keep), cursor)
        self.show_lines(lines, cursor)

    def cells(self, row: ApplicationLine, width: int) -> list[tuple[str, str]]:
        """Position, employer, and how far the notes are."""
        stands = stands_of(row, self.today)
        stands_width = 24 if width >= 64 else 18
        rest = width - 2 - stands_width
        employer_width = rest * 2 // 5 if width >= 50 else 0
        full = row.people and row.written >= row.people
        kind = "muted" if row.state != "rejected" or full else "due"
        return [
            ("  ", ""),
            *(
                [
                    (fit(row.position, rest - employer_width - 1) + " ", ""),
                    (fit(row.employer, employer_width - 1) + " ", "muted"),
                ]
                if employer_width
                else [(fit(f"{row.employer}, {row.position}", rest - 1) + " ", "")]
            ),
            (fit(stands, stands_width), kind),
        ]


def stands_of(row: ApplicationLine, today: date) -> str:
    """How an application stands in a few words: "2 of 3 notes sent"."""
    if row.state == "rejected":
        return f"{row.written} of {row.people} notes sent" if row.people else "nobody known"
    if row.promised_on:
        return f"by {show(row.promised_on, today)}"
    return f"{row.thanked} of {row.people} thanked" if row.people else "nobody known"


def matching(rows: Sequence[ApplicationLine], query: Query) -> list[ApplicationLine]:
    """The applications whose position, employer or people have all the words; filters about people do not count."""
    return [row for row in rows if query.matches_text(folded(f"{row.position} {row.employer} {row.names}"))]


class ApplicationsView(View):
    """Every application with how far its notes are."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_in("applications")
    view = "applications"
    nobody = "No application"
    lists_people = False

    def compose(self) -> ComposeResult:
        """The list."""
        yield ApplicationList(self.snapshot.today, id="applications")

    def fill(self, keep: Key | None, cursor: int) -> None:
        """Fill the list; the cursor goes to the application with the key `keep`, else to that line."""
        listed = self.query_one(ApplicationList)
        listed.today = self.snapshot.today
        found = matching(self.snapshot.applications, self.query_said)
        self.shown = len(found)
        listed.show_rows(found, keep, cursor)

    def selection(self) -> Selection:
        """The application on the cursor."""
        return Selection(application=self.query_one(ApplicationList).current)

    def filter(self, query: Query) -> str:
        """Show only the applications that match; the filters that are about people are said to be."""
        problem = super().filter(query)
        if not problem and query.filters:
            problem = f"{query.filters[0].key}: is about people; applications are filtered by words."
        return problem

    def empty(self) -> Content:
        """What is said while there is no application."""
        add = self.keys("due.add")
        return Content(f"\nNo application is in your book yet.\n\n{add} adds one, with who interviewed you.")


VIEW = ApplicationsView
