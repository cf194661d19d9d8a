"""The facts that a plan is made from, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from ..dates import MONDAY_TO_FRIDAY, WorkingDays
from .terms import (
    ApplicationState,
    Channel,
    ContactState,
    DecisionKind,
    Direction,
    HowLearned,
    Kind,
    Part,
    Reason,
    Step,
    YearlyHello,
)


@dataclass(frozen=True, slots=True)
class Touch:
    """One touchpoint with the person: what happened, who reached whom, and when (a calendar date of the user's)."""

    kind: Kind
    direction: Direction
    on: date
    at: time | None = None
    channel: Channel | None = None
    application: int | None = None
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """The person's part in one application, and how that application ended.

    `promised_on` is the day by which they said they would decide, `interviewed_on` the day of the latest interview for
    it, whoever held it, and `is_main` whether this person is the one to ask how it stands. `reposted_on` is the day on
    which the job was seen open again after a "no": nothing of the application counts from before it.
    """

    application: int
    position: str
    employer: str
    part: Part
    state: ApplicationState = ApplicationState.RUNNING
    learned_on: date | None = None
    how_learned: HowLearned | None = None
    would_go_back: bool | None = None
    promised_on: date | None = None
    interviewed_on: date | None = None
    is_main: bool = False
    reason: Reason | None = None
    reposted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the user promised the person and has not done yet. `reason` is why it was put off, if it was."""

    what: str
    due: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision of the user about a step of this person: put off, left out, or fixed to a date they asked for.

    `until` is the date of a snooze or a pin; `made_on` the day of the decision.
    """

    kind: DecisionKind
    made_on: date
    step: Step | None = None
    application: int | None = None
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """Everything that decides what one person is owed.

    `open_since` is the day on which a resting or closed person, or the whole search, was taken up again; nothing counts
    from before it. `took_job_on` is the day since which the user has a job, at `new_employer`, and looks for none.
    `working_days` are theirs, as far as the user knows them: on others nobody answers a telephone at work.
    """

    called: str
    touches: Sequence[Touch] = ()
    roles: Sequence[Role] = ()
    choices: Sequence[Choice] = ()
    state: ContactState = ContactState.OPEN
    open_since: date | None = None
    preferred_channel: Channel | None = None
    has_phone: bool = False
    promises: Sequence[Promise] = ()
    took_job_on: date | None = None
    new_employer: str = ""
    working_days: WorkingDays = MONDAY_TO_FRIDAY
    yearly_hello: YearlyHello | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing owed to one person.

    It shows from `opens` on, is best done by `due`, and counts as late after `late`. It holds no today, so it
    never goes stale overnight. `counted_from` is the day of the fact it follows from, `interval` the days from
    there to `opens` as the playbook has it, and `why` one sentence for the user.
    """

    step: Step
    application: int | None
    opens: date
    due: date
    late: date
    counted_from: date
    interval: int
    channel: Channel
    why: str
    part: Part | None = None
