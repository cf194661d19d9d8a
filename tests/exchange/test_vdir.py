"""A folder of vCards kept in step with the people: three-way, and nobody taken out silently."""

import re
import shutil
from pathlib import Path

import pytest

from planner import environment
from planner.book import commands, journal
from planner.book.database import Book
from planner.book.file import reading
from planner.cli import run
from planner.exchange.incoming import Incoming
from planner.exchange.vcard_writing import with_fields
from planner.exchange.vcards import read_vcards
from planner.exchange.vdir import Step, Vdir
from planner.exchange.vdir_cards import Answers, VdirError
from planner.private_files import write_private

CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\nFN:{name}\r\nN:;{name};;;\r\nEMAIL;TYPE=WORK:{email}\r\nEND:VCARD\r\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "cards"
    found.mkdir()
    return found


def step(book: Book, folder: Path, *, theirs: bool | None = None, deletes: bool = False) -> Step:
    return Vdir(book.path, folder).step(lambda job: job(book), Answers(lambda _: theirs, lambda _: deletes))


def of(book: Book, name: str, field: str) -> str | None:
    with reading(book.path) as connection:
        rows = connection.execute(f"SELECT {field} FROM contact WHERE name = ?", (name,)).fetchall()
    return rows[0][0] if rows else None


def key(book: Book, name: str) -> int:
    found = of(book, name, "id")
    assert found is not None
    return int(found)


def card_of(folder: Path, name: str) -> Path:
    return next(path for path in folder.glob("*.vcf") if f"FN:{name}" in path.read_text())


def edit(path: Path, old: str, new: str) -> None:
    """As another program does: the whole file anew."""
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def test_everybody_has_a_card_and_twice_changes_nothing(demo: Book, folder: Path):
    assert step(demo, folder).written == len(list(folder.iterdir())) > 3
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    found = step(demo, folder)
    assert not found.label and not found.written and found.plan.is_settled
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_each_side_follows_the_other_and_what_the_planner_does_not_know_stays(demo: Book, folder: Path):
    step(demo, folder)
    dana = card_of(folder, "Dana Whitfield")
    edit(
        dana, "END:VCARD", "BDAY:1980-01-01\r\nitem1.EMAIL;TYPE=HOME:d@example.net\r\nitem1.X-ABLabel:home\r\nEND:VCARD"
    )
    edit(dana, "TITLE:", "TITLE:Chief ")
    found = step(demo, folder)
    assert found.label == "1 change from the address book cards" and not found.written
    assert str(of(demo, "Dana Whitfield", "title")).startswith("Chief ")
    commands.change_contact(demo, key(demo, "Dana Whitfield"), email="dana@new.example.com", phone="555-0142")
    assert step(demo, folder).written == 1
    text = dana.read_text()
    assert "BDAY:1980-01-01" in text and "d@example.net" in text and "X-ABLabel:home" in text
    assert "dana@new.example.com" in text and "555-0142" in text and text.count("EMAIL") == 2
    commands.change_contact(demo, key(demo, "Dana Whitfield"), phone="")
    step(demo, folder)
    assert "TEL" not in dana.read_text()
    edit(dana, "item1.EMAIL", "EMAIL")
    assert step(demo, folder).plan.is_settled and of(demo, "Dana Whitfield", "email") == "dana@new.example.com"


def test_what_is_undone_in_the_book_is_undone_in_the_card(demo: Book, folder: Path):
    step(demo, folder)
    dana = card_of(folder, "Dana Whitfield")
    before = dana.read_bytes()
    edit(dana, "TITLE:", "TITLE:Chief ")
    step(demo, folder)
    journal.undo(demo)
    step(demo, folder)
    assert dana.read_bytes() == before


