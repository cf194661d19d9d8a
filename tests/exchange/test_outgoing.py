"""Notes on their way out: links and messages that come back as the same note."""

import base64
import email
import email.policy
import quopri
import re
from datetime import UTC, datetime
from email.header import decode_header, make_header
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.book.errors import EntryError
from planner.exchange.message import read_message
from planner.exchange.outgoing import (
    LONGEST_LINK,
    LinkTooLongError,
    Outgoing,
    mailto,
    message,
    message_id_of,
    write_eml,
)
from planner.text import clean, clean_line
from tests.properties import examples

NOTE = Outgoing(
    "Dana Whitfield",
    "dana@example.com",
    "Re: Übung – ok?",
    "Dear Dana,\n\nGrüße – “hi” & 50% + more 😀\n\nRobin",
    "Robin Sample",
    "robin@example.com",
    "<abc.1@mail.example.com>",
)
ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


def back(link: str) -> tuple[str, str, str]:
    """Address, subject and body of a link, as a mail program reads them (RFC 6068)."""
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    subject, body = (fields.get(name, [""])[0] for name in ("subject", "body"))
    return unquote(parts.path), subject, body


def test_a_link_holds_address_subject_text_and_the_thread():
    link = mailto(NOTE)
    assert back(link) == ("dana@example.com", NOTE.subject, NOTE.body.replace("\n", "\r\n"))
    assert "In-Reply-To=%3Cabc.1%40mail.example.com%3E" in link
    assert link.isascii() and " " not in link and "+" not in link


@examples(1000)
@given(ANY_TEXT, ANY_TEXT)
def test_a_thousand_links_come_back_as_the_same_note(subject: str, body: str):
    note = NOTE._replace(subject=subject, body=body)
    try:
        link = mailto(note)
    except LinkTooLongError:
        return
    assert back(link) == ("dana@example.com", clean_line(subject), clean(body).replace("\n", "\r\n"))


def test_most_of_those_links_are_not_too_long():
    assert len(mailto(NOTE._replace(body="ü" * 300, subject="ö" * 300))) < LONGEST_LINK


def test_a_note_too_long_for_a_link_says_so():
    with pytest.raises(LinkTooLongError, match="too long for a link"):
        mailto(NOTE._replace(body="word " * 2000))


@examples(300)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_a_message_comes_back_as_the_same_note(name: str, subject: str, body: str):
    read = email.message_from_bytes(
        message(NOTE._replace(to_name=name, subject=subject, body=body), unsent=True), policy=email.policy.default
    )
    assert " ".join(str(read["Subject"]).split()) == clean_line(subject)
    assert read.get_content().replace("\r\n", "\n").rstrip("\n") == clean(body).rstrip("\n")
    assert [address.addr_spec for address in read["To"].addresses] == ["dana@example.com"]
    assert read["X-Unsent"] == "1" and read["Bcc"] is None


def test_a_draft_message_lands_in_their_thread():
    read = email.message_from_bytes(message(NOTE, unsent=True), policy=email.policy.default)
    assert (read["In-Reply-To"], read["References"]) == (NOTE.answers, NOTE.answers)
    assert (read["X-Unsent"], read["Date"], read["Message-ID"]) == ("1", None, None)
    assert str(read["From"]) == "Robin Sample <robin@example.com>"


def test_a_message_to_be_sent_is_whole():
    at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    read = email.message_from_bytes(message(NOTE, unsent=False, at=at), policy=email.policy.default)
    assert read["X-Unsent"] is None and read["Date"].datetime == at
    assert str(read["Message-ID"]).endswith("@example.com>")
    assert read["MIME-Version"] == "1.0" and read.get_content_type() == "text/plain"


@pytest.mark.parametrize("known", ["", "no id", "<0123@no-message-id>", "<a b@c>"])
def test_what_is_no_message_id_makes_no_thread(known: str):
    read = email.message_from_bytes(message(NOTE._replace(answers=known), unsent=True))
    assert read["In-Reply-To"] is None and read["References"] is None
    assert "In-Reply-To" not in mailto(NOTE._replace(answers=known))


def test_no_header_can_be_smuggled_in():
    note = NOTE._replace(to_name="Dana\r\nBcc: evil@example.com", subject="Hi\nBcc: evil@example.com\r\nX: y")
    for unsent in (True, False):
        read = email.message_from_bytes(message(note, unsent=unsent), policy=email.policy.default)
        assert read["Bcc"] is None and read["X"] is None
    assert "%0A" not in mailto(note).partition("&body")[0]


def encoded(text: str, times: int = 1) -> str:
    """A text as an encoded word (RFC 2047), and that as one again."""
    for _ in range(times):
        text = f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?="
    return text


def quoted(text: str) -> str:
    return f"=?utf-8?q?{quopri.encodestring(text.encode(), header=True).decode().replace('=' + chr(10), '')}?="


SMUGGLED = "Answer\r\nBcc: thief@evil.example.com\r\nX-Evil: 1"
PIECES = st.sampled_from(
    [
        *(
            "=?",
            "?=",
            "=",
            "?",
            " ",
            "\r\n",
            "\n",
            "utf-8",
            "?q?",
            "?b?",
            "=0D=0A",
            "\x00=?",
            "Dana",
            "é",
            '"',
            "(",
            "\\",
        ),
        *("Bcc: thief@evil.example.com", "<thief@evil.example.com>", ", thief@evil.example.com"),
        *(
            encoded(SMUGGLED),
            encoded(SMUGGLED, 2),
            quoted(SMUGGLED),
            quoted(encoded(SMUGGLED)),
            encoded(quoted(SMUGGLED)),
        ),
    ]
)
HOSTILE = st.lists(PIECES, max_size=8).map("".join) | ANY_TEXT.map(encoded) | ANY_TEXT.map(quoted) | ANY_TEXT


