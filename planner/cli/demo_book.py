"""A book of fictional people, for `planner demo`, the screenshots and the tests: one job search of eight months.

Its dates count back from the day on which it is made, so the same people are due whenever somebody looks. What is
older than a few days counts from the last Sunday, so that it falls on the same days of the week: interviews and answers
on working days.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from typing import NamedTuple

from ..book import commands
from ..book.commands import Panelist, entered
from ..book.database import Book
from ..book.journal import action
from ..book.models import ApplicationFields, ContactFields
from ..cadence.terms import STEP_RANKS, Channel, Direction, HowLearned, Kind, Part, Reason, Step
from ..cadence.touches import EVENTS, Event

_RECENT = 3  # days back that are counted from today itself, for who is due hangs on them
_FRIDAY = 5

_NORTHLIGHT = ApplicationFields(position="Analytics Lead", employer="Northlight Energy")
_CALDER = ApplicationFields(position="Data Engineer", employer="Calder & Rowe")
_HARBOUR = ApplicationFields(position="Platform Engineer", employer="Harbour Analytics")


class _Met(NamedTuple):
    """Someone met on the way: name, title, mailbox, telephone and part."""

    name: str
    title: str
    email: str
    phone: str
    part: Part


class _Interview(NamedTuple):
    """An interview of an application, with whom, and how. Without a channel they are only entered, and meet later."""

    days_ago: int
    of: ApplicationFields
    channel: Channel | None
    who: tuple[str, ...]
    at: time | None = None


class _Touch(NamedTuple):
    """Something that went back or forth: how many days ago, with whom, what (a word of `EVENTS`), and its text.

    `template` is the one that a note was begun from; without one it was written freely, or happened by itself.
    """

    days_ago: int
    who: str
    event: str
    template: str
    subject: str
    text: str


class _Notes(NamedTuple):
    """What was noted about somebody on a day, with the tags put on then."""

    days_ago: int
    who: str
    tags: tuple[str, ...]
    text: str


# fmt: off
_PEOPLE = (
    _Met("Jonas Feld", "Recruiter", "jonas.feld@northlight.example.com", "555-0121", Part.RECRUITER),
    _Met("Miriam Okafor", "Director of Analytics", "miriam.okafor@northlight.example.com", "", Part.HIRING_MANAGER),
    _Met("Aiko Tanabe", "Analyst", "aiko.tanabe@northlight.example.com", "", Part.PANEL),
    _Met("Farah Siddiqui", "HR Business Partner", "farah.siddiqui@northlight.example.com", "", Part.HR),
    _Met("Inês Carvalho", "Senior Analyst", "ines.carvalho@northlight.example.com", "555-0138", Part.PANEL),
    _Met("Dana Whitfield", "Head of Data", "dana.whitfield@calder-rowe.example.com", "555-0107", Part.HIRING_MANAGER),
    _Met("Priya Anand", "People Partner", "priya.anand@calder-rowe.example.com", "555-0110", Part.HR),
    _Met("Tomás Herrera", "Senior Data Engineer", "tomas.herrera@calder-rowe.example.com", "", Part.PANEL),
    _Met("Lena Brandt", "Engineering Manager", "lena.brandt@harbour.example.com", "555-0163", Part.HIRING_MANAGER),
    _Met("Hana Novák", "Talent Partner", "hana.novak@harbour.example.com", "555-0165", Part.HR),
    _Met("Samuel Osei", "Platform Engineer", "samuel.osei@harbour.example.com", "", Part.PANEL),
)

_INTERVIEWS = (
    _Interview(236, _NORTHLIGHT, Channel.PHONE, ("Jonas Feld",), time(16, 0)),
    _Interview(228, _NORTHLIGHT, Channel.VIDEO, ("Miriam Okafor", "Aiko Tanabe"), time(11, 0)),
    _Interview(214, _NORTHLIGHT, Channel.IN_PERSON, ("Miriam Okafor", "Farah Siddiqui", "Inês Carvalho"), time(14, 0)),
    _Interview(33, _CALDER, Channel.VIDEO, ("Dana Whitfield", "Priya Anand"), time(15, 30)),
    _Interview(12, _CALDER, Channel.VIDEO, ("Dana Whitfield", "Priya Anand", "Tomás Herrera"), time(10, 0)),
    _Interview(24, _HARBOUR, None, ("Lena Brandt", "Hana Novák")),
    _Interview(17, _HARBOUR, Channel.PHONE, ("Hana Novák",), time(9, 30)),
    _Interview(1, _HARBOUR, Channel.IN_PERSON, ("Lena Brandt", "Samuel Osei")),
)

_TOUCHES = (
    # Northlight Energy, while it ran.
    _Touch(235, "Jonas Feld", "emailed", "thank-you", "Thank you for our conversation",
        "Thank you for the call, and for telling me so plainly how the next weeks will go and who decides what. I have read the two papers you sent. The one about small grids made me want the position more.\n\nI look forward to meeting Miriam and Aiko."),
    _Touch(227, "Miriam Okafor", "emailed", "thank-you", "Thank you for our conversation",
        "Thank you for the hour about the Analytics Lead position. Your question why a good forecast can lie unused for a year has stayed with me. My guess is that the people on shift see it for the first time when it is finished; I would start by sitting with them for a week.\n\nIf anything is open from your side, I am glad to answer it."),
    _Touch(227, "Aiko Tanabe", "emailed", "thank-you", "Thank you for showing me the model",
        "Thank you for opening the model on the screen and letting me ask about every step of it. I had not seen anybody mark the days they do not trust as neatly as you do. I have tried it on some old data of mine since, and it works there too."),
    _Touch(213, "Miriam Okafor", "emailed", "thank-you", "Thank you for the afternoon",
        "Thank you for the second round, and for letting me present to people who were not sure they needed me. Their doubts were the best part: I left with three things that I would now build in another order.\n\nI would be glad to do this work with you."),
    _Touch(213, "Farah Siddiqui", "emailed", "thank-you", "Thank you for the afternoon",
        "Thank you for looking after me so well, down to the spare adapter. It also helped to hear how the first three months go for somebody new; I have rarely been told that before a decision."),
    _Touch(213, "Inês Carvalho", "emailed", "thank-you", "Thank you for your questions",
        "Thank you for your questions after my presentation. You asked what the planners should stop doing once the numbers are better, and I had no good answer. I have one now: the double entry on Mondays."),
    _Touch(200, "Jonas Feld", "emailed", "nudge", "The Analytics Lead position: how does it stand?",
        "When we last spoke you expected a decision by about now. Do you know when there will be one? If it takes longer, that is fine; a line with the new date is all I need."),
    # The first notes after its "no".
    _Touch(198, "Miriam Okafor", "emailed", "first-note-told", "Thank you, and the Analytics Lead position",
        "Jonas told me that you have chosen somebody from your own team. I am disappointed, for I would have liked to work with you, and I can see why it makes sense.\n\nThank you for two good conversations. What you said about forecasts that nobody uses has changed how I begin a project. Should your team grow, or should things turn out differently, I would be happy to hear from you."),
    _Touch(198, "Jonas Feld", "emailed", "first-note-told", "Thank you, and the Analytics Lead position",
        "Thank you for calling instead of sending a form, and for passing on what the panel thought of my presentation. It was not the answer I hoped for, but it is one I can learn from.\n\nI would gladly be considered at Northlight again. You always told me where things stood, and that is worth a lot from this side of the table."),
    _Touch(197, "Farah Siddiqui", "emailed", "first-note-told", "Thank you, and the Analytics Lead position",
        "The Analytics Lead position has gone to a colleague of yours, and I wanted to thank you before the file is closed. You made two demanding rounds feel like a visit. If a place comes free that fits, please think of me."),
    _Touch(197, "Aiko Tanabe", "emailed", "first-note-panel", "Thank you for the conversation",
        "It has gone another way with the Analytics Lead position. I am sorry about it, not least because I would have liked to sit near that model of yours. Your way of marking the doubtful days is in daily use here. I hope our paths cross again."),
    _Touch(197, "Inês Carvalho", "emailed", "first-note-panel", "Thank you for your questions",
        "You will have heard that somebody from the house takes the Analytics Lead position. I still owe you thanks: your question what people may stop doing is now the first slide of everything I show. I would be glad to meet you again, there or elsewhere."),
    # Answers, and the months after.
    _Touch(195, "Farah Siddiqui", "replied", "", "Re: Thank you, and the Analytics Lead position",
        "What a kind note, thank you. The panel spoke well of you. I keep your papers with those we want to call first; is your private address still the best one?"),
    _Touch(194, "Farah Siddiqui", "emailed", "reply", "Re: Thank you, and the Analytics Lead position",
        "Yes, this address and my number, 555-0142, will stay the same. Thank you for keeping my papers at hand; it means a good deal to me this week."),
    _Touch(192, "Aiko Tanabe", "replied", "", "Re: Thank you for the conversation",
        "I was sorry too. If you ever write down how you used the marks on your own data, I would like to read it. We are only three here who care about such things."),
    _Touch(191, "Aiko Tanabe", "emailed", "reply", "Re: Thank you for the conversation",
        "Then there are four of us. I have put two pages together and attached them. The second table is the one that surprised me; tell me if it looks wrong to you."),
    _Touch(167, "Jonas Feld", "no-answer", "", "", ""),
    _Touch(165, "Jonas Feld", "voicemail", "check-in-call", "A word from Robin Marlow",
        "Good day, this is Robin Marlow; we spoke about the Analytics Lead position. I have finished a course on time series since, and I am still interested in Northlight. No need to call back. I am at 555-0142."),
    _Touch(164, "Miriam Okafor", "emailed", "check-in-news", "A week beside the people who use it",
        "A short hello, with nothing to ask for. I have helped a small bus company to plan its drivers, and this time I spent the first week in their control room before I wrote a line of code. They have used the forecast every morning since, and I think of our conversation each time.\n\nI hope the new lead has settled in well."),
    _Touch(163, "Farah Siddiqui", "emailed", "check-in-news", "A short hello",
        "A short hello a month on. I am working for a bus company until its new timetable is done, and I am still looking for a permanent place. I hope all is well with you and the people on your floor."),
    _Touch(160, "Inês Carvalho", "linkedin", "", "",
        "Hello Inês, we met at my presentation at Northlight. The talk about dashboards that you recommended is online now, in case you have not seen it. The part about deleting half of them is worth ten minutes."),
    _Touch(160, "Miriam Okafor", "replied", "", "Re: A week beside the people who use it",
        "I enjoyed reading this, and passed it on. Is there a write-up? My team argues about the same thing at the moment."),
    _Touch(159, "Miriam Okafor", "emailed", "reply", "Re: A week beside the people who use it",
        "There is none yet, but your question is a good reason to write it. You will have three or four pages within two weeks, without names, so that you can hand them around."),
    _Touch(158, "Inês Carvalho", "replied-linkedin", "", "",
        "Hello Robin, I had missed it, thank you! We deleted eleven after watching it. How is your search going?"),
    _Touch(157, "Inês Carvalho", "linkedin", "", "",
        "Eleven is a good start. The search is slow but not sad: a contract at a bus company until the timetable is done, and two talks ahead. If I may, I would like to ask your advice now and then about working with planners."),
    _Touch(157, "Aiko Tanabe", "emailed", "check-in-useful", "Your table was right",
        "You were right about the second table: one meter had been replaced and nobody had noted it. The corrected pages are attached. The bus company now marks its doubtful days in the same way, so the idea is travelling."),
    _Touch(156, "Aiko Tanabe", "replied", "", "Re: Your table was right",
        "That makes me happy. I am in town every other week for a course. Would you like to have a coffee one day and talk about small grids?"),
    _Touch(153, "Aiko Tanabe", "emailed", "reply", "Re: Your table was right",
        "With pleasure. I am near the station most afternoons; name a day that suits your course, and I will bring the pages and a pencil."),
    _Touch(149, "Miriam Okafor", "emailed", "promise", "The write-up: a forecast that is used",
        "Here are the four pages that I promised you. The part I would read first is the list on page two: what the people in the control room asked for, in their own words. Please pass it on to whomever it helps."),
    _Touch(111, "Aiko Tanabe", "met", "", "Coffee near the station",
        "An hour about small grids. She would like to forecast villages with a few dozen meters and finds little to read about it. Told me that the new lead is well liked."),
    _Touch(100, "Farah Siddiqui", "emailed", "check-in-news", "A short hello, and what I have been working on",
        "The bus timetable is done, and I have gone on with a course on streaming data. I am looking again in earnest. There is no need to answer; I only wanted you to know that I still think well of Northlight."),
    _Touch(97, "Jonas Feld", "called", "check-in-call", "Budget, and what may come",
        "Spoke for five minutes. The budget is through, without a position in analytics. He expects movement within a few months and will remember me."),
    _Touch(97, "Farah Siddiqui", "replied", "", "Re: A short hello, and what I have been working on",
        "Thank you for writing, Robin. I am leaving work for a while to be with my father, who is ill, and will not read my mail here. I have noted your address and will write when there is room for it."),
    _Touch(96, "Farah Siddiqui", "emailed", "reply", "Re: A short hello, and what I have been working on",
        "I am sorry to hear about your father, and glad that you can be with him. Please do not think of an answer. I wish you both good days."),
    _Touch(94, "Inês Carvalho", "emailed", "check-in-useful", "Something you may find useful",
        "You asked once how to tell planners that a number is uncertain without losing them. I found a short guide by a weather service that does it with three words and no percentages, and attach it. The examples on the last page are the best part."),
    _Touch(62, "Miriam Okafor", "emailed", "check-in-news", "What became of the four pages",
        "The four pages have come back to me from two sides now, with notes in the margin that improve them. I have put the better version on my page. Meanwhile I have learned enough about streaming data to see where it would help a grid, and where it would only cost money.\n\nHow did the argument in your team end?"),
    _Touch(60, "Inês Carvalho", "emailed", "move", "Your new job",
        "I saw that you have gone to Fernhollow Water to build up their reporting, and I am very glad for you. A place where you may decide what not to show sounds made for you. I wish you a good start, with patient colleagues and few inherited dashboards."),
    _Touch(58, "Inês Carvalho", "replied", "", "Re: Your new job",
        "Thank you, Robin! I inherited forty. It is a small house and I may change nearly everything, which is lovely and frightening. Tell me how you are."),
    _Touch(55, "Inês Carvalho", "emailed", "reply", "Re: Your new job",
        "Forty is a garden, then. I am well: the course is done, and I write applications with more patience than before. If you would like somebody to look through the forty with you, I have an afternoon and like coffee."),
    _Touch(37, "Jonas Feld", "replied", "", "The coming months",
        "You came up in a talk about the coming year. I am on parental leave from Monday; please write to me once I am back, then I can say more."),
    _Touch(36, "Jonas Feld", "emailed", "reply", "Re: The coming months",
        "Congratulations, and thank you for the word. I have noted the day and will write then. Enjoy the weeks at home."),
    _Touch(27, "Inês Carvalho", "met", "", "An afternoon with the forty dashboards",
        "Kept nine of the forty. She read two of my applications and struck out every second adjective. Promised her my outline for a workshop with people who plan, now that hers come to her for it."),
    _Touch(20, "Aiko Tanabe", "emailed", "check-in-useful", "Something you may find useful",
        "You mentioned forecasting for small grids; this paper is the best I found. It needs only three weeks of readings, and the appendix has the code. I am in the middle of two applications and learning to sleep well all the same."),
    _Touch(3, "Miriam Okafor", "replied", "", "Re: What became of the four pages",
        "Sorry for the late answer. We may build a second team in spring. What are you working on?"),
    # Calder & Rowe.
    _Touch(32, "Dana Whitfield", "emailed", "thank-you", "Thank you for our first conversation",
        "Thank you for the half hour, and for saying at once what is difficult: the nightly jobs that nobody dares to touch. I have moved such jobs before, one at a time and with the old one still running beside it. I would like to hear more."),
    _Touch(32, "Priya Anand", "emailed", "thank-you", "Thank you for our first conversation",
        "Thank you for the friendly first conversation and the clear list of what comes next. The salary range is fine for me, as I said, and so are the two days in the office."),
    _Touch(25, "Priya Anand", "they-called", "", "Second round",
        "Invited me to the second round with Dana and Tomás: a case about moving one nightly job, on a whiteboard."),
    _Touch(11, "Dana Whitfield", "emailed", "thank-you", "Thank you for our conversation",
        "Thank you for the conversation. That the hard part is telling people what the numbers do not say is a sentence I will keep. I have thought about your invoices job again: I would leave it nightly, and begin with the stock levels, where an hour makes a difference."),
    _Touch(11, "Priya Anand", "emailed", "thank-you", "Thank you for arranging the second round",
        "Thank you for arranging the second round, and for the few minutes alone with the whiteboard before it began. They did more for me than you may think. I look forward to hearing from you."),
    _Touch(11, "Tomás Herrera", "emailed", "thank-you", "Thank you for the whiteboard",
        "Thank you for arguing with me at the whiteboard. You were right that the late records are the real work, and I have sketched how I would count them; a photograph is attached. I enjoyed this very much."),
    # Harbour Analytics.
    _Touch(16, "Hana Novák", "emailed", "thank-you", "Thank you for the call",
        "Thank you for the call, and for asking what I would miss in a new place. My answer was short: somebody to read my code. It is good to know that reading each other is a habit with you."),
    _Touch(10, "Hana Novák", "invited", "", "A visit to the harbour office",
        "Lena and Samuel would like to meet you here and show you around. Please bring two pages on the short case that I attach."),
    _Touch(9, "Hana Novák", "emailed", "reply", "Re: A visit to the harbour office",
        "Thank you for the invitation; the day suits me well. I will bring the short case you asked for on two pages. Is there anything that Lena and Samuel would like me to look at beforehand?"),
    _Touch(0, "Samuel Osei", "emailed", "thank-you", "Thank you for the tour",
        "Thank you for the tour, and for showing me the alarm that cried wolf for a year as well as the ones that work. I slept on your question about who is woken first. My answer would be: whoever can also fix it."),
)

_NOTED = (
    _Notes(228, "Aiko Tanabe", ("warm",),
        "- Built the short-term model alone, *in Python*, and marks each day she does not trust\n- Likes small grids: villages, islands, a few dozen meters"),
    _Notes(214, "Miriam Okafor", ("energy", "warm"),
        "**Cares about:** forecasts that somebody uses\n\n- Asked why a good forecast can lie unused for a year\n- Was a teacher before; explains with a pencil\n- Decides together with Farah, after two rounds"),
    _Notes(199, "Jonas Feld", ("energy",),
        "- Keeps his word about dates, and calls when it is a no\n- Best reached late in the afternoon"),
    _Notes(60, "Inês Carvalho", ("mentor", "warm"),
        "At **Fernhollow Water** now, building up their reporting.\n\n- Worked for [[Miriam Okafor]] for six years and still speaks well of her\n- Asks what people may *stop* doing\n- Advice only, never a favour: she said so, and it suits us both"),
    _Notes(12, "Dana Whitfield", ("streaming",),
        "- Moving their nightly jobs to streams, wary of rewriting everything at once\n- Said: *the hard part is telling people what the numbers do not say*\n- Her rule of two: two people read each change before it goes out\n- Two children, runs a reading group"),
    _Notes(1, "Lena Brandt", (),
        "- Eight engineers, nobody on call alone\n- Asked how I would **switch off** an old service; wants it in steps, with a way back\n- Decision promised; Samuel would sit next to me"),
)
# fmt: on

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
        self.people = {each.name: each for each in _PEOPLE}
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
            *((each.days_ago, partial(self._interview, each)) for each in _INTERVIEWS),
            *self._turns(),
            *((each.days_ago, partial(self._note_down, each)) for each in _NOTED),
            *((each.days_ago, partial(self._touch, each)) for each in _TOUCHES),
        ]
        for _, tell in sorted(told, key=lambda each: -each[0]):
            tell()

    def _turns(self) -> list[tuple[int, Callable[[], object]]]:
        """What changed the course of things, beside interviews and letters."""
        return [
            (214, partial(self._will_decide, 214, _NORTHLIGHT, self.day(205))),
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
            (1, partial(self._will_decide, 1, _HARBOUR, self.ahead(9))),
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
            feedback="The modelling case was the best of all. The presentation stayed with the tools for too long and said only at the end what the planners would gain.",
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

    def _interview(self, interview: _Interview) -> None:
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

    def _note_down(self, noted: _Notes) -> None:
        book, key = self.on(noted.days_ago), self.keys[noted.who]
        commands.change_contact(book, key, notes=noted.text, tags=", ".join(noted.tags))

    def _touch(self, touch: _Touch) -> None:
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
