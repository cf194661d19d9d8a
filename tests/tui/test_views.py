"""The five views: each by its number, remembered as it was left; pages, filters, search, editing in place."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Input, Static
from textual.widgets._footer import FooterKey

from planner import environment, registry
from planner.book import commands, queries
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.errors import BookError
from planner.book.models import ContactFields
from planner.cadence.terms import Direction, Kind
from planner.progress import each
from planner.tui.app import PlannerApp
from planner.tui.forms.choice import Choice
from planner.tui.forms.form import Form
from planner.tui.forms.session import FormSession
from planner.tui.messages import GoTo
from planner.tui.pages.application import ApplicationPanel
from planner.tui.pages.person import PersonPanel
from planner.tui.screens.find import FindPage, FoundList
from planner.tui.views.calendar import Calendar
from planner.tui.views.insights import InsightsPage
from planner.tui.views.people import PeopleList
from planner.tui.writing.editor import NoteEditor
from tests.conftest import TODAY
from tests.tui.conftest import opened
from tests.tui.test_daily import go_to, look, message, text_of
from tests.tui.waiting import settle, type_text, until


async def press(pilot, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def names(pilot) -> list[str]:
    """Who is shown in the list of people, in order."""
    return [line.called for line in pilot.app.screen.query_one(PeopleList)._lines if hasattr(line, "called")]


def headings(pilot) -> list[str]:
    return [
        line.title
        for line in pilot.app.screen.query_one(PeopleList)._lines
        if hasattr(line, "title") and hasattr(line, "members")
    ]


def read(pilot, selector: str) -> str:
    """A page as it reads, wherever its lines are broken."""
    return " ".join(text_of(pilot, selector).replace("▏", " ").split())


def key_of(book: Book, name: str) -> int:
    return look(book, lambda c: queries.find_contacts(c, name)[0][0])


async def test_each_view_is_remembered_as_it_was_left(demo: Book):
    async with opened(demo) as pilot:
        screen = pilot.app.screen
        await go_to(pilot, "Priya")
        await press(pilot, "2", "G")
        assert "[2 People]" in text_of(pilot, "#title") and screen.workspace.deck.view.listed.current.called == "Tomás"
        await press(pilot, "3", "j")
        assert screen.workspace.deck.view.selection().application.employer == "Calder & Rowe"
        await press(pilot, "4", "n")
        day = screen.query_one(Calendar)._day
        await press(pilot, "5", "right")
        await press(pilot, "1")
        assert screen.workspace.deck.view.selection().row.called == "Priya" and screen.query_one("#due").has_focus
        await press(pilot, "2")
        assert screen.workspace.deck.view.listed.current.called == "Tomás" and "Tomás" in text_of(pilot, "#person-text")
        await press(pilot, "3")
        assert screen.workspace.deck.view.selection().application.employer == "Calder & Rowe"
        await press(pilot, "4")
        assert screen.query_one(Calendar)._day == day > TODAY
        await press(pilot, "5")
        assert "[Delay]" in text_of(pilot, "#insights-title")
        await press(pilot, "escape")
        assert "[3 Applications]" in text_of(pilot, "#title")  # the list that was shown last


async def test_people_are_sorted_and_grouped_by_any_column(demo: Book):
    commands.tag_contact(demo, key_of(demo, "aiko"), ["warm"])
    commands.close_contact(demo, key_of(demo, "samuel"), "enough")
    async with opened(demo, (140, 40)) as pilot:
        await press(pilot, "2")
        assert names(pilot) == ["Aiko", "Dana", "Jonas", "Lena", "Miriam", "Priya", "Samuel", "Tomás"]
        assert text_of(pilot, "#columns").split()[:2] == ["name", "▲"]
        await press(pilot, "R")
        assert names(pilot)[0] == "Tomás" and "▼" in text_of(pilot, "#columns")
        await press(pilot, "R", "S")
        assert [*dict.fromkeys(person.employer for person in pilot.app.screen.workspace.deck.view.listed._lines)] == [
            "Calder & Rowe", "Harbour Analytics", "Northlight Energy",
        ]  # fmt: skip
        await press(pilot, "S")
        assert names(pilot)[:3] == ["Dana", "Lena", "Miriam"]  # hiring managers first
        await press(pilot, "S")
        assert names(pilot)[0] == "Samuel" and names(pilot)[-1] == "Jonas"  # by the last touch
        await press(pilot, "S")
        assert names(pilot)[-1] == "Samuel"  # nothing comes for a closed person
        await press(pilot, "S", "B")
        assert headings(pilot) == ["Calder & Rowe", "Harbour Analytics", "Northlight Energy"]
        groups = []
        for _ in range(6):
            await press(pilot, "B")
            groups.append(headings(pilot))
        assert groups == [
            ["hiring manager", "HR", "recruiter", "panel"],
            ["due", "in the coming week", "later", "nothing planned"],
            ["this week", "this month", "this quarter"],
            ["open", "closed"],
            ["warm", "no tag"],
            [],
        ]
        line = pilot.app.screen.query_one(PeopleList).render_line(6)
        assert "Samuel" in line.text and "closed" in line.text  # in a word, and not by colour alone


async def test_a_persons_page_is_gone_through_line_by_line(demo: Book):
    miriam = key_of(demo, "miriam")
    commands.log_touchpoint(demo, miriam, Kind.CALL, Direction.OUT, TODAY - timedelta(days=9), body="about grids")
    commands.record_move(demo, miriam, "Halden Labs", TODAY - timedelta(days=4))
    commands.add_promise(demo, miriam, "the article", TODAY + timedelta(days=9))
    async with opened(demo) as pilot:
        await go_to(pilot, "Miriam")
        page = pilot.app.screen.query_one(PersonPanel)
        text = text_of(pilot, "#person-text")
        assert "Employers\n  Halden Labs  since Wed 18 Nov\n  Northlight Energy  before" in text
        assert "· the article  by Tue 1 Dec" in text and "with Aiko Tanabe and Jonas Feld" in text
        assert "We may build a second team" not in text and "←" in text and "→" in text
        await press(pilot, "tab", "enter")
        assert page.has_focus and "We may build a second team in spring." in read(pilot, "#person-text")
        await press(pilot, "enter")
        assert "We may build" not in text_of(pilot, "#person-text")
        await press(pilot, "f")
        assert "only messages" in text_of(pilot, "#person-text") and "called" not in text_of(pilot, "#person-text")
        await press(pilot, "f")
        assert "you called and spoke: about grids" in text_of(pilot, "#person-text")
        assert "they wrote" not in text_of(pilot, "#person-text")
        await press(pilot, "f", "f", "escape")
        assert pilot.app.screen.query_one("#due").has_focus
        await press(pilot, "i", "l")  # what is done about a person is done from their page as well
        assert pilot.app.screen.query_one(Form).spec.__class__.__name__ == "LogForm"


async def test_an_application_shows_what_each_has_had_and_leads_to_them(demo: Book):
    dana = key_of(demo, "dana")
    commands.change_application(demo, 2, feedback="more streams", lesson="ask about the team first")
    async with opened(demo) as pilot:
        await press(pilot, "3", "j")
        text = text_of(pilot, "#application-text")
        assert "People  0 of 3 have had a note" in text and "Dana Whitfield ★  hiring manager  thank-you" in text
        assert "lesson         ask about the team first" in text and "would go back  not said" in text
        assert "Priya Anand: they turned you down: Data Engineer" in text
        await press(pilot, "enter", "enter")
        assert (
            "[2 People]" in text_of(pilot, "#title")
            and pilot.app.screen.workspace.deck.view.selection().row.contact_id == dana
        )
        await press(pilot, "3")
        line = pilot.app.screen.query_one("#applications").render_line(3).text
        assert "0 of 3 notes sent" in line
        await press(pilot, "l")  # nothing is logged about an application
        assert not pilot.app.screen.query(Form)


async def test_an_application_is_edited_in_place(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "3", "j", "e")
        form = pilot.app.screen.query_one(Form)
        form.query_one("#in-lesson", Input).value = "ask first"
        form.query_one("#in-would_go_back", Choice).chosen = "yes"
        await press(pilot, "ctrl+s")
        assert message(pilot).startswith("Data Engineer at Calder & Rowe changed")
        found = look(demo, lambda c: c.execute("SELECT lesson, would_go_back FROM application WHERE id = 2").fetchone())
        assert found == ("ask first", 1)
        await press(pilot, "k", "e")
        pilot.app.screen.query_one("#in-promised_on", Input).value = "in 3 weeks"
        await press(pilot, "ctrl+s")
        assert "by Sun 13 Dec" in pilot.app.screen.query_one("#applications").render_line(1).text


async def test_details_are_edited_checked_and_undone(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "e")
        form = pilot.app.screen.query_one(Form)
        form.query_one("#in-email").focus()
        await settle(pilot)
        form.query_one("#in-email", Input).value = "dana@nowhere"
        await press(pilot, "tab")
        assert "should have a period" in text_of(pilot, "#label-email")  # beside the field, once it is left
        await press(pilot, "ctrl+s")
        assert "not an e-mail address" in text_of(pilot, "#form-message")
        form.query_one("#in-email", Input).value = "dana@example.com"
        form.query_one("#in-time_zone", Input).value = "lisbon"
        form.query_one("#in-time_zone").focus()
        await press(pilot, "tab")
        assert "Europe/Lisbon" in text_of(pilot, "#label-time_zone")
        form.query_one("#in-phone", Input).value = "+43 1 2345678"
        form.query_one("#in-phone").focus()
        await press(pilot, "tab")
        assert "Europe/Vienna" in text_of(pilot, "#label-phone")
        await press(pilot, "ctrl+s")
        assert message(pilot).startswith("Details of Dana Whitfield changed.")
        contact = look(demo, lambda c: queries.contact(c, key_of(demo, "dana")))
        assert (contact.email, contact.time_zone, contact.phone) == (
            "dana@example.com",
            "Europe/Lisbon",
            "+43 1 2345678",
        )
        await press(pilot, "u")
        assert look(demo, lambda c: queries.contact(c, key_of(demo, "dana"))).time_zone == ""


async def test_unsaved_changes_ask_once(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "e", "escape")
        assert not pilot.app.screen.query(Form)  # nothing was changed, nothing is asked
        await press(pilot, "e")
        await type_text(pilot, "x")
        await press(pilot, "escape")
        assert "Not saved yet" in text_of(pilot, "#form-message") and pilot.app.screen.query(Form)
        await type_text(pilot, "y")
        await press(pilot, "escape", "escape")
        assert not pilot.app.screen.query(Form) and look(demo, lambda c: queries.find_contacts(c, "Dana Whitfield"))


async def test_what_was_changed_elsewhere_is_shown_side_by_side(demo: Book):
    dana = key_of(demo, "dana")
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "e")
        form = pilot.app.screen.query_one(Form)
        form.query_one("#in-title", Input).value = "Head of Streams"
        form.query_one("#in-linkedin", Input).value = "linkedin.example.com/in/dana"
        commands.change_contact(demo, dana, title="Chief of Data", phone="555-0111")
        await press(pilot, "ctrl+s")
        form = pilot.app.screen.query_one(Form)
        assert form.spec.__class__.__name__ == "ElsewhereForm" and "was changed elsewhere meanwhile" in text_of(
            pilot, ".form-title"
        )
        choices = form.query_one("#in-title", Choice)
        assert "mine: Head of Streams" in str(choices.render()) and "there: Chief of Data" in str(choices.render())
        choices.chosen = "theirs"
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: not pilot.app.screen.query(Form))
        contact = look(demo, lambda c: queries.contact(c, dana))
        assert (contact.title, contact.phone, contact.linkedin) == (
            "Chief of Data", "555-0111", "linkedin.example.com/in/dana",
        )  # fmt: skip


async def test_completion_of_employers_and_people(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "e")
        box = pilot.app.screen.query_one("#in-employer", Input)
        box.value = ""
        box.focus()
        await settle(pilot)
        await type_text(pilot, "nor")
        await press(pilot, "down", "enter")
        assert box.value == "Northlight Energy" and box.has_focus
        await press(pilot, "escape", "escape", "a", "right")
        people = pilot.app.screen.query_one("#in-people", Input)
        people.focus()
        await settle(pilot)
        await type_text(pilot, "Zoe Quist, mir")
        await press(pilot, "down", "tab")
        assert people.value == "Zoe Quist, Miriam Okafor"


async def test_what_is_new_stays_as_it_was_typed_and_tab_leads_on(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "a", "tab")
        for typed, key in (("Zoe New", "tab"), ("Nor", "enter"), ("zoe@nor.example.com", "tab")):
            pilot.app.focused.insert_text_at_cursor(typed)
            await settle(pilot)
            await press(pilot, key)
        form = pilot.app.screen.query_one(Form)
        assert form.query_one("#in-works_at", Input).value == "Nor"
        assert form.query_one("#in-email", Input).value == "zoe@nor.example.com"
        box = form.query_one("#in-works_at", Input)
        box.value = ""
        box.focus()
        await type_text(pilot, "wat")  # in the middle of a word of nobody's
        await settle(pilot)
        await press(pilot, "down")
        assert box.value == "wat"


async def test_what_was_changed_once_more_while_it_was_compared(demo: Book):
    dana = key_of(demo, "dana")
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "e")
        await until(pilot, lambda: pilot.app.screen.query("#in-title"))
        pilot.app.screen.query_one("#in-title", Input).value = "One"
        commands.change_contact(demo, dana, title="Two")
        await press(pilot, "ctrl+s")
        await until(
            pilot, lambda: "there: Two" in "".join(str(each.render()) for each in pilot.app.screen.query(Choice))
        )
        commands.change_contact(demo, dana, title="Three")
        await press(pilot, "escape", "tab")  # asked once, and stayed
        await press(pilot, "ctrl+s")
        await until(
            pilot, lambda: "there: Three" in "".join(str(each.render()) for each in pilot.app.screen.query(Choice))
        )
        await press(pilot, "ctrl+s")
        assert look(demo, lambda c: queries.contact(c, dana)).title == "One"


async def test_a_command_on_somebody_named_is_about_nobody_else(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "space", "space")
        screen = pilot.app.screen
        assert len(screen.workspace.deck.view.marked) == 2
        tomas = key_of(demo, "Tomás")
        screen.post_message(GoTo(tomas, registry.BY_ID["due.archive"].action))
        await settle(pilot)
        assert "Tomás Herrera archived. " in message(pilot)


@pytest.mark.parametrize("keys", [["l", "tab", "tab"], ["m"], ["p"]])
async def test_what_was_written_in_a_form_is_asked_about_once(demo: Book, keys: list[str]):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, *keys)
        box = pilot.app.screen.query_one({"l": "#in-text", "m": "#in-name", "p": "#in-what"}[keys[0]], Input)
        box.focus()
        await type_text(pilot, "words")
        await press(pilot, "escape")
        assert "Not saved yet" in text_of(pilot, "#form-message") and pilot.app.screen.query(Form)
        await press(pilot, "escape")
        assert not pilot.app.screen.query(Form)


async def test_escape_held_leaves_nothing_that_was_written(demo: Book, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("planner.tui.system.asked_once._TO_READ", 60.0)
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "p")
        await type_text(pilot, "words")
        await press(pilot, *["escape"] * 5)
        assert pilot.app.screen.query_one(Form).query_one("#in-what", Input).value == "words"
        monkeypatch.setattr("planner.tui.system.asked_once._TO_READ", 0.0)
        await press(pilot, "escape")
        assert not pilot.app.screen.query(Form)


async def test_where_one_types_is_in_view_after_a_question(demo: Book):
    async with opened(demo, (80, 24)) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "e")
        await type_text(pilot, "x")
        await press(pilot, "escape")
        await type_text(pilot, "y")
        form, box = pilot.app.screen.query_one(Form), pilot.app.focused
        assert box.id == "in-name" and form.region.contains_region(box.region)


async def test_an_interview_that_is_still_ahead_is_not_recorded(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "a", "right", "right")
        form = pilot.app.screen.query_one(Form)
        form.query_one("#in-there", Input).value = "Dana Whitfield: hiring manager"
        form.query_one("#in-met_on", Input).value = "tomorrow"
        await press(pilot, "ctrl+s")
        assert "still ahead" in text_of(pilot, "#form-message")


async def test_employers_over_time_whatever_they_are_called(demo: Book):
    dana = key_of(demo, "dana")
    for employer in ("Photo to Go", "Tomato Labs"):
        commands.record_move(demo, dana, employer, TODAY)
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        told = text_of(pilot, "#person-text")
        employers = [line.split("  ")[1] for line in told.partition("Employers\n")[2].split("\n")[:3]]
        assert employers == ["Tomato Labs", "Photo to Go", "Calder & Rowe"]


async def test_a_key_that_no_terminal_sends_leaves_the_usual_one(demo: Book):
    environment.settings_file().parent.mkdir(parents=True)
    environment.settings_file().write_text('[keys]\n"due.skip" = "foo+bar"\n"note.leave" = "q"\n"due.log" = "ctrl+i"\n')
    async with opened(demo) as pilot:
        assert len(pilot.app.preferences.problems()) == 3 and "settings" not in pilot.app.preferences.problems()[0]
        assert ":2: no key is called 'foo+bar'. The usual key is in force." in pilot.app.preferences.problems()[0]
        await go_to(pilot, "Dana")
        await press(pilot, "x")
        assert pilot.app.screen.query_one(Form).spec.__class__.__name__ == "SkipForm"


async def test_two_marked_entries_become_one_person(demo: Book):
    commands.add_contact(demo, entered(ContactFields, name="D. Whitfield", email="dw@example.com", notes="met twice"))
    async with opened(demo) as pilot:
        await press(pilot, "2", "M")
        assert "Mark the two entries" in message(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "whitfield")
        await press(pilot, "enter", "asterisk", "M")
        form = pilot.app.screen.query_one(Form)
        assert "are one person" in text_of(pilot, ".form-title")
        assert "dw@example.com" in str(form.query_one("#in-email", Choice).render())
        form.query_one("#in-email", Choice).chosen = "kept"
        form.query_one("#in-name", Choice).chosen = "other"
        await press(pilot, "ctrl+s")
        assert message(pilot).startswith("D. Whitfield and Dana Whitfield merged.")
        [(key, name, _)] = look(demo, lambda c: queries.find_contacts(c, "whitfield"))
        contact = look(demo, lambda c: queries.contact(c, key))
        assert name == "Dana Whitfield" and contact.email == "dw@example.com" and "met twice" in contact.notes
        await press(pilot, "u")
        assert len(look(demo, lambda c: queries.find_contacts(c, "whitfield"))) == 2


async def test_archive_and_delete_differ_and_delete_says_what_goes(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "2")
        await press(pilot, "A")
        assert message(pilot).startswith("Aiko Tanabe archived.") and "Aiko" not in names(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "is:archived")
        await press(pilot, "enter")
        assert names(pilot) == ["Aiko"] and "In the archive since" in text_of(pilot, "#person-text")
        await press(pilot, "w")
        assert look(demo, lambda c: queries.contact(c, key_of(demo, "aiko"))).archived_on is None
        await press(pilot, "escape", "D")
        form = pilot.app.screen.query_one(Form)
        assert "delete, and with them" in str(form.query_one("#in-how", Choice).render())
        await press(pilot, "ctrl+s")  # nothing is chosen but to keep them
        assert not pilot.app.screen.query(Form) and len(names(pilot)) == 8
        await press(pilot, "D", "left", "ctrl+s")
        assert message(pilot).startswith("Aiko Tanabe deleted.") and "Aiko" not in names(pilot)
        await press(pilot, "u")
        assert "Aiko" in names(pilot)


async def test_filter_words_are_completed_and_said(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "at:cal")
        await press(pilot, "tab")
        assert pilot.app.screen.query_one("#filter", Input).value == "at:calder"
        assert "3 matches for “at:calder”" in text_of(pilot, "#title")
        await type_text(pilot, " part:boss")
        assert message(pilot).startswith("part:boss is none of hiring manager")
        await press(pilot, "enter", "2")
        assert len(names(pilot)) == 8  # each view has its own filter
        await press(pilot, "1")
        assert "matches for" in text_of(pilot, "#title")
        await press(pilot, "escape")
        assert "matches" not in text_of(pilot, "#title")


async def test_search_finds_whatever_was_written_and_opens_it_on_the_spot(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "ctrl+f")
        await type_text(pilot, "second team")
        await settle(pilot)
        page = pilot.app.screen.query_one(FindPage)
        assert "1 place with 1 person." in text_of(pilot, "#find-said")
        assert "What are you working on?" in read(pilot, "#find-whole")
        await press(pilot, "enter")
        assert not page.is_attached and pilot.app.screen.workspace.deck.view.selection().row.called == "Miriam"
        assert "We may build a second team in spring." in read(pilot, "#person-text")
        assert pilot.app.screen.query_one(PersonPanel).has_focus
        await press(pilot, "escape", "ctrl+f")
        await type_text(pilot, "zzz")
        await settle(pilot)
        assert "Nothing that was ever written holds “zzz”." in text_of(pilot, "#find-said")
        await press(pilot, "escape")
        assert not pilot.app.screen.query(FindPage)


async def test_search_goes_through_the_places_and_takes_filters(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "ctrl+f")
        await type_text(pilot, "thank")
        await settle(pilot)
        found = pilot.app.screen.query_one(FoundList)
        first = found.current
        await press(pilot, "down")
        assert found.current != first
        await type_text(pilot, " at:calder")
        await settle(pilot)
        assert {line.found.employer for line in found._lines if hasattr(line, "found")} == {"Calder & Rowe"}


async def test_the_palette_finds_people_and_runs_a_command_on_them(demo: Book):
    from planner.tui.commands.people_provider import PeopleCommands

    async with opened(demo) as pilot:
        provider = PeopleCommands(pilot.app.screen)
        hits = [hit async for hit in provider.search("snooze dana")]
        assert hits[0].text == "Later Dana Whitfield"
        hits[0].command()
        await settle(pilot)
        assert "Put first note with Dana Whitfield off" in text_of(pilot, ".form-title")
        await press(pilot, "escape")
        hits = [hit async for hit in provider.search("jonas")]
        assert [hit.text for hit in hits] == ["Jonas Feld, Northlight Energy"]
        hits[0].command()
        await settle(pilot)
        assert pilot.app.screen.workspace.deck.view.selection().row.called == "Jonas"


async def test_a_change_from_outside_shows_within_a_second_and_the_cursor_stays(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Priya")
        commands.add_contact(demo, entered(ContactFields, name="Zoe Quist"))
        commands.close_contact(demo, key_of(demo, "lena"), "enough")
        await until(pilot, lambda: any(row.name == "Zoe Quist" for row in pilot.app.screen.library.snapshot.rows))
        await settle(pilot)
        assert [row.called for row in pilot.app.screen.library.snapshot.rows if row.called in {"Zoe", "Lena"}] == [
            "Zoe"
        ]
        assert pilot.app.screen.workspace.deck.view.selection().row.called == "Priya"


async def test_what_takes_its_time_shows_how_far_it_is_and_can_be_stopped(demo: Book, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("planner.tui.services.library.PATIENCE", 0.0)
    async with opened(demo) as pilot:
        app = pilot.app
        assert isinstance(app, PlannerApp)
        import threading

        seen = threading.Event()

        def job(_book: Book) -> None:
            for _ in each(range(1000)):
                seen.wait(0.02)

        work = asyncio.ensure_future(app.library.write(job))
        await until(pilot, lambda: "escape stops it" in text_of(pilot, "#message"))
        assert "%" in text_of(pilot, "#message")
        await pilot.press("escape")
        with pytest.raises(BookError, match="Stopped; nothing was changed"):
            await work
        assert not app.check_action("stop_job", ())


async def test_a_start_view_a_density_and_a_wrong_entry(demo: Book):
    path = environment.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text('start_view = "people"\ndensity = "compact"\ntheme = "mud"\n[keys]\n"due.log" = "L"\n')
    async with opened(demo) as pilot:
        assert "[2 People]" in text_of(pilot, "#title") and pilot.app.has_class("-compact")
        assert "no theme is called 'mud'" in message(pilot)
        await press(pilot, "l")
        assert not pilot.app.screen.query(Form)
        await press(pilot, "L")
        assert pilot.app.screen.query_one(Form).spec.__class__.__name__ == "LogForm"
        await press(pilot, "escape", "question_mark")
        assert "  L  " in text_of(pilot, "#keys-text")


async def test_a_key_of_the_users_own_keeps_the_place_in_the_footer(demo: Book):
    path = environment.settings_file()
    path.parent.mkdir(parents=True)

    def footer(pilot: Pilot[None]) -> list[str | None]:
        return [each.binding.id for each in pilot.app.screen.active_bindings.values() if each.binding.show]

    async with opened(demo) as pilot:
        usual = footer(pilot)
    path.write_text('[keys]\n"due.log" = "L"\n"due.skip" = "X"\n')
    async with opened(demo) as pilot:
        assert footer(pilot) == usual and "X" in pilot.app.screen.active_bindings


async def test_colours_are_shown_while_one_chooses_and_remembered(demo: Book):
    async with opened(demo) as pilot:
        before = pilot.app.theme
        pilot.app.action_change_theme()
        await settle(pilot)
        await press(pilot, "down")
        assert pilot.app.theme == "planner-light"
        await press(pilot, "escape")
        assert pilot.app.theme == before and not environment.settings_file().exists()
        pilot.app.action_change_theme()
        await settle(pilot)
        await press(pilot, "down", "enter")
        assert "The colours are planner-light from now on." in message(pilot)
        assert 'theme = "planner-light"' in environment.settings_file().read_text()


async def test_reaching_somebody_opens_and_records_nothing(demo: Book, monkeypatch: pytest.MonkeyPatch):
    links: list[str] = []
    monkeypatch.setattr("planner.tui.system.programs.open_link", lambda _settings, link: links.append(link))
    before = look(demo, queries.latest_action)
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "o", "ctrl+s")
        assert links == ["mailto:dana.whitfield@calder-rowe.example.com"]
        assert "l logs what came of it" in message(pilot)
        await press(pilot, "o", "down", "ctrl+s")
        assert links[1:] == ["tel:5550107"]
    assert look(demo, queries.latest_action) == before


def test_a_page_to_open_is_never_a_program():
    from planner.tui.system.programs import reach_link

    for entry in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "--exec=rm",
        "linkedin.example.com/in/dana",
        "http://x.example.com/a b",
    ):
        link = reach_link("linkedin", "", "", entry)
        assert link.startswith("https://") and " " not in link


async def test_the_hardware_cursor_follows_row_field_and_page(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "j", "j")
        due = pilot.app.screen.query_one("#due")
        assert pilot.app.cursor_position == due.content_region.offset + Offset(0, due.cursor)
        await press(pilot, "i")
        assert pilot.app.cursor_position.x >= pilot.app.screen.query_one("#side").region.x


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (140, 40), (300, 100)])
async def test_every_view_fits_every_size(demo: Book, size: tuple[int, int]):
    async with opened(demo, size) as pilot:
        for view in "12345":
            await press(pilot, view)
            for name in ("#title", "#message", "FittingFooter"):
                region = pilot.app.screen.query_one(name).region
                assert region.width <= size[0] and region.bottom <= size[1] and region.height >= 1
        await press(pilot, "1", "enter")
        left = pilot.app.screen.query_one("#left")
        person = pilot.app.screen.query_one("#person")
        side_by_side = size[0] >= 180
        assert (left.region.width > 0 and person.region.width > 0) == side_by_side


@pytest.mark.parametrize("size", [(40, 16), (60, 16), (80, 24), (140, 40)])
async def test_the_line_of_keys_shows_whole_keys_and_the_way_out(demo: Book, size: tuple[int, int]):
    async with opened(demo, size) as pilot:
        screen = pilot.app.screen
        for keys in ("1", "2", "3", "4", "escape", "1", "enter"):
            await press(pilot, keys)
            await settle(pilot)
            shown = list(screen.query("FittingFooter > *"))
            assert all(each.region.right <= size[0] for each in shown)
            there = {each.action for each in screen.query(FooterKey)}
            known = {key: each.binding.action for key, each in screen.active_bindings.items() if each.binding.show}
            assert {known[key] for key in ("escape", "question_mark", "f1") if key in known} <= there
            left_out = len(set(known.values()) - there)
            assert (left_out > 0) == bool(screen.query("FittingFooter > FooterLabel"))
        assert left_out > 0 or size[0] >= 80
        pilot.app.screen.query_one(NoteEditor)
        await pilot.resize_terminal(140, 40)
        await settle(pilot)
        assert not screen.query("FittingFooter > FooterLabel")


async def test_the_keys_are_shown_over_the_note_as_well(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "enter")
        before = pilot.app.screen.query_one(NoteEditor).body.text
        await press(pilot, "f1")
        assert "While writing a note" in text_of(pilot, "#keys-text")[:40]
        await press(pilot, "f1")
        editor = pilot.app.screen.query_one(NoteEditor)
        assert editor.display and editor.body.has_focus and editor.body.text == before


async def test_the_divider_is_dragged(demo: Book):
    async with opened(demo) as pilot:
        divider = pilot.app.screen.query_one("#divider")
        at = divider.region.x
        await pilot.mouse_down("#divider")
        await pilot.hover(offset=(at + 12, 10))
        await pilot.mouse_up(offset=(at + 12, 10))
        await settle(pilot)
        assert divider.region.x == at + 12
        await pilot.click("#title", offset=(12, 0))
        await settle(pilot)
        assert "[2 People]" in text_of(pilot, "#title")


async def test_insights_of_many_letters_are_drawn_and_of_few_are_not(demo: Book):
    dana = key_of(demo, "dana")
    for number in range(12):
        on = TODAY - timedelta(days=300 - 20 * number)
        commands.log_touchpoint(demo, dana, Kind.MESSAGE, Direction.OUT, on, subject="Hello")
        if number % 3 == 0:
            commands.log_touchpoint(demo, dana, Kind.MESSAGE, Direction.IN, on + timedelta(days=2), body="Hi")
    async with opened(demo) as pilot:
        await press(pilot, "5")
        page = pilot.app.screen.query_one(InsightsPage)
        assert page.query_one("#insights-plot").display and "between" in text_of(pilot, "#insights-text")
        for _ in range(2):
            await press(pilot, "right")
        text = text_of(pilot, "#insights-text")
        assert "too few to tell" in text and "19 times in 20" in text
        await press(pilot, "right", "right")
        assert "from you" in text_of(pilot, "#insights-text")
        await press(pilot, "right", "right")
        assert "it will stand here" in text_of(pilot, "#insights-text")


async def test_a_book_that_cannot_be_written_is_still_read(demo: Book):
    path = Path(demo.path)
    held = sqlite3.connect(path, isolation_level=None)
    async with opened(demo) as pilot:
        held.execute("BEGIN IMMEDIATE")
        try:
            await pilot.press("2")
            await until(pilot, lambda: "Dana" in names(pilot))
        finally:
            held.rollback()
            held.close()


def test_static_pictures_of_the_tabs_fit(demo: Book):
    from textual.content import Content

    from planner.tui.widgets.tab_bar import TabBar

    bar = TabBar()
    bar._view, bar._count, bar._day, bar._said = "applications", 12, "Sun 22 Nov 2026", Content("3 matches for “x”")
    for width in range(40, 160, 3):
        line = bar._line(width)
        assert line.cell_length <= width and "[3 Applications]" in line.plain, width
    assert isinstance(bar, Static) and ApplicationPanel


@pytest.mark.parametrize("view", ["4", "5"])
@pytest.mark.parametrize("key", ["question_mark", "ctrl+f", "a", "m"])
async def test_what_opens_over_a_whole_view_gives_it_back(demo: Book, view: str, key: str):
    async with opened(demo) as pilot:
        await press(pilot, view)
        whole = pilot.app.screen.query_one("#calendar" if view == "4" else "#insights")
        assert whole.has_focus and whole.region.width == 120
        await press(pilot, key)
        if key in {"question_mark", "ctrl+f"}:  # screens of their own
            assert pilot.app.screen is not pilot.app.main and pilot.app.focused is not whole
        else:
            assert whole.region.width == 0 and pilot.app.screen.query_one("#side").region.width == 120
        await press(pilot, "escape")
        assert pilot.app.screen is pilot.app.main and whole.has_focus and whole.region.width == 120


async def test_the_calendar_follows_what_changes(demo: Book):
    async with opened(demo) as pilot:
        commands.snooze(demo, key_of(demo, "dana"), TODAY + timedelta(days=1))
        await press(pilot, "4")
        await until(pilot, lambda: "[4]" in text_of(pilot, "#calendar-grid"))  # the change from outside is seen
        await settle(pilot)
        await press(pilot, "u")
        assert "[5]" in text_of(pilot, "#calendar-grid") and pilot.app.screen.query_one(Calendar).has_focus


async def test_a_changed_choice_asks_before_it_is_lost(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "3", "j", "e")
        pilot.app.screen.query_one("#in-main_contact_id", Choice).action_step(1)
        await press(pilot, "escape")
        assert "Not saved yet" in text_of(pilot, "#form-message")


async def test_somebody_archived_can_only_be_woken(demo: Book):
    commands.archive_contact(demo, key_of(demo, "aiko"))
    async with opened(demo) as pilot:
        await press(pilot, "2", "slash")
        await type_text(pilot, "is:archived")
        await press(pilot, "enter", "x")
        assert "rest" not in str(pilot.app.screen.query_one("#in-how", Choice).render())
        await press(pilot, "ctrl+s")
        assert look(demo, lambda c: queries.contact(c, key_of(demo, "aiko"))).state == "open"
    with pytest.raises(BookError, match="in the archive"):
        commands.archive_contact(demo, key_of(demo, "dana"))
        commands.rest_contact(demo, key_of(demo, "dana"), "later")


async def test_filters_about_people_say_so_among_applications(demo: Book):
    async with opened(demo) as pilot:
        await press(pilot, "3", "slash")
        await type_text(pilot, "is:due")
        assert message(pilot).startswith("is: is about people")


async def test_a_form_that_is_taken_down_keeps_nothing_any_more(demo: Book):
    """The timer that keeps what is typed may come while the fields go, one after another."""
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await press(pilot, "e")
        session = pilot.app.screen.query_one(FormSession)
        pilot.app.screen.query_one("#in-title", Input).value = "One"
        assert session.would_lose
        await pilot.app.screen.query_one("#in-title", Input).remove()
        assert not session.would_lose
        session._keep()  # which raised, and ended the app
