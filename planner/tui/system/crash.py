"""What is printed when a defect ends the app: where in the code it was, and nothing of the book.

Textual prints the local variables of every function that was running, and an error's own words often quote what they
are about. Both would put people's notes and numbers onto the screen, and from there into a report.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from traceback import walk_tb

from ... import environment
from ...private_files import write_private

_FRAMES = 12  # the innermost ones


def crash_report(error: BaseException, *, is_kept: bool) -> str:
    """What ended the app: kinds of errors and places in the code, and what the user can do; no text of the book.

    `is_kept` says whether what was being typed could be saved.
    """
    places = [*_places(error)][-_FRAMES:]
    kinds = _kinds(error)
    with suppress(OSError):
        lines = "\n".join([kinds, *(f"  {place}" for place in places)])
        write_private(environment.state_folder() / environment.CRASH, f"{lines}\n".encode())
    where = f" at {places[-1]}" if places else ""
    kept = "and the draft is kept" if is_kept else "but what you typed last could not be saved"
    return "\n".join(
        [
            f"planner: a defect ended the app ({kinds}{where}).",
            f"Everything you confirmed is in the book, {kept}. Start `planner` again.",
            "Should it happen again, please report it with these lines, or with all that `planner report` prints. "
            "Nothing from your book is in either:",
            *(f"  {place}" for place in places),
        ]
    )


def _kinds(error: BaseException) -> str:
    """The kind of the error, and of the one that led to it."""
    cause = error.__cause__ or error.__context__
    return type(error).__name__ + (f" from {type(cause).__name__}" if cause is not None else "")


def _places(error: BaseException) -> Iterator[str]:
    """The functions that were running, the outermost first: "planner/tui/app.py:120 in on_event"."""
    for frame, line in walk_tb(error.__traceback__):
        code = frame.f_code
        parts = Path(code.co_filename).parts
        start = max((at for at, part in enumerate(parts) if part in {"planner", "textual"}), default=len(parts) - 1)
        yield f"{'/'.join(parts[start:])}:{line} in {code.co_name}"
