"""A form from the moment it is opened until the book has what it asks for, or it is left."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from ...book.errors import BookError, EntryError
from ..services.library import Library
from ..widgets.side_pane import PLACE
from .form import Form
from .spec import FormError, FormSpec, Job, Link, Values

if TYPE_CHECKING:
    from ...book.commands import Done
    from .outside import Outside

_KEPT_EACH = 0.5  # seconds between two looks at whether something was typed

# What the forms call a field of the book that they name otherwise.
_NAMES: dict[str, tuple[str, ...]] = {
    "happened_on": ("on", "met_on"),
    "learned_on": ("on",),
    "promised_on": ("promised",),
    "due": ("by",),
    "state_reason": ("reason", "note"),
    "employer": ("works_at", "to"),
}


class FormSession(Widget):
    """Owns one form, and carries out what it asks for, once. It says by `Finished` how it ended."""

    DEFAULT_CSS = """
    FormSession { height: 1fr; width: 1fr; layout: vertical; }
    FormSession > Form { height: 1fr; width: 1fr; }
    """

    class Finished(Message):
        """The form was carried out, or left when `was_left`.

        `done` is what was done in the book, None when nothing was to be done there; `link` is what is to be opened.
        Of a form that was left, `unread` are the dates that could not be read; `done` is that they are kept.
        """

        def __init__(
            self,
            spec: FormSpec,
            values: Values,
            done: "Done | None" = None,
            link: Link | None = None,
            unread: Sequence[str] = (),
            *,
            was_left: bool = False,
        ) -> None:
            super().__init__()
            self.spec = spec
            self.values = values
            self.done = done
            self.link = link
            self.unread = unread
            self.was_left = was_left

    def __init__(
        self,
        spec: FormSpec,
        library: Library,
        outside: "Outside | None" = None,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        """A form; what stands in it is kept `outside` the book meanwhile, and `typed` is what a crash left of it."""
        super().__init__()
        self._library = library
        self._form = Form(spec, library.today, typed)
        self._outside = outside
        self.is_finished = False
        """Whether it is over, and only waits to be taken away."""

    def compose(self) -> ComposeResult:
        """The form."""
        self._form.add_class(PLACE)
        yield self._form

    def on_mount(self) -> None:
        """Keep what is typed."""
        if self._outside is not None:
            self.set_interval(_KEPT_EACH, self._keep)

    def _keep(self) -> None:
        if self.would_lose and self._outside is not None:
            self._outside.keep(self._form.texts)

    def give_up(self) -> None:
        """The user leaves without what was typed, and was asked: it is not offered again."""
        if self._outside is not None:
            self.is_finished = True
            self._outside.let_go()

    def not_kept(self) -> str:
        """What was typed and is on no disk, a line a field; "" when all is kept, or nothing would be lost."""
        if not self.would_lose:
            return ""
        texts = self._form.texts
        if self._outside is not None and self._outside.has(texts):
            return ""
        return "\n".join([self._form.spec.title, *(f"{name}: {text}" for name, text in texts.items() if text)])

    @property
    def would_lose(self) -> bool:
        """Whether leaving loses something that was typed, and is not on its way into the book."""
        return self._form.is_attached and self._form.is_whole and self._form.would_lose and not self.is_finished

    @work(group="note")
    async def on_form_submitted(self, event: Form.Submitted) -> None:
        """Do what the form asks for."""
        event.stop()
        spec, values = event.form.spec, event.values
        try:
            job = spec.command(values)
        except FormError as error:
            event.form.say(str(error), error.field)
            return
        if job is None or isinstance(job, Link):
            await self._carried_out(self.Finished(spec, values, link=job))
            return
        try:
            done = await self._library.write(job)
        except BookError as error:
            await self._settle(error, event.form, values)
        else:
            await self._carried_out(self.Finished(spec, values, done))

    async def _settle(self, error: BookError, form: Form, values: Values) -> None:
        """Ask what the form asks instead, or do what it does instead; else say the error where it belongs."""
        instead: FormSpec | Job | None = form.spec.instead(error, values)
        if isinstance(instead, FormSpec):
            await form.remove()
            self._form = Form(instead, self._library.today)
            self._form.add_class(PLACE)
            await self.mount(self._form)
        elif instead is not None:
            done = await self._library.do(instead)
            if done is not None:
                await self._carried_out(self.Finished(form.spec, values, done))
            else:
                form.say("That could not be saved; nothing was changed.")
        else:
            field = error.field if isinstance(error, EntryError) else ""
            form.say(str(error), next((name for name in (field, *_NAMES.get(field, ())) if name in values), ""))

    async def _carried_out(self, ending: Finished) -> None:
        await ending.spec.carried_out()
        self._finish(ending)

    @work(group="note")
    async def on_form_cancelled(self, event: Form.Cancelled) -> None:
        """Keep what is to be kept of it, and go."""
        event.stop()
        job = event.form.spec.cancelled(event.values, event.unread)
        done = await self._library.do(job) if job is not None else None
        self._finish(self.Finished(event.form.spec, event.values, done, unread=event.unread, was_left=True))

    def _finish(self, ending: Finished) -> None:
        self.is_finished = True
        if self._outside is not None:
            self._outside.let_go()
        self.post_message(ending)
