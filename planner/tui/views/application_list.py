"""The list of applications, and the page of one: its people and what each has had, its timeline, and its "no"."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual.content import Content

from ...book.applications import ApplicationLine, ApplicationPage
from ...book.formatting import told
from ...cadence.terms import PART_NAMES, REASON_NAMES, STEP_NAMES
from ...dates import show
from ...finding import Query
from ...text import folded, joined, plural
from ..pages.page import MUTED, Line, Page, PageView, hang, heading, plain
from ..pages.person import touch_lines
from ..widgets.line_list import Heading, LineList, fit

_TITLES = {"running": "Running", "offer": "An offer", "rejected": "A no", "withdrawn": "Withdrawn"}


class ApplicationList(LineList[ApplicationLine]):
    """Every application, those that run first."""

    def __init__(self, today: date, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.today = today

    def show_rows(self, rows: Sequence[ApplicationLine], keep: int | None = None, cursor: int = 0) -> None:
        """Show these; the cursor goes to the application with the key `keep`, else to that line."""
        lines: list[ApplicationLine | Heading] = []
        for state, title in _TITLES.items():
            members = [row for row in rows if row.state == state]
            if members:
                lines += [Heading(title, len(members), "heading"), *members]
        if keep is not None:
            found = (i for i, line in enumerate(lines) if not isinstance(line, Heading) and line.application_id == keep)
            cursor = next(found, cursor)
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
    """How an application stands in a few words: "2 of 3 written to"."""
    if row.state == "rejected":
        return f"{row.written} of {row.people} written to" if row.people else "nobody known"
    if row.promised_on:
        return f"by {show(row.promised_on, today)}"
    return f"{row.thanked} of {row.people} thanked" if row.people else "nobody known"


def matching(rows: Sequence[ApplicationLine], query: Query) -> list[ApplicationLine]:
    """The applications whose position, employer or people have all the words; filters about people do not count."""
    return [row for row in rows if query.matches_text(folded(f"{row.position} {row.employer} {row.names}"))]


class ApplicationPanel(Page):
    """One application, as a page to read and to go through."""

    _shown = 0  # the key of the application that is shown

    def show(self, found: ApplicationPage, today: date) -> None:
        """Show an application."""
        same = self._shown == found.application_id
        self._shown = found.application_id
        self.show_lines(partial(page, found, today), anew=not same)


def page(found: ApplicationPage, today: date, width: int, view: PageView) -> list[Line]:
    """An application as a page of that width."""
    lines = plain(hang("", Content.styled(f"{found.position} at {found.employer}", "bold $text-primary"), width))
    lines += plain(hang("", Content.styled(_state(found, today), MUTED), width))
    lines += [Line(Content("")), *_people(found, width)]
    if found.state == "rejected":
        lines += [Line(Content("")), *_the_no(found, width)]
    touches = [(name, touch) for name, touch in found.timeline if view.shows(touch.kind)]
    lines += [Line(Content("")), heading("Timeline", f"only {view.only}; f shows others" if view.only else "")]
    for name, touch in touches:
        words = f"{name}: {told(touch)}" if name else told(touch)
        lines += touch_lines(touch, words, today, width, view)
    if not touches:
        nothing = f"  No {view.only}." if view.only else "  Nothing has happened yet."
        lines.append(Line(Content.styled(nothing, MUTED)))
    return lines


def _state(found: ApplicationPage, today: date) -> str:
    if found.state == "rejected":
        heard = "heard of" if found.how_learned == "heard" else "told"
        return f"A no, {heard} on {show(found.learned_on, today)}." if found.learned_on else "A no."
    promised = f"; decision promised by {show(found.promised_on, today)}" if found.promised_on else ""
    return f"{_TITLES[found.state]}{promised}."


def _people(found: ApplicationPage, width: int) -> list[Line]:
    asked = [row for row in found.panel if row.part != "referrer"]
    thanked = sum(any(step in row.had for step in ("thank_you", "first_note", "first_call")) for row in asked)
    written = sum(any(step in row.had for step in ("first_note", "first_call")) for row in asked)
    word = (
        f"{written} of {len(asked)} have had a note"
        if found.state == "rejected"
        else f"{thanked} of {len(asked)} thanked"
    )
    lines = [heading("People", word if asked else "")]
    for row in found.panel:
        had = joined([STEP_NAMES[step] for step in row.had if step in STEP_NAMES]) or "nothing yet"
        main = " ★" if row.contact_id == found.main_contact_id else ""
        answers = f", {plural(row.answers, 'answer')}" if row.answers else ""
        state = f", {row.state}" if row.state != "open" else ""
        text = Content.assemble(
            row.name, (main, "$text-accent"), (f"  {PART_NAMES[row.part]}{state}", MUTED), f"  {had}{answers}"
        )
        first, *others = hang("  ", text, width)
        lines += [Line(first, ("person", row.contact_id)), *plain(others)]
    if not found.panel:
        lines.append(Line(Content.styled("  Nobody is known; a adds an interview.", MUTED)))
    return lines


def _the_no(found: ApplicationPage, width: int) -> list[Line]:
    back = {True: "yes", False: "no", None: "not said"}[found.would_go_back]
    lines = [heading("The no")]
    for label, text in (
        ("reason", REASON_NAMES[found.reason] if found.reason else "not said"),
        ("in their words", f"“{found.reason_given}”" if found.reason_given else ""),
        ("feedback", found.feedback),
        ("lesson", found.lesson),
        ("would go back", back),
    ):
        if text:
            lines += plain(hang(f"  {label:15}", Content(text), width, MUTED))
    return lines
