"""The daily visit by keyboard alone."""

import asyncio
from datetime import timedelta

import pytest
from textual.widgets import Input, Static, TextArea

from planner.book import commands, due, queries
from planner.book.database import Book
from planner.book.file import reading
from planner.cadence.terms import Kind, Step
from planner.tui.forms.form import Form
from planner.tui.pages.person import PersonPanel
from planner.tui.views.due import DueList
from planner.tui.writing.advice import AdviceStrip
from planner.tui.writing.editor import NoteEditor
from planner.tui.writing.note_area import NoteArea
from tests.conftest import TODAY
from tests.tui.conftest import opened
from tests.tui.waiting import settle, settle_after_a_pause, type_text, until


def current(pilot) -> str:
    row = pilot.app.screen.query_one(DueList).current
    return row.name if row else ""


def message(pilot) -> str:
    return str(pilot.app.screen.query_one("#message", Static).content)


def text_of(pilot, selector: str) -> str:
    return str(pilot.app.screen.query_one(selector, Static).content)


def look(book: Book, query):
    with reading(book.path) as connection:
        return query(connection)


async def go_to(pilot, name: str) -> None:
    await pilot.press("home")
    for _ in range(30):
        if current(pilot).startswith(name):
            await settle(pilot)
            return
        await pilot.press("j")
    raise AssertionError(f"{name} is not in the list")


async def test_the_list_shows_groups_and_the_person_with_why(demo: Book):
    async with opened(demo) as pilot:
        lines = pilot.app.screen.query_one(DueList)._lines
        headings = [line.title for line in lines if hasattr(line, "title")]
        assert headings == ["Due", "This week", "Later", "Waiting"]
        assert current(pilot) == "Miriam Okafor"
        await go_to(pilot, "Dana")
        shown = text_of(pilot, "#person-text")
        for words in (
            "Head of Data",
            "first note by e-mail",
            "you haven't written to Dana yet",
            "Timeline",
            "reading group",
        ):
            assert words in shown


async def test_j_k_and_arrows_move(demo: Book):
    async with opened(demo) as pilot:
        seen = [current(pilot)]
        for key in ("j", "down", "k", "up", "end", "home"):
            await pilot.press(key)
            seen.append(current(pilot))
        assert seen == [
            "Miriam Okafor",
            "Lena Brandt",
            "Dana Whitfield",
            "Lena Brandt",
            "Miriam Okafor",
            "Samuel Osei",
            "Miriam Okafor",
        ]


@pytest.mark.parametrize("key", ["enter"])
async def test_a_note_is_written_and_sent_and_the_list_moves_on(demo: Book, key: str):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press(key)
        await settle(pilot)
        editor = pilot.app.screen.query_one(NoteEditor)
        area = editor.query_one("#note-body", NoteArea)
        assert area.selected_text == "[something they said or showed you]"
        assert editor.subject.text == "Thank you for considering me"
        assert "2 blanks left" in text_of(pilot, "#note-status")
        await type_text(pilot, "Your reading group")
        await pilot.press("tab")
        assert area.selected_text.startswith("[What you did")
        await pilot.press("shift+tab")
        assert area.selected_text == "Your reading group"  # a filled one stays reachable
        await pilot.press("tab")
        await type_text(pilot, "I joined one")
        assert "What stayed with me most is Your reading group. I joined one" in area.text
        assert "no blanks left" in text_of(pilot, "#note-status")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert message(pilot).startswith("Note to Dana Whitfield sent.")
        assert "1 of 3 written; now Priya" in message(pilot)
        assert text_of(pilot, "#note-title") == "First note for Priya Anand · 1 of 3 written"
        await pilot.press("escape")
        await settle(pilot)
        assert current(pilot) == "Priya Anand"
        assert not pilot.app.screen.query(NoteEditor)
        assert pilot.app.screen.focused is pilot.app.screen.query_one(DueList)
        touch = look(demo, lambda c: queries.timeline(c, 4))[0]
        assert (touch.kind, touch.step) == (Kind.MESSAGE, Step.FIRST_NOTE) and "Your reading group" in touch.body
        [next_step] = look(demo, lambda c: due.due_of(c, 4, TODAY))
        assert (next_step.step, next_step.opens) == (Step.CHECK_IN_1, TODAY + timedelta(days=30))
        await pilot.press("u")
        await settle(pilot)
        assert message(pilot).startswith("Undone: note to Dana Whitfield sent.")
        assert look(demo, lambda c: due.due_of(c, 4, TODAY))[0].step == Step.FIRST_NOTE
        assert "Your reading group" in look(demo, lambda c: queries.drafts_of(c, 4))[0].body
        await pilot.press("U")
        await settle(pilot)
        assert message(pilot).startswith("Done again: note to Dana Whitfield sent.")


