"""Which places of a note are marked, and how: its blanks, what was filled in, and what to look at once more."""

from collections.abc import Callable, Iterable, Sequence

from ...notes.blanks import Stop, find_blanks, is_filled


def marks_by_line(
    text: str,
    stops: Iterable[Stop],
    flags: Iterable[tuple[int, int]],
    location_of: Callable[[int], tuple[int, int]],
    lines: Sequence[str],
) -> dict[int, list[tuple[int, int, str]]]:
    """The marks of each line: from which column to which, and the name of the style; a later one lies over it."""
    blanks = [(blank.start, blank.end, "note-area--blank") for blank in find_blanks(text)]
    filled = [
        (stop.start, stop.end, "note-area--filled") for stop in stops if stop.end > stop.start and is_filled(text, stop)
    ]
    flagged = [(start, end, "note-area--flag") for start, end in flags if end <= len(text)]
    found: dict[int, list[tuple[int, int, str]]] = {}
    for start, end, name in (*filled, *flagged, *blanks):
        first, last = location_of(start), location_of(end)
        for row in range(first[0], last[0] + 1):
            left = first[1] if row == first[0] else 0
            right = last[1] if row == last[0] else len(lines[row])
            found.setdefault(row, []).append((left, right, name))
    return found
