"""Entries of address books and trackers that are easily taken for something else."""

from datetime import date

import pytest

from planner.book import commands, queries
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.file import reading
from planner.book.insights import insights
from planner.book.models import ContactFields
from planner.cadence.terms import Part
from planner.exchange.errors import FileError
from planner.exchange.file_kinds import FileKind
from planner.exchange.people_import import jobs_of, known_people, read_people, record
from planner.exchange.people_matching import Match, State, match_people
from planner.exchange.reading import Myself
from planner.exchange.text_files import decoded
from planner.exchange.tracker_import import match_applications, read_trackers, record_applications
from planner.exchange.tracker_stages import stage_of
from planner.exchange.tracker_tables import IncomingApplication, applications_in, read_tracker
from tests.conftest import TODAY


def card(*lines: str) -> str:
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def matches(text: str, book: Book | None = None, me: Myself | None = None) -> list[Match]:
    kind = FileKind.VCARD if text.startswith("BEGIN:VCARD") else FileKind.CSV
    people = read_people(kind, text.encode(), "file").people
    if book is None:
        return match_people(people, [], "US", me)
    with reading(book.path) as connection:
        return match_people(people, known_people(connection), "US", me)


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (("ORG:Nimbus, Inc.",), "employer", "Nimbus, Inc."),
        (("ORG:Nimbus\\, Inc.;Research",), "employer", "Nimbus, Inc."),
        (("EMAIL:mailto:ann@nimbus.example.com",), "email", "ann@nimbus.example.com"),
        (('EMAIL:"Ann Poe" <ann@nimbus.example.com>',), "email", "ann@nimbus.example.com"),
        (("TEL;TYPE=WORK,FAX:202-555-0100", "TEL;TYPE=WORK:202-555-0101"), "phone", "202-555-0101"),
        (("TEL;TYPE=WORK,FAX:202-555-0100",), "phone", ""),
        (("TEL;VALUE=uri:tel:+1-202-555-0177;ext=102",), "phone", "+1-202-555-0177 ext. 102"),
        (("SOCIALPROFILE;TYPE=linkedin:https://www.linkedin.com/in/ann-poe-example",), "linkedin",
         "https://www.linkedin.com/in/ann-poe-example"),
    ],
)  # fmt: skip
def test_what_a_card_says(lines: tuple[str, ...], field: str, value: str):
    [person] = read_people(FileKind.VCARD, card("N:Poe;Ann;;;", "FN:Ann Poe", *lines).encode(), "x.vcf").people
    assert getattr(person, field) == value


def test_the_given_name_comes_first():
    [person] = read_people(FileKind.VCARD, card("N:Bergström;Åsa;;;", "FN:Bergström, Åsa").encode(), "x.vcf").people
    assert person.name == "Åsa Bergström"


def test_companies_groups_and_the_user_are_nobody_to_write_to():
    text = (
        card("KIND:group", "FN:Recruiters")
        + card("N:;;;;", "FN:Acme", "ORG:Acme", "X-ABShowAs:COMPANY")
        + card("N:Vane;Robin;;;", "FN:Robin Vane", "EMAIL:robin@example.org")
        + card("N:Poe;Ann;;;", "FN:Ann Poe")
    )
    found = matches(text, me=Myself(frozenset({"robin@example.org"}), "Robin Vane"))
    assert [match.state for match in found] == [State.OTHER, State.OTHER, State.OTHER, State.NEW]
    assert [match.why for match in found[:3]] == [
        "it is a group, not a person",
        "it is a company, not a person",
        "it is you",
    ]


def test_two_entries_about_one_person_are_one_with_all_that_they_say(book: Book):
    text = (
        card("N:Poe;Ann;;;", "FN:Ann Poe", "ORG:Acme", "EMAIL:ann@acme.example.com")
        + card("N:Poe;Ann;;;", "FN:Ann Poe", "ORG:Acme", "TEL:202-555-0101")
        + card("N:Smith;John;;;", "FN:John Smith", "EMAIL:john@acme.example.com")
        + card("N:Smith;J.;;;", "FN:J. Smith", "EMAIL:john@acme.example.com")
        + card("N:Poe;Ann;;;", "FN:Ann Poe", "ORG:Acme", "EMAIL:another.ann@acme.example.com", "TEL:202-555-0199")
    )
    found = matches(text)
    assert [match.state for match in found] == [State.NEW, State.TWICE, State.NEW, State.TWICE, State.NEW]
    assert (found[0].incoming.email, found[0].incoming.phone) == ("ann@acme.example.com", "202-555-0101")
    record(book, [*jobs_of(found)], "x.vcf")
    assert {match.state for match in matches(text, book)} <= {State.SAME, State.TWICE}


