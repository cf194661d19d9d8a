"""The list draws what one can see, and nothing else."""

import pytest
from textual.app import App, ComposeResult

from planner.tui.widgets.line_list import Heading, LineList, fit


class Numbers(LineList[int]):
    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []

    def cells(self, row: int, width: int) -> list[tuple[str, str]]:
        self.drawn.append(row)
        return [(fit(f"row {row}", width), "")]


class NumbersApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Numbers()


async def test_a_hundred_thousand_rows_cost_what_one_can_see():
    async with NumbersApp().run_test(size=(40, 20)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.show_lines([Heading("All", 100_000, ""), *range(100_000)])
        await pilot.pause()
        assert len(set(numbers.drawn)) <= 20
        numbers.drawn.clear()
        await pilot.press("down")
        await pilot.pause()
        assert set(numbers.drawn) == {0, 1}  # the two rows that the cursor left and reached
        await pilot.press("end")
        await pilot.pause()
        assert numbers.current == 99_999
        assert len(set(numbers.drawn)) <= 23


async def test_the_cursor_passes_over_headings_and_finds_the_nearest_row():
    async with NumbersApp().run_test(size=(40, 20)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.show_lines([Heading("A", 1, ""), 1, Heading("B", 1, ""), 2])
        assert numbers.current == 1
        await pilot.press("j")
        assert numbers.current == 2
        await pilot.press("j", "k")
        assert numbers.current == 1
        numbers.show_lines([Heading("A", 1, ""), 1], cursor=9)
        assert numbers.current == 1
        numbers.show_lines([])
        assert numbers.current is None
        await pilot.press("j", "k", "home", "end", "pagedown")
        assert numbers.current is None


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [("abc", 5, "abc  "), ("abcdef", 4, "abc…"), ("日本語", 4, "日… "), ("abc", 0, ""), ("", 2, "  ")],
)
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int, fitted: str):
    assert fit(text, width) == fitted
