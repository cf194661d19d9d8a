"""The table of the kinds of touch: complete, and read by everything that names a kind."""

from datetime import date, timedelta
from itertools import product

import pytest

from planner.book import commands, queries
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.file import reading
from planner.book.formatting import told
from planner.book.models import ContactFields
from planner.cadence.facts import is_answered, is_mine, wants_answer
from planner.cadence.history import Touch
from planner.cadence.terms import Direction, Kind
from planner.cadence.touches import EVENTS, GROUPS, TOUCH_KINDS, label, words_of

DAY = date(2026, 11, 22)
OUT, IN, BOTH = Direction


def test_every_kind_is_described_and_listed_in_one_group():
    assert list(TOUCH_KINDS) == list(Kind)
    assert sorted(kind for group in GROUPS.values() for kind in group) == sorted(Kind)
    for kind, row in TOUCH_KINDS.items():
        assert row.words, kind
        for words in row.words.values():
            assert words.timeline and words.label.count("{}") == 1, kind


def test_what_can_be_logged_has_words_for_its_direction():
    for word, event in EVENTS.items():
        assert words_of(event.kind, event.direction) is not None, word
        assert word == word.lower() and " " not in word and event.choice


@pytest.mark.parametrize(
    ("kind", "mine", "answered", "asks"),
    [
        (Kind.MESSAGE, {OUT}, {IN, BOTH}, {IN}),
        (Kind.CALL, {OUT, IN, BOTH}, {OUT, IN, BOTH}, set()),
        (Kind.VOICEMAIL, {OUT}, {IN, BOTH}, {IN}),
        (Kind.NO_ANSWER, set(), {IN, BOTH}, set()),
        (Kind.MEETING, {OUT, BOTH}, {OUT, IN, BOTH}, set()),
        (Kind.INTERVIEW, set(), {IN, BOTH}, set()),
        (Kind.INVITATION, set(), {IN, BOTH}, {IN}),
        (Kind.REJECTION, set(), {IN, BOTH}, set()),
        (Kind.MOVED, set(), set(), set()),
    ],
)
def test_what_a_kind_counts_for(kind: Kind, mine: set[Direction], answered: set[Direction], asks: set[Direction]):
    touches = [Touch(kind, direction, DAY) for direction in Direction]
    assert {touch.direction for touch in touches if is_mine(touch)} == mine
    assert {touch.direction for touch in touches if is_answered(touch)} == answered
    assert {touch.direction for touch in touches if wants_answer(touch)} == asks


def test_the_database_takes_every_kind_and_a_timeline_tells_it(book: Book):
    """A kind whose migration is missing fails here."""
    key = commands.add_contact(book, entered(ContactFields, name="Dana Whitfield")).id
    for number, (kind, direction) in enumerate(product(Kind, Direction)):
        done = commands.log_touchpoint(book, key, kind, direction, book.clock() - timedelta(days=number))
        assert done.label == f"{label(kind, direction, 'Dana Whitfield')} logged"
    with reading(book.path) as connection:
        timeline = queries.timeline(connection, key)
    assert {touch.kind for touch in timeline} == set(Kind)
    for touch in timeline:
        words = words_of(touch.kind, touch.direction)
        assert told(touch).startswith(words.timeline if words else touch.kind.replace("_", " "))
