"""Which employer and which position a letter is about, and who signed it: as far as its words say so."""

import re
from collections.abc import Iterator

from ..text import folded
from .message import Message

_TITLE_WORDS = (
    "accountant|actuary|administrator|advisor|adviser|agent|analyst|apprentice|architect|artist|assistant|associate|attendant|auditor|baker|bookkeeper|"
    "broker|builder|buyer|carer|cashier|chef|chemist|clerk|coach|consultant|controller|coordinator|co-ordinator|copywriter|counsel|counsellor|curator|"
    "designer|developer|devops|director|doctor|driver|economist|editor|educator|electrician|engineer|estimator|evangelist|executive|expert|fellow|"
    "fellowship|fellowships|graphiste|handler|head|host|inspector|instructor|intern|internship|interpreter|investigator|journalist|lawyer|lead|leader|lecturer|"
    "librarian|machinist|manager|marketer|marketing|mechanic|mentor|midwife|nurse|officer|operator|organiser|organizer|owner|paralegal|partner|pharmacist|"
    "photographer|physicist|planner|postdoc|president|principal|producer|professor|programmer|receptionist|recruiter|reliability|reporter|representative|"
    "researcher|reviewer|sachbearbeiter|scholar|scientist|secretary|specialist|steward|strategist|supervisor|surveyor|teacher|technician|technologist|"
    "tester|therapist|trainee|trainer|translator|treasurer|tutor|underwriter|welder|worker|writer|entwickler|ingenieur|mitarbeiter|référent|"
    "développeur|ingénieur|chargée?|responsable|técnico|ingenier[oa]|analista|desarrollador[a]?|gestor[a]?|beleidsadviseur|medewerker|adviseur"
)
_TITLE_WORD = re.compile(rf"\b(?:{_TITLE_WORDS})s?(?:in|e)?\b", re.IGNORECASE)
_C = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]"  # a capital, in the alphabets with capitals
_WORD = rf"(?:{_C}[\w’'./+#&-]*|\d+[A-Z]?)"
_SMALL = r"(?:of|and|und|the|for|in|de|du|des|la|le|del|van|von|für|&|/|\+|-|–)"
_CAPITALS = rf"{_WORD}(?:,? (?:{_SMALL} ){{0,2}}{_WORD}|,? {_SMALL} {_WORD}){{0,6}}"
_JOB_AFTER = re.compile(
    r"(?:position|role|post|job|vacancy|opening|seat|puesto|poste|stelle|functie|vacature|vacancy [A-Z0-9/-]+) (?:of |as |for |titled |de |d’|d'|van |als )?(?:an? |our |the )?"
    rf"[“\"(]?(?P<job>{_CAPITALS}(?: \([^()]{{2,20}}\))?)"
)
_JOB_BEFORE = re.compile(
    rf"\b(?:the|our|an?|this|your|for|as|[Dd]en|[Dd]ie|[Dd]as) [“\"]?(?P<job>{_CAPITALS}|(?:[a-z-]+ ){{0,3}}(?:{_TITLE_WORDS})(?: in [a-z ]{{3,30}})?)[”\"]? "
    r"(?:position|role|post|opening|hire|job|seat|vacancy|process|gig|thing|programme|program|internship|search|appointment|team role|stream|conversation|interview)\b"
)
_JOB_APPLIED = re.compile(
    r"(?:appl(?:y|ied|ying|ication)(?: to us)? (?:for|to)|interest(?:ed)? in|sollicitatie als|Bewerbung als|uns als|candidature (?:au poste de|pour(?: le poste)?)|application as|considered for|"
    r"interview(?:ed|ing)?s? for|shortlisted for|test for|call for|details for|job of|answer for|meeting about|speak about|you about|video about|proceso de selección:|candidates for) "
    rf"(?:the |our |an? |being )?(?:(?:position|role|post|vacancy|job) (?:of|as) )?[“\"]?(?P<job>{_CAPITALS}(?: \([^()]{{2,20}}\))?|(?:[a-zéí-]+ ){{0,4}}(?:{_TITLE_WORDS})(?: [a-zé]{{4,20}})?\b)"
)
_AT = re.compile(
    r"(?:\b(?:at|with|join(?:ing)?|from|chez|bei(?: der| dem)?|en|bij|considering|leave|left|applying to|application to|applied to|interest in|working for|work for|team of|behalf of) )"
    rf"(?:the )?(?P<who>{_CAPITALS})"
)
_MAILBOX = re.compile(
    r"\b(?:careers?|recruiting|recruitment|recruiters?|talent(?: acquisition)?|hiring(?: team)?|human resources|hr|people(?: (?:team|crew|operations|ops))?|jobs?(?: board)?|team|"
    r"scheduling|notifications?|candidate (?:care|experience|services)|early careers|bewerbermanagement|karriere|selección|resourcing|admissions|staffing|no-?reply|graduate scheme|"
    r"personalabteilung|rekrutierung|recrutement|via|billing|surveys?)\b",
    re.IGNORECASE,
)
_LEGAL_FORM = re.compile(
    r"[,\s]+(?:inc|llc|llp|ltd|limited|gmbh|ag|plc|co|corp|a/s|s\.?a\.?|b\.?v\.?|s\.?l\.?|kg|oy|ab)\b\.?", re.IGNORECASE
)
_CLOSINGS = re.compile(
    r"^(?:(?:with |kind|kindest|best|warm|warmest|many|yours|all the|sincerely|regards|cheers|thanks|thank you|take care|respectfully|cordially|speak soon|mit |freundliche|viele|herzliche|"
    r"hartelijke|met |vriendelijke|cordialement|bien |amitiés|atentamente|saludos|un saludo|warmly|very best|until).{0,40}|best)[,.!]?$",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"^{_C}[\w.’'-]*(?: (?:van|von|der|de|da|la|le|el|bin|al|di|du|ten|ter) ?){{0,2}}(?: (?:(?:van|von|der|de|da|la|le|el|bin|al|di|du) ){{0,2}}{_C}[\w.’'-]*){{1,3}}$"
)
_HR_WORDS = re.compile(
    r"\b(?:hr|human resources|talent|people|personnel|recruiter|recruiting|recruitment|acquisition|staffing|sourcer|personal|personeels\w*|rrhh|drh)\b",
    re.IGNORECASE,
)
_AGENCY_WORDS = re.compile(
    r"\b(?:our client|my client|the client|agency|staffing|recruitment (?:ltd|limited|agency|partners|consultant)|executive search)\b",
    re.IGNORECASE,
)
_LEADER_WORDS = re.compile(
    r"\b(?:hiring manager|head of|director|manager|lead|leader|chief|cto|ceo|cfo|coo|vp|vice president|founder|chair|leiter\w*|partner|principal|owner)\b",
    re.IGNORECASE,
)
_NOT_AN_EMPLOYER = re.compile(
    r"^(?:dear|hi|hello|hey|thank|thanks|we|i|you|your|our|the|this|that|it|my|unfortunately|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|"
    r"july|august|september|october|november|december|re|fw|fwd|best|kind|regards|sincerely|mr|ms|mrs|dr|linkedin|zoom|teams|google|if|please|as|in|on|at|no|sql|english|german|french)\b",
    re.IGNORECASE,
)
_GENERIC_HOSTS = {
    "com",
    "org",
    "net",
    "example",
    "co",
    "uk",
    "de",
    "io",
    "eu",
    "mail",
    "email",
    "careers",
    "jobs",
    "karriere",
    "hire",
    "hr",
    "talent",
    "recruiting",
    "www",
}
_IN_AN_ADDRESS = str.maketrans({"ø": "o", "ð": "d"})  # letters of their own, which folding keeps
_MAIL_PROVIDERS = re.compile(
    r"^(?:gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|gmx|web|proton|protonmail|aol|fastmail|mail)$"
)


