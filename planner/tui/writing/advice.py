"""The strip beside a note: its checklist, its length, and what to look at once more. It advises and never asks."""

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from ...notes.review.report import Flag, FlagKind, NoteKind, Review, Situation, State
from ...text import plural, shorten
from ..bindings import KeyNames, key_names
from ..widgets.hanging import hang

_QUIET = 1.0  # seconds without a review after which the dictionary is read
_MUTED = "$foreground-muted"
_MARKS = {State.COVERED: ("✓", "$text-success"), State.MISSING: ("○", "$text-warning"), State.UNSURE: ("·", _MUTED)}
_WORDS = {State.COVERED: "", State.MISSING: "", State.UNSURE: _MUTED}
_TITLES = {
    NoteKind.FIRST_NOTE: "A first note holds",
    NoteKind.CALL: "A call script holds",
    NoteKind.CHECK_IN: "A check-in holds",
    NoteKind.CHECK_IN_CALL: "A check-in call holds",
    NoteKind.THANK_YOU: "A thank-you holds",
    NoteKind.REPLY: "An answer holds",
    NoteKind.SHORT: "A short note holds",
}


class AdviceStrip(VerticalScroll, can_focus=False):
    """What can be said of the note so far."""

    DEFAULT_CSS = """
    AdviceStrip { padding: 0 1; scrollbar-size-vertical: 1; }
    AdviceStrip > Static { height: auto; }
    """

    class Reviewed(Message):
        """The note was read through; `text` is the subject and body that the review is of."""

        def __init__(self, review: Review, text: tuple[str, str]) -> None:
            super().__init__()
            self.review = review
            self.text = text

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.situation: Situation | None = None
        """What the note is judged by; None while that is being gathered."""
        self.found: Review | None = None
        """The review that is shown."""
        self.flag: Flag | None = None
        """The flag that the cursor is at."""
        self._text = ""
        self._to_read = ("", "")
        self._pause: Timer | None = None
        self._can_spell = False

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="advice-text")

    def read_through(self, subject: str, body: str) -> None:
        """Review a note away from the screen, and tell by `Reviewed`; its spelling as soon as the typing pauses."""
        self._to_read = subject, body
        self._review(subject, body)
        if self._pause is not None:
            self._pause.stop()
        if not self._can_spell:
            self._pause = self.set_timer(_QUIET, self._prepare)

    def _prepare(self) -> None:
        from ...notes.review import is_ready, prepare

        if self.situation is None:
            return
        if is_ready(self.situation.language, self.situation.dialect):
            self._can_spell = True
            self._review(*self._to_read)
        else:
            prepare(self.situation.dialect)
            self._pause = self.set_timer(_QUIET / 4, self._prepare)

    @work(thread=True, exclusive=True, group="review", exit_on_error=False)
    def _review(self, subject: str, body: str) -> None:
        from ...notes.review import is_ready, review

        situation = self.situation
        if situation is None:
            return
        spelling = is_ready(situation.language, situation.dialect)
        self.post_message(self.Reviewed(review(subject, body, situation, spelling=spelling), (subject, body)))

    def show(self, review: Review, text: str) -> None:
        """Show a review of a note with that text."""
        self.found, self._text = review, text
        self.flag = self.flag if self.flag in self.flags else None
        self._draw()

    def next_flag(self) -> Flag | None:
        """Go to the next thing to look at; None when there is none."""
        flags = [flag for flag in self.flags if flag.kind is not FlagKind.BLANK]
        number = flags.index(self.flag) + 1 if self.flag in flags else 0
        self.flag = flags[number % len(flags)] if flags else None
        self._draw()
        return self.flag

    @property
    def flags(self) -> list[Flag]:
        """All that there is to look at: first in the subject, then in the text."""
        return [*self.found.subject_flags, *self.found.flags] if self.found is not None else []

    def fix_at(self, place: int, text: str) -> Flag | None:
        """What has something to write instead, where the cursor is; None once the text there is another one."""
        for flag in self.found.flags if self.found is not None else ():
            if (
                flag.fix
                and flag.start <= place <= flag.end
                and text[flag.start : flag.end] == self._text[flag.start : flag.end]
            ):
                return flag
        return None

    def on_resize(self) -> None:
        """Lines break anew at another width."""
        self._draw()

    def _draw(self) -> None:
        if self.found is not None and self.situation is not None:
            width = max(16, self.scrollable_content_region.width)
            lines = advice(self.found, self.situation.kind, self._text, width, key_names(self.app), self.flag)
            self.query_one("#advice-text", Static).update(Content("\n").join(lines))


def advice(
    review: Review, kind: NoteKind, text: str, width: int, keys: KeyNames, current: Flag | None = None
) -> list[Content]:
    """A review as lines of that width; `keys` names the keys."""
    lines = [Content.styled(_TITLES[kind], "bold $text-secondary")]
    for point in review.points:
        mark, style = _MARKS[point.state]
        lines.append(Content.assemble((f"{mark} ", style), (shorten(point.words, width - 2), _WORDS[point.state])))
    if not review.points:
        lines += hang("", Content.styled("The checklist doesn't read this language.", _MUTED), width)
    lines += [Content(""), *_length(review, keys)]
    if not review.can_spell:
        lines.append(Content.styled("spelling is not checked", _MUTED))
    flags = [*review.subject_flags, *review.flags]
    blanks = [flag for flag in flags if flag.kind is FlagKind.BLANK]
    others = [flag for flag in flags if flag.kind is not FlagKind.BLANK]
    if blanks:
        lines.append(Content.styled(f"{plural(len(blanks), 'blank')} to fill", "$text-warning"))
    lines.append(Content(""))
    if not others:
        if not blanks and all(point.covered for point in review.points):
            lines.append(Content.styled("Nothing else to look at.", "$text-success"))
        return lines
    lines.append(Content.assemble(("Look again at", "bold $text-secondary"), (f"  {keys('note.flag')}", _MUTED)))
    shown = set()
    for flag in others:
        if flag.kind is FlagKind.ALIKE and FlagKind.ALIKE in shown and flag is not current:
            continue  # one line for all the sentences that two notes share
        shown.add(flag.kind)
        where = " ".join(text[flag.start : flag.end].split()) if flag not in review.subject_flags else "subject"
        head = Content.assemble(
            ("▸ " if flag is current else "! ", "$text-error"),
            (flag.kind.label, "bold"),
            (f" “{shorten(where, max(6, width - cell_len(flag.kind.label) - 5))}”" if where else "", _MUTED),
        )
        lines.append(head)
        if flag is current or len(others) == 1:
            lines += hang("  ", Content(flag.why), width)
    return lines


def _length(review: Review, keys: KeyNames) -> list[Content]:
    if review.longest:
        style = "$text-warning" if review.seconds > review.longest else "$text-success"
        aloud = Content.assemble((f"{review.seconds} s", f"bold {style}"), f" aloud, of {review.longest}")
        return [
            aloud,
            Content.styled(f"{review.words} words", _MUTED),
            Content.styled(f"{keys('note.rehearse')} rehearses", _MUTED),
        ]
    fits = review.fewest <= review.words <= review.most
    style = "$text-success" if fits else "$text-warning"
    said = "" if fits else " · short" if review.words < review.fewest else " · long"
    words = Content.assemble(
        (plural(review.words, "word"), f"bold {style}"), f" of {review.fewest}–{review.most}", (said, style)
    )
    if review.ease is None:
        return [words]
    ease = "easy to read" if review.ease >= 60 else "plain to read" if review.ease >= 45 else "heavy to read"
    return [words, Content.styled(ease, _MUTED if review.ease >= 45 else "$text-warning")]
