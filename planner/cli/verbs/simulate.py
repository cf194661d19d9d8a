"""`planner simulate`: what the time ahead brings, day by day."""

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from ... import environment
from ...book.identities import Uuids, read_uuids
from ...cadence.terms import family_name
from ...dates import show as say_day
from ...dates import show_day
from ...settings import read_settings
from ...text import joined, plural
from ..bar import progress_bar
from ..common import EMPTY_BOOK, Misuse, open_reading, open_writing
from ..output import say
from ..records import add_json, print_schema, say_record, without

if TYPE_CHECKING:
    from ...book.forecast import Coming

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONGEST = 3650  # days
_MANY = 5  # steps a day from which on spreading them is worth a word


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `simulate` understands."""
    parser.add_argument("--days", type=int, default=120, metavar="N", help="how far to look ahead (120)")
    add_json(parser, "every step as JSON, for other programs")


def run(options: argparse.Namespace) -> int:
    """Print the load of each day, as if each step were done on the day it opens."""
    if options.schema:
        return print_schema("simulate")
    if not 1 <= options.days <= _LONGEST:
        raise Misuse(f"--days goes from 1 to {_LONGEST}.")
    with open_reading(options) as connection:
        if connection is None:
            if options.json:
                _say([], options.days, Uuids({}, {}))
            else:
                say(EMPTY_BOOK)
            return 0
        uuids = read_uuids(connection)
    from ...book.forecast import forecast

    with progress_bar("Looking ahead"):
        coming = forecast(open_writing(options), options.days)
    if options.json:
        _say(coming, options.days, uuids)
        return 0
    _print_weeks(coming, options.days)
    return 0


def _say(coming: "list[Coming]", days: int, uuids: Uuids) -> None:
    steps = [
        {**uuids.person(each.contact_id), **without(each._asdict(), ["contact_id"]), "day": each.day.isoformat()}
        for each in coming
    ]
    say_record("simulate", {"today": environment.today().isoformat(), "days": days, "steps": steps})


def _print_weeks(coming: "list[Coming]", days: int) -> None:
    from ...book.forecast import load_by_day, weeks

    today, load = environment.today(), load_by_day(coming)
    say(f"The coming {plural(days, 'day')}, if each step is done on the day it opens and nobody answers:")
    first = read_settings(environment.settings_file()).settings.first_day
    names = "".join(f"{_DAYS[(first + day) % 7]:>5}" for day in range(7))
    say("\n" + " " * 13 + names + "   week")
    for week in weeks(today, days, first):
        cells = "".join(f"{load[day] or ('·' if day >= today else ''):>5}" for day in week)
        total = sum(load[day] for day in week)
        label = f"{show_day(week[0]):>6}{f' {week[0].year}' if week[0].year != today.year else ''}"
        say(f"  {label:11}{cells}{total or '·':>7}")
    if not coming:
        say("\nNothing comes up.")
        return
    kinds = Counter(family_name(each.step) for each in coming)
    people = len({each.contact_id for each in coming})
    said = joined([f"{count} × {kind}" for kind, count in kinds.most_common()])
    say(f"\n{plural(len(coming), 'step')} with {plural(people, 'person', 'people')}: {said}.")
    busiest = max(load, key=lambda day: (load[day], -day.toordinal()))
    more = " `planner spread` shows which check-ins can move." if load[busiest] > _MANY else ""
    say(f"Busiest day: {say_day(busiest, today)}, with {load[busiest]}.{more}")
