"""Completion in a field: employers, positions, tags and people that the book knows."""

from collections.abc import Sequence

from textual.widgets import Input
from textual_autocomplete import AutoComplete, DropdownItem, TargetState


class Completion(AutoComplete):
    """What the text, or its last piece, could become. Tab or Enter takes what is marked; Escape hides the list."""

    DEFAULT_CSS = """
    Completion AutoCompleteList { max-height: 6; background: $panel; }
    """

    def __init__(self, target: Input, suggest: Sequence[str], *, several: bool = False) -> None:
        super().__init__(target, [DropdownItem(each) for each in suggest])
        self._several = several

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
