"""`planner due` on a real terminal: one screen, as wide as it is, whoever is due."""

from pathlib import Path

import pytest

from planner.book import commands
from planner.book.commands import Panelist, entered
from planner.book.database import Book
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import Part
from tests.conftest import TODAY
from tests.end_to_end.terminal import PLANNER, Terminal, environment


def shown(book: Book, home: Path, size: tuple[int, int], *options: str, **more: str) -> list[str]:
    """What stands on the screen when the command has ended."""
    terminal = Terminal([*PLANNER, "--book", str(book.path), "due", *options], environment(home, **more), size)
    assert terminal.end() == 0
    return terminal.text.split("\n")


def crowd(book: Book, count: int) -> None:
    people = [
        Panelist(entered(ContactFields, name=f"Somebody With-A-Long-Name {number:02}"), Part.PANEL)
        for number in range(count)
    ]
    fields = entered(ApplicationFields, position="Senior Engineer", employer="Old Mill & Sons of the North")
    commands.record_rejection(book, commands.add_interview(book, fields, people).id, TODAY)


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (100, 30), (200, 60)])
def test_forty_people_take_one_screen(book: Book, home: Path, size: tuple[int, int]):
    crowd(book, 40)
    lines = shown(book, home, size)
    assert lines[0].startswith("Due · 40")  # nothing has scrolled away
    people = [line for line in lines if "Somebody" in line and "first note" in line]
    said = next((line for line in lines if "the same with `| less` shows all." in line), "")
    left = int(said.split()[1]) if said else 0
    assert len(people) + left == 40 and len(people) >= min(40, size[1] - 12)
    assert max(map(len, lines)) <= size[0]


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (120, 36)])
def test_as_many_as_fit_have_their_whole_reason(demo: Book, home: Path, size: tuple[int, int]):
    lines = shown(demo, home, size)
    assert lines[0].startswith("Due · 5")
    text = " ".join(" ".join(lines).split())
    assert "Miriam wrote on Thu 19 Nov" in text and "next: Fri 27 Nov (in 5 days), they asked with Jonas Feld" in text
    for name in ("Miriam Okafor", "Lena Brandt", "Dana Whitfield", "Priya Anand", "Tomás Herrera"):
        assert any(name in line for line in lines)
    if size == (120, 36):
        assert "…" not in text


def test_all_of_them_when_all_are_wanted(book: Book, home: Path):
    crowd(book, 40)
    terminal = Terminal([*PLANNER, "--book", str(book.path), "due", "--all"], environment(home), (80, 24))
    assert terminal.end() == 0
    assert terminal.output.decode().count("first note") == 40 and b"less" not in terminal.output


def test_without_colour_when_none_is_wanted(demo: Book, home: Path):
    terminal = Terminal([*PLANNER, "--book", str(demo.path), "due"], environment(home, NO_COLOR="1"), (80, 24))
    assert terminal.end() == 0
    assert b"\x1b[31m" not in terminal.output and b"\x1b[1;33m" not in terminal.output and b"Due" in terminal.output


def test_a_book_opened_here_needs_no_terminal_to_be_wide(book: Book, home: Path):
    crowd(book, 3)
    lines = shown(book, home, (30, 12))
    assert max(map(len, lines)) <= 30 and any("Somebody" in line for line in lines)
