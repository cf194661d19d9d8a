"""Labelled letters: `train` is what the kinds of letters are learned from, `trial` what they are tried on;
`sentences` are what single sentences make of a letter.

A file holds the letters of one kind in one language: a line "### " with the style, label lines, `From:` and `Subject:`, an
empty line, and the body. All were written for this; those of `trial` by others, who did not see those of `train`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Labelled(NamedTuple):
    """A letter with what is right about it."""

    language: str
    kind: str
    employer: str
    position: str
    people: tuple[str, ...]
    sender: str
    subject: str
    body: str

    @property
    def data(self) -> bytes:
        """The letter as a message."""
        head = (
            f"From: {self.sender}\nTo: Robin Ames <robin@example.net>\nSubject: {self.subject}\n"
            "Date: Fri, 20 Nov 2026 09:12:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        )
        answers = "In-Reply-To: <note@example.net>\n" if self.subject.lower().startswith(("re:", "aw:", "sv:")) else ""
        return f"{head}{answers}\n{self.body}\n".encode()


def sentences() -> Iterator[tuple[str, str, str]]:
    """Single sentences with their language and the kind of letter that each makes."""
    for path in sorted((HERE / "sentences").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, _, sentence = line.partition("\t")
            if sentence.strip():
                yield path.stem[:2], kind, sentence.strip()


def letters(part: str) -> Iterator[Labelled]:
    """The letters of `train` or of `trial`."""
    for path in sorted((HERE / part).glob("*.txt")):
        language, _, kind = path.stem.partition("-")
        for block in ("\n" + path.read_text(encoding="utf-8")).split("\n### ")[1:]:
            head, _, body = block.partition("\n\n")
            said = dict(line.partition(":")[::2] for line in head.split("\n")[1:])
            said = {name.strip().lower(): value.strip() for name, value in said.items()}
            people = tuple(each.strip() for each in said.get("people", "").split(";") if each.strip())
            yield Labelled(
                language,
                kind,
                said.get("employer", ""),
                said.get("position", ""),
                people,
                said.get("from", ""),
                said.get("subject", ""),
                body.strip("\n"),
            )
