"""People as vCards (RFC 6350, version 4.0; and 3.0, RFC 2426, for what reads nothing newer), written, and changed.

A card of another program is changed line by line: what the planner does not know of stays as it is.
"""

import re
from collections.abc import Mapping

from ..names import filed
from .incoming import Incoming
from .vcards import CHARSET, NO_TAGS, PREFIX, QUOTED, telephone, text_of_vcards

_FOLDED = 75  # octets of a line (RFC 6350, section 3.2)
_ESCAPES = {"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"}


def as_vcard(person: Mapping[str, str], *, version: str = "4.0") -> str:
    """A card of a person of the book: a mapping of the columns of `contact`, with `id` for the UUID."""
    family, given, title = filed(person["name"])
    lines = [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        f"UID:{PREFIX}{person['id']}",
        f"FN:{_escaped(person['name'])}",
        "N:" + ";".join(_escaped(each) for each in (family, given, "", title, "")),
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


_PROPERTIES = {
    "name": ("FN", "N"), "called": ("NICKNAME",), "title": ("TITLE",), "employer": ("ORG",), "email": ("EMAIL",),
    "phone": ("TEL",), "linkedin": ("URL", "X-SOCIALPROFILE"), "time_zone": ("TZ",), "tags": ("CATEGORIES",),
    "notes": ("NOTE",),
}  # fmt: skip
_SEVERAL = {"email", "phone", "linkedin"}  # of which a card may have more than the planner knows


def can_be_changed(data: bytes) -> str:
    """Why lines of a card cannot be changed without touching others, in a few words; "" where they can."""
    text = text_of_vcards(data)
    if re.search(r"(?im)^VERSION:2", text) or QUOTED.search(text) or CHARSET.search(text):
        return "it is in an old format (vCard 2.1)"
    return "another card is inside it" if re.search(r"(?im)^(?:[\w-]+\.)?AGENT", text) else ""


def with_fields(text: str, person: Mapping[str, str], fields: Mapping[str, str], before: Incoming) -> str:
    """A card in which these fields are as the person has them; every other line stays as it is.

    `before` is the card as it was read: of several addresses only the one that was known is another now. What a line
    says beside its value, such as whether it is at work, stays.
    """
    lines = [line for line in re.split(r"\r\n|\n|\r", re.sub(r"(?:\r\n|\n|\r)[ \t]", "", text)) if line.strip()]
    version = next((line.partition(":")[2].strip() for line in lines if line.upper().startswith("VERSION")), "3.0")
    written = re.sub(r"\r\n ", "", as_vcard(person, version="4.0" if version == "4.0" else "3.0")).split("\r\n")
    wanted = {*fields} | ({"name"} if not any(_property_of(line) == "FN" for line in lines) else set())
    for name in sorted(wanted, key=list(_PROPERTIES).index):
        for kind in _PROPERTIES[name]:
            new = [line for line in written if _property_of(line) == kind]
            if name == "linkedin":
                new = [line for line in new if "linkedin." in line.lower()]
            old = [
                number
                for number, line in enumerate(lines)
                if _property_of(line) == kind and _is_it(name, line, getattr(before, name))
            ]
            if new and old:
                lines[old[0]] = _with_value(lines[old[0]], new[0], kind)
                old = old[1:] if name not in _SEVERAL else []
            elif new and kind != "X-SOCIALPROFILE":
                lines[-1:-1] = new
            lines = [line for number, line in enumerate(lines) if number not in old]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


_BEFORE_VALUE = re.compile(r'^(?:"[^"]*"|[^":])*:')


def _with_value(line: str, new: str, kind: str) -> str:
    """A line with another value; of an employer the department stays, and of tags those that are not the user's."""
    said = _BEFORE_VALUE.match(line)
    _, _, value = new.partition(":")
    if said is None:
        return new
    old = line[said.end() :]
    if kind == "ORG":
        value += "".join(f";{part}" for part in re.split(r"(?<!\\);", old)[1:])
    elif kind == "CATEGORIES":
        value = ",".join(
            [value, *(tag for tag in re.split(r"(?<!\\),", old) if tag.strip().lower() in NO_TAGS and tag)]
        )
    return said[0] + value


def _property_of(line: str) -> str:
    """The name of a line's property: "EMAIL" of "item1.EMAIL;TYPE=work:dana@example.com"."""
    return re.split(r"[;:]", line, maxsplit=1)[0].rpartition(".")[2].upper()


def _is_it(name: str, line: str, value: str) -> bool:
    """Whether a line is the one that a field was read from."""
    if name not in _SEVERAL:
        return True
    said = line.partition(":")[2].replace("\\", "").strip()
    return bool(value) and (said.lower() == value.lower() or telephone(said) == value)


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
