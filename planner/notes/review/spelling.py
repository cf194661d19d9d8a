"""Spelling and small slips of grammar, offline: Harper for English, and for German, Spanish and French the system's own
hunspell with its dictionaries, where it has them.

Only rules that are seldom wrong count: a note is no essay, and names, trades and places are in no dictionary.
"""

import re
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from shutil import which
from threading import Lock, Thread
from typing import TYPE_CHECKING

from ..blanks import find_blanks
from .report import Flag, FlagKind, Situation, flag

if TYPE_CHECKING:
    from harper import Linter

_RULES = frozenset(
    {
        "AnA", "CapitalizePersonalPronouns", "CommaFixes", "EllipsisLength", "ItsContraction", "ModalOf", "OpenCompounds",
        "RepeatedWords", "SpellCheck", "The", "TheirToThere", "ThenThan", "YourYoure", "PronounContraction",
    }
)  # fmt: skip
_WORDS = {"SpellCheck"}
_SAID = {
    "AnA": "“a” before a consonant, “an” before a vowel, as one says them.",
    "EllipsisLength": "One dot too many, or one too few.",
    "RepeatedWords": "The same word twice.",
    "CommaFixes": "No space before a comma.",
}
_DICTIONARIES = {"de": ("de_DE", "de_AT", "de_CH"), "es": ("es_ES", "es_MX", "es_AR"), "fr": ("fr_FR", "fr_CA", "fr")}
_SHORTEST = 4  # letters of a word that is doubted; shorter ones stand for something: "dbt", "hmu"
_PATIENCE = 5.0  # seconds
_NOT_WORDS = re.compile(r"\S*[@/]\S*|\S+\.\w\S*|[^\W\d_]*\d\w*")  # addresses, links, numbers

_lock = Lock()  # a linter serves one thread at a time
_linters: dict[str, "Linter"] = {}
_preparing: set[str] = set()
_known: dict[str, frozenset[str]] = {}


def can_check(language: str) -> bool:
    """Whether the spelling of that language can be checked here."""
    if language == "en":
        return find_spec("harper") is not None
    return bool(_dictionary(language))


def is_ready(language: str, dialect: str) -> bool:
    """Whether it can be checked at once; to read the dictionary takes about a second."""
    return language != "en" or not can_check(language) or dialect in _linters


def prepare(dialect: str) -> None:
    """Read the dictionary beside everything else; whoever quits meanwhile does not wait for it."""
    if dialect not in _preparing:
        _preparing.add(dialect)
        Thread(target=_linter_of, args=(dialect,), daemon=True).start()


def _linter_of(dialect: str) -> "Linter":
    if dialect not in _linters:
        from harper import Dialect, Linter

        _linters[dialect] = Linter(Dialect.BRITISH if dialect == "en-GB" else Dialect.AMERICAN)
    return _linters[dialect]


def spelling_flags(text: str, situation: Situation, language: str) -> Iterator[Flag]:
    """Misspelled words and slips of grammar, each with what to write instead where that is clear."""
    if not can_check(language):
        return
    left_out = [(blank.start, blank.end) for blank in find_blanks(text)]
    left_out += [match.span() for match in _NOT_WORDS.finditer(text)]
    found = _by_harper(text, situation) if language == "en" else _by_hunspell(text, situation, language)
    for start, end, why, instead in found:
        if not any(start < stop and begin < end for begin, stop in left_out):
            yield flag(FlagKind.SPELLING, start, end, why=why, fix=instead)


def _by_harper(text: str, situation: Situation) -> Iterator[tuple[int, int, str, str]]:
    from harper import Language

    with _lock:
        linter = _linter_of(situation.dialect)
        if _known.get(situation.dialect) != situation.words:
            linter.clear_words()
            linter.import_words(sorted(situation.words))
            _known[situation.dialect] = situation.words
        lints = linter.organized_lints(text, language=Language.PLAINTEXT)
    known = {word.casefold() for word in situation.words}
    for rule in _RULES & lints.keys():
        for lint in lints[rule]:
            said = lint.problem_text
            if rule in _WORDS and (not said.islower() or len(said) < _SHORTEST or "-" in said):
                continue  # a name, or letters that stand for words
            if said.removesuffix("'s") in known:
                continue
            if rule == "RepeatedWords" and "\n" in said:
                continue
            instead = lint.suggestions[0].replacement_text if lint.suggestions else ""
            why = _SAID.get(rule) or (f"“{instead}”?" if instead else "Not in the dictionary.")
            yield lint.span.start, lint.span.end, why, _single_dot(text, lint.span.end, instead, rule)


def _single_dot(text: str, end: int, instead: str, rule: str) -> str:
    """Two dots at the end of a sentence are one too many, rather than one too few."""
    return "." if rule == "EllipsisLength" and (end == len(text) or text[end].isspace()) else instead


def _by_hunspell(text: str, situation: Situation, language: str) -> Iterator[tuple[int, int, str, str]]:
    """What hunspell does not know, line by line, by its protocol: `& word count offset: suggestions`."""
    lines = text.split("\n")
    asked = "\n".join(f"^{line}" for line in lines)
    command = ["hunspell", "-a", "-i", "utf-8", "-d", _dictionary(language)]
    try:
        run = subprocess.run(
            command, input=asked, capture_output=True, text=True, encoding="utf-8", timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeError):
        return
    known = {word.casefold() for word in situation.words}
    row = 0
    places: dict[tuple[int, str], int] = {}
    for answer in run.stdout.split("\n")[1:]:
        if not answer:
            row += 1
            continue
        match = re.match(r"[&#] (\S+) (?:\d+ )?(\d+)(?:: (.*))?", answer)
        if match is None or row >= len(lines):
            continue
        word = match[1]
        at = lines[row].find(word, places.get((row, word), 0))
        if at < 0:
            continue
        places[row, word] = at + len(word)
        if word.casefold() in known or (word[0].isupper() and language != "de") or len(word) < _SHORTEST:
            continue
        start = sum(len(line) + 1 for line in lines[:row]) + at
        instead = (match[3] or "").split(", ")[0]
        yield start, start + len(word), f"“{instead}”?" if instead else "Not in the dictionary.", instead


@lru_cache
def _dictionary(language: str) -> str:
    """The dictionary of a language that hunspell has here; "" for none."""
    wanted = _DICTIONARIES.get(language)
    if wanted is None or which("hunspell") is None:
        return ""
    try:
        run = subprocess.run(
            ["hunspell", "-D"], input="", capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeError):
        return ""
    there = {line.strip().rpartition("/")[2].removesuffix(".aff") for line in (run.stdout + run.stderr).split("\n")}
    return next((name for name in wanted if name in there), "")
