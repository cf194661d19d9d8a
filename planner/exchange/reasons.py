"""Why it is a "no", as far as a letter says so: one of the kinds that decide which note is written.

The words of each kind in the nine languages that are read. They are few and plain, and an employer who gives such a
reason says it in them; where none is found the reason stays unknown, which chooses the note that assumes nothing.
"""

import re

from ..cadence.terms import Reason
from .classifier import sentences_of

_F = re.IGNORECASE
_OVERQUALIFIED = re.compile(
    r"\bover-?\s?qualified|\btoo (?:senior|experienced|qualified) for|\bmore experience(?:d)? than (?:the|this|we)|"
    r"\bexceeds? (?:what|the (?:scope|requirements|level))|\bunder-?challenged\b|"
    r"\büberqualifi|\bunterforder|\bzu (?:erfahren|hoch qualifiziert|senior)\b|"
    r"\bsur-?qualifi|\btrop (?:expérimenté|qualifié|senior)|\bsobre-?(?:cualific|calific|qualific)|\bsuper-?qualific|"
    r"\bsovra-?qualific|\btroppo (?:qualificat|senior|espert)|\bover-?gekwalific|\bte (?:zwaar|ervaren) voor|"
    r"\böver-?kvalific|\bprzekwalifikowan|\bzbyt (?:wysokie kwalifikacje|doświadczon)",
    _F,
)
_INTERNAL = re.compile(
    r"\bkolleg(?:e|in|en) aus (?:der|dem|einer|einem|unser)|\bmobilidade interna|\bintern omplacering|"
    r"\brotation mit\b|"
    r"\bkommt aus dem (?:team|haus)|\bbisherigen vertretung|"
    r"\binternal (?:candidate|applicant|colleague|hire|move|promotion|transfer|appointment)|\bfrom within\b|"
    r"\b(?:filled|appointed|promoted|decided|recruited|hired) internally|"
    r"\b(?:existing|current) (?:employee|colleague|member of (?:staff|the team))|"
    r"\bone of our own\b|\bcolleague (?:from|in) (?:another|our|the same) (?:team|department|house|branch)|"
    r"\bintern(?:e[nrms]?)? (?:\w+ )?(?:kandidat|bewerb|besetz|lösung|kolleg|nachfolg|wechsel)|"
    r"\bintern (?:zu )?(?:besetz|vergeb|nachbesetz)|\beigenen reihen|\bhausintern|\baus dem (?:eigenen )?haus\b|"
    r"\bcandidat\w* (?:en )?interne|\ben interne\b|\bmobilité interne|\bcandidat[oa]s? intern|\binternamente\b|"
    r"\bpromoci?ón interna|\bpromozione interna|\brisors[ae] intern|\bcolaborador\w* (?:da casa|intern)|"
    r"\bintern(?:e)? (?:kandida|collega|medewerker|sollicitan|invulling)|\bintern (?:ingevuld|vervuld|opgelost)|"
    r"\bintern (?:kandidat|sökande|rekrytering|lösning|medarbetare)|\binternt\b|\binterna kandidat|"
    r"\bkandydat\w* wewnętrzn|\bwewnątrz (?:firmy|organizacji|zespołu)|\brekrutacj\w+ wewnętrzn",
    _F,
)
_NOT_FILLED = re.compile(
    r"\bstop (?:on|to) (?:all )?(?:new )?(?:hiring|recruit)|\bnot to (?:create|fill|recruit)|"
    r"\bniemand(?:en)? mehr eingestellt|"
    r"\bstelle\w*\b[^.;]{0,80}\b(?:fällt|faellt) [^.;]{0,40}\b(?:flach|weg)|\bnicht mehr (?:gebraucht|benötigt)|"
    r"\bavbry\w* [^.;]{0,40}rekrytering|\binställd|\bcongel(?:aram|ou|ato|ado|é)\b|\bvan tafel\b|"
    r"\bwstrzyma\w+ [^.;]{0,60}"
    r"(?:etat|rekrutac|zatrudni)|\bedital\b[^.;]{0,60}\bcancelad|\bbez zatrudnienia|"
    r"\b(?:put|placed|is|are|been|now|remains?) (?:\w+ )?on (?:hold|ice)\b|\bhiring (?:freeze|stop|pause)|"
    r"\b(?:position|role|post|job|vacancy|hiring|recruitment|headcount|budget)\w* (?:\w+ ){0,4}frozen\b|"
    r"\bfreeze on (?:hiring|recruit)|\b(?:paus|suspend|postpon|cancel|withdr[ae]w|scrapp)\w* (?:the|this|our|all) "
    r"(?:\w+ )?(?:search|recruit|hiring|position|role|vacanc|process|post|opening)|"
    r"\b(?:search|recruitment|hiring|position|role|vacancy|process|post|opening)\b[^.;]{0,80}\b(?:has|"
    r"have|is|are|was|"
    r"were|been|being)\b[^.;]{0,15}\b(?:paused|suspended|cancell?ed|withdrawn|scrapped|eliminated|closed without)|"
    r"\b(?:not|n[o']t|never) (?:be |being |going to |able to |to )*(?:fill|filled|filling|recruit|recruiting)\b|"
    r"\bno longer (?:be |being |going to )*(?:fill|filled|filling|exists?|hiring|recruiting)|"
    r"\bbudget (?:is |was |has )?(?:not |been )?"
    r"(?:cut|gone|withdrawn|approved|released)|"
    r"\b(?:nicht|nicht mehr|vorerst nicht|derzeit nicht|doch nicht) (?:\w+ )?(?:nach)?besetz|\bunbesetzt|\bauf eis\b|"
    r"\b(?:einstellungs|personal)stopp|\beingefroren|\bstellenstopp|"
    r"\bstelle\w*\b[^.;]{0,80}\b(?:zurückgezogen|gestrichen|"
    r"eingestellt|ausgesetzt|zurückgestellt|entfällt|entfallen|gestoppt|pausier\w*)|"
    r"\b(?:ausschreibung|suche|\w*verfahren|besetzung\w*|rekrutierung)\b[^.;]{0,80}\b(?:aufgehoben|"
    r"zurückgezogen|eingestellt|"
    r"ausgesetzt|abgebrochen|gestoppt|pausier\w*|verschoben)|"
    r"\bgel des (?:recrutements?|embauches?)|\b(?:poste|recrutement|processus|"
    r"offre)\b[^.;]{0,80}\b(?:gelé|suspendu|annulé|"
    r"supprimé|reporté|abandonné|en pause)|\bne sera (?:finalement )?(?:pas|plus) pourvu|"
    r"\b(?:vacante|plaza|puesto|proceso|selección|contratación)\b[^.;]{0,80}\b(?:cancelad|suspendid|"
    r"congelad|pausad|paralizad|"
    r"aplazad|desierta)|\bno se (?:va a )?cubrir|\b(?:posizione|ricerca|selezione|assunzion\w+|"
    r"ruolo)\b[^.;]{0,80}\b(?:sospes|"
    r"congelat|annullat|bloccat|rinviat|chius[ao] senza)|\bblocco delle assunzioni|\bnon (?:verrà|"
    r"sarà) (?:più )?copert|"
    r"\b(?:vaga|processo|posição|recrutamento|contrataç\w+|concurso)\b[^.;]{0,80}\b(?:cancelad|suspens|"
    r"congelad|pausad|adiad|"
    r"encerrad[ao] sem)|\bnão será (?:mais )?preenchid|"
    r"\b(?:vacature|procedure|functie|positie|werving|plek)\b[^.;]{0,80}\b(?:ingetrokken|on hold|bevroren|"
    r"vervallen|stopgezet|"
    r"gepauzeerd|geannuleerd|uitgesteld|opgeschort)|\b(?:vacature|wervings|aanname|personeels)stop|"
    r"\b(?:niet|niet meer|voorlopig niet) (?:\w+ )?(?:in|ver)(?:ge)?vul|"
    r"\b(?:tjänsten|rekryteringen|processen|platsen)\b[^.;]{0,80}\b(?:avbr|dras tillbaka|dragits tillbaka|"
    r"pausa|fryst|skjuts|"
    r"ställs in|inte (?:att )?tillsätt|läggs ner)|\banställningsstopp|\btillsätts (?:inte|ej)|"
    r"\b(?:rekrutacj\w+|stanowisk\w+|nabór|proces|konkurs|etat\w*)\b[^.;]{0,80}\b(?:wstrzym|anulow|"
    r"zawiesz|unieważn|odwoła|"
    r"zamroż|nierozstrzygn|nie (?:zostanie|będzie) obsadz)",
    _F,
)
_SOMEONE_ELSE = re.compile(
    r"\b(?:position|role|post|job|vacanc\w+|vacancies|place)\b[^.;]{0,30}\b(?:was|were|is|has been|"
    r"have been) (?:now |already )?"
    r"filled|\b(?:stelle|position|platz)\b[^.;]{0,60}\b(?:besetzt|vergeben|schon weg|damit weg|angeboten, de)|"
    r"\bpreenchid[ao]\b|\bcubiert[ao]\b|\bingevuld\b|\btillsatt\b|\bobsadzon|"
    r"\b(?:an)?other (?:applicant|candidate|person|finalist|contender)|\bother (?:applicants|candidates|"
    r"people|profiles)|"
    r"\b(?:some(?:one|body)) else\b|\b(?:chosen|offered|selected|hired|appointed|gone with|opted for|"
    r"given \w+ to|goes to|went to) (?:it to )?(?:some(?:one|body)|a (?:candidate|colleague|person|woman|"
    r"man))\b|\b(?:has|have|been) "
    r"(?:now )?(?:been )?filled\b|\bgone (?:with|to)\b|\b(?:accepted|signed) (?:our|the) (?:offer|contract)|"
    r"\bander(?:e[nrms]?)? (?:bewerb|kandidat|person|profil|mitbewerb)|\b(?:jemand|jemanden|"
    r"jemandem) (?:ander|mit|der|die)|"
    r"\bmitbewerb|\bfür (?:eine|einen) (?:\w+ )?(?:kandidat|bewerb|kolleg|person)|\bist (?:inzwischen |"
    r"bereits |nun |jetzt )?"
    r"(?:besetzt|vergeben)|\bautres? (?:candidat|profil|personne)|\bquelqu['’]un d['’]autre|\b(?:a|"
    r"est) (?:été |déjà )?pourvu|"
    r"\botr[oa]s? (?:candidat|perfil|persona|aspirant)|\baltr[oaie]\w? (?:candidat|profil|person)|"
    r"\boutr[oa]s? (?:candidat|perfil|perfis|pessoa)|\balguém\b|\bandere? (?:kandida|sollicitan|persoon|"
    r"profiel)|\biemand anders|"
    r"\bannan (?:kandidat|sökande|person)|\bandra (?:kandidater|sökande)|\bnågon annan|"
    r"\binn(?:ą|ego|ych|ej|emu|y|ymi) (?:kandyda|osob|aplik)|\bkogoś innego|\bktoś inny",
    _F,
)
# What may be so, or would have been, is no reason.
_SUPPOSED = re.compile(
    r"^\W*(?:if|should|in case|unless|falls|sollte|wenn|si|se|caso|als|indien|mocht|om|ifall|jeśli|jeżeli|gdyby)\b", _F
)
_IN_ORDER = (
    (Reason.OVERQUALIFIED, _OVERQUALIFIED),
    (Reason.NOT_FILLED, _NOT_FILLED),
    (Reason.INTERNAL, _INTERNAL),
    (Reason.SOMEONE_ELSE, _SOMEONE_ELSE),
)


