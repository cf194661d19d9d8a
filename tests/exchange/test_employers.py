"""A person is no employer, whatever stands in the place of one, and a part of a sentence is no position."""

from datetime import date

import pytest

from planner.exchange.reading import read_letter

TODAY = date(2026, 11, 22)


def read(sender: str, subject: str, body: str):
    data = f"From: {sender}\nTo: robin@example.net\nSubject: {subject}\n\n{body}\n"
    return read_letter(data.encode(), TODAY)


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("Magdalena Thurner <m.thurner@kirchwirt.example.com>", "Re: Danke", "Liebe Robin,\n\nso ein netter Brief!\n\nLG\nMagdalena"),
        ("Magnus Höglind <jobb@hoglind-bygg.example.com>", "Ansökan", "Hej Robin,\n\nvi har tyvärr valt en annan.\n\nMagnus"),
        ("Franz Hofstötter <office@zimmerei-hofstoetter.example.com>", "Bewerbung", "Servus Robin, komm morgen um sieben. Franz"),
        ("Ximena Robledo <talento@papagayo.example.com>", "Portafolio", "Hola, Robin:\n\n¿Te sumamos a la lista?\n\nXimena"),
        ("Zofia Brzeska przez LinkedIn <no-reply@linkedin.example.com>", "Zofia odpisała", "Hej! Dzięki za wiadomość."),
        ("Anton Reiter über Karrierenetz <post@karrierenetz.example.com>", "Neue Nachricht", "Hallo Robin, melde dich gern wieder."),
        ("Harriet Lowe <harriet.lowe@tarnwealth.example.com>", "Thursday with Nick", "Hi Robin,\n\nall set for noon with Nick.\n\nHarriet"),
    ],
)  # fmt: skip
def test_no_person_is_an_employer(sender: str, subject: str, body: str):
    name = sender.partition(" <")[0].split(" przez ")[0].split(" über ")[0]
    found = read(sender, subject, body).employer
    assert not {*found.split()} & {*name.split(), "Nick"}, found


def test_a_given_name_that_begins_like_a_title_is_a_name():
    reading = read(
        "Magdalena Thurner <m.thurner@kirchwirt.example.com>",
        "Ihre Bewerbung",
        "Guten Tag,\n\nwir haben uns für jemand anderen entschieden.\n\nFreundliche Grüße\nMagdalena Thurner",
    )
    assert reading.signer == "Magdalena Thurner"
    assert (
        read("Mag. Eva Thurner <e.thurner@kirchwirt.example.com>", "Danke", "Liebe Robin!\n\nEva").signer
        == "Eva Thurner"
    )


@pytest.mark.parametrize(
    ("subject", "body", "position"),
    [
        ("Robin, krótko", "Robin,\n\nwyszło tak, że wybraliśmy kogoś innego.", ""),
        ("Wynik naboru", "Szanowna Pani,\n\nw naborze na stanowisko referenta ds. archiwum wybrano inną osobę.", "referenta ds. archiwum"),
        ("Odpowiedź", "Dzień dobry,\n\ndo stanowiska kierownika recepcji chciałam usłyszeć o Pani więcej.", "kierownika recepcji"),
        ("Re: Wären Sie meine Mentorin?", "Liebe Robin,\n\nSie ehren mich, aber leider fehlt mir die Zeit.", ""),
    ],
)  # fmt: skip
def test_what_is_said_around_a_title_is_none(subject: str, body: str, position: str):
    found = read("Lidia Rzeczna <lidia@rzeczne.example.com>", subject, body).position
    assert found in {"", position}, found
