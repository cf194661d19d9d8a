"""Which employer a letter is about: one of the book, else by the sender's name, the signature and the words.

What several of them say counts more than what one says. Better none than a wrong one: an empty field is asked for.
"""

import re
from collections.abc import Collection, Iterator

from ..text import folded
from .first_names import has_first_name
from .letter_words import (
    CLOSING,
    DEGREE,
    GREETING,
    INSTITUTION,
    LEGAL_FORM,
    MAILBOX,
    TITLES,
    WEEKDAY_OR_MONTH,
)
from .message import Message
from .writers import _ascii, _letters, bare_name, host_words, is_of_agency, is_persons_name, writer_of

_C = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я0-9]"
_JOINS = (
    r"(?:&|and|und|et|y|e|en|och|i|of|the|for|de|del|della|di|da|do|dos|des|du|la|le|les|"
    r"der|die|das|den|van|von|vom|zu|zum|zur|am|an|im|in|auf|sur|för|at|by|’s|'s|\+)"
)
_NAME = rf"{_C}[\w.&’'+-]*(?: (?:{_JOINS} )*{_C}[\w.&’'+-]*){{0,5}}"
_AT = re.compile(
    rf"(?i:\b(?:at|with|join(?:ing)?|behalf of|interest in|application (?:to|at|with)|applied (?:to|at|with)|"
    rf"applying (?:to|at|with)|apply (?:to|at|with)|work(?:ing)? (?:at|for|with)|team (?:at|of)|career (?:at|with)|"
    rf"position (?:at|with)|role (?:at|with)|job (?:at|with)|here at|us at|we at"
    rf"|bewerbung (?:bei(?: der| den| dem)?|beim)|beworben bei|interesse an(?: der| einer (?:mitarbeit|"
    rf"tätigkeit) (?:bei|in)(?: der)?)?|(?:stelle|team|mitarbeit|einstieg|gespräch|karriere|praktikum|arbeit|"
    rf"ausbildung|start|alltag) (?:bei(?: der| den| dem)?|beim|von|der|des)|bei (?:der|den)|"
    rf"willkommen bei"
    rf"|chez|au sein (?:de la|du|de l['’]|des|de|d['’])|rejoindre|intérêt (?:pour|que vous portez à)|équipe (?:de|du|"
    rf"d['’])|candidature (?:chez|à|au)|interés en|trabajar en|equipo de|formar parte de|candidatura a|solicitud a|"
    rf"processo (?:seletivo )?d[aeo]|interesse (?:na|no|em|per)|equipa da|equipe d[aeo]|time d[aeo]|trabalhar (?:na|no|"
    rf"em)|lavorare (?:in|con|per)|presso|far parte di"
    rf"|interesse in|werken bij|sollicitatie bij|gesolliciteerd bij|collega['’]s van|team van|bij|intresse för|"
    rf"arbeta (?:hos|på)|jobba (?:hos|på)|ansökan till|hos|oss på|vi på|zainteresowanie|w firmie|pracy w|zespołu|"
    rf"dołączyć do) )"
    rf"(?P<who>{_NAME})",
)
_TEAM = re.compile(
    rf"(?:\b(?:your|the|ihr|euer|dein|das|il|el|o|het|votre|l['’]équipe|équipe|equipo|equipe|ekipa|zespół|teamet på|"
    rf"teamet hos) )?\b(?P<who>{_NAME}) ?-?(?:team|recruiting|recruitment|talent acquisition|hr|careers|karriere|"
    rf"people team)\b",
    re.IGNORECASE,
)
_NOT_AN_EMPLOYER = re.compile(
    r"^(?:dear|hi|hello|thank|thanks|we|i|you|your|our|the|this|that|it|my|unfortunately|re|fw|fwd|aw|wg|tr|linkedin|"
    r"zoom|teams|microsoft|google|meet|skype|if|please|as|no|sql|english|german|french|sie|ihre?|ihnen|uns|unser\w*|"
    r"wir|dein\w*|dir|ich|herr|frau|leider|vielen|danke|bewerb\w*|stelle|position|rolle|gespräch|fragen|rückfragen|"
    r"bedarf|büro|haus|interesse|gelegenheit|weitere\w*|nächste\w*|ende|anfang|durchsicht|auswahl|besetzung|"
    r"vorstellungs\w*|"
    r"kennenlern\w*|vous|nous|votre|notre|madame|monsieur|candidature|entretien|poste|candidatura|puesto|entrevista|"
    r"vaga|posizione|colloquio|sollicitatie|functie|gesprek|ansökan|tjänsten|intervju|rekrutacj\w+|stanowisk\w+|pana|"
    r"pani|"
    r"team|teams|hr|human resources|recruiting|recruitment|careers?|jobs?|office|application|interview|role|job|video|"
    r"online|next|first|second|final|all|any|some|other|another|dr|prof|mr|ms|mrs|am|pm|cv|resume|ats|ref|id|nr|"
    r"datenschutz\w*|vorstand|amtsgericht|geschäftsführ\w*|registergericht|ust\w*|tel\w*|fon|phone|mobile?|fax|e-?mail|"
    r"www|http\w*|"
    r"head|director|manager|leiter\w*|leitung|chef\w*|talent\w*|people|specialist|coordinator|assistant|assistenz|"
    r"sachbearbeit\w*|consultant|founder|ceo|cto|owner|inhaber\w*|officer|partner|principal|president|rektor\w*|rector|"
    r"dean|mayor|bürgermeister\w*|sent|gesendet|envoyé|enviado|von meinem|from my|outlook|iphone|android|diese\w*|"
    r"(?:time|equipe|equipa|equipo|équipe) d\w+|falls|automat\w*|confidential\w*|vertraulich\w*|disclaimer)\b",
    re.IGNORECASE,
)
_AGENCY_HOST = re.compile(
    r"search|selec|selez|person[ae]l|recruit|recrut|rekryt|staffing|headhunt|talent|executive|vermittl|resourcing|"
    r"conseil|jobteam|karriereberat|jobpartner"
)
# A network, or a portal, that passes on what somebody wrote: "Dana Whitfield via LinkedIn".
_THROUGH = re.compile(r"\s(?:via|über|przez|através d[eoa]|a través de|tramite|through|par|genom)\s+(?=[A-ZÀ-Þ])")
_ENOUGH = 4.0
_TELLING, _FITS = 4.0, 0.7
_MOST_TEXT = 8_000


