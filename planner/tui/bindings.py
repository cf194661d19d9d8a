"""From the registry to Textual's bindings."""

from textual.binding import ActiveBinding, Binding, BindingsMap, BindingType

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


def in_usual_order(keys: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """What the keys do, with a key of the user's own in the place where the usual one stood."""
    whose = {node: number for number, node in enumerate(dict.fromkeys(each.node for each in keys.values()))}

    def place(item: tuple[str, ActiveBinding]) -> tuple[int, int]:
        key, each = item
        usual = [(name, binding.id) for name, binding in (each.node._merged_bindings or BindingsMap())]
        same = [at for at, (_, id) in enumerate(usual) if id == each.binding.id]
        at = usual.index((key, each.binding.id)) if (key, each.binding.id) in usual else next(iter(same), -1)
        return whose[each.node], at

    return dict(sorted(keys.items(), key=place))
