"""A note in the user's own editor: in a private folder of its own while it is there, and found again after a crash."""

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from textual.app import App

from ... import environment
from ...book.errors import BookError
from ...text import clean, clean_line
from .terminal_lease import lend_terminal

_PREFIX = "note-"
_AT_ONCE = 0.3  # seconds in which nobody has written anything
_TEXT = "note.txt"
_ABOUT = "about.json"
# No copy of a note may stay behind in vim's own places. The settings come after the user's own file was read.
_VIM = ["-n", "-i", "NONE", "-c", "set noundofile nobackup nowritebackup noswapfile viminfo="]
_NVIM = ["-n", "-i", "NONE", "-c", "set noundofile nobackup nowritebackup noswapfile shada="]


class EditorError(BookError):
    """The user's editor did not start, or ended with an error; the note is as it was before."""


class About(NamedTuple):
    """What a note in another editor is: enough to find its place again."""

    book: str
    contact_id: int
    draft_id: int | None
    notes: bool  # the user's notes on a person, and not a note to them
    name: str
    subject: str
    body: str


class LeftOver(NamedTuple):
    """A text that a crash left in another editor."""

    folder: Path
    about: About
    subject: str
    body: str


def editor_command(variables: Mapping[str, str]) -> list[str]:
    """The user's editor as words; no shell is asked.

    Raises:
        EditorError: none is set, or it cannot be split into words.
    """
    named = variables.get("VISUAL") or variables.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError as error:
        raise EditorError(f"$EDITOR is {named!r}, which cannot be split into words ({str(error).lower()}).") from error
    if not words:
        usual = next((name for name in ("nano", "vim", "vi") if shutil.which(name)), None)
        if usual is None:
            raise EditorError("No editor is set. Set EDITOR, for instance to nano, and start the planner again.")
        words = [usual]
    return [*words, *_private_options(words[0])]


def edit_outside(about: About, folder: Path, command: list[str]) -> LeftOver:
    """The text as it comes back from the editor; this program must have left the terminal before.

    It stays in its folder until `clear`, so that nothing is lost when it cannot be saved.

    Raises:
        EditorError: the editor did not start, changed nothing and failed, or left nothing that can be read.
    """
    place = _make_place(folder, about)
    began = monotonic()
    try:
        ended = subprocess.run([*command, str(place / _TEXT)], check=False)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise EditorError(f"{command[0]} did not start ({error.strerror}). The note is as it was.") from error
    try:
        subject, body = _read(place, about)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise EditorError(f"The note is as it was: {command[0]} left nothing to read ({error.strerror}).") from error
    if (subject, body) == (about.subject, about.body):
        if ended.returncode != 0:
            shutil.rmtree(place, ignore_errors=True)
            raise EditorError(f"{command[0]} ended with status {ended.returncode}. The note is as it was.")
        if monotonic() - began < _AT_ONCE:
            # Perhaps it only opened a window elsewhere: what is written there is found at the next start.
            raise EditorError(
                f"{command[0]} came back at once. If it opens a window, have it wait, as code --wait does."
            )
    return LeftOver(place, about, subject, body)


def edit_in_terminal(app: App[object], about: About, editor: str) -> LeftOver:
    """The text as it comes back from the user's editor, to which the terminal is lent; `editor` is what they set.

    Raises:
        BookError: the terminal cannot be lent, or as `edit_outside`; the text is as it was.
    """
    own = {"VISUAL": editor} if editor else {}
    command = editor_command({**os.environ, **own})
    return lend_terminal(app, lambda: edit_outside(about, environment.state_folder(), command))


def clear(left: LeftOver) -> None:
    """Take the folder of a text away, once the text is kept elsewhere."""
    shutil.rmtree(left.folder, ignore_errors=True)


def left_over(folder: Path, book: str) -> list[LeftOver]:
    """The texts of that book that a crash left behind; those without a change are cleared away."""
    found = []
    for place in sorted(folder.glob(f"{_PREFIX}*")) if folder.is_dir() else []:
        try:
            kept = json.loads((place / _ABOUT).read_text(encoding="utf-8"))
            about = About(**kept["about"])
            if about.book != book or _is_running(int(kept["pid"])):
                continue
            if not (place / _TEXT).exists():
                shutil.rmtree(place, ignore_errors=True)  # the editor has taken it away; the draft was saved before
                continue
            subject, body = _read(place, about)
        except (OSError, ValueError, KeyError, TypeError, UnicodeError):
            continue  # not one of ours, or not whole: left where it is
        if (subject, body) == (about.subject, about.body):
            shutil.rmtree(place, ignore_errors=True)
        else:
            found.append(LeftOver(place, about, subject, body))
    return found


def _private_options(program: str) -> list[str]:
    found = shutil.which(program)
    real = Path(found).resolve().name if found else Path(program).name
    if real.startswith("nvim"):
        return _NVIM
    return _VIM if real.startswith(("vim", "gvim", "mvim")) else []


def _make_place(folder: Path, about: About) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))  # 0700
        text = about.body if about.notes else f"Subject: {about.subject}\n\n{about.body}"
        for name, data in ((_ABOUT, json.dumps({"pid": os.getpid(), "about": about._asdict()})), (_TEXT, text)):
            with open(place / name, "x", encoding="utf-8", opener=_private) as file:
                file.write(data if data.endswith("\n") else f"{data}\n")
    except OSError as error:
        raise EditorError(f"{folder} cannot be written ({error.strerror}). The note is as it was.") from error
    return place


def _read(place: Path, about: About) -> tuple[str, str]:
    """Subject and body as the file has them; a subject line that was taken out leaves the subject as it was."""
    text = clean((place / _TEXT).read_text(encoding="utf-8", errors="replace"))
    text = text[:-1] if text.endswith("\n") and not about.body.endswith("\n") else text
    if about.notes:
        return about.subject, text
    first, _, rest = text.partition("\n")
    label, colon, said = first.partition(":")
    if not colon or label.strip().casefold() != "subject":
        return about.subject, text
    return clean_line(said), rest.removeprefix("\n")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()
