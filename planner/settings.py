"""The user's settings: a small TOML file that may well not exist.

send_command = "msmtp -t"     # takes a whole message on its input and sends it
mail_command = "neomutt"      # opens a mailto: link; empty: what the system uses for mail
mail_in_terminal = true       # the mail program takes over this terminal while it runs
words_per_minute = 150        # how fast you read a call script aloud
"""

import shlex
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

_SLOWEST, _FASTEST = 60, 300  # words a minute


class SettingsError(Exception):
    """A settings file that cannot be used: `file:line` and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user can set. Commands are split like in a shell; none runs in one."""

    send_command: str = ""
    mail_command: str = ""
    mail_in_terminal: bool = False
    words_per_minute: int = 150


def read_settings(path: Path) -> Settings:
    """The settings in that file; the usual ones when there is none.

    Raises:
        SettingsError: it cannot be read, or a setting in it is not one.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}:1: cannot be read ({error}). The usual settings are used.") from error
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # beside its own errors, what absurd numbers and nestings raise
        line = _number_in(str(error)) or 1
        what = str(error).partition(" (at ")[0]
        raise SettingsError(f"{path}:{line}: {what}. The usual settings are used.") from error
    known = {each.name: type(each.default) for each in fields(Settings)}
    for key, value in values.items():
        line = next((n for n, each in enumerate(text.split("\n"), start=1) if each.lstrip().startswith(key)), 1)
        problem = _problem(key, value, known)
        if problem:
            raise SettingsError(f"{path}:{line}: {problem} The usual settings are used.")
        values[key] = value.strip() if isinstance(value, str) else value
    return Settings(**values)


def _problem(key: str, value: Any, known: dict[str, Any]) -> str:  # noqa: ANN401 - whatever TOML holds
    if key not in known:
        near = get_close_matches(key, known, 1)
        return f"no setting is called {key!r}." + (
            f" Did you mean {near[0]!r}?" if near else f" Known: {', '.join(known)}."
        )
    if type(value) is not known[key]:
        kind = {str: "a text in quotes", bool: "true or false", int: "a whole number"}[known[key]]
        return f"{key!r} takes {kind}."
    if key == "words_per_minute" and not _SLOWEST <= value <= _FASTEST:
        return f"{key!r} goes from {_SLOWEST} to {_FASTEST}."
    if key.endswith("_command"):
        try:
            shlex.split(value)
        except ValueError as error:
            return f"{key!r} cannot be split into words ({str(error).lower()})."
    return ""


def _number_in(said: str) -> int | None:
    """The line that tomllib names in its message."""
    _, found, rest = said.partition("at line ")
    digits = rest.split(",")[0] if found else ""
    return int(digits) if digits.isdigit() else None
