"""The tables of the book.

Table models do not validate in SQLModel, so each table that takes a person's input builds on a plain model of its
fields that does; commands validate with that model and then write the table. Constraints, foreign keys and indexes
stand in the database as well. Dates are calendar dates of the user's; moments are ISO texts in UTC.
"""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import AfterValidator, BeforeValidator, ConfigDict
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
    Part,
    Reason,
    Step,
    YearlyHello,
)
from ..countries import country_named, weekend_named
from ..errors import RefusedValueError
from ..text import clean_body, clean_line
from ..zones import zone_named

LONGEST_LINE = 500  # characters in a name, a subject, an address
LONGEST_BODY = 200_000  # characters in a message or a page of notes

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


def _line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _body(value: object) -> object:
    return clean_body(value) if isinstance(value, str) else value


def _email(value: str) -> str:
    """An address as it is written, as far as its form tells; whether it exists only a letter can tell."""
    if not value:
        return value
    from email_validator import EmailNotValidError, validate_email

    try:
        return str(validate_email(value, check_deliverability=False).normalized)
    except EmailNotValidError as error:
        said = str(error).rstrip(".")
        text = f"{value!r} is not an e-mail address like dana@example.com ({said})"
        raise RefusedValueError(text, said) from None


def _phone(value: str) -> str:
    """A number; with its country in front it must be one that can be dialled."""
    if not value:
        return value
    if sum(character.isdigit() for character in value) < 3:
        raise ValueError(f"{value!r} is no telephone number")
    if value.startswith("+"):
        import phonenumbers

        try:
            number = phonenumbers.parse(value)
        except phonenumbers.NumberParseException as error:
            if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
                raise ValueError(f"{value!r} begins with no country's number, such as +43") from None
            raise ValueError(f"{value!r} has too many digits, or too few, for its country") from None
        if not phonenumbers.is_possible_number(number):
            raise ValueError(f"{value!r} has too many digits, or too few, for its country")
    return value


def _time_zone(value: str) -> str:
    return zone_named(value) if value else value


def _country(value: str) -> str:
    return country_named(value) if value else value


def _weekend(value: str) -> str:
    return weekend_named(value) if value else value


def _tags(value: object) -> object:
    """Tags as one text, each once, in order, with commas between."""
    words = value.replace("#", " ").split(",") if isinstance(value, str) else value
    if not isinstance(words, list | tuple | set):
        return value
    return ", ".join(sorted({clean_line(str(word)).lower() for word in words} - {""}))


Line = Annotated[str, BeforeValidator(_line)]
Body = Annotated[str, BeforeValidator(_body)]
Email = Annotated[str, BeforeValidator(_line), AfterValidator(_email)]
Phone = Annotated[str, BeforeValidator(_line), AfterValidator(_phone)]
TimeZone = Annotated[str, BeforeValidator(_line), AfterValidator(_time_zone)]
Country = Annotated[str, BeforeValidator(_line), AfterValidator(_country)]
Weekend = Annotated[str, BeforeValidator(_line), AfterValidator(_weekend)]
Tags = Annotated[str, BeforeValidator(_tags)]


def _line_field(**options: Any) -> Any:  # noqa: ANN401 - the type of SQLModel's own Field
    return Field(default="", max_length=LONGEST_LINE, sa_column_kwargs={"server_default": ""}, **options)


def _body_field() -> Any:  # noqa: ANN401
    return Field(default="", max_length=LONGEST_BODY, sa_type=sa.Text, sa_column_kwargs={"server_default": ""})


def _choice(
    values: type[StrEnum], default: StrEnum | None = None, *, required: bool = False, checked: bool = True
) -> Any:  # noqa: ANN401
    """A column that takes one of a closed set, stored by its value and checked by the database.

    One that was added later is not `checked` there: SQLite takes a check only with a whole table.
    """
    kind = sa.Enum(
        values,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=checked,
        length=20,
        name=values.__name__.lower(),
    )
    kwargs = {"server_default": default.value} if default else {}
    if required:
        return Field(sa_type=kind, sa_column_kwargs=kwargs)
    return Field(default=default, sa_type=kind, sa_column_kwargs=kwargs)


def _contact_key(*, nullable: bool = False, index: bool = True) -> Any:  # noqa: ANN401
    options: dict[str, Any] = {"default": None} if nullable else {}
    return Field(foreign_key="contact.id", ondelete="CASCADE", nullable=nullable, index=index, **options)


