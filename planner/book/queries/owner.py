"""The user: their details and playbooks."""

from sqlite3 import Connection
from typing import NamedTuple


class ProfileRow(NamedTuple):
    """The user's own details; empty texts where nothing was entered."""

    name: str = ""
    email: str = ""
    phone: str = ""
    linkedin: str = ""
    skills: str = ""
    playbook: str = ""
    country: str = ""
    weekend: str = ""
    other_emails: str = ""
    new_employer: str = ""


_PROFILE = f"SELECT {', '.join(ProfileRow._fields)} FROM profile WHERE id = 1"
_PLAYBOOKS = "SELECT name, text FROM playbook ORDER BY name"


def profile(connection: Connection) -> ProfileRow | None:
    """The user's own details; None while the question for them has been neither answered nor put aside."""
    row = connection.execute(_PROFILE).fetchone()
    return ProfileRow(*row) if row else None


def playbooks(connection: Connection) -> dict[str, str]:
    """The user's playbooks as they were taken into the book: their text by name."""
    return dict(connection.execute(_PLAYBOOKS).fetchall())


def identity(connection: Connection) -> str:
    """Which book it is: the same in every copy of it, and in no other."""
    row = connection.execute("SELECT uuid FROM identity").fetchone()
    return str(row[0]) if row else ""
