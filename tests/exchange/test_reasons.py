"""Why it is a "no", and that a job is open again, as letters say it."""

import pytest

from planner.book import queries
from planner.book.database import Book
from planner.book.file import reading as open_for_reading
from planner.cadence.terms import Reason
from planner.exchange.letters import propose
from planner.exchange.proposals import record
from planner.exchange.reading import read_letter
from planner.exchange.reasons import find_reason, says_open_again
from tests.conftest import TODAY
from tests.exchange.test_letters import application, due_now, letter


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("The role has been put on hold until the spring.", Reason.NOT_FILLED),
        ("The board has decided not to fill the position after all.", Reason.NOT_FILLED),
        ("There is a hiring freeze in all our offices.", Reason.NOT_FILLED),
        ("We have cancelled the search.", Reason.NOT_FILLED),
        ("Die Stelle wird vorerst nicht nachbesetzt.", Reason.NOT_FILLED),
        ("Das Besetzungsverfahren wurde aufgehoben.", Reason.NOT_FILLED),
        ("Le recrutement est suspendu jusqu'à nouvel ordre.", Reason.NOT_FILLED),
        ("La vacante ha quedado cancelada.", Reason.NOT_FILLED),
        ("De vacature is helaas ingetrokken.", Reason.NOT_FILLED),
        ("La selezione è stata sospesa.", Reason.NOT_FILLED),
        ("A vaga foi congelada pela direção.", Reason.NOT_FILLED),
        ("Rekryteringen har avbrutits.", Reason.NOT_FILLED),
        ("Rekrutacja została wstrzymana.", Reason.NOT_FILLED),
        ("We chose an internal candidate in the end.", Reason.INTERNAL),
        ("Die Stelle wurde intern besetzt.", Reason.INTERNAL),
        ("Le poste a été pourvu en interne.", Reason.INTERNAL),
        ("We feel that you are over-qualified for it.", Reason.OVERQUALIFIED),
        ("Wir halten Sie für überqualifiziert.", Reason.OVERQUALIFIED),
        ("We went with another candidate.", Reason.SOMEONE_ELSE),
        ("Wir haben uns für einen anderen Bewerber entschieden.", Reason.SOMEONE_ELSE),
        ("We cannot offer you the position.", None),
        ("If the role is put on hold, we will tell you. We cannot offer you a place.", None),
    ],
)
def test_a_reason_is_read_where_it_is_given(said: str, reason: Reason | None):
    assert find_reason(f"Dear Robin,\n\n{said}\n\nKind regards,\nDana", "") == reason


def test_the_deciding_sentence_is_asked_first():
    text = "We went with another candidate. The role in Leeds is on hold."
    assert find_reason(text, "We went with another candidate.") is Reason.SOMEONE_ELSE


@pytest.mark.parametrize(
    "said",
    [
        "The Data Engineer role is open again.",
        "We have reopened the search for a Data Engineer.",
        "Die Stelle ist wieder frei.",
        "Wir haben die Stelle neu ausgeschrieben.",
        "Le poste est de nouveau ouvert.",
        "La vacante está de nuevo abierta.",
        "De functie is weer vacant.",
        "La posizione è di nuovo aperta.",
        "A vaga foi reaberta.",
        "Tjänsten är ledig igen.",
        "Stanowisko jest ponownie otwarte.",
    ],
)
def test_a_job_is_open_again_in_nine_languages(said: str):
    assert says_open_again(said)


def test_what_may_be_one_day_is_not_open_again():
    assert not says_open_again("If the role is open again one day, we will write to you.")
    assert not says_open_again("Falls die Stelle wieder frei wird, melden wir uns.")
    assert not says_open_again("I will let you know if the role is reposted.")
    assert not says_open_again("The position will not be reopened.")
    assert not says_open_again("My calendar is open again from Tuesday, and so is our office.")


NO = "We regret to inform you that we have decided not to fill the position. It has been put on hold."
BACK = "Good news: the Data Engineer position at Calder & Rowe is open again. Are you still interested? Would you come for an interview?"


def recorded(book: Book, data: bytes) -> str:
    with open_for_reading(book.path) as connection:
        proposal = propose(read_letter(data, TODAY), connection)
    assert proposal.job is not None, proposal.question
    done = record(book, proposal.job)
    assert done is not None
    return done.label


def test_the_reason_of_a_letter_fills_the_reason_and_an_own_one_stays(book: Book):
    application(book, "Dana Whitfield")
    recorded(book, letter(NO))
    with open_for_reading(book.path) as connection:
        [role] = queries.roles(connection, 1)
        assert (role.reason, role.told_me) == ("not_filled", True)


def test_the_letter_that_says_so_opens_it_again(book: Book):
    application(book, "Dana Whitfield")
    recorded(book, letter(NO))
    assert due_now(book) == [("Dana Whitfield", "first_note")]
    recorded(book, letter(BACK, message_id="<2@calder-rowe.example.com>", subject="Data Engineer at Calder & Rowe"))
    with open_for_reading(book.path) as connection:
        [row] = queries.applications(connection)
        assert row.state == "running"
        kinds = [touch.kind for touch in queries.timeline(connection, 1)]
    assert "reposted" in kinds and "rejection" in kinds
    assert [step for _, step in due_now(book)] == ["reply"]  # they asked; the old "no" is owed nothing


def test_news_of_a_system_opens_it_again_too(book: Book):
    application(book, "Dana Whitfield")
    recorded(book, letter(NO))
    data = letter(
        "The position Data Engineer at Calder & Rowe has been reopened. You can see it on our page.",
        sender="Calder & Rowe Careers <no-reply@calder-rowe.example.com>",
        message_id="<3@calder-rowe.example.com>",
    )
    recorded(book, data)
    assert due_now(book) == [("Dana Whitfield", "repost")]
