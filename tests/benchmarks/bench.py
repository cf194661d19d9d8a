"""Speed, side by side with bare Python and with a minimal Textual app, in one run: `make bench`.

Every round runs each command once, in turn, so that a slow moment of the machine hits all alike. Figures are medians;
the multiple of the baseline travels between machines better than milliseconds do. Starting times include exec. For
the app, the clock stops when the text of the first useful frame has arrived in a pseudo-terminal; a key's time runs
from the press to the first output after it.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))
PYTHON = sys.executable
PLANNER = str(Path(PYTHON).with_name("planner"))
TODAY = date(2026, 11, 22)
THINGS = [f"{a}{b}" for a in ("amber", "birch", "cedar", "dune", "ember") for b in ("field", "gate", "mill", "shore")]
DUE_AT_MOST = 40  # people due on a day, however many are in the book


def make_book(path: Path, people: int) -> None:
    """A book of that many people with ten touchpoints each, of whom at most a few dozen are due."""
    from sqlalchemy import insert
    from sqlmodel import select

    from planner.book.database import open_book
    from planner.book.models import Application, Contact, Interviewer, Profile, Touchpoint
    from planner.book.plans import replan
    from planner.book.search import fill_index
    from planner.cadence.terms import ApplicationState, Channel, Direction, HowLearned, Kind, Part

    book = open_book(path, lambda: TODAY)
    with book.transaction() as session:
        session.add(Profile(name="Robin Marlow"))
        if not people:
            return
        applications = max(1, people // 4)
        session.execute(
            insert(Application),
            [
                {
                    "position": f"Position {number}", "employer": f"Employer {number:04}",
                    "state": ApplicationState.REJECTED, "learned_on": TODAY - timedelta(days=400),
                    "how_learned": HowLearned.TOLD, "reason_given": "", "feedback": "", "lesson": "",
                }
                for number in range(applications)
            ],
        )  # fmt: skip
        contacts = [
            {"name": f"Person {number:05} Example", "email": f"p{number}@example.com"} for number in range(people)
        ]
        session.execute(insert(Contact), contacts)
        parts = list(Part)[:4]
        session.execute(
            insert(Interviewer),
            [
                {"contact_id": number + 1, "application_id": number % applications + 1, "part": parts[number % 4]}
                for number in range(people)
            ],
        )
        touches = []
        for number in range(people):
            # The last touch decides: the first few dozen are due for a check-in today, the others later.
            last = 100 if number < DUE_AT_MOST else number % 50
            for step in range(10):
                incoming = step % 2 == 1
                touches.append(
                    {
                        "contact_id": number + 1,
                        "kind": Kind.MESSAGE,
                        "channel": Channel.EMAIL,
                        "direction": Direction.IN if incoming else Direction.OUT,
                        "happened_on": TODAY - timedelta(days=last + 20 * (9 - step) + (0 if step < 9 else 1)),
                        "subject": f"Note {step}",
                        "body": f"A few lines about {THINGS[(number * 7 + step) % len(THINGS)]} that were written once. "
                        * 8,
                    }
                )
            touches[-1]["direction"] = Direction.OUT
        session.execute(insert(Touchpoint), touches)
        replan(session, {key for key in session.exec(select(Contact.id)) if key is not None})
        fill_index(session.connection())


WORDS = [
    "the",
    "way",
    "you",
    "test",
    "a",
    "pipeline",
    "with",
    "real",
    "data",
    "and",
    "small",
    "steps",
    "has",
    "stayed",
    "with",
    "me",
    "since",
    "we",
    "spoke",
    "about",
    "it",
]


def make_draft(path: Path) -> str:
    """A book in which someone has a draft of 300 words, and fifty colleagues have had notes; gives the draft's text."""
    from planner.book import commands
    from planner.book.commands import Panelist, entered
    from planner.book.database import open_book
    from planner.book.models import ApplicationFields, ContactFields
    from planner.cadence.terms import Part, Step

    def text(seed: int) -> str:
        words = [WORDS[(seed * 7 + n * (seed % 5 + 1)) % len(WORDS)] for n in range(300 if seed == 0 else 120)]
        parts = [" ".join(words[start : start + 25]).capitalize() + "." for start in range(0, len(words), 25)]
        return "Dear Person,\n\n" + "\n\n".join(parts)

    book = open_book(path, lambda: TODAY)
    commands.save_profile(book, name="Robin Marlow", email="robin@example.com")
    panel = [
        Panelist(entered(ContactFields, name=f"Person {n:02} Example", called=f"P{n}"), Part.PANEL) for n in range(51)
    ]
    application = commands.add_interview(
        book, entered(ApplicationFields, position="Tester", employer="Employer"), panel
    )
    commands.record_rejection(book, application.id, TODAY)
    about = {"application_id": application.id, "step": Step.FIRST_NOTE, "subject": "Thank you"}
    for number in range(1, 51):
        note = commands.save_draft(book, None, contact_id=number + 1, body=text(number), **about)
        commands.mark_sent(book, note.id, TODAY)
    commands.save_draft(book, None, contact_id=1, body=text(0), **about)
    return text(0)