def find_position(message: Message) -> str:
    """The position that a letter is about; empty when it names none."""
    subject = _bare_subject(message.subject)
    found: list[tuple[int, str]] = []
    for weight, pattern, text in (
        (6, _JOB_APPLIED, message.text),
        (6, _JOB_AFTER, message.text),
        (5, _JOB_BEFORE, message.text),
        (4, _JOB_APPLIED, subject),
        (4, _JOB_AFTER, subject),
        (3, _JOB_BEFORE, subject),
    ):
        for match in pattern.finditer(" ".join(text.split())[:8000]):
            job = _trimmed_job(match["job"])
            if _TITLE_WORD.search(job):
                found.append((weight + 3 * (job.lower() in subject.lower()) + min(len(job.split()), 3), job))
    for part in re.split(r"\s[-–—|:]\s|[:|]\s|\s[–—-]|, (?=ref)|@", subject):
        job = _trimmed_job(part)
        if (
            _TITLE_WORD.search(job)
            and len(job.split()) <= 7
            and not re.search(r"\b(?:your|our|my|for|about|dear)\b", job, re.IGNORECASE)
        ):
            in_text = job.lower() in " ".join(message.text.lower().split())
            found.append((7 + 2 * in_text, job))
    if found:
        return max(found, key=lambda pair: pair[0])[1]
    quoted = " ".join(message.full_text.split())[:8000] if message.full_text != message.text else ""
    for pattern in (_JOB_APPLIED, _JOB_AFTER, _JOB_BEFORE):
        for match in pattern.finditer(quoted):
            job = _trimmed_job(match["job"])
            if _TITLE_WORD.search(job):
                return job
    return ""


