"""The README is true: its commands run, its keys exist, its template works."""

import re
import shlex
from pathlib import Path

import pytest

from planner import registry
from planner.cli import run
from planner.notes.template_files import read_template
from planner.settings import read_settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```\n(.*?)```", README, re.DOTALL)


def test_the_commands_of_the_shell_section_run_in_order(capsys: pytest.CaptureFixture[str]):
    [block] = [block for block in BLOCKS if block.startswith("planner add application")]
    for line in block.strip().splitlines():
        assert run(shlex.split(line)[1:]) == 0, line
    assert run(["due", "--json"]) == run(["due", "--count"]) == 0
    assert run(["me", "--playbook", "call-first"]) == 0
    assert "Dana" in capsys.readouterr().out


def keys_named() -> set[str]:
    return set(re.findall(r"`([^`]+)`", README[README.index("## Keys") : README.index("## The shell")]))


def test_every_key_of_the_lists_is_there():
    names = {"enter": "Enter", "slash": "/", "question_mark": "?", "asterisk": "*", "number_sign": "#", "tab": "Tab"}
    for command in registry.of("due", "note"):
        key = command.keys.split(",")[0]
        assert names.get(key, key) in keys_named(), command.id


def test_the_template_of_the_readme_works(tmp_path: Path):
    [block] = [block for block in BLOCKS if block.startswith("+++")]
    path = tmp_path / "mine.txt"
    path.write_text(block)
    assert read_template(path).title == "My first note"


def test_the_commands_for_templates_run(capsys: pytest.CaptureFixture[str]):
    [block] = [block for block in BLOCKS if block.startswith("planner templates")]
    for line in block.strip().splitlines():
        assert run(shlex.split(line)[1:]) == 0, line
    assert "No problems found" in capsys.readouterr().out


def test_the_configuration_of_the_readme_works(tmp_path: Path):
    [block] = [block for block in BLOCKS if block.startswith("theme")]
    path = tmp_path / "config.toml"
    path.write_text(block)
    found = read_settings(path)
    assert found.problems == () and found.settings.keys == {"due.log": "L"} and found.settings.keymap == "vim"


def test_the_make_targets_and_pictures_are_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)[ `]", README)) <= targets
    for picture in re.findall(r"\]\((screenshots/[^)]+)\)", README):
        assert (ROOT / picture).is_file()
