"""The app in a real terminal, killed at some moment, and left in every way there is."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.end_to_end.terminal import Terminal

from .place import Place, rows, unsound

_SECOND = 1.0  # of typing that may be lost


def app_killed(place: Place, dice: random.Random) -> str:
    """The app is killed while somebody writes, or does things: what it showed as done is done, and words are kept."""
    path = place.book()
    app = place.app(path)
    app.wait_for("Miriam wrote on")
    wrong = (_killed_while_writing if dice.random() < 0.6 else _killed_while_doing)(place, app, path, dice)
    return wrong or unsound(path)


def _killed_while_writing(place: Place, app: Terminal, path: Path, dice: random.Random) -> str:
    app.press("enter")
    app.wait_for("Hi Miriam")
    seen: list[tuple[str, float]] = []
    for number in range(dice.randrange(1, 8)):
        word = f"word{number}{dice.randrange(100, 999)}"
        os.write(app.fd, f"{word} ".encode())
        app.wait_for(word)
        seen.append((word, time.monotonic()))
        app.read(dice.random() * 0.4)
    app.read(dice.random() * 1.5)
    ends = time.monotonic()
    app.end(signal.SIGKILL)
    has = "\n".join(str(row[0]) for row in rows(path, "SELECT body FROM draft")) + place.outside()
    lost = [(word, round(ends - at, 2)) for word, at in seen if word not in has and ends - at > _SECOND]
    return f"words typed longer ago than a second are gone: {lost}" if lost else ""


def _killed_while_doing(place: Place, app: Terminal, path: Path, dice: random.Random) -> str:
    del place
    before = rows(path, "SELECT count(*) FROM journal_entry")[0][0]
    confirmed = 0
    for _ in range(dice.randrange(1, 4)):
        app.press("j", "l")
        app.wait_for("Save")
        app.press("ctrl+s")
        app.wait_for("takes it back")
        confirmed += 1
        if dice.random() < 0.5:
            app.press("k")  # the line of what was done goes with the next key
        app.wait_until_gone("^s Save")
    app.read(dice.random() * 0.05)
    app.end(signal.SIGKILL)
    done = int(str(rows(path, "SELECT count(*) FROM journal_entry")[0][0])) - int(str(before))
    return f"{confirmed - done} of {confirmed} confirmed actions are gone" if done < confirmed else ""


_SIGNALS = (
    signal.SIGINT, signal.SIGQUIT, signal.SIGABRT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGTERM, signal.SIGHUP,
)  # fmt: skip


def _by(number: signal.Signals) -> Callable[[Terminal], int]:
    return lambda app: app.end(number)


def _by_key(*keys: str) -> Callable[[Terminal], int]:
    def leave(app: Terminal) -> int:
        app.press(*keys)
        return app.end()

    return leave


def _by_closing(app: Terminal) -> int:
    app.hang_up()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        pid, status = os.waitpid(app.pid, os.WNOHANG)
        if pid:
            app.status = os.waitstatus_to_exitcode(status)
            return app.status
        time.sleep(0.02)
    os.kill(app.pid, signal.SIGKILL)
    return -1


WAYS: list[tuple[str, str, Callable[[Terminal], int], set[int]]] = [
    *((where, number.name, _by(number), {128 + number}) for where in ("a note", "a form", "the list") for number in _SIGNALS),
    *((where, "a closed terminal", _by_closing, {128 + signal.SIGHUP, -signal.SIGHUP}) for where in ("a note", "a form", "the list")),
    ("a note", "ctrl+q", _by_key("ctrl+q"), {0}),
    ("a note", "escape and q", _by_key("escape", "q"), {0}),
    ("the list", "ctrl+q", _by_key("ctrl+q"), {0}),
    ("the list", "q", _by_key("q"), {0}),
]  # fmt: skip
"""Where the user is, how the app ends, and the exit statuses that say so."""


def left(place: Place, way: int) -> str:
    """The app is left in one way: what was typed is kept, the terminal is given back, and the status says how."""
    where, how, leave, statuses = WAYS[way]
    path = place.book()
    app = place.app(path)
    app.wait_for("Miriam wrote on")
    if where == "a note":
        app.press("enter")
        app.wait_for("Hi Miriam")
        os.write(app.fd, b"unheardof ")
        app.wait_for("unheardof")
    elif where == "a form":
        app.press("a")
        app.wait_for("Save")
        app.press("tab", "Unheardof")
        app.wait_for("Unheardof")
    status = leave(app)
    if status not in statuses:
        return f"{how} from {where}: the status is {status}"
    has = "\n".join(str(row[0]) for row in rows(path, "SELECT body FROM draft")) + place.outside()
    if where != "the list" and "unheardof" not in has.lower():
        return f"{how} from {where}: what was typed is gone"
    if "closed" not in how and how != "SIGHUP":
        try:
            app.assert_given_back()
        except AssertionError:
            return f"{how} from {where}: the terminal is not as it was"
    return unsound(path)
