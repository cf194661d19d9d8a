"""Words by which the parts of a letter are told apart, in the nine languages that are read.

Greetings, closings, institutions, mailboxes.
They are the closed sets of each language, and not what a letter says: that is learned (`classifier.py`).
"""

import re

_FLAGS = re.IGNORECASE

GREETING = re.compile(
    r"^\W*(?:dear|hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|to whom"
    r"|sehr geehrte\w*|liebe[rs]?|hallo|guten (?:tag|morgen|abend)|grüezi|grüß gott|grüss gott|servus|moin|"
    r"geschätzte\w*|werte[rs]?|verehrte\w*"
    r"|bonjour|bonsoir|salut|cher|chère|madame|monsieur|coucou|hola|buen(?:os|as)? (?:días|dias|tardes|"
    r"noches|día|dia)|"
    r"estimad[oa]s?|querid[oa]s?|apreciad[oa]s?"
    r"|beste|geachte|dag|goedemorgen|goedemiddag|goedendag|lieve|hoi|gentile|gentilissim[oa]|egregi[oa]|spett\w*|"
    r"car[oa]|ciao|buongiorno|buonasera|salve"
    r"|prezad[oa]s?|car[oa]s?|olá|oi|bom dia|boa tarde|boa noite|exm[oa]\.?|hej|hejsan|god (?:dag|morgon)|"
    r"tjena|bästa|"
    r"käre?a?|szanown\w*|drog\w*|cześć|witam\w*|dzień dobry|pan[ie]?)\b",
    _FLAGS,
)
CLOSING = re.compile(
    r"^\W*(?:(?:with |kind|kindest|best|warm|warmest|many|yours|all the|sincerely|regards|cheers|thanks|thank you|"
    r"take care|respectfully|cordially|speak soon|faithfully|warmly|very best|until|all best|good luck|cordial|"
    r"mit (?:freundlichen?|besten?|herzlichen?|lieben?|kollegialen?|vorzüglicher)|freundliche|viele|herzliche|beste|"
    r"liebe|schöne|sonnige|gruß|grüße|grüsse|lg\b|vg\b|mfg\b|bg\b|hochachtungsvoll|alles (?:gute|liebe)|bis (?:bald|"
    r"dann)|"
    r"cordialement|bien (?:cordialement|à vous|à toi)|amicalement|amitiés|sincères|salutations|avec mes|meilleures|"
    r"respectueusement|veuillez (?:agréer|recevoir)|je vous prie|bonne (?:continuation|journée|route)|au plaisir|"
    r"à bientôt|"
    r"atentamente|saludos|un (?:cordial |fuerte )?(?:saludo|abrazo)|cordialmente|quedo|recib[ae]|atte\b|hasta|"
    r"met (?:vriendelijke|hartelijke|de meeste)|vriendelijke|hartelijke|groet\w*|mvg\b|tot (?:snel|ziens)|"
    r"cordiali|distinti|un (?:cordiale |caro )?saluto|cari saluti|saluti|in fede|a presto|atenciosamente|"
    r"cumprimentos|"
    r"com os melhores|melhores|abraço|abraços|um abraço|obrigad[oa]|att\b|até|"
    r"med (?:vänlig|vänliga|bästa|varma|venlig)|vänlig\w*|vänliga|hälsning\w*|varma|mvh\b|allt gott|vi hörs|"
    r"z (?:poważaniem|wyrazami)|pozdrawiam\w*|serdeczn\w*|łączę|do (?:zobaczenia|usłyszenia))\b.{0,60}|best|bh|"
    r"dank)[,.!;]?\W*$",
    _FLAGS,
)
# What an institution has in its name, and a person has not.
INSTITUTION = re.compile(
    r"\b(?:\w*versicherung\w*|\w{3,}amt|\w+schule|\w{4,}kammer|\w*verband|\w+sicherung|(?:auto|kranken|"
    r"kauf|gast|möbel|"
    r"rat|pflege|reform)haus|mutual|bygg\w*|\w*trafik\w*|collège|coll[eé]gio|colegio|liceo|taberna|taverna|trattoria|"
    r"ristorante|restaurante|salone?|boutique|atelier|garage|motors|étude|scolaire|secretar[íi]a|gminy|szkoł\w*|"
    r"ib[eé]rica|empresa|impresa|azienda|firma|nachwuchs|selection|inc|llc|llp|ltd|limited|plc|corp|"
    r"corporation|company|co|gmbh|mbh|ag|kg|ohg|ug|ev|e\.?\s?v|eg|se|a\.?\s?g|"
    r"a/s|aps|s\.?a\.?s?|sarl|s\.?a\.?r\.?l|sasu|b\.?v|n\.?v|s\.?l\.?u?|s\.?r\.?l|s\.?p\.?a|lda|ltda|s/a|"
    r"oy|oyj|ab|hb|"
    r"as|asa|sp\.? ?z ?o\.?o|s\.?c|"
    r"group|gruppe|groupe|grupo|gruppo|groep|grupa|holding|partners?|associates|agency|agentur|agence|"
    r"agencia|agenzia|"
    r"agência|agencja|agentschap|studio\w*|labs?|laborator\w*|institut\w*|university|universit\w*|uniwersytet|"
    r"univers\w*|college|"
    r"hochschule|fachhochschule|akademie|academy|académie|academia|accademia|akademia|schule|school|école|escuela|"
    r"escola|scuola|szkoła|skola|gymnasium|lycée|kita|kindergarten|hospital|hôpital|klinik\w*|clinic|"
    r"clinique|clínica|"
    r"clinica|krankenhaus|spital|szpital|"
    r"ziekenhuis|sjukhus\w*|praxis|cabinet|studio|bank|banque|banco|banca|sparkasse|kasse|versicherung\w*|insurance|"
    r"assurance\w*|seguros|stadt|gemeinde|city|council|county|borough|ville|mairie|commune|comune|ayuntamiento|"
    r"município|prefeitura|câmara|gmina|urząd|"
    r"kommun\w*|landratsamt|amt|ministerium|ministry|ministère|ministerio|behörde|department|directorate|office|"
    r"services?|systems?|systeme|software|solutions?|technolog\w*|technik|digital|media|medien|verlag|"
    r"press|publishing|"
    r"editions|éditions|edizioni|editora|"
    r"logisti\w*|spedition|transport\w*|hotel|hôtel|hotell|gasthof|restaurant|museum|musée|museo|museu|"
    r"muzeum|theater|"
    r"theatre|théâtre|teatro|teatr|gallery|galerie|foundation|stiftung|fondation|fundación|fondazione|fundação|"
    r"fundacja|stichting|stiftelse\w*|"
    r"verein|verband|association|asociación|associazione|associação|stowarzyszenie|vereniging|förening\w*|trust|"
    r"charity|church|kirche|diakonie|caritas|werk\w*|werke|fabrik|factory|industr\w*|energie|energy|energi|bau|"
    r"construction|holz|garten\w*|gärtnerei|"
    r"bäckerei|bakery|boulangerie|apotheke|pharmacy|pharmacie|pharma|farmacia|haus|handel|retail|shop|store|markt|"
    r"market|international|consulting|beratung|conseil|consultores|consulenza|consultoria|doradztwo|"
    r"kanzlei|law|legal|"
    r"hr|recruit\w*|recruiting|recruitment|rekrut\w*|recrutement|reclutamiento|recrutamento|selección|seleção|"
    r"selezione|werving|personal\w*|personalabteilung|people|talent\w*|karriere\w*|careers?|jobs?|hiring|human|"
    r"resources|rrhh|rh|hrm|team|équipe|equipo|"
    r"equipe|zespół|kadry|bewerb\w*|bewerbermanagement|applications?|admissions|staffing|resourcing|support|service|"
    r"kundenservice|info|kontakt|contact|sekretariat|secretariat|secrétariat|direktion|direction|verwaltung|"
    r"administration|newsletter|notifications?|no-?reply|noreply|system|center|centre|zentrum|centro|centrum|auftrag|"
    r"vertretung|komisj\w*|kommission|commission|jury|ekipa|praca|redak\w*|rédaction|redaction|ausbildung\w*|"
    r"internships?|trainee\w*|distribu\w*|joinery|inspek\w*|inspection|zakład\w*|starostwo|administra\w*|"
    r"przewodnicząc\w*|sekretar\w*|campus|alumni|events?|community|program\w*|procurement|marketing|sales|vertrieb|"
    r"finance|accounting|wydział|stomatologia|apteka|supermarkt|supermarket|markt\w*|café|bistro|bar|pub|farm|hof|"
    r"ranch|domaine|château|castle|kollektiv|collective|coop\w*|genossenschaft|gmina|powiat|region|regierung|"
    r"government|federal|bundes\w*|staats\w*|national|royal)\b",
    _FLAGS,
)
# What stands in a sender's name beside the employer's: the mailbox, the department.
MAILBOX = re.compile(
    r"\b(?:the |das |ihr |dein |votre |il |o |l[’'])?(?:careers?|recruiting|recruitment|recruiters?|"
    r"talent(?: acquisition| relations| team| management| center| hub)?|hiring(?: team)?|"
    r"human resources(?: department|"
    r" team)?|hr(?:[- ]?(?:team|abteilung|department|services|desk|business partner))?|people(?:[ -]?(?: ?&|"
    r"and)? ?(?:team|crew|operations|ops|culture|experience))?|jobs?(?: board)?|jobb|team|teamet|"
    r"scheduling|notifications?|candidate (?:care|experience|services|support)|early careers|bewerbermanagement|"
    r"bewerber(?:center|portal|service)?|bewerbung(?:en|smanagement|sportal)?|karriere(?:team|portal|center)?|"
    r"recruiting-?(?:team|center)|resourcing|admissions|staffing|no-?reply|graduate scheme|"
    r"personal(?:abteilung|amt|wesen|management|team|service|referat|büro|dezernat|verwaltung)?|"
    r"personnel(?: department| section| office)?|rekrut(?:ierung|acja|eringen?|eringsteamet)|recrutement|"
    r"équipe recrutement|service (?:du personnel|rh|recrutement)|ressources humaines|drh|rh|"
    r"selección(?: de personal)?|"
    r"recursos humanos|rrhh|reclutamiento|"
    r"equipo de (?:selección|talento)|p&o|werving(?: (?:en|&) selectie)?|vacatures|hrm|risorse umane|"
    r"ufficio (?:personale|risorse umane|selezione)|selezione(?: personale)?|recrutamento(?: e seleção)?|seleção|"
    r"gente (?:e|&) gestão|hr-avdelningen|rekryteringsteamet|rekrytering|dział (?:hr|kadr|rekrutacji|personalny)|"
    r"zespół (?:hr|rekrutacji)|kadry|"
    r"via|billing|surveys?|office(?: of the \w+)?|info|coordination|vetting|employment(?: office)?|"
    r"internships?(?: and jobs)?|auswahldienst|\w*redaktion|bureau des (?:concours|ressources humaines)|"
    r"secrétariat(?: de direction)?|direction(?: (?:générale|du personnel|des ressources humaines))?|"
    r"administration communale|bolsa de (?:trabajo|empleo)|empleo|unidad de \w+|praca|kariera|ausbildung|"
    r"traineeprogram\w*|campus|interviews?|onboarding|candidatures?|application team|vorzimmer|"
    r"sekretariat|secretariat|"
    r"applications?|job ?board|mailbox|postfach|news(?:letter)?|support|kontakt)\b",
    _FLAGS,
)
LEGAL_FORM = re.compile(
    r"[,\s]+(?:gmbh\s*&\s*co\.?\s*kga?|gmbh|g\.?\s?mbh|mbh|inc|llc|llp|ltd|limited|plc|corp|ag|kg|ohg|ug|e\.\s?v|eg|"
    r"e\.\s?g|a\.\s?g|se|a/s|aps|s\.?a\.?s|sarl|s\.?a\.?r\.?l|s\.?a|b\.?v|n\.?v|s\.?l\.?u?|s\.?r\.?l|s\.?p\.?a|lda|"
    r"ltda|s/a|oyj?|ab|hb|asa?|sp\.\s?z\s?o\.\s?o|s\.\s?c)\b\.?(?=$|[\s,;|)–-])",
    _FLAGS,
)
DEGREE = re.compile(
    r"\b(?:prof|professor|dr|doktor|mag|dipl|ing|mba|bsc|msc|ba|ma|phd|ph\.?\s?d|b\.?\s?a|m\.?\s?sc|"
    r"b\.?\s?sc|iur|rer|nat|med|univ|habil|h\.?c|lic|llm|cipd|mcipd|assoc|sr|jr)\b\.?|-ing\.",
    _FLAGS,
)
TITLES = re.compile(
    r"^(?:mr|mrs|ms|miss|mx|sir|dame|herr|frau|madame|monsieur|mme|m|señor|señora|sr|sra|don|doña|dhr|"
    r"mevr|mw|sig|sigra|dott|dott\.?ssa|d\.ssa|ing|avv|pan|pani|maître|me)\.?$",
    _FLAGS,
)
WEEKDAY_OR_MONTH = re.compile(
    r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day|^(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|january|february|march|may|june|july|october|december|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"janvier|février|mars|avril|juin|juillet|août|octobre|décembre|lunes|martes|miércoles|jueves|viernes|enero|"
    r"febrero|marzo|abril|mayo|junio|julio|agosto|"
    r"septiembre|octubre|noviembre|diciembre|maandag|dinsdag|woensdag|donderdag|vrijdag|januari|februari|maart|mei|"
    r"augustus|lunedì|martedì|mercoledì|giovedì|venerdì|gennaio|febbraio|maggio|giugno|luglio|settembre|ottobre|"
    r"dicembre|segunda|terça|quarta|quinta|sexta|"
    r"janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|måndag|tisdag|onsdag|"
    r"torsdag|fredag|"
    r"lördag|poniedziałek|wtorek|środa|czwartek|piątek|styczeń|luty|marzec|kwiecień|czerwiec|lipiec|"
    r"sierpień|wrzesień|"
    r"październik|listopad|grudzień)s?\b",
    _FLAGS,
)
GENERIC_HOSTS = {
    *(
        "com",
        "org",
        "net",
        "example",
        "co",
        "uk",
        "de",
        "at",
        "ch",
        "fr",
        "be",
        "es",
        "nl",
        "it",
        "pt",
        "br",
        "se",
        "pl",
        "eu",
        "io",
        "us",
        "ca",
        "mx",
        "ar",
        "info",
        "biz",
        "gov",
        "edu",
        "ac",
        "or",
        "gv",
        "int",
        "cloud",
        "app",
        "tech",
        "jobs",
        "careers",
        "karriere",
        "career",
        "job",
        "hire",
    ),
    *(
        "mail",
        "email",
        "mx",
        "smtp",
        "hr",
        "rh",
        "talent",
        "recruiting",
        "recruit",
        "recruitment",
        "bewerbung",
        "bewerber",
        "apply",
        "applications",
        "www",
        "notifications",
        "notify",
        "noreply",
        "no-reply",
        "news",
        "post",
        "mailer",
        "send",
        "e",
        "em",
        "m",
        "t",
        "mg",
        "reply",
        "system",
        "calendar",
        "candidates",
    ),
}
"""Labels of a host that are nobody's name."""

# What a letter about a job speaks of, by the beginnings of the words.
OF_A_JOB = re.compile(
    r"\b(?:appl[iy]|candida|position|role\b|job|vacanc|interview|hir(?:e|ing)|resume|cv\b|employ|recruit|internship|"
    r"bewerb|stelle|kandidat|\w*gespräch|unterlagen|ausbildung|praktik|personal|dossier|poste|emploi|entretien|embauche|"
    r"puesto|plaza|empleo|entrevista|vaga|emprego|seleção|selecci|lavoro|posizione|colloquio|selezione|sollicit|vacature|"
    r"functie|gesprek|ansök|tjänst|jobb|intervju|rekryter|stanowisk|rekrut|aplikac|rozmow)",
    re.IGNORECASE,
)
