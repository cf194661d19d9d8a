"""What a message is by its structure, before any word of it is read as a letter's: an automatic answer, a report that
another one did not arrive, a receipt, a calendar's, a list's, or something that cannot be read at all.
"""

import contextlib
import re
from dataclasses import dataclass
from email.message import Message as RawMessage
from enum import StrEnum

from ..book.errors import BookError
from .headers import header, message_ids, raw_header


class UnreadableLetterError(BookError):
    """It is no message that can be read; the text says what it is, and what to do."""


class Structure(StrEnum):
    """What a message is, however its words read."""

    LETTER = "letter"
    AUTOMATIC = "automatic"  # an answer that nobody wrote: somebody is away, or a system has it
    BOUNCE = "bounce"  # a message of the user's did not arrive
    DELAY = "delay"  # it has not arrived yet
    RECEIPT = "receipt"  # it was delivered, or opened
    CALENDAR = "calendar"  # a calendar's request, answer or cancellation
    LIST = "list"  # to many: a mailing list, a newsletter, a job alert


@dataclass(frozen=True, slots=True)
class Report:
    """A report that a message did not arrive: where it was to go, its Message-ID, and why as the report has it."""

    recipients: tuple[str, ...]
    message_id: str
    reason: str


# What mail programs put before the subject of an automatic answer, by language; behind it stands a colon, or nothing.
_AWAY_SUBJECTS = re.compile(
    r"^\s*(?:"
    r"auto(?=\s*:)|auto(?:matic|mated|mática|matica|matico)?[ -]?(?:reply|response|answer|respuesta|replay|svar)"
    r"|out of (?:the )?office|away from (?:the |my )?(?:office|desk)|(?:i am |i'm )?on (?:annual |parental |sick |"
    r"maternity )?(?:leave|vacation|holiday)|vacation (?:reply|response)|ooo"
    r"|automatische (?:antwort|abwesenheits\w*)|abwesenheits\w*|abwesend|abwesenheit|nicht im büro"
    r"|réponse (?:automatique|d['’]absence)|absence(?: du bureau)?|absent(?:e)?(?: du bureau)?|message d['’]absence"
    r"|respuesta automática|fuera de (?:la )?oficina|ausente"
    r"|automatisch antwoord|afwezig(?:heid\w*)?(?: antwoord)?|niet aanwezig"
    r"|risposta automatica|fuori (?:sede|ufficio)|assente"
    r"|resposta automática|ausência|fora do escritório|ausente"
    r"|autosvar|automatiskt? svar|frånvar\w*|ej på kontoret|fraværs?\w*|ikke på kontoret"
    r"|automatyczna odpowiedź|odpowiedź automatyczna|autoodpowiedź|poza biurem|nieobecność"
    r"|automaattinen vastaus|poissa(?:oloilmoitus)?|automatická odpověď|mimo kancelář"
    r"|automatikus válasz|otomatik yanıt|автоответ|автоматический ответ|自動返信|自動応答|自动回复|자동 ?회신"
    r")\s*(?:[:：]|$|[-–—(!.]|(?:re|aw|sv|antw)\s*:)",
    re.IGNORECASE,
)
# What somebody who is away lets a program say. Only of a letter that a program made: a person may write so, too.
_AWAY = re.compile(
    r"\bout (?:of (?:the )?office|this week|until|till)\b|\b(?:am|be|i['’]m) away\b|\bon (?:annual |"
    r"parental |sick |maternity )?"
    r"(?:leave|holiday|vacation)\b|\b(?:limited|no) access to (?:my )?e?-?mail|\bback (?:in the office|"
    r"on (?:mon|tues|wednes|thurs|fri))|"
    r"\b(?:nicht im (?:büro|haus|dienst)|im urlaub|abwesend|außer haus|elternzeit)\b|\b(?:absente?|"
    r"en congés?|hors du bureau)\b|"
    r"\b(?:fuera de la oficina|de vacaciones|ausente)\b|\b(?:afwezig|met vakantie|op vakantie)\b|"
    r"\b(?:fuori ufficio|in ferie|assente)\b|\b(?:de férias|fora do escritório)\b|\b(?:på semester|"
    r"inte på kontoret|föräldraledig)|"
    r"\b(?:na urlopie|poza biurem|nieobecn)",
    re.IGNORECASE,
)
_BOUNCERS = re.compile(
    r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|microsoftexchange[0-9a-f]*|bounces?|mail-delivery|"
    r"maildelivery|"
    r"delivery-failure|undeliverable)(?:[-+.=\w]*)@",
    re.IGNORECASE,
)
_BOUNCED = re.compile(
    r"undeliver(?:ed|able)|undelivered mail returned|delivery (?:status notification|failure|has failed|incomplete)|"
    r"mail delivery (?:failed|failure|system)"
    r"|returned (?:mail|to sender)|failure notice|could not be delivered|message not delivered|address not found|"
    r"unzustellbar|nicht zugestellt|unbestellbar|échec de remise|non remis|no se (?:puede|pudo) entregar"
    r"|non recapitat|impossibile recapitare|não (?:foi )?entregue|onbestelbaar|kunde inte levereras|ej levererat|"
    r"niedostarczon|nie można dostarczyć",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"delay(?:ed)?\b|still being retried|will (?:be )?retr(?:y|ied)|verzögert|retard|verdröjd|opóźnion", re.IGNORECASE
)
_RECEIPT_SUBJECTS = re.compile(
    r"^\s*(?:read|not read|delivered|gelesen|ungelesen|zugestellt|lu|non lu|leído|gelezen|letto|lida?|"
    r"läst|przeczytano|"
    r"read receipt|"
    r"return receipt(?: \(displayed\))?(?=\s*[-:])|lesebestätigung|empfangsbestätigung|accusé de (?:réception|lecture)|"
    r"confirmación de lectura|leesbevestiging|conferma di lettura)\s*[:：(-]",
    re.IGNORECASE,
)
_ALERT_SENDERS = re.compile(
    r"\b(?:job-?alerts?|jobs-?noreply|jobalert|jobmail|job-?agent|newsletter|news|digest|marketing|"
    r"promo\w*|campaigns?|"
    r"mailing|info-?mail)\b",
    re.IGNORECASE,
)
_CALENDAR_TYPES = {"text/calendar", "application/ics"}
_REASON = re.compile(r"^\s*(?:Diagnostic-Code:\s*(?:smtp;)?\s*)?(.{0,300})$", re.IGNORECASE)
_MOST_PARTS = 60


