"""A folder of vCards kept in step with the people of the book (a "vdir"), for vdirsyncer to carry to a CardDAV server.

Three-way: beside the book stands how each card and each person were when they last agreed, so of any difference it is
known which side changed. What both changed is a question; who is missing on one side is one too, and nobody is ever
taken out silently. Of a card only what the planner knows is written anew; a photo or a birthday stays as it is.
"""

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..book.file import reading
from ..private_files import write_private
from ..text import plural
from .incoming import FIELDS, Incoming
from .people_import import Job, known_people, tidy
from .people_import import record as record_people
from .people_matching import Known, State, match_people
from .vdir_cards import (
    Agreed,
    Answers,
    Card,
    Clash,
    Doubt,
    Plan,
    VdirError,
    card_in,
    card_of,
    compare,
    filled,
    said_of,
    take,
    write_fields,
)

if TYPE_CHECKING:
    from ..book.commands import Done
    from ..book.database import Book

_MOST_GONE = 0.5  # of the cards, from which on a folder counts as emptied
_FEWEST = 4  # cards, below which it does not


@dataclass(slots=True)
class Step:
    """What was done: the label of the action in the book ("" for none), and how many cards were written or removed."""

    label: str
    written: int
    removed: int
    plan: Plan


class Vdir:
    """The folder, and what is known of it beside the book."""

    def __init__(self, book: Path, folder: Path, *, anew: bool = False) -> None:
        """With `anew`, as if it had never been kept in step."""
        self.folder = folder
        self._begins_anew = anew
        self._book = book
        mark = hashlib.sha256(str(folder.expanduser().resolve()).encode()).hexdigest()[:12]
        self._file = book.with_name(f"{book.name}.vdir") / f"{mark}.json"
        self._agreed: dict[str, Agreed] = {}  # by the id of the card

    def step(self, apply: Callable[[Callable[["Book"], "Done"]], "Done"], answers: Answers) -> Step:
        """Bring book and folder in step, as far as it is clear or answered; the book in one action.

        Raises:
            VdirError: the folder is not there, was emptied, or cannot be written.
            BookError: the book cannot be read or written; the folder is as it was.
        """
        plan, mine, cards = self.look()
        if not os.access(self.folder, os.W_OK):
            raise VdirError(f"{self.folder} cannot be written. Nothing was changed.")
        self._answer(plan, answers, mine, cards)
        label = self._apply(plan, apply) if plan.change or plan.add or plan.delete_people else ""
        now = self._people() if label else mine
        self._link_added(plan, mine, now, cards)
        skipped: set[str] = set()
        try:
            self._write(plan, cards, skipped)
        finally:  # what was done so far is known, also where the rest could not be
            skipped |= {*plan.write} - self._written
            self._keep(plan, mine, now, {key: card for key, card in cards.items() if card.file not in skipped})
        return Step(label, len(self._written), len(plan.delete_cards), plan)

    def _write(self, plan: Plan, cards: "dict[str, Card]", skipped: set[str]) -> None:
        """Write and take away cards; files that another program changed meanwhile are left, and looked at again."""
        before = {card.file: card.data for card in cards.values()}
        self._written: set[str] = set()
        try:
            for file, _, card in plan.delete_cards:
                (self.folder / file).unlink(missing_ok=True)
                self._agreed.pop(card, None)
                cards.pop(card, None)
            for file, (_, data) in plan.write.items():
                path = self.folder / file
                written = card_in(path.name, data, Plan())
                if written is None or (path.read_bytes() if path.exists() else None) != before.get(file):
                    skipped.add(file)
                    continue
                write_private(path, data)
                cards[written.id] = written
                self._written.add(file)
        except OSError as error:
            raise VdirError(f"{self.folder} cannot be written: {error.strerror}. It will be tried again.") from error

    def look(self) -> "tuple[Plan, dict[str, Known], dict[str, Card]]":
        """What differs; nothing is changed.

        Raises:
            VdirError: the folder is not there, or was emptied.
            BookError: the book cannot be read.
        """
        if not self.folder.is_dir():
            raise VdirError(f"There is no folder {self.folder}. Make it first, or let vdirsyncer make it.")
        self._agreed = {} if self._begins_anew else self._read_agreed()
        plan = Plan()
        cards: dict[str, Card] = {}
        for card in self._cards(plan):
            if card.id in cards:
                why = f"it has the same UID as {cards[card.id].file}; one of the two files has to go"
                plan.doubtful.append(Doubt(card.incoming.at, why, card.incoming.name))
            else:
                cards[card.id] = card
        unread = {*plan.no_people, *(file.partition(":")[0] for file, _ in plan.unreadable)}
        mine = self._people()
        gone = [key for key, known in self._agreed.items() if key not in cards and known.file not in unread]
        there = [key for key in gone if self._agreed[key].person in mine]
        is_emptied = len(there) >= _FEWEST and len(there) > _MOST_GONE * len(self._agreed)
        if (len(there) > 1 and not cards) or is_emptied:
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
                compare(plan, mine[known_card.person], card, known_card)
            else:
                plan.gone_here.append((card.file, card.incoming.name, key))
        self._take_new(plan, mine, cards, gone)
        return plan, mine, cards

    def _take_new(
        self, plan: Plan, mine: Mapping[str, Known], cards: "Mapping[str, Card]", gone: Collection[str]
    ) -> None:
        """Cards that are new in the folder, and people who have none yet; `gone` are cards that were there before."""
        linked = {known.person for known in self._agreed.values()}
        without = {self._agreed[key].person: key for key in gone} if gone else {}
        new = [card for key, card in cards.items() if key not in self._agreed]
        people = {person.id: person for person in mine.values()}
        perhaps: set[str] = set()  # people who may have a card already
        for card, match in zip(new, match_people([card.incoming for card in new], [*people.values()]), strict=True):
            person = people.get(match.contact_id or 0)
            if match.state is State.NEW:
                plan.add.append((card.incoming, card.file))
            elif person is not None and (person.uuid not in linked or person.uuid in without):
                linked.add(person.uuid)
                former = without.pop(person.uuid, None)
                if former is not None:  # the same card under another UID, as some programs write it
                    self._agreed.pop(former)
                    plan.gone_there = [each for each in plan.gone_there if each[2] != former]
                self._link(plan, card, person)
            else:
                may_be = [people[number] for number in match.choices or ((person.id,) if person is not None else ())]
                perhaps |= {each.uuid for each in may_be}
                named = tuple((each.id, each.details["name"]) for each in may_be)
                why = match.why or (
                    f"{person.details['name']} has another card" if person is not None else "it is a duplicate"
                )
                plan.doubtful.append(Doubt(card.incoming.at, why, card.incoming.name, named, card.id))
        for person in mine.values():
            if person.uuid not in linked and person.uuid not in perhaps:
                plan.write[f"{person.uuid}.vcf"] = (person.details["name"], card_of(person))

    def _link(self, plan: Plan, card: Card, person: Known) -> None:
        """From now on a card is that person's."""
        known = self._agreed[card.id] = Agreed(person.uuid, card.file, {}, {})
        compare(plan, person, card, known)

    def _answer(self, plan: Plan, answers: Answers, mine: Mapping[str, Known], cards: "Mapping[str, Card]") -> None:
        """Do with what is not clear as the user says; what nobody answers is left as it is on both sides."""
        by_number = {person.id: person for person in mine.values()}
        for doubt in [each for each in plan.doubtful if each.card]:
            number = answers.whose(doubt)
            if number is None:
                continue
            plan.doubtful.remove(doubt)
            card = cards[doubt.card]
            if number:
                self._link(plan, card, by_number[number])
            else:
                plan.add.append((card.incoming, card.file))
        open_clashes: list[Clash] = []
        for clash in plan.clashes:
            theirs = answers.takes_theirs(clash)
            card, person = cards[clash.card], mine[self._agreed[clash.card].person]
            if theirs is None:
                open_clashes.append(clash)
            elif theirs:
                take(plan, person, card, clash.field, clash.theirs)
            else:
                write_fields(plan, card, person, {clash.field: clash.mine})
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
                    record_people(book, [Job(NOBODY, number, values)], source)
                    cleared = {name: "" for name, value in values.items() if not value}
                    if cleared:
                        commands.change_contact(book, number, **cleared)
                count = len(plan.change) + len(plan.add) + len(plan.delete_people)
                act.label = f"{plural(count, 'change')} from the address book {source}"
                return Done(act.label, 0, act)

        done = apply(job)
        return done.label if done.changed else ""

    def _cards(self, plan: Plan) -> "Iterator[Card]":
        for path in sorted(self.folder.glob("*.vcf")):
            if path.name.startswith("."):
                continue
            try:
                data = path.read_bytes()
            except OSError as error:
                plan.unreadable.append((path.name, error.strerror or str(error)))
                continue
            card = card_in(path.name, data, plan)
            if card is not None:
                yield card

    def _people(self) -> dict[str, Known]:
        with reading(self._book) as connection:
            return {person.uuid: person for person in known_people(connection)}

    def _read_agreed(self) -> dict[str, Agreed]:
        try:
            cards = json.loads(self._file.read_text(encoding="utf-8"))["cards"]
            return {
                key: Agreed(str(of["person"]), str(of["file"]), {**of["mine"]}, {**of["theirs"]})
                for key, of in cards.items()
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise VdirError(
                f"The record of the last sync with {self.folder} cannot be read ({self._file}). Nothing was changed. "
                "Use --anew to compare all cards with your book as if for the first time."
            ) from None

    def _link_added(
        self, plan: Plan, before: Mapping[str, Known], now: Mapping[str, Known], cards: "Mapping[str, Card]"
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
        self, plan: Plan, before: Mapping[str, Known], now: Mapping[str, Known], cards: "Mapping[str, Card]"
    ) -> None:
        """Note how persons and cards agreed; of a field that both changed, and nobody decided, how it stood before.

        It is what was looked at and done, and not what stands there by now: that may be newer.
        """
        open_fields: dict[str, set[str]] = {key: {*names} for key, names in plan.left.items()}
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
            mine = said_of(person)
            if old is not None:
                taken = plan.change.get(person.id, {})
                read = said_of(old)
                mine = {name: mine.get(name, "") if name in taken else read.get(name, "") for name in FIELDS}
            theirs = card.incoming.details()
            for name in open_fields.get(key, ()):
                for side, agreed in ((mine, known.mine if known else {}), (theirs, known.theirs if known else {})):
                    side[name] = agreed.get(name, "")
            found[key] = Agreed(uuid, card.file, filled(mine), filled(theirs))
        values = {"folder": str(self.folder), "cards": {key: asdict(each) for key, each in sorted(found.items())}}
        write_private(self._file, json.dumps(values, ensure_ascii=False, indent=1).encode())


NOBODY = Incoming(0, "", "")
