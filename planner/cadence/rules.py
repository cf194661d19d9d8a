"""The rules: from what happened with a person to what they are owed next.

Every rule is a function of the facts alone. None asks for the day on which it runs, and none looks at the order
in which facts were entered. Sources are given by their short names: Joyce, Larky, Bamboo, Practice (docs/sources.md).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta

from ..dates import say
from ..text import plural
from .facts import Facts, answers, is_about, is_answered, is_mine, wants_answer
from .history import FollowUp, History, Role
from .playbook import Playbook
from .postponed import not_arrived, put_off
from .terms import (
    ApplicationState,
    Channel,
    ContactState,
    DecisionKind,
    Kind,
    Part,
    Reason,
    Step,
    YearlyHello,
    job,
)
from .touches import TOUCH_KINDS

# Why a check-in falls when it does (Bamboo), as long as it falls there: up to so many days after the touch before.
_LEAVERS = {
    Step.CHECK_IN_1: (45, "; early leavers start to go about now"),
    Step.CHECK_IN_2: (75, "; most early leavers go by month three"),
}
_DATED = {Step.ASKED, Step.PROMISE}  # on the day that was said; other calls move to the next working day


def plan(history: History, playbook: Playbook) -> list[FollowUp]:
    """What this person is owed, in the order of the due list; empty for someone closed.

    A person at rest is still owed an answer to what they write, the date they asked for, what was promised, a word on a
    move, and perhaps a yearly hello. Once the user has taken a job, nobody is owed anything but that, and the good
    news.
    """
    if history.state is ContactState.CLOSED:
        return []
    facts = Facts(history, playbook)
    owed = [*_replies(facts), *_promised(facts)]
    if history.took_job_on is not None:
        owed += _good_news(facts, history.took_job_on)
        return _in_order(put_off(follow_up, facts) for follow_up in owed)
    owed += [*_pinned(facts), *_moves(facts)]
    owed += _yearly_hellos(facts)
    if history.state is ContactState.OPEN:
        firsts = [step for role in facts.roles for step in _after_a_no(facts, role)]
        retries = [step for step in firsts if step.step is Step.RETRY]
        firsts = [step for step in firsts if step not in retries[1:]]  # one call to try again, whatever it is about
        owed += [step for role in facts.roles for step in _thank_yous(facts, role)]
        owed += firsts
        owed += [step for role in facts.roles for step in _open_again(facts, role)]
        # While an answer is owed nobody is nudged, nor when they have said when to ask: that beats every rule.
        if not any(step.step in {Step.REPLY, Step.ASKED} for step in owed):
            owed += [step for role in facts.roles for step in _nudges(facts, role)]
        if all(step.step in {Step.PROMISE, Step.HELLO} for step in owed) and facts.unanswered < playbook.rest_after:
            owed += _check_ins(facts)
    return _in_order(put_off(not_arrived(follow_up, facts), facts) for follow_up in owed)


def _in_order(owed: Iterable[FollowUp]) -> list[FollowUp]:
    return sorted(owed, key=lambda f: (f.opens, f.due, f.step, f.application or 0))


def rest_reason(history: History, playbook: Playbook) -> str:
    """Why this person comes to rest by rule, as a sentence; empty while they do not.

    As many check-ins in a row without an answer as the playbook says are enough; a message from them ends the rest.
    """
    facts = Facts(history, playbook)
    if facts.unanswered < playbook.rest_after or _pinned(facts):
        return ""
    return f"{plural(facts.unanswered, 'check-in')} without an answer, the last on {say(facts.last_unanswered)}."


def _replies(facts: Facts) -> list[FollowUp]:
    """An answer to the latest thing they wrote or said to a machine, unless the user has answered since."""
    theirs = [touch for touch in facts.touches if wants_answer(touch) and not facts.is_before_return(touch.on)]
    if not theirs:
        return []
    latest = max(theirs, key=lambda touch: (touch.on, touch.at or time.min))
    if any(answers(touch, latest) for touch in facts.touches):
        return []
    if any(skip.made_on >= latest.on for skip in facts.skips({Step.REPLY})):
        return []
    day = say(latest.on)
    kind = TOUCH_KINDS[latest.kind]
    why = f"{facts.called} {kind.wants_answer} on {day}, and is waiting for your answer."
    channel = latest.channel or kind.channel or Channel.EMAIL
    return [_follow_up(facts, Step.REPLY, latest.on, why, channel=channel)]


def _pinned(facts: Facts) -> list[FollowUp]:
    """The date they asked for; it beats every rule about check-ins."""
    pins = [choice for choice in facts.choices if choice.kind is DecisionKind.PIN and choice.until]
    if not pins:
        return []
    pin = pins[-1]
    assert pin.until is not None
    kept = any(
        is_mine(touch) and (touch.on >= pin.until or (touch.step is Step.ASKED and touch.on > pin.made_on))
        for touch in facts.touches
    )
    if kept or any(skip.made_on >= pin.made_on for skip in facts.skips({Step.ASKED})):
        return []
    note = f": {pin.reason.rstrip('.')}." if pin.reason else "."
    why = f"{facts.called} asked to hear from you on {say(pin.until)}{note}"
    return [_follow_up(facts, Step.ASKED, pin.until, why, channel=_by_choice(facts, Step.ASKED))]


def _thank_yous(facts: Facts, role: Role) -> list[FollowUp]:
    """A thank-you for the latest interview of an application, until it is written or a "no" makes a first note due."""
    if role.state is not ApplicationState.RUNNING or role.learned_on is not None:
        return []
    interviews = [
        touch
        for touch in facts.touches
        if touch.kind is Kind.INTERVIEW
        and touch.application == role.application
        and not facts.is_before_return(touch.on)
        and touch.on >= (role.reposted_on or date.min)
    ]
    if not interviews:
        return []
    latest = max(interviews, key=lambda touch: (touch.on, touch.at or time.min))
    for touch in facts.touches:
        if not is_mine(touch) or touch.on < latest.on or not is_about(touch, role):
            continue
        same_day = touch.on == latest.on
        if not same_day or touch.step is Step.THANK_YOU or (touch.at and latest.at and touch.at > latest.at):
            return []
    if any(s.application == role.application and s.made_on >= latest.on for s in facts.skips({Step.THANK_YOU})):
        return []
    due = facts.playbook.timings[Step.THANK_YOU].due
    best = {0: "on the same day", 1: "by the next day"}.get(due, f"within {due} days")
    why = f"{facts.called} interviewed you for {_job(role)} on {say(latest.on)}; a thank-you is best {best}."
    return [_follow_up(facts, Step.THANK_YOU, latest.on, why, role=role)]


def _after_a_no(facts: Facts, role: Role) -> list[FollowUp]:
    """The first note or call after a "no", to everyone who interviewed (Joyce), or another try of that call."""
    if role.learned_on is None or facts.first_done_on(role) is not None:
        return []
    by_call = facts.playbook.first_step is Step.FIRST_CALL and role.part is Part.HIRING_MANAGER
    no = f"You were turned down for {_job(role)} on {say(role.learned_on)}"
    if not by_call:
        return [
            _follow_up(
                facts, Step.FIRST_NOTE, role.learned_on, f"{no}; you haven't written to {facts.called} yet.", role=role
            )
        ]
    tries = [t.on for t in facts.touches if t.kind is Kind.NO_ANSWER and t.on >= role.learned_on]
    if tries:
        return [_follow_up(facts, Step.RETRY, max(tries), _try_again(facts, max(tries), len(tries)), role=role)]
    return [_follow_up(facts, Step.FIRST_CALL, role.learned_on, f"{no}; you chose to call {facts.called}.", role=role)]


def _promised(facts: Facts) -> list[FollowUp]:
    """What the user promised them and has not done, the earliest of it: each has its own date."""
    promise = min(facts.history.promises, key=lambda each: (each.due, each.what), default=None)
    if promise is None:
        return []
    more = len(facts.history.promises) - 1
    also = f", and {more} more" if more else ""
    put_off = f" You put it off: {promise.reason.rstrip('.')}." if promise.reason else ""
    why = f"You promised {facts.called} by {say(promise.due)}: {promise.what.rstrip('.')}{also}.{put_off}"
    return [_follow_up(facts, Step.PROMISE, promise.due, why, channel=_by_choice(facts, Step.PROMISE))]


def _nudges(facts: Facts, role: Role) -> list[FollowUp]:
    """A question how it stands, to the main contact only, while they keep one waiting (Practice).

    Counted from the day they promised; from the interview, their latest word or the nudge before where they promised
    none, or that day passed without one. After as many without an answer as the playbook allows there is no other.
    """
    asked_for_nothing = role.state is not ApplicationState.RUNNING or role.learned_on is not None
    if asked_for_nothing or not role.is_main or role.interviewed_on is None:
        return []
    if role.reposted_on is not None and role.interviewed_on < role.reposted_on:
        return []  # that interview was for the job as it was before
    interview = max(role.interviewed_on, facts.history.open_since or date.min)
    about = [t for t in facts.touches if t.on >= interview and t.application in {None, role.application}]
    theirs = max((t.on for t in about if is_answered(t)), default=interview)
    thanks = interview + timedelta(days=facts.playbook.timings[Step.THANK_YOU].late)
    nudges = [
        t.on
        for t in about
        if is_mine(t) and t.on > theirs and (t.step is Step.NUDGE or (t.step is None and t.on > thanks))
    ]
    timing = facts.playbook.timings[Step.NUDGE]
    if timing.at_most is not None and len(nudges) >= timing.at_most:
        return []
    skips = [s.made_on for s in facts.skips({Step.NUDGE}) if s.application == role.application]
    last = max([theirs, *nudges, *(day for day in skips if day >= interview)])
    if role.promised_on is not None and role.promised_on >= last:
        day, after = role.promised_on, None
        why = f"A decision on {_job(role)} was promised by {say(day)}; you may ask how it stands."
    else:
        day, after = last, timing.unpromised
        since = "your last question" if nudges else "the interview" if last == interview else "the last word"
        why = f"{_upper(since)} about {_job(role)} was on {say(day)}; you may ask how it stands."
    return [_follow_up(facts, Step.NUDGE, day, why, role=role, opens_after=after)]


def _moves(facts: Facts) -> list[FollowUp]:
    """A word to someone who has moved to another employer: people outlast jobs, and the move is a reason (Larky)."""
    moves = [t.on for t in facts.touches if t.kind is Kind.MOVED and not facts.is_before_return(t.on)]
    if not moves:
        return []
    day = max(moves)
    said = any(is_mine(t) and (t.on > day or (t.on == day and t.step is Step.MOVE)) for t in facts.touches)
    if said or any(skip.made_on >= day for skip in facts.skips({Step.MOVE})):
        return []
    why = f"{facts.called} has a new job, you noted on {say(day)}: a good reason for a line."
    return [_follow_up(facts, Step.MOVE, day, why, channel=_by_choice(facts, Step.MOVE))]


def _good_news(facts: Facts, day: date) -> list[FollowUp]:
    """A word that the user has found a job: to those who wait for a decision with the user, who were ever in touch by
    themselves, or who referred the user. Those who never answered are left in peace.
    """
    waiting = [role for role in facts.roles if role.state is ApplicationState.RUNNING and role.learned_on is None]
    referred = any(role.part is Part.REFERRER for role in facts.roles)
    wrote = any(is_answered(t) and TOUCH_KINDS[t.kind].personal for t in facts.touches)
    if not waiting and not referred and not wrote:
        return []
    told = any(is_mine(t) and (t.on > day or (t.on == day and t.step is Step.GOOD_NEWS)) for t in facts.touches)
    if told or any(skip.made_on >= day for skip in facts.skips({Step.GOOD_NEWS})):
        return []
    where = f" at {facts.history.new_employer}" if facts.history.new_employer else ""
    because = (
        f"{facts.called} may still be weighing {_job(waiting[0])}"
        if waiting
        else f"{facts.called} referred you"
        if referred
        else f"{facts.called} has been in touch with you"
    )
    why = f"You took a job{where} on {say(day)}, and {because}."
    return [_follow_up(facts, Step.GOOD_NEWS, day, why, channel=_by_choice(facts, Step.GOOD_NEWS))]


def _open_again(facts: Facts, role: Role) -> list[FollowUp]:
    """A word to the main contact when a job is open again after its "no": that the user has seen it, and is still
    interested (readers of Bryan).
    """
    day = role.reposted_on
    if day is None or not role.is_main or role.state is not ApplicationState.RUNNING or role.learned_on is not None:
        return []
    if facts.is_before_return(day):
        return []
    said = any(
        is_mine(touch) and is_about(touch, role) and (touch.on > day or (touch.on == day and touch.step is Step.REPOST))
        for touch in facts.touches
    )
    skipped = any(s.application == role.application and s.made_on >= day for s in facts.skips({Step.REPOST}))
    if said or skipped or (role.interviewed_on is not None and role.interviewed_on > day):
        return []
    why = f"{_upper(_job(role))} is open again, you noted on {say(day)}: say that you are still interested."
    return [_follow_up(facts, Step.REPOST, day, why, role=role, channel=_by_choice(facts, Step.REPOST))]


def _yearly_hellos(facts: Facts) -> list[FollowUp]:
    """One hello a year to somebody who rests (Coach: contacts are kept for years, not months).

    To those who were warm, which is to say wrote or spoke to the user by themselves, and rest because later check-ins
    went without an answer; to others where the user switched it on, to nobody where it is off.
    """
    chosen, unanswered = facts.history.yearly_hello, facts.unanswered >= facts.playbook.rest_after
    by_rule = facts.history.state is ContactState.OPEN and unanswered
    rests = by_rule or (facts.history.state is ContactState.RESTING and chosen is YearlyHello.ON)
    warm = any(is_answered(touch) and TOUCH_KINDS[touch.kind].personal for touch in facts.touches)
    if not rests or chosen is YearlyHello.OFF or not (warm or chosen is YearlyHello.ON) or _pinned(facts):
        return []
    why = f"{facts.called} rests. One hello a year keeps the door open; {facts.since} was on {say(facts.clock)}."
    return [_follow_up(facts, Step.HELLO, facts.clock, why, channel=_by_choice(facts, Step.HELLO))]


def _check_ins(facts: Facts) -> list[FollowUp]:
    """The next check-in with someone who had the first note, or another try where a call reached nobody.

    Any touch resets the clock. Check-ins 1 and 2 fall where new hires who leave early mostly leave (Bamboo).
    """
    if not any(role.learned_on for role in facts.roles):
        return []
    tries = [touch.on for touch in facts.touches if touch.kind is Kind.NO_ANSWER and touch.on > facts.clock]
    if tries:
        return [_follow_up(facts, Step.RETRY, max(tries), _try_again(facts, max(tries), len(tries)))]
    day = say(facts.clock)
    step = (Step.CHECK_IN_1, Step.CHECK_IN_2, Step.CHECK_IN)[min(facts.check_ins, 2)]
    interval = facts.playbook.timings[step].opens
    longest, leavers = _LEAVERS.get(step, (0, ""))
    # Nobody leaves a place that nobody was given.
    filled = any(role.learned_on and role.reason is not Reason.NOT_FILLED for role in facts.roles)
    because = leavers if interval <= longest and filled else ""
    why = f"{_upper(_span(interval))} since {facts.since} on {day}{because}."
    return [_follow_up(facts, step, facts.clock, why, channel=_in_turn(facts, step))]


def _span(days: int) -> str:
    """A number of days as one would say it: "a month", "two months", "45 days"."""
    said = {7: "a week", 14: "two weeks", 30: "a month", 60: "two months", 90: "three months"}
    return said.get(days) or plural(days, "day")


def _try_again(facts: Facts, day: date, tries: int) -> str:
    advice = "a voicemail counts too" if tries == 1 else "leave a voicemail this time, and it is done"
    return f"Your call to {facts.called} on {say(day)} reached nobody; {advice}."


def _by_choice(facts: Facts, step: Step) -> Channel:
    """Their preferred channel; else the playbook's."""
    return facts.history.preferred_channel or facts.playbook.timings[step].channel


