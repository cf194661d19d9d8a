"""A defect ends the app: what is printed then holds nothing of the book, and nothing that was typed is lost."""

import sys
from pathlib import Path

from planner.book.file import reading
from tests.end_to_end.terminal import Terminal, environment
from tests.ready_books import ReadyBooks

# An app with a defect that shows once escape is pressed, in the midst of the user's own texts.
DEFECT = """
import sys
from pathlib import Path
from planner.tui import run_app
from planner.tui.app import PlannerApp

def broken(self):
    phone, notes = "+1 555 0142", "prefers mornings; her daughter plays chess"
    raise ValueError(f"no room for {phone}: {notes}") from KeyError(notes)

async def broken_later(self):
    broken(self)

if sys.argv[2] == "worker":
    PlannerApp.action_stop_job = lambda self: self.run_worker(broken_later(self))
else:
    PlannerApp.action_stop_job = broken
PlannerApp.check_action = lambda self, action, parameters: True
sys.exit(run_app(Path(sys.argv[1])))
"""


def crashed(tmp_path: Path, ready_books: ReadyBooks, how: str) -> tuple[str, int]:
    book = ready_books.small(tmp_path / "book.sqlite")
    (tmp_path / "home").mkdir()
    app = Terminal([sys.executable, "-c", DEFECT, str(book.path), how], environment(tmp_path / "home"))
    app.wait_for("Dana")
    app.press("enter")
    app.wait_for("Subject")
    app.press("words typed last", "escape")
    status = app.end()
    app.assert_given_back()
    return app.output.rpartition(b"\x1b[?1049l")[2].decode(), status


def test_a_crash_prints_places_in_the_code_and_nothing_of_the_book(tmp_path: Path, ready_books: ReadyBooks):
    said, status = crashed(tmp_path, ready_books, "action")
    assert status == 1
    assert "a defect ended the app (ValueError from KeyError at" in said and "in broken" in said
    for secret in ("0142", "daughter", "room for", "Dana", "typed", "locals"):
        assert secret not in said, said
    with reading(tmp_path / "book.sqlite") as connection:
        assert connection.execute("SELECT body FROM draft WHERE body LIKE '%words typed last%'").fetchone()


def test_a_crash_of_a_worker_says_no_more(tmp_path: Path, ready_books: ReadyBooks):
    said, _ = crashed(tmp_path, ready_books, "worker")
    assert "ValueError from KeyError" in said
    for secret in ("0142", "daughter", "room for", "Dana"):
        assert secret not in said, said
