"""Time zones as people name them: by their name, by a city, or guessed from a telephone number."""

from zoneinfo import available_timezones

from .text import joined, nearest


def zone_named(text: str) -> str:
    """The zone of that name, or with that city: "lisbon" is Europe/Lisbon.

    Raises:
        ValueError: there is none, or there are several; the text says which come near.
    """
    wanted = "_".join(text.split()).casefold()
    zones = sorted(zone for zone in available_timezones() if not zone.startswith(("posix/", "right/")))
    by_name = {zone.casefold(): zone for zone in zones}
    if wanted in by_name:
        return by_name[wanted]
    by_city: dict[str, list[str]] = {}
    for zone in zones:
        if "/" in zone and not zone.startswith(("Etc/", "US/", "SystemV/")):
            by_city.setdefault(zone.rpartition("/")[2].casefold(), []).append(zone)
    found = by_city.get(wanted, [])
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueError(f"{text!r} can be {joined(found, 'or')}")
    near = [by_city[city][0] for city in nearest(wanted, by_city, 3)]
    hint = f"; near it are {joined(near)}" if near else ""
    raise ValueError(f"{text!r} is no time zone like Europe/Vienna, and no city of one{hint}")


def guess_zone(phone: str) -> str:
    """The zone that a telephone number with its country belongs to; "" when it has none, or several."""
    if not phone.lstrip().startswith("+"):
        return ""
    import phonenumbers
    from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number

    try:
        zones = time_zones_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return ""
    return str(zones[0]) if len(zones) == 1 and zones[0] != UNKNOWN_TIMEZONE else ""
