"""The command line, called as the shell calls it but for the process."""

import json
import sys
import time
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from planner.cadence.terms import Step
from planner.cli import VERBS, run
from planner.cli.playbook_words import _COUNTED_FROM

LETTERS = Path(__file__).parent.parent / "exchange" / "letters"
NO = LETTERS / "004-hiring-manager-warm.eml"


@pytest.fixture
def planner(capsys: pytest.CaptureFixture[str]):
    """Run a command; gives status, output and errors."""

    def call(*words: str) -> tuple[int, str, str]:
        try:
            status = run(words)
        except SystemExit as end:
            status = int(end.code or 0)
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def with_panel(planner):
    planner(
        "add", "application", "Data Engineer", "Calder & Rowe",
        "--with", "Dana Whitfield: hiring manager", "--with", "Priya Anand: HR", "--with", "Tomás Herrera",
    )  # fmt: skip
    return planner


def test_an_empty_book_says_what_to_do_and_is_not_made(planner, home: Path):
    status, out, _ = planner("due")
    assert status == 0 and "planner add person" in out
    assert list(home.rglob("*.sqlite")) == []
    assert planner() == planner("due")


def test_the_loop(with_panel):
    planner = with_panel
    status, out, _ = planner("reject", "data engineer", "--on", "fri", "--reason", "internal")
    assert status == 0 and "A first note is due to Dana Whitfield, Priya Anand and Tomás Herrera." in out
    assert "Friday 20 November 2026" in out
    status, out, _ = planner("due")
    assert out.index("Dana") < out.index("Priya") < out.index("Tomás")
    assert (
        "You were turned down for Data Engineer at Calder & Rowe on Fri 20 Nov; you haven't written to Dana yet." in out
    )
    assert planner("due", "--count")[1] == "3\n"
    assert planner("due", "--count", "--exit-code")[0] == 1
    status, out, _ = planner("log", "dana", "emailed", "--subject", "Thank you")
    assert "Next: check-in 1, from Tuesday 22 December 2026." in out
    assert planner("due", "--count")[1] == "2\n"
    assert planner("due", "--count", "--within", "30d")[1] == "3\n"
    assert "you wrote: Thank you (first note)" in planner("show", "dana")[1]
    assert "Undone: note to Dana Whitfield logged." in planner("undo")[1]
    assert planner("due", "--count")[1] == "3\n"
    assert "Done again" in planner("redo")[1]
    assert "nothing to redo" in planner("redo")[1]


def test_two_of_one_name_are_told_apart_by_their_numbers(with_panel):
    planner = with_panel
    planner("add", "person", "Dana Whitfield", "--employer", "Calder & Rowe")
    status, _, err = planner("log", "dana whitfield", "called")
    assert status == 2 and "number 1; Dana Whitfield (Calder & Rowe), number 4. Give" in err
    assert planner("log", "4", "called")[0] == 0
    assert "you called" in planner("show", "4")[1] and "you called" not in planner("show", "1")[1]
    planner("edit", "person", "priya", "--email", "priya4@example.com")  # a number is none of an address
    assert "you called" in planner("show", "4")[1]
    assert planner("merge", "1", "4")[0] == 0
    planner("edit", "person", "priya", "--email", "")
    assert "Nobody in your book is called '4'" in planner("show", "4")[2]


def test_a_part_of_a_name_means_who_is_there(with_panel):
    planner = with_panel
    planner("add", "interview", "data engineer", "--on", "fri", "--with", "Dana: hiring manager", "--with", "Lena")
    assert planner("list", "dana")[1].count("Dana") == 1 and "Lena" in planner("list", "lena")[1]
    planner("add", "application", "Analyst", "Northlight Energy", "--with", "Dana")
    listed = planner("list", "dana")[1]
    assert "Dana  " in listed and "Dana Whitfield" in listed  # at another employer, Dana is somebody else
    planner("add", "person", "Hanna Lund", "--employer", "Northlight Energy")
    planner("add", "interview", "analyst", "--on", "fri", "--with", "Ann", "--with", "Hann", "--with", "Northlight")
    assert planner("list", "at:northlight")[1].count("\n") == 6  # each of them is somebody new


def test_a_number_that_no_book_holds(with_panel):
    status, _, err = with_panel("show", "9" * 30)
    assert status == 2 and "Nobody in your book is called" in err


