"""Files of the user's own: private from the first byte under any umask, and never half written."""

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make_folder(folder: "Path") -> None:
    """The folder, with those above it that are missing, each for the user alone.

    Raises:
        OSError: it cannot be made.
    """
    for each in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        with suppress(FileExistsError):  # another process was quicker
            each.mkdir(0o700)
            each.chmod(0o700)  # the umask may have taken more away


def write_private(path: "Path", data: bytes) -> None:
    """Write a file whole, or leave what stands there as it is.

    The bytes go to another file first, on to the disk, and then take its place; a link is written through. A file that
    others could read before stays readable to them: whoever opened it up meant that. What is no file, such as
    /dev/stdout or a pipe, takes the bytes and stays what it is.

    Raises:
        OSError: it cannot be written, as on a full disk.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as stream:
            stream.write(data)
        return
    path = path.resolve()
    make_folder(path.parent)
    mode = 0o600
    with suppress(OSError):
        mode = path.stat().st_mode & 0o777
    part = path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - closes the descriptor
            file.write(data)
            file.flush()
            os.fchmod(descriptor, mode)
            os.fsync(descriptor)
        part.replace(path)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)  # a full disk is told of a number, not of a name
        raise
    sync_folder(path.parent)


def create_private(path: "Path", data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises:
        FileExistsError: it is there already.
        OSError: it cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - closes the descriptor
            file.write(data)
            file.flush()
            os.fsync(descriptor)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def sync_folder(folder: "Path") -> None:
    """Make what was made or renamed in a folder last; some systems cannot, and need not."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
