"""What happens in the demo book: the people, the interviews, and every letter, counted back in days.

All of it is fictional.
"""

from datetime import time
from typing import NamedTuple

from ..book.models import ApplicationFields
from ..cadence.terms import Channel, Part

NORTHLIGHT = ApplicationFields(position="Analytics Lead", employer="Northlight Energy")
CALDER = ApplicationFields(position="Data Engineer", employer="Calder & Rowe")
HARBOUR = ApplicationFields(position="Platform Engineer", employer="Harbour Analytics")


class Met(NamedTuple):
    """Someone met on the way: name, title, mailbox, telephone and part."""

    name: str
    title: str
    email: str
    phone: str
    part: Part


class Interview(NamedTuple):
    """An interview of an application, with whom, and how. Without a channel they are only entered, and meet later."""

    days_ago: int
    of: ApplicationFields
    channel: Channel | None
    who: tuple[str, ...]
    at: time | None = None


class Touch(NamedTuple):
    """Something that went back or forth: how many days ago, with whom, what (a word of `EVENTS`), and its text.

    `template` is the one that a note was begun from; without one it was written freely, or happened by itself.
    """

    days_ago: int
    who: str
    event: str
    template: str
    subject: str
    text: str


class Notes(NamedTuple):
    """What was noted about somebody on a day, with the tags put on then."""

    days_ago: int
    who: str
    tags: tuple[str, ...]
    text: str


# fmt: off
PEOPLE = (
    Met("Jonas Feld", "Recruiter", "jonas.feld@northlight.example.com", "555-0121", Part.RECRUITER),
    Met("Miriam Okafor", "Director of Analytics", "miriam.okafor@northlight.example.com", "", Part.HIRING_MANAGER),
    Met("Aiko Tanabe", "Analyst", "aiko.tanabe@northlight.example.com", "", Part.PANEL),
    Met("Farah Siddiqui", "HR Business Partner", "farah.siddiqui@northlight.example.com", "", Part.HR),
    Met("Inês Carvalho", "Senior Analyst", "ines.carvalho@northlight.example.com", "555-0138", Part.PANEL),
    Met("Dana Whitfield", "Head of Data", "dana.whitfield@calder-rowe.example.com", "555-0107", Part.HIRING_MANAGER),
    Met("Priya Anand", "People Partner", "priya.anand@calder-rowe.example.com", "555-0110", Part.HR),
    Met("Tomás Herrera", "Senior Data Engineer", "tomas.herrera@calder-rowe.example.com", "", Part.PANEL),
    Met("Lena Brandt", "Engineering Manager", "lena.brandt@harbour.example.com", "555-0163", Part.HIRING_MANAGER),
    Met("Hana Novák", "Talent Partner", "hana.novak@harbour.example.com", "555-0165", Part.HR),
    Met("Samuel Osei", "Platform Engineer", "samuel.osei@harbour.example.com", "", Part.PANEL),
)

INTERVIEWS = (
    Interview(236, NORTHLIGHT, Channel.PHONE, ("Jonas Feld",), time(16, 0)),
    Interview(228, NORTHLIGHT, Channel.VIDEO, ("Miriam Okafor", "Aiko Tanabe"), time(11, 0)),
    Interview(214, NORTHLIGHT, Channel.IN_PERSON, ("Miriam Okafor", "Farah Siddiqui", "Inês Carvalho"), time(14, 0)),
    Interview(33, CALDER, Channel.VIDEO, ("Dana Whitfield", "Priya Anand"), time(15, 30)),
    Interview(12, CALDER, Channel.VIDEO, ("Dana Whitfield", "Priya Anand", "Tomás Herrera"), time(10, 0)),
    Interview(24, HARBOUR, None, ("Lena Brandt", "Hana Novák")),
    Interview(17, HARBOUR, Channel.PHONE, ("Hana Novák",), time(9, 30)),
    Interview(1, HARBOUR, Channel.IN_PERSON, ("Lena Brandt", "Samuel Osei")),
)