def _application_key() -> Any:  # noqa: ANN401
    return Field(default=None, foreign_key="application.id", ondelete="CASCADE", nullable=True, index=True)


# A key that undo has freed must not come to mean another row for whoever still holds it.
_NEVER_REUSED = {"sqlite_autoincrement": True}


class Fields(SQLModel):
    """What a person can enter about something; unknown fields and wrong values are refused."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)  # type: ignore[assignment]


class ContactFields(Fields):
    """A person who interviewed the user, or stands near one who did."""

    name: Line = Field(min_length=1, max_length=LONGEST_LINE)
    called: Line = _line_field()  # how the user addresses them: "Dana"
    salutation: Line = _line_field()  # with the surname: "Ms.", "Dr."
    title: Line = _line_field()  # their position there
    employer: Line = _line_field()
    email: Email = _line_field()
    phone: Phone = _line_field()
    linkedin: Line = _line_field()
    time_zone: TimeZone = _line_field()
    country: Country = _line_field()  # whose holidays they keep; empty: the user's
    preferred_channel: Channel | None = _choice(Channel)
    address: Address | None = _choice(Address, checked=False)  # by first name or by surname; None: as the settings say
    yearly_hello: YearlyHello | None = _choice(YearlyHello, checked=False)  # while they rest; None: if they were warm
    tags: Tags = _line_field()
    notes: Body = _body_field()
    playbook: Line = _line_field()  # empty: the profile's


class Contact(ContactFields, table=True):
    """A person, with whether they are still followed up and why not."""

    __table_args__ = (
        sa.CheckConstraint("name <> ''", name="named"),
        sa.Index("ix_contact_name", "name"),
        sa.Index("ix_contact_email", "email"),
        _NEVER_REUSED,
    )
    id: int | None = Field(default=None, primary_key=True)
    dead_email: Line = _line_field()  # an address that reaches them no longer; while it is `email`, none does
    state: ContactState = _choice(ContactState, ContactState.OPEN)
    state_reason: str = _line_field()
    rests_by_rule: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    open_since: date | None = None  # the day they were taken up again
    archived_on: date | None = None  # put away: kept and found, but in no list unless it is asked for
    revision: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class ApplicationFields(Fields):
    """A position applied for, and what is worth remembering of its "no" (domain, section 7)."""

    position: Line = Field(min_length=1, max_length=LONGEST_LINE)
    employer: Line = Field(min_length=1, max_length=LONGEST_LINE)
    state: ApplicationState = _choice(ApplicationState, ApplicationState.RUNNING)
    promised_on: date | None = None  # the day by which they said they would decide
    learned_on: date | None = None
    how_learned: HowLearned | None = _choice(HowLearned)
    reason: Reason | None = _choice(Reason)
    reason_given: Body = _body_field()  # word for word
    feedback: Body = _body_field()
    lesson: Body = _body_field()
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


class Interviewer(Fields, table=True):
    """A contact's part in an application."""

    __table_args__ = (sa.UniqueConstraint("application_id", "contact_id"),)
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = _contact_key()
    application_id: int = Field(foreign_key="application.id", ondelete="CASCADE", index=False)
    part: Part = _choice(Part, required=True)


class TouchpointFields(Fields):
    """One thing that happened with a person or an application."""

    contact_id: int | None = _contact_key(nullable=True, index=False)
    application_id: int | None = _application_key()
    kind: Kind = _choice(Kind, required=True)
    channel: Channel | None = _choice(Channel)
    direction: Direction = _choice(Direction, required=True)
    happened_on: date
    happened_at: time | None = None
    subject: Line = _line_field()
    body: Body = _body_field()
    step: Step | None = _choice(Step)  # the step it fulfilled
    message_id: Line | None = Field(default=None, max_length=1000)
    thread: Body = _body_field()  # the Message-IDs of what it answers, the first first
    place: Line = _line_field()  # where an interview was
    event_uid: Line = _line_field()  # of an appointment, by which its calendar changes it
    event_sequence: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # which version of it this is


class Touchpoint(TouchpointFields, table=True):
    """A touchpoint; one from an applicant-tracking system belongs to an application and to no person."""

    __table_args__ = (
        sa.CheckConstraint("contact_id IS NOT NULL OR application_id IS NOT NULL", name="of_someone"),
        sa.UniqueConstraint("message_id"),
        sa.Index("ix_touchpoint_contact_id_happened_on", "contact_id", "happened_on"),
    )
    id: int | None = Field(default=None, primary_key=True)


