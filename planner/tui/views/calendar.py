"""The coming weeks, day by day: how much comes up, and with whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Static

from ...cadence.terms import STEP_NAMES, Channel
from ...dates import say_distance, show, show_day
from ...text import plural, shorten
from ..bindings import bindings, bindings_in, key_names
from ..services.state import Key, Selection, Snapshot
from .base import View

if TYPE_CHECKING:
    from ...book.database import Book
    from ...book.forecast import Coming

DAYS = 120
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TIGHT = 76  # columns below which the day stands under the weeks
_CELL = 5  # columns of a day
_WIDE = 44  # columns from which on a name and its step fit on one line
_MANY = 5  # steps on a day from which on it is marked


class Calendar(Horizontal, can_focus=True):
    """A grid of weeks with the number of steps on each day, and the day under the cursor beside it."""

    DEFAULT_CSS = """
    Calendar { padding: 0 1; height: 1fr; }
    Calendar > #calendar-grid { width: 48; height: 1fr; margin-right: 2; }
    Calendar > #calendar-day { width: 1fr; height: 1fr; }
    Calendar.-tight { layout: vertical; }
    Calendar.-tight > #calendar-grid { width: 1fr; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("calendar")

    class Left(Message):
        """The user goes back to the list; with a person, to them."""

        def __init__(self, contact_id: int | None = None) -> None:
            super().__init__()
            self.contact_id = contact_id

    def __init__(self, today: date, first_weekday: int = 0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._first = first_weekday  # 0 is Monday
        self._today = today
        self._day = today
        self._coming: Sequence[Coming] | None = None
        self._load: Counter[date] = Counter()
        self._drawn_for = Size()

    def compose(self) -> ComposeResult:
        """The grid, and the day."""
        yield Static(id="calendar-grid")
        yield Static(id="calendar-day")

    def on_mount(self) -> None:
        """Show the weeks, as many as there is room for."""
        # Now and then Textual sends no Resize when a page is shown for the first time.
        self.screen.screen_layout_refresh_signal.subscribe(self, self._laid_out)
        self._draw()

    def _laid_out(self, _screen: object) -> None:
        if self.size and self.size != self._drawn_for:
            self._draw()

    def begin(self, today: date) -> None:
        """Show the weeks from that day on; what comes up is worked out meanwhile."""
        self._today = today
        self._day = max(self._day, today)
        self._draw()

    def show(self, coming: "Sequence[Coming]") -> None:
        """Show what comes up."""
        self._coming = coming
        self._load = Counter(each.day for each in coming)
        self._draw()

    def action_move(self, days: int) -> None:
        """Another day, as long as it is within what is shown."""
        day = self._day + timedelta(days=days)
        if self._today <= day < self._today + timedelta(days=DAYS):
            self._day = day
            self._draw()

    def action_today(self) -> None:
        """Back to today."""
        self._day = self._today
        self._draw()

    def action_next(self) -> None:
        """The next day on which something comes up."""
        self._day = min((day for day in self._load if day > self._day), default=self._day)
        self._draw()

    def action_choose(self) -> None:
        """To the first person of the day."""
        first = next((each for each in self._coming or () if each.day == self._day), None)
        self.post_message(self.Left(first.contact_id if first is not None else None))

    def action_leave(self) -> None:
        """Back to the list."""
        self.post_message(self.Left())

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        self._drawn_for = self.size
        tight = self.size.width < _TIGHT  # the day stands below the weeks then
        self.set_class(tight, "-tight")
        room = max(4, self.size.height - 5)
        if tight:
            weeks = max(2, self.size.height // 2 - 5)
            self.query_one("#calendar-grid", Static).update(self._grid(weeks))
            day = self._page(max(20, self.size.width - 4), max(1, self.size.height - weeks - 8))
        else:
            self.query_one("#calendar-grid", Static).update(self._grid(room))
            day = self._page(max(20, self.size.width - 56), room)
        self.query_one("#calendar-day", Static).update(day)

    def _grid(self, room: int) -> Content:
        lines = [
            Content.styled("The coming weeks, each step done when it opens", "bold $text-primary"),
            Content(""),
            Content.styled(
                " " * 8 + "".join(f"{_DAYS[(self._first + day) % 7]:>{_CELL}}" for day in range(7)),
                "$foreground-muted",
            ),
        ]
        from ...book.forecast import weeks

        shown = weeks(self._today, DAYS, self._first)
        here = next(number for number, week in enumerate(shown) if self._day in week)
        top = min(max(0, here - room // 2), max(0, len(shown) - room))
        lines += [
            Content.assemble(
                (f" {show_day(week[0]):>6} ", "$text-secondary"),
                *(part for day in week for part in self._cell(day)),
            )
            for week in shown[top : top + room]
        ]
        total = sum(self._load.values())
        many = f"; ! from {_MANY} a day on" if max(self._load.values(), default=0) >= _MANY else ""
        said = f"{plural(total, 'step')} in {DAYS} days{many}"
        said = "Working it out …" if self._coming is None else said
        lines += [Content(""), Content.styled(f" {said}", "$foreground-muted")]
        return Content("\n").join(lines)

    def _cell(self, day: date) -> tuple[str, tuple[str, str]]:
        count = self._load[day]
        if day < self._today:
            return "", (" " * _CELL, "")
        text = str(count) if count else "·"
        text = f"[{text}]" if day == self._day else f"{text}{'!' if count >= _MANY else ' '}"
        style = "$foreground-muted" if not count else "bold $text-warning" if count >= _MANY else "bold $text-success"
        return " " * (_CELL - len(text)), (text, f"{style} reverse" if day == self._day else style)

    def _page(self, width: int, room: int) -> Content:
        day = self._day
        lines = [
            Content.assemble((show(day, self._today), "bold $text-primary"), f"  {say_distance(day, self._today)}"),
            Content(""),
        ]
        theirs = [each for each in self._coming or () if each.day == day]
        rows = room if width >= _WIDE else room // 2
        for each in theirs[:rows]:
            step = f"{STEP_NAMES[each.step]}{' (call)' if each.channel is Channel.PHONE else ''}"
            if width >= _WIDE:
                lines.append(Content.assemble((shorten(each.name, width - 22), "bold"), f"  {step}"))
            else:
                lines += [
                    Content.styled(shorten(each.name, width), "bold"),
                    Content.styled(f"  {step}", "$foreground-muted"),
                ]
        if len(theirs) > rows:
            lines.append(Content.styled(f"and {len(theirs) - rows} more", "$foreground-muted"))
        if not theirs and self._coming is not None:
            lines.append(Content.styled("Nothing comes up.", "$foreground-muted"))
            following = min((later for later in self._load if later > day), default=None)
            if following is not None:
                there = key_names(self.app)("calendar.next")
                lines.append(
                    Content.styled(f"Next: {show(following, self._today)}; {there} goes there.", "$foreground-muted")
                )
        return Content("\n").join(lines)


class CalendarView(View):
    """The calendar, worked out away from the screen each time that the book was read anew."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_in("calendar")
    view = "calendar"
    is_whole = True

    def compose(self) -> ComposeResult:
        """The calendar."""
        yield Calendar(self.snapshot.today, self.settings.first_day, id="calendar")

    def show(self, snapshot: Snapshot, at: Key | None = None, *, stay: bool = True) -> None:  # noqa: ARG002
        """Show what comes up from that day on."""
        self.snapshot = snapshot
        self._fill_in()

    @work(exclusive=True, group="whole")
    async def _fill_in(self) -> None:
        calendar = self.query_one(Calendar)
        calendar.begin(self.snapshot.today)

        def job(book: "Book") -> "list[Coming]":
            from ...book.forecast import forecast

            return forecast(book, DAYS)

        coming = await self.library.do(job)
        if coming is not None and calendar.is_attached:
            calendar.show(coming)

    def selection(self) -> Selection:
        """Nobody: a day is chosen here, and not a person."""
        return Selection()

    def take_focus(self) -> None:
        """Take the keys."""
        self.query_one(Calendar).focus()

    def on_calendar_left(self, event: Calendar.Left) -> None:
        """Back, or to the person of the day."""
        event.stop()
        self.post_message(self.Left(event.contact_id))


VIEW = CalendarView