def assert_as_meant(data: bytes, *, unsent: bool) -> None:
    """What a program that reads the message by any of the library's policies finds in it."""
    for policy in (email.policy.default, email.policy.SMTP, email.policy.compat32):
        read = email.message_from_bytes(data, policy=policy)
        extra = {"X-Unsent"} if unsent else {"Date", "Message-ID"}
        assert {*read.keys()} - {"In-Reply-To", "References"} == {
            "From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version", *extra
        }  # fmt: skip
        assert len(read.keys()) == len({*read.keys()})
    # And once more as a program would that decodes before it splits.
    read = email.message_from_bytes(data, policy=email.policy.default)
    assert [each.addr_spec for each in read["To"].addresses] == ["dana@example.com"]
    assert not re.search(r"[\r\n]", "".join(str(make_header(decode_header(value))) for value in read.values()))


@examples(500)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, st.booleans())
def test_no_text_from_outside_writes_a_header(subject: str, to: str, sender: str, answers: str, unsent: bool):
    note = NOTE._replace(subject=subject, to_name=to, from_name=sender, answers=answers)
    assert_as_meant(message(note, unsent=unsent), unsent=unsent)
    assert "Bcc" not in parse_qs(urlsplit(mailto(note)).query)


@examples(200)
@given(HOSTILE, st.sampled_from(["{}@example.com", "dana@{}", "{}"]))
def test_an_address_from_outside_is_whole_or_refused(text: str, form: str):
    try:
        data = message(NOTE._replace(to_email=form.format(text)), unsent=True)
    except EntryError:
        return
    read = email.message_from_bytes(data, policy=email.policy.default)
    assert read["Bcc"] is None and len(read["To"].addresses if read["To"] else ()) <= 1


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_subject_that_was_received_cannot_write_into_the_answer(times: int):
    """What went wrong once: an encoded word in an encoded word was decoded once at entry and once at exit."""
    letter = f"From: Miriam <m@example.com>\nSubject: {encoded(SMUGGLED, times)}\n\nHello"
    received = read_message(letter.encode()).subject
    assert "=?" not in received
    assert_as_meant(message(NOTE._replace(subject=f"Re: {received}"), unsent=True), unsent=True)


def test_a_message_that_would_not_go_where_it_was_meant_to_is_refused(monkeypatch: pytest.MonkeyPatch):
    """The last guard by itself: whatever gets past the others is found in the finished bytes."""
    monkeypatch.setattr("planner.exchange.outgoing.clean_line", lambda text: text)
    note = NOTE._replace(to_name=f"Dana {encoded(SMUGGLED)}", subject=encoded(SMUGGLED))
    try:
        data = message(note, unsent=False)
    except EntryError as error:
        assert "The draft is kept" in str(error)
    else:
        assert_as_meant(data, unsent=False)  # Python 3.13 mends it by itself


@pytest.mark.parametrize("address", ["no at sign", "a@b c", "a@b\r\nBcc: x@example.com", "@", "a@"])
def test_an_address_that_is_none_is_refused(address: str):
    try:
        data = message(NOTE._replace(to_email=address), unsent=True)
    except EntryError as error:
        assert "cannot stand in a message" in str(error)
    else:
        assert email.message_from_bytes(data)["Bcc"] is None


@pytest.mark.parametrize(("field", "words"), [("from_email", "private e-mail"), ("to_email", "No e-mail address")])
def test_without_an_address_nothing_can_be_sent(field: str, words: str):
    note = NOTE._replace(**{field: ""})
    assert message(note, unsent=True)
    with pytest.raises(EntryError, match=words):
        message(note, unsent=False)


def test_long_lines_are_encoded_so_that_every_server_takes_them():
    body = "ü" * 5000
    data = message(NOTE._replace(body=body), unsent=False)
    assert max(len(line) for line in data.split(b"\r\n")) < 998
    assert email.message_from_bytes(data, policy=email.policy.default).get_content().strip() == body


def test_a_file_is_private_and_never_takes_another_ones_place(tmp_path: Path):
    first = write_eml(NOTE, tmp_path, "Note to Dana O'Hara/..")
    second = write_eml(NOTE, tmp_path, "Note to Dana O'Hara/..")
    assert (first.name, second.name) == ("note-to-dana-o-hara.eml", "note-to-dana-o-hara-2.eml")
    assert first.parent == tmp_path and first.stat().st_mode & 0o777 == 0o600
    assert first.read_bytes() == second.read_bytes() == message(NOTE, unsent=True)


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path):
    with pytest.raises(Exception, match="cannot be written"):
        write_eml(NOTE, tmp_path / "not" / "there", "note")


def test_the_thread_grows_by_what_is_answered():
    note = Outgoing(
        "Dana", "dana@example.com", "Re: x", "Thank you.", "Robin", "robin@example.com", "<3@x>", "<1@x> <2@x>"
    )
    read = email.message_from_bytes(message(note, unsent=False), policy=email.policy.default)
    assert read["References"] == "<1@x> <2@x> <3@x>" and read["In-Reply-To"] == "<3@x>"
    assert message_id_of(message(note, unsent=False)).endswith("@example.com>")
    assert message_id_of(message(note, unsent=True)) == ""
    many = note._replace(thread=" ".join(f"<{number}@y>" for number in range(50)))
    found = str(
        email.message_from_bytes(message(many, unsent=False), policy=email.policy.default)["References"]
    ).split()
    assert found[0] == "<0@y>" and found[-2:] == ["<49@y>", "<3@x>"] and len(found) == 21
