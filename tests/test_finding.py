"""What one types to find somebody, as a table: whom each query means."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.book import directory
from planner.book.database import Book
from planner.book.file import reading
from planner.finding import FILTERS, STATES, completions, index_words, read_query, sentence
from planner.text import folded
from tests.conftest import TODAY


@pytest.fixture
def people(demo: Book) -> list[directory.PersonRow]:
    with reading(demo.path) as connection:
        rows = directory.all_rows(connection, TODAY)
        return directory.everybody(connection, rows, TODAY)


CALDER, NORTH, HARBOUR = {"Dana", "Priya", "Tomás"}, {"Miriam", "Jonas", "Aiko"}, {"Lena", "Samuel"}
WHOM = [
    ("", CALDER | NORTH | HARBOUR),
    ("dana", {"Dana"}),
    ("WHIT dana", {"Dana"}),
    ("tomas herr", {"Tomás"}),
    ("hitfield", set()),  # a word counts from its beginning
    ("calder", CALDER),
    ("rowe", CALDER),
    ("analytics", NORTH | HARBOUR),
    ('"head of data"', {"Dana"}),
    ('"data of head"', set()),
    ("-dana calder", CALDER - {"Dana"}),
    ("reading group", {"Dana"}),  # from the notes
    ("is:due", CALDER | {"Miriam", "Lena"}),
    ("is:due -is:due", set()),
    ("-is:due", {"Jonas", "Aiko", "Samuel"}),
    ("is:later", {"Jonas", "Aiko"}),
    ("is:waiting", {"Samuel"}),
    ("is:late", set()),
    ("is:open", CALDER | NORTH | HARBOUR),
    ("is:closed", set()),
    ("at:calder", CALDER),
    ("at:rowe", CALDER),
    ("at:north is:due", {"Miriam"}),
    ("part:hr", {"Priya"}),
    ("part:hiring-manager", {"Dana", "Miriam", "Lena"}),
    ('part:"hiring manager" at:harbour', {"Lena"}),
    ("part:h", {"Dana", "Miriam", "Lena"}),
    ("since:yesterday", HARBOUR),
    ("since:2026-11-20", HARBOUR | {"Priya"}),
    ('since:"last month"', CALDER | HARBOUR | {"Miriam", "Aiko"}),
    ('before:"last month"', {"Jonas"}),
    ("before:30d", {"Jonas"}),
    ("tag:warm", set()),
    ("is:", CALDER | NORTH | HARBOUR),  # still being typed
    ("is:du", CALDER | NORTH | HARBOUR),
]


@pytest.mark.parametrize(("said", "whom"), WHOM, ids=[said or "nothing" for said, _ in WHOM])
def test_whom_a_query_means(people: list[directory.PersonRow], said: str, whom: set[str]):
    query = read_query(said, TODAY)
    assert {person.called for person in directory.matching(people, query)} == whom
    assert query.problems == ()


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("is:dead", "is:dead is none of due, late,"),
        ("part:boss", "part:boss is none of hiring manager,"),
        ("since:blue", "“blue” is not a date I can read."),
        ("prt:hr", "There is no prt: to filter by; did you mean part:?"),
    ],
)
def test_what_cannot_be_read_is_said(said: str, problem: str):
    [found] = read_query(said, TODAY).problems
    assert found.startswith(problem)


def test_a_link_is_a_word_and_no_filter():
    query = read_query("https://example.com", TODAY)
    assert query.problems == () and query.terms[0].text == "https example com"


def test_words_are_quoted_for_the_index():
    assert (
        index_words(read_query('dana "second team" -recruiter', TODAY))
        == '("dana" * AND "second team") NOT "recruiter" *'
    )
    assert index_words(read_query("-dana", TODAY)) == ""
    assert index_words(read_query("NEAR(a b) OR *", TODAY)) == '("near a" * AND "b" * AND "or" *)'


def test_what_a_word_can_go_on_as():
    assert completions("i", {"warm"}, {"Calder"}) == ["is:"]
    assert completions("dana is:d", set(), set()) == ["dana is:due", "dana is:draft"]
    assert completions("tag:w", {"warm", "mentor"}, set()) == ["tag:warm"]
    assert completions("-at:ca", set(), {"Calder & Rowe"}) == ["-at:calder"]
    assert completions("part:h", set(), set()) == ["part:hiring-manager", "part:hr"]
    assert completions("is:due ", set(), set()) == [] and completions("", set(), set()) == []


@pytest.mark.parametrize("filter_word", FILTERS)
def test_every_filter_word_is_completed_with_something_it_takes(filter_word: str):
    for text in completions(f"{filter_word}", {"warm"}, {"Calder"}):
        assert read_query(text, TODAY).filters, text
    assert STATES.keys() <= {text.removeprefix("is:") for text in completions("is:", set(), set())}


def test_the_sentence_with_the_word():
    text = "Dear Robin,\nwe may build a second team in spring. What are you working on?"
    assert sentence(text, read_query("team", TODAY)) == "we may build a second team in spring."
    long = "word " * 80 + "needle " + "word " * 80
    found = sentence(long, read_query("needle", TODAY))
    assert "needle" in found and found.startswith("…") and found.endswith("…") and len(found) <= 162


@given(st.text(max_size=60))
def test_nothing_typed_is_an_error(said: str):
    query = read_query(said, TODAY)
    assert query.matches_text(folded("dana whitfield")) in {True, False}
    assert index_words(query).count('"') % 2 == 0


def test_a_span_of_the_past():
    monday = TODAY - timedelta(days=TODAY.weekday() + 7)
    assert read_query('since:"last week"', TODAY).filters[0].day == monday
    assert read_query('since:"last year"', TODAY).filters[0].day == date(2025, 1, 1)
    assert read_query('since:"3 months ago"', TODAY).filters[0].day < TODAY - timedelta(days=85)
