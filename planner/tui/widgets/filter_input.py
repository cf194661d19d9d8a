"""The line in which one types whom to show, with what one may type below it."""

from collections.abc import Collection
from typing import ClassVar

from textual.binding import BindingType
from textual.suggester import Suggester
from textual.widgets import Input

from ...finding import completions
from ..bindings import bindings, free_own_keys


class FilterInput(Input):
    """The words, and the filter words, that who is shown must match. The word that is offered stands behind it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("filter")

    def __init__(self, said: str, tags: Collection[str], employers: Collection[str]) -> None:
        super().__init__(
            said,
            placeholder="name, employer, position, tag or a word; is: tag: at: part: since:",
            id="filter",
            compact=True,
            suggester=_Completer(tags, employers),
            select_on_focus=False,
        )

    def on_mount(self) -> None:
        """Leave the user's own keys alone."""
        free_own_keys(self)

    def action_complete(self) -> None:
        """Take the word that is offered."""
        self.action_end()
        self.action_cursor_right()  # at the end this takes what is offered


class _Completer(Suggester):
    """Offers filter words, and the tags and employers of the book."""

    def __init__(self, tags: Collection[str], employers: Collection[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._tags = tags
        self._employers = employers

    async def get_suggestion(self, value: str) -> str | None:
        """The first word that what is typed could go on as."""
        return next(iter(completions(value, self._tags, self._employers)), None)
