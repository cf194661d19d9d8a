"""What counts as answered, as a table; and no claim from a few letters."""

from datetime import timedelta

import pytest

from planner.book import commands
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.file import reading
from planner.book.insights import FEW, Insights, Share, insights, wilson
from planner.book.models import ContactFields
from planner.cadence.terms import Channel, Direction, Kind, Step
from tests.conftest import TODAY

OUT, IN = Direction.OUT, Direction.IN
M, C, V = Kind.MESSAGE, Kind.CALL, Kind.VOICEMAIL
# What happened, days ago; then how many letters count, how many of them were answered, how many are still open.
HISTORIES = [
    ([], (0, 0, 0)),
    ([(40, M, OUT)], (1, 0, 0)),
    ([(40, M, OUT), (30, M, IN)], (1, 1, 0)),
    ([(40, M, OUT), (40, M, IN)], (1, 1, 0)),  # on the same day
    ([(5, M, OUT)], (0, 0, 1)),  # an answer may still come
    ([(5, M, OUT), (4, M, IN)], (1, 1, 0)),
    ([(60, M, OUT), (40, M, OUT)], (2, 0, 0)),
    ([(60, M, OUT), (40, M, OUT), (30, M, IN)], (2, 1, 0)),  # only the later one was answered
    ([(60, M, OUT), (40, M, IN), (40, M, OUT)], (1, 1, 0)),  # what answers them is no letter
    ([(60, M, OUT), (50, M, IN), (45, M, IN)], (1, 1, 0)),
    ([(60, M, IN), (50, M, OUT), (40, M, OUT)], (1, 0, 0)),  # what came before is no answer
    ([(60, M, OUT), (60, M, OUT), (60, M, IN)], (2, 1, 0)),  # one answer counts once
    ([(40, V, OUT), (39, C, IN)], (1, 1, 0)),
    ([(40, C, OUT)], (0, 0, 0)),  # a call that was answered is no letter
    ([(40, M, OUT), (20, C, OUT)], (1, 0, 0)),
    ([(40, M, OUT), (20, Kind.MEETING, Direction.BOTH)], (1, 1, 0)),
    ([(40, M, OUT), (30, Kind.REJECTION, IN)], (1, 0, 0)),
]


def told(book: Book) -> Insights:
    with reading(book.path) as connection:
        return insights(connection, TODAY)


@pytest.mark.parametrize(("history", "expected"), HISTORIES)
def test_what_counts_as_answered(book: Book, history, expected):
    key = commands.add_contact(book, entered(ContactFields, name="Dana Whitfield")).id
    for days, kind, direction in history:
        commands.log_touchpoint(book, key, kind, direction, TODAY - timedelta(days=days))
    found = told(book)
    answered = sum(share.answered for share in found.by["channel"])
    assert (found.letters, answered, found.open) == expected


def test_each_letter_has_the_template_it_was_begun_from(book: Book):
    key = commands.add_contact(book, entered(ContactFields, name="Dana Whitfield")).id
    for number, template in enumerate(("a", "b", "c")):
        saved = commands.save_draft(
            book, None, contact_id=key, step=Step.CHECK_IN, application_id=None, channel=Channel.EMAIL, template=template,
            subject="Hello", body=f"Text {number}\n",
        )  # fmt: skip
        commands.mark_sent(book, saved.id, TODAY - timedelta(days=100 - 30 * number))
    assert {share.name: share.letters for share in told(book).by["template"]} == {"a": 1, "b": 1, "c": 1}


def test_no_share_is_claimed_from_a_few_letters():
    assert not Share("x", FEW - 1, FEW - 1).enough and Share("x", FEW, 0).enough
    low, high = Share("x", 12, 5).between
    assert 0.19 < low < 0.20 and 0.68 < high < 0.69  # as the tables give it
    assert wilson(0, 0) == (0.0, 1.0) and wilson(0, 10)[0] == 0.0 and wilson(10, 10)[1] == 1.0
    for letters in range(1, 40):
        for answered in range(letters + 1):
            low, high = wilson(answered, letters)
            assert 0 <= low <= answered / letters + 1e-9 and answered / letters <= high + 1e-9 and high <= 1


def test_an_empty_book_has_nothing_to_tell(book: Book):
    found = told(book)
    assert found.letters == 0 and found.people == {} and found.lessons == [] and len(found.weeks) == 26
