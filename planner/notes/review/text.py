"""A note's text as the checks read it: plain quotes and apostrophes, cut into sentences, places kept."""

import re
from functools import lru_cache
from typing import NamedTuple

from ..blanks import count_words

_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]*", re.MULTILINE)
_ABBREVIATION = re.compile(r"\b(?:mr|ms|mrs|dr|prof|st|no|e\.g|i\.e)\.$", re.IGNORECASE)
_SYLLABLE = re.compile(r"[aeiouyäöüéèêàáíóúî]+")
_SHORTEST_FOR_EASE = 30  # words


class Sentence(NamedTuple):
    """A sentence with its place in the text."""

    start: int
    end: int
    text: str


def plain(text: str) -> str:
    """The text with typographic marks made plain, one for one, so that places stay."""
    return text.translate(_PLAIN)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text; a line's end ends one too. "Ms." ends none."""
    return list(_sentences(text))


@lru_cache(maxsize=64)  # each part of a review asks for those of the same few texts
def _sentences(text: str) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        if found and _ABBREVIATION.search(found[-1].text) and "\n" not in text[found[-1].end : start]:
            start = found.pop().start
        found.append(Sentence(start, end, text[start:end].strip()))
    return tuple(each for each in found if each.text)


def seconds_aloud(text: str, words_per_minute: int) -> int:
    """How long a text takes to say, in seconds."""
    return round(count_words(text) * 60 / max(words_per_minute, 1))


def reading_ease(text: str) -> int | None:
    """Flesch's reading ease, 0 (hard) to 100 (easy); None of a text too short to tell.

    Syllables are counted by groups of vowels, which is near enough for the one word that is shown of it.
    """
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", plain(text))
    count = len(sentences(text))
    if len(words) < _SHORTEST_FOR_EASE or not count:
        return None
    syllables = sum(_syllables(word.lower()) for word in words)
    score = 206.835 - 1.015 * len(words) / count - 84.6 * syllables / len(words)
    return max(0, min(100, round(score)))


@lru_cache(maxsize=4096)
def _syllables(word: str) -> int:
    silent = word.endswith("e") and not word.endswith(("le", "ee", "ie")) and len(word) > 3
    return max(1, len(_SYLLABLE.findall(word)) - silent)
