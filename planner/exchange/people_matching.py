"""Who of a file is in the book already: by UID, e-mail address and telephone number, then by name and employer.

What a file says never takes the place of what the user entered, unless the user says so. A weak match is a question.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from ..names import called
from ..progress import each
from ..text import folded
from .incoming import FIELDS, Incoming
from .reading import Myself

_ALIKE = 90  # of 100, from which on two names at one employer may be one person
_FEWEST_DIGITS = 7  # of a number by which somebody is known
_SHARED = 5  # people with one number or address, from which on it is a switchboard's and tells nobody
_MOST_LIKELY = 3  # people that a doubtful entry may be


class State(StrEnum):
    """What an entry of a file is to the book."""

    NEW = "new"
    SAME = "same"
    ADDS = "adds"  # details that were not known
    DIFFERS = "differs"  # other details than the book has
    MOVED = "moved"  # to another employer, which is a reason to write
    DOUBTFUL = "doubtful"  # it may be one of these
    TWICE = "twice"  # as an earlier entry of the same files
    OTHER = "other"  # a company, a group, or the user


class Known(NamedTuple):
    """A person of the book, as far as a file can tell anything of them."""

    id: int
    uuid: str
    details: Mapping[str, str]  # by field
    dead_email: str = ""


@dataclass(slots=True)
class Match:
    """An entry of a file, and what it means for the book.

    `contact_id` is who it is; `adds` are details that were empty, `differs` those that are otherwise, each with what
    the book has and what the file has; `choices` are who it may be.
    """

    incoming: Incoming
    state: State
    contact_id: int | None = None
    name: str = ""
    adds: dict[str, str] = field(default_factory=dict)
    differs: dict[str, tuple[str, str]] = field(default_factory=dict)
    choices: tuple[int, ...] = ()
    why: str = ""


def match_people(
    people: Sequence[Incoming], known: Sequence[Known], region: str = "", me: Myself | None = None
) -> list[Match]:
    """What each entry means. `region` is the country, as "AT", by which numbers without one are read.

    Entries about one person are one, with all that they say of them. Of companies, groups and of `me` nothing comes.
    """
    index = _Index(known, region)
    whole, first = _together(people, region)
    found: list[Match] = []
    for place, incoming in enumerate(each(people)):
        if incoming.no_person:
            found.append(Match(incoming, State.OTHER, why=f"it is {incoming.no_person}, not a person"))
        elif me is not None and _is_me(incoming, me):
            found.append(Match(incoming, State.OTHER, why="it is you"))
        elif place in first:
            found.append(Match(incoming, State.TWICE, why=f"the same as {people[first[place]].at}"))
        else:
            found.append(_match(whole[place], index))
    return found


def _is_me(incoming: Incoming, me: Myself) -> bool:
    emails = {email.lower() for email in (incoming.email, *incoming.other_emails) if email}
    if emails & me.addresses:
        return True
    return bool(me.name) and folded(incoming.name) == folded(me.name) and not emails


def _together(people: Sequence[Incoming], region: str) -> tuple[list[Incoming], dict[int, int]]:
    """Each entry with what later ones say of the same person, and which those are, with the one that has it now."""
    whole = [*people]
    first: dict[int, int] = {}
    seen: dict[str, list[int]] = {}
    for place, incoming in enumerate(people):
        if incoming.no_person:
            continue
        keys = [*_keys(incoming, region)]
        earlier = [at for key in keys for at in seen.get(key, [])[:_SHARED] if _can_be_one(whole[at], incoming, region)]
        if earlier:
            first[place] = earlier[0]
            whole[earlier[0]] = _with_more(whole[earlier[0]], incoming)
        for key in keys:
            seen.setdefault(key, []).append(earlier[0] if earlier else place)
    return whole, first


def _can_be_one(one: Incoming, other: Incoming, region: str) -> bool:
    """Whether two entries with something in common can be about one person."""
    if one.uid and one.uid == other.uid:
        return True
    if one.linkedin and other.linkedin and _link(one.linkedin) != _link(other.linkedin):
        return False
    if not names_agree(one.name, other.name):
        return False
    if one.email and other.email and one.email.lower() == other.email.lower():
        return True
    mine, theirs = number_of(one.phone, region), number_of(other.phone, region)
    is_called_alike = bool(mine and theirs and _is_same_number(mine, theirs))
    if one.email and other.email:
        return is_called_alike
    return is_called_alike or not (mine and theirs)


def _with_more(one: Incoming, other: Incoming) -> Incoming:
    """An entry with what it does not say and another one does."""
    more = {name: getattr(other, name) for name in FIELDS if not getattr(one, name)}
    emails = (*one.other_emails, *(each for each in (other.email, *other.other_emails) if each))
    phones = (*one.other_phones, *(each for each in (other.phone, *other.other_phones) if each))
    longer = other.name if len(other.name) > len(one.name) else one.name
    found = one._replace(**more)._replace(name=longer, uid=one.uid or other.uid)
    notes = other.notes if other.notes and other.notes not in found.notes else ""
    return found._replace(
        notes="\n\n".join(filter(None, (found.notes, notes))),
        other_emails=tuple(dict.fromkeys(each for each in emails if each.lower() != found.email.lower())),
        other_phones=tuple(dict.fromkeys(each for each in phones if each != found.phone)),
    )


def compared(incoming: Incoming, person: Known, why: str = "") -> Match:
    """What an entry says of that person beyond, and otherwise than, the book."""
    adds: dict[str, str] = {}
    differs: dict[str, tuple[str, str]] = {}
    for name, value in incoming.details().items():
        here = person.details.get(name, "")
        if name == "email" and value.lower() == person.dead_email.lower():
            continue  # it is known not to reach them any longer
        if name == "tags":
            more = [tag for tag in _tags(value) if tag not in _tags(here)]
            if more:
                adds[name] = ", ".join([*_tags(here), *more])
        elif name == "notes":
            if value.strip() not in here:
                adds[name] = f"{here}\n\n{value}".strip()
        elif not here:
            adds[name] = value
        elif not _is_same(name, here, value, incoming):
            differs[name] = (here, value)
    if adds.get("called") in {called(incoming.name), person.details.get("name", "")}:
        del adds["called"]  # what they would be called anyway
    match = Match(incoming, State.SAME, person.id, person.details.get("name", ""), adds, differs, why=why)
    if "employer" in differs:
        match.state = State.MOVED
        match.why = f"at {differs['employer'][0]} in your book, at {differs['employer'][1]} there"
    elif differs:
        match.state = State.DIFFERS
    elif adds:
        match.state = State.ADDS
    return match


def _match(incoming: Incoming, index: "_Index") -> Match:
    sure = index.sure(incoming)
    if len(sure) == 1:
        person, how = sure[0]
        if (
            how != "uid"
            and folded(person.details["name"]) != folded(incoming.name)
            and not _names_fit(person, incoming)
        ):
            why = f"the same {how} as {person.details['name']}, but a different name"
            return Match(incoming, State.DOUBTFUL, choices=(person.id,), why=why)
        return compared(incoming, person)
    if len(sure) > 1:
        names = " and ".join(person.details["name"] for person, _ in sure[:_MOST_LIKELY])
        ids = tuple(person.id for person, _ in sure[:_MOST_LIKELY])
        return Match(incoming, State.DOUBTFUL, choices=ids, why=f"it has details of {names}")
    likely, why = index.likely(incoming)
    if not likely:
        return Match(incoming, State.NEW)
    if why == "":
        return compared(incoming, likely[0])
    return Match(incoming, State.DOUBTFUL, choices=tuple(person.id for person in likely[:_MOST_LIKELY]), why=why)


class _Index:
    """The people of the book by what tells them."""

    def __init__(self, known: Sequence[Known], region: str) -> None:
        self._region = region
        self._by: dict[tuple[str, str], list[Known]] = {}
        self._names: dict[str, list[Known]] = {}
        self._employers: dict[str, list[Known]] = {}
        for person in known:
            details = person.details
            self._add("uid", person.uuid, person)
            self._add("e-mail address", details.get("email", "").lower(), person)
            self._add("e-mail address", person.dead_email.lower(), person)
            self._add("number", number_of(details.get("phone", ""), region), person)
            self._add("link", _link(details.get("linkedin", "")), person)
            self._names.setdefault(_name_key(details["name"]), []).append(person)
            self._employers.setdefault(employer_key(details.get("employer", "")), []).append(person)

    def _add(self, how: str, value: str, person: Known) -> None:
        if value:
            self._by.setdefault((how, value), []).append(person)

    def sure(self, incoming: Incoming) -> list[tuple[Known, str]]:
        """Those who have the same UID, address, number or link, and which of these it is."""
        keys = [("uid", incoming.uid), ("link", _link(incoming.linkedin))]
        keys += [("e-mail address", email.lower()) for email in (incoming.email, *incoming.other_emails)]
        keys += [("number", number_of(phone, self._region)) for phone in (incoming.phone, *incoming.other_phones)]
        found: dict[int, tuple[Known, str]] = {}
        for how, value in keys:
            for person in self._by.get((how, value), []) if value else []:
                found.setdefault(person.id, (person, how))
            if how == "uid" and found:
                break
        return [*found.values()]

    def likely(self, incoming: Incoming) -> tuple[list[Known], str]:
        """Those who may be meant by name and employer, and why that is not sure; "" where it is."""
        namesakes = self._names.get(_name_key(incoming.name), [])
        there = employer_key(incoming.employer)
        same = [person for person in namesakes if there and employer_key(person.details.get("employer", "")) == there]
        if len(same) == 1 and not _contradicts(same[0], incoming, self._region):
            return same, ""
        if same:
            return same, "the same name and employer, but a different address or number"
        if namesakes:
            told = namesakes[0].details.get("employer", "")
            return namesakes, f"the same name, {f'at {told}' if told else 'with no employer'} in your book"
        from rapidfuzz import fuzz, process

        nearby = {person.id: person for person in self._employers.get(there, [])} if there else {}
        names = {key: folded(person.details["name"]) for key, person in nearby.items()}
        scored = process.extract(folded(incoming.name), names, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
        alike = [nearby[key] for _, _, key in scored]
        return alike, f"almost the same name as {alike[0].details['name']}, who works there" if alike else ""


@lru_cache(maxsize=1 << 14)
def number_of(phone: str, region: str = "") -> str:
    """A telephone number, the same for two spellings of it: E.164 where that can be told, else its digits."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) < _FEWEST_DIGITS:
        return ""
    import phonenumbers

    try:
        number = phonenumbers.parse(phone, region or None)
    except phonenumbers.NumberParseException:
        return digits
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def employer_key(employer: str) -> str:
    """An employer without its legal form: "Calder & Rowe Ltd." is Calder & Rowe."""
    words = [word for word in folded(employer.replace("&", " and ")).split() if word not in _FORMS]
    return " ".join(words)


