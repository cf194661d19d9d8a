"""What is used of Textual's privates is still there, and nothing else of them is used."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from planner.tui.system.textual_privates import OVERRIDDEN

TUI = Path(__file__).parent.parent.parent / "planner" / "tui"


@pytest.mark.parametrize("name", OVERRIDDEN)
def test_what_is_overridden_is_there(name: str):
    module, _, kind = name.rpartition(".")
    found = getattr(import_module(module), kind)
    try:
        source = Path(import_module(found.__module__).__file__ or "").read_text()
    except OSError:
        source = ""
    for private, reason in OVERRIDDEN[name].items():
        assert hasattr(found, private) or private in source, private
        assert reason.endswith(".")


def test_private_modules_are_imported_in_one_place():
    for path in TUI.rglob("*.py"):
        if path.name != "textual_privates.py":
            assert not re.search(r"from textual[a-z_.]*\._|from textual\S* import _", path.read_text()), path
