"""The app: its settings, its screen, and what happens when somebody ends it."""

import asyncio
import contextlib
import gc
import os
import shutil
import signal
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from time import sleep
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.command import Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.events import Event, Key
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Input

from .. import environment
from ..book.backups import Why
from ..book.errors import BookError
from ..dates import set_format
from ..themes import OWN_THEMES
from .bindings import bindings, key_names
from .screens.main import MainScreen
from .screens.stage import Line
from .services.carrying import Carrying
from .services.library import Library
from .services.preferences import Preferences
from .system.asked_once import AskedOnce
from .system.output_filter import OutputFilter, can_show_unicode
from .system.signals import end_by_signal, keys_are_read
from .system.textual_privates import add_filter, exception_of, print_at_exit
from .system.type_ahead import TypeAhead
from .widgets.side_pane import PLACE
from .writing.autosave import Autosave
from .writing.spill import Spill

_MINUTE = 60.0
_LIVE = 0.5  # seconds between two looks at whether another program has changed the book
_OUTSIDE = 2.0  # seconds between two looks at what other machines wrote, and at what they have not yet
_GARBAGE = 2000  # objects after which the collector looks for garbage, once the app stands
_WITHOUT_A_LOOP = 2.0  # seconds that a save may take while nothing else can go on
_TURN = 0.001  # seconds that a save or a review in its thread may keep a key waiting at a time; Python's own is 5 ms


def _people_commands() -> type[Provider]:
    """The people of the book in the palette; imported when the palette is opened first."""
    from .commands.people_provider import PeopleCommands

    return PeopleCommands


