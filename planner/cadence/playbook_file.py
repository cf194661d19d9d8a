"""Playbooks as files: those that come with the planner, and a user's own, checked with the line of each mistake.

They are TOML that a user can read and change.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ..text import did_you_mean, joined
from ..toml_text import TomlError, line_of, read_toml
from . import fingerprint
from .playbook import NEXT_WORKING_DAY, WORKING_DAYS, Changes, Playbook, PlaybookError, Timing
from .terms import FIRST_STEPS, Channel, Part, Step

FOLDER = Path(fingerprint.FOLDER)
DEFAULT = "default"

_LONGEST = 100_000  # characters of a file
_MOST_DAYS = 3650
_MOST_TIMES = 100
_OF_ALL = ("builds_on", "summary", "first_step", "rest_after", "steps", "parts", "tags", "people")
_OF_SOME = ("first_step", "rest_after", "steps")
_OF_A_STEP = ("opens", "due", "late", "channel", "alternate")
_OF_A_NUDGE = (*_OF_A_STEP, "unpromised", "at_most")
_WORKING = re.compile(rf"({NEXT_WORKING_DAY}|[1-9]\d{{0,3}} {WORKING_DAYS})")


@cache
def built_in(name: str) -> Playbook:
    """The playbook of that name that comes with the planner.

    Raises:
        PlaybookError: there is none of that name, or its file is damaged.
    """
    if name not in names():
        raise PlaybookError(f"There is no playbook called {name!r}. Known: {', '.join(names())}.")
    path = FOLDER / f"{name}.toml"
    return read_playbook(name, path.read_text(encoding="utf-8"), str(path))


def known(name: str, text_of: Callable[[str], str | None]) -> Playbook:
    """The playbook of that name: the user's where `text_of` gives its text, else one that comes with the planner.

    A name or a text that this planner does not know, kept by an older or a newer one, gives the default: nobody may
    fall out of the plan for it.
    """
    text = text_of(name)
    try:
        found = _read(name, text) if text is not None else built_in(name or DEFAULT)
    except PlaybookError:
        return built_in(DEFAULT)
    if len(found.timings) < len(Step):  # one that states everything, from before a step was added
        found = replace(found, timings={**built_in(DEFAULT).timings, **found.timings})
    return found


@cache
def names() -> tuple[str, ...]:
    """The names of the playbooks that come with the planner, the default first."""
    found = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return (DEFAULT, *(name for name in found if name != DEFAULT))


def read_playbook(name: str, text: str, source: str) -> Playbook:
    """The playbook in a text; `source` is the file it came from, for messages.

    Raises:
        PlaybookError: it cannot be used; every mistake stands on a line, as `file:line` and a sentence.
    """
    if len(text) > _LONGEST:
        raise PlaybookError(f"{source}:1: longer than {_LONGEST:,} characters; that is no playbook.")
    try:
        values = read_toml(text)
    except TomlError as error:
        raise PlaybookError(f"{source}:{error.line}: {error.what}.") from error
    reader = _Reader(text, source)
    playbook = reader.playbook(name, values)
    if reader.problems:
        raise PlaybookError("\n".join(text for _, text in sorted(reader.problems)))
    return playbook


@cache
def _read(name: str, text: str) -> Playbook:
    return read_playbook(name, text, name)


class _Reader:
    """Reads the values of a file and notes what is wrong with them, each with its line."""

    def __init__(self, text: str, source: str) -> None:
        self.problems: list[tuple[int, str]] = []
        self._source = source
        self._text = text

    def playbook(self, name: str, values: Mapping[str, Any]) -> Playbook:
        self._known((), values, _OF_ALL)
        base = self._base(name, values)
        changes = self._changes((), values, base)
        if base is None:
            self._needed((), values, ("first_step", "rest_after"))
        summary = values.get("summary", "")
        if not isinstance(summary, str):
            self._wrong(("summary",), "'summary' takes a text in quotes")
        playbook = Playbook(
            name,
            summary if isinstance(summary, str) else "",
            changes.first_step or (base.first_step if base else Step.FIRST_NOTE),
            changes.rest_after or (base.rest_after if base else 0),
            base.changed(changes).timings if base else _whole(changes),
        )
        some: dict[str, dict[str, Changes]] = {}
        for group in ("parts", "tags", "people"):
            some[group] = {}
            for key, each in self._tables((group,), values.get(group, {})):
                if not key.strip():
                    self._wrong((group, key), f"a name is missing, as in [{group}.NAME]")
                if group == "parts" and key not in [*Part]:
                    self._wrong((group, key), f"no part is called {key!r}.{did_you_mean(key, Part)}")
                    continue
                self._known((group, key), each, _OF_SOME)
                some[group][key.casefold()] = self._changes((group, key), each, playbook)
        parts = {Part(key): each for key, each in some["parts"].items()}
        return Playbook(
            playbook.name,
            playbook.summary,
            playbook.first_step,
            playbook.rest_after,
            playbook.timings,
            parts,
            some["tags"],
            some["people"],
        )

    def _base(self, name: str, values: Mapping[str, Any]) -> Playbook | None:
        """The playbook that this one changes; None of the default, which states everything."""
        named = values.get("builds_on", DEFAULT)
        if "builds_on" not in values and name == DEFAULT:
            return None
        if named not in names():
            self._wrong(("builds_on",), f"no playbook is called {named!r}.{did_you_mean(str(named), names())}")
            named = DEFAULT
        return built_in(named)

    def _changes(self, at: tuple[str, ...], values: Mapping[str, Any], base: Playbook | None) -> Changes:
        first, rest = values.get("first_step"), values.get("rest_after")
        if first is not None and first not in [*FIRST_STEPS]:
            self._wrong((*at, "first_step"), '\'first_step\' is "first_note" or "first_call"')
            first = None
        if rest is not None and not self._is_count((*at, "rest_after"), rest):
            rest = None
        steps: dict[Step, Mapping[str, Any]] = {}
        for key, each in self._tables((*at, "steps"), values.get("steps", {})):
            place = (*at, "steps", key)
            if key not in [*Step]:
                self._wrong(place, f"no step is called {key!r}.{did_you_mean(key, Step)}")
                continue
            if not self._is_timing(place, each):
                continue
            # What is for some only may stand over what is for others of them, whose opening is not known here.
            over_others = bool(at) and "opens" not in each
            if over_others or self._is_in_order(place, each, base.timings[Step(key)] if base else None):
                steps[Step(key)] = each
        return Changes(Step(first) if first else None, rest, steps)

    def _is_timing(self, at: tuple[str, ...], values: Mapping[str, Any]) -> bool:
        before = len(self.problems)
        self._known(at, values, _OF_A_NUDGE if at[-1] == Step.NUDGE else _OF_A_STEP)
        for key in ("opens", "due", "late", "unpromised"):
            value = values.get(key, 0)
            if key == "opens" and isinstance(value, str):
                if not _WORKING.fullmatch(value):
                    self._wrong((*at, key), f"'opens' takes a number of days, or a text like \"3 {WORKING_DAYS}\"")
            elif not (_is_number(value) and 0 <= value <= _MOST_DAYS):
                self._wrong((*at, key), f"{key!r} takes a whole number of days from 0 to {_MOST_DAYS}")
        if "at_most" in values:
            self._is_count((*at, "at_most"), values["at_most"])
        if not isinstance(values.get("alternate", True), bool):
            self._wrong((*at, "alternate"), "'alternate' is true or false")
        channel = values.get("channel", Channel.EMAIL)
        if channel not in [*Channel]:
            self._wrong((*at, "channel"), f"no channel is called {channel!r}.{did_you_mean(str(channel), Channel)}")
        return len(self.problems) == before

    def _is_count(self, at: tuple[str, ...], value: object) -> bool:
        is_one = isinstance(value, int) and _is_number(value) and 1 <= value <= _MOST_TIMES
        if not is_one:
            self._wrong(at, f"{at[-1]!r} takes a whole number from 1 to {_MOST_TIMES}")
        return is_one

    def _is_in_order(self, at: tuple[str, ...], values: Mapping[str, Any], base: Timing | None) -> bool:
        """Whether a step opens before it is due, and is due before it is late; what is not given follows the base."""
        if base is None:
            if not self._needed(at, values, ("opens", "due", "late")):
                return False
            base = Timing(0, 0, 0)
        timing = base.changed(values)
        opens = 0 if timing.working_days else timing.opens
        for key, least, what in (("due", opens, "opens"), ("late", timing.due, "is due")):
            if key in values and int(values[key]) < least:
                verb = "would be due" if key == "due" else "would be late"
                self._wrong((*at, key), f"it {verb} on day {values[key]}, before it {what} (day {least})")
                return False
        return True

    def _tables(self, at: tuple[str, ...], values: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
        if not isinstance(values, dict):
            self._wrong(at, f"{at[-1]!r} takes tables, like [{'.'.join(at)}.NAME]")
            return
        for key, each in values.items():
            if isinstance(each, dict):
                yield key, each
            else:
                self._wrong((*at, key), f"{key!r} takes a table, like [{'.'.join(at)}.{key}]")

    def _known(self, at: tuple[str, ...], values: Mapping[str, Any], keys: Iterable[str]) -> None:
        for key in values:
            if key not in keys:
                self._wrong(
                    (*at, key), f"no setting is called {key!r}{' here' if at else ''}.{did_you_mean(key, keys)}"
                )

    def _needed(self, at: tuple[str, ...], values: Mapping[str, Any], keys: Iterable[str]) -> bool:
        missing = [key for key in keys if key not in values]
        if missing:
            self._wrong(at, f"{joined([repr(key) for key in missing])} missing")
        return not missing

    def _wrong(self, at: tuple[str, ...], what: str) -> None:
        line = line_of(self._text, *at)
        self.problems.append((line, f"{self._source}:{line}: {what}{'' if what.endswith(('.', '?')) else '.'}"))


def _whole(changes: Changes) -> dict[Step, Timing]:
    return {step: Timing(0, 0, 0).changed(values) for step, values in changes.steps.items()}


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
