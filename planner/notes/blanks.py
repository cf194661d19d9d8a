"""Blanks: what in a note only the user can fill, as `[...]`, and the tab stops that they become in the editor.

A stop is a blank's place in the text, filled or not. It moves as the text around it changes, so that a filled one can
be gone back to, and so that what was answered can be told from what was typed freely.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

# The planner's own and, in the order in which they are tried, those that people leave to themselves. What stands in
# brackets has a letter in it ("[1]" is a footnote) or nothing but dots; an address in angles is no blank.
_INSERT = (
    r"(?i:insert|fill in|insérer|à compléter|insertar|completar)\b[^()\n]{0,100}"
    r"|(?i:hier)\b[^()\n]{0,60}\b(?i:einfügen|einsetzen|ergänzen)"
)
_BLANK = re.compile(
    r"\[(?=[^\[\]\n]*[^\W\d_])(?P<square>[^\[\]\n]{1,200})\]|\[(?:\.{2,}|…|_+| +)\]"
    r"|\{(?=[^{}\n]*[^\W\d_])(?P<braces>[^{}\n]{1,60})\}"
    r"|<(?=[^<>\n]*[^\W\d_])(?P<angles>[^\W\d_][^<>@/\n=]{0,60})>"
    rf"|\((?P<insert>{_INSERT})\)"
    r"|(?<![\w/.])_{3,}(?![\w/.])|(?<!\w)(?:X{3,}|x{4,}|TODO|TBD|FIXME|TKTK)(?!\w)"
)
_WORD = re.compile(r"\w+(?:[’'.@/-]\w+)*")
# Words with which a sentence may begin and that are small in its middle.
_SMALL_WORDS = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "always",
        "an",
        "and",
        "any",
        "as",
        "at",
        "because",
        "before",
        "but",
        "by",
        "each",
        "every",
        "for",
        "from",
        "he",
        "her",
        "his",
        "how",
        "if",
        "in",
        "into",
        "it",
        "its",
        "just",
        "most",
        "my",
        "never",
        "no",
        "nobody",
        "not",
        "on",
        "once",
        "one",
        "our",
        "part",
        "people",
        "she",
        "so",
        "some",
        "something",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "though",
        "to",
        "until",
        "we",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "with",
        "you",
        "your",
    ]
)


class Stop(NamedTuple):
    """A blank by its place in the text, and what it asks for."""

    start: int
    end: int
    asks_for: str


def find_blanks(text: str) -> list[Stop]:
    """The blanks of a text that are still to be filled, in order; their places take the brackets in."""
    return [Stop(match.start(), match.end(), _asked_in(match)) for match in _BLANK.finditer(text)]


def _asked_in(blank: re.Match[str]) -> str:
    """What a blank asks for; the blank itself where it does not say."""
    return next((said for said in blank.groups() if said), blank[0])


def key_of(asks_for: str) -> str:
    """What makes two blanks the same one: what they ask for, however it is written."""
    return " ".join(asks_for.casefold().split())


def says_what(asks_for: str) -> bool:
    """Whether a blank says what it asks for; two that do not, such as "XXX", need not ask for the same."""
    return _BLANK.fullmatch(asks_for) is None


def is_filled(text: str, stop: Stop) -> bool:
    """Whether something else stands there now than the blank itself."""
    blank = _BLANK.fullmatch(text[stop.start : stop.end])
    return blank is None or _asked_in(blank) != stop.asks_for


def after_edit(stops: Iterable[Stop], before: str, start: int, end: int, inserted: int) -> list[Stop]:
    """The stops of a text after `inserted` characters took the place of those from `start` to `end`.

    What is typed into a stop, or right behind a filled one, belongs to it. A stop goes when more than itself is
    replaced, and an unfilled one also when a part of it is.
    """
    delta = inserted - (end - start)
    stops = sorted(stops)
    growing = [stop for stop in stops if stop.end == start == end and is_filled(before, stop)]
    moved = []
    for stop in stops:
        filled = is_filled(before, stop)
        whole = (stop.start, stop.end) == (start, end) and start < end
        inside = stop.start <= start and end <= stop.end and (start < end or stop.start < start < stop.end)
        behind = stop in growing[-1:]  # of several that end here, one grows
        if whole or inside or behind:
            moved.append(stop._replace(end=stop.end + delta))
        elif end <= stop.start:
            moved.append(stop._replace(start=stop.start + delta, end=stop.end + delta))
        elif stop.end <= start:
            moved.append(stop)
        elif filled and not (start <= stop.start and stop.end <= end):  # a part of it was replaced
            if start <= stop.start:
                moved.append(stop._replace(start=start + inserted, end=stop.end + delta))
            else:
                moved.append(stop._replace(end=start))
    return moved


def with_new_blanks(stops: Sequence[Stop], text: str) -> list[Stop]:
    """The stops with every blank of the text that lies in none yet, in order. A new blank takes the place of a stop
    that it overlaps.
    """
    blanks, kept = find_blanks(text), list(stops)
    while new := [
        blank for blank in blanks if not any(stop.start <= blank.start and blank.end <= stop.end for stop in kept)
    ]:  # again, as a stop that makes place may have been filled with blanks of its own
        apart = [stop for stop in kept if not any(stop.start < blank.end and blank.start < stop.end for blank in new)]
        kept = sorted([*apart, *new])
    return kept


def after_change(stops: Iterable[Stop], before: str, after: str) -> list[Stop]:
    """The stops of a text that was changed somewhere else: what it has in common at both ends keeps its stops."""
    shorter = min(len(before), len(after))
    start = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    end = next((n for n in range(shorter - start) if before[-1 - n] != after[-1 - n]), shorter - start)
    moved = after_edit(stops, before, start, len(before) - end, len(after) - end - start)
    return with_new_blanks(moved, after)


def stop_at(stops: Iterable[Stop], start: int, end: int) -> Stop | None:
    """The stop that a selection from `start` to `end` lies in, its edges included."""
    return next((stop for stop in stops if stop.start <= start and end <= stop.end), None)


def next_stop(stops: Sequence[Stop], position: int) -> Stop | None:
    """The first stop that starts at or after a position; None behind the last one."""
    return next((stop for stop in stops if stop.start >= position), None)


def previous_stop(stops: Sequence[Stop], position: int) -> Stop | None:
    """The last stop that ends at or before a position; None before the first one."""
    return next((stop for stop in reversed(stops) if stop.end <= position), None)


def stop_before(stops: Sequence[Stop], start: int, end: int) -> Stop | None:
    """The stop before the one that a selection from `start` to `end` lies in, or before the selection."""
    current = stop_at(stops, start, end)
    if current is None:
        return previous_stop(stops, start)
    number = stops.index(current)
    return stops[number - 1] if number else None


def fitted(answer: str, asks_for: str) -> str:
    """An answer as it stands in that blank: with a capital where the blank has one, small where it has none."""
    first, rest = answer[:1], answer[1:]
    if asks_for[:1].isupper():
        return first.upper() + rest
    small = answer.split(maxsplit=1)[0].casefold() in _SMALL_WORDS if answer.strip() else False
    return first.lower() + rest if small else answer


def taken(sentence: str) -> str:
    """A sentence as it is put into a blank, whose own sentence has its mark at the end."""
    return sentence.strip().rstrip(".") if not sentence.rstrip().endswith("..") else sentence.strip()


def answers(text: str, stops: Iterable[Stop]) -> dict[str, str]:
    """What was filled in, by what the blank asks for."""
    return {
        stop.asks_for: said
        for stop in stops
        if says_what(stop.asks_for)
        and is_filled(text, stop)
        and (said := text[stop.start : stop.end].strip())
        and not find_blanks(said)
    }


def fill(text: str, known: Mapping[str, str]) -> tuple[str, list[Stop]]:
    """The text with its blanks filled from what is known, and its stops. `known` is by `key_of`."""
    pieces: list[str] = []
    stops: list[Stop] = []
    length = position = 0
    for blank in find_blanks(text):
        said = known.get(key_of(blank.asks_for), "")
        piece = fitted(said, blank.asks_for) if said else text[blank.start : blank.end]
        between = text[position : blank.start]
        start = length + len(between)
        stops.append(Stop(start, start + len(piece), blank.asks_for))
        pieces += [between, piece]
        length, position = start + len(piece), blank.end
    return "".join([*pieces, text[position:]]), stops


def as_json(stops: Iterable[Stop]) -> str:
    """The stops as a text that the book can keep."""
    return json.dumps([list(stop) for stop in stops], ensure_ascii=False)


def from_json(kept: str, text: str) -> list[Stop]:
    """The stops kept with a text; its blanks alone where none were kept, or where they do not fit the text."""
    try:
        stops = sorted(Stop(int(start), int(end), str(asks_for)) for start, end, asks_for in json.loads(kept or "[]"))
    except (ValueError, TypeError):
        stops = []
    if any(not 0 <= stop.start <= stop.end <= len(text) for stop in stops):
        stops = []
    return with_new_blanks(stops, text)


def asks_about_them(asks_for: str) -> bool:
    """Whether a blank asks about this very person, so that an answer written to somebody else cannot serve."""
    return bool(_WORDS_ABOUT_THEM & set(_WORD.findall(asks_for.casefold())))


_WORDS_ABOUT_THEM = {"called", "met", "person", "their", "theirs", "them", "they"}


@lru_cache(maxsize=512)
def count_words(text: str) -> int:
    """How many words a text has, as a reader would count them; an address or a number is one."""
    return len(_WORD.findall(text))
