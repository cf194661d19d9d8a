"""Keys that are pressed before what they are meant for is there: `/dana`, typed in one go."""

from collections import deque
from collections.abc import Callable
from time import monotonic

from textual.app import App
from textual.events import Key
from textual.widget import Widget

_LOOK = 0.01  # seconds between two looks at whether it is there
_LONGEST = 2.0  # seconds after which nobody waits for it any longer


class TypeAhead:
    """Holds such keys, and hands them on in their order.

    `opening` tells whether something one can type into is on its way.
    """

    def __init__(self, app: App[None], opening: Callable[[], bool]) -> None:
        self._app = app
        self._opening = opening
        self._held: list[Key] = []
        self._until = 0.0
        self._late_for: Widget | None = None
        self._handed_on: deque[Key] = deque(maxlen=64)

    def holds(self, key: Key) -> bool:
        """Whether a key that was just pressed has to wait. Escape never does: it ends what one waits for."""
        if key.key == "escape":
            self._held.clear()
            return False
        return bool(self._held or self._opening()) and self._hold(key)

    def takes(self, key: Key) -> bool:
        """Whether a key that nothing had a use for was meant for what has opened since it was pressed."""
        if any(each is key for each in self._handed_on):
            return False
        focused = self._app.focused
        if key.key != "escape" and self._opening():
            return self._hold(key)
        if focused is None or not (
            focused is self._late_for or focused.check_consume_key(key.key, key.character)  # else it had typed it
        ):
            return False
        self._late_for = focused  # with what follows upon this key, in their order
        late = Key(key.key, key.character)
        self._handed_on.append(late)
        focused._forward_event(late)
        return True

    def _hold(self, key: Key) -> bool:
        if not self._held:
            self._until = monotonic() + _LONGEST
            self._app.set_timer(_LOOK, self._look)
        self._held.append(Key(key.key, key.character))
        return True

    def _look(self) -> None:
        if not self._opening():
            held, self._held = self._held, []
            for key in held:
                self._app.post_message(key)
        elif monotonic() > self._until:
            self._held.clear()
        elif self._held:
            self._app.set_timer(_LOOK, self._look)
