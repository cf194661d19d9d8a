"""What can go wrong with the book, each said in one sentence with the next step."""


class BookError(Exception):
    """Something the book cannot do; its text is meant for the user."""

    exit_status = 1


class UnusableBookError(BookError):
    """The file is not a book, is damaged, or is newer than this program. It has been left as it was."""


class EntryError(BookError):
    """A value that the book does not take."""

    exit_status = 2