def find_employer(message: Message, position: str = "") -> str:
    """The employer that a letter names; empty when it names none. The bare domain of an address is no name."""
    if _AGENCY_WORDS.search(message.full_text):
        return ""  # "our client": whose name the agency has not said, or not yet
    labels = _labels(message)
    best, weight = "", 0.0
    for base, candidate in _employers(message):
        name = _trimmed_employer(re.split(r"(?<=[a-zà-ÿ])[.!?] ", candidate)[0])
        if not re.search(r"[^\W\d_]{2}", name):
            continue
        if (
            not name
            or _NOT_AN_EMPLOYER.match(name)
            or (position and name.lower() in position.lower())
            or _is_person(name, message)
        ):
            continue
        score = base + 6 * _agrees(name, labels)
        if _TITLE_WORD.search(name) and score < 6:
            continue
        if score > weight:
            best, weight = name, score
    return best if weight >= 3 else ""


def signed_by(message: Message) -> tuple[str, str]:
    """The name and the title under a letter; empty texts where a team or nobody signed it."""
    lines = [line.strip(" ,-–—*") for line in message.text.split("\n")]
    for number, line in enumerate(lines):
        if not _CLOSINGS.match(line):
            continue
        below = [text for text in lines[number + 1 : number + 6] if text]
        if below and _NAME.match(below[0]) and not _MAILBOX.search(below[0]):
            return below[0], below[1] if len(below) > 1 and len(below[1]) < 80 else ""
    return "", ""