@pytest.mark.parametrize("theirs", [True, False])
def test_what_both_changed_waits_for_an_answer_and_the_rest_does_not(demo: Book, folder: Path, theirs: bool):
    step(demo, folder)
    dana = card_of(folder, "Dana Whitfield")
    edit(dana, "TITLE:", "TITLE:Chief ")
    commands.change_contact(demo, key(demo, "Dana Whitfield"), title="CEO", phone="555-0142")
    for _ in range(2):  # it is asked again, until somebody says
        found = step(demo, folder)
        [clash] = found.plan.clashes
        assert (clash.name, clash.field, clash.mine) == ("Dana Whitfield", "title", "CEO")
        assert "555-0142" in dana.read_text() and "Chief" in dana.read_text() and of(demo, clash.name, "title") == "CEO"
    assert not step(demo, folder, theirs=theirs).plan.clashes
    assert ("Chief" in str(of(demo, "Dana Whitfield", "title"))) is theirs
    assert ("Chief" in dana.read_text()) is theirs
    assert step(demo, folder).plan.is_settled


def test_a_new_card_is_somebody_new_or_somebody_known(demo: Book, folder: Path):
    (folder / "a.vcf").write_text(CARD.format(uid="phone-1", name="Zoe Quist", email="zoe@quist.example.com"))
    email = of(demo, "Dana Whitfield", "email")
    (folder / "b.vcf").write_text(CARD.format(uid="phone-2", name="Dana Whitfield", email=email))
    found = step(demo, folder)
    assert of(demo, "Zoe Quist", "email") == "zoe@quist.example.com" and found.label.startswith("1 change")
    assert "TITLE:" in (folder / "b.vcf").read_text(), "the card is hers, and says now what the book knows"
    assert step(demo, folder).plan.is_settled
    commands.change_contact(demo, key(demo, "Zoe Quist"), title="Founder")
    step(demo, folder)
    assert "TITLE:Founder" in (folder / "a.vcf").read_text() and "UID:phone-1" in (folder / "a.vcf").read_text()


def test_nobody_is_taken_out_silently(demo: Book, folder: Path):
    step(demo, folder)
    dana, lena = card_of(folder, "Dana Whitfield"), card_of(folder, "Lena Brandt")
    dana.unlink()
    commands.delete_contact(demo, key(demo, "Lena Brandt"))
    for _ in range(2):
        found = step(demo, folder)
        assert [name for _, name, _ in found.plan.gone_there] == ["Dana Whitfield"]
        assert [name for _, name, _ in found.plan.gone_here] == ["Lena Brandt"]
        assert of(demo, "Dana Whitfield", "id") and lena.exists() and not dana.exists()
    found = step(demo, folder, deletes=True)
    assert of(demo, "Dana Whitfield", "id") is None and not lena.exists() and found.removed == 1
    assert step(demo, folder).plan.is_settled
    journal.undo(demo)
    assert of(demo, "Dana Whitfield", "id")
    step(demo, folder)
    assert dana.exists(), "who came back has a card again"


def test_an_emptied_folder_is_refused(demo: Book, folder: Path):
    step(demo, folder)
    for number, path in enumerate(sorted(folder.iterdir())):
        if number > 1:
            path.unlink()
    with pytest.raises(VdirError, match="has lost"):
        step(demo, folder, deletes=True)
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(VdirError, match="has lost"):
        step(demo, folder, deletes=True)
    shutil.rmtree(folder)
    with pytest.raises(VdirError, match="no folder"):
        step(demo, folder)
    folder.mkdir()
    assert Vdir(demo.path, folder, anew=True).step(lambda job: job(demo), Answers()).written > 3


def test_a_card_that_cannot_be_read_is_named_and_stands_for_nobody_gone(demo: Book, folder: Path):
    step(demo, folder)
    dana = card_of(folder, "Dana Whitfield")
    whole = dana.read_bytes()
    dana.write_bytes(b"\xff\xfe\x00garbage")
    found = step(demo, folder, deletes=True)
    assert [at for at, _ in found.plan.unreadable] == [f"{dana.name}:1"] and not found.plan.gone_there
    assert of(demo, "Dana Whitfield", "id")
    dana.write_bytes(whole)
    assert step(demo, folder).plan.is_settled


