"""What a message is by its structure, and what follows from it; all letters are of our own making."""

from datetime import date, timedelta

import pytest

from planner.book import commands, due, queries
from planner.book.commands import Panelist, entered
from planner.book.database import Book
from planner.book.file import reading as open_for_reading
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import Direction, Kind, Part
from planner.exchange.classifier import LetterKind
from planner.exchange.letters import employers, myself, propose
from planner.exchange.message import read_message
from planner.exchange.proposals import Bounce, Proposal, Snooze, record
from planner.exchange.quotes import own_words
from planner.exchange.reading import Myself, read_letter
from planner.exchange.structure import Structure, UnreadableLetterError, status_said
from tests.conftest import TODAY

ME = "robin@example.net"
MINE = Myself(frozenset({ME, "r.ames@example.org"}), "Robin Ames")
NO = "Dear Robin,\n\nwe have decided to move forward with another candidate for the Data Engineer position.\n\nDana Whitfield"


def mail(
    body: str = NO,
    sender: str = "Dana Whitfield <dana.whitfield@calder-rowe.example.com>",
    to: str = f"Robin Ames <{ME}>",
    subject: str = "Data Engineer",
    more: str = "",
    name: str = "1",
    kind: str = "text/plain; charset=utf-8",
) -> bytes:
    return (
        f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: Fri, 20 Nov 2026 10:00:00 +0000\n"
        f"Message-ID: <{name}@example.com>\nMIME-Version: 1.0\n{more}Content-Type: {kind}\n\n{body}\n"
    ).encode()


def read(data: bytes):
    return read_letter(data, TODAY, MINE)


@pytest.fixture
def panel(book: Book) -> Book:
    """Robin was turned down by Dana, and has written to her."""
    commands.save_profile(book, name="Robin Ames", email=ME, other_emails="r.ames@example.org")
    fields = entered(ContactFields, name="Dana Whitfield", email="dana.whitfield@calder-rowe.example.com")
    people = [Panelist(fields, Part.HIRING_MANAGER)]
    job = entered(ApplicationFields, position="Data Engineer", employer="Calder & Rowe")
    application = commands.add_interview(book, job, people).id
    commands.record_rejection(book, application, TODAY - timedelta(days=20))
    commands.log_touchpoint(book, 1, Kind.MESSAGE, Direction.OUT, TODAY - timedelta(days=17), body="Thank you.")
    return book


def proposed(book: Book, data: bytes) -> Proposal:
    with open_for_reading(book.path) as connection:
        me = myself(connection)
        return propose(read_letter(data, TODAY, me, employers(connection)), connection, None, me)


def due_now(book: Book) -> dict[str, str]:
    with open_for_reading(book.path) as connection:
        return {row.name: row.why for row in due.due_rows(connection, TODAY)}


# Automatic answers


@pytest.mark.parametrize(
    "more",
    [
        "Auto-Submitted: auto-replied\n",
        "Auto-Submitted: auto-generated (vacation)\nIn-Reply-To: <note@example.net>\n",
        "Precedence: auto_reply\n",
        "X-Autoreply: yes\n",
        "X-Apple-Action: VACATION\n",
    ],
)
def test_an_automatic_answer_is_known_by_its_header(more: str):
    assert read(mail("I am away until 4 December.", more=more)).verdict.kind is LetterKind.AWAY


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Thank you",
        "Out of Office",
        "Automatische Antwort: Danke",
        "Abwesenheitsnotiz: Ihre Nachricht",
        "Réponse automatique : Merci",
        "Respuesta automática: Gracias",
        "Automatisch antwoord: Bedankt",
        "Risposta automatica: Grazie",
        "Resposta automática: Obrigado",
        "Autosvar: Tack",
        "Odpowiedź automatyczna: Dziękuję",
        "Auto reply: Re: Hello",
    ],
)
def test_an_automatic_answer_is_known_by_its_subject_in_ten_languages(subject: str):
    encoded = "".join(f"={byte:02X}" for byte in subject.encode())
    assert read(mail("-", subject=f"=?utf-8?q?{encoded}?=")).verdict.kind is LetterKind.AWAY


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("I am out of the office until 4 December.", date(2026, 12, 4)),
        ("Bis einschließlich 27.11.2026 lese ich keine Nachrichten.", date(2026, 11, 27)),
        ("Je serai absente jusqu'au 2 décembre inclus.", date(2026, 12, 2)),
        ("Estoy fuera hasta el 30 de noviembre.", date(2026, 11, 30)),
        ("Jag är tillbaka den 1 december.", date(2026, 12, 1)),
        ("I am on leave and will answer later.", None),
    ],
)
def test_the_day_of_return_is_read(body: str, day: date | None):
    assert read(mail(body, more="Auto-Submitted: auto-replied\n")).returns_on == day


