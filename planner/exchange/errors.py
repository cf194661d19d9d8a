"""What can be wrong with a file that comes in."""


class FileError(Exception):
    """A file that cannot be taken in. The text says where, what is wrong, and that nothing of it was recorded."""

    exit_status = 2

    def __init__(self, name: str, line: int, why: str) -> None:
        super().__init__(f"{name}:{line}: {why}. None of it was imported.")
        self.name = name
        self.line = line
        self.why = why


class CannotImportError(Exception):
    """What was named is nothing that can be imported; the text says what it is."""

    exit_status = 2
