"""What kind of letter it is: a "no", an invitation, an answer to the user, or something else; and which sentence says so.

First by structure (`structure.py`): nothing that a program answered is weighed at all. The rest is learned and not listed, from
letters and sentences in nine languages that were written for it: one judgement of each sentence, one of the whole letter,
and one that weighs the two together. Each is a logistic regression over words, runs of words and the parts of words. `make letters` learns
them anew and writes `letters.json`; here it is only read. Where the odds are not clear, the verdict is that it is
unsure, with both readings: whoever knows is asked.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple, cast

from ..linear_model import LinearModel, read_model
from .events import Event, EventMethod
from .letter_words import OF_A_JOB
from .message import Message
from .structure import Structure, says_away

MODEL = Path(__file__).with_name("letters.json")
SURE = 0.6  # how likely a kind must be, that nobody is asked
SURE_OF_A_NO = 0.7  # which does more harm where it is wrong: it makes people due
SURE_OF_MANY = 0.98  # that a letter to many is asked about
# Of an appointment in a calendar of one's own: it was called off, or somebody else is interviewed.
_OF_OTHERS = re.compile(
    r"\b(?:cancell?ed|called off|abgesagt|annulée?|cancelad[oa]|annullat[oa]|geannuleerd|inställd)\b"
    r"|\b(?:interview(?:ing)?(?: with)? candidate|candidate interview|parents?|teacher|eltern|visa)\b",
    re.IGNORECASE,
)
_LONGEST_SENTENCE = 600  # characters
_MOST_SENTENCES = 400
_MOST_WEIGHED = 40  # sentences of a letter that are weighed
# How far the odds of a single sentence for a "no" must lie apart, that a letter of a few sentences is one: there is little
# else in it to go by.
BEYOND_DOUBT = 6.0
FEW = 4  # sentences, greeting and closing among them
_FARTHEST = 10.0  # as far as the odds of one sentence count
_LEAST = 6.0  # and those of the whole letter
_MOST_TEXT = 8_000  # characters of a letter that are weighed
_FEWEST_KNOWN = 0.12  # of the words, how many must be among the small words of a language that is read


class LetterKind(StrEnum):
    """What a letter is to its reader."""

    REJECTION = "rejection"
    INVITATION = "invitation"
    REPLY = "reply"
    OTHER = "other"
    # By structure:
    AWAY = "away"  # nobody answered: they are away, or a system has it
    BOUNCE = "bounce"  # a note of the user's did not arrive
    RECEIPT = "receipt"  # it was delivered, or opened
    MINE = "mine"  # the user's own letter
    # What cannot be told:
    UNSURE = "unsure"
    UNREAD = "unread"  # in a language that is not read


LEARNED = (LetterKind.REJECTION, LetterKind.INVITATION, LetterKind.REPLY, LetterKind.OTHER)
"""The kinds that are told by the words."""


class Verdict(NamedTuple):
    """The kind of a letter and the sentence that says so; the sentence is empty for what is told otherwise.

    `readings` are the two that an unsure one may be, the likelier first.
    """

    kind: LetterKind
    evidence: str
    readings: tuple[LetterKind, ...] = ()


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[?!%€$]")
_PLACEHOLDER = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,100}){1,9}|\[[^\]\n]{0,80}\]"
)


def features(subject: str, text: str, marks: Iterable[str] = ()) -> tuple[set[str], set[str]]:
    """What a letter is known by: its words and pairs of them, those of the subject apart, and the parts of its words ("~").

    `marks` are what is known of it otherwise, such as "@reply".
    """
    told: set[str] = {*marks}
    parts: set[str] = set()
    for said, mark in ((subject, "s:"), (text[:_MOST_TEXT], "")):
        words = words_of(said)
        told |= {f"{mark}{word}" for word in words}
        told |= {f"{mark}{one} {other}" for one, other in pairwise(words)}
        parts.update(*(_parts_of(word, (4, 5, 6)) for word in {*words}))
    return told, parts


def sentence_features(sentence: str) -> tuple[set[str], set[str]]:
    """What a sentence is known by: its words and runs of them, with where it begins and ends, and the parts of its words."""
    words = ["^", *words_of(sentence), "$"]
    runs = {" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)}
    parts: set[str] = set()
    parts.update(*(_parts_of(word, (3, 4, 5)) for word in {*words}))
    return runs, parts


@lru_cache(maxsize=1 << 12)
def _parts_of(word: str, lengths: tuple[int, ...]) -> frozenset[str]:
    """The parts of a word that are so long, marked as such; most words of a letter are those of the one before."""
    framed = f"_{word}_"
    return frozenset(f"~{framed[i : i + n]}" for n in lengths for i in range(len(framed) - n + 1))


def parts_weighed(subject: str, text: str) -> list[str]:
    """What of a letter is weighed by itself: the subject, then each sentence."""
    return [subject, *islice((each for each in sentences_of(text) if len(words_of(each)) > 1), _MOST_WEIGHED)]


def weighed(
    sentences: Sequence[Sequence[float]], letter: Sequence[float], *, is_reply: bool, by_system: bool
) -> list[float]:
    """What the last judgement goes by: the sentences that speak most for each kind, and the letter as a whole.

    `sentences` are the logarithms of the odds of each sentence by kind, the subject's first, and `letter` those of the
    whole; the kinds are in the order of `LEARNED`.
    """
    against = [[max(-_FARTHEST, min(_FARTHEST, each[at] - each[-1])) for at in range(3)] for each in sentences]
    body = against[1:] or against
    found: list[float] = []
    for at in range(3):
        top = sorted((each[at] for each in body), reverse=True)
        found += [top[0], max(top[0], 0.0), max(top[1], 0.0) if len(top) > 1 else 0.0, max(against[0][at], 0.0)]
    return [*found, float(is_reply), float(by_system), *(max(each, -_LEAST) for each in letter)]


def words_of(text: str) -> list[str]:
    """The words of a text in small letters; a number is 0, and an address no word."""
    simple = _PLACEHOLDER.sub(" ", text.replace("’", "'")).lower()
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(simple)]


def marks_of(*, is_reply: bool, by_system: bool) -> set[str]:
    """What is known of a letter besides its words."""
    return {*(["@reply"] if is_reply else []), *(["@system"] if by_system else [])}


def language_of(text: str) -> str:
    """The language of a text as "de"; "" for one that is not read, or for a text too short to tell."""
    words = Counter(words_of(text[:_MOST_TEXT]))
    if not words:
        return ""
    count = words.total()
    small = cast("dict[str, list[str]]", _models()[1].more["languages"])
    shares = {
        language: sum(map(words.__getitem__, words.keys() & known)) / count for language, known in _sets(small).items()
    }
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= _FEWEST_KNOWN else ""


_small_words: dict[str, frozenset[str]] = {}


def _sets(languages: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    if not _small_words:
        _small_words.update({language: frozenset(words) for language, words in languages.items()})
    return _small_words


def classify(message: Message) -> Verdict:
    """The kind of a letter, and the sentence of its sender's own words that says so."""
    by_structure = {
        Structure.AUTOMATIC: LetterKind.AWAY,
        Structure.BOUNCE: LetterKind.BOUNCE,
        Structure.DELAY: LetterKind.RECEIPT,
        Structure.RECEIPT: LetterKind.RECEIPT,
    }.get(message.structure)
    if by_structure is not None:
        return Verdict(by_structure, "")
    if message.is_generated and message.structure is Structure.LETTER and says_away(message.text):
        return Verdict(LetterKind.AWAY, "")
    if message.structure is Structure.CALENDAR:
        kind = LetterKind.OTHER if any(map(_is_no_invitation, message.events)) else LetterKind.INVITATION
        return Verdict(kind, message.events[0].title if kind is LetterKind.INVITATION and message.events else "")
    return _by_its_words(message)


