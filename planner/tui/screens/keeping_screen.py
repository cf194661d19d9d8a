"""The screen while entries are kept in order: details, ways to reach people, merging, archive, colours."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from ...book import applications, queries
from ...book.errors import BookError
from ..commands import lazy as commands
from .triage_screen import TriageScreen

if TYPE_CHECKING:
    from ...book.commands import Done
    from ...book.database import Book
    from ..forms.form import Form
    from ..forms.forms import Known
    from .themes import ThemesPage


class KeepingScreen(TriageScreen):
    """What one does about the entries themselves, and not about what is owed."""

    def _known(self) -> "Known":
        from ..forms.forms import Known

        employers = {person.employer for person in self._people} | {row.employer for row in self._applications}
        return Known(
            sorted(employers - {""}),
            sorted({row.position for row in self._applications} | {p.title for p in self._people if p.title}),
            sorted({tag for person in self._people for tag in person.tags}),
            [person.name for person in self._people],
        )

    @work(exclusive=True, group="deed")
    async def action_edit(self) -> None:
        """Change the details of the person, or of the application, on the cursor."""
        from ..forms.detail_forms import application_form, person_form

        if self._view == "applications":
            line = self._application
            found = self.app.read(lambda c: applications.page(c, line.application_id)) if line is not None else None
            if found is not None:
                await self._open_form(application_form(found, self.app.today, self._known()))
            return
        contact = self._contact()
        if contact is not None:
            await self._open_form(person_form(contact, self.app.today, self._known()))

    @work(exclusive=True, group="deed")
    async def action_reach(self) -> None:
        """Open a mail to the person, their number, or their page."""
        from ..forms.detail_forms import reach_form

        contact = self._contact()
        if contact is None:
            return
        if not (contact.email or contact.phone or contact.linkedin):
            self.say(f"No address and no number of {contact.name} is known; e adds one.")
            return
        await self._open_form(reach_form(contact, self.app.today))

    @work(exclusive=True, group="deed")
    async def action_merge(self) -> None:
        """Make two marked entries one person."""
        from ..forms.detail_forms import merge_form

        rows = self._chosen()
        if len(rows) != 2:
            self.say("Mark the two entries of one person with space first; the one that stands higher is kept.")
            return
        kept, other = (self.app.read(lambda c, key=row.contact_id: queries.contact(c, key)) for row in rows)  # type: ignore[misc]
        if kept is not None and other is not None:
            await self._open_form(merge_form(kept, other, self.app.today), rows[:1])

    @work(exclusive=True, group="deed")
    async def action_archive(self) -> None:
        """Put people away: kept and found, but in no list."""
        rows = self._chosen()
        if rows:
            jobs = [(row.name, partial(_archive, row.contact_id)) for row in rows]
            if await self._do_and_show(lambda book: commands.together(book, jobs), stay=False):
                self._marked.clear()
                self._show_rows(cursor=self._list.cursor)

    @work(exclusive=True, group="deed")
    async def action_delete(self) -> None:
        """Take a person out of the book, once it was said what goes with them."""
        from ..forms.detail_forms import delete_form

        contact = self._contact()
        if contact is not None:
            key = contact.id
            await self._do(lambda _: None)  # so that the commands are there
            goes_with = self.app.read(lambda c: commands.what_goes_with(c, key)) or "nothing else"
            await self._open_form(delete_form(contact, goes_with, self.app.today))

    @work(exclusive=True, group="deed")
    async def choose_theme(self) -> None:
        """Other colours, shown while one goes through them."""
        from .themes import ThemesPage

        if self._side_is_busy():
            self.say("Finish what is open first; escape leaves it.", wrong=True)
            return
        await self._open_side(ThemesPage())

    async def on_themes_page_left(self, event: "ThemesPage.Left") -> None:
        """The colours that were chosen stay, also tomorrow."""
        await self._close_side()
        problem = self.app.keep_theme(event.theme) if event.theme else ""
        self.say(problem or (f"The colours are {event.theme} from now on." if event.theme else ""), wrong=bool(problem))

    async def _say_why_not(self, event: "Form.Submitted", error: BookError) -> None:
        """Why a form could not be carried out; what was changed elsewhere meanwhile is shown side by side."""
        from ...book.commands import Elsewhere

        if event.form.kind in {"person", "elsewhere"} and isinstance(error, Elsewhere):
            from ..forms.deeds import changes_of
            from ..forms.detail_forms import elsewhere_form

            now = error.now
            if isinstance(event.form.about, queries.ContactRow):
                contact, mine = event.form.about, changes_of(event)
                both = {name: value for name, value in mine.items() if now[name] not in {getattr(contact, name), value}}
            else:  # it has changed once more while the user compared
                assert isinstance(event.form.about, tuple)
                contact, mine = event.form.about
                mine = {name: value for name, value in mine.items() if event.values.get(name, "mine") == "mine"}
                both = {name: value for name, value in mine.items() if now[name] != value}
            newest = contact._replace(revision=error.revision)
            if both:
                form = elsewhere_form(contact.name, both, now, (newest, mine), self.app.today)
                await self._open_form(form, self._about)
                return
            # What was changed there is not what was changed here: both stay.
            key, revision = contact.id, error.revision
            await self._close_side()
            await self._do_and_show(lambda book: commands.change_contact(book, key, revision, **mine))
            return
        field = str(error).partition(":")[0].lower().replace(" ", "_").replace("e-mail", "email")
        event.form.say(str(error), field if field in event.values else "")

    async def _open_outside(self, event: "Form.Submitted") -> None:
        """Open a mail, a number or a page by the system's own programs; nothing is recorded by that."""
        from ..system.programs import open_link, reach_link

        contact = event.form.about
        assert isinstance(contact, queries.ContactRow)
        how = event.values["how"]
        await self._close_side()
        if how == "copy":
            self.app.copy_to_clipboard(contact.email)
            self.say(f"{contact.email} is copied, if your terminal allows it.")
            return
        link = reach_link(how, contact.email, contact.phone, contact.linkedin)
        settings = self._settings()
        try:
            if how == "mail" and settings.mail_in_terminal and settings.mail_command:
                self._lend_the_terminal(lambda: open_link(settings, link))
            else:
                await asyncio.to_thread(open_link, settings, link)
        except BookError as error:
            self.say(str(error), wrong=True)
            return
        self.say(f"Opened {link}. l logs what came of it.")


def _archive(contact_id: int, book: "Book") -> "Done":
    return commands.archive_contact(book, contact_id)
