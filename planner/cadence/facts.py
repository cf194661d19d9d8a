"""The history of one person, sorted, with what several rules ask for worked out once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from .history import Choice, History, Role, Touch
from .playbook import Playbook
from .terms import CHECK_INS, FIRST_STEPS, DecisionKind, Direction, Kind, Step
from .touches import TOUCH_KINDS

# What a note can be marked as without counting as a check-in.
_NO_CHECK_INS = {Step.REPLY, Step.THANK_YOU, Step.NUDGE, Step.GOOD_NEWS, Step.REPOST, Step.HELLO, *FIRST_STEPS}
# An unmarked note this many days after the one before it is a check-in of its own, not the same one continued.
_NEW_CHECK_IN_DAYS = 14


@dataclass(slots=True)
class Facts:
    """The history of one person, sorted and with what several rules ask for worked out once."""

    called: str
    playbook: Playbook
    touches: list[Touch]
    roles: list[Role]
    choices: list[Choice]
    history: History
    clock: date  # check-ins count from here: the last touch, or the last skip or return if that is later
    since: str  # what happened on that day, in words
    check_ins: int  # how many check-ins after the first note were made or skipped
    unanswered: int  # how many of those made, in a row up to now, had no answer
    last_unanswered: date  # the day of the last of these

    def __init__(self, history: History, playbook: Playbook) -> None:
        self.called = history.called
        self.playbook = playbook
        self.history = history
        self.touches = sorted(history.touches, key=_when)
        # Where the user would not want to be considered again, nothing is written (Joyce; domain, section 1).
        self.roles = sorted(
            (role for role in history.roles if role.would_go_back is not False),
            key=lambda role: (role.learned_on or date.max, role.application),
        )
        self.choices = sorted(history.choices, key=lambda c: (c.made_on, c.kind, c.step or "", c.until or date.min))
        touched = max((touch.on for touch in self.touches if _reached(touch)), default=date.min)
        skipped = [choice.made_on for choice in self.choices if choice.kind is DecisionKind.SKIP]
        returned = history.open_since or date.min
        self.clock = max(touched, returned, *skipped)
        who = history.called
        self.since = f"your last touch with {who}" if touched == self.clock else f"you skipped a step with {who}"
        if returned == self.clock > touched:
            self.since = f"you took {who} up again"
        self._count_check_ins()

    def first_done_on(self, role: Role) -> date | None:
        """The day on which the first note or call after this role's "no" was made or skipped; None while it is owed."""
        learned = role.learned_on
        if learned is None:
            return None
        if self.history.open_since is not None and learned < self.history.open_since:
            return self.history.open_since  # taken up again long after it: the way on is a check-in
        done = [touch.on for touch in self.touches if is_first_after(touch, role, learned)]
        done += [skip.made_on for skip in self._skips_of_first(role, learned)]
        return min(done, default=None)

    def _skips_of_first(self, role: Role, learned: date) -> list[Choice]:
        skips = self.skips({*FIRST_STEPS, Step.RETRY})
        return [skip for skip in skips if skip.application == role.application and skip.made_on >= learned]

    def is_before_return(self, day: date) -> bool:
        """Whether that day lies before the one on which a resting or closed person was taken up again."""
        return self.history.open_since is not None and day < self.history.open_since

    def skips(self, steps: Iterable[Step]) -> list[Choice]:
        """The user's decisions to leave out one of these steps."""
        wanted = set(steps)
        return [choice for choice in self.choices if choice.kind is DecisionKind.SKIP and choice.step in wanted]

    def _count_check_ins(self) -> None:
        self.check_ins = self.unanswered = 0
        self.last_unanswered = date.min
        started = max((role.learned_on for role in self.roles if role.learned_on), default=None)
        if started is None:
            return
        first = min((day for role in self.roles if (day := self.first_done_on(role)) and day >= started), default=None)
        others = {id(touch) for touch in (*self._answers_to_a_no(), *self._answers_to_them())}
        previous: date | None = None
        counted: date | None = None  # the day of the last check-in; what else was done on it is none of its own
        for touch in self.touches:
            if touch.kind is not Kind.REJECTION and is_answered(touch):
                self.unanswered = 0
            if not is_mine(touch) or self.is_before_return(touch.on):
                continue
            is_other = id(touch) in others or touch.on == counted
            if first is not None and touch.on > first and not is_other and _is_check_in(touch, previous):
                self.check_ins += 1
                if not is_answered(touch):
                    self.unanswered += 1
                    self.last_unanswered = touch.on
                counted = touch.on
            previous = touch.on
        if first is not None:
            self.check_ins += sum(
                skip.made_on >= first and skip.application is None for skip in self.skips({*CHECK_INS, Step.RETRY})
            )

    def _answers_to_a_no(self) -> Iterator[Touch]:
        """The first note or call after each "no": no check-in, however long after an earlier touch."""
        for role in self.roles:
            learned = role.learned_on
            if learned is None or self.is_before_return(learned):
                continue
            done = next((touch for touch in self.touches if is_first_after(touch, role, learned)), None)
            skipped = (s.made_on for s in self._skips_of_first(role, learned))
            if done is not None and not any(day < done.on for day in skipped):
                yield done

    def _answers_to_them(self) -> Iterator[Touch]:
        """The unmarked touches that settle a message of theirs: each is that answer and no check-in."""
        skips = sorted(skip.made_on for skip in self.skips({Step.REPLY}))
        message: Touch | None = None
        for day, touches in groupby(self.touches, key=lambda touch: touch.on):
            if message is not None and any(message.on <= skip < day for skip in skips):
                message = None
            of_day = list(touches)
            theirs = [touch for touch in of_day if wants_answer(touch)]
            if theirs and not self.is_before_return(day):
                message = max(theirs, key=lambda touch: touch.at or time.min)
            for touch in of_day:
                if message is not None and answers(touch, message):
                    message = None
                    if touch.step is None:
                        yield touch


