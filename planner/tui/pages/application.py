"""The page of an application: its people and what each has had, its timeline, and its "no"."""

from datetime import date
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from ...book.applications import ApplicationPage
from ...book.formatting import APPLICATION_TITLES, told
from ...cadence.terms import PART_NAMES, REASON_NAMES, STEP_NAMES
from ...dates import show
from ...text import joined, plural
from ..bindings import bindings_on_page
from ..widgets.hanging import MUTED, hang
from .page import Line, Page, PageView, heading, plain
from .person import touch_lines


class ApplicationPanel(Page):
    """One application, as a page to read and to go through."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_on_page("applications")

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
    lines += [Line(Content("")), *_people(found, width, view)]
    if found.state == "rejected":
        lines += [Line(Content("")), *_the_no(found, width)]
    touches = [(name, touch) for name, touch in found.timeline if view.shows(touch.kind)]
    lines += [
        Line(Content("")),
        heading("Timeline", view.only_said),
    ]
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
        return f"Rejected, {heard} on {show(found.learned_on, today)}." if found.learned_on else "Rejected."
    promised = f"; decision promised by {show(found.promised_on, today)}" if found.promised_on else ""
    return f"{APPLICATION_TITLES[found.state]}{promised}."


def _people(found: ApplicationPage, width: int, view: PageView) -> list[Line]:
    asked = [row for row in found.panel if row.part != "referrer"]
    thanked = sum(row.is_thanked for row in asked)
    written = sum(row.has_had_a_note for row in asked)
    word = (
        f"{written} of {len(asked)} have had a note"
        if found.state == "rejected"
        else f"{thanked} of {len(asked)} thanked"
    )
    lines = [heading("People", word if asked else "")]
    for row in found.panel:
        is_done = row.has_had_a_note if found.state == "rejected" else row.is_thanked
        nothing = "a note" if is_done else "nothing yet"
        had = joined([STEP_NAMES[step] for step in row.had if step in STEP_NAMES]) or nothing
        main = " ★" if row.contact_id == found.main_contact_id else ""
        answers = f", {plural(row.answers, 'answer')}" if row.answers else ""
        state = f", {row.state}" if row.state != "open" else ""
        text = Content.assemble(
            row.name, (main, "$text-accent"), (f"  {PART_NAMES[row.part]}{state}", MUTED), f"  {had}{answers}"
        )
        first, *others = hang("  ", text, width)
        lines += [Line(first, ("person", row.contact_id)), *plain(others)]
    if not found.panel:
        lines.append(Line(Content.styled(f"  Nobody is known; {view.keys('due.add')} adds an interview.", MUTED)))
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
