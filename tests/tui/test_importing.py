"""Importing in the app, by keyboard alone: named, read, chosen, recorded, undone."""

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from planner.book.database import Book
from planner.book.file import reading
from planner.exchange import import_batch
from planner.progress import step
from planner.tui.screens.importing import ImportScreen, Paths, RowList
from planner.tui.widgets.status_line import StatusLine
from tests.tui.conftest import opened
from tests.tui.test_daily import message
from tests.tui.waiting import settle, until

TABLE = (
    "Name,E-mail,Company,Title,Shoe\n"
    "Dana Whitfield,dana.whitfield@calder-rowe.example.com,Northlight,VP Data,41\n"
    "Zoe Quist,zoe@quist.example.com,Quist,Founder,40\n"
    "Ada Quist,ada@quist.example.com,Quist,Founder,40\n"
)


def names(book: Book) -> set[str]:
    with reading(book.path) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM contact")}


def said(pilot) -> str:
    return pilot.app.screen.query_one(StatusLine).said


async def opened_import(pilot, path: Path) -> RowList:
    await pilot.press("I")
    await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
    await settle(pilot)
    pilot.app.screen.query_one("#import-path", Input).value = str(path)
    await pilot.press("enter")
    await until(pilot, lambda: "chosen" in said(pilot) or "Nothing" in said(pilot) or "imports" in said(pilot))
    listed = pilot.app.screen.query_one(RowList)
    await until(pilot, lambda: listed.has_focus or listed.current is None)
    return listed


async def test_each_entry_is_shown_and_what_is_chosen_is_recorded_as_one_action(demo: Book, tmp_path: Path):
    file = tmp_path / "contacts.csv"
    file.write_text(TABLE)
    before = names(demo)
    async with opened(demo) as pilot:
        listed = await opened_import(pilot, file)
        assert "2 of 3 rows chosen" in said(pilot)
        assert listed.current.title.startswith("Zoe Quist") and listed.has_focus
        await pilot.press("right", "down")  # leave Zoe
        assert "1 of 3 rows chosen" in said(pilot)
        await pilot.press("down", "left")  # Dana: the move
        assert listed.current.choice.words == "moved to Northlight"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ImportScreen))
        await until(pilot, lambda: "2 people imported from contacts.csv" in message(pilot.app))
        assert names(demo) == before | {"Ada Quist"}
        await pilot.press("u")
        await until(pilot, lambda: "Undone" in message(pilot.app))
        assert names(demo) == before


async def test_one_choice_for_the_whole_group(demo: Book, tmp_path: Path):
    file = tmp_path / "contacts.csv"
    file.write_text(TABLE)
    async with opened(demo) as pilot:
        await opened_import(pilot, file)
        await pilot.press("right", "asterisk")
        assert "0 of 3 rows chosen" in said(pilot)
        await pilot.press("ctrl+s")
        assert isinstance(pilot.app.screen, ImportScreen)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ImportScreen))


async def test_what_is_wrong_with_a_file_is_said_and_another_can_be_named(demo: Book, tmp_path: Path):
    wrong = tmp_path / "picture.png"
    wrong.write_bytes(b"\x89PNG\r\n")
    async with opened(demo) as pilot:
        await opened_import(pilot, wrong)
        assert "is a picture" in said(pilot)
        file = tmp_path / "contacts.csv"
        file.write_text(TABLE)
        pilot.app.screen.query_one("#import-path", Input).value = str(file)
        await pilot.press("enter")
        await until(pilot, lambda: "chosen" in said(pilot))
        await pilot.press("slash")
        assert pilot.app.screen.query_one("#import-path", Input).has_focus


async def test_reading_can_be_stopped(demo: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from threading import Event

    goes_on = Event()

    def slow(*_: object) -> import_batch.ImportBatch:
        for number in range(1, 1000):
            step(number, 1000)
            goes_on.wait(5)
        raise AssertionError("it was not stopped")

    monkeypatch.setattr("planner.tui.screens.importing.read_batch", slow)
    async with opened(demo) as pilot:
        await pilot.press("I")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        await settle(pilot)
        await pilot.press("x", "enter")
        await until(pilot, lambda: "Reading" in said(pilot))
        pilot.app.screen.action_leave()
        goes_on.set()
        await until(pilot, lambda: "Stopped" in said(pilot))


async def test_paths_are_completed(tmp_path: Path):
    (tmp_path / "contacts").mkdir()
    (tmp_path / ".hidden").write_text("")
    offers = Paths().get_suggestion
    assert await offers(f"{tmp_path}/con") == f"{tmp_path}/contacts/"
    assert await offers(f"{tmp_path}/") == f"{tmp_path}/contacts/"
    assert await offers(f"{tmp_path}/.h") == f"{tmp_path}/.hidden"
    assert await offers(f"{tmp_path}/none/x") is None and await offers("") is None


async def test_a_key_pressed_twice_records_once(demo: Book, tmp_path: Path):
    file = tmp_path / "contacts.csv"
    file.write_text(TABLE)
    async with opened(demo) as pilot:
        await opened_import(pilot, file)
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ImportScreen))
        await settle(pilot)
    with reading(demo.path) as connection:
        assert connection.execute("SELECT count(*) FROM contact WHERE name LIKE '% Quist'").fetchone()[0] == 2


@pytest.mark.parametrize("typed", ["~nosuchuser/x", "x" * 300])
async def test_a_path_that_is_none_is_said(demo: Book, typed: str):
    async with opened(demo) as pilot:
        await pilot.press("I")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        await settle(pilot)
        box = pilot.app.screen.query_one("#import-path", Input)
        box.value = typed
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot) and said(pilot) != "Reading …")
    assert await Paths().get_suggestion("~n") is None


async def test_an_error_that_is_too_long_for_its_line_is_read_in_full(demo: Book, tmp_path: Path):
    file = tmp_path / "a table whose name is so long that the line at the bottom cannot hold what is wrong with it.csv"
    file.write_text("Foo,Bar\n1,2\n")
    async with opened(demo, size=(80, 24)) as pilot:
        await pilot.press("I")
        await until(pilot, lambda: bool(pilot.app.screen.query("#import-path")))
        pilot.app.screen.query_one("#import-path", Input).value = str(file)
        await pilot.press("enter")
        await until(pilot, lambda: "no line has column names" in said(pilot))
        await settle(pilot)
        assert "the first has: Foo, Bar" in str(pilot.app.screen.query_one("#import-said", Static).visual)
        assert isinstance(pilot.app.screen.focused, Input)