def _when(touch: Touch) -> tuple[date, int, time, str, str, str, int]:
    """The order of touches on one day: mine before theirs, so that an answer of the same day counts as one.

    What the rules say never depends on the order in which they were entered, so no two different ones are equal here.
    """
    theirs, at = touch.direction is Direction.IN, touch.at or time.min
    return touch.on, int(theirs), at, touch.kind, touch.step or "", touch.channel or "", touch.application or 0


def _reached(touch: Touch) -> bool:
    """Whether a touchpoint counts as a touch: a voicemail does, a call that reached nobody and news of them do not."""
    return TOUCH_KINDS[touch.kind].reached


def is_mine(touch: Touch) -> bool:
    """Whether the user reached them, or the two spoke or met by choice; an interview is neither."""
    return touch.direction in TOUCH_KINDS[touch.kind].mine


def is_about(touch: Touch, role: Role) -> bool:
    """Whether a touch can stand for what is owed for that application: not when it was the step of another one."""
    ties = touch.step in {*FIRST_STEPS, Step.RETRY, Step.THANK_YOU} and touch.application is not None
    return not ties or touch.application == role.application


def is_answered(touch: Touch) -> bool:
    """Whether a touchpoint shows that they are there: they wrote or called, or the two spoke."""
    return touch.direction in TOUCH_KINDS[touch.kind].theirs


def wants_answer(touch: Touch) -> bool:
    """Whether a touchpoint is something of theirs that the user owes an answer to."""
    return touch.direction is Direction.IN and bool(TOUCH_KINDS[touch.kind].wants_answer)


def is_first_after(touch: Touch, role: Role, learned: date) -> bool:
    """Whether this touch can be the first note or call after that role's "no": later, or of that day and marked so."""
    if not is_mine(touch) or not is_about(touch, role):
        return False
    return touch.on > learned or (touch.on == learned and touch.step in {*FIRST_STEPS, Step.RETRY})


def answers(touch: Touch, message: Touch) -> bool:
    """Whether this touch of the user's answers that message: later, or on the same day and known to follow it."""
    if not (is_mine(touch) or touch.kind is Kind.INTERVIEW) or touch.on < message.on:
        return False
    if touch.on > message.on:
        return True
    if touch.at and message.at:
        return touch.at >= message.at
    return touch.step is Step.REPLY


def _is_check_in(touch: Touch, previous: date | None) -> bool:
    if touch.step in _NO_CHECK_INS or touch.direction is Direction.IN:
        return False
    if touch.step is Step.RETRY and touch.application is not None:
        return False  # the first call, tried again
    if touch.step in CHECK_INS or touch.step is Step.ASKED:
        return True
    # A first call that was tried again is still the first call; only what follows a touch can be a check-in.
    return previous is not None and (touch.on - previous).days >= _NEW_CHECK_IN_DAYS
