"""The closed sets of words that the cadence, the book and the front ends share, with what a person would call them.

Kept apart from the rules so that the daily check can name a step without importing the rules.
"""

from enum import StrEnum


class Step(StrEnum):
    """What is owed to a person next."""

    ASKED = "asked"
    REPLY = "reply"
    THANK_YOU = "thank_you"
    FIRST_NOTE = "first_note"
    FIRST_CALL = "first_call"
    RETRY = "retry"
    CHECK_IN_1 = "check_in_1"
    CHECK_IN_2 = "check_in_2"
    CHECK_IN = "check_in"
    NUDGE = "nudge"
    PROMISE = "promise"
    MOVE = "move"
    GOOD_NEWS = "good_news"
    REPOST = "repost"
    HELLO = "hello"


class Part(StrEnum):
    """A contact's part in an application, in the order in which first notes are written."""

    HIRING_MANAGER = "hiring_manager"
    HR = "hr"
    RECRUITER = "recruiter"
    PANEL = "panel"
    REFERRER = "referrer"


class Kind(StrEnum):
    """What happened at a touchpoint; `touches.py` has a row for each, and says how to add one."""

    MESSAGE = "message"
    CALL = "call"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    MEETING = "meeting"
    INTERVIEW = "interview"
    INVITATION = "invitation"
    REJECTION = "rejection"
    MOVED = "moved"
    BOUNCED = "bounced"
    REPOSTED = "reposted"


class Channel(StrEnum):
    """The way a touchpoint happened, or should happen."""

    EMAIL = "email"
    PHONE = "phone"
    LINKEDIN = "linkedin"
    IN_PERSON = "in_person"
    VIDEO = "video"
    POST = "post"


class Direction(StrEnum):
    """Who reached whom: `OUT` is from the user."""

    OUT = "out"
    IN = "in"
    BOTH = "both"


class ContactState(StrEnum):
    """Whether a person is still followed up: resting people can be found and answered, closed ones are left alone."""

    OPEN = "open"
    RESTING = "resting"
    CLOSED = "closed"


class ApplicationState(StrEnum):
    """Where an application stands."""

    RUNNING = "running"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    OFFER = "offer"


class YearlyHello(StrEnum):
    """Whether somebody at rest gets one hello a year; where nothing was chosen, those who were warm do."""

    ON = "on"
    OFF = "off"


class Address(StrEnum):
    """How someone is addressed: by first name, or formally until first names were exchanged."""

    FIRST = "first"
    FORMAL = "formal"


class Language(StrEnum):
    """The language in which somebody is written to, with its spelling where that differs."""

    EN_US = "en-US"
    EN_GB = "en-GB"
    DE = "de"
    ES = "es"
    FR = "fr"


class Tone(StrEnum):
    """How notes sound: as one talks, or more formally."""

    WARM = "warm"
    FORMAL = "formal"


class HowLearned(StrEnum):
    """How the user learned of a "no"; it changes the first paragraph of the note (Joyce)."""

    TOLD = "told"
    HEARD = "heard"


class Reason(StrEnum):
    """The kind of a "no" (domain, 1: someone else, an internal candidate, not filled, overqualified, silence)."""

    SOMEONE_ELSE = "someone_else"
    INTERNAL = "internal"
    NOT_FILLED = "not_filled"
    OVERQUALIFIED = "overqualified"
    SILENCE = "silence"
    UNKNOWN = "unknown"


LANGUAGES: dict[str, str] = {
    Language.EN_US: "American English",
    Language.EN_GB: "British English",
    Language.DE: "German",
    Language.ES: "Spanish",
    Language.FR: "French",
}


class DecisionKind(StrEnum):
    """What a user decided about a step: later, not this one, or on the date that the other asked for."""

    SNOOZE = "snooze"
    SKIP = "skip"
    PIN = "pin"


