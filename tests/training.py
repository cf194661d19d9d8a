"""What the two learned judgements are learned with: a logistic regression of labelled texts, written to a file."""

import json
from base64 import b85encode
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

Features = Callable[[str], Sequence[set[str]]]


def matrix(texts: Sequence[Sequence[set[str]]], places: dict[str, int]) -> csr_matrix:
    """Texts by features; each group of features has length one."""
    rows, columns, values = [], [], []
    for row, groups in enumerate(texts):
        for group in groups:
            known = [places[feature] for feature in group if feature in places]
            rows += [row] * len(known)
            columns += known
            values += [1 / max(len(known), 1) ** 0.5] * len(known)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(places)))


def often(texts: Sequence[Sequence[set[str]]], rare: Sequence[int]) -> list[str]:
    """The features of each group that are in at least so many texts."""
    counts = [Counter() for _ in rare]
    for groups in texts:
        for count, group in zip(counts, groups, strict=True):
            count.update(group)
    return [name for count, least in zip(counts, rare, strict=True) for name in sorted(count) if count[name] >= least]


def learn(
    texts: Sequence[Sequence[set[str]]],
    labels: Sequence[str],
    *,
    rare: Sequence[int],
    kept: int,
    strictness: float,
    emphasis: Sequence[float] | None = None,
) -> tuple[list[str], LogisticRegression]:
    """Learn, keep the features that count most, and learn again with those; gives them with what was learned."""
    names = often(texts, rare)
    places = {name: number for number, name in enumerate(names)}
    data = matrix(texts, places)
    learner = LogisticRegression(C=strictness, max_iter=5000)
    weights = learner.fit(data, labels, emphasis).coef_
    weight = np.abs(weights - weights.mean(0)).max(0) * np.sqrt(np.asarray((data > 0).sum(0)).ravel())
    names = [names[place] for place in sorted(np.argsort(-weight)[:kept])]
    places = {name: number for number, name in enumerate(names)}
    return names, learner.fit(matrix(texts, places), labels, emphasis)


def packed(names: list[str], learner: LogisticRegression) -> dict[str, object]:
    """What was learned, a byte a weight, as `linear_model` reads it."""
    scale = float(np.abs(learner.coef_).max()) / 127
    weights = (np.rint(learner.coef_.T / scale).astype(int) + 128).astype(np.uint8).tobytes()
    return {
        "kinds": [str(kind) for kind in learner.classes_],
        "bias": [round(float(each), 6) for each in learner.intercept_],
        "scale": scale,
        "features": "\n".join(names),
        "weights": b85encode(weights).decode(),
    }


def write(path: Path, found: dict[str, object]) -> None:
    """Write it to a file."""
    path.write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")
