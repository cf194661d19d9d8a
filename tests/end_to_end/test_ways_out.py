"""Every way out of the door, in a real terminal, with programs that record what they got."""

import email
import email.policy
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from planner.book import commands, queries
from planner.book.database import open_book
from planner.book.file import reading
from planner.exchange.outgoing import Outgoing, message
from tests.conftest import TODAY
from tests.end_to_end.terminal import PLANNER, Terminal, environment
from tests.ready_books import ReadyBooks

DANA = 4
NO_ID = "<CAB1234567890-a-rather-long-message-id-as-large-providers-make-them.0123456789abcdef@mail.example.com>"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "Downloads").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    return tmp_path / "home"


@pytest.fixture
def book(home: Path, ready_books: ReadyBooks) -> Path:
    path = home / "book.sqlite"
    ready_books.small(path)
    return path


def program(home: Path, name: str, body: str) -> Path:
    """A program of that name first in the PATH."""
    path = home.parent / "bin" / name
    path.write_text(f"#!{sys.executable}\nimport os, sys, time\nRECORD = {str(home / 'record')!r}\n{body}\n")
    path.chmod(0o755)
    return path


def settings(home: Path, text: str) -> None:
    folder = home / ".config" / "follow-up-planner"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(text)


def opened(home: Path, book: Path, **more: str) -> Terminal:
    """The app with the first note to Dana open in it."""
    env = environment(
        home, PATH=f"{home.parent / 'bin'}:{os.environ['PATH']}", XDG_DOWNLOAD_DIR=str(home / "Downloads"), **more
    )
    app = Terminal([*PLANNER, "--book", str(book)], env)
    app.wait_for("Dana Whitfield")
    app.press("j", "j", "enter")
    app.wait_for("First note for Dana Whitfield")
    app.wait_for("A first note holds")
    return app


def finished(home: Path, book: Path, **more: str) -> Terminal:
    """The same, with its blanks filled in."""
    app = opened(home, book, **more)
    app.press("your rule of two", "tab", "It saved us a week.")
    app.wait_for("no blanks left")
    return app


def drafts(book: Path) -> list[queries.DraftRow]:
    with reading(book) as connection:
        return queries.drafts_of(connection, DANA)


def wait_for_file(path: Path) -> str:
    for _ in range(200):
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.05)
    raise AssertionError(f"{path} did not come")


def left(app: Terminal) -> None:
    app.wait_for("A first note holds")
    app.press("escape")
    app.wait_until_gone("A first note holds")
    app.wait_for("Miriam Okafor")
    app.press("q")
    assert app.end() == 0
    app.assert_given_back()


def test_copy_reaches_the_terminal_and_the_desktop(home: Path, book: Path):
    program(home, "xclip", "open(RECORD, 'w').write(sys.stdin.read())")
    app = finished(home, book, DISPLAY=":99")
    app.press("\x1bc")
    app.wait_for("Copied. Not sent until you say so")
    assert b"\x1b]52;c;" in app.output
    assert wait_for_file(home / "record").startswith("Thank you for considering me\n\nHi Dana,")
    left(app)
    assert (drafts(book)[0].state, drafts(book)[0].handed_over) == ("handed_over", "copied")


def test_the_mail_program_gets_the_whole_note_as_a_link(home: Path, book: Path):
    program(
        home, "xdg-open" if sys.platform != "darwin" else "open", "open(RECORD, 'w').write(sys.argv[1]); print('noise')"
    )
    app = finished(home, book)
    app.press("Your rule of two")
    app.press("ctrl+o")
    app.wait_for("How do you want to send it?")
    app.press("m")
    app.wait_for("Your mail program has it")
    link = urlsplit(wait_for_file(home / "record"))
    fields = parse_qs(link.query)
    assert (link.scheme, unquote(link.path)) == ("mailto", "dana.whitfield@calder-rowe.example.com")
    assert fields["subject"] == ["Thank you for considering me"]
    assert "What stayed with me most is your rule of two" in fields["body"][0] and "\r\n" in fields["body"][0]
    assert "noise" not in app.text
    left(app)
    assert drafts(book)[0].handed_over == "opened in your mail program"
    assert fields["body"][0] == drafts(book)[0].body.replace("\n", "\r\n")


