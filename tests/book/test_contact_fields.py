"""The table of the details of a person: complete, and read by the tables, the command line and the forms."""

import argparse

import pytest

from planner.book import queries
from planner.book.contact_fields import CONTACT_FIELDS, LABELS, ContactRow, shown_of
from planner.book.database import Book
from planner.book.file import reading
from planner.book.models import Contact, ContactFields
from planner.cli import run
from planner.cli.verbs import add, edit
from planner.notes.mail_merge import FIELDS
from planner.tui.forms.merge import MergeForm
from planner.tui.forms.person import ElsewhereForm, PersonForm
from planner.tui.forms.spec import Known

NAMES = [field.name for field in CONTACT_FIELDS]
# What the rows of other tables, the rules and undo need of a person, and nobody enters.
KEPT = {"id", "uuid", "dead_email", "state", "state_reason", "revision", "archived_on", "rests_by_rule", "open_since"}


def dana(**values: object) -> ContactRow:
    return ContactRow._make(values.get(name, "" if name in NAMES else None) for name in ContactRow._fields)


def test_every_column_that_can_be_entered_has_a_row():
    assert list(ContactFields.model_fields) == NAMES
    assert set(Contact.model_fields) == {*NAMES, *KEPT}
    assert set(NAMES) <= set(ContactRow._fields) and set(ContactRow._fields) <= {*NAMES, *KEPT, "said_called"}
    assert len(set(LABELS.values())) == len(LABELS)
    assert all(
        field.label and field.help and (not field.known or field.known in Known._fields) for field in CONTACT_FIELDS
    )


@pytest.mark.parametrize("verb", [add, edit])
def test_every_field_is_an_option_of_both_verbs(verb):
    parser = argparse.ArgumentParser()
    verb.add_arguments(parser)
    typed = ["person", "Dana"]
    for field in CONTACT_FIELDS[1:]:
        typed += [field.option, "x"]
    read = parser.parse_args(typed)
    assert add.given_person_fields(read) == dict.fromkeys(NAMES[1:], "x")


def test_the_forms_ask_for_what_the_table_says():
    asked = [field.name for field in CONTACT_FIELDS if field.asked]
    one, other = dana(**dict.fromkeys(NAMES, "x")), dana(**dict.fromkeys(NAMES, "y"))
    assert [field.name for field in PersonForm(one, Known(), "", "").fields()] == asked
    assert [field.name for field in MergeForm(one, other, "").fields()] == [name for name in asked if name != "tags"]
    both = ElsewhereForm(one, {}, {"notes": "x", "time_zone": "y"}, other._asdict(), "").fields()
    assert [field.label for field in both] == ["Notes", "Time zone"]


def test_what_is_known_of_a_person_is_shown(
    book: Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PLANNER_BOOK", str(book.path))
    typed = [
        "--email",
        "dana@example.com",
        "--time-zone",
        "lisbon",
        "--preferred-channel",
        "",
        "--notes",
        "Likes *maps*",
    ]
    assert run(["add", "person", "Dana Whitfield", *typed]) == 0
    with reading(book.path) as connection:
        contact = queries.contact(connection, 1)
    assert contact is not None and contact.preferred_channel is None
    assert [(field.label, value) for field, value in shown_of(contact)] == [
        ("E-mail", "dana@example.com"),
        ("Time zone", "Europe/Lisbon"),
    ]
    assert run(["show", "dana"]) == 0
    out = capsys.readouterr().out
    assert (
        "  E-mail         dana@example.com\n  Time zone      Europe/Lisbon\n" in out
        and "\nNotes\n  Likes *maps*\n" in out
    )


def test_what_notes_can_mention_of_a_person_is_in_the_table():
    theirs = {name for name in FIELDS if not name.startswith("my_")}
    assert {"called", "name", "salutation", "title", "employer"} <= theirs & set(NAMES)
