"""What one person is owed, worked out a second time, slowly and in the plainest way, to hold the rules against.

It reads what happened as one reads a diary: page by page, a day a page, keeping in mind what is still to be done. It
was written from the domain and from the tables of examples, not from the rules: two readings that were made apart
seldom make the same mistake. Where the domain leaves a choice open, this follows the rules, and says which it is.

Sources by their short names, as in the domain: Joyce, Larky, Bamboo, Practice.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import NamedTuple

from planner.cadence.history import Choice, History, Role, Touch
from planner.cadence.terms import (
    CHECK_INS,
    FIRST_STEPS,
    ApplicationState,
    Channel,
    ContactState,
    DecisionKind,
    Direction,
    Kind,
    Part,
    Step,
    YearlyHello,
)

# The table of the domain: the days after the fact on which a step opens, is due, and after which it is late.
DAYS = {
    Step.ASKED: (0, 0, 7),
    Step.REPLY: (0, 1, 3),
    Step.THANK_YOU: (0, 1, 2),
    Step.FIRST_NOTE: (0, 1, 3),
    Step.FIRST_CALL: (2, 3, 4),
    Step.CHECK_IN_1: (30, 37, 51),
    Step.CHECK_IN_2: (60, 74, 95),
    Step.CHECK_IN: (90, 104, 134),
    Step.PROMISE: (0, 0, 3),
    Step.MOVE: (0, 7, 21),
    Step.GOOD_NEWS: (0, 7, 21),
    Step.REPOST: (0, 1, 5),
    Step.HELLO: (365, 379, 425),
}
# A nudge, and another try of a call, have their days after they open.
NUDGE_AFTER_A_PROMISED_DAY, NUDGE_AFTER_WORD, NUDGE_DUE, NUDGE_LATE = 3, 10, 2, 5
RETRY_DUE, RETRY_LATE = 1, 3

MOST_NUDGES = 2  # after two messages without an answer nobody is asked again (Practice)
REST_AFTER = 3  # check-ins in a row without an answer
THANKS_TAKE = 2  # days after an interview in which a note without a mark is a thank-you, and no question how it stands
A_NEW_LETTER = 14  # days after the one before it; sooner, a note without a mark only goes on with that one
NO_DAY = date.min


class Owed(NamedTuple):
    """One thing owed: what, for which application, and its three dates."""

    step: Step
    application: int | None
    opens: date
    due: date
    late: date


def owed(history: History, *, call_first: bool = False) -> list[Owed]:
    """All that this person is owed. With `call_first` the hiring manager gets a call in place of the note (Larky)."""
    return Diary(history).owed(call_first)


def rests(history: History) -> bool:
    """Whether this person came to rest by the rule; a date that they asked for keeps them awake."""
    diary = Diary(history)
    return diary.silent >= REST_AFTER and diary.asked is None


def days(count: int) -> timedelta:
    return timedelta(days=count)


# What a touchpoint is.


def both_spoke(touch: Touch) -> bool:
    return touch.kind in {Kind.CALL, Kind.MEETING, Kind.INTERVIEW}


def is_a_touch(touch: Touch) -> bool:
    """A call that reached nobody does not count as a touch, a voicemail does; news of their new job is no touch."""
    return touch.kind not in {Kind.NO_ANSWER, Kind.MOVED}


def is_from_me(touch: Touch) -> bool:
    """Something I did. The interview itself is not: what I owe after it, I owe whether or not there is another."""
    return (
        is_a_touch(touch)
        and touch.kind is not Kind.INTERVIEW
        and (touch.direction is Direction.OUT or both_spoke(touch))
    )


def is_word_from_them(touch: Touch) -> bool:
    return is_a_touch(touch) and (touch.direction is Direction.IN or both_spoke(touch))


def wants_an_answer(touch: Touch) -> bool:
    """They wrote, or spoke to a machine. A call of theirs was answered as it came, and a "no" has its first note."""
    return touch.direction is Direction.IN and touch.kind in {Kind.MESSAGE, Kind.VOICEMAIL, Kind.INVITATION}


def is_known_to_follow(touch: Touch, fact: Touch, mark: Step) -> bool:
    """Of a later day; or of the same one and later by the clock or, where a clock is missing, marked as that step."""
    if touch.on != fact.on:
        return touch.on > fact.on
    if touch.at is not None and fact.at is not None:
        return touch.at > fact.at
    return touch.step is mark


def is_for_another(touch: Touch, application: int) -> bool:
    """The thank-you or the first note of one application is none for another. What has no such mark is for all."""
    is_bound = touch.step in {Step.THANK_YOU, Step.FIRST_NOTE, Step.FIRST_CALL, Step.RETRY}
    return is_bound and touch.application not in {None, application}


def in_order(touches: Iterable[Touch]) -> list[Touch]:
    """The touches of one day: mine before theirs, so that an answer of the same day counts as one.

    What has no time comes first; of two without a time the conversation before the letter, which is the order of the
    alphabet, and what has no mark before what has one.
    """

    def place(touch: Touch) -> tuple[bool, time, str, str]:
        return touch.direction is Direction.IN, touch.at or time.min, touch.kind, touch.step or ""

    return sorted(touches, key=place)


class Waiting:
    """An application on whose decision I wait, and whom I may ask how it stands.

    `word` is the day of the latest word from them, the interview to begin with; `wrote` the day of what I wrote after
    that, or left out; `unanswered` is how many messages of mine that were.
    """

    def __init__(self, role: Role, since: date) -> None:
        self.role = role
        self.since = since
        self.word = since
        self.wrote = NO_DAY
        self.unanswered = 0

    def i_wrote(self, touch: Touch) -> None:
        """A message counts from the days of the thank-you on, unless its mark says that it is something else."""
        is_mine_alone = touch.direction is Direction.OUT and not both_spoke(touch)
        is_question = touch.step is Step.NUDGE or (touch.step is None and touch.on > self.since + days(THANKS_TAKE))
        if is_mine_alone and is_question:
            self.wrote = touch.on
            self.unanswered += 1

    def they_spoke(self, on: date) -> None:
        self.word = on
        self.unanswered = 0

    def opens(self) -> date:
        """Three days after the day they promised; where that is past or never was, ten after the last word or nudge."""
        last = max(self.word, self.wrote)
        if self.role.promised_on is not None and self.role.promised_on >= last:
            return self.role.promised_on + days(NUDGE_AFTER_A_PROMISED_DAY)
        return last + days(NUDGE_AFTER_WORD)


class Diary:
    """All that happened with one person, read from the first day to the last, and what is in mind after that."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.to_answer: Touch | None = None  # their latest message
        self.to_thank: dict[int, Touch] = {}  # the latest interview of each application
        self.noes: dict[int, date] = {}  # by application: a "no" that had no first note or call yet
        self.waiting: dict[int, Waiting] = {}
        self.new_job: Touch | None = None  # theirs
        self.asked: Choice | None = None  # the date they asked for
        self.clock = NO_DAY  # the last touch, or whatever else check-ins count from
        self.attempt = NO_DAY  # the last call that reached nobody
        self.in_touch_since: date | None = None  # the first note or call after the latest "no"
        self.check_ins = 0  # made or left out since then
        self.last_check_in = NO_DAY
        self.silent = 0  # check-ins in a row without an answer
        self.my_last: Touch | None = None
        self.called_last = False  # whether that was by telephone; remembered also from before they were taken up again
        self.is_disputed = False  # something looks like a check-in and is none, and the rules count it as one
        for on in sorted(self.days_with_an_entry()):
            self.turn_to(on)

    def days_with_an_entry(self) -> set[date]:
        history = self.history
        found = {touch.on for touch in history.touches} | {choice.made_on for choice in history.choices}
        for role in history.roles:
            found |= {role.learned_on, role.interviewed_on}
        return {on for on in found | {history.open_since} if on is not None}

    def roles(self) -> list[Role]:
        """Not those where the user would not go back to: nothing is written there (Joyce)."""
        return [role for role in self.history.roles if role.would_go_back is not False]

    def turn_to(self, on: date) -> None:
        """Read the page of one day: what it brings, what was done on it, and what was decided."""
        touches = in_order(touch for touch in self.history.touches if touch.on == on)
        choices = [choice for choice in self.history.choices if choice.made_on == on]
        for role in self.roles():
            if role.learned_on == on:
                self.hear_a_no(role, on)
        if on == self.history.open_since:
            self.take_up_again(on)
        for choice in sorted(choices, key=lambda each: each.until or NO_DAY):
            if choice.kind is DecisionKind.PIN:
                self.asked = choice  # the date they asked for last is the one that counts
        for touch in touches:
            self.note_what_begins(touch)
        for touch in touches:
            if is_word_from_them(touch) and touch.kind is not Kind.REJECTION:
                self.silent = 0
            if is_from_me(touch):
                self.do(touch)
            if (
                touch.kind is Kind.INTERVIEW
                and self.to_answer
                and is_known_to_follow(touch, self.to_answer, Step.REPLY)
            ):
                self.to_answer = None  # they invited me, and I came
        for role in self.roles():
            if role.interviewed_on is not None and on == max(role.interviewed_on, self.history.open_since or NO_DAY):
                self.waiting[role.application] = Waiting(role, on)
        for touch in touches:
            if is_word_from_them(touch):
                for application, waiting in self.waiting.items():
                    if touch.application in {None, application}:
                        waiting.they_spoke(on)
        if any(is_a_touch(touch) for touch in touches):
            self.clock = on
        # The order of decisions of one day is not known: the first note left out, then a check-in.
        for choice in sorted(choices, key=lambda each: each.step in CHECK_INS):
            if choice.kind is DecisionKind.SKIP:
                self.leave_out(choice)

    def take_up_again(self, on: date) -> None:
        """Nothing counts from before this day, but the date they asked for, which beats every rule.

        A "no" of before needs no first note any more; the way on from it is a check-in.
        """
        self.to_answer = self.new_job = self.my_last = None
        self.to_thank = {}
        self.noes = {application: learned_on for application, learned_on in self.noes.items() if learned_on == on}
        self.check_ins = self.silent = 0
        self.clock = on
        had_a_no = any(role.learned_on is not None and role.learned_on < on for role in self.roles())
        self.in_touch_since = on if had_a_no else None

    def hear_a_no(self, role: Role, on: date) -> None:
        """A "no" ends what was owed for its application, and the count of check-ins begins anew."""
        self.noes[role.application] = on
        self.in_touch_since = None
        self.check_ins = self.silent = 0

    def note_what_begins(self, touch: Touch) -> None:
        """What a touch makes me owe."""
        if touch.kind is Kind.INTERVIEW and touch.application is not None:
            self.to_thank[touch.application] = touch
        elif touch.kind is Kind.MOVED:
            self.new_job = touch
        elif touch.kind is Kind.NO_ANSWER:
            self.attempt = touch.on
        elif wants_an_answer(touch):
            latest = self.to_answer
            # Of messages of one day the latest by the clock is to be answered.
            if latest is None or (touch.on, touch.at or time.min) > (latest.on, latest.at or time.min):
                self.to_answer = touch

    def do(self, touch: Touch) -> None:
        """What I did, and which of the things I owed are done with it."""
        is_answer = self.to_answer is not None and is_known_to_follow(touch, self.to_answer, Step.REPLY)
        if is_answer:
            self.to_answer = None
        for application, interview in list(self.to_thank.items()):
            if not is_for_another(touch, application) and is_known_to_follow(touch, interview, Step.THANK_YOU):
                del self.to_thank[application]
        if self.new_job and (touch.on > self.new_job.on or touch.step is Step.MOVE):
            self.new_job = None
        if self.asked and self.keeps_the_date(touch, self.asked):
            self.asked = None
        answers_a_no = False
        for application, learned_on in list(self.noes.items()):
            # On the very day of the "no" only what is marked as the first note or call is known to follow it.
            is_later = touch.on > learned_on or touch.step in {*FIRST_STEPS, Step.RETRY}
            if is_later and not is_for_another(touch, application):
                del self.noes[application]
                answers_a_no = True
        if self.looks_like_a_check_in(touch):
            # What answers a "no", or their message, is that answer and no check-in, however long after the one before.
            # A letter and a call of one day are one check-in.
            if answers_a_no or (is_answer and touch.step is None) or touch.on == self.last_check_in:
                self.is_disputed = True
            else:
                self.check_ins += 1
                self.last_check_in = touch.on
                self.silent += 0 if both_spoke(touch) else 1
        if answers_a_no and self.in_touch_since is None:
            self.in_touch_since = touch.on
        for waiting in self.waiting.values():
            if touch.application in {None, waiting.role.application}:
                waiting.i_wrote(touch)
        self.my_last = touch
        self.called_last = touch.channel is Channel.PHONE

    def keeps_the_date(self, touch: Touch, asked: Choice) -> bool:
        """On that date or later; or before, where I marked it as that, if they had asked by then."""
        assert asked.until is not None
        return touch.on >= asked.until or (touch.step is Step.ASKED and touch.on > asked.made_on)

    def looks_like_a_check_in(self, touch: Touch) -> bool:
        """Whether it could be a check-in: by its mark, or without one by its distance from what I did before."""
        if self.in_touch_since is None or touch.on <= self.in_touch_since or touch.direction is Direction.IN:
            return False
        if touch.step in {*CHECK_INS, Step.ASKED}:
            return True
        if touch.step in {Step.REPLY, Step.THANK_YOU, Step.NUDGE, Step.GOOD_NEWS, *FIRST_STEPS}:
            return False
        if touch.step in {Step.REPOST, Step.HELLO}:
            return False
        if touch.step is Step.RETRY and touch.application is not None:
            return False  # the first call, tried again
        # What is the first thing they get from me is no check-in.
        return self.my_last is not None and touch.on >= self.my_last.on + days(A_NEW_LETTER)

    def leave_out(self, skip: Choice) -> None:
        """A step left out is done with. Check-ins count on from that day, whatever the step was."""
        step, on, application = skip.step, skip.made_on, skip.application
        self.clock = on
        if step is Step.REPLY:
            self.to_answer = None
        elif step is Step.MOVE:
            self.new_job = None
        elif step is Step.ASKED:
            self.asked = None
        elif step is Step.THANK_YOU and application in self.to_thank:
            del self.to_thank[application]
        elif step in {*FIRST_STEPS, Step.RETRY} and application in self.noes:
            del self.noes[application]
            self.in_touch_since = self.in_touch_since or on
        elif step is Step.NUDGE and application in self.waiting:
            self.waiting[application].wrote = on  # the next question counts from here, but nobody was asked
        elif step in {*CHECK_INS, Step.RETRY} and application is None and self.in_touch_since is not None:
            self.check_ins += 1  # the next one is the next, but nobody was left without an answer

    # What is owed, now that the diary is read.

    def owed(self, call_first: bool) -> list[Owed]:
        state, took_job_on = self.history.state, self.history.took_job_on
        if state is ContactState.CLOSED:
            return []
        found = [*self.reply(), *self.promise()]
        if took_job_on is not None:  # "I took a job" ends all the rest
            return [*found, *self.good_news(took_job_on)]
        # Someone at rest is owed these all the same: they moved, or said when to write.
        found += [*self.date_they_asked_for(), *self.move()]
        hello = self.hello(was_put_to_rest=state is ContactState.RESTING)
        if state is ContactState.RESTING:
            return [*found, *hello]
        found += [*self.thank_yous(), *self.after_a_no(call_first), *self.open_again(), *self.nudges()]
        # One thing at a time: who is to hear from me for another reason is not checked in on.
        if all(each.step is Step.PROMISE for each in found):
            found += self.check_in()
        return [*found, *hello]

    def reply(self) -> list[Owed]:
        """As they wrote: who left a voicemail is called."""
        message = self.to_answer
        if message is None:
            return []
        by_phone = message.channel is Channel.PHONE or (message.channel is None and message.kind is Kind.VOICEMAIL)
        return [self.counted(Step.REPLY, message.on, by_phone=by_phone)]

    def promise(self) -> list[Owed]:
        """The one with the earliest date; each has its own, whatever day of the week it is."""
        dates = [promise.due for promise in self.history.promises]
        return [self.counted(Step.PROMISE, min(dates))] if dates else []

    def date_they_asked_for(self) -> list[Owed]:
        if self.asked is None or self.asked.until is None:
            return []
        return [self.counted(Step.ASKED, self.asked.until, put_off_since=self.asked.made_on)]

    def move(self) -> list[Owed]:
        if self.new_job is None:
            return []
        return [self.counted(Step.MOVE, self.new_job.on, by_phone=self.prefers_a_call())]

    def good_news(self, took_job_on: date) -> list[Owed]:
        """To those who wait for a decision with me, who were in touch of their own accord, or who referred me.

        An offer that stands may be the very job, so it is no reason; nor is an interview or an invitation to one.
        """
        waits = any(role.state is ApplicationState.RUNNING for role in self.roles())
        referred_me = any(role.part is Part.REFERRER for role in self.roles())
        was_in_touch = any(
            is_word_from_them(touch) and touch.kind not in {Kind.REJECTION, Kind.INTERVIEW, Kind.INVITATION}
            for touch in self.history.touches
        )
        heard_it = any(
            is_from_me(touch) and (touch.on > took_job_on or (touch.on == took_job_on and touch.step is Step.GOOD_NEWS))
            for touch in self.history.touches
        )
        left_out = any(
            choice.kind is DecisionKind.SKIP and choice.step is Step.GOOD_NEWS and choice.made_on >= took_job_on
            for choice in self.history.choices
        )
        if heard_it or left_out or not (waits or referred_me or was_in_touch):
            return []
        return [self.counted(Step.GOOD_NEWS, took_job_on, by_phone=self.prefers_a_call())]

    def thank_yous(self) -> list[Owed]:
        """After a "no" the first note holds the thanks."""
        return [
            self.counted(Step.THANK_YOU, self.to_thank[role.application].on, role.application)
            for role in self.roles()
            if role.application in self.to_thank
            and role.state is ApplicationState.RUNNING
            # An interview from before the job was open again was for the job as it was then.
            and not (role.reposted_on and self.to_thank[role.application].on < role.reposted_on)
        ]

    def open_again(self) -> list[Owed]:
        """One word, to the one to ask how it stands; a talk about it since then says the same."""
        found = []
        for role in self.roles():
            seen = role.reposted_on
            if seen is None or not role.is_main or role.state is not ApplicationState.RUNNING:
                continue
            told = any(
                is_from_me(touch)
                and not is_for_another(touch, role.application)
                and (touch.on > seen or (touch.on == seen and touch.step is Step.REPOST))
                for touch in self.history.touches
            )
            left_out = any(
                choice.kind is DecisionKind.SKIP
                and choice.step is Step.REPOST
                and choice.application == role.application
                and choice.made_on >= seen
                for choice in self.history.choices
            )
            talked = role.interviewed_on is not None and role.interviewed_on > seen
            forgotten = self.history.open_since is not None and seen < self.history.open_since
            if not (told or left_out or talked or forgotten):
                found.append(self.counted(Step.REPOST, seen, role.application, by_phone=self.prefers_a_call()))
        return found

    def hello(self, *, was_put_to_rest: bool) -> list[Owed]:
        """Once a year, to who fell silent and was warm once; who was put to rest gets one only if I want it so."""
        wanted = self.history.yearly_hello
        if wanted is YearlyHello.OFF or self.asked is not None:
            return []
        if was_put_to_rest:
            if wanted is not YearlyHello.ON:
                return []
        elif self.silent < REST_AFTER:
            return []
        was_warm = any(
            is_word_from_them(touch) and touch.kind not in {Kind.REJECTION, Kind.INTERVIEW, Kind.INVITATION}
            for touch in self.history.touches
        )
        if not was_warm and wanted is not YearlyHello.ON:
            return []
        return [self.counted(Step.HELLO, self.clock, by_phone=self.prefers_a_call())]

    def after_a_no(self, call_first: bool) -> list[Owed]:
        """The first note to everyone (Joyce), or the call to the hiring manager (Larky); one call to try again."""
        found = []
        is_tried_again = False
        for learned_on, application, part in sorted(
            (self.noes[role.application], role.application, role.part)
            for role in self.roles()
            if role.application in self.noes
        ):
            if not (call_first and part is Part.HIRING_MANAGER):
                found.append(self.counted(Step.FIRST_NOTE, learned_on, application))
            elif self.attempt < learned_on:
                found.append(self.counted(Step.FIRST_CALL, learned_on, application, by_phone=True))
            elif not is_tried_again:
                is_tried_again = True
                found.append(self.retry(application))
        return found

    def nudges(self) -> list[Owed]:
        """Only to the main contact, and only while nothing else is said: no message to answer, no date to keep."""
        if self.to_answer or self.asked:
            return []
        found = []
        for application, waiting in self.waiting.items():
            role = waiting.role
            if role.reposted_on and role.interviewed_on and role.interviewed_on < role.reposted_on:
                continue
            if role.is_main and role.state is ApplicationState.RUNNING and waiting.unanswered < MOST_NUDGES:
                opens = waiting.opens()
                due, late = opens + days(NUDGE_DUE), opens + days(NUDGE_LATE)
                found.append(self.put_off(Owed(Step.NUDGE, application, opens, due, late)))
        return found

    def check_in(self) -> list[Owed]:
        """From the last touch on, whatever it was, until three in a row had no answer (Bamboo says why then)."""
        if self.in_touch_since is None or self.silent >= REST_AFTER:
            return []
        if self.attempt > self.clock:
            return [self.retry(None)]
        step = (Step.CHECK_IN_1, Step.CHECK_IN_2, Step.CHECK_IN)[min(self.check_ins, 2)]
        return [self.counted(step, self.clock, by_phone=self.is_a_call(step))]

    def is_a_call(self, step: Step) -> bool:
        """The first check-in is a letter; the later ones are letter and call in turn, where a number is known."""
        if self.history.preferred_channel is not None or step is Step.CHECK_IN_1:
            return self.prefers_a_call()
        return self.history.has_phone and not self.called_last

    def prefers_a_call(self) -> bool:
        return self.history.preferred_channel is Channel.PHONE

    # The dates.

    def retry(self, application: int | None) -> Owed:
        opens = self.history.working_days.add(self.attempt, 1)
        retry = Owed(Step.RETRY, application, opens, opens + days(RETRY_DUE), opens + days(RETRY_LATE))
        return self.put_off(self.when_they_work(retry), self.attempt)

    def counted(
        self,
        step: Step,
        fact: date,
        application: int | None = None,
        *,
        by_phone: bool = False,
        put_off_since: date | None = None,
    ) -> Owed:
        """A step with its days counted from the fact."""
        opens, due, late = DAYS[step]
        row = Owed(step, application, fact + days(opens), fact + days(due), fact + days(late))
        return self.put_off(self.when_they_work(row) if by_phone else row, put_off_since or fact)

    def when_they_work(self, call: Owed) -> Owed:
        """Nobody answers a telephone at work on a day off: a call moves on, and is late as long after it is due."""
        due = self.history.working_days.on_or_after(call.due)
        late = due + (call.late - call.due)
        return call._replace(opens=self.history.working_days.on_or_after(call.opens), due=due, late=late)

    def put_off(self, row: Owed, since: date = NO_DAY) -> Owed:
        """The step as the user put it off, if that was decided when there was something to put off.

        A check-in or a nudge that was put off until a day comes no sooner, whatever happened in between.
        """
        if row.step in CHECK_INS:
            steps, since = CHECK_INS, NO_DAY
        elif row.step in FIRST_STEPS:
            steps = FIRST_STEPS
        else:
            steps = frozenset({row.step})
        latest: Choice | None = None
        for choice in sorted(self.history.choices, key=lambda each: (each.made_on, each.until or NO_DAY)):
            is_this_step = choice.step in steps and choice.application == row.application
            if choice.kind is DecisionKind.SNOOZE and is_this_step and choice.made_on >= since:
                latest = choice
        if latest is None or latest.until is None or latest.until <= row.opens:
            return row
        due = max(row.due, latest.until)
        return row._replace(opens=latest.until, due=due, late=due + (row.late - row.due))
