"""One text that was written on in two windows at once."""

import random

import pytest

from planner.notes.three_way_merge import merged, row_after


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb", "a\nb\nmine", "theirs\na\nb", "theirs\na\nb\nmine"),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("a", "a", "b", "b"),
        ("a", "b", "b", "b"),
        ("a", "b", "c", "b\n\n(changed elsewhere meanwhile:)\n\nc"),
        ("", "mine", "theirs", "mine\n\n(changed elsewhere meanwhile:)\n\ntheirs"),
        ("a\nb", "a\nbb", "a\nb more\nc", "a\nbb\n\n(changed elsewhere meanwhile:)\n\nb more\nc"),
        ("a", "a b c", "a b", "a b c"),
    ],
)
def test_both_changes_are_in_it(base: str, mine: str, theirs: str, both: str):
    assert merged(base, mine, theirs) == both


def test_no_line_that_either_wrote_is_lost():
    generator = random.Random(5)

    def changed(lines: list[str], who: str) -> list[str]:
        new = list(lines)
        for number in range(generator.randint(0, 4)):
            at = generator.randint(0, len(new))
            new[at : at + generator.randint(0, 2)] = [f"{who}{number}"] * generator.randint(0, 2)
        return new

    for _ in range(2000):
        base = [f"line {number}" for number in range(generator.randint(0, 8))]
        mine, theirs = changed(base, "m"), changed(base, "t")
        both = merged("\n".join(base), "\n".join(mine), "\n".join(theirs)).split("\n")
        assert {line for line in mine if line[0] == "m"} <= set(both)
        assert {line for line in theirs if line[0] == "t"} <= set(both)
        kept = set(base) & set(mine) & set(theirs)
        assert kept <= set(both)


def test_two_windows_that_write_in_turn_do_not_pile_up():
    known = {"a": "They like Rust.", "b": "They like Rust."}
    book = "They like Rust."
    for turn in range(40):
        who = "ab"[turn % 2]
        text = known[who]
        line = next((each for each in text.split("\n") if each.startswith(f"{who}:")), None)
        text = text.replace(line, f"{line}x") if line is not None else f"{text}\n{who}:"
        book = known[who] = merged(known[who], text, book)
    assert book.count("elsewhere meanwhile") <= 1 and len(book.split("\n")) <= 7
    assert book.count("a:") == book.count("b:") == 1


def test_the_cursor_stays_in_its_line():
    assert row_after("a\nb\nc", "new\na\nb\nc", 1) == 2
    assert row_after("a\nb\nc", "a", 2) == 0
