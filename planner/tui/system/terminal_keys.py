"""What a terminal sends for a key, where Textual's own table falls short."""

import contextlib
import termios

from .textual_privates import key_sequences

_STDIN = 0
_CONTROL_CHARACTERS = 6  # where `tcgetattr` has them


def know_more_keys() -> None:
    """Tell ctrl+h from Backspace where the terminal does, and alt+h and alt+z at once, also held down.

    A terminal whose Backspace sends DEL, as nearly all do, sends BS for ctrl+h; Textual takes both for Backspace.
    """
    table = key_sequences()
    table |= {f"\x1b{letter}": (_Name(f"alt+{letter}"),) for letter in "hz"}
    with contextlib.suppress(termios.error):  # no terminal
        erase = termios.tcgetattr(_STDIN)[_CONTROL_CHARACTERS][termios.VERASE]
        if erase == b"\x7f":
            table["\x08"] = (_Name("ctrl+h"),)


class _Name(str):
    """A key's name as Textual's table has it."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """The name."""
        return str(self)
