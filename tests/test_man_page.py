"""The man page and the schema of a book are made from the program, and are what it says now."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from planner.cli import VERBS, run

DOCS = Path(__file__).parent.parent / "docs"


def test_the_man_page_is_of_now(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.syspath_prepend(str(DOCS))
    from make_man import page

    made = page()
    sys.modules.pop("make_man")
    assert made == (DOCS / "planner.1").read_text(), "make docs"
    for verb in VERBS:
        assert f"planner {verb}".replace("-", "\\-") in made, verb


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_man_reads_it():
    done = subprocess.run(
        ["man", "--warnings", "-l", str(DOCS / "planner.1")],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0 and "planner due" in done.stdout and "warning" not in done.stderr


def test_the_schema_is_of_now(capsys: pytest.CaptureFixture[str]):
    assert run(["export", "json", "--schema"]) == 0
    assert capsys.readouterr().out == (DOCS / "book.schema.json").read_text(), "make docs"
