"""What can go wrong with the book, each said in one sentence with the next step."""


class BookError(Exception):
    """The book cannot be read or written; the text says why and is meant for the user."""

    exit_status = 3


class UnusableBookError(BookError):
    """The file is not a book, is damaged, or is newer than this program. It has been left as it was."""


class UnreadableValueError(UnusableBookError):
    """A text in the book is none; what else is in it can be read around that."""


class EntryError(BookError):
    """A value that the book does not take. Its text is a whole sentence, which names the field where that helps.

    `field` is the field of the tables that the value is for, "" where it is for none or for several. `reason` is why,
    without the field's name, in a few words that can stand beside the field.
    """

    exit_status = 2

    def __init__(self, text: str, field: str = "", reason: str = "") -> None:
        super().__init__(text)
        self.field = field
        self.reason = reason or text.rstrip(".")


class ChangedMeanwhileError(BookError):
    """The book is no longer as it was when a change of it was worked out; nothing was changed."""
