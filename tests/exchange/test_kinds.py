"""Precision and recall on whole messages, in English but for a few.

They are among what the judgement of the words was learned from, so these bounds keep what was reached and promise
nothing of other letters. `make letters` tries it on letters by other writers; `docs/letters.md` has those figures.
"""

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from planner.exchange.classifier import LEARNED, LetterKind
from planner.exchange.reading import Reading, read_letter

HERE = Path(__file__).parent
LATER = date(2030, 1, 1)


def readings(folder: str) -> list[tuple[str, dict[str, str], Reading]]:
    expected = tomllib.loads((HERE / folder / "expected.toml").read_text())
    return [(name, each, read_letter((HERE / folder / name).read_bytes(), LATER)) for name, each in expected.items()]


LETTERS = {folder: readings(folder) for folder in ("letters",)}


def precision_and_recall(folder: str, kind: str) -> tuple[float, float]:
    counts = Counter((each["kind"], reading.verdict.kind.value) for _, each, reading in LETTERS[folder])
    right = counts[kind, kind]
    said = sum(count for (_, found), count in counts.items() if found == kind)
    there = sum(count for (wanted, _), count in counts.items() if wanted == kind)
    return right / said, right / there


@pytest.mark.parametrize(
    ("folder", "kind", "precision", "recall"),
    [
        ("letters", "rejection", 0.97, 0.97),
        ("letters", "invitation", 0.97, 0.95),
        ("letters", "reply", 0.9, 0.95),
    ],
)
def test_kinds(folder: str, kind: str, precision: float, recall: float):
    found = precision_and_recall(folder, kind)
    assert found[0] >= precision and found[1] >= recall, found


def same(found: str, wanted: str) -> bool:
    one, other = (re.sub(r"\W+", " ", text.lower()).strip() for text in (found, wanted))
    return one == other or bool(one and other and (one in other or other in one))


@pytest.mark.parametrize(
    ("folder", "field", "precision", "recall"),
    [
        ("letters", "employer", 0.93, 0.87),
        ("letters", "position", 0.93, 0.79),
    ],
)
def test_employer_and_position(folder: str, field: str, precision: float, recall: float):
    pairs = [(getattr(reading, field), each[field]) for _, each, reading in LETTERS[folder]]
    right = sum(bool(wanted) and same(found, wanted) for found, wanted in pairs)
    assert right / sum(bool(found) for found, _ in pairs) >= precision
    assert right / sum(bool(wanted) for _, wanted in pairs) >= recall


@pytest.mark.parametrize("folder", LETTERS)
def test_senders(folder: str):
    for name, each, reading in LETTERS[folder]:
        assert reading.message.sender_email == each["sender_email"], name
        assert reading.message.sender_name == each["sender_name"], name
    wrong = [name for name, each, reading in LETTERS[folder] if reading.message.no_reply != each["no_reply"]]
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("folder", LETTERS)
def test_the_evidence_is_a_sentence_of_the_letter(folder: str):
    for name, _, reading in LETTERS[folder]:
        kind, evidence = reading.verdict[:2]
        assert bool(evidence) == (kind in {*LEARNED, LetterKind.UNSURE} - {LetterKind.OTHER}), name
        titles = [event.title for event in reading.message.events]
        said = "".join("".join((reading.message.text, *titles)).split())
        assert "".join(evidence.split()) in said, name


def test_dates_are_those_of_the_header():
    for name, each, reading in LETTERS["letters"]:
        if reading.message.sent is not None and "date" in each:
            assert str(reading.message.sent.date()) == str(each["date"]), name
