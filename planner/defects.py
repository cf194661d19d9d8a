"""What may be told of a defect: kinds of errors and places in the code, and nothing of the book.

An error's own words often quote what they are about, and the local variables of a function that was running hold
people's notes and numbers. Neither belongs on a screen or into a report.
"""

from collections.abc import Iterator
from pathlib import Path


def kinds(error: BaseException) -> str:
    """The kind of an error, and of the one that led to it: "KeyError from OSError"."""
    cause = error.__cause__ or error.__context__
    return type(error).__name__ + (f" from {type(cause).__name__}" if cause is not None else "")


def places(error: BaseException) -> Iterator[str]:
    """The functions that were running, the outermost first: "planner/tui/app.py:120 in on_event"."""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        parts = Path(code.co_filename).parts
        start = max((at for at, part in enumerate(parts) if part in {"planner", "textual"}), default=len(parts) - 1)
        yield f"{'/'.join(parts[start:])}:{trace.tb_lineno} in {code.co_name}"
        trace = trace.tb_next


def place(error: BaseException) -> str:
    """Where in the planner an error arose: " at planner/book/due.py:120 in rows"; "" where it was elsewhere."""
    own = [each for each in places(error) if each.startswith("planner/")]
    return f" at {own[-1]}" if own else ""


def whole_trace(error: BaseException) -> str:
    """Every place of an error and of what led to it, the cause first, as one reads a traceback."""
    first = error.__cause__ or error.__context__
    before = f"{whole_trace(first)}\n\nand then:\n\n" if first is not None else ""
    lines = "".join(f"  {each}\n" for each in places(error))
    return f"{before}Traceback (the latest place last):\n{lines}{type(error).__name__}"