def test_what_another_program_writes_meanwhile_is_not_written_over(demo: Book, folder: Path):
    step(demo, folder)
    dana = card_of(folder, "Dana Whitfield")
    commands.change_contact(demo, key(demo, "Dana Whitfield"), phone="555-0142")
    commands.change_contact(demo, key(demo, "Lena Brandt"), phone="555-0143")
    edit(card_of(folder, "Lena Brandt"), "TITLE:", "TITLE:Chief ")  # so that the book is written to in between

    def apply(job):
        edit(dana, "TITLE:", "TITLE:Chief ")
        return job(demo)

    Vdir(demo.path, folder).step(apply, Answers())
    assert "555-0142" not in dana.read_text() and "Chief" in dana.read_text()
    step(demo, folder)
    assert "555-0142" in dana.read_text() and str(of(demo, "Dana Whitfield", "title")).startswith("Chief ")


def test_a_card_is_changed_where_it_has_to_be():
    text = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quist\r\nN:Quist;Ada;;;\r\nEMAIL;TYPE=HOME:home@example.net\r\n"
        "EMAIL;TYPE=WORK;PREF=1:ada@old.example.com\r\nNOTE:a long note that is folded over\r\n  two lines\r\n"
        "URL:https://quist.example.com\r\nX-OWN:1\r\nEND:VCARD\r\n"
    )
    [before] = read_vcards(text)
    assert isinstance(before, Incoming)
    person = {
        "id": "x",
        "name": "Ada Quist",
        "email": "ada@new.example.com",
        "linkedin": "linkedin.com/in/ada",
        "notes": "",
    }
    changed = with_fields(text, person, {"email": "", "linkedin": "", "notes": ""}, before)
    assert changed.splitlines() == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Ada Quist",
        "N:Quist;Ada;;;",
        "EMAIL;TYPE=HOME:home@example.net",
        "EMAIL;TYPE=WORK;PREF=1:ada@new.example.com",
        "URL:https://quist.example.com",
        "X-OWN:1",
        "URL:https://linkedin.com/in/ada",
        "END:VCARD",
    ]


def test_the_verb(demo: Book, folder: Path, capsys: pytest.CaptureFixture[str]):
    def call(*words: str) -> tuple[int, str, str]:
        status = run(["--book", str(demo.path), "vdir", *words])
        return status, *capsys.readouterr()

    assert "writes" in call(str(folder), "--dry-run")[1] and not list(folder.iterdir())
    assert "cards written" in call(str(folder))[1]
    assert "in step" in call(str(folder))[1]
    card_of(folder, "Dana Whitfield").unlink()
    status, out, _ = call(str(folder))
    assert status == 1 and "card removed  Dana Whitfield" in out
    status, out, _ = call(str(folder), "--anew")
    assert status == 0 and "1 card written" in out
    assert call()[0] == 2
    environment.settings_file().parent.mkdir(parents=True)
    environment.settings_file().write_text(f'contacts_folder = "{folder}"\n')
    assert call()[0] == 0
    for path in folder.iterdir():
        path.unlink()
    status, _, err = call()
    assert status == 2 and "--anew" in err


def test_a_card_that_may_be_somebodys_waits_and_makes_nobody_twice(demo: Book, folder: Path):
    step(demo, folder)
    email = of(demo, "Dana Whitfield", "email")
    (folder / "again.vcf").write_text(CARD.format(uid="x1", name="Dana Whitfield", email=email))
    (folder / "other.vcf").write_text(CARD.format(uid="x2", name="Lena Brandt", email="lena@elsewhere.example.com"))
    for _ in range(3):
        found = step(demo, folder)
        assert not found.label and {each.name for each in found.plan.doubtful} == {"Dana Whitfield", "Lena Brandt"}
    whose = {"Dana Whitfield": key(demo, "Dana Whitfield"), "Lena Brandt": 0}
    answers = Answers(whose=lambda doubt: whose[doubt.name])
    Vdir(demo.path, folder).step(lambda job: job(demo), answers)
    assert not step(demo, folder).plan.doubtful
    commands.change_contact(demo, whose["Dana Whitfield"], phone="555-0142")
    step(demo, folder)
    assert "555-0142" in (folder / "again.vcf").read_text(), "a second card of hers is kept in step as well"


