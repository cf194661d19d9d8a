"""What a terminal sends for a key, where Textual's own table falls short."""

import contextlib
import termios

from .textual_privates import key_sequences

_STDIN = 0
_WORD_KEYS = {
    "\x1b\x08": "ctrl+backspace",
    "\x1bd": "alt+delete",
    "\x1b[3;3~": "alt+delete",
    "\x1b[1;3D": "ctrl+left",
    "\x1b[1;3C": "ctrl+right",
    "\x1b[1;4D": "ctrl+shift+left",
    "\x1b[1;4C": "ctrl+shift+right",
    "\x1b\x1b[D": "ctrl+left",
    "\x1b\x1b[C": "ctrl+right",
}
_CONTROL_CHARACTERS = 6  # where `tcgetattr` has them


def know_more_keys() -> None:
    """Tell ctrl+Backspace from Backspace where the terminal does, alt with a letter at once, also held down, and word
    keys as terminals send them, which Textual reads as Escape and an arrow.

    A terminal whose Backspace sends DEL, as nearly all do, sends BS for ctrl+Backspace, and for ctrl+h.
    """
    table = key_sequences()
    table |= {f"\x1b{letter}": (_Name(f"alt+{letter}"),) for letter in "chz"}
    table |= {sequence: (_Name(key),) for sequence, key in _WORD_KEYS.items()}
    with contextlib.suppress(termios.error):  # no terminal
        erase = termios.tcgetattr(_STDIN)[_CONTROL_CHARACTERS][termios.VERASE]
        if erase == b"\x7f":
            table["\x08"] = (_Name("ctrl+backspace"),)


class _Name(str):
    """A key's name as Textual's table has it."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """The name."""
        return str(self)
