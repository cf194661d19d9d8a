"""From a form that was filled in to the command that it stands for."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ... import environment
from ...book.applications import ApplicationPage
from ...book.due import DueRow
from ...book.errors import BookError
from ...book.queries import ContactRow
from ...cadence.terms import HowLearned, Kind, Part, Reason, Step, named_part
from ...cadence.touches import EVENTS
from ..commands import lazy as commands
from ..views.due_list import Row
from ..writing.autosave import DraftKeeper
from .form import Form

if TYPE_CHECKING:
    from ...book.commands import Done, Panelist
    from ...book.database import Book
    from ..system.external_editor import LeftOver

Job = Callable[["Book"], "Done"]


class FormError(Exception):
    """Something in a form does not fit; `field` is where."""

    def __init__(self, text: str, field: str) -> None:
        super().__init__(text)
        self.field = field


def deed_of(event: Form.Submitted, rows: Sequence[Row], keeper: DraftKeeper) -> Job:
    """The job that a form about these people asks for; for several, one job that does it for each.

    Raises:
        FormError: a value does not fit; nothing was done.
    """
    values, dates = event.values, event.dates
    kind = event.form.kind
    if kind == "add":
        return _add(values, dates)
    if kind == "me":
        return lambda book: commands.save_profile(book, **values)
    if kind == "reject":
        return _reject(values, dates)
    if kind == "call":
        return _call(values, dates, keeper)
    if kind in {"person", "elsewhere", "application", "merge", "delete"}:
        return _details(event)
    jobs = [(row.name, _about(kind, row, values, dates)) for row in rows]
    return lambda book: commands.together(book, jobs)


def _details(event: Form.Submitted) -> Job:
    """What a form about details asks for: of a person, of an application, of two entries that are one."""
    values, about = dict[str, object](event.values), event.form.about
    if event.form.kind == "delete":
        assert isinstance(about, ContactRow)
        key = about.id
        if values["how"] == "archive":
            return lambda book: commands.archive_contact(book, key)
        return lambda book: commands.delete_contact(book, key)
    if event.form.kind == "merge":
        assert isinstance(about, tuple)
        kept, other = about
        if values.get("sure") == "no":
            raise FormError("Escape leaves them two.", "sure")
        chosen = {
            name: getattr(kept if whose == "kept" else other, name) for name, whose in values.items() if name != "sure"
        }
        return lambda book: commands.merge_contacts(book, kept.id, other.id, chosen)
    if event.form.kind == "application":
        assert isinstance(about, ApplicationPage)
        application_id = about.application_id
        if "promised_on" in values:
            values["promised_on"] = event.dates["promised_on"]
        if "main_contact_id" in values:
            values["main_contact_id"] = int(str(values["main_contact_id"]))
        if "would_go_back" in values:
            values["would_go_back"] = {"yes": True, "no": False}.get(str(values["would_go_back"]))
        if values.get("reason") == Reason.UNKNOWN and about.reason is None:
            values["reason"] = None
        return lambda book: commands.change_application(book, application_id, **values)
    if event.form.kind == "elsewhere":
        assert isinstance(about, tuple)
        contact, mine = about
        values = {name: value for name, value in mine.items() if event.values.get(name, "mine") == "mine"}
    else:
        assert isinstance(about, ContactRow)
        contact, values = about, changes_of(event)
    return lambda book: commands.change_contact(book, contact.id, contact.revision, **values)


def changes_of(event: Form.Submitted) -> dict[str, object]:
    """The details of a person that were changed in their form."""
    contact = event.form.about
    typed = {name: value or None if name == "preferred_channel" else value for name, value in event.values.items()}
    return {name: value for name, value in typed.items() if value != getattr(contact, name)}


def _about(kind: str, row: Row, values: dict[str, str], dates: dict[str, date | None]) -> Job:
    """What a form asks for about one person."""
    if kind == "went":
        return _went(row, values, dates)
    if kind == "log":
        return _log(row.contact_id, values, dates)
    if kind == "promise":
        by = _day(dates, "by")
        return lambda book: commands.add_promise(book, row.contact_id, values["what"], by)
    if kind == "snooze":
        return _snooze(row, values, dates)
    if kind == "tag":
        words = [word.strip() for word in values["tags"].replace("#", "").split(",") if word.strip()]
        off = [word[1:].strip() for word in words if word.startswith("-")]
        return lambda book: commands.tag_contact(book, row.contact_id, {*words} - {f"-{word}" for word in off}, off)
    return _skip(row, values)


def _log(contact_id: int, values: dict[str, str], dates: dict[str, date | None]) -> Job:
    on = _day(dates, "on")
    if values["what"] == "moved":
        return lambda book: commands.record_move(book, contact_id, values["to"], on)
    event = EVENTS[values["what"]]

    def job(book: "Book") -> "Done":
        at = environment.time_now(book.clock()) if on == book.clock() else None
        return commands.log_touchpoint(
            book,
            contact_id,
            event.kind,
            event.direction,
            on,
            at=at,
            channel=event.channel,
            body=values.get("text", ""),
        )

    return job


def _call(values: dict[str, str], dates: dict[str, date | None], keeper: DraftKeeper) -> Job:
    writing = keeper.writing
    on = _day(dates, "on")
    kind: Kind = EVENTS[values["what"]].kind
    if writing is None:
        raise FormError("The call script is gone; leave with escape and open it again.", "what")

    def job(book: "Book") -> "Done":
        if writing.draft_id is None:
            raise BookError("The script could not be saved before; press ctrl+s once more.")
        at = environment.time_now(book.clock()) if on == book.clock() else None
        return commands.mark_sent(book, writing.draft_id, on, at=at, kind=kind, text=(writing.subject, writing.body))

    return job


def _went(row: Row, values: dict[str, str], dates: dict[str, date | None]) -> Job:
    draft_id = row.draft_id if isinstance(row, DueRow) else None
    if draft_id is None:
        raise FormError("That note is gone; leave with escape and look again.", "went")
    key = draft_id
    if values["went"] == "not_yet":
        return lambda book: commands.take_back(book, key)
    if values["went"] == "drop":
        return lambda book: commands.drop_draft(book, key)
    on = _day(dates, "on")

    def job(book: "Book") -> "Done":
        at = environment.time_now(book.clock()) if on == book.clock() else None
        return commands.mark_sent(book, key, on, at=at)

    return job


def keep_words(event: Form.Cancelled, rows: Sequence[Row]) -> Job | None:
    """The job that keeps the dates of a form that could not be read, when the form is left; None without any."""
    promise = f"promised “{event.values.get('what', '')}” by"
    what = {"snooze": "put off until", "promise": promise}.get(event.form.kind)
    if what is None or not rows or not event.unread:
        return None
    jobs: list[tuple[str, Job]] = [
        (row.name, lambda book, row=row, words=words: commands.keep_unread_date(book, row.contact_id, words, what))  # type: ignore[misc]
        for row in rows
        for words in event.unread
    ]
    return lambda book: commands.together(book, jobs)


def keep_left_over(left: "LeftOver") -> Job:
    """The job that keeps a text left in another editor: in its draft or notes, or beside what is there now."""
    about = left.about

    def job(book: "Book") -> "Done":
        if about.notes:
            saved = commands.save_notes(book, about.contact_id, left.body, expected=about.body)
            return commands.Done(saved.label, about.contact_id)
        draft = commands.save_draft(
            book,
            about.draft_id,
            contact_id=about.contact_id,
            subject=left.subject,
            body=left.body,
            expected=(about.subject, about.body),
        )
        return commands.Done(f"note to {about.name} kept as a draft", draft.id)

    return job


def _snooze(row: Row, values: dict[str, str], dates: dict[str, date | None]) -> Job:
    until = _day(dates, "until")
    asked = values["asked"] == "theirs"
    step = Step(row.step) if isinstance(row, DueRow) and not asked else None
    application_id = row.application_id if isinstance(row, DueRow) and not asked else None
    return lambda book: commands.snooze(
        book, row.contact_id, until, reason=values["reason"], asked=asked, step=step, application_id=application_id
    )


def _skip(row: Row, values: dict[str, str]) -> Job:
    how = values["how"]
    if how == "wake":
        return lambda book: commands.reopen_contact(book, row.contact_id)
    if how == "close":
        return lambda book: commands.close_contact(book, row.contact_id, values["reason"])
    if how == "rest":
        return lambda book: commands.rest_contact(book, row.contact_id, values["reason"])
    step = Step(row.step) if isinstance(row, DueRow) else None
    application_id = row.application_id if isinstance(row, DueRow) else None
    return lambda book: commands.skip(
        book, row.contact_id, reason=values["note"], step=step, application_id=application_id
    )


def _reject(values: dict[str, str], dates: dict[str, date | None]) -> Job:
    learned_on = _day(dates, "on")
    return lambda book: commands.record_rejection(
        book,
        int(values["application"]),
        learned_on,
        HowLearned(values["how"]),
        reason=Reason(values["reason"]) if values["reason"] != Reason.UNKNOWN else None,
        reason_given=values["words"],
        lesson=values["lesson"],
        would_go_back=values["again"] == "yes",
    )


def _add(values: dict[str, str], dates: dict[str, date | None]) -> Job:
    if values["what"] == "person":

        def add_person(book: "Book") -> "Done":
            from ...book.commands import add_contact, entered
            from ...book.models import ContactFields

            fields = entered(
                ContactFields,
                name=values["name"],
                employer=values["works_at"],
                email=values["email"],
                phone=values["phone"],
            )
            return add_contact(book, fields)

        return add_person
    field = "people" if values["what"] == "application" else "there"
    people = _people(values[field], field)
    if values["what"] == "interview":
        met_on = _day(dates, "met_on")
        return lambda book: commands.add_interview(
            book,
            int(values["application"]),
            _panel(book, people, int(values["application"])),
            on=commands.not_ahead(book, met_on),
        )
    if dates.get("on") is not None and not people:
        raise FormError("An interview needs at least one person who was there.", "people")

    def add_application(book: "Book") -> "Done":
        from ...book.commands import add_interview, entered, not_ahead
        from ...book.models import ApplicationFields

        fields = entered(
            ApplicationFields,
            position=values["position"],
            employer=values["employer"],
            promised_on=dates.get("promised"),
        )
        on = dates.get("on")
        return add_interview(
            book, fields, _panel(book, people, fields.employer), on=not_ahead(book, on) if on is not None else None
        )

    return add_application


def _people(text: str, field: str) -> list[tuple[str, Part]]:
    try:
        people = [named_part(piece) for piece in text.replace(";", ",").split(",") if piece.strip()]
    except ValueError as error:
        raise FormError(str(error), field) from None
    if any(not name for name, _ in people):
        raise FormError("Each person needs a name before the colon.", field)
    return people


def _panel(book: "Book", people: list[tuple[str, Part]], application: int | str) -> list["Panelist"]:
    """The people by name: those of the book by their key, the others to be entered.

    `application` is the one they interview for, or the employer of a new one.
    """
    from ...book import queries
    from ...book.commands import Panelist, entered
    from ...book.errors import EntryError
    from ...book.file import reading
    from ...book.models import ContactFields

    found = []
    with reading(book.path) as connection:
        known = queries.applications(connection) if isinstance(application, int) else []
        employer = next((each.employer for each in known if each.id == application), str(application))
        for name, part in people:
            same = queries.meant(connection, name, employer)
            if len(same) > 1:
                raise EntryError(f"Several people in your book are called {name}; rename one first.")
            found.append(Panelist(same[0] if same else entered(ContactFields, name=name), part))
    return found


def _day(dates: dict[str, date | None], field: str) -> date:
    day = dates[field]
    if day is None:
        raise FormError("A date is needed here.", field)
    return day
