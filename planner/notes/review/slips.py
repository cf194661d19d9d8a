"""Slips: what is left over from a template or another note, and what goes to or gives the wrong address."""

import re
from collections.abc import Iterator

from ..blanks import find_blanks
from .report import Flag, Matter, Situation, first_word, name_words
from .text import plain, sentences

_GREETING = re.compile(
    r"\A\s*(?:dear|hi|hello|hey|good (?:day|morning|afternoon|evening)|greetings|to)\b[ ,]+([^\n,.!:;]{1,60}(?:\.[^\n,.!:;]{1,40})?)",
    re.IGNORECASE,
)
_TITLES = frozenset({"mr", "ms", "mrs", "miss", "mx", "dr", "prof", "professor", "sir", "madam", "herr", "frau", "señor", "señora", "again", "there", "all", "everyone", "team", "and", "&", "this", "is"})  # fmt: skip
_NAME_WORD = re.compile(r"[^\W\d_][\w'.-]*")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NO_REPLY = re.compile(
    r"^(?:no|do|donot|dont|not|never)[._-]*(?:not[._-]*)?(?:t[._-]*)?repl(?:y|ies)|^(?:auto(?:mat(?:ed|ic|ion))?|mailer-daemon|bounces?|notifications?|system|donotrespond)\b|noreply|no-reply|do-not-reply|donotreply|mailer-daemon|unattended|unmonitored",
    re.IGNORECASE,
)
# Where many people have a private mailbox; anywhere else an address of mine may be an employer's.
_PRIVATE_HOSTS = re.compile(
    r"@(?:gmail|googlemail|outlook|hotmail|live|yahoo|ymail|icloud|me|mac|proton(?:mail)?|pm|gmx|web|posteo|mailbox|fastmail|aol|zoho|tuta(?:nota)?|hey|orange|free|laposte|libero|seznam|mail|btinternet|qq|163|126|naver|yandex)\.",
    re.IGNORECASE,
)
_AT_WORK = re.compile(
    r"\b(?:my|our) (?:current |present |new |old |direct )?(?:work|office|company|business|school|hospital|clinic|warehouse|ward|corporate|staff|firm|desk|department|day|employer's|(?:current |present )?job)(?:'s)?(?: e-?mail| mail| address| account| inbox| phone| line| number| extension| mobile| telephone| desk| direct| cell| line)+(?:\s+(?:address|number|line|inbox|is|at|:))?"
    r"|\b(?:e-?mail|write|call|ring|phone|reach|contact|find|get|message|try|text|catch) (?:to )?(?:me |hold of me )(?:\w+ ){0,4}?(?:at work|at the office|at my (?:desk|office|work|current|present)|in the office|on (?:the|my) (?:office|work|company|shop|ward|warehouse|staff|school)|through (?:my (?:office|work|company|current)|the (?:office|switchboard|reception)))\b[^.\n]{0,60}"
    r"|\b(?:via|at|on|through) my (?:work|office|company|school|corporate|current employer's|employer's|present employer's|staff|business|hospital|warehouse|ward)(?: e-?mail| mail| address| account| inbox| phone| line| number| extension| mobile)+"
    r"|\b(?:office|work|desk|switchboard|extension|ext\.?)(?: phone| number| line| tel| direct)?\s*[:.]?\s*(?:is )?\+?\d[\d ()./-]{5,}"
    r"|\b(?:extension|ext\.?) \d{2,5}\b",
    re.IGNORECASE,
)
_NOT_THERE = re.compile(
    r"\b(?:not|never|no longer|rather than|instead of|please don't|avoid|don't use)\b[^.\n]{0,40}$", re.IGNORECASE
)
_MINE = re.compile(r"\b(?:me|my|mine|i|i'm|i am)\b", re.IGNORECASE)
_THEIRS = re.compile(r"\b(?:your|his|her|their)\b(?: \w+){0,2}$", re.IGNORECASE)