def test_a_mail_program_in_the_terminal_gets_it_and_gives_it_back(home: Path, book: Path):
    program(home, "fakemutt", "open(RECORD, 'w').write(sys.argv[-1]); print('MUTT HAS THE SCREEN'); time.sleep(0.7)")
    settings(home, 'mail_command = "fakemutt -x"\nmail_in_terminal = true\n')
    app = finished(home, book)
    app.press("ctrl+o")
    app.wait_for("How do you want to send it?")
    app.press("m")
    app.wait_for("Your mail program has it")
    assert b"MUTT HAS THE SCREEN" in app.output
    assert wait_for_file(home / "record").startswith("mailto:dana.whitfield@")
    left(app)


@pytest.mark.parametrize("in_terminal", ["true", "false"])
def test_a_missing_mail_program_leaves_note_and_screen(home: Path, book: Path, in_terminal: str):
    settings(home, f'mail_command = "no-such-program"\nmail_in_terminal = {in_terminal}\n')
    app = finished(home, book)
    app.press("ctrl+o")
    app.wait_for("How do you want to send it?")
    app.press("m")
    app.wait_for("no-such-program did not start")
    app.press("escape")
    app.wait_for("A first note holds")
    left(app)
    assert not [draft for draft in drafts(book) if draft.state == "handed_over"]


def test_the_send_command_gets_exactly_the_message_that_was_shown(home: Path, book: Path):
    program(
        home,
        "fakesend",
        "open(RECORD, 'wb').write(sys.stdin.buffer.read()); open(RECORD + '.args', 'w').write(repr(sys.argv[1:]))",
    )
    settings(home, "send_command = \"fakesend -t 'two words'\"\n")
    app = finished(home, book)
    app.press("ctrl+o")
    app.wait_for("How do you want to send it?")
    app.press("s")
    app.wait_for("yes, send it")
    shown = app.wait_for("Message-ID:")
    assert not (home / "record").exists()  # nothing goes before the yes
    [message_id] = [line.split()[-1] for line in shown.split("\n") if line.strip().startswith("Message-ID:")]
    app.press("y")
    app.wait_for("fakesend took it")
    data = (home / "record").read_bytes()
    read = email.message_from_bytes(data, policy=email.policy.default)
    assert read["Message-ID"] == message_id
    assert str(read["To"]) == "Dana Whitfield <dana.whitfield@calder-rowe.example.com>"
    assert str(read["From"]) == "Robin Marlow <robin.marlow@example.com>"
    assert read["X-Unsent"] is None and read.get_content().startswith("Hi Dana,")
    assert (home / "record.args").read_text() == "['-t', 'two words']"
    left(app)
    [draft] = drafts(book)
    assert (draft.state, draft.handed_over) == ("handed_over", "given to fakesend")  # and not yet: sent


def test_a_message_on_its_way_is_asked_about_also_when_the_app_ends(home: Path, book: Path):
    program(home, "fakesend", "time.sleep(3); open(RECORD, 'wb').write(sys.stdin.buffer.read())")
    settings(home, 'send_command = "fakesend"\n')
    app = finished(home, book)
    app.press("ctrl+o")
    app.wait_for("How do you want to send it?")
    app.press("s")
    app.wait_for("yes, send it")
    app.press("y")
    app.wait_for("is being given to fakesend")
    assert "yes, send it" not in app.text
    app.press("ctrl+q")
    assert app.end() == 0
    assert wait_for_file(home / "record")
    [draft] = drafts(book)
    assert (draft.state, draft.handed_over) == ("handed_over", "given to fakesend")


def test_a_send_command_that_fails_says_why_and_sends_nothing(home: Path, book: Path):
    program(home, "fakesend", "sys.stderr.write('no route to \\x1b]0;evil\\x07host'); sys.exit(65)")
    settings(home, 'send_command = "fakesend"\n')
    app = finished(home, book)
    app.press("ctrl+o")
    app.wait_for("How do you want to send it?")
    app.press("s")
    app.wait_for("yes, send it")
    app.press("y")
    app.wait_for("fakesend failed with status 65: no route to")
    assert b"]0;evil" not in app.output
    app.press("escape")
    left(app)
    assert not [draft for draft in drafts(book) if draft.state == "handed_over"]


