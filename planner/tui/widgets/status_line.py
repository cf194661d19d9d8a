"""The line for messages: what was done, what could not be, and how far a job is."""

from textual.content import Content
from textual.widgets import Static

from ...text import shorten

_BAR = 24  # columns
_LONGEST = 400  # characters of a message


class StatusLine(Static):
    """One line above the keys."""

    DEFAULT_CSS = """
    StatusLine { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    said = ""
    """The message that stands there."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show what was done, or, with `wrong`, what could not be."""
        self.said = text
        line = shorten(" ".join(text.split()), _LONGEST)
        self.update(Content.styled(line, "$text-error" if wrong else "$text-success"), layout=False)

    def show_progress(self, done: int, whole: int, escape: str) -> None:
        """Show how far a job is that takes its time, and which key stops it."""
        filled = round(_BAR * done / whole)
        self.update(
            Content.assemble(
                ("━" * filled, "$text-success"),
                ("─" * (_BAR - filled), "$foreground-muted"),
                f"  {done * 100 // whole} %  {escape} stops it",
            )
        )
