"""How far a long job has come, told to whoever watches it; whoever watches may also stop it.

A job calls `step` as it goes; nobody need be watching. What stops a job is raised out of `step`, so that its
transaction is undone as by any other error. Standard library only.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Watcher = Callable[[int, int], None]  # how many parts are done, and how many there are
_watcher: ContextVar[Watcher | None] = ContextVar("_watcher", default=None)

PATIENCE = 0.5  # seconds before a progress bar is worth showing


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """While the block runs, what is done in it is told to `watcher`; an error that it raises ends the block."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def step(done: int, whole: int) -> None:
    """So many of so many parts are done."""
    watcher = _watcher.get()
    if watcher is not None and whole > 1:
        watcher(done, whole)


def each(parts: Sequence[T] | Iterable[T], whole: int | None = None) -> Iterator[T]:
    """Each of some parts, with its number told; `whole` is how many there are, where that cannot be seen."""
    count = whole if whole is not None else len(parts) if isinstance(parts, Sequence) else 0
    for number, part in enumerate(parts):
        step(number, count)
        yield part
