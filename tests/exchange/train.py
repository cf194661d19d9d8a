"""Learn what kind a letter is: `make letters`.

Learned from the letters of `corpus/train`, from the single sentences of `corpus/sentences` and from the whole messages of `letters/`, and
tried, at the end, on those of `corpus/trial` and `corpus/ordinary`, whose writers did not see the others. It prints
precision and recall for `docs/letters.md`.
"""

import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from planner.exchange.classifier import (
    LEARNED,
    MODEL,
    LetterKind,
    features,
    marks_of,
    parts_weighed,
    sentence_features,
    weighed,
    words_of,
)
from planner.exchange.message import Message, read_message
from planner.exchange.reading import read_letter
from tests.exchange.corpus import letters, sentences
from tests.training import Weighted, learn_weighted, packed_weighted, write

HERE = Path(__file__).parent
RARE = (2, 3)  # what is in fewer texts than this is not learned
OF_SENTENCES, OF_LETTERS = 60_000, 40_000  # features that are kept
SENTENCE_STRICTNESS, LETTER_STRICTNESS, LAST_STRICTNESS = 20.0, 60.0, 1.0  # scikit-learn's C
FROM_LETTERS = 0.6  # how much a sentence of a letter counts, whose own kind nobody said
WHOLE = 3.0  # how much the whole messages count: they are as ordinary letters are
FOLDS = 5
SMALL_WORDS = 120  # by which a language is known
TODAY = date(2026, 11, 22)

Groups = tuple[set[str], set[str]]


class Example(NamedTuple):
    """A letter of a known kind, as it is learned from."""

    language: str
    kind: str
    said: str
    parts: list[Groups]  # the subject, then the sentences
    whole: Groups
    is_reply: bool
    by_system: bool


def examples() -> list[Example]:
    """Every letter to learn from."""
    found = [_example(each.language, each.kind, read_message(each.data)) for each in letters("train")]
    folder = HERE / "letters"
    for name, each in tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8")).items():
        message = read_message((folder / name).read_bytes())
        if message.structure in {"letter", "list"}:
            found.append(_example("", each["kind"], message))
    return found


def _example(language: str, kind: str, message: Message) -> Example:
    by_system = message.no_reply or message.is_generated
    is_reply = message.is_reply and not by_system
    parts = [sentence_features(part) for part in parts_weighed(message.subject, message.text)]
    whole = features(message.subject, message.text, marks_of(is_reply=is_reply, by_system=by_system))
    return Example(language, kind, f"{message.subject}\n{message.text}", parts, whole, is_reply, by_system)


def logs(learned: Weighted, texts: Sequence[Groups]) -> np.ndarray:
    """The logarithms of the odds of each text, by kind in the order of `LEARNED`."""
    scores = learned.scores(texts)
    raw = np.exp(scores - scores.max(1, keepdims=True))
    order = [learned.kinds.index(kind) for kind in LEARNED]
    return np.log(np.clip(raw / raw.sum(1, keepdims=True), 1e-6, 1))[:, order]


def of_sentences(known: Sequence[tuple[Groups, str]], rows: Sequence[Example], first: Weighted | None) -> Weighted:
    """The judgement of a sentence; with `first`, an earlier one, also from the sentences of letters.

    Of a letter the sentence that speaks most for its kind is taken for what makes it one; those that speak for none are
    taken for the others.
    """
    texts, kinds, counts = [each for each, _ in known], [kind for _, kind in known], [1.0] * len(known)
    for row in rows if first is not None else ():
        odds = logs(first, row.parts)
        if row.kind == LetterKind.OTHER:
            chosen = [(part, str(LetterKind.OTHER)) for part in row.parts]
        else:
            at = [*LEARNED].index(LetterKind(row.kind))
            speaks = odds[:, at] - odds[:, -1]
            best = int(np.argmax(speaks))
            chosen = [(row.parts[best], row.kind)]
            chosen += [
                (part, str(LetterKind.OTHER))
                for number, part in enumerate(row.parts)
                if number != best and odds[number, :3].max() < odds[number, 3] - 1
            ]
        texts += [part for part, _ in chosen]
        kinds += [kind for _, kind in chosen]
        counts += [FROM_LETTERS] * len(chosen)
    return learn_weighted(texts, kinds, rare=RARE, kept=OF_SENTENCES, strictness=SENTENCE_STRICTNESS, emphasis=counts)


