"""What is open stays until its user leaves it, nobody is shut in, and what could not be done is said."""

import asyncio
import gc
import sqlite3

import pytest
from textual import events

from planner import environment
from planner.book import commands, queries
from planner.book.database import Book
from planner.book.errors import BookError
from planner.own_keys import unusable
from planner.tui.forms.form import Form
from planner.tui.screens.find import FindScreen
from planner.tui.screens.palette import Palette
from planner.tui.screens.themes import ThemesScreen
from planner.tui.writing.delivery import Delivery, NotSavedError
from planner.tui.writing.editor import NoteEditor
from planner.tui.writing.notes_editor import NotesEditor
from tests.tui.conftest import opened
from tests.tui.test_daily import current, go_to, look, message, text_of
from tests.tui.test_triage import shown
from tests.tui.waiting import settle, settle_after_a_pause, type_text, until

VERY_WIDE = (200, 50)
DANA = 4


async def press(pilot, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


# Beside what is open


@pytest.mark.parametrize(("opens", "kind"), [("n", NotesEditor), ("enter", NoteEditor), ("l", Form)])
async def test_the_page_beside_it_cannot_replace_what_is_open(demo: Book, opens: str, kind: type):
    async with opened(demo, VERY_WIDE) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, opens)
        before = pilot.app.screen.query_one(kind)
        await pilot.click("#person")
        await press(pilot, "2", "e", "n")
        assert pilot.app.screen.query(kind).first() is before
        assert pilot.app.screen.workspace.deck.name_shown == "due"


async def test_a_narrower_terminal_leaves_the_keys_with_what_is_open(demo: Book):
    async with opened(demo, VERY_WIDE) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "tab", "l")  # from the page
        await pilot.click("#person")
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        form = pilot.app.screen.query_one(Form)
        assert pilot.app.focused is not None and form in pilot.app.focused.ancestors_with_self
        await press(pilot, "escape")
        assert not pilot.app.screen.query(Form)
        await press(pilot, "tab")
        assert pilot.app.focused is not None and pilot.app.focused.id == "person"  # it takes keys again


async def test_escape_during_a_save_waits_for_what_becomes_of_it(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "s", "1")
        other = sqlite3.connect(demo.path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        # Not `press`, which waits for what comes of a key, and here nothing does before the other has ended.
        form = pilot.app.screen.query_one(Form)
        pilot.app.post_message(events.Key("ctrl+s", None))
        while not form._is_sent:
            await asyncio.sleep(0)
        pilot.app.post_message(events.Key("escape", None))
        await asyncio.sleep(0)
        other.execute("ROLLBACK")
        other.close()
        await until(pilot, lambda: message(pilot).startswith("First note with Dana Whitfield put off"))
        assert not pilot.app.screen.query(Form)


# The palette


async def test_a_page_turned_in_the_palette_before_it_is_drawn_does_no_harm(demo: Book):
    async with opened(demo) as pilot:
        await pilot.press("ctrl+p", "pagedown", "pageup")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Palette)
        await pilot.press("pagedown")
        await press(pilot, "escape")
        assert pilot.app.is_running and not isinstance(pilot.app.screen, Palette)


async def palette(pilot, words: str) -> None:
    await press(pilot, "ctrl+p")
    await type_text(pilot, words)
    await until(pilot, lambda: pilot.app.screen.query_one("CommandList").option_count)
    await settle(pilot)
    await until(pilot, lambda: pilot.app.screen.query_one("CommandList").get_option_at_index(0).hit is not None)
    await press(pilot, "enter")
    if isinstance(pilot.app.screen, Palette):
        await press(pilot, "enter")


async def test_the_palette_over_find_leads_to_the_person(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "ctrl+f")
        assert isinstance(pilot.app.screen, FindScreen)
        await palette(pilot, "snooze dana")
        assert pilot.app.screen is pilot.app.main
        assert "Put first note with Dana Whitfield off" in text_of(pilot, ".form-title")


async def test_the_palette_over_find_changes_the_colours(demo: Book):
    async with opened(demo) as pilot:
        before = pilot.app.theme
        await press(pilot, "ctrl+f")
        await palette(pilot, "Theme")
        assert isinstance(pilot.app.screen, ThemesScreen)
        await press(pilot, "down")
        assert pilot.app.theme != before
        await palette(pilot, "jonas")  # leaves the colours by another way than their keys
        assert pilot.app.screen is pilot.app.main and current(pilot) == "Jonas Feld"
        assert pilot.app.theme == before


# Keys of the user's own


