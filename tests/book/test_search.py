"""Every word ever written is found, and only there; whatever is done and undone."""

import random
from datetime import timedelta

import pytest

from planner.book import commands, queries, search
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.file import reading
from planner.book.identities import TABLES
from planner.book.models import ContactFields
from planner.cadence.terms import Channel, Direction, Kind, Step
from planner.finding import read_query, sentence
from planner.text import folded
from tests.conftest import TODAY


def found(book: Book, said: str) -> dict[str, list[str]]:
    """The sentences by person."""
    with reading(book.path) as connection:
        query = read_query(said, TODAY)
        results = search.search(connection, query).found
    return {each.name: [sentence(place.text, query) for place in each.places] for each in results}


def key_of(book: Book, name: str) -> int:
    with reading(book.path) as connection:
        return queries.find_contacts(connection, name)[0][0]


def test_words_phrases_and_exclusions(demo: Book):
    assert found(demo, "second team") == {"Miriam Okafor": ["We may build a second team in spring."]}
    assert found(demo, '"team second"') == {}
    assert "Aiko Tanabe" in found(demo, "forecast") and found(demo, "forecast -grids") == {}
    assert list(found(demo, "tomas")) == ["Tomás Herrera"]  # without the accent
    assert found(demo, "TOMÁS").keys() == found(demo, "tomas").keys()


def test_what_belongs_to_an_application_stands_with_its_main_contact(demo: Book):
    assert found(demo, "platform of this size") == {
        "Priya Anand": ["We decided to go with someone who has run a platform of this size before."],
        "Dana Whitfield": ["We decided to go with someone who has run a platform of this size before."],
    }


def test_a_draft_is_found_as_it_stands(demo: Book):
    dana = key_of(demo, "dana")
    saved = commands.save_draft(
        demo, None, contact_id=dana, step=Step.FIRST_NOTE, application_id=None, channel=Channel.EMAIL, template="", subject="Hm",
        body="about the zebra",
    )  # fmt: skip
    assert found(demo, "zebra") == {"Dana Whitfield": ["about the zebra"]}
    commands.drop_draft(demo, saved.id)
    assert found(demo, "zebra") == {}


def test_what_is_undone_is_not_found_and_found_again_when_done_again(demo: Book):
    dana = key_of(demo, "dana")
    commands.change_contact(demo, dana, notes="keeps a heron")
    assert list(found(demo, "heron")) == ["Dana Whitfield"] and found(demo, "reading group") == {}
    commands.undo(demo)
    assert found(demo, "heron") == {} and list(found(demo, "reading group")) == ["Dana Whitfield"]
    commands.redo(demo)
    assert list(found(demo, "heron")) == ["Dana Whitfield"]
    commands.delete_contact(demo, dana)
    assert found(demo, "heron") == {} and "Dana Whitfield" not in found(demo, "conversation")
    commands.undo(demo)
    assert list(found(demo, "heron")) == ["Dana Whitfield"] and "Dana Whitfield" in found(demo, "conversation")


def index_of(book: Book) -> dict[int, set[str]]:
    """Every word of the index by the row it stands in, as FTS5 itself tells."""
    import sqlite3

    with sqlite3.connect(book.path) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, written, instance)")
        rows = connection.execute("SELECT doc, term FROM temp.words").fetchall()
    kept: dict[int, set[str]] = {}
    for row, term in rows:
        kept.setdefault(row, set()).add(term)
    return kept


def words_of(book: Book) -> dict[int, set[str]]:
    """The same, read from the tables the slow way."""
    kept = {}
    with reading(book.path) as connection:
        for table, (number, columns) in search._SOURCES.items():
            for key, *texts in connection.execute(f"SELECT id, {', '.join(columns)} FROM {table}"):
                words = set(folded("\n".join(text or "" for text in texts)).split())
                if words:
                    kept[key * search._KINDS + number] = words
    return kept


@pytest.mark.parametrize("turns", [40, pytest.param(200, marks=pytest.mark.slow)])
def test_the_index_is_what_stands_in_the_tables_after_any_actions(demo: Book, turns: int):
    """So many random actions, undone and done again in between."""
    draw = random.Random(5)
    words = ["amber", "birch", "cedar", "dune", "ember", "fjord", "grove", "heath", "iris"]

    def some() -> str:
        return " ".join(draw.choices(words, k=3))

    def people() -> list[int]:
        with reading(demo.path) as connection:
            return [key for key, _, _ in queries.find_contacts(connection, "")]

    def act() -> None:
        someone = draw.choice(people())
        choice = draw.randrange(9)
        if choice == 0:
            commands.add_contact(demo, entered(ContactFields, name=some().title(), notes=some()))
        elif choice == 1:
            commands.change_contact(demo, someone, notes=some(), tags=draw.choice(words))
        elif choice == 2:
            on = TODAY - timedelta(days=draw.randrange(50))
            commands.log_touchpoint(demo, someone, Kind.MESSAGE, Direction.OUT, on, subject=some(), body=some())
        elif choice == 3:
            commands.add_promise(demo, someone, some(), TODAY + timedelta(days=5))
        elif choice == 4:
            commands.change_application(demo, 1, lesson=some())
        elif choice == 5 and len(people()) > 6:
            commands.delete_contact(demo, someone)
        elif choice == 6 and len(people()) > 6:
            commands.merge_contacts(demo, *draw.sample(people(), 2))
        elif choice == 7:
            commands.archive_contact(demo, someone)
        else:
            for _ in range(draw.randrange(1, 4)):
                commands.undo(demo)
            for _ in range(draw.randrange(3)):
                commands.redo(demo)

    for turn in range(turns):
        act()
        if turn % 20 == 19:
            assert index_of(demo) == words_of(demo), turn


