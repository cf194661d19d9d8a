"""All keys on one page, made from the registry, with the keys as the user has them."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ... import registry
from ..bindings import bindings
from ..pages.page import hang


class KeysPage(VerticalScroll, can_focus=True):
    """Every key with what it does, by where it works; what fits where one is comes first."""

    DEFAULT_CSS = """
    KeysPage { padding: 0 1; height: 1fr; scrollbar-size-vertical: 1; }
    KeysPage > Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("keys")

    class Left(Message):
        """The user goes back to where they were."""

    def __init__(self, *first: str) -> None:
        super().__init__()
        self._first = first  # the groups that fit the place it was opened from

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="keys-text")

    def on_mount(self) -> None:
        """Take the keys."""
        self.focus()
        self._draw()

    def on_resize(self) -> None:
        """Lines break anew at another width."""
        self._draw()

    def action_leave(self) -> None:
        """Back to the list."""
        self.post_message(self.Left())

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
        keys = getattr(self.app, "keymap_of", lambda _id, keys: keys)(command.id, command.keys)
        return [key for key in str(keys).split(",") if key]

    def _display(self, key: str) -> str:
        from textual.binding import Binding

        return self.app.get_key_display(Binding(key, "", ""))
