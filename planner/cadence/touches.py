"""The kinds of touch: what each is called, how it counts, and what of it can be logged.

The rules, the book, the command line and the app all read these two tables. To add a kind, add

1. its value to `Kind` in `terms.py`,
2. its row to `TOUCH_KINDS` and, if a person can log it, a row to `EVENTS`, and
3. a migration: the database checks `touchpoint.kind` against the values of `Kind`, so the check of books that exist
   already has to be widened. `_allow` in `migrations/versions/0003_every_obligation.py` does that for `moved`, without
   rewriting a row; call the same procedure with the last value so far and the new one.
"""

from typing import NamedTuple

from .terms import Channel, Direction, Kind

MESSAGES, CALLS, MEETINGS = "messages", "calls", "meetings"

_NEVER: frozenset[Direction] = frozenset()
_FROM_ME = frozenset({Direction.OUT})
_FROM_THEM = frozenset({Direction.IN, Direction.BOTH})
_EITHER_WAY = frozenset(Direction)


class Words(NamedTuple):
    """A kind of touch in one direction: as a line of a timeline begins, and as the journal calls it with a name."""

    timeline: str
    label: str


class TouchKind(NamedTuple):
    """One kind of touch: its words by direction, where it is listed, and what it counts for.

    A touch is the user's (`mine`) when they reached the person by it, or chose to meet or speak; in those directions it
    fulfils steps. It is an answer (`theirs`) when it shows that the person is there. A call between the two is both.
    """

    group: str  # in which a page can show it alone
    words: dict[Direction, Words]
    channel: Channel | None = None  # the usual one
    mine: frozenset[Direction] = _NEVER
    theirs: frozenset[Direction] = _FROM_THEM
    reached: bool = True  # resets the clock of the check-ins; a call that nobody answered does not
    personal: bool = True  # between the two of them, and not a step of an application
    met: bool = False  # a note can refer to it: "when we met on ..."
    wants_answer: str = ""  # when it comes from them: what they did, in "Dana ... on Fri 20 Nov, and is waiting"
    names_position: bool = False  # a timeline names the position where there is no subject


TOUCH_KINDS: dict[Kind, TouchKind] = {
    Kind.MESSAGE: TouchKind(
        MESSAGES,
        {
            Direction.OUT: Words("you wrote", "note to {}"),
            Direction.IN: Words("they wrote", "message from {}"),
        },
        channel=Channel.EMAIL,
        mine=_FROM_ME,
        wants_answer="wrote",
    ),
    Kind.CALL: TouchKind(
        CALLS,
        {
            Direction.OUT: Words("you called and spoke", "call with {}"),
            Direction.IN: Words("they called", "call from {}"),
        },
        channel=Channel.PHONE,
        mine=_EITHER_WAY,
        theirs=_EITHER_WAY,
    ),
    Kind.VOICEMAIL: TouchKind(
        CALLS,
        {
            Direction.OUT: Words("you left a voicemail", "voicemail for {}"),
            Direction.IN: Words("they left a voicemail", "voicemail from {}"),
        },
        channel=Channel.PHONE,
        mine=_FROM_ME,
        wants_answer="left you a message",
    ),
    Kind.NO_ANSWER: TouchKind(
        CALLS,
        {Direction.OUT: Words("you called, no answer", "call to {} without answer")},
        channel=Channel.PHONE,
        reached=False,
    ),
    Kind.MEETING: TouchKind(
        MEETINGS,
        {Direction.BOTH: Words("you met", "meeting with {}")},
        channel=Channel.IN_PERSON,
        mine=frozenset({Direction.OUT, Direction.BOTH}),
        theirs=_EITHER_WAY,
        met=True,
    ),
    Kind.INTERVIEW: TouchKind(
        MEETINGS,
        {Direction.BOTH: Words("interview", "interview with {}")},
        personal=False,
        met=True,
        names_position=True,
    ),
    Kind.INVITATION: TouchKind(
        MESSAGES,
        {Direction.IN: Words("they invited you", "invitation from {}")},
        channel=Channel.EMAIL,
        personal=False,
        wants_answer="invited you",
    ),
    Kind.REJECTION: TouchKind(
        MESSAGES,
        {Direction.IN: Words("they turned you down", "rejection from {}")},
        channel=Channel.EMAIL,
        personal=False,
        names_position=True,
    ),
    Kind.MOVED: TouchKind(
        MEETINGS,
        {Direction.BOTH: Words("they moved", "new job of {}")},
        theirs=_NEVER,
        reached=False,
    ),
    Kind.BOUNCED: TouchKind(
        MESSAGES,
        {Direction.OUT: Words("your note did not arrive", "note to {} that did not arrive")},
        channel=Channel.EMAIL,
        theirs=_NEVER,
        reached=False,
    ),
    Kind.REPOSTED: TouchKind(
        MESSAGES,
        {Direction.IN: Words("the position is open again", "news of {}")},
        theirs=_NEVER,
        reached=False,
        personal=False,
        names_position=True,
    ),
}


class Event(NamedTuple):
    """Something that a person says happened.

    `choice` is what a form calls it. `outcome` says what follows when a planned call ends that way; only what has one
    is an answer to "How did the call go?". A move asks where to.
    """

    kind: Kind
    direction: Direction
    channel: Channel | None
    choice: str
    outcome: str = ""


# By the word typed in `planner log`, in the order in which they are offered.
EVENTS: dict[str, Event] = {
    "called": Event(
        Kind.CALL,
        Direction.OUT,
        Channel.PHONE,
        "called, we spoke",
        "reached: the call is done, a check-in comes up in a month or later",
    ),
    "voicemail": Event(
        Kind.VOICEMAIL, Direction.OUT, Channel.PHONE, "voicemail left", "voicemail left: counts the same"
    ),
    "no-answer": Event(
        Kind.NO_ANSWER,
        Direction.OUT,
        Channel.PHONE,
        "no answer",
        "no answer: the call is still to be made",
    ),
    "emailed": Event(Kind.MESSAGE, Direction.OUT, Channel.EMAIL, "e-mailed them"),
    "linkedin": Event(Kind.MESSAGE, Direction.OUT, Channel.LINKEDIN, "LinkedIn message"),
    "replied": Event(Kind.MESSAGE, Direction.IN, Channel.EMAIL, "they replied"),
    "they-called": Event(Kind.CALL, Direction.IN, Channel.PHONE, "they called"),
    "met": Event(Kind.MEETING, Direction.BOTH, Channel.IN_PERSON, "met"),
    "moved": Event(Kind.MOVED, Direction.BOTH, None, "they have a new job"),
}

# What a page can show alone.
GROUPS: dict[str, frozenset[Kind]] = {
    group: frozenset(kind for kind, row in TOUCH_KINDS.items() if row.group == group)
    for group in (MESSAGES, CALLS, MEETINGS)
}


def words_of(kind: str, direction: str) -> Words | None:
    """The words for a touch; None for a direction that this kind does not have."""
    return TOUCH_KINDS[Kind(kind)].words.get(Direction(direction))


def label(kind: Kind, direction: Direction, name: str) -> str:
    """A touch with somebody as the journal calls it: "call with Dana Whitfield"."""
    words = words_of(kind, direction) or next(iter(TOUCH_KINDS[kind].words.values()))
    return words.label.format(name)
