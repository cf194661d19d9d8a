"""Import files: what each entry is to the book, what is to be done with it, and all of it recorded as one action."""

import asyncio
from pathlib import Path
from sqlite3 import Connection
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from ... import environment
from ...book.commands import Done
from ...exchange.errors import CannotImportError, FileError
from ...exchange.import_batch import STATES, ImportBatch, ImportRow, read_batch
from ...progress import PATIENCE, watched
from ...text import plural, shorten
from ..bindings import KeyNames, bindings, key_names
from ..services.library import Library
from ..widgets.footer import FittingFooter
from ..widgets.line_list import Heading, LineList, fit
from ..widgets.status_line import StatusLine
from ..widgets.text_area import without

_HELP = (
    "vCards, tables of people or a job tracker (CSV), messages, mailboxes, calendar files, a book (JSON), or a folder"
)
_SHOWN_EACH = 0.1  # seconds between two pictures of how far the reading is
_MARKS = {"new": "+", "moved": "→", "adds": "+", "differs": "≠", "doubtful": "?", "unreadable": "!"}


class _StoppedError(Exception):
    """The user stopped the reading."""


class Paths(Suggester):
    """Completes the path of a file that is there."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first file or folder that begins so."""
        return await asyncio.to_thread(_first_beginning, value)


def _first_beginning(value: str) -> str | None:
    try:
        typed = Path(value).expanduser()
    except RuntimeError:  # "~" and the beginning of somebody's name
        return None
    folder, begins = (typed, "") if value.endswith("/") else (typed.parent, typed.name)
    if not value or (not begins and not value.endswith("/")):
        return None
    try:
        names = sorted(path.name + ("/" if path.is_dir() else "") for path in folder.iterdir())
    except OSError:
        return None
    hidden = begins.startswith(".")
    found = next((name for name in names if name.startswith(begins) and (hidden or not name.startswith("."))), None)
    return value[: len(value) - len(begins)] + found if found is not None else None


class PathBox(Input, inherit_bindings=False):
    """The line for the path; what is offered is taken with the arrow, as in any field."""

    BINDINGS: ClassVar[list[BindingType]] = without(Input.BINDINGS, set())