_LEADS = re.compile(
    "|".join(
        (
            r"\b(?:do|would|might|could|may|perhaps|maybe|if) you (?:\w+ ){0,3}?(?:know|hear|heard|think|aware|come across|have heard|happen to know)(?: \w+){0,3}? (?:of |about )?(?:any|some|any other|other|another|a|anyone|anybody|someone|somebody|who|someone who|people who|companies|firms|places|colleagues)[^.?!\n]{0,60}?\b(?:hir(?:es?|ing)|recruit\w*|opening|openings|vacanc\w+|jobs?|positions?|roles?|posts?|looking for (?:someone|people|staff|a|an|my|help)|leads?|needs? (?:someone|a|an|people|help|hands)|short of)\b",
            r"\b(?:who|which companies|which firms|anyone|anybody|someone|somebody|any (?:other )?(?:companies|firms|employers?|schools?|hospitals?|colleagues?|clients?|wards?|places|agenc\w+|publishers?))(?: \w+){0,4} (?:is |are |else is |might be |may be |could be |'s )?(?:currently |now |also )?(?:hiring|recruiting|looking to hire|taking people on|taking on)\b",
            r"\b(?:pass|forward|send|hand|share|circulate|put|drop|mention|show|spread|distribute|slip)(?: \w+){0,3}? (?:my|the attached|attached) (?:cv|c\.v\.|resume|résumé|profile|details|application|name|file|papers|documents)\b(?: (?:on|along|around|round|about|forward|out|to|with|in front|among|before|onto|over|into|past))+",
            r"\b(?:pass|forward|send|hand|share|circulate|put)(?: \w+)? (?:it|this|them|me) (?:on|along|around|round|about|out) to (?:\w+ ){0,4}(?:who|hiring|contacts?|colleagues?|friends?|network|compan\w+|firms?|anyone|anybody|manager|partner|other|headhunter\w*|recruit\w*)\b",
            r"\b(?:job|career|hiring) (?:leads?|tips?|openings?)\b|\bany (?:leads|openings|vacanc\w+)\b(?! (?:at|with|in|on|for) (?:you|your|the team))",
            r"\b(?:refer|recommend|introduce|suggest) me (?:to|for)(?: \w+){0,6} (?:hiring|job|jobs|opening|openings|vacanc\w+|position|positions|role|roles|compan(?:y|ies)|firms?|employers?|recruiters?|headhunters?|who (?:hires?|needs?|is hiring))\b",
            r"\b(?:let me know|tell me|drop me a line|give me a shout|keep me posted|think of me|ping me|point me|steer me)(?: \w+){0,2} (?:if|when|whenever|should|to|towards|at) (?:you |any |anyone |anything |somebody |someone )?(?:hear|know|see|learn|come across|spot|notice|find)?(?: \w+){0,4}? (?:elsewhere|other compan\w+|another (?:company|firm|employer|place|school|hospital)|anyone (?:who|else)|somewhere (?:else)?|in your network|hiring|other (?:firms|employers|places|schools|hospitals|offices|warehouses|agencies|publishers)|who(?:ever)? (?:needs|hires|is looking|is hiring)|in (?:the )?(?:town|city|area|region|industry|business|field|trade))\b",
            r"\b(?:keep|have) (?:your|an|both) (?:ears?|eyes?) (?:open|out|peeled|to the ground)\b[^.?!\n]{0,50}|\bput (?:in )?(?:a|some) (?:good )?words? (?:in )?(?:for me|with (?:your|other|anyone|a|the))\b",
            r"\b(?:ask|asking|check with|speak to|talk to|tell) (?:around|your (?:\w+ )?(?:contacts|network|friends|colleagues|partners|clients))(?: \w+){0,6} (?:hir\w+|job|jobs|opening\w*|vacanc\w+|position\w*|role|roles|for me|need\w*|about me)\b|\bask around\b",
            r"\b(?:open|free|vacant|unfilled|available) (?:jobs?|positions?|posts?|roles?) (?:elsewhere|at other|in other|with other|anywhere|somewhere)\b|\b(?:jobs?|positions?|openings?|vacanc\w+|roles?) (?:that )?(?:you|your \w+) (?:\w+ )?(?:know|hear|heard|might know|may know|could think|are aware)\b",
            r"\bwho (?:else )?(?:in your (?:network|circle)|that you know|do you know who|do you know that)[^.?!\n]{0,40}\b(?:hir\w+|need\w*|look\w*|recruit\w*)\b",
        )
    )
)


def slip_flags(text: str, situation: Situation) -> Iterator[Flag]:
    """Blanks left, names and employers of others, leads asked for, an address at work."""
    for blank in find_blanks(text):
        yield Flag(Matter.BLANK, blank.start, blank.end, "This is still to be filled in.")
    yield from _greeted(text, situation)
    yield from _named(text, situation)
    yield from _employers(text, situation)
    yield from _leads(text)
    yield from _work_addresses(text, situation)


def no_reply(email: str) -> Flag | None:
    """A flag when nobody reads what is sent to that address."""
    name = email.partition("@")[0]
    if not _NO_REPLY.search(name):
        return None
    return Flag(Matter.NO_REPLY, 0, 0, f"Nobody reads {email}. Find an address of theirs, or write on LinkedIn.")


