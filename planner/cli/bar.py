"""A progress bar on stderr, for what takes longer than half a second; ctrl+c stops the job, and nothing is changed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from ..progress import PATIENCE, watched
from .output import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def progress_bar(what: str) -> Iterator[None]:
    """While the block runs, show how far it is; on a terminal only. Ctrl+C ends it with a sentence."""
    bar: Progress | None = None
    task: TaskID | None = None
    begun = monotonic()

    def show(done: int, whole: int) -> None:
        nonlocal bar, task
        if bar is None:
            if monotonic() - begun < PATIENCE or not sys.stderr.isatty():
                return
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            task = bar.add_task(f"{what} (ctrl+c stops)", total=whole)
            bar.start()
        assert task is not None
        bar.update(task, completed=done, total=whole)

    try:
        with watched(show):
            yield
    except KeyboardInterrupt:
        if bar is not None:
            bar.stop()
        say("Stopped; nothing was changed.", to=sys.stderr)
        raise
    finally:
        if bar is not None:
            bar.stop()
