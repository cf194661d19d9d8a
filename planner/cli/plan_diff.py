"""Whose dates a change would move, in words."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..cadence.terms import STEP_NAMES
from ..dates import show as say_day
from ..text import plural
from .output import say

if TYPE_CHECKING:
    from ..book.commands import Move

_MOST = 40  # lines; a whole book is no reading


def say_moves(moves: "Sequence[Move]", today: date) -> None:
    """A line for each step that moves, and how many there are."""
    if not moves:
        say("No date moves.")
        return
    names = max(len(move.name) for move in moves[:_MOST])
    steps = max(len(STEP_NAMES[move.step]) for move in moves[:_MOST])
    for move in moves[:_MOST]:
        said = f"{_said(move.before, today)} -> {_said(move.after, today)}"
        say(f"  {move.name:{names}}  {STEP_NAMES[move.step]:{steps}}  {said}")
    if len(moves) > _MOST:
        say(f"  and {len(moves) - _MOST} more")
    people = len({move.name for move in moves})
    say(f"{plural(len(moves), 'date moves', 'dates move')}, of {plural(people, 'person', 'people')}.")


def _said(dates: tuple[date, date] | None, today: date) -> str:
    return say_day(dates[0], today) if dates is not None else "not owed"
