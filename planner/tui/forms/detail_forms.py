"""The forms about entries: the details of a person or an application, and what becomes of an entry."""

from collections.abc import Mapping
from datetime import date

from ...book.applications import ApplicationPage
from ...book.contact_fields import CONTACT_FIELDS, LABELS, ContactField, ContactRow
from ...cadence.terms import REASON_NAMES
from ...text import shorten
from .form import Field, Form
from .forms import Known
from .validators import checks


def person_form(contact: ContactRow, today: date, known: Known) -> Form:
    """The details of a person, to change."""
    return Form(
        "person",
        f"Details of {contact.name}",
        [_detail(field, contact, known) for field in CONTACT_FIELDS if field.asked],
        today,
        "A move to another employer that you heard of is better logged (l): it is a reason to write.",
        asks=True,
        about=contact,
    )


def _detail(field: ContactField, contact: ContactRow, known: Known) -> Field:
    """A detail of a person as a field of a form."""
    return Field(
        field.name,
        field.label,
        getattr(contact, field.name) or "",
        hint=field.hint,
        options=field.choices,
        required=field.required,
        check=checks(field.name) if field.checked else None,
        suggest=getattr(known, field.known) if field.known else (),
        several=field.several,
    )


def application_form(found: ApplicationPage, today: date, known: Known) -> Form:
    """The details of an application, to change."""
    rejected = found.state == "rejected"
    states = {"running": "running", "offer": "an offer", "withdrawn": "withdrawn"}
    people = {str(row.contact_id): row.name for row in found.panel}
    fields = [
        Field("position", "Position", found.position, required=True, suggest=known.positions),
        Field("employer", "Employer", found.employer, required=True, suggest=known.employers),
    ]
    if people:
        main = str(found.main_contact_id or found.panel[0].contact_id)
        fields.append(Field("main_contact_id", "Main contact", main, options=people))
    if rejected:
        reason = found.reason or "unknown"
        back = {True: "yes", False: "no", None: "open"}[found.would_go_back]
        fields += [
            Field("reason", "Why", reason, options=REASON_NAMES),
            Field("reason_given", "In their words", found.reason_given),
            Field("feedback", "Their feedback", found.feedback, hint="what they said you could do better"),
            Field("lesson", "One thing you learned", found.lesson),
            Field("would_go_back", "Would you go back", back, options={"open": "not said", "yes": "yes", "no": "no"}),
        ]
    else:
        promised = found.promised_on.isoformat() if found.promised_on else ""
        fields += [
            Field("state", "It is", found.state, options=states),
            Field("promised_on", "Decision promised by", promised, is_date=True),
        ]
    return Form("application", f"{found.position} at {found.employer}", fields, today, "", asks=True, about=found)


def reach_form(contact: ContactRow, today: date) -> Form:
    """The ways to reach a person; the one that is chosen is opened."""
    options = {
        key: f"{words}: {value}"
        for key, words, value in (
            ("mail", "an empty mail", contact.email),
            ("phone", "call", contact.phone),
            ("linkedin", "LinkedIn", contact.linkedin),
            ("copy", "copy the address", contact.email),
        )
        if value
    }
    return Form(
        "reach",
        f"Reach {contact.name}",
        [Field("how", "Open", "", options=options)],
        today,
        "Opening something is not writing: only what you log, or mark sent, is in the timeline.",
        about=contact,
    )


def delete_form(contact: ContactRow, goes_with: str, today: date) -> Form:
    """Whether a person shall leave the book, and what goes with them."""
    return Form(
        "delete",
        f"Delete {contact.name}?",
        [
            Field(
                "how",
                "Do",
                "keep",
                options={
                    "keep": "keep them",
                    "archive": "archive: kept and found, but in no list",
                    "delete": f"delete, and with them {goes_with}",
                },
            )
        ],
        today,
        "Undo brings back either.",
        about=contact,
    )


def merge_form(kept: ContactRow, other: ContactRow, today: date) -> Form:
    """Two entries that are one person: of each detail in which they differ, which counts."""
    fields = [
        Field(
            field.name,
            field.label,
            "kept" if getattr(kept, field.name) else "other",
            options={
                "kept": f"{shorten(getattr(kept, field.name) or '(empty)', 40)}",
                "other": f"{shorten(getattr(other, field.name) or '(empty)', 40)}",
            },
        )
        for field in CONTACT_FIELDS
        if field.asked and not field.several and getattr(kept, field.name) != getattr(other, field.name)
    ]
    if not fields:
        fields = [Field("sure", "Merge them", "yes", options={"yes": "yes", "no": "no"})]
    return Form(
        "merge",
        f"{kept.name} and {other.name} are one person",
        fields,
        today,
        "The entry that stands first in the list comes first. Timelines, drafts, parts, tags and notes of both stay. "
        "Undo makes them two again.",
        about=(kept, other),
    )


def elsewhere_form(
    name: str, mine: Mapping[str, object], theirs: Mapping[str, object], about: object, today: date
) -> Form:
    """A person was changed elsewhere while they were edited here: of each detail, whose counts."""
    fields = [
        Field(
            field,
            LABELS.get(field, field),
            "mine",
            options={
                "mine": f"mine: {shorten(str(value or '(empty)'), 40)}",
                "theirs": f"there: {shorten(str(theirs[field] or '(empty)'), 40)}",
            },
        )
        for field, value in mine.items()
    ]
    return Form(
        "elsewhere",
        f"{name} was changed elsewhere meanwhile",
        fields,
        today,
        "Nothing is saved yet. First stands what you typed, then what is in the book now.",
        asks=True,
        unsaved=True,
        about=about,
    )
