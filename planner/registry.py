"""Every command there is, defined once: the footer, the page of keys, the palette, the keymap, the help of the command
line and the documentation are all made from this.

Standard library only; the daily check does not import it.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Command(NamedTuple):
    """A command of the app.

    `keys` are Textual's names with commas between; `action` is the method that does it. `needs` says in words what
    must be there for it, `verb` which verb of the command line does the same. `footer` puts it in the line of keys,
    `shown_as` is how its key is written there.
    """

    id: str
    keys: str
    action: str
    label: str
    tooltip: str
    group: str
    footer: bool = False
    shown_as: str = ""
    needs: str = ""
    verb: str = ""


GROUPS: dict[str, str] = {
    "view": "The views",
    "due": "On a person",
    "list": "In every list",
    "people": "In the list of people",
    "triage": "One at a time",
    "application": "On an application",
    "page": "On a person's or an application's page",
    "calendar": "In the calendar",
    "insights": "In the insights",
    "find": "While searching everything",
    "import": "While importing",
    "filter": "While filtering a list",
    "note": "While writing a note",
    "text": "In the text of a note",
    "undo": "In any text",
    "known": "What you know, beside a note",
    "finding": "Finding in a note",
    "assist": "What a program of yours would change",
    "template": "Choosing a template",
    "out": "Out of the door",
    "rehearsal": "Rehearsing a call",
    "notes": "In your notes on a person",
    "form": "In a form",
    "themes": "Choosing colours",
    "keys": "On this page",
    "app": "Anywhere",
}

_PERSON = "a person on the cursor, or some that are marked"
_ONE = "a person on the cursor"


def _c(
    id: str, keys: str, action: str, label: str, tooltip: str, *, footer: bool = False, shown_as: str = "",
    needs: str = "", verb: str = "",
) -> Command:  # fmt: skip
    return Command(id, keys, action, label, tooltip, id.partition(".")[0], footer, shown_as, needs, verb)


COMMANDS: tuple[Command, ...] = (
    _c("view.due", "1", "screen.view('due')", "Due", "Who is due, and why", verb="due"),
    _c("view.people", "2", "screen.view('people')", "People", "Everybody in the book", verb="list"),
    _c("view.applications", "3", "screen.view('applications')", "Applications", "Each application with its people"),
    _c(
        "view.calendar",
        "4,v",
        "screen.view('calendar')",
        "Calendar",
        "The coming weeks, day by day",
        shown_as="4",
        verb="simulate",
    ),
    _c(
        "view.insights",
        "5",
        "screen.view('insights')",
        "Insights",
        "Answers, touches and lessons, and what became of people",
        verb="stats",
    ),
    _c(
        "due.write", "enter", "screen.write", "Write", "Write the next note to this person", footer=True, shown_as="⏎",
        needs=_ONE, verb="note",
    ),
    _c(
        "due.log", "l", "screen.ask('log')", "Log", "Log what happened: a call, a message, a meeting", footer=True,
        needs=_PERSON,
        verb="log",
    ),
    _c(
        "due.snooze", "s", "screen.ask('snooze')", "Later", "Put the next step off until a date", footer=True,
        needs=_PERSON,
        verb="snooze",
    ),
    _c(
        "due.skip", "x", "screen.ask('skip')", "Skip", "Skip this step, let the person rest, or close for good",
        footer=True,
        needs=_PERSON, verb="skip",
    ),
    _c("due.add", "a", "screen.ask('add')", "Add", "Add a person, an application or an interview", footer=True,
       verb="add"),
    _c("due.filter", "slash", "screen.filter", "Filter", "Show only who matches", footer=True, shown_as="/",
       verb="list"),
    _c("due.help", "question_mark,f1", "screen.help", "Keys", "Show all keys", footer=True, shown_as="?"),
    _c("due.quit", "q", "screen.leave", "Quit", "Save the draft and quit", footer=True),
    _c("due.reject", "r", "screen.ask('reject')", "No", 'Record a "no" for an application', footer=True,
       needs="an application",
       verb="reject"),
    _c("due.repost", "b", "screen.ask('repost')", "Open again", "Record that a job is open again after its \"no\"",
       needs="an application",
       verb="repost"),
    _c("due.edit", "e", "screen.ask('edit')", "Edit", "Change the details of a person, or of an application",
       needs=_ONE,
       verb="edit"),
    _c("due.reach", "o", "screen.ask('reach')", "Reach",
       "Open a mail to them, their number, or their page at LinkedIn", needs=_ONE),
    _c(
        "due.mark", "space", "screen.mark", "Mark", "Mark several people: log, later, skip, tag, archive count for all",
        needs=_ONE,
    ),
    _c("due.mark-all", "asterisk", "screen.mark_all", "Mark all", "Mark everybody who is shown, or nobody",
       shown_as="*"),
    _c("due.tag", "number_sign", "screen.ask('tag')", "Tag", "Put tags on, or take them off", shown_as="#",
       needs=_PERSON,
       verb="tag"),
    _c("due.wake", "w", "screen.carry_out('wake')", "Wake", "Follow someone who rests, or is closed, up again",
       needs=_ONE, verb="wake"),
    _c("due.notes", "n", "screen.notes", "Notes", "Edit your notes on this person", needs=_ONE),
    _c("due.promise", "p", "screen.ask('promise')", "Promise", "Keep what you promised, and by when", needs=_ONE,
       verb="promise"),
    _c("due.drop", "d", "screen.carry_out('drop')", "Drop draft", "Drop the draft for this person",
       needs="a draft for this person"),
    _c("due.merge", "M", "screen.ask('merge')", "Merge", "Make two entries one person",
       needs="two people that are marked",
       verb="merge"),
    _c("due.hello", "H", "screen.carry_out('hello')", "Yearly hello",
       "Switch the yearly hello on or off, for while they rest", needs=_ONE),
    _c("due.archive", "A", "screen.carry_out('archive')", "Archive",
       "Put a person away: kept and found, but in no list", needs=_PERSON,
       verb="archive"),
    _c("due.delete", "D", "screen.ask('delete')", "Delete", "Take a person out of the book, with all that is theirs",
       needs=_ONE,
       verb="delete"),
    _c("due.triage", "t", "screen.triage", "Triage", "Go through who is due, one person at a time", footer=True,
       needs="somebody who is due"),
    _c("due.find", "ctrl+f", "screen.find", "Find", "Search everything ever written", shown_as="^f", verb="find"),
    _c("due.import", "I", "screen.import_files", "Import",
       "Read people and letters from files, and choose what to record", verb="import"),
    _c("due.read-on", "J,shift+down", "screen.scroll_page(1)", "Read on", "Read on about the person"),
    _c("due.read-back", "K,shift+up", "screen.scroll_page(-1)", "Read back", "Read back about the person"),
    _c("due.page", "tab,i", "screen.to_page", "Page", "To the page beside the list, to go through its timeline"),
    _c("due.undo", "u", "screen.undo", "Undo", "Take the latest action back", footer=True, verb="undo"),
    _c("due.redo", "U", "screen.redo", "Redo", "Do the undone action again", verb="redo"),
    _c("due.shell", "ctrl+z", "app.to_shell", "To the shell", "To the shell for a while; `fg` there comes back"),
    _c("due.me", "m", "screen.ask('me')", "My details", "Your name and private contact details", verb="me"),
    _c("due.back", "escape", "screen.back", "Back", "Close what is open; unmark; show everybody again"),
    _c("people.sort", "S", "screen.arrange('sort')", "Sort", "Sort by the next column", footer=True),
    _c("people.reverse", "R", "screen.arrange('reverse')", "Reverse", "Sort the other way round"),
    _c("people.group", "B", "screen.arrange('group')", "Group", "Group by the next of the columns, or not at all",
       footer=True),
    _c("triage.leave", "escape", "stop", "Leave", "Back to the list", footer=True),
    _c("triage.close", "c", "screen.ask('close')", "Close", "No more follow-ups for this person", footer=True,
       verb="close"),
    _c("triage.next", "right,down,j", "pass_on(1)", "Next", "Leave this one undecided, and go on", footer=True,
       shown_as="→"),
    _c("triage.before", "left,up,k", "pass_on(-1)", "Before", "Back to the one before"),
    _c("list.next", "down,j", "move(1)", "Next", "The next line"),
    _c("list.previous", "up,k", "move(-1)", "Previous", "The line before"),
    _c("list.page-down", "pagedown,ctrl+d", "page(1)", "Page down", "A screenful on"),
    _c("list.page-up", "pageup,ctrl+u", "page(-1)", "Page up", "A screenful back"),
    _c("list.first", "home,g", "first", "First", "The first line"),
    _c("list.last", "end,G", "last", "Last", "The last line"),
    _c("application.open", "enter", "screen.to_page", "Open", "To the people of this application", footer=True,
       shown_as="⏎", needs="an application"),
    _c("page.next", "down,j", "step(1)", "Next", "The next line that can be opened", footer=True, shown_as="↓↑"),
    _c("page.previous", "up,k", "step(-1)", "Before", "The line before"),
    _c("page.open", "enter,space", "open", "Open", "Open the message here, or go to the person", footer=True,
       shown_as="⏎"),
    _c("page.filter", "f", "filter_kind", "Only", "Only messages, only calls, only meetings, or all", footer=True),
    _c("page.leave", "escape,tab,i", "leave_page", "Back", "Back to the list", footer=True, shown_as="esc"),
    _c("calendar.before", "left,h", "move(-1)", "Day", "The day before", footer=True, shown_as="←→"),
    _c("calendar.after", "right,l", "move(1)", "Day", "The day after"),
    _c("calendar.up", "up,k", "move(-7)", "Week", "The week before", footer=True, shown_as="↑↓"),
    _c("calendar.down", "down,j", "move(7)", "Week", "The week after"),
    _c("calendar.today", "home,g", "today", "Today", "Back to today", footer=True),
    _c("calendar.next", "n", "next", "Next with somebody", "The next day with somebody", footer=True),
    _c("calendar.choose", "enter", "choose", "Go to", "To that day's first person", footer=True, shown_as="⏎"),
    _c("calendar.leave", "escape,v,q", "leave", "Back", "Back to where you were", footer=True, shown_as="esc"),
    _c("insights.next", "right,l,space", "page(1)", "Next", "The next picture", footer=True, shown_as="→"),
    _c("insights.before", "left,h", "page(-1)", "Before", "The picture before", footer=True, shown_as="←"),
    _c("insights.leave", "escape,q", "leave", "Back", "Back to where you were", footer=True, shown_as="esc"),
    _c("find.open", "enter", "open", "Go to", "To that person, with the message open", footer=True, shown_as="⏎"),
    _c("find.next", "down", "move(1)", "Next", "The next place", footer=True, shown_as="↓"),
    _c("find.previous", "up", "move(-1)", "Before", "The place before"),
    _c("find.read-on", "pagedown", "read(1)", "Read on", "Read on in the message"),
    _c("find.read-back", "pageup", "read(-1)", "Read back", "Read back in the message"),
    _c("find.leave", "escape", "leave", "Back", "Back to where you were", footer=True),
    _c("import.record", "ctrl+s", "screen.record", "Record", "Record everything chosen, as one action", footer=True),
    _c("import.choose", "right,space,l", "screen.choose(1)", "Next choice", "Go to the next choice for this row",
       footer=True, shown_as="→"),
    _c("import.choose-before", "left,h", "screen.choose(-1)", "Previous choice", "Go to the previous choice"),
    _c("import.choose-all", "asterisk", "screen.choose_all", "Same for all", "Make this choice for the whole group",
       footer=True, shown_as="*"),
    _c("import.path", "slash", "screen.path", "Other file", "Name another file or folder", footer=True, shown_as="/"),
    _c("import.leave", "escape", "screen.leave", "Back", "Back to where you were; nothing is recorded", footer=True,
       shown_as="esc"),
    _c("filter.keep", "enter", "submit", "Keep", "Go on with who matches", footer=True, shown_as="⏎"),
    _c("filter.complete", "tab", "complete", "Complete", "Take the word that is offered", footer=True),
    _c("filter.leave", "escape", "screen.back", "Everybody", "Show everybody again", footer=True),
    _c("note.sent", "ctrl+s", "mark_sent", "Mark sent", "You have sent it: the plan moves on", footer=True),
    _c("note.copy", "alt+c", "copy", "Copy", "Copy subject and text; nothing is marked sent", footer=True),
    _c("note.out", "ctrl+o", "wish('deliver')", "Send",
       "Take it to your mail program, to a file, or to your send command", footer=True),
    _c("note.template", "ctrl+t", "wish('template')", "Template", "Begin from another template", footer=True,
       verb="templates"),
    _c("note.take", "ctrl+f", "take", "Take", "Fill in what you answered before, or mend the word at the cursor"),
    _c("note.know", "f2", "know", "What you know",
       "Their words and your notes beside the note, to fill a blank from"),
    _c("note.assist", "f4", "wish('assist')", "Assist", "Have a program of yours look the note over (assist_command)"),
    _c("note.find", "f3", "find", "Find", "Find words in the note"),
    _c("note.flag", "ctrl+g", "next_flag", "Look again", "To the next thing to look at"),
    # Not ctrl+h, which is Backspace in some terminals and ctrl+Backspace in others.
    _c("note.hold", "alt+h", "hold", "Hold",
       "Hold the finished note until tomorrow, then read it once more"),
    _c("note.next", "ctrl+n", "wish('next')", "Next of the panel",
       "To the note for the next interviewer of this application"),
    _c("note.elsewhere", "ctrl+e", "wish('elsewhere')", "Your editor", "Go on in your own editor ($VISUAL or $EDITOR)"),
    _c("note.rehearse", "ctrl+r", "wish('rehearse')", "Rehearse", "A call script in large, with the time running",
       footer=True, needs="a call script"),
    _c("note.called", "ctrl+l", "wish('log_call')", "Log call", "After a call: reached, voicemail or no answer",
       footer=True, needs="a call script"),
    _c("note.keys", "f1", "screen.help", "Keys", "Show all keys", footer=True),
    _c("note.leave", "escape", "wish('leave')", "Back", "Back to the list; the draft is kept", footer=True),
    _c("text.next-blank", "tab", "next_stop", "Next blank", "To the next blank that is not filled in; typing fills it",
       footer=True),
    _c("text.previous-blank", "shift+tab", "previous_stop", "Previous blank", "To the blank before, filled in or not"),
    _c("undo.again", "ctrl+y,ctrl+shift+z,alt+z", "redo", "Redo", "Type it again after ctrl+z"),
    _c("finding.next", "enter,f3,down", "go(1)", "Next", "The next place", footer=True, shown_as="⏎"),
    _c("finding.previous", "up", "go(-1)", "Before", "The place before", footer=True, shown_as="↑"),
    _c("finding.leave", "escape", "leave", "Back", "Back to the text, where it was found", footer=True),
    _c("assist.take", "enter", "select", "Take it", "Take this change", footer=True, shown_as="⏎"),
    _c("assist.take-all", "a", "take_all", "All", "Take all changes, as one step of undo", footer=True),
    _c("assist.next", "down,j", "cursor_down", "Down", "The next change"),
    _c("assist.previous", "up,k", "cursor_up", "Up", "The change before"),
    _c("assist.leave", "escape,f4", "leave", "Back", "Back to the note; the other changes are left", footer=True,
       shown_as="esc"),
    _c("known.take", "enter", "select", "Put in", "Put this into the blank", footer=True, shown_as="⏎"),
    _c("known.next", "down,j", "cursor_down", "Down", "The next line"),
    _c("known.previous", "up,k", "cursor_up", "Up", "The line before"),
    _c("known.page-down", "pagedown", "page_down", "Page down", "A screenful on"),
    _c("known.page-up", "pageup", "page_up", "Page up", "A screenful back"),
    _c("known.first", "home,g", "first", "First", "The first line"),
    _c("known.last", "end,G", "last", "Last", "The last line"),
    _c("known.leave", "escape,f2", "leave", "Back", "Back to the note", footer=True, shown_as="esc"),
    _c("template.take", "enter", "take", "Take it", "Write on from this one", footer=True, shown_as="⏎"),
    _c("template.read", "J,shift+down", "read(1)", "Read on", "Read on in the note", footer=True, shown_as="J"),
    _c("template.read-back", "K,shift+up", "read(-1)", "Read back", "Read back in the note"),
    _c("template.leave", "escape", "leave", "Back", "Back to the note as it is", footer=True),
    _c("out.copy", "c", "go('copy')", "Copy", "Copy subject and text", footer=True),
    _c("out.mail", "m", "go('mail')", "Mail program", "Open the note in your mail program", footer=True),
    _c("out.file", "f", "go('file')", "File", "Write a file that your mail program opens", footer=True),
    _c("out.send", "s", "go('send')", "Send command", "Hand the message to your send command", footer=True),
    _c("out.confirm", "y", "confirm", "Yes, send it", "Yes: the message goes out so", footer=True),
    _c("out.down", "down,j", "read(1)", "Down", "Read on in the message"),
    _c("out.up", "up,k", "read(-1)", "Up", "Read back in the message"),
    _c("out.leave", "escape", "leave", "Back", "Back to the note", footer=True),
    _c("rehearsal.start", "space", "start", "Start/stop", "Start the time, or stop it", footer=True),
    _c("rehearsal.next", "down,j,enter", "part(1)", "Next part", "To the next part", footer=True, shown_as="↓"),
    _c("rehearsal.previous", "up,k", "part(-1)", "Part before", "To the part before"),
    _c("rehearsal.reset", "0", "reset", "From the start", "From the start again"),
    _c("rehearsal.faster", "plus,equals_sign", "pace(1)", "Faster", "You read faster: less time for the same words",
       shown_as="+"),
    _c("rehearsal.slower", "minus", "pace(-1)", "Slower", "You read slower", shown_as="-"),
    _c("rehearsal.log", "l", "called", "Log the call", "Reached, voicemail or no answer", footer=True),
    _c("rehearsal.leave", "escape", "leave", "Back", "Back to the script", footer=True),
    _c("notes.save", "ctrl+s", "save", "Save", "Save the notes and go back", footer=True),
    _c("notes.read", "ctrl+r", "read", "Read/write", "Read the notes, or write on", footer=True),
    _c("notes.follow", "ctrl+g", "follow", "To the person", "To the person that the link names", footer=True),
    _c("notes.elsewhere", "ctrl+e", "elsewhere", "Your editor", "Go on in $VISUAL or $EDITOR", footer=True),
    _c("notes.leave", "escape", "leave", "Back", "Save the notes and go back", footer=True),
    _c("form.save", "ctrl+s", "submit", "Save", "Save the form", footer=True),
    _c("form.next", "tab", "app.focus_next", "Next field", "To the next field", footer=True),
    _c("form.previous", "shift+tab", "app.focus_previous", "Field before", "To the field before"),
    _c("form.cancel", "escape", "cancel", "Cancel", "Leave the form; nothing changes", footer=True),
    _c("themes.take", "enter", "take", "Keep", "Use these colours from now on", footer=True, shown_as="⏎"),
    _c("themes.leave", "escape", "leave", "Back", "Take the colours from before back", footer=True),
    _c("keys.leave", "escape,question_mark,q,f1", "leave", "Back", "Back to where you were", footer=True,
       shown_as="esc"),
    _c("keys.down", "j", "scroll_down", "Down", "Read on"),
    _c("keys.up", "k", "scroll_up", "Up", "Read back"),
    _c("app.quit-anywhere", "ctrl+q", "quit", "Quit", "Save the draft and quit"),
    _c("app.stop", "escape", "stop_job", "Stop", "Stop what takes its time; nothing is changed by it", footer=True,
       needs="something that is being done"),
    _c("app.theme", "", "app.change_theme", "Theme", "Other colours, shown at once"),
    _c("app.palette", "ctrl+p", "command_palette", "Palette", "Find any command, or a person, by name"),
)  # fmt: skip

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}

# Keys that differ from the usual ones, by the name that `keymap` in the configuration gives them.
PRESETS: dict[str, Mapping[str, str]] = {
    "usual": {},
    "vim": {
        "list.page-down": "ctrl+d,ctrl+f,pagedown",
        "list.page-up": "ctrl+u,ctrl+b,pageup",
        "due.find": "colon",
        "due.write": "enter,o",
        "due.reach": "O",
        "page.next": "j,down",
        "page.previous": "k,up",
    },
    "plain": {
        "list.next": "down",
        "list.previous": "up",
        "list.first": "home",
        "list.last": "end",
        "list.page-down": "pagedown",
        "list.page-up": "pageup",
        "due.read-on": "shift+down",
        "due.read-back": "shift+up",
        "due.undo": "u,ctrl+z",
        "due.shell": "",
        "due.delete": "delete",
        "page.next": "down",
        "page.previous": "up",
        "calendar.before": "left",
        "calendar.after": "right",
        "calendar.up": "up",
        "calendar.down": "down",
        "triage.next": "right,down",
        "triage.before": "left,up",
        "insights.next": "right,space",
        "insights.before": "left",
        "out.down": "down",
        "out.up": "up",
        "rehearsal.next": "down,enter",
        "rehearsal.previous": "up",
        "keys.down": "ctrl+down",
        "keys.up": "ctrl+up",
    },
    # As it was until ctrl+y came to mean what it means elsewhere.
    "earlier": {"note.copy": "ctrl+y", "undo.again": "ctrl+shift+z,alt+z"},
}


_ANYWHERE = frozenset({
    "due.undo", "due.redo", "due.help", "due.me", "due.quit", "due.add", "due.find", "due.import", "due.back",
    "due.shell",
})  # fmt: skip
_READ = {"due.read-on", "due.read-back"}
# What can be done in a view beside the commands of the groups "view" and of its own name; all of the group "due" in a
# view with people, of which there are two.
_IN_VIEW: dict[str, frozenset[str]] = {
    "due": frozenset(command.id for command in COMMANDS if command.group == "due"),
    "people": frozenset(command.id for command in COMMANDS if command.group in {"due", "people"}),
    "applications": frozenset(command.id for command in COMMANDS if command.group == "application")
    | {*_ANYWHERE, *_READ, "due.edit", "due.reject", "due.repost", "due.filter", "due.back", "due.page"},
    "triage": frozenset(command.id for command in COMMANDS if command.group == "triage")
    | {*_READ, "due.write", "due.log", "due.snooze", "due.skip", "due.help", "due.edit", "due.reach", "due.tag"}
    | {"due.wake", "due.notes", "due.promise", "due.drop", "due.undo", "due.redo", "due.shell"},
}
VIEWS: tuple[str, ...] = tuple(command.id.removeprefix("view.") for command in COMMANDS if command.group == "view")
"""The views by name, in the order of their tabs: the only list of them. Each is a file in `tui/views/`."""


def in_view(view: str) -> list[Command]:
    """The commands of a view, in the order of the line of keys: those of its own, or what can be done anywhere."""
    here = _IN_VIEW.get(view, _ANYWHERE)
    first = [command for command in COMMANDS if command.group == "application" and command.id in here]
    return first + [
        command
        for command in COMMANDS
        if command not in first and (command.id in here or (command.group == "view" and view != "triage"))
    ]


def of(*groups: str) -> list[Command]:
    """The commands of these groups, in the order in which they are defined."""
    return [command for command in COMMANDS if command.group in groups]


def line_of(verb: str) -> str:
    """What a verb of the command line does, in the words of the command that does the same in the app; "" of none."""
    return next((command.tooltip for command in COMMANDS if command.verb == verb), "")