def time_a_review(path: Path, rounds: int) -> list[float]:
    """Milliseconds for one review of that draft against those notes."""
    from planner.book import queries
    from planner.book.file import reading
    from planner.book.prefill import occasion, situation
    from planner.notes.review import review

    with reading(path) as connection:
        [draft] = queries.drafts_of(connection, 1)
        found = occasion(connection, 1, draft.step or "", draft.application_id, draft.channel, TODAY)
        assert found is not None
        judged = situation(connection, found, 150, TODAY)
    times = []
    for number in range(rounds + 3):
        began = time.perf_counter()
        review(draft.subject, f"{draft.body} {number}", judged)
        times.append((time.perf_counter() - began) * 1000)
    assert len(judged.earlier) == 50
    return times[3:]


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG"}}
    return {
        **kept, "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8",
        "PLANNER_TODAY": TODAY.isoformat(),
    }  # fmt: skip


def run_once(command: list[str], env: dict[str, str], *, terminal: bool) -> float:
    """Milliseconds from exec to exit; the output goes to a pipe, or to a terminal that is read as it comes."""
    began = time.perf_counter()
    if not terminal:
        null = os.open(os.devnull, os.O_WRONLY)
        pid = os.posix_spawn(command[0], command, env, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
        os.close(null)
    else:
        pid, fd = pty.fork()
        if pid == 0:
            os.execve(command[0], command, env)
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        while True:
            try:
                if not os.read(fd, 65536):
                    break
            except OSError:
                break
        os.close(fd)
    _, status = os.waitpid(pid, 0)
    took = (time.perf_counter() - began) * 1000
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} failed")
    return took


class App:
    """A terminal program under the clock."""

    def __init__(self, command: list[str], env: dict[str, str], ready: bytes) -> None:
        began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        seen = b""
        while ready not in re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", seen):
            seen += self._read(20)
        self.first_frame = (time.perf_counter() - began) * 1000

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return b""
        return os.read(self.fd, 65536)

    def settle(self, quiet: float = 0.25) -> None:
        while self._read(quiet):
            pass

    def press(self, key: bytes) -> float:
        """Milliseconds from the press to the first output after it."""
        self.settle(0)  # what is still on its way is no answer to this key
        began = time.perf_counter()
        os.write(self.fd, key)
        if not self._read(5):
            raise SystemExit("a key press showed nothing")
        took = (time.perf_counter() - began) * 1000
        self.settle(0.06)
        return took

    def type_until(self, key: bytes, wanted: bytes) -> float:
        """Milliseconds from the press until these words have come."""
        began = time.perf_counter()
        os.write(self.fd, key)
        seen = b""
        while wanted not in re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", seen):
            more = self._read(5)
            if not more:
                raise SystemExit(f"{wanted!r} did not come")
            seen += more
        took = (time.perf_counter() - began) * 1000
        self.settle(0.1)
        return took

    def memory(self) -> float:
        """Resident memory in MB."""
        with Path(f"/proc/{self.pid}/status").open() as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))

    def end(self) -> None:
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def line(name: str, values: list[float], unit: str, base: list[float] | None = None, aim: float | None = None) -> None:
    median = statistics.median(values)
    multiple = f"{median / statistics.median(base):5.2f}x" if base else "      "
    reached = "" if aim is None or base is None else f"   aim {aim}x"
    print(f"  {name:38} {median:8.1f} {unit}  {multiple}   (min {min(values):.1f}, max {max(values):.1f}){reached}")


