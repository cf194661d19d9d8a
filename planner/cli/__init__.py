"""The command line: parse, call one function, print.

Each verb is a file of its own, imported only when it is called, so that the daily check starts at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import NoReturn

from .. import __version__

# Every verb, in the order of the help. The file in `verbs/` is named like the verb. What a command of the
# app does as well is said in the words of the registry; the others have their line here.
VERBS: dict[str, str] = {
    "due": "",
    "list": "",
    "find": "",
    "show": "one person with timeline and next step; without a name, everybody",
    "stats": "",
    "add": "",
    "edit": "",
    "log": "",
    "reject": "",
    "repost": "",
    "snooze": "",
    "skip": "",
    "close": "stop following someone up",
    "wake": "",
    "tag": "",
    "promise": "",
    "merge": "",
    "merge-book": "merge another copy of this book, from another machine, into it",
    "sync": "the book on several machines: now, status",
    "archive": "",
    "delete": "",
    "hired": "I took a job: pause everything, and tell who should hear it",
    "resume": "take the search up again after a job",
    "import": "read people (vCards, CSV), e-mails, calendars, or a whole book",
    "export": "the book for other programs: JSON, CSV, vCards, a calendar, Markdown",
    "calendar": "your follow-ups as a calendar file, kept up to date",
    "vdir": "a folder of vCards kept in step with your people, for vdirsyncer",
    "note": "the note someone is owed: to print, to check, to hand over, to mark sent",
    "templates": "the note templates: list, new, edit, check",
    "playbook": "when each step is due: show, new, check, use",
    "simulate": "",
    "spread": "spread what can wait, where too many come up on one day",
    "remind": "remind me each day of who is due: install, remove",
    "me": "",
    "config": "the configuration: path, show, check",
    "mcp": "let an assistant use the book; it can only read, unless you allow more",
    "undo": "",
    "redo": "",
    "doctor": "whether the book is sound, and mending it",
    "backup": "the backups of the book: list, make, verify, restore",
    "completion": "complete verbs, options and people in bash, zsh or fish",
    "report": "what a report of a defect needs, with nothing of the book in it",
    "demo": "try the app on a book of fictional people",
}
# Verbs in a file of another name: with the verb that they take back, by `run_VERB` there; "import" is Python's own.
_FILES = {"import": "import_", "merge-book": "merge_book", "redo": "undo", "resume": "hired", "wake": "close"}
_FILES |= {verb: f"upkeep.{verb}" for verb in ("backup", "doctor", "report", "config")}
# Verbs that are not about the book as it is with all that other machines wrote, and those that take the latest action
# back: it must not be one that came by itself just before.
_NOT_CARRIED = {
    "sync", "backup", "doctor", "report", "config", "demo", "completion", "templates", "remind", "merge-book", "vdir",
}  # fmt: skip
_TAKING_BACK = {"undo", "redo"}
_KEPT_OUTSIDE = (b"sync_folder", b"contacts_folder")  # settings by which a change goes elsewhere too
_DEFECT = 70  # the exit status for what should not have happened: EX_SOFTWARE of sysexits.h
_EPILOG = "Without a verb, `planner` opens the app. A person is named by any part of the name that is theirs alone."


def run(arguments: Sequence[str]) -> int:
    """Run one command; gives the exit status, see `docs/daily-check.md`: 0, 1, 2, 3, or 70 for a defect."""
    if sys.stdout is None:  # closed by the caller: there is nobody to tell anything
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    options = _parser(arguments).parse_args(arguments)
    try:
        return _call(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has gone, as in `planner due | head`. Nothing is wrong, and nothing more may be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        from .unreadable import read_around

        try:
            status = read_around(error, options, partial(_call, options))
        except Exception as another:
            return _complain(another, debug=options.debug)
        return _complain(error, debug=options.debug) if status is None else status


def _call(options: argparse.Namespace) -> int:
    from .output import end_output

    configured = _configured()
    _use_date_format(configured)
    is_carried = b"sync_folder" in configured and options.verb not in _NOT_CARRIED
    if is_carried and options.verb not in _TAKING_BACK:
        from .carrying import before_app, before_verb

        (before_app if options.verb is None and not options.plain else before_verb)(options)
    if options.verb is not None:
        module = _module(options.verb)
        status = getattr(module, f"run_{options.verb}", module.run)(options)
        end_output()
        if f"{__name__}.common" in sys.modules:
            from .common import keep_backups

            _keep_outside(options, configured)
            keep_backups()
        return int(status)
    if options.plain:
        from .plain import run_plain

        status = run_plain(options)
        _keep_outside(options, configured)
        return status
    # The app draws on stderr, so that must be a terminal as well.
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        from pathlib import Path

        from ..tui import run_app
        from .common import book_path

        return run_app(Path(book_path(options)))
    return run([*_given_book(options), "due"])


def _keep_outside(options: argparse.Namespace, configured: bytes) -> None:
    """Write what was changed to where it is kept outside of the book, if it is."""
    from .common import book_path, has_opened_for_writing

    if not has_opened_for_writing():
        return
    is_carried = options.verb not in _NOT_CARRIED
    has_calendars = b"calendar_file" in configured or os.path.exists(f"{book_path(options)}.calendars.json")  # noqa: PTH110
    if has_calendars or (is_carried and any(name in configured for name in _KEPT_OUTSIDE)):
        from .carrying import after_verb

        after_verb(options, configured if is_carried else b"")


def _configured() -> bytes:
    """The configuration as it lies there; working out what it says takes its time, and few calls need it."""
    from ..environment import settings_path

    try:
        with open(settings_path(), "rb") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return b""


def _use_date_format(configured: bytes) -> None:
    """Write dates as the configuration has them, else the locale."""
    from ..dates import set_format

    if b"date_format" in configured:
        from ..environment import settings_file
        from ..settings import read_settings

        set_format(read_settings(settings_file()).settings.date_format)
    else:
        from ..locale_habits import date_format

        set_format(date_format(os.environ))


def _given_book(options: argparse.Namespace) -> list[str]:
    return ["--book", options.book] if options.book else []


def _module(verb: str) -> ModuleType:
    from importlib import import_module

    return import_module(f".verbs.{_FILES.get(verb, verb)}", __name__)


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser, with the arguments of the verb that is called and only the names of the others."""
    parser = _Parser(
        prog="planner",
        formatter_class=_formatter,
        description="Keep in touch with the people who interviewed you, after the no.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    _add_common(parser, default=None)
    parser.add_argument(
        "--plain", action="store_true", help="the daily visit as questions and answers, for screen readers"
    )
    parser.add_argument("--version", action="version", version=f"planner {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs", prog="planner")
    called = next((word for word in arguments if word in VERBS), None)
    wants_help = called is None or any(word in {"-h", "--help"} for word in arguments)
    for verb, line in VERBS.items():
        if called is not None and verb != called:
            continue
        said = line_of_verb(verb) if wants_help else line or verb
        described = verbs.add_parser(
            verb,
            help=said[0].lower() + said[1:] if not said.startswith("I ") else said,
            description=said[0].upper() + said[1:] + ".",
            allow_abbrev=False,
            formatter_class=_formatter,
        )
        _add_common(described, default=argparse.SUPPRESS)
        if verb == called:
            module = _module(verb)
            getattr(module, f"add_{verb}_arguments", module.add_arguments)(described)
    return parser


def whole_parser() -> argparse.ArgumentParser:
    """The parser with the arguments of every verb, for what is made from it."""
    parser = _Parser(
        prog="planner", description="Keep in touch with the people who interviewed you.", allow_abbrev=False
    )
    _add_common(parser, default=None)
    verbs = parser.add_subparsers(dest="verb")
    for verb in VERBS:
        described = verbs.add_parser(verb, help=line_of_verb(verb), allow_abbrev=False)
        _add_common(described, default=argparse.SUPPRESS)
        module = _module(verb)
        getattr(module, f"add_{verb}_arguments", module.add_arguments)(described)
    return parser


def line_of_verb(verb: str) -> str:
    """What a verb does, in a line: in the words of the app where the app does the same."""
    if VERBS[verb]:
        return VERBS[verb]
    from ..registry import line_of

    return line_of(verb)


_FEW = 12  # choices that are listed where a wrong one was given


class _Parser(argparse.ArgumentParser):
    """Misuse is one sentence with the next step, not a page of usage. Options may stand anywhere in the call."""

    _looks_again = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse, which takes no word behind an option for an argument of which there may be none."""
        found, left = super().parse_known_args(args, namespace)
        is_final = self._looks_again or self._subparsers is not None or namespace is not None
        if is_final or all(word.startswith("-") for word in left):
            return found, left
        self._looks_again = True
        try:
            return self.parse_known_intermixed_args(args)
        finally:
            self._looks_again = False

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, and end."""
        from .output import say_error

        end = "" if message.endswith((".", "?")) else "."
        say_error(f"{message[:1].upper()}{message[1:]}{end} `{self.prog} --help` shows how.")
        self.exit(2)

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Say of a choice that there is none of what may have been meant; argparse would list a hundred of them."""
        if action.choices is None or value in action.choices:
            return
        from ..text import did_you_mean

        known = [str(each) for each in action.choices]
        hint = did_you_mean(str(value), known, None if len(known) <= _FEW else "")
        raise argparse.ArgumentError(action, f"invalid choice: {value!r}.{hint}")


def _formatter(prog: str) -> argparse.HelpFormatter:
    """The help's layout. With a width of its own it does not import shutil, which every call would pay for."""
    try:
        width = os.get_terminal_size().columns
    except OSError:
        width = 80
    return argparse.HelpFormatter(prog, width=max(40, min(width, 110)) - 2)


def _add_common(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument("--book", metavar="FILE", default=default, help="the book to use instead of your own")
    parser.add_argument(
        "--debug",
        action="store_true",
        default=False if default is None else default,
        help="show where an error arose",
    )


def _complain(error: Exception, *, debug: bool) -> int:
    """Say what went wrong, on stderr, in one sentence with the next step; gives the exit status."""
    from ..errors import ForTheUser
    from .output import OutputLostError, say_error

    if debug:
        from ..defects import whole_trace

        print(whole_trace(error), file=sys.stderr)
    if isinstance(error, OutputLostError):  # nothing more can be printed there, at the exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, ForTheUser):
        say_error(str(error))
        return error.exit_status
    if isinstance(error, OSError) and error.strerror:
        name = f"{error.filename}: " if error.filename else ""
        say_error(f"{name}{error.strerror}. Nothing else was affected; try again once that is put right.")
        return 2
    from ..defects import kinds, place

    say_error(f"Something unexpected went wrong ({kinds(error)}{place(error)}). --debug shows where.")
    return _DEFECT
