"""An e-mail as the planner sees it, read from whatever bytes came in.

The standard library's own policy raises on headers that real mail has, so each part is read on its own, and
what cannot be read is left empty. Nothing here raises for a malformed message.
"""

import email
import email.policy
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message as RawMessage
from hashlib import sha256

from ..text import clean_body, clean_line, folded
from .events import Event, events_in
from .headers import decoded, header, is_too_long, mailbox, message_ids, recipients, sender, sent
from .letter_words import INSTITUTION
from .quotes import Forwarded, forwarded, is_forward, own_words
from .structure import Report, Structure, is_generated, report_of, sealed, structure_of

MOST_TEXT = 100_000  # characters of a letter that are kept and looked at
_DEEPEST = 50  # levels of parts within parts
_MOST_PARTS = 30
_MOST_FORWARDS = 3  # of a message that was forwarded, forwarded and forwarded

_NO_REPLY = re.compile(
    r"\b(?:no|not|non|donot|do-not|do_not)[-_.]?(?:reply|replies|respond|antwort)|^(?:notifications?|mailer-daemon|"
    r"postmaster|automated?|auto|system|bounces?|alerts?|mailer|updates?)\b",
    re.IGNORECASE,
)
# The applicant-tracking systems whose addresses stand between an employer and the applicant.
_TRACKING_SYSTEMS = re.compile(
    r"(?:^|\.)(?:ats|ats-mail|hire|applicants?|greenhouse(?:-mail)?|lever|hire\.lever|myworkday(?:jobs)?|workday|"
    r"ashbyhq|ashby"
    r"|smartrecruiters|icims|jobvite|taleo|successfactors|bamboohr|breezy|workablemail|workable|personio|recruitee"
    r"|teamtailor|jazzhr|applytojob|bullhorn|pinpoint|comeet|softgarden|rexx|avature|phenom|oraclecloud|hirevue|"
    r"umantis|haufe|d-vinci|"
    r"prescreen|onlyfy|welcomekit|talentsoft|digitalrecruiters|flatchr|jobaffinity|varbi|reachmee|erecruiter|traffit|"
    r"homerun|afas|carerix|gupy|kenoby|solides|inrecruiting|arca24)"
    r"(?:-mail)?(?:\.|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail: who sent it and when, and its own words apart from what it quotes.

    `sent` is None without a date that can be read. `message_id` is never empty: a message without one gets a
    name made of its bytes, so that it is known again. `sealed` says why its text cannot be read, where that is so.
    """

    sender_name: str
    display_name: str  # as the header has it, with "via ..." and what stands in brackets
    sender_email: str
    recipients: tuple[str, ...]  # in small letters
    sent: datetime | None
    is_dated_by_its_way: bool  # it has no date of its own: `sent` is when it arrived
    subject: str
    text: str  # in the sender's own words
    full_text: str  # quotes included
    message_id: str
    answers: tuple[str, ...]  # the Message-IDs of what it answers, the nearest first
    structure: Structure
    report: Report | None
    events: tuple[Event, ...]
    sealed: str
    is_reply: bool
    is_generated: bool
    is_mass_mail: bool
    no_reply: bool
    was_forwarded: bool  # by the user: this is the letter inside

    @property
    def host(self) -> str:
        """The part of the sender's address after the @."""
        return self.sender_email.rpartition("@")[2].lower()

    def is_from(self, mine: Collection[str]) -> bool:
        """Whether one of these addresses, in small letters, sent it."""
        return self.sender_email.lower() in mine


def read_message(data: bytes, mine: Collection[str] = ()) -> Message:
    """The message in these bytes, however malformed they are; of one that the user forwarded, the one inside.

    `mine` are the user's addresses, in small letters.
    """
    try:
        raw = email.message_from_bytes(data, policy=email.policy.compat32)
        text = _text_of(raw)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError, IndexError):
        head, _, rest = data.replace(b"\r\n", b"\n").partition(b"\n\n")
        raw = email.message_from_bytes(head + b"\n\n", policy=email.policy.compat32)
        text = rest[:MOST_TEXT].decode("utf-8", "replace")
    return _message(raw, text, mine, 0)