def _is_no_invitation(event: Event) -> bool:
    """Whether an appointment is an answer, or one of a calendar that is about no job: the dentist's."""
    if event.method is EventMethod.REPLY:
        return True
    return event.is_of_calendar and (
        not OF_A_JOB.search(f"{event.title}\n{event.text}") or bool(_OF_OTHERS.search(event.title))
    )


@cache
def _models() -> tuple[LinearModel, LinearModel]:
    """The judgement of a sentence, and of a whole letter."""
    return read_model(MODEL, "sentence"), read_model(MODEL, "letter")


def odds_of(subject: str, text: str, *, is_reply: bool, by_system: bool) -> dict[LetterKind, float]:
    """How likely each of the learned kinds is."""
    sentence, letter = _models()
    marks = marks_of(is_reply=is_reply, by_system=by_system)
    each = [_logs(sentence, sentence_features(part)) for part in parts_weighed(subject, text)]
    whole = _logs(letter, features(subject, text, marks))
    values = weighed(each, whole, is_reply=is_reply, by_system=by_system)
    last = cast("dict[str, list[float]]", letter.more["last"])
    scores = {kind: sum(w * v for w, v in zip(last[kind], (*values, 1.0), strict=True)) for kind in LEARNED}
    top = max(scores.values())
    raw = {kind: math.exp(score - top) for kind, score in scores.items()}
    odds = {kind: value / sum(raw.values()) for kind, value in raw.items()}
    no, come = values[0], values[4]  # the strongest sentence of each
    is_plain = no >= BEYOND_DOUBT and come < no - 1 and len(each) - 1 <= FEW and not is_reply
    # Prize draws, shops and landlords refuse in the same words.
    if is_plain and OF_A_JOB.search(f"{subject}\n{text}") and odds[LetterKind.REJECTION] < SURE_OF_A_NO:
        rest = (1 - SURE_OF_A_NO) / (1 - odds[LetterKind.REJECTION])
        odds = {k: SURE_OF_A_NO if k is LetterKind.REJECTION else value * rest for k, value in odds.items()}
    return odds


