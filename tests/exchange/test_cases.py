"""One letter of each kind that was once taken for something else, and the book as it is afterwards.

The book before: Robin applied to Calder & Rowe, Dana told them "no" on 2 November, and the first note went out on the 5th. What
a letter does to it is written as the lines of the book that go (-) and come (+).
"""

from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from planner.book import commands, due, queries
from planner.book.commands import Panelist, entered
from planner.book.database import Book
from planner.book.file import reading as open_for_reading
from planner.book.models import ApplicationFields, ContactFields
from planner.cadence.terms import Direction, HowLearned, Kind, Part
from planner.cli import run
from tests.conftest import TODAY

ROBIN, DANA = "Robin Ames <robin@example.net>", "Dana Whitfield <dana@calder-rowe.example.com>"


@pytest.fixture
def ours(book: Book, monkeypatch: pytest.MonkeyPatch) -> Book:
    monkeypatch.setenv("PLANNER_BOOK", str(book.path))
    commands.save_profile(book, name="Robin Ames", email="robin@example.net")
    dana = entered(ContactFields, name="Dana Whitfield", email="dana@calder-rowe.example.com")
    job = entered(ApplicationFields, position="Data Engineer", employer="Calder & Rowe")
    key = commands.add_interview(book, job, [Panelist(dana, Part.HIRING_MANAGER)]).id
    commands.record_rejection(book, key, date(2026, 11, 2), HowLearned.TOLD, by=1)
    commands.log_touchpoint(book, 1, Kind.MESSAGE, Direction.OUT, date(2026, 11, 5), body="Thank you, Dana.")
    return book


def lines(book: Book) -> list[str]:
    """The whole book in lines: applications, people, touches, and what is due."""
    with open_for_reading(book.path) as connection:
        found = [
            f"{row.position} at {row.employer}: {row.state}{f' {row.learned_on}' if row.learned_on else ''}"
            f" ({', '.join(row.people)})"
            for row in queries.applications(connection)
        ]
        for key, name, _ in queries.find_contacts(connection, ""):
            contact = queries.contact(connection, key)
            assert contact is not None
            address = contact.live_email or ("dead address" if contact.email else "no address")
            parts = ", ".join(role.part for role in queries.roles(connection, key))
            found.append(f"{name}, {contact.employer}, {address}: {parts}")
            found += [told(name, touch) for touch in queries.timeline(connection, key)]
        found += [f"due: {row.name}, {row.step}" for row in due.due_rows(connection, TODAY)]
    return found


def told(name: str, touch: queries.TouchRow) -> str:
    at = f" {touch.at}" if touch.kind == Kind.INTERVIEW else ""
    return f"{name}: {touch.on}{at} {touch.kind} {touch.direction} {touch.step or ''}".rstrip()


