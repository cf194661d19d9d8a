"""What the book knows of somebody that a note can be filled from, sentence by sentence."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..cadence.terms import Kind
from ..dates import say
from ..notes.review.text import sentences
from . import queries

_FEWEST_WORDS = 3  # in a sentence worth taking; greetings and sign-offs have fewer
_LONGEST = 300  # characters
_MOST = 120  # lines
_MARKS = re.compile(r"^\s*(?:[-*+>]|#+|\d+[.)])\s+|\[\[|\]\]|\*+|__|`")


class Known(NamedTuple):
    """One thing that is known: where from, and the words. `theirs` are their own, which can be quoted."""

    source: str
    text: str
    theirs: bool = False


def known_of(
    contact: queries.ContactRow, role: queries.RoleRow | None, timeline: list[queries.TouchRow], today: date
) -> tuple[Known, ...]:
    """What is known, the most useful first: their last message, the interviews, the "no", the notes, then the rest."""
    return tuple([*_all(contact, role, timeline, today)][:_MOST])


def _all(
    contact: queries.ContactRow, role: queries.RoleRow | None, timeline: list[queries.TouchRow], today: date
) -> Iterator[Known]:
    wrote = [touch for touch in timeline if touch.direction == "in" and touch.body and touch.kind == Kind.MESSAGE]
    for touch in wrote[:1]:
        yield from _from(f"They wrote on {say(touch.on, today)}", touch.body, theirs=True)
    for touch in timeline:
        if touch.kind in {Kind.INTERVIEW, Kind.MEETING, Kind.CALL} and touch.body:
            what = {Kind.INTERVIEW: "Interview", Kind.MEETING: "Meeting"}.get(Kind(touch.kind), "Call")
            yield from _from(f"{what} on {say(touch.on, today)}", touch.body)
    yield from _from("Your notes", contact.notes)
    if role is not None:
        yield from _from("Their reason", role.reason_given, theirs=True)
        yield from _from("Their feedback", role.feedback, theirs=True)
        yield from _from("Your lesson", role.lesson)
    for touch in wrote[1:]:
        yield from _from(f"They wrote on {say(touch.on, today)}", touch.body, theirs=True)


def _from(source: str, text: str, *, theirs: bool = False) -> Iterator[Known]:
    for line in text.split("\n"):
        for each in sentences(_MARKS.sub("", line).strip()):
            if len(each.text.split()) >= _FEWEST_WORDS and len(each.text) <= _LONGEST:
                yield Known(source, each.text, theirs)