def test_a_file_for_a_mail_program(home: Path, book: Path):
    app = finished(home, book)
    app.press("ctrl+o")
    app.wait_for("How do you want to send it?")
    app.press("f")
    app.wait_for("note-to-dana-whitfield.eml is in")
    left(app)
    read = email.message_from_bytes(
        (home / "Downloads" / "note-to-dana-whitfield.eml").read_bytes(), policy=email.policy.default
    )
    assert (read["X-Unsent"], str(read["To"])) == ("1", "Dana Whitfield <dana.whitfield@calder-rowe.example.com>")


def test_another_editor_and_back(home: Path, book: Path):
    program(
        home,
        "fakeedit",
        """
text = open(sys.argv[-1]).read()
open(RECORD, 'w').write(repr((sys.argv[1:-1], oct(os.stat(sys.argv[-1]).st_mode), oct(os.stat(os.path.dirname(sys.argv[-1])).st_mode), text)))
open(sys.argv[-1], 'w').write(text.replace('Subject: Thank you', 'Subject: Many thanks').replace('Hi Dana', 'Dear Dana W.'))
""",
    )
    app = opened(home, book, EDITOR="fakeedit --wait 'a b'")
    app.press("ctrl+e")
    app.wait_for("Dear Dana W.")
    app.wait_for("Many thanks for considering me")
    got = wait_for_file(home / "record")
    assert got.startswith("(['--wait', 'a b'], '0o100600', '0o40700'")
    assert "Subject: Thank you for considering me\\n\\nHi Dana," in got
    for _ in range(100):
        app.read(0.05)
        if not list((home / ".local/state/follow-up-planner").iterdir()):
            break  # cleared away once the text is in the book
    assert list((home / ".local/state/follow-up-planner").iterdir()) == []
    left(app)
    assert drafts(book)[0].subject.startswith("Many thanks") and "Dear Dana W." in drafts(book)[0].body


@pytest.mark.parametrize(
    ("editor", "words"),
    [("no-such-editor", "no-such-editor did not start"), ("false", "ended with status"), ("'", "cannot be split")],
)
def test_an_editor_that_fails_keeps_draft_and_screen(home: Path, book: Path, editor: str, words: str):
    app = opened(home, book, VISUAL=editor)
    app.press("your rule of two", "ctrl+e")
    app.wait_for(words)
    app.wait_for("of two. [What you did")
    left(app)
    assert "your rule of two" in drafts(book)[0].body


def test_what_a_crash_left_in_another_editor_is_offered(home: Path, book: Path):
    program(
        home,
        "fakeedit",
        "text = open(sys.argv[-1]).read()\nopen(sys.argv[-1], 'w').write(text.replace('Hi Dana', 'Dear friend'))\nopen(RECORD, 'w').write(str(os.getpid()))\ntime.sleep(60)",
    )
    app = opened(home, book, EDITOR="fakeedit")
    app.press("ctrl+e")
    editor = int(wait_for_file(home / "record"))
    os.kill(app.pid, signal.SIGKILL)
    os.kill(editor, signal.SIGKILL)
    app.end()
    assert "Hi Dana," in drafts(book)[0].body
    again = Terminal([*PLANNER, "--book", str(book)], environment(home))
    again.wait_for("while a note to Dana Whitfield stood in your")
    assert "Dear friend" in again.text
    again.press("ctrl+s")
    again.wait_for("Note to Dana Whitfield kept as a draft")
    again.press("q")
    assert again.end() == 0
    assert ["Dear friend" in draft.body and draft.step == "first_note" for draft in drafts(book)] == [True]
    assert list((home / ".local/state/follow-up-planner").iterdir()) == []


def test_alt_keys_do_not_type_their_letters(home: Path, book: Path):
    app = opened(home, book)
    app.press("Your rule of two")
    app.press("\x1bz", "\x1bh")
    app.wait_for("Fill in the blanks first")
    assert "rule of twoz" not in app.text and "twozh" not in app.text
    app.end(signal.SIGTERM)


