"""A playbook: how many days after which fact each step opens, is due and is late, and for whom it differs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ..dates import WorkingDays
from .terms import PART_RANKS, Channel, Part, Step

NEXT_WORKING_DAY = "next working day"
WORKING_DAYS = "working days"

Value = int | str | bool


class PlaybookError(Exception):
    """A playbook that cannot be used, with the file and what is wrong in it."""

    exit_status = 2


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
    at_most: int | None = None  # nudges in a row without an answer

    def dates(self, counted_from: date, working_days: WorkingDays) -> tuple[date, date, date]:
        """The dates on which a step that follows from that day opens, is due, and is late."""
        if self.working_days:
            opens = working_days.add(counted_from, self.opens)
            return opens, opens + timedelta(days=self.due), opens + timedelta(days=self.late)
        return (
            counted_from + timedelta(days=self.opens),
            counted_from + timedelta(days=self.due),
            counted_from + timedelta(days=self.late),
        )

    def changed(self, values: Mapping[str, Value]) -> "Timing":
        """This timing with some values of a file in place; what is not given keeps its distance to what moves."""
        opens, working_days = _opening(values["opens"]) if "opens" in values else (self.opens, self.working_days)
        if working_days and not self.working_days:  # from now on the later days count from the opening
            due, late = self.due - self.opens, self.late - self.opens
        elif self.working_days and not working_days:
            due, late = opens + self.due, opens + self.late
        else:
            later = 0 if working_days else opens - self.opens
            due, late = self.due + later, self.late + later
        if "due" in values:
            late += int(values["due"]) - due
            due = int(values["due"])
        late = int(values.get("late", late))
        due = max(due, 0 if working_days else opens)
        return replace(
            self,
            opens=opens,
            due=due,
            late=max(late, due),
            working_days=working_days,
            channel=Channel(str(values.get("channel", self.channel.value))),
            alternate=bool(values.get("alternate", self.alternate and "channel" not in values)),
            unpromised=int(values["unpromised"]) if "unpromised" in values else self.unpromised,
            at_most=int(values["at_most"]) if "at_most" in values else self.at_most,
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What a playbook has otherwise for some people: those with a tag, with a part, or one person by name."""

    first_step: Step | None = None
    rest_after: int | None = None
    steps: Mapping[Step, Mapping[str, Value]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Playbook:
    """A named cadence: its timings by step, the first step after a "no", and when a person comes to rest.

    `parts`, `tags` and `people` are what it has otherwise for some; people stand under their name in lower case.
    """

    name: str
    summary: str
    first_step: Step
    rest_after: int
    timings: Mapping[Step, Timing]
    parts: Mapping[Part, Changes] = field(default_factory=dict)
    tags: Mapping[str, Changes] = field(default_factory=dict)
    people: Mapping[str, Changes] = field(default_factory=dict)

    def for_person(self, name: str, tags: Collection[str], parts: Collection[Part]) -> "Playbook":
        """The playbook as it is for one person: what it has for their part, over that for their tags, over that for
        them by name. Of several parts the first in the order of `Part` counts, of several tags the last by letters.
        """
        if not (self.parts or self.tags or self.people):
            return self
        part = min(parts, key=lambda each: PART_RANKS[each], default=None)
        changes = [self.parts[part]] if part is not None and part in self.parts else []
        changes += [self.tags[tag] for tag in sorted(tags) if tag in self.tags]
        changes += [self.people[key] for key in [name.casefold()] if key in self.people]
        playbook = replace(self, parts={}, tags={}, people={}) if changes else self
        for each in changes:
            playbook = playbook.changed(each)
        return playbook

    def changed(self, changes: Changes) -> "Playbook":
        """This playbook with other values."""
        steps = {step: self.timings[step].changed(values) for step, values in changes.steps.items()}
        return replace(
            self,
            first_step=changes.first_step or self.first_step,
            rest_after=changes.rest_after or self.rest_after,
            timings={**self.timings, **steps},
        )


def _opening(value: Value) -> tuple[int, bool]:
    """What `opens` says: a number of days, and whether they are working days."""
    if isinstance(value, str):
        return (1 if value == NEXT_WORKING_DAY else int(value.split()[0])), True
    return int(value), False
