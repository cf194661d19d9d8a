"""People as a file from elsewhere has them, before it is known who of them is in the book already."""

from typing import NamedTuple

FIELDS = ("name", "called", "title", "employer", "email", "phone", "linkedin", "time_zone", "tags", "notes")


class Incoming(NamedTuple):
    """A person of a file; "" for what it does not say. `line` is where in its file the entry begins."""

    line: int
    uid: str
    name: str
    called: str = ""
    title: str = ""
    employer: str = ""
    email: str = ""
    phone: str = ""
    linkedin: str = ""
    time_zone: str = ""
    tags: str = ""
    notes: str = ""
    other_emails: tuple[str, ...] = ()
    other_phones: tuple[str, ...] = ()
    source: str = ""  # the file
    no_person: str = ""  # what it is instead of a person, such as "a company"

    @property
    def at(self) -> str:
        """Where it stands: "contacts.vcf:12"."""
        return f"{self.source}:{self.line}"

    def details(self) -> dict[str, str]:
        """What it says, by the names of the book's fields."""
        return {name: value for name in FIELDS if (value := getattr(self, name))}


class Unreadable(NamedTuple):
    """An entry that cannot be read: where it is in its file, and why."""

    line: int
    why: str
    source: str = ""

    @property
    def at(self) -> str:
        """Where it stands."""
        return f"{self.source}:{self.line}"
