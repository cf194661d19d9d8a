"""Dates as people type them, read dependably.

Rules come first: they cover what people type and what dateparser misreads ("5th", "a week from today",
"1.12.2026"). dateparser comes last, in English only, and is imported only when the rules found nothing.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from .dates import MONDAY_TO_FRIDAY, add_months, is_month_first
from .dates import MONTHS as _MONTHS
from .dates import WEEKDAYS as _WEEKDAYS

FARTHEST = 20  # years from today
LONGEST = 40  # characters; a longer text is a sentence, and a sentence is not a date

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
} | {"a": 1, "an": 1, "a couple of": 2, "a few": 3}
_NUMBER = r"(?P<n>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNIT = (
    r"(?P<unit>(?:business|working|work) ?days?|bd|days?|d|fortnights?|weeks?|wks?|w|months?|mons?|mo|m|years?|yrs?|y)"
)
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TIME = re.compile(r",?\s+(?:at\s+)?(?:\d{1,2}(?::\d\d)?\s*(?:am|pm)|\d{1,2}:\d\d|noon|morning|afternoon|evening)$")


def read_date(text: str, today: date, *, past: bool = False) -> date | None:
    """The date that `text` says, or None where it says none that can be relied on.

    A text that leaves the year or the week open means the next such day from `today` on; with `past`, for
    things that have happened, the latest one up to `today`.
    """
    return read_by_rules(text, today, past=past) or read_by_dateparser(text, today, past=past)


def read_by_rules(text: str, today: date, *, past: bool = False) -> date | None:
    """As `read_date`, from the rules alone: fast enough for every key press."""
    said = _normal(text)
    if not said or len(said) > LONGEST:
        return None
    for pattern, meaning in _RULES:
        match = pattern.fullmatch(said)
        if match:
            try:
                return _near(meaning(match, today, past), today)
            except (ValueError, OverflowError):
                return None
    return None


def read_by_dateparser(text: str, today: date, *, past: bool = False) -> date | None:
    """As `read_date`, from dateparser alone, for what the rules leave. The first call takes 0.2 s for its import."""
    said = _normal(text)
    if any(pattern.fullmatch(said) for pattern, _ in _RULES):
        return None  # the rules know this form, and found no such day
    # Without a letter or with a bare number it guesses: "99" became the year 2099, a long number an epoch.
    if len(said) > LONGEST or not re.search(r"[a-z]{3}", said) or re.search(r"\d{5}|\d ?- ?\d|minute|hour", said):
        return None
    import warnings
    from datetime import datetime

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import dateparser

        found = dateparser.parse(
            said,
            languages=["en"],
            settings={
                "RELATIVE_BASE": datetime(today.year, today.month, today.day, 12),
                "PREFER_DATES_FROM": "past" if past else "future",
                "PARSERS": ["relative-time", "absolute-time"],
                "REQUIRE_PARTS": ["day"] if re.search(r"\d", said) else [],
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    return _near(found.date(), today) if found and _keeps_numbers(said, found.date()) else None


def _near(day: date, today: date) -> date | None:
    """The date, unless it lies so far off that it must be a slip."""
    return day if abs(day.year - today.year) <= FARTHEST else None


def _keeps_numbers(said: str, day: date) -> bool:
    """Whether every number of the text is in the date that was made of it: "next month 5th" gave the 23rd."""
    numbers = {day.day, day.month, day.year, day.year % 100}
    return all(int(number) in numbers for number in re.findall(r"\d+", said)) and _is_understood(said)


def _is_understood(said: str) -> bool:
    """Whether dateparser can have read every word: it leaves out what it does not know, and gives a day nonetheless."""
    words = re.findall(r"[a-z]+", said)
    return all(word in _UNDERSTOOD or word.removesuffix("s") in _UNDERSTOOD for word in words)


def _normal(text: str) -> str:
    said = " ".join(text.lower().replace(",", " ").split())
    said = _TIME.sub("", said)
    return re.sub(r"^(?:on|by|until|till|from) (?=\S)", "", said)


def _number(match: re.Match[str]) -> int:
    said = match["n"] or "a"
    return int(said) if said.isdigit() else _NUMBERS[said]


def _shift(match: re.Match[str], today: date, sign: int) -> date:
    count, unit = sign * _number(match), match["unit"]
    if unit.startswith(("b", "work")):
        return MONDAY_TO_FRIDAY.add(today, count)
    if unit[0] == "d":
        return today + timedelta(days=count)
    if unit[0] == "f":
        return today + timedelta(weeks=2 * count)
    if unit[0] == "w":
        return today + timedelta(weeks=count)
    return add_months(today, count if unit[0] == "m" else 12 * count)


def _after(match: re.Match[str], today: date, _: bool) -> date:
    """ "a week from tomorrow", "two weeks from Friday"; without a number, "fortnight from today", it is one."""
    start = match["start"]
    if start == "tomorrow":
        today += timedelta(days=1)
    elif start not in {"now", "today"}:
        today = _coming(_weekday(match), today)
    return _shift(match, today, 1)


def _weekday(match: re.Match[str]) -> int:
    return next(i for i, name in enumerate(_WEEKDAYS) if name.startswith(match["weekday"][:3]))


def _coming(weekday: int, today: date) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _gone(weekday: int, today: date) -> date:
    """The latest such weekday before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def _bare_weekday(match: re.Match[str], today: date, past: bool) -> date:
    weekday = _weekday(match)
    if past:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    return _coming(weekday, today)


