"""The terminal app."""

import os
from pathlib import Path

_ESCAPE_PAUSE = "40"  # ms; within Textual's own 100, "Escape, then j" of a quick typist is alt+j


def run_app(path: Path, folder: Path | None = None) -> int:
    """Open the app on the book at that place; gives the exit status.

    Raises:
        UnusableBookError: what stands there is no book, is damaged, or comes from a newer planner.
    """
    # Textual draws at most so many times a second. At its own 60, what follows upon a key's first picture, a filtered
    # list say, would wait for up to 17 ms more.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    os.environ.setdefault("ESCDELAY", _ESCAPE_PAUSE)
    from .app import PlannerApp
    from .system.terminal_keys import know_more_keys

    know_more_keys()

    app = PlannerApp(path, folder)  # looks at the file: what is wrong with it is said before the screen is taken over
    try:
        app.run()
    finally:
        app.keep_what_is_typed()
        app.carrying.last_look()
    return app.return_code or 0