def test_who_may_have_a_card_already_gets_no_second_one(demo: Book, folder: Path):
    (folder / "x1.vcf").write_text(CARD.format(uid="x1", name="Dana Whitfield", email="dana@elsewhere.example.com"))
    found = step(demo, folder)
    assert [each.name for each in found.plan.doubtful] == ["Dana Whitfield"]
    assert len([path for path in folder.glob("*.vcf") if "FN:Dana Whitfield" in path.read_text()]) == 1


def test_several_cards_in_a_file_are_left_alone(demo: Book, folder: Path):
    two = CARD.format(uid="n1", name="Ann One", email="a@example.net") + CARD.format(
        uid="n2", name="Bob Two", email="b@example.net"
    )
    (folder / "all.vcf").write_bytes(two.encode())
    for _ in range(2):
        [(at, why)] = step(demo, folder).plan.unreadable
        assert at.startswith("all.vcf") and "2 cards" in why
    assert (folder / "all.vcf").read_bytes().decode() == two and of(demo, "Bob Two", "id") is None


def test_two_files_with_one_uid_are_named(demo: Book, folder: Path):
    step(demo, folder)
    dana = card_of(folder, "Dana Whitfield")
    shutil.copyfile(dana, folder / "zz.vcf")
    [doubt] = step(demo, folder).plan.doubtful
    assert "same UID" in doubt.why and doubt.at.startswith("zz.vcf")


def test_nothing_is_written_where_it_could_harm_another_line(demo: Book, folder: Path):
    old = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nUID:o1\r\nFN:Ann One\r\nEMAIL:a@example.net\r\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE:a long =\r\nnote: here\r\nEND:VCARD\r\n"
    )
    (folder / "o1.vcf").write_text(old, newline="")
    step(demo, folder)
    commands.change_contact(demo, key(demo, "Ann One"), title="CEO")
    for _ in range(2):
        assert "vCard 2.1" in step(demo, folder).plan.doubtful[0].why
    assert (folder / "o1.vcf").read_bytes().decode() == old and of(demo, "Ann One", "title") == "CEO"


def test_what_a_line_says_beside_its_value_stays():
    text = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann One\r\nitem1.EMAIL;type=pref:a@example.net\r\nitem1.X-ABLabel:home\r\n"
        "ORG:Acme;Research\r\nCATEGORIES:myContacts,streaming\r\nADR;TYPE=HOME:;;Main St 1\u2028Door 4;Wien;;1010;\r\n"
        "END:VCARD\r\n"
    )
    [before] = read_vcards(text)
    assert isinstance(before, Incoming)
    person = {"id": "x", "name": "Ann One", "email": "b@example.net", "employer": "Quay", "tags": "met"}
    lines = with_fields(text, person, {"email": "", "employer": "", "tags": ""}, before).split("\r\n")
    assert "item1.EMAIL;type=pref:b@example.net" in lines and "item1.X-ABLabel:home" in lines
    assert "ORG:Quay;Research" in lines and "CATEGORIES:met,myContacts" in lines
    assert "ADR;TYPE=HOME:;;Main St 1\u2028Door 4;Wien;;1010;" in lines


def test_a_value_that_the_book_does_not_take_is_said_each_time(demo: Book, folder: Path):
    step(demo, folder)
    dana = card_of(folder, "Dana Whitfield")
    email = str(of(demo, "Dana Whitfield", "email"))
    edit(dana, email, "home address")
    for _ in range(2):
        found = step(demo, folder)
        assert not found.label and "email stays" in found.plan.doubtful[0].why
    assert of(demo, "Dana Whitfield", "email") == email


def test_a_folder_that_cannot_be_written_changes_nothing(demo: Book, folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "n1.vcf").write_text(CARD.format(uid="n1", name="Only Name", email="o@example.net"))
    monkeypatch.setattr("planner.exchange.vdir.os.access", lambda *_: False)
    with pytest.raises(VdirError, match="cannot be written"):
        step(demo, folder)
    assert of(demo, "Only Name", "id") is None
    monkeypatch.undo()


