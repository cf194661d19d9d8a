"""The terminal app."""

import os
from pathlib import Path


def run_app(path: Path, folder: Path | None = None) -> int:
    """Open the app on the book at that place; gives the exit status.

    Raises:
        UnusableBookError: what stands there is no book, is damaged, or comes from a newer planner.
    """
    # Textual draws at most so many times a second. At its own 60, what follows upon a key's first picture, a filtered
    # list say, would wait for up to 17 ms more.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    from .app import PlannerApp

    app = PlannerApp(path, folder)  # looks at the file: what is wrong with it is said before the screen is taken over
    app.run()
    return app.return_code or 0
