"""A walk through the app in a real terminal multiplexer: adding, editing, merging, finding, undoing."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.terminal import PLANNER, environment

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
    pytest.mark.slow,  # test_loop.py goes a shorter way in a real terminal
]


class Tmux:
    """A window of tmux with the planner in it."""

    def __init__(self, folder: Path, columns: int, rows: int) -> None:
        self._tmux = ["tmux", "-S", str(folder / "socket"), "-f", "/dev/null"]
        env = environment(folder, TMPDIR=str(folder))
        words = ["env", *(f"{name}={value}" for name, value in env.items() if name != "TERM"), *PLANNER]
        self._run("new-session", "-d", "-s", "walk", "-x", str(columns), "-y", str(rows), *words)

    def _run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], capture_output=True, text=True, check=True, timeout=30).stdout

    @property
    def text(self) -> str:
        return self._run("capture-pane", "-p", "-t", "walk")

    def wait_for(self, words: str, seconds: float = 60) -> str:
        deadline = time.monotonic() + seconds
        while words not in (text := self.text):
            if time.monotonic() > deadline:
                raise AssertionError(f"{words!r} did not come. The screen:\n{text}")
            time.sleep(0.1)
        return text

    def wait_until_gone(self, words: str, seconds: float = 60) -> str:
        deadline = time.monotonic() + seconds
        while words in (text := self.text):
            if time.monotonic() > deadline:
                raise AssertionError(f"{words!r} did not go. The screen:\n{text}")
            time.sleep(0.1)
        return text

    def _look(self) -> tuple[str, str]:
        """The screen, and where its cursor stands: it follows the row, the field and the text; nothing once it ended."""
        try:
            return self.text, self._run("display-message", "-p", "-t", "walk", "#{cursor_x} #{cursor_y}")
        except subprocess.CalledProcessError:
            return "", ""

    def _shown(self, before: tuple[str, str], patience: float) -> None:
        """Wait until what was typed shows, for a key that shows nothing no longer than that, and all is drawn."""
        deadline = time.monotonic() + patience
        while (now := self._look()) == before and time.monotonic() < deadline:
            time.sleep(0.05)
        while time.sleep(0.15) or (later := self._look()) != now:
            now = later

    def keys(self, *names: str) -> None:
        for name in names:
            before = self._look()
            self._run("send-keys", "-t", "walk", name)
            self._shown(before, 3)

    def type(self, text: str) -> None:
        before = self._look()
        self._run("send-keys", "-t", "walk", "-l", text)
        self._shown(before, 10)

    def end(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True)


@pytest.fixture(params=[(120, 36), (80, 24)], ids=["wide", "narrow"])
def window(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Tmux]:
    tmux = Tmux(tmp_path, *request.param)
    yield tmux
    tmux.end()


def test_adding_editing_merging_finding_undoing(window: Tmux):
    window.wait_for("Who are you?")
    window.keys("Escape")
    window.wait_for("Nobody is in your book yet.")
    window.keys("a")
    window.wait_for("Who interviewed")
    for text in ("Data Engineer", "Calder & Rowe", "Dana Whitfield: hiring manager, Priya Anand: HR", "yesterday"):
        window.keys("Tab")
        window.type(text)
    window.keys("C-s")
    window.wait_for("Interview with Dana Whitfield and Priya Anand")
    window.keys("2")
    window.wait_for("[2 People]")
    window.wait_for("Priya Anand")
    window.keys("g", "e")
    window.wait_for("Details of Dana Whitfield")
    window.keys("Tab", "Tab", "Tab", "Tab", "Tab")
    window.type("dana@nowhere")
    window.keys("Tab")
    window.wait_for("The part after the @-sign is not valid")
    window.keys("BTab")
    window.type("dana@nowhere.example.com")
    window.keys("C-s")
    window.wait_for("Details of Dana Whitfield changed.")
    window.wait_for("dana@nowhere.example.com")
    window.keys("a")
    window.wait_for("an interview")
    window.keys("Tab")
    window.type("D. Whitfield")
    window.keys("C-s")
    window.wait_for("D. Whitfield added.")
    window.keys("/")
    window.type("whitfield")
    window.wait_for("2 matches")
    window.keys("Enter", "*", "M")
    window.wait_for("are one person")
    window.keys("Right", "C-s")  # the name of the second
    window.wait_for("merged.")
    window.wait_for("1 match for")
    window.keys("Escape")
    window.wait_until_gone("match for")
    window.keys("l")
    window.wait_for("What happened with")
    window.keys("Tab", "Tab")
    window.type("she spoke of tidal models")
    window.keys("C-s")
    window.wait_for("logged.")
    window.keys("C-f")
    window.wait_for("what was said or written")
    window.type("tidal")
    window.wait_for("1 place with 1 person.")
    window.keys("Enter")
    window.wait_for("she spoke of tidal models")
    window.keys("Escape")
    for label in ("logged", "merged", "D. Whitfield added", "details of Dana Whitfield changed"):
        window.keys("u")
        window.wait_for(label if label in {"logged", "merged"} else f"Undone: {label}")
    window.keys("U")
    window.wait_for("Done again: details of Dana Whitfield changed")
    window.keys("q")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        alive = subprocess.run([*window._tmux, "has-session", "-t", "walk"], capture_output=True).returncode == 0
        if not alive:
            return
        time.sleep(0.2)
    raise AssertionError(f"The app did not end:\n{window.text}")
