"""A playbook: how many days after which fact each step opens, is due and is late."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from ..dates import add_working_days
from .terms import Channel, Step

FOLDER = Path(__file__).with_name("playbooks")
DEFAULT = "default"


class PlaybookError(Exception):
    """A playbook that cannot be used, with the file and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a step opens, is due and is late, in days after the fact it follows from."""

    opens: int
    due: int
    late: int
    working_days: bool = False  # `opens` counts working days; due and late then count from the opening
    channel: Channel = Channel.EMAIL
    alternate: bool = False  # e-mail and call in turn
    unpromised: int | None = None  # `opens` of a nudge where no date was promised

    def dates(self, counted_from: date) -> tuple[date, date, date]:
        """The dates on which a step that follows from that day opens, is due, and is late."""
        if self.working_days:
            opens = add_working_days(counted_from, self.opens)
            return opens, opens + timedelta(days=self.due), opens + timedelta(days=self.late)
        return (
            counted_from + timedelta(days=self.opens),
            counted_from + timedelta(days=self.due),
            counted_from + timedelta(days=self.late),
        )


@dataclass(frozen=True, slots=True)
class Playbook:
    """A named cadence: its timings by step, the first step after a "no", and when a person comes to rest."""

    name: str
    summary: str
    first_step: Step
    rest_after: int
    timings: Mapping[Step, Timing]


@cache
def built_in(name: str) -> Playbook:
    """The playbook of that name that comes with the planner.

    Raises:
        PlaybookError: there is none of that name, or its file is damaged.
    """
    path = FOLDER / f"{name}.toml"
    if name not in names():
        raise PlaybookError(f"There is no playbook called {name!r}. Known: {', '.join(names())}.")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PlaybookError(f"{path}: {error}") from error
    base = built_in(values["builds_on"]) if "builds_on" in values else None
    timings = dict(base.timings) if base else {}
    for step, timing in values.get("steps", {}).items():
        timings[Step(step)] = _timing(timing)
    return Playbook(
        name=name,
        summary=values["summary"],
        first_step=Step(values["first_step"] if "first_step" in values or base is None else base.first_step),
        rest_after=values["rest_after"] if "rest_after" in values or base is None else base.rest_after,
        timings=timings,
    )


@cache
def names() -> tuple[str, ...]:
    """The names of the playbooks that come with the planner, the default first."""
    found = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return (DEFAULT, *(name for name in found if name != DEFAULT))


def _timing(values: Mapping[str, int | str | bool]) -> Timing:
    working_days = values["opens"] == "next working day"
    return Timing(
        opens=1 if working_days else int(values["opens"]),
        due=int(values["due"]),
        late=int(values["late"]),
        working_days=working_days,
        channel=Channel(str(values.get("channel", Channel.EMAIL.value))),
        alternate=bool(values.get("alternate", False)),
        unpromised=int(values["unpromised"]) if "unpromised" in values else None,
    )
