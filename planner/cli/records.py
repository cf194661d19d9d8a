"""What `--json` prints: an object for each verb, with the version of its schema. A row goes by its lasting name.

The schemas lie in `schemas/`, a file a verb, and `--schema` prints them.
"""

import argparse
import os
from collections.abc import Iterable, Mapping

from .output import say, say_json

# A change that a reader must know of raises it; new fields may come without.
VERSIONS = {
    "backup": 1, "doctor": 1, "due": 3, "find": 1, "import": 1, "list": 1, "note": 1, "show": 1, "simulate": 1,
    "stats": 1, "sync": 1,
}  # fmt: skip
_FOLDER = os.path.join(os.path.dirname(__file__), "schemas")  # noqa: PTH118, PTH120 - no pathlib for the daily check


def add_json(parser: "argparse.ArgumentParser | argparse._MutuallyExclusiveGroup", words: str) -> None:
    """Let a verb print JSON, and the schema of it."""
    parser.add_argument("--json", action="store_true", help=words)
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of what --json prints")


def print_schema(verb: str) -> int:
    """The JSON Schema of what that verb prints; gives the exit status."""
    with open(os.path.join(_FOLDER, f"{verb}.json"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        say(file.read().rstrip())
    return 0


def say_record(verb: str, record: Mapping[str, object], *, in_one_line: bool = False) -> None:
    """Print what a verb has to say, with the version of its schema in front."""
    say_json({"schema": VERSIONS[verb], **record}, indent=None if in_one_line else 2)


def without(row: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    """The fields of a row but for these: numbers that mean something in this book alone."""
    return {name: value for name, value in row.items() if name not in {*names}}