def _next_weekday(match: re.Match[str], today: date, _: bool) -> date:
    """ "next tue" is the Tuesday of next week, as most people mean it who also say "this tue"."""
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=7 + _weekday(match))


def _this_weekday(match: re.Match[str], today: date, past: bool) -> date:
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=_weekday(match))
    return day if past or day >= today else day + timedelta(weeks=1)


def _weekday_week(match: re.Match[str], today: date, _: bool) -> date:
    """ "monday week" is a week after the coming Monday."""
    return _coming(_weekday(match), today) + timedelta(weeks=1)


def _day_and_month(match: re.Match[str], today: date, past: bool) -> date:
    month = next(i for i, name in enumerate(_MONTHS, start=1) if name.startswith(match["month"][:3]))
    groups = match.groupdict()
    if groups.get("year"):
        day = date(_year(groups["year"] or ""), month, int(match["day"]))
    else:
        day = _nearest(month, int(match["day"]), today, past)
    if groups.get("weekday") and day.weekday() != _weekday(match):
        raise ValueError("that day is no such weekday")
    return day


def _nearest(month: int, day: int, today: date, past: bool) -> date:
    """That day of that month in the year that brings it next (or, with `past`, last)."""
    years = range(today.year, today.year - 9, -1) if past else range(today.year, today.year + 9)
    for year in years:
        if day <= monthrange(year, month)[1]:  # 29 February waits for a leap year
            found = date(year, month, day)
            if (found <= today) if past else (found >= today):
                return found
    raise ValueError("no such day")


def _year(said: str) -> int:
    return int(said) if len(said) == 4 else 2000 + int(said)


def _numbers(match: re.Match[str], today: date, past: bool) -> date:
    """Day before month, or month before day where the user writes it so, unless only the other order makes a date.

    It is echoed in full.
    """
    first, second = int(match["a"]), int(match["b"])
    if is_month_first():
        day, month = (first, second) if first > 12 >= second else (second, first)
    else:
        day, month = (second, first) if second > 12 >= first else (first, second)
    if match["year"]:
        return date(_year(match["year"]), month, day)
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    return _nearest(month, day, today, past)


def _day_of_month(match: re.Match[str], today: date, past: bool) -> date:
    day = int(match["day"])
    if not 1 <= day <= 31:
        raise ValueError("no such day")
    month = date(today.year, today.month, 1)
    while True:
        if day <= monthrange(month.year, month.month)[1]:
            found = month.replace(day=day)
            if (found <= today) if past else (found >= today):
                return found
        month = add_months(month, -1 if past else 1)


def _iso(match: re.Match[str], _today: date, _past: bool) -> date:
    return date(int(match["y"]), int(match["mo"]), int(match["day"]))


def _month_alone(match: re.Match[str], today: date, past: bool) -> date:
    """ "in March" is its first day."""
    month = next(i for i, name in enumerate(_MONTHS, start=1) if name.startswith(match["month"][:3]))
    if match["year"]:
        return date(_year(match["year"]), month, 1)
    return _nearest(month, 1, today, past)


def _end_of_month(today: date, months: int) -> date:
    first = add_months(today.replace(day=1), months)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _next_unit(match: re.Match[str], today: date, _: bool) -> date:
    """ "next week" is its Monday, "next month" and "next year" their first day."""
    if match["unit"] == "week":
        return _coming(0, today)
    if match["unit"] == "month":
        return add_months(today.replace(day=1), 1)
    return date(today.year + 1, 1, 1)


def _day_in_month(match: re.Match[str], today: date, _: bool) -> date:
    """ "next month the 26th": dateparser made it the day of today, and left the number out."""
    months = {"next": 1, "this": 0, "last": -1}[match["which"]]
    first = add_months(today.replace(day=1), months)
    return first.replace(day=int(match["day"]))


def _quarter(match: re.Match[str], today: date, past: bool) -> date:
    if match["year"]:
        return date(int(match["year"]), 3 * int(match["n"]) - 2, 1)
    return _nearest(3 * int(match["n"]) - 2, 1, today, past)


