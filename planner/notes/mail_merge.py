"""Facts merged into a template; what is not known becomes a blank that one can see."""

import re
import string
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ..text import did_you_mean
from .template_files import Template, TemplateError, read_template

# What each merge field stands for, and what its blank asks for while the book does not know it.
FIELDS: dict[str, str] = {
    "called": "what they are called",
    "name": "their full name",
    "surname": "their surname",
    "salutation": "Ms., Mr., Dr.",
    "title": "their title",
    "employer": "the employer",
    "position": "the position",
    "their_employer": "where they work now",
    "met_on": "the day you met",
    "met_where": "where you met",
    "last_touch_on": "the day of your last exchange",
    "learned_on": "the day you learned of the no",
    "reason": "the reason they gave",
    "promised": "what you promised",
    "my_name": "your name",
    "my_email": "your private e-mail",
    "my_phone": "your private phone",
    "my_linkedin": "your LinkedIn address",
    "my_skills": "three skills that bear on this",
    "my_new_employer": "where you will work",
}


class Note(NamedTuple):
    """A note's subject and body."""

    subject: str
    body: str


_PATTERN = r"\{(?:(?P<braced>[a-z_]+)\}|(?P<escaped>(?!))|(?P<named>(?!))|(?P<invalid>(?!)))"


class _Fields(string.Template):
    """`{field}` and nothing else: no expressions, no attributes, so a template cannot do anything."""

    # string.Template wants these four groups; the three that can never match switch its own syntax off.
    pattern = _PATTERN  # type: ignore[assignment]
    flags = re.NOFLAG


def merge(template: Template, facts: Mapping[str, str]) -> Note:
    """The template with the facts in place of its fields; a field without a fact becomes a blank that names it."""
    values = _Known(facts)
    return Note(_Fields(template.subject).substitute(values), _Fields(template.body).substitute(values))


def problems_in(path: Path) -> list[str]:
    """What is wrong with a template file, each as `file:line` and a sentence; nothing when it is well.

    A field that the planner does not know does not keep a template from being used: it becomes a blank.
    """
    try:
        template = read_template(path)
    except TemplateError as error:
        return [str(error)]
    problems = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        for name in _Fields(line).get_identifiers():
            if name not in FIELDS:
                hint = did_you_mean(name, FIELDS, written="{{{}}}".format)
                problems.append(f"{path}:{number}: no field is called {{{name}}}.{hint}")
    if not template.body.strip():
        problems.append(f"{path}:{number}: there is no text below the settings.")
    return problems


class _Known(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"[{FIELDS.get(name, name)}]"

    def __init__(self, facts: Mapping[str, str]) -> None:
        # A bracket in a fact, such as an employer's name, is no blank.
        known = {name: value for name, value in facts.items() if value and name in FIELDS}
        super().__init__({name: value.replace("[", "(").replace("]", ")") for name, value in known.items()})