def test_nothing_is_owed_by_an_automatic_answer_and_what_is_due_can_wait(panel: Book):
    away = mail("I am back on 14 January.", more="Auto-Submitted: auto-replied\n")
    proposal = proposed(panel, away)
    assert isinstance(proposal.job, Snooze) and proposal.job.until == date(2027, 1, 14)
    before = due_now(panel)
    record(panel, proposal.job)
    assert due_now(panel) == before == {}
    with open_for_reading(panel.path) as connection:
        assert queries.next_step(connection, 1)[2] == date(2027, 1, 14)
    assert proposed(panel, mail("Back on 24 November.", more="Auto-Submitted: auto-replied\n", name="2")).job is None


def test_a_no_that_a_system_generated_is_a_no():
    data = mail(sender="Calder & Rowe <no-reply@greenhouse.example.com>", more="Auto-Submitted: auto-generated\n")
    assert read(data).verdict.kind is LetterKind.REJECTION


# Reports and receipts


def report(kind: str, block: str, sender: str = "Mail System <mailer-daemon@mx.example.net>") -> bytes:
    body = (
        f"--b\nContent-Type: text/plain\n\nWe are sorry.\n--b\nContent-Type: {block}\n--b\n"
        f"Content-Type: message/rfc822\n\nFrom: {ME}\nMessage-ID: <note@example.net>\n"
        "To: dana.whitfield@calder-rowe.example.com\n\nThank you.\n--b--"
    )
    return mail(body, sender, subject="Returned", kind=f'multipart/report; report-type={kind}; boundary="b"')


FAILED = (
    "message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
    "Final-Recipient: rfc822; dana.whitfield@calder-rowe.example.com\nAction: failed\nStatus: 5.1.1\n"
)


def test_a_note_that_did_not_arrive_is_owed_again_and_says_why(panel: Book):
    assert not due_now(panel)
    proposal = proposed(panel, report("delivery-status", FAILED))
    assert isinstance(proposal.job, Bounce) and proposal.job.sent_on == TODAY - timedelta(days=17)
    done = record(panel, proposal.job)
    assert done is not None and done.label == "note to Dana Whitfield of Thu 5 Nov 2026 did not arrive"
    assert due_now(panel)["Dana Whitfield"].endswith("Your note of Thu 5 Nov did not arrive.")
    with open_for_reading(panel.path) as connection:
        contact = queries.contact(connection, 1)
    assert contact.email and not contact.live_email
    assert proposed(panel, report("delivery-status", FAILED)).known
    commands.undo(panel)
    assert not due_now(panel)
    with open_for_reading(panel.path) as connection:
        assert queries.contact(connection, 1).live_email


def test_another_address_is_alive_again(panel: Book):
    record(panel, proposed(panel, report("delivery-status", FAILED)).job)
    commands.change_contact(panel, 1, email="dana@example.com")
    with open_for_reading(panel.path) as connection:
        assert queries.contact(connection, 1).live_email == "dana@example.com"


def test_a_delay_and_a_receipt_are_no_bounce(panel: Book):
    delayed = report("delivery-status", FAILED.replace("failed", "delayed"))
    seen = "message/disposition-notification\n\nDisposition: automatic-action/MDN-sent-automatically; displayed\n"
    for data in (delayed, report("disposition-notification", seen, "Dana <dana@example.com>")):
        assert read(data).verdict.kind is LetterKind.RECEIPT and proposed(panel, data).job is None


# To many


