"""Slips: what is left over from a template or another note, and what goes to or gives the wrong address."""

import re
from collections.abc import Iterator

from ..blanks import find_blanks
from .report import Flag, FlagKind, Situation, Someone, first_word, flag, name_words
from .text import plain, sentences

_GREETING = re.compile(
    r"\A\s*(?:dear|hi|hello|hey|good (?:day|morning|afternoon|evening)|greetings|to|liebe[r]?|hallo|guten (?:tag|morgen)"
    r"|sehr geehrte[r]?|hola|estimad[oa]|querid[oa]|buenos días|bonjour|chère?)\b[ ,]+([^\n,.!:;]{1,60}(?:\.[^\n,.!:;]{1,40})?)",
    re.IGNORECASE,
)
_TITLES = frozenset({"mr", "ms", "mrs", "miss", "mx", "dr", "prof", "professor", "sir", "madam", "herr", "frau", "señor", "señora", "again", "there", "all", "everyone", "team", "and", "&", "this", "is"})  # fmt: skip
_NAME_WORD = re.compile(r"[^\W\d_][\w'.-]*")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_IN_ADDRESSES = re.compile(
    rf"{_ADDRESS.pattern}|(?<!\S)[^\s/]{{0,100}}/\S{{0,200}}|(?<!\S)[^\s/]{{1,100}}\.(?:com|org|net|io|dev)\b"
)
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
    r"|\b(?:extension|ext\.?) \d{2,5}\b"
    r"|\b(?:my|our) (?:office|work|secretary|receptionist|switchboard|assistant|colleagues?|shop|ward|department|staff room|front desk)\b[^.\n]{0,50}\+?\d[\d ()/-]{5,}"
    r"|\bmy (?:desk|extension) (?:at|in|is)\b[^\n]{0,50}|\b(?:the )?(?:office|depot|desk|switchboard|reception|workshop|garage|kitchen)\b[^.\n]{0,40}(?:on |, ?|: ?)\+?\d{3}[\d -]{4,}"
    r"|\b(?:phone|line|desk|telephone) (?:at|in) (?:our|my|the) (?:place|office|work|shop|ward|staff room|school|warehouse|department|site)\b[^\n]{0,40}\d[\d ()/-]{5,}",
    re.IGNORECASE,
)
_NOT_THERE = re.compile(
    r"\b(?:not|never|no longer|rather than|instead of|please don't|avoid|don't use)\b[^.\n]{0,40}$", re.IGNORECASE
)
_AT_AN_EMPLOYER = re.compile(r"\b(?:at|for|with|join|joining|from) $", re.IGNORECASE)
_MINE = re.compile(r"\b(?:me|my|mine|i|i'm|i am)\b", re.IGNORECASE)
_THEIRS = re.compile(r"\b(?:your|his|her|their)\b(?: \w+){0,2}$", re.IGNORECASE)


def slip_flags(text: str, situation: Situation) -> Iterator[Flag]:
    """Blanks left, names and employers of others, an address at work."""
    for blank in find_blanks(text):
        yield flag(FlagKind.BLANK, blank.start, blank.end)
    yield from _greeted(text, situation)
    yield from _called_by_name(text, situation)
    yield from _positions(text, situation)
    yield from _named(text, situation)
    yield from _employers(text, situation)
    yield from _work_addresses(text, situation)


def no_reply(email: str) -> Flag | None:
    """A flag when nobody reads what is sent to that address."""
    name = email.partition("@")[0]
    if not _NO_REPLY.search(name):
        return None
    return flag(FlagKind.NO_REPLY, 0, 0, email=email)


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
            yield _wrong_name(start, end, other, situation)
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
                yield _wrong_name(match.start(), match.end(), other, situation)


# Where a first name by itself is somebody spoken to: between commas, behind a greeting or thanks, at a sentence's start.
_SPOKEN_TO = (
    r"(?:(?<=, )|(?<=\. )|(?<=! )|(?<=\? )|(?<=\n)|(?<=[Tt]hanks )|(?<=[Tt]hank you )|(?<=[Dd]ear )|(?<=[Hh]i ))"
    r"{name}(?=[,.!?])"
)


