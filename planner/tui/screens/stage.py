"""What the parts of the main screen may ask of it."""

from typing import Protocol, runtime_checkable

from ..bindings import KeyNames
from ..services.library import Library
from ..services.state import Key
from .workspace import Workspace


@runtime_checkable
class Line(Protocol):
    """A screen with a line for messages."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """One line of what was done, or of what could not be."""

    def show_progress(self, done: int, whole: int) -> None:
        """How far a job is that takes its time; 0 of 0 once it is over."""


class Stage(Protocol):
    """The main screen, as a flow sees it: a form or a note on its way through it."""

    library: Library
    workspace: Workspace

    @property
    def keys(self) -> KeyNames:
        """The names of the keys, for sentences."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """One line of what was done, or of what could not be."""

    async def reload(self, at: Key | None = None, *, stay: bool = True) -> None:
        """Read the book anew and show it; the cursor goes to the row with that key, or stays as `View.show` says."""


def sentence(label: str) -> str:
    """A label of the journal as the beginning of a sentence."""
    return f"{label[:1].upper()}{label[1:]}." if label else ""
