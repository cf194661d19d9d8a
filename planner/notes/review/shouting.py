"""Shouting: words in capitals, and more than one exclamation mark (domain, section 6)."""

import re
from collections.abc import Iterator

from .report import Flag, FlagKind, flag

_MOST_MARKS = 3  # in a note, each at a sentence of its own
_MARKS = re.compile(r"[!?]*![!?]*")
_CAPITALS = re.compile(r"(?<![\w@./-])[A-ZÄÖÜÉÈ]{2,}(?:'[A-Z]+)?(?![\w@/-])")
# Ordinary words that somebody writes in capitals only to be loud; acronyms and names are none of these.
_ORDINARY = frozenset(
    """
    a about above absolutely across after again against ago all almost alone already always am amazing an and another
    answer any anybody anyone anything appreciate are around as asap ask asked at awful away awesome back bad badly be
    because been before behind being believe best better between big both but by call called came can cannot chance
    chose clear clearly come could day days deserve desperately did do does done dont door down during each eight either
    eleven else end enough entire even ever every everybody everyone everything exactly extremely fact fair
    false family far feel felt few fifteen fifty finally find fine first five for forever forty found four friend from
    full fun gave get give given glad go gone good got great had half happy hard has hated have he hear heard help her
    here hey him his hope hour hours how however hundred ignored important impossible in indeed instead interested into
    is it job just keep kept kind knew know known last late later least left less let life like line listen little long
    look lot lots love loved made make man many matter maybe me mean means meant might mine minute minutes mistake mom
    month months more most move much must my name near need never new next nice night nine no nobody none nor not
    nothing now of off often ok okay old on once one only open or other others our out over own part people perfect
    person place please point position probably promise promised put quick quickly quite rather read real really reason
    remember reply right rude sad said same saw say second see seem seen sent serious seriously seven shame she
    should show simply since single six small so some somebody someone something soon sorry speak still stop story
    strong stupid such sure surely take talk tell ten terrible than thank thanks that the their them then there these
    they thing things think third thirty this those though thought thousand three through time times tired to today
    together told tomorrow tonight too took totally tried true truly truth try trying twelve twenty twice two under
    understand unfair until up upset urgent us use very voice wait waited waiting want wanted warning was waste way we
    week weeks well were what whatever when where whether which while who whole why wife will wish with within without
    wonderful word words work worked world worse worst worth would write wrong wrote year years yes yesterday yet you
    young your yours zero
    """.split()
)
# Beside these words, what nobody would write in capitals as an acronym: "BRILLIANTLY", "DISAPPOINTING".
_LONG_ENDINGS = re.compile(r"[A-Z]{3,}(?:LY|ING|NESS|FUL|EST|ABLE)|[A-Z]{4,}(?:ED|OUS|ION|MENT)")
_SHORT_WORDS_ALSO_ACRONYMS = frozenset(
    {
        "a",
        "am",
        "an",
        "as",
        "at",
        "do",
        "go",
        "he",
        "in",
        "is",
        "it",
        "me",
        "no",
        "of",
        "off",
        "ok",
        "on",
        "or",
        "so",
        "us",
        "up",
        "who",
        "job",
        "one",
        "old",
        "see",
        "all",
        "may",
        "best",
    }
)


def loud_flags(text: str) -> Iterator[Flag]:
    """What reads as shouting."""
    yield from _shouted(text)
    marks = list(_MARKS.finditer(text))
    for number, match in enumerate(marks, start=1):
        if match.end() - match.start() > 1 or number == _MOST_MARKS + 1:
            yield flag(FlagKind.EXCLAMATION, match.start(), match.end())


def _shouted(text: str) -> Iterator[Flag]:
    """Ordinary words in capitals: alone when nothing else is written so, or several in a row."""
    words = list(_CAPITALS.finditer(text))
    run: list[re.Match[str]] = []
    for match in words:
        if run and text[run[-1].end() : match.start()].strip(" ,'") and run:
            yield from _loud(run)
            run = []
        run.append(match)
    yield from _loud(run)


def _loud(run: list[re.Match[str]]) -> Iterator[Flag]:
    ordinary = [match for match in run if match[0].lower() in _ORDINARY or _LONG_ENDINGS.fullmatch(match[0])]
    sure = [match for match in ordinary if match[0].lower() not in _SHORT_WORDS_ALSO_ACRONYMS]
    if sure or len(ordinary) > 1:
        yield flag(FlagKind.CAPS, run[0].start(), run[-1].end())
