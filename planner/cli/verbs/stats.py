"""`planner stats`: what became of it all, with how sure one can be."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from ... import environment
from ...cadence.terms import REASON_NAMES
from ...dates import show as say_day
from ...text import plural
from ..common import EMPTY_BOOK, open_reading
from ..output import say
from ..records import add_json, print_schema, say_record

if TYPE_CHECKING:
    from ...book.insights import Insights

_TITLES = {
    "template": "Answers by template",
    "delay": "Answers by delay after the no",
    "part": "Answers by part",
    "channel": "Answers by channel",
    "step": "Answers by step",
}
_BAR = 24  # columns


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `stats` understands."""
    add_json(parser, "as JSON, for other programs")


def run(options: argparse.Namespace) -> int:
    """Print it."""
    from ...book.insights import FEW, WAIT, insights

    if options.schema:
        return print_schema("stats")
    today = environment.today()
    with open_reading(options) as connection:
        if connection is None:
            if options.json:
                nothing = {"answers": {}, "open": 0, "weeks": [], "people": {}, "lessons": []}
                say_record("stats", {"today": today.isoformat(), **nothing})
            else:
                say(EMPTY_BOOK)
            return 0
        found = insights(connection, today)
    if options.json:
        say_record("stats", stats_record(found, today))
        return 0
    for by, title in _TITLES.items():
        shares = found.by[by]
        if not shares:
            continue
        say(title)
        width = max(len(share.name) for share in shares)
        for share in shares:
            said = f"{share.answered} of {share.letters}"
            if not share.enough:
                say(f"  {share.name.ljust(width)}  {said:>9}  too few to tell")
                continue
            low, high = share.between
            say(f"  {share.name.ljust(width)}  {said:>9}  {_line(share.share, low, high)}  "
                f"{share.share * 100:.0f} %, between {low * 100:.0f} and {high * 100:.0f} %")  # fmt: skip
        say()
    if not found.letters:
        say("No note was sent yet that could have been answered.\n")
    if found.open:
        say(f"{plural(found.open, 'letter')} of the last {WAIT} days may still be answered and count for nothing yet.")
    if found.letters:
        say(f"Below {FEW} letters no share is told. Where two lines overlap, no one can say which does better.\n")
    sent, came, met = (sum(getattr(week, name) for week in found.weeks) for name in ("sent", "came", "met"))
    say(f"Touches in {len(found.weeks)} weeks: {sent} from you, {came} from them, {met} together.\n")
    if found.people:
        say("What became of people")
        for name, count in found.people.items():
            say(f"  {count:4}  {name}")
    if found.lessons:
        say("\nLessons")
        for each in found.lessons:
            on = f", {say_day(each.on, today)}" if each.on else ""
            why = f", {REASON_NAMES[each.reason]}" if each.reason else ""
            say(f"  {each.position} at {each.employer}{on}{why}")
            for text in (each.lesson, f"They said: {each.feedback}" if each.feedback else ""):
                if text:
                    say(f"    {text}")
    return 0


def stats_record(found: "Insights", today: date) -> dict[str, object]:
    """What became of it all, as `schemas/stats.json` describes it."""
    return {
        "today": today.isoformat(),
        "answers": {
            by: [
                {
                    "name": share.name,
                    "letters": share.letters,
                    "answered": share.answered,
                    "share": round(share.share, 3) if share.enough else None,
                    "between": [round(bound, 3) for bound in share.between] if share.enough else None,
                }
                for share in shares
            ]
            for by, shares in found.by.items()
        },
        "open": found.open,
        "weeks": [{**week._asdict(), "monday": week.monday.isoformat()} for week in found.weeks],
        "people": found.people,
        "lessons": [{**each._asdict(), "on": each.on.isoformat() if each.on else None} for each in found.lessons],
    }


def _line(share: float, low: float, high: float) -> str:
    """A line of characters: from where to where the share may lie, and where it stands."""
    cells = [" "] * (_BAR + 1)
    for cell in range(round(low * _BAR), round(high * _BAR) + 1):
        cells[cell] = "-"
    cells[round(share * _BAR)] = "o"
    return f"|{''.join(cells)}|"
