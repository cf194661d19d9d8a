"""When to call, against the long way: every minute of some days, on both clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cadence.calls import next_window, say_window

VIENNA = ZoneInfo("Europe/Vienna")
# One for each hour of the day and more: with and without summer time, both halves of the world, odd offsets.
ZONES = [
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Denver",
    "America/Phoenix",
    "America/Chicago",
    "America/New_York",
    "America/Halifax",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Santiago",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Vienna",
    "Europe/Athens",
    "Africa/Cairo",
    "Europe/Moscow",
    "Asia/Tehran",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
]


def changes(zone: ZoneInfo, year: int = 2026) -> list[datetime]:
    """The moments of the year at which its clocks change; its middle and its beginning where they never do."""
    found = []
    moment = datetime(year, 1, 1, tzinfo=UTC)
    while moment.year == year:
        following = moment + timedelta(hours=1)
        if moment.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            found.append(following)
        moment = following
    return found or [datetime(year, 1, 1, tzinfo=UTC), datetime(year, 7, 1, tzinfo=UTC)]


def the_long_way(theirs: ZoneInfo, mine: ZoneInfo, now: datetime) -> tuple[datetime, datetime] | None:
    """The same, minute by minute: their clock shows 8 or 17, it is a weekday there, and a waking hour here."""

    def good(moment: datetime) -> bool:
        there, here = moment.astimezone(theirs), moment.astimezone(mine)
        return there.hour in {8, 17} and there.weekday() < 5 and 7 <= here.hour < 22

    moment = (now - timedelta(hours=1)).replace(second=0, microsecond=0)
    for _ in range(10 * 24 * 60):
        if good(moment):
            start = moment
            while good(moment):
                moment += timedelta(minutes=1)
            whole = moment - start == timedelta(hours=1) and start.astimezone(theirs).minute == 0
            if whole and moment > now:
                return start, moment
        moment += timedelta(minutes=1)
    return None


@pytest.mark.parametrize("name", ZONES)
def test_around_both_changes_of_the_clock(name: str):
    zone = ZoneInfo(name)
    assert len(ZONES) == 24
    for change in changes(zone) + changes(VIENNA):
        for hours in (-80, -30, -9, -1, 0, 1, 8, 26):
            now = change + timedelta(hours=hours)
            found, expected = next_window(zone, VIENNA, now), the_long_way(zone, VIENNA, now)
            assert (found and (found.their_start, found.their_end)) == expected, (name, now)


@given(
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
)
def test_a_window_is_ahead_on_their_weekday_and_in_my_day(theirs: str, mine: str, now: datetime):
    window = next_window(ZoneInfo(theirs), ZoneInfo(mine), now)
    if window is None:
        return
    assert window.their_end > now and window.their_start == window.my_start
    assert window.their_start.weekday() < 5 and window.their_start.time() in {time(8), time(17)}
    assert time(7) <= window.my_start.time() < window.my_end.time() <= time(22)


@pytest.mark.parametrize(
    ("theirs", "now", "said"),
    [
        ("America/New_York", "2026-11-20T10:00+01:00", "call 08:00-09:00 their time, 14:00 yours, today"),
        ("America/New_York", "2026-11-20T15:30+01:00", "call 08:00-09:00 their time, 14:00 yours, Monday"),
        ("Europe/London", "2026-11-20T17:30+01:00", "call 17:00-18:00 their time, 18:00 yours, today"),
        ("Europe/Berlin", "2026-11-19T19:00+01:00", "call 08:00-09:00, tomorrow"),
        ("Asia/Tokyo", "2026-11-20T05:00+01:00", "call 17:00-18:00 their time, 09:00 yours, today"),
    ],
)
def test_it_is_said_in_both_times(theirs: str, now: str, said: str):
    moment = datetime.fromisoformat(now)
    window = next_window(ZoneInfo(theirs), VIENNA, moment)
    assert window is not None and say_window(window, moment.date()) == said


def test_a_day_farther_off_has_its_date():
    window = next_window(ZoneInfo("Europe/London"), VIENNA, datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert window is not None and say_window(window, date(2026, 11, 10)) == (
        "call 17:00-18:00 their time, 18:00 yours, Fri 20 Nov"
    )
