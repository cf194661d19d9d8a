"""The screen while one goes through who is due, one person at a time."""

from textual.content import Content

from ...book import due, queries
from ...book.due import DueRow
from ...book.formatting import steps_of
from ...cadence.terms import STEP_NAMES
from ...dates import show
from ..views.due_list import Key
from ..views.triage_queue import Decided, Triage
from ..widgets.tab_bar import TitleBar
from .writing_screen import WritingScreen

_BAR = 20  # columns


class TriageScreen(WritingScreen):
    """One person fills the screen; the keys of the list decide, and the next one comes."""

    _triage: Triage | None = None
    _triaging = False

    async def action_triage(self) -> None:
        """Begin, or go on where one left."""
        if self._view != "due":
            await self._show_view("due")
        due_now = self._due_now()
        if not due_now:
            self.say(self._nothing_due())
            return
        if self._triage is None or self._triage.over:
            self._triage = Triage(list(due_now), due_now[0])
        self._triage.take_in(due_now)
        self._triaging = True
        self._filters.pop("due", None)
        self._marked.clear()
        self.add_class("-triage")
        self._due.disabled = True
        self.set_focus(None)
        self.say("")
        self._show_rows()
        self.refresh_bindings()

    def action_pass_on(self, step: int) -> None:
        """Leave this one undecided, and show the next, or the one before."""
        if self._triage is not None and self._triage.current in self._due_now():
            self._triage.move(self._due_now(), step)
            self._show_rows()

    def action_stop_triage(self) -> None:
        """Leave triage; what was decided stays decided."""
        if self._triage is not None:
            done, whole = self._triage.progress(self._due_now())
            self._end_triage()
            self.say(f"{done} of {whole} decided. t goes on with the others.")

    def _come_back(self, key: Key) -> None:
        """Somebody is due again whose step was undone: they are who is shown."""
        if self._triage is not None:
            self._triage.current = key[0]
            self._triage.take_in([key[0]])

    def _decided(self, what: Decided) -> None:
        if self._triage is not None:
            self._triage.decided[self.app.read(queries.latest_action) or 0] = what

    def _show_rows(self, keep: Key | None = None, cursor: int = 0) -> None:
        triage = self._triage if self._triaging else None
        if triage is None:
            super()._show_rows(keep, cursor)
            return
        due_now = self._due_now()
        triage.take_in(row.contact_id for row in self._rows if isinstance(row, DueRow) and row.group == "written")
        known = {person.contact_id for person in self._people} or set(triage.queue)  # nobody is read at the very start
        if not triage.settle(due_now, known):
            triage.over = True
            self._end_triage()
            super()._show_rows(keep, cursor)
            self.call_after_refresh(self._sum_up, triage)  # once what was done last has been said and counted
            return
        super()._show_rows((triage.current, "", None), cursor)
        self._show_progress(triage, due_now)

    def _show_progress(self, triage: Triage, due_now: list[int]) -> None:
        done, whole = triage.progress(due_now)
        filled = round(_BAR * done / whole)
        row = next(row for row in self._rows if row.contact_id == triage.current)
        step = steps_of(row) if isinstance(row, DueRow) else ""
        self.query_one(TitleBar).show_instead(
            Content.assemble(
                (" One at a time ", "bold reverse"),
                "  ",
                ("━" * filled, "$text-success"),
                ("─" * (_BAR - filled), "$text-muted"),
                f"  {done} of {whole} decided  ·  ",
                (step, "bold"),
            )
        )

    def _sum_up(self, triage: Triage) -> None:
        done = self.app.read(lambda connection: queries.actions_done(connection, triage.decided)) or set()
        summary = triage.summary(done)
        self.say(f"That was all for today{': ' + summary if summary else ''}. u takes the last one back.")

    def _end_triage(self) -> None:
        self._triaging = False
        self.remove_class("-triage")
        if not self._side_is_busy():
            self._due.disabled = False
            self._due.focus()
        super()._show_rows(keep=self._current_key(), cursor=self._list.cursor)
        self.refresh_bindings()

    async def _close_side(self, *, focus: bool = True) -> None:
        await super()._close_side(focus=focus and not self._triaging)
        if self._triaging:
            self._due.disabled = True
            self.set_focus(None)

    def _due_now(self) -> list[int]:
        """Who is due today, in the order of the list."""
        return [row.contact_id for row in self._rows if isinstance(row, DueRow) and row.opens <= self.app.today]

    def _nothing_due(self) -> str:
        following = self.app.read(lambda connection: due.next_row(connection, self.app.today))
        if following is None:
            return "Nothing is due, and nothing is planned."
        day = show(following.opens, self.app.today)
        return f"Nothing is due today. Next: {day}, {STEP_NAMES[following.step]} with {following.name}."
