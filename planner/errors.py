"""Which errors are meant for the user: those that say with which status the command line ends."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class ForTheUser(Protocol):
    """An error whose text tells the user what happened and what to do next."""

    exit_status: int  # 1, or 2 where the call itself was wrong
