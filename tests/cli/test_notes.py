"""`planner note`: who gets which template, in which language, and reviews for other programs."""

import io
import json
import sys
from pathlib import Path

import pytest

from planner import environment
from planner.book.database import Book
from planner.cli import run
from planner.notes.review.likeness import likeness_flags
from tests.cli.test_people import Run

PANEL = (
    "Dana Whitfield: hiring manager",
    "Ari Cole: HR",
    "Ben Okafor: panel",
    "Ines Ruiz: panel",
    "Lev Stern: panel",
    "Mia Sand: panel",
)


@pytest.fixture
def planner(book: Book, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on an empty book; gives status, output and errors."""
    monkeypatch.setenv("PLANNER_BOOK", str(book.path))

    def call(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    call("me", "--name", "Robin Ames", "--email", "robin@example.net", "--phone", "555-0100")
    return call


@pytest.fixture
def six(planner: Run) -> Run:
    """Six who interviewed the user, turned down by the HR of them."""
    with_them = [word for each in PANEL for word in ("--with", each)]
    planner("add", "application", "Data Engineer", "Calder & Rowe", *with_them)
    planner("add", "interview", "1", "--on", "2026-11-10", "--with", PANEL[0], "--with", PANEL[1])
    status, _, err = planner("reject", "1", "--on", "2026-11-20", "--by", "ari", "--reason", "someone_else")
    assert status == 0, err
    return planner


def notes(planner: Run) -> dict[str, str]:
    return {each.split()[0]: planner("note", each.split()[0].lower())[1] for each in PANEL}


@pytest.mark.parametrize("reason", ["someone_else", "not_filled", "overqualified", "internal"])
def test_a_panel_of_six_gets_six_notes_before_a_blank_is_filled(six: Run, reason: str):
    six("edit", "application", "1", "--reason", reason)
    found = notes(six)
    subjects = [text.split("\n", 1)[0] for text in found.values()]
    openings = [text.split("\n\n")[2] for text in found.values()]
    assert len(set(subjects)) == 6 and len({each.split(".")[0] for each in openings}) == 6
    for name, text in found.items():
        others = [(other, said) for other, said in found.items() if other != name]
        assert not [*likeness_flags(text, others)], name
    assert "letting me know" not in found["Dana"]  # Ari told


def test_colleagues_are_named_as_one_names_them(six: Run):
    texts = notes(six)
    named = [text for name, text in texts.items() if name != "Dana" and "Dana, Ben and the others" in text]
    assert named or any("the others" in text for text in texts.values())


def test_a_language_and_a_tone_of_a_persons_own(six: Run):
    american = six("note", "dana")[1]
    assert "Hi Dana," in american and "November 10" in american
    six("edit", "person", "dana", "--language", "en-GB", "--tone", "formal")
    british = six("note", "dana")[1]
    assert "Dear Dana," in british and "10 November" in british and "I'm" not in british
    six("edit", "person", "dana", "--language", "de", "--salutation", "Frau")
    german = six("note", "dana")[1]
    assert "Sehr geehrte Frau Whitfield," in german and "10. November" in german
    six("edit", "person", "dana", "--address", "first")
    assert "Hallo Dana," in six("note", "dana")[1]
    six("edit", "person", "dana", "--language", "fr")
    assert "Bonjour Dana," in six("note", "dana")[1]


def test_the_language_of_all_is_a_setting(six: Run):
    environment.settings_file().parent.mkdir(parents=True, exist_ok=True)
    environment.settings_file().write_text('language = "de"\n')
    assert "Guten Tag Dana Whitfield," in six("note", "dana")[1]
    environment.settings_file().write_text('language = "klingon"\n')
    assert six("config", "check")[0] != 0


def test_any_text_is_reviewed_for_a_person(six: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = "Dear Dana,\n\nThank you for your time. I recieved your letter, and it is unfair of you. ___\n\nRobin, robin@example.com\n"
    file = tmp_path / "note.txt"
    file.write_text(text)
    status, out, _ = six("note", "dana", "--check", "--body", str(file), "--json")
    found = json.loads(out)
    assert status == 0 and found["language"] == "en" and found["words"] == 20
    kinds = {each["kind"]: each["text"] for each in found["flags"]}
    assert kinds["blank"] == "___" and kinds["spelling"] == "recieved"
    for each in found["flags"]:
        assert text[each["start"] : each["end"]] == each["text"] and each["why"]
    assert {"reach", "time"} <= set(found["covered"]) and "interest" in found["missing"]
    assert {*found["covered"], *found["missing"], *found["unsure"]} == set(found["points"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))
    assert json.loads(six("note", "dana", "--check", "--body", "-", "--json")[1]) == found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--body", "x.txt"), "--body and --json go with --check"),
        (("--check", "--body", "no-such-file"), "no-such-file cannot be read"),
    ],
)
def test_what_cannot_be_reviewed_is_said(six: Run, words: tuple[str, ...], said: str):
    status, _, err = six("note", "dana", *words)
    assert status == 2 and said in err


def test_a_text_that_is_no_text_has_its_line(six: Run, tmp_path: Path):
    (tmp_path / "bad.txt").write_bytes(b"Dear Dana,\n\xff\xfe\n")
    status, _, err = six("note", "dana", "--check", "--body", str(tmp_path / "bad.txt"))
    assert status == 2 and "bad.txt:2: this is not UTF-8" in err


def test_what_has_no_template_in_a_language_is_english_through_and_through(six: Run):
    six("edit", "person", "dana", "--language", "de", "--called", "Dana")
    note = six("note", "dana", "--template", "repost")[1]
    assert "Hi Dana," in note and "November 10" in note and "Hallo" not in note
