"""Who wrote a letter, and in what part: a person by name, or nobody where a team, a department or a system did."""

import re
from typing import NamedTuple

from ..mail_hosts import MAIL_PROVIDERS
from ..text import folded
from .first_names import has_first_name
from .letter_words import CLOSING, DEGREE, GENERIC_HOSTS, GREETING, INSTITUTION, MAILBOX, TITLES
from .message import Message

_C = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]"  # a capital, in the alphabets with capitals
_PARTICLES = (
    r"(?:van|von|vom|zu|zur|der|den|de|da|do|dos|das|"
    r"del|della|di|du|la|le|el|ter|ten|bin|al|af|av|y|e|und|d['’]|Ní|Ó|Mac)"
)
_WORD = rf"(?:[dDOL]['’]{_C}|{_C})[\w.’'-]*"
_NAME = re.compile(rf"^(?:{_WORD}|{_PARTICLES})(?: (?:{_PARTICLES} ?)*{_WORD}){{0,4}}$")
_EASTERN = re.compile(
    r"^[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,5}(?: [\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{1,4})?$"
)
_GENERIC_USERS = re.compile(
    r"^(?:info|office|contact|kontakt|jobs?|jobb|career|careers|karriere|hr|rh|rrhh|drh|bewerbung\w*|bewerber\w*|"
    r"application\w*|apply|recruit\w*|recrutement|recrutamento|rekrut\w*|rekrytering|selecci\w*|selezione|"
    r"vacature\w*|"
    r"sollicitati\w*|"
    r"personal\w*|people|talent\w*|team|hello|hi|hallo|mail|post|admin\w*|sekretariat|secretar\w*|no-?reply|noreply|"
    r"notifications?|system|support|service|news\w*|kanzlei|etude|direktion|verwaltung|empleo|trabajo|lavoro|emprego|"
    r"praca|kariera|work|cv|humanresources|"
    r"enquiries|inquiries|mailbox|donotreply|do-not-reply|updates?|messages?|noresponder)(?:[-_.+].*)?$"
)
HR_WORDS = re.compile(
    r"\b(?:hr|human resources|talent|people|personnel|recruiter|recruiting|recruitment|acquisition|staffing|sourcer|"
    r"personal\w*|personeels\w*|rrhh|drh|rh|recrut\w*|reclut\w*|selecci\w*|selezione|rekryter\w*|"
    r"rekrut\w*|kadr\w*)\b",
    re.IGNORECASE,
)
# Who holds an office, in place of a name: "O Presidente do Júri", "Headteacher's PA", "Der Vorstand".
_OFFICE = re.compile(
    r"^(?:(?:o|a|os|as|il|lo|la|i|gli|le|el|los|las|der|die|das|the|het|de|den) |l['’])(?=(?-i:[A-ZÀ-Þ]))|['’]s\b|"
    r"\b(?:president\w*|präsident\w*|responsabile|responsable|direttore|direttrice|directeur|directrice|director\w*|"
    r"direktor\w*|leiter\w*|leitung|manager\w*|head|chief|wójt|burmistrz|prezydent|bürgermeister\w*|mayor|principal|"
    r"headteacher|pa|assistant|assistent\w*|sekretär\w*|júri|comissão|comisión|commissione|direção|"
    r"dirección|direzione|"
    r"empfang|reception|rezeption|coordinator|officer|vorstand|geschäfts\w*|board|desk|owner|recruiter|rekryter\w*|"
    r"settore|sector|bereich|abteilung|committee|panel)\b",
    re.IGNORECASE,
)
_AGENCY_WORDS = re.compile(
    r"\b(?:our client|my client|the client|unser(?:e[mnr]?)? (?:kunde\w*|mandant\w*|auftraggeber\w*)|notre client|"
    r"nuestro cliente|onze opdrachtgever|il nostro cliente|nosso cliente|vår kund|nasz klient|naszego klienta)\b",
    re.IGNORECASE,
)
_LEADER_WORDS = re.compile(
    r"\b(?:hiring manager|head of|director\w*|manager|lead|leader|chief|cto|ceo|cfo|coo|vp|vice president|founder|"
    r"gründer\w*|chair|leiter\w*|leitung|partner|principal|owner|inhaber\w*|geschäftsführ\w*|chef\w*|responsable|"
    r"gérant\w*|directeur|directrice|"
    r"director[a]?|jefe|gerente|hoofd|directeur|teamleider|direttore|direttrice|responsabile|titolare|diretor[a]?|"
    r"kierowni\w*|dyrektor\w*|prezes|vd|avdelningschef|enhetschef|rektor|dean|dekan|editor|redaktions\w*)\b",
    re.IGNORECASE,
)


class Writer(NamedTuple):
    """A person who wrote, by name, with their position as the signature has it; "" where none is told."""

    name: str
    title: str = ""


