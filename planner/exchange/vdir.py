"""A folder of vCards kept in step with the people of the book (a "vdir"), for vdirsyncer to carry to a CardDAV server.

Three-way: beside the book stands how each card and each person were when they last agreed, so of any difference it is
known which side changed. What both changed is a question; who is missing on one side is one too, and nobody is ever
taken out silently. Of a card only what the planner knows is written anew; a photo or a birthday stays as it is.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..book.errors import BookError
from ..book.file import reading
from ..private_files import write_private
from ..text import plural
from .incoming import FIELDS, Incoming, Unreadable
from .people_import import Job, known_people, tidy
from .people_import import record as record_people
from .people_matching import Known, State, match_people
from .vcards import as_vcard, read_vcards, text_of_vcards, with_fields

if TYPE_CHECKING:
    from ..book.commands import Done
    from ..book.database import Book

_VERSION = "3.0"  # which every CardDAV server takes (RFC 6352, section 5.1)
_MOST_GONE = 0.5  # of the cards, from which on a folder counts as emptied
_FEWEST = 4  # cards, below which it does not


class VdirError(BookError):
    """Why nothing was done, and what to do."""

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


@dataclass(slots=True)
class Plan:
    """What is to be done: cards to write and to take away, and people to change, to add and to take out.

    `gone_there` are people whose card was taken away, `gone_here` cards whose person was; `doubtful` cards of which it
    is not sure whose they are, and `unreadable` those that cannot be read, each with where and why.
    """

    write: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # by file: whose, and what
    change: dict[int, dict[str, str]] = field(default_factory=dict)
    add: list[tuple[Incoming, str]] = field(default_factory=list)  # and in which file
    clashes: list[Clash] = field(default_factory=list)
    gone_there: list[tuple[int, str, str]] = field(default_factory=list)  # number, name, card
    gone_here: list[tuple[str, str, str]] = field(default_factory=list)  # file, name, card
    delete_people: list[tuple[int, str, str]] = field(default_factory=list)  # of those who are gone there, as answered
    delete_cards: list[tuple[str, str, str]] = field(default_factory=list)
    doubtful: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits for an answer."""
        return not (self.clashes or self.gone_there or self.gone_here or self.doubtful or self.unreadable)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user says of what is not clear: of a clash whether theirs counts (None: later), and of who is gone."""

    takes_theirs: Callable[[Clash], bool | None] = lambda _clash: None
    deletes: Callable[[str], bool] = lambda _name: False


@dataclass(slots=True)
class Step:
    """What was done: the label of the action in the book ("" for none), and how many cards were written or removed."""

    label: str
    written: int
    removed: int
    plan: Plan


class Vdir:
    """The folder, and what is known of it beside the book."""

    def __init__(self, book: Path, folder: Path) -> None:
        self.folder = folder
        self._book = book
        mark = hashlib.sha256(str(folder.expanduser().resolve()).encode()).hexdigest()[:12]
        self._file = book.with_name(f"{book.name}.vdir") / f"{mark}.json"
        self._agreed: dict[str, Agreed] = {}  # by the id of the card

    def forget(self) -> None:
        """Forget what is known of the folder, as if it had never been kept in step."""
        self._file.unlink(missing_ok=True)

    def step(self, apply: Callable[[Callable[["Book"], "Done"]], "Done"], answers: Answers) -> Step:
        """Bring book and folder in step, as far as it is clear or answered; the book in one action.

        Raises:
            VdirError: the folder is not there, was emptied, or cannot be written.
            BookError: the book cannot be read or written; the folder is as it was.
        """
        plan, mine, cards = self.look()
        self._answer(plan, answers, mine, cards)
        label = self._apply(plan, apply) if plan.change or plan.add or plan.delete_people else ""
        now = self._people() if label else mine
        self._link_added(plan, mine, now, cards)
        skipped = self._write(plan, cards)
        self._keep(plan, mine, now, {key: card for key, card in cards.items() if card.file not in skipped})
        return Step(label, len(plan.write) - len(skipped), len(plan.delete_cards), plan)

    def _write(self, plan: Plan, cards: "dict[str, _Card]") -> set[str]:
        """Write and take away cards; gives the files that another program changed meanwhile, which were left."""
        before = {card.file: card.data for card in cards.values()}
        skipped: set[str] = set()
        try:
            for file, _, card in plan.delete_cards:
                (self.folder / file).unlink(missing_ok=True)
                self._agreed.pop(card, None)
                cards.pop(card, None)
            for file, (_, data) in plan.write.items():
                path = self.folder / file
                if (path.read_bytes() if path.exists() else None) != before.get(file):
                    skipped.add(file)
                    continue
                write_private(path, data)
                written = _card(path.name, data, Plan())
                assert written is not None
                cards[written.id] = written
        except OSError as error:
            raise VdirError(f"{self.folder} cannot be written: {error.strerror}. It will be tried again.") from error
        return skipped

    def look(self) -> "tuple[Plan, dict[str, Known], dict[str, _Card]]":
        """What differs; nothing is changed.

        Raises:
            VdirError: the folder is not there, or was emptied.
            BookError: the book cannot be read.
        """
        if not self.folder.is_dir():
            raise VdirError(f"There is no folder {self.folder}. Make it first, or let vdirsyncer make it.")
        self._agreed = self._read_agreed()
        plan = Plan()
        cards = {card.id: card for card in self._cards(plan)}
        unread = {file.partition(":")[0] for file, _ in plan.unreadable}
        mine = self._people()
        gone = [key for key, known in self._agreed.items() if key not in cards and known.file not in unread]
        there = [key for key in gone if self._agreed[key].person in mine]
        is_emptied = len(there) >= _FEWEST and len(there) > _MOST_GONE * len(self._agreed)
        if (self._agreed and not cards) or is_emptied:
            raise VdirError(
                f"{self.folder} has lost {len(there)} of {plural(len(self._agreed), 'card')}. Nothing was changed. "
                "Put back what is missing, or write it again with --anew."
            )
        for key in gone:
            known = self._agreed[key]
            if known.person in mine:
                person = mine[known.person]
                plan.gone_there.append((person.id, person.details["name"], key))
        for key, card in cards.items():
            known_card = self._agreed.get(key)
            if known_card is None:
                continue
            if known_card.person in mine:
                _compare(plan, mine[known_card.person], card, known_card)
            else:
                plan.gone_here.append((card.file, card.incoming.name, key))
        self._take_new(plan, mine, cards)
        return plan, mine, cards

    def _take_new(self, plan: Plan, mine: Mapping[str, Known], cards: "Mapping[str, _Card]") -> None:
        """Cards that are new in the folder, and people who have none yet."""
        linked = {known.person for known in self._agreed.values()}
        new = [card for key, card in cards.items() if key not in self._agreed]
        free = [person for person in mine.values() if person.uuid not in linked]
        by_number = {person.id: person for person in free}
        for card, match in zip(new, match_people([card.incoming for card in new], free), strict=True):
            at = f"{card.file}:{card.incoming.line}"
            if match.state is State.NEW:
                plan.add.append((card.incoming, card.file))
            elif match.contact_id is not None and by_number[match.contact_id].uuid not in linked:
                person = by_number[match.contact_id]
                linked.add(person.uuid)
                known = Agreed(person.uuid, card.file, {}, {})
                self._agreed[card.id] = known
                _compare(plan, person, card, known)
            else:
                plan.doubtful.append((at, match.why or f"another card is {card.incoming.name}'s"))
        for person in free:
            if person.uuid not in linked:
                file = f"{person.uuid}.vcf"
                plan.write[file] = (person.details["name"], _card_of(person))

    def _answer(self, plan: Plan, answers: Answers, mine: Mapping[str, Known], cards: "Mapping[str, _Card]") -> None:
        """Do with what is not clear as the user says; what nobody answers is left as it is on both sides."""
        open_clashes: list[Clash] = []
        people = {person.uuid: person for person in mine.values()}
        for clash in plan.clashes:
            theirs = answers.takes_theirs(clash)
            person = people[self._agreed[clash.card].person]
            if theirs is None:
                open_clashes.append(clash)
            elif theirs:
                plan.change.setdefault(person.id, {})[clash.field] = clash.theirs
            else:
                _write_field(plan, cards[clash.card], person, {clash.field: clash.mine})
        plan.clashes = open_clashes
        plan.delete_people = [each for each in plan.gone_there if answers.deletes(each[1])]
        plan.delete_cards = [each for each in plan.gone_here if answers.deletes(each[1])]
        plan.gone_there = [each for each in plan.gone_there if each not in plan.delete_people]
        plan.gone_here = [each for each in plan.gone_here if each not in plan.delete_cards]

    def _apply(self, plan: Plan, apply: Callable[[Callable[["Book"], "Done"]], "Done"]) -> str:
        from ..book import commands
        from ..book.backups import Why
        from ..book.commands import Done
        from ..book.journal import action, back_up_first

        source = self.folder.name or str(self.folder)

        def job(book: "Book") -> "Done":
            back_up_first(book, Why.IMPORT)
            with action(book) as act:
                for number, _, _ in plan.delete_people:
                    commands.delete_contact(book, number)
                record_people(book, [Job(tidy(card), None, card.details()) for card, _ in plan.add], source)
                for number, values in plan.change.items():
                    record_people(book, [Job(_NOBODY, number, values)], source)
                    cleared = {name: "" for name, value in values.items() if not value}
                    if cleared:
                        commands.change_contact(book, number, **cleared)
                count = len(plan.change) + len(plan.add) + len(plan.delete_people)
                act.label = f"{plural(count, 'change')} from the address book {source}"
                return Done(act.label, 0, act)

        return apply(job).label

    def _cards(self, plan: Plan) -> "Iterator[_Card]":
        for path in sorted(self.folder.glob("*.vcf")):
            if path.name.startswith("."):
                continue
            try:
                data = path.read_bytes()
            except OSError as error:
                plan.unreadable.append((path.name, error.strerror or str(error)))
                continue
            card = _card(path.name, data, plan)
            if card is not None:
                yield card

    def _people(self) -> dict[str, Known]:
        with reading(self._book) as connection:
            return {person.uuid: person for person in known_people(connection)}

    def _read_agreed(self) -> dict[str, Agreed]:
        try:
            values = json.loads(self._file.read_text(encoding="utf-8"))
            return {key: Agreed(**each) for key, each in values["cards"].items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError):
            raise VdirError(
                f"The record of the last sync with {self.folder} cannot be read ({self._file}). Nothing was changed. "
                "Use --anew to compare all cards with your book as if for the first time."
            ) from None

    def _link_added(
        self, plan: Plan, before: Mapping[str, Known], now: Mapping[str, Known], cards: "Mapping[str, _Card]"
    ) -> None:
        """The people who were added just now belong to their cards."""
        new = [person for uuid, person in now.items() if uuid not in before]
        files = {file for _, file in plan.add}
        for card in cards.values():
            found = next((person for person in new if person.details["name"] == card.incoming.name), None)
            if card.file in files and found is not None:
                new.remove(found)
                self._agreed[card.id] = Agreed(found.uuid, card.file, {}, {})

    def _keep(
        self, plan: Plan, before: Mapping[str, Known], now: Mapping[str, Known], cards: "Mapping[str, _Card]"
    ) -> None:
        """Note how persons and cards agreed; of a field that both changed, and nobody decided, how it stood before.

        It is what was looked at and done, and not what stands there by now: that may be newer.
        """
        open_fields: dict[str, set[str]] = {}
        for clash in plan.clashes:
            open_fields.setdefault(clash.card, set()).add(clash.field)
        found = {
            key: known for key, known in self._agreed.items() if key not in cards and known.person in {*before, *now}
        }
        for key, card in cards.items():
            known = self._agreed.get(key)
            uuid = known.person if known is not None else key
            person, old = now.get(uuid), before.get(uuid)
            if person is None:
                if known is not None:
                    found[key] = known  # the person was taken out, and nobody said that the card may go
                continue
            mine = _said_of(person)
            if old is not None:
                taken = plan.change.get(person.id, {})
                read = _said_of(old)
                mine = {name: mine.get(name, "") if name in taken else read.get(name, "") for name in FIELDS}
            theirs = card.incoming.details()
            for name in open_fields.get(key, ()):
                for side, agreed in ((mine, known.mine if known else {}), (theirs, known.theirs if known else {})):
                    side[name] = agreed.get(name, "")
            found[key] = Agreed(uuid, card.file, _filled(mine), _filled(theirs))
        values = {"folder": str(self.folder), "cards": {key: asdict(each) for key, each in sorted(found.items())}}
        write_private(self._file, json.dumps(values, ensure_ascii=False, indent=1).encode())


@dataclass(frozen=True, slots=True)
class _Card:
    id: str
    file: str
    incoming: Incoming
    data: bytes


_NOBODY = Incoming(0, "", "")


def _card(file: str, data: bytes, plan: Plan) -> _Card | None:
    """The card in a file; of one that cannot be read the plan says why."""
    found = next(iter(read_vcards(text_of_vcards(data))), None)
    if isinstance(found, Incoming) and found.name:
        incoming = tidy(found._replace(source=file))
        return _Card(incoming.uid or file.removesuffix(".vcf"), file, incoming, data)
    why = found.why if isinstance(found, Unreadable) else "there is no card with a name in it"
    plan.unreadable.append((f"{file}:{found.line if found is not None else 1}", why))
    return None


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _card_of(person: Known) -> bytes:
    return as_vcard({**person.details, "id": person.uuid}, version=_VERSION).encode()


def _said_of(person: Known) -> dict[str, str]:
    """What a card of that person says, as it is read: a field may be written otherwise there than in the book."""
    found = next(iter(read_vcards(_card_of(person).decode())))
    assert isinstance(found, Incoming)
    return tidy(found).details()


def _compare(plan: Plan, person: Known, card: _Card, known: Agreed) -> None:
    """What each side changed since they last agreed: the other one follows."""
    mine, theirs = _said_of(person), card.incoming.details()
    writes: dict[str, str] = {}
    for name in FIELDS:
        here, there = mine.get(name, ""), theirs.get(name, "")
        if here == there:
            continue
        is_first = not known.mine and not known.theirs
        here_changed, there_changed = here != known.mine.get(name, ""), there != known.theirs.get(name, "")
        if is_first:
            here_changed, there_changed = bool(here), bool(there)
        if here_changed and there_changed:
            plan.clashes.append(Clash(card.id, person.details["name"], name, here, there))
        elif there_changed:
            if there or name != "name":
                plan.change.setdefault(person.id, {})[name] = there
        elif here_changed:
            writes[name] = person.details.get(name, "")
    if writes:
        _write_field(plan, card, person, writes)


def _write_field(plan: Plan, card: _Card, person: Known, fields: Mapping[str, str]) -> None:
    _, data = plan.write.get(card.file, ("", card.data))
    text = with_fields(text_of_vcards(data), {**person.details, "id": person.uuid}, fields, card.incoming)
    plan.write[card.file] = (person.details["name"], text.encode())
