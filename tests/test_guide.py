"""The pages in docs/ are true: every command runs, every link leads somewhere, every key and setting is one."""

import re
import shlex
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from planner import environment, registry
from planner.book import models  # noqa: F401 - so that the tables are known
from planner.book.file import reading
from planner.cli import run
from planner.cli.plain import _ACTS
from planner.finding import FILTERS, STATES, read_query
from planner.settings import _CHOICES, ABOUT, read_settings
from planner.tui.views.insights import _PICTURES
from tests.conftest import TODAY
from tests.ready_books import ReadyBooks

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
ELSEWHERE = {"daily-check.md", "playbooks.md"}  # tests/test_docs.py has these
MADE = "keys.md"  # by `make docs`, so it may not be there yet
PAGES = {path.name: path.read_text() for path in sorted(DOCS.glob("*.md")) if path.name not in ELSEWHERE}
VIEWS = [name for name in PAGES if name.startswith("view-")]
# What can be open on the page of docs where a key is named.
GROUPS = {
    "guide.md": {"view", "due", "list", "triage", "page", "note"},
    "view-due.md": {"view", "due", "list", "page"},
    "view-people.md": {"view", "due", "list", "people", "page", "find"},
    "view-applications.md": {"view", "due", "list", "application", "page"},
    "view-calendar.md": {"view", "due", "calendar"},
    "view-insights.md": {"view", "due", "insights"},
}
NAMES = {
    "Enter": "enter",
    "Esc": "escape",
    "Tab": "tab",
    "shift+Tab": "shift+tab",
    "/": "slash",
    "?": "question_mark",
    "*": "asterisk",
    "#": "number_sign",
}


def blocks(page: str, language: str = "") -> list[str]:
    """The fenced blocks of a page in that language."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return [text for named, text in found if named == language]


def tables(page: str) -> list[tuple[list[str], list[list[str]]]]:
    """The tables of a page: the cells of the heading, and those of each row."""
    found = []
    for text in re.findall(r"(?:^\|.*\|\n)+", page, re.MULTILINE):
        heading, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines())
        found.append((heading, rows))
    return found


def prose(page: str) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)


def in_code(text: str) -> list[str]:
    """All that stands in code in a text."""
    return re.findall(r"`([^`]+)`", text)


def first_cells(page: str, heading: str) -> list[str]:
    """All that stands in code in the first cells of the tables with that heading."""
    return [word for head, rows in tables(page) if head[0] == heading for row in rows for word in in_code(row[0])]


@pytest.fixture
def demo(ready_books: ReadyBooks, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo book as the user's; gives its file."""
    ready_books.demo(path)
    monkeypatch.setenv("PLANNER_BOOK", str(path))
    return path


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_of_a_page_run_in_order(demo: Path, name: str, capsys: pytest.CaptureFixture[str]):
    commands = [line for block in blocks(PAGES[name]) for line in block.splitlines()]
    assert commands or name == MADE
    for line in commands:
        assert line.startswith("planner "), f"{line!r}: what is no command stands in a block with a language"
        assert run(shlex.split(line)[1:]) == 0, f"{line}\n{capsys.readouterr().err}"


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path):
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", prose(path.read_text())):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        there = path.parent / file if file else path
        assert there.is_file() or there == DOCS / MADE, target
        if anchor:
            titles = re.findall(r"^#+ (.+)$", there.read_text(), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}, target


def test_the_guide_leads_to_every_page():
    linked = set(re.findall(r"\]\(([^)]+\.md)\)", PAGES["guide.md"]))
    assert {*PAGES, *ELSEWHERE, MADE} - {"guide.md"} <= linked


@pytest.mark.parametrize("name", GROUPS)
def test_every_key_in_the_tables_is_one(name: str):
    keys = {key for command in registry.of(*GROUPS[name]) for key in command.keys.split(",")}
    named = [
        word
        for heading, rows in tables(PAGES[name])
        if heading[0] == "key"
        for row in rows
        for word in in_code(" ".join(row))
    ]
    assert named
    for word in named:
        assert NAMES.get(word, word) in keys, word


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_says_its_number_and_the_keys_of_its_own(name: str):
    view = name.removeprefix("view-").removesuffix(".md")
    named = {NAMES.get(word, word) for word in in_code(prose(PAGES[name]))}
    assert registry.BY_ID[f"view.{view}"].keys.split(",")[0] in named
    own = {"people": "people", "applications": "application", "calendar": "calendar", "insights": "insights"}.get(view)
    for command in registry.of(own) if own else registry.of("due"):
        assert named & set(command.keys.split(",")), command.id


def test_the_filter_words_are_those_there_are():
    words = first_cells(PAGES["view-people.md"], "word")
    assert {word.partition(":")[0] + ":" for word in words} == set(FILTERS)
    assert {word.partition(":")[2] for word in words if word.startswith("is:")} == set(STATES)
    for word in words:
        query = read_query(word, TODAY)
        assert query.filters and not query.terms and not query.problems, word


def test_the_settings_are_those_there_are(tmp_path: Path):
    page = PAGES["configuration.md"]
    [(_, rows)] = [each for each in tables(page) if each[0][0] == "setting"]
    said = {in_code(row[0])[0].strip("[]"): row[1] for row in rows}
    assert set(said) == set(ABOUT)
    for setting, values in _CHOICES.items():
        assert {word.strip('"') for word in in_code(said[setting])} >= set(values), setting
    [example] = blocks(page, "toml")
    file = tmp_path / "config.toml"
    file.write_text(example)
    assert read_settings(file).problems == ()


def test_what_config_show_prints_can_be_a_file_of_ones_own(capsys: pytest.CaptureFixture[str]):
    assert run(["config", "show"]) == 0
    environment.settings_file().parent.mkdir(parents=True)
    environment.settings_file().write_text(capsys.readouterr().out)
    assert run(["config", "check"]) == 0


def test_the_answers_of_the_plain_dialogue_are_those_there_are():
    assert {*_ACTS, "n", "q", "?"} == set(first_cells(PAGES["configuration.md"], "answer"))


def test_the_pictures_are_those_there_are():
    [(_, rows)] = [each for each in tables(PAGES["view-insights.md"]) if each[0][0] == "picture"]
    assert [row[0] for row in rows] == [picture.title for picture in _PICTURES]


def test_the_tables_are_those_there_are(demo: Path):
    page = PAGES["data-model.md"]
    assert set(first_cells(page, "table")) == set(SQLModel.metadata.tables)
    assert "book.sqlite.backups" in page
    with reading(demo) as connection:
        for query in re.findall(r'"(SELECT [^"]+)"', page):
            assert connection.execute(query).fetchall()
