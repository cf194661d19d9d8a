"""Five hundred messages that no person wrote to Robin, by what makes them so: none is a no, an invitation or an answer."""

from collections import Counter
from email.message import EmailMessage
from itertools import product

from planner.exchange.classifier import LetterKind
from planner.exchange.reading import Myself, read_letter
from tests.conftest import TODAY

ME = Myself(frozenset({"robin@example.net"}), "Robin Ames")
TAKEN_FOR_A_PERSONS = {LetterKind.REJECTION, LetterKind.INVITATION, LetterKind.REPLY}
DANA = "Dana Whitfield <dana@calder-rowe.example.com>"

# What a letter of a person would say, so that only the structure can tell it from one.
BODIES = (
    "Thank you for your note, I was glad to hear from you. I will answer when I am back.",
    "Unfortunately I cannot answer now. We have decided to close the office for two weeks.",
    "We would like to invite you to an interview; my colleague will answer for me until Monday.",
    "Vielen Dank für Ihre Nachricht. Leider bin ich bis zum 4. Dezember nicht da und kann Ihnen nicht absagen.",
    "Merci de votre message. Je suis malheureusement absente et ne peux pas donner suite à votre demande.",
)
AWAY_SUBJECTS = (
    "Automatic reply: Thank you", "Auto-reply: Thank you", "Auto: Thank you", "Out of office: Thank you",
    "Out of Office Re: Thank you", "Automatische Antwort: Danke", "Abwesenheitsnotiz: Danke", "Abwesend: Danke",
    "Réponse automatique : Merci", "Absence du bureau : Merci", "Respuesta automática: Gracias",
    "Fuera de la oficina: Gracias", "Automatisch antwoord: Bedankt", "Afwezig: Bedankt", "Risposta automatica: Grazie",
    "Fuori sede: Grazie", "Resposta automática: Obrigado", "Ausência: Obrigado", "Autosvar: Tack",
    "Automatiskt svar: Tack", "Frånvaro: Tack", "Automatyczna odpowiedź: Dziękuję", "Poza biurem: Dziękuję",
    "Automaattinen vastaus: Kiitos",
)  # fmt: skip
AWAY_HEADERS = (
    {"Auto-Submitted": "auto-replied"},
    {"Auto-Submitted": "auto-replied (vacation)"},
    {"Auto-Submitted": "auto-notified"},
    {"Auto-Submitted": "auto-generated", "In-Reply-To": "<n@example.net>"},
    {"Precedence": "auto_reply"},
    {"X-Autoreply": "yes"},
    {"X-Autorespond": "Thank you"},
    {"X-AutoReply-From": "dana@calder-rowe.example.com"},
    {"X-Apple-Action": "VACATION"},
    {"Return-Path": "<>", "In-Reply-To": "<n@example.net>"},
)
REASONS = (
    "550 5.1.1 no such user here", "552 5.2.2 mailbox full", "554 5.7.1 message rejected by our policy",
    "The email account that you tried to reach does not exist.", "Unfortunately your message could not be delivered.",
    "Der Empfänger ist leider unbekannt.",
)  # fmt: skip
BOUNCERS = (
    ("MAILER-DAEMON@mail.example.net", "Undelivered Mail Returned to Sender"),
    ("Mail Delivery System <Mailer-Daemon@mx.example.net>", "Mail delivery failed: returning message to sender"),
    ("postmaster@calder-rowe.example.com", "Undeliverable: Thank you"),
    ("Mail Delivery Subsystem <mailer-daemon@mail.example.com>", "Delivery Status Notification (Failure)"),
    ("postmaster@calder-rowe.example.com", "Unzustellbar: Danke"),
    ("MAILER-DAEMON@mail.example.net", "failure notice"),
    ("MAILER-DAEMON@mail.example.net", "Warning: message delayed 24 hours"),
)
RECEIPTS = (
    "Read: Thank you", "Not read: Thank you", "Delivered: Thank you", "Gelesen: Danke", "Lu : Merci", "Leído: Gracias",
    "Gelezen: Bedankt", "Letto: Grazie", "Lida: Obrigado", "Läst: Tack", "Przeczytano: Dziękuję",
    "Return Receipt (displayed) - Thank you",
)  # fmt: skip
TO_MANY = (
    {"List-Id": "<news.example.com>"}, {"List-Unsubscribe": "<https://news.example.com/u>"}, {"Precedence": "bulk"},
    {"List-Post": "<mailto:list@example.com>"}, {"Precedence": "list", "List-Id": "<l.example.com>"},
)  # fmt: skip
MASS = (
    ("Job Alert <jobalerts@jobs.example.com>", "12 new jobs for you", "Data Engineer at Harbour. Apply now. You may be invited soon."),
    ("Career Weekly <newsletter@career.example.com>", "How to take a no",
     "Every applicant has read it: we have chosen another candidate. This week three coaches say what helps."),
    ("Shop <promo@shop.example.com>", "You did not win", "Unfortunately your ticket was not drawn. Better luck next time."),
    ("Meetup <digest@meet.example.com>", "You are invited", "Come to our evening on data. Reserve your seat by Friday."),
    ("Survey <survey@feedback.example.com>", "How was it?", "You recently applied to one of our clients. Tell us how it was."),
    ("Data list <list@lists.example.com>", "Re: a question on streams", "Thanks for your question! I would go with the second way."),
)  # fmt: skip


def message(sender: str, subject: str, body: str, headers: dict[str, str]) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "Robin Ames <robin@example.net>", subject
    made["Date"], made["Message-ID"] = "Fri, 20 Nov 2026 09:12:00 +0000", "<a@letters.example.com>"
    for name, value in headers.items():
        made[name] = value
    made.set_content(body)
    return made.as_bytes()


def bounce(sender: str, subject: str, reason: str, *, is_report: bool) -> bytes:
    if not is_report:
        return message(sender, subject, f"<dana@calder-rowe.example.com>: {reason}", {})
    action = "delayed" if "delayed" in subject else "failed"
    return (
        f"From: {sender}\nTo: robin@example.net\nSubject: {subject}\nDate: Fri, 20 Nov 2026 09:12:00 +0000\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{reason}\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; dana@calder-rowe.example.com\nAction: {action}\n--b--\n"
    ).encode()


def everything() -> list[bytes]:
    found = [message(DANA, subject, body, {}) for subject, body in product(AWAY_SUBJECTS, BODIES)]
    found += [message(DANA, "Re: Thank you", body, headers) for headers, body in product(AWAY_HEADERS, BODIES)]
    found += [
        bounce(sender, subject, reason, is_report=is_report)
        for (sender, subject), reason, is_report in product(BOUNCERS, REASONS, (True, False))
    ]
    found += [message(DANA, subject, body, {}) for subject, body in product(RECEIPTS, BODIES)]
    found += [message(*mass, headers) for mass, headers in product(MASS, TO_MANY)]
    found += [
        message(sender, subject, body, headers)
        for (sender, subject, _), body, headers in product(MASS[:4], BODIES, TO_MANY[:3])
    ]
    systems = [
        f"{name}@{host}.example.com" for name, host in product(("mailer-daemon", "postmaster"), ("a", "b", "c", "d"))
    ]
    found += [
        bounce(system, "Returned mail: see transcript for details", reason, is_report=False)
        for system, reason in product(systems, REASONS)
    ]
    return found


def test_of_five_hundred_automatic_messages_not_one_is_a_persons():
    found = everything()
    kinds = Counter(read_letter(data, TODAY, ME).verdict.kind for data in found)
    assert len(found) >= 450 and not TAKEN_FOR_A_PERSONS & {*kinds}, kinds
