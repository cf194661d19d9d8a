"""Where the text in the editor came from, each time that all of it was replaced; undo goes back through these."""

from typing import NamedTuple

from ...cadence.terms import Channel


class Origin(NamedTuple):
    """What a text in the editor was begun as."""

    template: str
    channel: Channel


class Origins:
    """The origins one after another, and the one of the text that stands there now.

    The replacement with the number n led from the origin n - 1 to the origin n.
    """

    def __init__(self, first: Origin) -> None:
        self._all = [first]
        self._at = 0

    @property
    def now(self) -> Origin:
        """The origin of the text that stands there."""
        return self._all[self._at]

    def follow(self, origin: Origin | None) -> int:
        """The text was replaced by one of that origin, or of the same; gives the number of the replacement."""
        self._all = [*self._all[: self._at + 1], origin or self.now]
        self._at += 1
        return self._at

    def went(self, number: int, *, again: bool) -> None:
        """The replacement with that number was undone, or, with `again`, done again."""
        self._at = min(number if again else number - 1, len(self._all) - 1)
