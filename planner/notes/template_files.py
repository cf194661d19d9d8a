"""Templates: text files with a few lines of TOML in front, the planner's own and the user's.

A template names the steps it is for and, in `when` and `unless`, what must and must not be true of the situation for it
to fit. One with a `language` is for those who are written to in it. A file of the user's with the name of one of the
planner's takes its place.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ..cadence.terms import Channel, HowLearned, Part, Reason, Step, family_name
from ..text import clean, did_you_mean, joined
from ..toml_text import TomlError, line_of, read_toml

FOLDER = Path(__file__).parent / "templates"
_FENCE = "+++"
_KEYS = {"title", "language", "steps", "when", "unless", "priority", "channel", "subject"}
LANGUAGE_NAMES = {"en": "English", "de": "German", "es": "Spanish", "fr": "French"}
LANGUAGES = tuple(LANGUAGE_NAMES)
_LONGEST = 100_000  # characters of a file; no note is longer

# What `when` can ask of a situation, and how one would say it.
SITUATIONS: dict[str, str] = {
    HowLearned.TOLD: "they told you",
    HowLearned.HEARD: "you heard it elsewhere",
    Part.HIRING_MANAGER: "it is for the hiring manager",
    Part.HR: "it is for HR",
    Part.RECRUITER: "it is for a recruiter",
    Part.PANEL: "it is for someone on the panel",
    Part.REFERRER: "it is for who referred you",
    Reason.SOMEONE_ELSE: "someone else was chosen",
    Reason.INTERNAL: "an internal candidate was chosen",
    Reason.NOT_FILLED: "the position was not filled",
    Reason.OVERQUALIFIED: "they found you overqualified",
    Reason.SILENCE: "they fell silent",
    Reason.UNKNOWN: "no reason was given",
    "met": "you have met",
    "not_met": "you have never met",
    "moved": "they work elsewhere now",
    "by_first_name": "you are on first-name terms",
    "by_surname": "you address them by surname",
    "warm": "the tone is warm",
    "formal": "the tone is formal",
    "no_address": "no address of theirs is known that works",
    "by_phone": "it is a call",
    "in_writing": "it is written",
    "checking_in": "it is a check-in",
}


class TemplateError(Exception):
    """A template file that cannot be used: `file:line` and what is wrong there."""

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Template:
    """A note to be filled in. `priority` decides between several that fit."""

    name: str
    title: str
    steps: frozenset[Step]
    subject: str
    body: str
    when: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    language: str = ""  # "" for one that serves in any
    priority: int = 0
    channel: Channel | None = None
    path: Path | None = field(default=None, compare=False)

    @property
    def is_built_in(self) -> bool:
        """Whether it is one of the planner's own."""
        return self.path is not None and self.path.parent.parent == FOLDER


class Ranked(NamedTuple):
    """A template for a situation: whether it fits there, and why or why not, in words."""

    template: Template
    fits: bool
    why: str


def load_templates(own: Path | None = None) -> tuple[list[Template], list[str]]:
    """The planner's templates with the user's added and put over them, and what is wrong with files left out."""
    found, problems = dict(_built_in()), []
    for path in template_files(own):
        try:
            found[path.stem] = read_template(path)
        except TemplateError as error:
            problems.append(str(error))
    return list(found.values()), problems


@cache
def _built_in() -> dict[str, Template]:
    """The planner's own templates by name; they do not change while it runs."""
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir())
    return {path.stem: read_template(path) for folder in folders for path in template_files(folder)}


