"""`planner spread`: what can wait over several days, where too many steps come up on one."""

import argparse

from ... import environment
from ...text import plural
from ..bar import progress_bar
from ..common import Misuse, echo, open_reading, open_writing
from ..output import say
from ..plan_diff import say_moves

_MOST = 5  # a day, unless said otherwise: with ten minutes each it is an hour


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `spread` understands."""
    parser.add_argument(
        "--most", type=int, default=_MOST, metavar="N", help=f"how many steps a day at the most ({_MOST})"
    )
    parser.add_argument("--apply", action="store_true", help="do it; without, only what would move is shown")
    parser.add_argument("--dry-run", action="store_true", help="only show what would move (as without --apply)")


def run(options: argparse.Namespace) -> int:
    """Show whose check-in would move to which day, or move them as one action."""
    if options.most < 1:
        raise Misuse("--most takes a number from 1 on.")
    if options.apply and options.dry_run:
        raise Misuse("--apply does it, --dry-run only shows it; give one of them.")
    with open_reading(options) as connection:
        if connection is None:
            say("Nobody is in your book yet.")
            return 0
    from ...book.commands import preview, spread

    book = open_writing(options)
    said: list[str] = []
    with progress_bar("Looking for days"):
        moves = preview(book, lambda book: said.append(spread(book, options.most).label))
    if not moves:
        say(f"Nothing to spread: no day has more than {plural(options.most, 'step')} of which one can wait.")
        return 0
    say_moves(moves, environment.today())
    if options.apply:
        with progress_bar("Spreading"):
            done = spread(book, options.most)
        echo(done)
    else:
        say(f"{said[0]}.")
        say("Nothing is changed yet; `planner spread --apply` does it, as one action.")
    return 0
