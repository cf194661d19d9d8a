"""The details of a person: what each is called, what is asked for it, and where it shows. One row a field.

The forms of the app, `planner add person`, `planner edit person` and `planner show` all read this table. To add a
field, add

1. its column to `ContactFields` in `models.py`, with the type that cleans and checks it,
2. a migration that adds the column, as `0004_playbooks_and_working_days.py` does for `country`, and
3. here, its line in `ContactRow` and its row in `CONTACT_FIELDS`.

A field that notes can mention is named in `FIELDS` of `notes/mail_merge.py` as well.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..cadence.terms import CHANNEL_NAMES, LANGUAGES, Channel, Language
from ..text import joined


class ContactRow(NamedTuple):
    """A person with everything the book knows of them."""

    id: int
    name: str
    called: str
    salutation: str
    title: str
    employer: str
    email: str
    dead_email: str
    phone: str
    linkedin: str
    time_zone: str
    country: str
    preferred_channel: str | None
    address: str | None
    language: str | None
    tone: str | None
    yearly_hello: str | None
    tags: str
    notes: str
    playbook: str
    state: str
    state_reason: str
    revision: int
    archived_on: str | None
    said_called: bool = False  # whether `called` was entered, and is not only made from the name

    @property
    def live_email(self) -> str:
        """The address by which they can be reached; "" where none is known, or the one that is known is dead."""
        return "" if self.email.lower() == self.dead_email.lower() else self.email


class ContactField(NamedTuple):
    """One detail of a person.

    `help` explains its option on the command line. `choices` are all that it can be, each with its words; "" among them
    stands for none.
    """

    name: str  # of the column
    label: str
    help: str
    hint: str = ""  # stands in the empty field of a form
    asked: bool = True  # in the form of details
    required: bool = False
    checked: bool = False  # as soon as its field in a form is left
    known: str = ""  # what completes it in a form: "employers", "positions" or "tags"
    several: bool = False  # words separated by commas; of two entries that are merged, it keeps those of both
    choices: Mapping[str, str] = MappingProxyType({})
    shown: bool = True  # in a line of its own, in `planner show` and on the page of the person

    @property
    def option(self) -> str:
        """Its option on the command line: `--time-zone`."""
        return f"--{self.name.replace('_', '-')}"


_CHANNELS = (Channel.EMAIL, Channel.PHONE, Channel.LINKEDIN, Channel.POST)

CONTACT_FIELDS: tuple[ContactField, ...] = (
    ContactField("name", "Name", "their full name", required=True, shown=False),
    ContactField("called", "Called", "how you address them", hint="how you address them", checked=True, shown=False),
    ContactField("salutation", "Salutation", "Ms., Mr., Dr.", hint="with the surname: Ms., Mr., Dr.", shown=False),
    ContactField("title", "Position there", "their position there", known="positions", shown=False),
    ContactField("employer", "Employer", "where they work", known="employers", shown=False),
    ContactField("email", "E-mail", "their e-mail address", checked=True),
    ContactField("phone", "Phone", "their phone number", hint="with its country: +43 1 ...", checked=True),
    ContactField("linkedin", "LinkedIn", "their LinkedIn page", hint="the address of their page"),
    ContactField(
        "time_zone",
        "Time zone",
        "their time zone or city, as Europe/Vienna or 'portland, oregon'",
        hint="a name or a city",
        checked=True,
    ),
    ContactField(
        "country",
        "Country",
        "whose holidays they keep, as Austria or DE-BY; yours when it is empty",
        hint="whose holidays they keep",
        checked=True,
    ),
    ContactField(
        "preferred_channel",
        "Reach them by",
        f"one of {joined(list(Channel), 'or')}",
        choices={"": "no matter", **{channel.value: CHANNEL_NAMES[channel] for channel in _CHANNELS}},
        shown=False,
    ),
    ContactField(
        "address",
        "Addressed",
        "first (by first name) or formal (Dr. Smith); as in your settings when it is empty",
        choices={"": "as in your settings", "first": "by first name", "formal": "formally"},
        shown=False,
    ),
    ContactField(
        "language",
        "Language",
        f"of notes to them: {joined(list(Language), 'or')}; as in your settings when it is empty",
        choices={"": "as in your settings", **{each.value: LANGUAGES[each] for each in Language}},
        shown=False,
    ),
    ContactField(
        "tone",
        "Tone",
        "of notes to them, warm or formal; as in your settings when it is empty",
        choices={"": "as in your settings", "warm": "warm", "formal": "formal"},
        shown=False,
    ),
    ContactField(
        "yearly_hello",
        "Yearly hello",
        "on or off: one hello a year while they rest; for those who were warm when it is empty",
        choices={"": "if they were warm", "on": "on", "off": "off"},
        shown=False,
    ),
    ContactField("tags", "Tags", "tags, separated by commas", known="tags", several=True),
    ContactField(
        "notes", "Notes", "your notes, as Markdown; they take the place of the old ones", asked=False, shown=False
    ),
    ContactField(
        "playbook", "Playbook", "the playbook to follow with them, instead of yours", asked=False, shown=False
    ),
)
LABELS: dict[str, str] = {field.name: field.label for field in CONTACT_FIELDS}


def email_said(contact: ContactRow) -> str:
    """The address with what is wrong with it: "dana@example.com (reaches them no longer)"."""
    return contact.email if contact.live_email or not contact.email else f"{contact.email} (reaches them no longer)"


def shown_of(contact: ContactRow) -> list[tuple[ContactField, str]]:
    """The fields that show in a line of their own and are not empty, each with what the book knows."""
    said = {"email": email_said(contact)}
    found = ((field, said.get(field.name, getattr(contact, field.name))) for field in CONTACT_FIELDS if field.shown)
    return [(field, value) for field, value in found if value]
