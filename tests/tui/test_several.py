"""Several people at once, tags, waking, the calendar, and dates that cannot be read."""

from datetime import timedelta

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from planner import environment
from planner.book import commands, due, queries
from planner.book.database import Book
from planner.tui.forms.form import Form
from planner.tui.views.calendar import Calendar
from planner.tui.writing.editor import NoteEditor
from planner.tui.writing.template_chooser import TemplateChooser
from tests.conftest import TODAY
from tests.tui.conftest import opened
from tests.tui.test_daily import current, go_to, look, message, text_of
from tests.tui.waiting import settle, settle_after_a_pause, type_text, until


async def press(pilot, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def due_on(book: Book) -> dict[str, str]:
    """What each person is owed first, with the day on which it opens."""
    rows = look(book, lambda connection: due.due_rows(connection, TODAY, 400))
    return {row.called: f"{row.step} {(row.opens - TODAY).days}" for row in rows}


async def test_marked_people_are_put_off_together_and_undone_at_once(demo: Book):
    before = due_on(demo)
    async with opened(demo) as pilot:
        await press(pilot, "space", "space")
        assert "2 marked" in text_of(pilot, "#title") and current(pilot) == "Dana Whitfield"
        assert message(pilot).startswith("2 marked: l log, s later")
        lines = [pilot.app.screen.query_one("#due").render_line(number).text for number in range(4)]
        assert [line.startswith("✓") for line in lines] == [False, True, True, False]
        await press(pilot, "s")
        assert "Put the next step with 2 people off" in str(pilot.app.screen.query_one(".form-title", Static).content)
        await press(pilot, "1", "ctrl+s")
        assert message(pilot).startswith("Answer with Miriam Okafor put off until Mon 23 Nov, and 1 more person.")
        assert "marked" not in text_of(pilot, "#title") and "Due 3" in text_of(pilot, "#title")
        assert (due_on(demo)["Miriam"], due_on(demo)["Lena"]) == ("reply 1", "thank_you 1")
        await press(pilot, "u")
        assert due_on(demo) == before


async def test_one_event_is_logged_for_all(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "space", "space", "space", "l")
        form = pilot.app.screen.query_one(Form)
        assert "3 people" in str(form.query_one(".form-title", Static).content)
        assert "they have a new job" not in str(form.query_one("#in-what").render())
        await press(pilot, "ctrl+s")
        assert "logged, and 2 more" in message(pilot)
        assert {due_on(demo)[name] for name in ("Dana", "Priya", "Tomás")} == {"check_in_1 30"}


async def test_all_who_are_shown_are_marked_and_closed(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "calder")
        await press(pilot, "enter", "asterisk")
        assert "3 marked" in text_of(pilot, "#title")
        await press(pilot, "x", "right", "right")
        assert "3 people: not now, or no more?" in str(pilot.app.screen.query_one(".form-title", Static).content)
        await press(pilot, "tab")
        await type_text(pilot, "enough")
        await press(pilot, "ctrl+s")
        assert "closed, and 2 more" in message(pilot)
        assert not {"Dana", "Priya", "Tomás"} & set(due_on(demo))
        await press(pilot, "u")
        assert {"Dana", "Priya", "Tomás"} <= set(due_on(demo))


async def test_what_does_not_fit_one_of_them_is_done_for_none(demo: Book):
    async with opened(demo) as pilot:
        before = due_on(demo)
        await press(pilot, "space")
        await go_to(pilot, "Samuel")
        await press(pilot, "space", "s", "1", "ctrl+s")
        said = text_of(pilot, "#form-message")
        assert said.startswith("Samuel Osei: Nothing is planned for Samuel Osei") and "Nothing was changed" in said
        await press(pilot, "escape")
        assert due_on(demo) == before and "2 marked" in text_of(pilot, "#title")
        await press(pilot, "escape")
        assert "marked" not in text_of(pilot, "#title")


async def test_tags_are_put_on_and_taken_off(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "space", "space", "number_sign")
        await type_text(pilot, "Mentor, warm")
        await press(pilot, "ctrl+s")
        assert message(pilot).startswith("Tags of Dana Whitfield: mentor, warm, and 1 more person.")
        await go_to(pilot, "Dana")
        await press(pilot, "number_sign")
        await type_text(pilot, "north, -warm")
        await press(pilot, "ctrl+s")
        tags = [
            look(demo, lambda c, n=n: queries.contact(c, queries.find_contacts(c, n)[0][0])).tags
            for n in ("Dana", "Priya")
        ]
        assert tags == ["mentor, north", "mentor, warm"]


async def test_one_key_wakes_someone_who_rests(demo: Book):
    key = look(demo, lambda c: queries.find_contacts(c, "Dana")[0][0])
    commands.rest_contact(demo, key, "three check-ins without an answer")
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        assert "Resting: three check-ins" in text_of(pilot, "#person-text")
        await press(pilot, "w")
        assert message(pilot).startswith("Dana Whitfield taken up again.")
        assert look(demo, lambda c: queries.contact(c, key)).state == "open"
        await press(pilot, "w")
        assert "followed up already" in message(pilot)


async def test_the_calendar_shows_what_comes_and_leads_to_people(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "v")
        calendar = pilot.app.screen.query_one(Calendar)
        assert "[5]" in text_of(pilot, "#calendar-grid") and "Sun 22 Nov  today" in text_of(pilot, "#calendar-day")
        for name in ("Dana", "Lena", "Miriam", "Priya", "Tomás"):
            assert name in text_of(pilot, "#calendar-day")
        await press(pilot, "right")
        assert "Mon 23 Nov  tomorrow" in text_of(pilot, "#calendar-day") and "n goes there" in text_of(
            pilot, "#calendar-day"
        )
        await press(pilot, "n")
        assert "Fri 27 Nov  in 5 days" in text_of(pilot, "#calendar-day") and "Jonas Feld" in text_of(
            pilot, "#calendar-day"
        )
        await press(pilot, "down", "up", "left", "l", "h", "j", "k", "l")
        assert calendar._day == TODAY + timedelta(days=5)
        await press(pilot, "home", "left", "up")
        assert calendar._day == TODAY  # the past has nothing to show
        await press(pilot, "n", "enter")
        assert calendar.region.width == 0 and current(pilot) == "Jonas Feld"
        await press(pilot, "v", "escape")
        assert pilot.app.screen.query_one("#due").has_focus and current(pilot) == "Jonas Feld"


@pytest.mark.parametrize("key", ["s", "p"])
async def test_a_date_that_cannot_be_read_is_kept_when_the_form_is_left(demo: Book, key: str):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, key)
        if key == "p":
            await type_text(pilot, "an article")
            await press(pilot, "tab")
        await type_text(pilot, "when the leaves turn")
        echo = "#echo-until" if key == "s" else "#echo-by"
        await until(pilot, lambda: "not a date yet" in text_of(pilot, echo))  # once dateparser has been asked
        await settle_after_a_pause(pilot)
        await press(pilot, "escape")
        if key == "p":  # what was promised would be lost: asked once
            await press(pilot, "escape")
        assert (
            message(pilot)
            == "“when the leaves turn” is not a date I can read; it is kept in the notes. u takes it out."
        )
        notes = look(demo, lambda c: queries.contact(c, queries.find_contacts(c, "Dana")[0][0])).notes
        assert "“when the leaves turn”" in notes and ("an article" in notes or key == "s")
        await press(pilot, "u")
        assert "leaves" not in look(demo, lambda c: queries.contact(c, queries.find_contacts(c, "Dana")[0][0])).notes


