"""The commands, imported when the first of them is used: after the first frame, on the book's own thread.

`from . import late as commands` reads like the real thing, to a person and to the type checker.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...book.commands import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:  # noqa: ANN401
        from ...book import commands

        return getattr(commands, name)
