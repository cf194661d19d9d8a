"""Search everything ever written: as one types, the people with the sentences, and the whole text beside them."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from ...book.directory import matching
from ...book.search import PLACE_NAMES, Found, Place, Results, search
from ...dates import show
from ...finding import Query, read_query, sentence
from ...text import folded, plural
from ..bindings import bindings
from ..services.library import Library
from ..widgets.footer import FittingFooter
from ..widgets.line_list import Heading, LineList, fit
from ..widgets.text_area import without

_HELP = 'Words, “phrases” in quotes, -without; is:due  tag:warm  at:calder  part:hr  since:"last month"'


class FoundLine(NamedTuple):
    """A place in the list of results, with whose it is."""

    found: Found
    place: Place


class FoundList(LineList[FoundLine]):
    """The places by person, the sentence of each."""

    today: date
    words = Query()

    def cells(self, row: FoundLine, width: int) -> list[tuple[str, str]]:
        """When, what, and the sentence."""
        place = row.place
        what = PLACE_NAMES.get(place.kind) or (show(place.on, self.today) if place.on else "")
        what_width = 16 if width >= 50 else 11
        return [
            ("   ", ""),
            (fit(what, what_width - 1) + " ", "muted"),
            (fit(sentence(place.text, self.words), width - 3 - what_width), ""),
        ]


class FindBox(Input, inherit_bindings=False):
    """The line to type in; the keys that go through the results are left to the page."""

    BINDINGS: ClassVar[list[BindingType]] = without(Input.BINDINGS, {"enter"})


class FindPage(Vertical):
    """One line to type in, the results below it, and the text under the cursor beside them."""

    DEFAULT_CSS = """
    FindPage {
        height: 1fr;
        #find-words { height: 1; border: none; padding: 0 1; background: $primary-muted; }
        #find-said { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        #find-results { height: 1fr; }
        FoundList { width: 3fr; height: 1fr; }
        #find-text { width: 2fr; height: 1fr; padding: 0 1; border-left: vkey $foreground 25%;
                     scrollbar-size-vertical: 1; }
        #find-text > Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("find")

    class Left(Message):
        """Back, or on to what was found."""

        def __init__(self, line: FoundLine | None = None) -> None:
            super().__init__()
            self.line = line

    def __init__(self, today: date, search: Callable[[Query], Results]) -> None:
        super().__init__(id="find")
        self._today = today
        self._search = search
        self._query = Query()

    def compose(self) -> ComposeResult:
        """The line, what was found, and the text."""
        yield FindBox(placeholder="what was said or written", id="find-words", compact=True)
        yield Static(Content(_HELP), id="find-said")
        with Horizontal(id="find-results"):
            found = FoundList(id="found")
            found.today = self._today
            found.can_focus = False
            yield found
            with VerticalScroll(id="find-text", can_focus=False):
                yield Static(id="find-whole")

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one("#find-words").focus()

    def action_move(self, step: int) -> None:
        """The next place, or the one before."""
        self.query_one(FoundList).action_move(step)

    def action_read(self, direction: int) -> None:
        """Read on, or back, in the text."""
        text = self.query_one("#find-text")
        text.scroll_relative(y=direction * max(1, text.size.height - 2), animate=False)

    def action_open(self) -> None:
        """To that person, with the message open."""
        line = self.query_one(FoundList).current
        if line is not None:
            self.post_message(self.Left(line))

    def action_leave(self) -> None:
        """Back to where one was."""
        self.post_message(self.Left())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._query = read_query(event.value, self._today)
        self._look(self._query)

    @work(exclusive=True, thread=True, exit_on_error=False)
    def _look(self, query: Query) -> None:
        self.app.call_from_thread(self._show, query, self._search(query))

    def _show(self, query: Query, results: Results) -> None:
        found = results.found
        if query is not self._query or not self.is_attached:
            return  # more was typed meanwhile
        lines: list[FoundLine | Heading] = []
        places = 0
        for each in found:
            title = f"{each.name}, {each.employer}" if each.employer else each.name
            lines += [Heading(title, len(each.places), "heading"), *(FoundLine(each, place) for place in each.places)]
            places += len(each.places)
        listed = self.query_one(FoundList)
        listed.words = query
        listed.show_lines(lines)
        said = self.query_one("#find-said", Static)
        if query.problems:
            said.update(Content.styled(query.problems[0], "$text-error"), layout=False)
        elif not any(not term.excluded for term in query.terms):
            said.update(Content(_HELP), layout=False)
        elif found:
            newest = "The newest " if results.more else ""
            counted = f"{newest}{plural(places, 'place')} with {plural(len(found), 'person', 'people')}."
            said.update(Content(counted), layout=False)
        else:
            said.update(Content(f"Nothing that was ever written holds “{query.said}”."), layout=False)
        if not lines:
            self.query_one("#find-whole", Static).update("")

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()
        line = self.query_one(FoundList).current
        if line is None:
            return
        text = Content(line.place.text)
        self.query_one("#find-whole", Static).update(_marked(text, self._query))
        self.query_one("#find-text").scroll_home(animate=False)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_open()


def _marked(content: Content, query: Query) -> Content:
    """A text with the words that were searched for marked, by more than their colour."""
    import re

    wanted = [term.text for term in query.terms if not term.excluded]
    for word in re.finditer(r"\w+", content.plain):
        if any(folded(word[0]).startswith(part) for term in wanted for part in term.split()):
            content = content.stylize("bold underline $text-accent", word.start(), word.end())
    return content


class FindScreen(Screen[FoundLine | None]):
    """The search; it is dismissed with the place that was chosen, or with None."""

    DEFAULT_CSS = """
    FindScreen.-narrow {
        #find-results { layout: vertical; }
        FoundList { width: 1fr; height: 3fr; }
        #find-text { width: 1fr; height: 2fr; border-left: none; border-top: hkey $foreground 25%; }
    }
    """
    AUTO_FOCUS = "#find-words"

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._page = FindPage(library.today, self._search)

    def compose(self) -> ComposeResult:
        """The page, and its keys."""
        yield self._page
        yield FittingFooter(compact=True, show_command_palette=False)

    def on_find_page_left(self, event: FindPage.Left) -> None:
        """Back, with what was chosen."""
        self.dismiss(event.line)

    def _search(self, query: Query) -> Results:
        people = matching(self._library.snapshot.people, query.filters_only()) if query.filters else None
        only = {person.contact_id for person in people} if people is not None else None
        return self._library.read(lambda connection: search(connection, query, only)) or Results([], False)