async def test_a_key_in_one_burst_with_a_deeds_own_does_nothing_else(demo: Book):
    before = look(demo, queries.latest_action)
    async with opened(demo) as pilot:
        screen = pilot.app.screen
        for keys in (("l", "u"), ("s", "q"), ("x", "d")):
            for key in keys:  # both are there before the first has opened anything
                pilot.app.post_message(events.Key(key, key))
            await settle(pilot)
            assert [form.spec.__class__.__name__ for form in screen.query(Form)] == [
                {"l": "LogForm", "s": "SnoozeForm", "x": "SkipForm"}[keys[0]]
            ]
            await press(pilot, "escape")
        assert look(demo, queries.latest_action) == before and pilot.app.is_running
        assert screen.active_bindings["l"].enabled  # and the keys of the list are there again


async def test_a_form_left_with_a_date_or_without_keeps_nothing(demo: Book):
    before = look(demo, queries.latest_action)
    async with opened(demo) as pilot:
        await press(pilot, "s")
        await type_text(pilot, "tomorrow")
        await press(pilot, "escape", "s", "escape")
        assert look(demo, queries.latest_action) == before


async def test_triage_stays_with_a_person_until_nothing_more_is_owed(demo: Book):
    key = look(demo, lambda c: queries.find_contacts(c, "Miriam")[0][0])
    commands.add_promise(demo, key, "the article", TODAY)
    async with opened(demo) as pilot:
        await press(pilot, "t")
        assert "answer +1" in text_of(pilot, "#title") and "0 of 5 decided" in text_of(pilot, "#title")
        await press(pilot, "s", "1", "ctrl+s")
        assert (
            "your promise" in text_of(pilot, "#title")
            and pilot.app.main.workspace.deck.selection.row.name == "Miriam Okafor"
        )
        await press(pilot, "s", "1", "ctrl+s")
        assert (
            "1 of 5 decided" in text_of(pilot, "#title")
            and pilot.app.main.workspace.deck.selection.row.name == "Lena Brandt"
        )


