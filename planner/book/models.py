"""The tables of the book.

Table models do not validate in SQLModel, so each table that takes a person's input builds on a plain model of its
fields that does; commands validate with that model and then write the table. Constraints, foreign keys and indexes
stand in the database as well. Dates are calendar dates of the user's; moments are ISO texts in UTC.
"""

from datetime import date, time
from enum import StrEnum

import sqlalchemy as sa
from pydantic import ConfigDict
from sqlmodel import Field, SQLModel

from ..cadence.terms import (
    Address,
    ApplicationState,
    Channel,
    ContactState,
    DecisionKind,
    Direction,
    HowLearned,
    Kind,
    Language,
    Part,
    Reason,
    Step,
    Tone,
    YearlyHello,
)
from .field_types import (
    LONGEST_LINE,
    Body,
    Country,
    Email,
    Line,
    Name,
    Phone,
    Tags,
    TimeZone,
    Weekend,
    application_key,
    body_field,
    choice,
    contact_key,
    line_field,
    uuid_field,
)

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class DraftState(StrEnum):
    """How far a note has come. Nothing is sent because it was written or copied; the user says so."""

    DRAFT = "draft"
    HANDED_OVER = "handed_over"
    SENT = "sent"
    DROPPED = "dropped"


# A key that undo has freed must not come to mean another row for whoever still holds it.
_NEVER_REUSED = {"sqlite_autoincrement": True}


class Fields(SQLModel):
    """What a person can enter about something; unknown fields and wrong values are refused."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)  # type: ignore[assignment]


class ContactFields(Fields):
    """A person who interviewed the user, or stands near one who did."""

    name: Name = Field(min_length=1, max_length=LONGEST_LINE)
    called: Line = line_field()  # how the user addresses them: "Dana"
    salutation: Line = line_field()  # with the surname: "Ms.", "Dr."
    title: Line = line_field()  # their position there
    employer: Line = line_field()
    email: Email = line_field()
    phone: Phone = line_field()
    linkedin: Line = line_field()
    time_zone: TimeZone = line_field()
    country: Country = line_field()  # whose holidays they keep; empty: the user's
    preferred_channel: Channel | None = choice(Channel)
    address: Address | None = choice(Address, checked=False)  # by first name or by surname; None: as the settings say
    language: Language | None = choice(Language, checked=False)  # of notes to them; None: as the settings say
    tone: Tone | None = choice(Tone, checked=False)
    yearly_hello: YearlyHello | None = choice(YearlyHello, checked=False)  # while they rest; None: if they were warm
    tags: Tags = line_field()
    notes: Body = body_field()
    playbook: Line = line_field()  # empty: the profile's


class Contact(ContactFields, table=True):
    """A person, with whether they are still followed up and why not."""

    __table_args__ = (
        sa.CheckConstraint("name <> ''", name="named"),
        sa.Index("ix_contact_name", "name"),
        sa.Index("ix_contact_email", "email"),
        _NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    uuid: str = uuid_field()
    dead_email: Line = line_field()  # an address that reaches them no longer; while it is `email`, none does
    state: ContactState = choice(ContactState, ContactState.OPEN)
    state_reason: str = line_field()
    rests_by_rule: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    open_since: date | None = None  # the day they were taken up again
    archived_on: date | None = None  # put away: kept and found, but in no list unless it is asked for
    revision: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class ApplicationFields(Fields):
    """A position applied for, and what is worth remembering of its "no" (domain, section 7)."""

    position: Name = Field(min_length=1, max_length=LONGEST_LINE)
    employer: Name = Field(min_length=1, max_length=LONGEST_LINE)
    state: ApplicationState = choice(ApplicationState, ApplicationState.RUNNING)
    promised_on: date | None = None  # the day by which they said they would decide
    learned_on: date | None = None
    how_learned: HowLearned | None = choice(HowLearned)
    reason: Reason | None = choice(Reason)
    reason_given: Body = body_field()  # word for word
    feedback: Body = body_field()
    lesson: Body = body_field()
    would_go_back: bool | None = None
    main_contact_id: int | None = Field(default=None, foreign_key="contact.id", ondelete="SET NULL", index=True)


class Application(ApplicationFields, table=True):
    """A position applied for."""

    __table_args__ = (
        sa.CheckConstraint("position <> '' AND employer <> ''", name="named"),
        sa.CheckConstraint("(state = 'rejected') = (learned_on IS NOT NULL)", name="rejected_with_date"),
        _NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    uuid: str = uuid_field()


class Interviewer(Fields, table=True):
    """A contact's part in an application."""

    __table_args__ = (sa.UniqueConstraint("application_id", "contact_id"),)
    id: int | None = Field(default=None, primary_key=True)
    uuid: str = uuid_field()
    contact_id: int = contact_key()
    application_id: int = Field(foreign_key="application.id", ondelete="CASCADE", index=False)
    part: Part = choice(Part, required=True)


class TouchpointFields(Fields):
    """One thing that happened with a person or an application."""

    contact_id: int | None = contact_key(nullable=True, index=False)
    application_id: int | None = application_key()
    kind: Kind = choice(Kind, required=True)
    channel: Channel | None = choice(Channel)
    direction: Direction = choice(Direction, required=True)
    happened_on: date
    happened_at: time | None = None
    subject: Line = line_field()
    body: Body = body_field()
    step: Step | None = choice(Step)  # the step it fulfilled
    message_id: Line | None = Field(default=None, max_length=1000)
    thread: Body = body_field()  # the Message-IDs of what it answers, the first first
    place: Line = line_field()  # where an interview was
    event_uid: Line = line_field()  # of an appointment, by which its calendar changes it
    event_sequence: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # which version of it this is


