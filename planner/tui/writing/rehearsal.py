"""A call script to be read aloud: large, a part at a time, with the time running."""

from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Digits, Static

from ...notes.review.checklist import LONGEST_CALL
from ...notes.review.text import seconds_aloud
from ..bindings import bindings, key_names

_STEP = 10  # words a minute that + and - change
_SLOWEST, _FASTEST = 60, 300


class Rehearsal(Vertical, can_focus=True):
    """The script in wide lines; space starts the time, arrows move through the parts."""

    DEFAULT_CSS = """
    Rehearsal {
        padding: 0 1;
        align-horizontal: center;
        #rehearsal-head { height: 4; max-width: 84; }
        #rehearsal-time { width: 22; color: $text-success; }
        #rehearsal-time.-over { color: $text-error; text-style: bold; }
        #rehearsal-said { width: 1fr; height: 3; padding: 1 0 0 2; color: $text-muted; }
        #rehearsal-script { height: 1fr; max-width: 84; scrollbar-size-vertical: 1; }
        .rehearsal-part { height: auto; padding: 0 2; margin-bottom: 1; color: $text-muted; border-left: blank; }
        .rehearsal-part.-now { color: $text; text-style: bold; border-left: thick $primary; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("rehearsal")

    class Left(Message):
        """Back to the script; `words_per_minute` may be another one now."""

        def __init__(self, words_per_minute: int, *, called: bool) -> None:
            super().__init__()
            self.words_per_minute = words_per_minute
            self.called = called

    def __init__(self, script: str, words_per_minute: int) -> None:
        super().__init__(id="rehearsal")
        self._parts = [part.strip() for part in script.split("\n\n") if part.strip()] or ["There is no text yet."]
        self._words_per_minute = words_per_minute
        self._now = 0
        self._ran = 0.0  # seconds before the last start
        self._since: float | None = None
        self._tick: Timer | None = None

    def compose(self) -> ComposeResult:
        """The time, then the script."""
        with Horizontal(id="rehearsal-head"):
            yield Digits("0:00", id="rehearsal-time")
            yield Static(id="rehearsal-said")
        with VerticalScroll(id="rehearsal-script", can_focus=False):
            for number, part in enumerate(self._parts):
                yield Static(Content("\n\n".join(part.split("\n"))), id=f"part-{number}", classes="rehearsal-part")

    def on_mount(self) -> None:
        """Take the keys; the time waits for space."""
        self._tick = self.set_interval(0.2, self._show_time, pause=True)
        self.focus()
        self._show_part()
        self._show_time()

    @property
    def seconds(self) -> float:
        """How long the script has been read for."""
        return self._ran + (monotonic() - self._since if self._since is not None else 0)

    def action_start(self) -> None:
        """Start the time, or stop it."""
        assert self._tick is not None
        if self._since is None:
            self._since = monotonic()
            self._tick.resume()
        else:
            self._ran, self._since = self.seconds, None
            self._tick.pause()
        self._show_time()

    def action_reset(self) -> None:
        """To the first part, with no time gone."""
        self._ran, self._since, self._now = 0.0, None, 0
        self._show_part()
        self._show_time()

    def action_part(self, step: int) -> None:
        """To the next part, or the one before."""
        self._now = max(0, min(len(self._parts) - 1, self._now + step))
        self._show_part()

    def action_pace(self, step: int) -> None:
        """Reckon with faster or slower reading."""
        self._words_per_minute = max(_SLOWEST, min(_FASTEST, self._words_per_minute + step * _STEP))
        self._show_time()

    def action_called(self) -> None:
        """The call was made: say what came of it."""
        self.post_message(self.Left(self._words_per_minute, called=True))

    def action_leave(self) -> None:
        """Back to the script."""
        self.post_message(self.Left(self._words_per_minute, called=False))

    def _show_part(self) -> None:
        for number in range(len(self._parts)):
            part = self.query_one(f"#part-{number}", Static)
            part.set_class(number == self._now, "-now")
            if number == self._now:
                part.scroll_visible(animate=False)

    def _show_time(self) -> None:
        seconds = int(self.seconds)
        digits = self.query_one("#rehearsal-time", Digits)
        digits.update(f"{seconds // 60}:{seconds % 60:02}")
        over = seconds > LONGEST_CALL
        digits.set_class(over, "-over")
        reckoned = seconds_aloud(" ".join(self._parts), self._words_per_minute)
        keys = key_names(self.app)
        start, faster, slower = (keys(f"rehearsal.{each}") for each in ("start", "faster", "slower"))
        runs = "running" if self._since is not None else f"{start} starts the time" if not seconds else "stopped"
        reckoning = f"about {reckoned} s at {self._words_per_minute} words a minute ({faster} and {slower})"
        said = f"of {LONGEST_CALL} s  ·  {'over a minute' if over else runs}\n{reckoning}"
        self.query_one("#rehearsal-said", Static).update(Content(said))