_FORMS = {
    "ltd", "limited", "inc", "llc", "llp", "plc", "gmbh", "ag", "kg", "se", "sa", "sas", "sarl", "srl", "bv", "nv",
    "ab", "oy", "as", "corp", "corporation", "co", "company", "the", "ug", "ohg", "eg", "ev", "spa", "sl", "pty", "pte",
}  # fmt: skip


def _contradicts(person: Known, incoming: Incoming, region: str) -> bool:
    """Whether the two have addresses of the same house, or numbers, and other ones: namesakes at one employer."""
    here, there = person.details.get("email", "").lower(), incoming.email.lower()
    if here and there and here != there and here.partition("@")[2] == there.partition("@")[2]:
        return True
    mine, theirs = number_of(person.details.get("phone", ""), region), number_of(incoming.phone, region)
    return bool(mine and theirs and not _is_same_number(mine, theirs) and not (here and here == there))


def _is_same_number(one: str, other: str) -> bool:
    """Whether two numbers are the same, perhaps one of them without its country."""
    short, long = sorted((one.lstrip("+0"), other.lstrip("+0")), key=len)
    return len(short) >= _FEWEST_DIGITS and long.endswith(short)


def _keys(incoming: Incoming, region: str) -> Iterable[str]:
    """What tells an entry of a file from the others of it."""
    if incoming.uid:
        yield f"uid {incoming.uid}"
    if incoming.email:
        yield f"email {incoming.email.lower()}"
    number = number_of(incoming.phone, region)
    if number:
        yield f"phone {number}"
        yield f"phone {number} {_name_key(incoming.name)}"
    if incoming.employer or not (incoming.email or number):
        yield f"name {_name_key(incoming.name)} {employer_key(incoming.employer)}"