def structure_of(raw: RawMessage, address: str, host_is_systems: bool) -> Structure:
    """What a message is; `address` is its sender's, `host_is_systems` that an applicant-tracking system sent it."""
    kinds = [part.get_content_type() for part in _parts(raw)]
    subject = header(raw, "Subject")
    report = str(raw.get_param("report-type", "")).lower() if raw.get_content_type() == "multipart/report" else ""
    if report in {"disposition-notification"} or "message/disposition-notification" in kinds:
        return Structure.RECEIPT
    if report or "message/delivery-status" in kinds:
        return _delivery(raw)
    if _BOUNCERS.match(address) or (_BOUNCED.search(subject) and not address):
        return Structure.DELAY if _DELAYED.search(subject) else Structure.BOUNCE
    if header(raw, "X-Failed-Recipients"):
        return Structure.BOUNCE
    if _is_answered_by_itself(raw, subject):
        return Structure.RECEIPT if _RECEIPT_SUBJECTS.match(subject) else Structure.AUTOMATIC
    if _RECEIPT_SUBJECTS.match(subject) and not header(raw, "In-Reply-To"):
        return Structure.RECEIPT
    if _CALENDAR_TYPES & {*kinds}:
        return Structure.CALENDAR
    if _is_to_many(raw, address) and not host_is_systems:
        return Structure.LIST
    return Structure.LETTER


def is_generated(raw: RawMessage) -> bool:
    """Whether a program made it, in answer to nothing: the letters of applicant-tracking systems among them."""
    return _submitted(raw) not in {"", "no"}