def _message(raw: RawMessage, text: str, mine: Collection[str], depth: int) -> Message:
    text = clean_body(text[:MOST_TEXT])
    display_name, address = sender(raw)
    subject = header(raw, "Subject")
    is_mine = address.lower() in mine
    if depth < _MOST_FORWARDS and (is_mine or not own_words(text).strip()):
        attached = _attached_letter(raw)
        if attached is not None and (is_forward(subject) or not own_words(text).strip()):
            return replace(_message(attached, _text_of(attached), mine, depth + 1), was_forwarded=is_mine)
    by_system = bool(_TRACKING_SYSTEMS.search(address.rpartition("@")[2]))
    structure = structure_of(raw, address, by_system)
    moment, by_its_way = sent(raw)
    message = Message(
        sender_name=_personal(display_name, address),
        display_name=display_name,
        sender_email=address,
        recipients=recipients(raw),
        sent=moment,
        is_dated_by_its_way=by_its_way and moment is not None,
        subject=subject,
        text=own_words(text),
        full_text=text,
        message_id=header(raw, "Message-ID")[:900] or _made_up_id(address, header(raw, "Date"), subject, text),
        answers=message_ids(raw, "In-Reply-To") + message_ids(raw, "References")[::-1],
        structure=structure,
        report=report_of(raw, text) if structure in {Structure.BOUNCE, Structure.DELAY} else None,
        events=events_in(raw) if structure is Structure.CALENDAR else (),
        sealed=sealed(raw, text),
        is_reply=bool(header(raw, "In-Reply-To") or header(raw, "References"))
        or bool(re.match(r"(?:re|aw|antw|sv|rif|ynt|odp|vs)\s*:", subject, re.IGNORECASE)),
        is_generated=is_generated(raw),
        is_mass_mail=structure is Structure.LIST,
        no_reply=bool(_NO_REPLY.search(address) or by_system) or " via " in display_name,
        was_forwarded=False,
    )
    inside = forwarded(text, subject) if is_mine and depth < _MOST_FORWARDS else None
    return _inside(message, inside, mine) if inside is not None else message


def _inside(outer: Message, inside: Forwarded, mine: Collection[str]) -> Message:
    """The letter that the user forwarded in the text of a message, as its head there has it."""
    name, address = mailbox(inside.head["from"])
    if not name and not address:
        name = clean_line(inside.head["from"])
    subject = clean_line(inside.head.get("subject", "")) or outer.subject
    moment = _typed_moment(inside.head.get("date", ""))
    is_mine = address.lower() in mine
    deeper = forwarded(inside.text, subject) if is_mine else None
    message = replace(
        outer,
        sender_name=_personal(name, address),
        display_name=name,
        sender_email=address,
        recipients=tuple(each.lower() for each in re.findall(r"[\w.+-]+@[\w.-]+\w", inside.head.get("to", "")[:1000])),
        sent=moment,
        is_dated_by_its_way=False,
        subject=subject,
        text=own_words(inside.text),
        full_text=inside.text,
        structure=Structure.LETTER,
        is_reply=bool(re.match(r"(?:re|aw|antw|sv|rif|ynt|odp|vs)\s*:", subject, re.IGNORECASE)),
        answers=(),
        is_generated=False,
        is_mass_mail=False,
        no_reply=bool(_NO_REPLY.search(address) or _TRACKING_SYSTEMS.search(address.rpartition("@")[2]))
        or " via " in name,
        was_forwarded=True,
    )
    return _inside(message, deeper, mine) if deeper is not None else message


