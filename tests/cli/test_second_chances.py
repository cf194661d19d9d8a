"""A job that comes back, a hello after years, a move: what is owed then, and what the note says."""

import pytest

from planner.book import commands, queries
from planner.book.database import Book
from planner.book.file import reading
from planner.cli import run
from planner.names import called
from tests.cli.test_people import Run


@pytest.fixture
def planner(book: Book, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on an empty book; gives status, output and errors."""
    monkeypatch.setenv("PLANNER_BOOK", str(book.path))

    def call(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    call("me", "--name", "Robin Ames", "--email", "robin@example.net", "--phone", "555-0100")
    return call


@pytest.fixture
def turned_down(planner: Run) -> Run:
    """One application with a "no" that Priya told, and three interviewers."""
    people = ("Dana Whitfield: hiring manager", "Priya Anand: HR", "Tomás Herrera: recruiter")
    planner("add", "application", "Data Engineer", "Calder & Rowe", *(w for p in people for w in ("--with", p)))
    planner("add", "interview", "1", "--on", "2026-11-10", *(w for p in people for w in ("--with", p)))
    for name in ("dana", "priya", "tomás"):
        planner("log", name, "emailed", "--on", "2026-11-11")
    planner(
        "reject", "1", "--on", "2026-11-16", "--by", "priya", "--reason", "not_filled", "--words", "On hold for now."
    )
    return planner


def look(book: Book, query):
    with reading(book.path) as connection:
        return query(connection)


# Who told


def test_only_who_told_is_thanked_for_telling(turned_down: Run):
    planner = turned_down
    planner("reject", "1", "--on", "2026-11-16", "--reason", "someone_else")
    assert "getting back to me" in planner("note", "priya")[1] or "letting me know" in planner("note", "priya")[1]
    for name in ("dana", "tomás"):
        assert "letting me know" not in planner("note", name)[1]


def test_the_only_interviewer_is_taken_for_the_one_who_told(planner: Run):
    planner("add", "application", "Analyst", "Harbour", "--with", "Lena Brandt: hiring manager")
    planner("reject", "analyst", "--on", "2026-11-20")
    assert "Thank you for letting me know" in planner("note", "lena")[1]


def test_a_no_that_nobody_gave_a_reason_for_is_no_filled_position(turned_down: Run):
    note = turned_down("note", "dana")[1]
    assert "is on hold for now" in note and "for telling me" not in note


def test_nobody_leaves_a_place_that_was_not_filled(turned_down: Run, monkeypatch: pytest.MonkeyPatch):
    planner = turned_down
    planner("log", "dana", "emailed", "--on", "2026-11-17")
    assert "early leavers" not in planner("show", "dana")[1]
    planner("edit", "person", "dana", "--phone", "+43 1 555 0100")
    planner("me", "--playbook", "call-first")
    planner("undo")
    assert "I understand it isn't being filled" in planner("note", "dana", "--template", "call-script-not-filled")[1]


# Where one would not go back


def test_who_would_not_go_back_closes_whom_they_know_only_from_there(turned_down: Run, book: Book):
    planner = turned_down
    planner("add", "application", "Analyst", "Harbour", "--with", "Priya Anand: HR")
    out = planner("reject", "1", "--on", "2026-11-17", "--would-go-back", "no")[1]
    assert "whom you know only from there is closed" in out
    states = {
        row[1]: look(book, lambda c, k=row[0]: queries.contact(c, k)).state
        for row in look(book, lambda c: queries.find_contacts(c, ""))
    }
    assert states == {"Dana Whitfield": "closed", "Priya Anand": "open", "Tomás Herrera": "open"}
    planner("undo")
    assert look(book, lambda c: queries.contact(c, 1)).state == "open"


# Open again


def test_a_job_that_is_open_again_is_one_application_with_both_noes(turned_down: Run, book: Book):
    planner = turned_down
    status, out, _ = planner("repost", "data engineer", "--on", "2026-11-20", "--words", "Saw it on their page.")
    assert status == 0 and "tell Dana Whitfield" in out
    due = planner("due")[1]
    assert "Dana Whitfield" in due and "open again" in due and "Priya" not in due  # the old "no" is owed nothing
    note = planner("note", "dana")[1]
    assert "is open again" in note and "November 10" in note
    [row] = look(book, queries.applications)
    assert row.state == "running"
    planner("log", "dana", "emailed", "--on", "2026-11-21")
    assert "open again" not in planner("due")[1]
    planner("reject", "1", "--on", "2026-11-22", "--reason", "someone_else")
    kinds = [touch.kind for touch in look(book, lambda c: queries.timeline(c, 2))]
    assert kinds.count("rejection") == 1 and "reposted" in kinds  # the first "no", told by Priya
    assert "first note" in planner("due")[1]


def test_the_no_of_nobody_stays_in_the_timeline_when_the_job_comes_back(planner: Run, book: Book):
    planner("add", "application", "Analyst", "Harbour", "--with", "Lena Brandt: hiring manager")
    planner("reject", "analyst", "--on", "2026-11-12", "--reason", "internal", "--words", "A colleague got it.")
    planner("repost", "analyst")
    shown = planner("show", "lena")[1]
    assert "they turned you down" in shown and "the position is open again" in shown
    [no] = [t for t in look(book, lambda c: queries.timeline(c, 1)) if t.kind == "rejection"]
    assert "A colleague got it." in no.body and "internal" in no.body
    planner("undo")
    assert look(book, queries.applications)[0].state == "rejected"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("repost", "1"), "has no “no”"),
        (("repost", "1", "--on", "2027-01-01"), ""),
    ],
)
def test_what_is_not_closed_cannot_open_again(planner: Run, words: tuple[str, ...], said: str):
    planner("add", "application", "Analyst", "Harbour", "--with", "Lena Brandt: hiring manager")
    status, _, err = planner(*words)
    assert status != 0 and said in err


# The long game


def rested(planner: Run) -> None:
    """Dana wrote once, and has not answered three check-ins since."""
    planner("add", "application", "Analyst", "Harbour", "--with", "Dana Whitfield: hiring manager")
    planner("reject", "analyst", "--on", "2025-01-06")
    planner("log", "dana", "emailed", "--on", "2025-01-07")
    planner("log", "dana", "replied", "--on", "2025-01-09")
    for day in ("2025-01-10", "2025-03-03", "2025-06-02", "2025-09-15"):
        planner("log", "dana", "emailed", "--on", day)


def test_who_was_warm_and_rests_gets_one_hello_a_year(planner: Run, book: Book):
    rested(planner)
    assert look(book, lambda c: queries.contact(c, 1)).state == "resting"
    due = planner("due")[1]
    assert "yearly hello" in due and "Dana rests. One hello a year keeps the door open" in due
    note = planner("note", "dana")[1]
    assert "I'd love to hear" in note and "Harbour" in note
    planner("log", "dana", "emailed")
    assert "Nobody is due" in planner("due")[1]
    assert "22 Nov 2027" in planner("due", "--all")[1]


def test_a_hello_can_be_switched_off_and_on(planner: Run):
    rested(planner)
    planner("edit", "person", "dana", "--yearly-hello", "off")
    assert "hello" not in planner("due", "--all")[1]
    planner("edit", "person", "dana", "--yearly-hello", "")
    assert "yearly hello" in planner("due")[1]


def test_who_never_wrote_is_left_in_peace_unless_it_is_wanted(planner: Run):
    planner("add", "application", "Analyst", "Harbour", "--with", "Dana Whitfield: hiring manager")
    planner("reject", "analyst", "--on", "2024-01-06")
    for day in ("2024-01-07", "2024-03-03", "2024-06-02", "2024-09-15"):
        planner("log", "dana", "emailed", "--on", day)
    assert "hello" not in planner("due", "--all")[1]
    planner("edit", "person", "dana", "--yearly-hello", "on")
    assert "yearly hello" in planner("due")[1]


# A move


def test_the_old_address_is_the_old_employers(planner: Run, book: Book):
    planner("add", "application", "Analyst", "Harbour", "--with", "Dana Whitfield: hiring manager")
    planner("edit", "person", "dana", "--email", "dana@harbour.example.com")
    planner("log", "dana", "moved", "--to", "Northwind")
    assert not look(book, lambda c: queries.contact(c, 1)).live_email
    assert "reaches them no longer" in planner("show", "dana")[1]
    note = planner("note", "dana")[1]
    assert "you've moved to Northwind" in note and "What's the best one to use now" in note
    assert "dana@harbour" not in planner("note", "dana", "--mailto", "--as-is")[1]
    planner("edit", "person", "dana", "--email", "dana@northwind.example.com")
    assert "Which one would you like me to use" not in planner("note", "dana")[1]
    assert (
        "dana%40northwind" in planner("note", "dana", "--mailto", "--as-is")[1]
        or "dana@northwind" in planner("note", "dana", "--mailto", "--as-is")[1]
    )


# What the book knows


def test_what_the_book_knows_is_never_a_blank(planner: Run):
    planner("add", "application", "Analyst", "Harbour", "--with", "Dana Whitfield: hiring manager")
    planner("add", "interview", "analyst", "--on", "2026-11-02", "--with", "Dana Whitfield: hiring manager")
    planner("log", "dana", "met", "--on", "2026-11-18")  # a coffee
    assert "November 2" in planner("note", "dana", "--template", "thank-you")[1]
    planner("promise", "dana", "--what", "the article on quiet alarms", "--by", "2026-11-22")
    assert "the article on quiet alarms" in planner("note", "dana", "--template", "promise")[1]
    planner("hired", "--by", "Fernhollow Water")
    assert "at Fernhollow Water" in planner("note", "dana", "--template", "good-news")[1]


# Two people, and how one is addressed


def test_two_names_in_quotes_are_two_people_and_loose_words_one(planner: Run, book: Book):
    assert "Sam Ito and Lee Wong added" in planner("add", "person", "Sam Ito", "Lee Wong", "--employer", "Harbour")[1]
    planner("add", "person", "Ada", "Okonkwo")
    names = sorted(row[1] for row in look(book, lambda c: queries.find_contacts(c, "")))
    assert names == ["Ada Okonkwo", "Lee Wong", "Sam Ito"]
    planner("undo")
    planner("undo")
    assert not look(book, lambda c: queries.find_contacts(c, ""))
    status, _, err = planner("add", "person", "Sam Ito", "Lee Wong", "--email", "sam@example.com")
    assert status == 2 and "cannot share" in err


def test_first_names_or_formal_by_the_settings_and_by_person(planner: Run, tmp_path, monkeypatch: pytest.MonkeyPatch):
    planner("add", "application", "Analyst", "Harbour", "--with", "Dr. Jane Smith: hiring manager")
    planner("reject", "analyst", "--on", "2026-11-20")
    assert "\nHi Jane,\n" in planner("note", "smith")[1]
    planner("edit", "person", "smith", "--address", "formal")
    assert "\nDear Dr. Smith,\n" in planner("note", "smith")[1]
    planner("edit", "person", "smith", "--address", "")
    from planner import environment

    environment.settings_file().parent.mkdir(parents=True, exist_ok=True)
    environment.settings_file().write_text('address = "formal"\n')
    assert "\nDear Dr. Smith,\n" in planner("note", "smith")[1]
    planner("edit", "person", "smith", "--called", "Jenny")  # first names were exchanged
    assert "\nHi Jenny,\n" in planner("note", "smith")[1]
    assert called("Dr. Jane Smith") == "Jane"


# An older draft


def test_a_draft_of_another_step_is_named_and_not_printed_as_the_note(turned_down: Run, book: Book):
    planner = turned_down
    planner("note", "dana")
    from planner.cadence.terms import Channel, Step

    commands.save_draft(
        book,
        None,
        contact_id=1,
        subject="S",
        body="The old script.",
        step=Step.FIRST_CALL,
        application_id=1,
        channel=Channel.PHONE,
    )
    _, out, err = planner("note", "dana")
    assert "The old script." not in out and "an unsent call script (first call)" in err
    planner("note", "dana", "--drop")
    assert "unsent" not in planner("note", "dana")[2]


# An address at work


def test_an_address_that_may_be_at_work_is_questioned_once(planner: Run):
    assert "This looks like an address at work" in planner("me", "--email", "robin.ames@bigcorp.example.com")[2]
    assert planner("me", "--email", "robin.ames@bigcorp.example.com")[2] == ""
    for private in ("robin@gmail.com", "robin@example.org", "me@robinames.example.com"):
        assert planner("me", "--email", private)[2] == "", private


# What a careful reader found


def test_a_note_thanks_for_no_interview_that_is_still_ahead(planner: Run, book: Book):
    planner("add", "application", "Analyst", "Harbour", "--with", "Dana Whitfield: hiring manager")
    planner("add", "interview", "1", "--on", "2026-11-20", "--with", "Dana Whitfield: hiring manager")
    with book.transaction() as session:
        from planner.book.models import Touchpoint
        from planner.cadence.terms import Direction, Kind
        from tests.conftest import TODAY

        ahead = TODAY.replace(day=30)
        session.add(
            Touchpoint(contact_id=1, application_id=1, kind=Kind.INTERVIEW, direction=Direction.BOTH, happened_on=ahead)
        )
    assert "November 20" in planner("note", "dana", "--template", "thank-you")[1]


def test_the_address_at_the_new_employer_stays_alive(planner: Run, book: Book):
    planner("add", "person", "Sam Ito", "--employer", "Harbour", "--email", "sam@northwind.example.com")
    planner("log", "sam", "moved", "--to", "Northwind")
    assert look(book, lambda c: queries.contact(c, 1)).live_email
    planner("add", "person", "Lee Wong", "--employer", "Harbour", "--email", "lee@harbour.example.com")
    planner("log", "lee", "moved", "--to", "Northwind")
    assert not look(book, lambda c: queries.contact(c, 2)).live_email
    planner("edit", "person", "lee", "--email", "lee@harbour.example.com")  # it works all the same
    assert look(book, lambda c: queries.contact(c, 2)).live_email


def test_who_was_promised_something_is_not_closed(turned_down: Run, book: Book):
    planner = turned_down
    planner("promise", "dana", "--what", "the paper", "--by", "2026-11-25")
    planner("reject", "1", "--on", "2026-11-16", "--not-again")
    assert look(book, lambda c: queries.contact(c, 1)).state == "open"
    assert look(book, lambda c: queries.contact(c, 2)).state == "closed"
    planner("repost", "1")  # and all is open again
    assert look(book, lambda c: queries.contact(c, 2)).state == "open"


def test_what_was_said_of_a_no_is_kept_when_the_job_comes_back(turned_down: Run, book: Book):
    planner = turned_down
    planner("edit", "application", "1", "--reason-given", "They froze the budget until June.")
    planner("repost", "1")
    assert "budget until June" in planner("find", "budget")[1]


def test_a_name_without_a_part_takes_no_part_away(turned_down: Run, book: Book):
    planner = turned_down
    planner("add", "interview", "1", "--on", "2026-11-12", "--with", "Dana Whitfield")
    assert [role.part for role in look(book, lambda c: queries.roles(c, 1))] == ["hiring_manager"]


def test_a_job_that_is_back_is_asked_of_who_is_still_there(turned_down: Run):
    planner = turned_down
    planner("log", "dana", "moved", "--to", "Umber Grid")
    assert "tell Priya Anand" in planner("repost", "1")[1]


def test_a_late_check_in_says_how_long_it_is_by_now(planner: Run, monkeypatch: pytest.MonkeyPatch):
    planner("add", "application", "Analyst", "Harbour", "--with", "Dana Whitfield: hiring manager")
    planner("reject", "1", "--on", "2025-05-01")
    planner("log", "dana", "emailed", "--on", "2025-05-02")
    due = planner("due")[1]
    assert "18 months since your last touch with Dana" in due and "leavers" not in due


def test_a_number_that_no_calendar_should_have_breaks_nothing():
    from planner.exchange.events import _number

    assert [_number(each) for each in ("7", "abc", "9" * 30, None, -3)] == [7, 0, 2**31 - 1, 0, 0]


@pytest.mark.parametrize("email", ["a@acme.me", "a@mail.acme.com", "a@web.acme.de", "jane@northlight.post"])
def test_a_label_of_a_host_makes_no_provider(email: str):
    from planner.mail_hosts import is_of_provider

    assert not is_of_provider(email) and is_of_provider("robin@gmail.com") and is_of_provider("robin@gmx.co.uk")
