"""Writing a note: every key of the editor, and what stands behind it."""

import random
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Static, TextArea

from planner.book import commands, due, queries
from planner.book.database import Book
from planner.book.errors import BookError
from planner.cadence.terms import Channel, Step
from planner.notes.blanks import Stop, as_json, find_blanks
from planner.notes.review.report import NoteKind
from planner.tui.forms.form import Form
from planner.tui.writing.advice import AdviceStrip
from planner.tui.writing.delivery_menu import DeliveryMenu
from planner.tui.writing.editor import NoteEditor
from planner.tui.writing.known_pane import KnownPane
from planner.tui.writing.note_area import NoteArea
from planner.tui.writing.notes_editor import NotesEditor
from planner.tui.writing.rehearsal import Rehearsal
from planner.tui.writing.template_chooser import TemplateChooser, TemplateList
from tests.conftest import TODAY
from tests.tui.conftest import opened
from tests.tui.test_daily import current, go_to, look, message, text_of
from tests.tui.waiting import settle, settle_after_a_pause, type_text, until

DANA = 4


async def write(pilot: Pilot[None], name: str = "Dana") -> NoteEditor:
    """The editor, open for that person."""
    await go_to(pilot, name)
    await pilot.press("enter")
    await settle_after_a_pause(pilot)
    return pilot.app.screen.query_one(NoteEditor)


async def review_done(pilot: Pilot[None]) -> str:
    """Wait for the review of what stands there; gives the strip's text."""
    await settle_after_a_pause(pilot)
    return str(pilot.app.screen.query_one("#advice-text", Static).content)


def at(editor: NoteEditor, words: str) -> bool:
    """Whether the cursor is where these words of the text begin."""
    return editor.body.text[editor.body.index_of(editor.body.cursor_location) :].startswith(words)


