"""The line below a note, and above it the answer that was given before."""

import re
from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from ...book.knowledge import Known
from ...book.queries import Answer
from ...notes.blanks import Stop, asks_about_them, is_filled, key_of, taken
from ...text import plural, shorten
from .autosave import Writing

_ASKS_FOR_MINE = re.compile(r"(?:one sentence|your|what you)\b", re.IGNORECASE)  # their words would be no answer
_LONGEST = 400  # characters of a sentence


class NoteStatus(Static):
    """How many blanks are left and whether the draft is saved; or a sentence, which stays until the text changes."""

    DEFAULT_CSS = """
    NoteStatus { height: auto; max-height: 3; color: $text-muted; text-overflow: ellipsis; }
    """

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
    """What a blank can be filled from: answers to the same in earlier notes, and of what asks about them, what is known
    of them.
    """

    def __init__(self, answers: Iterable[Answer], known: Iterable[Known]) -> None:
        self._answers = [*answers]
        self._known = [Answer("", each.text, True, each.source) for each in known]

    def for_blank(self, text: str, stop: Stop | None) -> Answer | None:
        """The first for a blank of that text; None for one that is filled in."""
        found = self._all(stop) if stop is not None and not is_filled(text, stop) else []
        return found[0] if found else None

    def next_for(self, text: str, stop: Stop | None) -> Answer | None:
        """The one behind that which stands in the blank; the first for an empty one, None for one filled otherwise."""
        if stop is None or not is_filled(text, stop):
            return self.for_blank(text, stop)
        said, found = text[stop.start : stop.end], self._all(stop)
        here = next((n for n, each in enumerate(found) if said.casefold() == taken(each.text).casefold()), None)
        return found[(here + 1) % len(found)] if here is not None else None

    def _all(self, stop: Stop) -> list[Answer]:
        key = key_of(stop.asks_for)
        found = [each for each in self._answers if key_of(each.asks_for) == key]
        found += self._known if asks_about_them(stop.asks_for) and not _ASKS_FOR_MINE.match(stop.asks_for) else []
        seen: set[str] = set()
        return [each for each in found if not (each.text in seen or seen.add(each.text))]  # type: ignore[func-returns-value]


class AnswerOffer(Static):
    """The earlier answer for the blank at the cursor; nothing while there is none."""

    DEFAULT_CSS = """
    AnswerOffer { display: none; height: 1; color: $text-accent; text-overflow: ellipsis; text-wrap: nowrap; }
    """

    _offered: tuple[Answer | None, str] = (None, "")

    def offer(self, answer: Answer | None, key: str, fix: str = "") -> None:
        """Offer that answer, or what the word at the cursor could be instead; the key takes it."""
        if (answer, fix) == self._offered:
            return  # at almost every key; drawing it anew would lay the page out anew
        self._offered = answer, fix
        self.display = answer is not None or bool(fix)
        if answer is None and fix:
            self.update(Content.assemble((f"{key} takes ", "$text-muted"), f"“{fix}”"))
        elif answer is not None:
            earlier = "earlier, to them" if answer.theirs else "earlier, for this application"
            whose = f"  {(answer.source or earlier)[:1].lower()}{(answer.source or earlier)[1:]}"
            self.update(
                Content.assemble(
                    (f"{key} takes ", "$text-muted"), f"“{shorten(answer.text, 120)}”", (whose, "$text-muted")
                )
            )
