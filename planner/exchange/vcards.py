"""The people of vCards (RFC 6350), as telephones, mail programs and address books write them.

Versions 2.1, 3.0 and 4.0, folded lines, quoted-printable, groups with labels, photos (which are passed over), several
cards in a file.
"""

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from ..names import with_address
from .incoming import Incoming, Unreadable
from .text_files import decoded

Component: TypeAlias = Any  # of vobject, which has no types
ContentLine: TypeAlias = Any
PREFIX = "urn:uuid:"
_LEFT_OUT = re.compile(r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)\b", re.IGNORECASE)
QUOTED = re.compile(r"(?i);(?:ENCODING=)?QUOTED-PRINTABLE\b")
CHARSET = re.compile(r"(?i);CHARSET=\"?([\w-]+)\"?")
_SAID = re.compile(r"(?i);(?:ENCODING=)?(?:QUOTED-PRINTABLE|8BIT|7BIT)\b|;CHARSET=\"?[\w-]+\"?")
_STRUCTURED = {"N", "ADR", "ORG"}
_LISTS = {"CATEGORIES", "NICKNAME"}
NO_TAGS = {"", "mycontacts", "* mycontacts", "starred", "* starred", "* friends"}  # of Google: of no meaning here
_MOST_BAD = 3  # lines of a card that are none, and that it is read without
_NICKNAME = re.compile(r"^vnd\.android\.cursor\.item/nickname;([^;]+)")


def text_of_vcards(data: bytes) -> str:
    """The text of a file of cards. Some programs fold a line in the middle of a character."""
    unfolded = re.sub(rb"\r?\n[ \t]", b"", data)
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return unfolded.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    return decoded(data)


def read_vcards(text: str) -> Iterator[Incoming | Unreadable]:
    """The cards of a text, each by itself: one that cannot be read does not stop the others."""
    for block in _blocks(text):
        yield block if isinstance(block, Unreadable) else _read(block)


class _Block:
    """A card as it stands in its file: its lines, each with its number, and the card of an agent inside it, if any."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.lines: list[tuple[int, str]] = []
        self.inside: list[_Block] = []

    def ends(self) -> "Iterator[_Block]":
        """The card, and after it those that stood inside it."""
        yield self
        for each in self.inside:
            yield from each.ends()


def _blocks(text: str) -> Iterator[_Block | Unreadable]:
    """Each card; what stands between cards is none. A card whose end is missing ends where the next begins."""
    open_: list[_Block] = []
    skips = False
    cut = re.sub(r"(?i)(END:VCARD)[ \t]*(?=BEGIN:VCARD)", r"\1\n", text)
    for number, line in enumerate(re.split(r"\r\n|\n|\r", cut), start=1):
        said = line.strip().upper()
        if said == "BEGIN:VCARD":
            if open_ and not _is_of_agent(open_[-1]):
                yield from open_.pop(0).ends()
                open_.clear()
            begun = _Block(number)
            if open_:
                open_[-1].inside.append(begun)
            open_.append(begun)
            skips = False
        elif said == "END:VCARD" and open_:
            done = open_.pop()
            if not open_:
                yield from done.ends()
        elif open_ and not said:
            open_[-1].lines.append((number, ""))  # which ends a value in quoted-printable
        elif open_:
            if not line[:1].isspace() and not (skips and ":" not in line):  # else it goes on what is passed over
                skips = bool(_LEFT_OUT.match(line))
            if not skips:
                open_[-1].lines.append((number, line))
    if open_:
        yield Unreadable(open_[0].line, "the card is cut off: END:VCARD is missing")


def _is_of_agent(block: _Block) -> bool:
    last = next((line for _, line in reversed(block.lines) if line), "")
    return bool(re.match(r"(?i)^AGENT[^:]*:\s*$", last))


def _read(block: _Block) -> Incoming | Unreadable:
    import vobject

    lines = _plain_lines(block.lines)
    for attempt in range(_MOST_BAD + 1):
        text = "\n".join(["BEGIN:VCARD", *(line for _, line in lines), "END:VCARD", ""])
        try:
            card = _card(block.line, vobject.readOne(text))
        except Exception as error:  # whatever a parser of foreign text raises
            bad = _why(error).removeprefix("Failed to parse line: ")
            at = next((place for place, (_, line) in enumerate(lines) if line[:200] == bad), -1)
            known = at >= 0
            unread = Unreadable(lines[at][0] if known else block.line, _why(error))
            if not known or attempt == _MOST_BAD or not lines[at][1].isprintable():
                return unread
            del lines[at]  # one line that is none does not spoil a card
        else:
            if card.name or card.no_person:
                return card
            return Unreadable(block.line, "the card has no name")
    raise AssertionError


def _plain_lines(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines whole, as version 3.0 has them: without folds, quoted-printable, and commas that are no separators."""
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(lines):
        number, line = lines[at]
        at += 1
        if not line:
            continue
        head, mark, value = line.partition(":")
        is_quoted = bool(QUOTED.search(head))
        while at < len(lines) and (lines[at][1][:1] in {" ", "\t"} or (is_quoted and value.endswith("="))):
            following = lines[at][1]
            folded = following[1:] if following[:1] in {" ", "\t"} else following
            value = value[:-1] + folded.lstrip(" \t") if is_quoted and value.endswith("=") else value + folded
            at += 1
        name = head.partition(";")[0].rpartition(".")[2].upper()
        if is_quoted:
            value = _unquoted(value, head)
            if name not in _STRUCTURED:
                value = re.sub(r"[\\,;]", r"\\\g<0>", value)
            value = re.sub(r"\r\n|\r|\n", r"\\n", value)
        if name == "ORG" or (not is_quoted and name not in _STRUCTURED | _LISTS):
            value = re.sub(r"(?<!\\)((?:\\\\)*),", r"\1\\,", value)
        found.append((number, _SAID.sub("", head) + mark + value))
    return found


