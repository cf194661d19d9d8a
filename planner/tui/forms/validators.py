"""What the book says to a detail before it is saved, in a few words to stand beside its field."""

from collections.abc import Callable
from functools import partial

from ...zones import guess_zone


def checks(name: str) -> Callable[[str], str]:
    """What looks at that detail of a person: see `look_at`."""
    return partial(look_at, name)


def look_at(name: str, said: str) -> str:
    """What is to be said of a detail: "" of nothing, wrong when it begins with "!"."""
    from ...book.commands import entered
    from ...book.errors import EntryError
    from ...book.models import ContactFields

    try:
        fields = entered(ContactFields, **{"name": "x", name: said})
    except EntryError as error:
        return f"!{error.reason}"  # there is room for a few words only
    kept = str(getattr(fields, name))
    if name == "phone":
        zone = guess_zone(kept)
        return f"their time is probably that of {zone}" if zone else ""
    return kept if kept.casefold() != said.casefold() else ""
