"""`planner report`: what a report of a defect needs, with nothing of the book in it."""

import argparse
import os
import platform
import sqlite3
import sys
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .... import __version__, environment
from ....errors import ForTheUser
from ....settings import Settings, read_settings
from ...common import book_path
from ...output import say

_PACKAGES = ("textual", "rich", "sqlmodel", "sqlalchemy", "pydantic", "alembic", "dateparser")
_VARIABLES = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL", "NO_COLOR", "TMUX", "STY", "SSH_TTY")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`report` takes nothing."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Print versions, terminal, settings, what is known of the book's file, and the last crash."""
    say(f"planner {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    say(f"{platform.system()} {platform.release()}, {platform.machine()}")
    say(", ".join(f"{name} {_version(name)}" for name in _PACKAGES))
    # Whether they are set, and to what only where nobody's own words can be in it.
    say("; ".join(f"{name}={os.environ[name]}" if name not in {"TMUX", "STY", "SSH_TTY"} else f"{name} is set"
                  for name in _VARIABLES if os.environ.get(name)) or "no terminal")  # fmt: skip
    _settings()
    _book(Path(book_path(options)))
    crash = environment.state_folder() / environment.CRASH
    if crash.exists():
        say("The last crash:")
        say(crash.read_text(encoding="utf-8", errors="replace").rstrip())
    else:
        say("No crash is on record.")
    return 0


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _settings() -> None:
    """The settings that differ from the usual ones; a text of the user's own is struck out."""
    found = read_settings(environment.settings_file())
    usual = Settings()
    for name in Settings.__dataclass_fields__:
        value = getattr(found.settings, name)
        if value != getattr(usual, name):
            is_own = name in {"editor", "send_command", "mail_command", "theme"}
            say(f"setting {name} = {'(struck out)' if is_own else dict(value) if name == 'keys' else value}")
    for problem in found.problems:
        say(f"a problem in line {problem.line} of the configuration")


def _book(path: Path) -> None:
    """How the book's file stands, and how much is in it; not where it lies, and none of what it holds."""
    if not path.exists():
        say("There is no book.")
        return
    from ....book import file

    try:
        with closing(file.connect(path, "mode=ro")) as connection, file.said_plainly("the book"):
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            ours = [name for name in tables if name.isidentifier() and not name.startswith(("written_", "sqlite_"))]
            counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(ours)}
            fault = file.fault_in(connection)
    except Exception as error:  # whatever is wrong with it belongs into the report
        say(f"The book cannot be read ({type(error).__name__}{'' if isinstance(error, ForTheUser) else ', a defect'}).")
        return
    say(
        f"The book: version {revision[0] if revision else 'unknown'}, {path.stat().st_size:,} bytes, {fault or 'whole'}"
    )
    say(", ".join(f"{count} {name}" for name, count in counts.items()))
    sys.stdout.flush()
