"""A thousand command lines that nobody would type: each has an answer, and none a traceback or a defect."""

import json
import random
import sqlite3
from contextlib import closing, suppress

import pytest

from planner.book.database import Book
from planner.cli import VERBS, run
from tests.conftest import TODAY

_SEED, _COUNT = 13, 1000
# No app, no question that waits, nothing outside the book; each of these has tests of its own.
_LEFT_OUT = {"demo", "remind", "import"}
_WORDS = [
    "", " ", "dana", "Dana Whitfield", "miriam", "1", "2", "0", "-1", "999999999999999999999", "9223372036854775808",
    "1.5", "1e9", "nan", "inf", "tomorrow", "next month the 32nd", "2026-13-45", "0001-01-01", "9999-12-31",
    "31 feb", "+99999999999d", "in 999999999999 years", "called", "emailed", "met", "moved", "mentor", "person",
    "application", "interview", "list", "new", "check", "use", "make", "verify", "x" * 3000, "%s%n", "%", "'; DROP TABLE contact",
    "\x1b[31mred", "\u202eevil", "\u200b", "\u3164", "\U000e0041", "\x00", "\ud800", "a\nb", "a\tb", "=?utf-8?q?=0D=0ABcc:?=",
    "[bold]markup[/bold]", "{name}", "{0}", "../../etc", "~", "--", "-", "Ünïcödé", "李明", "🎉" * 40,
]  # fmt: skip
_OPTIONS = [
    "--json", "--yes", "--on", "--to", "--with", "--reason", "--what", "--by", "--name", "--email", "--phone", "--format",
    "--within", "--all", "--count", "--exit-code", "--dry-run", "--subject", "--text", "--days", "--most", "--add", "--remove",
    "--position", "--employer", "--not-again", "--step", "--template", "--check", "--recover", "--help",
]  # fmt: skip


def lines() -> list[list[str]]:
    dice = random.Random(_SEED)
    verbs = [verb for verb in VERBS if verb not in _LEFT_OUT]
    found = []
    for number in range(_COUNT):
        words = [dice.choice(verbs)]
        if number % 2:
            words.append(dice.choice(["dana", "miriam", "1", "2", "person", "application", "list"]))
        words += [dice.choice(_OPTIONS if dice.random() < 0.3 else _WORDS) for _ in range(dice.randrange(5))]
        found.append([each for each in words if "\x00" not in each])  # the system itself takes no such argument
    return found


def test_a_thousand_command_lines_have_an_answer(
    demo: Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path
):
    monkeypatch.setenv("PLANNER_BOOK", str(demo.path))
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.chdir(tmp_path)
    for words in lines():
        try:
            status = run(words)
        except SystemExit as ended:
            status = ended.code
        out, err = capsys.readouterr()
        assert status in {0, 1, 2}, (words, status, err)
        assert "unexpected" not in err and "Traceback" not in err, (words, err)
        assert not any(each in out + err for each in "\x1b\x9b\u202e\U000e0041"), words


HOSTILE = "Eve\x1b]0;owned\x07\u202e\u2066\x9b31m\U000e0041\u2028 [bold red]x[/] \x85 \u200f."


@pytest.fixture
def hostile(demo: Book, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A book that another program wrote such text into."""
    monkeypatch.setenv("PLANNER_BOOK", str(demo.path))
    with closing(sqlite3.connect(demo.path)) as connection:
        columns = {"contact": ("name", "called", "employer", "title", "notes"), "touchpoint": ("subject", "body")}
        columns |= {"application": ("position", "employer", "lesson", "reason_given"), "follow_up": ("why",)}
        for table, names in columns.items():
            for name in names:
                connection.execute(f"UPDATE {table} SET {name} = ?", (HOSTILE,))
        connection.execute("DELETE FROM written_docsize")
        connection.commit()
    return demo


@pytest.mark.parametrize(
    "words",
    [
        ["due"], ["due", "--all", "--json"], ["due", "--ics"], ["due", "--format", "{name} {why}"], ["list"],
        ["list", "--json"], ["show", "2"], ["show", "2", "--json"], ["show"], ["show", "--json"], ["find", "eve"],
        ["find", "eve", "--json"], ["stats"], ["stats", "--json"], ["simulate", "--json"], ["note", "2"],
        ["doctor"], ["doctor", "--json"], ["backup", "restore", "--dry-run"],
    ],
)  # fmt: skip
def test_no_text_of_a_foreign_book_acts_on_a_terminal(hostile: Book, words: list[str], capsys):
    run(["backup", "make"])
    capsys.readouterr()
    with suppress(SystemExit):
        run(words)
    out, err = capsys.readouterr()
    said = out + err
    assert said.strip()
    assert not any(ord(each) < 32 and each not in "\n\t\r" for each in said), words
    assert not any(each in said for each in "\x7f\x85\x9b\u2028\u202e\u2066\u200f\U000e0041"), words
    if "--json" in words:
        text = json.loads(out)
        assert text is not None and (TODAY.isoformat() in out or "[bold red]" in out or "doctor" in words)
