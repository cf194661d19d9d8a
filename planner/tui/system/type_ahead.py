"""Keys that are pressed before the key ahead of them has done its work: `/dana⏎j`, typed in one go.

Textual hands a key to what has the focus at that moment, and looks up what is bound to it only once nothing there had a
use for it. So a second key that comes in the same burst would reach a field that the first one closes, or miss what it
opens. Here it waits.
"""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Container
from time import monotonic

from textual.app import App
from textual.events import Key
from textual.message_pump import MessagePump
from textual.widget import Widget

from .textual_privates import parent_of

_LOOK = 0.005  # seconds between two looks at whether what opens is there
_LONGEST = 2.0  # seconds after which nobody waits for it any longer
_REPEATS = 0.5  # seconds within which the same key again is the one before, held or bounced
_ROUNDS = 3  # of messages that follow one from another: the key, what its field says of it, what its form says of that


class TypeAhead:
    """Holds such keys, and hands them on one after another, each once the one before has done its work.

    `opening` tells whether something one can type into is on its way. `place_class` is the class of the widgets that
    are places of their own. A widget whose `plain_keys` are known takes those at once, as a list takes the arrows.
    """

    def __init__(self, app: App[None], opening: Callable[[], bool], place_class: str) -> None:
        self._app = app
        self._place_class = place_class
        self._opening = opening
        self._held: deque[Key] = deque()
        self._handing: Key | None = None  # the first of them, while it is on its way
        self._taken = asyncio.Event()  # that it has gone where it belongs
        self._work: asyncio.Task[None] | None = None
        self._gave_up = False  # on what opens: keys do what they would have done without waiting
        self._run: tuple[str, float, MessagePump] | None = None  # the key before, when, and what it was pressed in

    def holds(self, key: Key) -> bool:
        """Whether a key that was just pressed has to wait.

        Escape ends the waiting for what opens, and what is typed for it is forgotten; else it keeps its turn.
        """
        if key is self._handing:
            return False
        opening = self._opening()
        self._gave_up = self._gave_up and opening
        if opening and key.key == "escape":
            self._held.clear()
            return False
        if self._work is None and (not opening or self._gave_up):
            return False
        self._held.append(Key(key.key, key.character))
        if self._work is None:
            self._work = asyncio.create_task(self._hand_on(self._place()))
        return True

    def is_repeat(self, key: Key) -> bool:
        """Whether a key is the one before, held down or bounced, which would now do something to what that has opened.

        One press marks one note sent, and Enter in what Enter has opened is not what was meant. Letters, arrows, Tab
        and Escape do no harm there: they are typed, or lead on, or out.
        """
        if key is self._handing:
            return False  # it was looked at before it was handed on
        now, place = monotonic(), self._within()
        name, at, began_in = self._run or ("", 0.0, place)
        if not re.fullmatch(r"enter|f\d+|(?:ctrl|alt|shift)\+.+", key.key) or key.key == "shift+tab":
            self._run = None
            return False
        same = key.key == name and now - at < _REPEATS
        self._run = key.key, now, began_in if same else place
        return same and place is not began_in

    def _within(self) -> MessagePump:
        """The list, the editor, the form or the page that has the focus."""
        place = self._place()
        return next((each for each in place.ancestors_with_self if each.has_class(self._place_class)), place)

    def is_plain(self, key: Key) -> bool:
        """Whether nothing that comes behind a key can depend on what it does: a letter of a text, a step in a list."""
        focused = self._app.focused
        if focused is None:
            return False
        steps: Container[str] = getattr(focused, "plain_keys", ())
        return key.key in steps or focused.check_consume_key(key.key, key.character)

    def goes(self, key: Key, place: MessagePump, *, plain: bool) -> None:
        """A key has been handed to a place; what comes behind it waits, unless it is a plain one."""
        if key is self._handing:
            self._handing = None
            self._taken.set()
        elif not plain and self._work is None:
            self._work = asyncio.create_task(self._hand_on(place))

    async def all_gone(self) -> None:
        """Wait until no key waits any longer."""
        if self._work is not None:
            await asyncio.wait({self._work}, timeout=_LONGEST)

    def _place(self) -> Widget:
        return self._app.focused or self._app.screen

    async def _hand_on(self, place: MessagePump) -> None:
        """Wait until what was handed to a place is done, then hand on what came behind it."""
        try:
            await self._done(place)
            while self._held and self._app.screen_stack:  # without a screen the app is on its way out
                key, place = self._held.popleft(), self._place()
                if self.is_repeat(key):
                    continue
                self._handing, plain = key, self.is_plain(key)
                self._taken.clear()
                self._app.post_message(key)
                await self._taken.wait()
                if not plain:
                    await self._done(place)
        finally:
            self._work = self._handing = None

    async def _done(self, place: MessagePump) -> None:
        """Wait until a place, and what it belongs to, has worked off all that follows from what it was handed."""
        until = monotonic() + _LONGEST
        while self._app.screen_stack:
            chain = [place]
            while (parent := parent_of(chain[-1])) is not None:
                chain.append(parent)
            for each in chain * _ROUNDS:
                await self._worked_off(each, until)
            while (opening := self._app.screen_stack and self._opening()) and monotonic() < until:
                await asyncio.sleep(_LOOK)
            if opening:
                self._gave_up = True
                return
            if not self._app.screen_stack or self._place() is place or monotonic() > until:
                return
            place = self._place()

    async def _worked_off(self, place: MessagePump, until: float) -> None:
        """Wait until a place has handled the messages that it has by now."""
        done = asyncio.Event()
        if not place.is_running or not place.call_later(done.set):
            return
        while not done.is_set() and place.is_running and monotonic() < until:
            try:
                await asyncio.wait_for(done.wait(), 0.05)
            except TimeoutError:
                continue  # it may have been closed meanwhile
