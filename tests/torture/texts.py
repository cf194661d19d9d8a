"""Hostile texts in every field: through every verb, and on every screen of the app."""

import json
import os
import random
import re
import sqlite3
import sys
from contextlib import closing
from email.parser import BytesParser
from email.policy import default
from io import BytesIO, TextIOWrapper
from pathlib import Path

from planner import environment
from planner.cli import run
from tests.end_to_end.terminal import Terminal

from .place import Place

_BITES = (
    "\x1b]0;owned\x07", "\x1b]52;c;RVZJTA==\x07", "\x1b[2J", "\x1bP+q45\x1b\\", "\x9b31m", "\x9d0;owned\x9c", "\u202e", "\u2066",
    "\U000e0041", "\x85", "\u2028", "\u200f", "\x7f", "\ud800", "[bold red]", "[/]", "[@click=app.quit]q[/]", "\r\nBcc: thief@example.com",
    "=?utf-8?q?=0D=0ABcc:_thief=40example.com?=", "{name}", "%s", "\t", "李明", "🎉", "ẞ", "a" * 600, "\u200b", "\u3164", "e\u0301", "\x00",
)  # fmt: skip
_ACTS = "\x1b\x07\x9b\x9d\u202e\u2066\U000e0041\x85\u2028\u200f\x7f\x00"


_HEADERS = {
    "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "mime-version", "content-type", "content-transfer-encoding",
    "x-unsent", "user-agent",
}  # fmt: skip


def bite(dice: random.Random) -> str:
    """A hostile text with something to see at its end."""
    return "".join(dice.choice(_BITES) for _ in range(dice.randrange(1, 6))) + "Eve"


def bitten(place: Place, dice: random.Random) -> str:
    """Twenty-five texts, each a person's in all fields: what comes out acts on no terminal and writes no header."""
    path = place.book()
    texts = [bite(dice) for _ in range(25)]
    os.environ["PLANNER_BOOK"] = str(path)
    kept, told = (sys.stdout, sys.stderr), TextIOWrapper(BytesIO(), "utf-8", "backslashreplace")
    sys.stdout = sys.stderr = told
    try:
        for text in texts:
            for words in (
                ["add", "person", text], ["edit", "person", "2", "--name", text, "--employer", text, "--notes", text],
                ["log", "2", "emailed", "--subject", text, "--text", text], ["show", "2"], ["note", "2"],
            ):  # fmt: skip
                if wrong := _did(words):
                    return wrong
            told.flush()
            before = len(told.buffer.getvalue())  # type: ignore[attr-defined]
            if wrong := _did(["note", "2", "--eml", "-", "--as-is"]):
                return wrong
            told.flush()
            message = BytesParser(policy=default).parsebytes(told.buffer.getvalue()[before:])  # type: ignore[attr-defined]
            if foreign := {name.lower() for name in message} - _HEADERS:
                return f"the headers {foreign} were written for {text!r}"
        for words in (
            ["list"], ["list", "--json"], ["due", "--all"], ["due", "--json"], ["due", "--ics"], ["find", "eve"], ["find", "eve", "--json"],
            ["stats"], ["stats", "--json"], ["log", "nobody", "emailed"], ["show", texts[0]], ["undo"], ["redo"], ["doctor"], ["report"],
        ):  # fmt: skip
            if wrong := _did(words):
                return wrong
        if wrong := _files_of_ones_own(place, texts):
            return wrong
    finally:
        sys.stdout, sys.stderr = kept
        os.environ.pop("PLANNER_BOOK")
    told.flush()
    said = told.buffer.getvalue().decode()  # type: ignore[attr-defined]
    for bad in _ACTS:
        if bad in said:
            return f"{bad!r} was printed for one of {texts!r}"
    return ""


_SETTINGS = (
    "editor",
    "send_command",
    "mail_command",
    "theme",
    "date_format",
    "density",
    "keymap",
    "start_view",
    "nonsense",
)


def _files_of_ones_own(place: Place, texts: list[str]) -> str:
    """Hostile settings, templates and playbooks, and a hostile environment: each is said to be wrong, or used."""
    before = {name: os.environ.get(name) for name in ("HOME", "PLANNER_TODAY", "EDITOR", "LC_ALL")}
    os.environ["HOME"] = str(place.home)
    folder = environment.settings_file().parent
    quoted = [json.dumps(text.replace("\ud800", "")) for text in texts]
    for path, lines in (
        (folder / "config.toml", [f"{name} = {quoted[at % len(quoted)]}" for at, name in enumerate(_SETTINGS)]),
        (folder / "playbooks" / "mine.toml", [f"title = {quoted[0]}", "[first_note]", f"opens = {quoted[1]}", f"[{quoted[2]}]"]),
        (folder / "templates" / "mine.md", ["+++", f"step = {quoted[3]}", f"name = {quoted[4]}", "+++", texts[5], "", texts[6]]),
        (folder / "templates" / "other.md", ["+++", 'step = "first_note"', "+++", f"Subject: {texts[7]}", "", f"{texts[8]} {{name}}"]),
    ):  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    try:
        for words in (
            ["config", "show"], ["config", "check"], ["templates", "list"], ["templates", "check"], ["templates", "check", "other"],
            ["playbook", "show", "mine"], ["playbook", "check"], ["note", "2", "--template", "other"], ["due"], ["report"],
        ):  # fmt: skip
            if wrong := _did(words):
                return wrong
        for name, text in (("PLANNER_TODAY", texts[0]), ("EDITOR", texts[1]), ("LC_ALL", texts[2])):
            os.environ[name] = text.replace("\x00", "").replace("\ud800", "")
            for words in (["due"], ["report"], ["note", "2"]):
                if wrong := _did(words):
                    return wrong
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
    return ""


