"""The insights: one picture at a time, each with its numbers and how sure they are."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual_plotext import PlotextPlot

from ...book.insights import FEW, WAIT, Insights, Share, insights
from ...cadence.terms import REASON_NAMES
from ...dates import show, show_day
from ...text import plural
from ..bindings import bindings, bindings_in, key_names
from ..services.state import Key, Selection, Snapshot
from ..widgets.hanging import MUTED, hang
from .base import View


class _Picture(NamedTuple):
    title: str
    draw: "Callable[[InsightsPage], None]"
    words: "Callable[[InsightsPage, int], list[Content]]"


class InsightsPage(VerticalScroll, can_focus=True):
    """Replies by template, by delay, by part and by channel; touches per week; people; lessons."""

    DEFAULT_CSS = """
    InsightsPage { padding: 0 1; scrollbar-size-vertical: 1; }
    InsightsPage > Static { height: auto; }
    InsightsPage > PlotextPlot { height: 14; max-width: 110; margin: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("insights")

    class Left(Message):
        """The user goes back."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._found: Insights | None = None
        self._today = date.min
        self._number = 0
        self._drawn_for = 0  # columns

    def compose(self) -> ComposeResult:
        """A heading, the picture, and the numbers."""
        yield Static(id="insights-title")
        yield PlotextPlot(id="insights-plot")
        yield Static(id="insights-text")

    def on_mount(self) -> None:
        """Say that it is being worked out; lines break anew at another width."""
        # Textual sends no Resize for the scrollbar, nor, now and then, when a page is shown for the first time.
        self.screen.screen_layout_refresh_signal.subscribe(self, self._laid_out)
        self._draw()

    def _laid_out(self, _screen: object) -> None:
        if self.size.width and self.scrollable_content_region.width != self._drawn_for:
            self._draw()

    def show(self, found: Insights, today: date) -> None:
        """Show these."""
        self._found, self._today = found, today
        self._draw()

    def action_page(self, step: int) -> None:
        """The next picture, or the one before."""
        self._number = (self._number + step) % len(_PICTURES)
        self._draw()
        self.scroll_home(animate=False)

    def action_leave(self) -> None:
        """Back."""
        self.post_message(self.Left())

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        self._drawn_for = self.scrollable_content_region.width
        width = max(30, self._drawn_for - 1)
        titles = [
            (
                f"[{each.title}]" if number == self._number else f" {each.title} ",
                "bold" if number == self._number else MUTED,
            )
            for number, each in enumerate(_PICTURES)
        ]
        self.query_one("#insights-title", Static).update(Content.assemble(*titles))
        plot = self.query_one("#insights-plot", PlotextPlot)
        text = self.query_one("#insights-text", Static)
        if self._found is None:
            plot.display = False
            text.update(Content("\nWorking it out …"))
            return
        picture = _PICTURES[self._number]
        plot.plt.clear_figure()
        plot.display = False
        picture.draw(self)
        text.update(Content("\n").join(picture.words(self, width)))
        plot.refresh()

    def draw_shares(self, by: str) -> None:
        """A line a group: a dot for the share, and a line as far as it may be off."""
        shares = [share for share in self._shares(by) if share.enough]
        if not shares:
            return
        plot = self.query_one("#insights-plot", PlotextPlot)
        plot.display = True
        plt = plot.plt
        for number, share in enumerate(reversed(shares), start=1):
            low, high = share.between
            plt.plot([low * 100, high * 100], [number, number], marker="-", color="default")
            plt.scatter([share.share * 100], [number], marker="o", color="default")
        plt.yticks(list(range(1, len(shares) + 1)), [share.name for share in reversed(shares)])
        plt.ylim(0.5, len(shares) + 0.5)
        plt.xlim(0, 100)
        plt.xticks([0, 25, 50, 75, 100], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        plot.styles.height = len(shares) * 2 + 4

    def say_shares(self, by: str, width: int) -> list[Content]:
        """The numbers of each group, and what they do not say."""
        shares = self._shares(by)
        lines = [Content("")]
        longest = min(30, max((len(share.name) for share in shares), default=0))
        for share in shares:
            lines += hang(f"  {share.name[:30]:{longest}}  ", Content(in_words(share)), width, "bold")
        assert self._found is not None
        if not shares:
            lines.append(Content("  No note was sent yet that could have been answered."))
        lines.append(Content(""))
        if self._found.open:
            said = f"{plural(self._found.open, 'letter')} of the last {WAIT} days may still be answered"
            lines += hang("", Content.styled(f"{said}, and count for nothing yet.", MUTED), width)
        if any(share.enough for share in shares):
            said = (
                "The dot is the share that was answered; the line is where the true share may lie, 19 times in 20. "
                "Where two lines overlap, the letters do not tell which does better."
            )
            lines += hang("", Content.styled(said, MUTED), width)
        elif shares:
            lines += hang(
                "", Content.styled(f"Below {FEW} letters a share says nothing, so none is drawn.", MUTED), width
            )
        return lines

    def draw_weeks(self) -> None:
        """Bars of the touches of each week."""
        assert self._found is not None
        if not any(week.sent + week.came + week.met for week in self._found.weeks):
            return
        plot = self.query_one("#insights-plot", PlotextPlot)
        plot.display = True
        weeks = self._found.weeks
        plt = plot.plt
        numbers = [float(number) for number in range(len(weeks))]
        # Told apart by the character as well as by the colour.
        for shift, marker, counts in (
            (-0.2, "#", [week.sent for week in weeks]),
            (0.2, "o", [week.came + week.met for week in weeks]),
        ):
            plt.bar([number + shift for number in numbers], counts, width=0.4, marker=marker)
        most = max(max(week.sent, week.came + week.met) for week in weeks)
        steps = [float(count) for count in range(0, most + 1, max(1, most // 5))]
        plt.yticks(steps, [str(int(step)) for step in steps])
        every = max(1, len(weeks) // 6)
        plt.xticks(numbers[::every], [show_day(week.monday) for week in weeks[::every]])
        plot.styles.height = 14

    def say_weeks(self, width: int) -> list[Content]:
        """The sums, and the busiest week."""
        assert self._found is not None
        weeks = self._found.weeks
        sent, came, met = (sum(getattr(week, name) for week in weeks) for name in ("sent", "came", "met"))
        busiest = max(weeks, key=lambda week: week.sent)
        text = "# is from you, o from them or together. "
        text += f"In {len(weeks)} weeks: {sent} from you, {came} from them, {met} together."
        if busiest.sent:
            text += f" The busiest week began on {show(busiest.monday, self._today)}, with {busiest.sent} from you."
        return hang("", Content(text), width)

    def say_people(self, width: int) -> list[Content]:
        """How many became what."""
        assert self._found is not None
        lines = [Content("")]
        most = max(self._found.people.values(), default=1)
        room = max(5, width - 48)
        for name, count in self._found.people.items():
            bar = "█" * max(1, round(count / most * min(room, 40)))
            lines.append(Content.assemble(f"  {name:36} {count:4}  ", (bar, "$text-primary")))
        if not self._found.people:
            lines.append(Content("  Nobody is in your book yet."))
        return lines

    def say_lessons(self, width: int) -> list[Content]:
        """What was learned, and what was said, in one list."""
        assert self._found is not None
        lines = [Content("")]
        for each in self._found.lessons:
            on = f"  {show(each.on, self._today)}" if each.on else ""
            why = f", {REASON_NAMES[each.reason]}" if each.reason else ""
            lines.append(Content.assemble((f"{each.position} at {each.employer}", "bold"), (f"{on}{why}", MUTED)))
            for text in (each.lesson, f"They said: {each.feedback}" if each.feedback else ""):
                if text:
                    lines += hang("  ", Content(text), width)
            lines.append(Content(""))
        if not self._found.lessons:
            key = key_names(self.app)("due.reject")
            said = f'Nothing yet. With a "no" ({key}) you can keep one thing you learned; it will stand here.'
            lines += hang("  ", Content(said), width)
        return lines

    def _shares(self, by: str) -> Sequence[Share]:
        assert self._found is not None
        return self._found.by[by]


def in_words(share: Share) -> str:
    """The numbers of a share in words, with how sure they are: "5 of 12 answered: 42 %, between 19 and 68 %"."""
    said = f"{share.answered} of {share.letters} answered"
    if not share.enough:
        return f"{said}: too few to tell"
    low, high = share.between
    return f"{said}: {share.share:.0%}, between {low:.0%} and {high:.0%}".replace("%", " %")


def _by(title: str, by: str) -> _Picture:
    return _Picture(title, lambda page: page.draw_shares(by), lambda page, width: page.say_shares(by, width))


def _nothing(_page: InsightsPage) -> None:
    pass


_PICTURES = (
    _by("Template", "template"),
    _by("Delay", "delay"),
    _by("Part", "part"),
    _by("Channel", "channel"),
    _Picture("Weeks", InsightsPage.draw_weeks, InsightsPage.say_weeks),
    _Picture("People", _nothing, InsightsPage.say_people),
    _Picture("Lessons", _nothing, InsightsPage.say_lessons),
)


class InsightsView(View):
    """The insights, counted away from the screen each time that the book was read anew."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_in("insights")
    view = "insights"
    is_whole = True

    def compose(self) -> ComposeResult:
        """The page."""
        yield InsightsPage(id="insights")

    def show(self, snapshot: Snapshot, at: Key | None = None, *, stay: bool = True) -> None:  # noqa: ARG002
        """Count anew."""
        self.snapshot = snapshot
        self._fill_in()

    @work(exclusive=True, group="whole")
    async def _fill_in(self) -> None:
        today = self.snapshot.today
        found = await asyncio.to_thread(lambda: self.library.read(lambda connection: insights(connection, today)))
        if found is not None and self.is_attached:
            self.query_one(InsightsPage).show(found, today)

    def selection(self) -> Selection:
        """Nobody."""
        return Selection()

    def take_focus(self) -> None:
        """Take the keys."""
        self.query_one(InsightsPage).focus()

    def on_insights_page_left(self, event: InsightsPage.Left) -> None:
        """Back."""
        event.stop()
        self.post_message(self.Left())


VIEW = InsightsView