def _in_turn(facts: Facts, step: Step) -> Channel:
    """Their preferred channel; else e-mail and call in turn where the playbook says so and a number is known."""
    if not facts.playbook.timings[step].alternate or facts.history.preferred_channel is not None:
        return _by_choice(facts, step)
    last = next((touch.channel for touch in reversed(facts.touches) if is_mine(touch)), None)
    return Channel.PHONE if last is not Channel.PHONE and facts.history.has_phone else Channel.EMAIL


def _job(role: Role) -> str:
    return job(role.position, role.employer)


def _follow_up(
    facts: Facts,
    step: Step,
    counted_from: date,
    why: str,
    *,
    role: Role | None = None,
    channel: Channel | None = None,
    opens_after: int | None = None,
) -> FollowUp:
    timing = facts.playbook.timings[step]
    if opens_after is not None:
        later = opens_after - timing.opens
        timing = replace(timing, opens=opens_after, due=timing.due + later, late=timing.late + later)
    working_days = facts.history.working_days
    opens, due, late = timing.dates(counted_from, working_days)
    channel = channel or timing.channel
    if channel is Channel.PHONE and step not in _DATED:
        opens, best = working_days.on_or_after(opens), working_days.on_or_after(due)
        due, late = best, late + (best - due)
    return FollowUp(
        step=step,
        application=role.application if role else None,
        opens=opens,
        due=due,
        late=late,
        counted_from=counted_from,
        interval=(opens - counted_from).days,
        channel=channel,
        why=why,
        part=role.part if role else None,
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
