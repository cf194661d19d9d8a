"""`planner templates`: the note templates, the planner's and the user's own."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from ... import environment
from ...cadence.terms import STEP_NAMES, Step
from ...notes.mail_merge import FIELDS, problems_in
from ...notes.template_files import SITUATIONS, Template, load_templates, template_files
from ...private_files import write_private
from ...text import joined
from ..common import Misuse
from ..output import say

_NEW = """\
+++
title = "{title}"
steps = {steps}
subject = "Thank you, {{called}}"
+++
Dear {{called}},

[what you want to say]

Kind regards,
{{my_name}}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `templates` understands."""
    parser.add_argument("what", nargs="?", choices=("list", "new", "edit", "check"), default="list")
    parser.add_argument("name", nargs="?", help="the template's name; for check, a file works too")
    parser.add_argument("--from", dest="origin", metavar="TEMPLATE", help="new: begin with a copy of that template")
    parser.epilog = (
        "A template is a text with settings between two lines +++. "
        f"Fields: {', '.join(f'{{{each}}}' for each in FIELDS)}. "
        f"Steps: {', '.join(Step)}. `when` takes: {', '.join(SITUATIONS)}."
    )


def run(options: argparse.Namespace) -> int:
    """List, begin, edit or check templates."""
    folder = environment.templates_folder()
    if options.what == "check":
        return _check(folder, options.name)
    if options.what == "list":
        return _list(folder)
    if not options.name:
        raise Misuse(f"`planner templates {options.what}` needs a name, like first-note-mine.")
    if options.what == "new":
        return _new(folder, options.name, options.origin)
    return _edit(folder, options.name)


def _list(folder: Path) -> int:
    templates, problems = load_templates(folder)
    width = max(len(template.name) for template in templates)
    for template in sorted(templates, key=lambda each: (_first_step(each), -each.priority, each.name)):
        own = " (yours)" if template.path is not None and template.path.parent == folder else ""
        when = (
            f", when {joined([SITUATIONS.get(word, word) for word in sorted(template.when)])}" if template.when else ""
        )
        steps = joined(sorted({STEP_NAMES[step] for step in template.steps}), "or")
        say(f"{template.name:{width}}  {template.title}{own}")
        say(f"{'':{width}}    {steps}{when}")
    say()
    say(f"Your own go into {folder}. `planner templates new NAME --from TEMPLATE` begins one.")
    for problem in problems:
        say(f"Left out: {problem}", to=sys.stderr)
    return 2 if problems else 0


def _check(folder: Path, named: str | None) -> int:
    paths = [_named(folder, named)] if named else template_files(folder)
    if not paths:
        say(f"There are no templates of your own in {folder} yet.")
        return 0
    problems = [problem for path in paths for problem in problems_in(path)]
    for problem in problems:
        say(problem)
    if not problems:
        say("No problems found.")
    return 2 if problems else 0


def _new(folder: Path, name: str, origin: str | None) -> int:
    path = _file(folder, name)
    if path.exists():
        raise Misuse(f"{path} is there already; `planner templates edit {name}` opens it.")
    if origin is not None:
        text = _template(folder, origin).read_text(encoding="utf-8")
    else:
        text = _NEW.format(title=name.replace("-", " ").capitalize(), steps=f'["{Step.FIRST_NOTE}"]')
    write_private(path, text.encode())
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        say(f"Made {path}. `planner templates check {name}` looks it over.")
        return 0
    return _edit(folder, name)


def _edit(folder: Path, name: str) -> int:
    path = _file(folder, name)
    if not path.exists():
        built_in = any(template.name == name for template in load_templates()[0])
        hint = f"`planner templates new {name} --from {name}` begins yours from the planner's." if built_in else ""
        raise Misuse(f"There is no template {name!r} of your own. {hint}".rstrip())
    from ...tui.system.external_editor import editor_command

    command = editor_command(os.environ)
    status = subprocess.run([*command, str(path)], check=False).returncode
    if status:
        say(f"{command[0]} ended with status {status}.", to=sys.stderr)
    return _check(folder, name)


def _named(folder: Path, named: str) -> Path:
    """The file that a name or a path means."""
    path = Path(named)
    if path.is_file():
        return path
    return _template(folder, named)


def _template(folder: Path, name: str) -> Path:
    """The file of a template: the user's, also a broken one, else the planner's."""
    own = _file(folder, name)
    if own.is_file():
        return own
    for template in load_templates()[0]:
        if template.name == name and template.path is not None:
            return template.path
    raise Misuse(f"There is no template {name!r}. `planner templates` lists them.")


def _file(folder: Path, name: str) -> Path:
    stem = name.removesuffix(".txt")
    if not stem or not all(letter.isalnum() or letter in "-_" for letter in stem):
        raise Misuse(f"{name!r} cannot be a template's name; use letters, digits and hyphens.")
    return folder / f"{stem}.txt"


def _first_step(template: Template) -> int:
    return min([*Step].index(step) for step in template.steps)