@pytest.mark.parametrize("more", ["List-Id: <jobs.example.com>\n", "Precedence: bulk\n", "List-Unsubscribe: <x>\n"])
def test_a_list_is_no_letter(more: str):
    body = "Hello,\n\nthis time you were not selected for the draw. Better luck next month!"
    reading = read(mail(body, "News <news@example.com>", more=more))
    assert reading.message.structure is Structure.LIST and reading.verdict.kind is LetterKind.OTHER


# What cannot be read


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Outlook file"),
        (b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Dana\r\nEND:VCARD\r\n", "vCard"),
        (b"name,email,employer\nDana,dana@example.com,Calder\nAri,ari@example.com,Halden\n", "table"),
        (b"%PDF-1.7\n", "PDF"),
        (bytes(range(256)), "not even text"),
    ],
)
def test_what_is_no_message_is_named(data: bytes, said: str):
    with pytest.raises(UnreadableLetterError, match=said):
        read(data)


def test_an_encrypted_letter_says_so(book: Book):
    body = "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--"
    data = mail(body, kind='multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"')
    proposal = proposed(book, data)
    assert proposal.is_unread and "encrypted (OpenPGP)" in proposal.question


# Letters of one's own


def test_what_one_sent_is_a_note_and_makes_nobody_an_interviewer(panel: Book):
    data = mail("Dear Dana,\n\nI hope you are well.", f"Robin <{ME}>", "dana.whitfield@calder-rowe.example.com")
    proposal = proposed(panel, data)
    assert proposal.reading.verdict.kind is LetterKind.MINE
    assert record(panel, proposal.job).label == "your letter to Dana Whitfield recorded"
    with open_for_reading(panel.path) as connection:
        touch = queries.timeline(connection, 1)[0]
        assert (touch.kind, touch.direction, touch.message_id) == ("message", "out", "<1@example.com>")
        assert [name for _, name, _ in queries.find_contacts(connection, "")] == ["Dana Whitfield"]
    assert proposed(panel, data).known


def test_a_note_that_is_in_the_book_is_found_in_the_sent_folder(panel: Book):
    sent = mail("Thank you.\n\n-- \nRobin", f"Robin <{ME}>", "dana.whitfield@calder-rowe.example.com")
    sent = sent.replace(b"20 Nov", b"05 Nov")
    record(panel, proposed(panel, sent).job)
    with open_for_reading(panel.path) as connection:
        notes = [touch for touch in queries.timeline(connection, 1) if touch.direction == "out"]
    assert [note.message_id for note in notes] == ["<1@example.com>"]


def test_an_answer_finds_its_note_from_another_address(panel: Book):
    sent = mail("Thank you.", f"Robin <{ME}>", "dana.whitfield@calder-rowe.example.com").replace(b"20 Nov", b"05 Nov")
    record(panel, proposed(panel, sent).job)
    body = "Dear Robin, thank you so much for your kind note, it was lovely to hear from you."
    more = "In-Reply-To: <1@example.com>\n"
    answer = mail(body, "D. W. <dw@private.example.org>", subject="Re: Thank you", more=more, name="9")
    proposal = proposed(panel, answer)
    assert proposal.letter is not None and proposal.letter.sender == 1


FORWARDED = (
    "---------- Forwarded message ---------\nFrom: Dana Whitfield <dana.whitfield@calder-rowe.example.com>\n"
    f"Date: Thu, Nov 12, 2026 at 9:30 AM\nSubject: Data Engineer\nTo: Robin Ames <{ME}>\n\n{NO}"
)
ATTACHED = (
    "--b\nContent-Type: text/plain\n\n\n--b\nContent-Type: message/rfc822\n\n"
    f"From: Dana Whitfield <dana.whitfield@calder-rowe.example.com>\nTo: {ME}\nDate: Thu, 12 Nov 2026 09:30:00 +0000\n"
    f"Subject: Data Engineer\nMessage-ID: <inner@example.com>\n\n{NO}\n--b--"
)


