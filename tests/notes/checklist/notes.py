"""Labelled notes: each sentence in a line, with the points of the checklist that it covers in front."""

import re
from pathlib import Path
from typing import NamedTuple


class Note(NamedTuple):
    """A labelled note: its kind, whether they told, and its sentences, each with its points."""

    kind: str
    told: bool
    sentences: list[tuple[frozenset[str], str]]

    @property
    def body(self) -> str:
        """The text."""
        return "\n".join(text for _, text in self.sentences)

    @property
    def covers(self) -> set[str]:
        """All points that are in it."""
        return {label for labels, _ in self.sentences for label in labels}


def read_notes(path: Path) -> list[Note]:
    """The notes of a file."""
    found = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        head, *lines = block.strip().split("\n")
        kind, *more = head.lstrip("# ").split()
        pairs = [line.partition("\t") for line in lines if "\t" in line]
        said = [(frozenset(labels.strip().split(",")) - {"-", ""}, text.strip()) for labels, _, text in pairs]
        found.append(Note(kind, "told" in more, said))
    return found
