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
    _is_wrong = False  # whether it says what could not be
    _shows_progress = False

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show what was done, or, with `wrong`, what could not be."""
        self.said, self._is_wrong, self._shows_progress = text, wrong, False
        line = shorten(" ".join(text.split()), _LONGEST)
        self.update(Content.styled(line, "$text-error" if wrong else "$text-success"), layout=False)

    def show_progress(self, done: int, whole: int, escape: str) -> None:
        """Show how far a job is that takes its time, and which key stops it."""
        self._shows_progress = True
        filled = round(_BAR * done / whole)
        self.update(
            Content.assemble(
                ("━" * filled, "$text-success"),
                ("─" * (_BAR - filled), "$foreground-muted"),
                f"  {done * 100 // whole} %  {escape} stops it",
            )
        )

    def end_progress(self) -> None:
        """The job is over: what was said before stands there again, until its end has something to say."""
        if self._shows_progress:
            self.say(self.said, wrong=self._is_wrong)