def test_what_a_field_does_not_take_is_noted_once(book: Book):
    text = card("N:Poe;Ann;;;", "FN:Ann Poe", "EMAIL:somewhere at work", "ORG:Acme")
    record(book, [*jobs_of(matches(text))], "x.vcf")
    [again] = matches(text, book)
    assert again.state is State.SAME


def test_a_card_that_is_cut_off_is_named():
    found = read_people(
        FileKind.VCARD, (card("FN:Ann Poe") + "BEGIN:VCARD\nFN:Kit Doe\nEMAIL:kit@ac").encode(), "x.vcf"
    )
    assert [person.name for person in found.people] == ["Ann Poe"]
    assert [lost.at for lost in found.unreadable] == ["x.vcf:5"] and "cut off" in found.unreadable[0].why


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
def test_german_letters_are_read_in_whatever_they_are_written(encoding: str):
    text = "Vorname;Nachname;Telefon geschäftlich;Fax geschäftlich\r\nHeike;Schröder;1;2\r\n"
    assert decoded(text.encode(encoding)).lstrip("\ufeff") == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Imię;Nazwisko\nŁukasz;Wójcik\nŻaneta;Śliwińska\n"),
        ("cp1251", "Имя;Фамилия;Компания\nАнна;Иванова;Ромашка\n"),
        ("mac_roman", "Vorname;Nachname\nJörg;Müller\nKäthe;Schröder\n"),
        ("cp1252", "Prénom;Nom;Société\nHélène;Lefèvre;Crédit d’Été 20 °C\n"),
    ],
)
def test_old_encodings_are_told_apart(encoding: str, text: str):
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text",
    [
        'Name,Company,Title\n"Unclosed ,Acme,x\nAnn Poe,Acme,QA\n',
        'Company,Role,Status,Notes\nA,Dev,Applied,"open\nB,QA,Rejected,ok\n',
    ],
)
def test_a_quote_that_is_never_closed_is_an_error_that_says_where(text: str):
    with pytest.raises(FileError, match=r"x.csv:2: .*never closed"):
        found = read_trackers([("x.csv", FileKind.CSV, text.encode())], TODAY)
        read_people(FileKind.CSV, text.encode(), found.others[0][0])


def test_sums_and_front_desks_are_no_people():
    text = "Name,Company,E-mail\nTotal,,\n,Nordlys,front@nordlys.example.com\n,Nordlys,ann.poe@nordlys.example.com\n"
    found = read_people(FileKind.CSV, text.encode(), "x.csv")
    assert [person.name for person in found.people] == ["Ann Poe"] and len(found.unreadable) == 2


def test_columns_in_other_languages():
    text = "Titre,Prénom,Nom,Titre,Société\nMme,Anne,Lefèvre,Directrice,Nordlys\n"
    [person] = read_people(FileKind.CSV, text.encode(), "x.csv").people
    assert (person.name, person.title, person.employer) == ("Anne Lefèvre", "Directrice", "Nordlys")
    text = "Nombre,Apellidos,Organización,Correo\nAna,Ruiz,Alborada,ana@alborada.example.com\n"
    [person] = read_people(FileKind.CSV, text.encode(), "x.csv").people
    assert person.employer == "Alborada"


# Trackers


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("withdrawn", "Offer rejected|I rejected the offer|Angebot abgelehnt|Ich habe abgelehnt|J'ai refusé l'offre"),
        ("withdrawn", "Not interested any more|Offer accepted elsewhere|Declined by me"),
        (
            "rejected",
            "Abgesagt|Leider nein|Candidature rejetée|Réponse négative|Non retenu|No seleccionado|They passed",
        ),
        (
            "rejected",
            "Didn't get it|Position cancelled|Offer rescinded|Rejected (auto)|I was rejected|They rejected me",
        ),
        ("applied", "Application filled out|Waiting (no response yet)|Applied (not yet rejected)|CV screening"),
        ("applied", "Applied - very interested|Applied via team lead"),
        ("interview", "Eingeladen|Waiting for offer|2nd round"),
        ("saved", "Not applied yet|Wishlist|por enviar"),
        ("withdrawn", "Lost interest|Declined by candidate|Declined interview|Not moving forward (my decision)"),
        (
            "withdrawn",
            "Habe abgesagt|Absage durch mich|Refus de ma part|Descartada por mí|Zelf afgewezen|Scartata da me",
        ),
        ("withdrawn", "Recusada por mim|Jag tackade nej|Rechacé la oferta|I ghosted them"),
        (
            "rejected",
            "Hired someone else|Offer went to someone else|Stelle eingestellt|Not offered|Withdrawn by company",
        ),
        ("rejected", "They withdrew|Vacature ingetrokken|Company not interested|Not shortlisted|Nicht eingeladen"),
        (
            "applied",
            "No rejection yet|Re-applied after rejection|Position on hold|No offer yet|bisher keine Rückmeldung",
        ),
        ("applied", "Keine Absage bisher|Sin respuesta todavía|Ancora nessuna risposta|Inget svar ännu"),
        (
            "saved",
            "Failed to apply in time|Didn't get to apply|Job closed before I applied|Oferta guardada|Never applied",
        ),
        ("interview", "Offered interview|Zusage für Gespräch"),
        ("offer", "Closed-won|Accepted"),
        ("", "???|xyz"),
    ],
)
def test_whose_no_it_was_and_how_far_it_got(stage: str, words: str):
    assert {each: stage_of(each) for each in words.split("|")} == dict.fromkeys(words.split("|"), stage)


