"""A backup made and gone back to without leaving the app; another book under its feet."""

import shutil
from pathlib import Path

from planner.book import backups, commands, queries
from planner.book.commands import entered
from planner.book.database import Book, open_book
from planner.book.file import reading
from planner.book.models import ContactFields
from planner.tui.forms.form import Form
from planner.tui.writing.editor import NoteEditor
from tests.tui.conftest import opened
from tests.tui.test_daily import go_to, message
from tests.tui.waiting import settle, type_text, until


def names(path: Path) -> set[str]:
    with reading(path) as connection:
        return {name for _, name, _ in queries.find_contacts(connection, "")}


async def test_back_up_and_restore(demo: Book):
    before = names(demo.path)
    async with opened(demo) as pilot:
        await pilot.app.run_action("back_up")
        await settle(pilot)
        [made] = backups.listed(demo.path)
        assert made.name in message(pilot.app)
        commands.delete_contact(demo, 2)
        assert names(demo.path) < before
        pilot.app.action_restore()
        await until(pilot, lambda: bool(pilot.app.screen.query(Form)))
        assert "brings back 1 person" in str(pilot.app.screen.query_one(Form).spec.fields()[0].options[made.name])
        await pilot.press("1", "ctrl+s")
        await until(pilot, lambda: not pilot.app.screen.query(Form))
        await settle(pilot)
        assert "Restore the newest to take it back." in message(pilot.app)
        assert names(demo.path) == before


async def test_another_book_under_the_app_is_noticed_and_never_written_to(demo: Book, tmp_path: Path):
    other = open_book(tmp_path / "other.sqlite", demo.clock)
    for number in range(9):
        commands.add_contact(other, entered(ContactFields, name=f"Stranger {number}"))
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await until(pilot, lambda: bool(pilot.app.screen.query(NoteEditor)))
        shutil.copy(other.path, demo.path)
        before = demo.path.read_bytes()
        await type_text(pilot, "Words for Dana")
        await until(pilot, lambda: "another book" in pilot.app.autosave.failed)
        assert demo.path.read_bytes() == before
        pilot.app.look_at_the_book()
        await settle(pilot)
        assert "Stranger" not in "".join(row.name for row in pilot.app.library.snapshot.rows)
        pilot.app.autosave.give_up()
