"""TOML that a user wrote: its values, and the line in which each stands, so that a message can name it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any


class TomlError(Exception):
    """A text that is no TOML: `line` is where, `what` is why, without a full stop."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}.")
        self.line = line
        self.what = what


def read_toml(text: str) -> dict[str, Any]:
    """The values in a text.

    Raises:
        TomlError: it is no TOML.
    """
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # beside its own errors, what absurd numbers and nestings raise
        # Python's parser tells the place in its message only, up to 3.13.
        found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        what = str(error)[: found.start()] if found else str(error)
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        raise TomlError(line, what) from error


def line_of(text: str, *path: str, otherwise: int = 1) -> int:
    """The line of the table or key with that path, or of the innermost table around it that has a line of its own."""
    lines = _lines(text)
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), otherwise)


@lru_cache(maxsize=4)  # of one text many lines are asked for
def _lines(text: str) -> Mapping[tuple[str, ...], int]:
    """The first line in which each table and key is named: every line that is TOML by itself says what it names."""
    import tomllib

    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            inside: Any = tomllib.loads(line)
        except (ValueError, RecursionError):
            continue  # within a text or a list of several lines
        path: tuple[str, ...] = ()
        while isinstance(inside, dict) and inside:
            path = (*path, next(iter(inside)))
            inside = inside[path[-1]]
        if not path:
            continue
        if line.lstrip().startswith("["):
            start, table = 0, path
        else:
            start, path = len(table), (*table, *path)
        for end in range(start + 1, len(path) + 1):
            found.setdefault(path[:end], number)
    return found
