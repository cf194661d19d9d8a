"""The line below a note, and above it the answer that was given before."""

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from ...book.queries import Answer
from ...notes.blanks import Stop, is_filled, key_of
from ...text import plural, shorten
from .autosave import Writing

_LONGEST = 400  # characters of a sentence


class NoteStatus(Static):
    """How many blanks are left and whether the draft is saved; or a sentence, which stays until the text changes."""

    def __init__(self, *, id: str) -> None:
        super().__init__(" ", id=id)
        self._shown = ("", "")
        self._said_of: tuple[str, str] | None = None  # the text that a sentence was said of

    @property
    def is_warning(self) -> bool:
        """Whether a sentence stands there."""
        return self._said_of is not None

    def say(self, text: str, style: str, said_of: tuple[str, str], width: int) -> None:
        """Show a sentence about that subject and text, in so many columns."""
        self._said_of = said_of
        self._put(shorten(text, _LONGEST), style, width)

    def text_is(self, text: tuple[str, str]) -> None:
        """A sentence about another text goes."""
        if self._said_of != text:
            self._said_of = None

    def clear(self) -> None:
        """Whatever was said holds no longer."""
        self._said_of = None

    def show(self, writing: Writing, blanks: int, failed: str, width: int, next_blank: str = "") -> None:
        """Show how the note stands, or why it is not saved; `next_blank` is the key to the next one, while in one."""
        if self.is_warning:
            return
        if failed:
            self._put(f"Not saved: {failed}", "$text-error", width)
            return
        parts = [f"{plural(blanks, 'blank')} left" if blanks else "no blanks left"]
        if next_blank:
            parts[0] += (
                f": type to fill this one in, {next_blank} for the next" if blanks > 1 else ": type to fill it in"
            )
        if writing.draft_id is not None:
            parts.append("saving …" if writing.unsaved else "draft saved")
        if writing.state:
            parts.append(writing.state)
        room = max(20, width)
        while len(" · ".join(parts)) > room and len(parts) > 1:
            parts.pop(0 if not blanks else 1)
        self._put(shorten(" · ".join(parts), room), "", width)

    def _put(self, text: str, style: str, width: int) -> None:
        """Show a text; the page is laid out anew only for one that may take more lines."""
        if (text, style) == self._shown:
            return
        short = max(len(text), len(self._shown[0])) <= width
        self._shown = text, style
        self.update(Content.styled(text, style), layout=not short)


class EarlierAnswers:
    """What was answered in earlier notes, by what the blank asked for; the first of several counts."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._by_key: dict[str, Answer] = {}
        for answer in answers:
            self._by_key.setdefault(key_of(answer.asks_for), answer)

    def for_blank(self, text: str, stop: Stop | None) -> Answer | None:
        """The earlier answer for a blank of that text; None for one that is filled in."""
        return self._by_key.get(key_of(stop.asks_for)) if stop is not None and not is_filled(text, stop) else None


class AnswerOffer(Static):
    """The earlier answer for the blank at the cursor; nothing while there is none."""

    _offered: tuple[Answer | None, str] = (None, "")

    def offer(self, answer: Answer | None, key: str, fix: str = "") -> None:
        """Offer that answer, or what the word at the cursor could be instead; the key takes it."""
        if (answer, fix) == self._offered:
            return  # at almost every key; drawing it anew would lay the page out anew
        self._offered = answer, fix
        self.display = answer is not None or bool(fix)
        if answer is None and fix:
            self.update(Content.assemble((f"“{fix}”", ""), (f"  {key} takes it", "$text-muted")))
        elif answer is not None:
            whose = "Earlier, to them: " if answer.theirs else "Earlier, for this application: "
            self.update(
                Content.assemble(
                    (whose, "$text-muted"), f"“{shorten(answer.text, 120)}”", (f"  {key} takes it", "$text-muted")
                )
            )