def says_away(text: str) -> bool:
    """Whether a text says that its sender is away."""
    return bool(_AWAY.search(text))


def _submitted(raw: RawMessage) -> str:
    return next(iter(re.split(r"[;(\s]", header(raw, "Auto-Submitted").strip().lower())), "")


def _is_answered_by_itself(raw: RawMessage, subject: str) -> bool:
    """Whether a program answered: RFC 3834, and what mail programs set in its place."""
    submitted = _submitted(raw)
    answers = bool(header(raw, "In-Reply-To") or header(raw, "References"))
    return (
        submitted in {"auto-replied", "auto-notified"}
        or (submitted not in {"", "no"} and answers)
        or header(raw, "Precedence").lower() in {"auto_reply", "auto-reply", "autoreply"}
        or any(header(raw, name) for name in ("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Autogenerated"))
        or header(raw, "X-Apple-Action").upper() == "VACATION"
        or (header(raw, "Return-Path").strip() == "<>" and answers)
        or bool(_AWAY_SUBJECTS.match(re.sub(r"^\s*(?:re|aw|sv|antw)\s*:\s*", "", subject, flags=re.IGNORECASE)))
    )


def _is_to_many(raw: RawMessage, address: str) -> bool:
    """Whether it went to many (RFC 2369, RFC 2919, and the older `Precedence`)."""
    return (
        any(
            header(raw, name)
            for name in (
                "List-Id",
                "List-Post",
                "List-Unsubscribe",
                "List-Help",
                "X-Campaign",
                "X-Mailer-RecptId",
                "X-CampaignID",
            )
        )
        or header(raw, "Precedence").lower() in {"bulk", "list", "junk"}
        or bool(_ALERT_SENDERS.search(address.partition("@")[0]))
    )


def _delivery(raw: RawMessage) -> Structure:
    actions = [header(block, "Action").lower() for part in _parts(raw) for block in _blocks(part)]
    if "failed" in actions or not any(actions):
        return Structure.BOUNCE
    return Structure.DELAY if "delayed" in actions else Structure.RECEIPT


def _blocks(part: RawMessage) -> list[RawMessage]:
    """The blocks of a delivery report, one for the message and one for each recipient."""
    payload = part.get_payload() if part.get_content_type() == "message/delivery-status" else None
    return [block for block in payload if isinstance(block, RawMessage)] if isinstance(payload, list) else []


# What the second and third number of a status mean (RFC 3463, section 3).
_STATUSES = {
    "1": "the address is wrong",
    "1.1": "there is no such address",
    "1.2": "there is no such domain",
    "1.6": "the mailbox has moved",
    "2": "the mailbox takes no mail",
    "2.1": "the mailbox is closed",
    "2.2": "the mailbox is full",
    "2.3": "the message is too long",
    "3": "their mail system takes no mail",
    "4": "their mail system could not be reached",
    "4.7": "it was tried for too long",
    "5": "their mail system did not understand it",
    "6": "they cannot read what it holds",
    "7": "it was refused",
}


def report_of(raw: RawMessage, text: str) -> Report:
    """What a report says did not arrive; fields are empty where it does not say so."""
    found: list[str] = []
    reason = original = ""
    for part in _parts(raw):
        for block in _blocks(part):
            for name in ("Final-Recipient", "Original-Recipient"):
                value = header(block, name)
                if value:
                    found.append(value.rpartition(";")[2].strip().lower())
            reason = (
                reason or _REASON.sub(r"\1", header(block, "Diagnostic-Code")) or status_said(header(block, "Status"))
            )
        if part is not raw and part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            inner = _inner(part)
            original = original or header(inner, "Message-ID")
            found += [address.lower() for address in re.findall(r"[\w.+-]+@[\w.-]+\w", header(inner, "To"))]
    found += [each.strip().lower() for each in header(raw, "X-Failed-Recipients").split(",") if "@" in each]
    if not found:
        found = [each.lower() for each in re.findall(r"<?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>?", text[:4000])]
    if not original:
        ids = message_ids(raw, "In-Reply-To", "References")
        original = (
            ids[0]
            if ids
            else next(iter(re.findall(r"^Message-ID:\s*(<[^<>\s]+>)", text, re.IGNORECASE | re.MULTILINE)), "")
        )
    return Report(tuple(dict.fromkeys(found)), original, reason)