def _names_fit(person: Known, incoming: Incoming) -> bool:
    return names_agree(person.details["name"], incoming.name)


def names_agree(one: str, other: str) -> bool:
    """Whether two names can be the same person's: one is a part of the other, has an initial for it, or nearly it."""
    here, there = {*folded(one).split()}, {*folded(other).split()}
    if here <= there or there <= here:
        return True
    left, right = here - there, there - here
    if here & there and len(left) == len(right) == 1:
        short, long = sorted((*left, *right), key=len)
        if len(short) == 1 and long.startswith(short):
            return True  # J. Smith, John Smith
    from rapidfuzz import fuzz

    return bool(fuzz.token_sort_ratio(" ".join(sorted(here)), " ".join(sorted(there))) >= _ALIKE)


def _is_same(name: str, here: str, there: str, incoming: Incoming) -> bool:
    if name == "email":
        return here.lower() in {there.lower(), *(each.lower() for each in incoming.other_emails)}
    if name == "phone":
        numbers = [re.sub(r"\D", "", phone) for phone in (there, *incoming.other_phones)]
        mine = re.sub(r"\D", "", here)
        return mine in numbers or any(_is_same_number(mine, number) for number in numbers)
    if name == "employer":
        return employer_key(here) == employer_key(there)
    if name == "linkedin":
        return _link(here) == _link(there)
    if name == "name":
        return sorted(folded(here).split()) == sorted(folded(there).split())
    return folded(here) == folded(there)


def _name_key(name: str) -> str:
    """A name whichever way round it is written."""
    return " ".join(sorted(folded(name).split()))


def _link(address: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address.strip().lower()).split("?")[0].rstrip("/")


def _tags(text: str) -> list[str]:
    return [tag.strip().lower() for tag in text.replace("#", " ").split(",") if tag.strip()]
