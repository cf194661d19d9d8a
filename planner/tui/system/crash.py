"""What is printed when a defect ends the app: where in the code it was, and nothing of the book.

Textual prints the local variables of every function that was running, with people's notes and numbers in them.
"""

from contextlib import suppress

from ... import defects, environment
from ...private_files import write_private

_FRAMES = 12  # the innermost ones


def crash_report(error: BaseException, *, is_kept: bool) -> str:
    """What ended the app: kinds of errors and places in the code, and what the user can do; no text of the book.

    `is_kept` says whether what was being typed could be saved.
    """
    places = [*defects.places(error)][-_FRAMES:]
    what = defects.kinds(error)
    with suppress(OSError):
        lines = "\n".join([what, *(f"  {place}" for place in places)])
        write_private(environment.state_folder() / environment.CRASH, f"{lines}\n".encode())
    where = f" at {places[-1]}" if places else ""
    kept = "and the draft is kept" if is_kept else "but what you typed last could not be saved"
    return "\n".join(
        [
            f"planner: a defect ended the app ({what}{where}).",
            f"Everything you confirmed is in the book, {kept}. Start `planner` again.",
            "Should it happen again, please report it with these lines, or with all that `planner report` prints. "
            "Nothing from your book is in either:",
            *(f"  {place}" for place in places),
        ]
    )
