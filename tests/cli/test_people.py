"""The verbs about people, search and figures, and the visit as questions and answers."""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from string import ascii_lowercase

import pytest

from planner import environment
from planner.book import commands, queries
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.file import reading
from planner.book.formatting import told
from planner.book.models import ContactFields
from planner.book.person import read_person
from planner.cadence.touches import EVENTS
from planner.cli import run
from planner.tui.pages.page import PageView
from planner.tui.pages.person import page
from tests.conftest import TODAY

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def planner(demo: Book, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PLANNER_BOOK", str(demo.path))

    def call(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    return call


def key_of(book: Book, name: str) -> int:
    with reading(book.path) as connection:
        return queries.find_contacts(connection, name)[0][0]


def test_list_takes_the_language_of_the_app(planner: Run):
    status, out, _ = planner("list", "is:due", "at:calder")
    assert status == 0 and out.count("Calder & Rowe") == 3 and out.endswith("3 people.\n")
    assert "Dana Whitfield  Calder & Rowe; hiring manager; last Wed 11 Nov; first note, due" in out
    assert planner("list", "zebra")[0] == 1
    for wrong, said in (
        ("is:dead", "is:dead is none of"),
        ("is:du", "is:du is none of"),
        ("tag:", "tag: needs a value"),
    ):
        status, out, err = planner("list", wrong)
        assert status == 2 and said in err and not out
    records = json.loads(planner("list", "--json", "part:hr")[1])["people"]
    assert [(each["name"], each["next_step"], each["parts"]) for each in records] == [
        ("Priya Anand", "first_note", ["hr"])
    ]
    assert planner("list", "--", "-dana", "at:calder")[1].count("Calder") == 2


def test_find_prints_the_sentences_by_person(planner: Run):
    status, out, _ = planner("find", "second", "team")
    assert status == 0 and out.splitlines() == [
        "Miriam Okafor, Northlight Energy",
        "  Thu 19 Nov       We may build a second team in spring.",
        "1 place with 1 person.",
    ]
    assert planner("find", "thank", "at:calder")[1].count("Thu") == 0
    assert planner("find", "zebra")[:2] == (1, "Nothing that was ever written holds 'zebra'.\n")
    assert planner("find", "is:due")[0] == 2
    [record] = json.loads(planner("find", "--json", "second team")[1])["found"]
    assert record["name"] == "Miriam Okafor" and record["places"][0]["kind"] == "touchpoint"


def test_nothing_yet_is_said_plainly(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("PLANNER_BOOK", str(tmp_path / "none.sqlite"))
    for words, status in ((["list"], 0), (["find", "x"], 1), (["list", "x"], 1), (["stats"], 0), (["--plain"], 0)):
        assert run(words) == status and "Nobody is in your book yet" in capsys.readouterr().out


def test_stats_claim_nothing_from_a_few_letters(planner: Run):
    out = planner("stats")[1]
    assert "1 of 3  too few to tell" in out and "%" not in out
    assert "5 letters of the last 21 days may still be answered" in out
    record = json.loads(planner("stats", "--json")[1])
    assert record["answers"]["channel"] == [
        {"name": "e-mail", "letters": 3, "answered": 1, "share": None, "between": None}
    ]
    assert record["open"] == 5 and len(record["weeks"]) == 26 and sum(record["people"].values()) == 8


def test_who_interviewed_is_given_with_an_address(planner: Run, demo: Book):
    def add(position: str, who: str) -> None:
        assert planner("add", "application", position, "Quay", "--with", who)[0] == 0

    add("Planner", "Zoe Quist <zoe@quay.example.com>: hiring manager")
    shown = json.loads(planner("show", "zoe", "--json")[1])
    assert (shown["email"], shown["applications"][0]["part"]) == ("zoe@quay.example.com", "hiring_manager")
    add("Clerk", "Z. Quist <ZOE@quay.example.com>: panel")  # an address that is known is that person, whatever the name
    assert len(json.loads(planner("show", "zoe", "--json")[1])["applications"]) == 2


def test_merge_archive_and_delete(planner: Run, demo: Book):
    commands.add_contact(demo, entered(ContactFields, name="Dana Whitfield", phone="555-0155", notes="met twice"))
    assert planner("merge", "dana", "lena")[0] == 2  # two of that name
    keys = [each["number"] for each in json.loads(planner("list", "--json", "whitfield")[1])["people"]]
    status, out, _ = planner("merge", *map(str, sorted(keys)))
    assert status == 0 and out.startswith("Two entries of Dana Whitfield merged.")
    assert planner("merge", "dana", "whitfield")[0] == 2  # the same person
    assert planner("archive", "dana")[1].startswith("Dana Whitfield archived, `planner wake` takes them up again.")
    assert planner("list", "at:calder")[1].count("Calder") == 2 and "archived" in planner("list", "is:archived")[1]
    assert planner("wake", "dana")[0] == 0
    status, out, err = planner("delete", "dana")
    assert status == 2 and "With Dana Whitfield goes: " in out and "--yes deletes without asking" in err
    assert planner("delete", "dana", "--yes")[0] == 0 and planner("show", "dana")[0] == 2
    assert planner("undo")[0] == 0 and planner("show", "dana")[0] == 0


def test_delete_asks_on_a_terminal(planner: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: "n")
    assert "Nothing was deleted." in planner("delete", "dana")[1]
    monkeypatch.setattr("builtins.input", lambda _question: "y")
    assert "Dana Whitfield deleted." in planner("delete", "dana")[1]


def answers(monkeypatch: pytest.MonkeyPatch, *said: str) -> list[str]:
    """Answer the questions in order, then hang up; gives the questions as they are asked."""
    asked: list[str] = []
    left = list(said)

    def answer(question: str = "") -> str:
        asked.append(question)
        if not left:
            raise EOFError
        return left.pop(0)

    monkeypatch.setattr("builtins.input", answer)
    return asked


def test_the_visit_as_questions_and_answers(planner: Run, demo: Book, monkeypatch: pytest.MonkeyPatch):
    answers(
        monkeypatch,
        "?", "i", "w", "x", "l", "f", "a long answer",  # Miriam answered
        "s",  # the thank-you to Lena is sent
        "p", "when pigs fly", "p", "in 3 weeks", "on leave",  # Dana later
        "k",  # Priya skipped
        "c", "", "c", "enough",  # Tomás closed
    )  # fmt: skip
    status, out, _ = planner("--plain")
    assert status == 0
    for words in (
        "5 people are due on Sun 22 Nov 2026. ? lists the answers.",
        "1 of 5. Miriam Okafor, Northlight Energy.",
        "l  log what happened",
        "Thu 19 Nov: they wrote",
        "Nothing is sent by that; s says that it was.",
        "'x' is none of the answers",
        "Message from Miriam Okafor logged.",
        "Note to Lena Brandt logged.",
        "'when pigs fly' is not a date I can read.",
        "That is Sunday 13 December 2026.",
        "First note with Dana Whitfield put off until Sun 13 Dec",
        "First note with Priya Anand skipped.",
        "Not closed.",
        "Tomás Herrera closed.",
        "Next: ",
    ):
        assert words in out, words
    with reading(demo.path) as connection:
        assert queries.contact(connection, key_of(demo, "tomás")).state == "closed"  # type: ignore[union-attr]


def test_whatever_can_be_logged_can_be_logged_by_answers(planner: Run, demo: Book, monkeypatch: pytest.MonkeyPatch):
    letter = dict(zip(EVENTS, ascii_lowercase, strict=False))["moved"]
    answers(monkeypatch, "l", letter, "", "l", "moved", "Halden Labs", "q")
    out = planner("--plain")[1]
    assert all(f"  {word}\n" in out for word in EVENTS)
    assert "Say where they moved to." in out and "Move of Miriam Okafor to Halden Labs logged." in out
    with reading(demo.path) as connection:
        assert queries.contact(connection, key_of(demo, "miriam")).employer == "Halden Labs"  # type: ignore[union-attr]


def test_hanging_up_in_the_middle_leaves_what_was_done(planner: Run, monkeypatch: pytest.MonkeyPatch):
    answers(monkeypatch, "k", "u")
    status, out, _ = planner("--plain")
    assert status == 0 and "skipped" in out and "Undone: answer with Miriam Okafor skipped." in out


def test_what_is_taken_back_is_asked_again(planner: Run, monkeypatch: pytest.MonkeyPatch):
    answers(monkeypatch, "k", "k", "u", "u", "k", "q")
    out = planner("--plain")[1]
    asked = [line for line in out.splitlines() if " of 5. " in line]
    assert [line[0] for line in asked] == ["1", "2", "3", "2", "1", "2"]


def test_nobody_due_says_who_comes_next(planner: Run, demo: Book, monkeypatch: pytest.MonkeyPatch):
    for name in ("miriam", "lena", "dana", "priya", "tomás"):
        commands.close_contact(demo, key_of(demo, name), "enough")
    answers(monkeypatch)
    assert planner("--plain")[1] == "Nobody is due today.\n\nNext: Fri 27 Nov, they asked with Jonas Feld.\n"


def test_a_long_job_shows_a_bar_on_a_terminal_and_stops_on_ctrl_c(
    demo: Book, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    from planner.cli import bar
    from planner.progress import each

    monkeypatch.setattr(bar, "PATIENCE", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with bar.progress_bar("Working"):
        assert list(each([1, 2, 3])) == [1, 2, 3]
    assert "Working (ctrl+c stops)" in capsys.readouterr().err
    with pytest.raises(KeyboardInterrupt), bar.progress_bar("Working"):
        for number in each(range(5)):
            if number == 3:
                raise KeyboardInterrupt
    assert "Stopped; nothing was changed." in capsys.readouterr().err


def test_what_is_stopped_in_the_middle_changes_nothing(demo: Book):
    from planner.progress import watched

    def stop(done: int, _whole: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    names = ("dana", "priya", "tomás")
    keys = {name: key_of(demo, name) for name in names}
    jobs = [(name, lambda book, key=key: commands.archive_contact(book, key)) for name, key in keys.items()]
    with pytest.raises(KeyboardInterrupt), watched(stop):
        commands.together(demo, jobs)
    with reading(demo.path) as connection:
        assert {queries.contact(connection, key_of(demo, name)).archived_on for name in names} == {None}  # type: ignore[union-attr]


def test_a_week_begins_where_the_locale_begins_it(planner: Run, monkeypatch: pytest.MonkeyPatch):
    assert "Mon  Tue" in planner("simulate", "--days", "20")[1].splitlines()[2].strip()[:8]
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert planner("simulate", "--days", "20")[1].splitlines()[2].strip().startswith("Sun  Mon")


def test_dates_as_the_locale_or_the_configuration_has_them(planner: Run, monkeypatch: pytest.MonkeyPatch):
    assert "You were turned down for Data Engineer at Calder & Rowe on Fri 20 Nov" in planner("due")[1]
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert "You were turned down for Data Engineer at Calder & Rowe on Fri Nov 20" in planner("due")[1]
    assert "put off until Tue Dec 1" in planner("snooze", "dana", "1 dec")[1]
    path = environment.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text('date_format = "iso"\n')
    out = planner("show", "dana")[1]
    assert "2026-11-20" in out and "Nov" not in out


def test_show_says_all_that_the_page_says(planner: Run, demo: Book):
    dana = key_of(demo, "dana")
    commands.change_contact(demo, dana, time_zone="lisbon", country="Portugal", tags="warm")
    commands.add_promise(demo, dana, "the paper on forecasting", TODAY + timedelta(days=4))
    out = planner("show", "dana")[1]
    with reading(demo.path) as connection:
        person = read_person(connection, dana, TODAY)
    assert person is not None
    on_the_page = "\n".join(line.text.plain for line in page(person, TODAY, None, 200, PageView()))
    for said in (
        "Europe/Lisbon",
        "PT",
        "warm",
        "dana.whitfield@",
        "555-0107",
        "the paper on forecasting",
        "by Thu 26 Nov",
    ):
        assert said in out and said in on_the_page, said
    for touch in person.touches:
        assert told(touch) in out and told(touch) in on_the_page
    kept = json.loads(planner("show", "dana", "--json")[1])
    assert [each["what"] for each in kept["promises"]] == ["the paper on forecasting"]
    assert kept["applications"][0]["colleagues"] == ["Priya Anand", "Tomás Herrera"]