def rows(text: str) -> list[IncomingApplication]:
    return [each for each in applications_in(text, "jobs.csv") or [] if isinstance(each, IncomingApplication)]


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ('"Poe, Ann"', [("Ann Poe", Part.PANEL, "")]),
        ('"Ann Poe, PhD"', [("Ann Poe", Part.PANEL, "")]),
        ('"Ann Fox, Senior Recruiter"', [("Ann Fox", Part.RECRUITER, "")]),
        ('"Ann Gox, Recruiter; Bo Gix, CTO"', [("Ann Gox", Part.RECRUITER, ""), ("Bo Gix", Part.HIRING_MANAGER, "")]),
        ('"""Garnier, Luc"""', [("Luc Garnier", Part.PANEL, "")]),
        ('"Ann, Bob Ray"', [("Ann", Part.PANEL, ""), ("Bob Ray", Part.PANEL, "")]),
        ("Ann Poe <ann@a.example.com>", [("Ann Poe", Part.PANEL, "ann@a.example.com")]),
        ("HR team", []),
        ("Anna Kern +49 170 1234567", [("Anna Kern", Part.PANEL, "")]),
        ("Ann Kit 202-555-0101", [("Ann Kit", Part.PANEL, "")]),
        ('"1. Anna Kern\n2. Tom Ng"', [("Anna Kern", Part.PANEL, ""), ("Tom Ng", Part.PANEL, "")]),
        ("Round 1: Anna Kern; Round 2: Tom Ng", [("Anna Kern", Part.PANEL, ""), ("Tom Ng", Part.PANEL, "")]),
        ('"HR: Anna Kern, Tech: Tom Ng"', [("Anna Kern", Part.HR, ""), ("Tom Ng", Part.PANEL, "")]),
        ("anna.kern@a7.example.com", [("Anna Kern", Part.PANEL, "anna.kern@a7.example.com")]),
        ("Hiring manager", []), ("Talent Acquisition", []), ("niemand", []), ("Recruiter via LinkedIn", []),
        ("Giulia Rossi e Marco Bianchi", [("Giulia Rossi", Part.PANEL, ""), ("Marco Bianchi", Part.PANEL, "")]),
        ("João Costa e Silva", [("João Costa e Silva", Part.PANEL, "")]),
        ("Anna Kern/Tom Ng", [("Anna Kern", Part.PANEL, ""), ("Tom Ng", Part.PANEL, "")]),
        ("Sol Vega (Sector Analyst)", [("Sol Vega", Part.PANEL, "")]),
    ],
)  # fmt: skip
def test_who_stands_in_a_cell(cell: str, people: list[tuple[str, Part, str]]):
    [found] = rows(f"Company,Role,Status,Interviewers\nA,Dev,Applied,{cell}\n")
    assert [(each.name, each.part, each.email) for each in found.interviewers] == people


def test_columns_of_many_names_and_those_that_the_user_names():
    text = "Job Position,Company,Current stage,Applied At,Decision date,Contact,Contact Email\n"
    text += "Dev,Alder,Rejected (auto),2025-03-02,2025-05-05,Ann Poe,ann@alder.example.com\n"
    [found] = rows(text)
    assert (found.stage, found.applied_on, found.rejected_on) == ("rejected", date(2025, 3, 2), date(2025, 5, 5))
    assert [each.email for each in found.interviewers] == ["ann@alder.example.com"]
    text = "Was,Wo,Wie weit\nDev,Alder,Absage\n"
    assert read_tracker(text, "x.csv") is None
    tracker = read_tracker(text, "x.csv", {"Was": "position", "Wo": "employer", "Wie weit": "stage"})
    assert tracker is not None and [
        each.stage for each in tracker.entries if isinstance(each, IncomingApplication)
    ] == ["rejected"]


