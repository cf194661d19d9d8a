"""What a message quotes, and what it forwards, told from its sender's own words by how they stand.

No list of what mail programs call things: a line that announces a quote ends in a colon and has an address or a day
in it, or stands above lines that begin with ">"; the head of an earlier message is a run of short "Name: value" lines
with an address or a day among them. That holds in every language. A library that lists the words of fourteen languages
(mail-parser-reply 1.36) missed the announcement of Gmail in four of the seven languages tried.
"""

import re
from typing import NamedTuple

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,100}){1,9}")
_IN_BRACKETS = re.compile(r"[<\[](?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[^\s>\]]*[>\]]")
_DAY = re.compile(
    r"\b\d{1,2}[:.h]\d\d\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{1,2}\.? [^\W\d]{3,12}\.?\b"
)
_RULE = re.compile(r"^\s*(?:[-_=*–—]\s?){5,}\s*$")
_TITLED_RULE = re.compile(r"^\s*[-_=*–—]{2,}\s*\w[^\n]{2,60}?\w\s*:?\s*[-_=*–—]{2,}\s*$")
_HEAD_LINE = re.compile(r"^\s*[*_]{0,2}([^\W\d_][\w’'. -]{0,22}?)[*_]{0,2}\s?[:：][*_]{0,2}\s*(\S.*)?$")
_BEGINS_FORWARD = re.compile(r"^(?:begin forwarded message|anfang der weitergeleiteten|début du message|"
                             r"inizio messaggio|"
                             r"inicio del mensaje|begin doorgestuurd|vidarebefordrat brev|"
                             r"początek przekazywan).{0,40}:?\s*$",
                             re.IGNORECASE)  # fmt: skip
_FORWARD_SUBJECT = re.compile(
    r"^\s*(?:fwd?|wg|tr|rv|enc|i|pd|vb|doorst|fs|vs|vidareb\w*|inoltr\w*|przek\w*)\s*[:：]", re.IGNORECASE
)
_LONGEST_ANNOUNCEMENT = 300  # characters, over its lines
_LONGEST_LINE = 400
_HEAD_LINES = 8
_FIELDS = {
    "from": "from|von|de|da|van|från|od|fra|lähettäjä|expéditeur|remitente|mittente|afzender|nadawca",
    "date": "date|sent|gesendet|datum|envoyé|envoyé le|fecha|enviado|enviada|enviado el|data|inviato|verzonden|"
    "skickat|wysłano|"
    "dato|sendt|sent at|le",
    "to": "to|an|à|para|a|aan|till|do|til|vastaanottaja|cc|kopie|copie|kopia",
    "subject": "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|temat|emne|aihe",
}
_NAMES = {name: field for field, names in _FIELDS.items() for name in names.split("|")}


class Forwarded(NamedTuple):
    """A message that was forwarded inline: its head by field ("from", "date", "to", "subject"), and its text."""

    head: dict[str, str]
    text: str
    comment: str  # what whoever forwarded it wrote above


def own_words(text: str) -> str:
    """A message without what it quotes: the part that its sender wrote.

    Answers between and below quoted lines stay. What is forwarded is not a quote but the point: it stays as well.
    """
    kept: list[str] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        if _opens_forward(lines, number) and not any(each.strip() for each in kept):
            kept += [_unmarked(below) for below in lines[number + 1 :]]
            break
        if _is_marked(line):
            number += 1
            continue
        announced = _announcement(lines, number)
        if announced:
            below = _next_line(lines, number + announced)
            if below < len(lines) and _is_marked(lines[below]):
                number = below
                continue
            break
        if _opens_head(lines, number):
            break
        kept.append(re.sub(r"^>(?=From )", "", line))
        number += 1
    return "\n".join(kept).strip("\n")


def forwarded(text: str, subject: str) -> Forwarded | None:
    """The message that this one forwards in its text; None when it forwards none.

    An earlier message below words of the sender's own is forwarded when the subject says so, and else quoted.
    """
    lines = text.split("\n")
    says_so = bool(_FORWARD_SUBJECT.match(subject))
    for number in range(len(lines)):
        opens = _opens_forward(lines, number)
        if not opens and not (_head_at(lines, number) and (says_so or not "".join(lines[:number]).strip())):
            continue
        start = number
        while start < min(len(lines), number + 5) and not _head_at(lines, start):
            start += 1
        found = _head_at(lines, start) if start < len(lines) else None
        if found is None or "from" not in found[0]:
            continue
        head, end = found
        comment = "\n".join(line for line in lines[:number] if not _RULE.match(line)).strip()
        return Forwarded(head, "\n".join(_unmarked(line) for line in lines[end:]).strip("\n"), comment)
    return None