def mail(body: str, sender: str = DANA, subject: str = "Your application", to: str = ROBIN, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = headers.pop("date", "Fri, 20 Nov 2026 09:12:00 +0000")
    message["Message-ID"] = "<one@letters.example.com>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


NO = "Dear Robin,\n\nthank you for your time. We have decided to go ahead with another candidate for the {} position.\n\n{}"
DANA_ANSWERS = ["+Dana Whitfield: 2026-11-20 message in", "+due: Dana Whitfield, reply"]
FORWARDED = f"""Have a look.

---------- Forwarded message ---------
From: {DANA}
Date: Thu, 12 Nov 2026 at 09:30
Subject: Second round, Data Scientist at Calder & Rowe
To: {ROBIN}

Dear Robin,

we would like to invite you to an interview for the Data Scientist position at Calder & Rowe. Which day suits you?

Kind regards
Dana Whitfield
"""
QUOTED = """Hi Robin, thank you for your kind note, I was glad to hear from you. Let us have a coffee one of these days.

Dana

{}

Dear Robin, unfortunately we have decided to go ahead with another candidate. We regret to tell you so.
"""


def report(text: str, status: str = "5.1.1") -> bytes:
    return (
        "From: MAILER-DAEMON@mail.example.net\nTo: robin@example.net\nSubject: Undeliverable: Thank you\n"
        "Date: Fri, 20 Nov 2026 09:12:00 +0000\nMessage-ID: <b@mail.example.net>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mail.example.net\n\nFinal-Recipient: rfc822; dana@calder-rowe.example.com\n"
        f"Action: failed\nStatus: {status}\n--b--\n"
    ).encode()


def calendar(method: str = "REQUEST", title: str = "Interview: Data Analyst at Northwind") -> bytes:
    event = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:u1@calendar.example.com\r\n"
        f"DTSTAMP:20261120T100000Z\r\nDTSTART:20261203T100000Z\r\nDTEND:20261203T110000Z\r\nSUMMARY:{title}\r\n"
        "ORGANIZER;CN=Nora Finch:mailto:nora@northwind.example.com\r\n"
        "ATTENDEE;CN=Ivo Petrov:mailto:ivo@northwind.example.com\r\nATTENDEE;CN=Robin Ames:mailto:robin@example.net\r\n"
        "LOCATION:Room 4\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Nora Finch <nora@northwind.example.com>", ROBIN, title
    message["Date"], message["Message-ID"] = "Fri, 20 Nov 2026 10:00:00 +0000", "<c@calendar.example.com>"
    message.set_content("You are invited.")
    message.add_alternative(event.encode(), maintype="text", subtype="calendar", params={"method": method})
    return message.as_bytes()


def attached(letter: bytes) -> bytes:
    """That letter as an attachment of a message of Robin's to themselves, whose own text is empty."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = ROBIN, ROBIN, "Fwd: Your application"
    message["Date"], message["Message-ID"] = "Fri, 20 Nov 2026 10:00:00 +0000", "<f@letters.example.com>"
    message.set_content("\n")
    message.add_attachment(message_from_bytes(letter, policy=policy.default))
    return message.as_bytes()


def no_of_a_stranger(name: str, employer: str, address: str, position: str) -> list[str]:
    """What the book has more of after a no by somebody who was not in it."""
    return [
        f"+{position} at {employer}: rejected 2026-11-20 ({name})",
        f"+{name}, {employer}, {address}: hr",
        f"+{name}: 2026-11-20 rejection in",
        f"+due: {name}, first_note",
    ]


NEW_NO = "{} at {}: rejected 2026-11-20 ({})"
CASES: dict[str, tuple[bytes, list[str]]] = {
    "away, in German, by a header": (
        mail("Ich bin bis 4. Dezember nicht da.", subject="Automatische Antwort: Danke", Auto_Submitted="auto-replied"),
        [],
    ),
    "away, only by its header": (mail("I am out this week.", subject="Thanks", Auto_Submitted="auto-generated"), []),
    "away, only by its subject": (mail("I read mail again on Monday.", subject="Auto reply: Thank you"), []),
    "a receipt": (
        mail("Your message was opened.", subject="Read: Thank you").replace(
            b'Content-Type: text/plain; charset="utf-8"',
            b"Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
        ),
        [],
    ),
    "a note that did not arrive": (
        report("Your note could not be handed over."),
        [
            "-Dana Whitfield, Calder & Rowe, dana@calder-rowe.example.com: hiring_manager",
            "-Dana Whitfield: 2026-11-05 message out first_note",
            "+Dana Whitfield, Calder & Rowe, dead address: hiring_manager",
            "+Dana Whitfield: 2026-11-05 bounced out first_note",
            "+due: Dana Whitfield, first_note",
        ],
    ),
    "forwarded by myself": (
        mail(FORWARDED, sender=ROBIN, subject="Fwd: Second round, Data Scientist at Calder & Rowe"),
        [
            "-Dana Whitfield, Calder & Rowe, dana@calder-rowe.example.com: hiring_manager",
            "+Data Scientist at Calder & Rowe: running (Dana Whitfield)",
            "+Dana Whitfield, Calder & Rowe, dana@calder-rowe.example.com: hr, hiring_manager",
            "+Dana Whitfield: 2026-11-12 invitation in",
            "+due: Dana Whitfield, reply",
        ],
    ),
    "my own letter": (
        mail("Dear Dana, thank you for telling me that you chose another candidate.", sender=ROBIN, to=DANA),
        ["+Dana Whitfield: 2026-11-20 message out"],
    ),
    "a closing is no employer": (
        mail(
            "Hallo Robin,\n\nwir haben uns leider für eine andere Kandidatin entschieden.\n\nLiebe Grüße\nTessa Grün",
            sender="Tessa Grün <tessa.gruen@nordlicht.example.com>",
            subject="Deine Bewerbung als Grafikerin",
        ),
        [
            "+" + NEW_NO.format("Grafikerin", "Nordlicht", "Tessa Grün"),
            "+Tessa Grün, Nordlicht, tessa.gruen@nordlicht.example.com: hr",
            "+Tessa Grün: 2026-11-20 rejection in",
            "+due: Tessa Grün, first_note",
        ],
    ),
    "whoever signs is no employer": (
        mail(
            "Sehr geehrte Frau Ames,\n\nleider können wir Ihre Bewerbung als Produktmanager nicht berücksichtigen.\n\n"
            "Mit freundlichen Grüßen\nTessa Grün\nNordlicht Software",
            sender="Nordlicht Software <tessa.gruen@nordlicht.example.com>",
            subject="Ihre Bewerbung als Produktmanager",
        ),
        [
            "+" + NEW_NO.format("Produktmanager", "Nordlicht Software", "Tessa Grün"),
            "+Tessa Grün, Nordlicht Software, tessa.gruen@nordlicht.example.com: hr",
            "+Tessa Grün: 2026-11-20 rejection in",
            "+due: Tessa Grün, first_note",
        ],
    ),
    "an institution is no person": (
        mail(
            "Sehr geehrte Frau Ames,\n\nwir bedauern, Ihnen mitteilen zu müssen, dass wir Ihre Bewerbung als Lektor nicht "
            "berücksichtigen können.\n\nMit freundlichen Grüßen\nHochschule Westerland\nPersonalabteilung",
            sender="Hochschule Westerland <personal@hs-westerland.example.com>",
            subject="Bewerbung als Lektor",
        ),
        ["+" + NEW_NO.format("Lektor", "Hochschule Westerland", "")],
    ),
    "a no in French": (
        mail(
            "Bonjour Robin,\n\nMalheureusement, nous ne pouvons pas donner suite à votre candidature.\n\nCordialement\n"
            "Anne Roche",
            sender="Anne Roche <anne.roche@atelier-nord.example.com>",
            subject="Votre candidature au poste de comptable",
        ),
        [
            "+" + NEW_NO.format("comptable", "Atelier Nord", "Anne Roche"),
            "+Anne Roche, Atelier Nord, anne.roche@atelier-nord.example.com: hr",
            "+Anne Roche: 2026-11-20 rejection in",
            "+due: Anne Roche, first_note",
        ],
    ),
    "a no in Spanish": (
        mail(
            "Estimado Robin:\n\nLamentamos comunicarle que hemos decidido continuar el proceso con otros candidatos para el "
            "puesto de Analista.\n\nUn saludo,\nMarta Gil",
            sender="Marta Gil <marta.gil@solares.example.com>",
            subject="Proceso de selección",
        ),
        [
            "+" + NEW_NO.format("Analista", "Solares", "Marta Gil"),
            "+Marta Gil, Solares, marta.gil@solares.example.com: hr",
            "+Marta Gil: 2026-11-20 rejection in",
            "+due: Marta Gil, first_note",
        ],
    ),
    "a no that takes others in": (
        mail(
            "Sehr geehrte Frau Ames,\n\nvielen Dank für Ihr Interesse. Nach reiflicher Überlegung haben wir uns für andere "
            "Bewerberinnen und Bewerber entschieden.\n\nMit freundlichen Grüßen\nUwe Brandt\nPersonalabteilung",
            sender="Uwe Brandt <uwe.brandt@weststrand.example.com>",
            subject="Ihre Bewerbung als Buchhalterin (m/w/d)",
        ),
        no_of_a_stranger("Uwe Brandt", "Weststrand", "uwe.brandt@weststrand.example.com", "Buchhalterin"),
    ),
    "a no that only refuses": (
        mail(
            "Hallo Robin,\n\ndanke für das nette Gespräch. Leider müssen wir dir für die Stelle als Grafikerin absagen.\n\n"
            "Viele Grüße\nPia",
            sender="Pia Lorenz <pia@ostufer.example.com>",
            subject="Deine Bewerbung",
        ),
        no_of_a_stranger("Pia Lorenz", "Ostufer", "pia@ostufer.example.com", "Grafikerin"),
    ),
    "a no as a person says it": (
        mail(
            "Liebe Frau Ames,\n\nes tut mir leid: Die Stelle als Redakteurin hat nun eine Kollegin bekommen, die schon lange bei "
            "uns ist. Ich hätte Ihnen gern etwas anderes geschrieben.\n\nHerzlich\nJule Harms",
            sender="Jule Harms <jule.harms@suedtor.example.com>",
            subject="Redakteurin",
        ),
        no_of_a_stranger("Jule Harms", "Suedtor", "jule.harms@suedtor.example.com", "Redakteurin"),
    ),
    "an invitation in German": (
        mail(
            "Sehr geehrte Frau Ames,\n\nwir möchten Sie gern kennenlernen und laden Sie am Donnerstag, dem 3. Dezember, um 14 Uhr zu "
            "einem Gespräch für die Stelle als Datenanalystin zu uns ein.\n\nFreundliche Grüße\nOle Petersen",
            sender="Ole Petersen <ole.petersen@nordhafen.example.com>",
            subject="Einladung zum Vorstellungsgespräch",
        ),
        [
            "+Datenanalystin at Nordhafen: running (Ole Petersen)",
            "+Ole Petersen, Nordhafen, ole.petersen@nordhafen.example.com: hr",
            "+Ole Petersen: 2026-11-20 invitation in",
            "+due: Ole Petersen, reply",
        ],
    ),
    "a letter attached below an empty text": (
        attached(
            mail(
                NO.format("Data Scientist", "Kind regards\nDana Whitfield"),
                subject="Data Scientist at Calder & Rowe",
                date="Thu, 12 Nov 2026 09:30:00 +0000",
            )
        ),
        [
            "-Dana Whitfield, Calder & Rowe, dana@calder-rowe.example.com: hiring_manager",
            "+Data Scientist at Calder & Rowe: rejected 2026-11-12 (Dana Whitfield)",
            "+Dana Whitfield, Calder & Rowe, dana@calder-rowe.example.com: hr, hiring_manager",
            "+Dana Whitfield: 2026-11-12 rejection in",
            "+due: Dana Whitfield, first_note",
        ],
    ),
    "filled, in French": (
        mail(
            "Bonjour Robin,\n\nLe poste de graphiste est désormais pourvu. Je vous remercie de l'intérêt que vous nous avez porté et "
            "vous souhaite une bonne continuation.\n\nBien à vous\nLuc Marin",
            sender="Luc Marin <luc.marin@atelier-sud.example.com>",
            subject="Votre candidature au poste de graphiste",
        ),
        no_of_a_stranger("Luc Marin", "Atelier Sud", "luc.marin@atelier-sud.example.com", "graphiste"),
    ),
    "the search is paused": (
        mail(
            "Dear Robin,\n\nwe have put the search for a Data Scientist on hold until further notice because of a hiring freeze, so "
            "we will not be filling the position this year.\n\nKind regards\nIda Moe",
            sender="Ida Moe <ida.moe@halden.example.com>",
            subject="Data Scientist at Halden",
        ),
        no_of_a_stranger("Ida Moe", "Halden", "ida.moe@halden.example.com", "Data Scientist"),
    ),
    "an interview is moved": (
        mail(
            "Hi Robin,\n\nunfortunately I have to move your interview for the Data Scientist role to Friday at eleven. Can you make "
            "it?\n\nIda Moe",
            sender="Ida Moe <ida.moe@halden.example.com>",
            subject="Your interview at Halden: Data Scientist",
        ),
        [
            "+Data Scientist at Halden: running (Ida Moe)",
            "+Ida Moe, Halden, ida.moe@halden.example.com: hr",
            "+Ida Moe: 2026-11-20 invitation in",
            "+due: Ida Moe, reply",
        ],
    ),
    "a meeting with a calendar and no word of a job": (
        calendar(title="Interview Robin Ames"),
        [
            "+(position not named) at Northwind: running (Ivo Petrov, Nora Finch)",
            "+Ivo Petrov, Northwind, ivo@northwind.example.com: panel",
            "+Ivo Petrov: 2026-12-03 10:00 interview both",
            "+Nora Finch, Northwind, nora@northwind.example.com: panel",
            "+Nora Finch: 2026-12-03 10:00 interview both",
        ],
    ),
    "a greeting is no employer": (
        mail(
            "Guten Tag Frau Ames\n\nWir haben uns gegen eine weitere Zusammenarbeit entschieden und können Ihre Bewerbung als "
            "Projektleiterin leider nicht weiter berücksichtigen.\n\nFreundliche Grüsse\nReto Amsler",
            sender="Reto Amsler <reto.amsler@bergblick.example.com>",
            subject="Ihre Bewerbung als Projektleiterin 80-100%",
        ),
        no_of_a_stranger("Reto Amsler", "Bergblick", "reto.amsler@bergblick.example.com", "Projektleiterin"),
    ),
    "in a language that is not read": (
        mail("この度は誠に残念ながら、ご希望に沿えない結果となりました。", subject="選考結果"),
        [],
    ),
    "a giveaway": (
        mail(
            "Unfortunately you did not win in our prize draw this time. The ten winners have been told. As a thank-you for "
            "taking part there is ten per cent off your next order until Sunday.",
            "Shop <win@shop.example.com>",
            "Our giveaway",
        ),
        [],
    ),
    "a line that begins with From": (
        mail(
            "Dear Robin,\n\n>From all we saw you did well. Unfortunately we have decided to go ahead with another candidate for "
            "the Data Scientist position.\n\nIda Moe",
            sender="Ida Moe <ida.moe@halden.example.com>",
            subject="Data Scientist at Halden",
        ),
        [
            "+" + NEW_NO.format("Data Scientist", "Halden", "Ida Moe"),
            "+Ida Moe, Halden, ida.moe@halden.example.com: hr",
            "+Ida Moe: 2026-11-20 rejection in",
            "+due: Ida Moe, first_note",
        ],
    ),
    "an answer above a French quote": (
        mail(
            QUOTED.format(
                "De : Dana Whitfield\nEnvoyé : vendredi 20 novembre 2026 09:12\nÀ : Robin Ames\nObjet : Bonjour"
            ),
            subject="RE: Thank you",
            In_Reply_To="<x@example.net>",
        ),
        DANA_ANSWERS,
    ),
    "an answer above a Swedish quote": (
        mail(
            QUOTED.format("Från: Dana Whitfield\nSkickat: den 20 november 2026 09:12\nTill: Robin Ames\nÄmne: Hej"),
            subject="SV: Thank you",
            In_Reply_To="<x@example.net>",
        ),
        DANA_ANSWERS,
    ),
    "an invitation with a calendar": (
        calendar(),
        [
            "+Data Analyst at Northwind: running (Ivo Petrov, Nora Finch)",
            "+Ivo Petrov, Northwind, ivo@northwind.example.com: panel",
            "+Ivo Petrov: 2026-12-03 10:00 interview both",
            "+Nora Finch, Northwind, nora@northwind.example.com: panel",
            "+Nora Finch: 2026-12-03 10:00 interview both",
        ],
    ),
    "a calendar's answer": (calendar("REPLY"), []),
    "a raw byte in a name": (
        mail(NO.format("Data Scientist", "Kind regards"), sender="X <j@calder-rowe.example.com>").replace(
            b"From: X <", b"From: =?iso-8859-1?Q?J\xfcrgen_M\xfcller?= <"
        ),
        [
            "+Data Scientist at Calder & Rowe: rejected 2026-11-20 (Jürgen Müller)",
            "+Jürgen Müller, Calder & Rowe, j@calder-rowe.example.com: hr",
            "+Jürgen Müller: 2026-11-20 rejection in",
            "+due: Jürgen Müller, first_note",
        ],
    ),
    "a second no for what was one": (
        mail(NO.format("Data Engineer", "Kind regards\nDana Whitfield"), subject="Data Engineer at Calder & Rowe"),
        ["+Dana Whitfield: 2026-11-20 rejection in"],  # kept with the application; it moves nothing with her
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_book_afterwards(ours: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str):
    data, expected = CASES[case]
    before = lines(ours)
    (tmp_path / "letter.eml").write_bytes(data)
    assert run(["import", "--yes", str(tmp_path / "letter.eml")]) == 0, capsys.readouterr().out
    after = lines(ours)
    changed = [f"-{line}" for line in before if line not in after] + [
        f"+{line}" for line in after if line not in before
    ]
    assert sorted(changed) == sorted(expected), capsys.readouterr().out


def test_the_same_letter_under_another_message_id_is_known(ours: Book, tmp_path: Path, capsys):
    no = mail(NO.format("Data Scientist", "Ida Moe"), "Ida Moe <ida@halden.example.com>", "Data Scientist at Halden")
    for name, data in (("one.eml", no), ("two.eml", no.replace(b"<one@", b"<other@"))):
        (tmp_path / name).write_bytes(data)
    assert run(["import", "--yes", str(tmp_path / "one.eml")]) == 0
    before = lines(ours)
    capsys.readouterr()
    assert run(["import", "--yes", str(tmp_path / "two.eml")]) == 0
    assert "already" in capsys.readouterr().out and lines(ours) == before


def test_both_letters_of_a_mailbox_are_read(ours: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    letters = [
        mail("Hi Robin, thank you for your note, it was good to hear from you. Dana", In_Reply_To="<x@example.net>"),
        mail(
            NO.format("Data Scientist", "Ida Moe"), "Ida Moe <ida@halden.example.com>", "Data Scientist at Halden"
        ).replace(b"<one@", b"<two@"),
    ]
    box = b"".join(b"From someone Fri Nov 20 09:12:00 2026\n" + each + b"\n" for each in letters)
    (tmp_path / "two.mbox").write_bytes(box)
    assert run(["import", "--yes", str(tmp_path / "two.mbox")]) == 0, capsys.readouterr().out
    assert {"due: Dana Whitfield, reply", "due: Ida Moe, first_note"} <= set(lines(ours))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "sealed.eml",
            mail("x").replace(b"text/plain", b'multipart/encrypted; protocol="application/pgp-encrypted"'),
            "encrypted",
        ),
        ("outlook.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".eml"),
    ],
)
def test_what_is_no_readable_letter_is_named(ours: Book, tmp_path: Path, capsys, name: str, data: bytes, said: str):
    before = lines(ours)
    (tmp_path / name).write_bytes(data)
    assert run(["import", "--yes", str(tmp_path / name)]) == 2
    out, err = capsys.readouterr()
    assert said in out + err and lines(ours) == before
