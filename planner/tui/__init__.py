"""The terminal app."""

from pathlib import Path


def run_app(path: Path) -> int:
    """Open the app on the book at that place; gives the exit status.

    Raises:
        UnusableBookError: what stands there is no book, is damaged, or comes from a newer planner.
    """
    from ..book.file import examine

    examine(path)  # before the screen is taken over: what is wrong with the file is said on a normal terminal
    from .app import PlannerApp

    app = PlannerApp(path)
    app.run()
    return app.return_code or 0