def is_persons_name(name: str) -> bool:
    """Whether a display name is a person's and not a mailbox's or an employer's."""
    words = name.split()
    return (
        1 < len(words) <= 5
        and not _MAILBOX.search(name)
        and not re.search(
            r"[&@|/\d]|\b(?:the|and|of|inc|ltd|gmbh|llc|group|partners|labs|systems)\b", name, re.IGNORECASE
        )
    ) or bool(re.fullmatch(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,5}", name))


def guess_part(message: Message, title: str) -> str:
    """The likeliest part of whoever signed: a part's value as in `Part`."""
    said = f"{title} {message.display_name} {message.sender_email.partition('@')[0]}"
    if _AGENCY_WORDS.search(message.full_text):
        return "recruiter"
    if _HR_WORDS.search(said):
        return "hr"
    if _LEADER_WORDS.search(title):
        return "hiring_manager"
    tail = "\n".join(message.text.split("\n")[-6:])
    if _HR_WORDS.search(tail):
        return "hr"
    return "hiring_manager" if _LEADER_WORDS.search(tail) else "hr"


def _bare_subject(subject: str) -> str:
    subject = re.sub(r"^(?:(?:re|aw|antw|sv|fwd?|wg|rif|tr)\s*:\s*)+", "", subject, flags=re.IGNORECASE)
    subject = re.sub(
        r"\b(?:update on|your application|application|ihre bewerbung|je sollicitatie als|proceso de selección|requisition|vacancy|our decision|next steps?|interviews? for|invitation|feedback from our client|"
        r"outcome|shortlisting|ref\.?|job id|offer of employment|reposted|search no\.|news)\b:?",
        " : ",
        subject,
        flags=re.IGNORECASE,
    )
    return " ".join(re.sub(r"\(?\b(?:[A-Z]{1,4}[-/])?\d[\w/-]*\)?|\bR-\d+", " ", subject).split())


def _trimmed_job(job: str) -> str:
    job = re.sub(r"^(?:for|the|our|an?|your|to|as|of|on)\s+", "", job.strip(' .,;:-–—"“”()'), flags=re.IGNORECASE)
    job = re.split(r"\s+(?:at|with|in our|for the|position|role|vacancy|opening)\b", job)[0]
    job = re.sub(r"\s+(?:The|We|I|At|Our|This|Your|After|It)$", "", job)
    if job.count("(") > job.count(")"):
        job += ")"
    return job.strip(' .,;:-–—"“”')


def _employers(message: Message) -> Iterator[tuple[float, str]]:
    """Everything that may be the employer's name, with how telling the place is where it stands."""
    display = message.display_name
    bare = _MAILBOX.sub(" ", display)
    if bare.strip(" |-–,()") and bare != display:
        yield 4, bare
        for part in re.split(r"\s[|–-]\s", display):
            if not _MAILBOX.search(part):
                yield 4, part
    inside = re.search(r"\(([^()]+)\)", display)
    if inside:
        yield 4, inside[1]
    if message.no_reply and " via " not in display:
        yield 3.5, message.sender_name
    if not is_persons_name(message.sender_name):
        yield 2.5, message.sender_name
    for text in (message.subject, message.text):
        folded = " ".join(text.split())[:8000]
        for match in _AT.finditer(folded):
            yield 3.2, match["who"]
            yield 2.6, re.split(r"[,.]\s", match["who"])[0]
        for match in re.finditer(_CAPITALS, folded):
            words = match[0].split()
            for start in range(len(words)):
                for end in range(len(words), start, -1):
                    yield 0.4 + 0.01 * (end - start), " ".join(words[start:end])
    lines = [line.strip(" -*") for line in message.text.split("\n") if line.strip(" -*")]
    for line in lines[-5:]:
        if len(line) < 70 and not _CLOSINGS.match(line):
            for part in re.split(r"\s[|·•/]+\s|, | @ | // ", line):
                if re.fullmatch(_CAPITALS, part.strip(" .,")):
                    yield 3, part
    for part in re.split(r"\s[-–—|]\s|: ", message.subject):
        yield 2, part
    if message.full_text != message.text:
        for match in _AT.finditer(" ".join(message.full_text.split())[:8000]):
            yield 1, match["who"]


def _trimmed_employer(name: str) -> str:
    name = _LEGAL_FORM.sub("", name.strip(' .,;:!?-–—"“”()|'))
    name = re.sub(
        r"^(?:the team at|your team at|the hiring team at|ihre?|the|team|your|hiring at|jobs at|careers at|recruiter)\s+",
        "",
        name,
        flags=re.IGNORECASE,
    )
    name = _MAILBOX.sub(" ", name) if len(_MAILBOX.sub(" ", name).split()) else name
    name = re.sub(r"’s$|'s$", "", " ".join(name.split()).strip(' .,;:!?-–—"“”|'))
    if not _MAILBOX.sub("", name).strip(" &"):
        return ""
    return (
        name
        if 1 < len(name) <= 60
        and len(name.split()) <= 6
        and not re.search(r"\d{3}|@|https?:|\b(?:phone|yours|regards|wishes)\b", name)
        else ""
    )


def host_words(message: Message) -> list[str]:
    """The labels of the sender's domain that are a name, the most general last; none for a mail provider's."""
    labels = [label for label in message.host.split(".") if label not in _GENERIC_HOSTS]
    return [] if any(_MAIL_PROVIDERS.match(label) for label in labels) else labels


def _labels(message: Message) -> list[str]:
    """The telling words of the sender's address: those of its domain, and of its name part where a system sent it."""
    words = host_words(message)
    if message.no_reply:
        words = [message.sender_email.lower().partition("@")[0], *words]
    return [re.sub(r"[^a-z0-9]", "", label) for label in words if len(label) > 2]


def _agrees(name: str, labels: list[str]) -> float:
    """How well a name agrees with an address: 1 for the same letters, 0 for nothing in common."""
    words = re.findall(r"[a-z0-9]+", folded(name).translate(_IN_AN_ADDRESS))
    letters = "".join(word for word in words if word not in {"and", "the"})
    best = 0.0
    for label in labels:
        bare = label.replace("and", "") if "and" in label and label.replace("and", "") == letters else label
        if not letters:
            continue
        if letters == bare:
            best = max(best, 1.0)
        elif len(letters) > 3 and (bare.startswith(letters) or letters.startswith(bare)) and len(bare) > 3:
            best = max(best, 0.8 * min(len(letters), len(bare)) / max(len(letters), len(bare)) + 0.15)
    return best


def _is_person(name: str, message: Message) -> bool:
    """Whether that is the sender's own name, or a part of it as people sign with."""
    if message.no_reply:
        return False
    sender = message.sender_name.lower().split()
    return (
        bool(sender)
        and all(word in sender for word in name.lower().split())
        and not _MAILBOX.search(message.display_name)
    )
