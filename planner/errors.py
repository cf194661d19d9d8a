"""Which errors are meant for the user: those that say with which status the command line ends."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class ForTheUser(Protocol):
    """An error whose text tells the user what happened and what to do next."""

    exit_status: int  # 2 where the call was wrong, 3 where the book cannot be read or written


class RefusedValueError(ValueError):
    """A value that a field does not take; `reason` is why, in fewer words than its text, to stand beside the field."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text)
        self.reason = reason
