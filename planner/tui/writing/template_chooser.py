"""The template chooser: every template with whether it fits this person and why, and what the note would be."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ...book.prefill import Occasion, Prefilled, begin
from ...book.queries import DraftRow
from ...notes.blanks import find_blanks
from ...notes.template_files import Ranked
from ...text import shorten
from ..bindings import bindings
from ..widgets.line_list import Heading, LineList, fit

Choice = Ranked | DraftRow


class TemplateList(LineList[Choice]):
    """Templates that fit, the others, and other drafts that are kept for this person."""

    def cells(self, row: Choice, width: int) -> list[tuple[str, str]]:
        """The title; the best one is marked."""
        if isinstance(row, DraftRow):
            return [(" ✎ ", "written"), (fit(row.subject or row.body.split("\n")[0], width - 3), "")]
        best = row.fits and self._lines[1] is row
        mark, kind = ("★", "written") if best else ("·", "" if row.fits else "muted")
        return [(f" {mark} ", kind), (fit(row.template.title, width - 3), "" if row.fits else "muted")]


class TemplateChooser(Horizontal):
    """Choose another template for the note, or another draft of it; the note as it would be stands beside the list."""

    DEFAULT_CSS = """
    TemplateChooser {
        padding: 0 1;
        #choices { width: 5fr; height: 1fr; }
        #choices-title { height: 1; text-style: bold; color: $text-primary; }
        #choices-why { height: 3; color: $text-muted; }
        TemplateList { height: 1fr; }
        #preview {
            width: 6fr; height: 1fr; margin-left: 1; padding: 0 1; border-left: vkey $foreground 25%;
            scrollbar-size-vertical: 1;
        }
        #preview-text { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("template")

    class Taken(Message):
        """Another text was chosen: a template's, or that of the draft with this key."""

        def __init__(self, found: Prefilled | None, draft: DraftRow | None) -> None:
            super().__init__()
            self.found = found
            self.draft = draft

    class Left(Message):
        """The note stays as it is."""

    def __init__(self, occasion: Occasion, known: dict[str, str], template: str, drafts: list[DraftRow]) -> None:
        super().__init__(id="chooser")
        self._occasion = occasion
        self._known = known
        self._template = template
        self._drafts = drafts

    def compose(self) -> ComposeResult:
        """The list with its reasons, and the preview."""
        with Vertical(id="choices"):
            yield Static(Content(f"Templates for {self._occasion.contact.called}"), id="choices-title")
            yield TemplateList(id="templates")
            yield Static(id="choices-why")
        with VerticalScroll(id="preview", can_focus=False):
            yield Static(id="preview-text")

    def on_mount(self) -> None:
        """Show all, with the cursor on the template that the note came from."""
        groups: list[tuple[str, list[Choice]]] = [
            ("Fits", [each for each in self._occasion.templates if each.fits]),
            ("Other", [each for each in self._occasion.templates if not each.fits]),
            ("Kept for this person", [*self._drafts]),
        ]
        lines: list[Choice | Heading] = []
        for title, members in groups:
            if members:
                lines += [Heading(title, len(members), "heading"), *members]
        here = [n for n, each in enumerate(lines) if isinstance(each, Ranked) and each.template.name == self._template]
        listed = self.query_one(TemplateList)
        listed.show_lines(lines, here[0] if here else 0)
        listed.focus()
        self._show()

    def action_take(self) -> None:
        """Take what the cursor is on."""
        row = self.query_one(TemplateList).current
        if isinstance(row, Ranked):
            self.post_message(self.Taken(self._begun(row), None))
        elif isinstance(row, DraftRow):
            self.post_message(self.Taken(None, row))

    def action_read(self, direction: int) -> None:
        """Read on, or back, in the preview."""
        preview = self.query_one("#preview")
        preview.scroll_relative(y=direction * max(1, preview.size.height // 2), animate=False)

    def action_leave(self) -> None:
        """Back to the note."""
        self.post_message(self.Left())

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()
        self._show()

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_take()

    def _begun(self, row: Ranked) -> Prefilled | None:
        # The template that the note is from already is taken to start afresh.
        return begin(self._occasion, row.template, self._known if row.template.name != self._template else {})

    def _show(self) -> None:
        row = self.query_one(TemplateList).current
        if row is None:
            return
        if isinstance(row, DraftRow):
            subject, body, why = row.subject, row.body, "A draft of yours that was kept."
        else:
            found = self._begun(row)
            assert found is not None
            subject, body, why = found.subject, found.body, f"{row.why[:1].upper()}{row.why[1:]}."
        self.query_one("#choices-why", Static).update(Content(why))
        preview = Content.assemble(("Subject  ", "$text-muted"), _marked(shorten(subject, 300)), "\n\n", _marked(body))
        self.query_one("#preview-text", Static).update(preview)
        self.query_one("#preview").scroll_home(animate=False)


def _marked(text: str) -> Content:
    """A text with its blanks marked as in the editor."""
    content = Content(text)
    for blank in find_blanks(text):
        content = content.stylize("bold $text-warning on $warning-muted", blank.start, blank.end)
    return content