def status_said(code: str) -> str:
    """A status code in words: "5.1.1" is "there is no such address (5.1.1)". "" for no code at all (RFC 3463)."""
    parts = code.split(maxsplit=1)[0].split(".") if code.split() else []
    if len(parts) != 3:
        return code
    words = _STATUSES.get(".".join(parts[1:])) or _STATUSES.get(parts[1], "their mail program gives no reason")
    return f"{words} ({'.'.join(parts)})"


def _inner(part: RawMessage) -> RawMessage:
    """The head of the message that a report brings along."""
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], RawMessage):
        return payload[0]
    import email

    return email.message_from_string(str(payload)[:20_000])


def _parts(raw: RawMessage) -> list[RawMessage]:
    found: list[RawMessage] = []
    with contextlib.suppress(Exception):
        for part in raw.walk():
            found.append(part)
            if len(found) >= _MOST_PARTS:
                break
    return found


# What cannot be read as a letter


def unreadable(data: bytes) -> str:
    """Why these bytes cannot be read as a letter, and what to do; "" for a message, also for a malformed one."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return (
            "It is an Outlook file (.msg). Open it in Outlook, save it as .eml or drag it into another mail program, "
            "and import that."
        )
    if head[:11].upper() == b"BEGIN:VCARD":
        return "It is a vCard, not a message. `planner add person` adds somebody."
    if head[:5] == b"%PDF-" or head[:4] in {
        b"PK\x03\x04",
        b"\x89PNG",
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xe1",
        b"GIF8",
        b"{\\rt",
    }:
        kind = {b"%PDF": "a PDF", b"PK\x03\x04": "a ZIP file or an Office document", b"{\\rt": "an RTF document"}.get(
            head[:4], "a picture"
        )
        return f"It is {kind}, not a message. Save the message itself as .eml and import that."
    if b"\x00" in head[:1024] and not re.match(rb"[\x21-\x39\x3b-\x7e]{1,70}:", head):
        return "It is not a message; it is not even text. Save the message as .eml and import that."
    lines = [line for line in head.split(b"\n")[:4] if line.strip()]
    if len(lines) >= 2 and not any(re.match(rb"(?:From |[\x21-\x39\x3b-\x7e]{1,70}:)", line) for line in lines):
        for mark in (b",", b";", b"\t"):
            counts = [line.count(mark) for line in lines]
            has_names = re.match(rb"\W*(?:first.?name|name|vorname|nom|nombre|e-?mail)\W", lines[0], re.IGNORECASE)
            if (counts[0] >= 2 or (counts[0] and has_names)) and all(abs(count - counts[0]) <= 2 for count in counts):
                return "It is a table (CSV), not a message. `planner add person` adds somebody."
    return ""


def sealed(raw: RawMessage, text: str) -> str:
    """Why the text of a message cannot be read, and what to do; "" where it can."""
    kinds = {part.get_content_type(): part for part in _parts(raw)}
    how = "Open it in your mail program, which has the key, save what it says as a message of its own, and import that."
    whole = raw.get_content_type()
    if (
        whole == "multipart/encrypted"
        or "application/pgp-encrypted" in kinds
        or text.lstrip().startswith("-----BEGIN PGP MESSAGE")
    ):
        return f"It is encrypted (OpenPGP), so it could not be read. {how}"
    for name in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        if name in kinds and not text.strip():
            signed = "signed-data" in raw_header(kinds[name], "Content-Type").lower()
            return f"It is {'signed' if signed else 'encrypted'} (S/MIME) in a form that could not be read. {how}"
    names = {(part.get_filename() or "").lower() for part in kinds.values()}
    if not text.strip() and ("application/ms-tnef" in kinds or "winmail.dat" in names):
        return f"Its text is in winmail.dat, Outlook's own form, and could not be read. {how}"
    return ""
