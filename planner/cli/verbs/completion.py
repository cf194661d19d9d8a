"""`planner completion SHELL`: what makes a shell complete verbs, options, people and applications."""

import argparse
import os
from pathlib import Path

from ...private_files import write_private
from ...text import folded
from ..common import Misuse, open_reading
from ..output import say

SHELLS = ("bash", "zsh", "fish")
_PEOPLE = {"name", "who"}  # what an argument is called that takes a person
_NOT_PEOPLE = {"add", "playbook", "templates"}  # verbs whose `name` is none of the book
_APPLICATION = "application"
_KINDS = ("people", "applications")
_PREAMBLE = {
    "bash": """
_planner_book() { local IFS=$'\\n'; compgen -W "$(planner completion --words "$1" 2>/dev/null)" -- "$2"; }
_planner_people() { _planner_book people "$1"; }
_planner_applications() { _planner_book applications "$1"; }
""",
    "zsh": """
_planner_people() { compadd -- ${(f)"$(planner completion --words people 2>/dev/null)"} }
_planner_applications() { compadd -- ${(f)"$(planner completion --words applications 2>/dev/null)"} }
""",
    "fish": """
function _planner_people; planner completion --words people 2>/dev/null; end
function _planner_applications; planner completion --words applications 2>/dev/null; end
""",
}
_PLACES = {
    "bash": ("XDG_DATA_HOME", ".local/share", "bash-completion/completions/planner"),
    "zsh": ("XDG_DATA_HOME", ".local/share", "zsh/site-functions/_planner"),
    "fish": ("XDG_CONFIG_HOME", ".config", "fish/completions/planner.fish"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `completion` understands."""
    parser.add_argument("shell", nargs="?", choices=SHELLS, help="which shell; without it, the one in $SHELL")
    parser.add_argument("--install", action="store_true", help="write it to where that shell looks for it")
    parser.add_argument("--words", choices=_KINDS, help="the words for people, or for applications, one per line")


def run(options: argparse.Namespace) -> int:
    """Print the script, install it, or print words of the book."""
    if options.words:
        with open_reading(options) as connection:
            rows = [] if connection is None else connection.execute(_WORDS[options.words]).fetchall()
        for word in _people(rows) if options.words == "people" else [str(number) for (number,) in rows]:
            say(word)
        return 0
    shell = options.shell or Path(os.environ.get("SHELL", "")).name
    if shell not in SHELLS:
        raise Misuse(f"Say which shell: `planner completion {SHELLS[0]}`, {SHELLS[1]} or {SHELLS[2]}.")
    text = script(shell)
    if not options.install:
        say(text.rstrip())
        return 0
    variable, usual, place = _PLACES[shell]
    target = Path(os.environ.get(variable) or Path.home() / usual) / place
    try:
        write_private(target, text.encode())
    except OSError as error:
        raise Misuse(f"{target} cannot be written: {error.strerror or error}.") from None
    more = f" Put fpath+=({target.parent}) before compinit in your .zshrc." if shell == "zsh" else ""
    say(f"{target} is written. It takes effect in the next {shell} you open.{more}")
    return 0


_WORDS = {
    "people": "SELECT name FROM contact WHERE archived_on IS NULL ORDER BY name",
    "applications": "SELECT id FROM application ORDER BY id DESC",
}


def _people(rows: list[tuple[str]]) -> list[str]:
    """A word for each person by which the others are not meant: the first name where it is theirs alone, else more."""
    names = [folded(name).split() for (name,) in rows]
    found = []
    for words in names:
        alone = next((word for word in words if sum(word in other for other in names) == 1), "")
        if alone:
            found.append(alone)
    return sorted({*found})


def script(shell: str) -> str:
    """The script that completes the whole command line in that shell, made from the parsers of all verbs."""
    import shtab

    from .. import whole_parser

    parser = whole_parser()
    verbs = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    for verb, described in verbs.choices.items():
        _mark(described, verb)
    return str(shtab.complete(parser, shell=shell, preamble=_PREAMBLE[shell]))


def _mark(parser: argparse.ArgumentParser, verb: str) -> None:
    """Say of each argument that takes a person or an application of the book that it does."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inside in action.choices.values():
                _mark(inside, verb)
        elif action.option_strings or action.choices:
            continue
        elif action.dest in _PEOPLE and (verb not in _NOT_PEOPLE):
            action.complete = dict.fromkeys(SHELLS, "_planner_people")  # type: ignore[attr-defined]
        elif action.dest == _APPLICATION:
            action.complete = dict.fromkeys(SHELLS, "_planner_applications")  # type: ignore[attr-defined]