def _logs(model: LinearModel, groups: tuple[set[str], set[str]]) -> list[float]:
    odds = model.odds(groups)
    return [math.log(max(odds[kind], 1e-6)) for kind in LEARNED]


def _by_its_words(message: Message) -> Verdict:
    if not words_of(message.text) and not message.subject:
        return Verdict(LetterKind.OTHER, "")
    if _is_foreign(f"{message.subject}\n{message.text}"):
        return Verdict(LetterKind.UNREAD, "")
    by_system = message.no_reply or message.is_generated
    odds = odds_of(message.subject, message.text, is_reply=message.is_reply and not by_system, by_system=by_system)
    if by_system:  # nobody answers so
        odds[LetterKind.OTHER] += odds[LetterKind.REPLY]
        odds[LetterKind.REPLY] = 0.0
    kind, second = sorted(odds, key=lambda each: -odds[each])[:2]
    if message.structure is Structure.LIST:
        if kind not in {LetterKind.REJECTION, LetterKind.INVITATION} or odds[kind] < SURE_OF_MANY:
            return Verdict(LetterKind.OTHER, "")
        return Verdict(LetterKind.UNSURE, _evidence(message, kind), (kind, LetterKind.OTHER))
    if odds[kind] < (SURE_OF_A_NO if kind is LetterKind.REJECTION else SURE):
        return Verdict(
            LetterKind.UNSURE, _evidence(message, second if kind is LetterKind.OTHER else kind), (kind, second)
        )
    return Verdict(kind, _evidence(message, kind) if kind is not LetterKind.OTHER else "")


def _is_foreign(text: str) -> bool:
    """Whether a text is in a language that is not read; one that is too short to tell is none."""
    letters = [*filter(str.isalpha, text)]
    if len(letters) < 12:
        return False
    if sum(map("\u024f".__lt__, letters)) > len(letters) / 2:
        return True
    return len(words_of(text)) >= 12 and not language_of(text)


def _evidence(message: Message, kind: LetterKind) -> str:
    """The sentence that speaks most for that kind."""
    sentences = [*islice((each for each in sentences_of(message.text) if len(words_of(each)) > 2), _MOST_WEIGHED)]
    if not sentences:
        return message.text.strip() or message.subject
    at = LEARNED.index(kind)
    logs = [_logs(_models()[0], sentence_features(each)) for each in sentences]
    return sentences[max(range(len(sentences)), key=lambda number: logs[number][at] - logs[number][-1])]


def sentences_of(text: str) -> Iterable[str]:
    """The sentences of a letter, lines joined where a mail program broke them."""
    count = 0
    for paragraph in re.split(r"\n\s*\n", text):
        joined = " ".join(line.strip() for line in paragraph.split("\n"))
        for sentence in re.split(r"(?<=[.!?:])\s+(?=[^\sa-z])", joined):
            if sentence.strip():
                count += 1
                if count > _MOST_SENTENCES:
                    return
                yield sentence.strip()[:_LONGEST_SENTENCE]