def test_a_write_that_fails_half_way_makes_nobody_twice(demo: Book, folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "n1.vcf").write_text(CARD.format(uid="n1", name="Only Name", email="o@example.net"))

    def fails(path: Path, data: bytes) -> None:
        if path.parent == folder:
            raise OSError(28, "No space left on device")
        write_private(path, data)

    with monkeypatch.context() as patched:
        patched.setattr("planner.exchange.vdir.write_private", fails)
        with pytest.raises(VdirError, match="No space"):
            step(demo, folder)
    assert of(demo, "Only Name", "id")
    found = step(demo, folder)
    assert not found.label and found.plan.is_settled and found.written > 3


def test_a_card_of_a_company_is_left_alone(demo: Book, folder: Path):
    company = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:o1\r\nORG:Foo Inc\r\nEMAIL:o@example.net\r\nEND:VCARD\r\n"
    (folder / "o1.vcf").write_text(company, newline="")
    step(demo, folder)
    assert (folder / "o1.vcf").read_bytes().decode() == company and step(demo, folder).plan.is_settled
    with reading(demo.path) as connection:
        assert not connection.execute("SELECT 1 FROM contact WHERE email = 'o@example.net'").fetchall()


def test_a_card_that_gets_another_id_is_still_theirs(demo: Book, folder: Path):
    step(demo, folder)
    dana = card_of(folder, "Dana Whitfield")
    dana.write_text(re.sub("UID:.*", "UID:another", dana.read_text()))
    found = step(demo, folder)
    assert found.plan.is_settled and not found.plan.gone_there
    dana.write_text(dana.read_text().replace("TITLE:", "TITLE:Chief "))
    assert step(demo, folder).label and str(of(demo, "Dana Whitfield", "title")).startswith("Chief ")


def test_a_card_with_two_addresses_is_in_step_when_it_is_compared_anew(demo: Book, folder: Path):
    (folder / "m.vcf").write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:mm\r\nFN:Max Multi\r\nN:Multi;Max;;;\r\nEMAIL:a@example.net\r\n"
        "EMAIL:b@example.net\r\nNOTE:hello\r\nEND:VCARD\r\n",
        newline="",
    )
    step(demo, folder)
    found = Vdir(demo.path, folder, anew=True).step(lambda job: job(demo), Answers())
    assert found.plan.is_settled and not found.label
    assert "b@example.net" in str(of(demo, "Max Multi", "notes"))


@pytest.mark.parametrize("damage", ["cut", "nameless", "empty"])
def test_a_damaged_card_takes_nothing_from_anybody(demo: Book, folder: Path, damage: str):
    step(demo, folder)
    dana = card_of(folder, "Dana Whitfield")
    with reading(demo.path) as connection:
        before = connection.execute("SELECT * FROM contact ORDER BY id").fetchall()
    lines = dana.read_text().splitlines(keepends=True)
    if damage == "cut":
        dana.write_text("".join(lines)[: len("".join(lines)) // 2])
    elif damage == "nameless":
        dana.write_text("".join(line for line in lines if not line.startswith(("FN", "N:"))))
    else:
        dana.write_text("")
    found = step(demo, folder)
    assert not found.label
    with reading(demo.path) as connection:
        assert connection.execute("SELECT * FROM contact ORDER BY id").fetchall() == before
    dana.write_text("".join(lines))
    assert step(demo, folder).plan.is_settled


@pytest.mark.parametrize("state", ['{"cards": []}', "[]", '{"cards": {"u": {"mine": null}}}', "\xff"])
def test_a_damaged_record_is_said(demo: Book, folder: Path, state: str):
    step(demo, folder)
    [file] = demo.path.with_name(f"{demo.path.name}.vdir").glob("*.json")
    file.write_text(state)
    with pytest.raises(VdirError, match="--anew"):
        step(demo, folder)
    Vdir(demo.path, folder, anew=True).step(lambda job: job(demo), Answers())
    assert step(demo, folder).plan.is_settled


def test_a_book_can_begin_with_the_cards_of_a_phone(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "n1.vcf").write_text(CARD.format(uid="n1", name="Only Name", email="o@example.net"))
    assert run(["--book", str(tmp_path / "new.sqlite"), "vdir", str(folder)]) == 0
    assert "1 change from the address book" in capsys.readouterr().out
