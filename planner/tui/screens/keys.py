"""All keys on one page, made from the registry, with the keys as the user has them."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from ... import registry
from ..bindings import bindings
from ..widgets.footer import FittingFooter
from ..widgets.hanging import hang


class KeysPage(VerticalScroll, can_focus=True):
    """Every key with what it does, by where it works; what fits where one is comes first."""

    DEFAULT_CSS = """
    KeysPage { padding: 0 1; height: 1fr; max-width: 100; scrollbar-size-vertical: 1; }
    KeysPage > Static { height: auto; }
    """

    def __init__(self, *first: str) -> None:
        super().__init__()
        self._first = first  # the groups that fit the place it was opened from

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="keys-text")

    def on_mount(self) -> None:
        """Take the keys. The text is drawn once the page has a size: asked for earlier, it would not come."""
        self.focus()

    def on_resize(self) -> None:
        """Lines break anew at another width."""
        self._draw()

    def _draw(self) -> None:
        width = max(30, self.scrollable_content_region.width)
        lines = [Content.styled("Keys", "bold $text-primary"), Content("")]
        groups = sorted(registry.GROUPS, key=lambda group: (group not in self._first, group != "view"))
        for group in groups:
            commands = registry.of(group)
            if not commands:
                continue
            lines.append(Content.styled(registry.GROUPS[group], "bold $text-secondary"))
            for command in commands:
                keys = " ".join(self._display(key) for key in self.keys_of(command))
                lines += hang(f"  {keys:11} ", Content(command.tooltip), width, "bold $text-accent")
            lines.append(Content(""))
        more = (
            "Your own keys and the two presets are in the configuration: `planner config show`. Drafts are always kept."
        )
        lines += hang("", Content.styled(more, "$foreground-muted"), width)
        self.query_one("#keys-text", Static).update(Content("\n").join(lines))

    def keys_of(self, command: registry.Command) -> list[str]:
        """The keys of a command, as the user has set them."""
        own: Mapping[str, str] = getattr(self.app, "own_keys", {})
        return [key for key in own.get(command.id, command.keys).split(",") if key]

    def _display(self, key: str) -> str:
        from textual.binding import Binding

        return self.app.get_key_display(Binding(key, "", ""))


class KeysScreen(Screen[None]):
    """The page of keys; it is dismissed by the key that leads back."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("keys")
    AUTO_FOCUS = "KeysPage"

    def __init__(self, *first: str) -> None:
        super().__init__()
        self._first = first

    def compose(self) -> ComposeResult:
        """The page, and its own keys."""
        yield KeysPage(*self._first)
        yield FittingFooter(compact=True, show_command_palette=False)

    def action_leave(self) -> None:
        """Back to where the user was."""
        self.dismiss(None)

    def action_scroll_down(self) -> None:
        """Read on."""
        self.query_one(KeysPage).scroll_down(animate=False)

    def action_scroll_up(self) -> None:
        """Read back."""
        self.query_one(KeysPage).scroll_up(animate=False)
