"""What the two learned judgements are learned with: a logistic regression of labelled texts, written to a file."""

import json
from base64 import b85encode
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

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


class Weighted(NamedTuple):
    """Judgements of each kind against all others, over features that count the more the rarer they are."""

    names: list[str]
    kinds: list[str]
    rarity: np.ndarray  # of each feature
    weights: np.ndarray  # by feature and kind, of a feature as it is in a text
    bias: np.ndarray

    def scores(self, texts: Sequence[Sequence[set[str]]]) -> np.ndarray:
        """How much speaks for each kind, by text, as `linear_model` works it out."""
        return _by_rarity(_plain(texts, self.names), self.rarity) @ (self.weights / self.rarity[:, None]) + self.bias


def learn_weighted(
    texts: Sequence[Sequence[set[str]]],
    labels: Sequence[str | frozenset[str]],
    *,
    rare: Sequence[int],
    kept: int,
    strictness: float,
    emphasis: Sequence[float] | None = None,
) -> Weighted:
    """Learn, keep the features that count most, and learn again with those. A text can be of several kinds, or none."""
    names = often(texts, rare)
    told = [{label} if isinstance(label, str) else label for label in labels]
    kinds = sorted({kind for each in told for kind in each})
    for again in (False, True):
        data = _plain(texts, names)
        held = sum(np.asarray((group > 0).sum(0)).ravel() for group in data)
        rarity = np.log(1 + len(texts) / np.maximum(held, 1))
        rows = _by_rarity(data, rarity)
        learned = [
            LogisticRegression(C=strictness, solver="liblinear", dual=True, random_state=1, max_iter=2000).fit(
                rows, np.array([kind in each for each in told]), emphasis
            )
            for kind in kinds
        ]
        weights = np.array([each.coef_[0] for each in learned]).T
        if again or len(names) <= kept:
            break
        counts = (np.abs(weights).max(1) * rarity) * np.sqrt(held)
        names = [names[place] for place in sorted(np.argsort(-counts)[:kept])]
    bias = np.array([each.intercept_[0] for each in learned])
    return Weighted(names, kinds, rarity, weights * rarity[:, None], bias)


def _plain(texts: Sequence[Sequence[set[str]]], names: Sequence[str]) -> list[csr_matrix]:
    """Each group of features by text, a one for each that is there."""
    places = {name: number for number, name in enumerate(names)}
    found = []
    for group in range(len(texts[0])):
        rows, columns = [], []
        for row, groups in enumerate(texts):
            known = [places[feature] for feature in groups[group] if feature in places]
            rows += [row] * len(known)
            columns += known
        found.append(csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(texts), len(places))))
    return found


def _by_rarity(data: Sequence[csr_matrix], rarity: np.ndarray) -> csr_matrix:
    """The texts by feature, each group of features of length one."""
    return sum(normalize(group.multiply(rarity).tocsr()) for group in data)


def packed_weighted(found: Weighted) -> dict[str, object]:
    """What was learned, a byte a weight and one for the rarity, as `linear_model` reads it."""
    scale = float(np.abs(found.weights).max()) / 127
    weights = (np.rint(found.weights / scale).astype(int) + 128).astype(np.uint8).tobytes()
    step = float(found.rarity.max()) / 255
    rarity = np.rint(found.rarity / step).astype(np.uint8).tobytes()
    return {
        "kinds": found.kinds,
        "bias": [round(float(each), 6) for each in found.bias],
        "scale": scale,
        "step": step,
        "features": "\n".join(found.names),
        "weights": b85encode(weights).decode(),
        "rarity": b85encode(rarity).decode(),
    }


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
