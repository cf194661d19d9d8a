"""What a review is given and what it gives: plain values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from ...cadence.terms import CHECK_INS, Channel, Step


class NoteKind(StrEnum):
    """What a note is for, as far as its checklist goes."""

    FIRST_NOTE = "first_note"
    CALL = "call"
    CHECK_IN = "check_in"
    CHECK_IN_CALL = "check_in_call"
    THANK_YOU = "thank_you"
    REPLY = "reply"
    SHORT = "short"


class FlagKind(StrEnum):
    """What a flag is about (domain, section 6): one line a kind, read by whatever finds it and whatever shows it.

    Each has its value, the `label` that stands in the advice, and `why` it is worth a look: a sentence, with words in
    braces that `flag` fills in. To add a kind, add its line here, and in the module that finds it a `flag(...)`; what a
    new module finds is asked for in `review`. The labelled drafts of the tests have to have it as well.
    """

    label: str
    why: str

    def __new__(cls, value: str, label: str = "", why: str = "") -> "FlagKind":
        """A kind from its line."""
        kind = str.__new__(cls, value)
        kind._value_, kind.label, kind.why = value, label, why
        return kind

    BLANK = "blank", "blank", "This is still to be filled in."
    WRONG_NAME = (
        "wrong_name",
        "another name",
        "{other} is somebody else in your book{place}, and this note is for {to}.",
    )
    WRONG_EMPLOYER = (
        "wrong_employer",
        "another employer",
        "{employer} is where {other} works; this note goes to {mine}.",
    )
    WRONG_POSITION = (
        "wrong_position",
        "another position",
        "{position} is the position at {employer}; this note is about another.",
    )
    ANGER = (
        "anger",
        "anger",
        "Reads as anger. Disappointment, said once and plainly, is heard; anger closes the door.",
    )
    BLAME = "blame", "blame", "Reads as blame. They decided with what they had; leave it at thanks."
    PLEADING = "pleading", "pleading", "Reads as pleading. Interest is enough; let them come to you."
    SARCASM = "sarcasm", "sarcasm", "Can be read as sarcasm. Say it plainly, or leave it out."
    CAPS = "caps", "capitals", "Capitals read as shouting."
    EXCLAMATION = "exclamation", "marks", "One mark is enough; several read as agitation."
    JOB_LEAD = (
        "job_lead",
        "asks for a lead",
        "Asks for a job lead. Ask for advice instead, and leads come by themselves.",
    )
    WORK_ADDRESS = (
        "work_address",
        "work address",
        "Looks like an address at work. A present employer may read it, and you lose it with the job.",
    )
    NO_REPLY = (
        "no_reply",
        "no-reply address",
        "Nobody reads {email}. Find an address of theirs, or write on LinkedIn.",
    )
    SPELLING = "spelling", "spelling", "{why}"
    FLIRTING = "flirting", "too personal", "Can be read as flirting. Keep to the work, and to what they said about it."
    APOLOGY = "apology", "apologises", "Apologises more than there is reason to. Once is enough, if at all."
    THANKS = "thanks", "much thanks", "Thanks upon thanks. Once, and for something in particular, is heard better."
    JOB_BACK = (
        "job_back",
        "asks for it back",
        "Asks them to reverse the decision. They won't; ask to be thought of the next time.",
    )
    SECOND_NOTE = (
        "second_note",
        "second note",
        "You wrote to them {days}. A second note within a week reads as pressure.",
    )
    ALIKE = (
        "alike",
        "too alike",
        "{count} also in your note to {name}, {who}. Colleagues compare; change a few.",
    )


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to look at: its place in the text (both 0 when it has none there), and why, in a sentence."""

    kind: FlagKind
    start: int
    end: int
    why: str
    fix: str = ""  # what could stand there instead


def flag(kind: FlagKind, start: int, end: int, *, fix: str = "", **words: str) -> Flag:
    """A flag of that kind on that place; `words` are those that its sentence leaves open."""
    return Flag(kind, start, end, kind.why.format(**words), fix)


class State(StrEnum):
    """Whether a note holds something; unsure where it may well be in it, in words that do not tell."""

    COVERED = "covered"
    MISSING = "missing"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a good note of this kind holds, and whether this one does."""

    name: str
    words: str
    state: State

    @property
    def covered(self) -> bool:
        """Whether it is surely in it."""
        return self.state is State.COVERED


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as far as a note can get them wrong. `employers` are all that the book knows of them."""

    name: str
    called: str = ""
    employers: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True)
