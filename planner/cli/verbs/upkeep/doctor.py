"""`planner doctor`: whether the book is sound, what is wrong with it, and mending it."""

import argparse
from dataclasses import asdict
from pathlib import Path

from ....text import plural
from ...common import Misuse, backup_limit, book_path
from ...output import say
from ...records import add_json, print_schema, say_record

_MOST = 40  # lines of a kind; a whole table can be wrong


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `doctor` understands."""
    parser.add_argument("--fix", action="store_true", help="mend what can be mended without a guess, after a backup")
    parser.add_argument(
        "--recover", metavar="OUT", help="copy everything that can be read into a new book there; yours stays as it is"
    )
    add_json(parser, "print as JSON")


def run(options: argparse.Namespace) -> int:
    """Look at everything; gives 0 for a sound book and 1 for one with something wrong."""
    from ....book import doctor

    if options.schema:
        return print_schema("doctor")
    path = Path(book_path(options))
    if not path.exists():
        raise Misuse(f"There is no book at {path} yet.")
    if options.recover:
        return _recover(path, options)
    report = doctor.examine(path)
    done: list[str] = []
    if options.fix and any(fault.mends for fault in report.faults):
        done = doctor.mend(path, report, backup_limit())
        report = doctor.examine(path)
    if options.json:
        say_record(
            "doctor",
            {
                "book": str(path),
                "sound": report.is_sound,
                "well": report.well,
                "faults": [asdict(each) for each in report.faults],
                "done": done,
            },
        )
        return 0 if report.is_sound else 1
    for text in done[:_MOST]:
        say(f"done   {text}")
    for text in report.well.values():
        say(f"well   {text}")
    for fault in report.faults[:_MOST]:
        say(f"wrong  {fault.text}")
    if len(report.faults) > _MOST:
        say(f"and {len(report.faults) - _MOST} more; --json has all of them.")
    if report.is_sound:
        say("The book is sound.")
        return 0
    mends = sum(each.mends for each in report.faults)
    which = "that" if mends == len(report.faults) == 1 else "all" if mends == len(report.faults) else f"{mends} of them"
    how = f" `planner doctor --fix` mends {which}, after a backup." if mends else ""
    say(f"{plural(len(report.faults), 'thing')} {'is' if len(report.faults) == 1 else 'are'} wrong.{how}")
    return 1


def _recover(path: Path, options: argparse.Namespace) -> int:
    from ....book.salvage import salvage

    target = Path(options.recover).absolute()
    found = salvage(path, target)
    if options.json:
        record = {"book": str(path), "recovered": str(target), "rows": found.rows, "lost": found.lost}
        say_record("doctor", record)
    else:
        counts = ", ".join(f"{count} in {table}" for table, count in found.rows.items() if count)
        say(f"Recovered into {target}: {counts}.")
        for text in found.lost:
            say(f"lost   {text}")
        say(f"Look at it with `planner --book {target} list`; yours was left as it is.")
    return 1 if found.lost else 0
