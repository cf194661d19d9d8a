"""The text of a note, with its blanks to be filled in one after another and its flags underlined."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.message import Message
from textual.strip import Strip
from textual.widgets.text_area import Selection

from ...notes.blanks import (
    Stop,
    fitted,
    is_filled,
    key_of,
    says_what,
    stop_at,
    stop_before,
    taken,
    with_new_blanks,
)
from ...text import clean
from ..bindings import bindings
from ..system.textual_privates import Edit, EditResult
from ..widgets.text_area import SteadyTextArea
from .note_edits import NoteEdit, NoteHistory
from .note_marks import marks_by_line


class NoteArea(SteadyTextArea):
    """A text area in which Tab goes from blank to blank; typing then replaces the blank, wherever it stands."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"note-area--blank", "note-area--filled", "note-area--flag"}
    DEFAULT_CSS = """
    NoteArea > .note-area--blank { background: $warning-muted; color: $text-warning; text-style: bold; }
    NoteArea.-on-blank > .text-area--selection { background: $text-warning; color: $warning-muted; text-style: bold; }
    NoteArea > .note-area--filled { color: $text-success; }
    NoteArea > .note-area--flag { color: $text-error; text-style: underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("text")

    class Filled(Message):
        """What stands in a blank changed: `text` is what stands there, the blank itself when it was emptied again.

        `again` is True after a redo, False after an undo, None after typing.
        """

        def __init__(self, area: "NoteArea", asks_for: str, text: str, *, filled: bool, again: bool | None) -> None:
            super().__init__()
            self.area = area
            self.asks_for = asks_for
            self.text = text
            self.filled = filled
            self.again = again

    class PastTheLast(Message):
        """Tab was pressed at the last blank, or shift+tab at the first."""

        def __init__(self, area: "NoteArea", *, forward: bool) -> None:
            super().__init__()
            self.area = area
            self.forward = forward

    class BeyondTheEdge(Message):
        """Up was pressed in the first line of the text, or down or Enter in the subject."""

        def __init__(self, area: "NoteArea") -> None:
            super().__init__()
            self.area = area

    class WholeUndone(Message):
        """A note was put back in the place of the one that had replaced it, or, with `again`, the other way round."""

        def __init__(self, area: "NoteArea", number: int, *, again: bool) -> None:
            super().__init__()
            self.area = area
            self.number = number
            self.again = again

    def __init__(self, text: str, stops: Iterable[Stop] | None = None, *, one_line: bool = False, id: str) -> None:
        self._looks: LRUCache[tuple[object, ...], Strip] = LRUCache(500)
        super().__init__(
            text, id=id, soft_wrap=not one_line, compact=True, highlight_cursor_line=False, show_line_numbers=False
        )
        self.history = NoteHistory.like(self.history)
        self.stops: list[Stop] = with_new_blanks(list(stops or ()), text)
        self._one_line = one_line
        self._follows = False  # an undo of the other area
        self._flags: list[tuple[int, int]] = []
        self._spans: dict[int, list[tuple[int, int, str]]] | None = None

    def edit(self, edit: Edit) -> EditResult:
        """Make an edit; what it changes in a blank changes in every blank that asks for the same."""
        text = clean(edit.text)
        text = " ".join(text.split("\n")) if self._one_line else text
        noted = NoteEdit(text, edit.from_location, edit.to_location, edit.maintain_selection_offset)
        start, end = self.index_of(noted.top), self.index_of(noted.bottom)
        stop = next((s for s in self.stops if s.start <= start and end <= s.end), None)
        replaced = self.text[start:end]
        several_lines = "\n" in text or "\n" in replaced
        was = self._contents()
        result = self._make(noted)
        if stop is not None and text != replaced:
            self._fill_the_others(stop, joins=not several_lines)
        self._tell(was, None)
        return result

    def fill(self, asks_for: str, text: str, *, filled: bool, again: bool | None) -> None:
        """Put into every blank that asks for that what stands in the other area; after its undo, undo here as well."""

        def to_do() -> list[tuple[int, str]]:
            wanted = [
                (number, fitted(text, stop.asks_for) if filled else f"[{stop.asks_for}]")
                for number, stop in enumerate(self.stops)
                if key_of(stop.asks_for) == key_of(asks_for) and says_what(asks_for)
            ]
            return [(n, said) for n, said in wanted if self.text[self.stops[n].start : self.stops[n].end] != said]

        stack = self.history.redo_stack if again else self.history.undo_stack
        while again is not None and to_do() and stack and all(e.mirrors for e in stack[-1] if isinstance(e, NoteEdit)):
            self._follow(again=again)
            stack.pop()
        for number, said in to_do():
            self._replace(number, said, mirrors=True)

    def replace_all(self, text: str, stops: Sequence[Stop], number: int) -> None:
        """Another text with its own blanks in the place of this one, as one step of undo with that number."""
        self.history.checkpoint()
        edit = NoteEdit(text, (0, 0), self.document.end, False, whole=number)
        self._make(edit)
        edit.after_it = self.stops = with_new_blanks(list(stops), text)
        self.move_cursor((0, 0))
        self.scroll_home(animate=False)
        self._redraw()
        self.history.checkpoint()

    def follow_whole(self, number: int, *, again: bool) -> None:
        """Undo, or redo, as far as the replacement of the whole text with that number."""
        stack = self.history.redo_stack if again else self.history.undo_stack
        numbers = [max(edit.whole for edit in batch if isinstance(edit, NoteEdit)) for batch in stack]
        for _ in range(len(numbers) - numbers.index(number) if number in numbers else 0):
            self._follow(again=again)

    def show_from_the_top(self) -> None:
        """Show a new text from its beginning."""
        self.scroll_home(animate=False)
        self.scroll_cursor_visible()

    def show_flags(self, flags: Iterable[tuple[int, int]]) -> None:
        """Underline these places."""
        if (places := [(start, end) for start, end in flags if end > start]) != self._flags:
            self._flags = places
            self._redraw()

    def move_flags(self, start: int, end: int, inserted: int) -> None:
        """Keep the flags in their places while the text changes; one that is changed goes."""
        delta = inserted - (end - start)
        self._flags = [(a + delta, b + delta) if a >= end else (a, b) for a, b in self._flags if b <= start or a >= end]
        self._spans = None

    @property
    def current_stop(self) -> Stop | None:
        """The blank that the selection lies in, filled or not."""
        return stop_at(self.stops, *(self.index_of(place) for place in sorted(self.selection)))

    def take_answer(self, answer: str, *, select: bool = False) -> None:
        """Put an answer into the blank that the cursor is in, and select it so that another can take its place."""
        if (stop := self.current_stop) is not None:
            ends = self.text[stop.end : stop.end + 1] in {".", ",", ";", ":", "!", "?"}
            said = fitted(taken(answer) if ends else answer, stop.asks_for)
            self.put_at(stop.start, stop.end, said)
            if select:
                self.select(stop.start, stop.start + len(said))

    def quote(self, words: str) -> None:
        """Put their words on a line of their own, marked as mail programs do."""
        start = self.cursor_location[0], 0
        self.replace(f"> {words}\n", start, start, maintain_selection_offset=False)

    def put_at(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of what stands there."""
        self.replace(text, self.location_of(start), self.location_of(end), maintain_selection_offset=False)

    def action_next_stop(self) -> None:
        """Select the next blank that is not filled in."""
        place = self.index_of(max(self.selection))
        if (stop := next((stop for stop in self.unfilled if stop.start >= place), None)) is not None:
            self.select(stop.start, stop.end)
        else:
            self.post_message(self.PastTheLast(self, forward=True))

    def action_previous_stop(self) -> None:
        """Select the blank before, filled in or not."""
        start, end = sorted(self.selection)
        if (stop := stop_before(self.stops, self.index_of(start), self.index_of(end))) is not None:
            self.select(stop.start, stop.end)
        else:
            self.post_message(self.PastTheLast(self, forward=False))

    def action_cursor_up(self, select: bool = False) -> None:
        """A line up; from the first one out of this text."""
        if not select and not self._one_line and self.navigator.is_first_wrapped_line(self.cursor_location):
            self.post_message(self.BeyondTheEdge(self))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """A line down; from the subject into the text."""
        if not select and self._one_line:
            self.post_message(self.BeyondTheEdge(self))
        else:
            super().action_cursor_down(select)

    @property
    def unfilled(self) -> list[Stop]:
        """The blanks that are not filled in yet, in order."""
        return [stop for stop in self.stops if not is_filled(self.text, stop)]

    @property
    def is_on_blank(self) -> bool:
        """Whether a blank that is not filled in is selected, so that typing fills it."""
        stop = self.current_stop
        return stop is not None and self.selected_text != "" and not is_filled(self.text, stop)

    def select_last_stop(self) -> None:
        """Select the last blank, filled in or not, if there is one."""
        for stop in self.stops[-1:]:
            self.select(stop.start, stop.end)

    def select_first_unfilled(self) -> bool:
        """Select the first blank that is still empty; gives whether there is one."""
        for blank in self.unfilled[:1]:
            self.select(blank.start, blank.end)
        return bool(self.unfilled)

    def select(self, start: int, end: int) -> None:
        """Select a range of the text, and bring it into view."""
        self.history.checkpoint()
        self.selection = Selection(self.location_of(start), self.location_of(end))
        self.scroll_cursor_visible()

    def go_to(self, place: int) -> None:
        """Move the cursor to a place of the text, with nothing selected."""
        self.history.checkpoint()
        self.move_cursor(self.location_of(place))
        self.scroll_cursor_visible()

    def get_line(self, line_index: int) -> Text:
        """A line with its blanks and flags marked."""
        line = super().get_line(line_index)
        if self._spans is None:
            self._spans = self._lay_out()
        for start, end, name in self._spans.get(line_index, ()):
            line.stylize(self.get_component_rich_style(name), start, end)
        return line

    def line_at(self, y: int) -> Strip:
        """A line; one that goes on beyond its end says so."""
        if (key := self._look_of(y)) is not None:
            known = self._looks.get(key)
            if known is None:
                known = self._looks[key] = super().line_at(y)
            return known
        strip = super().line_at(y)
        width = self.size.width
        if not self._one_line or not self.is_attached or cell_len(self.text) <= width + self.scroll_offset.x:
            return strip
        kept = strip.crop(0, width - 1)
        last = next((segment.style for segment in reversed(list(strip.crop(width - 1, width)))), None)
        return Strip([*kept, Segment("…", last)])

    def _look_of(self, y: int) -> tuple[object, ...] | None:
        """What the look of a line without the cursor depends on; Textual draws all of them anew at each key."""
        at = y + self.scroll_offset.y
        places = self.wrapped_document._offset_to_line_info
        start, end = self.selection
        if self._one_line or not self.is_attached or start != end or at >= len(places):
            return None
        row, part = places[at]
        bracket = self._matching_bracket_location
        if row == end[0] or (bracket is not None and bracket[0] == row):
            return None
        if self._spans is None:
            self._spans = self._lay_out()
        spans = tuple(self._spans.get(row, ()))
        return self.size.width, self.has_focus, self.document.lines[row], part, spans

    def _rewrap_and_refresh_virtual_size(self) -> None:
        self._looks.clear()
        super()._rewrap_and_refresh_virtual_size()

    def notify_style_update(self) -> None:
        """The theme changed: draw everything anew."""
        self._looks.clear()
        super().notify_style_update()

    def on_blur(self) -> None:
        """A line that is not being written shows its beginning."""
        if self._one_line:
            self.scroll_home(animate=False)

    async def _on_key(self, event: events.Key) -> None:
        if self._one_line and event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.BeyondTheEdge(self))
            return
        # Here and not as a binding, which Textual looks up only once the key has passed through every widget around
        # this one: what is typed right after it would land in the blank before.
        if move := {"tab": self.action_next_stop, "shift+tab": self.action_previous_stop}.get(event.key):
            event.stop()
            event.prevent_default()
            move()
            return
        await super()._on_key(event)

    def _undo_batch(self, edits: Sequence[Edit]) -> None:
        was = self._contents()
        super()._undo_batch(edits)
        self._redraw()
        self._tell_step(was, edits, again=False)

    def _redo_batch(self, edits: Sequence[Edit]) -> None:
        was = self._contents()
        super()._redo_batch(edits)
        self._redraw()
        self._tell_step(was, edits, again=True)

    def _follow(self, *, again: bool) -> None:
        """Undo or redo a step because the other area did."""
        self._follows = True
        (self.redo if again else self.undo)()
        self._follows = False

    def _tell_step(self, was: dict[str, tuple[str, str, bool]], edits: Sequence[Edit], *, again: bool) -> None:
        """Tell of an undo or redo, unless it followed the other area's."""
        if self._follows:
            return
        numbers = {edit.whole for edit in edits if isinstance(edit, NoteEdit) and edit.whole}
        if numbers:
            self.post_message(self.WholeUndone(self, max(numbers), again=again))
        else:
            self._tell(was, again)

    def _make(self, edit: NoteEdit) -> EditResult:
        self._spans = None
        return super().edit(edit)

    def _fill_the_others(self, stop: Stop, *, joins: bool) -> None:
        """Bring what was typed into a blank to the others that ask for the same."""
        number = next(
            (n for n, s in enumerate(self.stops) if s[::2] == stop[::2]), None
        )  # where it begins, what it asks
        if number is None or not says_what(stop.asks_for):
            return
        said = self.text[self.stops[number].start : self.stops[number].end]
        filled = is_filled(self.text, self.stops[number])
        for other, each in enumerate(self.stops):
            if other != number and key_of(each.asks_for) == key_of(stop.asks_for):
                self._replace(other, fitted(said, each.asks_for) if filled else f"[{each.asks_for}]", joins=joins)

    def _replace(self, number: int, said: str, *, joins: bool = False, mirrors: bool = False) -> None:
        stop = self.stops[number]
        said = " ".join(said.splitlines()) if self._one_line else said
        if self.text[stop.start : stop.end] == said:
            return
        start, end = self.location_of(stop.start), self.location_of(stop.end)
        if mirrors:
            self.history.checkpoint()
        self._make(NoteEdit(said, start, end, True, joins=joins, mirrors=mirrors))
        if mirrors:
            self.history.checkpoint()

    def _contents(self) -> dict[str, tuple[str, str, bool]]:
        """What stands in the blanks, by what makes them the same one."""
        text = self.text
        return {
            key_of(stop.asks_for): (stop.asks_for, text[stop.start : stop.end], is_filled(text, stop))
            for stop in self.stops
            if says_what(stop.asks_for)
        }

    def _tell(self, was: dict[str, tuple[str, str, bool]], again: bool | None) -> None:
        for key, (asks_for, said, filled) in self._contents().items():
            if key in was and was[key][1:] != (said, filled):
                self.post_message(self.Filled(self, asks_for, said, filled=filled, again=again))

    def _lay_out(self) -> dict[int, list[tuple[int, int, str]]]:
        """What is marked, by line."""
        return marks_by_line(self.text, self.stops, self._flags, self.location_of, self.document.lines)

    def _redraw(self) -> None:
        self._spans = None
        self._line_cache.clear()
        self.refresh()
