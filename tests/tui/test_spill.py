"""What is typed and the book has not yet lies outside it: under the right name, and only until the book has it."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from planner import environment
from planner.cadence.terms import Channel, Step
from planner.tui.system.left_overs import About
from planner.tui.writing.autosave import Writing
from planner.tui.writing.spill import Spill


@pytest.fixture
def spill(path: Path) -> Spill:
    library = SimpleNamespace(path=path, identity=lambda: "this book")
    return Spill(environment.state_folder(), library)  # type: ignore[arg-type]


def writing(contact_id: int, body: str, draft_id: int | None = None) -> Writing:
    return Writing(
        contact_id, Step.FIRST_NOTE, 1, Channel.EMAIL, "told", "Thanks", body, f"Person {contact_id}", draft_id
    )


def keep(spill: Spill, note: Writing) -> None:
    def described(book: str, identity: str) -> About:
        return note.about(book, identity, was_outside=False)

    spill.keep(described, note.subject, note.body)
    spill.wait(30)


def kept() -> dict[int, tuple[str, int | None]]:
    """By whom each text is for: the text, and the draft that it belongs to."""
    found = {}
    for place in environment.state_folder().glob("note-*"):
        about = json.loads((place / "about.json").read_text())["about"]
        found[about["contact_id"]] = ((place / "note.txt").read_text(), about["draft_id"])
    return found


def test_two_notes_never_share_a_place(spill: Spill):
    keep(spill, writing(1, "Words for the first"))
    keep(spill, writing(2, "Words for the second"))
    assert "Words for the first" in kept()[1][0] and "Words for the second" in kept()[2][0]


def test_a_note_that_became_a_draft_is_known_for_it(spill: Spill):
    keep(spill, writing(1, "Words"))
    keep(spill, writing(1, "Words and more", draft_id=7))
    assert kept() == {1: ("Subject: Thanks\n\nWords and more\n", 7)}


def test_it_goes_once_the_book_has_the_text_and_not_before(spill: Spill):
    keep(spill, writing(1, "Words"))
    keep(spill, writing(1, "Words and more"))
    spill.let_go("Thanks", "Words")  # an older save that comes late
    spill.wait(30)
    assert "Words and more" in kept()[1][0]
    spill.let_go("Thanks", "Words and more")
    spill.wait(30)
    assert not kept() and spill.place is None


def test_a_disk_that_takes_nothing_is_said(spill: Spill, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("planner.tui.writing.spill.write_private", full)
    keep(spill, writing(1, "Words"))
    assert spill.has_failed and spill.place is None
