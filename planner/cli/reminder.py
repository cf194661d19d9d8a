"""The daily reminder of the system: a systemd user timer, or a line of the user's crontab."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from functools import partial
from pathlib import Path

from ..private_files import write_private
from .common import Misuse

NAME = "follow-up-planner"
_MARK = f"# {NAME}"


@dataclass
class Step:
    """One thing to be done, as it is shown before."""

    shown: str
    do: Callable[[], object]
    undo: Callable[[], object] | None = None  # where what follows may fail


@dataclass
class Change:
    """What is to be done, in order, and what to say when it is."""

    done: str
    steps: list[Step] = field(default_factory=list)

    def carry_out(self) -> None:
        """Do all of it, or leave it as it was.

        Raises:
            Misuse: a program of the system did not do its part; the text has its words.
        """
        done: list[Step] = []
        try:
            for step in self.steps:
                step.do()
                done.append(step)
        except (Misuse, OSError):
            for step in reversed(done):
                if step.undo is not None:
                    step.undo()
            raise


def means() -> str:
    """What this system has for it: "systemd" where the user's own runs, else "cron".

    Raises:
        Misuse: neither is there.
    """
    if _works(["systemctl", "--user", "show-environment"]):
        return "systemd"
    if shutil.which("crontab"):
        return "cron"
    raise Misuse("This system has neither systemd for users nor cron. `planner due` in your login script does it too.")


def installation(means: str, at: time, book: str | None) -> Change:
    """What it takes to be reminded each day at that time."""
    if means == "cron":
        line = f"{at.minute} {at.hour} * * * {_for_cron(_command(book))} {_MARK}"
        kept = _crontab()
        return Change(
            f"Cron runs it each day at {at:%H:%M} and mails what it says. `planner remind --remove` ends that.",
            [
                Step(f"To your crontab:\n\n  {line}\n", partial(_write_crontab, [*kept, line])),
            ],
        )
    service, timer = _units()
    texts = {
        service: (
            "[Unit]\nDescription=Who is due for a note\n\n"
            f"[Service]\nType=oneshot\nExecStart={_for_systemd([*_command(book), '--notify'])}\n"
        ),
        timer: (
            "[Unit]\nDescription=Who is due for a note, each day\n\n"
            f"[Timer]\nOnCalendar=*-*-* {at:%H:%M}:00\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
        ),
    }
    return Change(
        f"Your desktop shows it each day at {at:%H:%M}. `planner remind --remove` ends that.",
        [
            *(
                Step(
                    f"To {path}:\n\n{_indented(text)}",
                    partial(_write, path, text),
                    partial(_put_back, path, _text(path)),
                )
                for path, text in texts.items()
            ),
            _systemctl("daemon-reload"),
            _systemctl("enable", "--now", timer.name),
        ],
    )


def removal(only: str | None = None) -> Change:
    """What it takes to be reminded no more, by whichever means it was; no steps where there is no reminder."""
    change = Change("You are no longer reminded. `planner due` answers whenever you ask.")
    if only in {None, "cron"} and shutil.which("crontab"):
        lines = _crontab(all_of_it=True)
        ours = [line for line in lines if line.endswith(_MARK)]
        if ours:
            shown = "\n".join(f"  {line}" for line in ours)
            kept = [line for line in lines if line not in ours]
            change.steps += [Step(f"Out of your crontab:\n\n{shown}\n", partial(_write_crontab, kept))]
    service, timer = _units()
    there = [path for path in (timer, service) if path.exists()]
    if there and only in {None, "systemd"}:
        change.steps += [
            _systemctl("disable", "--now", timer.name),
            *(Step(f"Removes {path}", path.unlink) for path in there),
            _systemctl("daemon-reload"),
        ]
    return change


def _command(book: str | None) -> list[str]:
    return [sys.executable, "-m", "planner", *(["--book", book] if book else []), "remind"]


def _for_cron(command: list[str]) -> str:
    """A command as a line of a crontab has it, where % would end the line."""
    return shlex.join(command).replace("%", "\\%")


def _for_systemd(command: list[str]) -> str:
    """A command as a unit file has it, where %, $, quotes and backslashes have meanings of their own."""
    words = [word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$") for word in command]
    return " ".join(f'"{word}"' for word in words)


def _units() -> tuple[Path, Path]:
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "systemd", "user")
    return folder / f"{NAME}.service", folder / f"{NAME}.timer"


def _write(path: Path, text: str) -> None:
    write_private(path, text.encode())


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _put_back(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink(missing_ok=True)
    else:
        _write(path, text)


def _systemctl(*words: str) -> Step:
    command = ["systemctl", "--user", *words]
    return Step(f"Runs {shlex.join(command)}", partial(_run, command))


def _crontab(*, all_of_it: bool = False) -> list[str]:
    """The lines of the user's crontab, less the planner's own; none when there is no crontab yet.

    Raises:
        Misuse: it cannot be read; then it must not be written either.
    """
    found = _run(["crontab", "-l"], unless="no crontab for")
    return [line for line in found.splitlines() if all_of_it or not line.endswith(_MARK)]


def _write_crontab(lines: list[str]) -> None:
    _run(["crontab", "-"], "".join(f"{line}\n" for line in lines))


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _run(command: list[str], text: str | None = None, *, unless: str = "") -> str:
    """What a program of the system prints; nothing when it fails saying `unless`.

    Raises:
        Misuse: it did not run, or failed; the text has its words.
    """
    try:
        run = subprocess.run(
            command,
            input=text,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",  # a line of somebody else's keeps its bytes
            check=False,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Misuse(f"{command[0]} did not run ({error}).") from error
    if run.returncode and unless and unless in run.stderr:
        return ""
    if run.returncode:
        said = run.stderr.strip().split("\n")[-1]
        raise Misuse(f"`{shlex.join(command)}` failed: {said or f'status {run.returncode}'}.")
    return run.stdout


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.split("\n"))
