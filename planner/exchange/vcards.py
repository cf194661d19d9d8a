"""People as vCards (RFC 6350, version 4.0; and 3.0, RFC 2426, for what reads nothing newer), written and read.

Read is what telephones, mail programs and address books write: versions 2.1, 3.0 and 4.0, folded lines,
quoted-printable, groups with labels, photos (which are passed over), several cards in a file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from ..names import taken_apart

Component: TypeAlias = Any  # of vobject, which has no types
ContentLine: TypeAlias = Any
_PREFIX = "urn:uuid:"
_LEFT_OUT = re.compile(r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|AGENT)\b", re.IGNORECASE)
_FOLDED = 75  # octets of a line (RFC 6350, section 3.2)
_ESCAPES = {"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"}


class Card(NamedTuple):
    """A person as a card has them; "" for what it does not say. `line` is where in its file it begins."""

    line: int
    uid: str
    name: str
    called: str = ""
    title: str = ""
    employer: str = ""
    email: str = ""
    phone: str = ""
    linkedin: str = ""
    time_zone: str = ""
    tags: str = ""
    notes: str = ""
    other_emails: tuple[str, ...] = ()
    other_phones: tuple[str, ...] = ()


class UnreadableCard(NamedTuple):
    """A card that cannot be read: where it is in its file, and why."""

    line: int
    why: str


def as_vcard(person: Mapping[str, str], *, version: str = "4.0") -> str:
    """A card of a person of the book: a mapping of the columns of `contact`, with `id` for the UUID."""
    parts = taken_apart(person["name"])
    lines = [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        f"UID:{_PREFIX}{person['id']}",
        f"FN:{_escaped(person['name'])}",
        "N:" + ";".join(_escaped(each) for each in (parts.family, parts.given, "", parts.title, "")),
    ]
    plain = (("NICKNAME", "called"), ("TITLE", "title"), ("ORG", "employer"), ("NOTE", "notes"))
    lines += [f"{name}:{_escaped(person[field])}" for name, field in plain if person.get(field)]
    if person.get("email"):
        lines.append(f"EMAIL;TYPE={'work' if version == '4.0' else 'WORK,INTERNET'}:{_escaped(person['email'])}")
    if person.get("phone"):
        kind = "TEL;TYPE=work;VALUE=text:" if version == "4.0" else "TEL;TYPE=WORK,VOICE:"
        lines.append(kind + _escaped(person["phone"]))
    if person.get("linkedin"):
        link = person["linkedin"]
        lines.append("URL:" + (link if "://" in link else f"https://{link}"))
    if person.get("time_zone"):
        lines.append(
            f"TZ:{_escaped(person['time_zone'])}" if version == "4.0" else f"TZ;VALUE=text:{person['time_zone']}"
        )
    tags = [tag.strip() for tag in person.get("tags", "").split(",") if tag.strip()]
    if tags:
        lines.append("CATEGORIES:" + ",".join(_escaped(tag) for tag in tags))
    lines.append("END:VCARD")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    return re.sub(r"[\\,;\n]", lambda found: _ESCAPES[found[0]], text.replace("\r\n", "\n").replace("\r", "\n"))


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, no character cut in two."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _FOLDED:
            pieces.append(piece)
            piece, size = "", 1  # the blank in front of the next
        piece, size = piece + character, size + width
    return "\r\n ".join([*pieces, piece])


def read_vcards(text: str) -> Iterator[Card | UnreadableCard]:
    """The cards of a text, each by itself: one that cannot be read does not stop the others."""
    for line, block in _blocks(text):
        yield block if isinstance(block, UnreadableCard) else _read(line, block)


def _blocks(text: str) -> Iterator[tuple[int, "str | UnreadableCard"]]:
    """Each card with the line at which it begins; what stands between cards is no card."""
    begun, lines, skips = 0, list[str](), False
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        said = line.strip().upper()
        if said == "BEGIN:VCARD":
            if begun:
                yield begun, UnreadableCard(begun, f"the card has no end before the next begins in line {number}")
            begun, lines, skips = number, [line], False
        elif begun:
            if said == "END:VCARD":
                yield begun, "\r\n".join([*lines, line]) + "\r\n"
                begun = 0
                continue
            if not line[:1].isspace():  # else it goes on the line before
                skips = bool(_LEFT_OUT.match(line))
            if not skips and said:
                lines.append(line)
    if begun:
        yield begun, UnreadableCard(begun, "the card has no end")


def _read(line: int, block: str) -> Card | UnreadableCard:
    import vobject

    try:
        card = vobject.readOne(block, allowQP=True)
    except Exception as error:  # whatever a parser of foreign text raises
        at = getattr(error, "lineNumber", None)
        return UnreadableCard(line + at - 1 if at else line, _why(error))
    try:
        return _card(line, card)
    except (UnicodeError, ValueError, TypeError, AttributeError, IndexError) as error:
        return UnreadableCard(line, _why(error))


def _why(error: Exception) -> str:
    said = str(error).partition("\n")[0]
    return re.sub(r"^At line \d+: ", "", said)[:200] or type(error).__name__


def _card(line: int, card: Component) -> Card:
    labels = {each.group: _text(each) for each in _all(card, "x-ablabel") if each.group}
    emails = [_text(each) for each in _preferred(_all(card, "email"), labels)]
    phones = [_telephone(_text(each)) for each in _preferred(_all(card, "tel"), labels)]
    links = [_text(each).replace("\\:", ":") for name in ("url", "x-socialprofile") for each in _all(card, name)]
    organisation = card.contents["org"][0].value if "org" in card.contents else ""
    employer = organisation[0] if isinstance(organisation, list) and organisation else organisation
    name = _first(card, "fn") or _structured(card) or (str(employer) if employer else "")
    tags = [tag for each in _all(card, "categories") for tag in _list(each)]
    return Card(
        line,
        _first(card, "uid").removeprefix(_PREFIX),
        name.strip(),
        called=_first(card, "nickname").split(",")[0].strip(),
        title=_first(card, "title"),
        employer=str(employer or "").strip(),
        email=emails[0] if emails else "",
        phone=phones[0] if phones else "",
        linkedin=next((link for link in links if "linkedin." in link.lower()), ""),
        time_zone=_first(card, "tz"),
        tags=", ".join(tag.strip() for tag in tags if tag.strip()),
        notes="\n\n".join(_text(each).strip() for each in _all(card, "note") if _text(each).strip()),
        other_emails=tuple(emails[1:]),
        other_phones=tuple(phones[1:]),
    )


def _all(card: Component, name: str) -> list[ContentLine]:
    return list(card.contents.get(name, []))


def _first(card: Component, name: str) -> str:
    return next((_text(each).strip() for each in _all(card, name)), "")


def _text(line: ContentLine) -> str:
    value = line.value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    return str(value)


def _list(line: ContentLine) -> list[str]:
    return [str(each) for each in line.value] if isinstance(line.value, list) else re.split(r"(?<!\\),", _text(line))


def _structured(card: Component) -> str:
    """The name put together of its parts, where the card has no formatted one."""
    if "n" not in card.contents:
        return ""
    value = card.contents["n"][0].value
    parts = [getattr(value, part, "") for part in ("prefix", "given", "additional", "family", "suffix")]
    return " ".join(each if isinstance(each, str) else " ".join(each) for each in parts if each)


def _telephone(value: str) -> str:
    return re.sub(r"^tel:", "", value, flags=re.IGNORECASE).split(";ext=")[0].strip()


def _preferred(lines: Iterable[ContentLine], labels: Mapping[str, str]) -> list[ContentLine]:
    """The preferred one first, then those of work, then the others, each once."""

    def rank(line: ContentLine) -> tuple[int, int]:
        kinds = {
            kind.lower() for key in ("TYPE", "PREF") for each in line.params.get(key, []) for kind in each.split(",")
        }
        kinds |= {each.lower() for each in line.singletonparams}
        kinds |= {labels.get(line.group or "", "").strip("_$!<>").lower()}
        is_preferred = "pref" in kinds or "PREF" in line.params
        return (0 if is_preferred else 1, 0 if "work" in kinds else 2 if kinds & {"fax", "pager"} else 1)

    found: dict[str, ContentLine] = {}
    for line in sorted(lines, key=rank):
        found.setdefault(_text(line).strip().lower(), line)
    return [line for text, line in found.items() if text]
