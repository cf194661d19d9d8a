"""The user's configuration: a small TOML file that may well not exist. `planner config show` explains it.

A wrong entry is named, with its line, and left out; the others count.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from . import toml_text
from .locale_habits import date_format, first_weekday, language
from .registry import BY_ID, PRESETS, VIEWS
from .text import did_you_mean, joined
from .toml_text import TomlError, read_toml

_SLOWEST, _FASTEST = 60, 300  # words a minute
_MOST_BACKUPS = 1_000_000  # megabytes
WEEKDAYS = ("monday", "sunday", "saturday")
_CHOICES: dict[str, tuple[str, ...]] = {
    "keymap": tuple(PRESETS),
    "date_format": ("day first", "month first", "iso"),
    "first_weekday": WEEKDAYS,
    "density": ("normal", "compact"),
    "start_view": VIEWS,
    "address": ("first", "formal"),
    "language": ("en-US", "en-GB", "de", "es", "fr"),
    "tone": ("warm", "formal"),
}


class Problem(NamedTuple):
    """An entry that was left out: the line it stands in, and why."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user can set, each with its comment in `ABOUT`. Commands are split like in a shell; none runs in one."""

    theme: str = "planner-dark"
    keymap: str = "usual"
    date_format: str = ""
    first_weekday: str = ""
    density: str = "normal"
    start_view: str = "due"
    editor: str = ""
    send_command: str = ""
    assist_command: str = ""
    mail_command: str = ""
    mail_in_terminal: bool = False
    words_per_minute: int = 150
    backup_limit: int = 200
    address: str = "first"
    language: str = ""
    tone: str = "warm"
    sync_folder: str = ""
    device_name: str = ""
    calendar_file: str = ""
    calendar_todo: bool = False
    contacts_folder: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def backup_bytes(self) -> int:
        """How many bytes all backups may take together."""
        return self.backup_limit * 1_000_000

    @property
    def sync_path(self) -> Path | None:
        """The folder for other machines; None without any."""
        return Path(self.sync_folder).expanduser() if self.sync_folder else None

    @property
    def calendar_path(self) -> Path | None:
        """The calendar file to keep; None without any."""
        return Path(self.calendar_file).expanduser() if self.calendar_file else None

    @property
    def contacts_path(self) -> Path | None:
        """The folder of vCards to keep in step; None without any."""
        return Path(self.contacts_folder).expanduser() if self.contacts_folder else None

    @property
    def first_day(self) -> int:
        """The day on which a week begins; 0 is Monday, as in `date.weekday`."""
        return {"sunday": 6, "saturday": 5}.get(self.first_weekday, 0)

    def keymap_in_force(self) -> dict[str, str]:
        """The keys that differ from the usual ones, by the command's id: the preset's, then the user's own."""
        return {**PRESETS[self.keymap], **self.keys}


ABOUT: dict[str, str] = {
    "theme": "colours; ctrl+p and Theme shows all of them",
    "keymap": "usual, vim (more of vim's keys), plain (arrows, no letters for moving) or earlier (ctrl+y copies)",
    "date_format": "day first (2 Dec), month first (Dec 2) or iso (2026-12-02); empty: as your locale has it",
    "first_weekday": "monday, sunday or saturday; empty: as your locale has it",
    "density": "normal, or compact for more lines on a small screen",
    "start_view": joined([*VIEWS], "or"),
    "editor": "for ctrl+e; empty: $VISUAL or $EDITOR",
    "send_command": "takes a whole message on its input and sends it, as msmtp -t",
    "assist_command": "takes a note with its facts as JSON on its input, and prints a better one; `docs/assist.md`",
    "mail_command": "opens a mailto: link; empty: what the system uses for mail",
    "mail_in_terminal": "whether the mail program takes over this terminal while it runs",
    "address": "first (Dear Jane) or formal (Dear Dr. Smith) until first names were exchanged",
    "language": "of notes: en-US, en-GB, de, es or fr; empty: American or British English, as your locale has it",
    "tone": "of notes: warm, or formal (no contractions)",
    "words_per_minute": "how fast you read a call script aloud",
    "backup_limit": "how many megabytes the backups of a book may take; the newest three stay in any case",
    "sync_folder": "a synced folder that shares your book with your other machines; `docs/several-machines.md`",
    "device_name": "what this machine is called there; empty: its host name",
    "calendar_file": "a calendar file (.ics) that is kept up to date after every change",
    "calendar_todo": "whether that file has to-dos instead of events",
    "contacts_folder": "a folder of vCards that is kept in step with your people, for vdirsyncer",
    "keys": 'a table: the id of a command and its keys, as "due.log" = "L"; `docs/keys.md` has the ids',
}


