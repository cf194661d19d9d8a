"""Messages that go from one room to another."""

from textual.message import Message


class Said(Message):
    """Something is to be said in the line for messages."""

    def __init__(self, text: str, *, wrong: bool = False) -> None:
        super().__init__()
        self.text = text
        self.wrong = wrong


class GoTo(Message):
    """Go to a person, and do something about them: `action` is that of a command, "" to go there only."""

    def __init__(self, contact_id: int, action: str = "") -> None:
        super().__init__()
        self.contact_id = contact_id
        self.action = action