async def paste(pilot: Pilot[None], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def put(editor: NoteEditor, body: str, subject: str = "Hi") -> NoteArea:
    """Another text in the editor."""
    editor.put(subject, body, [])
    return editor.body


async def test_the_ordinary_keys_of_a_text_work(demo: Book):
    async with opened(demo) as pilot:
        area = put(await write(pilot), "one two")
        await pilot.press(
            "end", "backspace", "left", "X", "home", "Y", "end", "Z", "up", "down", "delete", "enter", "q"
        )
        assert area.text == "Yone tXwZ\nq"
        await pilot.press("ctrl+z")
        assert area.text != "Yone tXwZ\nq"
        await pilot.press("alt+z")
        assert area.text == "Yone tXwZ\nq"
        await pilot.press("ctrl+w")
        assert area.text == "Yone tXwZ\n"


async def test_what_is_typed_right_after_tab_lands_in_the_next_blank(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        area = put(editor, "[one] and [two].")
        await pilot.pause()
        for key in ("A", "tab", "B", "shift+tab", "C"):  # all of it there before any is worked off
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        assert area.text == "C and B."


async def test_a_blank_that_occurs_twice_is_filled_everywhere_at_once(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        area = put(editor, "[What] and [what] again, [other].", "About [what]")
        await pilot.press("shift+tab")
        assert editor.subject.has_focus and editor.subject.selected_text == "[what]"  # round to the subject
        await pilot.press("tab")
        assert area.selected_text == "[What]" and area.has_focus
        await type_text(pilot, "plan")
        assert area.text == "plan and plan again, [other]."
        await settle(pilot)
        assert editor.subject.text == "About plan"
        await pilot.press("tab")
        assert area.selected_text == "[other]"  # the next that is not filled in, past the one that is
        await pilot.press("shift+tab")
        assert area.selected_text == "plan"
        await pilot.press("backspace")
        await settle(pilot)
        assert (area.text, editor.subject.text) == (" and  again, [other].", "About ")
        await type_text(pilot, "my")
        assert area.text == "My and my again, [other]."
        while area.text != "[What] and [what] again, [other]." and area.history.undo_stack:
            await pilot.press("ctrl+z")
        await settle(pilot)
        assert area.text == "[What] and [what] again, [other]."
        assert editor.subject.text == "About [what]"


async def test_a_blank_in_the_subject_fills_the_text_too(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        area = put(editor, "About [what].", "On [what]")
        await pilot.press("shift+tab")
        await type_text(pilot, "plans")
        await settle(pilot)
        assert (editor.subject.text, area.text) == ("On plans", "About plans.")
        await pilot.press("enter")
        assert area.has_focus
        await pilot.press("shift+tab")
        assert editor.subject.has_focus or area.selected_text == "plans"


async def test_several_lines_pasted(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        area = put(editor, "[a] and [a].", "S")
        await pilot.press("shift+tab", "tab")
        await paste(pilot, "two\nlines")
        await settle(pilot)
        assert area.text.startswith("two\nlines and ")
        editor.subject.focus()
        await paste(pilot, "x\r\ny")
        assert "\n" not in editor.subject.text and "x y" in editor.subject.text


async def test_what_was_answered_before_is_offered_and_taken_with_one_key(demo: Book):
    stops = as_json([Stop(0, 16, "something they said or showed you")])
    about = {"contact_id": DANA, "subject": "Thanks", "step": Step.THANK_YOU, "application_id": 3}
    key = commands.save_draft(demo, None, body="Your rule of two", stops=stops, **about).id
    dropped = commands.save_draft(demo, None, body="Your old rules  ", stops=stops, **about).id
    commands.mark_sent(demo, key, TODAY)
    commands.drop_draft(demo, dropped)
    async with opened(demo) as pilot:
        editor = await write(pilot)
        assert editor.body.selected_text == "[something they said or showed you]"
        assert "ctrl+f takes “Your rule of two”  earlier, to them" in text_of(pilot, "#note-offer")
        await pilot.press("ctrl+f")
        await settle(pilot)
        assert "What stayed with me most is your rule of two." in editor.body.text.replace("Your", "your")
        await pilot.press("tab")
        assert not pilot.app.screen.query_one("#note-offer").display


async def test_another_template_and_back(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        await type_text(pilot, "Your rule of two")
        await settle(pilot)
        before = editor.subject.text, editor.body.text
        await pilot.press("ctrl+t")
        await settle(pilot)
        chooser = pilot.app.screen.query_one(TemplateChooser)
        assert "Fits any time at this step." in text_of(pilot, "#choices-why")
        listed = chooser.query_one(TemplateList)
        while listed.current.template.name != "first-note-not-filled-2":  # type: ignore[union-attr]
            await pilot.press("down")
        assert "For when the position was not filled." in text_of(pilot, "#choices-why")
        assert "I've thought since about your rule of two" in text_of(pilot, "#preview-text").replace("Your", "your")
        assert listed.has_focus
        await pilot.press("enter")
        await settle(pilot)
        assert "since about your rule of two" in editor.body.text.replace("Your", "your")
        assert editor.body.selected_text == "[a small piece of the work they described]"
        await pilot.press("ctrl+z")
        await settle(pilot)
        assert (editor.subject.text, editor.body.text) == before
        await pilot.press("alt+z")
        await settle(pilot)
        assert "won't be filled for now" in editor.body.text
        await pilot.press("escape")
        await settle(pilot)
        [draft] = look(demo, lambda c: queries.drafts_of(c, DANA))
        assert "won't be filled" in draft.body and draft.template == "first-note-not-filled-2"
    commands.undo(demo)
    [draft] = look(demo, lambda c: queries.drafts_of(c, DANA))
    assert (draft.subject, draft.body) == before  # the old draft stayed in the journal


async def test_escape_in_the_chooser_leaves_the_note_as_it_is(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        before = editor.body.text
        await pilot.press("ctrl+t", "down", "escape")
        await settle(pilot)
        assert editor.body.text == before and editor.display and editor.body.has_focus


async def test_a_call_script_taken_up_is_reviewed_and_ended_as_one(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        await pilot.press("ctrl+t")
        await settle(pilot)
        listed = pilot.app.screen.query_one(TemplateList)
        while listed.current.template.name != "call-script":  # type: ignore[union-attr]
            await pilot.press("down")
        await pilot.press("enter")
        assert "A call script holds" in await review_done(pilot)
        assert editor.writing.channel is Channel.PHONE
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert pilot.app.screen.query_one(Form).spec.__class__.__name__ == "CallForm"
        await pilot.press("escape")
        await settle(pilot)
        assert editor.body.has_focus  # back at the script
        await pilot.press("ctrl+z")
        assert "A first note holds" in await review_done(pilot)
        assert editor.writing.channel is Channel.EMAIL


async def test_advice_follows_the_text(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        strip = await review_done(pilot)
        assert "A first note holds" in strip and "2 blanks to fill" in strip and "Look again" not in strip
        put(editor, "Dear Priya,\n\nThank you for telling me. I find it unfair of you!!")
        strip = await review_done(pilot)
        assert "○ still interested" in strip and "short" in strip
        await pilot.press("ctrl+g")
        assert at(editor, "Priya") and not editor.body.selected_text
        await pilot.press("ctrl+g")
        assert at(editor, "I find it unfair of you!!")
        assert "Reads as blame" in str(pilot.app.screen.query_one("#advice-text", Static).content)
        await pilot.press("ctrl+g", "ctrl+g")
        assert at(editor, "Priya")  # round
        await pilot.press(*["delete"] * len("Priya"))
        await type_text(pilot, "Dana")
        assert "another name" not in await review_done(pilot)


async def test_advice_blocks_nothing(demo: Book):
    async with opened(demo) as pilot:
        put(await write(pilot), "You IDIOTS!!")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert message(pilot).startswith("Note to Dana Whitfield sent")


async def test_holding_a_finished_note(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        await pilot.press("alt+h")
        assert "Fill in the blanks first" in text_of(pilot, "#note-status")
        put(editor, "Dear Dana,\n\nThank you.")
        await pilot.press("alt+h")
        await settle(pilot)
        assert "held until Mon 23 Nov" in message(pilot) and "now Priya" in message(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert "Due 4" in text_of(pilot, "#title")
    [row] = [row for row in look(demo, lambda c: due.due_rows(c, TODAY + timedelta(days=1))) if row.note]
    assert (row.called, row.group) == ("Dana", "written")


async def test_the_next_of_the_panel(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        await type_text(pilot, "Your rule of two")
        await pilot.press("ctrl+n")
        await settle(pilot)
        assert text_of(pilot, "#note-title") == "First note for Priya Anand · 0 of 3 written"
        for name in ("Priya Anand", "Tomás Herrera"):
            editor = pilot.app.screen.query_one(NoteEditor)
            put(editor, "Thank you.")
            assert text_of(pilot, "#note-title").startswith(f"First note for {name}")
            await pilot.press("ctrl+s")
            await settle(pilot)
        # round to Dana, whose draft waited
        editor = pilot.app.screen.query_one(NoteEditor)
        assert "2 of 3 written; now Dana" in message(pilot)
        assert "Your rule of two" in editor.body.text
        put(editor, "Thank you.")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert not pilot.app.screen.query(NoteEditor)
        assert pilot.app.screen.focused is not None and pilot.app.screen.focused.id == "due"


async def test_ways_out_are_shown_with_the_message(demo: Book):
    async with opened(demo) as pilot:
        await write(pilot)
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert "To: Dana Whitfield <dana.whitfield@" in text_of(pilot, "#out-text")
        assert "2 blanks are left" in text_of(pilot, "#out-ways")
        await pilot.press("y")  # asks nothing yet
        assert pilot.app.screen.query(DeliveryMenu)
        await pilot.press("s")
        assert "s once more goes on all the same" in text_of(pilot, "#out-ways")
        await pilot.press("s")
        assert "Set send_command" in text_of(pilot, "#out-ways")
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen.query_one(NoteEditor).body.has_focus


async def test_a_file_is_written_and_asked_about_until_it_is_answered(demo: Book, home: Path):
    (home / "Downloads").mkdir()
    async with opened(demo) as pilot:
        put(await write(pilot), "Dear Dana,\n\nThank you.", "Thank you")
        await pilot.press("ctrl+o", "f")
        await settle(pilot)
        [file] = (home / "Downloads").glob("*.eml")
        assert file.name in message(pilot) and "ctrl+s once it went out" in message(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert current(pilot) == "Dana Whitfield"
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(Form).spec.__class__.__name__ == "WentForm"
        await pilot.press("n", "ctrl+s")  # not yet
        await settle(pilot)
        assert "has not gone out yet" in message(pilot)
        await pilot.press("u")
        await settle(pilot)
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+s")  # yes
        await settle(pilot)
        assert message(pilot).startswith("Note to Dana Whitfield sent")
    assert look(demo, lambda c: queries.timeline(c, DANA))[0].step == Step.FIRST_NOTE


async def test_the_rehearsal(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert not pilot.app.screen.query(Rehearsal)  # a note is not rehearsed, and the line of keys does not offer it
        editor.writing.channel = Channel.PHONE
        editor.occasion = editor.occasion._replace(kind=NoteKind.CALL)
        await pilot.press("ctrl+r")
        await settle(pilot)
        rehearsal = pilot.app.screen.query_one(Rehearsal)
        assert "space starts the time" in text_of(pilot, "#rehearsal-said")
        await pilot.press("space")
        await until(pilot, lambda: rehearsal.seconds > 0.2 and "running" in text_of(pilot, "#rehearsal-said"))
        assert rehearsal.seconds < 30
        await pilot.press("space")
        stopped = rehearsal.seconds
        assert rehearsal.seconds == stopped
        rehearsal._ran = 61
        await pilot.press("plus", "down")
        assert "over a minute" in text_of(pilot, "#rehearsal-said")
        assert "at 160 words a minute" in text_of(pilot, "#rehearsal-said")
        await pilot.press("0")
        assert rehearsal.seconds == 0
        await pilot.press("l")
        await settle(pilot)
        assert pilot.app.screen.query_one(Form).spec.__class__.__name__ == "CallForm"
        await pilot.press("n", "ctrl+s")  # no answer
        await settle(pilot)
        assert "call to Dana Whitfield without answer" in message(pilot).lower() or "without answer" in message(pilot)


async def test_the_same_draft_open_twice_keeps_both_texts(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        await type_text(pilot, "mine")
        await settle_after_a_pause(pilot)
        [draft] = look(demo, lambda c: queries.drafts_of(c, DANA))
        commands.save_draft(demo, draft.id, contact_id=DANA, subject="s", body="theirs", step=Step.FIRST_NOTE)
        await type_text(pilot, "!")
        await settle_after_a_pause(pilot)
        assert "Both are kept" in text_of(pilot, "#note-status")
        assert "mine!" in editor.body.text
        bodies = [draft.body for draft in look(demo, lambda c: queries.drafts_of(c, DANA))]
        assert len(bodies) == 2 and "theirs" in bodies and any("mine!" in body for body in bodies)
        # the other one is offered among the templates
        await pilot.press("ctrl+t", "end")
        await settle(pilot)
        assert "theirs" in text_of(pilot, "#preview-text")
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(NoteEditor).body.text == "theirs"


async def test_notes_with_links(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("n")
        await settle(pilot)
        editor = pilot.app.screen.query_one(NotesEditor)
        await paste(pilot, "\n# Met through [[Priya Anand]]\n\n*kind* [[Nobody]]")
        await settle_after_a_pause(pilot)
        notes = look(demo, lambda c: queries.contact(c, DANA)).notes  # saved while it is written
        assert "[[Priya Anand]]" in notes
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert editor.has_class("-reading")
        await pilot.press("2")
        await settle(pilot)
        assert "Nobody in your book is called 'Nobody'" in text_of(pilot, "#notes-status")
        await pilot.press("escape")
        assert not editor.has_class("-reading")
        await pilot.press("ctrl+home", "up", "up", "up", "up", "ctrl+g")
        await settle(pilot)
        assert current(pilot) == "Priya Anand" and not pilot.app.screen.query(NotesEditor)
        assert "Notes on Dana Whitfield changed" in message(pilot)
    commands.undo(demo)
    assert "[[Priya Anand]]" not in look(demo, lambda c: queries.contact(c, DANA)).notes


async def test_without_an_editor_the_draft_and_the_screen_stay(demo: Book, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EDITOR", "no-such-editor --wait")
    async with opened(demo) as pilot:
        editor = await write(pilot)
        await type_text(pilot, "typed")
        before = editor.body.text
        await pilot.press("ctrl+e")
        await settle(pilot)
        assert editor.body.text == before and editor.body.has_focus
        assert "terminal" in text_of(pilot, "#note-status")


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 6))])
async def test_random_keys_in_a_note_do_no_harm(demo: Book, seed: int):
    """Whatever is pressed, the stops fit the text, blanks that ask the same say the same, and undo leads back."""
    keys = [
        "tab", "shift+tab", "a", "space", "left", "right", "up", "down", "backspace", "delete", "enter", "home", "end",
        "ctrl+z", "alt+z", "shift+left", "shift+end", "left_square_bracket", "right_square_bracket", "ctrl+k", "ctrl+w",
    ]  # fmt: skip
    chosen = random.Random(seed)
    async with opened(demo, size=(60, 14)) as pilot:
        editor = await write(pilot)
        text = "[What] is [b].\n\nThen [what], [c d] and [b].\n" * 2
        began = editor.body.text
        area = put(editor, text, "[b] [e]")
        for _ in range(60):
            await pilot.press(chosen.choice(keys))
            for each in (area, editor.subject):
                assert all(0 <= stop.start <= stop.end <= len(each.text) for stop in each.stops), each.stops
            assert "\n" not in editor.subject.text
        editor.body.focus()
        while area.text != text and area.history.undo_stack:
            area.undo()
        assert area.text in {text, began}  # the second when the first key of all was an undo


async def test_a_key_draws_only_the_line_that_it_changes(demo: Book, monkeypatch: pytest.MonkeyPatch):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        area = put(editor, "\n".join(f"Line {number} of the note." for number in range(15)))
        await settle(pilot)
        drawn: list[int] = []
        plain = TextArea.render_line

        def counting(self: TextArea, y: int) -> Strip:
            if self is area:
                drawn.append(y)
            return plain(self, y)

        monkeypatch.setattr(TextArea, "render_line", counting)
        await pilot.press("x")
        await settle(pilot)
        # The line of the cursor, perhaps twice; and what lies below the text.
        assert set(drawn) <= {0, *range(15, 40)}, drawn


async def test_a_key_draws_the_lines_that_changed_and_no_others(demo: Book, monkeypatch: pytest.MonkeyPatch):
    marked: set[int] = set()
    exchange = NoteArea._exchange_repaint_regions

    def watched(area: NoteArea) -> object:
        regions = exchange(area)
        if area.id == "note-body":
            marked.update(y for region in regions for y in region.line_range)
        return regions

    async with opened(demo) as pilot:
        editor = await write(pilot)
        body = "\n\n".join(
            f"A paragraph of words, number {n}, with a [blank {n % 3}] in it (or two)." for n in range(30)
        )
        area = put(editor, body)
        await settle(pilot)
        monkeypatch.setattr(NoteArea, "_exchange_repaint_regions", watched)
        marked.clear()
        await pilot.press("left", "end", "x")
        await settle(pilot)
        marked.clear()
        await pilot.press("x")
        area._exchange_repaint_regions()
        assert 1 <= len(marked) <= 3
        chance = random.Random(7)
        keys = ["a", "space", "enter", "backspace", "tab", "shift+tab", "up", "down", "left", "right", "shift+left"]
        keys += ["ctrl+z", "alt+z", "pagedown", "pageup", "ctrl+w", "home", "end", "delete", "shift+down"]
        shown = {y: area.render_line(y) for y in range(area.size.height)}
        for number in range(100):
            marked.clear()
            await pilot.press(chance.choice(keys))
            if number == 50:
                pilot.app.theme = "textual-light"
            await pilot.pause()
            area._exchange_repaint_regions()  # what no paint has taken yet
            area._line_cache.clear()
            area._looks.clear()
            now = {y: area.line_at(y) for y in range(area.size.height)}
            assert {y for y, strip in now.items() if shown.get(y) != strip} <= marked, number
            shown = now


async def test_the_subject_is_reached_by_keyboard(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Tomás")
        await pilot.press("enter")
        await settle(pilot)
        editor = pilot.app.screen.query_one(NoteEditor)
        assert editor.body.stops and not editor.subject.stops
        await pilot.press("shift+tab")
        assert editor.subject.has_focus
        await pilot.press("tab")
        assert editor.body.has_focus and editor.body.current_stop == editor.body.stops[0]
        editor.body.move_cursor((0, 2))
        await pilot.press("up")
        assert editor.subject.has_focus
        await pilot.press("down")
        assert editor.body.has_focus and editor.body.cursor_location == (0, 2)


async def test_what_there_is_to_look_at_in_the_subject_is_gone_to(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Tomás")
        await pilot.press("enter")
        await settle(pilot)
        editor = pilot.app.screen.query_one(NoteEditor)
        editor.subject.text = "THIS IS SO UNFAIR!!!"
        advice = editor.query_one(AdviceStrip)
        await until(pilot, lambda: advice.found is not None and advice.found.subject_flags)
        await pilot.press("ctrl+g")
        assert editor.subject.has_focus and not editor.subject.selected_text
        assert advice.flag in advice.found.subject_flags


async def test_a_key_that_is_held_answers_no_question_and_sends_one_note(demo: Book, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("planner.tui.system.asked_once._TO_READ", 0.6)
    monkeypatch.setattr("planner.tui.system.type_ahead._REPEATS", 60.0)
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press(*["ctrl+s"] * 6)
        assert "once more" in text_of(pilot, "#note-status") and "blank" in text_of(pilot, "#note-status")
        first = pilot.app.screen.query_one(NoteEditor)
        first.put("Thank you", "Dear Dana, thank you for the hour.", [])
        await settle(pilot)
        await pilot.press(*["ctrl+s"] * 6)
        await settle(pilot)
        second = pilot.app.screen.query_one(NoteEditor)
        assert second is not first and second.writing.contact_id != first.writing.contact_id
        await pilot.press("end", "ctrl+s")  # another key between: it is a press of its own
        assert "once more" in text_of(pilot, "#note-status")


async def test_a_save_that_failed_is_tried_again_by_itself(demo: Book, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("planner.tui.writing.editor._AGAIN", 0.1)
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        app, editor = pilot.app, pilot.app.screen.query_one(NoteEditor)
        keep = app.autosave._submit

        def failing(job: Callable[[Book], object]) -> Future[object]:
            def then(_book: Book) -> object:
                app.autosave.failed, editor.writing.saved = "the disk is full", None
                raise BookError("the disk is full")

            return keep(then)

        app.autosave._submit = failing
        await pilot.press("x")
        await until(pilot, lambda: "the disk is full" in text_of(pilot, "#note-status"))
        app.autosave._submit = keep
        await until(pilot, lambda: "draft saved" in text_of(pilot, "#note-status"))


async def test_a_letter_of_two_characters_keeps_the_blanks(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("enter")
        await settle(pilot)
        await type_text(pilot, "cafe")
        await paste(pilot, "\u0301")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        again = pilot.app.screen.query_one(NoteEditor)
        filled = again.body.stops[0]
        assert again.body.text[filled.start : filled.end] == "caf\u00e9"


async def test_two_windows_with_the_same_notes(demo: Book):
    async with opened(demo) as pilot:
        await go_to(pilot, "Dana")
        await pilot.press("n")
        await settle(pilot)
        editor = pilot.app.screen.query_one(NotesEditor)
        began = editor.text
        area = editor.query_one(TextArea)
        area.text = f"{began}\nmine"
        area.move_cursor((area.document.line_count - 1, 4))
        key = editor.contact_id
        commands.save_notes(demo, key, f"theirs\n{began}", expected=began)
        await until(pilot, lambda: "changed elsewhere" in text_of(pilot, "#notes-status"))
        assert editor.text == f"theirs\n{began}\nmine"
        await type_text(pilot, "x")
        await until(pilot, lambda: look(demo, lambda c: queries.contact(c, key)).notes.endswith("minex"))
        assert look(demo, lambda c: queries.contact(c, key)).notes == f"theirs\n{began}\nminex"


async def test_tab_goes_to_what_is_empty_and_to_the_subject_only_when_nothing_is(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        area = put(editor, "[one], [two] and [three].", "Hello")
        await pilot.pause()
        assert area.selected_text == "[one]" and area.has_class("-on-blank")
        assert "type to fill this one in" in text_of(pilot, "#note-status")
        await pilot.press("tab", "tab")
        assert area.selected_text == "[three]"
        await type_text(pilot, "C")
        await pilot.press("tab")
        assert area.selected_text == "[one]" and area.has_focus  # round, and not to the subject
        await type_text(pilot, "A")
        await pilot.press("tab")
        assert area.selected_text == "[two]"
        await type_text(pilot, "B")
        await pilot.press("tab")
        assert editor.subject.has_focus and area.text == "A, B and C."


async def test_blanks_that_say_nothing_are_not_the_same_one(demo: Book):
    async with opened(demo) as pilot:
        area = put(await write(pilot), "Dear ___, about ___ and TODO.")
        await pilot.pause()
        assert area.selected_text == "___"
        await type_text(pilot, "Dana")
        assert area.text == "Dear Dana, about ___ and TODO."


async def test_undo_goes_on_after_a_draft_was_left(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        before = editor.body.text
        await type_text(pilot, "Your rule of two")
        await pilot.press("escape")
        await settle(pilot)
        editor = await write(pilot)
        assert "Your rule of two" in editor.body.text
        while editor.body.text != before and editor.body.history.undo_stack:
            await pilot.press("ctrl+z")
        assert editor.body.text == before
        await pilot.press("ctrl+y")
        assert editor.body.text != before


async def test_the_same_template_taken_again_starts_afresh_and_says_so(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        before = editor.body.text
        await type_text(pilot, "Your rule of two")
        await settle(pilot)
        await pilot.press("ctrl+t", "enter")
        await settle(pilot)
        assert editor.body.text == before
        assert "Started afresh. ctrl+z restores the previous text." in text_of(pilot, "#note-status")


async def test_what_you_know_stands_beside_the_note_and_fills_its_blank(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        pane = editor.query_one(KnownPane)
        assert not pane.display
        await pilot.press("f2")
        await settle(pilot)
        assert pane.display and pane.has_focus
        said = editor.occasion.known[1].text
        while pane.highlighted_option is None or pane.highlighted_option.id != "1":
            await pilot.press("j")
        await pilot.press("enter")
        await settle(pilot)
        assert f"what stayed with me most is {said}. [what you did".casefold() in editor.body.text.casefold()
        await pilot.press("f2", "f2")
        await settle(pilot)
        assert editor.body.has_focus and not pane.display


@pytest.mark.parametrize("width", [80, 150])
async def test_the_text_is_broken_anew_when_something_comes_beside_it(demo: Book, width: int):
    async with opened(demo, (width, 24)) as pilot:
        editor = await write(pilot)
        for key in ("f2", "escape"):
            await pilot.press(key)
            await settle(pilot)
            assert editor.body.wrapped_document._width == editor.body.wrap_width


async def test_their_words_can_be_quoted_in_an_answer(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot, "Miriam")
        assert editor.query_one(KnownPane).display  # what is answered is in view
        editor.body.move_cursor((1, 0))
        await pilot.press("f2", "enter")
        await settle(pilot)
        assert "\n> Sorry for the late answer.\n" in editor.body.text


async def test_ctrl_f_goes_on_to_the_next_that_could_stand_there(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        known = [each.text for each in editor.occasion.known]
        assert "  your notes" in text_of(pilot, "#note-offer")
        for each in known[:3]:
            await pilot.press("ctrl+f")
            assert editor.body.selected_text.casefold() == each.rstrip(".").casefold()


async def test_what_backspace_sends_in_some_terminals_never_acts(demo: Book):
    """0x08 is Backspace in some terminals and ctrl+Backspace in others; once it held a finished note."""
    async with opened(demo) as pilot:
        editor = await write(pilot)
        put(editor, "Thank you very much")
        editor.body.move_cursor(editor.body.document.end)
        for key in ("ctrl+h", "ctrl+backspace", "backspace", "alt+backspace"):
            await pilot.press(key)
        await settle(pilot)
        assert pilot.app.screen.query(NoteEditor) and editor.body.text == "Thank you "


async def test_a_misspelled_word_is_mended_where_the_cursor_is(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        put(editor, "Hi Dana,\n\nI recieved your letter. Thank you for your time.")
        advice = editor.query_one(AdviceStrip)
        await until(pilot, lambda: advice.found is not None and advice.found.spelling)
        await until(pilot, lambda: any(flag.fix for flag in advice.flags))
        await pilot.press("ctrl+g")
        assert at(editor, "recieved")
        assert "ctrl+f takes “received”" in text_of(pilot, "#note-offer")
        await pilot.press("ctrl+f")
        assert "I received your letter." in editor.body.text
        await pilot.press("ctrl+z")
        assert "I recieved your letter." in editor.body.text


async def test_words_are_found_in_the_note_one_place_after_another(demo: Book):
    async with opened(demo) as pilot:
        editor = await write(pilot)
        area = put(editor, "A plan is a plan.\nPlanning is not.")
        await pilot.press("f3")
        await type_text(pilot, "plan")
        await settle(pilot)
        assert area.selected_text == "plan" and text_of(pilot, "#find-count") == "1 of 3"
        await pilot.press("enter", "f3")
        await settle(pilot)
        assert area.selected_text == "Plan" and text_of(pilot, "#find-count") == "3 of 3"
        await pilot.press("enter", "up")
        await settle(pilot)
        assert text_of(pilot, "#find-count") == "3 of 3"  # round, and back
        await pilot.press("x")
        await settle(pilot)
        assert text_of(pilot, "#find-count") == "not found" and "planx" not in area.text
        await pilot.press("backspace", "escape")
        await settle(pilot)
        assert area.has_focus and not area.selected_text and at(editor, "Planning")


class Keys:
    """Presses keys, and counts those that are commands; what is typed into the note is none."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self._pilot = pilot
        self.pressed: list[str] = []

    async def press(self, *keys: str) -> None:
        self.pressed += keys
        for key in keys:
            await self._pilot.press(key)
            await settle(self._pilot)


async def test_the_first_note_takes_eight_keys_at_most_and_the_next_ones_three(demo: Book, home: Path):
    (home / "Downloads").mkdir()
    async with opened(demo) as pilot:
        first = Keys(pilot)
        while current(pilot) != "Dana Whitfield":
            await first.press("down")
        await first.press("enter")
        for answer in ("your rule of two", "I have kept to it since."):
            editor = pilot.app.screen.query_one(NoteEditor)
            assert editor.body.selected_text.startswith("[")
            await type_text(pilot, answer)
            if find_blanks(editor.body.text):
                await first.press("tab")
        await first.press("ctrl+o", "f")  # a file that the mail program opens
        assert "ctrl+s once it went out" in message(pilot)
        await first.press("ctrl+s")
        assert message(pilot) == "Note to Dana Whitfield sent. 1 of 3 written; now Priya."
        assert len(first.pressed) <= 8, first.pressed
        for _ in range(2):
            following = Keys(pilot)
            for answer in ("how you plan a week", "I do it on Sundays now."):
                editor = pilot.app.screen.query_one(NoteEditor)
                if find_blanks(editor.body.text):
                    await type_text(pilot, answer)
                if find_blanks(editor.body.text):
                    await following.press("tab")
            await following.press("ctrl+s")
            assert len(following.pressed) <= 3, following.pressed
        assert not pilot.app.screen.query(NoteEditor)
