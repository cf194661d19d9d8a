"""What a user names to be imported, sorted by what it is: people, books, and letters."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ..progress import each
from .errors import CannotImportError
from .file_kinds import FileKind, kind_of, said_of
from .mailboxes import letters_in

_HEAD = 8192  # bytes by which it is told what a file is
_LARGEST = 200_000_000  # bytes of a file of people
_OF_PEOPLE = {".vcf", ".vcard", ".csv", ".tsv"}


class Sorted(NamedTuple):
    """What is to be imported, by kind. A mailbox may be large, so letters are only named."""

    books: list[tuple[str, bytes]]
    people: list[tuple[str, FileKind, bytes]]
    letters: list[str]
    standard_input: BinaryIO | None = None


def sort_files(names: Sequence[str], standard_input: BinaryIO | None = None) -> Sorted:
    """What each file is, by its beginning; "-" is standard input.

    Raises:
        CannotImportError: one is nothing that can be imported, or cannot be read; it says what it is.
    """
    found = Sorted([], [], [], standard_input)
    for name in each(names):
        path = Path(name)
        if name == "-":
            data = standard_input.read() if standard_input is not None else b""
            found = found._replace(standard_input=BytesIO(data))
            head = data[:_HEAD]
        elif path.is_dir():
            _in_folder(path, name, found)
            continue
        else:
            try:
                with path.open("rb") as file:
                    head = file.read(_HEAD)
            except OSError:
                found.letters.append(name)  # which says what is the matter with it
                continue
            data = b""
        kind = kind_of(head)
        if kind is FileKind.OTHER:
            raise CannotImportError(
                f"{name} is {said_of(head)}; the planner imports vCards, tables of people (CSV), messages, mailboxes, "
                "calendar files and its own JSON. Nothing was imported."
            )
        if kind in {FileKind.LETTERS, FileKind.EMPTY}:
            found.letters.append(name)
            continue
        said = "standard input" if name == "-" else name
        data = data or _whole(path)
        if kind is FileKind.BOOK:
            found.books.append((said, data))
        else:
            found.people.append((said, kind, data))
    return found


def _in_folder(folder: Path, name: str, found: Sorted) -> None:
    """The vCards and tables of a folder; what else is in it is left to the letters, as far as there is any."""
    inside = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _OF_PEOPLE and path.is_file())
    for path in each(inside):
        data = _whole(path)
        kind = kind_of(data[:_HEAD])
        if kind in {FileKind.VCARD, FileKind.CSV}:
            found.people.append((str(path), kind, data))
    if not inside or letters_in([name], None):
        found.letters.append(name)


def _whole(path: Path) -> bytes:
    """A file.

    Raises:
        CannotImportError: it cannot be read, or is larger than any address book.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise CannotImportError(f"{path} is larger than {_LARGEST // 1_000_000} MB, too large for an address book.")
        return path.read_bytes()
    except OSError as error:
        raise CannotImportError(f"{path}: {error.strerror or error}. Nothing was imported.") from None
