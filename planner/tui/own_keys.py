"""Keys of the user's own: which of them no terminal sends, or would shut the user in."""

from collections.abc import Iterator, Mapping

from textual.keys import Keys, key_to_character

from ..registry import BY_ID

_NAMES = {key.value for key in Keys}
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape", "ctrl+[": "escape"}
_TYPED = {"note", "text", "undo", "notes", "form", "filter", "find"}  # groups where a letter is typed


def unusable(keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The commands with a key that cannot be theirs, each with a sentence of why; `keys` are the keys by command."""
    for command, names in keys.items():
        for name in names.split(","):
            if name in _SAME:
                yield command, f"a terminal sends {_SAME[name]!r} for {name!r}."
            elif not _is_key(name):
                hint = f" Did you mean {name.lower()!r}?" if name != name.lower() and _is_key(name.lower()) else ""
                yield command, f"no key is called {name!r}.{hint}"
            elif BY_ID[command].group in _TYPED and len(key_to_character(name) or name) == 1:
                yield command, f"{name!r} is typed there; {command!r} needs a key with ctrl or alt, or one like f2."
            else:
                continue
            break


def _is_key(name: str) -> bool:
    """Whether a terminal can send a key of that name, as Textual has it: "L", "ctrl+l", "slash", "pagedown"."""
    base = name.removeprefix("ctrl+").removeprefix("alt+").removeprefix("shift+")
    return len(base) == 1 or base in _NAMES or bool(key_to_character(base))
