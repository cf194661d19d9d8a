import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.text import clean, clean_body, clean_line, did_you_mean, folded, joined, nearest, plural, shorten, shown


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("Dana Whitfield", "Dana Whitfield"),
        ("Dana\x1b[31m Whitfield", "Dana Whitfield"),
        ("Dana\x1b]52;c;ZXZpbA==\x07 Whitfield", "Dana Whitfield"),
        ("Dana\x1b]0;title\x1b\\!", "Dana!"),
        ("Dana\x9b31mW", "DanaW"),
        ("Dana\x9d52;c;x\x9cW", "DanaW"),
        ("\u202eataD\u202c", "ataD"),
        ("a\u2066b\u2069c\u200fd", "abcd"),
        ("zero\ufeffwidth", "zerowidth"),
        ("lone\ud800surrogate", "lonesurrogate"),
        ("Zoe\u0308", "Zoë"),
        ("می‌خواهم", "می‌خواهم"),
        ("👩‍💻 dev", "👩‍💻 dev"),
        ("[/] [@click=app.quit]x[/]", "[/] [@click=app.quit]x[/]"),
    ],
)
def test_clean(dirty: str, cleaned: str):
    assert clean_line(dirty) == cleaned


def test_lines_stay_in_a_body_and_go_from_a_line():
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert clean_body("\n\na  \n b\t \n\n") == "a\n b"
    assert clean_line("  a\r\n\tb  ") == "a b"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str):
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_nothing_that_acts_on_a_terminal_is_left(text: str):
    for result in (clean_line(text), shown(text)):
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0x202A <= ord(c) <= 0x202E for c in result)
        result.encode()


def test_the_app_and_the_shell_hold_the_same_characters_for_unsafe():
    """All of Unicode: what the one marks, the other takes out, and cleaned text holds none of it.

    The app takes out what terminals give different widths to as well: there it would bend a line of columns.
    """
    from rich.segment import Segment
    from textual.color import Color

    from planner.tui.system.output_filter import OutputFilter

    app = OutputFilter()
    for start in range(0, 0x110000, 0x1000):
        text = "".join(map(chr, range(start, start + 0x1000)))
        [line] = app.apply([Segment(text)], Color(0, 0, 0))
        kept = re.sub("[\u034f\u1160\u17b4\u17b5\u180e\u200b\u3164\uffa0\ufffd]", "", shown(text))
        assert line.text == kept + ("\ufffd" if "\ufffd" in text else "")
        assert shown(clean_line(text)) == clean_line(text)


@given(st.text())
def test_shown_keeps_the_length(text: str):
    assert len(shown(text)) == len(text)


@pytest.mark.parametrize(
    ("said", "compared"),
    [
        ("Dana  Whitfield", "dana whitfield"),
        ("Tomás HERRERA", "tomas herrera"),
        ("Groß", "gross"),
        ("Calder & Rowe, Ltd.", "calder rowe ltd"),
        ("snake_case", "snake case"),
        ("Acme™", "acmetm"),
        ("ﬁnal", "final"),
        ("Straße 𝟏𝟐", "strasse 12"),
        ("", ""),
    ],
)
def test_folded(said: str, compared: str):
    assert folded(said) == compared


@given(st.text(max_size=40), st.text(max_size=40))
@example("𝚨", "")  # a capital inside a compatibility form
@example("™", "㎒")
@example("㏠:㐀", "㐀")  # Chinese and Japanese names are written with and without a blank
def test_folding_twice_changes_nothing(one: str, other: str):
    assert folded(folded(one)) == folded(one)
    assert folded(f"{one} {other}") == folded(f"{folded(one)} {folded(other)}")


def test_every_character_is_folded_at_once():
    assert [hex(n) for n in range(0x110000) if folded(folded(chr(n))) != folded(chr(n))] == []


def test_words():
    assert shorten("a long line", 7) == "a long…"
    assert shorten("short", 5) == "short"
    assert plural(1, "day") == "1 day"
    assert plural(2, "match", "matches") == "2 matches"
    assert joined(["Ann", "Bo", "Cy"]) == "Ann, Bo and Cy"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("thme", " Did you mean 'theme'?"),
        ("KEYMAP", " Did you mean 'keymap'?"),
        ("zzz", " Known: theme, keymap."),
    ],
)
def test_what_may_have_been_meant(word: str, said: str):
    known = ("theme", "keymap")
    assert did_you_mean(word, known) == said
    assert did_you_mean(word, iter(known), "") in {said, ""}
    assert did_you_mean("thme", known, written="{{{}}}".format) == " Did you mean {theme}?"
    assert nearest("zzz", known) == [] and nearest("tehme", known, 3) == ["theme"]