TOUCHES = (
    # Northlight Energy, while it ran.
    Touch(235, "Jonas Feld", "emailed", "thank-you", "Thank you for our conversation",
        "Thank you for the call, and for telling me so plainly how the next weeks will go and who decides what. I have read the two papers you sent. The one about small grids made me want the position more.\n\nI look forward to meeting Miriam and Aiko."),
    Touch(227, "Miriam Okafor", "emailed", "thank-you", "Thank you for our conversation",
        "Thank you for the hour about the Analytics Lead position. Your question why a good forecast can lie unused for a year has stayed with me. My guess is that the people on shift see it for the first time when it is finished; I would start by sitting with them for a week.\n\nIf anything is open from your side, I am glad to answer it."),
    Touch(227, "Aiko Tanabe", "emailed", "thank-you", "Thank you for showing me the model",
        "Thank you for opening the model on the screen and letting me ask about every step of it. I had not seen anybody mark the days they do not trust as neatly as you do. I have tried it on some old data of mine since, and it works there too."),
    Touch(213, "Miriam Okafor", "emailed", "thank-you", "Thank you for the afternoon",
        "Thank you for the second round, and for letting me present to people who were not sure they needed me. Their doubts were the best part: I left with three things that I would now build in another order.\n\nI would be glad to do this work with you."),
    Touch(213, "Farah Siddiqui", "emailed", "thank-you", "Thank you for the afternoon",
        "Thank you for looking after me so well, down to the spare adapter. It also helped to hear how the first three months go for somebody new; I have rarely been told that before a decision."),
    Touch(213, "Inês Carvalho", "emailed", "thank-you", "Thank you for your questions",
        "Thank you for your questions after my presentation. You asked what the planners should stop doing once the numbers are better, and I had no good answer. I have one now: the double entry on Mondays."),
    Touch(200, "Jonas Feld", "emailed", "nudge", "The Analytics Lead position: how does it stand?",
        "When we last spoke you expected a decision by about now. Do you know when there will be one? If it takes longer, that is fine; a line with the new date is all I need."),
    # The first notes after its "no".
    Touch(198, "Miriam Okafor", "emailed", "first-note-told", "Thank you, and the Analytics Lead position",
        "Jonas told me that you have chosen somebody from your own team. I am disappointed, for I would have liked to work with you, and I can see why it makes sense.\n\nThank you for two good conversations. What you said about forecasts that nobody uses has changed how I begin a project. Should your team grow, or should things turn out differently, I would be happy to hear from you."),
    Touch(198, "Jonas Feld", "emailed", "first-note-told", "Thank you, and the Analytics Lead position",
        "Thank you for calling instead of sending a form, and for passing on what the panel thought of my presentation. It was not the answer I hoped for, but it is one I can learn from.\n\nI would gladly be considered at Northlight again. You always told me where things stood, and that is worth a lot from this side of the table."),
    Touch(197, "Farah Siddiqui", "emailed", "first-note-told", "Thank you, and the Analytics Lead position",
        "The Analytics Lead position has gone to a colleague of yours, and I wanted to thank you before the file is closed. You made two demanding rounds feel like a visit. If a place comes free that fits, please think of me."),
    Touch(197, "Aiko Tanabe", "emailed", "first-note-panel", "Thank you for the conversation",
        "It has gone another way with the Analytics Lead position. I am sorry about it, not least because I would have liked to sit near that model of yours. Your way of marking the doubtful days is in daily use here. I hope our paths cross again."),
    Touch(197, "Inês Carvalho", "emailed", "first-note-panel", "Thank you for your questions",
        "You will have heard that somebody from the house takes the Analytics Lead position. I still owe you thanks: your question what people may stop doing is now the first slide of everything I show. I would be glad to meet you again, there or elsewhere."),
    # Answers, and the months after.
    Touch(195, "Farah Siddiqui", "replied", "", "Re: Thank you, and the Analytics Lead position",
        "What a kind note, thank you. The panel spoke well of you. I keep your papers with those we want to call first; is your private address still the best one?"),
    Touch(194, "Farah Siddiqui", "emailed", "reply", "Re: Thank you, and the Analytics Lead position",
        "Yes, this address and my number, 555-0142, will stay the same. Thank you for keeping my papers at hand; it means a good deal to me this week."),
    Touch(192, "Aiko Tanabe", "replied", "", "Re: Thank you for the conversation",
        "I was sorry too. If you ever write down how you used the marks on your own data, I would like to read it. We are only three here who care about such things."),
    Touch(191, "Aiko Tanabe", "emailed", "reply", "Re: Thank you for the conversation",
        "Then there are four of us. I have put two pages together and attached them. The second table is the one that surprised me; tell me if it looks wrong to you."),
    Touch(167, "Jonas Feld", "no-answer", "", "", ""),
    Touch(165, "Jonas Feld", "voicemail", "check-in-call", "A word from Robin Marlow",
        "Good day, this is Robin Marlow; we spoke about the Analytics Lead position. I have finished a course on time series since, and I am still interested in Northlight. No need to call back. I am at 555-0142."),
    Touch(164, "Miriam Okafor", "emailed", "check-in-news", "A week beside the people who use it",
        "A short hello, with nothing to ask for. I have helped a small bus company to plan its drivers, and this time I spent the first week in their control room before I wrote a line of code. They have used the forecast every morning since, and I think of our conversation each time.\n\nI hope the new lead has settled in well."),
    Touch(163, "Farah Siddiqui", "emailed", "check-in-news", "A short hello",
        "A short hello a month on. I am working for a bus company until its new timetable is done, and I am still looking for a permanent place. I hope all is well with you and the people on your floor."),
    Touch(160, "Inês Carvalho", "linkedin", "", "",
        "Hello Inês, we met at my presentation at Northlight. The talk about dashboards that you recommended is online now, in case you have not seen it. The part about deleting half of them is worth ten minutes."),
    Touch(160, "Miriam Okafor", "replied", "", "Re: A week beside the people who use it",
        "I enjoyed reading this, and passed it on. Is there a write-up? My team argues about the same thing at the moment."),
    Touch(159, "Miriam Okafor", "emailed", "reply", "Re: A week beside the people who use it",
        "There is none yet, but your question is a good reason to write it. You will have three or four pages within two weeks, without names, so that you can hand them around."),
    Touch(158, "Inês Carvalho", "replied-linkedin", "", "",
        "Hello Robin, I had missed it, thank you! We deleted eleven after watching it. How is your search going?"),
    Touch(157, "Inês Carvalho", "linkedin", "", "",
        "Eleven is a good start. The search is slow but not sad: a contract at a bus company until the timetable is done, and two talks ahead. If I may, I would like to ask your advice now and then about working with planners."),
    Touch(157, "Aiko Tanabe", "emailed", "check-in-useful", "Your table was right",
        "You were right about the second table: one meter had been replaced and nobody had noted it. The corrected pages are attached. The bus company now marks its doubtful days in the same way, so the idea is travelling."),
    Touch(156, "Aiko Tanabe", "replied", "", "Re: Your table was right",
        "That makes me happy. I am in town every other week for a course. Would you like to have a coffee one day and talk about small grids?"),
    Touch(153, "Aiko Tanabe", "emailed", "reply", "Re: Your table was right",
        "With pleasure. I am near the station most afternoons; name a day that suits your course, and I will bring the pages and a pencil."),
    Touch(149, "Miriam Okafor", "emailed", "promise", "The write-up: a forecast that is used",
        "Here are the four pages that I promised you. The part I would read first is the list on page two: what the people in the control room asked for, in their own words. Please pass it on to whomever it helps."),
    Touch(111, "Aiko Tanabe", "met", "", "Coffee near the station",
        "An hour about small grids. She would like to forecast villages with a few dozen meters and finds little to read about it. Told me that the new lead is well liked."),
    Touch(100, "Farah Siddiqui", "emailed", "check-in-news", "A short hello, and what I have been working on",
        "The bus timetable is done, and I have gone on with a course on streaming data. I am looking again in earnest. There is no need to answer; I only wanted you to know that I still think well of Northlight."),
    Touch(97, "Jonas Feld", "called", "check-in-call", "Budget, and what may come",
        "Spoke for five minutes. The budget is through, without a position in analytics. He expects movement within a few months and will remember me."),
    Touch(97, "Farah Siddiqui", "replied", "", "Re: A short hello, and what I have been working on",
        "Thank you for writing, Robin. I am leaving work for a while to be with my father, who is ill, and will not read my mail here. I have noted your address and will write when there is room for it."),
    Touch(96, "Farah Siddiqui", "emailed", "reply", "Re: A short hello, and what I have been working on",
        "I am sorry to hear about your father, and glad that you can be with him. Please do not think of an answer. I wish you both good days."),
    Touch(94, "Inês Carvalho", "emailed", "check-in-useful", "Something you may find useful",
        "You asked once how to tell planners that a number is uncertain without losing them. I found a short guide by a weather service that does it with three words and no percentages, and attach it. The examples on the last page are the best part."),
    Touch(62, "Miriam Okafor", "emailed", "check-in-news", "What became of the four pages",
        "The four pages have come back to me from two sides now, with notes in the margin that improve them. I have put the better version on my page. Meanwhile I have learned enough about streaming data to see where it would help a grid, and where it would only cost money.\n\nHow did the argument in your team end?"),
    Touch(60, "Inês Carvalho", "emailed", "move", "Your new job",
        "I saw that you have gone to Fernhollow Water to build up their reporting, and I am very glad for you. A place where you may decide what not to show sounds made for you. I wish you a good start, with patient colleagues and few inherited dashboards."),
    Touch(58, "Inês Carvalho", "replied", "", "Re: Your new job",
        "Thank you, Robin! I inherited forty. It is a small house and I may change nearly everything, which is lovely and frightening. Tell me how you are."),
    Touch(55, "Inês Carvalho", "emailed", "reply", "Re: Your new job",
        "Forty is a garden, then. I am well: the course is done, and I write applications with more patience than before. If you would like somebody to look through the forty with you, I have an afternoon and like coffee."),
    Touch(37, "Jonas Feld", "replied", "", "The coming months",
        "You came up in a talk about the coming year. I am on parental leave from Monday; please write to me once I am back, then I can say more."),
    Touch(36, "Jonas Feld", "emailed", "reply", "Re: The coming months",
        "Congratulations, and thank you for the word. I have noted the day and will write then. Enjoy the weeks at home."),
    Touch(27, "Inês Carvalho", "met", "", "An afternoon with the forty dashboards",
        "Kept nine of the forty. She read two of my applications and struck out every second adjective. Promised her my outline for a workshop with people who plan, now that hers come to her for it."),
    Touch(20, "Aiko Tanabe", "emailed", "check-in-useful", "Something you may find useful",
        "You mentioned forecasting for small grids; this paper is the best I found. It needs only three weeks of readings, and the appendix has the code. I am in the middle of two applications and learning to sleep well all the same."),
    Touch(3, "Miriam Okafor", "replied", "", "Re: What became of the four pages",
        "Sorry for the late answer. We may build a second team in spring. What are you working on?"),
    # Calder & Rowe.
    Touch(32, "Dana Whitfield", "emailed", "thank-you", "Thank you for our first conversation",
        "Thank you for the half hour, and for saying at once what is difficult: the nightly jobs that nobody dares to touch. I have moved such jobs before, one at a time and with the old one still running beside it. I would like to hear more."),
    Touch(32, "Priya Anand", "emailed", "thank-you", "Thank you for our first conversation",
        "Thank you for the friendly first conversation and the clear list of what comes next. The salary range is fine for me, as I said, and so are the two days in the office."),
    Touch(25, "Priya Anand", "they-called", "", "Second round",
        "Invited me to the second round with Dana and Tomás: a case about moving one nightly job, on a whiteboard."),
    Touch(11, "Dana Whitfield", "emailed", "thank-you", "Thank you for our conversation",
        "Thank you for the conversation. That the hard part is telling people what the numbers do not say is a sentence I will keep. I have thought about your invoices job again: I would leave it nightly, and begin with the stock levels, where an hour makes a difference."),
    Touch(11, "Priya Anand", "emailed", "thank-you", "Thank you for arranging the second round",
        "Thank you for arranging the second round, and for the few minutes alone with the whiteboard before it began. They did more for me than you may think. I look forward to hearing from you."),
    Touch(11, "Tomás Herrera", "emailed", "thank-you", "Thank you for the whiteboard",
        "Thank you for arguing with me at the whiteboard. You were right that the late records are the real work, and I have sketched how I would count them; a photograph is attached. I enjoyed this very much."),
    # Harbour Analytics.
    Touch(16, "Hana Novák", "emailed", "thank-you", "Thank you for the call",
        "Thank you for the call, and for asking what I would miss in a new place. My answer was short: somebody to read my code. It is good to know that reading each other is a habit with you."),
    Touch(10, "Hana Novák", "invited", "", "A visit to the harbour office",
        "Lena and Samuel would like to meet you here and show you around. Please bring two pages on the short case that I attach."),
    Touch(9, "Hana Novák", "emailed", "reply", "Re: A visit to the harbour office",
        "Thank you for the invitation; the day suits me well. I will bring the short case you asked for on two pages. Is there anything that Lena and Samuel would like me to look at beforehand?"),
    Touch(0, "Samuel Osei", "emailed", "thank-you", "Thank you for the tour",
        "Thank you for the tour, and for showing me the alarm that cried wolf for a year as well as the ones that work. I slept on your question about who is woken first. My answer would be: whoever can also fix it."),
)