def of_letters(rows: Sequence[Example]) -> Weighted:
    """The judgement of a whole letter."""
    found = [row.whole for row in rows]
    kinds = [row.kind for row in rows]
    return learn_weighted(found, kinds, rare=RARE, kept=OF_LETTERS, strictness=LETTER_STRICTNESS)


def together(rows: Sequence[Example], sentence: Weighted, letter: Weighted) -> list[list[float]]:
    """What the last judgement goes by, of each letter."""
    wholes = logs(letter, [row.whole for row in rows])
    return [
        weighed(logs(sentence, row.parts).tolist(), whole.tolist(), is_reply=row.is_reply, by_system=row.by_system)
        for row, whole in zip(rows, wholes, strict=True)
    ]


def last_judgement(values: np.ndarray, rows: Sequence[Example]) -> dict[str, list[float]]:
    """The weight of each value for each kind, and behind them what the kind begins with."""
    middle, width = values.mean(0), values.std(0) + 1e-9
    counts = [1.0 if row.language else WHOLE for row in rows]
    last = LogisticRegression(C=LAST_STRICTNESS, max_iter=5000)
    last.fit((values - middle) / width, [row.kind for row in rows], counts)
    found = {}
    for kind, row, bias in zip(last.classes_, last.coef_, last.intercept_, strict=True):
        plain = row / width
        found[str(kind)] = [round(float(each), 5) for each in (*plain, bias - plain @ middle)]
    return found


def small_words(rows: Sequence[Example]) -> dict[str, list[str]]:
    """The words that are in most letters of each language."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.language:
            counts[row.language].update(words_of(row.said))
    for language, _, sentence in sentences():
        counts[language].update(words_of(sentence))
    return {
        language: [word for word, _ in count.most_common(SMALL_WORDS) if word.isalpha()]
        for language, count in counts.items()
    }


def main() -> None:
    """Learn, write what was learned, and try it."""
    rows = examples()
    known = [(sentence_features(text), kind) for _, kind, text in sentences()]
    first = of_sentences(known, (), None)
    # The last judgement learns from letters that the two before it have not seen.
    values: list[list[float]] = [[] for _ in rows]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(rows, [f"{r.language}{r.kind}" for r in rows])
    for there, here in folds:
        others, these = [rows[i] for i in there], [rows[i] for i in here]
        found = together(these, of_sentences(known, others, first), of_letters(others))
        for number, value in zip(here, found, strict=True):
            values[number] = value
    weights = last_judgement(np.array(values), rows)
    sentence, letter = of_sentences(known, rows, first), of_letters(rows)
    write(
        MODEL,
        {
            "sentence": packed_weighted(sentence),
            "letter": {**packed_weighted(letter), "last": weights, "languages": small_words(rows)},
        },
    )
    print(f"{len(rows)} letters, {len(known)} sentences, {MODEL.stat().st_size // 1024} kB")
    for part in ("trial", "ordinary"):
        report(part, shows="-v" in sys.argv)


def report(part: str, *, shows: bool = False) -> None:
    """Precision and recall by language and kind, and how often somebody is asked."""
    outcomes: dict[str, list[tuple[str, LetterKind]]] = defaultdict(list)
    for each in letters(part):
        reading = read_letter(each.data, TODAY)
        outcomes[each.language].append((each.kind, reading.verdict.kind))
        if shows and reading.verdict.kind != each.kind:
            print(f"{each.language} {each.kind} -> {reading.verdict.kind}: {each.subject} | {each.body[:200]!r}")
    for language, pairs in sorted(outcomes.items()):
        line = [part, language]
        for kind in LEARNED:
            right = sum(one == other == kind for one, other in pairs)
            told = sum(other == kind for _, other in pairs)
            there = sum(one == kind for one, _ in pairs)
            if there:
                line.append(f"{kind} {right / max(told, 1):.2f}/{right / there:.2f} of {there}")
        asked = sum(other == LetterKind.UNSURE for _, other in pairs)
        print("  ".join([*line, f"asked {asked} of {len(pairs)}"]))


if __name__ == "__main__":
    main()