class Others:
    """Everybody else in the book, ready to be looked up in a text of a few hundred words.

    `by_word` has each by every word of their name, in small letters; `employers` the employers that are not also the
    recipient's by their first word, each with somebody who works there.
    """

    by_word: dict[str, list[Someone]]
    employers: dict[str, list[tuple[str, Someone]]]
    emails: frozenset[str]


def others_than(to: Someone, people: Iterable[Someone]) -> Others:
    """The others of the book beside the one a note is for."""
    own = {employer.casefold() for employer in to.employers}
    by_word: dict[str, list[Someone]] = {}
    employers: dict[str, list[tuple[str, Someone]]] = {}
    seen = own | {""}
    emails = set()
    for person in people:
        emails.add(person.email.casefold())
        for word in set(name_words(f"{person.name} {person.called}")):
            by_word.setdefault(word, []).append(person)
        for employer in person.employers:
            small = employer.casefold()
            if small not in seen:
                seen.add(small)
                employers.setdefault(first_word(small), []).append((employer, person))
    return Others(by_word, employers, frozenset(emails))


def name_words(name: str) -> list[str]:
    """The words of a name, in small letters and without the dots of initials."""
    return [word.rstrip(".'") for word in _NAME_WORD.findall(name.replace("’", "'").casefold())]


def first_word(text: str) -> str:
    """The first word of a text, its letters and digits alone."""
    match = _FIRST_WORD.search(text)
    return match[0] if match else text


_NAME_WORD = re.compile(r"[^\W\d_][\w'.-]*")
_FIRST_WORD = re.compile(r"[^\W_]+")
NOBODY = Others({}, {}, frozenset())


@dataclass(frozen=True, slots=True)
class Writer:
    """The user's private details."""

    name: str = ""
    email: str = ""
    phone: str = ""
    linkedin: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything beside its text that a note is judged by.

    `earlier` are notes to others about the same employer, as name and text, and `elsewhere` those of them who do not work
    there, as a recruiter; `words_per_minute` is how fast a script is read, and `language` what a text too short to tell is in.
    """

    kind: NoteKind
    to: Someone
    me: Writer = Writer()
    told: bool = False
    others: Others = NOBODY
    earlier: tuple[tuple[str, str], ...] = ()
    elsewhere: frozenset[str] = frozenset()
    words_per_minute: int = 150
    language: str = "en"  # in which they are written to
    dialect: str = "en-US"
    words: frozenset[str] = frozenset()  # of the book's names, employers and positions: no misspellings
    positions: tuple[str, ...] = ()  # that they interviewed for
    other_positions: tuple[tuple[str, str], ...] = ()  # of other applications, each with its employer
    days_since: int | None = None  # since the last note to them that was not a reply to one of theirs


@dataclass(frozen=True, slots=True)
class Review:
    """What can be said of a note while it is written. `ease` is Flesch's reading ease; None of too short a text."""

    words: int
    fewest: int
    most: int
    points: tuple[Point, ...]
    flags: tuple[Flag, ...]
    seconds: int = 0
    longest: int = 0  # seconds that a call may take; 0 of what is not read aloud
    ease: int | None = None
    spelling: bool = False  # whether it was checked
    can_spell: bool = True  # whether it can be, here and in that language
    language: str = "en"  # that it is in, as far as its small words tell
    subject_flags: tuple[Flag, ...] = field(default=())


_KINDS = {
    Step.THANK_YOU: NoteKind.THANK_YOU,
    Step.REPLY: NoteKind.REPLY,
    Step.NUDGE: NoteKind.SHORT,
    Step.PROMISE: NoteKind.SHORT,
    Step.MOVE: NoteKind.SHORT,
    Step.GOOD_NEWS: NoteKind.SHORT,
}


def kind_of(step: Step, channel: Channel, *, checking_in: bool = False) -> NoteKind:
    """The kind of a note by its step and channel."""
    later = (
        step in {*CHECK_INS, Step.ASKED, Step.HELLO, Step.REPOST}
        or checking_in
        or (step in _KINDS and channel is Channel.PHONE)
    )
    if channel is Channel.PHONE:
        return NoteKind.CHECK_IN_CALL if later else NoteKind.CALL
    if later:
        return NoteKind.CHECK_IN
    return _KINDS.get(step, NoteKind.FIRST_NOTE)


def in_order(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Flags as one comes to them in the text; those without a place first."""
    return tuple(sorted(flags, key=lambda flag: (flag.start, flag.end, flag.kind)))