NOTED = (
    Notes(228, "Aiko Tanabe", ("warm",),
        "- Built the short-term model alone, *in Python*, and marks each day she does not trust\n- Likes small grids: villages, islands, a few dozen meters"),
    Notes(214, "Miriam Okafor", ("energy", "warm"),
        "**Cares about:** forecasts that somebody uses\n\n- Asked why a good forecast can lie unused for a year\n- Was a teacher before; explains with a pencil\n- Decides together with Farah, after two rounds"),
    Notes(199, "Jonas Feld", ("energy",),
        "- Keeps his word about dates, and calls when it is a no\n- Best reached late in the afternoon"),
    Notes(60, "Inês Carvalho", ("mentor", "warm"),
        "At **Fernhollow Water** now, building up their reporting.\n\n- Worked for [[Miriam Okafor]] for six years and still speaks well of her\n- Asks what people may *stop* doing\n- Advice only, never a favour: she said so, and it suits us both"),
    Notes(12, "Dana Whitfield", ("streaming",),
        "- Moving their nightly jobs to streams, wary of rewriting everything at once\n- Said: *the hard part is telling people what the numbers do not say*\n- Her rule of two: two people read each change before it goes out\n- Two children, runs a reading group"),
    Notes(1, "Lena Brandt", (),
        "- Eight engineers, nobody on call alone\n- Asked how I would **switch off** an old service; wants it in steps, with a way back\n- Decision promised; Samuel would sit next to me"),
)
# fmt: on