def without_letters(connection) -> None:
    """As before 0007."""
    columns = (
        "touchpoint.event_uid",
        "touchpoint.thread",
        "contact.dead_email",
        "profile.other_emails",
        "draft.message_id",
        "contact.address",
        "contact.yearly_hello",
        "contact.language",
        "contact.tone",
        "touchpoint.place",
        "touchpoint.event_sequence",
    )
    for table, column in (each.split(".") for each in columns):
        connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table in ("identity", "row_digest"):
        connection.execute(f"DROP TABLE {table}")
    for table in TABLES:
        connection.execute(f"DROP INDEX ix_{table}_uuid")
        connection.execute(f"ALTER TABLE {table} DROP COLUMN uuid")


def test_an_older_book_is_indexed_when_it_is_brought_up_to_date(demo: Book):
    import sqlite3

    from planner.book.database import open_book

    before = index_of(demo)
    with sqlite3.connect(demo.path) as connection:
        connection.execute("DROP TABLE written")
        connection.execute("ALTER TABLE contact DROP COLUMN archived_on")
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
        without_letters(connection)
    open_book(demo.path, lambda: TODAY)
    assert index_of(demo) == before and list(found(demo, "second team")) == ["Miriam Okafor"]


def test_a_search_reads_few_rows_however_many_hold_the_word(demo: Book):
    """A common word stops at the newest places; it never reads them all."""
    dana = key_of(demo, "dana")
    for number in range(60):
        commands.log_touchpoint(
            demo, dana, Kind.MESSAGE, Direction.OUT, TODAY - timedelta(days=number), body=f"common {number}"
        )
    with reading(demo.path) as connection:
        [each] = search.search(connection, read_query("common", TODAY)).found
        assert len(each.places) == 60 and each.places[0].text == "common 0"
        plan = connection.execute(f"EXPLAIN QUERY PLAN {search._FIND}", {"words": "common", "most": 5}).fetchall()
    assert not any("TEMP B-TREE" in row[3] for row in plan), plan  # nothing is sorted


def test_reasons_are_found(demo: Book):
    jonas, lena = key_of(demo, "jonas"), key_of(demo, "lena")
    commands.snooze(demo, jonas, TODAY + timedelta(days=30), reason="zebra holiday", asked=True)
    commands.close_contact(demo, lena, "left for a zebra farm")
    assert found(demo, "zebra") == {"Jonas Feld": ["zebra holiday"], "Lena Brandt": ["left for a zebra farm"]}


@pytest.mark.parametrize("most", [20, pytest.param(search._MOST, marks=pytest.mark.slow)])
def test_a_filter_finds_behind_what_is_newest(demo: Book, monkeypatch: pytest.MonkeyPatch, most: int):
    """The words of one person are found, however many newer ones of others there are; and a cut is said."""
    monkeypatch.setattr(search, "_MOST", most)
    dana, priya = key_of(demo, "dana"), key_of(demo, "priya")
    commands.log_touchpoint(demo, dana, Kind.MESSAGE, Direction.OUT, TODAY - timedelta(days=9), body="platform old")
    for number in range(search._MOST + 5):
        commands.log_touchpoint(demo, priya, Kind.MESSAGE, Direction.OUT, TODAY, body=f"platform {number}")
    with reading(demo.path) as connection:
        whole = search.search(connection, read_query("platform old", TODAY))
        newest = search.search(connection, read_query("platform", TODAY))
        only = search.search(connection, read_query("platform", TODAY), {dana})
    assert [each.name for each in whole.found] == ["Dana Whitfield"] and not whole.more
    assert newest.more and "Priya Anand" in {each.name for each in newest.found}
    assert [each.name for each in only.found] == ["Dana Whitfield"] and not only.more


STRANGE = ("𝚨lpha", "Acme™", "ﬁnal", "㎒", "Ωmega", "İzmir", "ǅ", "ẞ")


def test_what_is_written_in_any_form_is_found_as_it_was_written(demo: Book):
    dana = key_of(demo, "dana")
    for said in STRANGE:
        commands.change_contact(demo, dana, notes=f"before {said} after")
        assert list(found(demo, said)) == ["Dana Whitfield"], said
        assert list(found(demo, folded(said))) == ["Dana Whitfield"], said
    commands.change_contact(demo, dana, notes="")
    for said in STRANGE:
        assert found(demo, said) == {}, said  # nothing stays behind in the index


def test_an_index_of_other_folding_is_made_anew(demo: Book):
    """A book of before has words as they were folded then; the index of now takes rows out by what it put in."""
    import sqlite3

    from planner.book.database import open_book

    before = index_of(demo)
    with sqlite3.connect(demo.path) as connection:
        connection.execute("INSERT INTO written (rowid, text) VALUES (99999, 'left over')")
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
        without_letters(connection)
    open_book(demo.path, lambda: TODAY)
    assert index_of(demo) == before
