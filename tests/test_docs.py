"""The pages in docs/ are true: every command runs, every recipe does what it says, every setting is one."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from planner import environment
from planner.cadence.playbook_file import read_playbook
from planner.cadence.terms import Step
from planner.cli import run
from planner.cli.due_record import _FIELDS
from tests.end_to_end.terminal import Terminal
from tests.ready_books import ReadyBooks

DOCS = Path(__file__).parent.parent / "docs"
DAILY, PLAYBOOKS = ((DOCS / name).read_text() for name in ("daily-check.md", "playbooks.md"))


def blocks(page: str, language: str = "") -> list[str]:
    """The blocks of a page in that language."""
    return [
        text
        for named, text in re.findall(r"^```(\w*)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
        if named == language
    ]


@pytest.fixture
def demo(ready_books: ReadyBooks, path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The small book as the user's, and `planner` on the path; gives the folder of that program."""
    ready_books.small(path)
    monkeypatch.setenv("PLANNER_BOOK", str(path))
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "planner").write_text(f'#!/bin/sh\nexec {sys.executable} -m planner "$@"\n')
    (folder / "planner").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(DOCS.parent))
    monkeypatch.chdir(tmp_path)
    return folder


def shell(command: str, **more: str) -> str:
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env={**os.environ, **more}, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_commands_of_the_daily_check_run(demo: Path, tmp_path: Path):
    (demo / "crontab").write_text("#!/bin/sh\ncat > /dev/null\n")
    (demo / "crontab").chmod(0o755)
    for block in blocks(DAILY):
        for line in block.strip().splitlines():
            shell(line.replace("--install", "--install --yes --with cron"))
    assert (tmp_path / "follow-ups.ics").read_text().startswith("BEGIN:VCALENDAR")


def test_every_field_and_option_is_named():
    named = set(re.findall(r"`(--[a-z-]+|[a-z_]+)[` ]", DAILY))
    assert set(_FIELDS) <= named
    assert {"--within", "--all", "--count", "--exit-code", "--format", "--json", "--ics", "--schema"} <= named


def test_the_login_recipe(demo: Path, home: Path):
    [recipe] = blocks(DAILY, "sh")
    (home / ".profile").write_text(f"PATH={demo}:$PATH\n{recipe}")
    done = subprocess.run(["bash", "--login", "-c", "true"], capture_output=True, text=True, env=dict(os.environ))
    assert "Miriam Okafor" in done.stdout and "next: " in done.stdout


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_the_tmux_recipe(demo: Path, tmp_path: Path):
    [recipe] = blocks(DAILY, "tmux")
    (tmp_path / "tmux.conf").write_text(recipe)
    tmux = ["tmux", "-S", str(tmp_path / "socket"), "-f", str(tmp_path / "tmux.conf")]
    screen = Terminal([*tmux, "new-session", "sh"], {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"})
    try:
        screen.wait_for("5 due")
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)
        screen.end()


def test_the_starship_recipe(demo: Path):
    [recipe] = [block for block in blocks(DAILY, "toml") if "[custom" in block]
    custom = tomllib.loads(recipe)["custom"]["planner"]
    assert shell(custom["when"]) == "" and shell(custom["command"]).strip() == "5"
    assert (
        subprocess.run(["sh", "-c", custom["when"]], env={**os.environ, "PLANNER_BOOK": "none.sqlite"}).returncode != 0
    )


def test_the_crontab_recipe(demo: Path):
    [recipe] = blocks(DAILY, "crontab")
    [line] = [line for line in recipe.splitlines() if "planner" in line]
    *times, command = line.split(None, 5)
    assert times == ["30", "8", "*", "*", "1-5"] and shell(command).startswith("5 due: ")


def test_the_timer_recipe(demo: Path, tmp_path: Path):
    service, timer = blocks(DAILY, "ini")
    for name, text in (("planner.service", service), ("planner.timer", timer)):
        (tmp_path / name).write_text(text)
    (demo / "notify-send").write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/shown\n')
    (demo / "notify-send").chmod(0o755)
    [start] = [line for line in service.splitlines() if line.startswith("ExecStart=")]
    # systemd reads a $ in a unit only before a name; `$(` and `"$due"` reach the shell as they stand.
    subprocess.run(shlex.split(start.removeprefix("ExecStart=")), check=True)
    assert (tmp_path / "shown").read_text().startswith("Follow-ups 5 due: ")
    if shutil.which("systemd-analyze"):
        command = [
            "systemd-analyze",
            "verify",
            "--user",
            str(tmp_path / "planner.service"),
            str(tmp_path / "planner.timer"),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
        )
        assert done.returncode == 0, done.stderr


def test_the_commands_of_the_playbooks_run_in_order(demo: Path, capsys: pytest.CaptureFixture[str]):
    for block in blocks(PLAYBOOKS):
        for line in block.strip().splitlines():
            assert run(shlex.split(line)[1:]) == 0, line
    out = capsys.readouterr().out
    assert "Playbook mine in force." in out and "Undone: playbook mine in force." in out
    assert run(shlex.split("playbook use call-first --for dana")) == 0


def test_the_playbook_of_the_page_is_well():
    [text] = blocks(PLAYBOOKS, "toml")
    playbook = read_playbook("mine", text, "mine.toml")
    assert playbook.rest_after == 4 and playbook.timings[Step.CHECK_IN_2].working_days
    assert set(playbook.people) == {"dana whitfield"}
    assert {f"`{step}`" for step in Step} <= set(re.findall(r"`[a-z_0-9]+`", PLAYBOOKS))
    assert (
        str(environment.playbooks_folder()).endswith(".config/follow-up-planner/playbooks") or sys.platform != "linux"
    )
