"""A note in the user's own editor: in a private folder of its own while it is there."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

from textual.app import App

from ... import environment
from ...book.errors import BookError
from .left_overs import TEXT, About, LeftOver, make_place, read_back
from .terminal_lease import lend_terminal

_AT_ONCE = 0.3  # seconds in which nobody has written anything
# No copy of a note may stay behind in vim's own places. The settings come after the user's own file was read.
_VIM = ["-n", "-i", "NONE", "-c", "set noundofile nobackup nowritebackup noswapfile viminfo="]
_NVIM = ["-n", "-i", "NONE", "-c", "set noundofile nobackup nowritebackup noswapfile shada="]


class EditorError(BookError):
    """The user's editor did not start, or ended with an error; the note is as it was before."""


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
    place = make_place(folder, about)
    began = monotonic()
    try:
        ended = subprocess.run([*command, str(place / TEXT)], check=False)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise EditorError(f"{command[0]} did not start ({error.strerror}). The note is as it was.") from error
    try:
        subject, body = read_back(place, about)
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


def _private_options(program: str) -> list[str]:
    found = shutil.which(program)
    real = Path(found).resolve().name if found else Path(program).name
    if real.startswith("nvim"):
        return _NVIM
    return _VIM if real.startswith(("vim", "gvim", "mvim")) else []
