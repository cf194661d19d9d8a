"""Keys of the user's own: which of them no terminal sends, or would shut the user in."""

from collections.abc import Iterator, Mapping

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

from .registry import BY_ID
from .text import did_you_mean

_NAMES = {key.value for key in Keys}
_LONG_NAMES = {short: long for long, short in KEY_NAME_REPLACEMENTS.items()}  # "solidus" of "slash"
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape", "ctrl+[": "escape"}
TYPED_IN = {"note", "text", "undo", "notes", "form", "filter", "find", "finding"}
"""The groups of commands that work while one types."""
_WRITING = {"backspace", "delete", "up", "down", "left", "right", "home", "end"}  # typing cannot do without these
_SEVERAL_LINES = {"note", "text", "undo", "notes"}  # groups where Enter begins a line


def unusable(keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The commands with a key that cannot be theirs, each with a sentence of why; `keys` are the keys by command."""
    for command, names in keys.items():
        for name in names.split(","):
            if name in _SAME:
                yield command, f"a terminal sends {_SAME[name]!r} for {name!r}."
            elif not _is_key(name):
                hint = did_you_mean(name, filter(_is_key, [name.lower()]), "")
                yield command, f"no key is called {name!r}.{hint}"
            elif name not in BY_ID[command].keys.split(",") and _is_typed(name, BY_ID[command].group):
                yield command, f"{name!r} is typed there; {command!r} needs a key with ctrl or alt, or one like f2."
            else:
                continue
            break


def _is_key(name: str) -> bool:
    """Whether a terminal can send a key of that name, as Textual has it: "L", "ctrl+l", "slash", "pagedown"."""
    base = name.removeprefix("ctrl+").removeprefix("alt+").removeprefix("shift+")
    return base in _NAMES or bool(_character(base))


def _is_typed(name: str, group: str) -> bool:
    """Whether a key, where the commands of that group work, types something, or moves or deletes in what is typed."""
    if group not in TYPED_IN:
        return False
    return name in _WRITING or (_character(name) or "\n").isprintable() or (name == "enter" and group in _SEVERAL_LINES)


def _character(name: str) -> str | None:
    """What a key types; None of one with ctrl or alt, and of one that types nothing."""
    return key_to_character(_LONG_NAMES.get(name, name))


def name_of(key: str) -> str:
    """A key as a sentence names it: "ctrl+s", "escape", "?" for "question_mark", "space"."""
    character = _character(key)
    return character if character is not None and character.isprintable() and character != " " else key