def test_tags_with_a_minus_come_off(with_panel):
    planner = with_panel
    planner("tag", "dana", "north,warm")
    planner("tag", "dana", "--", "-north", "new")
    listed = planner("list", "tag:new", "tag:warm")[1]
    assert "Dana" in listed and planner("list", "tag:north")[0] == 1


def test_a_query_that_asks_for_nothing_is_said(with_panel):
    status, _, err = with_panel("list", '"')
    assert status == 2 and "holds no word and no filter" in err


def test_json(with_panel):
    with_panel("reject", "1", "--on", "2026-11-10")
    result = json.loads(with_panel("due", "--json")[1])
    assert result["schema"] == 3 and result["today"] == "2026-11-22"
    first = result["due"][0]
    shown = json.loads(with_panel("show", "1", "--json")[1])
    assert first == {
        "id": shown["id"],
        "number": 1,
        "name": "Dana Whitfield",
        "employer": "Calder & Rowe",
        "email": "",
        "phone": "",
        "application": shown["applications"][0]["id"],
        "position": "Data Engineer",
        "part": "hiring_manager",
        "step": "first_note",
        "channel": "email",
        "group": "overdue",
        "opens": "2026-11-10",
        "due": "2026-11-11",
        "late_after": "2026-11-13",
        "days_late": 9,
        "why": "You were turned down for Data Engineer at Calder & Rowe on Tue 10 Nov; you haven't written to Dana yet.",
        "draft": False,
        "note": None,
        "call": None,
        "also": [],
    }
    assert json.loads(with_panel("due", "--all", "--json")[1])["due"] == result["due"]
    assert json.loads(with_panel("show", "dana", "--json")[1])["name"] == "Dana Whitfield"