class PlannerApp(App[None]):
    """The planner in a terminal.

    Reads are quick and happen where they are needed. Writes run one after another on a thread of their own, which also
    imports what only writing needs, after the first frame.
    """

    TITLE = "planner"
    CSS_PATH = "planner.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (180, "-huge")]  # noqa: RUF012 - declared so by Textual
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = App.COMMANDS | {_people_commands}
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        """Open the book at `path`; `folder` is a demo's, to be removed when the terminal goes away."""
        super().__init__()
        self._folder = folder
        self.preferences = Preferences(self._say)
        self._use_preferences()
        self.library = Library(self, path, self._say, self._show_progress)
        is_own = str(path) == environment.book_file()
        self.carrying = Carrying(self.library, self.preferences.at_start, is_own_book=is_own and folder is None)
        self.autosave = Autosave(self.library.submit, Spill(environment.state_folder(), self.library))
        self._quit_without = AskedOnce()  # what could not be saved
        self._ahead = TypeAhead(self, self._is_opening, PLACE)
        # Textual strips few of the characters that drive a terminal; a test in a real terminal looks at the rest.
        add_filter(self, OutputFilter(ascii_only=not can_show_unicode(os.environ)))

    def _use_preferences(self) -> None:
        """Colours, keys, dates and density as the user has them."""
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.theme = self.preferences.theme_to_use({*self.available_themes}, OWN_THEMES[0].name)
        settings = self.preferences.at_start
        self.own_keys = settings.keymap_in_force()
        """The keys that differ from the usual ones, by the command's id."""
        self.set_keymap(self.own_keys)
        set_format(settings.date_format)
        self.set_class(settings.density == "compact", "-compact")

    @property
    def main(self) -> MainScreen | None:
        """The main screen; None before it is there, and once the app is on its way out."""
        first = self.screen_stack[0] if self.screen_stack else None
        return first if isinstance(first, MainScreen) else None

    def _is_opening(self) -> bool:
        main = self.main
        return self.library.is_working or (main is not None and self.screen is main and main.is_opening)

    async def on_event(self, event: Event) -> None:
        """Let a key that comes too early wait."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
        elif self.screen_stack and not self._ahead.holds(event):  # without a screen the app is on its way out
            if self._ahead.is_repeat(event):
                return
            place, plain = self.focused or self.screen, self._ahead.is_plain(event)
            await super().on_event(event)
            self._ahead.goes(event, place, plain=plain)

    def get_default_screen(self) -> Screen[None]:
        """The main screen."""
        return MainScreen(self, self.library, self.preferences, self.autosave)

    def on_mount(self) -> None:
        """Answer signals, and make the book ready to write once the first frame stands."""
        sys.setswitchinterval(_TURN)
        if not self.is_headless:
            # Textual would be gone at once, with no unmount and no `finally`.
            end_by_signal(self._end_tidily, self._end_anyway)
        self.set_interval(_MINUTE, self.look_at_the_clock)
        self.set_interval(_LIVE, self.look_at_the_book)
        self.set_interval(_OUTSIDE, self._look_outside_if_wanted)
        self.call_after_refresh(self._warm_up)

    @property
    def _line(self) -> Line | None:
        """The screen with the line for messages that is seen."""
        if not self.screen_stack:  # the app is ending
            return None
        return self.screen if isinstance(self.screen, Line) else self.main

    def _say(self, text: str) -> None:
        if self._line is not None:
            self._line.say(text, wrong=True)

    def _show_progress(self, done: int, whole: int) -> None:
        if self._line is not None:
            self._line.show_progress(done, whole)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what takes its time can be stopped; whoever types may want ctrl+z for something else."""
        if action == "stop_job":
            return self.library.is_working
        if action == "to_shell":
            return not isinstance(self.focused, Input)
        return super().check_action(action, parameters)

    async def action_to_shell(self) -> None:
        """Save the draft, and give the terminal back to the shell until its `fg`."""
        if os.getpgrp() == os.getsid(0):  # nobody could bring it back
            self._say("There is no shell here to go back to.")
            return
        with contextlib.suppress(Exception):  # said by the autosave itself
            self.autosave.take_in()
            await asyncio.get_running_loop().run_in_executor(None, self.autosave.flush)
        from .system.terminal_lease import lend_terminal, stop_until_fg

        try:
            lend_terminal(self, stop_until_fg)
        except BookError as error:
            self._say(str(error))

    def action_stop_job(self) -> None:
        """Stop what is being done; nothing is changed by it then."""
        self.library.stop()

    def action_command_palette(self) -> None:
        """Find any command, or a person, by name."""
        from .screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_change_theme(self) -> None:
        """Choose other colours, shown at once, and kept once they are chosen."""
        if self.main is not None:
            self.main.choose_theme()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers: every key of the screen by its name, and the themes."""
        offered: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            known = binding.id is None or binding.id in offered or binding.id.startswith("list.")
            if active.enabled and binding.tooltip and not known:
                offered.add(binding.id or "")
                run = partial(self._run_later, binding.action, active.node)
                yield SystemCommand(binding.description, binding.tooltip, run)
        yield SystemCommand("Back up now", "Make a verified copy of the book", self.action_back_up)
        yield SystemCommand("Restore", "Go back to a backup of the book", self.action_restore)
        if self.carrying.is_wanted:
            yield SystemCommand("Resolve conflicts", "Choose between changes made on two machines", self.action_settle)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Save the draft and quit", self.action_quit)

    def action_settle(self) -> None:
        """Say whose counts, of what was changed on two machines."""
        if self.main is not None:
            self.main.action_ask("settle")

    async def action_back_up(self) -> None:
        """Make a backup of the book as it is now."""
        made = await self.library.do(lambda book: book.back_up(Why.BY_HAND))
        if made is not None and self.main is not None:
            self.main.say(f"The book as it is now is in {made.path.name}, verified.")

    def action_restore(self) -> None:
        """Choose a backup to go back to."""
        if self.main is not None:
            self.main.action_ask("restore")

    async def action_quit(self) -> None:
        """Save the draft and quit; what a form would lose is asked about once."""
        await self._worked_off(self.focused or self.screen)
        main = self.main
        if main is not None and main.would_lose() and not self._quit_without.is_sure("a form"):
            again = key_names(self)("app.quit-anywhere")
            self._say(f"Not saved yet: {key_names(self)('form.save')} saves, {again} once more leaves without it.")
            return
        try:
            self.autosave.take_in()
            await asyncio.get_running_loop().run_in_executor(None, self.autosave.flush)
        except Exception as error:
            if not self._quit_without.is_sure(self.autosave.changes):  # whoever writes on is asked again
                keys = key_names(self)
                again = keys("app.quit-anywhere")
                self._say(f"{self.autosave.kept_elsewhere(keys('note.copy'))} {again} once more leaves. Why: {error}")
                return
            self.exit(message=Content(f"planner: {self.autosave.kept_elsewhere()}"))
            return
        if main is not None:
            main.give_up_forms()
        self.exit()

    async def _worked_off(self, node: MessagePump) -> None:
        """Wait until a node has worked off what it has been sent: the keys typed just before may be among it."""
        worked_off = asyncio.Event()
        node.call_later(worked_off.set)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(worked_off.wait(), 1)

    def keep_what_is_typed(self) -> None:
        """Save the draft, after the app has ended in whatever way."""
        with contextlib.suppress(Exception):  # it was said, where it could be, why the draft cannot be saved
            self.autosave.flush()

    def _is_kept(self) -> bool:
        """Save what is typed while a defect ends the app; gives whether that succeeded."""
        try:
            self.autosave.take_in()
            self.autosave.flush(_WITHOUT_A_LOOP)
            if self.main is not None and self.main.not_kept():
                return False
        except Exception:  # the app ends by another defect, and that is the one to be told
            return self.autosave.is_kept_outside()
        return True

    def _run_later(self, action: str, node: DOMNode) -> None:
        """Run an action of the palette once the palette has closed."""
        self.call_later(self.run_action, action, node)

    def look_at_the_book(self) -> None:
        """Show what another program, such as the command line in the next pane, may have written to the book."""
        if self.is_running and self.main is not None and self.library.has_changed():
            self.main.show_changes()

    def _look_outside_if_wanted(self) -> None:
        if self.carrying.is_wanted:
            self.look_outside()

    @work(group="outside")
    async def look_outside(self) -> None:
        """Take in what other machines wrote, and write what is new here."""
        if self.is_running and self.main is not None:
            await self.main.look_outside(self.carrying)

    def look_at_the_clock(self) -> None:
        """Show who is due once a new day has begun, and back up what was changed in the last ten minutes."""
        if self.is_running:
            self.library.keep_backed_up()
        if self.is_running and self.main is not None and self.library.is_another_day():
            self.main.show_new_day()

    @work
    async def _warm_up(self) -> None:
        """Make the book ready to write to, while the user reads the first frame."""
        try:
            await self.library.get_ready()
        except Exception as error:
            kept = f"\n{self.autosave.kept_elsewhere()}" if self.autosave.writing is not None else ""
            self.exit(None, 1, Content(f"planner: {error}{kept}"))
            return
        if self.main is not None:
            await self.main.book_is_ready()
        if not self.is_headless:
            # What has been made by now stays: else the collector goes through all of it now and then, which a held
            # arrow key would feel as a hitch of a tenth of a second.
            gc.freeze()
            gc.set_threshold(_GARBAGE)

    def on_unmount(self) -> None:
        """Let the book's thread go, and with it the app."""
        self.library.close()
        self.autosave.close()

    async def _end_tidily(self, number: signal.Signals) -> None:
        """Save the draft, then go: quietly when the terminal is gone, tidily when it is not."""
        message = None
        try:
            await keys_are_read()
            await self._worked_off(self)
            await self._ahead.all_gone()
            await self._worked_off(self.focused or self.screen)
            self.autosave.take_in()
            await asyncio.get_running_loop().run_in_executor(None, self.autosave.flush)
        except Exception as error:
            message = Content(f"planner: {self.autosave.kept_elsewhere()} Why: {error}")
        form = self.main.not_kept() if self.main is not None else ""
        if number == signal.SIGHUP:
            self._vanish(number)
        if form:
            said = f"planner: the form could not be saved anywhere, so here it is:\n\n{form}\n"
            message = Content("\n").join([message, Content(said)]) if message is not None else Content(said)
        self.exit(None, 128 + number, message)

    def _end_anyway(self, number: signal.Signals) -> None:
        """Save what the keeper has, and go: the loop does not answer, as when it waits for a terminal that is gone."""
        with contextlib.suppress(Exception):
            self.autosave.flush()
        sleep(1)  # for a tidy end that was only slow
        self._vanish(number)

    def _fatal_error(self) -> None:
        """End the app upon a defect; Textual's own way would print local variables, with people's notes in them."""
        from .system.crash import crash_report

        self.bell()
        error = sys.exception() or exception_of(self) or RuntimeError()
        print_at_exit(self, Text(crash_report(error, is_kept=self._is_kept())))
        self._close_messages_no_wait()

    def _vanish(self, number: signal.Signals) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        os._exit(128 + number)
