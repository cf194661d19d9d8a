"""A form in the screen: fields one goes through with Tab, dates echoed in full while one types."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from ...dates import say_distance, say_in_full
from ...typed_dates import read_by_dateparser, read_by_rules
from ..bindings import bindings, free_own_keys, key_names
from ..system.asked_once import AskedOnce
from .choice import Choice
from .spec import Field, FormSpec, Values

_THINKING = 0.25  # seconds of pause before dateparser is asked: its import alone takes 0.1 s


class Form(VerticalScroll, can_focus=False):
    """A titled form. It posts `Submitted` with the values by name, or `Cancelled`."""

    DEFAULT_CSS = """
    Form {
        padding: 0 1;
        scrollbar-size-vertical: 1;
        .form-title { height: auto; text-style: bold; color: $text-primary; }
        .form-intro { height: auto; color: $text-muted; margin-bottom: 1; }
        .form-again { height: auto; color: $text-warning; }
        .form-label { height: 1; color: $text-secondary; text-wrap: nowrap; text-overflow: ellipsis; }
        .form-field { height: auto; margin-bottom: 1; }
        .form-echo { height: 1; color: $text-muted; }
        Input { height: 1; border: none; padding: 0 1; background: $surface-lighten-1; }
        Input:focus { background: $primary-muted; }
        #form-message { height: auto; color: $text-error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("form")

    class Submitted(Message):
        """The form was filled in. It waits for what becomes of it: it is closed, or told what is wrong by `say`."""

        def __init__(self, form: "Form", values: Values) -> None:
            super().__init__()
            self.form = form
            self.values = values

    class Cancelled(Message):
        """The form was left, with these values in it; `unread` are the dates that could not be read, word for word."""

        def __init__(self, form: "Form", values: Values, unread: Sequence[str]) -> None:
            super().__init__()
            self.form = form
            self.values = values
            self.unread = unread

    def __init__(self, spec: FormSpec, today: date, typed: Mapping[str, str] | None = None) -> None:
        """A form; `typed` is what stood in it, by the names of its fields, when the app ended before it was saved."""
        super().__init__(id="form")
        self._typed_before = typed or {}
        self.spec = spec
        self._fields = spec.fields()
        self._today = today
        self._begun: dict[str, str] = {}
        self._left_with_changes = AskedOnce()
        self._echo_timers: dict[str, Timer] = {}
        self._unread: dict[str, str] = {}
        self._wrong: set[str] = set()  # the fields with a mistake beside their label
        self._was_at_end = False  # the end was brought into view for a message
        self._is_sent = False  # it was sent, and waits for what becomes of it

    def compose(self) -> ComposeResult:
        """The title, then label and input of each field."""
        yield Static(Content(self.spec.title), classes="form-title")
        if self._typed_before:
            yield Static(Content("This was typed before the app ended, and is not saved yet."), classes="form-again")
        yield Static(Content(self.spec.intro), classes="form-intro")
        for each in self._fields:
            with Vertical(classes="form-field", id=f"field-{each.name}"):
                yield Static(Content(each.label), id=f"label-{each.name}", classes="form-label")
                if each.options:
                    yield Choice(each.options, each.value, id=f"in-{each.name}", asks=each.required)
                else:
                    box = Input(each.value, placeholder=each.hint, id=f"in-{each.name}", compact=True)
                    yield box
                    if each.suggest:
                        from .completion import Completion

                        yield Completion(box, each.suggest, several=each.several)
                if each.is_date:
                    yield Static(id=f"echo-{each.name}", classes="form-echo")
        yield Static(id="form-message")

    def on_mount(self) -> None:
        """Show what belongs to the first choice, echo the dates, and start at the first field."""
        if not self.spec.is_unsaved:
            self._begun = {each.name: self._said(each) for each in self._fields}
        for box in self.query(Input):
            free_own_keys(box)
            name = (box.id or "").removeprefix("in-")
            box.value = self._typed_before.get(name, box.value)
        for choice in self.query(Choice):
            choice.choose(self._typed_before.get((choice.id or "").removeprefix("in-"), choice.chosen))
        self._show_fields()
        for each in self._fields:
            if each.is_date:
                self._echo(each)
        self.call_after_refresh(self._focus_first)

    def say(self, text: str, at: str = "") -> None:
        """Show what is wrong below the fields, with the cursor in the field it is about."""
        self._is_sent = False
        self.query_one("#form-message", Static).update(Content(text))
        if at:
            # Beside the field as well: the message at the end may be out of sight from there.
            each = next(each for each in self._fields if each.name == at)
            self.query_one(f"#label-{at}", Static).update(Content.assemble(each.label, (f"  {text}", "$text-error")))
            self._wrong.add(at)
            self.query_one(f"#in-{at}").focus()
        if not at:
            self._was_at_end = True
            self.scroll_end(animate=False)

    def action_submit(self) -> None:
        """Check the fields and hand them over, once, or say which one is wrong."""
        if self._is_sent:
            return
        values: dict[str, str] = {}
        dates: dict[str, date | None] = {}
        for each in self._shown():
            said = self._said(each)
            values[each.name] = said
            if each.required and not said:
                self.say(
                    "Choose one." if each.options else f"“{each.label}” cannot stay empty.",
                    each.name,
                )
                return
            if each.is_date:
                dates[each.name] = self._date(each, said)
                if said and dates[each.name] is None:
                    examples = _PAST_EXAMPLES if each.past else _EXAMPLES
                    self.say(f"“{said}” is not a date I can read. Try: {examples}", each.name)
                    return
        self._is_sent = True
        self.post_message(self.Submitted(self, Values(values, dates)))

    def action_cancel(self) -> None:
        """Leave; what was changed and not saved is asked about once. One that was sent waits for what becomes of it."""
        if self._is_sent:
            return
        if self.would_lose and not self._left_with_changes.is_sure():
            keys = key_names(self.app)
            saves, leaves = keys("form.save"), keys("form.cancel")
            self.say(f"Not saved yet: {saves} saves, {leaves} once more leaves without it.")
            return
        values = {each.name: self._said(each) for each in self._shown()}
        unread = [words for name, words in self._unread.items() if name in values]
        self.post_message(self.Cancelled(self, Values(values), unread))

    @property
    def is_whole(self) -> bool:
        """Whether all its fields are there: not before it is composed, nor while it is taken down."""
        there = {widget.id for widget in self.query("*")}
        return all(f"in-{each.name}" in there for each in self._fields)

    @property
    def texts(self) -> dict[str, str]:
        """What stands in all fields by name, whether they show or not."""
        return {each.name: self._said(each) for each in self._fields}

    @property
    def would_lose(self) -> bool:
        """Whether leaving loses something that is worth a question."""
        return self._changed() if self.spec.asks else self._typed_words()

    def _typed_words(self) -> bool:
        """Whether something was written that is neither chosen nor a date."""
        words = [each for each in self._shown() if not each.options and not each.is_date]
        return any(self._said(each) != self._begun.get(each.name) for each in words)

    def _changed(self) -> bool:
        return any(self._said(each) != self._begun.get(each.name) for each in self._fields)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field is looked at once it is left; what is found stands beside its label."""
        name = (event.widget.id or "").removeprefix("in-")
        for each in self._fields:
            if each.name == name and each.check is not None and self.is_attached:
                self._look_at(each)

    @work(thread=True, exclusive=False, exit_on_error=False)
    def _look_at(self, each: Field) -> None:
        said = self._said(each)
        found = each.check(said) if said and each.check is not None else ""
        self.app.call_from_thread(self._show_found, each, said, found)

    def _show_found(self, each: Field, said: str, found: str) -> None:
        if not self.is_attached or self._said(each) != said:
            return
        style = "$text-error" if found.startswith("!") else "$text-success"
        note = ("  " + found.removeprefix("!"), style) if found else ""
        self.query_one(f"#label-{each.name}", Static).update(Content.assemble(each.label, note))

    @on(Choice.Done)
    @on(Input.Submitted)
    def _next(self, event: Message) -> None:
        event.stop()
        shown = self._shown()
        here = next((i for i, each in enumerate(shown) if self.query_one(f"#in-{each.name}").has_focus), len(shown))
        if here + 1 < len(shown):
            self.query_one(f"#in-{shown[here + 1].name}").focus()
        else:
            self.action_submit()

    @on(Choice.Changed)
    def _chosen(self, event: Message) -> None:
        event.stop()
        self._left_with_changes.forget()
        self._show_fields()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._left_with_changes.forget()
        self.query_one("#form-message", Static).update("")
        if self._was_at_end:  # to show the message; what is typed is to be seen
            self._was_at_end = False
            event.input.scroll_visible(animate=False)
        for each in self._fields:
            if each.name in self._wrong and event.input.id == f"in-{each.name}":
                self._wrong.discard(each.name)
                self.query_one(f"#label-{each.name}", Static).update(Content(each.label))
            if each.is_date and event.input.id == f"in-{each.name}":
                self._echo(each)

    def _echo(self, each: Field) -> None:
        """Say the typed date in full: at once by the rules, after a pause with dateparser's help."""
        said = self._said(each)
        said = each.presets.get(said, said)
        if each.name in self._echo_timers:
            self._echo_timers[each.name].stop()
        day = read_by_rules(said, self._today, past=each.past)
        self._show_echo(each, said, day, final=False)
        if day is None and said:
            self._echo_timers[each.name] = self.set_timer(_THINKING, lambda: self._ask_dateparser(each, said))

    @work(thread=True, exit_on_error=False)
    def _ask_dateparser(self, each: Field, said: str) -> None:
        day = read_by_dateparser(said, self._today, past=each.past)
        self.app.call_from_thread(self._show_answer, each, said, day)

    def _show_answer(self, each: Field, said: str, day: date | None) -> None:
        now = self._said(each) if self.is_attached else ""
        if each.presets.get(now, now) == said:
            self._show_echo(each, said, day, final=True)

    def _show_echo(self, each: Field, said: str, day: date | None, *, final: bool) -> None:
        self._unread.pop(each.name, None)
        if said and day is None and final:
            self._unread[each.name] = said
        if day is not None:
            text = Content.styled(f"  {say_in_full(day)}, {say_distance(day, self._today)}", "$text-success")
        elif not said:
            presets = "  ".join(f"{key} {words}" for key, words in each.presets.items())
            examples = f"{presets}, or: 2 dec, +10d" if presets else _EXAMPLES
            text = Content.styled(f"  {_PAST_EXAMPLES if each.past else examples}", "$foreground-muted")
        else:
            text = Content.styled("  not a date yet" if final else "  …", "$text-warning")
        self.query_one(f"#echo-{each.name}", Static).update(text)

    def _date(self, each: Field, said: str) -> date | None:
        said = each.presets.get(said, said)
        return read_by_rules(said, self._today, past=each.past) or read_by_dateparser(said, self._today, past=each.past)

    def _said(self, each: Field) -> str:
        widget = self.query_one(f"#in-{each.name}")
        return (
            widget.chosen if isinstance(widget, Choice) else widget.value.strip() if isinstance(widget, Input) else ""
        )

    def _shown(self) -> list[Field]:
        first = self._said(self._fields[0])
        return [each for each in self._fields if not each.only_for or first in each.only_for]

    def _show_fields(self) -> None:
        shown = {each.name for each in self._shown()}
        for each in self._fields:
            self.query_one(f"#field-{each.name}").display = each.name in shown

    def _focus_first(self) -> None:
        shown = self._shown()
        first = next((each for each in shown if each.name == self.spec.start), next(iter(shown), None))
        if first is not None:
            self.query_one(f"#in-{first.name}").focus(scroll_visible=False)


_PAST_EXAMPLES = "today, yesterday, last fri, 3 days ago, 20 nov"
_EXAMPLES = "tomorrow, next tue, in 3 weeks, +10d, 2 dec"
