"""What would lose something, or mark something unfinished, is asked about once: the same key once more does it."""

from time import monotonic

_TO_READ = 0.6  # seconds that a question takes to be read; a key held down does not answer it


class AskedOnce:
    """A question that the same key answers by being pressed once more, after as long as it takes to read it."""

    def __init__(self) -> None:
        self._about: object = None
        self._at = 0.0

    def is_sure(self, about: object = True) -> bool:
        """Whether it was asked about that before; else it is from now on, and whoever calls says the question."""
        now = monotonic()
        sure = self._about == about and now - self._at >= _TO_READ
        self._about, self._at = about, now
        return sure

    def forget(self) -> None:
        """Something else happened meanwhile: it is to be asked anew."""
        self._about = None