def _called_by_name(text: str, situation: Situation) -> Iterator[Flag]:
    """A first name left over from another note, further down than the greeting; not that of a colleague of theirs."""
    own = {employer.casefold() for employer in situation.to.employers}
    mine = {*name_words(f"{situation.to.name} {situation.to.called}"), *name_words(situation.me.name)}
    body = text.partition("\n")[2] if _GREETING.match(plain(text)) else text
    skipped = len(text) - len(body)
    for word in sorted({match[0] for match in re.finditer(r"(?<!\w)[^\W\d_a-z][\w'-]+", body)}):
        people = situation.others.by_word.get(word.casefold(), ())
        if not people or word.casefold() in mine:
            continue
        firsts = [each for each in people if word.casefold() in name_words(f"{each.called} {each.name.split()[0]}")]
        if len(firsts) < len(people) or any(own & {at.casefold() for at in each.employers} for each in people):
            continue
        for match in re.finditer(_SPOKEN_TO.format(name=re.escape(word)), body):
            yield _wrong_name(match.start() + skipped, match.end() + skipped, firsts[0], situation)


def _positions(text: str, situation: Situation) -> Iterator[Flag]:
    """The title of a position at another employer, as it stands in the book, in a note about one of theirs."""
    own = [position.casefold() for position in situation.positions]
    for position, employer in situation.other_positions:
        small = position.casefold()
        if len(position.split()) < 2 or any(small in each or each in small for each in own) or not own:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(position)}(?!\w)", text):
            yield flag(FlagKind.WRONG_POSITION, match.start(), match.end(), position=position, employer=employer)


def _wrong_name(start: int, end: int, other: Someone, situation: Situation) -> Flag:
    place = f" ({other.employers[0]})" if other.employers and other.employers[0] else ""
    return flag(FlagKind.WRONG_NAME, start, end, other=other.name, place=place, to=situation.to.name)


def _employers(text: str, situation: Situation) -> Iterator[Flag]:
    """Employers of others, written as a name: with their capitals, and not merely as a sentence's first word."""
    own = [employer for employer in situation.to.employers if employer]
    spared = [match.span() for match in _IN_ADDRESSES.finditer(text)]
    starts = {
        sentence.start + len(text[sentence.start :]) - len(text[sentence.start :].lstrip())
        for sentence in sentences(text)
    }
    taken: list[tuple[int, int]] = []
    for word in re.finditer(r"[^\W_][\w&'-]*", text):
        known = situation.others.employers.get(first_word(word[0].casefold()), [])
        in_small = word[0].islower() and _AT_AN_EMPLOYER.search(text[max(0, word.start() - 12) : word.start()])
        # The longest name first: at "Norvik Marine" it is not "Norvik" that is meant, whoever the note is for.
        candidates = [*known, *((employer, None) for employer in own if employer.startswith(word[0]))]
        if not candidates:
            continue
        for employer, other in sorted(candidates, key=lambda pair: -len(pair[0])):
            end = word.start() + len(employer)
            said = text[word.start() : end]
            if said != employer and not (in_small and said == employer.casefold()):
                continue
            if text[end : end + 1].isalnum():
                continue
            if any(start < end and word.start() < stop for start, stop in (*spared, *taken)):
                continue
            taken.append((word.start(), end))
            if other is None or any(mine.startswith(f"{employer} ") for mine in own):
                break  # theirs, or short for it
            if word.start() in starts and " " not in employer and not text.startswith(("'s", "’s"), end):
                break  # "Harvest was late this year": as likely the word as the name
            mine = own[0] if own else "their employer"
            yield flag(FlagKind.WRONG_EMPLOYER, word.start(), end, employer=employer, other=other.name, mine=mine)
            break


def _work_addresses(text: str, situation: Situation) -> Iterator[Flag]:
    flagged: list[tuple[int, int]] = []
    flat = plain(text)
    for match in _AT_WORK.finditer(flat):
        if not _NOT_THERE.search(flat[max(0, match.start() - 60) : match.start()]):
            flagged.append(match.span())
            yield flag(FlagKind.WORK_ADDRESS, match.start(), match.end())
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
        mine = set(name_words(situation.me.name)) & set(re.split(r"[._+-]", address.partition("@")[0]))
        if _THEIRS.search(before.rstrip(" (:")) or _NOT_THERE.search(before):
            continue
        if (signature or mine or _MINE.search(before)) and situation.me.email:
            yield flag(FlagKind.WORK_ADDRESS, match.start(), match.end())
