"""All five practices in a real terminal, from first contact to the second yearly hello: the app is opened on many days."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.terminal import PLANNER, Terminal, environment


class Book:
    """A book that is opened again on one day after another."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self.home = home

    def shell(self, day: str, *words: str) -> str:
        """What the shell prints on that day, its lines made one."""
        env = environment(self.home, PLANNER_TODAY=day)
        run = subprocess.run([*PLANNER, *words], env=env, capture_output=True, text=True, check=True)
        return " ".join(run.stdout.split())

    @contextmanager
    def on(self, day: str, size: tuple[int, int] = (120, 36)) -> Iterator[Terminal]:
        """The app on that day, until it is quit."""
        app = Terminal(PLANNER, environment(self.home, PLANNER_TODAY=day), size)
        app.wait_for("Quit")
        yield app
        app.wait_for("q Quit")
        app.press("q")
        assert app.end() == 0


def go_to(app: Terminal, name: str) -> None:
    """Put the cursor on somebody."""
    app.press("/")
    app.wait_for("name, employer")
    app.press(name)
    app.wait_for(f"“{name}”")
    app.press("enter", "escape")
    app.wait_until_gone(f"“{name}”")


def fill(app: Terminal, title: str, *words: str) -> None:
    """Open the note on the cursor, if it is not open yet, and fill its blanks one after another."""
    if title not in app.text:
        app.press("enter")
    app.wait_for(title)
    app.wait_for("tab Next blank")
    for each in words:
        app.press(each, "tab")
    app.wait_for("no blanks left")


def send(app: Terminal, title: str, *words: str) -> None:
    """Write the note on the cursor, and say that it went out."""
    fill(app, title, *words)
    app.press("ctrl+s")
    app.wait_for(f"Note to {title.rsplit('for ', maxsplit=1)[-1]} sent.")


def form(app: Terminal, key: str, title: str, *keys: str) -> None:
    """Open a form with a key, fill it with others, and save it."""
    app.press(key)
    app.wait_for(title)
    app.press(*keys, "ctrl+s")


def sees(app: Terminal, *sentences: str) -> None:
    """Wait until the page says each of these sentences; where its lines break does not matter."""
    for sentence in sentences:
        deadline = time.monotonic() + 60
        while sentence not in " ".join(" ".join(line.split("▏")[-1] for line in app.screen.display).split()):
            if not app.read() or time.monotonic() > deadline:
                raise AssertionError(f"{sentence!r} did not come. The screen:\n{app.text}")


