"""Which position a letter is about: what stands where its language names one, or in the subject."""

import re
from collections.abc import Collection, Iterator

from ..text import folded
from .classifier import language_of
from .letter_words import GREETING, MAILBOX, WEEKDAY_OR_MONTH
from .message import Message

_LONGEST = 8  # words
_ENOUGH, _ENOUGH_OF_OTHERS = 3.5, 6.0  # for what reads as a title, and for what does not
_FOR = " ds\ue000 "
_MOST_TEXT = 6_000  # characters that are looked at

# What stands before a position, by language; behind it the title begins.
_CUES = re.compile(
    r"(?:"
    # English
    r"\b(?:position|role|post|job|vacancy|opening|opportunity|application|apply|applying|applied|"
    r"interview(?:ing|ed)?|"
    r"considered|candidates?|candidature|candidacy|interest|hiring|shortlist|recruitment|search|"
    r"audition) (?:in|of|as|"
    r"for|to be)(?: (?:the|our|an?|your))?(?: (?:position|role|post|job|vacancy|opening))?(?: (?:of|"
    r"as))?(?: an?)?[:]? "
    r"|\b(?:as|for) (?:the|our|an?) (?=[^.\n]{3,60}? (?:position|role|post|vacancy|job|opening|"
    r"traineeship|internship|"
    r"apprenticeship)\b)|\bthe (?=[^.,\n]{3,60}? (?:position|role|post|vacancy|opening|job)\b)"
    r"|\b(?:hire|join us|work|start|working|you) as (?:an?|our|the) "
    # German
    r"|\b(?:Stelle|Position|Funktion|Rolle|Posten|Aufgabe|Tätigkeit|Stellenausschreibung|Ausschreibung|Ausbildung|"
    r"Lehrstelle|Praktikum|Bewerbung|Vakanz|beworben|bewerben|Gespräch\w*|Vorstellungsgespräch|"
    r"Interview)(?: \([^()]{1,20}\))?(?: (?:als|zum|zur|der|des|eine[rs]?|um die Stelle|auf die Stelle|"
    r"für die Stelle|"
    r"um|auf|für|im Bereich)){0,2}(?: (?:als|der|des|die|den|das|eine[rs]?|Stelle|Position))*:? "
    r"|\bals (?=[A-ZÄÖÜ])"
    # French
    r"|\b(?:poste|emploi|fonctions?|mission|rôle|offre|candidature|annonce|entretien|recrutement)(?: (?:au poste|"
    r"à l'offre|pour le poste|sur le poste))?(?: (?:de la|de l['’]|de|du|d['’]|en tant que?|comme|pour|:|–|"
    r"-))+ ?(?:l['’]|la |le |un |une )?|\ben tant qu(?:e |['’])(?:un |une )?"
    # Spanish, Portuguese, Italian
    r"|\b(?:puesto|posici[oó]n|vacante|plaza|cargo|oferta|candidatura|vaga|posição|função|lugar|posizione|ruolo|"
    r"mansione|offerta|candidarti|candidatarsi|entrevista|colloquio|selección|seleção|selezione)(?: (?:al puesto|"
    r"para el puesto|à vaga|à posição|para a vaga|per la posizione|per il ruolo|ao cargo))?(?: (?:de|da|do|di|del|"
    r"della|para|per|como|come|a la|al|à|ao|em|en|:))* (?:el |la |un |una |um |uma |il |lo |l['’])?"
    r"|\b(?:como|come|enquanto) (?:un |una |um |uma )?"
    # Dutch
    r"|\b(?:functie|vacature|rol|positie|baan|sollicitatie|gesolliciteerd|solliciteren|"
    r"gesprek)(?: (?:naar|voor|op|als|"
    r"van|de|het|een|functie|vacature|rol|:))* |\bals (?=[a-z])"
    # Swedish
    r"|\b(?:tjänsten?|rollen?|jobbet|befattningen?|anställningen?|ansökan|uppdraget|platsen|intervju\w*)(?: (?:som|"
    r"till|om|för|avseende|tjänsten|rollen|jobbet|en|ett|:))* |\bsom (?=[a-zåäö])"
    # Polish
    r"|\b(?:stanowisk\w+|posad\w+|ofert\w+|rekrutacj\w+|aplikacj\w+|rol\w+|rozmow\w+)(?: (?:na|pracy|o|w|stanowisko|"
    r"stanowisku|stanowiska|dotyczącej|:))* "
    r")",
    re.IGNORECASE,
)
# Where a title ends, whatever the language.
_END = re.compile(
    r"[.,;:!?\n\"“”„»«]|\s[–—|/]\s|\s-\s|\((?!(?:senior|junior|part|full)\b)"
    r"|\s(?:at|with|in our|in the|within|position|role|vacancy|opening|post|job|and (?:we|have|for|your|would|that)|"
    r"but|that|which|who|we|i|has|have|was|is|are|were|will|on (?:the )?\d|on (?:mon|tues|wednes|thurs|fri)\w*|based|"
    r"from|here|this|because|after|before|again|so|if|you|to|advertised|reporting|requires?|starting|ref|"
    r"reference|nr|"
    r"no|hybrid|posted|closed|went|came|took|takes|place|by|not"
    r"|bei|beim|lädt|lade|laden|kann|können|möchte\w*|müssen|herzlich|in unserem|in unserer|im hause|"
    r"an unserem|an unserer|und (?:wir|Ihr|Ihre|das|die|den)|haben|hat|ist|"
    r"sind|wurde|werden|wird|zu|zum|zur|eingegangen|erhalten|nicht|leider|entschieden|vom|mit|gut|interessiert|"
    r"beworben|bewerben|besetzt|vergeben|ab|aus|nun|anbieten|weiter|in der|in die|in den|am|an der|um|auf"
    r"|chez|au sein|dans|et (?:nous|vous|de|du|votre)|nous|vous|qui|que|n['’]\w*|a été|est|ne|pour|sur|sera|avec|"
    r"à (?:pourvoir|temps|nos|notre|la)|au (?:sein|siège)|en cdi|en cdd"
    r"|en (?!(?:jefe|chef)\b)|y (?:te|le|hemos|que|nos)|que|ha|han|hemos|con|por|para|no|ya|fue|está|se|"
    r"na|no|nos|foi|"
    r"e (?:que|a|o|gostar)|com|presso|nella|nel|con|non|è|abbiamo|che|ed? (?:il|la|abbiamo)"
    r"|bij|op|heeft|hebben|is|wij|we|niet|en (?:wij|we|je|u)|aan|in ons|binnen|hos|på|och (?:vi|du|din|att)|har|är|"
    r"inte|vi|blev|med|till|vid|i (?:vår|vårt)|w|we|nie|została|jest|oraz|do|i (?:że|chcie|dzięk)|zosta\w*|przez)\b",
    re.IGNORECASE,
)
_NOT_A_TITLE = re.compile(
    r"^(?:assessment|gespräch|unser|results?|wyniki|spotkanie|zatrudnienia|kwalifikac\w+|naboru|"
    r"rekrutac\w+|konkurs\w*|"
    r"concours|(?:ma|mon|ton|ta|tes|sa|son)\b|pourquoi|nouvelles|changement|zapraszam\w*|wideorozmow\w*|"
    r"anställningsärende|för|gör|och|passar|krävdes|and|from|over|into|about|how|the|this|that|our|your|my|an?|it|us|"
    r"you|me|we|i|position|role|post|job|vacancy|team|company|candidate|candidates|applicant|next|first|second|final|"
    r"further|future|other|another|more|now|well|soon|possible|part|such|one|time|interest|following|same|any|open|"
    r"consideration|review|"
    r"unsere\w*|ihre?\w*|deine?\w*|diese\w*|der|die|das|den|dem|ein\w*|wir|sie|uns|nächste\w*|weitere\w*|andere\w*|"
    r"bewerber\w*|kandidat\w*|stelle|position|ergebnis|rückmeldung|absage|unternehmen|gespräch\w*|interview|team|"
    r"stellen|zeit|"
    r"notre|votre|vos|nos|cette|ce|cet|une?|les?|la|des|du|poste|entreprise|candidat\w*|suite|nuestr\w+|tu|su|este|"
    r"esta|el|la|los|las|un|una|puesto|equipo|empresa|candidat\w*|nosso|nossa|sua|seu|este|esta|vaga|"
    r"nostr\w+|quest\w+|"
    r"posizione|ruolo|"
    r"onze|uw|je|jouw|deze|dit|de|het|een|functie|vacature|kandida\w*|vår\w*|din|ditt|er|den|det|denna|detta|en|ett|"
    r"tjänst\w*|roll\w*|nasz\w*|pan\w*|t[ea]\w?|stanowisk\w*|kandydat\w*|regards?|all|today|tomorrow|heute|morgen|"
    r"anything|something|everything|someone|somebody|person)\b",
    re.IGNORECASE,
)
_GENDER = re.compile(
    r"\s*[(\[]\s*(?:[mwfdhxvkio*](?:\s*[/|,.]\s*[mwfdhxvkionb*]+)+|all genders?|gn\*?|alle geschlechter|w/m|h/f|f/h|"
    r"m/f|e/e|in|a/o|o/a|k/m)\s*[)\]]|\s+[mwfdhxv](?:/[mwfdhxv]){1,3}\b|\s*[(\[][^()\[\]]*(?:\d|%|ref|req|id|"
    r"nr)[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:ref(?:erenz|erence|\.)?|req(?:uisition)?|job[- ]?id|id|kennziffer|kennzahl|nr|no|number|chiffre|az|"
    r"aktenzeichen|gz|annons|case|offer)\b\.?[-:# ]*[\w./-]*\d[\w./-]*|\(?\b[A-Z]{1,5}[-/_]?\d[\w/-]*\)?|#\d+|"
    r"\b\d{1,3}(?: ?[-–] ?\d{1,3})? ?(?:%|h\b|std\.?|wochenstunden|stunden)|\b\d[\d./-]{2,}\b|\b\d{2,3}\b",
    re.IGNORECASE,
)
# What subjects say besides the position.
_BOILERPLATE = re.compile(
    r"\b(?:(?:re|aw|antw|sv|fwd?|wg|rif|tr|vs|odp)\s*:|(?:an? |the |our )?(?:update|news|status(?: change| update)?|"
    r"outcome|decision|result|feedback|invitation|invite|reminder|confirmation|information|next steps?|next stage|"
    r"message|answer|response|regarding|about|concerning|following up)(?: (?:on|about|of|for|from|to|re|regarding))?"
    r"|(?:your|my|the|our) (?:recent )?(?:job )?(?:application|candidacy|candidature|interview|submission|cv|"
    r"resume)(?: (?:for|as|to|with|of|at))?|application(?: (?:for|as|to|of|status|update|received))?|"
    r"interview(?: (?:for|with|at|invitation|confirmation|details|process))?|(?:phone|video|panel|final|second|first|"
    r"technical) (?:interview|screen|call|round)|role|position|post|vacancy|job|opening|thank you(?: for)?|"
    r"thanks(?: for)?|unsuccessful|successful|shortlist\w*|reposted|requisition|cancelled|search"
    r"|(?:ihre|deine|meine|unsere|zu|zur|zum|betreff:?|bzgl\.?|re:) ?(?:online-?)?bewerbung(?:sunterlagen|"
    r"sgespräch)?(?: (?:als|um|auf|für|bei|zur|zum|vom))?(?: (?:die|eine|den|einen))?(?: (?:stelle|position|"
    r"ausbildung)(?: (?:als|zur|zum))?)?|bewerbung(?:sgespräch)?(?: (?:als|um|auf|für|bei|zur|zum))?|"
    r"stellenausschreibung|ausschreibung|ergebnis(?: des auswahlverfahrens)?|auswahlverfahren|rückmeldung(?: zu)?|"
    r"absage|zusage|einladung(?: zum| zu)?(?: (?:vorstellungs|kennenlern|telefon|bewerbungs)?gespräch)?|"
    r"vorstellungsgespräch|entscheid(?:ung)?|stelle(?: als)?|position|rundmail|kennenlernen|gesprächstermin|"
    r"termin(?:bestätigung)?|zwischenstand"
    r"|(?:votre|ma|réponse à votre|suite (?:favorable )?à votre) candidature(?: (?:au poste|"
    r"pour le poste))?(?: (?:de|"
    r"d['’]|du|en tant que?))?|candidature(?: spontanée)?(?: (?:au poste|pour le poste))?(?: (?:de|d['’]))?|"
    r"poste(?: (?:de|d['’]))?|entretien(?: (?:de|d['’]|pour|du))?(?: embauche)?|offre(?: d['’]emploi)?(?: de)?|"
    r"recrutement|suivi|process(?:us)?"
    r"|(?:tu|su) (?:candidatura|postulación|solicitud)(?: (?:a|al|para|de|como))*|"
    r"proceso(?: de selección)?(?: (?:para|"
    r"de))?|puesto(?: de)?|vacante(?: de)?|entrevista(?: (?:para|de))?|oferta(?: de)?|resultado(?: do| del)?|(?:sua|"
    r"a sua) candidatura(?: (?:a|à|para|como))*(?: (?:vaga|posição))?(?: de)?|vaga(?: de)?|processo seletivo|retorno"
    r"|(?:la )?(?:sua|tua|vostra) candidatura(?: (?:per|come|a))*|posizione(?: di)?|colloquio(?: per)?|"
    r"selezione(?: per)?|esito|uw sollicitatie|je sollicitatie|jouw sollicitatie|sollicitatie(?: (?:naar|voor|op|"
    r"als))*(?: (?:de )?functie(?: van)?)?|vacature|functie(?: van)?|uitnodiging|gesprek|uitslag"
    r"|(?:angående |om |gällande |svar på )?(?:din|er) ansökan(?: (?:till|om|som|för))*(?: (?:tjänsten|rollen|"
    r"jobbet)(?: som)?)?|ansökan|tjänst(?:en)?(?: som)?|jobbet(?: som)?|intervju|inbjudan|besked|"
    r"rekrutacja(?: na stanowisko)?|stanowisko|aplikacja(?: na stanowisko)?|twoja aplikacja|państwa aplikacja|"
    r"odpowiedź|zaproszenie(?: na rozmowę)?|rozmowa(?: kwalifikacyjna)?|wynik(?: rekrutacji)?)\b[:.]?",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"(?:\b(?:accountant|actuary|administrator|advis[eo]r|agent|analyst|apprentice|architect|artist|assistant|"
    r"associate|attendant|auditor|baker|bookkeeper|broker|builder|buyer|carer|cashier|chef|chemist|clerk|coach|"
    r"consultant|controller|coordinator|copywriter|counsel\w*|curator|"
    r"designer|developer|devops|director|doctor|driver|economist|editor|educator|electrician|engineer|estimator|"
    r"executive|expert|fellow(?:ship)?|handler|head|host|inspector|instructor|intern|internship|interpreter|"
    r"investigator|journalist|lawyer|lead|leader|lecturer|"
    r"librarian|machinist|manager|marketer|mechanic|mentor|midwife|nurse|officer|operator|organi[sz]er|"
    r"owner|paralegal|"
    r"partner|pharmacist|photographer|physicist|planner|postdoc\w*|president|principal|producer|professor|programmer|"
    r"receptionist|recruiter|reporter|representative|"
    r"researcher|reviewer|scholar|scientist|secretary|specialist|steward|strategist|supervisor|surveyor|teacher|"
    r"technician|technologist|tester|therapist|trainee(?:ship)?|trainer|translator|treasurer|tutor|"
    r"underwriter|welder|"
    r"worker|writer|wd|pa|cto|cfo|"
    r"hilfskraft|fachkraft|assistenz|leitung|kraft|volontariat|praktikum|praktikant|ausbildung|lehrling|koch|arzt|"
    r"ärztin|referendar\w*|entwickler|lektor|kaufmann|kauffrau|mechaniker|schreiner|tischler|pfleger|erzieher|lehrer|"
    r"lehrkraft|fahrer|verkäufer|bearbeiter|referent|berater|leiter|meister|techniker|ingenieur|sekretär|helfer|"
    r"arbeiter|pädagog|angestellte|fachperson|therapeut|gesell|sanitäter|friseur|texter|konstrukteur|buchhalter|"
    r"trainee|werkstudent|azubi|fachinformatik|disponent|architekt|redakteur|jurist|dozent|kellner|servicekraft|"
    r"wissenschaftler|planer|monteur|gärtner|porter|crew|operative|sous[- ]chef|commis|cariste|"
    r"chargée?|attachée?|adjointe?|responsable|gestionnaire|alternante?|stagiaire|apprentie?|caissi\w+|comptable|"
    r"secrétaire|conseill\w+|technicien\w*|ingénieure?|infirmi\w+|hôte(?:sse)?|"
    r"jefe|jefa|técnic[oa]|enfermer[oa]|ingenier[oa]|auxiliar|becari[oa]|dependient[ea]|tecnico|impiegat[oa]|"
    r"addett[oa]|capo|ingegnere|stagista|magazziniere|técnic[oa]|engenheir[oa]|estagiári[oa]|assistente|chefe|"
    r"medewerk\w+|verpleegkundige|monteur|leraar|docent|adviseur|stagiair\w*|"
    r"samordnare|tekniker|chef|jurist|lärare|sköterska|ingenjör|kommunikatör|specjalist\w*|kierowni\w+|asystent\w*|"
    r"referent|doradca|inspektor|księgow\w+|nauczyciel\w*|opiekun\w*|kucharz|kelner\w*)\w*\b)",
    re.IGNORECASE,
)


