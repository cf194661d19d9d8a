"""From the registry to Textual's bindings."""

from textual.binding import Binding, BindingType

from .. import registry


def bindings(*groups: str) -> list[BindingType]:
    """The bindings of these groups of commands."""
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
        for command in registry.of(*groups)
        if command.keys
    ]