def find_reason(text: str, evidence: str) -> Reason | None:
    """The reason that a "no" gives; None where it gives none of the known ones.

    `text` is the letter in its sender's own words, `evidence` the sentence that decided. That sentence is asked first,
    for what else stands in the letter may be about others.
    """
    others = [each for each in sentences_of(text) if not _SUPPOSED.match(each)]
    for sentences in ([evidence], others):
        for reason, words in _IN_ORDER:
            if any(words.search(each) for each in sentences):
                return reason
    return None


# A job that was a "no" and is to be had again.
_OPEN_AGAIN = re.compile(
    r"\b(?:open|vacant|available|free|advertised|posted|recruiting|hiring) (?:up )?(?:once )?(?:again|"
    r"anew|once more)\b|"
    r"\b(?:re-?open|re-?post|re-?advertis|re-?launch)(?:ed|ing)?\b|\b(?:has|have) (?:come|opened|"
    r"become) (?:up |free |"
    r"open |available |vacant )*again|\bback (?:on|open)\b[^.;]{0,20}\b(?:market|again)|"
    r"\b(?:wieder|erneut|nochmals?) (?:\w+ )?(?:offen|frei|ausgeschrieben|zu besetzen|vakant|verfügbar)|"
    r"\bneu ausgeschrieben|"
    r"\bde nouveau (?:\w+ )?(?:ouvert|vacant|disponible|libre)|\b(?:rouvert|republié|remis en ligne)|"
    r"\b(?:de nuevo|otra vez|nuevamente) (?:\w+ )?(?:abiert|libre|vacante|disponible)|\breabiert|"
    r"\bvuelve a estar (?:abiert|libre|"
    r"vacante|disponible)|\b(?:di nuovo|nuovamente) (?:\w+ )?(?:apert|liber|disponibil|vacant)|\briapert|"
    r"\b(?:novamente|de novo|outra vez) (?:\w+ )?(?:abert|livre|dispon|vaga)|\breabert|"
    r"\bopnieuw (?:\w+ )?(?:open|vrij|vacant|beschikbaar|uitgezet|gepubliceerd)|\bweer (?:open|vrij|"
    r"vacant|beschikbaar)|\bheropend|"
    r"\b(?:åter|igen) (?:\w+ )?(?:ledig|öppen|utlyst)|\b(?:ledig|öppen|utlyst) igen|"
    r"\b(?:ponownie|znowu|znów) (?:\w+ )?(?:otwart|woln|dostępn|ogłosz|rekrut)|\bwznow\w+ rekrutacj",
    _F,
)


