"""People archived, deleted and merged: nothing is lost, and one undo brings it all back."""

import sqlite3

import pytest
from sqlmodel import col, select

from planner.book import applications, commands, due, queries
from planner.book.commands import Elsewhere, entered
from planner.book.database import Book
from planner.book.errors import EntryError
from planner.book.file import reading
from planner.book.models import Application, ContactFields
from planner.cadence.terms import Direction, Kind, Step
from tests.conftest import TODAY


def key_of(book: Book, name: str) -> int:
    with reading(book.path) as connection:
        return queries.find_contacts(connection, name)[0][0]


def tables(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that hold what the user entered, and the plan."""
    names = ("contact", "application", "interviewer", "touchpoint", "draft", "promise", "decision")
    with sqlite3.connect(book.path) as connection:
        found = {name: connection.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in names}
        plan = "SELECT contact_id, step, application_id, opens, due, late, why FROM follow_up ORDER BY 1, 2, 3"
        found["plan"] = connection.execute(plan).fetchall()
    return found


def test_archived_is_in_no_list_and_wakes_again(demo: Book):
    dana = key_of(demo, "dana")
    commands.archive_contact(demo, dana)
    with reading(demo.path) as connection:
        assert "Dana" not in {row.called for row in due.due_rows(connection, TODAY, 400)}
        assert "Dana" not in {row.called for row in due.waiting_rows(connection, TODAY)}
        assert queries.find_contacts(connection, "dana")  # and still found
        contact = queries.contact(connection, dana)
    assert contact is not None and (contact.state, contact.archived_on) == ("closed", TODAY.isoformat())
    assert not commands.archive_contact(demo, dana).changed
    commands.reopen_contact(demo, dana)
    with reading(demo.path) as connection:
        contact = queries.contact(connection, dana)
        owed = [(row.step, row.application_id) for row in due.due_of(connection, dana, TODAY)]
    assert contact is not None and (contact.state, contact.archived_on) == ("open", None)
    assert owed and owed[0][0] == Step.FIRST_NOTE  # as before: she was away for a short while only


def test_a_no_that_is_known_already_leaves_nothing_to_undo(demo: Book):
    with demo.transaction() as session:
        row = session.exec(select(Application).where(col(Application.learned_on).is_not(None))).first()
        assert row is not None and row.id is not None and row.learned_on is not None
        key, learned_on = row.id, row.learned_on
    assert not commands.record_rejection(demo, key, learned_on).changed
    assert commands.record_rejection(demo, key, learned_on, lesson="ask sooner").changed


def test_delete_says_what_goes_and_undo_brings_it_back(demo: Book):
    dana, before = key_of(demo, "dana"), tables(demo)
    with reading(demo.path) as connection:
        assert commands.what_goes_with(connection, dana) == "2 touchpoints, 1 part in an application and your notes"
    commands.delete_contact(demo, dana)
    after = tables(demo)
    assert not any(dana in row[:1] for row in after["contact"])
    assert len(after["touchpoint"]) == len(before["touchpoint"]) - 2
    commands.undo(demo)
    assert tables(demo) == before
    commands.redo(demo)
    assert tables(demo) == after


def test_somebody_with_nothing_goes_with_nothing(demo: Book):
    key = commands.add_contact(demo, entered(ContactFields, name="Noor Haddad")).id
    with reading(demo.path) as connection:
        assert commands.what_goes_with(connection, key) == "nothing else"


def test_merged_entries_are_one_person_with_all_of_both(demo: Book):
    dana = key_of(demo, "dana")
    other = commands.add_contact(
        demo, entered(ContactFields, name="D. Whitfield", phone="+43 1 2345678", tags="mentor", notes="met at a meetup")
    ).id
    commands.log_touchpoint(demo, other, Kind.MESSAGE, Direction.IN, TODAY, body="Hello from my other address")
    commands.add_promise(demo, other, "an article", TODAY)
    before = tables(demo)
    commands.merge_contacts(demo, dana, other)
    with reading(demo.path) as connection:
        assert queries.contact(connection, other) is None
        contact = queries.contact(connection, dana)
        assert contact is not None
        assert (contact.name, contact.phone, contact.tags) == ("Dana Whitfield", "555-0107", "mentor")
        assert contact.notes.endswith("met at a meetup") and "reading group" in contact.notes
        assert (
            len(queries.timeline(connection, dana)) == 3 and queries.promises(connection, dana)[0].what == "an article"
        )
        steps = {row.step for row in due.due_of(connection, dana, TODAY)}
    assert {"reply", "promise"} <= steps  # the plan follows from both
    after = tables(demo)
    commands.undo(demo)
    assert tables(demo) == before
    commands.redo(demo)
    assert tables(demo) == after


def test_two_parts_in_one_application_become_one(demo: Book):
    dana, priya = key_of(demo, "dana"), key_of(demo, "priya")
    commands.merge_contacts(demo, priya, dana, {"name": "Priya A. Whitfield"})
    with reading(demo.path) as connection:
        [role] = queries.roles(connection, priya)
        assert role.part == "hr"  # that of the entry that is kept
        found = applications.page(connection, role.application_id)
    assert found is not None and [row.name for row in found.panel] == ["Priya A. Whitfield", "Tomás Herrera"]
    assert found.main_contact_id == priya


def test_nobody_is_merged_with_themselves(demo: Book):
    with pytest.raises(EntryError, match="two different people"):
        commands.merge_contacts(demo, 1, 1)


def test_a_wrong_detail_merges_nobody(demo: Book):
    before = tables(demo)
    with pytest.raises(EntryError, match="e-mail address"):
        commands.merge_contacts(demo, 1, 2, {"email": "nonsense"})
    assert tables(demo) == before


def test_what_was_changed_elsewhere_is_not_overwritten(demo: Book):
    dana = key_of(demo, "dana")
    with reading(demo.path) as connection:
        contact = queries.contact(connection, dana)
    assert contact is not None
    commands.change_contact(demo, dana, phone="555-0199")
    with pytest.raises(Elsewhere) as caught:
        commands.change_contact(demo, dana, contact.revision, phone="555-0101")
    assert caught.value.now["phone"] == "555-0199"
    commands.change_contact(demo, dana, caught.value.revision, phone="555-0101")
    with reading(demo.path) as connection:
        assert queries.contact(connection, dana).phone == "555-0101"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "dana", "not an e-mail address"),
        ("email", "a..b@example.com", "two periods"),
        ("phone", "call me", "no telephone number"),
        ("phone", "+999 1", "country"),
        ("phone", "+43 1", "too few"),
        ("time_zone", "xyzzy", "no time zone"),
    ],
)
def test_details_are_checked(demo: Book, field: str, value: str, said: str):
    with pytest.raises(EntryError, match=said):
        commands.change_contact(demo, 1, **{field: value})


@pytest.mark.parametrize("name", ["Ólafur Þór", "山田 太郎", "عمر خليل", "Nguyễn Thị Hà", "O’Neill-Ray"])
def test_names_in_any_script(demo: Book, name: str):
    key = commands.add_contact(demo, entered(ContactFields, name=name, email="x@bücher.example.com")).id
    with reading(demo.path) as connection:
        assert queries.contact(connection, key).name == name  # type: ignore[union-attr]
        assert queries.find_contacts(connection, name.split(maxsplit=1)[0])