@pytest.mark.parametrize(
    ("body", "kind"), [(FORWARDED, "text/plain; charset=utf-8"), (ATTACHED, 'multipart/mixed; boundary="b"')]
)
def test_what_one_forwarded_is_the_letter_inside(body: str, kind: str):
    reading = read(mail(body, f"Robin Ames <{ME}>", ME, "Fwd: Data Engineer", kind=kind))
    assert reading.verdict.kind is LetterKind.REJECTION
    assert (reading.signer, reading.on) == ("Dana Whitfield", date(2026, 11, 12))


# Quotes


@pytest.mark.parametrize(
    "announced",
    [
        "On Fri, Nov 20, 2026 at 9:12 AM Robin Ames <robin@example.net>\nwrote:\n\n> QUOTED",
        "Am 20.11.2026 um 09:12 schrieb Robin Ames:\n\nQUOTED",
        "De : Robin Ames <robin@example.net>\nEnvoyé : vendredi 20 novembre 2026\nÀ : Dana\nObjet : Merci\n\nQUOTED",
        "Den fre 20 nov. 2026 kl 09:12 skrev Robin <robin@example.net>:\n\nQUOTED",
        "W dniu pt., 20 lis 2026 o 09:12 Robin Ames <robin@example.net> napisał(a):\n> QUOTED",
        "Em sex., 20 de nov. de 2026 às 09:12, Robin Ames <robin@example.net>\nescreveu:\n\n> QUOTED",
        "El vie, 20 nov 2026 a las 9:12, Robin Ames (<robin@example.net>) escribió:\n\n> QUOTED",
        "Op vr 20 nov 2026 om 09:12 schreef Robin Ames <robin@example.net>:\n\n> QUOTED",
        "Il giorno ven 20 nov 2026 alle ore 09:12 Robin <robin@example.net> ha scritto:\n\n> QUOTED",
        "-----Ursprüngliche Nachricht-----\nVon: Robin Ames\nGesendet: Freitag, 20. November 2026 09:12\nAn: Dana\n\nQUOTED",
        "________________________________\n*From:* Robin <robin@example.net>\n*Sent:* Friday, November 20, 2026\n\nQUOTED",
    ],
)
def test_no_quote_leaks_whatever_the_language(announced: str):
    assert own_words(f"Could we talk on Tuesday?\n\n{announced}") == "Could we talk on Tuesday?"


def test_what_looks_like_a_quote_and_is_none_stays():
    for text in (
        ">From all we saw you did well.",
        "We can offer:\n\nDate: 1 December\nPlace: our office\n\nBest",
        "You meet Nora (nora@example.com) on 3 December 2026:\n\nRoom 5",
        "We have three questions:\n\n1. Why us?",
    ):
        assert own_words(text) == text.removeprefix(">")


# Headers


def test_raw_bytes_in_an_encoded_word_are_read():
    data = mail().replace(b"From: Dana Whitfield", b"From: =?iso-8859-1?Q?J\xfcrgen_M\xfcller?=")
    assert read_message(data).sender_name == "Jürgen Müller"


def test_a_missing_date_is_that_of_the_way():
    data = mail().replace(
        b"Date: Fri, 20 Nov 2026 10:00:00 +0000", b"Received: by mx.example.net; Wed, 18 Nov 2026 08:00:00 +0000"
    )
    message = read_message(data)
    assert message.is_dated_by_its_way and str(message.sent.date()) == "2026-11-18"
    iso = mail().replace(b"Fri, 20 Nov 2026 10:00:00 +0000", b"2026-11-20T10:00:00+01:00")
    assert str(read_message(iso).sent) == "2026-11-20 10:00:00+01:00"


def test_flowed_lines_are_joined():
    data = mail("we can unfor\n tunately offer \nnothing", kind="text/plain; format=flowed")
    assert "offer nothing" in read_message(data).text
    data = mail("unfortu \nnately", kind="text/plain; format=flowed; delsp=yes")
    assert read_message(data).text == "unfortunately"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("5.1.1", "there is no such address (5.1.1)"),
        ("5.2.2 (mailbox full)", "the mailbox is full (5.2.2)"),
        ("5.7.26", "it was refused (5.7.26)"),
        ("5.0.0", "their mail program gives no reason (5.0.0)"),
        ("", ""),
    ],
)
def test_a_bare_status_is_said_in_words(code: str, said: str):
    assert status_said(code) == said
