"""The editor: a note, written inside the screen, with advice beside it."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea

from ...book.prefill import Occasion
from ...book.queries import Answer
from ...cadence.terms import STEP_NAMES, Channel, Step
from ...notes.blanks import Stop, find_blanks
from ...notes.review.report import Flag, FlagKind, NoteKind, Situation, kind_of
from ...text import plural
from ..bindings import bindings, key_names
from ..system.asked_once import AskedOnce
from .advice import AdviceStrip
from .assist import Assistant
from .autosave import PAUSE, Autosave, Writing
from .find_box import FindBox
from .known_pane import KnownPane, put_in
from .note_area import NoteArea
from .note_messages import WISHES, Copy, Hold, KindChanged, MarkSent
from .note_status import AnswerOffer, EarlierAnswers, NoteStatus
from .origins import Origin, Origins

_ROOMY = 138  # columns in which what you know stands beside the note and its advice
_AGAIN = 2.0  # seconds after which a save that failed is tried again
_REVIEW_PAUSE = 0.3  # seconds without a key after which the note is read through; the next key of a word comes sooner


class NoteEditor(Horizontal):
    """Subject and body of a note, and the advice strip beside them."""

    DEFAULT_CSS = """
    NoteEditor {
        padding: 0 1;
        #note-page { width: 1fr; max-width: 90; }
        #note-title { height: 1; text-style: bold; color: $text-primary; }
        #note-line { height: 1; margin: 1 0; }  #note-label { width: 8; color: $text-muted; }
        NoteArea { border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1; }
        #note-subject { width: 1fr; height: 1; scrollbar-size: 0 0; overflow: hidden; }
        #note-subject:focus { background: $surface-lighten-1; }
        #note-body { height: 1fr; }
        #advice { width: 34; height: 1fr; margin-left: 2; border-left: vkey $foreground 25%; }
    }
    NoteEditor.-roomy #known, NoteEditor.-knowing #known, NoteEditor.-roomy #advice { display: block; }
    NoteEditor.-knowing #advice { display: none; }
    NoteEditor.-roomy.-knowing #advice { display: block; }
    .-narrow NoteEditor #advice, NoteEditor.-narrow #advice { width: 29; margin-left: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("note")

    def __init__(
        self, about: str, writing: Writing, keeper: Autosave, occasion: Occasion, answers: Iterable[Answer]
    ) -> None:
        super().__init__(id="editor", classes="note-editor")
        self.occasion = occasion
        self.writing = writing
        self._origins = Origins(Origin(writing.template, writing.channel))
        self.subject = NoteArea(writing.subject, one_line=True, id="note-subject")
        """The line with the subject."""
        self.body = NoteArea(writing.body, writing.stops, id="note-body")
        """The text."""
        self._about = about
        self._keeper = keeper
        self._answers = EarlierAnswers([*answers], occasion.known)
        self._pause: Timer | None = None
        self._review_pause: Timer | None = None
        self._with_blanks = AskedOnce()  # whether it shall be marked sent with blanks left in it
        self._did_fail = False  # a save failed, and none has succeeded since

    def compose(self) -> ComposeResult:
        """Title, subject, text, the earlier answer that is offered, the count; the advice beside them."""
        with Vertical(id="note-page"):
            yield Static(self._title(), id="note-title")
            with Horizontal(id="note-line"):
                yield Static(Content("Subject "), id="note-label")
                yield self.subject
            yield self.body
            yield FindBox(self.body, id="note-find")
            yield AnswerOffer(id="note-offer")
            yield NoteStatus(id="note-status")
        yield AdviceStrip(id="advice")
        yield KnownPane(self.occasion.known, id="known")
        yield Assistant(self.body, id="assist")

    def on_mount(self) -> None:
        """Start where the writing starts: at the first blank."""
        self._keeper.sources.append(self.take_in)
        areas = self.subject, self.body
        self._origins = self._keeper.undo.give(self.writing.draft_id, self._origins, *areas)
        self.body.focus()
        if not self.body.select_first_unfilled():
            self.body.move_cursor(self.body.document.end)
        self._show_offer()
        self.set_class(self.occasion.step is Step.REPLY and bool(self.occasion.known), "-knowing")  # what is answered

    @on(events.Resize)
    def _resized(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _ROOMY, "-roomy")
        self.call_after_refresh(self._show_status)

    @property
    def blanks_left(self) -> int:
        """How many blanks are left in subject and text."""
        return len(find_blanks(f"{self.writing.subject}\n{self.writing.body}"))

    def begin_reviews(self, situation: Situation | None) -> None:
        """Review the note from now on, as it is written; without a situation, no longer."""
        self.query_one(AdviceStrip).situation = situation
        self._read_through()

    def take_in(self) -> None:
        """Hand the text over as it stands; a key may come before the message about the one before it."""
        self._keeper.typed(self.writing, self.subject.text, self.body.text, self.body.stops)

    def put(self, subject: str, body: str, stops: list[Stop], origin: "Origin | None" = None) -> None:
        """Another text in the place of this one; undo in the text goes back through it."""
        number = self._origins.follow(origin)
        self._take_origin()
        self.subject.replace_all(subject, [], number)
        self.body.replace_all(body, stops, number)
        self.take_in()
        self.body.focus()
        self.body.select_first_unfilled()
        for area in (self.subject, self.body):
            self.call_after_refresh(area.show_from_the_top)

    def _take_origin(self) -> None:
        """The note is one of that template and channel now."""
        origin = self._origins.now
        self.writing.template, self.writing.channel = origin
        later = self.occasion.kind in {NoteKind.CHECK_IN, NoteKind.CHECK_IN_CALL}
        kind = kind_of(self.occasion.step, origin.channel, checking_in=later)
        if kind is not self.occasion.kind:
            self.occasion = self.occasion._replace(kind=kind, channel=origin.channel)
            self.query_one("#note-title", Static).update(self._title())
            self.refresh_bindings()
            self.post_message(KindChanged(self))

    def _title(self) -> Content:
        """What it is and for whom: "First note for Dana Whitfield"."""
        step = STEP_NAMES[self.writing.step] if self.writing.step is not None else "note"
        what = "call script" if self.writing.channel is Channel.PHONE else step
        return Content(f"{what[:1].upper()}{what[1:]} {self._about}")

    def say(self, text: str, style: str = "$text-warning", *, asks: bool = False) -> None:
        """A sentence below the text, until the next key; anything but the question itself ends what was asked."""
        if not asks:
            self._with_blanks.forget()
        self._status.say(text, style, (self.subject.text, self.body.text), self.body.size.width)

    @property
    def _status(self) -> NoteStatus:
        return self.query_one(NoteStatus)

    def action_mark_sent(self) -> None:
        """Mark it sent; with blanks left, ask twice."""
        if self._is_whole("note.sent", "marks it sent"):
            self._ask_for(MarkSent)

    def action_copy(self) -> None:
        """Copy it; with blanks left, ask twice, for it may well be on its way out."""
        if self.writing.channel is Channel.PHONE or self._is_whole("note.copy", "copies it"):
            self._ask_for(Copy)

    def _is_whole(self, command: str, does: str) -> bool:
        """Whether no blank is left, or the same key was pressed before; else it is asked about."""
        self.take_in()
        if not self.blanks_left or self._with_blanks.is_sure(command):
            return True
        left = plural(self.blanks_left, "blank is", "blanks are")
        self.say(f"{left} left. {key_names(self.app)(command)} once more {does} as it is.", asks=True)
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A call is not marked sent, nor sent; what is written is neither rehearsed nor logged as a call."""
        is_call = self.writing.channel is Channel.PHONE
        return str([action, *parameters][-1]) not in ({"mark_sent", "deliver"} if is_call else {"rehearse", "log_call"})

    def action_hold(self) -> None:
        """Hold it overnight, once it is finished (domain, section 2: some advise a night's sleep first)."""
        if self.blanks_left:
            self.say("Fill in the blanks first; only a finished note is held overnight.")
        else:
            self._ask_for(Hold)

    def action_wish(self, name: str) -> None:
        """What whoever holds the note does: another template, another editor, a way out, a call, the next note."""
        self._ask_for(WISHES[name])

    def _ask_for(self, what: type[Message]) -> None:
        self.take_in()
        self.post_message(what())

    def action_take(self) -> None:
        """Fill the blank at the cursor with what was answered before, or mend the word there as is proposed."""
        area = self.subject if self.subject.has_focus else self.body
        answer = self._answers.next_for(area.text, area.current_stop)
        fix = self._fix_at_cursor(area)
        if answer is not None:
            area.take_answer(answer.text, select=True)
        elif fix is not None:
            area.put_at(fix.start, fix.end, fix.fix)
        else:
            self.say("No earlier answer is known for this place.", "")

    def action_find(self) -> None:
        """Find words in the note."""
        self.query_one(FindBox).open()

    def action_know(self) -> None:
        """What you know of them, beside the note."""
        self.add_class("-knowing")
        self.query_one(KnownPane).focus()

    def on_known_pane_left(self, event: KnownPane.Left) -> None:
        """Back to the note, with the advice beside it again."""
        event.stop()
        self.remove_class("-knowing")
        self.body.focus()

    def on_known_pane_taken(self, event: KnownPane.Taken) -> None:
        """Put it into the note."""
        event.stop()
        self.body.focus()
        put_in(event.known, self.body)

    def action_next_flag(self) -> None:
        """Select the next thing to look at, and say why."""
        if (flag := self.query_one(AdviceStrip).next_flag()) is None:
            return self.say("Nothing to look at just now.", "")
        found = self.query_one(AdviceStrip).found
        area = self.subject if found is not None and flag in found.subject_flags else self.body
        area.focus()
        if flag.end > flag.start:  # the cursor alone: what is typed next must not replace the sentence
            area.go_to(flag.start)

    def on_note_area_past_the_last(self, event: NoteArea.PastTheLast) -> None:
        """Tab goes to the other part's first empty blank, or round to the first of this one; shift+tab to the other.

        To a part without an empty blank Tab goes only when none is left anywhere.
        """
        event.stop()
        other = self.body if event.area is self.subject else self.subject
        if not event.forward:
            other.select_last_stop()
            other.focus()
        elif other.unfilled or not event.area.unfilled:
            other.select_first_unfilled()
            other.focus()
        else:
            event.area.select_first_unfilled()
        self._show_offer()

    def on_note_area_beyond_the_edge(self, event: NoteArea.BeyondTheEdge) -> None:
        """Up from the first line leads to the subject, and down from there to the text."""
        event.stop()
        (self.body if event.area is self.subject else self.subject).focus()

    def on_note_area_filled(self, event: NoteArea.Filled) -> None:
        """The same blank in the subject and in the text says the same."""
        event.stop()
        other = self.subject if event.area is self.body else self.body
        other.fill(event.asks_for, event.text, filled=event.filled, again=event.again)

    def on_note_area_whole_undone(self, event: NoteArea.WholeUndone) -> None:
        """A change of the template is taken back in subject and text at once, and so it is done again."""
        event.stop()
        (self.subject if event.area is self.body else self.body).follow_whole(event.number, again=event.again)
        self._origins.went(event.number, again=event.again)
        self._take_origin()

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.take_in()
        if self._pause is not None:
            self._pause.stop()
        wait = self._keeper.to_be_saved_in
        self._pause = self.set_timer(wait or PAUSE, self._save)
        if self._review_pause is not None:
            self._review_pause.stop()
        self._review_pause = self.set_timer(_REVIEW_PAUSE, self._read_through)
        if not wait:
            self.call_after_refresh(self._save)  # a save works beside the paint, and the letter is to be seen first
        self._with_blanks.forget()
        self._status.text_is((self.subject.text, self.body.text))
        self._show_status()

    @on(TextArea.SelectionChanged)
    def _moved(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        area = event.text_area
        if isinstance(area, NoteArea) and area.has_class("-on-blank") != area.is_on_blank:
            area.toggle_class("-on-blank")
            self._show_status()
        self._show_offer()

    def on_unmount(self) -> None:
        """Nothing of the last half second may be lost: the text was taken in with each key."""
        self._keeper.sources.remove(self.take_in)
        self._keeper.undo.keep(self.writing.draft_id, self._origins, self.subject, self.body)
        for timer in filter(None, (self._pause, self._review_pause)):
            timer.stop()

    def show_saved(self) -> None:
        """Say below the text that it was saved, or why not; what failed is tried again by itself."""
        if self._keeper.failed and self.is_attached:
            self._did_fail = True
            if self._pause is not None:
                self._pause.stop()
            self._pause = self.set_timer(_AGAIN, self._save)
        elif self._did_fail:
            self._did_fail = False
            self._status.clear()
        if self.is_attached and self._keeper.notice:
            notice, self._keeper.notice = self._keeper.notice, ""
            self.say(notice)
        else:
            self._show_status()

    def _save(self) -> None:
        future = self._keeper.save()
        if future is not None:
            app = self.app  # by then the editor may be gone, and this runs on the book's thread
            future.add_done_callback(lambda _: app.call_later(self.show_saved))
        else:
            self.show_saved()

    def _show_offer(self) -> None:
        area = self.subject if self.subject.has_focus else self.body
        answer = self._answers.for_blank(area.text, area.current_stop)
        fix = self._fix_at_cursor(area) if answer is None else None
        self.query_one(AnswerOffer).offer(answer, key_names(self.app)("note.take"), fix.fix if fix is not None else "")

    def _fix_at_cursor(self, area: NoteArea) -> Flag | None:
        place = area.index_of(area.cursor_location)
        return self.query_one(AdviceStrip).fix_at(place, area.text) if area is self.body else None

    def _read_through(self) -> None:
        if self.is_attached and self.query_one(AdviceStrip).situation is not None:
            self.query_one(AdviceStrip).read_through(self.subject.text, self.body.text)

    def on_advice_strip_reviewed(self, event: AdviceStrip.Reviewed) -> None:
        """Show a review, unless the text is another one by now: then the next one is on its way."""
        event.stop()
        if (self.subject.text, self.body.text) != event.text:
            return
        found = event.review
        for area, flags in ((self.body, found.flags), (self.subject, found.subject_flags)):
            area.show_flags((flag.start, flag.end) for flag in flags if flag.kind is not FlagKind.BLANK)
        self.query_one(AdviceStrip).show(found, self.body.text)

    def _show_status(self) -> None:
        width = self.body.size.width if self.is_attached else 0
        if width:  # else something stands in the note's place; the line is drawn when the note comes back
            on_blank = any(area.has_class("-on-blank") for area in (self.subject, self.body) if area.has_focus)
            keys = key_names(self.app)("text.next-blank") if on_blank else ""
            self._status.show(self.writing, self.blanks_left, self._keeper.failed, width, keys)
