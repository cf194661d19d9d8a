"""Tone: sentences that a reader would take for anger, blame, pleading, sarcasm, or for asking for a job lead.

Which words make a sentence one of these is learned, not listed (which ones: domain, section 6): a logistic regression over words,
word pairs and triples, and the parts of words, from some fifteen thousand labelled sentences. `make tone` learns it anew
from them and writes `tone.json`; here it is only read. A sentence is doubted only when the odds are clear: better to
miss a veiled one than to doubt an honest one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ...linear_model import read_model
from .report import Flag, FlagKind, flag
from .text import plain, sentences

MODEL = Path(__file__).with_name("tone.json")
DOUBT = 0.25  # how likely a note may be, at most, to hold nothing that is to be doubted
_MANY = 6  # sentences of a note; more make a doubt no rarer
HARMLESS = "none"
_BLANK = re.compile(r"\[[^\]]*\]|\{[^}]*\}")  # to be filled in, by hand or from the book
_GREETING = re.compile(r"^(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day))\b[^,.!?]{0,40}, *")
_TOKEN = re.compile(r"[a-z']+|[!?.,\";:0-]")
_FEWEST_WORDS = 3  # in a sentence that can have a tone
_FEWEST_IN_GUSHING = 6  # "Thank you so much!" is none


def tone_flags(text: str) -> Iterator[Flag]:
    """The sentences that read as one of these."""
    found = [sentence for sentence in sentences(text) if len(sentence.text.split()) >= _FEWEST_WORDS]
    # The more sentences there are, the surer each has to be, or a long and honest note is doubted somewhere (Bonferroni).
    sure = 1 - DOUBT / min(max(len(found), 1), _MANY)
    for sentence in found:
        kind, odds = _kind_of(sentence.text)
        if kind is not None and odds >= sure:
            start = text.index(sentence.text, sentence.start)
            yield flag(kind, start, start + len(sentence.text))


def features(sentence: str) -> tuple[set[str], set[str]]:
    """What a sentence is known by: its words, pairs and triples, and the parts of its words ("~")."""
    simple = re.sub(r"\d+", "0", _GREETING.sub("", _BLANK.sub("this", plain(sentence).lower())))
    words = _TOKEN.findall(simple)
    runs = {" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)}
    framed = [f"_{word}_" for word in set(words)]
    parts = {f"~{word[i : i + n]}" for word in framed for n in (3, 4, 5) for i in range(len(word) - n + 1)}
    return runs, parts


@lru_cache(1024)
def _kind_of(sentence: str) -> tuple[FlagKind | None, float]:
    """What a sentence reads as most, and how likely it is that it is anything but harmless."""
    odds = read_model(MODEL).odds(features(sentence))
    sure = 1 - odds.pop(HARMLESS)
    kind = FlagKind(max(odds, key=lambda kind: odds[kind]))
    is_short = kind is FlagKind.THANKS and len(sentence.split()) < _FEWEST_IN_GUSHING
    return (None if is_short else kind), sure
