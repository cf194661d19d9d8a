"""The daily check in all its forms, the reminder, and the verbs around playbooks and the time ahead."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import icalendar
import jsonschema
import pytest

from planner import environment
from tests.cli.test_commands import planner, with_panel  # noqa: F401 - fixtures
from tests.ready_books import ReadyBooks

SCHEMA = Path(__file__).parents[2] / "planner" / "cli" / "schemas" / "due.json"


@pytest.fixture
def demo(planner, ready_books: ReadyBooks, path: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    """The small book, with one more thing owed to Dana."""
    ready_books.small(path)
    monkeypatch.setenv("PLANNER_BOOK", str(path))
    planner("promise", "dana", "--what", "the article", "--by", "today")
    return planner


def programs(folder: Path, monkeypatch: pytest.MonkeyPatch, **bodies: str) -> Path:
    """Programs of the system in front of the real ones; each notes how it was called. Gives the file of the notes."""
    record = folder / "record"
    for name, body in bodies.items():
        path = folder / name.replace("_", "-")
        path.write_text(f'#!/bin/sh\necho "$(basename "$0") $*" >> {record}\n{body}\n')
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return record


@pytest.mark.parametrize("options", [[], ["--all"], ["--within", "60d"]])
def test_json_keeps_to_its_schema(demo, options: list[str]):
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    result = json.loads(demo("due", "--json", *options)[1])
    jsonschema.validate(result, schema)
    [dana] = [row for row in result["due"] if row["name"] == "Dana Whitfield"]
    assert [each["step"] for each in dana["also"]] == ["promise"]
    assert len({row["id"] for row in result["due"]}) == len(result["due"])
    assert ("waiting" in result) is (options == ["--all"])
    assert demo("due", "--schema")[1] == SCHEMA.read_text()


def test_the_schema_refuses_what_is_not_of_it(demo):
    result = json.loads(demo("due", "--json")[1])
    for change in ({"step": "hug"}, {"opens": "tomorrow"}, {"also": [{}]}, {"days_late": -1}):
        wrong = {**result, "due": [{**result["due"][0], **change}]}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, json.loads(SCHEMA.read_text()))


def test_a_line_for_each_by_a_template(demo):
    status, out, _ = demo("due", "--format", r"{called}: {step} {more}\t{state}\n{due} {late_after} {days_late}{part}")
    lines = out.split("\n")
    assert status == 0 and lines[4:6] == ["Dana: first note +1\tdue", "2026-11-21 2026-11-23 0hiring manager"]
    status, out, err = demo("due", "--format", "{nam}")
    assert (status, out) == (2, "") and "No field is called {nam}. Did you mean {name}?" in err
    assert demo("due", "--format", "no field")[1] == "no field\n" * 5


def test_what_is_in_a_name_cannot_drive_the_terminal(demo):
    demo("add", "application", "X", "Y", "--with", "A\x1b]0;evil\x07B {why}: HR")
    demo("reject", "X", "--on", "today")
    for form in (["--format", "{name}"], ["--ics"], []):
        out = subprocess.run(
            [sys.executable, "-m", "planner", "due", *form], capture_output=True, env={**os.environ}, check=True
        ).stdout
        assert b"\x1b" not in out and b"{why}" in out


def test_a_calendar_file(demo):
    run = subprocess.run(
        [sys.executable, "-m", "planner", "due", "--ics", "--within", "60d"], capture_output=True, check=True
    )
    calendar = icalendar.Calendar.from_ical(run.stdout)
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    dana = events["First note: Dana Whitfield"]
    assert dana["dtstart"].dt == date(2026, 11, 22) and dana["dtend"].dt == date(2026, 11, 23)
    assert "you haven't written to Dana yet." in str(dana["description"])
    assert events["Your promise: Dana Whitfield"]["dtstart"].dt == date(2026, 11, 22)  # an event for each step
    assert events["Nudge: Lena Brandt"]["dtstart"].dt == date(2026, 12, 6)
    assert events["They asked: Jonas Feld"]["dtstart"].dt == date(2026, 11, 27)
    assert len({str(event["uid"]) for event in events.values()}) == len(events) == 9
    again = subprocess.run(
        [sys.executable, "-m", "planner", "due", "--ics", "--within", "60d"], capture_output=True, check=True
    )

    def without_moments(data: bytes) -> list[bytes]:
        return [line for line in data.split(b"\r\n") if not line.startswith((b"DTSTAMP", b"LAST-MODIFIED", b"CREATED"))]

    assert without_moments(again.stdout) == without_moments(run.stdout) and b"\r\n" in run.stdout


def test_what_comes_next_stands_below(demo):
    out = demo("due")[1]
    assert out.endswith("\nnext: Fri 27 Nov (in 5 days), they asked with Jonas Feld\n")
    assert demo("due", "--within", "6d")[1].endswith("\nnext: Fri 4 Dec (in 12 days), nudge with Lena Brandt\n")
    assert "next:" not in demo("due", "--all")[1]


def test_only_one_form_at_a_time(demo):
    status, _, err = demo("due", "--json", "--ics")
    assert status == 2 and "not allowed with" in err


def test_the_reminder_is_one_line_or_none(demo, planner):  # noqa: F811
    assert demo("remind") == (
        0,
        "5 due: Miriam Okafor (answer), Lena Brandt (thank-you), Dana Whitfield (first note) and 2 others\n",
        "",
    )


def test_the_reminder_says_nothing_when_nobody_is_due(planner, with_panel):  # noqa: F811
    assert planner("remind") == (0, "", "")


def test_a_notification_or_a_line(demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    record = programs(tmp_path, monkeypatch, notify_send="")
    assert demo("remind", "--notify") == (0, "", "")
    assert record.read_text().startswith("notify-send --app-name=planner Follow-ups 5 due: Miriam Okafor (answer)")
    programs(tmp_path, monkeypatch, notify_send="exit 1")
    assert demo("remind", "--notify")[1].startswith("5 due: ")


CRONTAB = (
    'if [ "$1" = -l ]; then cat {file} 2>/dev/null || { echo no crontab for me >&2; exit 1; }; else cat > {file}; fi'
)


def test_a_cron_line_is_shown_written_and_taken_out(demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    table = tmp_path / "crontab.txt"
    programs(tmp_path, monkeypatch, crontab=CRONTAB.replace("{file}", str(table)), systemctl="exit 1")
    table.write_text("# mine\n0 1 * * * true\n")
    status, out, _ = demo("remind", "--install", "--at", "07:05")
    assert status == 0 and "Nothing was changed." in out and table.read_text() == "# mine\n0 1 * * * true\n"
    status, out, _ = demo("remind", "--install", "--at", "07:05", "--yes")
    [line] = [line for line in table.read_text().splitlines() if line.endswith("# follow-up-planner")]
    assert line.startswith("5 7 * * * ") and line in out and " remind #" in line
    assert subprocess.run(["sh", "-c", line.split(" * * * ")[1]], capture_output=True, text=True).stdout.startswith(
        "5 due: "
    )
    demo("remind", "--install", "--at", "09:00", "--yes")
    assert table.read_text().count("follow-up-planner") == 1 and "\n0 9 * * * " in table.read_text()
    status, out, _ = demo("remind", "--remove", "--yes")
    assert table.read_text() == "# mine\n0 1 * * * true\n" and "0 9 * * *" in out
    assert "There is no reminder" in demo("remind", "--remove", "--yes")[1]


def test_a_crontab_that_cannot_be_read_is_not_written(demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    record = programs(
        tmp_path, monkeypatch, crontab="echo cannot open: Permission denied >&2; exit 1", systemctl="exit 1"
    )
    status, _, err = demo("remind", "--install", "--yes")
    assert status == 2 and "`crontab -l` failed: cannot open: Permission denied." in err
    assert record.read_text().count("crontab -l") == 1 and "crontab -\n" not in record.read_text()


def test_a_crontab_keeps_the_bytes_of_others(demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    table = tmp_path / "crontab.txt"
    programs(tmp_path, monkeypatch, crontab=CRONTAB.replace("{file}", str(table)), systemctl="exit 1")
    table.write_bytes(b"0 1 * * * echo caf\xe9\n")
    demo("remind", "--install", "--yes")
    assert table.read_bytes().startswith(b"0 1 * * * echo caf\xe9\n") and b"follow-up-planner" in table.read_bytes()
    programs(tmp_path, monkeypatch, systemctl="")  # it is found also where systemd is what would be used now
    demo("remind", "--remove", "--yes")
    assert table.read_bytes() == b"0 1 * * * echo caf\xe9\n"


@pytest.mark.parametrize(
    "words",
    [
        ["tag", "dana", "--remove", "gone"],
        ["edit", "person", "dana", "--employer", "Calder & Rowe"],
        ["me", "--country", "austria"],
        ["playbook", "use", "default"],
        ["tag", "dana, priya", "--remove", "gone"],
    ],
)
def test_what_changes_nothing_offers_no_undo(with_panel, words: list[str]):  # noqa: F811
    with_panel("me", "--country", "AT", "--playbook", "default")
    with_panel("close", "tomas", "--reason", "enough")
    out = with_panel(*words)[1]
    assert "Nothing changed, it was so already" in out and "planner undo" not in out
    assert "Undone: Tomás Herrera closed" in with_panel("undo")[1]


def test_a_name_can_hold_a_comma(planner):  # noqa: F811
    planner("add", "person", "Smith, John")
    planner("add", "person", "Smith, Anna")
    assert "Tags of Smith, John: x." in planner("tag", "Smith, John", "x")[1]
    assert "Tags of Smith, John: x, y, and 1 more person." in planner("tag", "john, anna", "y")[1]
    status, _, err = planner("tag", " , ", "x")
    assert status == 2 and "' , ' names nobody." in err


def test_a_timer_is_shown_written_and_taken_away(demo, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    record = programs(tmp_path, monkeypatch, systemctl="")
    folder = home / ".config" / "systemd" / "user"
    _, out, _ = demo("remind", "--install", "--at", "07:05")
    assert "OnCalendar=*-*-* 07:05:00" in out and "Nothing was changed." in out and not folder.exists()
    demo("remind", "--install", "--at", "07:05", "--yes")
    service, timer = (folder / f"follow-up-planner.{kind}" for kind in ("service", "timer"))
    assert '"remind" "--notify"' in service.read_text() and "Persistent=true" in timer.read_text()
    assert record.read_text().split("\n")[-3:-1] == [
        "systemctl --user daemon-reload",
        "systemctl --user enable --now follow-up-planner.timer",
    ]
    if shutil.which("systemd-analyze"):
        run = subprocess.run(
            ["systemd-analyze", "verify", "--user", str(service), str(timer)],
            capture_output=True,
            text=True,
            env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        )
        assert run.returncode == 0, run.stderr
    _, out, _ = demo("remind", "--remove", "--yes")
    assert not service.exists() and not timer.exists() and f"Removes {timer}" in out


def test_a_timer_that_cannot_be_set_leaves_nothing(demo, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    programs(tmp_path, monkeypatch, systemctl='if [ "$2" = enable ]; then echo no bus >&2; exit 1; fi')
    status, _, err = demo("remind", "--install", "--yes")
    assert status == 2 and "failed: no bus." in err
    assert list((home / ".config" / "systemd" / "user").iterdir()) == []


def test_a_system_with_neither_is_said(demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    status, _, err = demo("remind", "--install", "--yes")
    assert status == 2 and "neither systemd" in err
    assert demo("remind", "--install", "--at", "25:00")[0] == 2


def test_a_playbook_from_beginning_to_use(with_panel):  # noqa: F811
    planner = with_panel  # noqa: F811
    planner("reject", "1")
    status, out, _ = planner("playbook", "new", "mine")
    path = environment.playbooks_folder() / "mine.toml"
    assert status == 0 and str(path) in out and path.is_file()
    assert "no problems found" in planner("playbook", "check")[1]
    path.write_text("rest_after = 0\n[steps.frist_note]\nopens = 2\n")
    status, out, _ = planner("playbook", "check", "mine")
    assert status == 2 and f"{path}:1: " in out and f"{path}:2: no step is called 'frist_note'" in out
    assert planner("playbook", "use", "mine")[0] == 2  # and nothing is taken in
    path.write_text('summary = "Later"\n[steps.first_note]\nopens = 2\n[parts.hr]\nrest_after = 5\n')
    status, out, _ = planner("playbook", "use", "mine", "--dry-run")
    assert "Dana Whitfield  first note  Sun 22 Nov -> Tue 24 Nov" in out and "3 dates move, of 3 people." in out
    assert planner("due", "--count")[1] == "3\n"
    assert "Playbook mine in force." in planner("playbook", "use", "mine")[1]
    assert planner("due", "--count")[1] == "0\n"
    out = planner("playbook", "show")[1]
    assert "mine (in force): Later" in out and "opens on day 2, best by day 3, late after day 5" in out
    assert "Otherwise for those whose part is HR" in out
    path.write_text(path.read_text().replace("= 2", "= 9"))
    assert "has changed since" in planner("playbook", "show")[1]
    assert "Undone: playbook mine in force." in planner("undo")[1]
    assert planner("due", "--count")[1] == "3\n"
    assert "Playbook call-first for Dana Whitfield." in planner("playbook", "use", "call-first", "--for", "dana")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["playbook", "use", "gone"], "`planner playbook new gone` begins one"),
        (["playbook", "check", "gone"], "`planner playbook new gone` begins one"),
        (["playbook", "show", "gone"], "Known: default, call-first"),
        (["playbook", "new", "default"], "cannot be the name"),
        (["playbook", "new", "a/b"], "cannot be the name"),
        (["simulate", "--days", "0"], "goes from 1"),
        (["spread", "--most", "0"], "from 1 on"),
        (["tag", "dana"], "Say which tags"),
        (["me", "--country", "atlantis"], "no country like AT"),
        (["edit", "application", "1", "--main", "nobody"], "Nobody in your book"),
    ],
)
def test_misuse_is_one_sentence(with_panel, words: list[str], said: str):  # noqa: F811
    status, out, err = with_panel(*words)
    assert status == 2 and said in out + err and "Traceback" not in err


def test_a_file_of_any_place_can_be_checked_and_shown(planner, tmp_path: Path):  # noqa: F811
    path = tmp_path / "theirs.toml"
    path.write_text('builds_on = "call-first"\nsummary = "Theirs"\n')
    assert f"{path}: no problems found" in planner("playbook", "check", str(path))[1]
    assert "theirs (not in use yet): Theirs" in planner("playbook", "show", str(path))[1]
    path.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in planner("playbook", "check", str(path))[1]


def test_the_time_ahead_by_weeks_and_as_json(demo):
    out = demo("simulate", "--days", "60")[1]
    assert "  16 Nov                                       6      6" in out
    assert "  23 Nov         ·    ·    ·    ·    1    ·    ·      1" in out
    assert "Busiest day: Sun 22 Nov, with 6." in out
    result = json.loads(demo("simulate", "--days", "10", "--json")[1])
    assert [step["day"] for step in result["steps"]] == ["2026-11-22"] * 6 + ["2026-11-27"]


def test_the_time_ahead_of_nobody(planner):  # noqa: F811
    assert "Nobody is in your book yet" in planner("simulate")[1] + planner("spread")[1]
    planner("add", "person", "Dana", "Whitfield")
    assert "Nothing comes up." in planner("simulate")[1]


def test_spreading_shows_first(with_panel):  # noqa: F811
    planner = with_panel  # noqa: F811
    planner("reject", "1", "--on", "2026-10-10")
    for name in ("dana", "priya", "tomas"):
        planner("log", name, "emailed", "--on", "2026-10-12")
    out = planner("spread", "--most", "1")[1]
    assert "2 dates move, of 2 people." in out and "Nothing is changed yet" in out
    assert planner("due", "--count")[1] == "3\n"
    assert "2 steps spread, at most 1 a day." in planner("spread", "--most", "1", "--apply")[1]
    assert planner("due", "--count")[1] == "1\n"
    assert "Nothing to spread" in planner("spread", "--most", "1")[1]
    planner("undo")
    assert planner("due", "--count")[1] == "3\n"


def test_several_people_in_one_call(with_panel):  # noqa: F811
    planner = with_panel  # noqa: F811
    planner("reject", "1")
    assert "put off until Tue 1 Dec, and 1 more" in planner("snooze", "dana, priya", "1 dec")[1]
    assert planner("due", "--count")[1] == "1\n"
    planner("undo")
    assert planner("due", "--count")[1] == "3\n"
    assert "logged, and 2 more people, Sunday 22 November 2026" in planner("log", "dana,priya,tomas", "emailed")[1]
    assert planner("due", "--count")[1] == "0\n"
    assert "closed, and 1 more" in planner("close", "dana, priya", "--reason", "enough")[1]
    assert "taken up again, and 1 more" in planner("wake", "dana, priya")[1]
    assert "tags of dana whitfield: mentor, and 1 more" in planner("tag", "dana, priya", "mentor")[1].lower()
    assert planner("snooze", "dana, nobody", "1 dec")[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        ["snooze", "dana", "when", "the", "leaves", "turn"],
        ["promise", "dana", "--what", "x", "--by", "when the leaves turn"],
    ],
)
def test_a_date_that_cannot_be_read_is_said_and_kept(with_panel, words: list[str]):  # noqa: F811
    with_panel("reject", "1")
    status, _, err = with_panel(*words)
    assert (
        status == 2 and "'when the leaves turn' is not a date I can read" in err and "kept in the notes on Dana" in err
    )
    assert "“when the leaves turn”" in with_panel("show", "dana")[1]
    with_panel("undo")
    assert "leaves" not in with_panel("show", "dana")[1]


def test_a_clock_set_back_is_said(with_panel, monkeypatch: pytest.MonkeyPatch, book):  # noqa: F811
    with_panel("reject", "1")
    monkeypatch.delenv("PLANNER_TODAY")
    from datetime import UTC, datetime, timedelta

    ahead = datetime.now(UTC) + timedelta(days=3)
    from planner.book.database import open_book

    with open_book(Path(environment.book_file())).transaction() as session:
        session.connection().exec_driver_sql("UPDATE journal_entry SET made_at = ?", (ahead.isoformat(),))
    status, out, err = with_panel("due")
    assert status == 0 and "Dana" in out and "your book was used on" in err