_HEADS = re.compile(
    r"^(?:\w+(?:eur|euse|ier|ière|trice|iste|ante?|ador|adora|edor|edora|ista|ario|aria|ero|era|tore|iere|iera|eiro|"
    r"eira|ário|ária|dor|dora|ant|ent|ist|are|ör|ledare|man|ska|ster|ker|ler|der|nik|arz|rka|tor|log|yk|ca))$",
    re.IGNORECASE,
)
_CAPITAL_HEADS = re.compile(r"^[A-ZÀ-Þ][\w-]+(?:er|or|in|ist|ent|ant|ian|eur|kraft|hilfe|leitung|assistenz)$")


# What stands in a sentence and in no title: whoever is spoken of, and what they do.
_SPEAKS = re.compile(
    r"\b(?:my|your|our|you|mein\w*|dein\w*|eure?\w*|ihren?|vergessen|chcia\w+|chcę|się|pana?|pani\w*|pań\w+|tobie|ciebie|"
    r"informuj\w*|zawiadami\w*|zaproponowa\w+|wybra\w+|pamiętam|usłyszeć|zobaczyć|sus?|può|posso|agradec\w+|minha|meus?|suas?|"
    r"seus?|votre|notre|sitter|har)\b",
    re.IGNORECASE,
)


def is_title(title: str) -> bool:
    """Whether that looks like what somebody is, and not like any other words."""
    if _TITLES.search(title):
        return True
    words = title.split()
    if title[:1].isupper():
        return any(_CAPITAL_HEADS.match(word) for word in words) or bool(_HEADS.match(words[0]))
    return any(_HEADS.match(word) for word in words[:2])


