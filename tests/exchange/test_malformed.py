"""Any bytes give a message; none raises, none takes long."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exchange.html import text_of_html
from planner.exchange.message import read_message
from planner.exchange.reading import read_letter
from planner.exchange.structure import UnreadableLetterError
from tests.properties import examples

TODAY = date(2026, 11, 22)
MALFORMED = sorted((Path(__file__).parent / "malformed").glob("*.eml"))
LETTERS = sorted((Path(__file__).parent / "letters").glob("*.eml"))


@pytest.mark.parametrize("path", MALFORMED, ids=lambda path: path.stem)
def test_malformed_messages_are_read_as_far_as_they_go(path: Path):
    try:
        reading = read_letter(path.read_bytes(), TODAY)
    except UnreadableLetterError as error:
        assert path.stem == "003-binary-garbage" and "not even text" in str(error)
        return
    text = "".join((reading.sender, reading.message.subject, reading.message.full_text, reading.verdict.evidence))
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in text)
    assert reading.message.message_id


def read(data: bytes) -> None:
    """Read it, or say what it is."""
    with suppress(UnreadableLetterError):
        read_letter(data, TODAY)


@examples(300)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes):
    read(data)


@examples(300)
@given(st.sampled_from(LETTERS), st.data())
def test_a_letter_with_a_piece_torn_out(path: Path, data: st.DataObject):
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 300)))
    read(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:])


HEAD = b"From: Dana <dana@calder.example.com>\nSubject: Your application\nContent-Type: text/plain\n\n"


@pytest.mark.parametrize(
    "piece",
    [b"not ", b"unfortunately we ", b"A", b"Aa ", b"A & ", b"> ", b"(", b"\xe2\x80\x9c", b"if you ", b"position of ", b"On ",
     b"engineer ", b"Engineer, ", b"a.b@c ", b"application ", b"at Calder & Rowe and ", b"no\n", b"On\n", b"\"", b"- "],
)  # fmt: skip
def test_no_letter_takes_long(piece: bytes):
    """Patterns that go wrong on a hostile text go wrong by orders of magnitude; ten seconds of work is far beyond them."""
    began = process_time()
    read_letter(HEAD + piece * (100_000 // len(piece)), TODAY)
    assert process_time() - began < 10


def test_a_message_without_an_id_is_known_again():
    one, other = read_message(HEAD + b"a"), read_message(HEAD + b"b")
    assert one.message_id == read_message(HEAD + b"a").message_id != other.message_id


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Dear Dana,</p><p>we are<br>sorry</p>", "Dear Dana,\n\nwe are\nsorry"),
        ("<style>p{}</style><div style='display:none'>preview</div>text", "text"),
        ("<p>caf&eacute; &amp; tea</p>", "café & tea"),
        ("new<blockquote>old</blockquote>", "new\n\n> (quoted)"),
        ("<div>" * 5000 + "deep", "deep"),
    ],
)
def test_html_reads_as_one_sees_it(markup: str, text: str):
    assert text_of_html(markup).strip() == text
