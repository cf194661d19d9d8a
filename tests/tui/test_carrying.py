"""The app while other machines write, and what it writes for them."""

import shutil
from pathlib import Path

import pytest

from planner import environment
from planner.book import commands
from planner.book.commands import entered
from planner.book.database import Book, open_book
from planner.book.file import reading
from planner.book.models import ContactFields
from planner.exchange.kept_calendars import remember
from planner.tui.forms.form import Form
from planner.tui.services import carrying
from tests.exchange.test_synchronizing import Machine
from tests.ready_books import ReadyBooks
from tests.tui.conftest import opened
from tests.tui.test_daily import message
from tests.tui.waiting import settle, until


def uuid_of(book: Book, number: int) -> str:
    with reading(book.path) as connection:
        [(found,)] = connection.execute("SELECT uuid FROM contact WHERE id = ?", (number,))
    return str(found)


@pytest.fixture
def laptop(demo: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Another machine, which has the same book by the folder that is set up here."""
    folder = tmp_path / "shared"
    folder.mkdir()
    monkeypatch.setenv("PLANNER_BOOK", str(demo.path))
    file = environment.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text(f'sync_folder = "{folder}"\ndevice_name = "desktop"\ncalendar_file = "{tmp_path}/owed.ics"\n')
    here = Machine("desktop", tmp_path, folder)
    here.path = demo.path
    here.round()
    found = Machine("laptop", tmp_path, folder)
    found.path.parent.mkdir()
    assert found.sync.adopt() == "desktop"
    found.round(), here.round()
    return found


@pytest.fixture(autouse=True)
def looks_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app does not look outside by itself, where a test says when; what was changed goes out without a pause."""
    monkeypatch.setattr("planner.tui.app._OUTSIDE", 3600.0)
    monkeypatch.setattr(carrying, "_QUIET", 0.0)


async def test_what_another_machine_wrote_comes_while_the_app_is_open(
    demo: Book, laptop: Machine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("planner.tui.app._OUTSIDE", 0.05)
    async with opened(demo) as pilot:
        await until(pilot, lambda: not pilot.app.library.is_working)
        laptop.change(title="CTO"), laptop.round()
        await until(pilot, lambda: "1 change from laptop" in message(pilot.app))
        await until(pilot, lambda: "CTO" in {row.title for row in pilot.app.library.snapshot.people})
        await pilot.press("u")
        await until(pilot, lambda: "Undone: 1 change from laptop" in message(pilot.app))


async def test_what_comes_waits_while_something_is_open(demo: Book, laptop: Machine):
    async with opened(demo) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: bool(pilot.app.screen.query(Form)))
        laptop.change(title="CTO"), laptop.round()
        assert await pilot.app.carrying.look(may_take_in=False) is None
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.screen.query(Form))
        pilot.app.look_outside()
        await until(pilot, lambda: "1 change from laptop" in message(pilot.app))


async def test_what_is_changed_here_goes_out_and_the_calendar_follows(demo: Book, laptop: Machine, tmp_path: Path):
    calendar = tmp_path / "owed.ics"
    async with opened(demo) as pilot:
        await pilot.app.look_outside().wait()
        before = calendar.read_bytes()
        await pilot.press("x")
        await until(pilot, lambda: bool(pilot.app.screen.query(Form)))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not pilot.app.screen.query(Form))
        await settle(pilot)
        await pilot.app.look_outside().wait()
        assert calendar.read_bytes() != before
        assert laptop.round().label.endswith("from desktop")


async def test_what_both_changed_is_asked_in_a_form(demo: Book, laptop: Machine):
    laptop.change(title="CTO"), laptop.round()
    commands.change_contact(demo, laptop.person("Dana Whitfield"), title="VP")
    async with opened(demo) as pilot:
        pilot.app.look_outside()
        await until(pilot, lambda: "1 detail was also changed here" in message(pilot.app))
        pilot.app.action_settle()
        await until(pilot, lambda: bool(pilot.app.screen.query(Form)))
        [field] = pilot.app.screen.query_one(Form).spec.fields()
        assert field.label == "Dana Whitfield, title" and [*field.options.values()] == ["VP (here)", "CTO (laptop)"]
        await pilot.press("right", "ctrl+s")
        await until(pilot, lambda: not pilot.app.screen.query(Form))
        await until(pilot, lambda: "CTO" in {row.title for row in pilot.app.library.snapshot.people})
        pilot.app.action_settle()
        await until(pilot, lambda: "no conflicts to resolve" in message(pilot.app))
    assert not laptop.round().unsettled and laptop.of("Dana Whitfield", "title") == "CTO"