def _greeted(text: str, situation: Situation) -> Iterator[Flag]:
    """The greeting, when it names somebody else of the book and not the one it is for."""
    match = _GREETING.match(plain(text))
    if match is None:
        return
    words = [word for word in _NAME_WORD.finditer(match[1]) if word[0].casefold().rstrip(".") not in _TITLES]
    said = {word[0].casefold().rstrip(".'") for word in words}
    if not words or said & set(name_words(f"{situation.to.name} {situation.to.called}")):
        return
    for other in situation.others.by_word.get(words[0][0].casefold().rstrip(".'"), ()):
        if said <= set(name_words(f"{other.name} {other.called}")):
            start = match.start(1) + words[0].start()
            end = match.start(1) + words[-1].end()
            who = f"This note is for {situation.to.name}"
            yield Flag(Matter.WRONG_NAME, start, end, f"{who}; {text[start:end]} is {other.name} in your book.")
            return


def _named(text: str, situation: Situation) -> Iterator[Flag]:
    """Full names of people at other employers; a colleague of the same place may well be meant."""
    own = {employer.casefold() for employer in situation.to.employers}
    mine = situation.to.name.casefold(), situation.me.name.casefold()
    small = plain(text).casefold()
    if len(small) != len(text):
        return
    seen: set[str] = set()
    for word in set(name_words(small)):
        for other in situation.others.by_word.get(word, ()):
            name = plain(other.name).casefold()
            if name in seen or " " not in name or name in mine or name not in small:
                continue
            seen.add(name)
            if own & {employer.casefold() for employer in other.employers}:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", small):
                place = f" ({other.employers[0]})" if other.employers and other.employers[0] else ""
                why = f"{other.name} is somebody else in your book{place}. Is this left over from another note?"
                yield Flag(Matter.WRONG_NAME, match.start(), match.end(), why)


def _employers(text: str, situation: Situation) -> Iterator[Flag]:
    """Employers of others, written as a name: with their capitals, and not merely as a sentence's first word."""
    own = [employer for employer in situation.to.employers if employer]
    spared = [match.span() for employer in own for match in re.finditer(re.escape(employer), text)]
    spared += [match.span() for match in _ADDRESS.finditer(text)]
    spared += [match.span() for match in re.finditer(r"\S*/\S*|\S*\.(?:com|org|net|io|dev)\S*", text)]
    starts = {
        sentence.start + len(text[sentence.start :]) - len(text[sentence.start :].lstrip())
        for sentence in sentences(text)
    }
    taken: list[tuple[int, int]] = []
    for word in re.finditer(r"[^\W_][\w&'-]*", text):
        for employer, other in sorted(
            situation.others.employers.get(first_word(word[0].casefold()), ()), key=lambda pair: -len(pair[0])
        ):
            end = word.start() + len(employer)
            if text[word.start() : end] != employer or text[end : end + 1].isalnum():
                continue
            if any(start < end and word.start() < stop for start, stop in (*spared, *taken)):
                continue
            if word.start() in starts and " " not in employer and not text.startswith(("'s", "’s"), end):
                continue  # "Harvest was late this year": as likely the word as the name
            taken.append((word.start(), end))
            mine = own[0] if own else "their employer"
            why = f"{employer} is where {other.name} works; this note goes to {mine}."
            yield Flag(Matter.WRONG_EMPLOYER, word.start(), end, why)


def _leads(text: str) -> Iterator[Flag]:
    small = plain(text).lower()
    if len(small) != len(text):
        return
    last = -1
    for match in _LEADS.finditer(small):
        if match.start() >= last:
            last = match.end()
            why = "Asks for a job lead. Ask for advice instead, and leads come by themselves."
            yield Flag(Matter.JOB_LEAD, match.start(), match.end(), why)


def _work_addresses(text: str, situation: Situation) -> Iterator[Flag]:
    why = "Looks like an address at work. A present employer may read it, and you lose it with the job."
    flagged: list[tuple[int, int]] = []
    flat = plain(text)
    for match in _AT_WORK.finditer(flat):
        if not _NOT_THERE.search(flat[max(0, match.start() - 60) : match.start()]):
            flagged.append(match.span())
            yield Flag(Matter.WORK_ADDRESS, match.start(), match.end(), why)
    known = {situation.me.email.casefold(), situation.to.email.casefold()}
    private_host = situation.me.email.casefold().rpartition("@")[2]
    for match in _ADDRESS.finditer(text):
        address = match[0].casefold()
        if (
            address in known
            or address in situation.others.emails
            or _PRIVATE_HOSTS.search(address)
            or address.rpartition("@")[2] == private_host
        ):
            continue
        if any(start < match.end() and match.start() < end for start, end in flagged):
            continue
        line = text.rfind("\n", 0, match.start()) + 1
        before = flat[max(line, match.start() - 80) : match.start()]
        signature = not before.strip(" -:|") or len(before.split()) <= 2
        if _THEIRS.search(before.rstrip(" (:")) or _NOT_THERE.search(before):
            continue
        if (signature or _MINE.search(before)) and situation.me.email:
            yield Flag(Matter.WORK_ADDRESS, match.start(), match.end(), why)
