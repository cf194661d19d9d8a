"""The app: its screen, its way to the book, and what happens when somebody ends it."""

import asyncio
import contextlib
import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from time import monotonic, sleep
from typing import TYPE_CHECKING, ClassVar, TypeVar

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

from .. import environment
from ..book import queries
from ..book.due import as_of
from ..book.errors import BookError
from ..book.file import Condition, examine, reading
from ..dates import set_format
from ..keymap import unusable
from ..progress import PATIENCE, watched
from ..settings import Problem, line_of, read_settings, with_theme
from ..themes import OWN_THEMES
from .bindings import bindings
from .screens.daily import DailyScreen
from .system.asked_once import AskedOnce
from .system.output_filter import OutputFilter, can_show_unicode
from .system.signals import end_by_signal, keys_are_read
from .system.type_ahead import TypeAhead
from .writing.autosave import DraftKeeper

if TYPE_CHECKING:
    from ..book.database import Book

R = TypeVar("R")
_PATIENCE = 0.5  # seconds that a read waits for another program's write
_MINUTE = 60.0
_SHOWN_EACH = 0.1  # seconds between two pictures of how far a job is
_LIVE = 0.5  # seconds between two looks at whether another program has changed the book
_GARBAGE = 2000  # objects after which the collector looks for garbage, once the app stands
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
        self.path = path
        self._folder = folder
        self.settings, self._problems = read_settings(environment.settings_file())
        self._use_settings()
        # Looked at once, before anything is opened: reading a file's bytes while SQLite has it open drops its locks.
        self._condition = examine(path)
        self._readable = self._condition is Condition.CURRENT
        self.doubt = ""  # why the day that is shown is not this machine's
        self.today: date = self._day()
        self._book: Book | None = None
        self.latest_action: int | None = None  # the number of the latest action that was seen or done here
        self._seen = (0, 0)  # the book's signature when it was read last
        self._working = False  # whether a job has shown how far it is
        self._stop = False  # whether the job shall stop
        self._quit_without = AskedOnce()  # what could not be saved
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="book")
        self.keeper = DraftKeeper(self._submit)
        self._ahead = TypeAhead(self, self._is_opening)
        self.read_only = self._readable and not os.access(path, os.W_OK)
        # Textual strips only a few of the characters that drive a terminal; `_filters` is the one place that all
        # output passes, and private, hence the exact pin of Textual and a test in a real terminal.
        self._filters.append(OutputFilter(ascii_only=not can_show_unicode(os.environ)))

    def _use_settings(self) -> None:
        """Colours, keys, dates and density as the user has them."""
        for theme in OWN_THEMES:
            self.register_theme(theme)
        if self.settings.theme in self.available_themes:
            self.theme = self.settings.theme
        else:
            self.theme = OWN_THEMES[0].name
            wrong = f"no theme is called {self.settings.theme!r}; {self.theme} is used."
            self._problems = (Problem(1, wrong), *self._problems)
        for command, wrong in unusable(self.settings.keys):
            line = line_of(self._settings_text(), f'"{command}"')
            self._problems = (*self._problems, Problem(line, f"{wrong} The usual key is in force."))
            kept = {each: keys for each, keys in self.settings.keys.items() if each != command}
            self.settings = replace(self.settings, keys=kept)
        self.set_keymap(self.settings.keymap_in_force())
        set_format(self.settings.date_format)
        self.set_class(self.settings.density == "compact", "-compact")

    def _settings_text(self) -> str:
        try:
            return environment.settings_file().read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            return ""

    def keymap_of(self, command: str, keys: str) -> str:
        """The keys of a command as they are in force, with commas between."""
        return self.settings.keymap_in_force().get(command, keys)

    def problems(self) -> list[str]:
        """What in the configuration was left out, each with its line."""
        name = environment.settings_file().name
        return [f"{name}:{each.line}: {each.text}" for each in self._problems]

    @property
    def _daily(self) -> DailyScreen | None:
        """The screen of the daily visit; None before it is there, and once the app is on its way out."""
        first = self.screen_stack[0] if self.screen_stack else None
        return first if isinstance(first, DailyScreen) else None

    def _is_opening(self) -> bool:
        daily = self._daily
        return self._working or (daily is not None and self.screen is daily and daily.is_opening())

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
        """The daily visit."""
        return DailyScreen(id="_default")

    def on_mount(self) -> None:
        """Answer signals, and make the book ready to write once the first frame stands."""
        sys.setswitchinterval(_TURN)
        if not self.is_headless:
            # Textual would be gone at once, with no unmount and no `finally`.
            end_by_signal(self._end_tidily, self._end_anyway)
        self.set_interval(_MINUTE, self._look_at_the_clock)
        self.set_interval(_LIVE, self._look_at_the_book)
        self.call_after_refresh(self._warm_up)

    def read(self, query: Callable[[Connection], R]) -> R | None:
        """What a query gives; None while there is no book yet, or when it cannot be read just now, which is said."""
        if not self._readable:
            return None
        try:
            with reading(self.path, _PATIENCE) as connection:
                return query(connection)
        except BookError as error:
            self.call_later(self._say, str(error))
            return None

    def _say(self, text: str) -> None:
        if self._daily is not None:
            self._daily.say(text, wrong=True)

    async def write(self, job: Callable[["Book"], R]) -> R:
        """Run a job that writes, on the book's thread; how far it is shows when it takes its time, and escape stops it.

        Raises:
            BookError: what the job raises, or that it was stopped; nothing was changed then.
        """
        self._stop = False
        begun = monotonic()
        shown_at = 0.0

        def watch(done: int, whole: int) -> None:
            nonlocal shown_at
            if self._stop:
                raise BookError("Stopped; nothing was changed.")
            now = monotonic()
            if now - begun > PATIENCE and now - shown_at > _SHOWN_EACH:
                shown_at = now
                self.call_from_thread(self._show_progress, done, whole)

        def watched_job(book: "Book") -> R:
            with watched(watch):
                return job(book)

        try:
            return await asyncio.wrap_future(self._submit(watched_job))
        finally:
            if self._working:
                self._working = False
                self.refresh_bindings()

    def _show_progress(self, done: int, whole: int) -> None:
        self._working = True
        if self._daily is not None:
            self._daily.say_progress(done, whole)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what takes its time can be stopped."""
        if action == "stop_job":
            return self._working
        return super().check_action(action, parameters)

    def action_stop_job(self) -> None:
        """Stop what is being done; nothing is changed by it then."""
        self._stop = True

    def action_change_theme(self) -> None:
        """Choose other colours, shown at once, and kept once they are chosen."""
        if self._daily is not None:
            self._daily.choose_theme()

    def keep_theme(self, name: str) -> str:
        """Use these colours from now on; gives what could not be done, or ""."""
        self.theme = name
        path = environment.settings_file()
        try:
            text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(with_theme(text, name), encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            return f"{path.name} could not be written ({error}); the colours stay until you quit."
        return ""

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
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Save the draft and quit", self.action_quit)

    async def action_quit(self) -> None:
        """Save the draft and quit."""
        await self._worked_off(self.focused or self.screen)
        try:
            self._take_in()
            await asyncio.get_running_loop().run_in_executor(None, self.keeper.flush)
        except Exception as error:
            if not self._quit_without.is_sure():
                self._say(f"Not saved: {error} ctrl+y copies your text; quit once more to leave without it.")
                return
        self.exit()

    async def _worked_off(self, node: MessagePump) -> None:
        """Wait until a node has worked off what it has been sent: the keys typed just before may be among it."""
        worked_off = asyncio.Event()
        node.call_later(worked_off.set)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(worked_off.wait(), 1)

    def _take_in(self) -> None:
        """Take in what stands in an open editor, and see to it that notes on a person are saved too."""
        screen = self._daily
        if screen is None:
            return
        for editor in screen.query(".note-editor"):
            editor.take_in()  # type: ignore[attr-defined]
        for notes in screen.query(".notes-editor"):
            job = notes.save_job()  # type: ignore[attr-defined]
            if job is not None:
                self._submit(job).result(10)

    def keep_what_is_typed(self) -> None:
        """Save the draft, after the app has ended in whatever way."""
        with contextlib.suppress(Exception):  # it was said, where it could be, why the draft cannot be saved
            self.keeper.flush()

    def _run_later(self, action: str, node: DOMNode) -> None:
        """Run an action of the palette once the palette has closed."""
        self.call_later(self.run_action, action, node)

    def _submit(self, job: Callable[["Book"], R]) -> "Future[R]":
        return self._writer.submit(self._run, job)

    def _run(self, job: Callable[["Book"], R]) -> R:
        try:
            return job(self._open())
        finally:
            with contextlib.suppress(BookError), reading(self.path, _PATIENCE) as connection:
                self.latest_action = queries.latest_action(connection)

    def _open(self) -> "Book":
        if self._book is None:
            from ..book.database import open_book

            self._book = open_book(self.path, lambda: self.today, self._condition)
        return self._book

    def note_change(self) -> None:
        """What is in the book is about to be read: what was changed before needs no second look."""
        self._seen = self._signature()

    def _look_at_the_book(self) -> None:
        """Another program, such as the command line in the next pane, may have written to the book."""
        if self._readable and self._daily is not None and self.has_changed():
            self._daily.book_changed()

    def has_changed(self) -> bool:
        """Whether the book may be another than when it was read last."""
        return self._signature() != self._seen

    def _signature(self) -> tuple[int, int]:
        """What changes with every change of the file."""
        try:
            found = self.path.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size

    def _look_at_the_clock(self) -> None:
        """A new day has begun: who is due is another question now."""
        today = self._day()
        if today != self.today and self._daily is not None:
            self.today = today
            self._daily.new_day()

    def _day(self) -> date:
        """The day to show: this machine's, unless its clock was set back behind what is in the book."""
        today = environment.today()
        if environment.day_is_set() or not self._readable:
            return today
        try:
            with reading(self.path, _PATIENCE) as connection:
                today, self.doubt = as_of(connection, today, environment.now())
        except BookError:
            self.doubt = ""  # it is said where the rows are read
        return today

    @work
    async def _warm_up(self) -> None:
        """Import what writing needs, and make or update the book, while the user reads the first frame."""

        def job(_book: "Book") -> None:
            from ..book import commands  # noqa: F401

        try:
            await self.write(job)
        except Exception as error:
            self.exit(None, 1, Content(f"planner: {error}"))
            return
        self._readable = True
        if self._daily is not None:
            await self._daily.book_is_ready()
        # What has been made by now stays: else the collector goes through all of it now and then, which a held arrow
        # key would feel as a hitch of a tenth of a second.
        gc.freeze()
        gc.set_threshold(_GARBAGE)

    async def _end_tidily(self, number: signal.Signals) -> None:
        """Save the draft, then go: quietly when the terminal is gone, tidily when it is not."""
        message = None
        try:
            await keys_are_read()
            await self._worked_off(self)
            await self._ahead.all_gone()
            await self._worked_off(self.focused or self.screen)
            self._take_in()
            await asyncio.get_running_loop().run_in_executor(None, self.keeper.flush)
        except Exception as error:
            message = Content(f"planner: what was typed last is not saved: {error}")
        if number == signal.SIGHUP:
            self._vanish(number)
        self.exit(None, 128 + number, message)

    def _end_anyway(self, number: signal.Signals) -> None:
        """Save what the keeper has, and go: the loop does not answer, as when it waits for a terminal that is gone."""
        with contextlib.suppress(Exception):
            self.keeper.flush()
        sleep(1)  # for a tidy end that was only slow
        self._vanish(number)

    def _fatal_error(self) -> None:
        """End the app upon a defect; Textual's own way would print local variables, with people's notes in them."""
        from .system.crash import crash_report

        self.bell()
        self._exit_renderables.append(Text(crash_report(sys.exception() or self._exception or RuntimeError())))
        self._close_messages_no_wait()

    def _vanish(self, number: signal.Signals) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        os._exit(128 + number)