async def test_a_folder_that_is_not_there_is_said_once(demo: Book, laptop: Machine, tmp_path: Path):
    laptop.folder.rename(tmp_path / "away")
    async with opened(demo) as pilot:
        pilot.app.look_outside()
        await until(pilot, lambda: "is missing" in message(pilot.app))
        pilot.app.main.say("")
        assert await pilot.app.carrying.look(may_take_in=True) is None


async def test_a_book_that_was_chosen_is_carried_only_once_begun(
    demo: Book, laptop: Machine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("PLANNER_BOOK")
    async with opened(laptop.book) as pilot:
        assert pilot.app.carrying.sync() is not None
    for path in demo.path.with_name(f"{demo.path.name}.sync").iterdir():
        path.unlink()
    async with opened(demo) as pilot:
        assert pilot.app.carrying.sync() is None


async def test_a_conflict_copy_beside_the_book_is_offered_and_merged(demo: Book):
    copy = demo.path.with_name(f"{demo.path.stem}.sync-conflict-20261122-101500-ABCDEFG.sqlite")
    shutil.copyfile(demo.path, copy)
    other = open_book(copy, demo.clock)
    commands.add_contact(other, entered(ContactFields, name="Zoe Quist"))
    commands.change_contact(other, 1, title="VP")
    commands.change_contact(demo, 1, title="CTO")
    before = copy.read_bytes()
    async with opened(demo) as pilot:
        await until(pilot, lambda: bool(pilot.app.screen.query(Form)))
        form = pilot.app.screen.query_one(Form).spec
        assert copy.name in form.intro and "1 person added" in form.intro
        assert [field.name for field in form.fields()] == ["merge", f"contact-{uuid_of(demo, 1)}-title"]
        await pilot.press("tab", "right", "ctrl+s")
        await until(pilot, lambda: "merged" in message(pilot.app))
        await until(pilot, lambda: "Zoe Quist" in {row.name for row in pilot.app.library.snapshot.people})
    with reading(demo.path) as connection:
        assert connection.execute("SELECT title FROM contact WHERE id = 1").fetchall() == [("VP",)]
    assert copy.read_bytes() == before
    async with opened(demo) as pilot:
        await settle(pilot)
        assert not pilot.app.screen.query(Form), "what was merged is not offered again"


async def test_a_conflict_copy_of_another_book_is_none(demo: Book, ready_books: ReadyBooks):
    ready_books.empty(demo.path.with_name(f"{demo.path.stem} (conflicted copy).sqlite"))
    demo.path.with_name(f"{demo.path.stem} (conflict 2).sqlite").write_bytes(b"no book")
    async with opened(demo) as pilot:
        await settle(pilot)
        assert not pilot.app.screen.query(Form)


async def test_cards_follow_the_app_and_the_app_follows_them(
    demo: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "cards"
    folder.mkdir()
    monkeypatch.setenv("PLANNER_BOOK", str(demo.path))
    environment.settings_file().parent.mkdir(parents=True)
    environment.settings_file().write_text(f'contacts_folder = "{folder}"\n')
    async with opened(demo) as pilot:
        await pilot.app.look_outside().wait()
        [card] = [path for path in folder.glob("*.vcf") if "FN:Dana Whitfield" in path.read_text()]
        card.write_text(card.read_text().replace("TITLE:", "TITLE:Chief "))
        await pilot.app.look_outside().wait()
        assert "1 change from the address book cards" in message(pilot.app)
        pilot.app.main.say("")
        await pilot.app.look_outside().wait()
        assert not message(pilot.app), "what was taken in is not taken in again"


async def test_a_calendar_file_that_was_asked_for_in_the_shell_follows_the_app(
    demo: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "follow-ups.ics"
    monkeypatch.setattr("planner.tui.app._OUTSIDE", 0.05)
    async with opened(demo) as pilot:
        await settle(pilot)
        remember(demo.path, file, as_todos=False)  # as `planner calendar --out` in another terminal does
        file.touch()
        await until(pilot, file.read_bytes)
        before = file.read_bytes()
        await pilot.press("x")
        await until(pilot, lambda: bool(pilot.app.screen.query(Form)))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: file.read_bytes() != before)
