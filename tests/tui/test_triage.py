"""One at a time: who comes next, what is counted, and the keys."""

from planner.book import queries
from planner.book.database import Book
from planner.tui.services.state import Decided
from planner.tui.views.triage_queue import TriageQueue
from tests.tui.conftest import opened
from tests.tui.test_daily import go_to, look, message, text_of
from tests.tui.waiting import settle, type_text

A, B, C, D = range(4)
ALL = {A, B, C, D}


def shown(pilot) -> str:
    row = pilot.app.screen.workspace.deck.selection.row
    return row.name


def triage(*keys: int) -> TriageQueue:
    return TriageQueue(list(keys), keys[0])


def test_the_next_one_comes_when_the_current_one_is_decided():
    going = triage(A, B, C)
    assert going.settle({A, B, C}, ALL) and going.current == A
    assert going.settle({B, C}, ALL) and going.current == B
    going.move({B, C}, 1)
    assert going.current == C
    assert going.settle({B}, ALL) and going.current == B  # who was passed over comes again at the end
    assert going.progress({B}) == (2, 3)
    assert not going.settle(set(), ALL)


def test_who_becomes_due_meanwhile_joins_at_the_end():
    going = triage(A, B)
    going.take_in([D, B])
    assert going.queue == [A, B, D] and going.progress({A, B, D}) == (0, 3)


def test_who_is_taken_out_of_the_book_elsewhere_was_decided_by_nobody():
    going = triage(A, B, C)
    assert going.settle({B, C}, {B, C}) and going.current == B
    assert going.progress({B, C}) == (0, 2)


def test_moving_goes_round():
    going = triage(A, B, C)
    going.move({A, B, C}, -1)
    assert going.current == C
    going.move({A, B, C}, 1)
    assert going.current == A


def test_the_summary_is_in_words():
    going = triage(A)
    going.decided |= {7: Decided.LATER, 9: Decided.WRITTEN, 10: Decided.LATER, 11: Decided.CLOSED}
    assert going.summary({7, 9, 10, 11}) == "1 written, 2 later, 1 closed"
    assert going.summary({7, 9}) == "1 written, 1 later"  # what was undone does not count


async def test_a_whole_triage(demo: Book):
    async with opened(demo) as pilot:
        await pilot.press("t")
        await settle(pilot)
        assert "0 of 5 decided" in text_of(pilot, "#title") and "Miriam" in shown(pilot)
        assert pilot.app.screen.query_one("#due").region.width == 0
        await pilot.press("l")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "1 of 5 decided" in text_of(pilot, "#title") and "Lena" in shown(pilot)
        await pilot.press("s")
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        assert "Monday 23 November 2026" in text_of(pilot, "#echo-until")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "put off until Mon 23 Nov" in message(pilot)
        assert "Dana" in shown(pilot)
        await pilot.press("right")
        await settle(pilot)
        assert "Priya" in shown(pilot)
        await pilot.press("c")
        await settle(pilot)
        await type_text(pilot, "enough")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "closed" in message(pilot)
        assert look(demo, lambda c: queries.contact(c, queries.find_contacts(c, "Priya")[0][0])).state == "closed"
        assert "3 of 5 decided" in text_of(pilot, "#title") and "Tomás" in shown(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert message(pilot) == "3 of 5 decided. t goes on with the others."
        assert pilot.app.screen.query_one("#left").display
        await go_to(pilot, "Tomás")
        await pilot.press("t")
        await settle(pilot)
        assert "3 of 5 decided" in text_of(pilot, "#title")
        for _ in range(2):
            await pilot.press("x")
            await settle(pilot)
            await pilot.press("ctrl+s")
            await settle(pilot)
        assert message(pilot).startswith("That was all for today: 1 logged, 1 later, 2 skipped, 1 closed.")
        assert pilot.app.screen.query_one("#left").display and pilot.app.screen.query_one("#due").has_focus
        await pilot.press("t")
        await settle(pilot)
        assert message(pilot).startswith("Nothing is due today. Next: ")


async def test_a_note_written_in_triage_leads_to_the_next_person(demo: Book):
    async with opened(demo) as pilot:
        await pilot.press("t", "enter")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert "0 of 5 decided" in text_of(pilot, "#title")  # a draft decides nothing
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+s", "ctrl+s")
        await settle(pilot)
        assert "1 of 5 decided" in text_of(pilot, "#title") and "Lena" in shown(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert "0 of 5 decided" in text_of(pilot, "#title")


async def test_the_keys_of_triage_mean_nothing_in_the_list(demo: Book):
    async with opened(demo) as pilot:
        before = pilot.app.screen.query_one("#due").cursor
        await pilot.press("c", "right")
        await settle(pilot)
        assert pilot.app.screen.query_one("#due").cursor == before
        assert not pilot.app.screen.query("Form")
