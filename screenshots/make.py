"""Makes the pictures that the README shows, from the demo book: `make screenshots`."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
os.environ["PLANNER_TODAY"] = "2026-11-22"

TYPED = [{" ": "space", "!": "exclamation_mark"}.get(letter, letter) for letter in "your rule of two!!"]
PICTURES = {
    "due": ["j", "j"],
    "editor": ["j", "j", "enter", *TYPED, "tab"],
    "people": ["2", "j", "j"],
    "applications": ["3", "j", "j"],
    "calendar": ["4", "n"],
    "insights": ["5", "right", "right"],
    "find": ["ctrl+f", *"team"],
    "templates": ["j", "j", "enter", "ctrl+t", "down", "down"],
}


async def take(name: str, keys: list[str]) -> None:
    """One picture: the demo book, these keys."""
    from textual.widgets import TextArea

    from planner.book.database import open_book
    from planner.cli.demo_book import fill_demo_book
    from planner.tui.app import PlannerApp

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "demo.sqlite")
        fill_demo_book(open_book(path))
        app = PlannerApp(path)
        async with app.run_test(size=(120, 32)) as pilot:
            for key in ("", *keys):
                await pilot.press(*([key] if key else []))
                await app.workers.wait_for_complete()
                await app.library.write(lambda _: None)
                await pilot.pause(0.1)
            for area in app.screen.query(TextArea):
                area.cursor_blink = False
            await pilot.pause(0.5)
            await app.workers.wait_for_complete()
            await pilot.pause(0.2)
            (HERE / f"{name}.svg").write_text(app.export_screenshot(title="planner"), encoding="utf-8")
            print(f"screenshots/{name}.svg")


for picture, pressed in PICTURES.items():
    asyncio.run(take(picture, pressed))
