from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from planner.book.database import Book
from planner.tui.app import PlannerApp
from tests.small_book import fill_small_book


@pytest.fixture
def demo(book: Book) -> Book:
    fill_small_book(book)
    return book


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come faster here than from any hand: the same one again is a press of its own, and questions are read."""
    monkeypatch.setattr("planner.tui.system.type_ahead._REPEATS", 0.0)
    monkeypatch.setattr("planner.tui.system.asked_once._TO_READ", 0.0)


@asynccontextmanager
async def opened(book: Book, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[None]]:
    """The app on that book, ready to be used."""
    app = PlannerApp(book.path)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot
        await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the book's thread has nothing left to do and the screen has caught up."""
    app = pilot.app
    assert isinstance(app, PlannerApp)
    for _ in range(3):
        await app.workers.wait_for_complete()
        await app.library.write(lambda _: None)
        await pilot.pause(0.05)


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until something holds; it fails when it does not within ten seconds."""
    for _ in range(200):
        if holds():
            return
        await pilot.pause(0.05)
    raise AssertionError("it did not come to hold")


async def type_text(pilot: Pilot[None], text: str) -> None:
    names = {" ": "space", ":": "colon", ",": "comma", "+": "plus", "/": "slash", ".": "full_stop", "-": "minus"}
    for character in text:
        await pilot.press(names.get(character, character))
