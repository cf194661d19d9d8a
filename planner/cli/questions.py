"""Questions in the terminal, also while standard input is a letter."""

import sys
from pathlib import Path
from typing import TextIO


class Questions:
    """Asks where somebody can answer."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    @classmethod
    def on_terminal(cls, input_is_taken: bool) -> "Questions | None":
        """On standard input, or on the terminal itself while that is taken; None where nobody can answer."""
        if not input_is_taken:
            return cls(sys.stdin) if sys.stdin is not None and sys.stdin.isatty() else None
        try:
            return cls(Path("/dev/tty").open(encoding="utf-8"))
        except OSError:
            return None

    def ask(self, question: str) -> str:
        """The answer, without what stands around it."""
        print(question, end="", flush=True)
        return self._terminal.readline().strip()

    def yes(self, question: str) -> bool:
        """Whether the answer is yes."""
        return self.ask(question).lower() in {"y", "yes"}

    def one_of(self, question: str, count: int) -> int | None:
        """A number from 1 on; None for any other answer."""
        said = self.ask(question)
        return int(said) if said.isdigit() and 1 <= int(said) <= count else None
