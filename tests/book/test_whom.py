"""Which person a name means, as a table; and what is said where it means nobody or several."""

import pytest

from planner.book import commands, whom
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.errors import EntryError
from planner.book.file import reading
from planner.book.models import ContactFields

PEOPLE = [
    ("Dana Whitfield", "Calder & Rowe", "dana@calder-rowe.example.com"),
    ("Anna Berg", "Calder & Rowe", "anna4@calder-rowe.example.com"),
    ("Ann Lee", "Harbour", "ann@harbour.example.com"),
    ("Tomás Herrera", "Calder & Rowe", ""),
    ("Ann Lee", "Calder & Rowe", ""),
]


@pytest.fixture
def people(book: Book) -> Book:
    for name, employer, email in PEOPLE:
        commands.add_contact(book, entered(ContactFields, name=name, employer=employer, email=email))
    return book


def person(book: Book, said: str) -> int | list[int]:
    """The key of the person meant, or those of the candidates."""
    with reading(book.path) as connection:
        try:
            return whom.person(connection, said).id
        except whom.UnclearNameError as error:
            return [each.id for each in error.candidates]


def interviewer(book: Book, said: str, employer: str) -> int | list[int] | None:
    with reading(book.path) as connection:
        try:
            found = whom.interviewer(connection, said, employer)
        except whom.UnclearNameError as error:
            return [each.id for each in error.candidates]
        return found.id if found else None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("dana", 1),
        ("WHITFIELD Dana", 1),
        ("tomas", 4),
        ("anna", 2),
        ("4", 4),  # a number, though Anna has one in her address
        ("ann lee", [3, 5]),
        ("ann", [3, 5, 2]),
        ("harbour", 3),
        ("zebra", []),
        ("99", []),
        ("", []),
        ("9" * 30, []),
    ],
)
def test_a_person(people: Book, said: str, meant: int | list[int]):
    assert person(people, said) == meant


@pytest.mark.parametrize(
    ("said", "employer", "meant"),
    [
        ("Dana Whitfield", "Elsewhere", 1),
        ("Whitfield, Dana", "Elsewhere", 1),
        ("dana", "Calder & Rowe", 1),
        ("dana", "Elsewhere", None),  # somebody new
        ("Ann", "calder & rowe", 5),  # and not Anna
        ("Ann Lee", "Harbour", 3),
        ("Ann Lee", "Elsewhere", [3, 5]),
        ("5", "Elsewhere", 5),
        ("Ari Cole", "Calder & Rowe", None),
    ],
)
def test_an_interviewer(people: Book, said: str, employer: str, meant: int | list[int] | None):
    assert interviewer(people, said, employer) == meant


def test_the_candidates_are_named_with_their_numbers(people: Book):
    with reading(people.path) as connection, pytest.raises(EntryError) as caught:
        whom.person(connection, "ann lee")
    assert str(caught.value) == (
        "'ann lee' can mean 2 people: Ann Lee (Harbour), number 3; Ann Lee (Calder & Rowe), number 5. "
        "Give more of the name, or the number."
    )


def test_many_candidates_are_counted(book: Book):
    for number in range(15):
        commands.add_contact(book, entered(ContactFields, name=f"Ann Person{number:02}"))
    with reading(book.path) as connection, pytest.raises(whom.UnclearNameError) as caught:
        whom.person(connection, "ann")
    assert str(caught.value).count("number ") == 12 and ", and 3 more. Give" in str(caught.value)


def test_without_a_book_nobody_is_meant():
    with pytest.raises(whom.UnclearNameError, match="Nobody in your book is called 'dana'"):
        whom.person(None, "dana")
    assert whom.interviewer(None, "dana", "Calder & Rowe") is None
