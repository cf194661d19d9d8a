"""Links in notes: `[[Other Person]]` names somebody else of the book."""

import re
from collections.abc import Callable
from typing import NamedTuple

_LINK = re.compile(r"\[\[([^\[\]\n|]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")


class Link(NamedTuple):
    """A link by its place in the text, brackets included: whom it names, and the words it shows."""

    start: int
    end: int
    name: str
    words: str


def find_links(text: str) -> list[Link]:
    """The links of a text, in order. `[[Dana Whitfield|my first boss]]` shows other words than the name."""
    return [
        Link(match.start(), match.end(), " ".join(match[1].split()), (match[2] or match[1]).strip())
        for match in _LINK.finditer(text)
    ]


def replaced(text: str, show: Callable[[Link], str]) -> str:
    """The text with each link as `show` gives it."""
    pieces, position = [], 0
    for link in find_links(text):
        pieces += [text[position : link.start], show(link)]
        position = link.end
    return "".join([*pieces, text[position:]])
