"""Blanks: the `[...]` in a note that only the user can fill."""

import re
from typing import NamedTuple

_BLANK = re.compile(r"\[[^\[\]\n]{1,200}\]")
_WORD = re.compile(r"\w+(?:[’'.@/-]\w+)*")


class Blank(NamedTuple):
    """A blank by its place in the text, brackets included, and what it asks for."""

    start: int
    end: int
    asks_for: str


def find_blanks(text: str) -> list[Blank]:
    """The blanks of a text, in order."""
    return [Blank(match.start(), match.end(), match[0][1:-1]) for match in _BLANK.finditer(text)]


def next_blank(text: str, position: int) -> Blank | None:
    """The first blank that starts at or after a position, going round at the end; None when there is none."""
    blanks = find_blanks(text)
    return next((blank for blank in blanks if blank.start >= position), blanks[0] if blanks else None)


def previous_blank(text: str, position: int) -> Blank | None:
    """The last blank that ends at or before a position, going round at the start; None when there is none."""
    blanks = find_blanks(text)
    return next((blank for blank in reversed(blanks) if blank.end <= position), blanks[-1] if blanks else None)


def count_words(text: str) -> int:
    """How many words a text has, as a reader would count them; an address or a number is one."""
    return len(_WORD.findall(text))