@pytest.mark.slow  # test_loop.py goes a shorter way in a real terminal
def test_all_five_practices_from_first_contact_to_the_second_yearly_hello(tmp_path: Path):
    book = Book(tmp_path / "home")

    # Tue 8 Sep 2026: who I am, and a first application.
    assert "Nobody is in your book yet" in book.shell("2026-09-08", "due")
    with book.on("2026-09-08") as app:
        app.wait_for("Who are you?")
        for each in ("Robin Marlow", "robin.marlow@example.com", "", "555-0142", "linkedin.example.com/in/robin"):
            app.press(each, "tab")
        app.press("data modelling, Python and plain writing", "ctrl+s")
        app.wait_for("My details changed")
        people = "Dana Whitfield: hiring manager, Priya Anand: HR, Tomás Herrera: panel"
        form(app, "a", "Who interviewed", "tab", "Data Engineer", "tab", "Calder & Rowe", "tab", people)
        app.wait_for("Data Engineer at Calder & Rowe added with Dana Whitfield, Priya Anand and Tomás Herrera.")
        assert "Waiting 3" in app.text
    assert "Nobody is due." in book.shell("2026-09-08", "due")

    # Thu 10 Sep: the interview, and a thank-you to everyone in it, one after another.
    with book.on("2026-09-10") as app:
        app.press("a")
        app.wait_for("an interview")
        app.press("down", "down", "tab", "tab", "Dana: hiring manager, Priya: HR, Tomás: panel", "ctrl+s")
        app.wait_for("Interview with Dana Whitfield, Priya Anand and Tomás Herrera")
        sees(app, "Dana interviewed you for Data Engineer at Calder & Rowe on Thu 10 Sep; "
                         "a thank-you is best by the next day.")  # fmt: skip
        app.wait_for("by Fri 11 Sep")
        send(
            app,
            "Thank-you for Dana Whitfield",
            "Your wish for small steps",
            "I would begin with the job that fails most",
        )
        app.wait_for("1 of 3 written; now Priya.")
        send(app, "Thank-you for Priya Anand", "Your way of asking", "I would listen for a week first")
        app.wait_for("2 of 3 written; now Tomás.")
        send(app, "Thank-you for Tomás Herrera", "Your map of the nightly runs", "I would draw the same for the day")
        app.wait_for("Later 1")

    # Mon 21 Sep: the "no"; the first note goes to one, is copied for the next, and is held for the third.
    assert "you may ask how it stands" in book.shell("2026-09-21", "due")
    with book.on("2026-09-21") as app:
        app.press("r")
        sees(app, "Would you still want to work there?", "yes: everyone who interviewed me is due")
        app.press("y")
        app.wait_for("Who told you")
        app.press("tab", "tab", "tab", "tab", "Priya", "tab", "s", "tab")
        app.press("Someone has run a platform of this size", "tab", "Say sooner what I have run", "ctrl+s")
        app.wait_for("recorded. Due now: Dana, Priya and Tomás.")
        sees(
            app,
            "You were turned down for Data Engineer at Calder & Rowe on Mon 21 Sep; you haven't written to Dana yet.",
        )
        send(app, "First note for Dana Whitfield", "Your wish for small steps", "I have cut my own runs in two since")
        app.wait_for("1 of 3 written; now Priya.")
        app.wait_for("Thank you for letting me know")  # she told me; the others are not thanked for it
        fill(app, "First note for Priya Anand", "Your way of asking", "I ask so myself now")
        app.press("\x1bc")
        app.wait_for("Not sent until you say so: ctrl+s.")
        app.press("ctrl+n")
        app.wait_for("2 of 3 written; now Tomás.")
        assert "letting me know" not in app.text
        fill(app, "First note for Tomás Herrera", "your map of the nightly runs", "I drew one of ours.")
        app.press("\x1bh")
        app.wait_for("Note to Tomás Herrera held until Tue 22 Sep.")
        app.wait_for("did it go out?")
        app.wait_for("check-in 1 Wed 21 Oct")

    # Tue 22 Sep: did it go out? It did; the held note goes as well. Another "no": this time I call first.
    due = book.shell("2026-09-22", "due")
    assert "This note was copied on Mon 21 Sep; you have not said yet whether it went out." in due
    assert "You held this note until Tue 22 Sep. Read it once more; then it can go out." in due
    with book.on("2026-09-22") as app:
        app.press("enter")
        sees(app, "Did your note to Priya Anand go out?", "was copied on Mon 21 Sep.")
        app.press("ctrl+s")
        app.wait_for("Note to Priya Anand sent.")
        sees(app, "A month since your last touch with Priya on Mon 21 Sep; early leavers start to go about now.")
        app.press("g")
        app.wait_for("It is held until Tue 22 Sep.")
        send(app, "First note for Tomás Herrera")
        app.press("a")
        app.wait_for("an application")
        app.press("down", "tab", "Analytics Engineer", "tab", "Halden Labs", "tab", "Ari Cole: hiring manager")
        app.press("tab", "14 sep", "ctrl+s")
        app.wait_for("Interview with Ari Cole for Analytics Engineer at Halden Labs added.")
        app.press("m")
        app.wait_for("call the hiring manager first")
        app.press("shift+tab", "shift+tab", "c", "ctrl+s")
        app.wait_for("My details changed.")
        app.press("r")
        app.wait_for("Would you still want to work there?")
        app.press("y", "tab", "a", "ctrl+s")
        app.wait_for("The no for Analytics Engineer at Halden Labs recorded. Later: Ari on Thu 24 Sep.")

    # Fri 25 Sep, in a small terminal: the call, with a script, reaches nobody.
    due = book.shell("2026-09-25", "due")
    assert "You were turned down for Analytics Engineer at Halden Labs on Tue 22 Sep; you chose to call Ari." in due
    with book.on("2026-09-25", (80, 24)) as app:
        app.press("enter")
        app.wait_for("Call script for Ari Cole")
        app.press("ctrl+t")
        app.wait_for("Templates for Ari")
        app.wait_for("Fits any time at this step.")
        app.press("enter")
        app.wait_for("s aloud, of 60")
        app.press("ctrl+l")
        app.wait_for("no answer")
        app.press("n", "ctrl+s")
        app.wait_for("Call to Ari Cole without answer logged.")
        app.wait_for("call again Mon 28 Sep")
        sees(app, "Your call to Ari on Fri 25 Sep reached nobody; a voicemail counts too.")

    # Mon 28 Sep: the call again, and now a voicemail. An answer came from Tomás: I answer, and promise him something.
    assert "Your call to Ari on Fri 25 Sep reached nobody; a voicemail counts too." in book.shell("2026-09-28", "due")
    with book.on("2026-09-28") as app:
        app.press("enter")
        fill(app, "Call script for Ari Cole", "your list of small questions", "a list of my own")
        app.press("ctrl+l")
        app.wait_for("no answer")
        app.press("v", "ctrl+s")
        app.wait_for("Voicemail for Ari Cole logged.")
        app.wait_for("check-in 1 Wed 28 Oct")
        go_to(app, "tom")
        app.press("l")
        app.wait_for("What happened with Tomás Herrera?")
        app.press("t", "tab", "tab", "What are you reading?", "ctrl+s")
        app.wait_for("Message from Tomás Herrera logged.")
        app.wait_for("answer     by Tue 29 Sep")
        go_to(app, "tom")
        sees(app, "Tomás wrote on Mon 28 Sep, and is waiting for your answer.")
        send(app, "Answer for Tomás Herrera", "I read about tides.", "I will send you the article.")
        go_to(app, "tom")
        form(app, "p", "Tomás", "the article on tidal data", "tab", "fri")
        app.wait_for("Promise to Tomás Herrera for Fri 2 Oct added.")

    # Fri 2 Oct: the promise is kept.
    assert "You promised Tomás by Fri 2 Oct: the article on tidal data." in book.shell("2026-10-02", "due")
    with book.on("2026-10-02") as app:
        send(app, "Your promise for Tomás Herrera", "articles.example.com/tides", "Page three is the best of it")
        app.wait_for("Sun 1 Nov")

    # Mon 2 Nov: Dana has a new job; the one at Halden is open again; check-in 1 has its reason.
    due = book.shell("2026-11-02", "due")
    assert "A month since your last touch with Tomás on Fri 2 Oct; early leavers start to go about now." in due
    with book.on("2026-11-02") as app:
        go_to(app, "dana")
        form(app, "l", "What happened with Dana Whitfield?", "t", "t", "t", "tab", "tab", "Umber Grid")
        app.wait_for("Move of Dana Whitfield to Umber Grid logged.")
        go_to(app, "dana")
        sees(app, "Dana has a new job, you noted on Mon 2 Nov: a good reason for a line.", "Umber Grid since Mon 2 Nov")
        send(app, "for Dana Whitfield", "Small steps suit a grid", "Your wish for small steps")
        go_to(app, "ari")
        app.press("b")
        sees(app, "The “no” stays in its history.", "● Analytics Engineer at Halden Labs")
        app.press("ctrl+s")
        app.wait_for("Analytics Engineer at Halden Labs is open again. Due now: Ari.")
        go_to(app, "ari")
        send(app, "Open again for Ari Cole", "Your list of small questions", "finished a list of my own")
        go_to(app, "tom")
        send(app, "Check-in 1 for Tomás Herrera", "your map", "drawn one for the day")

    # Mon 4 Jan 2027: check-in 2 to Tomás. Ari wants no more letters and is closed.
    due = book.shell("2027-01-04", "due")
    assert "Two months since your last touch with Tomás on Mon 2 Nov 2026; most early leavers go by month three." in due
    with book.on("2027-01-04") as app:
        go_to(app, "ari")
        form(app, "x", "Ari Cole: not now, or no more?", "c", "tab", "she asked for no more letters")
        app.wait_for("Ari Cole closed.")
        go_to(app, "tom")
        send(app, "Check-in 2 for Tomás Herrera", "your map", "finished a course")
    assert "Closed" in book.shell("2027-01-04", "show", "ari")

    # Tue 6 Apr: check-in 3; none of the three was answered, so he rests.
    assert "Three months since your last touch with Tomás on Mon 4 Jan." in book.shell("2027-04-06", "due")
    with book.on("2027-04-06") as app:
        go_to(app, "tom")
        send(app, "Check-in for Tomás Herrera", "taught the course", "your map")
        go_to(app, "tom")
        sees(
            app,
            "Resting: 3 check-ins without an answer, the last on Tue 6 Apr 2027.",
            "yearly hello by e-mail Wed 5 Apr 2028",
        )

    # Mon 10 Apr 2028 and Thu 12 Apr 2029: he once answered, so there is a hello a year later, and another one the year after.
    hello = "Tomás rests. One hello a year keeps the door open; your last touch with Tomás was on"
    for day, last in (("2028-04-10", "Tue 6 Apr 2027."), ("2029-04-12", "Mon 10 Apr 2028.")):
        assert f"{hello} {last}" in book.shell(day, "due")
        with book.on(day) as app:
            go_to(app, "tom")
            send(app, "Yearly hello for Tomás Herrera", "the tide was high", "I still draw maps")
    with book.on("2029-04-12") as app:
        go_to(app, "tom")
        sees(app, "yearly hello by e-mail Fri 12 Apr 2030")

    # Back a few steps, and forth again: the book tells the whole story.
    with book.on("2029-04-12") as app:
        for label in ("note to Tomás Herrera sent", "note to Tomás Herrera begun", "note to Tomás Herrera sent"):
            app.press("u")
            app.wait_for(f"Undone: {label}.")
    assert "yearly hello" not in book.shell("2029-04-12", "show", "tom").partition("Timeline")[2]
    with book.on("2029-04-12") as app:
        app.press("U")
        app.wait_for("Done again: note to Tomás Herrera sent.")
        app.press("U")
        app.wait_for("Done again: note to Tomás Herrera begun.")
        app.press("U")
        app.wait_for("Done again: note to Tomás Herrera sent.")
    timeline = book.shell("2029-04-12", "show", "tom").partition("Timeline")[2]
    place = 0
    for words in (
        "Thu 12 Apr you wrote: Another year (yearly hello)",
        "Mon 10 Apr 2028 you wrote: Hello from Robin Marlow (yearly hello)",
        "Tue 6 Apr 2027 you wrote: A hello, and an update (check-in)",
        "Mon 4 Jan 2027 you wrote: Three months on (check-in 2)",
        "Mon 2 Nov 2026 you wrote: A quick update since we talked (check-in 1)",
        "Fri 2 Oct 2026 you wrote: As promised (your promise)",
        "Mon 28 Sep 2026 you wrote: Thanks for writing (answer)",
        "Mon 28 Sep 2026 they wrote: What are you reading?",
        "Tue 22 Sep 2026 you wrote: Thank you for your questions (first note)",
        "Thu 10 Sep 2026 you wrote: After our conversation (thank-you)",
        "Thu 10 Sep 2026 interview: Data Engineer",
    ):
        assert words in timeline[place:]
        place = timeline.index(words, place)