class Touchpoint(TouchpointFields, table=True):
    """A touchpoint; one from an applicant-tracking system belongs to an application and to no person."""

    __table_args__ = (
        sa.CheckConstraint("contact_id IS NOT NULL OR application_id IS NOT NULL", name="of_someone"),
        sa.UniqueConstraint("message_id"),
        sa.Index("ix_touchpoint_contact_id_happened_on", "contact_id", "happened_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uuid: str = uuid_field()


class Draft(SQLModel, table=True):
    """A note being written."""

    __table_args__ = (sa.Index("ix_draft_state", "state"), _NEVER_REUSED)
    id: int | None = Field(default=None, primary_key=True)
    uuid: str = uuid_field()
    contact_id: int = contact_key()
    application_id: int | None = application_key()
    step: Step | None = choice(Step)
    channel: Channel = choice(Channel, Channel.EMAIL)
    template: str = line_field()
    subject: str = line_field()
    body: str = body_field()
    state: DraftState = choice(DraftState, DraftState.DRAFT)
    handed_over: str = line_field()  # how: "copied", "opened in your mail program"
    saved_at: str = line_field()
    message_id: str = line_field()  # under which it was given to the send command
    stops: str = body_field()  # the blanks of the body, filled or not, as JSON: see notes.blanks
    handed_over_on: date | None = None
    held_until: date | None = None  # finished, and to be read once more on that day before it goes out


class Promise(SQLModel, table=True):
    """Something the user promised a person, with its own date."""

    id: int | None = Field(default=None, primary_key=True)
    uuid: str = uuid_field()
    contact_id: int = contact_key()
    what: str = Field(max_length=LONGEST_LINE)
    due: date
    kept_on: date | None = None
    put_off_because: str = line_field()


class Decision(SQLModel, table=True):
    """A step put off, left out, or fixed to the date they asked for."""

    __table_args__ = (sa.CheckConstraint("(kind = 'skip') = (until IS NULL)", name="dated"),)
    id: int | None = Field(default=None, primary_key=True)
    uuid: str = uuid_field()
    contact_id: int = contact_key()
    kind: DecisionKind = choice(DecisionKind, required=True)
    made_on: date
    step: Step | None = choice(Step)
    application_id: int | None = application_key()
    until: date | None = None
    reason: str = line_field()


class FollowUp(SQLModel, table=True):
    """The stored plan: what each person is owed. Always what the rules make of the facts, never edited by hand."""

    __tablename__ = "follow_up"
    __table_args__ = (
        sa.UniqueConstraint("contact_id", "step", "application_id"),
        sa.CheckConstraint("opens <= due AND due <= late", name="in_order"),
        sa.Index("ix_follow_up_opens", "opens"),
    )
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = contact_key(index=False)
    step: Step = choice(Step, required=True)
    application_id: int | None = application_key()
    opens: date
    due: date
    late: date
    counted_from: date
    interval_days: int
    channel: Channel = choice(Channel, required=True)
    part: Part | None = choice(Part)
    why: str = Field(max_length=2000)
    days_off: str = body_field()  # of a call: when not to make it, see `days_off`


class JournalEntry(SQLModel, table=True):
    """One action: its label and, as JSON, each row it changed as it was before and after."""

    __tablename__ = "journal_entry"
    __table_args__ = (sa.Index("ix_journal_entry_undone_id", "undone", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    label: str = Field(max_length=1000)
    made_at: str = Field(max_length=40)
    changes: str = Field(sa_type=sa.Text)
    undone: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class Identity(SQLModel, table=True):
    """Which book this is: the same in every copy of it, and in no other book."""

    __table_args__ = (sa.CheckConstraint("id = 1", name="only_one"),)
    id: int = Field(default=1, primary_key=True)
    uuid: str = Field(max_length=36)
    planned: int | None = None  # how many rows the plan has, and the search index: see `digests.keep_counts`
    indexed: int | None = None


class RowDigest(SQLModel, table=True):
    """What a row was when an action left it, see `digests`."""

    __tablename__ = "row_digest"
    id: int | None = Field(default=None, primary_key=True)
    digest: int


class OwnPlaybook(SQLModel, table=True):
    """A playbook of the user's as it was taken into the book: a change of the file counts once it is taken in anew."""

    __tablename__ = "playbook"
    __table_args__ = (sa.CheckConstraint("name <> ''", name="named"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=LONGEST_LINE, unique=True)
    text: str = Field(sa_type=sa.Text)


class ProfileFields(Fields):
    """The user: the name under a note, and how to be reached in private."""

    name: Line = line_field()
    email: Email = line_field()
    other_emails: Line = line_field()  # by which letters are known as the user's own, with commas between
    phone: Line = line_field()
    linkedin: Line = line_field()
    skills: Line = line_field()
    playbook: Line = line_field()
    country: Country = line_field()  # whose holidays count
    weekend: Weekend = line_field()  # such as "fri, sat"; empty: the country's


class Profile(ProfileFields, table=True):
    """The one profile of a book. It exists once the user has answered, or put aside, the question for it.

    `took_job_on` is set while the user has a job and looks for none; `searching_since` is the day on which the search
    was taken up again.
    """

    __table_args__ = (sa.CheckConstraint("id = 1", name="only_one"),)
    id: int = Field(default=1, primary_key=True)
    took_job_on: date | None = None
    new_employer: str = line_field()
    searching_since: date | None = None
