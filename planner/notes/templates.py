"""Templates: text files with a few lines of TOML in front, the planner's own and the user's.

A template names the steps it is for and, in `when`, what must be true of the situation for it to fit. A file of the
user's with the name of one of the planner's takes its place.
"""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..cadence.terms import Channel, Step

FOLDER = Path(__file__).parent / "templates"
_FENCE = "+++"
_KEYS = {"title", "steps", "when", "priority", "channel", "subject"}


class TemplateError(Exception):
    """A template file that cannot be used: `file:line` and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Template:
    """A note to be filled in. `priority` decides between several that fit."""

    name: str
    title: str
    steps: frozenset[Step]
    subject: str
    body: str
    when: frozenset[str] = frozenset()
    priority: int = 0
    channel: Channel | None = None
    path: Path | None = field(default=None, compare=False)


def load_templates(own: Path | None = None) -> tuple[list[Template], list[str]]:
    """The planner's templates with the user's added and put over them, and what is wrong with files left out."""
    found: dict[str, Template] = {}
    problems: list[str] = []
    for folder in (FOLDER, own):
        if folder is None or not folder.is_dir():
            continue
        for path in sorted(folder.glob("*.txt")):
            try:
                found[path.stem] = read_template(path)
            except TemplateError as error:
                problems.append(str(error))
    return list(found.values()), problems


def read_template(path: Path) -> Template:
    """The template in that file.

    Raises:
        TemplateError: it cannot be read, or its front matter is missing or wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path}:1: cannot be read ({error}).") from error
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines or lines[0].strip() != _FENCE or _FENCE not in (line.strip() for line in lines[1:]):
        raise TemplateError(f"{path}:1: a template starts with a line {_FENCE}, its settings, and {_FENCE} again.")
    end = next(number for number, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE)
    try:
        values = tomllib.loads("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{path}:2: {error}.") from error
    unknown = set(values) - _KEYS
    if unknown:
        raise TemplateError(
            f"{path}:2: no setting is called {sorted(unknown)[0]!r}; known: {', '.join(sorted(_KEYS))}."
        )
    try:
        return Template(
            name=path.stem,
            title=str(values.get("title") or path.stem),
            steps=frozenset(Step(step) for step in values["steps"]),
            subject=str(values.get("subject", "")),
            body="\n".join(lines[end + 1 :]).strip("\n"),
            when=frozenset(map(str, values.get("when", ()))),
            priority=int(values.get("priority", 0)),
            channel=Channel(values["channel"]) if "channel" in values else None,
            path=path,
        )
    except KeyError as error:
        raise TemplateError(f"{path}:2: the setting {error} is missing.") from error
    except (TypeError, ValueError) as error:
        raise TemplateError(f"{path}:2: {error}.") from error


def fitting(templates: Iterable[Template], step: Step, situation: Collection[str]) -> list[Template]:
    """The templates for that step whose every condition holds, the best first."""
    holds = set(situation)
    found = [template for template in templates if step in template.steps and template.when <= holds]
    return sorted(found, key=lambda template: (-template.priority, -len(template.when), template.name))