def test_a_day_with_nothing_due_says_what_comes_next(with_panel):
    with_panel("reject", "1")
    for name in ("dana", "priya", "tomas"):
        with_panel("log", name, "emailed")
    assert with_panel("due")[1] == (
        "Nobody is due today. Next: Tue 22 Dec (in 30 days), check-in 1 with Dana Whitfield.\n"
    )
    assert with_panel("due", "--exit-code")[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "nobody"], "Nobody in your book is called 'nobody'."),
        (["show", "calder"], "can mean 3 people: Dana Whitfield (Calder & Rowe), number 1;"),
        (["log", "dana", "called", "--on", "whenever"], "'whenever' is not a date I can read."),
        (["reject", "astronaut"], "There is no application 'astronaut'. Known: 1 Data Engineer at Calder & Rowe."),
        (["add", "interview", "1"], "Say who was there"),
        (["add", "interview", "1", "--with", "Ann: boss"], "'boss' is no part"),
        (["due", "--within", "soon"], "--within takes a time"),
        (["edit", "person", "dana"], "Say what to change"),
        (["add", "person", "X", "--playbook", "nonsense"], "no playbook called 'nonsense'"),
        (["log", "dana", "telepathy"], "Argument WHAT: invalid choice: 'telepathy'. Known: called, voicemail,"),
        (
            ["reject", "1", "--reason", "internl"],
            "'internl'. Did you mean 'internal'? `planner reject --help` shows how.",
        ),
        (["due", "--nonsense"], "Unrecognized arguments"),
        (["log", "dana", "called", "--on", "2026-12-24"], "not happened yet"),
        (["log", "dana", "called", "--on", "in 2 weeks"], "not happened yet"),
        (["edit", "person", "dana", "--email", "nowhere"], "not an e-mail address"),
        (["due", "--within", "99999999999"], "--within takes a time"),
        (["--book", "", "due"], "names no file"),
        (["frobnicate"], "Argument VERB: invalid choice: 'frobnicate'. `planner --help` shows how."),
        (["reed"], "Did you mean 'redo'?"),
    ],
)
def test_misuse_is_said_and_exits_with_2(with_panel, words: list[str], message: str):
    status, out, err = with_panel(*words)
    assert (status, out) == (2, "") and message in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["snooze", "dana", "tomorrow"], "Nothing is planned for Dana Whitfield"),
        (["skip", "dana"], "Nothing is planned"),
        (["wake", "dana"], "is followed up already"),
        (["import", "/nowhere/letter.eml"], "No such file"),
        (["demo", "--keep", "/dev/null"], "exists already"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_with_2(with_panel, words: list[str], message: str):
    status, _, err = with_panel(*words)
    assert status == 2 and message in err and "Traceback" not in err


def test_a_bad_day_from_the_environment_is_said(planner, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PLANNER_TODAY", "yesterday")
    status, _, err = planner("due")
    assert status == 2 and "PLANNER_TODAY" in err


def test_debug_shows_where(planner, tmp_path: Path):
    (tmp_path / "diary").write_text("Dear diary")
    status, _, err = planner("--book", str(tmp_path / "diary"), "due")
    assert status == 3 and "Traceback" not in err
    assert "Traceback" in planner("--book", str(tmp_path / "diary"), "--debug", "due")[2]


def test_debug_tells_nothing_of_the_book(with_panel, monkeypatch: pytest.MonkeyPatch):
    def broken(*_args: object, **_more: object) -> None:
        note = "Dana's salary is 555-0117"
        try:
            raise KeyError(note)
        except KeyError as error:
            raise RuntimeError(f"{note!r} was not expected") from error

    monkeypatch.setattr("planner.book.queries.find_contacts", broken)
    for words in (("show", "Dana"), ("--debug", "show", "Dana")):
        status, out, err = with_panel(*words)
        assert status == 70, err
        assert "RuntimeError from KeyError" in err and "555-0117" not in out + err and "salary" not in out + err
        assert ("and then:" in err) == ("--debug" in words)


def test_snooze_skip_close_wake(with_panel):
    planner = with_panel
    planner("reject", "1")
    assert "That is Tuesday 24 November 2026." in planner("snooze", "dana", "next", "tue", "--reason", "travel")[1]
    assert "Dana" not in planner("due")[1].partition("next:")[0]
    assert "next: Tue 24 Nov (in 2 days), first note with Dana Whitfield" in planner("due")[1]
    assert "You put it off until Tue 24 Nov: travel." in planner("due", "--all")[1]
    assert "Priya Anand asked for Mon 1 Mar 2027" in planner("snooze", "priya", "1 mar", "--asked")[1]
    assert "First note with Tomás Herrera skipped" in planner("skip", "tomás")[1]
    assert "closed" in planner("close", "dana", "--reason", "no more")[1]
    assert "no more" in planner("show", "dana")[1]
    assert "taken up again" in planner("wake", "dana")[1]


def test_promises_moves_and_a_job(with_panel):
    planner = with_panel
    assert "Promise to Dana Whitfield for" in planner("promise", "dana", "--what", "the article", "--by", "today")[1]
    assert "You promised Dana" in planner("due")[1]
    assert "Move of Dana Whitfield to Halden Labs logged" in planner("log", "dana", "moved", "--to", "Halden Labs")[1]
    assert "Say where they work now" in planner("log", "dana", "moved")[2]
    assert "--to goes with moved" in planner("log", "dana", "emailed", "--to", "Halden")[2]
    out = planner("hired", "--by", "Northwind Ferries")[1]
    assert "the search paused" in out and "Congratulations" in out
    assert "You took a job at Northwind Ferries" in planner("due")[1]
    assert "Search taken up again" in planner("resume")[1]
    assert "not paused" in planner("resume")[2]


def test_a_call_is_offered_in_their_day_and_in_mine(with_panel, monkeypatch: pytest.MonkeyPatch):
    planner = with_panel
    monkeypatch.setenv("TZ", "Europe/Vienna")
    time.tzset()
    try:
        planner("me", "--playbook", "call-first")
        planner("reject", "1", "--on", "2026-11-18")
        assert "call 0" not in planner("due")[1]  # nobody knows where she is
        assert planner("edit", "person", "dana", "--phone", "+1 212 555 0123")[0] == 0
        said = "Best: call 08:00-09:00 their time, 14:00 yours, tomorrow (their time is a guess from the number"
        assert said in planner("due")[1]
        assert planner("edit", "person", "dana", "--time-zone", "new york")[0] == 0
        assert "Best: call 08:00-09:00 their time, 14:00 yours, tomorrow." in planner("due")[1]
        assert planner("edit", "person", "dana", "--time-zone", "vienna")[0] == 0
        rows = json.loads(planner("due", "--json")[1])["due"]
        assert [row["call"] for row in rows if row["name"] == "Dana Whitfield"] == ["call 08:00-09:00, tomorrow"]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_playbook_in_words(planner):
    out = planner("playbook", "show")[1]
    assert out.startswith("default (in force): ")
    assert (
        "First note, by e-mail, to everyone who interviewed you\n  counted from the day you learned of the no:" in out
    )
    assert "opens on day 30, best by day 37, late after day 51" in out and "First call" not in out
    planner("me", "--playbook", "call-first")
    out = planner("playbook", "show")[1]
    assert out.startswith("call-first (in force): ") and "First call, by telephone, to the hiring manager" in out
    assert planner("playbook", "show", "default")[1].startswith("default: ")
    assert planner("playbook", "show", "nobody's")[0] == 2


def test_every_step_is_explained():
    assert set(_COUNTED_FROM) == set(Step)


def test_me(planner):
    assert "Set them so" in planner("me")[1]
    planner("me", "--name", "Robin Marlow", "--playbook", "call-first")
    assert "name      Robin Marlow" in planner("me")[1]
    assert "call-first" in planner("me")[1]


def test_edit(with_panel):
    with_panel("edit", "person", "dana", "--title", "Head of Data", "--tags", "data, etl", "--called", "D.")
    assert "Dana Whitfield, Head of Data, Calder & Rowe" in with_panel("show", "dana")[1]
    with_panel("edit", "application", "1", "--position", "Lead Engineer", "--would-go-back", "no")
    assert "Lead Engineer" in with_panel("show", "dana")[1]


def test_import_shows_and_asks(planner, monkeypatch: pytest.MonkeyPatch):
    status, out, _ = planner("import", str(NO))
    assert status == 0 and "a rejection, for Kettleburn Insurance" in out and "Add --yes" in out
    assert "Nobody is in your book" in planner("due")[1]
    out = planner("import", str(NO), "--yes")[1]
    assert "A first note is due to Ines Marchetti." in out
    assert "in the book already" in planner("import", str(NO), "--yes")[1]
    assert planner("due", "--count")[1] == "1\n"


def test_import_from_a_pipe_as_json(planner, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(NO.read_bytes())))
    result = json.loads(planner("import", "-", "--json")[1])
    assert {key: result[key] for key in ("kind", "sender", "date", "employer", "recorded")} == {
        "kind": "rejection",
        "sender": "Ines Marchetti <ines.marchetti@kettleburn.example.com>",
        "date": "2026-11-05",
        "employer": "Kettleburn Insurance",
        "recorded": False,
    }
    assert "we offered the job to somebody" in result["evidence"] and "position" in result
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(NO.read_bytes())))
    assert json.loads(planner("import", "-", "--json", "--yes")[1])["recorded"] is True


