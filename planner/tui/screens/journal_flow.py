"""What one key does at once in the main screen: a command without a form, undo and redo."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...book import queries
from ...book.due import DueRow
from ...book.errors import BookError
from ...text import plural
from ..commands import lazy as commands
from ..commands.direct import DIRECT
from ..services.state import Key, Snapshot, key_of
from .stage import Stage, sentence

if TYPE_CHECKING:
    from ...book.database import Book
    from ..services.carrying import Carrying


class JournalFlow:
    """Does such things, and says what was done and how it is taken back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def say_done(self, done: "commands.Done", more: str = "") -> None:
        """What was done, with how to take it back; `more` stands between."""
        undo = self._stage.keys("due.undo")
        said = f"{sentence(done.label)}  {more}{done.way_back or f'{undo} takes it back.'}"
        self._stage.say(said if done.changed else "Nothing changed. It was already that way.")

    async def carry_out(self, name: str) -> None:
        """Do what needs no words for whom was chosen."""
        stage, direct = self._stage, DIRECT[name]
        job = direct.job(stage.library, stage.workspace.deck.selection)
        if isinstance(job, str):
            stage.say(job)
        elif job is not None and (done := await stage.library.do(job)) is not None:
            if direct.moves_on:
                stage.workspace.deck.view.marked.clear()
            await stage.reload(stay=not direct.moves_on)
            self.say_done(done)

    async def undo(self) -> None:
        """Take the latest action back."""
        way_back = f"{self._stage.keys('due.redo')} does it again"
        await self._step(lambda book: commands.undo(book), "Undone", way_back, "There is nothing to undo.")

    async def redo(self) -> None:
        """Do the undone action again."""
        way_back = f"{self._stage.keys('due.undo')} takes it back"
        await self._step(lambda book: commands.redo(book), "Done again", way_back, "There is nothing to redo.")

    async def _step(self, job: Callable[["Book"], str | None], done: str, way_back: str, nothing: str) -> None:
        stage = self._stage
        label = await stage.library.do(lambda book: job(book) or "")
        if label is None:
            return
        before = _standing(stage.library.snapshot)
        await stage.reload()
        now = _standing(stage.library.snapshot)
        brought_back = [key for key, is_due in now.items() if key not in before or is_due > before[key]]
        if len(brought_back) == 1:  # they are whom the user looks at now
            stage.workspace.deck.view.came_back(brought_back[0][0])
            stage.workspace.show(stage.library.snapshot, brought_back[0])
        stage.say(f"{done}: {label}.  {way_back}." if label else nothing)

    async def look_outside(self, carrying: "Carrying", *, may_take_in: bool) -> None:
        """Take in what other machines wrote, and say what it was; the cursor stays where it was."""
        stage = self._stage
        try:
            found = await carrying.look(may_take_in=may_take_in)
        except BookError as error:
            stage.say(str(error), wrong=True)
            return
        if found is None:
            return
        more = ""
        if found.unsettled:
            said = plural(len(found.unsettled), "detail was", "details were")
            more = f"{said} also changed here. Press {stage.keys('app.palette')} and choose “Resolve conflicts”."
        if found.label:
            await stage.reload()
            stage.workspace.show_page()
            more = f"{found.label}.  {more or stage.keys('due.undo') + ' takes it back.'}"
        if more:
            stage.say(more, wrong=bool(found.unsettled))

    async def show_changes(self) -> None:
        """Show what another program did to the book, and say what it was; the cursor stays where it was."""
        stage = self._stage
        before = stage.library.latest_action
        await stage.reload()
        stage.workspace.show_page()
        now = stage.library.latest_action
        if before is not None and now is not None and before != now:
            # What the last message said of undo holds no longer.
            label = (stage.library.read(queries.journal_labels) or ("", ""))[0]
            undo = stage.keys("due.undo")
            stage.say(f"Done elsewhere: {label}.  {undo} takes it back." if before < now else "Undone elsewhere.")


def _standing(snapshot: Snapshot) -> dict[Key, bool]:
    """What is planned, and whether it is due."""
    return {key_of(row): isinstance(row, DueRow) and row.opens <= snapshot.today for row in snapshot.rows}
