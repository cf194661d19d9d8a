"""The user's own details."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...book import queries
from ...book.queries import ProfileRow
from ...mail_hosts import AT_WORK, may_be_at_work
from ..bindings import KeyNames
from ..commands import lazy as commands
from .spec import Desk, Field, FormError, FormSpec, Job, Values
from .validators import checks

_PLAYBOOKS = {"default": "write first", "call-first": "call the hiring manager first"}


@dataclass
class MeForm(FormSpec):
    """Name and ways to be reached, for the end of a note. On first use the question is asked once."""

    profile: ProfileRow
    own: Sequence[str]  # the user's playbooks by name
    keys: KeyNames
    title: str
    intro: str
    is_first: bool = False
    has_asked: bool = False  # about an address that may be at work

    def fields(self) -> Sequence[Field]:
        """The fields, from the top."""
        profile = self.profile
        playbooks = {**_PLAYBOOKS, **{name: name for name in self.own}}
        holidays = "whose holidays count, as Austria or DE-BY"
        return [
            Field("name", "Your name", profile.name, hint="as you sign"),
            Field("email", "Private e-mail", profile.email, hint="never a present employer's", check=checks("email")),
            Field("other_emails", "Other addresses", profile.other_emails, hint="letters from them are yours"),
            Field("phone", "Private phone", profile.phone),
            Field("linkedin", "LinkedIn", profile.linkedin),
            Field("skills", "Three skills", profile.skills, hint="notes may mention them"),
            Field("playbook", "After a no", profile.playbook or "default", options=playbooks),
            Field("country", "Country", profile.country, hint=holidays, check=checks("country")),
        ]

    def command(self, values: Values) -> Job:
        """The details; an address that may be at work is asked about once."""
        email = values["email"].strip()
        if not self.has_asked and email != self.profile.email and may_be_at_work(email, values["name"]):
            self.has_asked = True
            raise FormError(f"{AT_WORK} {self.keys('form.save').capitalize()} once more keeps it.", "email")
        return lambda book: commands.save_profile(book, **values.texts)

    def cancelled(self, values: Values, unread: Sequence[str]) -> Job | None:  # noqa: ARG002
        """A first question that was put aside is not asked again."""
        return (lambda book: commands.save_profile(book)) if self.is_first else None


def about(desk: Desk, *, first: bool = False) -> FormSpec:
    """The form; `first` is whether nobody asked for it."""
    found = desk.library.read(queries.profile)
    own = desk.library.read(queries.playbooks) or {}
    intro = "Notes sign with these. They are kept in your book and nowhere else. "
    if first:
        leave = desk.keys("form.cancel").capitalize()
        intro += f"{leave} skips this; it is not asked again, and `planner me` changes it any time."
    return MeForm(
        found or ProfileRow(), [*own], desk.keys, "Who are you?" if first else "My details", intro, found is None
    )


def about_first_use(desk: Desk) -> FormSpec:
    """The form as it is asked on first use."""
    return about(desk, first=True)