def _typed_moment(said: str) -> datetime | None:
    """A date as a mail program writes it above what it forwards, in whatever language."""
    if not said:
        return None
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import dateparser

        said = re.sub(r"\b(?:at|um|à|a las|alle ore|às|om|kl\.?|o)\b|[|,]", " ", said)
        try:
            found = dateparser.parse(
                " ".join(said.split()),
                languages=["en", "de", "fr", "es", "nl", "it", "pt", "sv", "pl"],
                settings={"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"},
            )
        except (ValueError, OverflowError, TypeError):
            return None
    return found if found is not None and 1990 <= found.year <= 2100 else None


def _made_up_id(address: str, sent_on: str, subject: str, text: str) -> str:
    """A name for a message without one, the same however its lines end."""
    said = "\n".join((address.lower(), sent_on, subject, " ".join(text.split())))
    return f"<{sha256(said.encode('utf-8', 'replace')).hexdigest()}@no-message-id>"


def _personal(name: str, address: str) -> str:
    """A display name as one would say it: "Whitfield, Dana (HR)" is Dana Whitfield, "Dana, Calder & Rowe" is Dana."""
    name = re.sub(r"\s+via\s.*$|\s*\([^()]*\)\s*$", "", name).strip("'\" ") or name
    if name.count(",") == 1:
        last, first = (part.strip() for part in name.split(","))
        user = address.partition("@")[0].lower()
        if INSTITUTION.search(first) or (user and re.split(r"[^a-z]", user)[0] == folded(last).split(" ")[0]):
            return last
        if first and last and " " not in last and first.lower().rstrip(".") not in {"inc", "ltd", "llc", "gmbh", "llp"}:
            name = f"{first} {last}"
    return name


def _text_of(raw: RawMessage) -> str:
    """The plain text of a message, or the text of its HTML where it has no plain one."""
    plain: list[str] = []
    html: list[str] = []
    for part in [*_leaves(raw, 0)][:_MOST_PARTS]:
        if is_too_long(part, "Content-Type") or "attachment" in str(part.get("Content-Disposition", "")).lower():
            continue
        kind = part.get_content_type()
        if kind.startswith("multipart/"):  # its boundary is missing, so its parts lie open as text
            kind = "text/plain"
        if kind in {"text/plain", "text/html"}:
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "replace")
            text = decoded(data[: 4 * MOST_TEXT], part.get_content_charset())
            (plain.append(_unflowed(text, part)) if kind == "text/plain" else html.append(text))
    written = "\n\n".join(text for text in plain if text.strip())
    if html and len(written.split()) < 12:  # "this message needs a program that shows HTML"
        from .html import text_of_html

        return "\n\n".join(text_of_html(text) for text in html) or written
    return written


def _unflowed(text: str, part: RawMessage) -> str:
    """A text whose lines were broken for its way (RFC 3676) as it was written."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    without = str(part.get_param("delsp", "")).lower() == "yes"
    lines: list[str] = []
    goes_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        said = line[1:] if line.startswith(" ") else line
        if goes_on and not said.startswith(">"):
            lines[-1] += said
        else:
            lines.append(said)
        goes_on = lines[-1].endswith(" ") and lines[-1] != "-- " and not lines[-1].startswith(">")
        if goes_on and without:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _leaves(part: RawMessage, depth: int) -> Iterator[RawMessage]:
    """The parts that hold text. A letter that came attached belongs to someone else."""
    if depth and part.get_content_type() == "message/rfc822":
        return
    payload = part.get_payload() if part.is_multipart() else None
    if not isinstance(payload, list):
        yield part
        return
    if depth < _DEEPEST:
        for inner in payload:
            if isinstance(inner, RawMessage):
                yield from _leaves(inner, depth + 1)


def _attached_letter(raw: RawMessage, depth: int = 0) -> RawMessage | None:
    """The first letter that came attached."""
    payload = raw.get_payload() if raw.is_multipart() else None
    if not isinstance(payload, list) or depth >= _DEEPEST:
        return None
    if raw.get_content_type() == "message/rfc822":
        return next((inner for inner in payload if isinstance(inner, RawMessage)), None) if depth else None
    inside = (_attached_letter(inner, depth + 1) for inner in payload if isinstance(inner, RawMessage))
    return next((each for each in inside if each is not None), None)