def test_import_goes_on_after_a_file_that_cannot_be_read(planner):
    status, out, err = planner("import", "--yes", "/nowhere.eml", str(NO))
    assert status == 2 and "/nowhere.eml" in err and "recorded" in out


def test_import_names_what_it_cannot_choose_between(planner):
    for _ in range(2):
        planner("add", "application", "Actuary", "Kettleburn Insurance", "--with", "Ann Lee")
    status, out, _ = planner("import", str(NO), "--yes")
    assert status == 1 and "It may be about any of these" in out and "--application" in out
    assert (
        "A first note is due to Ann Lee and Ines Marchetti."
        in planner("import", str(NO), "--yes", "--application", "2")[1]
    )


def test_every_verb_has_help(planner):
    for verb in VERBS:
        status, out, _ = planner(verb, "--help")
        assert status == 0 and f"planner {verb}" in out
    status, out, _ = planner("--help")
    assert all(verb in out for verb in VERBS)
    assert planner("--version")[1].startswith("planner 0.")


def test_the_demo_without_a_terminal_prints_who_is_due(planner, tmp_path: Path):
    out = planner("demo")[1]
    assert "Dana Whitfield" in out and "Miriam wrote on Thu 19 Nov" in out
    kept = tmp_path / "demo.sqlite"
    planner("demo", "--keep", str(kept))
    assert planner("--book", str(kept), "due", "--count")[1] == "5\n"


def test_output_holds_nothing_that_drives_a_terminal(planner):
    planner("add", "person", "Dana \x1b]52;c;eA==\x07\x1b[31m[/] [@click=app.quit]\u202e")
    out = planner("show")[1] + planner("due", "--all")[1]
    assert "Dana [/] [@click=app.quit]" in out
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c == "\u202e" for c in out)
