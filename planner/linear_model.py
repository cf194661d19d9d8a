"""A learned judgement, read from a file: which of a few kinds a text is, by its words and the parts of its words.

It is a logistic regression: each feature of a text has a weight for each kind. What is learned from labelled texts, by
`make tone` and `make letters`, is written by `tests/training.py`; here it is only read, in plain Python.
"""

import json
import math
from base64 import b85decode
from collections.abc import Iterable, Sequence
from functools import cache
from operator import mul
from pathlib import Path
from typing import NamedTuple

Groups = Sequence[Iterable[str]]
"""The features of a text by group; each group counts as much as the others, however many features it has."""


class LinearModel(NamedTuple):
    """The kinds, and for each of them a column of weights, one byte for each feature."""

    kinds: list[str]
    bias: list[float]
    places: dict[str, int]  # of a feature in the columns
    columns: list[bytes]  # the weights of all features for each kind
    scale: float
    rarity: bytes  # of each feature, in steps of `step`; empty where all count alike
    step: float
    more: dict[str, object]  # what else the file holds

    def scores(self, groups: Groups) -> list[float]:
        """How much speaks for each kind, in the order of `kinds`."""
        scores = list(self.bias)
        for group in groups:
            known = [place for place in map(self.places.get, group) if place is not None]
            share = self.scale / (self._length(known) or 1)
            # A loop in C for each kind: this is most of what reading a letter takes.
            sums = [sum(map(column.__getitem__, known)) - 128 * len(known) for column in self.columns]
            scores = [score + share * each for score, each in zip(scores, sums, strict=True)]
        return scores

    def _length(self, known: Sequence[int]) -> float:
        """The length of a group of features: those that are rare count for more."""
        if not self.rarity:
            return math.sqrt(len(known))
        rarities = [*map(self.rarity.__getitem__, known)]
        return self.step * math.sqrt(sum(map(mul, rarities, rarities)))

    def odds(self, groups: Groups) -> dict[str, float]:
        """How likely each kind is; together they are 1."""
        scores = self.scores(groups)
        top = max(scores)
        raw = [math.exp(score - top) for score in scores]
        return {kind: each / sum(raw) for kind, each in zip(self.kinds, raw, strict=True)}


@cache
def read_model(path: Path, name: str = "") -> LinearModel:
    """The model in that file; of several, the one of that name."""
    found = json.loads(path.read_text(encoding="utf-8"))
    found = dict(found[name] if name else found)
    places = {feature: number for number, feature in enumerate(found.pop("features").split("\n"))}
    weights = b85decode(found.pop("weights"))
    rarity, step = b85decode(found.pop("rarity", "")), found.pop("step", 0.0)
    kinds = found.pop("kinds")
    columns = [weights[number :: len(kinds)] for number in range(len(kinds))]
    return LinearModel(kinds, found.pop("bias"), places, columns, found.pop("scale"), rarity, step, found)
