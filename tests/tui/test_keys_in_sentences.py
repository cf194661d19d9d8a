"""A key that a sentence names is the one that is in force."""

import ast
import re
from pathlib import Path

from textual.widgets import Static

from planner import environment
from planner.book.database import Book
from planner.tui.pages.person import PersonPanel
from planner.tui.writing.editor import NoteEditor
from tests.tui.conftest import opened, settle
from tests.tui.test_daily import go_to, message, text_of

TUI = Path(__file__).parent.parent.parent / "planner" / "tui"
OWN = """
[keys]
"note.sent" = "f2"
"note.template" = "f3"
"note.leave" = "f4"
"due.undo" = "Z"
"due.notes" = "N"
"due.write" = "W"
"out.copy" = "C"
"form.cancel" = "f6"
"""
NAMED = re.compile(r"(?:ctrl|alt|shift)\+[a-z]|\b[Ee]scape\b|\bf1\b|\b[a-z] (?:takes|adds|goes|marks|shows) ")
# ctrl+z is the text area's own; the others are about keys, not sentences.
ALLOWED = {"session.py", "terminal_keys.py", "type_ahead.py", "textual_privates.py", "text_area.py", "note_area.py"}
ALLOWED |= {"delivery_menu.py", "completion.py", "footer.py", "choice.py"}


def sentences(path: Path) -> list[str]:
    """The texts in a file that are no docstrings."""
    tree = ast.parse(path.read_text())
    docs = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in texts if id(node) not in docs]


def test_no_sentence_names_a_key_by_itself():
    for path in TUI.rglob("*.py"):
        if path.name not in ALLOWED:
            assert not [text for text in sentences(path) if " " in text and NAMED.search(text)], path


async def test_own_keys_are_named_wherever_the_usual_ones_are(demo: Book):
    environment.settings_file().parent.mkdir(parents=True)
    environment.settings_file().write_text(OWN)
    async with opened(demo) as pilot:
        await go_to(pilot, "Priya")
        assert not pilot.app.preferences.problems()
        person = text_of(pilot, f"#{pilot.app.screen.query_one(PersonPanel).id}-text")
        assert "Press N to write something down" in person
        await pilot.press("W")
        await settle(pilot)
        editor = pilot.app.screen.query_one(NoteEditor)
        await pilot.press("f2")
        await settle(pilot)
        assert "f2 once more marks it sent" in str(editor.query_one("#note-status", Static).content)
        await pilot.press("alt+c", "alt+c")
        await settle(pilot)
        assert "Not sent until you say so: f2." in message(pilot)
        await pilot.press("ctrl+o")
        await settle(pilot)
        said = text_of(pilot, "#out-ways")
        assert "  C  copy" in said and "Press f2 in the note" in said
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("f2", "f2")
        await settle(pilot)
        assert not pilot.app.screen.query(NoteEditor) or "sent" in message(pilot)
        await pilot.press("f4")
        await settle(pilot)
        await pilot.press("Z")
        await settle(pilot)
        assert "Undone" in message(pilot)
