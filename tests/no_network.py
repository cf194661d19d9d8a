"""No test, and so nothing of the planner that a test runs, may use the network: whatever tries to fails."""

import socket
import sys
from typing import Any

_LOOKS_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
_SPEAKS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}


class NetworkError(Exception):
    """Something wanted to use the network."""


def _heard(event: str, words: tuple[Any, ...]) -> None:
    if event in _LOOKS_UP:
        raise NetworkError(f"{event}: {words}")
    # Two ends of a pipe within this machine are no network: the loop of asyncio wakes itself up by one.
    if event == "socket.__new__" and words[1] != socket.AF_UNIX and words[1] != -1:
        raise NetworkError(f"a socket of the family {words[1]}")
    if event in _SPEAKS and getattr(words[0], "family", None) != socket.AF_UNIX:
        raise NetworkError(f"{event}: {words[1:]}")


def forbid() -> None:
    """From now on and until this program ends; Python offers no way to take such a hook away."""
    sys.addaudithook(_heard)