async def test_with_blanks_left_it_asks_once(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "2 blanks are left" in text_of(pilot, "#note-status")
        assert look(demo, lambda c: due.due_of(c, 4, TODAY))[0].step == Step.FIRST_NOTE
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert look(demo, lambda c: due.due_of(c, 4, TODAY))[0].step == Step.CHECK_IN_1


async def test_escape_keeps_the_draft_and_an_untouched_note_leaves_none(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert look(demo, lambda c: queries.drafts_of(c, 4)) == []
        await pilot.press("enter")
        await settle(pilot)
        await type_text(pilot, "kept")
        await pilot.press("escape")
        await settle(pilot)
        assert current(pilot) == "Dana Whitfield"
        assert "kept" in look(demo, lambda c: queries.drafts_of(c, 4))[0].body
        await pilot.press("enter")
        await settle(pilot)
        assert "kept" in pilot.app.screen.query_one("#note-body", NoteArea).text
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("d")
        await settle(pilot)
        assert look(demo, lambda c: queries.drafts_of(c, 4)) == []


async def test_every_pause_saves(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        await type_text(pilot, "half a sen")
        await settle_after_a_pause(pilot)
        assert "half a sen" in look(demo, lambda c: queries.drafts_of(c, 4))[0].body
        assert "draft saved" in text_of(pilot, "#note-status")


async def test_copying_says_that_nothing_is_sent(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("alt+c")
        await settle(pilot)
        assert "alt+c once more copies it as it is" in text_of(pilot, "#note-status") and not pilot.app.clipboard
        await pilot.press("alt+c")
        await settle(pilot)
        assert pilot.app.clipboard.startswith("Thank you for considering me\n\nHi Dana,")
        assert "Not sent until you say so" in message(pilot)
        draft = look(demo, lambda c: queries.drafts_of(c, 4))[0]
        assert (draft.handed_over, draft.handed_over_on) == ("copied", TODAY)
        assert look(demo, lambda c: due.due_of(c, 4, TODAY))[0].step == Step.FIRST_NOTE


async def test_quitting_while_writing_loses_nothing(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        await type_text(pilot, "last words")
        await pilot.press("ctrl+q")
    assert "last words" in look(demo, lambda c: queries.drafts_of(c, 4))[0].body


@pytest.mark.parametrize(
    ("letter", "what"),
    [
        ("c", "call with"),
        ("v", "voicemail for"),
        ("n", "call to Miriam Okafor without answer"),
        ("e", "note to"),
        ("t", "message from"),
        ("m", "meeting with"),
    ],
)
async def test_logging(demo: Book, letter: str, what: str):
    async with opened(demo) as pilot:
        await pilot.press("l")
        await settle(pilot)
        if letter != "e":
            await pilot.press(letter)
        await pilot.press("enter", "enter", "enter")
        await settle(pilot)
        assert what.lower() in message(pilot).lower()
        assert not pilot.app.screen.query(Form)


async def test_dates_are_echoed_while_typing_and_wrong_ones_said(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("s")
        await settle(pilot)
        await type_text(pilot, "in 3 weeks")
        assert "Sunday 13 December 2026, in 21 days" in text_of(pilot, "#echo-until")
        await type_text(pilot, "xx")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "is not a date I can read" in text_of(pilot, "#form-message")
        pilot.app.screen.query_one("#in-until", Input).value = "yesterday"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "not ahead" in text_of(pilot, "#form-message")
        pilot.app.screen.query_one("#in-until", Input).value = "next fri"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "put off until Fri 27 Nov" in message(pilot)
        assert look(demo, lambda c: due.due_of(c, 4, TODAY))[0].opens == TODAY + timedelta(days=5)


async def test_skip_rest_close_and_take_up_again(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("c")
        await pilot.press("enter")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "cannot stay empty" in text_of(pilot, "#form-message")
        await type_text(pilot, "moved away")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Dana Whitfield closed" in message(pilot)
        assert look(demo, lambda c: queries.contact(c, 4)).state_reason == "moved away"
        await pilot.press("u")
        await settle(pilot)
        await go_to(pilot, "Dana")
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "First note with Dana Whitfield skipped" in message(pilot)


async def test_a_no_says_whom_it_makes_due(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Samuel")
        await pilot.press("r")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Choose one." in text_of(pilot, "#form-message")  # nothing is chosen before
        await pilot.press("y", "ctrl+s")
        await settle(pilot)
        assert "The no for Platform Engineer at Harbour Analytics recorded." in message(pilot)
        assert "Due now: Lena" in message(pilot)


async def test_an_application_with_several_people_is_added_at_once(book: Book):
    commands.save_profile(book)
    async with opened(book) as pilot:
        assert "Nobody is in your book yet" in text_of(pilot, "#person-text")
        await pilot.press("a")
        await settle(pilot)
        await pilot.press("tab")
        await type_text(pilot, "Data Engineer")
        await pilot.press("enter")
        await type_text(pilot, "Calder")
        await pilot.press("enter")
        await type_text(pilot, "Dana Whitfield: boss")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "'boss' is no part" in text_of(pilot, "#form-message")
        pilot.app.screen.query_one("#in-people", Input).value = "Dana Whitfield: hiring manager, Ari Cole"
        await pilot.press("enter")
        await type_text(pilot, "yesterday")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Interview with Dana Whitfield and Ari Cole" in message(pilot)
        assert [row.step for row in look(book, lambda c: due.due_rows(c, TODAY))] == [Step.THANK_YOU] * 2


async def test_the_filter_narrows_as_one_types(demo: Book):
    async with opened(demo) as pilot:
        await pilot.press("slash")
        await type_text(pilot, "calder")
        names = {row.name for row in pilot.app.screen.query_one(DueList)._lines if hasattr(row, "name")}
        assert names == {"Dana Whitfield", "Priya Anand", "Tomás Herrera"}
        await pilot.press("enter", "j")
        assert current(pilot) == "Priya Anand"
        await pilot.press("escape")
        await settle(pilot)
        assert current(pilot) == "Priya Anand"
        await pilot.press("slash")
        await type_text(pilot, "zzz")
        assert "Nobody matches" in text_of(pilot, "#person-text")
        for key in ("enter", "l", "s", "x", "n", "d"):
            await pilot.press(key)
        await pilot.press("escape")
        assert current(pilot)


async def test_notes_are_edited_in_place(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("n")
        await settle(pilot)
        await type_text(pilot, " and more")
        await pilot.press("escape")
        await settle(pilot)
        assert look(demo, lambda c: queries.contact(c, 4)).notes.endswith("runs a reading group and more")
        assert "Notes on Dana Whitfield changed" in message(pilot)


async def test_a_call_script_asks_what_came_of_the_call(demo: Book):
    commands.save_profile(demo, playbook="call-first")
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        assert "Hello, is this Dana Whitfield?" in pilot.app.screen.query_one("#note-body", NoteArea).text
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert "How did the call with Dana go?" in text_of(pilot, ".form-title")
        await pilot.press("v", "enter", "enter")
        await settle(pilot)
        assert "Voicemail for Dana Whitfield logged" in message(pilot)
        assert look(demo, lambda c: due.due_of(c, 4, TODAY))[0].step == Step.CHECK_IN_1


async def test_first_use_asks_who_one_is_once_and_can_be_put_aside(book: Book):
    async with opened(book) as pilot:
        assert "Who are you?" in text_of(pilot, ".form-title")
        await pilot.press("escape")
        await settle(pilot)
        assert "Nobody is in your book yet" in text_of(pilot, "#person-text")
    async with opened(book) as pilot:
        assert not pilot.app.screen.query(Form)
        await pilot.press("m")
        await settle(pilot)
        await type_text(pilot, "Robin Marlow")
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert look(book, queries.profile).name == "Robin Marlow"


async def test_help_names_every_key_of_the_daily_visit(demo: Book):
    from planner import registry
    from planner.tui.screens.keys import KeysPage

    async with opened(demo) as pilot:
        await pilot.press("question_mark")
        await settle(pilot)
        page = str(pilot.app.screen.query_one(KeysPage).query_one(Static).content)
        said = " ".join(page.split())
        assert all(command.tooltip in said for command in registry.COMMANDS)
        assert page.index("On a person") < page.index("In every list")
        await pilot.press("escape")
        await settle(pilot)
        assert not pilot.app.screen.query(KeysPage)


async def test_the_palette_offers_what_the_keys_do(demo: Book):
    async with opened(demo) as pilot:
        commands_offered = list(pilot.app.get_system_commands(pilot.app.screen))
        titles = [command.title for command in commands_offered]
        assert {"Write", "Log", "Later", "Skip", "Add", "Undo", "Theme", "Quit"} <= set(titles)
        next(command for command in commands_offered if command.title == "Log").callback()
        await settle(pilot)
        assert pilot.app.screen.query(Form)


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (200, 50)])
async def test_every_size_keeps_the_loop_usable(demo: Book, size: tuple[int, int]):
    async with opened(demo, size) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.query_one("#note-body", NoteArea).size.height >= 6
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen.query_one(DueList).size.height >= 3


async def test_undo_in_the_text_survives_a_scrollbar_that_comes_and_goes(demo: Book):
    """Textual 8.2.8 raised here (Textualize/textual#6686)."""
    async with opened(demo, (80, 24)) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        for _ in range(30):
            await pilot.press("enter")
        for _ in range(35):
            await pilot.press("ctrl+z")
        await pilot.press("x")
        assert "\nx\n" in pilot.app.screen.query_one(TextArea).text


async def test_a_form_stays_with_the_person_it_was_opened_for(demo: Book):
    async with opened(demo) as pilot:
        await pilot.press("x", "right", "right")
        await settle(pilot)
        await pilot.press("tab")
        await type_text(pilot, "enough")
        await pilot.press("tab", "j", "j")
        await pilot.click(DueList, offset=(4, 4))
        await pilot.press("shift+tab", "ctrl+s")
        await settle(pilot)
        assert "Miriam Okafor closed" in message(pilot)


async def test_a_form_is_carried_out_once_however_often_it_is_sent(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("l")
        await settle(pilot)
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await settle(pilot)
    touches = look(demo, lambda c: queries.timeline(c, 4))
    assert sum(touch.step == Step.FIRST_NOTE for touch in touches) == 1


async def test_quitting_while_editing_notes_saves_them(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("n")
        await settle(pilot)
        await type_text(pilot, " not to be lost")
        await pilot.press("ctrl+q")
    assert look(demo, lambda c: queries.contact(c, 4)).notes.endswith("not to be lost")


async def test_notes_changed_elsewhere_meanwhile_are_kept_too(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("n")
        await settle(pilot)
        # Before a pause in the typing could save what is there: this is what the editor has not seen.
        commands.change_contact(demo, 4, notes="written in another window")
        await type_text(pilot, " mine")
        await pilot.press("escape")
        await settle(pilot)
    notes = look(demo, lambda c: queries.contact(c, 4)).notes
    assert "reading group mine" in notes and "written in another window" in notes


async def test_enter_held_in_the_filter_does_no_harm(demo: Book):
    async with opened(demo) as pilot:
        await pilot.press("slash", "d", "enter", "enter", "enter")
        await settle(pilot)
        assert pilot.app.is_running


async def test_a_book_that_goes_away_is_said_and_the_text_can_still_be_left(demo: Book):
    async with opened(demo) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        demo.path.unlink()
        await type_text(pilot, "words")
        await pilot.press("escape")
        await settle(pilot)
        said = text_of(pilot, "#note-status")
        assert said.startswith("Not saved. Escape once more leaves WITHOUT it, alt+c copies it.")
        await type_text(pilot, " more")
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen.query(NoteEditor)  # of other words one is asked again
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.screen.query(NoteEditor))
        await pilot.press("j", "k")
        await settle_after_a_pause(pilot)
        assert pilot.app.is_running
        assert not demo.path.exists()
        demo.path.touch()  # so that the closing fixtures find what they look for


async def test_a_new_day_is_noticed(demo: Book, monkeypatch: pytest.MonkeyPatch):
    async with opened(demo) as pilot:
        monkeypatch.setenv("PLANNER_TODAY", "2026-11-27")
        pilot.app.look_at_the_clock()
        await settle(pilot)
        row = pilot.app.screen.query_one(DueList)._lines[1]
        assert row.group == "overdue"
        assert "Fri 27 Nov" in text_of(pilot, "#title")


async def test_undo_goes_back_to_the_person_it_brings_back(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("l")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("home", "u")
        await settle(pilot)
        assert current(pilot) == "Dana Whitfield"


async def test_the_whole_person_can_be_read_by_keyboard_in_a_small_terminal(demo: Book):
    async with opened(demo, (80, 24)) as pilot:
        await go_to(pilot, "Dana")
        panel = pilot.app.screen.query_one(PersonPanel)
        for _ in range(10):
            await pilot.press("J")
        assert panel.scroll_offset.y == panel.max_scroll_y > 0
        for _ in range(10):
            await pilot.press("K")
        assert panel.scroll_offset.y == 0
        assert current(pilot) == "Dana Whitfield"


async def test_a_promise_and_a_new_job_of_theirs(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("p")
        await settle(pilot)
        await type_text(pilot, "the article")
        await pilot.press("enter")
        await type_text(pilot, "tomorrow")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Promise to Dana Whitfield for" in message(pilot)
        await pilot.press("l")
        await settle(pilot)
        for _ in range(5):
            await pilot.press("right")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "cannot stay empty" in text_of(pilot, "#form-message")
        await type_text(pilot, "Halden Labs")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Move of Dana Whitfield to Halden Labs logged" in message(pilot)
        assert look(demo, lambda c: queries.contact(c, 4)).employer == "Halden Labs"


async def test_a_deed_goes_on_when_the_book_becomes_ready_meanwhile(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        screen = pilot.app.screen
        deed = screen.action_write()
        while not screen.query(NoteEditor):  # the note is on its way to the screen, and not there yet
            await asyncio.sleep(0)
        screen.look_for_left_overs()
        await deed.wait()
        await settle(pilot)
        assert screen.query_one(NoteEditor).query_one(AdviceStrip).situation is not None