NOBODY = Writer("")


def writer_of(message: Message) -> Writer:
    """The person who wrote a letter: the sender by name, else whoever signed it."""
    signed = signature(message)
    if message.no_reply and " via " not in message.display_name:
        # What a system calls itself, and signs with, is the employer: people's names stand in one of the two places.
        own = {*folded(signed.name).split()} <= {*folded(message.display_name).split()}
        return NOBODY if own else signed
    name = bare_name(message.sender_name)
    if name and is_persons_name(name, message, signed.name):
        same = signed.name and ({*folded(signed.name).split()} & {*folded(name).split()} or len(signed.name) <= 2)
        return Writer(name, signed.title if same else "")
    return signed


def signature(message: Message) -> Writer:
    """The name and the title under a letter; empty texts where a team or nobody signed it."""
    lines = [
        re.sub(r"^(?:gez\.|i\. ?[av]\.|p\. ?p[ao]?\.)\s*", "", line.strip(" ,-–—*>\t"), flags=re.IGNORECASE)
        for line in message.text.split("\n")
    ]
    at = next(
        (number for number in range(len(lines) - 1, -1, -1) if lines[number] and CLOSING.match(lines[number])), None
    )
    if at is None:
        return _unannounced(lines, message)
    below = [line for line in lines[at + 1 : at + 8] if line]
    for number, line in enumerate(below[:4]):
        name = bare_name(re.split(r"\s*[,|·•]\s|\s[–-]\s", line)[0])
        if len(name.split()) >= 2 and _may_be_persons(name, message):
            return Writer(name, _title([*re.split(r"\s*[,|·•]\s|\s[–-]\s", line)[1:], *below[number + 1 :]]))
    return NOBODY


def _unannounced(lines: list[str], message: Message) -> Writer:
    """The signature without a closing above it: a name on a line of its own, below a blank one, near the end."""
    filled = [number for number, line in enumerate(lines) if line]
    for number in filled[-4:]:
        name = bare_name(lines[number])
        stands_alone = number > 0 and not lines[number - 1] and len(filled) > 4
        known = folded(name) == folded(bare_name(message.sender_name))
        if (
            (stands_alone or known)
            and len(name.split()) >= 2
            and _may_be_persons(name, message)
            and not GREETING.match(f"{name} ")
        ):
            return Writer(name, _title([line for line in lines[number + 1 :] if line]))
    return NOBODY


def _title(lines: list[str]) -> str:
    """The position under a name: the first short line that is neither a place of work nor a number or an address."""
    for line in lines[:2]:
        first = re.split(r"\s[|·•]\s|, ", line)[0].strip(" ,-–—*")
        if (
            first
            and len(first) < 80
            and not re.search(r"\d{3}|@|https?:|www\.", first)
            and not first.endswith((".", "!", "?", ":"))
        ):
            return first
    return ""


def bare_name(name: str) -> str:
    """A name without what stands before and behind it: "Frau Dr. Eva Maier, MBA" is Eva Maier."""
    name = (
        re.sub(r"\s*\([^()]*\)|\s+(?:via|über|przez|von|from|bei|at|chez|@)\s.*$", "", name)
        if " von " not in f" {name} " or "(" in name
        else re.sub(r"\s*\([^()]*\)", "", name)
    )
    name = name.split(",")[0] if name.count(",") == 1 and DEGREE.search(name.split(",")[1]) else name
    words = [
        word
        for word in name.split()
        if not TITLES.match(word)
        and not DEGREE.fullmatch(word.rstrip(","))
        and not re.fullmatch(r"(?:Dr|Prof|Mag|Dipl)(?:[.-][\w.-]*)?", word)
    ]
    return " ".join(words).strip(" ,")


def _may_be_persons(name: str, message: Message) -> bool:
    """Whether a name that stands under a letter can be a person's: by its form, by a first name that is known, or as
    the address has it in front of its host.
    """
    if not _looks_like_name(name) or _is_place_of_work(name, message):
        return False
    return has_first_name(name) or bool(_EASTERN.match(name)) or _is_of_address(name, message)


def _is_of_address(name: str, message: Message) -> bool:
    """Whether an address is made of a name: "gernot.wallisch@", "g.wallisch@", or "gernot@" a host of another name."""
    words = [word for word in _letters(name) if len(word) > 1]
    user = "".join(re.findall(r"[a-z]+", _ascii(message.sender_email.partition("@")[0].lower())))
    if len(words) < 2:
        return False
    first, last = words[0], words[-1]
    hosts = "".join(re.sub(r"[^a-z0-9]", "", _ascii(label)) for label in host_words(message))
    return first not in hosts and user in {first, first + last, last + first, first[0] + last, first + last[0]}


