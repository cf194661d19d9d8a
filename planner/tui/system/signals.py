"""Somebody else ends the app, in whatever way can be answered, or its terminal is gone."""

import asyncio
import contextlib
import select
import signal
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from time import sleep

_ENDS = (
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGABRT,
    signal.SIGUSR1,
    signal.SIGUSR2,
)
_not_ours: set[int] = set()  # what belongs to another program while that has the terminal
_GRACE = 5.0  # seconds for a tidy end before the app goes in any case
_STDIN = 0
_KEYS = 0.5  # seconds at most for keys that wait in the terminal
_TURN = 0.02  # seconds in which the thread that reads the terminal hands on what it has read

Number = signal.Signals


def end_by_signal(tidily: Callable[[Number], Coroutine[None, None, None]], anyway: Callable[[Number], None]) -> None:
    """From now on a signal runs `tidily` in the running loop, and `anyway` in a thread when that has not ended the app.

    Neither the loop's own signal handlers nor Python's would do. A terminal that stalls and then goes away leaves the
    main thread waiting for it for ever; and when the kernel hands the signal to another thread, nothing wakes the main
    one, which is the only one to run handlers. The wake-up socket is written to in whichever thread it is.
    """
    loop = asyncio.get_running_loop()
    woken, wakes = socket.socketpair()
    wakes.setblocking(False)
    tasks: list[asyncio.Future[None]] = []

    def begin(number: Number) -> None:
        tasks.append(asyncio.ensure_future(tidily(number)))

    def wait() -> None:
        number = 0
        while number not in _ENDS or number in _not_ours:
            number = woken.recv(1)[0]
        with contextlib.suppress(RuntimeError):  # the loop has just ended
            loop.call_soon_threadsafe(begin, Number(number))
        sleep(_GRACE)
        anyway(Number(number))

    signal.set_wakeup_fd(wakes.detach(), warn_on_full_buffer=False)
    for number in _ENDS:
        signal.signal(number, lambda *_: None)  # the default would be the end at once
    threading.Thread(target=wait, name="signals", daemon=True).start()


@contextlib.contextmanager
def left_to_another() -> Iterator[None]:
    """While the block runs, ctrl+c and ctrl+\\ belong to the program that has the terminal, and not to the app."""
    keys = {signal.SIGINT, signal.SIGQUIT}
    # A handler, unlike "ignore", is not handed down to it.
    before = {number: signal.signal(number, lambda *_: None) for number in keys}
    _not_ours.update(keys)
    try:
        yield
    finally:
        _not_ours.difference_update(keys)
        for number, handler in before.items():
            signal.signal(number, handler)


async def keys_are_read() -> None:
    """Wait until no key waits in the terminal any more; half a second at most, also when the terminal is gone."""
    for _ in range(int(_KEYS / _TURN)):
        try:
            waiting, _, _ = select.select([_STDIN], [], [], 0)
        except (OSError, ValueError):
            break
        await asyncio.sleep(_TURN)
        if not waiting:
            break
