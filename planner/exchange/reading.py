"""What a letter says by itself, before the book is asked for more than who its user is and which employers it knows."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from ..cadence.terms import Reason
from .classifier import LetterKind, Verdict, classify
from .employers import find_employer
from .message import Message, read_message
from .positions import find_position, is_title
from .reasons import find_reason
from .structure import UnreadableLetterError, unreadable
from .writers import NOBODY as NO_WRITER
from .writers import Writer, writer_of

_LONGEST_AWAY = 200  # days: a later return is a slip
_UNTIL = re.compile(
    r"\b(?:until|till|back (?:on|in the office on)?|return(?:ing)?(?: on)?|through|bis(?: zum| einschließlich)?|"
    r"ab(?: dem)?|wieder|zurück|jusqu['’]au|de retour|reprendrai|hasta(?: el)?|vuelvo|regreso|tot(?: en met)?|terug|"
    r"fino al|rientro|torno|até|volto|retorno|"
    r"till och med|t\.o\.m\.|åter|tillbaka|do|wracam|od)\b(?P<behind>.{1,60})",
    re.IGNORECASE | re.DOTALL,
)
_DAY = re.compile(
    r"(?=\b(\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]?(?:\d{2,4})?|\d{1,2}(?:st|nd|rd|th|er|º|\.)?(?: de|"
    r" of)? [^\W\d_]{3,12}\.?(?: (?:de )?\d{4})?|[^\W\d_]{3,12} \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?))"
)


@dataclass(frozen=True, slots=True)
class Myself:
    """The user, as letters name them: addresses in small letters, and the name."""

    addresses: frozenset[str] = frozenset()
    name: str = ""


NOBODY = Myself()


class Named:
    """Whom and what a letter names, each looked for when it is first asked for: most letters are about no job."""

    def __init__(
        self,
        message: Message | None = None,
        employers: Collection[str] = (),
        mine: Collection[str] = (),
        *,
        employer: str = "",
        position: str = "",
    ) -> None:
        """Of no message, nothing; `employers` are those of the book, `mine` the user's names, the rest what is said."""
        self._message = message
        self._employers = employers
        self._mine = mine
        self._employer_said = employer
        self._position_said = position

    def but(self, *, employer: str = "", position: str = "") -> "Named":
        """The same, where the user says that it is another employer or position."""
        return Named(self._message, self._employers, self._mine, employer=employer, position=position)

    @cached_property
    def employer(self) -> str:
        """The employer; "" where none can be told."""
        if self._employer_said or self._message is None:
            return self._employer_said
        title = self._first_position if is_title(self._first_position) else ""
        return find_employer(self._message, title, self._employers, self._mine)

    @cached_property
    def position(self) -> str:
        """The position; "" where none can be told."""
        if self._position_said or self._message is None:
            return self._position_said
        employer = self.employer
        return find_position(self._message, employer, self._mine) if employer else self._first_position

    @cached_property
    def writer(self) -> Writer:
        """Who wrote it, with their title; "" for either that cannot be told."""
        return writer_of(self._message) if self._message is not None else NO_WRITER

    @cached_property
    def _first_position(self) -> str:
        return find_position(self._message, people=self._mine) if self._message is not None else ""


NOTHING_NAMED = Named()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a letter says by itself. `returns_on` is the day on which somebody who is away is back."""

    message: Message
    verdict: Verdict
    on: date
    named: Named = NOTHING_NAMED
    returns_on: date | None = None
    reason: Reason | None = None  # that a "no" gives

    @property
    def employer(self) -> str:
        """The employer that it is about; empty where none can be told."""
        return self.named.employer

    @property
    def position(self) -> str:
        """The position that it is about; empty where none can be told."""
        return self.named.position

    @property
    def signer(self) -> str:
        """The person who wrote it; empty where none can be told."""
        return self.named.writer.name

    @property
    def title(self) -> str:
        """That person's title; empty where none can be told."""
        return self.named.writer.title

    def naming(self, employer: str, position: str) -> "Reading":
        """The same of the employer and the position that the user says; "" leaves what the letter names."""
        return replace(self, named=self.named.but(employer=employer, position=position))

    @property
    def sender(self) -> str:
        """The sender as "Name <address>", as far as either is known."""
        name, address = self.message.sender_name, self.message.sender_email
        return f"{name} <{address}>" if name and address else name or address


def read_letter(
    data: bytes,
    today: date,
    myself: Myself | None = None,
    employers: Collection[str] = (),
    said: LetterKind | None = None,
) -> Reading:
    """What these bytes say, however malformed; a date that is missing or lies ahead becomes today.

    `employers` are those of the book: one that is named is the one. `said` is what the user says that it is.

    Raises:
        UnreadableLetterError: it is no message, but something else by its first bytes.
    """
    myself = myself or NOBODY
    if why := unreadable(data):
        raise UnreadableLetterError(why)
    message = read_message(data, myself.addresses)
    on = day_of(message, today)
    is_of_calendar = any(event.is_of_calendar for event in message.events)  # in which the user may be the organiser
    if message.is_from(myself.addresses) and not is_of_calendar:
        return Reading(message, Verdict(LetterKind.MINE, ""), on)
    verdict = classify(message)
    if said is not None:
        verdict = Verdict(said, verdict.evidence)
    if verdict.kind in {LetterKind.BOUNCE, LetterKind.RECEIPT}:
        return Reading(message, verdict, on)
    named = Named(message, employers, [myself.name] if myself.name else [])
    returns_on = _returns_on(f"{message.subject}\n{message.text}", on) if verdict.kind is LetterKind.AWAY else None
    reason = find_reason(message.text, verdict.evidence) if verdict.kind is LetterKind.REJECTION else None
    return Reading(message, verdict, on, named, returns_on, reason)


def day_of(message: Message, today: date) -> date:
    """The day of a letter on the user's own calendar; today without one, and instead of one that lies ahead."""
    sent = in_my_zone(message.sent)
    return min(sent.date(), today) if sent else today


def in_my_zone(sent: datetime | None) -> datetime | None:
    """A moment on the user's own calendar and clock."""
    if sent is None:
        return None
    try:
        return sent.astimezone()
    except (OverflowError, ValueError, OSError):
        return None


def _returns_on(text: str, on: date) -> date | None:
    """The day on which somebody who is away is back, or until which they are away; None where none can be read."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import dateparser

        flat = " ".join(text.split())[:2000]
        places = [match["behind"] for match in _UNTIL.finditer(flat)] + [flat]
        for place in places:
            found: list[date] = []
            for match in _DAY.finditer(place):
                day = dateparser.parse(
                    match[1].rstrip("."),
                    languages=["en", "de", "fr", "es", "nl", "it", "pt", "sv", "pl"],
                    settings={
                        "RELATIVE_BASE": datetime(on.year, on.month, on.day, 12),
                        "PREFER_DATES_FROM": "future",
                        "REQUIRE_PARTS": ["day", "month"],
                        "DATE_ORDER": "DMY",
                        "PARSERS": ["absolute-time"],
                    },
                )
                if day is not None and on < day.date() <= on + timedelta(days=_LONGEST_AWAY):
                    found.append(day.date())
            if found:
                return max(found)
    return None