def find_employer(message: Message, position: str = "", known: Collection[str] = (), mine: Collection[str] = ()) -> str:
    """The employer that a letter is about; "" when none can be told.

    `known` are the employers of the book: one that is named is it. `mine` are names of the user, which are none.
    """
    found = _of_the_book(message, known)
    if found or is_of_agency(message):
        return found  # "our client": whose name the agency has not said, or not yet
    writer = writer_of(message).name
    nobody = {folded(name) for name in (writer, *mine) if name}
    hosts = [re.sub(r"[^a-z0-9]", "", _ascii(label)) for label in host_words(message)]
    is_agencys = any(_AGENCY_HOST.search(label) for label in hosts)
    labels = [] if _THROUGH.search(message.display_name) or is_agencys else hosts
    if labels and message.no_reply:
        labels.append(re.sub(r"[^a-z0-9]", "", _ascii(message.sender_email.partition("@")[0])))
    labels = [label for label in labels if len(label) > 2]
    weights: dict[str, float] = {}
    names: dict[str, tuple[float, str]] = {}
    for weight, candidate in _candidates(message, writer, labels):
        name = trimmed(candidate)
        key = " ".join(_letters(name))
        fit = _agrees(name, labels)
        is_told = weight >= _TELLING or fit >= _FITS  # by the sender's name or address, whatever a title looks like
        if not key or not _may_be(name, nobody, "" if is_told else position):
            continue
        if weight < _TELLING and " " not in key and fit < 1 and has_first_name(name):
            continue  # "Monday with Nick"
        if is_agencys and _agrees(name, hosts) > 0.4:
            continue  # the agency's own name
        if _is_of_the_family(name, hosts):
            continue
        speaks = weight + 3.0 * fit if weight >= 1 else 5.0 * fit
        weights[key] = weights.get(key, 0.0) + speaks
        if speaks > names.get(key, (0.0, ""))[0]:
            names[key] = speaks, name
    if not weights:
        return ""
    # What is a part of another one speaks for it too, and the other way round.
    total = {
        key: weight + 0.6 * sum(other for each, other in weights.items() if each != key and _within(key, each))
        for key, weight in weights.items()
    }
    best = max(total, key=lambda key: (total[key], weights[key]))
    # "calder.example.com" fits Calder best, also where the letter says that they are Calder & Rowe.
    best = next((key for key, (_, name) in names.items() if _adds_partner(names[best][1], name)), best)
    return names[best][1] if total[best] >= _ENOUGH else ""


def _is_of_the_family(name: str, hosts: Collection[str]) -> bool:
    """Whether a name is a person's who has the employer's surname: Franz Hochedlinger of tischlerei-hochedlinger."""
    words = _letters(name)
    if len(words) != 2 or INSTITUTION.search(name) or LEGAL_FORM.search(f" {name}"):
        return False
    first, last = words
    theirs = [host for host in hosts if last in host and len(last) > 3]
    return bool(theirs) and not any((len(first) > 2 and first in host) or host == last for host in theirs)


