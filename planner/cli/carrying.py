"""What other machines wrote, taken in before a verb looks into the book; and what a verb changed, written for them."""

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from .. import environment
from ..book.errors import BookError
from ..book.file import reading
from ..environment import settings_file
from ..exchange.carried import BusyError
from ..exchange.kept_calendars import keep_calendars, list_of
from ..exchange.synchronizing import Sync
from ..settings import read_settings
from ..text import plural, shorten
from .common import book_path, open_writing
from .output import say

if TYPE_CHECKING:
    from ..book.merging import Conflict
    from ..exchange.synchronizing import Round
    from ..settings import Settings


_PATIENCE = 0.5  # seconds that a verb waits for another planner that is syncing; the next verb tries again


def said_of(conflict: "Conflict", whose: str) -> str:
    """What both sides changed, in words."""
    here, there = (shorten(" ".join(str(value).split()), 40) for value in (conflict.mine, conflict.theirs))
    return f"{conflict.whose}, {conflict.name.replace('_', ' ')}: {here!r} here, {there!r} on {whose}"


def say_round(found: "Round", to: "TextIO | None" = None) -> None:
    """What was taken in."""
    if found.label:
        say(f"{found.label}. (`planner undo` takes it back.)", to=to)


def before_verb(options: argparse.Namespace) -> None:
    """Take in what the other machines wrote since, before a verb looks into the book; an error never stops the verb."""
    sync = _carried(options)
    if sync is None:
        return
    try:
        begin_with_others(sync)
        if not sync.book.exists() or not sync.is_behind():
            return
        sync.check()
        book = open_writing(options)
        found = sync.round(lambda job: job(book))
    except BusyError:
        return
    except BookError as error:
        say(f"planner: {error}", to=sys.stderr)
        return
    if found.label:
        say_round(found, to=sys.stderr)
    if found.unsettled:
        said = plural(len(found.unsettled), "detail was", "details were")
        say(f"{said} changed here and on another machine. Run `planner sync now` to choose.", to=sys.stderr)


def before_app(options: argparse.Namespace) -> None:
    """Begin with what another machine wrote, where there is no book yet; the app takes in the rest while it runs."""
    sync = _carried(options)
    if sync is not None:
        try:
            begin_with_others(sync)
        except BookError as error:
            say(f"planner: {error}", to=sys.stderr)


def begin_with_others(sync: Sync) -> bool:
    """Begin with the newest copy in the folder, where the book here is new; gives whether it was done.

    Raises:
        BookError: it cannot be done.
    """
    adopted = sync.adopt()
    if adopted:
        say(f"Your book here starts as a copy of the one on {adopted}.", to=sys.stderr)
    return bool(adopted)


def after_verb(options: argparse.Namespace, configured: bytes) -> None:
    """Write what a verb has changed to where it is kept outside; what cannot be done is tried the next time.

    `configured` is the configuration, or nothing of it, for a verb that does not carry; calendar files always follow.
    """
    settings = read_settings(settings_file()).settings
    path = Path(book_path(options))
    sync = _carried(options) if b"sync_folder" in configured else None
    try:
        if sync is not None and sync.has_news():
            book = open_writing(options)
            with suppress(BusyError):  # whoever is at it comes round again
                sync.round(lambda job: job(book), takes_in=not sync.has_begun)
        if b"contacts_folder" in configured and settings.contacts_path is not None and not options.book:
            from ..exchange.vdir import Vdir
            from ..exchange.vdir_cards import Answers

            book = open_writing(options)
            done = Vdir(path, settings.contacts_path).step(lambda job: job(book), Answers())
            if done.label:
                say(f"{done.label}. (`planner undo` takes it back.)", to=sys.stderr)
            if not done.plan.is_settled:
                say("Some cards are waiting for an answer. Run `planner vdir` to see which.", to=sys.stderr)
    except BookError as error:
        say(f"planner: {error}", to=sys.stderr)
    try:
        _keep_calendars(path, settings, is_own=not options.book)
    except BookError as error:
        say(f"planner: {error}", to=sys.stderr)


def _keep_calendars(path: Path, settings: "Settings", *, is_own: bool) -> None:
    if path.exists() and (list_of(path).exists() or settings.calendar_path is not None):
        with reading(path) as connection:
            keep_calendars(path, settings, connection, environment.today(), is_own=is_own)


def _carried(options: argparse.Namespace) -> Sync | None:
    """The sync of the book that this call is about; with --book, only if it was started by hand before."""
    sync = Sync.of(Path(book_path(options)), read_settings(settings_file()).settings)
    if sync is not None:
        sync.patience = _PATIENCE
    return None if sync is None or (options.book and not sync.has_begun) else sync
