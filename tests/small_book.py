"""The book that most tests are about: three applications with eight fictional people.

Its dates count back from the day on which it is made, so the same people are due whenever somebody looks.
"""

from datetime import date, time, timedelta

from planner.book import commands
from planner.book.commands import Panelist, entered
from planner.book.database import Book
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import Channel, Direction, HowLearned, Kind, Part, Reason


def fill_small_book(book: Book) -> None:
    """Enter three applications with their people, as they might stand on the book's today."""
    today = book.clock()
    _Demo(book, today).tell()


class _Demo:
    """Tells the story day by day: each entry is made on the day it happened."""

    def __init__(self, book: Book, today: date) -> None:
        self.book = book
        self.today = today

    def on(self, days_ago: int) -> Book:
        """The book as it was open on that day."""
        day = self.today - timedelta(days=days_ago)
        return Book(self.book.path, self.book.engine, lambda: day)

    def day(self, days_ago: int) -> date:
        """The date that many days back."""
        return self.today - timedelta(days=days_ago)

    def tell(self) -> None:
        """Three applications: one ended lately, one two months ago, one still running."""
        commands.save_profile(
            self.on(120),
            name="Robin Marlow",
            email="robin.marlow@example.com",
            phone="555-0142",
            linkedin="linkedin.example.com/in/robin-marlow",
            skills="data modelling, Python and plain writing",
        )
        self._northlight()
        self._calder()
        self._harbour()

    def _calder(self) -> None:
        """A "no" of two days ago with three interviewers, one of them written to already."""
        calder = commands.add_interview(
            self.on(30),
            entered(ApplicationFields, position="Data Engineer", employer="Calder & Rowe"),
            [
                Panelist(
                    _person("Dana Whitfield", "Head of Data", "dana.whitfield", phone="555-0107"), Part.HIRING_MANAGER
                ),
                Panelist(_person("Priya Anand", "People Partner", "priya.anand"), Part.HR),
                Panelist(_person("Tomás Herrera", "Senior Data Engineer", "tomas.herrera"), Part.PANEL),
            ],
            on=self.day(12),
            at=time(10, 0),
            channel=Channel.VIDEO,
        ).id
        for name, key in self._keys("Dana", "Priya", "Tomás"):
            commands.log_touchpoint(
                self.on(11), key, Kind.MESSAGE, Direction.OUT, self.day(11), subject="Thank you for our conversation",
                body=f"Thank you for the conversation, {name}.",
            )  # fmt: skip
        commands.record_rejection(
            self.on(2),
            calder,
            self.day(2),
            HowLearned.TOLD,
            by=dict(self._keys("Priya"))["Priya"],
            reason=Reason.SOMEONE_ELSE,
            reason_given="We decided to go with someone who has run a platform of this size before.",
        )
        commands.change_contact(
            self.on(12),
            dict(self._keys("Dana"))["Dana"],
            notes="- Moving their nightly jobs to streams, wary of rewriting everything at once\n"
            "- Said: *the hard part is telling people what the numbers do not say*\n- Two children, runs a reading group",
        )

    def _northlight(self) -> None:
        """A "no" of two months ago: notes went out, an answer came, check-ins begin."""
        northlight = commands.add_interview(
            self.on(110),
            entered(ApplicationFields, position="Analytics Lead", employer="Northlight Energy"),
            [
                Panelist(
                    _person("Miriam Okafor", "Director of Analytics", "miriam.okafor", "northlight"),
                    Part.HIRING_MANAGER,
                ),
                Panelist(_person("Jonas Feld", "Recruiter", "jonas.feld", "northlight"), Part.RECRUITER),
                Panelist(_person("Aiko Tanabe", "Analyst", "aiko.tanabe", "northlight"), Part.PANEL),
            ],
            on=self.day(74),
        ).id
        commands.record_rejection(self.on(66), northlight, self.day(66), HowLearned.TOLD, reason=Reason.INTERNAL)
        for first, days_ago in (("Miriam", 65), ("Jonas", 65), ("Aiko", 64)):
            key = dict(self._keys(first))[first]
            commands.log_touchpoint(
                self.on(days_ago), key, Kind.MESSAGE, Direction.OUT, self.day(days_ago),
                subject="Thank you, and the Analytics Lead position", body="Thank you for telling me, and for your time.",
            )  # fmt: skip
        miriam, jonas, aiko = (key for _, key in self._keys("Miriam", "Jonas", "Aiko"))
        commands.log_touchpoint(
            self.on(3), miriam, Kind.MESSAGE, Direction.IN, self.day(3), subject="Re: Thank you, and the Analytics Lead position",
            body="Sorry for the late answer. We may build a second team in spring. What are you working on?",
        )  # fmt: skip
        commands.snooze(
            self.on(40), jonas, self.today + timedelta(days=5), reason="he is on leave until then", asked=True
        )
        commands.log_touchpoint(
            self.on(20), aiko, Kind.MESSAGE, Direction.OUT, self.day(20), subject="Something you may find useful",
            body="You mentioned forecasting for small grids; this paper is the best I found.",
        )  # fmt: skip

    def _harbour(self) -> None:
        """An application that is still running, with an interview yesterday."""
        commands.add_interview(
            self.on(8),
            entered(
                ApplicationFields,
                position="Platform Engineer",
                employer="Harbour Analytics",
                promised_on=self.today + timedelta(days=9),
            ),
            [
                Panelist(_person("Lena Brandt", "Engineering Manager", "lena.brandt", "harbour"), Part.HIRING_MANAGER),
                Panelist(_person("Samuel Osei", "Platform Engineer", "samuel.osei", "harbour"), Part.PANEL),
            ],
            on=self.day(1),
        )
        samuel = dict(self._keys("Samuel"))["Samuel"]
        commands.log_touchpoint(
            self.on(0),
            samuel,
            Kind.MESSAGE,
            Direction.OUT,
            self.today,
            subject="Thank you",
            body="Thank you for the tour.",
        )

    def _keys(self, *names: str) -> list[tuple[str, int]]:
        from planner.book import queries
        from planner.book.file import reading

        with reading(self.book.path) as connection:
            return [(name, queries.find_contacts(connection, name)[0][0]) for name in names]


def _person(name: str, title: str, mailbox: str, host: str = "calder-rowe", phone: str = "") -> ContactFields:
    return entered(ContactFields, name=name, title=title, email=f"{mailbox}@{host}.example.com", phone=phone)