# What it must be that is open: an office, a calendar or a shop is none.
_JOB = re.compile(
    r"\b(?:position|role|job|post|vacanc|opening|search|recruit|hiring|stelle|ausschreibung|besetz|poste|"
    r"emploi|recrutement|"
    r"offre|puesto|vacante|plaza|proceso|oferta|functie|vacature|positie|baan|posizione|ruolo|selezione|"
    r"ricerca|vaga|posição|"
    r"cargo|tjänst|rekryter|anställning|roll|stanowisk|rekrutac|nabór|ofert)",
    _F,
)
_NOT_SO = re.compile(
    r"\b(?:if|should|when|whenever|once|in case|unless|would|could|may|might|not|never|no longer|until|"
    r"till|falls|wenn|sobald|"
    r"sollte|nicht|nie|würde|könnte|si|quand|lorsque|ne|pas|jamais|cuando|no|nunca|caso|quando|non|mai|se|"
    r"não|als|wanneer|"
    r"zodra|niet|nooit|om|när|inte|aldrig|jeśli|gdy|kiedy|nie)\b|n['’]t\b|\?",
    _F,
)


def says_open_again(text: str) -> bool:
    """Whether a letter says, and does not only suppose or deny, that a position is open again."""
    for sentence in sentences_of(text):
        for clause in re.split(
            r"[;:]\s|,\s(?:and|but|so|und|aber|et|mais|y|pero|en|maar|e|ma|mas|och|men|i|ale)\s", sentence
        ):
            found = _OPEN_AGAIN.search(clause)
            if found and _JOB.search(clause) and not _NOT_SO.search(clause[: found.end()]):
                return True
    return False
