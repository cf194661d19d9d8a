"""Keys that are pressed before what they are meant for is there: `/dana`, typed in one go."""

from collections import deque
from collections.abc import Callable
from time import monotonic

from textual.app import App
from textual.events import Key
from textual.widget import Widget

_LOOK = 0.005  # seconds between two looks at whether it is there
_LONGEST = 2.0  # seconds after which nobody waits for it any longer
_UNDERWAY = 0.3  # seconds that keys which were on their way to something else may take


class TypeAhead:
    """Holds such keys, and hands them on one after another, each once the one before has done its work.

    `opening` tells whether something one can type into is on its way.
    """

    def __init__(self, app: App[None], opening: Callable[[], bool]) -> None:
        self._app = app
        self._opening = opening
        self._held: deque[Key] = deque()
        self._handing: Key | None = None  # the first of them, while it is on its way
        self._until = 0.0
        self._gave_up = False
        self._last = ""  # the key that was pressed before, and may have opened what the others wait for
        self._late_for: Widget | None = None
        self._late_until = 0.0
        self._handed_on: deque[Key] = deque(maxlen=64)

    def holds(self, key: Key) -> bool:
        """Whether a key that was just pressed has to wait. What ends the waiting, or the app, never does."""
        if key is self._handing:
            self._handing = None
            self._last = key.key
            return False
        if key.key == "escape":
            self._held.clear()
            self._handing = None
            return False
        if any(binding.priority for binding in self._app._bindings.key_to_bindings.get(key.key, ())):
            return False
        opening = self._opening()
        self._gave_up = self._gave_up and opening
        if self._held or (opening and not self._gave_up):
            return self._hold(key)
        self._last = key.key
        return False

    def takes(self, key: Key) -> bool:
        """Whether a key that nothing had a use for was meant for what has opened since it was pressed."""
        if any(each is key for each in self._handed_on):
            return False
        focused = self._app.focused
        if key.key != "escape" and not self._gave_up and self._opening():
            return self._hold(key)
        if self._late_for is not focused or monotonic() > self._late_until:
            self._late_for = None
        if focused is None or not (
            focused is self._late_for or focused.check_consume_key(key.key, key.character)  # else it had typed it
        ):
            return False
        self._late_for, self._late_until = focused, monotonic() + _UNDERWAY  # what follows keeps its order so
        late = Key(key.key, key.character)
        self._handed_on.append(late)
        focused._forward_event(late)
        return True

    def _hold(self, key: Key) -> bool:
        if key.key == self._last == "enter":
            return True  # a bounce: a line break in what Enter has opened is not what was meant
        if not self._held:
            self._until = monotonic() + _LONGEST
            self._app.set_timer(_LOOK, self._look)
        self._held.append(Key(key.key, key.character))
        return True

    def _look(self) -> None:
        if not self._held or not self._app.screen_stack:  # without a screen the app is on its way out
            return
        opening = self._opening()
        focused = self._app.focused
        busy = self._app.message_queue_size or (focused is not None and focused.message_queue_size)
        if opening and monotonic() > self._until:
            self._gave_up = True  # they do now what they would have done without waiting
        elif opening or self._handing is not None or busy:
            self._app.set_timer(_LOOK, self._look)
            return
        key = self._handing = self._held.popleft()
        self._app.post_message(key)
        if self._held:
            self._app.set_timer(_LOOK, self._look)
