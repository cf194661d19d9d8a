"""Completion in a field: employers, positions, tags and people that the book knows."""

from collections.abc import Sequence

from textual import events
from textual.widgets import Input
from textual_autocomplete import AutoComplete, DropdownItem, TargetState

from ...text import folded


class Completion(AutoComplete):
    """What the text, or its last piece, could become. Down marks one, Tab or Enter takes it; Escape hides the list.

    Without Down, Tab and Enter lead on as everywhere: what is new is typed, and stays as it was typed.
    """

    DEFAULT_CSS = """
    Completion AutoCompleteList { max-height: 6; background: $panel; }
    """

    def __init__(self, target: Input, suggest: Sequence[str], *, several: bool = False) -> None:
        super().__init__(target, [DropdownItem(each) for each in suggest])
        self._several = several

    def _listen_to_messages(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and self.display and self.option_list.highlighted is None:
            if event.key == "down" and self.option_list.option_count:
                event.prevent_default()
                event.stop()
                self.option_list.highlighted = 0
                return
            if event.key in {"tab", "enter"}:
                self.action_hide()
                return
        super()._listen_to_messages(event)

    def _rebuild_options(self, target_state: TargetState, search_string: str) -> None:
        super()._rebuild_options(target_state, search_string)
        self.option_list.highlighted = None

    def match(self, query: str, candidate: str) -> tuple[float, tuple[int, ...]]:
        """As everywhere in the planner: each word typed begins a word there. Gives how well, and which letters."""
        text, places = f" {folded(candidate)}", list[int]()
        for word in folded(query).split():
            at = text.find(f" {word}")
            if at < 0:
                return 0, ()
            places += range(at, at + len(word))
        begins = folded(candidate).startswith(folded(query))
        return (1.0 if begins else 0.5), tuple(places) if len(text) == len(candidate) + 1 else ()

    def get_search_string(self, target_state: TargetState) -> str:
        """What is typed; of several with commas between, the last one."""
        typed = super().get_search_string(target_state)
        return typed.rpartition(",")[2].strip() if self._several else typed

    def should_show_dropdown(self, search_string: str) -> bool:
        """Only once something is typed, and only while it could become something else."""
        return bool(search_string) and super().should_show_dropdown(search_string)

    def apply_completion(self, value: str, state: TargetState) -> None:
        """Put it in the place of what was typed."""
        if self._several:
            before, comma, _ = state.text[: state.cursor_position].rpartition(",")
            value = f"{before}{comma}{' ' if comma else ''}{value}"
        super().apply_completion(value, state)