def template_files(folder: Path | None) -> list[Path]:
    """The template files of a folder by name; none when there is no such folder, or it cannot be read."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".txt") if folder is not None else []
    except OSError:
        return []


def read_template(path: Path) -> Template:
    """The template in that file.

    Raises:
        TemplateError: it cannot be read, or its front matter is missing or wrong.
    """
    lines, end = _lines_of(path)
    values = _front_matter(path, lines, end)
    for key in values:
        if key not in _KEYS:
            line = _line_with(lines, key)
            raise TemplateError(f"{path}:{line}: no setting is called {key!r}.{did_you_mean(key, _KEYS)}")
    if "steps" not in values:
        raise TemplateError(f"{path}:2: the setting 'steps' is missing. Known: {', '.join(Step)}.")
    steps = _words(path, lines, values, "steps", [*Step])
    if not steps:
        raise TemplateError(f"{path}:{_line_with(lines, 'steps')}: 'steps' names no step. Known: {', '.join(Step)}.")
    when = _words(path, lines, values, "when", [*SITUATIONS, *Step])
    unless = _words(path, lines, values, "unless", [*SITUATIONS, *Step])
    language = values.get("language", "")
    if language not in {"", *LANGUAGES}:
        line = _line_with(lines, "language")
        raise TemplateError(f"{path}:{line}: 'language' is one of {joined(list(LANGUAGES), 'or')}, or left out.")
    channel = values.get("channel")
    if channel is not None and channel not in [*Channel]:
        line = _line_with(lines, "channel")
        raise TemplateError(f"{path}:{line}: no channel is called {channel!r}.{did_you_mean(str(channel), Channel)}")
    priority = values.get("priority", 0)
    if not isinstance(priority, int):
        raise TemplateError(f"{path}:{_line_with(lines, 'priority')}: 'priority' takes a whole number.")
    return Template(
        name=path.stem,
        title=str(values.get("title") or path.stem),
        steps=frozenset(Step(step) for step in steps),
        subject=str(values.get("subject", "")),
        body="\n".join(lines[end + 1 :]).strip("\n"),
        when=frozenset(when),
        unless=frozenset(unless),
        language=language,
        priority=priority,
        channel=Channel(channel) if channel is not None else None,
        path=path,
    )


def fitting(
    templates: Iterable[Template], step: Step, situation: Collection[str], language: str = "en"
) -> list[Template]:
    """The templates for that step whose every condition holds, the best first."""
    return [each.template for each in ranked(templates, step, situation, language) if each.fits]


def ranked(templates: Iterable[Template], step: Step, situation: Collection[str], language: str = "en") -> list[Ranked]:
    """All templates, each with why it fits or not: those that fit, best first, the step's others, then the rest.

    Where nothing fits in the language, what fits in English does.
    """
    templates = [*templates]
    found = [_rank(template, step, set(situation), language) for template in templates]
    if language != "en" and not any(each.fits for _, each in found):
        found = [_rank(template, step, set(situation), "en") for template in templates]
    return [
        each
        for _, each in sorted(
            found,
            key=lambda pair: (
                pair[0],
                -pair[1].template.priority,
                -len(pair[1].template.when),
                pair[1].template.name,
            ),
        )
    ]


def _rank(template: Template, step: Step, holds: set[str], language: str) -> tuple[int, Ranked]:
    missing = sorted(template.when - holds)
    forbidden = sorted(template.unless & holds)
    if template.language not in {"", language}:
        return 3, Ranked(template, False, f"for those you write to in {LANGUAGE_NAMES[template.language]}")
    if step not in template.steps:
        names = joined(sorted({family_name(each) for each in template.steps}), "or")
        return 2, Ranked(template, False, f"for: {names}")
    if missing:
        return 1, Ranked(template, False, f"for when {joined([SITUATIONS.get(word, word) for word in missing])}")
    if forbidden:
        return 1, Ranked(template, False, f"not for when {joined([SITUATIONS.get(word, word) for word in forbidden])}")
    because = joined([SITUATIONS.get(word, word) for word in sorted(template.when)])
    return 0, Ranked(template, True, f"fits: {because}" if because else "fits any time at this step")


def _lines_of(path: Path) -> tuple[list[str], int]:
    """The lines of a template file, and the number of the one that ends its front matter."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TemplateError(f"{path}:1: cannot be read ({error.strerror}).") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise TemplateError(f"{path}:{line}: this is not UTF-8; save the file with that encoding.") from error
    if len(text) > _LONGEST:
        raise TemplateError(f"{path}:1: longer than {_LONGEST:,} characters; that is no note.")
    lines = clean(text).split("\n")
    fences = [number for number, line in enumerate(lines) if line.strip() == _FENCE]
    if not fences or any(line.strip() for line in lines[: fences[0]]):
        raise TemplateError(f"{path}:1: a template starts with a line {_FENCE}, its settings, and {_FENCE} again.")
    if len(fences) < 2:
        raise TemplateError(f"{path}:{fences[0] + 1}: the settings begin here, and no second line {_FENCE} ends them.")
    return ["" if number <= fences[0] else line for number, line in enumerate(lines)], fences[1]


def _front_matter(path: Path, lines: list[str], end: int) -> dict[str, Any]:
    try:
        return read_toml("\n".join(lines[:end]))
    except TomlError as error:
        raise TemplateError(f"{path}:{min(error.line, end)}: {error.what}.") from error


def _words(path: Path, lines: list[str], values: dict[str, Any], key: str, known: list[str]) -> list[str]:
    """The words that a setting lists.

    Raises:
        TemplateError: it is no list, or one of them is not known.
    """
    said = values.get(key, [])
    line = _line_with(lines, key)
    if not isinstance(said, list) or not all(isinstance(word, str) for word in said):
        raise TemplateError(f'{path}:{line}: {key!r} takes a list of words, like {key} = ["{known[0]}"].')
    for word in said:
        if word not in known:
            quoted = re.compile(rf"[\"']{re.escape(word)}[\"']")
            place = next((number for number, said in enumerate(lines, start=1) if quoted.search(said)), line)
            raise TemplateError(f"{path}:{place}: {key!r} does not know {word!r}.{did_you_mean(word, known)}")
    return said


def _line_with(lines: list[str], key: str) -> int:
    """The line of a setting; 2, where settings begin, when it has none."""
    return line_of("\n".join(lines), key, otherwise=2)
