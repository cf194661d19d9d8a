"""The wheel is whole: built here, installed in a fresh environment far from the checkout, used there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow  # what the wheel is made of is looked at in test_imports.py


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT], check=True, capture_output=True
    )
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_carries_migrations_templates_and_styles(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert wheel.name.startswith("follow_up_planner-")
    assert {
        "planner/migrations/env.py",
        "planner/migrations/versions/0001_the_first_book.py",
        "planner/migrations/versions/0002_notes_on_their_way.py",
        "planner/migrations/versions/0003_every_obligation.py",
        "planner/migrations/versions/0004_playbooks_and_working_days.py",
        "planner/notes/templates/en/first-note-told.txt",
        "planner/cadence/playbooks/default.toml",
        "planner/notes/review/tone.json",
        "planner/places.gz",
        "planner/exchange/first_names.gz",
        "planner/tui/planner.tcss",
    } <= names
    assert any(name.endswith("share/man/man1/planner.1") for name in names)
    assert not any(name.startswith(("tests/", "migrations/")) or "__pycache__" in name for name in names)


def test_it_works_far_from_the_checkout(wheel: Path, tmp_path: Path):
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip = [venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements.lock"], check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True, capture_output=True)
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PLANNER_TODAY": "2026-11-22", "LC_ALL": "C.UTF-8"}

    def planner(*words: str) -> str:
        run = subprocess.run(
            [venv / "bin" / "planner", *words], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
        )
        return run.stdout

    assert "Nobody is in your book yet" in planner("due")
    planner("add", "application", "Data Engineer", "Calder & Rowe", "--with", "Dana Whitfield: hiring manager")
    planner("reject", "1")
    assert "you haven't written to Dana yet" in planner("due")
    [book] = tmp_path.rglob("book.sqlite")
    assert book == tmp_path / ".local" / "share" / "follow-up-planner" / "book.sqlite"
    template = (
        "from planner.notes.template_files import load_templates; from planner.book.file import migrations_folder; "
        "print(len(load_templates()[0]), migrations_folder())"
    )
    run = subprocess.run(
        [venv / "bin" / "python", "-c", template], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    count, folder = run.stdout.split()
    assert int(count) >= 10 and folder.startswith(str(venv))
