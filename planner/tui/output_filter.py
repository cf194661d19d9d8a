"""The last guard in front of the terminal: nothing in any text may act on it.

Texts are cleaned where they enter the book. This filter holds for whatever got in some other way, such as a book that
another program wrote to.
"""

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_ACTS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


class OutputFilter(LineFilter):
    """Takes every character that a terminal could act on out of every line."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments without such characters; they take no column, so the layout stays."""
        if all(text.isascii() and text.isprintable() for text, _, _ in segments):
            return segments
        return [
            segment
            if segment.control or segment.text.isprintable()
            else segment._replace(text=_ACTS.sub("", segment.text))
            for segment in segments
        ]
