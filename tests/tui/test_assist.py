"""What a program of the user's would change, taken one by one or all at once."""

import json
import sys
from pathlib import Path

import pytest

from planner import environment
from planner.book.database import Book
from planner.tui.writing.assist import Assistant, changes
from planner.tui.writing.editor import NoteEditor
from tests.tui.conftest import opened
from tests.tui.test_daily import go_to
from tests.tui.waiting import settle, until

OLD = "Hi Dana,\n\nThank you. I liked our talk. See you soon.\n\nBest,\nRobin"


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        (OLD, []),
        (OLD.replace("I liked our talk.", "I enjoyed our talk."), [("I liked our talk.", "I enjoyed our talk.")]),
        (OLD.replace(" See you soon.", ""), [("See you soon.", "")]),
        (OLD.replace("Thank you. ", "Thank you. It was fun. "), [("", "It was fun. ")]),
    ],
)
def test_what_is_different_is_told_by_sentences(proposed: str, expected: list[tuple[str, str]]):
    assert [(OLD[start:end], instead) for start, end, instead in changes(OLD, proposed)] == expected


def test_all_changes_together_give_the_proposed_text():
    proposed = "Hello Dana,\n\nThank you very much. I liked our talk, and the plan.\n\nBest wishes,\nRobin"
    text = OLD
    for start, end, instead in reversed(changes(OLD, proposed)):
        text = f"{text[:start]}{instead}{text[end:]}"
    assert text.split() == proposed.split()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that keeps what it is given, and thanks more warmly."""
    path = tmp_path / "assistant.py"
    path.write_text(
        "import json, pathlib, sys\n"
        "data = json.load(sys.stdin)\n"
        f"pathlib.Path({str(tmp_path / 'given.json')!r}).write_text(json.dumps(data))\n"
        "print(data['body'].replace('I liked our talk.', 'I enjoyed our talk.').replace('See you soon.', 'Until soon!'))\n"
    )
    environment.settings_file().parent.mkdir(parents=True, exist_ok=True)
    environment.settings_file().write_text(f"assist_command = '{sys.executable} {path}'\n")
    return tmp_path / "given.json"


async def test_changes_are_taken_one_by_one_or_all_and_undone(demo: Book, program: Path):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        editor = pilot.app.screen.query_one(NoteEditor)
        editor.put("Hi", OLD, [])
        await pilot.press("f4")
        pane = editor.query_one(Assistant)
        await until(pilot, lambda: pane.option_count == 2 and pane.highlighted == 0)
        await pilot.press("enter")
        await settle(pilot)
        assert "I enjoyed our talk. See you soon." in editor.body.text and pane.option_count == 1
        await pilot.press("a", "escape")
        await settle(pilot)
        assert "I enjoyed our talk. Until soon!" in editor.body.text
        assert editor.body.has_focus and not pane.display
        await pilot.press("ctrl+z", "ctrl+z")
        assert editor.body.text == OLD
    given = json.loads(program.read_text())
    assert given["kind"] == "first_note" and given["known"] and given["facts"]["employer"] == "Calder & Rowe"
    said = json.dumps(given["facts"]) + json.dumps(given["known"])
    assert "@" not in said and "555" not in said  # nobody's address or number


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "No program is set"),
        ("no-such-program", "no-such-program did not start"),
        ("false", "false ended with status 1"),
    ],
)
async def test_what_goes_wrong_is_said_beside_the_note(demo: Book, command: str, said: str):
    environment.settings_file().parent.mkdir(parents=True, exist_ok=True)
    environment.settings_file().write_text(f'assist_command = "{command}"\n')
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        before = pilot.app.screen.query_one(NoteEditor).body.text
        await pilot.press("f4")
        pane = pilot.app.screen.query_one(Assistant)
        await until(pilot, lambda: said in str(pane.get_option_at_index(0).prompt))
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen.query_one(NoteEditor).body.text == before
