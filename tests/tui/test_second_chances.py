"""In the app: the first question of a "no", a word typed at a choice, a draft of another step, a job that is back."""

import pytest
from textual.widgets import Input

from planner.book import commands, due, queries
from planner.book.database import Book
from planner.cadence.terms import Channel, Step
from planner.tui.forms.choice import Choice
from planner.tui.writing.editor import NoteEditor
from tests.conftest import TODAY
from tests.tui.conftest import opened
from tests.tui.test_daily import current, go_to, look, message, text_of
from tests.tui.test_way_out import press
from tests.tui.waiting import settle, type_text

DANA, LENA = 4, 1


async def test_the_first_question_of_a_no_has_no_answer_before(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Samuel")
        await press(pilot, "r")
        again = pilot.app.screen.query_one("#in-again", Choice)
        assert again.has_focus and again.chosen == ""
        assert not pilot.app.screen.query_one("#field-reason").display  # nothing is asked before it is answered
        await press(pilot, "n")
        assert again.chosen == "no" and not pilot.app.screen.query_one("#field-reason").display
        await press(pilot, "ctrl+s")
        assert "The no for Platform Engineer at Harbour Analytics recorded." in message(pilot)
        assert "Due now" not in message(pilot)
        states = {c.name: c.state for c in look(demo, people) if c.name in {"Lena Brandt", "Samuel Osei"}}
        assert states == {"Lena Brandt": "closed", "Samuel Osei": "closed"}
        await press(pilot, "u")
        assert {c.state for c in look(demo, people) if c.name in {"Lena Brandt", "Samuel Osei"}} == {"open"}


def people(connection):
    return [queries.contact(connection, key) for key, _, _ in queries.find_contacts(connection, "")]


async def test_who_told_is_asked_and_a_name_that_means_nobody_is_refused(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Samuel")
        await press(pilot, "r", "y")
        pilot.app.screen.query_one("#in-by", Input).value = "Nobody Known"
        await press(pilot, "ctrl+s")
        assert "Nobody Known" in text_of(pilot, "#form-message")
        pilot.app.screen.query_one("#in-by", Input).value = "lena"
        await press(pilot, "ctrl+s")
        assert "recorded" in message(pilot)
        lena = next(c.id for c in look(demo, people) if c.name == "Lena Brandt")
        assert look(demo, lambda c: queries.roles(c, lena))[0].told_me


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("some", "someone_else"),
        ("over", "overqualified"),
        ("frozen", "not_filled"),
        ("no", "not_filled"),
        ("no r", "unknown"),
        ("sil", "silence"),
        ("internal", "internal"),
        ("zzz", "unknown"),  # which stays
    ],
)
async def test_a_word_typed_at_a_choice_is_taken_as_a_word(demo: Book, typed: str, chosen: str):
    async with opened(demo) as pilot:
        await go_to(pilot, "Samuel")
        await press(pilot, "r", "y")
        reason = pilot.app.screen.query_one("#in-reason", Choice)
        reason.focus()
        await settle(pilot)
        await type_text(pilot, typed)
        await settle(pilot)
        assert reason.chosen == chosen


async def test_one_letter_again_goes_on_to_the_next(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Samuel")
        await press(pilot, "r", "y")
        reason = pilot.app.screen.query_one("#in-reason", Choice)
        reason.focus()
        await press(pilot, "s")
        assert reason.chosen == "someone_else"
        await press(pilot, "s")
        assert reason.chosen == "silence"


@pytest.fixture
def with_script(demo: Book) -> Book:
    """Dana is owed a first note, and a call script for another step was begun and never used."""
    commands.save_draft(
        demo,
        None,
        contact_id=DANA,
        subject="Call",
        body="The old script, word for word.",
        step=Step.CHECK_IN_1,
        channel=Channel.PHONE,
    )
    return demo


async def test_a_draft_of_another_step_is_offered_and_never_opened_as_the_note(with_script: Book):
    async with opened(with_script) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "enter")
        assert "An unsent call script (check-in 1)" in text_of(pilot, ".form-title")
        assert "The old script" in text_of(pilot, ".form-intro")
        await press(pilot, "ctrl+s")  # a new one, and that one is left
        editor = pilot.app.screen.query_one(NoteEditor)
        assert "Hi Dana" in editor.body.text
        await press(pilot, "escape")
        assert [draft.step for draft in look(with_script, lambda c: queries.drafts_of(c, DANA))] == [Step.CHECK_IN_1]


async def test_its_text_can_be_taken(with_script: Book):
    async with opened(with_script) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "enter", "u", "ctrl+s")
        editor = pilot.app.screen.query_one(NoteEditor)
        assert editor.body.text.startswith("The old script") and text_of(pilot, "#note-title").startswith("First note")
        await press(pilot, "escape", "u")
        [draft] = look(with_script, lambda c: queries.drafts_of(c, DANA))
        assert draft.step == Step.CHECK_IN_1


async def test_it_can_be_dropped(with_script: Book):
    async with opened(with_script) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "enter", "d", "ctrl+s")
        assert "Hi Dana" in pilot.app.screen.query_one(NoteEditor).body.text
        assert not look(with_script, lambda c: queries.drafts_of(c, DANA))


async def test_a_job_that_is_open_again_is_recorded_with_one_key(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "b")
        await press(pilot, "ctrl+s")
        assert "Data Engineer at Calder & Rowe is open again." in message(pilot)
        assert "Due now: Dana" in message(pilot)
        [row] = look(demo, lambda c: due.due_of(c, DANA, TODAY))
        assert row.step == Step.REPOST
        await press(pilot, "u")
        assert look(demo, lambda c: due.due_of(c, DANA, TODAY))[0].step == Step.FIRST_NOTE


async def test_the_yearly_hello_is_switched_with_one_key(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "H")
        assert "A yearly hello to Dana Whitfield." in message(pilot)
        await press(pilot, "H")
        assert "No yearly hello to Dana Whitfield." in message(pilot)
        assert look(demo, lambda c: queries.contact(c, DANA)).yearly_hello == "off"
        await press(pilot, "u")
        assert look(demo, lambda c: queries.contact(c, DANA)).yearly_hello == "on"


async def test_the_cursor_stays_with_who_wrote(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Samuel")
        await press(pilot, "l")
        pilot.app.screen.query_one("#in-what", Choice).chosen = "replied"
        await press(pilot, "ctrl+s")
        assert current(pilot) == "Samuel Osei"
        await press(pilot, "p")
        assert "Samuel Osei" in text_of(pilot, ".form-title")
