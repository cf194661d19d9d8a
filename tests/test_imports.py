"""What starts fast imports little: listed from outside, where no noisy clock can blur it."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from planner.book.file import REVISIONS

HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "dateparser", "textual", "pydantic", "rapidfuzz", "bs4", "email")


def modules(code: str, *arguments: str) -> set[str]:
    ending = "\nimport sys\nsys.stderr.write('MODULES ' + ' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code + ending, *arguments], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stderr.partition("MODULES ")[2].split()}


@pytest.mark.parametrize("options", [["--json"], ["--count"], [], ["--all"], ["--within", "7d"]])
def test_the_daily_check_imports_nothing_heavy(demo, options: list[str]):
    code = "import sys; from planner.cli import run; run(sys.argv[1:])"
    found = modules(code, "--book", str(demo.path), "due", *options)
    assert found.isdisjoint({*HEAVY, "rich", "platformdirs", "pathlib", "dataclasses"}), found & {*HEAVY, "rich"}


def test_the_first_frame_imports_no_orm_and_no_dateparser(demo):
    code = """
import asyncio, sys
from pathlib import Path
from planner.tui.app import PlannerApp
from planner.tui.views.due import DueList
PlannerApp._warm_up = lambda self: None
async def main():
    app = PlannerApp(Path(sys.argv[1]))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert app.screen.query_one(DueList).current is not None
        await pilot.press("down", "j", "k")
asyncio.run(main())
"""
    found = modules(code, str(demo.path))
    assert "textual" in found
    assert found.isdisjoint({"sqlmodel", "sqlalchemy", "alembic", "dateparser", "pydantic", "rapidfuzz", "bs4"})


def test_pure_rooms_import_only_the_standard_library():
    found = modules("import planner.cadence.rules, planner.notes.mail_merge, planner.notes.template_files")
    foreign = {name for name in found if name not in sys.stdlib_module_names and not name.startswith("_")}
    assert foreign <= {"planner", "sitecustomize", "usercustomize", "distutils-precedence"}, foreign


def test_who_is_due_is_found_by_index(book):
    """The statement of the daily check walks the index on `opens`, not the table."""
    from planner.book import due
    from planner.book.file import reading

    with reading(book.path) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {due._DUE_UNTIL}", {"until": "2026-11-22"})]
    assert any("ix_follow_up_opens" in line for line in plan), plan
    assert not any(line.startswith("SCAN") for line in plan), plan


def test_what_goes_into_the_wheel_is_there():
    """What the configuration names; tests/test_wheel.py builds the wheel and uses it, and takes its time."""
    root = Path(__file__).parent.parent
    wheel = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert (wheel["packages"], wheel["force-include"]) == (["planner"], {"migrations": "planner/migrations"})
    versions = [path.name.partition("_")[0] for path in sorted((root / "migrations" / "versions").glob("*.py"))]
    assert tuple(versions) == REVISIONS and (root / "migrations" / "env.py").is_file()
    ignored = (root / ".gitignore").read_text().split()
    for pattern in (
        "notes/templates/*/*.txt",
        "cadence/playbooks/*.toml",
        "notes/review/*.json",
        "tui/*.tcss",
        "cli/schemas/*.json",
        "places.gz",
    ):
        found = list((root / "planner").glob(pattern))
        assert found and not any(path.name in ignored for path in found), pattern


def test_nothing_of_this_machine_is_in_the_project():
    root = Path(__file__).parent.parent
    for name in ("requirements.lock", "requirements-test.lock"):
        assert "://" not in (root / name).read_text()
