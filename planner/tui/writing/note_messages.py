"""What the editor of a note asks for: messages to whoever holds the note."""

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from .editor import NoteEditor


class MarkSent(Message, namespace="note_editor"):
    """It went out."""


class Copy(Message, namespace="note_editor"):
    """It is to be copied."""


class Deliver(Message, namespace="note_editor"):
    """It is to be taken out, in a way that is yet to be chosen."""


class ChooseTemplate(Message, namespace="note_editor"):
    """Another template is wanted."""


class EditElsewhere(Message, namespace="note_editor"):
    """The user goes on in an editor of their own."""


class Hold(Message, namespace="note_editor"):
    """It is finished, and held until tomorrow."""


class GoToNext(Message, namespace="note_editor"):
    """The note for the next interviewer of this application is wanted."""


class Assist(Message, namespace="note_editor"):
    """A program of the user's is to look it over."""


class Rehearse(Message, namespace="note_editor"):
    """The script is to be read aloud."""


class LogCall(Message, namespace="note_editor"):
    """The call was made."""


class Leave(Message, namespace="note_editor"):
    """The user goes back to the list."""


class KindChanged(Message, namespace="note_editor"):
    """The note is of another kind now: a call script, or no longer one."""

    def __init__(self, editor: "NoteEditor") -> None:
        super().__init__()
        self.editor = editor


# By the name that a command has for it.
WISHES: dict[str, type[Message]] = {
    "deliver": Deliver,
    "template": ChooseTemplate,
    "elsewhere": EditElsewhere,
    "next": GoToNext,
    "rehearse": Rehearse,
    "log_call": LogCall,
    "assist": Assist,
    "leave": Leave,
}
