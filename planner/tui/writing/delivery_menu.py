"""Out of the door: the ways a note can leave the planner, with the exact message below."""

import shlex
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ...book.errors import EntryError
from ...exchange.outgoing import Outgoing, mailto, message
from ...notes.blanks import find_blanks
from ...settings import Settings
from ...text import plural, shorten, shown
from ..bindings import bindings, key_names
from ..system.asked_once import AskedOnce
from .delivery import DeliveryMethod


class DeliveryMenu(Vertical, can_focus=True):
    """The ways out as one key each, and below them the message as it will be."""

    DEFAULT_CSS = """
    DeliveryMenu {
        padding: 0 1;
        #out-title { height: 1; text-style: bold; color: $text-primary; }
        #out-ways { height: auto; margin: 1 0; }
        #out-preview { height: 1fr; border-top: hkey $foreground 25%; scrollbar-size-vertical: 1; }
        #out-text { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("out")

    class Chosen(Message):
        """A way was chosen; `data` is the exact message of the send command, or the link, or nothing.

        `command` is the send command that was shown and agreed to.
        """

        def __init__(self, method: DeliveryMethod, data: bytes | str = b"", command: str = "") -> None:
            super().__init__()
            self.method = method
            self.data = data
            self.command = command

    class Left(Message):
        """Back to the note."""

    def __init__(self, note: Outgoing, settings: Settings, settings_file: str) -> None:
        super().__init__(id="hand-over")
        self._note = note
        self._settings = settings
        self._settings_file = settings_file
        self._ready: bytes | None = None  # the message that waits for a yes
        self._blanks_left = len(find_blanks(note.subject)) + len(find_blanks(note.body))
        self._with_blanks = AskedOnce()  # whether it shall go out with blanks left in it
        self._is_leaving = False  # it was said, and the command works on it

    def compose(self) -> ComposeResult:
        """Title, ways, message."""
        yield Static(Content("How do you want to send it?"), id="out-title")
        yield Static(id="out-ways")
        with VerticalScroll(id="out-preview", can_focus=False):
            yield Static(id="out-text")

    def on_mount(self) -> None:
        """Show the ways, and the message as a file would hold it."""
        self.focus()
        self._show_ways()
        self._show_draft()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Once a message waits for its yes, only that and the way back are open."""
        if self._is_leaving:
            return action == "read"
        return (action in {"confirm", "leave", "read"}) if self._ready is not None else action != "confirm"

    def action_go(self, way: str) -> None:
        """Leave by that way; the send command first shows the message and asks."""
        chosen = DeliveryMethod(way)
        if self._blanks_left and not self._with_blanks.is_sure(way):
            key = key_names(self.app)(f"out.{way}")
            self._show_ways(
                f"{plural(self._blanks_left, 'blank is', 'blanks are')} left. {key} once more goes on all the same."
            )
            return
        try:
            if chosen is DeliveryMethod.MAIL:
                self.post_message(self.Chosen(chosen, mailto(self._note)))
            elif chosen is DeliveryMethod.SEND:
                self._ask()
            else:
                self.post_message(self.Chosen(chosen))
        except EntryError as error:
            file = key_names(self.app)("out.file")
            self._show_ways(f"{error} {file} writes a file instead." if chosen is DeliveryMethod.MAIL else str(error))

    def action_confirm(self) -> None:
        """The message goes to the send command exactly as it was shown."""
        if self._ready is not None:
            ready, self._ready = self._ready, None
            self._is_leaving = True
            self.refresh_bindings()
            self._show_ways()
            self.post_message(self.Chosen(DeliveryMethod.SEND, ready, self._settings.send_command))

    def action_read(self, step: int) -> None:
        """Read on in the message."""
        self.query_one("#out-preview").scroll_relative(y=step, animate=False)

    def action_leave(self) -> None:
        """Back: from the question to the ways, from the ways to the note."""
        if self._ready is not None:
            self._ready = None
            self.say("")
        else:
            self.post_message(self.Left())

    def say(self, text: str) -> None:
        """Show the ways again, with what did not work."""
        self._is_leaving = False
        self.refresh_bindings()
        self._show_ways(text)
        self._show_draft()

    def _ask(self) -> None:
        if not self._settings.send_command:
            raise EntryError(f'Set send_command = "msmtp -t", or what you send with, in {self._settings_file}.')
        self._ready = message(self._note, unsent=False)
        self._show_message(self._ready)
        self.refresh_bindings()
        self._show_ways()

    def _show_draft(self) -> None:
        """The message as a mail program would open it."""
        try:
            self._show_message(message(self._note, unsent=True))
        except EntryError as error:
            self.query_one("#out-text", Static).update(Content.styled(str(error), "$text-error"))

    def _show_message(self, data: bytes) -> None:
        lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
        self.query_one("#out-text", Static).update(Content("\n".join(shown(line) for line in lines)))
        self.query_one("#out-preview").scroll_home(animate=False)

    def _show_ways(self, wrong: str = "") -> None:
        command, keys = self._settings.send_command, key_names(self.app)
        program = shlex.split(command)[0] if command else ""
        if self._is_leaving:
            lines = [Content.assemble("The message below is being given to ", (program, "bold"), " …")]
        elif self._ready is not None:
            lines = [
                Content.assemble("The message below goes to ", (shorten(command, 60), "bold"), " exactly so."),
                Content.assemble(
                    (f"  {keys('out.confirm')}", "bold $text-accent"),
                    "  yes, send it      ",
                    (keys("out.leave").replace("escape", "esc"), "bold $text-accent"),
                    "  no",
                ),
            ]
        else:
            unknown = "" if self._note.to_email else "no address is known that reaches them"
            rows = [
                (keys("out.copy"), "copy subject and text", ""),
                (keys("out.mail"), "open it in your mail program", unknown),
                (keys("out.file"), "write a file (.eml) that your mail program opens", ""),
                (
                    keys("out.send"),
                    f"send it with {program}" if program else "send it with a command",
                    "" if program else "none is set",
                ),
            ]
            lines = [
                Content.assemble(
                    (f"  {key}", "bold $text-accent"), f"  {words}", (f"  {why}" if why else "", "$text-warning")
                )
                for key, words, why in rows
            ]
        left = self._blanks_left
        if left and not wrong:
            lines.append(Content.styled(f"{plural(left, 'blank is', 'blanks are')} left in it.", "$text-warning"))
        if wrong:
            lines.append(Content.styled(wrong, "$text-error"))
        lines.append(
            Content.styled(
                f"This doesn't mark the note as sent. Press {keys('note.sent')} in the note once it is.",
                "$foreground-muted",
            )
        )
        self.query_one("#out-ways", Static).update(Content("\n").join(lines))
