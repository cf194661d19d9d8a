"""A real pseudo-terminal with a screen to look at, for the promises that only a terminal can break."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

# Requests that pyte would draw as letters: the keyboard protocol, mode queries, synchronized output.
_NOT_FOR_PYTE = re.compile(
    rb"\x1b\[[<>=?][0-9;]*u|\x1b\[\?[0-9;]+\$p|\x1b\[>[0-9;]*[cqm]|\x1b\[=[0-9;]*c|\x1bP[^\x1b]*\x1b\\"
)
# Escape as newer terminals send it: by itself it is the beginning of any other sequence, and a key right behind it is read
# as alt and that key where the machine is too slow to see the pause between them.
KEYS = {"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "escape": "\x1b[27u", "down": "\x1b[B", "up": "\x1b[A"}


class Terminal:
    """A program in a pseudo-terminal: type, look, wait."""

    def __init__(
        self, command: list[str] | Callable[[], None], env: dict[str, str], size: tuple[int, int] = (120, 36)
    ) -> None:
        """Start a program, or a copy of this one that does a job and ends by itself."""
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        self.status: int | None = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0 and isinstance(command, list):
            os.execvpe(command[0], command, env)
        elif self.pid == 0:
            os.environ.clear()
            os.environ.update(env)
            command()
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what the program has written; gives whether it still runs."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            ready, _, _ = select.select([self.fd], [], [], left)
            if not ready:
                return True
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            if not data:
                return False
            self.output += data
            self._stream.feed(_NOT_FOR_PYTE.sub(b"", data))
        return True

    @property
    def text(self) -> str:
        """What one sees now."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, words: str, seconds: float = 60) -> str:
        """Wait until these words are on the screen; gives the screen."""
        deadline = time.monotonic() + seconds
        while words not in self.text:
            if not self.read() or time.monotonic() > deadline:
                raise AssertionError(f"{words!r} did not come. The screen:\n{self.text}")
        return self.text

    def wait_until_gone(self, words: str, seconds: float = 60) -> str:
        """Wait until these words are no longer on the screen; gives the screen."""
        deadline = time.monotonic() + seconds
        while words in self.text:
            if not self.read() or time.monotonic() > deadline:
                raise AssertionError(f"{words!r} did not go. The screen:\n{self.text}")
        return self.text

    def press(self, *keys: str) -> None:
        """Press keys by name, or type text."""
        for key in keys:
            if key.startswith("ctrl+"):
                data = bytes([ord(key[-1]) & 31])
            else:
                data = KEYS.get(key, key).encode()
            os.write(self.fd, data)
            self.read(0.12)

    def end(self, number: signal.Signals | None = None, seconds: float = 60) -> int:
        """Wait for the program to end, after a signal if one is given; gives its wait status as an exit code."""
        if number is not None:
            os.kill(self.pid, number)
        deadline = time.monotonic() + seconds
        while self.status is None:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                raise AssertionError(f"The program did not end. The screen:\n{self.text}")
        self.read(0.1)
        return self.status

    def hang_up(self) -> None:
        """Close the terminal, as closing its window does."""
        os.close(self.fd)

    def assert_given_back(self) -> None:
        """The alternate screen was left, the cursor is shown, and nothing reports the mouse or pastes any more."""
        last = {mode: self.output.rfind(mode) for mode in (b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25l", b"\x1b[?25h")}
        assert last[b"\x1b[?1049l"] > last[b"\x1b[?1049h"]
        assert last[b"\x1b[?25h"] > last[b"\x1b[?25l"]
        for mode in (b"1000", b"1003", b"2004"):
            assert self.output.rfind(b"\x1b[?" + mode + b"l") >= self.output.rfind(b"\x1b[?" + mode + b"h"), mode


def environment(home: Path, **more: str) -> dict[str, str]:
    """A user's environment, with a home of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
        "PLANNER_TODAY": "2026-11-22",
        **more,
    }


PLANNER = [sys.executable, "-m", "planner"]
