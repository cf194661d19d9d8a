"""Every text can be read on its ground: contrast of both own themes by WCAG 2, no colours, sixteen colours, ASCII."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from textual.color import Color

from planner.book.database import Book
from planner.tui.app import PlannerApp
from planner.tui.system.output_filter import can_show_unicode
from tests.tui.waiting import settle, settle_after_a_pause

ENOUGH = 4.5  # WCAG 2.2, 1.4.3, level AA for text of ordinary size
SCREENS: dict[str, list[str]] = {
    "due": [],
    "people": ["2"],
    "page": ["tab"],
    "applications": ["3", "j"],
    "calendar": ["4"],
    "insights": ["5"],
    "editor": ["j", "j", "enter"],
    "form": ["e"],
    "filter": ["slash", "i", "s"],
    "find": ["ctrl+f", "t", "e", "a", "m"],
    "keys": ["question_mark"],
    "marked": ["space", "space"],
    "triage": ["t"],
    "templates": ["j", "j", "enter", "ctrl+t"],
}


def luminance(color: Color) -> float:
    parts = [c / 255 for c in (color.r, color.g, color.b)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(app: PlannerApp) -> dict[tuple[str, str], str]:
    """Each pair of colours on the screen, text and ground, with a text that stands in them."""
    found: dict[tuple[str, str], str] = {}
    for strip in app.screen._compositor.render_strips(app.size):
        for segment in strip:
            text, style = segment.text, segment.style
            if style is None or not any(character.isalnum() for character in text):
                continue
            if style.color is None or style.bgcolor is None:
                continue
            front, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
            if style.dim:
                front = ground.blend(front, 0.66)
            if style.reverse:
                front, ground = ground, front
            found.setdefault((front.hex, ground.hex), text.strip())
    return found


@pytest.mark.parametrize("theme", ["planner-dark", "planner-light"])
@pytest.mark.parametrize("screen", SCREENS)
async def test_every_text_stands_out_from_its_ground(demo: Book, theme: str, screen: str):
    app = PlannerApp(demo.path)
    app.theme = theme
    async with app.run_test(size=(140, 40)) as pilot:
        await settle(pilot)
        for key in SCREENS[screen]:
            await pilot.press(key)
            await settle(pilot)
        await settle_after_a_pause(pilot)
        poor = {
            (front, ground, text): round(contrast(Color.parse(front), Color.parse(ground)), 2)
            for (front, ground), text in pairs(app).items()
            if contrast(Color.parse(front), Color.parse(ground)) < ENOUGH
        }
    assert not poor, poor


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({"LANG": "de_AT.UTF-8"}, True),
        ({"LANG": "de_AT.utf8"}, True),
        ({"LANG": "C"}, False),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, False),
        ({"LANG": "de_AT.ISO-8859-1"}, False),
        ({"LC_ALL": "C.UTF-8"}, True),
        ({}, True),
    ],
)
def test_the_locale_says_what_the_terminal_shows(environment: dict[str, str], shown: bool):
    assert can_show_unicode(environment) is shown


@pytest.mark.parametrize("keys", [[], ["2"], ["3"], ["5"], ["j", "j", "enter"]])
async def test_ascii_only_where_the_locale_shows_no_more(demo: Book, monkeypatch: pytest.MonkeyPatch, keys: list[str]):
    monkeypatch.setenv("LC_ALL", "C")
    app = PlannerApp(demo.path)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        # What is written to a terminal has passed the filters of the app, line by line.
        drawn = []
        for strip in app.screen._compositor.render_strips(app.size):
            shown = strip
            for each in app._filters:
                shown = shown.apply_filter(each, Color(0, 0, 0))
            drawn.append(shown.text)
        assert all(line.isascii() and len(line) == 120 for line in drawn), [
            line for line in drawn if not line.isascii()
        ]
        assert "Herrera" in "".join(drawn) or keys


COLOURS = re.compile(rb"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(
    ("environment", "allowed"),
    [
        ({"NO_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm-256color"}, "grey"),
        ({"COLORTERM": "", "TERM": "xterm-16color"}, "sixteen"),
    ],
)
def test_no_colours_and_sixteen_colours_in_a_real_terminal(
    demo: Book, tmp_path: Path, environment: dict[str, str], allowed: str
):
    from tests.end_to_end.terminal import Terminal
    from tests.end_to_end.terminal import environment as usual

    app = Terminal(
        [sys.executable, "-m", "planner", "--book", str(demo.path)], usual(tmp_path, **environment), (100, 30)
    )
    app.wait_for("Dana Whitfield")
    app.press("2")
    app.wait_for("[2 People]")
    app.press("q")
    assert app.end() == 0
    codes = {code for found in COLOURS.findall(app.output) for code in found[2:-1].split(b";")}
    rgb = re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", app.output)
    if allowed == "grey":
        assert all(len(set(colour)) == 1 for colour in rgb), "a colour in spite of NO_COLOR"
    else:
        assert not rgb and b"38" not in codes and b"48" not in codes
    assert os.environ.get("NO_COLOR") is None and subprocess