def find_position(message: Message, employer: str = "", people: Collection[str] = ()) -> str:
    """The position that a letter is about; "" when it names none that can be told. `people` are no positions."""
    text = "\n".join(line for line in message.text.split("\n") if not GREETING.match(line) or len(line) > 60)
    flat = re.sub(r"\s+", " ", text)[:_MOST_TEXT]
    subject = _of_subject(message.subject, employer)
    weights: dict[str, float] = {}
    said: dict[str, str] = {}

    own = folded(employer)
    names = [set(folded(name).split()) for name in (*people, message.sender_name) if name]
    nouns_are_capital = language_of(flat) == "de"

    first = next((line.strip() for line in message.text.split("\n") if line.strip()), "")
    if len(first) < 60 and (GREETING.match(first) or first.endswith((",", "!", ":"))):
        names.append(set(folded(first).split()))  # whoever is greeted

    def count(title: str, weight: float) -> None:
        if speaks := _SPEAKS.search(title):
            title = title[: speaks.start()].rstrip(" ,")
        if nouns_are_capital and not title.islower():
            title = re.sub(r"(?:\s+[^\WA-ZÄÖÜ\d][^\s]*)+$", "", title)  # "Grafikerin absagen"
        key = folded(title)
        if any(set(key.split()) <= name for name in names):
            return
        if key and not (own and (key in own or own in key)):
            weights[key] = weights.get(key, 0.0) + weight
            said.setdefault(key, title)

    for part in subject:
        known = folded(part) in folded(flat)
        reads_as_title = is_title(part)
        if reads_as_title or (known and part[:1].isupper()):
            count(
                part,
                (3.5 if _TITLES.search(part.split()[-1]) or _TITLES.match(part) else 2.5) * reads_as_title
                + 2.5 * known,
            )
    for title in _after_cues(flat):
        count(title, 1.5 + 2.0 * is_title(title) + 2.5 * (folded(title) in folded(message.subject)))
    for title in _after_cues(re.sub(r"\s+", " ", message.subject)):
        count(title, 1.5 + 2.0 * is_title(title) + 1.0 * (folded(title) in folded(flat)))
    if not weights and message.full_text != message.text:
        for title in _after_cues(re.sub(r"\s+", " ", message.full_text)[:_MOST_TEXT]):
            count(title, 1.5 + 2.0 * is_title(title))
    if not weights:
        return ""
    best = max(weights, key=lambda key: (weights[key], len(key)))
    enough = _ENOUGH if is_title(said[best]) else _ENOUGH_OF_OTHERS
    return said[best] if weights[best] >= enough else ""


