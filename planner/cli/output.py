"""What the command line prints: nothing in it can act on a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from ..text import escaped, shown


class OutputLostError(Exception):
    """What was to be printed could not be, as on a full disk; that says nothing about what was done before."""

    exit_status = 74  # EX_IOERR of sysexits.h

    def __init__(self, error: OSError) -> None:
        why = error.strerror or str(error)
        super().__init__(f"The answer could not be printed ({why}). What was recorded is in the book all the same.")


def say(text: str = "", *, to: TextIO | None = None, end: str = "\n") -> None:
    """Print lines that hold nothing a terminal could act on.

    Raises:
        OutputLostError: it could not be printed.
    """
    out = to or sys.stdout
    encoding = out.encoding or "utf-8"
    with _lost_if_it_fails():
        for line in text.split("\n"):
            print(shown(line).encode(encoding, "replace").decode(encoding), file=out, end=end)


@contextmanager
def _lost_if_it_fails() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLostError(error) from error


def end_output() -> None:
    """Hand on what was printed, before the book's backups and the exit.

    Raises:
        OutputLostError: it could not be printed.
    """
    with _lost_if_it_fails():
        sys.stdout.flush()


def say_bytes(data: bytes) -> None:
    """Print a file as it is.

    Raises:
        OutputLostError: it could not be printed.
    """
    with _lost_if_it_fails():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def say_json(value: object, indent: int | None = 2) -> None:
    """Print a value as JSON, the same text for every verb: what a terminal could act on stands there as `\\uXXXX`."""
    import json

    text = escaped(json.dumps(value, indent=indent, ensure_ascii=False, default=str))
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # a terminal or a pipe of another encoding
        text = json.dumps(value, indent=indent, default=str)
    with _lost_if_it_fails():
        print(text)


def say_error(text: str) -> None:
    """Print an error."""
    say(f"planner: {text}", to=sys.stderr)