class RowList(LineList[ImportRow]):
    """The entries by what they are to the book, each with what is to be done with it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("import")  # before the arrows, which would scroll

    def cells(self, row: ImportRow, width: int) -> list[tuple[str, str]]:
        """What it is, who, and what is to be done."""
        words = row.choice.words if row.choice.record is not None or len(row.choices) > 1 else ""
        room = min(28, max(12, width // 3))
        mark = "●" if row.choice.record is not None else "·"
        return [
            (f" {mark} ", "due" if row.choice.record is not None else "muted"),
            (fit(f"{_MARKS.get(row.state, ' ')} {row.title}", width - room - 4) + " ", ""),
            (fit(words, room), "written" if row.choice.record is not None else "muted"),
        ]


class ImportPage(Vertical):
    """A line for the path, the entries below it, and all that one says beside them."""

    DEFAULT_CSS = """
    ImportPage {
        height: 1fr;
        #import-path { height: 1; border: none; padding: 0 1; background: $primary-muted; }
        #import-said { height: auto; max-height: 3; padding: 0 1; color: $text-muted; }
        #import-rows { height: 1fr; }
        RowList { width: 3fr; height: 1fr; }
        #import-entry { width: 2fr; height: 1fr; padding: 0 1; border-left: vkey $foreground 25%;
                        scrollbar-size-vertical: 1; }
        #import-entry > Static { height: auto; }
    }
    """

    class PathGiven(Message):
        """Files were named."""

        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

    def __init__(self) -> None:
        super().__init__(id="import")
        self._rows: list[ImportRow] = []

    def compose(self) -> ComposeResult:
        """The line, the entries, and the one on the cursor."""
        yield PathBox(placeholder="a file or a folder", id="import-path", compact=True, suggester=Paths())
        yield Static(Content(_HELP), id="import-said")
        with Horizontal(id="import-rows"):
            yield RowList(id="import-list")
            with VerticalScroll(id="import-entry", can_focus=False):
                yield Static(id="import-whole")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.post_message(self.PathGiven(event.value.strip()))

    def show(self, batch: ImportBatch) -> None:
        """Show these entries, those that bring something first."""
        self._rows = batch.rows
        counts = batch.counts
        lines: list[ImportRow | Heading] = []
        for state, title in STATES.items():
            if counts.get(state):
                lines.append(Heading(title, counts[state], "heading"))
                lines += [row for row in batch.rows if row.state == state]
        said = Content("\n").join(Content(note) for note in batch.notes[:2]) if batch.notes else Content("")
        self.query_one("#import-said", Static).update(said)
        listed = self.query_one(RowList)
        listed.show_lines(lines)
        if lines:
            listed.focus()
        else:
            self.query_one("#import-whole", Static).update("")

    def change(self, *, step: int, whole_group: bool) -> None:
        """Take the next choice of the row on the cursor; with `whole_group` its choice for all that are like it."""
        listed = self.query_one(RowList)
        row = listed.current
        if row is None:
            return
        if whole_group:
            for other in self._rows:
                if other.state == row.state and len(other.choices) == len(row.choices):
                    other.chosen = row.chosen
        else:
            row.choose(step)
        listed.refresh()
        self._show_entry(row)

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        event.stop()
        row = self.query_one(RowList).current
        if row is not None:
            self._show_entry(row)
            self.query_one("#import-entry").scroll_home(animate=False)

    def _show_entry(self, row: ImportRow) -> None:
        choices = [
            Content.styled(f"● {choice.words}", "bold $text-primary")
            if number == row.chosen
            else Content.styled(f"○ {choice.words}", "$foreground-muted")
            for number, choice in enumerate(row.choices)
        ]
        lines = [Content.styled(row.title, "bold"), Content.styled(row.at, "$text-muted"), Content("")]
        lines += [*choices, Content("")] if len(row.choices) > 1 else []
        lines += [Content(line) for line in row.details]
        self.query_one("#import-whole", Static).update(Content("\n").join(lines))


class ImportScreen(Screen[Done | None]):
    """The import; it is dismissed with what was recorded, or with None."""

    DEFAULT_CSS = """
    ImportScreen.-narrow {
        #import-rows { layout: vertical; }
        RowList { width: 1fr; height: 3fr; }
        #import-entry { width: 1fr; height: 2fr; border-left: none; border-top: hkey $foreground 25%; }
    }
    """
    AUTO_FOCUS = "#import-path"
    BINDINGS: ClassVar[list[BindingType]] = bindings("import")

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._page = ImportPage()
        self._batch: ImportBatch | None = None
        self._is_reading = self._is_recording = self._stops = False

    def compose(self) -> ComposeResult:
        """The page, a line for messages, and its keys."""
        yield self._page
        yield StatusLine(id="import-message")
        yield FittingFooter(compact=True, show_command_palette=False)

    @property
    def keys(self) -> KeyNames:
        """The names of the keys, for sentences."""
        return key_names(self.app)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """One line of what was done, or of what could not be."""
        self.query_one(StatusLine).say(text, wrong=wrong)

    def show_progress(self, done: int, whole: int) -> None:
        """Show the progress of a job that takes a while; 0 of 0 once it is over."""
        line = self.query_one(StatusLine)
        if whole:
            line.show_progress(done, whole, self.keys("import.leave"))
        else:
            line.end_progress()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Keys for entries need entries, and none apply while a path is typed: they may be letters of it."""
        if action in {"record", "choose", "choose_all"}:
            return self._batch is not None and not isinstance(self.focused, Input)
        return not (action == "path" and isinstance(self.focused, Input))

    @on(ImportPage.PathGiven)
    def _path_given(self, event: ImportPage.PathGiven) -> None:
        event.stop()
        if not self._is_reading and not self._is_recording:
            self._is_reading, self._batch = True, None
            self._read(event.path)

    @work(group="reads")
    async def _read(self, path: str) -> None:
        self._stops = False
        self.say("Reading …")
        try:
            batch = await asyncio.to_thread(self._read_watched, path)
        finally:
            self._is_reading = False
            self.show_progress(0, 0)
        if isinstance(batch, Exception):
            self.say(str(batch), wrong=not isinstance(batch, _StoppedError))
            self._page.show(ImportBatch(notes=[str(batch)] if len(str(batch)) > self.size.width - 2 else []))
            self.query_one("#import-path").focus()
            return
        self._batch = batch
        self._page.show(batch)
        self._say_counts()
        self.refresh_bindings()

    def _read_watched(self, path: str) -> ImportBatch | Exception:
        """The entries, or what is wrong with the files: a value, for the book has no part in that."""
        begun, shown_at = monotonic(), 0.0

        def watch(done: int, whole: int) -> None:
            nonlocal shown_at
            if self._stops:
                raise _StoppedError("Stopped; nothing was read.")
            now = monotonic()
            if now - begun > PATIENCE and now - shown_at > _SHOWN_EACH:
                shown_at = now
                self.app.call_from_thread(self.show_progress, done, whole)

        def read(connection: Connection | None) -> ImportBatch | Exception:
            try:
                names = [str(Path(path).expanduser())]
                return read_batch(names, connection, self._library.today, environment.state_folder())
            except (FileError, CannotImportError, _StoppedError) as error:
                return error
            except (OSError, RuntimeError) as error:  # a name too long for a file, or "~" and nobody's name
                return CannotImportError(f"{shorten(path, 60)}: {getattr(error, 'strerror', None) or error}.")

        with watched(watch):
            return (self._library.read(read) if self._library.is_there else read(None)) or ImportBatch()

    def _say_counts(self) -> None:
        assert self._batch is not None
        wanted, whole = len(self._batch.wanted), len(self._batch.rows)
        if not whole:
            self.say("There is nothing in it to record.")
        elif wanted:
            keys = self.keys
            self.say(f"{wanted} of {plural(whole, 'row')} chosen. Press {keys('import.record')} to record.")
        elif all(len(row.choices) < 2 for row in self._batch.rows):
            self.say("There is nothing new in it to record.")
        else:
            self.say(f"0 of {plural(whole, 'row')} chosen. Press {self.keys('import.choose')} to choose.")

    def action_choose(self, step: int) -> None:
        """Another choice for the row on the cursor."""
        self._page.change(step=step, whole_group=False)
        self._say_counts()

    def action_choose_all(self) -> None:
        """The same choice for all rows of its group."""
        self._page.change(step=0, whole_group=True)
        self._say_counts()

    def action_path(self) -> None:
        """Name another file."""
        self.query_one("#import-path").focus()

    def action_record(self) -> None:
        """Record what is chosen, as one action, and go back."""
        if self._batch is not None and self._batch.wanted and not self._is_reading and not self._is_recording:
            self._is_recording = True  # at once: the key may come again before it is done
            self._record(self._batch)

    @work(group="records")
    async def _record(self, batch: ImportBatch) -> None:
        try:
            done = await self._library.do(batch.record)
        finally:
            self._is_recording = False
        if done is not None:
            self.dismiss(done)

    def action_leave(self) -> None:
        """Stop the reading or recording; if there is none, go back."""
        if self._is_reading:
            self._stops = True
        elif self._is_recording:
            self._library.stop()
        else:
            self.dismiss(None)
