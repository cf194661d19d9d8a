"""One text that two people, or two windows, went on writing at once: both changes in one text."""

from collections.abc import Sequence
from typing import NamedTuple

_BESIDE = "(changed elsewhere meanwhile:)"


class _Edit(NamedTuple):
    """The lines that came in the place of those from `start` to `end`."""

    start: int
    end: int
    lines: Sequence[str]


def merged(base: str, mine: str, theirs: str) -> str:
    """The text with what either side changed since `base`.

    Where both changed the same lines, mine stand first and the others' new ones below, behind a word that says so:
    nothing that was written is lost.
    """
    old = base.split("\n")
    left, right = _edits(old, mine.split("\n")), _edits(old, theirs.split("\n"))
    lines: list[str] = []
    at = 0
    while left or right:
        first = min((side[0] for side in (left, right) if side), key=lambda edit: edit[:2])
        start, end = first.start, first.end
        ours: list[_Edit] = []
        others: list[_Edit] = []
        grown = True
        while grown:
            grown = False
            for side, taken in ((left, ours), (right, others)):
                while side and (side[0] is first or _meets(side[0], start, end)):
                    taken.append(side.pop(0))
                    end, grown = max(end, taken[-1].end), True
        lines += old[at:start]
        lines += _both(old[start:end], _applied(old, start, end, ours), _applied(old, start, end, others))
        at = end
    return "\n".join([*lines, *old[at:]])


def row_after(before: str, after: str, row: int) -> int:
    """Where a line of a text stands in another one that grew from it."""
    from difflib import SequenceMatcher

    old, new = before.split("\n"), after.split("\n")
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        if block.a <= row < block.a + block.size:
            return block.b + row - block.a
    return min(row, len(new) - 1)


def _edits(old: Sequence[str], new: Sequence[str]) -> list[_Edit]:
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [_Edit(i, j, new[a:b]) for what, i, j, a, b in matcher.get_opcodes() if what != "equal"]


def _meets(edit: _Edit, start: int, end: int) -> bool:
    """Whether an edit is of the same lines; two insertions are when they are at the same place."""
    return max(edit.start, start) < min(edit.end, end) or edit.start == edit.end == start == end


def _applied(old: Sequence[str], start: int, end: int, edits: Sequence[_Edit]) -> list[str]:
    lines: list[str] = []
    at = start
    for edit in edits:
        lines += [*old[at : edit.start], *edit.lines]
        at = edit.end
    return [*lines, *old[at:end]]


def _both(was: Sequence[str], mine: list[str], theirs: list[str]) -> list[str]:
    if theirs == was or "\n".join(theirs) in "\n".join(mine):
        return mine
    if mine == was:
        return theirs
    new = [line for line in theirs if line not in mine and line not in was]
    return [*mine, "", _BESIDE, "", *new] if any(line.strip() for line in new) else mine
