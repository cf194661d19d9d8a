"""A book of fictional people, for `planner demo`, the screenshots and the tests: one job search of eight months.

Its dates count back from the day on which it is made, so the same people are due whenever somebody looks. What is
older than a few days counts from the last Sunday, so that it falls on the same days of the week: interviews and answers
on working days.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from ..book import commands
from ..book.commands import Panelist, entered
from ..book.database import Book
from ..book.journal import action
from ..book.models import ApplicationFields, ContactFields
from ..cadence.terms import STEP_RANKS, Channel, Direction, HowLearned, Kind, Reason, Step
from ..cadence.touches import EVENTS, Event
from .demo_story import HARBOUR, INTERVIEWS, NORTHLIGHT, NOTED, PEOPLE, TOUCHES, Interview, Notes, Touch

_RECENT = 3  # days back that are counted from today itself, for who is due hangs on them
_FRIDAY = 5

# What `EVENTS` has no word for: an answer on the way on which the note went out, and an invitation.
_MORE_EVENTS = {
    **EVENTS,
    "replied-linkedin": Event(Kind.MESSAGE, Direction.IN, Channel.LINKEDIN, "they replied on LinkedIn"),
    "invited": Event(Kind.INVITATION, Direction.IN, Channel.EMAIL, "they invited you"),
}


def fill_demo_book(book: Book) -> None:
    """Enter three applications with their people, as they might stand on the book's today."""
    today = book.clock()
    _Demo(book, today).tell()


