"""Histories written as a person would tell them, for the tables of the rules.

`"0 no; 1 wrote first_note; 40 they wrote"` is a history; the numbers are days after Monday 2 November 2026.
"""

from datetime import date, time, timedelta

from planner.cadence.history import Choice, FollowUp, History, Promise, Role, Touch
from planner.cadence.terms import (
    ApplicationState,
    Channel,
    ContactState,
    DecisionKind,
    Direction,
    HowLearned,
    Kind,
    Part,
    Step,
)
from planner.dates import WorkingDays

MONDAY = date(2026, 11, 2)
CHRISTMAS = "53 holiday; 54 holiday; 60 holiday"  # Friday 25 and Saturday 26 December 2026, Friday 1 January 2027

_TOUCHES = {
    "wrote": (Kind.MESSAGE, Direction.OUT, Channel.EMAIL),
    "called": (Kind.CALL, Direction.OUT, Channel.PHONE),
    "voicemail": (Kind.VOICEMAIL, Direction.OUT, Channel.PHONE),
    "no-answer": (Kind.NO_ANSWER, Direction.OUT, Channel.PHONE),
    "met": (Kind.MEETING, Direction.BOTH, Channel.IN_PERSON),
    "interview": (Kind.INTERVIEW, Direction.BOTH, Channel.VIDEO),
    "they-wrote": (Kind.MESSAGE, Direction.IN, Channel.EMAIL),
    "they-called": (Kind.CALL, Direction.IN, Channel.PHONE),
    "they-invited": (Kind.INVITATION, Direction.IN, Channel.EMAIL),
    "moved": (Kind.MOVED, Direction.BOTH, None),
    "they-said-no": (Kind.REJECTION, Direction.IN, Channel.EMAIL),
}


_OF_AN_APPLICATION = {Step.FIRST_NOTE, Step.FIRST_CALL, Step.THANK_YOU, Step.NUDGE}


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def history(told: str, part: Part = Part.HIRING_MANAGER, *, main: bool = False, **more: object) -> History:
    """The history that a text tells. `no` and `no-B` end the applications A and B; A always exists."""
    touches: list[Touch] = []
    choices: list[Choice] = []
    ended: dict[str, date] = {}
    would_go_back: dict[str, bool] = {}
    names = ["A"]
    state, open_since = ContactState.OPEN, None
    promised_on: date | None = None
    promises: list[Promise] = []
    holidays: set[date] = set()
    for event in (piece.split() for piece in told.split(";") if piece.strip()):
        on, what, *rest = day(int(event[0])), event[1], *event[2:]
        if what.startswith("no") and what in {"no", "no-B"}:
            name = "B" if what == "no-B" else "A"
            ended[name] = on
            names += [name] if name not in names else []
            if rest == ["never-again"]:
                would_go_back[name] = False
        elif what in _TOUCHES:
            kind, direction, channel = _TOUCHES[what]
            at = next((time.fromisoformat(word) for word in rest if ":" in word), None)
            step = next((Step(word) for word in rest if ":" not in word and word not in {"A", "B"}), None)
            application = 1 if kind is Kind.INTERVIEW or "A" in rest else 2 if "B" in rest else None
            touches.append(Touch(kind, direction, on, at, channel, application, step))
        elif what == "holiday":
            holidays.add(on)
        elif what == "took-job":
            more["took_job_on"] = on
        elif what == "decision-by":
            promised_on = day(int(rest[0]))
        elif what == "promised":
            promises.append(Promise(" ".join(rest[1:]) or "an article", day(int(rest[0]))))
        elif what in {"snooze", "pin"}:
            until, *words = rest
            step = Step(words[0]) if words else Step.ASKED
            application = 1 if step in _OF_AN_APPLICATION else None
            choices.append(Choice(DecisionKind(what), on, step, application, day(int(until))))
        elif what == "skip":
            step = Step(rest[0])
            application = 1 if step in _OF_AN_APPLICATION else None
            choices.append(Choice(DecisionKind.SKIP, on, step, application))
        elif what in {"close", "rest"}:
            state = ContactState.CLOSED if what == "close" else ContactState.RESTING
        elif what == "wake":
            state, open_since = ContactState.OPEN, on
        else:
            raise ValueError(f"{what!r} is no event of a history")
    roles = [
        Role(
            application=1 if name == "A" else 2,
            position="Data Engineer",
            employer="Calder & Rowe" if name == "A" else "Harbour",
            part=part,
            state=ApplicationState.REJECTED if name in ended else ApplicationState.RUNNING,
            learned_on=ended.get(name),
            how_learned=HowLearned.TOLD if name in ended else None,
            would_go_back=would_go_back.get(name),
            promised_on=promised_on,
            interviewed_on=max((t.on for t in touches if t.kind is Kind.INTERVIEW), default=None),
            is_main=main and name == "A",
        )
        for name in names
    ]
    more["promises"] = promises
    if holidays:
        more["working_days"] = WorkingDays(holidays=holidays)
    return History("Dana", touches, roles, choices, state, open_since, **more)  # type: ignore[arg-type]


def in_words(plan: list[FollowUp]) -> str:
    """A plan as the tables write it: step, then the days on which it opens, is due, and is late."""
    return "; ".join(
        f"{item.step} {(item.opens - MONDAY).days} {(item.due - MONDAY).days} {(item.late - MONDAY).days}"
        for item in plan
    )