async def test_what_is_undone_in_triage_does_not_count(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "t", "x", "ctrl+s", "u", "x", "ctrl+s")
        for _ in range(4):
            await press(pilot, "x", "ctrl+s")
        assert message(pilot).startswith("That was all for today: 5 skipped.")


async def test_a_day_with_nothing_due_says_what_comes_next(demo: Book):
    names = ("miriam", "lena", "dana", "priya", "tomás")
    keys = [look(demo, lambda c, n=n: queries.find_contacts(c, n)[0][0]) for n in names]
    for key in keys:
        commands.close_contact(demo, key, "enough")
    async with opened(demo) as pilot:
        assert "nothing due; next: Fri 27 Nov, they asked with Jonas Feld" in text_of(pilot, "#title")


async def test_a_playbook_of_ones_own_stays_in_force_when_the_details_change(demo: Book):
    commands.use_playbook(demo, "mine", "rest_after = 5")
    async with opened(demo) as pilot:
        await press(pilot, "m")
        await type_text(pilot, "x")
        await press(pilot, *["tab"] * 7)
        await type_text(pilot, "austria")
        await press(pilot, "ctrl+s")
        profile = look(demo, queries.profile)
        assert (profile.playbook, profile.country) == ("mine", "AT")


async def test_a_clock_set_back_is_said_and_hides_nothing(demo: Book, monkeypatch: pytest.MonkeyPatch):
    from datetime import datetime

    moment = datetime(2026, 11, 22, 12).astimezone()
    with demo.transaction() as session:
        session.connection().exec_driver_sql("UPDATE journal_entry SET made_at = ?", (moment.isoformat(),))
    monkeypatch.setattr(environment, "day_is_set", lambda: False)
    monkeypatch.setattr(environment, "now", lambda: moment - timedelta(days=3))
    monkeypatch.setattr(environment, "today", lambda: TODAY - timedelta(days=3))
    async with opened(demo) as pilot:
        assert "[1 Due 5]" in text_of(pilot, "#title")
        assert "This clock says Thu 19 Nov, but your book was used on Sun 22 Nov" in message(pilot)


def typed(pilot: Pilot[None], keys: str) -> None:
    """All of these keys are there before the first has opened anything."""
    names = {" ": "space", "\n": "enter", "/": "slash", "\x13": "ctrl+s", "\x14": "ctrl+t", "\x1b": "escape"}
    names |= {"\x01": "home", "\x7f": "backspace"}
    for key in keys:
        pilot.app.post_message(events.Key(names.get(key, key), "\r" if key == "\n" else key))


