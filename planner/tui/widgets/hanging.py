"""Text broken into lines that hang below their first."""

from rich.cells import cell_len
from textual.content import Content

MUTED = "$foreground-muted"


def hang(first: str, text: Content, width: int, style: str = "") -> list[Content]:
    """A text broken into lines of that width, each but the first indented to stand below the first."""
    indent = cell_len(first)
    broken = text.wrap(max(10, width - indent))
    return [
        Content.assemble((first, style) if number == 0 else " " * indent, line) for number, line in enumerate(broken)
    ]
