"""A form on its way through the main screen: opened about whom was chosen, and what it has done shown."""

import asyncio
import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ... import environment, registry
from ...book import queries
from ...book.errors import BookError
from ...text import joined, shorten
from ..services.state import Row
from .journal_flow import JournalFlow
from .stage import Stage

if TYPE_CHECKING:
    from ...book.commands import Done
    from ...book.queries import DraftRow
    from ..forms.outside import LeftForm
    from ..forms.session import FormSession
    from ..forms.spec import Link
    from ..system.left_overs import LeftOver
    from ..writing.delivery import Delivery


class FormFlow:
    """Opens forms, and shows what became of them."""

    def __init__(self, stage: Stage, journal: JournalFlow, delivery: "Delivery") -> None:
        self._stage = stage
        self._journal = journal
        self._delivery = delivery
        self._offered: set[Path] = set()  # copies of the book that were offered to be merged

    async def ask(self, name: str, left: "LeftForm | None" = None) -> None:
        """Open the form of that name about whom was chosen, or say why there is none; `left` is what stood in it."""
        from ..forms import form_about
        from ..forms.outside import AboutForm, Outside
        from ..forms.session import FormSession
        from ..forms.spec import Desk, FormSpec

        stage = self._stage
        selection = stage.workspace.deck.selection
        form = form_about(name, Desk(stage.library, selection, stage.keys))
        if not isinstance(form, FormSpec):
            stage.say(form)
            return
        stage.say("")  # what was said of the list, and of its keys, holds no longer
        about = AboutForm(
            str(stage.library.path),
            stage.library.identity(),
            name,
            stage.workspace.deck.name_shown,
            selection.key,
            tuple(row.contact_id for row in selection.chosen),
        )
        outside = Outside(environment.state_folder(), about, left.place if left is not None else None)
        typed = left.texts if left is not None else None
        await stage.workspace.open(FormSession(form, stage.library, outside, typed))

    async def ask_about_draft(self, row: Row, draft: "DraftRow") -> None:
        """Ask what is to become of a draft for another step, before the note for this one is opened."""
        from ..forms.older_draft import OlderDraftForm
        from ..forms.session import FormSession

        stage = self._stage
        stage.say("")
        form = OlderDraftForm(row, draft, stage.library.today)
        await stage.workspace.open(FormSession(form, stage.library))

    async def look_for_left_overs(self) -> None:
        """Offer what a crash left in another editor; what is being opened by then goes on."""
        from ..forms.left_over import LeftOverForm
        from ..forms.session import FormSession
        from ..system.left_overs import left_over

        library = self._stage.library
        found = await asyncio.to_thread(left_over, environment.state_folder(), str(library.path), library.identity())
        found = [each for each in found if not await asyncio.to_thread(self._has_it, each)]
        if found and not self._stage.workspace.is_taken:
            await self._stage.workspace.open(FormSession(LeftOverForm(found[0]), library))
        if not found:
            await self._reopen_form()
            await self._look_for_copies()

    async def _look_for_copies(self) -> None:
        """Offer what was done in a copy that lies beside the book, each once while the app runs."""
        stage = self._stage
        with suppress(OSError, BookError):
            if not any("conflict" in name.lower() for name in os.listdir(stage.library.path.parent)):  # noqa: PTH208
                return
            from ...exchange.conflict_copies import conflict_copies
            from ..forms.conflict_copy import ConflictCopyForm
            from ..forms.session import FormSession

            found = await asyncio.to_thread(conflict_copies, stage.library.path)
            new = [copy for copy in found if copy.path not in self._offered]
            if new and not stage.workspace.is_taken:
                self._offered.add(new[0].path)
                await stage.workspace.open(FormSession(ConflictCopyForm(new[0]), stage.library))

    async def _reopen_form(self) -> None:
        """Open the form that a crash left, with what stood in it, about the same people; if they are still there."""
        from ..forms import has_form
        from ..forms.outside import left_forms

        stage, library = self._stage, self._stage.library
        left = await asyncio.to_thread(left_forms, environment.state_folder(), str(library.path), library.identity())
        if not left or stage.workspace.is_taken or not has_form(left[-1].about.form):
            return
        about, deck = left[-1].about, stage.workspace.deck
        if about.view in registry.VIEWS and about.view != deck.name_shown:
            await stage.workspace.show_view(about.view, about.key)
        else:
            deck.view.show(library.snapshot, about.key)
        people = set(about.people)
        if len(people) > 1:
            deck.view.marked |= people
        selection = deck.selection
        if (selection.key, {row.contact_id for row in selection.chosen}) == (about.key, people):
            await self.ask(about.form, left[-1])
        else:
            stage.say(f"A form was not saved when the app ended; whom it was about is gone. It is in {left[-1].place}.")

    def _has_it(self, left: "LeftOver") -> bool:
        """Whether the book has that text; then nothing is left of it."""
        from ..system.left_overs import clear

        drafts = self._stage.library.read(partial(queries.drafts_of, contact_id=left.about.contact_id)) or []
        if left.about.notes or (left.subject, left.body) not in {(each.subject, each.body) for each in drafts}:
            return False
        clear(left)
        return True

    async def finished(self, event: "FormSession.Finished") -> None:
        """Show what a form has done, or what is kept of one that was left."""
        await (self._left(event) if event.was_left or event.done is None else self._show_done(event, event.done))
        if event.spec.is_one_of_several and not event.was_left:
            await self.look_for_left_overs()

    async def _left(self, event: "FormSession.Finished") -> None:
        stage = self._stage
        await stage.workspace.close()
        if event.link is not None:
            await self._follow(event.link)
        if event.unread and event.done is not None:
            await stage.reload()
            words = joined([f"“{shorten(each, 60)}”" for each in event.unread])
            undo = stage.keys("due.undo")
            stage.say(f"{words} is not a date I can read; it is kept in the notes.  {undo} takes it out.")

    async def _show_done(self, event: "FormSession.Finished", done: "Done") -> None:
        stage, spec, values = self._stage, event.spec, event.values
        deck = stage.workspace.deck
        deck.count(spec.decided(values))
        deck.view.marked.clear()
        await stage.workspace.close()
        key = spec.leads_to(done, values)
        await stage.reload(key, stay=not spec.moves_on)
        more = spec.said_of(done, values, stage.library.snapshot)
        row = deck.selection.row
        is_hidden = key is not None and (row is None or row.contact_id != key[0])
        if is_hidden and deck.view.lists_people and deck.view.query_said:
            more = f"The filter does not show them; {stage.keys('due.back')} does.  "
        self._journal.say_done(done, more)

    async def _follow(self, link: "Link") -> None:
        """Open what a form leads to, by the system's own programs; nothing is recorded by that."""
        stage = self._stage
        try:
            said = await self._delivery.open_link(link.text, is_mail=link.is_mail, is_copied=link.is_copied)
        except BookError as error:
            stage.say(str(error), wrong=True)
        else:
            stage.say(said)