async def test_what_is_typed_with_the_key_that_opens_a_line_lands_in_it(demo: Book):
    async with opened(demo) as pilot:
        typed(pilot, "/dana\nj")
        await until(pilot, lambda: "for “dana”" in text_of(pilot, "#title") and not pilot.app.screen.query("#filter"))
        assert "1 match for “dana”" in text_of(pilot, "#title") and current(pilot) == "Dana Whitfield"
        assert not pilot.app.screen.query("#filter")
        await press(pilot, "escape")
        typed(pilot, "sin 3 weeks\x13j")
        await until(pilot, lambda: "put off" in message(pilot))
        assert not pilot.app.screen.query(Form) and "put off until Sun 13 Dec" in message(pilot)
        rows = look(demo, lambda c: due.due_rows(c, TODAY))
        assert not [row for row in rows if row.name == "Dana Whitfield" and row.opens <= TODAY]


async def test_each_key_waits_for_the_one_before(demo: Book):
    async with opened(demo) as pilot:
        typed(pilot, "/ana\x01d\x7fd\n")
        await until(pilot, lambda: "for “dana”" in text_of(pilot, "#title") and not pilot.app.screen.query("#filter"))
        assert current(pilot) == "Dana Whitfield" and not pilot.app.screen.query("#filter")
        await press(pilot, "enter")
        before = pilot.app.screen.query_one(NoteEditor).body.text
        typed(pilot, "\x14q")
        await settle(pilot)
        assert pilot.app.screen.query(TemplateChooser)
        assert pilot.app.screen.query_one(NoteEditor).body.text == before


async def test_what_comes_due_once_no_screen_is_left_does_nothing(demo: Book):
    async with opened(demo) as pilot:
        app = pilot.app
    assert not app.screen_stack
    app.look_at_the_book()
    app.look_at_the_clock()
    app._say("too late")
    await app.on_event(events.Key("j", "j"))


async def test_keys_that_wait_are_forgotten_by_escape(demo: Book):
    async with opened(demo) as pilot:
        typed(pilot, "lxx\x1b")
        await settle(pilot)
        await press(pilot, "escape")
        assert not pilot.app.screen.query(Form)
        await press(pilot, "down")
        assert pilot.app.is_running


async def test_what_another_program_does_is_said(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "x", "ctrl+s")
        assert "u takes it back" in message(pilot)
        tomas = look(demo, lambda c: queries.find_contacts(c, "Tomás")[0][0])
        for job, said in (
            (lambda: commands.close_contact(demo, tomas, "moved"), "Done elsewhere: Tomás Herrera closed. u takes it"),
            (lambda: commands.undo(demo), "Undone elsewhere."),
        ):
            job()
            await until(pilot, lambda said=said: message(pilot).startswith(said))


async def test_a_key_that_bounces_fills_no_blank(demo: Book, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("planner.tui.system.type_ahead._REPEATS", 60.0)
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        typed(pilot, "\n\n\n\n")
        await settle(pilot)
        editor = pilot.app.screen.query_one(NoteEditor)
        assert editor.body.selected_text.startswith("[") and editor.writing.body == editor.body.text


async def test_nothing_waits_for_ever(demo: Book, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("planner.tui.system.type_ahead._LONGEST", 0.1)
    async with opened(demo) as pilot:
        monkeypatch.setattr(pilot.app._ahead, "_opening", lambda: True)
        before = pilot.app.screen.query_one("#due").cursor
        pilot.app.post_message(events.Key("down", None))
        await until(pilot, lambda: pilot.app._ahead._held)
        assert pilot.app.screen.query_one("#due").cursor == before
        await until(pilot, lambda: pilot.app.screen.query_one("#due").cursor > before)
        await press(pilot, "down")
        assert pilot.app.screen.query_one("#due").cursor == before + 2


async def test_a_book_that_takes_long_to_read_is_read_once(demo: Book, monkeypatch: pytest.MonkeyPatch):
    import os
    from threading import Event

    goes_on, begun = Event(), 0
    async with opened(demo) as pilot:
        real = pilot.app.library._all

        def slow(*words: object) -> object:
            nonlocal begun
            begun += 1
            goes_on.wait(30)
            return real(*words)

        monkeypatch.setattr(pilot.app.library, "_all", slow)
        os.utime(demo.path, ns=(1, 1))  # another program was at it
        pilot.app.look_at_the_book()
        await until(pilot, lambda: begun == 1)
        for _ in range(3):  # each half a second, while it is still being read
            assert not pilot.app.library.has_changed()
            pilot.app.look_at_the_book()
        goes_on.set()
        await settle(pilot)
    assert begun == 1
