"""The views: one file each, and triage, which is one without a tab.

The list of them is `VIEWS` in `planner/registry.py`. A `view.` command there, with its key, and a file of that name
here make a view; tab, keys, palette and configuration follow from the command.
"""

from importlib import import_module

from ...settings import Settings
from ..services.library import Library
from .base import View


def make_view(name: str, library: Library, settings: Settings) -> View:
    """The view of that name: what its file calls `VIEW`, imported when it is shown for the first time."""
    kind: type[View] = import_module(f".{name}", __name__).VIEW
    return kind(library, settings, id=f"{name}-view")