class _Demo:
    """Tells the story day by day: each entry is made on the day it happened."""

    def __init__(self, book: Book, today: date) -> None:
        self.book = book
        self.today = today
        self.people = {each.name: each for each in PEOPLE}
        self.keys: dict[str, int] = {}
        self.jobs: dict[str, int] = {}

    def on(self, days_ago: int) -> Book:
        """The book as it was open on that day."""
        day = self.day(days_ago)
        return Book(self.book.path, self.book.engine, lambda: day)

    def day(self, days_ago: int) -> date:
        """The date that many days back; of what is no longer recent, as many days before the last Sunday."""
        sunday = self.today - timedelta(days=self.today.isoweekday() % 7)
        return (self.today if days_ago <= _RECENT else sunday) - timedelta(days=days_ago)

    def ahead(self, days: int) -> date:
        """The date that many days ahead, or the Monday after where that is no working day."""
        day = self.today + timedelta(days=days)
        return day + timedelta(days=8 - day.isoweekday()) if day.isoweekday() > _FRIDAY else day

    def tell(self) -> None:
        """Three applications: one ended half a year ago, one two days ago, one still running."""
        commands.save_profile(
            self.on(240),
            name="Robin Marlow",
            email="robin.marlow@example.com",
            phone="555-0142",
            linkedin="linkedin.example.com/in/robin-marlow",
            skills="data modelling, Python and plain writing",
        )
        told: list[tuple[int, Callable[[], object]]] = [
            *((each.days_ago, partial(self._interview, each)) for each in INTERVIEWS),
            *self._turns(),
            *((each.days_ago, partial(self._note_down, each)) for each in NOTED),
            *((each.days_ago, partial(self._touch, each)) for each in TOUCHES),
        ]
        for _, tell in sorted(told, key=lambda each: -each[0]):
            tell()

    def _turns(self) -> list[tuple[int, Callable[[], object]]]:
        """What changed the course of things, beside interviews and letters."""
        return [
            (214, partial(self._will_decide, 214, NORTHLIGHT, self.day(205))),
            (199, self._no_from_northlight),
            (
                159,
                partial(
                    self._promise, 159, "Miriam Okafor", "a write-up of the week in the control room", self.day(149)
                ),
            ),
            (96, self._farah_rests),
            (62, self._ines_moves),
            (37, self._jonas_asks),
            (
                27,
                partial(self._promise, 27, "Inês Carvalho", "my outline for a workshop with planners", self.ahead(12)),
            ),
            (2, self._no_from_calder),
            (1, partial(self._will_decide, 1, HARBOUR, self.ahead(9))),
        ]

    def _no_from_northlight(self) -> None:
        """Half a year ago, with a reason and what could be learned from it."""
        commands.record_rejection(
            self.on(199),
            self.jobs["Northlight Energy"],
            self.day(199),
            HowLearned.TOLD,
            by=self.keys["Jonas Feld"],
            reason=Reason.INTERNAL,
            reason_given="It was close, and in the end we chose a colleague who has known our systems for years.",
            lesson="Begin with what changes for the people who will use it. The tools come last.",
            would_go_back=True,
        )
        commands.change_application(
            self.on(199),
            self.jobs["Northlight Energy"],
            feedback="The modelling case was the best of all. The "
            "presentation stayed with the tools for too long and said only at the end what the planners would gain.",
        )

    def _no_from_calder(self) -> None:
        """Two days ago, with three interviewers, none of them written to since."""
        commands.record_rejection(
            self.on(2),
            self.jobs["Calder & Rowe"],
            self.day(2),
            HowLearned.TOLD,
            by=self.keys["Priya Anand"],
            reason=Reason.SOMEONE_ELSE,
            reason_given="We decided to go with someone who has run a platform of this size before.",
        )

    def _farah_rests(self) -> None:
        reason = "At home with her father, who is ill; she will write when there is room for it."
        commands.rest_contact(self.on(96), self.keys["Farah Siddiqui"], reason)

    def _ines_moves(self) -> None:
        book, key = self.on(62), self.keys["Inês Carvalho"]
        commands.record_move(book, key, "Fernhollow Water", book.clock())
        commands.change_contact(book, key, title="Head of Reporting", email="ines.carvalho@fernhollow.example.com")

    def _jonas_asks(self) -> None:
        until = self.today + timedelta(days=5)
        commands.snooze(self.on(37), self.keys["Jonas Feld"], until, reason="he is on leave until then", asked=True)

    def _will_decide(self, days_ago: int, job: ApplicationFields, until: date) -> None:
        commands.change_application(self.on(days_ago), self.jobs[job.employer], promised_on=until)

    def _promise(self, days_ago: int, name: str, what: str, due: date) -> None:
        commands.add_promise(self.on(days_ago), self.keys[name], what, due)

    def _interview(self, interview: Interview) -> None:
        """An application or an interview, with those who were not known before entered."""
        employer = interview.of.employer
        done = commands.add_interview(
            self.on(interview.days_ago),
            self.jobs.get(employer, interview.of),
            [self._panelist(name) for name in interview.who],
            on=self.day(interview.days_ago) if interview.channel else None,
            at=interview.at,
            channel=interview.channel,
        )
        self.jobs[employer] = done.id
        self._learn_keys(interview.who)

    def _panelist(self, name: str) -> Panelist:
        met = self.people[name]
        new = entered(ContactFields, name=met.name, title=met.title, email=met.email, phone=met.phone)
        return Panelist(self.keys.get(name, new), met.part)

    def _note_down(self, noted: Notes) -> None:
        book, key = self.on(noted.days_ago), self.keys[noted.who]
        commands.change_contact(book, key, notes=noted.text, tags=", ".join(noted.tags))

    def _touch(self, touch: Touch) -> None:
        """What went back or forth; a note from a template is written and marked sent, as in the app."""
        book, key = self.on(touch.days_ago), self.keys[touch.who]
        kind, direction, channel, *_ = _MORE_EVENTS[touch.event]
        text, on = touch.text, book.clock()
        if touch.event == "emailed":
            text = f"Dear {touch.who.split()[0]},\n\n{text}\n\nKind regards,\nRobin Marlow"
        if not touch.template:
            commands.log_touchpoint(book, key, kind, direction, on, channel=channel, subject=touch.subject, body=text)
            return
        step, application = self._owed(key, on)
        with action(book) as act:
            draft = commands.save_draft(
                book,
                None,
                contact_id=key,
                subject=touch.subject,
                body=text,
                step=step,
                application_id=application,
                channel=channel or Channel.EMAIL,
                template=touch.template,
            )
            act.label = commands.mark_sent(book, draft.id, on, kind=kind).label

    def _owed(self, key: int, on: date) -> tuple[Step | None, int | None]:
        """What this person is owed first on that day."""
        from ..book import due
        from ..book.file import reading

        with reading(self.book.path) as connection:
            rows = [row for row in due.due_of(connection, key, on) if row.opens <= on]
        first = min(rows, key=lambda row: (row.opens, STEP_RANKS[row.step], row.due), default=None)
        return (Step(first.step), first.application_id) if first else (None, None)

    def _learn_keys(self, names: tuple[str, ...]) -> None:
        from ..book import queries
        from ..book.file import reading

        with reading(self.book.path) as connection:
            self.keys.update({name: queries.find_contacts(connection, name)[0][0] for name in names})
