"""Triage: the people who are due, one at a time, each decided with one key."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from ..services.state import Decided


@dataclass
class TriageQueue:
    """The people to go through by their keys, in order; who is shown; and what was decided so far.

    Each decision stands under the number of its action in the journal: one that is undone does not count, and the
    next action takes its number.
    """

    queue: list[int]
    current: int
    decided: dict[int, Decided] = field(default_factory=dict)
    over: bool = False

    def take_in(self, due: Iterable[int]) -> None:
        """Add those who have become due since it began."""
        self.queue += [key for key in due if key not in self.queue]

    def left(self, due: Collection[int]) -> list[int]:
        """Those still to be decided."""
        return [key for key in self.queue if key in due]

    def settle(self, due: Collection[int], known: Collection[int]) -> bool:
        """Stay with the current one while they are due, else go to the next; gives whether anybody is left.

        Who is no longer `known`, because another program took them out of the book, was decided by nobody.
        """
        left = self.left(due)
        if left and self.current not in left:
            at = self.queue.index(self.current)
            self.current = next((key for key in self.queue[at:] if key in left), left[0])
        self.queue = [key for key in self.queue if key in known]
        return bool(left)

    def move(self, due: Collection[int], step: int) -> None:
        """To the next one who is undecided, or to the one before; round at the ends."""
        left = self.left(due)
        self.current = left[(left.index(self.current) + step) % len(left)]

    def progress(self, due: Collection[int]) -> tuple[int, int]:
        """How many are decided, of how many."""
        return len(self.queue) - len(self.left(due)), len(self.queue)

    def summary(self, done: Collection[int]) -> str:
        """What was decided, as far as it still stands in the journal: "4 written, 2 later, 1 closed"."""
        counts = Counter(what for action, what in self.decided.items() if action in done)
        return ", ".join(f"{counts[what]} {what}" for what in Decided if counts[what])
