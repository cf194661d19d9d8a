"""Where this program stands: the day it is, and the files that belong to it.

Read from the environment at the edge, so that everything below takes them as values.
"""

import os
import sys
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

APP_NAME = "follow-up-planner"
CRASH = "crash.txt"  # in the state folder: the places in the code of the last crash


class PlaceError(Exception):
    """A setting of the environment that cannot be used, and what to do about it."""

    exit_status = 2


def today() -> date:
    """The user's calendar day, or the one that PLANNER_TODAY (as 2026-11-22) sets.

    Raises:
        PlaceError: PLANNER_TODAY is no date.
    """
    said = os.environ.get("PLANNER_TODAY", "")
    if not said:
        return date.today()
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise PlaceError(f"PLANNER_TODAY is {said!r}. Set it to a date like 2026-11-22, or unset it.") from None


def time_now(day: date) -> time | None:
    """The time of day, to order what happens on one day; None on a day that was set from outside."""
    now = datetime.now()
    return now.time().replace(second=0, microsecond=0) if now.date() == day else None


def now_on(day: date) -> datetime:
    """This moment, with this machine's zone; the beginning of the day on one that was set from outside."""
    now = datetime.now()
    return (now if now.date() == day else datetime.combine(day, time.min)).astimezone()


def day_is_set() -> bool:
    """Whether the day was set from outside, by PLANNER_TODAY."""
    return bool(os.environ.get("PLANNER_TODAY"))


def now() -> datetime:
    """This moment, with its zone."""
    return datetime.now(UTC)


def book_file(chosen: str | None = None) -> str:
    """The file of the book: the one chosen, else PLANNER_BOOK, else where this system keeps a user's data.

    Raises:
        PlaceError: the one chosen has no name.

    A text and not a Path, for the daily check: importing pathlib would cost it a tenth of its time.
    """
    if chosen == "":
        raise PlaceError("--book names no file; give one, or leave it out to use your own book.")
    named = chosen or os.environ.get("PLANNER_BOOK")
    if named:
        return os.path.abspath(os.path.expanduser(named))  # noqa: PTH100, PTH111
    import platformdirs

    return os.path.join(platformdirs.user_data_dir(APP_NAME, appauthor=False), "book.sqlite")  # noqa: PTH118


def templates_folder() -> "Path":
    """The folder of the user's own note templates."""
    from pathlib import Path

    import platformdirs

    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False), "templates")


def playbooks_folder() -> "Path":
    """The folder of the user's own playbooks."""
    from pathlib import Path

    import platformdirs

    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False), "playbooks")


def settings_file() -> "Path":
    """The file of the user's configuration; it need not exist."""
    from pathlib import Path

    return Path(settings_path())


def settings_path() -> str:
    """The same as a text, for the daily check."""
    if sys.platform == "linux":  # as platformdirs has it, whose import would cost the daily check a tenth of its time
        home = os.environ.get("XDG_CONFIG_HOME", "")
        home = home if home.strip() else os.path.expanduser("~/.config")  # noqa: PTH111
        return os.path.join(home, APP_NAME, "config.toml")  # noqa: PTH118
    import platformdirs

    return os.path.join(platformdirs.user_config_dir(APP_NAME, appauthor=False), "config.toml")  # noqa: PTH118


def state_folder() -> "Path":
    """The folder for what lives only while the planner runs, such as a note in another editor."""
    from pathlib import Path

    import platformdirs

    return Path(platformdirs.user_state_dir(APP_NAME, appauthor=False))


def downloads_folder() -> "Path":
    """Where a file goes that another program shall open: the user's downloads, or home without such a folder."""
    from pathlib import Path

    import platformdirs

    folder = Path(platformdirs.user_downloads_dir())
    return folder if folder.is_dir() else Path.home()
