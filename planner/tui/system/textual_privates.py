"""What the app uses of Textual that is not public, in one place, each with its reason.

Textual is pinned exactly because of this (`pyproject.toml`). With another version this file is what to go through; a
test looks whether everything named here is still there. It stands on the lowest floor, because the terminal's keys and
the output filter need it as well as the widgets.
"""

from collections.abc import Collection
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from rich.console import RenderableType
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.app import App
from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.widgets._footer import FooterKey, FooterLabel

if TYPE_CHECKING:
    from textual.document._document import EditResult
    from textual.document._edit import Edit
    from textual.document._history import EditHistory
else:

    def __getattr__(name: str) -> Any:  # noqa: ANN401
        """What only an editor needs is imported with the first editor, and not before the first frame."""
        modules = {"EditResult": "_document", "Edit": "_edit", "EditHistory": "_history"}
        if name not in modules:
            raise AttributeError(name)
        return getattr(import_module(f"textual.document.{modules[name]}"), name)


__all__ = ["OVERRIDDEN", "Edit", "EditHistory", "EditResult", "FooterKey", "FooterLabel"]
# `Edit`, `EditResult`, `EditHistory`: an edit of a note brings its blanks along, and so does its undo; Textual has no
# public way to add something to an edit.
# `FooterKey`, `FooterLabel`: the line of keys leaves out whole keys, where Textual's cuts the line.

OVERRIDDEN: dict[str, dict[str, str]] = {
    "textual.app.App": {
        "_fatal_error": "Textual prints local variables upon a defect, with people's notes in them.",
        "_exit_renderables": "What is printed instead.",
        "_close_messages_no_wait": "Ends the app, as Textual's own `_fatal_error` does.",
    },
    "textual.screen.Screen": {
        "_refresh_layout": "What was scrolled in the frame that also lays out anew may go undrawn: it is drawn whole."
    },
    "textual.widget.Widget": {
        "_exchange_repaint_regions": "Only the lines that changed are drawn: see `incremental_paint`.",
        "_set_dirty": "Likewise; another size draws everything.",
        "_repaint_required": "Likewise; it asks for a repaint without marking all of the widget.",
        "_layout_required": "Tells the frame that lays out anew.",
    },
    "textual.scroll_view.ScrollView": {"_scroll_update": "Tells when the scrollbar comes or goes: it takes a column."},
    "textual.command.CommandPalette": {
        "_action_command_list": "Guards against the crash upon a page turned before the list was drawn."
    },
    "textual.widgets.TextArea": {
        "_rewrap_and_refresh_virtual_size": "Draws again once lines were broken for another width.",
        "_recompute_cursor_offset": "Guards against the crash upon undo (Textualize/textual#6686).",
        "_on_key": "Tab goes from blank to blank before any other key typed with it is looked at.",
        "_undo_batch": "The blanks come along with an undo.",
        "_redo_batch": "And with a redo.",
        "_line_cache": "Cleared when only the marks of a line changed.",
        "_matching_bracket_location": "A line with a matched bracket looks different.",
    },
    "textual.document._history.EditHistory": {"_undo_stack": "What is filled in elsewhere belongs to the same undo."},
    "textual_autocomplete.AutoComplete": {
        "_listen_to_messages": "Tab and Enter lead on until Down has marked a suggestion.",
        "_rebuild_options": "No suggestion is marked at first.",
    },
}
"""The private methods and attributes that classes of ours override or set, by the class they are of."""


def add_filter(app: App[Any], guard: LineFilter) -> None:
    """Let all output of an app pass a filter: `_filters` is the one place that all of it passes."""
    app._filters.append(guard)


def exception_of(app: App[Any]) -> BaseException | None:
    """What ended the app, when Textual has kept it."""
    return app._exception


def print_at_exit(app: App[Any], text: RenderableType) -> None:
    """Print something once the terminal is given back."""
    app._exit_renderables.append(text)


def parent_of(pump: MessagePump) -> MessagePump | None:
    """What a message goes to next: the app as well, which `DOMNode.parent` leaves out."""
    return pump._parent


def keys_of(node: DOMNode) -> Collection[str]:
    """The keys that are bound by a node itself."""
    return node._bindings.key_to_bindings


def free_key(node: DOMNode, key: str) -> None:
    """Take what Textual itself binds to that key away from a node; what has an id is the planner's."""
    bound = node._bindings.key_to_bindings
    kept = [binding for binding in bound.pop(key, []) if binding.id is not None]
    if kept:
        bound[key] = kept


def bindings_of(node: DOMNode) -> BindingsMap:
    """The bindings of a node's classes, in the order in which they are declared and before any keymap."""
    return node._merged_bindings or BindingsMap()


def key_sequences() -> dict[str, object]:
    """Textual's table of what terminals send for keys, to be added to; it is declared as a Mapping."""
    return cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