def test_days_are_read_as_the_language_of_the_table_has_them(monkeypatch: pytest.MonkeyPatch):
    for name in ("LC_ALL", "LC_TIME", "LANG"):
        monkeypatch.delenv(name, raising=False)
    [french] = rows("Entreprise;Poste;Date de candidature;Statut\nA;Dev;02/03/2025;Envoyée\n")
    english = "Company,Role,Date Applied,Status\nA,Dev,02/03/2025,Applied\n"
    assert french.applied_on == date(2025, 3, 2) and rows(english)[0].applied_on == date(2025, 2, 3)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert rows(english)[0].applied_on == date(2025, 3, 2)


def recorded(book: Book, text: str, **more: bool) -> list[str]:
    """Import it; gives what each row was."""
    with reading(book.path) as connection:
        found = match_applications(rows(text), connection)
    record_applications(book, found, "jobs.csv", **more)
    return [str(match.state) for match in found]


def states(book: Book) -> list[tuple[str, str, str | None]]:
    with reading(book.path) as connection:
        return [
            tuple(row) for row in connection.execute("SELECT position, state, learned_on FROM application ORDER BY id")
        ]


HEAD = "Company,Role,Date Applied,Status,Date Rejected,Interviewers,Notes\n"


def test_a_newer_export_says_what_became_of_it(book: Book):
    old = (
        HEAD
        + "A,One,2025-01-01,Applied,,,\nA,Two,2025-01-01,Interview,,,\nA,Three,2025-01-01,Offer,,,\nA,Four,2025-01-01,Rejected,,,\n"
    )
    new = old.replace("One,2025-01-01,Applied", "One,2025-01-01,Withdrawn").replace("Interview,", "Offer,", 1)
    new = new.replace("Three,2025-01-01,Offer,", "Three,2025-01-01,Rejected,2025-04-04")
    new = new.replace("Four,2025-01-01,Rejected,", "Four,2025-01-01,Rejected,2025-05-05")
    assert recorded(book, old) == ["new"] * 4
    assert recorded(book, new) == ["adds", "adds", "adds", "differs"]
    assert states(book) == [
        ("One", "withdrawn", None), ("Two", "offer", None), ("Three", "rejected", "2025-04-04"),
        ("Four", "rejected", "2025-01-01"),
    ]  # fmt: skip
    assert recorded(book, new, take_theirs=True) == ["same", "same", "same", "differs"]
    assert states(book)[-1] == ("Four", "rejected", "2025-05-05")
    assert recorded(book, new) == ["same"] * 4


def test_who_applied_twice_has_two_applications(book: Book):
    text = (
        HEAD
        + "Z,ML,2024-03-03,Rejected,2024-04-01,Ann Bell,\nZ,ML,2025-06-03,Applied,,Ned Fell,\nZ,ML,2025-06-03,Rejected,2025-07-01,,\n"
    )
    assert recorded(book, text) == ["new", "new", "twice"]
    assert states(book) == [("ML", "rejected", "2024-04-01"), ("ML", "rejected", "2025-07-01")]
    assert recorded(book, text) == ["same", "same", "twice"]


def test_a_name_alone_is_never_enough(book: Book):
    commands.add_contact(
        book, entered(ContactFields, name="Ann Bell", employer="Otherwhere", email="ann@other.example.com")
    )
    commands.add_contact(
        book, entered(ContactFields, name="Kit Doe", employer="Elsewhere", email="kit@doe.example.com")
    )
    recorded(
        book,
        HEAD
        + "B,Dev,2025-03-01,Interview,,Ann Bell; Kit Doe <kit@doe.example.com>,\nC,QA,2025-03-01,Interview,,Ann Bell,\n",
    )
    with reading(book.path) as connection:
        found = sorted(
            tuple(row)
            for row in connection.execute(
                "SELECT name, employer FROM contact WHERE id IN (SELECT contact_id FROM interviewer)"
            )
        )
    assert found == [("Ann Bell", "B"), ("Ann Bell", "C"), ("Kit Doe", "Elsewhere")]


