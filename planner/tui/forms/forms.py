"""The forms of the daily visit: what each asks, in which words."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ...book.due import DueRow
from ...book.queries import ApplicationRow, ContactRow, DraftRow, ProfileRow
from ...cadence.terms import PART_NAMES, REASON_NAMES
from ...cadence.touches import EVENTS
from ...dates import show
from ...text import shorten
from .form import Field, Form
from .validators import checks

if TYPE_CHECKING:
    from ..system.external_editor import LeftOver

_PEOPLE_HINT = "Dana Whitfield: hiring manager, Ari Cole: panel"
_HAPPENED = {word: event.choice for word, event in EVENTS.items()}
_CAME_OF_IT = {word: event.outcome for word, event in EVENTS.items() if event.outcome}


class Known(NamedTuple):
    """What the book knows, to complete with."""

    employers: Sequence[str] = ()
    positions: Sequence[str] = ()
    tags: Sequence[str] = ()
    people: Sequence[str] = ()


NOTHING_KNOWN = Known()


def call_form(contact: ContactRow, today: date) -> Form:
    """What came of a call, and what follows from each."""
    return Form(
        "call",
        f"How did the call with {contact.called} go?",
        [
            Field("what", "What", "called", options=_CAME_OF_IT),
            Field("on", "When", "today", is_date=True, past=True, required=True),
        ],
        today,
        "Arrows or a first letter choose, Enter goes on and saves at the end. Escape goes back to the script.",
    )


def went_form(row: DueRow, draft: DraftRow, today: date) -> Form:
    """Whether a note that was handed over went out."""
    on = f" on {show(draft.handed_over_on, today)}" if draft.handed_over_on else ""
    # Most likely on the day that it left the planner.
    when = str(draft.handed_over_on) if draft.handed_over_on not in (None, today) else "today"
    return Form(
        "went",
        f"Did your note to {row.name} go out?",
        [
            Field(
                "went",
                "Did it",
                "yes",
                options={"yes": "yes, it went out", "not_yet": "not yet", "drop": "no, and I drop it"},
            ),
            Field("on", "When", when, is_date=True, past=True, required=True, only_for=frozenset({"yes"})),
        ],
        today,
        f"“{shorten(draft.subject, 60)}” was {draft.handed_over}{on}.",
    )


def left_form(left: "LeftOver", today: date) -> Form:
    """What is to become of a text that was left in another editor."""
    what = f"your notes on {left.about.name}" if left.about.notes else f"a note to {left.about.name}"
    start = shorten(" ".join(left.body.split()), 200)
    return Form(
        "left",
        f"The planner ended while {what} stood in your editor",
        [Field("keep", "That text", "keep", options={"keep": "keep it", "drop": "throw it away"})],
        today,
        f"It begins: “{start}”",
    )


def log_form(whom: str, today: date, chosen: str = "emailed", *, many: bool = False) -> Form:
    """What happened with a person, or with several at once."""
    return Form(
        "log",
        f"What happened with {whom}?",
        [
            Field(
                "what",
                "What",
                chosen,
                options={key: words for key, words in _HAPPENED.items() if not many or key != "moved"},
            ),
            Field("on", "When", "today", is_date=True, past=True, required=True),
            Field("to", "Where", hint="their new employer", required=True, only_for=frozenset({"moved"})),
            Field(
                "text",
                "In a few words",
                hint="what was said or written; may stay empty",
                only_for=frozenset(_HAPPENED) - {"moved"},
            ),
        ],
        today,
        "Arrows or a first letter choose, Enter goes on and saves at the end.",
    )


def promise_form(contact: ContactRow, today: date) -> Form:
    """What the user promised a person, and by when."""
    return Form(
        "promise",
        f"What did you promise {contact.name}?",
        [
            Field("what", "What", hint="an article, an introduction, an answer", required=True),
            Field("by", "By", is_date=True, required=True),
        ],
        today,
        "It comes up on that day. Writing to them about it, or logging a call, marks it kept.",
    )


_SNOOZES = {"1": "tomorrow", "2": "in a week", "3": "in a month"}


def snooze_form(whom: str, what: str, today: date) -> Form:
    """Until when a step is put off, and why."""
    return Form(
        "snooze",
        f"Put {what} with {whom} off",
        [
            Field("until", "Until", is_date=True, required=True, presets=_SNOOZES),
            Field("reason", "Why", hint="it comes back with the date; may stay empty"),
            Field("asked", "Whose date is it", "mine", options={"mine": "mine", "theirs": "they asked for it"}),
        ],
        today,
        "A date they asked for beats every rule.",
    )


def skip_form(whom: str, states: Collection[str], what: str, today: date, chosen: str = "") -> Form:
    """A step left out, or no more steps at all; `states` are those of the people, `chosen` is what it begins with."""
    if states == {"resting"}:
        options = {"wake": "follow up again", "close": "close for good"}
    elif set(states) <= {"closed", "archived"}:
        options = {"wake": "follow up again"}
    else:
        options = {"rest": "let them rest", "close": "close for good"}
        if what:
            options = {"skip": f"skip this {what}", **options}
    return Form(
        "skip",
        f"{whom}: not now, or no more?",
        [
            Field("how", "How", chosen or next(iter(options)), options=options),
            Field("reason", "Why", hint="one word is enough", only_for=frozenset({"rest", "close"}), required=True),
            Field("note", "Why", hint="may stay empty", only_for=frozenset({"skip"})),
        ],
        today,
        "Skipping goes on to the next step. Someone at rest gets no dates but can still be answered. "
        "Closing ends it, without guilt; undo brings it back.",
        start="reason" if chosen else "",
    )


def tag_form(whom: str, today: date, tags: str = "", known: Sequence[str] = ()) -> Form:
    """Tags put on people, or taken off."""
    return Form(
        "tag",
        f"Tags of {whom}",
        [
            Field(
                "tags",
                "Tags",
                hint="mentor, warm; one with a minus in front is taken off: -old",
                required=True,
                suggest=known,
                several=True,
            )
        ],
        today,
        f"Now: {tags}." if tags else "Tags group people, and a playbook can treat a tag differently.",
    )


def reject_form(applications: Sequence[ApplicationRow], chosen: int | None, today: date) -> Form:
    """The "no" for an application."""
    options = {str(row.id): f"{row.position} at {row.employer}" for row in applications}
    return Form(
        "reject",
        "A no",
        [
            Field("application", "For", str(chosen) if chosen else "", options=options),
            Field("on", "When you learned of it", "today", is_date=True, past=True, required=True),
            Field("how", "How", "told", options={"told": "they told me", "heard": "I heard it elsewhere"}),
            Field("reason", "Why", "unknown", options=REASON_NAMES),
            Field("words", "In their words", hint="the reason as they gave it; may stay empty"),
            Field(
                "again", "Would you go back", "yes", options={"yes": "yes", "no": "no, and nobody there becomes due"}
            ),
            Field("lesson", "One thing you learned", hint="may stay empty"),
        ],
        today,
        "It is theirs to say no, and yours to stay in touch. Everyone who interviewed you becomes due.",
    )


def add_form(applications: Sequence[ApplicationRow], today: date, book: Known = NOTHING_KNOWN) -> Form:
    """A person, an application, or an interview with several people at once."""
    kinds = {"person": "a person", "application": "an application"}
    if applications:
        kinds["interview"] = "an interview"
    person, application, interview = (frozenset({kind}) for kind in ("person", "application", "interview"))
    known = {str(row.id): f"{row.position} at {row.employer}" for row in applications}
    fields = [
        Field("what", "What", "person" if applications else "application", options=kinds),
        Field("name", "Name", required=True, only_for=person),
        Field("position", "Position", required=True, only_for=application, suggest=book.positions),
        Field("employer", "Employer", required=True, only_for=application, suggest=book.employers),
        Field("works_at", "Employer", hint="may stay empty", only_for=person, suggest=book.employers),
        Field("email", "E-mail", hint="may stay empty", only_for=person, check=checks("email")),
        Field("phone", "Phone", hint="may stay empty", only_for=person, check=checks("phone")),
    ]
    if applications:
        fields.append(Field("application", "For", options=known, only_for=interview))
    fields += [
        Field(
            "people",
            "Who interviewed",
            hint=_PEOPLE_HINT,
            only_for=application,
            suggest=book.people,
            several=True,
        ),
        Field(
            "there",
            "Who was there",
            hint=_PEOPLE_HINT,
            required=True,
            only_for=interview,
            suggest=book.people,
            several=True,
        ),
        Field("on", "Interview on", "", hint="may stay empty", is_date=True, past=True, only_for=application),
        Field("met_on", "On", "today", is_date=True, past=True, required=True, only_for=interview),
        Field("promised", "Decision promised by", hint="may stay empty", is_date=True, only_for=application),
    ]
    return Form(
        "add",
        "Add",
        fields,
        today,
        f"People as “name: part”, with commas between. Parts: {', '.join(PART_NAMES.values())}.",
        asks=True,
    )


def me_form(profile: ProfileRow, own: Sequence[str], today: date, *, first: bool) -> Form:
    """The user's own details; `own` are their playbooks by name."""
    playbooks = {"default": "write first", "call-first": "call the hiring manager first"}
    return Form(
        "me",
        "Who are you?" if first else "My details",
        [
            Field("name", "Your name", profile.name, hint="as you sign"),
            Field("email", "Private e-mail", profile.email, hint="never a present employer's", check=checks("email")),
            Field("phone", "Private phone", profile.phone),
            Field("linkedin", "LinkedIn", profile.linkedin),
            Field("skills", "Three skills", profile.skills, hint="notes may mention them"),
            Field(
                "playbook",
                "After a no",
                profile.playbook or "default",
                options={**playbooks, **{name: name for name in own}},
            ),
            Field(
                "country",
                "Country",
                profile.country,
                hint="whose holidays count, as Austria or DE-BY",
                check=checks("country"),
            ),
        ],
        today,
        "Notes sign with these. They stay in your book, on this machine. "
        + ("Escape skips this; it is not asked again, and `planner me` changes it any time." if first else ""),
    )