def _adds_partner(one: str, longer: str) -> bool:
    """Whether a longer name is that one and a partner's: Calder & Rowe."""
    return bool(re.match(rf"{re.escape(one)} (?:&|\+) \w", longer, re.IGNORECASE))


def _within(one: str, other: str) -> bool:
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "


def _of_the_book(message: Message, known: Collection[str]) -> str:
    """The one employer of the book that a letter names, by word or by domain; "" for several, or none."""
    text = f" {' '.join(_letters(' '.join((message.display_name, message.subject, message.full_text[:_MOST_TEXT]))))} "
    labels = [re.sub(r"[^a-z0-9]", "", _ascii(label)) for label in host_words(message)]
    found = []
    for employer in known:
        words = _letters(LEGAL_FORM.sub("", employer))
        letters = "".join(words)
        if not words or len(letters) < 3:
            continue
        named = f" {' '.join(words)} " in text
        if named and len(words) == 1 and len(letters) < 6 and letters not in labels:
            named = bool(
                re.search(
                    rf"\b{re.escape(employer)}\b",
                    f"{message.display_name} {message.subject} {message.full_text[:_MOST_TEXT]}",
                )
            )
        if named or letters in labels or letters.replace("and", "") in labels:
            found.append((len(letters), employer))
    if not found:
        return ""
    longest = max(found)
    others = [each for _, each in found if not _within(" ".join(_letters(each)), " ".join(_letters(longest[1])))]
    return "" if others else longest[1]


def _candidates(message: Message, writer: str, labels: Collection[str]) -> Iterator[tuple[float, str]]:
    """Everything that may be the employer's name, with how telling the place is where it stands."""
    yield from _of_the_sender(message, writer)
    for line in _signature_lines(message):
        for part in (each.strip(" .,*") for each in re.split(r"\s*[|·•/]\s+|\s*,\s+|\s@\s|\s[–-]\s", line)):
            if re.fullmatch(_NAME + r"\.?", part) and not CLOSING.match(part):
                yield (
                    2.0
                    + 3.0 * bool(LEGAL_FORM.search(f" {part}"))
                    + 1.5 * bool(INSTITUTION.search(MAILBOX.sub(" ", part))),
                    part,
                )
    body = "\n".join(line for line in message.text.split("\n") if not (GREETING.match(line) and len(line) < 60))
    for text, more in ((message.subject, 1.0), (body, 0.0)):
        flat = re.sub(r"\s+", " ", re.sub(r"\n\s*\n", " . ", text))[:_MOST_TEXT]
        for match in _AT.finditer(flat):
            if match["who"][:1].isupper():
                said = re.split(r"(?<=[a-zà-ÿ])[.!?] |, ", match["who"])[0]
                # Words alone are enough only where no address could say otherwise: "at the weekend", "bei der Bahn".
                alone = more if labels else more + 1.5
                yield 2.6 + alone, said
                first = re.split(r" (?:und|and|et|y|och|for|für|pour|para|per) ", said)[0]
                if first != said:
                    yield 2.2 + alone, first
        for match in _TEAM.finditer(flat):
            if match["who"][:1].isupper():
                yield 2.0 + more, match["who"]
        if labels:
            for match in re.finditer(_NAME, flat):
                words = match[0].split()
                for start in range(len(words)):
                    for end in range(start + 1, min(len(words), start + 5) + 1):
                        name = " ".join(words[start:end])
                        if _agrees(name, labels) >= 0.7:
                            yield 0.5, name
    for part in re.split(r"\s[-–—|/]\s|: |, ", message.subject):
        if re.fullmatch(_NAME, part.strip(" .!?")):
            yield 1.0, part


def _of_the_sender(message: Message, writer: str) -> Iterator[tuple[float, str]]:
    display = message.display_name
    inside = re.search(r"\(([^()]{2,60})\)", display)
    if inside:
        yield 4.0, inside[1]
    if through := _THROUGH.search(display):
        before, behind = display[: through.start()], display[through.end() :]
        name = bare_name(before)
        is_persons = len(name.split()) in {2, 3} and has_first_name(name) and not INSTITUTION.search(name)
        if not is_persons and not is_persons_name(name, message):
            yield 4.5, MAILBOX.sub(" ", before)
        elif behind:
            yield 1.0, behind
        return
    bare = re.sub(r"\([^()]*\)", " ", display)
    parts = [
        part.strip()
        for part in re.split(r"\s*[|–—@]\s*|\s-\s|, |\s(?:from|von|bei|at|chez|de chez|hos|bij|van|presso)\s", bare)
        if part.strip()
    ]
    is_writer = folded(bare_name(bare)) == folded(writer)
    for number, part in enumerate(parts):
        if is_writer and number == 0 and len(parts) == 1:
            continue
        if writer and folded(bare_name(part)) == folded(writer):
            continue
        if not message.no_reply and is_persons_name(bare_name(part), message):
            continue
        if len(parts) > 1 and number == 0 and " " not in part and has_first_name(part):
            continue  # "Fenja von Studio Zwölfuhr"
        if not MAILBOX.sub("", part).strip(" &,-–"):
            continue
        first = next(iter(_letters(part)), "")
        user = _ascii(message.sender_email.partition("@")[0].lower())
        theirs = any(len(word) > 2 and word in user for word in (first, *_letters(part)[-1:]))
        if len(parts) > 1 and number == 0 and theirs and not INSTITUTION.search(part):
            continue  # "Leanne - Gloss & Co", "Luca Serventi | Officine Tarabusi"
        is_alone = len(parts) == 1 and not message.no_reply and (len(part.split()) == 1 or theirs)
        yield (1.5 if is_alone else 4.5), part