class Draft(SQLModel, table=True):
    """A note being written."""

    __table_args__ = (sa.Index("ix_draft_state", "state"), _NEVER_REUSED)
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = _contact_key()
    application_id: int | None = _application_key()
    step: Step | None = _choice(Step)
    channel: Channel = _choice(Channel, Channel.EMAIL)
    template: str = _line_field()
    subject: str = _line_field()
    body: str = _body_field()
    state: DraftState = _choice(DraftState, DraftState.DRAFT)
    handed_over: str = _line_field()  # how: "copied", "opened in your mail program"
    saved_at: str = _line_field()
    message_id: str = _line_field()  # under which it was given to the send command
    stops: str = _body_field()  # the blanks of the body, filled or not, as JSON: see notes.blanks
    handed_over_on: date | None = None
    held_until: date | None = None  # finished, and to be read once more on that day before it goes out


class Promise(SQLModel, table=True):
    """Something the user promised a person, with its own date."""

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = _contact_key()
    what: str = Field(max_length=LONGEST_LINE)
    due: date
    kept_on: date | None = None
    put_off_because: str = _line_field()


class Decision(SQLModel, table=True):
    """A step put off, left out, or fixed to the date they asked for."""

    __table_args__ = (sa.CheckConstraint("(kind = 'skip') = (until IS NULL)", name="dated"),)
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = _contact_key()
    kind: DecisionKind = _choice(DecisionKind, required=True)
    made_on: date
    step: Step | None = _choice(Step)
    application_id: int | None = _application_key()
    until: date | None = None
    reason: str = _line_field()


class FollowUp(SQLModel, table=True):
    """The stored plan: what each person is owed. Always what the rules make of the facts, never edited by hand."""

    __tablename__ = "follow_up"
    __table_args__ = (
        sa.UniqueConstraint("contact_id", "step", "application_id"),
        sa.CheckConstraint("opens <= due AND due <= late", name="in_order"),
        sa.Index("ix_follow_up_opens", "opens"),
    )
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = _contact_key(index=False)
    step: Step = _choice(Step, required=True)
    application_id: int | None = _application_key()
    opens: date
    due: date
    late: date
    counted_from: date
    interval_days: int
    channel: Channel = _choice(Channel, required=True)
    part: Part | None = _choice(Part)
    why: str = Field(max_length=2000)
    days_off: str = _body_field()  # of a call: when not to make it, see `days_off`


class JournalEntry(SQLModel, table=True):
    """One action: its label and, as JSON, each row it changed as it was before and after."""

    __tablename__ = "journal_entry"
    __table_args__ = (sa.Index("ix_journal_entry_undone_id", "undone", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    label: str = Field(max_length=1000)
    made_at: str = Field(max_length=40)
    changes: str = Field(sa_type=sa.Text)
    undone: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class OwnPlaybook(SQLModel, table=True):
    """A playbook of the user's as it was taken into the book: a change of the file counts once it is taken in anew."""

    __tablename__ = "playbook"
    __table_args__ = (sa.CheckConstraint("name <> ''", name="named"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=LONGEST_LINE, unique=True)
    text: str = Field(sa_type=sa.Text)


class ProfileFields(Fields):
    """The user: the name under a note, and how to be reached in private."""

    name: Line = _line_field()
    email: Email = _line_field()
    other_emails: Line = _line_field()  # by which letters are known as the user's own, with commas between
    phone: Line = _line_field()
    linkedin: Line = _line_field()
    skills: Line = _line_field()
    playbook: Line = _line_field()
    country: Country = _line_field()  # whose holidays count
    weekend: Weekend = _line_field()  # such as "fri, sat"; empty: the country's


class Profile(ProfileFields, table=True):
    """The one profile of a book. It exists once the user has answered, or put aside, the question for it.

    `took_job_on` is set while the user has a job and looks for none; `searching_since` is the day on which the search
    was taken up again.
    """

    __table_args__ = (sa.CheckConstraint("id = 1", name="only_one"),)
    id: int = Field(default=1, primary_key=True)
    took_job_on: date | None = None
    new_employer: str = _line_field()
    searching_since: date | None = None
