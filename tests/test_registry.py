"""One registry feeds the footer, the keys page, the palette, the command line and the documentation; nothing differs."""

import re
from pathlib import Path

import pytest

from planner import registry
from planner.cli import VERBS, line_of_verb, run

ROOT = Path(__file__).parent.parent


def test_the_page_of_keys_is_made_from_it():
    namespace: dict[str, object] = {"__file__": str(ROOT / "docs" / "make_keys.py"), "__name__": "make_keys"}
    exec((ROOT / "docs" / "make_keys.py").read_text(), namespace)
    made = namespace["page"]()  # type: ignore[operator]
    assert (ROOT / "docs" / "keys.md").read_text() == made, "make docs"
    assert all(f"`{command.id}`" in made for command in registry.COMMANDS)


def test_every_verb_of_a_command_is_one_and_the_help_says_the_same(capsys: pytest.CaptureFixture[str]):
    assert {command.verb for command in registry.COMMANDS} - {""} <= VERBS.keys()
    with pytest.raises(SystemExit):
        run(["--help"])
    said = " ".join(capsys.readouterr().out.split()).lower()
    for verb in VERBS:
        line = line_of_verb(verb)
        assert line and " ".join(line.split()).lower() in said, verb


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_of_its_own(verb: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        run([verb, "--help"])
    assert ended.value.code == 0 and capsys.readouterr().out.startswith(f"usage: planner {verb}")


def test_words_of_the_registry_are_for_a_user():
    for command in registry.COMMANDS:
        assert re.fullmatch(r"[a-z]+\.[a-z-]+", command.id)
        assert command.label and command.tooltip and command.tooltip[0].isupper() and len(command.label) <= 20
        assert not command.tooltip.endswith(".")


def test_no_widget_has_keys_of_its_own_beside_the_registry():
    """But for the numbers that follow links, what a single choice takes, and the keys of any text."""
    allowed = {"notes_editor.py", "choice.py", "bindings.py", "note_area.py", "keys.py", "text_area.py"}
    for path in (ROOT / "planner" / "tui").rglob("*.py"):
        if path.name not in allowed:
            assert "Binding(" not in path.read_text(), path.name