@pytest.mark.parametrize("key", ["f6", "f7", "ctrl+w", "ctrl+a", "ctrl+d"])
async def test_a_key_of_the_users_own_leads_out_whatever_textual_has_it_do(demo: Book, key: str):
    environment.settings_file().parent.mkdir(parents=True, exist_ok=True)
    keys = "\n".join(
        f'"{command}" = "{key}"' for command in ("note.leave", "notes.leave", "form.cancel", "filter.leave")
    )
    environment.settings_file().write_text(f"[keys]\n{keys}\n")
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        for opens, kind in (("enter", NoteEditor), ("n", NotesEditor), ("l", Form)):
            await press(pilot, opens)
            assert pilot.app.screen.query(kind)
            await press(pilot, key)
            assert not pilot.app.screen.query(kind)
        await press(pilot, "slash")
        assert pilot.app.focused.id == "filter"
        await press(pilot, key)
        assert not pilot.app.screen.query("#filter")


def test_a_key_that_writing_needs_is_nobodys_own():
    assert [*unusable({"note.leave": "enter", "notes.leave": "backspace", "form.cancel": "left"})]
    assert not [*unusable({"form.save": "enter", "due.log": "enter", "find.next": "down", "note.leave": "f6"})]


# What cannot be saved can still be left


async def test_notes_on_a_person_who_was_deleted_elsewhere_can_be_left(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "n")
        commands.delete_contact(demo, DANA)
        await type_text(pilot, " too late")
        await settle_after_a_pause(pilot)
        await press(pilot, "escape")
        said = text_of(pilot, "#notes-status")
        assert said.startswith("Not saved. Escape once more leaves WITHOUT it.")
        await press(pilot, "escape")
        assert not pilot.app.screen.query(NotesEditor)


async def test_leaving_without_is_asked_again_after_anything_was_typed(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "enter")
        demo.path.unlink()
        await type_text(pilot, "words")
        await press(pilot, "escape")
        assert "once more leaves WITHOUT it" in text_of(pilot, "#note-status")
        await type_text(pilot, "x")
        await settle(pilot)
        await press(pilot, "backspace", "escape")  # the same text as when it was asked
        assert pilot.app.screen.query(NoteEditor)
        await press(pilot, "escape")
        assert not pilot.app.screen.query(NoteEditor)
        demo.path.touch()  # so that the closing fixtures find what they look for


async def test_what_goes_wrong_while_a_note_is_handed_over_is_said(demo: Book, monkeypatch: pytest.MonkeyPatch):
    def broken(*_args, **_more):
        raise RuntimeError("no room")

    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "enter")
        monkeypatch.setattr(commands, "hand_over", broken)
        await press(pilot, "alt+c", "alt+c")
        said = text_of(pilot, "#note-status")
        assert "That did not work: a defect (RuntimeError at planner/" in said
        assert "no room" not in said  # its words may be those of a note
        assert pilot.app.screen.query(NoteEditor)


async def test_nothing_says_that_it_goes_on_once_a_note_could_not_be_saved(demo: Book, monkeypatch: pytest.MonkeyPatch):
    async def fails(*_args: object) -> str:
        raise NotSavedError("the disk is full")

    monkeypatch.setattr(Delivery, "copy", fails)
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "enter", "ctrl+o", "c", "c")
        assert pilot.app.screen.query_one(NoteEditor).display
        assert not message(pilot)


async def test_a_save_that_fails_leaves_no_loose_end(demo: Book):
    loose: list[dict[str, object]] = []
    async with opened(demo) as pilot:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: loose.append(context))
        await go_to(pilot, "Dana")
        await press(pilot, "enter")
        demo.path.unlink()
        await type_text(pilot, "words")
        await press(pilot, "escape", "escape")
        demo.path.touch()
        gc.collect()
        await settle(pilot)
    assert not loose


# What the list shows


async def test_a_list_that_could_not_be_read_is_read_again(demo: Book, monkeypatch: pytest.MonkeyPatch):
    async with opened(demo) as pilot:
        library = pilot.app.library
        before = library.snapshot
        monkeypatch.setattr(library, "_all", locked)
        commands.delete_contact(demo, DANA)
        await pilot.app.main.reload()
        assert library.snapshot is before and library.has_changed()
        monkeypatch.undo()
        await until(pilot, lambda: all(row.called != "Dana" for row in library.snapshot.rows))


def locked(*_args: object) -> None:
    raise BookError("The book is locked.")


async def test_a_person_added_in_the_list_of_applications_moves_nothing_there(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "3", "slash")
        await type_text(pilot, "engineer")
        await press(pilot, "enter")
        before = pilot.app.screen.workspace.deck.selection.application
        await press(pilot, "a", "tab")
        await type_text(pilot, "Zoe Quist")
        await press(pilot, "ctrl+s")
        assert "Zoe Quist" in message(pilot) and "filter" not in message(pilot)
        after = pilot.app.screen.workspace.deck.selection.application
        assert before is not None and after is not None and after.application_id == before.application_id
        assert look(demo, queries.latest_action)


async def test_undo_in_triage_goes_back_to_whom_was_put_off(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "t")
        first = shown(pilot)
        await press(pilot, "s", "1", "ctrl+s")
        assert shown(pilot) != first
        await press(pilot, "u")
        assert shown(pilot) == first
