"""Learn which sentences cover which point of the checklists: `make checklist`.

Learned from the notes in this folder, one file a writer: each sentence stands in a line with its points in front. They
were written by people who did not know how they are read; those of `*-unseen.txt` are only for trying it.
A point is called missing, or covered, where that was right often enough in notes that the judgement had not seen, by
a writer whom it did not know where there are several: one's own turns of phrase come again, and flatter it.
"""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np

from planner.notes.review.checklist import LANGUAGES, MODEL
from planner.notes.review.text import plain, sentences
from planner.notes.review.tone import features
from tests.notes.checklist.notes import Note, read_notes
from tests.training import Weighted, learn_weighted, packed_weighted, write

HERE = Path(__file__).parent
KEPT = 6_000  # features of a language
RARE = (2, 3)
STRICTNESS = 4.0
FOLDS = 10
SURE_MISSING, SURE_COVERED = 0.95, 0.93  # how often a remark was right, at least


def training_notes(language: str) -> list[list[Note]]:
    """All notes to learn from in a language, by writer."""
    paths = sorted(path for path in HERE.glob(f"{language}-*.txt") if "unseen" not in path.name)
    return [read_notes(path) for path in paths]


def cut(note: Note) -> list[tuple[frozenset[str], str]]:
    """The sentences as the review cuts them, each with the points of the line that it stands in."""
    return [(labels, each.text) for labels, text in note.sentences for each in sentences(plain(text))]


def learn_from(notes: list[Note]) -> Weighted:
    """What is learned from these notes."""
    pairs = [pair for note in notes for pair in cut(note)]
    return learn_weighted(
        [features(text) for _, text in pairs], [labels for labels, _ in pairs], rare=RARE, kept=KEPT,
        strictness=STRICTNESS,
    )  # fmt: skip


def best_scores(found: Weighted, notes: list[Note]) -> np.ndarray:
    """For each note and point, the score of the sentence in which most speaks for it."""
    rows = []
    for note in notes:
        texts = [text for _, text in cut(note)]
        rows.append(
            found.scores([features(text) for text in texts]).max(0) if texts else np.full(len(found.kinds), -9.0)
        )
    return np.array(rows)


def folds(writers: list[list[Note]]) -> list[list[int]]:
    """The places of the notes that are held back together: a writer's, or of a single writer every tenth."""
    if len(writers) == 1:
        order = np.random.default_rng(3).permutation(len(writers[0]))
        return [list(order[fold::FOLDS]) for fold in range(FOLDS)]
    ends = np.cumsum([0, *map(len, writers)])
    return [list(range(start, end)) for start, end in pairwise(ends)]


def thresholds(writers: list[list[Note]], kinds: list[str]) -> dict[str, tuple[float, float]]:
    """For each point, up to which score it is missing and from which it is covered, by notes not learned from."""
    notes = [note for each in writers for note in each]
    scores = np.full((len(notes), len(kinds)), -9.0)
    for held in folds(writers):
        learned = learn_from([note for i, note in enumerate(notes) if i not in set(held)])
        at = [learned.kinds.index(kind) if kind in learned.kinds else -1 for kind in kinds]
        for i, row in zip(held, best_scores(learned, [notes[i] for i in held]), strict=True):
            scores[i] = [row[place] if place >= 0 else -9.0 for place in at]
    found = {}
    for number, kind in enumerate(kinds):
        of_kind = {note.kind for note in notes if kind in note.covers}
        rows = [
            (scores[i, number], kind in note.covers)
            for i, note in enumerate(notes)
            if note.kind in of_kind and (kind != "told" or note.told)
        ]
        found[kind] = _missing_up_to(rows), _covered_from(rows)
    return found


def _missing_up_to(rows: list[tuple[float, bool]]) -> float:
    best, absent = -99.0, 0
    for place, (score, covered) in enumerate(sorted(rows), start=1):
        absent += not covered
        if absent / place >= SURE_MISSING and place >= 4:
            best = score
    return round(float(best), 4)


def _covered_from(rows: list[tuple[float, bool]]) -> float:
    best, there = 99.0, 0
    for place, (score, covered) in enumerate(sorted(rows, reverse=True), start=1):
        there += covered
        if there / place >= SURE_COVERED and place >= 4:
            best = score
    return round(float(best), 4)


def main() -> None:
    """Learn, and write what was learned."""
    models = {}
    for language in LANGUAGES:
        writers = training_notes(language)
        notes = [note for each in writers for note in each]
        learned = learn_from(notes)
        models[language] = packed_weighted(learned) | {"thresholds": thresholds(writers, learned.kinds)}
        counts = Counter(label for note in notes for labels, _ in note.sentences for label in labels)
        print(f"{language}: {len(notes)} notes, {len(learned.names)} features, {dict(counts)}")
    write(MODEL, models)
    print(f"{MODEL.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