def time_filters_and_searches(env: dict[str, str], path: str, people: int) -> None:
    """How long a key of a filter takes until the list says what it shows, and a search until it says what it found."""
    print(f"\nA key of a filter to the filtered list, and of a search to what was found, {people} people, ms")
    for name, view, opening, words in (
        ("filter, due", b"1", b"/", "person 0012"),
        ("filter, people", b"2", b"/", "employer 012"),
        ("search", b"1", b"\x06", "amberfield that"),
    ):
        app = App([PLANNER, "--book", path], env, b"Person 00000")
        app.settle(2.0)
        os.write(app.fd, view)
        app.settle(1.0)
        os.write(app.fd, opening)
        app.settle(0.5)
        took = []
        for _ in range(3):
            for at, letter in enumerate(words, start=1):
                typed = words[:at].strip()
                if letter == " ":
                    os.write(app.fd, b" ")
                    app.settle(0.2)
                    continue
                wanted = f"for “{typed}”".encode() if opening == b"/" else b" place"
                took.append(app.type_until(letter.encode(), wanted))
            os.write(app.fd, b"\x7f" * len(words))
            app.settle(0.5)
        app.end()
        took.sort()
        p50, p95 = took[len(took) // 2], took[int(len(took) * 0.95)]
        print(f"  {name:38} p50 {p50:6.1f}   p95 {p95:6.1f}   max {took[-1]:6.1f}   aim p95 50")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--people", type=int, nargs="+", default=[0, 1000, 10000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder))
        books = {count: str(Path(folder, f"{count}.sqlite")) for count in options.people}
        for count, path in books.items():
            make_book(Path(path), count)
        bare = [PYTHON, "-c", "pass"]
        shell: dict[str, tuple[list[str], bool]] = {"python -c pass": (bare, False)}
        for count, path in books.items():
            shell[f"due --json, {count} people"] = ([PLANNER, "--book", path, "due", "--json"], False)
        for count, path in books.items():
            shell[f"due in a terminal, {count} people"] = ([PLANNER, "--book", path, "due"], True)
        times: dict[str, list[float]] = {name: [] for name in shell}
        for number in range(options.rounds + 1):
            for name, (command, terminal) in shell.items():
                took = run_once(command, env, terminal=terminal)
                if number:  # the first round warms the caches
                    times[name].append(took)
        print(f"The shell, {options.rounds} rounds, median ms from exec to exit (multiple of bare Python)")
        for name, values in times.items():
            aim = 3.5 if "json, 10000" in name else 8.5 if "terminal, 10000" in name else None
            line(name, values, "ms", times["python -c pass"], aim)

        largest = max(books)
        apps = {
            "minimal Textual app": ([PYTHON, str(HERE / "minimal_app.py")], b"first row"),
            **{
                f"planner, {count} people": (
                    [PLANNER, "--book", path],
                    b"Person 00000" if count else b"Nobody is in your book",
                )
                for count, path in books.items()
            },
        }
        frames: dict[str, list[float]] = {name: [] for name in apps}
        for number in range(options.rounds + 1):
            for name, (command, ready) in apps.items():
                app = App(command, env, ready)
                if number:
                    frames[name].append(app.first_frame)
                app.end()
        print("\nThe first useful frame, median ms from exec (multiple of the minimal app)")
        for name, values in frames.items():
            line(name, values, "ms", frames["minimal Textual app"], 1.25 if str(largest) in name else None)

        print("\nKey to paint of the down arrow, ms; resident memory after it, MB")
        for name, (command, ready) in apps.items():
            if " 0 people" in name:
                continue
            app = App(command, env, ready)
            app.settle(1.0)
            presses = sorted(app.press(b"\x1b[B") for _ in range(60))
            print(
                f"  {name:38} p50 {presses[30]:6.1f}   p95 {presses[57]:6.1f}   max {presses[-1]:6.1f}   aim p95 16"
                f"   memory {app.memory():6.1f}"
            )
            app.end()

        time_filters_and_searches(env, books[largest], largest)

        print("\nTyping in a draft of 300 words, key to paint, ms, a key in each app in turn")
        draft_book, draft_text = Path(folder, "draft.sqlite"), Path(folder, "draft.txt")
        draft_text.write_text(make_draft(draft_book))
        editors = {
            "bare TextArea app": App([PYTHON, str(HERE / "minimal_editor.py"), str(draft_text)], env, b"Dear Person"),
            "the planner's editor": App([PLANNER, "--book", str(draft_book)], env, b"Person 00"),
        }
        time.sleep(2)  # a cursor that blinks is never quiet for long
        for app in editors.values():
            app.settle(0.2)
        editors["the planner's editor"].press(b"\r")
        time.sleep(2)
        typed: dict[str, list[float]] = {name: [] for name in editors}
        for letter in b"and so i went on typing for a while about the weather and the work, " * 3:
            for name, app in editors.items():
                typed[name].append(app.press(bytes([letter])))
        for name, values in typed.items():
            values.sort()
            count = len(values)
            print(
                f"  {name:38} p50 {values[count // 2]:6.1f}   p95 {values[count * 95 // 100]:6.1f}"
                f"   max {values[-1]:6.1f}   aim p95 16"
            )
            editors[name].end()
        reviews = time_a_review(draft_book, 30)
        print("\nOne review of 300 words against 50 earlier notes, in its own thread")
        line("review", reviews, "ms")
        print("  aim 10 ms")


if __name__ == "__main__":
    main()