def _unquoted(value: str, head: str) -> str:
    charset = CHARSET.search(head)
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return raw.decode(charset[1] if charset else "utf-8")
    except (UnicodeDecodeError, LookupError):
        return raw.decode("cp1252", "replace")


def _why(error: Exception) -> str:
    said = str(error).partition("\n")[0]
    return re.sub(r"^At line \d+: ", "", said)[:200] or type(error).__name__


def _card(line: int, card: Component) -> Incoming:
    labels = {each.group: _text(each) for each in _all(card, "x-ablabel") if each.group}
    emails = [_address(_text(each)) for each in _preferred(_all(card, "email"), labels)]
    numbers = _preferred(_all(card, "tel"), labels)
    phones = [telephone(_text(each)) for each in numbers if not _kinds(each, labels) & _NO_VOICE]
    faxes = [telephone(_text(each)) for each in numbers if _kinds(each, labels) & _NO_VOICE]
    links = [
        _text(each).replace("\\:", ":")
        for name in ("url", "x-socialprofile", "socialprofile")
        for each in _all(card, name)
    ]
    organisation = card.contents["org"][0].value if "org" in card.contents else ""
    employer = organisation[0] if isinstance(organisation, list) and organisation else organisation
    structured = _structured(card)
    name = _first(card, "fn") or structured
    tags = [tag for each in _all(card, "categories") for tag in _list(each)]
    return Incoming(
        line,
        _first(card, "uid").removeprefix(PREFIX),
        name.strip(),
        called=_nickname(card),
        title=_first(card, "title"),
        employer=str(employer or "").strip(),
        email=emails[0] if emails else "",
        phone=phones[0] if phones else "",
        linkedin=next((link for link in links if "linkedin." in link.lower()), ""),
        time_zone=_first(card, "tz"),
        tags=", ".join(tag.strip() for tag in tags if tag.strip()),
        notes="\n\n".join(_text(each).strip() for each in _all(card, "note") if _text(each).strip()),
        other_emails=tuple(emails[1:]),
        other_phones=(*phones[1:], *faxes),
        no_person=_no_person(card, name, str(employer or ""), structured),
    )


def _no_person(card: Component, name: str, employer: str, structured: str) -> str:
    """What a card is of that is no person's; "" of a person."""
    kind = (_first(card, "kind") or _first(card, "x-addressbookserver-kind")).lower()
    if kind in {"group", "org", "location", "thing"}:
        return {"group": "a group", "org": "a company", "location": "a place"}.get(kind, "a thing")
    is_companys = _first(card, "x-abshowas").lower() == "company"
    return "a company" if is_companys or (employer and not structured and name in {"", employer}) else ""


def _nickname(card: Component) -> str:
    said = _first(card, "nickname").split(",")[0].strip()
    own = (_NICKNAME.match(_text(each)) for each in _all(card, "x-android-custom"))
    return said or next((found[1] for found in own if found), "")


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


def telephone(value: str) -> str:
    """A telephone number without what some programs write around it."""
    number, _, extension = re.sub(r"^tel:", "", value, flags=re.IGNORECASE).partition(";ext=")
    return f"{number.strip()} ext. {extension.partition(';')[0]}" if extension else number.partition(";")[0].strip()


def _address(value: str) -> str:
    """An e-mail address without what some programs write around it."""
    bare = re.sub(r"^mailto:", "", value.strip(), flags=re.IGNORECASE)
    return with_address(bare)[1] or bare


_NO_VOICE = {"fax", "pager", "workfax", "homefax", "work fax", "home fax"}


def _kinds(line: ContentLine, labels: Mapping[str, str]) -> set[str]:
    """What a line says of its kind, in small letters: by its parameters, and by the label of its group."""
    kinds = {key.lower() for key in (*line.params, *line.singletonparams)}  # version 2.1 has the kinds alone
    kinds |= {kind.lower() for each in line.params.get("TYPE", []) for kind in each.split(",")}
    return kinds | {labels.get(line.group or "", "").strip("_$!<>").lower()}


def _preferred(lines: Iterable[ContentLine], labels: Mapping[str, str]) -> list[ContentLine]:
    """The preferred one first, then those of work, then the others, each once."""

    def rank(line: ContentLine) -> tuple[int, int]:
        kinds = _kinds(line, labels)
        said = next(iter(line.params.get("PREF", [])), "")
        preference = int(said) if said.isdigit() else 1 if "pref" in kinds else 101  # 4.0 counts from 1 to 100
        return preference, 2 if kinds & _NO_VOICE else 0 if "work" in kinds else 1

    found: dict[str, ContentLine] = {}
    for line in sorted(lines, key=rank):
        found.setdefault(_text(line).strip().lower(), line)
    return [line for text, line in found.items() if text]