def _signature_lines(message: Message) -> list[str]:
    """The lines below the closing, or the last ones."""
    lines = [line.strip(" -*>\t") for line in message.text.split("\n")]
    at = next(
        (number for number in range(len(lines) - 1, -1, -1) if lines[number] and CLOSING.match(lines[number])), None
    )
    below = [line for line in lines[at + 1 :] if line][:7] if at is not None else [line for line in lines if line][-4:]
    return [line for line in below if len(line) < 90]


def trimmed(name: str) -> str:
    """A name without its legal form, department, article and what stands around it; "" where nothing is left."""
    name = " ".join(name.split()).strip(' .,;:!?-–—"“”„()|*')
    name = LEGAL_FORM.sub("", f" {name}").strip(" .,;-–")
    name = re.sub(
        r"^(?:the (?:team|hiring team|people) at|your team at|team|your|ihr|dein|jobs at|careers at|hiring at|"
        r"people at|praca w|jobb hos)\s+",
        "",
        name,
        flags=re.IGNORECASE,
    )
    bare = " ".join(MAILBOX.sub(" ", name).split()).strip(" &,-–—|/")
    bare = re.sub(
        r"^(?:(?:an|in|of|bei|at|von|vom|im|am|zu|zur) )?(?:der|die|das|des|the|la|le|l['’]|il|lo|el|de|het|o|a)"
        r"\s+(?=[A-ZÀ-Þ])|"
        r"\s+(?:der|die|des|of|de|du|van|&|und|and|et|y|och|i)$",
        "",
        bare,
    )
    name = re.sub(r"['’]s$", "", bare).strip(' .,;:!?-–—"“”|')
    return name if 1 < len(name) <= 60 and len(name.split()) <= 7 else ""


def _may_be(name: str, nobody: Collection[str], position: str) -> bool:
    """Whether a name may be an employer's: no greeting, closing, day, degree or number, and not the writer's own."""
    if not re.search(r"[^\W\d_]{2}", name) or re.search(r"@|https?:|\d{4,}|\.{2}", name):
        return False
    if _NOT_AN_EMPLOYER.match(name) or WEEKDAY_OR_MONTH.match(name) or CLOSING.match(name) or TITLES.match(name):
        return False
    if GREETING.match(f"{name} ") and len(name.split()) <= 3:
        return False
    if DEGREE.fullmatch(name) or (DEGREE.match(name) and not INSTITUTION.search(name)):
        return False
    own = folded(name)
    if any(own == each or own in each.split() or (len(each.split()) > 1 and each in own) for each in nobody):
        return False
    return not position or (own not in folded(position) and folded(position) not in own)


def _agrees(name: str, labels: Collection[str]) -> float:
    """How well a name agrees with an address: 1 for the same letters, 0 for nothing in common."""
    words = [
        word
        for word in _letters(name)
        if word not in {"and", "the", "und", "et", "y", "e", "i", "och", "der", "die", "das"}
    ]
    letters = "".join(words)
    best = 0.0
    for label in labels:
        bare = label.replace("and", "") if "and" in label and label.replace("and", "") == letters else label
        if not letters:
            continue
        if letters == bare or "".join(_letters(name)) == bare:
            best = max(best, 1.0)
        elif (
            len(letters) > 3
            and len(bare) > 3
            and (
                bare.startswith(letters) or letters.startswith(bare) or bare.endswith(letters) or letters.endswith(bare)
            )
        ):
            best = max(best, 0.8 * min(len(letters), len(bare)) / max(len(letters), len(bare)) + 0.15)
        elif len(words) > 2 and "".join(word[0] for word in words) == bare:
            best = max(best, 0.9)
        elif len(words) > 1 and len(bare) > 4 and all(word[:2] in bare for word in words) and bare[:3] == words[0][:3]:
            best = max(best, 0.8)  # "Säntisblick Informatik" at saentisblick-it
    return best
