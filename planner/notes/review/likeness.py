"""Whether a note is too much like one that a colleague of the recipient has: people compare (Joyce: each a different one)."""

from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from ...text import folded, plural
from ..blanks import count_words, find_blanks
from .report import Flag, FlagKind, flag
from .text import Sentence, sentences

_WORTH_COMPARING = 6  # words: greetings, sign-offs and other small coin are everybody's
_SAME = 88.0  # of 100: from here on two sentences are the same one with a word changed
_TOO_MUCH = 0.5  # of a note's own words
_RUN = 3  # words in a row that two notes are first compared by
_NOTES_AT_MOST = 5  # looked at sentence by sentence


def likeness_flags(text: str, earlier: Iterable[tuple[str, str]], elsewhere: Container[str] = ()) -> Iterator[Flag]:
    """A flag on each sentence shared with the one earlier note that this one is too much like.

    `earlier` are names and texts, `elsewhere` the names of those who do not work where the recipient does.
    """
    mine = [each for each in sentences(text) if _counts(each)]
    total = sum(count_words(each.text) for each in mine)
    runs = _runs(text)
    if total < _WORTH_COMPARING * 2 or not runs:
        return
    near = sorted(
        ((len(runs & _runs(body)) / len(runs), name, body) for name, body in earlier), key=lambda found: -found[0]
    )
    best: tuple[int, str, list[Sentence]] = (0, "", [])
    for share, name, body in near[:_NOTES_AT_MOST]:
        if share < 0.2:
            break
        common = _in_common(mine, body)
        words = sum(count_words(each.text) for each in common)
        if words > best[0]:
            best = words, name, common
    words, name, common = best
    who = "who interviewed you there too" if name in elsewhere else "who works there too"
    if words < total * _TOO_MUCH or (len(common) < 2 and words < 25):
        return
    for each in common:
        start = each.start + len(text[each.start : each.end]) - len(text[each.start : each.end].lstrip())
        count = plural(len(common), "sentence is", "sentences are")
        yield flag(FlagKind.ALIKE, start, start + len(each.text), count=count, name=name, who=who)


def _in_common(mine: Iterable[Sentence], body: str) -> list[Sentence]:
    from rapidfuzz import fuzz, process

    theirs = [_folded(each.text) for each in sentences(body) if _counts(each)]
    return [
        each
        for each in mine
        if theirs and process.extractOne(_folded(each.text), theirs, scorer=fuzz.ratio, score_cutoff=_SAME) is not None
    ]


def _counts(sentence: Sentence) -> bool:
    """Whether a sentence is one that two notes should not share: long enough, and written rather than a blank."""
    return (
        count_words(sentence.text) >= _WORTH_COMPARING and "@" not in sentence.text and not find_blanks(sentence.text)
    )


@lru_cache(maxsize=256)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of a few words in a text."""
    words = _folded(text).split()
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


# The sentences of the earlier notes, and those of this one that are not being written, are asked for again and again.
_folded = lru_cache(maxsize=2048)(folded)
