"""What the command line prints: nothing in it can act on a terminal."""

import sys
from typing import TextIO

from ..text import shown


def say(text: str = "", *, to: TextIO | None = None, end: str = "\n") -> None:
    """Print lines that hold nothing a terminal could act on."""
    out = to or sys.stdout
    encoding = out.encoding or "utf-8"
    for line in text.split("\n"):
        print(shown(line).encode(encoding, "replace").decode(encoding), file=out, end=end)


def say_error(text: str) -> None:
    """Print an error."""
    say(f"planner: {text}", to=sys.stderr)
