"""Edits of a note that bring its tab stops along, also when they are undone."""

from dataclasses import dataclass, field
from typing import Protocol, cast

from textual.widgets import TextArea

from ...notes.blanks import Stop, after_edit, with_new_blanks
from ..system.textual_privates import Edit, EditHistory, EditResult
from .origins import Origins


class AreaWithStops(Protocol):
    """A text area with blanks to be filled in, which are its tab stops."""

    stops: list[Stop]
    text: str

    def index_of(self, location: tuple[int, int]) -> int:
        """The place in the text of a row and column."""

    def move_flags(self, start: int, end: int, inserted: int) -> None:
        """Keep the flags in their places while the text changes."""


@dataclass
class NoteEdit(Edit):
    """An edit that also knows the tab stops before and after it, so that undo and redo bring them along."""

    whole: int = 0  # the number of the change that put one note in the place of another, in subject and text alike
    mirrors: bool = False  # it brought over what was filled in the other area
    joins: bool = False  # it follows from the edit before it, and is undone together with that one
    before: list[Stop] = field(default_factory=list)
    after_it: list[Stop] | None = None

    def do(self, text_area: TextArea, record_selection: bool = True) -> EditResult:
        """Make the edit, for the first time or again."""
        area = cast("AreaWithStops", text_area)
        if self.after_it is not None:
            result = super().do(text_area, record_selection)
            area.stops = self.after_it
            return result
        self.before = area.stops
        start, end = area.index_of(self.top), area.index_of(self.bottom)
        moved = after_edit(self.before, area.text, start, end, len(self.text))
        result = super().do(text_area, record_selection)
        self.after_it = area.stops = with_new_blanks(moved, area.text)
        area.move_flags(start, end, len(self.text))
        return result

    def undo(self, text_area: TextArea) -> EditResult:
        """Take the edit back."""
        result = super().undo(text_area)
        cast("AreaWithStops", text_area).stops = self.before
        return result


class KeptUndo:
    """Undo and redo of the drafts that were left, for as long as the app runs; only for a text still the same."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Origins, list[tuple[str, EditHistory]]]] = {}

    def keep(self, draft_id: int | None, origins: Origins, *areas: TextArea) -> None:
        """Keep what these areas of a draft can undo, and where their texts came from."""
        if draft_id is not None:
            self._kept[draft_id] = origins, [(area.text, area.history) for area in areas]

    def give(self, draft_id: int | None, origins: Origins, *areas: TextArea) -> Origins:
        """Give the areas of that draft back what they could undo; gives where their texts came from."""
        kept = self._kept.pop(draft_id, None) if draft_id is not None else None
        if kept is None or [text for text, _ in kept[1]] != [area.text for area in areas]:
            return origins
        for area, (_, history) in zip(areas, kept[1], strict=True):
            area.history = history
        return kept[0]


class NoteHistory(EditHistory):
    """Keeps an edit that follows from another one in the same step of undo."""

    @classmethod
    def like(cls, other: EditHistory) -> "NoteHistory":
        """A history with the same limits as another."""
        return cls(other.max_checkpoints, other.checkpoint_timer, other.checkpoint_max_characters)

    def record(self, edit: Edit) -> None:
        """Keep the edit."""
        if isinstance(edit, NoteEdit) and edit.joins and self._undo_stack:
            self._undo_stack[-1].append(edit)
        else:
            super().record(edit)
