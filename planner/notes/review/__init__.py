"""Advice on a note while it is written: its checklist, its length, what to look at once more. It never blocks anything."""

from ...text import plural
from ..blanks import count_words
from .checklist import LONGEST_CALL, RANGES, points_of
from .language import language_of
from .likeness import likeness_flags
from .report import (
    Flag,
    FlagKind,
    NoteKind,
    Others,
    Point,
    Review,
    Situation,
    Someone,
    State,
    Writer,
    flag,
    in_order,
    kind_of,
    others_than,
)
from .shouting import loud_flags
from .slips import no_reply, slip_flags
from .spelling import can_check, is_ready, prepare, spelling_flags
from .text import reading_ease, seconds_aloud
from .tone import tone_flags

__all__ = [
    "Flag",
    "FlagKind",
    "NoteKind",
    "Others",
    "Point",
    "Review",
    "Situation",
    "Someone",
    "State",
    "Writer",
    "is_ready",
    "kind_of",
    "others_than",
    "prepare",
    "review",
]


_SOON = 7  # days
_NOT_SO_SOON = {NoteKind.FIRST_NOTE, NoteKind.CHECK_IN, NoteKind.SHORT}
_LONGEST = 8_000  # characters; a note has a tenth of that, and the rules are made for notes


def review(subject: str, body: str, situation: Situation, *, spelling: bool = True) -> Review:
    """What can be said of a note as it stands, for the place where it goes; its spelling only where that is wanted."""
    subject, body = subject[:_LONGEST], body[:_LONGEST]
    call = situation.kind in {NoteKind.CALL, NoteKind.CHECK_IN_CALL}
    language = language_of(body) or situation.language
    flags = [
        *slip_flags(body, situation),
        *(tone_flags(body) if language == "en" else ()),
        *loud_flags(body),
        *likeness_flags(body, situation.earlier, situation.elsewhere),
    ]
    can_spell = can_check(language)
    checked = spelling and can_spell
    if checked:
        flags += spelling_flags(body, situation, language)
    if situation.days_since is not None and situation.days_since < _SOON and situation.kind in _NOT_SO_SOON:
        days = plural(situation.days_since, "day") if situation.days_since else "earlier today"
        flags.append(flag(FlagKind.SECOND_NOTE, 0, 0, days=f"{days} ago" if situation.days_since else days))
    dead_end = no_reply(situation.to.email) if not call else None
    if dead_end is not None:
        flags.append(dead_end)
    fewest, most = RANGES[situation.kind]
    longest = LONGEST_CALL if call else 0
    return Review(
        words=count_words(body),
        fewest=fewest,
        most=situation.words_per_minute * longest // 60 if call else most,
        points=points_of(body, situation, language),
        flags=in_order(flags),
        seconds=seconds_aloud(body, situation.words_per_minute) if call else 0,
        longest=longest,
        ease=reading_ease(body) if language == "en" else None,
        spelling=checked,
        can_spell=can_spell,
        language=language,
        subject_flags=in_order([*slip_flags(subject, situation), *tone_flags(subject), *loud_flags(subject)]),
    )
