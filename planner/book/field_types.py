"""What the columns of the tables take: text made safe to keep, addresses and numbers checked for their form."""

from enum import StrEnum
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import AfterValidator, BeforeValidator
from sqlmodel import Field

from ..countries import country_named, weekend_named
from ..errors import RefusedValueError
from ..text import clean_body, clean_line, is_visible
from ..zones import zone_named
from .identities import new_uuid

LONGEST_LINE = 500  # characters in a name, a subject, an address
LONGEST_BODY = 200_000  # characters in a message or a page of notes


def _line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _visible(value: str) -> str:
    if value and not is_visible(value):
        raise RefusedValueError("a name of which nothing can be seen is none", "has nothing in it that can be seen")
    return value


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
Name = Annotated[str, BeforeValidator(_line), AfterValidator(_visible)]
Body = Annotated[str, BeforeValidator(_body)]
Email = Annotated[str, BeforeValidator(_line), AfterValidator(_email)]
Phone = Annotated[str, BeforeValidator(_line), AfterValidator(_phone)]
TimeZone = Annotated[str, BeforeValidator(_line), AfterValidator(_time_zone)]
Country = Annotated[str, BeforeValidator(_line), AfterValidator(_country)]
Weekend = Annotated[str, BeforeValidator(_line), AfterValidator(_weekend)]
Tags = Annotated[str, BeforeValidator(_tags)]


def line_field(**options: Any) -> Any:  # noqa: ANN401 - the type of SQLModel's own Field
    """A column of one line, empty without more."""
    return Field(default="", max_length=LONGEST_LINE, sa_column_kwargs={"server_default": ""}, **options)


def body_field() -> Any:  # noqa: ANN401
    """A column of several lines, empty without more."""
    return Field(default="", max_length=LONGEST_BODY, sa_type=sa.Text, sa_column_kwargs={"server_default": ""})


def choice(
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


def contact_key(*, nullable: bool = False, index: bool = True) -> Any:  # noqa: ANN401
    """A column that says whose a row is."""
    options: dict[str, Any] = {"default": None} if nullable else {}
    return Field(foreign_key="contact.id", ondelete="CASCADE", nullable=nullable, index=index, **options)


def application_key() -> Any:  # noqa: ANN401
    """A column that says which application a row is about."""
    return Field(default=None, foreign_key="application.id", ondelete="CASCADE", nullable=True, index=True)


def uuid_field() -> Any:  # noqa: ANN401
    """A column with the name that a row has everywhere; a table that is filled by plain statements may leave it out."""
    return Field(
        default_factory=new_uuid,
        max_length=36,
        nullable=True,
        unique=True,
        index=True,
        sa_column_kwargs={"default": new_uuid},
    )
