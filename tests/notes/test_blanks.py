"""Tab stops: how blanks keep their places while the text around them and in them changes."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.notes.blanks import (
    Stop,
    after_edit,
    answers,
    as_json,
    asks_about_them,
    fill,
    find_blanks,
    fitted,
    from_json,
    is_filled,
    key_of,
    with_new_blanks,
)

TEXT = "Dear [name], about [what]. [What] it is."


def edited(text: str, start: int, end: int, new: str, stops: list[Stop] | None = None) -> tuple[str, list[Stop]]:
    """The text and its stops after an edit."""
    before = find_blanks(text) if stops is None else stops
    after = text[:start] + new + text[end:]
    return after, with_new_blanks(after_edit(before, text, start, end, len(new)), after)


def said(text: str, stops: list[Stop]) -> list[tuple[str, str]]:
    return [(stop.asks_for, text[stop.start : stop.end]) for stop in stops]


@pytest.mark.parametrize(
    ("start", "end", "new", "expected"),
    [
        # typed over a blank: it is filled, and the later ones move
        (5, 11, "Dana", [("name", "Dana"), ("what", "[what]"), ("What", "[What]")]),
        # before, between and behind: nothing but the places changes
        (0, 4, "Hello", [("name", "[name]"), ("what", "[what]"), ("What", "[What]")]),
        (12, 12, "x", [("name", "[name]"), ("what", "[what]"), ("What", "[What]")]),
        (len(TEXT), len(TEXT), "!", [("name", "[name]"), ("what", "[what]"), ("What", "[What]")]),
        # right behind an unfilled blank is beside it
        (11, 11, "!", [("name", "[name]"), ("what", "[what]"), ("What", "[What]")]),
        # more than a blank replaced: it goes
        (4, 12, "", [("what", "[what]"), ("What", "[What]")]),
        # a part of an unfilled blank and more: it goes
        (8, 14, "", [("what", "[what]"), ("What", "[What]")]),
        # inside it: it stands as filled with what is left
        (6, 8, "", [("name", "[me]"), ("what", "[what]"), ("What", "[What]")]),
        # a new blank that was typed becomes a stop
        (0, 0, "[day] ", [("day", "[day]"), ("name", "[name]"), ("what", "[what]"), ("What", "[What]")]),
    ],
)
def test_one_edit(start: int, end: int, new: str, expected: list[tuple[str, str]]):
    text, stops = edited(TEXT, start, end, new)
    assert said(text, stops) == expected


def test_a_filled_blank_grows_as_one_goes_on_typing():
    text, stops = edited(TEXT, 5, 11, "D")
    for letter in "ana":
        text, stops = edited(text, stops[0].end, stops[0].end, letter, stops)
    assert said(text, stops)[0] == ("name", "Dana") and text.startswith("Dear Dana, about")
    text, stops = edited(text, stops[0].start, stops[0].end, "", stops)
    assert said(text, stops)[0] == ("name", "") and text.startswith("Dear , about")
    text, stops = edited(text, stops[0].end, stops[0].end, "Bo", stops)
    assert said(text, stops)[0] == ("name", "Bo")


def test_a_part_of_a_filled_blank_replaced_together_with_what_is_beside_it():
    text, stops = edited(TEXT, 5, 11, "Dana Whitfield")
    assert said(*edited(text, 10, 21, "", stops))[0] == ("name", "Dana ")
    assert said(*edited(text, 3, 9, "r", stops))[0] == ("name", " Whitfield")


@given(
    st.lists(st.sampled_from(["[a b]", "[c]", "[A B]", "x", " ", "\n", "word. "]), max_size=12).map("".join),
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 6), st.sampled_from(["", "y", "[c]", "two\nlines"])), max_size=12
    ),
)
@example("[a b][a b][a b][a b][a b][a b]", [(26, 0, "[c]"), (26, 0, "[c]"), (21, 6, "")])
def test_stops_stay_in_the_text_in_order_and_apart(text: str, edits: list[tuple[int, int, str]]):
    stops = with_new_blanks([], text)
    for place, length, new in edits:
        start = min(place, len(text))
        end = min(start + length, len(text))
        text, stops = edited(text, start, end, new, stops)
        assert all(0 <= stop.start <= stop.end <= len(text) for stop in stops)
        assert all(one.end <= two.start for one, two in pairwise(stops)), stops
        # every blank that is still to be filled is a stop, or lies in one that was filled so
        assert all(any(s.start <= b.start and b.end <= s.end for s in stops) for b in find_blanks(text))
        assert with_new_blanks(from_json(as_json(stops), text), text) == sorted(stops)


@given(st.text(max_size=60), st.text(max_size=40))
def test_whatever_was_kept_of_stops_they_fit_the_text(kept: str, text: str):
    assert all(stop.end <= len(text) for stop in from_json(kept, text))


def test_what_was_filled_in_is_carried_over_to_a_text_that_asks_the_same():
    filled, stops = fill(TEXT, {key_of("NAME"): "Dana", key_of("what"): "The plan"})
    assert filled == "Dear Dana, about the plan. The plan it is."
    assert said(filled, stops) == [("name", "Dana"), ("what", "the plan"), ("What", "The plan")]
    assert all(is_filled(filled, stop) for stop in stops)
    assert answers(filled, stops) == {"name": "Dana", "what": "the plan", "What": "The plan"}
    assert fill(TEXT, {}) == (TEXT, find_blanks(TEXT))


@pytest.mark.parametrize(
    ("answer", "asks_for", "stands"),
    [
        ("the plan", "What they said", "The plan"),
        ("The plan", "what they said", "the plan"),
        ("Dana's plan", "what they said", "Dana's plan"),
        ("SQL", "what they said", "SQL"),
        ("", "What", ""),
    ],
)
def test_an_answer_is_fitted_to_its_place(answer: str, asks_for: str, stands: str):
    assert fitted(answer, asks_for) == stands


def test_blanks_about_the_person_are_told_from_blanks_about_me():
    assert asks_about_them("what they said that stayed with you")
    assert asks_about_them("something of theirs: the project")
    assert not asks_about_them("three skills that bear on this")
    assert not asks_about_them("what you learned, built or finished")
