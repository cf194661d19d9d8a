"""`planner config`: where the configuration lies, what is in force, and whether the file is right."""

import argparse
import os
from dataclasses import fields, replace

from .... import environment
from ....settings import ABOUT, Problem, Settings, line_of, read_settings
from ....text import did_you_mean
from ...output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `config` understands."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True, title="what")
    for name, line in (
        ("path", "print where the file lies, or would"),
        ("show", "print every setting in force, as a file that could stand there"),
        ("check", "name what is wrong in the file, with its line"),
    ):
        kinds.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.", allow_abbrev=False)


def run(options: argparse.Namespace) -> int:
    """Print it; gives 1 when `check` found something wrong."""
    path = environment.settings_file()
    if options.what == "path":
        say(str(path))
        return 0
    found = read_settings(path)
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    of_the_app = _of_the_app(found.settings)
    problems = [*found.problems, *(Problem(line_of(text, key), said) for key, said in of_the_app)]
    if options.what == "show":
        wrong = {key for key, _ in of_the_app}
        usual = {key: value for key, value in found.settings.keys.items() if key not in wrong}
        in_force = replace(found.settings, keys=usual, theme="" if "theme" in wrong else found.settings.theme)
        in_force = in_force if in_force.theme else replace(in_force, theme=Settings().theme)
        found = found._replace(settings=in_force)
        for name in [each.name for each in fields(Settings) if each.name != "keys"]:
            value = getattr(found.settings, name)
            written = (
                str(value).lower() if isinstance(value, bool) else value if isinstance(value, int) else f'"{value}"'
            )
            say(f"{f'{name} = {written}':36} # {ABOUT[name]}")
        say(f"\n# {ABOUT['keys']}\n[keys]")
        for command, keys in found.settings.keymap_in_force().items():
            say(f'"{command}" = "{keys}"')
        return 0
    for problem in sorted(problems):
        say(f"{path}:{problem.line}: {problem.text}")
    if not problems:
        say(f"{path} is right." if os.path.exists(path) else f"{path} does not exist; the usual settings are in force.")  # noqa: PTH110
    return 2 if problems else 0


def _of_the_app(settings: Settings) -> list[tuple[str, str]]:
    """What only the app can tell, with the entry: a theme that does not exist, a key that two commands share."""
    from textual.theme import BUILTIN_THEMES

    from ....own_keys import unusable
    from ....registry import COMMANDS
    from ....themes import OWN_THEMES

    problems = []
    themes = {*BUILTIN_THEMES, *(theme.name for theme in OWN_THEMES)}
    if settings.theme not in themes:
        hint = did_you_mean(settings.theme, sorted(themes), "")
        problems.append(("theme", f"no theme is called {settings.theme!r}; the usual one is used.{hint}"))
    own = settings.keymap_in_force()
    problems += unusable(settings.keys)
    taken: dict[tuple[str, str], str] = {}
    for command in COMMANDS:
        for key in own.get(command.id, command.keys).split(","):
            place_of = "list" if command.group in {"due", "view", "list", "people"} else command.group
            other = taken.setdefault((place_of, key), command.id)
            mine, theirs = (command.id, other) if command.id in settings.keys else (other, command.id)
            if other != command.id and mine in settings.keys:
                problems.append((mine, f"{key!r} of {mine!r} is the key of {theirs!r} already."))
    return problems