def test_nothing_is_said_to_be_sent_on_a_day_that_nobody_named(book: Book):
    recorded(book, HEAD + "A,Dev,,Applied,,,great people\n")
    with reading(book.path) as connection:
        [(direction, subject, body)] = connection.execute("SELECT direction, subject, body FROM touchpoint")
        assert queries.applications(connection)[0].position == "Dev"
        assert not any(sum(week[1:]) for week in insights(connection, TODAY).weeks)
    assert direction != "out" and subject == "Notes in jobs.csv" and body == "great people"


def test_what_was_sent_after_a_no_is_another_application(book: Book):
    text = HEAD + "G,SWE,2026-05-01,Rejected,2026-05-10,Anna Kern,\nG,SWE,2026-06-01,Interview,,Tom Ng,\n"
    assert recorded(book, text) == ["new", "new"]
    assert [state for _, state, _ in states(book)] == ["rejected", "running"]
    assert recorded(book, text) == ["same", "same"]


@pytest.mark.parametrize(
    ("day", "read"),
    [
        ("2026", None), ("Q2 2026", None), ("June 2026", None), ("12.10.", None), ("31/31/2026", None),
        ("12 set 2026", date(2026, 9, 12)), ("3 maggio 2026", date(2026, 5, 3)), ("3 mei 2026", date(2026, 5, 3)),
        ("3 de maio de 2026", date(2026, 5, 3)), ("3 maj 2026", date(2026, 5, 3)), ("3. Mai 2026", date(2026, 5, 3)),
    ],
)  # fmt: skip
def test_days_are_read_or_said_not_to_be(day: str, read: date | None):
    [found] = rows(f"{HEAD}A,Dev,{day},Applied,,,\n")
    assert found.applied_on == read and bool(found.unclear) == (read is None)


def test_days_that_lie_ahead_are_left_out_and_said():
    text = HEAD + "A,Dev,2027-03-01,Rejected,2027-04-01,,\n"
    [found] = read_trackers([("x.csv", FileKind.CSV, text.encode())], TODAY).entries
    assert isinstance(found, IncomingApplication) and found.applied_on is None and found.rejected_on is None
    assert len(found.unclear) == 2 and all("is in the future" in each for each in found.unclear)


def test_a_deadline_is_no_day_on_which_somebody_applied():
    text = "Entreprise,Poste,Statut,Date limite de candidature,Date d'envoi\nA,Dev,Envoyée,15/12/2026,05/10/2026\n"
    assert rows(text)[0].applied_on == date(2026, 10, 5)
    assert rows("Bedrijf,Functie,Status,Datum\nA,Dev,Verstuurd,05-10-2026\n")[0].applied_on == date(2026, 10, 5)
    assert rows('Company,Role,Status\nA,Dev,"Applied 2026-09-01, rejected 2026-09-20"\n')[0].rejected_on == date(
        2026, 9, 20
    )


def test_an_address_that_many_use_is_nobodys(book: Book):
    text = "Company,Role,Status,Interviewers,Contact Email\nA,Dev,Applied,Anna Kern,jobs@a.example.com\nA,QA,Applied,Tom Ng,jobs@a.example.com\n"
    recorded(book, text)
    with reading(book.path) as connection:
        assert connection.execute("SELECT name, email FROM contact ORDER BY id").fetchall() == [
            ("Anna Kern", ""),
            ("Tom Ng", ""),
        ]
    recorded(book, "Company,Role,Status,Interviewers\nA,Ops,Applied,Anna <a.berg@a.example.com>\n")
    with reading(book.path) as connection:
        assert connection.execute("SELECT count(*) FROM contact").fetchone() == (2,), "whose address is not known yet"


def test_columns_that_hold_ticks_or_days():
    text = "Company,Role,Applied,Interview,Rejected\nA,Dev,WAHR,,\nB,QA,2026-05-01,2026-05-09,2026-05-20\n"
    one, other = rows(text)
    assert (one.stage, other.stage, other.applied_on, other.rejected_on) == (
        "applied", "rejected", date(2026, 5, 1), date(2026, 5, 20),
    )  # fmt: skip


def test_a_newer_export_adds_notes_and_the_day_of_applying(book: Book):
    recorded(book, HEAD + "A,Dev,,Applied,,,\n")
    assert recorded(book, HEAD + "A,Dev,2026-05-01,Applied,,,nice people\n") == ["adds"]
    assert recorded(book, HEAD + "A,Dev,2026-05-01,Applied,,,nice people\n") == ["same"]


def test_two_pages_on_linkedin_are_two_people():
    text = "Name,Company,LinkedIn\nMax Bo,Crate,https://www.linkedin.com/in/max-bo-1\nMax Bo,Crate,https://www.linkedin.com/in/max-bo-2\n"
    assert [match.state for match in matches(text)] == [State.NEW, State.NEW]