def _did(words: list[str]) -> str:
    try:
        status = run([word[:480].replace("\x00", "") for word in words])
    except SystemExit as ended:
        status = int(str(ended.code))
    return "" if status in {0, 1, 2} else f"{words} ended with {status}"


_FIELDS = {
    "contact": ("name", "title", "employer", "email", "phone", "linkedin", "notes", "called", "tags", "state_reason"),
    "application": ("position", "employer", "reason_given"),
    "touchpoint": ("subject", "body"),
    "draft": ("subject", "body"),
    "follow_up": ("why",),
    "journal_entry": ("label",),
}


def _fill(path: Path, texts: list[str]) -> None:
    """Texts of another program's making in every field, past all that cleans at the entry."""
    dice = random.Random(len(texts[0]))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for table, fields in _FIELDS.items():
            known = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            for (key,) in connection.execute(f"SELECT rowid FROM {table}").fetchall():
                for field in (each for each in fields if each in known):
                    text = dice.choice(texts).replace("\ud800", "")
                    connection.execute(f"UPDATE {table} SET {field} = ? WHERE rowid = ?", (text, key))


_KEYS = (
    ["j", "j", "enter", "escape"], ["l", "escape"], ["s", "escape"], ["x", "escape"], ["r", "escape"], ["n", "escape"], ["e", "escape"],
    ["2", "j", "k"], ["3", "j", "enter", "escape"], ["4", "right", "1"], ["5", "down", "1"], ["t", "right", "escape"], ["tab", "j", "enter", "escape"],
    ["ctrl+f", "e", "v", "e", "down", "escape"], ["ctrl+p", "e", "v", "escape"], ["?", "escape"], ["/", "e", "v", "escape", "escape"],
    ["space", "j", "space", "escape"], ["u", "U"], ["#", "escape"], ["m", "escape"],
)  # fmt: skip


def walked(place: Place, dice: random.Random) -> str:
    """A hundred texts in the book, and some pasted: wherever the app shows them nothing acts, and the layout holds."""
    path = place.book()
    texts = [bite(dice) for _ in range(100)]
    _fill(path, texts)
    app = place.app(path)
    app.wait_for("Due", 30)
    for keys in dice.sample(_KEYS, 11):
        app.press(*keys)
        _comes_to_rest(app)
        if wrong := _layout(app):
            return wrong
    app.press("a", "tab", f"\x1b[200~{texts[0].replace(chr(0xD800), '')}\x1b[201~")
    _comes_to_rest(app)
    wrong = _layout(app)
    for _ in range(12):
        app.press("ctrl+q")
        if not app.read(0.7):  # what would be lost is asked about once, and a key held down is no answer
            break
    if status := app.end():
        place = app.output.rfind(b"planner: ")
        return f"the app ended with {status}: {app.output[place : place + 900].decode(errors='replace')}"
    return wrong or _acts(app.output)


def _comes_to_rest(app: Terminal) -> None:
    """Wait until nothing is drawn any more: half a frame is no screen."""
    for _ in range(100):
        before = len(app.output)
        if not app.read(0.2) or len(app.output) == before:
            return


def _layout(app: Terminal) -> str:
    """What is wrong with a screen: its tabs are gone, or the line between list and page is bent."""
    lines = app.screen.display
    if not any(word in lines[0] for word in ("Due", "Find", "Keys", "One at a time")) and "Search" not in app.text:
        return f"the first line is {lines[0]!r}"
    if any("Search" in line for line in lines):
        return ""  # the palette lies over it
    columns = range(app.screen.columns)
    bars = [
        next((x for x in columns if app.screen.buffer[y][x].data == "▏"), -1) for y in range(1, app.screen.lines - 2)
    ]
    bent = len({*bars} - {-1}) > 1
    return f"the divider is bent: {bars}\n{app.text}" if bent else ""


def _acts(output: bytes) -> str:
    output = re.sub(rb"\x1b\]22;[a-z]*\x07", b"", output)  # the shape of the mouse pointer, set by Textual itself
    output = re.sub(rb"(?<=H)\x07(?=\x1b\[)", b"", output)  # Textual's own bell, between two moves of the cursor
    for sequence in (b"\x1b]52", b"\x1b]0;", b"\x07", b"\x1bP+", b"\x00", b"\x7f"):
        if (place := output.find(sequence)) >= 0:
            return f"{sequence!r} was drawn: {output[max(0, place - 90) : place + 60]!r}"
    text = output.decode("utf-8", "replace")
    found = re.search("[\x80-\x9f\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]", text)
    return f"{found[0]!r} was drawn: {text[max(0, found.start() - 90) : found.start() + 60]!r}" if found else ""
