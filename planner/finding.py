"""What one types to find somebody: words, phrases and filters, the same in the app and in the shell.

    dana platform            both words, each at the beginning of a word; case and accents do not count
    "second team"            these words side by side
    -recruiter               without that word
    is:due  tag:warm  at:calder  part:hr  since:"last month"  before:2026-06-01

Standard library only.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from .cadence.terms import PART_NAMES
from .text import folded, joined, nearest

STATES: dict[str, str] = {
    "due": "something is owed today",
    "late": "something is late",
    "later": "something is planned, not yet due",
    "waiting": "nothing is planned",
    "resting": "at rest",
    "closed": "closed",
    "open": "followed up",
    "archived": "put away in the archive",
    "draft": "a draft waits",
}
FILTERS: dict[str, str] = {
    "is:": "due, late, later, waiting, resting, closed, open, archived, draft",
    "tag:": "a tag",
    "at:": "an employer",
    "part:": "hiring manager, hr, recruiter, panel, referrer",
    "since:": "in touch on or after a date",
    "before:": "not in touch since a date",
}
# A term: an optional minus, an optional filter word, then a phrase in quotes or a word.
_TERM = re.compile(r'(?P<minus>-)?(?P<key>[a-z]+:)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))', re.IGNORECASE)


class Term(NamedTuple):
    """A word, or a phrase, that a text must hold, or must not."""

    text: str  # folded
    phrase: bool
    excluded: bool


class Filter(NamedTuple):
    """A filter word with its value: ("is", "due")."""

    key: str
    value: str  # folded
    excluded: bool
    day: date | None = None


class Candidate(Protocol):
    """What a query looks at in a person."""

    @property
    def text(self) -> str:
        """Every word of theirs that counts, folded, with a blank in front."""

    @property
    def marks(self) -> Collection[str]:
        """Which of `STATES` they are in."""

    @property
    def tags(self) -> Collection[str]:
        """Their tags, folded."""

    @property
    def employers(self) -> str:
        """Where they work or interviewed, folded."""

    @property
    def parts(self) -> Collection[str]:
        """Their parts in applications, by value."""

    @property
    def last(self) -> date | None:
        """The day of the last touch."""


@dataclass(frozen=True)
class Query:
    """A query, read. `problems` says what in it could not be, each as a sentence; that part is left out."""

    said: str = ""
    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    problems: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.terms or self.filters)

    def filters_only(self) -> "Query":
        """The same without its words."""
        return Query(self.said, (), self.filters)

    def matcher(self) -> Callable[[Candidate], bool]:
        """What tells whether a person has all that is asked for; made once for a whole list of them."""
        wanted = [f" {term.text}" for term in self.terms if not term.excluded]
        unwanted = [f" {term.text}" for term in self.terms if term.excluded]
        filters = self.filters
        if len(wanted) == 1 and not unwanted and not filters:
            [word] = wanted
            return lambda person: word in person.text

        def matches(person: Candidate) -> bool:
            text = person.text
            for word in wanted:
                if word not in text:
                    return False
            for word in unwanted:
                if word in text:
                    return False
            return all(_passes(each, person) for each in filters)

        return matches

    def matches_text(self, text: str) -> bool:
        """Whether a folded text has the words; a word counts from the beginning of a word on."""
        text = f" {text}"
        return all((f" {term.text}" in text) is not term.excluded for term in self.terms)


def read_query(said: str, today: date, *, typing: bool = True) -> Query:
    """What was typed, as a query. Nothing typed is an error: what cannot be read is said in `problems`.

    While it is being `typing`, a filter whose value is only begun is no problem.
    """
    terms: list[Term] = []
    filters: list[Filter] = []
    problems: list[str] = []
    for match in _TERM.finditer(said):
        key = (match["key"] or "").lower()
        value = match["phrase"] if match["phrase"] is not None else match["word"]
        excluded = bool(match["minus"])
        if not key and value.lower() in FILTERS and match["phrase"] is None:
            problems += [] if typing else [f"{value} needs a value: {FILTERS[value.lower()]}."]
            continue
        if key in FILTERS:
            found, problem = _filter(key[:-1], value, excluded, today, typing=typing)
            filters += [found] if found is not None else []
            problems += [problem] if problem else []
            continue
        near = nearest(key, FILTERS) if key else []
        if near:
            problems.append(f"There is no {key} to filter by; did you mean {near[0]}?")
        text = folded(f"{match['key'] or ''}{value}")
        if text:
            terms.append(Term(text, match["phrase"] is not None, excluded))
    return Query(said, tuple(terms), tuple(filters), tuple(problems))


def index_words(query: Query) -> str:
    """The words of a query as FTS5 asks for them; "" when none is asked for.

    Every word is quoted, so nothing typed can be mistaken for an operator of FTS5.
    """
    wanted = [f'"{term.text}"{"" if term.phrase else " *"}' for term in query.terms if not term.excluded]
    unwanted = [f'"{term.text}"{"" if term.phrase else " *"}' for term in query.terms if term.excluded]
    if not wanted:
        return ""
    return " NOT ".join([f"({' AND '.join(wanted)})", *unwanted])


def sentence(text: str, query: Query, width: int = 160) -> str:
    """The sentence of a text in which the first of the words stands, on one line; its start when none does."""
    terms = [term.text for term in query.terms if not term.excluded]
    pieces = [" ".join(piece.split()) for piece in re.split(r"(?<=[.!?])\s+|\n+", text)]
    pieces = [piece for piece in pieces if piece]
    for piece in pieces:
        inside = f" {folded(piece)}"
        if any(f" {term}" in inside for term in terms):
            return _around(piece, terms, width)
    return _around(" ".join(pieces), terms, width)


def _around(text: str, terms: Iterable[str], width: int) -> str:
    if len(text) <= width:
        return text
    low = text.casefold()
    at = min((place for term in terms if (place := low.find(term.split()[0])) >= 0), default=0)
    start = max(0, min(at - width // 3, len(text) - width))
    return f"{'…' if start else ''}{text[start : start + width].strip()}{'…' if start + width < len(text) else ''}"


def completions(said: str, tags: Iterable[str], employers: Iterable[str]) -> list[str]:
    """What the last word of a query could go on as: filter words, and the values of the one that is being typed."""
    start = said.rfind(" ") + 1
    word = said[start:].lower()
    minus = "-" if word.startswith("-") else ""
    word = word.removeprefix("-")
    if not word:
        return []
    key, colon, begun = word.partition(":")
    if not colon:
        found = [name for name in FILTERS if name.startswith(word)]
    else:
        values = {
            "is": list(STATES),
            "tag": sorted(tags),
            "at": sorted({folded(name).split()[0] for name in employers if folded(name)}),
            "part": [folded(name).replace(" ", "-") for name in PART_NAMES.values()],
            "since": ["yesterday", '"last month"', '"3 months ago"'],
            "before": ["yesterday", '"last month"', '"3 months ago"'],
        }.get(key, [])
        found = [f"{key}:{value}" for value in values if value.startswith(begun.lower()) and value != begun]
    return [f"{said[:start]}{minus}{each}" for each in found]


def _filter(key: str, value: str, excluded: bool, today: date, *, typing: bool) -> tuple[Filter | None, str]:
    plain = folded(value)
    if not plain:
        return None, ""  # still being typed
    if key == "is":
        if plain in STATES:
            return Filter(key, plain, excluded), ""
        if typing and any(state.startswith(plain) for state in STATES):
            return None, ""  # still being typed
        return None, f"is:{value} is none of {joined(list(STATES), 'or')}."
    if key == "part":
        wanted = plain.replace(" ", "")
        for part, words in PART_NAMES.items():
            if folded(words).replace(" ", "").startswith(wanted) or folded(part).replace(" ", "").startswith(wanted):
                return Filter(key, part, excluded), ""
        return None, f"part:{value} is none of {joined(list(PART_NAMES.values()), 'or')}."
    if key in {"since", "before"}:
        from .typed_dates import read_by_rules  # takes 10 ms to import, which the app's first frame does without

        day = _gone(plain, today) or read_by_rules(value, today, past=True)
        if day is None:
            return None, f"“{value}” is not a date I can read."
        return Filter(key, plain, excluded, day), ""
    return Filter(key, plain, excluded), ""


def _gone(said: str, today: date) -> date | None:
    """A span of the past: "last month" is its first day, "last week" its Monday."""
    from datetime import timedelta

    if said in {"last month", "month"}:
        return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if said in {"last week", "week"}:
        return today - timedelta(days=today.weekday() + 7)
    if said in {"last year", "year"}:
        return date(today.year - 1, 1, 1)
    if said in {"this month", "this year", "this week"}:
        return {
            "this month": today.replace(day=1),
            "this year": date(today.year, 1, 1),
            "this week": today - timedelta(days=today.weekday()),
        }[said]
    match = re.fullmatch(r"(\d{1,3}) ?(d|day|w|week|m|month|y|year)s?(?: ago)?", said)
    if match is None:
        return None
    days = {"d": 1, "w": 7, "m": 30, "y": 365}[match[2][0]] * int(match[1])
    return today - timedelta(days=days)


def _passes(each: Filter, person: Candidate) -> bool:
    if each.key == "is":
        held = each.value in person.marks
    elif each.key == "tag":
        held = any(tag.startswith(each.value) for tag in person.tags)
    elif each.key == "at":
        held = f" {each.value}" in f" {person.employers}"
    elif each.key == "part":
        held = each.value in person.parts
    elif each.key == "since":
        held = each.day is not None and person.last is not None and person.last >= each.day
    else:
        held = each.day is not None and (person.last is None or person.last < each.day)
    return held is not each.excluded
