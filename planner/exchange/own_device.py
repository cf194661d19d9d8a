"""Which device this is among those that carry one book, and what it keeps beside the book of the others' files."""

import fcntl
import json
import os
import platform
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import monotonic, sleep

from ..private_files import make_folder, write_private
from .carried import BusyError, Device, SyncError

_FILE, _LOCK = "device.json", "lock"
PATIENCE = 20.0  # seconds that another planner may be at it


@dataclass(slots=True)
class OwnDevice:
    """This device: who it is, where, and the state of each file as it saw it last (its time in nanoseconds, and size).

    `written` is the time of the book that it wrote last, and the state of its own file then; `former` are names under
    which it wrote before.
    """

    device: Device
    host: str
    place: str
    files: dict[str, list[int]] = field(default_factory=dict)
    written: list[int] = field(default_factory=list)
    former: list[str] = field(default_factory=list)

    def as_another(self, *, has_to_go: bool = False) -> "OwnDevice":
        """The same under a new id: it counts its changes anew, and others know those of before.

        `has_to_go`: its file of the old id is its own, and goes once all of it is in the new one.
        """
        former = [*self.former, self.device.file_name] if has_to_go else self.former
        return OwnDevice(_new(self.device.name), self.host, self.place, former=former)


def read_own(folder: Path, book: Path, name: str) -> OwnDevice:
    """Who this device is, called by that name; anew where the book was copied or moved here."""
    host, place = platform.node(), str(book.resolve())
    try:
        values = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        own = OwnDevice(Device(*values.pop("device")), **values)
    except (OSError, ValueError, TypeError, KeyError):
        own = OwnDevice(_new(name), host, place)
    if (own.host, own.place) != (host, place):
        # Copied or moved, and which cannot be told. If the other one goes on, it writes its file again.
        former = [*own.former, own.device.file_name]
        return OwnDevice(_new(name), host, place, former=former)
    if own.device.name != name:  # it was given another
        return replace(own, device=Device(name, own.device.id), former=[*own.former, own.device.file_name])
    return own


def keep_own(folder: Path, own: OwnDevice) -> None:
    """Write it down.

    Raises:
        OSError: it cannot be written.
    """
    write_private(folder / _FILE, json.dumps(asdict(own), indent=1).encode())


@contextmanager
def alone(folder: Path, patience: float) -> Iterator[None]:
    """While the block runs, no other planner is at the files in that folder, which is made for it.

    `patience` is how many seconds to wait for one.

    Raises:
        SyncError: one is, for longer than it should take, or the folder cannot be written.
    """
    try:
        make_folder(folder)
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SyncError(f"{folder} cannot be written: {error.strerror}. Nothing was synced.") from error
    try:
        end = monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if monotonic() > end:
                    raise BusyError("Another planner is syncing right now. Nothing was synced. Try again.") from error
                sleep(0.05)
        yield
    finally:
        os.close(descriptor)


def slug(name: str) -> str:
    """A name as a part of a file's."""
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:40]


def state_of(path: Path) -> list[int]:
    """What changes whenever a file does; nothing of one that is not there."""
    try:
        found = path.stat()
    except OSError:
        return []
    return [found.st_mtime_ns, found.st_size]


def _new(name: str) -> Device:
    return Device(name, secrets.token_hex(4))
