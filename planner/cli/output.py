"""What the command line prints: nothing in it can act on a terminal."""

import sys
from typing import TextIO

from ..text import escaped, shown


def say(text: str = "", *, to: TextIO | None = None, end: str = "\n") -> None:
    """Print lines that hold nothing a terminal could act on."""
    out = to or sys.stdout
    encoding = out.encoding or "utf-8"
    for line in text.split("\n"):
        print(shown(line).encode(encoding, "replace").decode(encoding), file=out, end=end)


def say_json(value: object, indent: int | None = 2) -> None:
    """Print a value as JSON, the same text for every verb: what a terminal could act on stands there as `\\uXXXX`."""
    import json

    text = escaped(json.dumps(value, indent=indent, ensure_ascii=False, default=str))
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # a terminal or a pipe of another encoding
        text = json.dumps(value, indent=indent, default=str)
    print(text)


def say_error(text: str) -> None:
    """Print an error."""
    say(f"planner: {text}", to=sys.stderr)