def is_forward(subject: str) -> bool:
    """Whether a subject says that something is forwarded."""
    return bool(_FORWARD_SUBJECT.match(subject))


def _is_marked(line: str) -> bool:
    """Whether a line is quoted; ">From " is how mailboxes write a line that begins with "From "."""
    return line.lstrip().startswith(">") and not re.match(r"^>From \S", line)


def _unmarked(line: str) -> str:
    return re.sub(r"^\s*(?:>\s?)+", "", line)


def _next_line(lines: list[str], number: int) -> int:
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number


def _announcement(lines: list[str], number: int) -> int:
    """How many lines, up to three, announce a quote from here on: "On such a day somebody wrote:"; 0 for none.

    Mail programs break it anywhere. It has an address or a day in it, or the lines below it are marked.
    """
    said = ""
    for count in range(1, 4):
        if number + count > len(lines) or not lines[number + count - 1].strip():
            return 0
        said = f"{said} {lines[number + count - 1].strip()}"
        if len(said) > _LONGEST_ANNOUNCEMENT:
            return 0
        if not said.endswith((":", "：")):
            continue
        below = _next_line(lines, number + count)
        marked = below < len(lines) and _is_marked(lines[below]) and below <= number + count + 1
        written = said.rstrip(":： ")
        if marked and (count == 1 or _ADDRESS.search(said) or _DAY.search(said)):
            return count
        if _IN_BRACKETS.search(written) and _DAY.search(_ADDRESS.sub(" ", written)) and len(written.split()) >= 4:
            return count
        if _ANNOUNCES.search(written) and _DAY.search(written):
            return count
        return 0
    return 0


# For an announcement without an address above a quote that is not marked.
_ANNOUNCES = re.compile(
    r"\b(?:wrote|writes|schrieb\w*|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisała?|kirjoitti)\b",
    re.IGNORECASE,
)


def _opens_forward(lines: list[str], number: int) -> bool:
    """Whether a forwarded message begins here."""
    line = _unmarked(lines[number])
    if _BEGINS_FORWARD.match(line.strip()):
        return True
    return bool(_TITLED_RULE.match(line)) and bool(
        re.search(
            r"forward|weitergeleitet|transf|reenvia|inoltrat|doorgest|vidarebef|przekaz|encaminhad", line, re.IGNORECASE
        )
    )


def _opens_head(lines: list[str], number: int) -> bool:
    """Whether an earlier message begins here, with a rule above its head or the head alone."""
    line = lines[number]
    if len(line) > _LONGEST_LINE:
        return False
    if _TITLED_RULE.match(line) or _RULE.match(line):
        below = _next_line(lines, number + 1)
        return below < len(lines) and below <= number + 3 and _head_at(lines, below) is not None
    return _head_at(lines, number) is not None


def _head_at(lines: list[str], number: int) -> tuple[dict[str, str], int] | None:
    """The head of an earlier message that begins at this line, with the line after it."""
    if not lines[number].strip() or not _HEAD_LINE.match(_unmarked(lines[number])):
        return None
    head: dict[str, str] = {}
    count, last = 0, ""
    at = number
    while at < len(lines) and at < number + _HEAD_LINES:
        line = _unmarked(lines[at])
        found = _HEAD_LINE.match(line)
        if found and (found[2] or last):
            count += 1
            last = _NAMES.get(found[1].strip().lower(), "")
            if last and last not in head:
                head[last] = (found[2] or "").strip()
        elif line.strip() and last and line[:1] in " \t":  # a folded line
            head[last] = f"{head[last]} {line.strip()}"
        else:
            break
        at += 1
    known = len(head)
    if known < 2 or "from" not in head:
        return None
    said = " ".join(head.values())
    if not (_ADDRESS.search(head["from"]) or (known >= 3 and _DAY.search(said))):
        return None
    return head, at
