"""A program of the user's own looks the note over, and what it would change stands beside it, sentence by sentence.

Nothing leaves the machine unless that program sends it somewhere; `docs/assist.md` says exactly what it is given.
"""

import json
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import ClassVar, NamedTuple

from textual import work
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ...book.errors import BookError
from ...book.prefill import Occasion
from ...notes.review.text import sentences
from ...text import clean
from ..bindings import bindings
from .note_area import NoteArea

_FACTS = (
    "called", "employer", "position", "their_employer", "met_on", "met_where", "learned_on", "months_since", "reason",
    "feedback", "lesson", "colleagues", "who_told", "promise", "my_name", "my_skills",
)  # fmt: skip


class Change(NamedTuple):
    """One thing that would be changed: from where to where in the text, and what would stand there."""

    start: int
    end: int
    instead: str


def passed_on(occasion: Occasion, subject: str, body: str) -> str:
    """What the program gets on its input, as JSON: the note, and what the book knows that bears on it."""
    facts = {name: occasion.facts[name] for name in _FACTS if occasion.facts.get(name)}
    return json.dumps(
        {
            "subject": subject,
            "body": body,
            "kind": occasion.kind.value,
            "language": str(occasion.voice.language),
            "tone": str(occasion.voice.tone),
            "facts": facts,
            "known": [{"source": each.source, "text": each.text} for each in occasion.known],
        },
        ensure_ascii=False,
        indent=2,
    )


def changes(text: str, proposed: str) -> list[Change]:
    """What is different in a proposed text, by sentences, in order."""
    old, new = _pieces(text), _pieces(proposed)
    found = []
    compared = SequenceMatcher(None, [piece.strip() for piece in old], [piece.strip() for piece in new], autojunk=False)
    for kind, a, b, c, d in compared.get_opcodes():
        if kind == "equal":
            continue
        # As many sentences as before: each takes the place of its own.
        pairs = [(n, n + 1, c + n - a, c + n - a + 1) for n in range(a, b)] if b - a == d - c else [(a, b, c, d)]
        found += [_change(old, new, *pair) for pair in pairs]
    return [change for change in found if text[change.start : change.end] != change.instead]


def _change(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> Change:
    start, said, instead = sum(map(len, old[:a])), "".join(old[a:b]), "".join(new[c:d])
    if not said.strip():
        return Change(start, start, instead)
    return Change(start, start + len(said.rstrip()), instead.strip())


def _pieces(text: str) -> list[str]:
    """A text cut behind each sentence, with the white space that follows it."""
    starts = [each.start + len(text[each.start :]) - len(text[each.start :].lstrip()) for each in sentences(text)]
    cuts = sorted({0, *starts, len(text)})
    return [text[start:end] for start, end in pairwise(cuts)]


class Assistant(OptionList, inherit_bindings=False):
    """What the program would change: Enter takes one, `a` all of it, as one step of undo."""

    DEFAULT_CSS = """
    Assistant {
        display: none; width: 44; height: 1fr; margin-left: 1; padding: 0 1; background: $surface;
        border: none; border-left: vkey $foreground 25%; scrollbar-size-vertical: 1;
        &:focus { border: none; border-left: vkey $primary; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("assist")

    def __init__(self, area: NoteArea, *, id: str) -> None:
        super().__init__(id=id)
        self._area = area
        self._proposed = ""
        self._changes: list[Change] = []

    def ask(self, command: str, occasion: Occasion, subject: str) -> None:
        """Give the note to that command, and show what comes back."""
        self.display = True
        self.focus()
        self._say("The program is at work …" if command else "No program is set: assist_command in your configuration.")
        if command:
            self._run(command, passed_on(occasion, subject, self._area.text))

    @work(thread=True, exclusive=True, group="assist", exit_on_error=False)
    def _run(self, command: str, data: str) -> None:
        from ..system.programs import answer_of

        try:
            proposed = clean(answer_of(command, data))
        except BookError as error:
            self.app.call_from_thread(self._say, str(error))
            return
        self.app.call_from_thread(self._show, proposed)

    def _show(self, proposed: str) -> None:
        self._proposed = proposed.strip("\n")
        self._list()

    def _list(self, number: int = 0) -> None:
        """What is still different, with the cursor on one of them."""
        text = self._area.text
        self._changes = changes(text, self._proposed) if self._proposed else []
        if not self._changes:
            self._say("Nothing would be changed." if self._proposed else "The program gave no text back.")
            return
        self.clear_options()
        for at, change in enumerate(self._changes):
            said, instead = text[change.start : change.end].strip(), change.instead.strip()
            lines = [Content.styled(f"- {said}", "$text-error")] if said else []
            lines += [Content.styled(f"+ {instead}", "$text-success")] if instead else []
            self.add_option(Option(Content("\n").join(lines), id=str(at)))
        self.highlighted = min(number, len(self._changes) - 1)

    def _say(self, text: str) -> None:
        self._changes = []
        self.clear_options()
        self.add_option(Option(Content.styled(text, "$text-muted"), disabled=True))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take this one."""
        event.stop()
        if event.option.id is not None:
            number = int(event.option.id)
            self._take([self._changes[number]])
            self._list(number)

    def action_take_all(self) -> None:
        """Take them all."""
        self._take(self._changes)
        self._list()

    def _take(self, taken: Sequence[Change]) -> None:
        text = self._area.text
        for change in reversed(taken):
            text = f"{text[: change.start]}{change.instead}{text[change.end :]}"
        if len(taken) == 1:
            self._area.put_at(taken[0].start, taken[0].end, taken[0].instead)
        elif taken:
            self._area.put_at(0, len(self._area.text), text)

    def action_leave(self) -> None:
        """Back to the note; what was not taken is forgotten."""
        self.display = False
        self._area.focus()
