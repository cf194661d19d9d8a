"""Everything can be undone and redone, also tomorrow; the stored plan is always what the facts make of it."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import select

from planner.book import commands, due, queries
from planner.book.commands import Panelist, entered
from planner.book.database import Book, open_book
from planner.book.errors import BookError
from planner.book.file import reading
from planner.book.histories import histories
from planner.book.models import ApplicationFields, Contact, ContactFields, FollowUp
from planner.book.plans import stored_row
from planner.cadence.rules import plan
from planner.cadence.terms import Channel, Direction, HowLearned, Kind, Part, Step
from tests.book.test_commands import owed, panel
from tests.conftest import TODAY
from tests.properties import examples


def contents(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the book but the journal, and the plan with its meaning rather than its keys."""
    with reading(book.path) as connection:
        tables = [
            "contact",
            "application",
            "interviewer",
            "touchpoint",
            "draft",
            "promise",
            "decision",
            "profile",
            "playbook",
        ]
        found = {
            name: [tuple(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY id")] for name in tables
        }
        plan = "SELECT contact_id, step, application_id, opens, due, late, why FROM follow_up ORDER BY 1, 2, 3"
        found["follow_up"] = [tuple(row) for row in connection.execute(plan)]
    return found


def assert_plan_is_fresh(book: Book) -> None:
    with book.transaction() as session:
        keys = {key for key in session.exec(select(Contact.id)) if key is not None}
        fresh = {
            contact.id: [stored_row(contact, history, item) for item in plan(history, playbook)]
            for contact, history, playbook in histories(session, keys)
        }
        stored: dict[int, list[dict[str, object]]] = {key: [] for key in keys}
        for row in session.exec(select(FollowUp)):
            stored[row.contact_id].append(row.model_dump(exclude={"id"}))
    by_step = lambda each: (each["step"], each["application_id"] or 0)  # noqa: E731
    for key, expected in fresh.items():
        assert sorted(stored[key], key=by_step) == sorted(expected, key=by_step)


@pytest.mark.parametrize("steps", [12, pytest.param(110, marks=pytest.mark.slow)])
def test_many_steps_back_and_forth(book: Book, path: Path, steps: int):
    states = [contents(book)]
    for number in range(steps):
        commands.add_contact(book, entered(ContactFields, name=f"Person {number}"))
        states.append(contents(book))
    for state in reversed(states[:-1]):
        assert commands.undo(open_book(path, lambda: TODAY))
        assert contents(book) == state
    assert commands.undo(book) is None
    for state in states[1:]:
        assert commands.redo(open_book(path, lambda: TODAY))
        assert contents(book) == state
    assert commands.redo(book) is None


def test_undo_brings_back_the_draft_of_a_sent_note(book: Book):
    commands.record_rejection(book, panel(book), TODAY)
    draft = commands.save_draft(book, None, contact_id=1, subject="s", body="first words").id
    commands.save_draft(book, draft, contact_id=1, subject="s", body="the whole note")
    before = contents(book)
    commands.mark_sent(book, draft, TODAY)
    after = contents(book)
    assert commands.undo(book) == "note to Dana Whitfield sent"
    assert contents(book) == before
    assert commands.redo(book) == "note to Dana Whitfield sent"
    assert contents(book) == after


def test_typing_since_the_action_survives_undo_and_redo(book: Book):
    panel(book)
    draft = commands.save_draft(book, None, contact_id=1, subject="s", body="first").id
    commands.save_draft(book, draft, contact_id=1, subject="s", body="first and second")
    commands.undo(book)
    with reading(book.path) as connection:
        assert queries.drafts_of(connection, 1) == []
    commands.redo(book)
    with reading(book.path) as connection:
        assert queries.drafts_of(connection, 1)[0].body == "first and second"


def test_undoing_a_copy_takes_back_no_words(book: Book):
    panel(book)
    draft = commands.save_draft(book, None, contact_id=1, subject="s", body="first").id
    commands.hand_over(book, draft, "copied")
    commands.save_draft(book, draft, contact_id=1, subject="s", body="first and second")
    assert commands.undo(book) == "note to Dana Whitfield copied"
    with reading(book.path) as connection:
        [row] = queries.drafts_of(connection, 1)
    assert (row.body, row.handed_over) == ("first and second", "")


def test_the_key_of_an_undone_draft_never_means_another(book: Book):
    """An editor may still hold the key of a draft that was undone in another window."""
    panel(book)
    danas = commands.save_draft(book, None, contact_id=1, subject="s", body="to Dana").id
    commands.undo(book)
    priyas = commands.save_draft(book, None, contact_id=2, subject="s", body="to Priya").id
    assert priyas != danas
    again = commands.save_draft(book, danas, contact_id=1, subject="s", body="to Dana, more").id
    commands.save_draft(book, priyas, contact_id=1, subject="s", body="to Dana, in the wrong place")
    with reading(book.path) as connection:
        assert [row.body for row in queries.drafts_of(connection, 2)] == ["to Priya"]
        assert again in {row.id for row in queries.drafts_of(connection, 1)}


def test_a_new_action_ends_what_could_be_redone(book: Book):
    panel(book)
    commands.undo(book)
    commands.add_contact(book, entered(ContactFields, name="Someone Else"))
    assert commands.redo(book) is None


def test_typing_ends_what_could_be_redone(book: Book):
    panel(book)
    draft = commands.save_draft(book, None, contact_id=1, subject="s", body="first").id
    commands.mark_sent(book, draft, TODAY)
    commands.undo(book)
    commands.save_draft(book, draft, contact_id=1, subject="s", body="better")
    assert commands.redo(book) is None
    with reading(book.path) as connection:
        assert queries.drafts_of(connection, 1)[0].body == "better"


def test_an_action_that_changed_nothing_leaves_no_entry(book: Book):
    panel(book)
    commands.change_contact(book, 1, name="Dana Whitfield")
    with reading(book.path) as connection:
        assert queries.journal_labels(connection)[0].startswith("Data Engineer at Calder & Rowe added")


class Visits(RuleBasedStateMachine):
    """Any sequence of commands, undo and redo included."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.day = TODAY
        self.book = open_book(Path(self.folder.name, "book.sqlite"), lambda: self.day)

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        panel(self.book, on=TODAY)

    def attempt(self, command, *arguments, **keywords) -> None:
        """Run a command; one that refuses must change nothing."""
        before = contents(self.book)
        try:
            command(self.book, *arguments, **keywords)
        except BookError:
            assert contents(self.book) == before

    @rule(days=st.integers(1, 70))
    def time_goes_by(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(who=st.integers(1, 4), kind=st.sampled_from([Kind.MESSAGE, Kind.CALL, Kind.NO_ANSWER, Kind.VOICEMAIL]))
    def reach_out(self, who: int, kind: Kind) -> None:
        self.attempt(commands.log_touchpoint, who, kind, Direction.OUT, self.day)

    @rule(who=st.integers(1, 4), ago=st.integers(0, 30))
    def they_write(self, who: int, ago: int) -> None:
        self.attempt(commands.log_touchpoint, who, Kind.MESSAGE, Direction.IN, self.day - timedelta(days=ago))

    @rule(which=st.integers(1, 2), ago=st.integers(0, 9), again=st.sampled_from([None, True, False]))
    def they_say_no(self, which: int, ago: int, again: bool | None) -> None:
        on = self.day - timedelta(days=ago)
        self.attempt(commands.record_rejection, which, on, HowLearned.HEARD, would_go_back=again)

    @rule(who=st.integers(1, 4))
    def interview_for_another(self, who: int) -> None:
        fields = entered(ApplicationFields, position="Analyst", employer="Harbour")
        self.attempt(commands.add_interview, fields, [Panelist(who, Part.PANEL)], on=self.day)

    @rule(who=st.integers(1, 4), ahead=st.integers(1, 90), asked=st.booleans())
    def put_off(self, who: int, ahead: int, asked: bool) -> None:
        self.attempt(commands.snooze, who, self.day + timedelta(days=ahead), asked=asked, reason="r")

    @rule(who=st.integers(1, 4))
    def leave_out(self, who: int) -> None:
        self.attempt(commands.skip, who)

    @rule(who=st.integers(1, 4), command=st.sampled_from([commands.close_contact, commands.rest_contact]))
    def end(self, who: int, command) -> None:
        self.attempt(command, who, "enough")

    @rule(who=st.integers(1, 4))
    def take_up_again(self, who: int) -> None:
        self.attempt(commands.reopen_contact, who)

    @rule(who=st.integers(1, 4), body=st.text(max_size=20))
    def write_and_send(self, who: int, body: str) -> None:
        try:
            draft = commands.save_draft(self.book, None, contact_id=who, subject="s", body=body).id
        except BookError:
            return
        self.attempt(commands.mark_sent, draft, self.day)

    @rule(
        who=st.integers(1, 4),
        step=st.sampled_from([None, Step.FIRST_NOTE, Step.CHECK_IN_1]),
        what=st.lists(st.sampled_from(["copied", "hold", "back", "drop", "anew", "sent"]), max_size=3),
    )
    def write_and_leave(self, who: int, step: Step | None, what: list[str]) -> None:
        try:
            draft = commands.save_draft(self.book, None, contact_id=who, subject="s", body="Dear", step=step).id
        except BookError:
            return
        for each in what:
            if each == "copied":
                self.attempt(commands.hand_over, draft, "copied")
            elif each == "hold":
                self.attempt(commands.hold_draft, draft, self.day + timedelta(days=1))
            elif each == "back":
                self.attempt(commands.take_back, draft)
            elif each == "drop":
                self.attempt(commands.drop_draft, draft)
            elif each == "anew":
                about = {"template": "t", "channel": Channel.EMAIL, "subject": "s", "body": "again", "stops": ""}
                self.attempt(lambda book, key, about=about: commands.change_template(book, key, **about), draft)
            else:
                self.attempt(commands.mark_sent, draft, self.day)

    @invariant()
    def what_is_counted_is_what_is_shown(self) -> None:
        for today in (self.day, self.day + timedelta(days=1)):
            with reading(self.book.path) as connection:
                rows = due.due_rows(connection, today)
                assert due.count_due(connection, today) == sum(row.opens <= today for row in rows)
                keys = [(row.contact_id, row.step, row.application_id) for row in rows]
                keys += [(row.contact_id, row.step, row.application_id) for row in due.later_rows(connection, today)]
                assert len(keys) == len(set(keys))

    @rule(name=st.sampled_from(["call-first", "default", ""]), who=st.integers(0, 3))
    def choose_a_playbook(self, name: str, who: int) -> None:
        if who:
            self.attempt(commands.change_contact, who, playbook=name)
        else:
            self.attempt(commands.save_profile, playbook=name)

    @rule(steps=st.integers(1, 4))
    def undo_some(self, steps: int) -> None:
        for _ in range(steps):
            before = contents(self.book)
            if commands.undo(self.book) is None:
                return
            after = contents(self.book)
            assert commands.redo(self.book)
            assert contents(self.book) == before
            assert commands.undo(self.book)
            assert contents(self.book) == after

    @precondition(lambda self: True)
    @rule()
    def redo_one(self) -> None:
        commands.redo(self.book)

    @invariant()
    def the_stored_plan_is_fresh(self) -> None:
        assert_plan_is_fresh(self.book)


Visits.TestCase.settings = settings(examples(20), stateful_step_count=25, suppress_health_check=list(HealthCheck))
TestVisits = Visits.TestCase


def test_owed_is_sorted_like_the_due_list(book: Book):
    """A date they asked for, a reply, first notes by part: the order the list promises."""
    application = panel(book)
    commands.record_rejection(book, application, TODAY - timedelta(days=1))
    for name in ("Ask Ed", "Reply Ray"):
        commands.add_contact(book, entered(ContactFields, name=name))
    early = Book(book.path, book.engine, lambda: date(2026, 11, 1))
    commands.snooze(early, 4, TODAY, asked=True)
    commands.log_touchpoint(book, 5, Kind.MESSAGE, Direction.IN, TODAY - timedelta(days=2))
    assert [name for name, _, _ in owed(book, 0)] == ["Ask", "Reply", "Dana", "Priya", "Tomás"]
