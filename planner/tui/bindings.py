"""From the registry to Textual's bindings, and to the names of keys in sentences."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from textual.app import App
from textual.binding import ActiveBinding, Binding, BindingType
from textual.widget import Widget

from .. import registry
from ..own_keys import TYPED_IN, name_of
from .system.textual_privates import bindings_of, free_key

KeyNames = Callable[[str], str]
"""Gives the name of a command's key as it is in force, for a sentence: "ctrl+s" for "note.sent"."""


def bindings(*groups: str) -> list[BindingType]:
    """The bindings of these groups of commands."""
    return _bound(registry.of(*groups))


def bindings_in(view: str) -> list[BindingType]:
    """The bindings of what can be done in a view, and on the page beside it."""
    return _bound(registry.in_view(view))


def bindings_on_page(view: str) -> list[BindingType]:
    """The bindings of a page beside a view: its own, and the commands of the view by the keys that are left."""
    own = registry.of("page")
    taken = {key for command in own for key in command.keys.split(",")}
    others = (
        command._replace(keys=",".join(key for key in command.keys.split(",") if key not in taken))
        for command in registry.in_view(view)
    )
    return _bound([*own, *others])


def _bound(commands: Iterable[registry.Command]) -> list[BindingType]:
    return [
        Binding(
            command.keys,
            command.action,
            command.label,
            show=command.footer,
            key_display=command.shown_as or None,
            id=command.id,
            tooltip=command.tooltip,
            priority=command.group == "app",
        )
        for command in commands
        if command.keys
    ]


def key_names(app: App[Any]) -> KeyNames:
    """What gives the names of keys as the user of this app has them; `app.own_keys` are those that differ."""
    own: Mapping[str, str] = getattr(app, "own_keys", {})
    return lambda command: name_of(own.get(command, registry.BY_ID[command].keys).partition(",")[0])


def free_own_keys(field: Widget) -> None:
    """Let a field one types into leave the user's own keys alone, whatever Textual has it do upon them.

    Else f6, which selects a line there, could not lead back from a note.
    """
    own: Mapping[str, str] = getattr(field.app, "own_keys", {})
    for command, keys in own.items():
        if registry.BY_ID[command].group in TYPED_IN:
            for key in keys.split(","):
                free_key(field, key)


def in_usual_order(keys: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """What the keys do, with a key of the user's own in the place where the usual one stood."""
    whose = {node: number for number, node in enumerate(dict.fromkeys(each.node for each in keys.values()))}

    def place(item: tuple[str, ActiveBinding]) -> tuple[int, int]:
        key, each = item
        usual = [(name, binding.id) for name, binding in bindings_of(each.node)]
        same = [at for at, (_, id) in enumerate(usual) if id == each.binding.id]
        at = usual.index((key, each.binding.id)) if (key, each.binding.id) in usual else next(iter(same), -1)
        return whose[each.node], at

    return dict(sorted(keys.items(), key=place))
