"""The last guard in front of the terminal: nothing in any text may act on it.

Texts are cleaned where they enter the book. This filter holds for whatever got in some other way, such as a book that
another program wrote to.
"""

import codecs
import re
from collections.abc import Mapping
from unicodedata import normalize

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from ...text import UNSAFE_ON_A_LINE

_ACTS = re.compile(UNSAFE_ON_A_LINE)
# Nothing to see, and counted as no column here, while some terminals give it one or two: the line would be bent.
_VARIES = re.compile("[\u034f\u1160\u17b4\u17b5\u180e\u200b\u3164\uffa0]")

# What is drawn on a terminal that can show nothing but ASCII, one character for one.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("─━▔▁", "-"),
        **dict.fromkeys("│┃▏▎▍▕", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯◆✓", "+"),
        **dict.fromkeys("▌▋▊▉█▓▒░■▇▆▅▄▃▂▀▐", "#"),
        **dict.fromkeys("•●★✶×", "*"),
        **dict.fromkeys("·", "."),
        **dict.fromkeys("…", "~"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("–—−", "-"),
        **dict.fromkeys("→▸▶⏎", ">"),
        **dict.fromkeys("←◀", "<"),
        **dict.fromkeys("↑▲", "^"),
        **dict.fromkeys("↓▼", "v"),
        "○": "o",
        "✎": "%",
    }
)


def can_show_unicode(environment: Mapping[str, str]) -> bool:
    """Whether the locale says that the terminal shows more than ASCII."""
    named = environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG") or ""
    charset = named.partition(".")[2].partition("@")[0]
    if not charset:
        return named not in {"C", "POSIX"}
    try:
        return codecs.lookup(charset).name == "utf-8"
    except LookupError:
        return True


class OutputFilter(LineFilter):
    """Takes every character that a terminal could act on out of every line; with `ascii_only`, what it cannot show."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self._ascii_only = ascii_only

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments without such characters; they take no column, so the layout stays."""
        if all(text.isascii() and text.isprintable() for text, _, _ in segments):
            return segments
        return [
            segment
            if segment.control or not (self._ascii_only or _is_left_out(segment.text))
            else segment._replace(text=self._shown(segment.text))
            for segment in segments
        ]

    def _shown(self, text: str) -> str:
        text = _VARIES.sub("", _ACTS.sub("", text))
        if not self._ascii_only or text.isascii():
            return text
        return "".join(_as_ascii(character) for character in text.translate(_PLAIN))


def _is_left_out(text: str) -> bool:
    """Whether there may be something in a text that is not drawn."""
    return not text.isprintable() or (not text.isascii() and _VARIES.search(text) is not None)


def _as_ascii(character: str) -> str:
    """One character in as many columns as it took: a letter without its accent, else a question mark."""
    from rich.cells import cell_len

    if character.isascii():
        return character
    plain = normalize("NFKD", character).encode("ascii", "ignore").decode()
    width = cell_len(character)
    return plain if len(plain) == width else "?" * width
