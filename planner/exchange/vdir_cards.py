"""A card of a folder and the person it is of: what each says, what differs, and what is to be done about it.

Pure, but for the libraries that read and write cards.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..book.commands import entered
from ..book.errors import BookError, EntryError
from ..book.models import ContactFields
from .incoming import FIELDS, Incoming, Unreadable
from .people_import import tidy
from .people_matching import Known
from .vcard_writing import as_vcard, can_be_changed, with_fields
from .vcards import read_vcards, text_of_vcards

_VERSION = "3.0"  # which every CardDAV server takes (RFC 6352, section 5.1)
_KEPT = 20_000  # cards whose reading is kept, so that looking again costs what has changed


class VdirError(BookError):
    """Why a folder of cards is not in step, and what to do."""

    exit_status = 2


@dataclass(slots=True)
class Agreed:
    """How a person and their card were when they last agreed, each as it says it: the fields by name."""

    person: str  # the id that the person has everywhere
    file: str
    mine: dict[str, str]
    theirs: dict[str, str]


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that was changed in the book and in the card: whose, which, how it stands here and there."""

    card: str
    name: str
    field: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A card of which it is not sure whose it is, or that cannot be kept in step: where, why, and who it may be."""

    at: str
    why: str
    name: str = ""
    choices: tuple[tuple[int, str], ...] = ()
    card: str = ""


@dataclass(slots=True)
class Plan:
    """What is to be done: cards to write and to take away, and people to change, to add and to take out.

    `gone_there` are people whose card was taken away, `gone_here` cards whose person was; `doubtful` cards of which it
    is not sure whose they are, and `unreadable` those that cannot be read, with where and why.
    """

    write: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # by file: whose, and what
    change: dict[int, dict[str, str]] = field(default_factory=dict)
    add: list[tuple[Incoming, str]] = field(default_factory=list)  # and in which file
    clashes: list[Clash] = field(default_factory=list)
    gone_there: list[tuple[int, str, str]] = field(default_factory=list)  # number, name, card
    gone_here: list[tuple[str, str, str]] = field(default_factory=list)  # file, name, card
    delete_people: list[tuple[int, str, str]] = field(default_factory=list)  # of those who are gone there, as answered
    delete_cards: list[tuple[str, str, str]] = field(default_factory=list)
    doubtful: list[Doubt] = field(default_factory=list)
    left: dict[str, set[str]] = field(default_factory=dict)  # fields of a card that could not be brought in step
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    no_people: list[str] = field(default_factory=list)  # files of companies and groups, which are left alone

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits for an answer."""
        return not (self.clashes or self.gone_there or self.gone_here or self.doubtful or self.unreadable)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user says of what is not clear: of a clash whether theirs counts (None: later), and of who is gone."""

    takes_theirs: Callable[[Clash], bool | None] = lambda _clash: None
    deletes: Callable[[str], bool] = lambda _name: False
    whose: Callable[["Doubt"], int | None] = lambda _doubt: None  # a number of the book, 0 for someone new, None: later


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it lies in the folder: by which id, in which file, what it says, and all of it."""

    id: str
    file: str
    incoming: Incoming
    data: bytes


NOBODY = Incoming(0, "", "")


def card_in(file: str, data: bytes, plan: Plan) -> Card | None:
    """The card in a file; of one that cannot be read, or is not alone there, the plan says why."""
    found = [*_read(data)]
    first = found[0] if found else None
    if len(found) > 1:
        why = f"it holds {len(found)} cards; there should be one card per file"
    elif isinstance(first, Incoming) and first.no_person:
        plan.no_people.append(file)
        return None
    elif isinstance(first, Incoming) and first.name:
        incoming = tidy(first._replace(source=file))
        return Card(incoming.uid or file.removesuffix(".vcf"), file, incoming, data)
    else:
        why = first.why if isinstance(first, Unreadable) else "there is no card with a name in it"
    plan.unreadable.append((f"{file}:{first.line if first is not None else 1}", why))
    return None


@lru_cache(maxsize=_KEPT)
def _read(data: bytes) -> tuple[Incoming | Unreadable, ...]:
    return tuple(read_vcards(text_of_vcards(data)))


def filled(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that have something in them."""
    return {name: value for name, value in fields.items() if value}


def card_of(person: Known) -> bytes:
    """A new card for a person."""
    return as_vcard({**person.details, "id": person.uuid}, version=_VERSION).encode()


def said_of(person: Known) -> dict[str, str]:
    """What a card of that person says, as it is read: a field may be written otherwise there than in the book."""
    [found] = _read(card_of(person))
    assert isinstance(found, Incoming)
    return tidy(found).details()


def compare(plan: Plan, person: Known, card: Card, known: Agreed) -> None:
    """What each side changed since they last agreed: the other one follows."""
    mine, theirs = said_of(person), card.incoming.details()
    writes: dict[str, str] = {}
    is_first = not known.mine and not known.theirs
    for name in FIELDS:
        here, there = mine.get(name, ""), theirs.get(name, "")
        if here == there:
            continue
        here_changed, there_changed = here != known.mine.get(name, ""), there != known.theirs.get(name, "")
        if is_first:
            here_changed, there_changed = bool(here), bool(there)
            if name == "notes" and there and here.startswith(there):
                continue  # below it stands what the card has elsewhere, such as other numbers
        if here_changed and there_changed:
            plan.clashes.append(Clash(card.id, person.details["name"], name, here, there))
        elif there_changed:
            take(plan, person, card, name, there)
        elif here_changed:
            writes[name] = person.details.get(name, "")
    if writes:
        write_fields(plan, card, person, writes)


def take(plan: Plan, person: Known, card: Card, name: str, value: str) -> None:
    """Take a field from a card, if the book takes it."""
    why = _unfit(name, value)
    if why:
        leave(plan, card, [name])
        plan.doubtful.append(Doubt(card.incoming.at, f"{name.replace('_', ' ')} stays as it is in your book: {why}"))
    else:
        plan.change.setdefault(person.id, {})[name] = value


def _unfit(name: str, value: str) -> str:
    if name == "name" and not value:
        return "the card has none"
    try:
        entered(ContactFields, **{"name": "Somebody", name: value})
    except EntryError as error:
        return error.reason or str(error)
    return ""


def leave(plan: Plan, card: Card, fields: Sequence[str]) -> None:
    """These fields of a card are not in step, and are looked at again."""
    plan.left.setdefault(card.id, set()).update(fields)


def write_fields(plan: Plan, card: Card, person: Known, fields: Mapping[str, str]) -> None:
    """Write fields of a person into their card, where its form allows that nothing else in it is touched."""
    _, data = plan.write.get(card.file, ("", card.data))
    why = can_be_changed(data)
    if why:
        leave(plan, card, [*fields])
        plan.doubtful.append(Doubt(card.incoming.at, f"the planner does not write to it: {why}"))
        return
    text = with_fields(text_of_vcards(data), {**person.details, "id": person.uuid}, fields, card.incoming)
    plan.write[card.file] = (person.details["name"], text.encode())
