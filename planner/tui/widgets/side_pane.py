"""The place beside the list: a page to read, or one thing that was opened over it."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

PLACE = "place"
"""The class of what stands in a place of its own: a key that is held down in one does nothing in the next."""


class SidePane(Horizontal):
    """Holds pages, of which one shows, and opens one thing at a time in their place."""

    class Closed(Message):
        """What was open is gone."""

    def __init__(self, *pages: Widget, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pages = list(pages)
        self._is_focused = True  # what is open has had the focus

    def compose(self) -> ComposeResult:
        """The pages."""
        yield from self._pages

    async def add_page(self, page: Widget) -> None:
        """Add a page before the others."""
        self._pages.insert(0, page)
        await self.mount(page, before=0)

    @property
    def content(self) -> Widget | None:
        """What is open."""
        return next((child for child in self.children if child not in self._pages), None)

    @property
    def is_opening(self) -> bool:
        """Whether a key would miss what is open: it has not had the focus yet, or it is over and about to go."""
        content = self.content
        return content is not None and (not self._is_focused or getattr(content, "is_finished", False))

    async def open(self, widget: Widget) -> None:
        """Show a widget in the pages' place, and close what is open."""
        await self._clear()
        self._is_focused = False
        self._let_pages_focus(False)  # a page that shows beside it has keys that would open something in its place
        widget.add_class(PLACE)
        await self.mount(widget)

    async def close(self) -> None:
        """Close what is open, and tell."""
        await self._clear()
        self._is_focused = True
        self._let_pages_focus(True)
        self.post_message(self.Closed())

    def _let_pages_focus(self, may: bool) -> None:
        for page in self._pages:
            page.can_focus = may

    async def _clear(self) -> None:
        for child in self.children:
            if child not in self._pages:
                await child.remove()

    @on(events.DescendantFocus)
    def _focused(self, event: events.DescendantFocus) -> None:
        # The focus may pass over a page on its way from the list.
        self._is_focused = self._is_focused or self.content in event.widget.ancestors_with_self
