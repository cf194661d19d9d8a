"""`planner playbook`: when each step is due, in words, and playbooks of the user's own."""

import argparse
from pathlib import Path

from ... import environment
from ...cadence.playbook import PlaybookError
from ...cadence.playbook_file import DEFAULT, FOLDER, built_in, known, names, read_playbook
from ...cadence.terms import Step
from ...private_files import write_private
from ...text import clean
from ..bar import progress_bar
from ..common import Misuse, echo, find_person, open_reading, open_writing
from ..output import say
from ..plan_diff import say_moves

_NEW = """\
# A playbook of your own. Only what differs from the one it builds on needs to stand here.
# `planner playbook check {name}` looks it over, `planner playbook use {name} --dry-run` shows whose dates would move.

builds_on = "{playbook.name}"
summary = "{name}"

# After a no: "first_note", or "first_call" for the hiring manager.
# first_step = "first_note"

# After so many check-ins in a row without an answer a person rests.
# rest_after = {playbook.rest_after}

# Days after the last touch. What is not given (due, late) keeps its distance.
# `opens` can also be "next working day" or "3 working days"; due and late then count from that day.
# [steps.check_in_1]
# opens = {check_in.opens}
# due = {check_in.due}
# late = {check_in.late}

# The same for some people only: by their part, by a tag, or by their name.
# [parts.hr.steps.check_in]
# opens = 120
# [tags.mentor]
# rest_after = 6
# [people."Dana Whitfield".steps.check_in]
# opens = 45
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `playbook` understands."""
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True, title="what to do")
    show = kinds.add_parser("show", help="the one in force, or another", description="Show a playbook in words.")
    show.add_argument("name", nargs="?", help="its name, or a file; the one in force without")
    new = kinds.add_parser("new", help="begin one of your own", description="Begin a playbook of your own.")
    new.add_argument("name", help="what to call it, like mine")
    new.add_argument("--from", dest="base", default=DEFAULT, choices=names(), help="the one it builds on")
    check = kinds.add_parser("check", help="look yours over", description="Look playbooks of your own over.")
    check.add_argument("name", nargs="?", help="its name, or a file; all of yours without")
    use = kinds.add_parser("use", help="follow one from now on", description="Follow a playbook from now on.")
    use.add_argument("name", help="its name, or a file")
    use.add_argument("--for", dest="person", metavar="NAME", help="only with that person")
    use.add_argument("--dry-run", action="store_true", help="only show whose dates would move")


def run(options: argparse.Namespace) -> int:
    """Show, begin, check or use a playbook."""
    return {"show": _show, "new": _new, "check": _check, "use": _use}[options.kind](options)


def _show(options: argparse.Namespace) -> int:
    from ..playbook_words import say_playbook

    own, in_force = _in_book(options)
    named = options.name or in_force
    path = _own_file(named)
    if options.name and path is not None and named not in own:
        name, text = path.stem, _text_of(path)
        say_playbook(read_playbook(name, text, str(path)), "not in use yet")
        return 0
    if named not in own and named not in names():
        raise Misuse(f"There is no playbook called {named!r}. Known: {', '.join((*names(), *own))}.")
    say_playbook(known(named, own.get), "in force" if named == in_force else "")
    if path is not None and named in own and _text_of(path) != own[named]:
        say(
            f"\n{path} has changed since it was taken in: `planner playbook use {named} --dry-run` shows what it moves."
        )
    others = [each for each in (*names(), *own) if each != named]
    say(f"Another one: planner playbook use {others[0]}")
    return 0


def _new(options: argparse.Namespace) -> int:
    folder = environment.playbooks_folder()
    if (
        not options.name
        or options.name in names()
        or not all(letter.isalnum() or letter in "-_" for letter in options.name)
    ):
        raise Misuse(
            f"{options.name!r} cannot be the name; use letters, digits and hyphens, and none of the planner's."
        )
    path = folder / f"{options.name}.toml"
    if path.exists():
        raise Misuse(f"{path} is there already.")
    base = built_in(options.base)
    text = _NEW.format(name=options.name, playbook=base, check_in=base.timings[Step.CHECK_IN_1])
    write_private(path, text.encode())
    say(f"Made {path}. Change it in your editor; `planner playbook check {options.name}` looks it over.")
    return 0


def _check(options: argparse.Namespace) -> int:
    if options.name:
        path = _own_file(options.name)
        if path is None and options.name in names():
            path = FOLDER / f"{options.name}.toml"
        if path is None:
            raise Misuse(_missing(options.name))
        paths = [path]
    else:
        paths = sorted(environment.playbooks_folder().glob("*.toml"))
        if not paths:
            say("You have no playbooks of your own. `planner playbook new mine` begins one.")
            return 0
    status = 0
    for path in paths:
        try:
            read_playbook(path.stem, _text_of(path), str(path))
        except PlaybookError as error:
            say(str(error))
            status = 2
        else:
            say(
                f"{path}: no problems found. `planner playbook use {path.stem} --dry-run` shows whose dates would move."
            )
    return status


def _use(options: argparse.Namespace) -> int:
    path = _own_file(options.name)
    own, _ = _in_book(options)
    name, text = options.name, None
    if path is not None:
        name, text = path.stem, _text_of(path)
        if name in names():
            raise Misuse(f"{name!r} is a playbook of the planner's; give your file another name.")
        read_playbook(name, text, str(path))
    elif name not in names() and name not in own:
        raise Misuse(_missing(name))
    key = None
    if options.person:
        with open_reading(options) as connection:
            key, _ = find_person(connection, options.person)
    from ...book.commands import preview, use_playbook

    book = open_writing(options)
    with progress_bar("Looking whose dates move"):
        moves = preview(book, lambda book: use_playbook(book, name, text, key))
    say_moves(moves, environment.today())
    if options.dry_run:
        say("Nothing is changed yet; the same without --dry-run does it, as one action.")
    else:
        with progress_bar("Planning everybody anew"):
            done = use_playbook(book, name, text, key)
        echo(done)
    return 0


def _in_book(options: argparse.Namespace) -> tuple[dict[str, str], str]:
    """The user's playbooks as the book has them, by name, and the name of the one in force."""
    from ...book import queries

    with open_reading(options) as connection:
        if connection is None:
            return {}, DEFAULT
        profile, own = queries.profile(connection), queries.playbooks(connection)
    in_force = profile.playbook if profile is not None else ""
    return own, in_force if in_force in own or in_force in names() else DEFAULT


def _own_file(named: str) -> Path | None:
    """The file that a name or a path means; None when there is none."""
    path = Path(named)
    if path.suffix == ".toml" and path.is_file():
        return path
    path = environment.playbooks_folder() / f"{named}.toml"
    return path if "/" not in named and path.is_file() else None


def _missing(name: str) -> str:
    return (
        f"There is no playbook {name!r}, and no file of that name in {environment.playbooks_folder()}. "
        f"`planner playbook new {name}` begins one."
    )


def _text_of(path: Path) -> str:
    try:
        return clean(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise PlaybookError(f"{path}:1: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise PlaybookError(f"{path}:1: this is not UTF-8; save the file with that encoding.") from error
