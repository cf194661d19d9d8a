import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from planner.book.database import Book
from planner.tui.app import PlannerApp
from tests.tui.waiting import instead_of_waiting_for_an_idle_processor, settle


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come faster here than from any hand: the same one again is a press of its own, and questions are read."""
    monkeypatch.setattr("planner.tui.system.type_ahead._REPEATS", 0.0)
    monkeypatch.setattr("planner.tui.system.asked_once._TO_READ", 0.0)
    # Nobody gives up waiting for what a busy machine opens slowly.
    monkeypatch.setattr("planner.tui.system.type_ahead._LONGEST", 30.0)


@pytest.fixture(autouse=True)
def a_state_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are worked off when the app says so, and not when the processor is idle, which on a busy machine is never."""
    monkeypatch.setattr("textual.app.wait_for_idle", instead_of_waiting_for_an_idle_processor)
    monkeypatch.setattr("textual.pilot.wait_for_idle", instead_of_waiting_for_an_idle_processor)


@pytest.fixture(autouse=True)
def process_as_before() -> Iterator[None]:
    """What an app sets for its whole process is set back."""
    turn = sys.getswitchinterval()
    yield
    sys.setswitchinterval(turn)


@asynccontextmanager
async def opened(book: Book, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[None]]:
    """The app on that book, ready to be used."""
    app = PlannerApp(book.path)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot
        await settle(pilot)
        # As the app's own loop does when it ends, and `run_test` does not: else what is read anew just then is shown in
        # widgets that are going.
        app.workers.cancel_all()
