"""The line between list and page, which the mouse can drag."""

from textual import events
from textual.message import Message
from textual.widget import Widget

NARROWEST = 20  # columns that either side keeps


class Divider(Widget):
    """A line of one column. Dragging it gives the list more columns, or fewer."""

    DEFAULT_CSS = """
    Divider { width: 1; height: 1fr; color: $foreground 25%; }
    Divider:hover { color: $text-accent; }
    Divider.-dragged { color: $text-accent; }
    """

    class Dragged(Message):
        """The list shall be that many columns wide."""

        def __init__(self, width: int) -> None:
            super().__init__()
            self.width = width

    def render(self) -> str:
        """The line."""
        return "\n".join("▏" * max(1, self.size.height))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of it."""
        self.capture_mouse()
        self.add_class("-dragged")
        event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse, as far as both sides keep enough."""
        if self.has_class("-dragged"):
            width = int(event.screen_x)
            if NARROWEST <= width <= self.app.size.width - NARROWEST:
                self.post_message(self.Dragged(width))

    def on_mouse_up(self) -> None:
        """Let it go."""
        self.release_mouse()
        self.remove_class("-dragged")
