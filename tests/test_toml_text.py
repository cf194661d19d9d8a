"""TOML with its lines: what stands where, in files that are right, wrong, or both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.toml_text import TomlError, line_of, read_toml

TEXT = """\
# a comment
theme = "nord"
notes = \"\"\"
theme = "not this"
\"\"\"
parts.hr.rest = 3

[keys]
"due.log" = "L"
[steps.check_in]
opens = 30
[steps . "check_in_2" ]
opens = 60
theme = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("theme",), 2),
        (("parts",), 6),
        (("parts", "hr", "rest"), 6),
        (("keys",), 8),
        (("keys", "due.log"), 9),
        (("keys", "due.lug"), 8),  # that of the table around it
        (("steps",), 10),
        (("steps", "check_in", "opens"), 11),
        (("steps", "check_in_2", "opens"), 13),
        (("steps", "check_in_2", "late"), 12),
        (("gone",), 1),
        ((), 1),
    ],
)
def test_the_line_of_a_key(path: tuple[str, ...], line: int):
    assert line_of(TEXT, *path) == line


def test_without_a_line_it_is_another():
    assert line_of(TEXT, "gone", otherwise=7) == 7 and line_of("", "theme", otherwise=0) == 0


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('theme = "nord"\nkeymap = vim\n', 2, "Invalid value"),
        ("a = 1\na = 2", 2, "Cannot overwrite a value"),
        ('a = """\n\n', 3, "Unterminated string"),
        ("a = " + "[" * 5000, 1, ""),
        ("a = " + "9" * 5000, 1, ""),
    ],
)
def test_what_is_no_toml_is_named_with_its_line(text: str, line: int, what: str):
    with pytest.raises(TomlError) as caught:
        read_toml(text)
    assert caught.value.line == line and caught.value.what.startswith(what)
    assert "(at " not in caught.value.what


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_a_line_of_it(text: str):
    try:
        read_toml(text)
    except TomlError as error:
        assert 1 <= error.line <= text.count("\n") + 1
    assert line_of(text, "a", "b") >= 1