def _looks_like_name(name: str) -> bool:
    words = name.split()
    return (
        bool(_NAME.match(name))
        and len(words) <= 5
        and not re.search(r"[&@|/\d!?:;]|\.{2}", name)
        and not INSTITUTION.search(name)
        and not _OFFICE.search(name)
        and not CLOSING.match(name)
    ) or bool(_EASTERN.match(name))


def is_persons_name(name: str, message: Message, signed: str = "") -> bool:
    """Whether a sender's name is a person's and not a mailbox's or an employer's.

    By its form, and by what else the letter says: the address has a person's name before the @ and an employer's behind
    it, and a person signs.
    """
    if _is_place_of_work(name, message) or any(each.search(name) for each in (MAILBOX, INSTITUTION, _OFFICE)):
        return False
    words = [word for word in (*_letters(name), *_letters(name.lower().translate(_SPELLED_OUT))) if len(word) > 1]
    hosts = " ".join(re.sub(r"[^a-z0-9]", "", _ascii(label)) for label in host_words(message))
    user = message.sender_email.partition("@")[0].lower()
    parts = [part for part in re.split(r"[^a-z]+", _ascii(user)) if part]
    theirs = (
        any(word in "".join(parts) for word in words if len(word) > 2)
        or any(len(part) > 2 and words and words[0].startswith(part) for part in parts)
        or any(
            len(words) > 1
            and part in {words[0][:1] + words[-1], words[0] + words[-1][:1], "".join(word[:1] for word in words)}
            for part in parts
        )
    )
    if not has_first_name(name) and not _EASTERN.match(name):
        return _is_of_address(name, message)
    if theirs or not _looks_like_name(name):
        return theirs
    if (signed and {*_letters(signed)} & {*_letters(name)}) or _signs(name, message):
        return True
    if _GENERIC_USERS.match(user) or any(len(word) > 3 and word in hosts for word in words):
        return False
    return len(words) >= 2 or bool(_EASTERN.match(name))


def _signs(name: str, message: Message) -> bool:
    """Whether a letter ends with that name, or with its first word: somebody writes from `jobs@` and signs."""
    words = folded(name).split()
    if len(words) < 2:
        return False
    lines = [line.strip(" ,.-–—*>\t") for line in message.text.split("\n") if line.strip()][-7:]
    for line in lines:
        said = f"{folded(line)} "
        if said == f"{words[0]} " or said.startswith(f"{' '.join(words)} "):
            return True
    return bool(lines and folded(re.split(r"[.!?)]\s+", lines[-1])[-1]) == words[0])


def _is_place_of_work(name: str, message: Message) -> bool:
    """Whether a name is that of the sender's host, or begins as it does, so an employer's.

    Inge Wohlgemuth, who writes from `inge@gaertnerei-wohlgemuth`, is none.
    """
    words = _letters(name)
    user = _ascii(message.sender_email.partition("@")[0].lower())
    if not words or (len(words[0]) > 2 and words[0] in user):
        return False
    labels = [re.sub(r"[^a-z0-9]", "", _ascii(label)) for label in host_words(message)]
    letters, initials = "".join(words), "".join(word[0] for word in words)
    return any(
        letters == label or (len(words[0]) > 3 and words[0] in label) or (len(initials) > 2 and initials == label)
        for label in labels
    )


_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})  # as addresses often have them
_LETTERS = str.maketrans({"ø": "o", "ð": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "þ": "th", "ı": "i"})


def _ascii(text: str) -> str:
    return folded(text).translate(_LETTERS)


def _letters(name: str) -> list[str]:
    """The words of a name as an address has them."""
    return re.findall(r"[a-z0-9]+", _ascii(re.sub(r"['’]", "", name)))


def host_words(message: Message) -> list[str]:
    """The labels of the sender's domain that are a name, the most general last; none for a mail provider's."""
    labels = [label for label in message.host.split(".") if label and label not in GENERIC_HOSTS]
    return [] if any(MAIL_PROVIDERS.match(label) for label in labels) else labels


def is_of_agency(message: Message) -> bool:
    """Whether somebody writes for a client whose name they may not have said."""
    return bool(_AGENCY_WORDS.search(message.full_text))


def guess_part(message: Message, title: str) -> str:
    """The likeliest part of whoever signed: a part's value as in `Part`."""
    said = f"{title} {message.display_name} {message.sender_email.partition('@')[0]}"
    if is_of_agency(message):
        return "recruiter"
    if HR_WORDS.search(said):
        return "hr"
    if _LEADER_WORDS.search(title):
        return "hiring_manager"
    tail = "\n".join(message.text.split("\n")[-6:])
    if HR_WORDS.search(tail):
        return "hr"
    return "hiring_manager" if _LEADER_WORDS.search(tail) else "hr"
