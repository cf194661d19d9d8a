"""The line of keys at the bottom: as many as there is room for, each of them whole."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Footer

from ..system.textual_privates import FooterKey, FooterLabel

_KEYS = {"screen.help"}  # what shows all the keys
_MORE = "…"


class FittingFooter(Footer):
    """Textual's footer, which leaves out whole keys where Textual's cuts the line, and says so with "…"."""

    _laid_out_for = 0  # columns

    def compose(self) -> ComposeResult:
        """The keys that fit; those that are needed to find the others, or out, go before all else."""
        self._laid_out_for = self.screen.size.width
        keys = [each for each in super().compose() if isinstance(each, FooterKey)]
        widths = [Content(f"{each.key_display} {each.description} ").cell_length for each in keys]
        room = self._laid_out_for + 1  # the blank behind the last one may be out of sight
        if sum(widths) > room:
            room -= len(_MORE) + 1
            room -= sum(width for each, width in zip(keys, widths, strict=True) if _is_needed(each))
            full = False
            for each, width in zip(tuple(keys), widths, strict=True):
                if _is_needed(each):
                    continue
                full = full or width > room
                if full:
                    keys.remove(each)
                else:
                    room -= width
        yield from keys
        if len(keys) < len(widths):
            yield FooterLabel(_MORE)

    def on_resize(self, event: events.Resize) -> None:
        """Another width has room for others."""
        if event.size.width != self._laid_out_for:
            self.call_after_refresh(self.recompose)


def _is_needed(key: FooterKey) -> bool:
    return key.key == "escape" or key.action in _KEYS
