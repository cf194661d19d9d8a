"""What a locale decides: where a week begins, and whether the month or the day is said first (CLDR)."""

from collections.abc import Mapping

_SUNDAY_FIRST = (
    "AG AS AU BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP "
    "PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
)
_SATURDAY_FIRST = "AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY"
_BRITISH = "GB IE AU NZ ZA IN PK LK SG MT CY JM HK KE NG GH"
_MONTH_FIRST = "US PH GU PR UM VI AS MH"


def first_weekday(environment: Mapping[str, str]) -> str:
    """The day on which a week begins: "monday", "sunday" or "saturday"."""
    region = _region(environment)
    return (
        "sunday" if region in _SUNDAY_FIRST.split() else "saturday" if region in _SATURDAY_FIRST.split() else "monday"
    )


def date_format(environment: Mapping[str, str]) -> str:
    """How a date is written: "day first" or "month first"."""
    return "month first" if _region(environment) in _MONTH_FIRST.split() else "day first"


def writes_day_first(environment: Mapping[str, str]) -> bool:
    """Whether a region is named in which the day of a date in figures stands in front: 02/03 is 2 March."""
    region = _region(environment)
    return len(region) == 2 and region not in _MONTH_FIRST.split()


def language(environment: Mapping[str, str]) -> str:
    """The English that is written there: "en-GB" or "en-US"."""
    return "en-GB" if _region(environment) in _BRITISH.split() else "en-US"


def _region(environment: Mapping[str, str]) -> str:
    named = environment.get("LC_ALL") or environment.get("LC_TIME") or environment.get("LANG") or ""
    return named.partition(".")[0].partition("@")[0].rpartition("_")[2].upper()