STEP_NAMES: dict[str, str] = {
    Step.ASKED: "they asked",
    Step.REPLY: "answer",
    Step.THANK_YOU: "thank-you",
    Step.FIRST_NOTE: "first note",
    Step.FIRST_CALL: "first call",
    Step.RETRY: "call again",
    Step.CHECK_IN_1: "check-in 1",
    Step.CHECK_IN_2: "check-in 2",
    Step.CHECK_IN: "check-in",
    Step.NUDGE: "nudge",
    Step.PROMISE: "your promise",
    Step.MOVE: "their new job",
    Step.GOOD_NEWS: "your good news",
    Step.REPOST: "open again",
    Step.HELLO: "yearly hello",
}
PART_NAMES: dict[str, str] = {
    Part.HIRING_MANAGER: "hiring manager",
    Part.HR: "HR",
    Part.RECRUITER: "recruiter",
    Part.PANEL: "panel",
    Part.REFERRER: "referrer",
}
CHANNEL_NAMES: dict[str, str] = {
    Channel.EMAIL: "e-mail",
    Channel.PHONE: "call",
    Channel.LINKEDIN: "LinkedIn",
    Channel.IN_PERSON: "in person",
    Channel.VIDEO: "video",
    Channel.POST: "post",
}
REASON_NAMES: dict[str, str] = {
    Reason.SOMEONE_ELSE: "someone else was chosen",
    Reason.INTERNAL: "an internal candidate",
    Reason.NOT_FILLED: "not filled, frozen or changed",
    Reason.OVERQUALIFIED: "overqualified",
    Reason.SILENCE: "silence",
    Reason.UNKNOWN: "no reason given",
}


def named_part(text: str) -> tuple[str, Part]:
    """A name and a part from "Dana Whitfield: hiring manager"; without a part it is the panel.

    Raises:
        ValueError: what stands behind the colon is no part; the text says which there are.
    """
    name, _, said = (piece.strip() for piece in text.partition(":"))
    if not said:
        return name, Part.PANEL
    for part, words in PART_NAMES.items():
        if said.lower() in {part, words.lower(), part.replace("_", " ")}:
            return name, Part(part)
    raise ValueError(f"{said!r} is no part in an application. Known: {', '.join(PART_NAMES.values())}.")


UNNAMED_POSITION = "(position not named)"  # of an application known only from a letter that did not say


def job(position: str, employer: str) -> str:
    """A position with its employer, as one would say it: "Data Engineer at Calder & Rowe"."""
    return f"your application to {employer}" if position == UNNAMED_POSITION else f"{position} at {employer}"


CHECK_INS = frozenset({Step.CHECK_IN_1, Step.CHECK_IN_2, Step.CHECK_IN})
FIRST_STEPS = frozenset({Step.FIRST_NOTE, Step.FIRST_CALL})


def family(step: Step) -> str:
    """What a decision about a step counts for: check-ins are one family, first notes and first calls another."""
    return "check_in" if step in CHECK_INS else "first" if step in FIRST_STEPS else step


def family_name(step: str) -> str:
    """What a step is called among its like: the numbered check-ins are check-ins as the later ones are."""
    return STEP_NAMES[Step.CHECK_IN if step in CHECK_INS else step]


# The order of the due list. Steps of one rank are ordered among themselves by `sort_key`.
STEP_RANKS: dict[str, int] = {
    Step.ASKED: 0,
    Step.REPLY: 1,
    Step.THANK_YOU: 2,
    Step.FIRST_NOTE: 3,
    Step.FIRST_CALL: 3,
    Step.RETRY: 4,
    Step.PROMISE: 4,
    Step.NUDGE: 4,
    Step.MOVE: 4,
    Step.GOOD_NEWS: 4,
    Step.REPOST: 3,
    Step.HELLO: 5,
    Step.CHECK_IN_1: 5,
    Step.CHECK_IN_2: 5,
    Step.CHECK_IN: 5,
}
PART_RANKS: dict[str, int] = {part: rank for rank, part in enumerate(Part)}