_UNDERSTOOD = {
    *_MONTHS,
    *_WEEKDAYS,
    *(name[:length] for name in (*_MONTHS, *_WEEKDAYS) for length in (3, 4, 5)),
    *_NUMBERS,
    *("day", "week", "fortnight", "month", "year", "decade", "today", "tomorrow", "yesterday", "now", "ago", "from"),
    *("after", "in", "on", "the", "of", "at", "and", "last", "next", "this", "coming", "past", "st", "nd", "rd", "th"),
    *("noon", "midnight", "d", "w", "m", "y", "mo", "yr", "couple", "few", "half"),
}
_Meaning = Callable[[re.Match[str], date, bool], date]
_RULES: list[tuple[re.Pattern[str], _Meaning]] = [
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"today|now|tonight", lambda m, t, p: t),
        (r"tomorrow|tmrw|tmw|tomorow", lambda m, t, p: t + timedelta(days=1)),
        (r"(?:the )?day after tomorrow", lambda m, t, p: t + timedelta(days=2)),
        (r"yesterday|yday", lambda m, t, p: t - timedelta(days=1)),
        (r"(?:the )?day before yesterday", lambda m, t, p: t - timedelta(days=2)),
        (r"(?P<y>\d{4})[-/](?P<mo>\d{1,2})[-/](?P<day>\d{1,2})", _iso),
        (r"(?P<y>(?:19|20)\d\d)(?P<mo>\d\d)(?P<day>\d\d)", _iso),
        (rf"(?P<sign>[+-]) ?{_NUMBER} ?{_UNIT}", lambda m, t, p: _shift(m, t, 1 if m["sign"] == "+" else -1)),
        (rf"{_NUMBER} ?{_UNIT} ago", lambda m, t, p: _shift(m, t, -1)),
        (
            rf"(?:in )?(?:about )?{_NUMBER} ?{_UNIT}(?:'s?)?(?: time| later)?",
            lambda m, t, p: _shift(m, t, 1),
        ),
        (rf"(?:in )?(?:about )?(?:{_NUMBER} ?)?{_UNIT} from (?P<start>now|today|tomorrow|{_WEEKDAY})", _after),
        (r"(?:the )?(?:(?:end|last day) of (?:the |this )?month|eom)", lambda m, t, p: _end_of_month(t, 0)),
        (r"(?:the )?end of next month", lambda m, t, p: _end_of_month(t, 1)),
        (r"(?:the )?(?:end of (?:the |this )?week|eow)", lambda m, t, p: t + timedelta(days=(4 - t.weekday()) % 7)),
        (r"(?:the )?(?:end of (?:the |this )?year|eoy)", lambda m, t, p: date(t.year, 12, 31)),
        (r"next (?P<unit>week|month|year)", _next_unit),
        (r"fortnight|in (?:the |one )?fortnight", lambda m, t, p: t + timedelta(weeks=2)),
        (rf"(?P<which>next|last|this) month,?(?: on)?(?: the)? {_DAY}", _day_in_month),
        (rf"(?:the )?{_DAY},?(?: of)? (?P<which>next|last|this) month", _day_in_month),
        (rf"(?:the )?end of {_MONTH}(?: (?P<year>\d{{4}}))?", lambda m, t, p: _end_of_month(_month_alone(m, t, p), 0)),
        (r"last (?P<unit>week)", lambda m, t, p: t - timedelta(weeks=1)),
        (r"last (?P<unit>month)", lambda m, t, p: add_months(t, -1)),
        (rf"next {_WEEKDAY}", _next_weekday),
        (rf"last {_WEEKDAY}", lambda m, t, p: _gone(_weekday(m), t)),
        (rf"(?:this|this coming) {_WEEKDAY}", _this_weekday),
        (rf"{_WEEKDAY}", _bare_weekday),
        (rf"{_WEEKDAY} week", _weekday_week),
        (rf"(?:{_WEEKDAY} )?(?:the )?{_DAY} (?:of )?{_MONTH}(?: (?P<year>\d{{4}}))?", _day_and_month),
        (rf"(?:{_WEEKDAY} )?{_MONTH} (?:the )?{_DAY}(?: (?P<year>\d{{4}}))?", _day_and_month),
        (rf"{_DAY}[- ./]{_MONTH}[- ./](?P<year>\d{{4}}|\d\d)", _day_and_month),
        (r"(?P<a>\d{1,2})[./-](?P<b>\d{1,2})(?:[./-](?P<year>\d{4}|\d\d)?)?", _numbers),
        (r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)", _day_of_month),
        (r"(?:the )?(?P<day>\d{1,2})", _day_of_month),
        (rf"(?:in |early )?{_MONTH}(?: (?P<year>\d{{4}}))?", _month_alone),
        (r"q(?P<n>[1-4])(?: (?P<year>\d{4}))?", _quarter),
    )
]  # fmt: skip