class Read(NamedTuple):
    """The configuration as it was read, and what in it could not be."""

    settings: Settings
    problems: tuple[Problem, ...] = ()


def read_settings(path: Path, environment: Mapping[str, str] = os.environ) -> Read:
    """The configuration in that file; the usual one when there is none. What a locale decides is filled in."""
    usual = for_locale(environment)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Read(usual)
    except (OSError, UnicodeDecodeError) as error:
        return Read(usual, (Problem(1, f"it cannot be read ({error}); the usual settings are used."),))
    try:
        values = read_toml(text)
    except TomlError as error:
        return Read(usual, (Problem(error.line, f"{error.what}; the usual settings are used."),))
    taken: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in values.items():
        if key == "keys" and isinstance(value, dict):
            taken["keys"], wrong = _own_keys(value, text)
            problems += wrong
            continue
        problem = _problem(key, value)
        if problem:
            problems.append(Problem(line_of(text, key), problem))
        elif value != "":
            taken[key] = value.strip() if isinstance(value, str) else value
    return Read(replace(usual, **taken), tuple(sorted(problems)))


def for_locale(environment: Mapping[str, str]) -> Settings:
    """The usual configuration, with the date format, the first weekday and the English of the locale."""
    return Settings(
        first_weekday=first_weekday(environment), date_format=date_format(environment), language=language(environment)
    )


def with_theme(text: str, theme: str) -> str:
    """The text of a configuration with another theme in it; every other line stays as the user wrote it."""
    lines = text.split("\n")
    entry = f'theme = "{theme}"'
    top = next((number for number, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    for number, line in enumerate(lines[:top]):
        if line.partition("=")[0].strip() == "theme" and "=" in line:
            _, comment, said = line.partition("#")
            lines[number] = f"{entry}  #{said}" if comment else entry
            return "\n".join(lines)
    return "\n".join([entry, *lines])


def _own_keys(values: Mapping[str, Any], text: str) -> tuple[dict[str, str], list[Problem]]:
    taken: dict[str, str] = {}
    problems: list[Problem] = []
    for command, keys in values.items():
        line = line_of(text, command)
        if command not in BY_ID:
            hint = did_you_mean(command, BY_ID, " `docs/keys.md` has them all.")
            problems.append(Problem(line, f"no command is called {command!r}.{hint}"))
        elif not isinstance(keys, str) or not keys.strip():
            problems.append(Problem(line, f'{command!r} takes keys in quotes, separated by commas, as "L,ctrl+l".'))
        else:
            taken[command] = ",".join(key.strip() for key in keys.split(",") if key.strip())
    return taken, problems


def _problem(key: str, value: Any) -> str:  # noqa: ANN401 - whatever TOML holds
    known: dict[str, Any] = {each.name: type(each.default) for each in fields(Settings) if each.name != "keys"}
    if key not in known:
        return f"no setting is called {key!r}.{did_you_mean(key, ABOUT)}"
    if type(value) is not known[key]:
        kind = {str: "a text in quotes", bool: "true or false", int: "a whole number"}[known[key]]
        return f"{key!r} takes {kind}."
    if key in _CHOICES and value and value not in _CHOICES[key]:
        return f"{key!r} is one of {joined(list(_CHOICES[key]), 'or')}.{did_you_mean(value, _CHOICES[key], '')}"
    if key == "words_per_minute" and not _SLOWEST <= value <= _FASTEST:
        return f"{key!r} goes from {_SLOWEST} to {_FASTEST}."
    if key == "backup_limit" and not 1 <= value <= _MOST_BACKUPS:
        return f"{key!r} goes from 1 to {_MOST_BACKUPS:,} megabytes."
    if key.endswith("_command") or key == "editor":
        import shlex

        try:
            shlex.split(value)
        except ValueError as error:
            return f"{key!r} cannot be split into words ({str(error).lower()})."
    return ""


def line_of(text: str, key: str) -> int:
    """The line in which a setting, or the key of a command by its id, stands; 1 when it does not."""
    key = key.strip('"')
    return toml_text.line_of(text, key, otherwise=0) or toml_text.line_of(text, "keys", key)