@pytest.mark.slow  # as in test_ends.py, from the midst of another note
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_of_a_note_loses_nothing(home: Path, book: Path, number: signal.Signals):
    app = opened(home, book)
    app.press("Just typed")
    app.end(number)
    assert "Just typed" in drafts(book)[0].body


@pytest.mark.skipif(shutil.which("neomutt") is None, reason="neomutt is not installed")
def test_a_real_mail_program_composes_from_the_file_in_the_thread(tmp_path: Path, home: Path):
    note = Outgoing(
        "Dana Whitfield",
        "dana@example.com",
        "Re: Übung",
        "Dear Dana,\n\nGrüße – 😀\n",
        "Robin Sample",
        "robin@example.com",
        NO_ID,
    )
    (home / "draft.eml").write_bytes(message(note, unsent=True))
    (home / "sendmail").write_text(f"#!/bin/sh\ncat > {home}/sent.eml\n")
    (home / "sendmail").chmod(0o755)
    (home / "muttrc").write_text(
        f'set sendmail="{home}/sendmail"\nset editor="true"\nset copy=no\nset abort_unmodified=no\nset folder="{home}"\nset spoolfile=/dev/null\nset from="robin@example.com"\nset use_from=yes\n'
    )
    app = Terminal(["neomutt", "-F", str(home / "muttrc"), "-H", str(home / "draft.eml")], environment(home))
    app.wait_for("To: Dana Whitfield")
    app.press("enter")
    app.wait_for("Subject: Re: Übung")
    app.press("enter")
    app.wait_for("y:Send")
    app.press("y")
    for _ in range(100):
        app.read(0.1)
        if (home / "sent.eml").exists() and (home / "sent.eml").read_bytes():
            break
    read = email.message_from_bytes((home / "sent.eml").read_bytes(), policy=email.policy.default)
    assert str(read["In-Reply-To"]) == NO_ID and NO_ID in str(read["References"])
    assert str(read["Subject"]) == "Re: Übung" and "Grüße – 😀" in read.get_content()
    app.end(signal.SIGTERM)


def test_the_shell_has_the_same_ways(home: Path, book: Path):
    env = environment(home)

    def planner(*words: str, status: int = 0) -> str:
        run = subprocess.run([*PLANNER, "--book", str(book), *words], env=env, capture_output=True, text=True)
        assert run.returncode == status, run.stderr
        return run.stdout + run.stderr

    assert "2 blanks are left: [something they said" in planner("note", "Dana", "--mailto", status=2)
    assert not (home / "x.eml").exists() and "--as-is" in planner(
        "note", "Dana", "--eml", str(home / "x.eml"), status=2
    )
    assert planner("note", "Dana", "--mailto", "--as-is").startswith(
        "mailto:dana.whitfield@calder-rowe.example.com?subject="
    )
    planner("note", "Dana", "--eml", str(home / "x.eml"), "--as-is")
    assert email.message_from_bytes((home / "x.eml").read_bytes())["X-Unsent"] == "1"
    assert (home / "x.eml").stat().st_mode & 0o777 == 0o600
    assert "there already" in planner("note", "Dana", "--eml", str(home / "x.eml"), "--as-is", status=2)
    assert "This is still to be filled in." in planner("note", "Dana", "--check")
    assert "No draft waits" in planner("note", "Dana", "--sent", status=2)
    writable = open_book(book, lambda: TODAY)
    key = commands.save_draft(writable, None, contact_id=DANA, subject="s", body="Dear Dana", application_id=None).id
    commands.hand_over(writable, key, "copied")
    assert "did it go out?" in planner("due")
    assert "has not gone out yet" in planner("note", "Dana", "--not-sent")
    assert "held until Mon 23 Nov" in planner("note", "Dana", "--hold")
    commands.save_draft(writable, key, contact_id=DANA, subject="s", body="Dear Dana, [what you said]")
    assert "1 blank is left: [what you said]" in planner("note", "Dana", "--hold", status=2)
    assert "1 blank is left: [what you said]" in planner("note", "Dana", "--sent", status=2)
    commands.save_draft(writable, key, contact_id=DANA, subject="s", body="Dear Dana")
    assert "Note to Dana Whitfield sent" in planner("note", "Dana", "--sent")
