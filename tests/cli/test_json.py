"""What `--json` prints, against the schema that `--schema` prints for the same verb."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from planner import environment
from planner.book.database import Book
from planner.cli import run
from planner.cli.records import VERSIONS
from tests.cli.test_people import Run

LETTERS = Path(__file__).parents[1] / "exchange" / "letters"
CALLS: dict[str, list[tuple[str, ...]]] = {
    "backup": [("list",), ("make",), ("verify",), ("restore", "--dry-run")],
    "doctor": [()],
    "due": [(), ("--all",)],
    "find": [("plan",), ("nothing at all of the kind",)],
    "import": [("--dry-run", *(str(path) for path in sorted(LETTERS.rglob("*.eml"))[:12]))],
    "list": [(), ("is:due",), ("nobody",)],
    "note": [("dana", "--check"), ("lena", "--check")],
    "show": [(), ("dana",), ("miriam",)],
    "simulate": [("--days", "30")],
    "stats": [()],
    "sync": [("status",)],
}


@pytest.fixture
def planner(demo: Book, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on the small book; gives status, output and errors."""
    monkeypatch.setenv("PLANNER_BOOK", str(demo.path))
    file = environment.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text(f'sync_folder = "{demo.path.parent}/shared"\n')

    def call(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    return call


def said(text: str) -> list[Any]:
    """One object, or one in each line."""
    return [json.loads(text)] if text.startswith("{\n") else [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("verb", sorted(VERSIONS))
def test_what_a_verb_prints_keeps_to_its_schema(planner: Run, demo: Book, verb: str):
    schema = json.loads(planner(verb, "--schema")[1])
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["schema"]["const"] == VERSIONS[verb]
    for words in CALLS[verb]:
        records = said(planner(verb, *words, "--json")[1])
        assert records
        for record in records:
            jsonschema.validate(record, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": 0}, schema)


@pytest.mark.parametrize("verb", ["due", "list", "show", "find", "stats", "simulate"])
def test_before_there_is_a_book(planner: Run, tmp_path: Path, verb: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PLANNER_BOOK", str(tmp_path / "none.sqlite"))
    schema = json.loads(planner(verb, "--schema")[1])
    words = ["data"] if verb == "find" else []
    [record] = said(planner(verb, *words, "--json")[1])
    jsonschema.validate(record, schema)


def test_the_id_names_the_person_in_every_verb(planner: Run, demo: Book):
    [dana] = [each for each in said(planner("list", "--json")[1])[0]["people"] if each["name"] == "Dana Whitfield"]
    [shown] = said(planner("show", dana["id"], "--json")[1])
    assert (shown["id"], shown["number"], shown["name"]) == (dana["id"], dana["number"], "Dana Whitfield")
    assert planner("tag", dana["id"], "warm")[0] == 0
    assert planner("show", "00000000-0000-7000-8000-000000000000")[0] == 2