def _after_cues(text: str) -> Iterator[str]:
    for cue in _CUES.finditer(text):
        rest = text[cue.end() : cue.end() + 120].replace(" ds. ", _FOR)  # "referent ds. geodezji": no end of a sentence
        quoted = re.match(r"[\"“„»«‘'’]\s?([^\"“”„»«\n]{3,80}?)\s?[\"“”»«’]", rest)
        title = _clean(quoted[1] if quoted else _GENDER.sub("", rest))
        if quoted is None:
            end = _END.search(f" {title}")
            title = title[: end.start()].strip() if end and end.start() else ("" if end else title)
            title = re.sub(r"\s+\S*$", "", title) if end is None and len(rest) == 120 else title
        title = _trimmed(title.replace(_FOR, " ds. "))
        if title:
            yield title


def _clean(title: str) -> str:
    return " ".join(_REFERENCE.sub(" ", _GENDER.sub(" ", title)).split())


def _trimmed(title: str) -> str:
    """A title without articles and what stands around it; "" for what is none."""
    title = title.strip(" .,;:!?-–—|/\"“”„»«‘’'()[]*_")
    title = re.sub(r"[:*_/](?:in|innen|r|e|n|frau)\b", "", title)
    title = re.sub(
        r"^(?:a|an|the|our|your|der|die|das|des|eine?r?|un|une|uma?|una|een|en|ett|il|lo|la|le|el|de|d['’]|"
        r"l['’])\s*(?<=['’\s])",
        "",
        title,
        flags=re.IGNORECASE,
    )
    words = title.split()
    if not words or len(words) > _LONGEST or len(title) < 3 or len(title) > 80 or _NOT_A_TITLE.match(title):
        return ""
    if WEEKDAY_OR_MONTH.match(title) or re.search(r"@|https?:|\d{3}", title) or not re.search(r"[^\W\d_]{3}", title):
        return ""
    if MAILBOX.fullmatch(title):
        return ""
    return title


def _of_subject(subject: str, employer: str) -> list[str]:
    """What of a subject may be a position."""
    bare = _clean(subject)
    if employer:
        bare = re.sub(
            rf"\b(?:at|bei|chez|en|bij|presso|hos|w|na|der|von|den|@)?\s*{re.escape(employer)}\b",
            " | ",
            bare,
            flags=re.IGNORECASE,
        )
    found: list[str] = []
    for part in re.split(r"\s[-–—|:/]\s|[:|;,]\s|\s[–—|]|[–—|]\s|[\"“”„»«]|[!?]", bare):
        title = _trimmed(" ".join(_BOILERPLATE.sub(" ", f" {part} ").split()))
        title = _trimmed(
            re.sub(
                r"^(?:at|with|for|as|als|to|of|zu|zur|zum|in|bei|pour|de|du|para|come|per|som|till|voor|naar|na)\s+|"
                r"\s+(?:at|with|for|bei|chez|en|in|hos)$",
                "",
                title,
                flags=re.IGNORECASE,
            )
        )
        if title and len(title.split()) <= 6:
            found.append(title)
    return found
