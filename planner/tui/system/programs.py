"""Other programs of the user's: the clipboard, the mail program, the command that sends."""

import os
import shlex
import subprocess
import sys
from threading import Thread

from ...book.errors import BookError
from ...settings import Settings
from ...text import clean_line, shorten

_SEND_PATIENCE = 60.0  # seconds
_ANSWER_PATIENCE = 120.0  # seconds; a model that runs on this machine takes its time
_LONGEST_ANSWER = 100_000  # bytes


class ProgramError(BookError):
    """Another program could not be started, or said that it failed; the draft is kept."""


class UnsureError(ProgramError):
    """A command that sends was stopped after a while: the message may have gone out."""


def to_clipboard(text: str, patience: float) -> bool:
    """Copy to the system's clipboard, where there is one; gives whether that worked within so many seconds."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    done: list[bool] = []

    def copy() -> None:
        import pyperclip

        try:
            pyperclip.copy(text)
            done.append(True)
        except (pyperclip.PyperclipException, OSError):
            pass

    # A clipboard program may hang, for instance without its display: it is not waited for longer than this.
    copying = Thread(target=copy, daemon=True)
    copying.start()
    copying.join(patience)
    return bool(done)


def reach_link(how: str, email: str, phone: str, linkedin: str) -> str:
    """What to open to reach somebody: a mail ("mail"), a number ("phone") or a page ("linkedin")."""
    from urllib.parse import quote

    if how == "mail":
        return f"mailto:{quote(email, safe='@')}"
    if how == "phone":
        return "tel:" + "".join(character for character in phone if character.isdigit() or character in "+")
    # Only ever a page: an entry may hold anything, and what is opened must not be a program.
    page = linkedin.partition("://")[2] or linkedin
    return f"https://{quote(page, safe='/?=&%.-_~:@')}"


def answer_of(command: str, text: str) -> str:
    """What a command of the user's prints for a text on its input; it runs in no shell.

    Raises:
        ProgramError: it did not start, failed, or took too long.
    """
    words = shlex.split(command)
    try:
        run = subprocess.run(
            words,
            input=text.encode(),
            capture_output=True,
            timeout=_ANSWER_PATIENCE,
            check=False,
            start_new_session=True,
        )
    except OSError as error:
        raise ProgramError(f"{words[0]} did not start ({error.strerror}).") from error
    except subprocess.TimeoutExpired:
        raise ProgramError(f"{words[0]} gave no answer within {_ANSWER_PATIENCE:.0f} seconds.") from None
    if run.returncode:
        said = shorten(clean_line(run.stderr.decode("utf-8", "replace")), 200)
        raise ProgramError(f"{words[0]} ended with status {run.returncode}{': ' + said if said else ''}.")
    return run.stdout[:_LONGEST_ANSWER].decode("utf-8", "replace")


def open_link(settings: Settings, link: str) -> None:
    """Open a link: a `mailto:` in the mail program of the settings, others by what this system uses.

    Raises:
        ProgramError: it did not start.
    """
    usual = "open" if sys.platform == "darwin" else "xdg-open"
    is_mail = link.startswith("mailto:")
    command = [*((shlex.split(settings.mail_command) if is_mail else []) or [usual]), link]
    try:
        if settings.mail_in_terminal and settings.mail_command and is_mail:
            status = subprocess.run(command, check=False).returncode
            if status != 0:
                raise ProgramError(f"{command[0]} ended with status {status}. The draft is kept.")
            return
        # On its own and silent: what it prints would land on the screen, and it may outlive the planner.
        started = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ProgramError(
            f"{command[0]} did not start ({error.strerror}). Write a file instead, or set mail_command."
        ) from error
    try:
        status = started.wait(1.0)
    except subprocess.TimeoutExpired:
        return  # it is at work
    if status != 0:
        raise ProgramError(f"{command[0]} found no mail program (status {status}). Write a file instead.")


def program_of(command: str) -> str:
    """The name of a command's program."""
    return os.path.basename(shlex.split(command)[0])  # noqa: PTH119


def pipe_to(command: str, message: bytes) -> None:
    """Give a whole message to the command that sends.

    Raises:
        UnsureError: it took too long, and was stopped.
        ProgramError: it did not start, or said that it failed; with its own words.
    """
    words = shlex.split(command)
    try:
        ended = subprocess.run(
            words, input=message, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=_SEND_PATIENCE, check=False
        )
    except OSError as error:
        raise ProgramError(
            f"{words[0]} did not start ({error.strerror}). Nothing was sent; the draft is kept."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise UnsureError(
            f"{words[0]} did not end within {_SEND_PATIENCE:.0f} seconds. Look whether it went out; the draft is kept."
        ) from error
    if ended.returncode != 0:
        said = shorten(clean_line(ended.stdout.decode("utf-8", "replace")), 200) or "it said nothing"
        raise ProgramError(f"{words[0]} failed with status {ended.returncode}: {said}. The draft is kept.")
