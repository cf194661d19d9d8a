"""Tone: what a reader would take for anger, blame, pleading or sarcasm, and shouting (domain, section 6).

Each table gives phrases, as regular expressions over lower-case text. A phrase that is denied ("I was not angry") does
not count. Better to miss a veiled one than to doubt an honest sentence.
"""

import re
from collections.abc import Iterator

from .report import Flag, Matter
from .text import plain

_WHY = {
    Matter.ANGER: "Reads as anger. Disappointment, said once and plainly, is heard; anger closes the door.",
    Matter.BLAME: "Reads as blame. They decided with what they had; leave it at thanks.",
    Matter.PLEADING: "Reads as pleading. Interest is enough; let them come to you.",
    Matter.SARCASM: "Can be read as sarcasm. Say it plainly, or leave it out.",
    Matter.CAPS: "Capitals read as shouting.",
    Matter.EXCLAMATION: "One mark is enough; several read as agitation.",
}
_I = r"\bi(?: am|'m| was| feel| felt| have been|'ve been| have never been (?:this|so)| remain| got| get| still am|'m still| am still| was still)"
_VERY = r"(?:very|so|really|quite|still|frankly|honestly|rather|pretty|extremely|bloody|just|too|thoroughly|deeply|truly|bitterly|never been (?:so|this|as)|a bit|a little|kind of|sort of|afraid|absolutely|beyond|more than|incredibly)"
_PHRASES: dict[Matter, tuple[str, ...]] = {
    Matter.ANGER: (
        # feelings, said of oneself
        rf"{_I}(?: {_VERY}){{0,3}} (?:furious|livid|fuming|seething|enraged|infuriated|outraged|disgusted|appalled|angry|mad (?:at|about)|bitter|pissed|cross|resentful|insulted|offended|humiliated|incensed|irate|fed up|worked up|sick (?:of|and tired|to death)|beside myself|up in arms|raging)\b",
        rf"(?<!client )(?<!customer )(?<!patient )(?<!person )(?<!someone )(?<!somebody )(?:{_VERY} ){{1,3}}(?:angry|mad (?:at|about)|bitter|pissed off|cross (?:with|about)|resentful|insulted|offended|fed up|annoyed|infuriating)\b",
        r"\b(?:makes?|made|making|left|leaves?|got|gets|has) me(?: \w+){0,2} (?:angry|furious|mad|bitter|livid|sick|want to scream|rage|cross|fume|seethe)\b",
        r"\bi(?: really| just| simply)? (?:hate|despise|loathe|detest|resent) (?!to |that i|it when i|being the)",
        r"\b(?:my blood boils?|(?:makes?|made) my blood boil|i could (?:\w+ )?scream|had enough of|the last straw|slap in the face|spit in|sick and tired|sick to death|never been so (?:insulted|humiliated|angry)|i will not forget (?:this|how you))\b",
        # names for what they did
        r"\b(?:joke of an?|what a joke|complete joke|a farce|a sham|a circus|a disgrace|disgraceful|shameful|shame on you|insulting|an insult|outrageous|inexcusable|pathetic|a scandal|contemptible|despicable|appalling|(?:utterly|totally|completely|quite|simply|frankly) (?:unacceptable|ridiculous|disgusting))\b",
        r"\b(?:how dare|go to hell|to hell with|screw you|bullshit|crap|idiots?|incompetent|clowns?|liars?|lied to me|cowards?)\b",
        r"\b(?:you|they|all of you|this)(?: have| has|'ve)? (?:\w+ )?wast(?:ed|ing) (?:\w+ ){0,3}(?:time|weeks|months|hours|days?|afternoons?|evenings?)\b|\b(?:a|complete|total|such a) waste of (?:my )?(?:time|weeks|months|hours|an? \w+)\b",
        r"\b(?:treated (?:me )?(?:like (?:dirt|a|an|nothing)|so badly|badly|shabbily|with contempt)|disrespect(?:ed|ful)|humiliating|degrading)\b",
    ),
    Matter.BLAME: (
        # unfair
        r"(?<!be )(?<!equally )(?<!nobody was )(?<!no one was )\bunfair(?:ly)?\b(?! (?:to (?:expect|ask|say|blame|call|pretend|grumble|complain|judge)|of me|on you))|\bunfairness\b",
        r"\bthat(?:'s not| isn't| is not|'s hardly) fair\b",
        r"\b(?:was|is) a (?:sham|stitch-?up|fix|foregone conclusion)\b|\byou let me (?:walk|run|believe|go on|wait|prepare|drive|travel)\b|\bbecause of you\b|\byou(?:'ll| will) have to live with\b|\bdo you (?:know|realise|realize|have any idea) what\b|\bhave you any idea\b|\bwould (?:have )?(?:find|found|spare|spared) a minute\b",
        r"(?:n't|\b(?:not|hardly|scarcely|never|anything but|far from))(?: \w+){0,3}? (?:fair|just|right|decent|reasonable)(?: (?:of you|of them|on anyone|on me|to me|to do|way|that|process|play))",
        r"\b(?:hardly|scarcely|doesn't|does not|didn't|did not) (?:seems?|feels?|strikes? me as|look|sound) (?:\w+ )?(?:fair|right|just|decent)\b",
        # mistakes of theirs
        r"\byou(?:r team|r panel| all|'ve| have)?(?: \w+){0,2} (?:made|are making|making) (?:a|the|your|an)(?: \w+)? (?:mistake|error|blunder)\b",
        r"\b(?:your|the panel's|a (?:grave|serious|big|real|costly)|their) (?:mistake|error|blunder|misjudg\w+)\b(?! (?:was|is) mine)(?!s? in my)",
        r"\b(?:you|panel|team|somebody|someone|they|committee|board)(?: \w+){0,5}? got (?:this|it|that|me)(?: \w+){0,2} wrong\b",
        r"\b(?:you|somebody|someone|nobody|no one|they|the panel|your (?:team|panel|people))(?: \w+){0,2} (?:overlooked|ignored|ghosted|misled|misread|misjudged|dismissed|underestimated|brushed aside|strung|let me down|led me (?:on|to believe))\b(?! (?:a|an|the) (?:bug|error|mistake|typo|detail|comma))",
        r"\byou (?:will|'ll|may|might|are going to)(?: \w+){0,2} (?:regret|be sorry|rue)\b",
        r"\b(?:you|anybody|anyone|somebody|someone) (?:would|could) have (?:\w+ ){0,2}(?:seen|known|noticed|found)(?: \w+){0,3} (?:if|had) (?:you|they|anyone|anybody|somebody)\b|\b(?:if|had) (?:you|they|anyone|anybody|somebody)(?: had)? (?:only |just |really |bothered to |actually )?(?:looked|read|listened|bothered|checked|taken the (?:time|trouble))(?: \w+){0,4} (?:past|closer|closely|properly|carefully|my|me|you would)\b",
        r"\bwrong (?:decision|choice|call|candidate|person|hire)\b(?! (?:was|is) mine)|\bpoor (?:decision|choice|judg\w+)\b|(?<!thing )\bthat was (?:\w+ )?(?:careless|thoughtless|rude|unkind|inconsiderate|sloppy|shabby|heartless|cowardly|cold|poor form|bad form|wrong)(?: of (?:you|them))?\b|\b(?:careless|thoughtless|rude|unkind|inconsiderate|shabby|heartless|dishonest|unprofessional|cowardly|wrong) of (?:you|them|your|the)\b",
        # what they ought to have done
        r"\byou (?:really |surely |at least )?(?:should|ought to)(?:n't| not)?(?: at least| really| not)*(?: have)? (?:\w+ )?(?:told|said|say|let|given|called|written|chosen|hired|listened|looked|seen|read|warned|had|answered|replied|responded|noticed|asked|picked|informed|mentioned|spared|promise\w*|tell|treat\w*|made|known|ignored?|kept)\b",
        r"\bi (?:should|ought to) (?:at least )?have been (?:told|informed|warned|asked|given|heard|considered)\b|\bi (?:think i |feel i |felt i |believe i )?(?:was|am|were|is) owed\b|(?<!not that )(?<!feel that )(?<!think that )(?<!don't feel )(?<!don't think )(?<!not because )\byou owe (?:me|us|it to)\b|\bi (?:think i |feel i |believe i )?deserved? (?:better|more|at least|an? (?:answer|explanation|better|fair|real|reply|word|chance|line|call)|this|that)\b|\b(?:the )?(?:very )?least (?:you|anyone|they) (?:could|can|might)\b|(?:n't|\bnot|\bhardly|\bscarcely) (?:be )?(?:too much|a lot) to (?:ask|expect)\b|\bwould(?:n't| not)? have (?:been|cost|hurt|killed) (?:you |it |the least |only |common |nothing |basic |simple )*(?:decent|polite|courtes\w+|decency|courteous|anything|nothing|much|fair|human|to (?:tell|call|write|answer|reply|let|send))",
        r"\bcost me (?:a|my|the|two|three|four|five|six|whole|weeks|months|hours|\w+ days)\b|\b(?:not|isn't|wasn't) (?:how|the way) (?:\w+ ){1,5}(?:treats?|treated|behaves?|deals?|talks? to|brought up)\b",
        # silence and broken promises
        r"\byou(?:'ve| have| had)?(?: all| both| simply| just)? (?:never|not|did not|didn't|haven't|have not|still have not|still haven't)(?: \w+){0,2} (?:answer\w*|repl\w+|respond\w*|wrote|written?|call(?:ed)?|got back|gotten back|get back|bother\w*|g[ai]ve me an?|listen\w*|look\w* at|read|acknowledg\w*|ke(?:ep|pt) (?:your|that|the))\b(?! (?:anything|it) yet)",
        r"\b(?:wrote|written|called|asked|e-?mailed|waited|rang)\b[^.!?]{0,60}\b(?:heard nothing|no (?:reply|answer|response|word)|not a (?:word|line|single)|without (?:an|any|a) (?:answer|reply|word|response)|nothing (?:came|back)|never (?:heard|got))\b|\b(?:weeks|months|all this time|since then)\b[^.!?]{0,50}\b(?:nobody|no one|not a|nothing|no word|never|silence)\b[^.!?]{0,25}\b(?:word|wrote|called|answer\w*|line|heard|came|told)\b",
        r"\bpromised\b[^.!?]{0,80}\b(?:but|yet|and (?:this|you|nothing|nobody|i (?:never|heard|am)|then|still|it|that)|never|did not|didn't|nothing|hurt|instead|broke|not kept|no call|no answer)\b|\b(?:broke|broken|did not keep|didn't keep|not kept) (?:your|that|the|this|a) (?:promise|word)\b|\b(?:even though|although|despite) (?:you |your |the |having )(?:\w+ )?promis\w+",
        r"\b(?:your |such |this |the |long )?silence (?:\w+ ){0,2}(?:does|did|leaves?|left|hurts?|says|tells|speaks?|since|for)\b|\byour silence\b|\byour lack of\b|\b(?:left|kept|leave|keep|leaving|keeping) me (?:hanging|in the dark|guessing|waiting|dangling|on the hook)\b|\bstrung me along\b",
        r"\b(?:entirely|all|clearly|partly|really|only) your (?:fault|doing|responsibility)\b|\bi blame\b|\byou(?:'re| are) (?:to blame|at fault|wrong)\b|\b(?:rigged|discriminat\w+|ageist|nepotism|decided (?:beforehand|in advance|before (?:i|the|we)))\b|\byou (?:lot|people) (?:go|went|just|always|never|pick|had|have|chose|couldn't|could)\b|\bfailed to (?:see|recogni[sz]e|notice|understand|read|appreciate|tell|answer|reply|keep|give)\b",
        r"\bthis is (?:the|my) (?:second|third|fourth|fifth) (?:time|message|e-?mail|note|attempt)\b",
    ),
    Matter.PLEADING: (
        r"\bi(?:'m| am| do| must| can only)? (?:beg(?:ging)?|implor(?:e|ing)|plead(?:ing)?|entreat|beseech) (?!your pardon|to differ|off|guilty)|\bbegging you\b|\bon my knees\b|\bwith (?:my|all my) (?:whole )?heart to\b",
        r"(?<!made me )(?<!makes me )\b(?:reconsider|rethink|revisit) (?:me|my|your|the decision|the matter|this|it)\b|\b(?:please|kindly|would you|could you|can you|you(?: would| will|'d)|if you) (?:\w+ ){0,3}(?:reconsider|rethink|change your mind|think again|think it over)\b|\b(?:get|make|ask|persuade|convince) (?:them|him|her|the \w+|you) to (?:think again|reconsider|look again|change|take one more|take another)\b",
        r"\b(?:look|take a look|take one|take another|go|glance|think|speak|talk)(?: \w+){0,6} (?:once more|one more time|one last time|again at my)\b|\bone (?:more|last) (?:look|chance|try|time with your|shot)\b|\b(?:another|one more|a last|a second) chance\b(?! to (?:meet|talk|see|speak|work))",
        r"\bis there (?:really |truly |still |honestly |absolutely )?(?:nothing|no way|no chance|not any)\b|\bany way at all\b|\b(?:could|can|would)(?:n't| not| you not) (?:you )?(?:\w+ )?(?:give|speak|put in|make|find|let|try) (?:me|one|an exception|somewhere|something|a place)\b|\bcould you not (?:speak|try|make|find|give|let)\b",
        r"\bdesperate(?:ly)?\b(?! (?:dry|slow|short|cold|funny|late))|\b(?:my|the) (?:last|only|one) (?:hope|chance|resort|door)\b(?! (?:for|of) (?:the|your))|\b(?:wits'? end|end of (?:my|the) (?:rope|tether))\b|\bany crumb\b",
        r"\bgive me (?:just |only |but |one |a |another |the )+(?:\w+ )?(?:chance|shot|opportunity|try|trial|week|month|day)\b|\b(?:just|only) (?:give|let) me\b",
        r"\bi(?:'d| would|'ll| will| am willing to| could| can)(?: \w+)? (?:do|take|accept|work(?: for)?) (?:absolutely |just about |literally )?(?:anything|any (?:job|role|position|shift|salary|pay|hours|contract|place)|whatever|for (?:free|nothing|less|half)|without pay|unpaid|half)\b|\b(?:work|start|come)(?: \w+){0,3} (?:for free|unpaid|without pay|for nothing)\b|\bhalf the (?:salary|pay)\b|\b(?:don't|do not) (?:mind|care) how little\b|\bsweep (?:the )?floors?\b|\b(?:the|any|some) (?:smallest|lowest|tiniest) (?:position|job|place|task|role|thing)\b|\bsome small thing\b|\bwhatever you(?:'ve| have) got\b",
        r"\bi(?: \w+){0,3} need (?:this|the|that|a|any|your) (?:job|work|position|role|income|salary|place|post|badly|more than|so)\b|\bi(?: \w+){0,4} need (?:somebody|someone|you) to\b|\breally,? really,? need\b|\bi (?:can't|cannot|don't know how (?:i am |i'm )?to|do not know how to|won't be able to) (?:pay|cover|afford|go on|make (?:ends|the)|keep (?:going|the flat|the house)|feed|face)\b",
        r"\b(?:my|the|our) (?:rent|mortgage|bills|savings|landlord|unemployment\w*|visa)\b[^.?!]{0,40}\b(?:due|gone|run(?:s|ning)? out|behind|late|overdue|pay\w*|ends?|weeks? left|month)\b|\bfeed (?:my|the|our)\b|\b(?:family|children|kids|mother|wife|husband) (?:\w+ )?(?:depends?|rel(?:y|ies)|to feed|counts?) on\b",
        r"\bit would (?:mean the world|mean everything|save (?:me$|me[.,!;]|my (?:life|family|home)|us))|\b(?:have|take) (?:mercy|pity) on\b|\bdon't give up on me\b|\bi will never (?:find|get) (?:another|such)\b|\bmy whole (?:life|future) (?:depends|hangs)\b|\bi (?:cried|wept|have not slept|haven't slept|cannot sleep|can't sleep|lie awake)\b|\bplease,? please\b|\bplease (?:don't|do not) (?:forget me|give up on|reject|shut|close the door|turn me)\b|\bplease,? \w+,? (?:talk to|speak to|ask) (?:them|him|her|your)\b",
    ),
    Matter.SARCASM: (
        r"\bthanks? (?:you )?(?:so much |a lot |very much |ever so much )?for (?:nothing|wasting|the (?:wonderful |deafening )?silence|ignoring|ghosting|keeping me (?:waiting|in the dark|guessing|hanging)|making me wait|the (?:\w+ )?(?:form letter|form mail|automated|automatic|two-line|one-line|template|standard letter|mass mail)|finally|at (?:long )?last|bothering)\b|\bthanks a (?:bunch|million) for\b",
        r"\b(?:good luck|best of luck) (?:with that|with (?:him|her|your (?:genius|wonder|perfect|cheaper|bargain))|finding (?:anyone|someone|somebody|anybody|a unicorn))\b|\byou(?:'ll| will) (?:certainly |surely )?need (?:it|all the luck)\b",
        r"\bi(?:'m| am) sure (?:that )?(?:those|the (?:pallets?|harbour|software|algorithm|robot|machine|forms?|spreadsheet|system|nephew|cousin)|(?:he|she|they|it)(?:'ll| will| would)? (?:look|must|be (?:a )?(?:genius|cheaper|perfect|flawless|thrilled without))|your (?:genius|wonder|nephew|cheaper|perfect)|(?:ten|twenty|five|fifteen|eleven|twelve|those \w+) minutes)\b",
        r"\b(?:what|such|quite|rather)? ?(?:a|an) (?:\w+ )?(?:charming|lovely|delightful|nice|personal|touching|thoughtful|elegant|wonderful) (?:personal |little |human )?touch\b|\b(?:a|an|true|real|quite a|such a) (?:masterpiece|masterclass|triumph|marvel|monument|feat)\b(?= (?:of|in|,|by the way|\.))|\b(?:wrapped|so many warm words) (?:a?round|for) (?:nothing|so little)\b|\bmoney well spent\b|\bappetite for adventure\b",
        r"\b(?:most|how|so|very|terribly|awfully) (?:considerate|kind|generous|thoughtful|gracious|brave|efficient|professional|convenient|original) of (?:you|them)(?:,? too)?,? (?:to (?:hold|make|keep|let|send|wait|tell|inform|remind|leave|ignore|forget|have)|not to)\b|\bhow (?:very )?(?:convenient|original|touching)\b|\bwhat a (?:surprise|shock|shocker)\b(?! (?:it was )?to (?:hear|see|get|read|find))",
        r"\b(?:impressed|moved|touched|charmed|delighted|flattered) by (?:the|your) (?:\w+ )?(?:form|automated|automatic|template|standard|mass|no-?reply|two-line|one-line|copy|silence|misspel\w+|speed of)\b|\bvery nearly (?:spel\w+|got|right|remembered)\b|\bspel\w+ my name (?:almost|nearly)\b",
        r"\b(?:clearly|evidently|apparently|obviously|no doubt|doubtless|it seems|presumably),? [^.?!]{0,60}\b(?:too busy|far too|not (?:quite )?(?:enough|worth|needed)|overrated|counts? for (?:nothing|little)|means? (?:nothing|little)|constant supervision|more important|better things|too much trouble|the new \w+|beneath|in short supply|optional|a luxury)\b",
        r"\bthe new (?:junior|normal|standard|professional),? (?:good to know|apparently|it seems|i (?:see|guess|gather))\b|[,.;] (?:good to know|duly noted|noted)\b|\bi (?:guess|suppose|gather|take it) (?:\w+ ){1,6}(?:is|are|was|were) (?:just |simply )?(?:too much|not (?:enough|worth)|the new|overrated|optional)\b",
        r"\b(?:i was|i am|i'm) (?:touched|moved|delighted|charmed|fascinated|amused) to (?:discover|learn|find|read|see) that\b[^.?!]{0,80}\b(?:paragraph|line|sentence|minutes?|disposed|computer|machine|template|form|nothing)\b|\btop marks for\b|\bwhat a privilege\b|\b(?:being engraved|have it framed|frame it|hang it on my wall)\b|\ba good laugh\b|\b(?:congratulate|salute|applaud) (?:the|your) \w+ department\b|\bhow (?:very|terribly|awfully) (?:considerate|kind|thoughtful|generous|gracious) of\b",
        r"\b(?:i|one) can only (?:admire|marvel|applaud|congratulate)\b|\bi (?:shall|will|must) (?:of course|naturally|certainly|be sure to|remember to) (?:\w+ )?(?:endeavour|try|strive|learn|practi[sc]e|take care|aim)(?: \w+)? (?:to )?(?:know less|be (?:less|younger|cheaper|duller|slower|quieter)|forget|unlearn|lower|do worse|grow younger)\b",
        r"(?<!thank you )\bso much for (?:the|your|that|all|being|my) (?:\w+ )?(?:promis\w+|transparen\w+|values?|open door|we'll be in touch|welcom\w+|family|culture|respect|speed|quick|people first|fair|talent|equal)\b",
        r"\bcongratulations on (?:finding|hiring|getting|choosing|saving|securing|managing|landing) (?:\w+ ){0,4}(?:cheap\w*|younger|easier|obedient|less experienced|half|bargain|unicorn)\b|\bsomeone cheaper\b|\btoo (?:good|honest|experienced) for you\b",
        r"\b(?:slow clap|bravo|well done,? (?:you|everyone)|hats off) ?(?:[,.!]|to)\b(?! your team)|\bsilly (?:me|of me)\b|\bhow silly\b|\bforgive me for (?:thinking|believing|assuming|expecting|imagining|hoping)\b|\b(?:heaven|god) forbid\b|\bmust be (?:so |very |awfully )?(?:nice|lovely|exhausting|tiring) (?:to|being)\b|\btoo (?:busy|important) to (?:answer|reply|write|call|pick up|return|send)\b|\bto compose (?:two|three|one|a) (?:\w+ )?sentences?\b|\bsomebody's (?:nephew|cousin|son|friend)\b",
    ),
}
_TABLES = {matter: re.compile("|".join(f"(?:{phrase})" for phrase in phrases)) for matter, phrases in _PHRASES.items()}
# What takes the sting out of the words behind it.
_DENIED = re.compile(
    r"(?:\bnot|n't|\bnever|\bno|\bwithout|\bneither|\bnor|\bfar from|\brather than|\binstead of|\bless|\bhardly|\bwould be|\bdon't be|\bno longer|\bnothing)(?: \w+){0,3} $"
)
_DENIED_AT_ONCE = re.compile(
    r"(?:\bnot|n't|\bnever|\bwithout|\bnobody was|\bno one was)(?: \w+)? $"
)  # "it was not wrong of you"
_MARKS = re.compile(r"[!?]*![!?]*")
_CAPITALS = re.compile(r"(?<![\w@./-])[A-ZÄÖÜÉÈ]{2,}(?:'[A-Z]+)?(?![\w@/-])")
# Ordinary words that somebody writes in capitals only to be loud; acronyms and names are none of these.
_ORDINARY = frozenset(
    """
    a about above absolutely across after again against ago all almost alone already always am amazing an and another
    answer any anybody anyone anything appreciate are around as asap ask asked at awful away awesome back bad badly be
    because been before behind being believe best better between big both but by call called came can cannot chance
    chose clear clearly come could day days deserve desperately did do does done dont door down during each eight either
    eleven else end enough entire even ever every everybody everyone everything exactly extremely fact fair
    false family far feel felt few fifteen fifty finally find fine first five for forever forty found four friend from
    full fun gave get give given glad go gone good got great had half happy hard has hated have he hear heard help her
    here hey him his hope hour hours how however hundred ignored important impossible in indeed instead interested into
    is it job just keep kept kind knew know known last late later least left less let life like line listen little long
    look lot lots love loved made make man many matter maybe me mean means meant might mine minute minutes mistake mom
    month months more most move much must my name near need never new next nice night nine no nobody none nor not
    nothing now of off often ok okay old on once one only open or other others our out over own part people perfect
    person place please point position probably promise promised put quick quickly quite rather read real really reason
    remember reply right rude sad said same saw say second see seem seen sent serious seriously seven shame she
    should show simply since single six small so some somebody someone something soon sorry speak still stop story
    strong stupid such sure surely take talk tell ten terrible than thank thanks that the their them then there these
    they thing things think third thirty this those though thought thousand three through time times tired to today
    together told tomorrow tonight too took totally tried true truly truth try trying twelve twenty twice two under
    understand unfair until up upset urgent us use very voice wait waited waiting want wanted warning was waste way we
    week weeks well were what whatever when where whether which while who whole why wife will wish with within without
    wonderful word words work worked world worse worst worth would write wrong wrote year years yes yesterday yet you
    young your yours zero
    """.split()
)
# Beside these words, what nobody would write in capitals as an acronym: "BRILLIANTLY", "DISAPPOINTING".
_LONG_ENDINGS = re.compile(r"[A-Z]{3,}(?:LY|ING|NESS|FUL|EST|ABLE)|[A-Z]{4,}(?:ED|OUS|ION|MENT)")
_SHORT_WORDS_ALSO_ACRONYMS = frozenset(
    {
        "a",
        "am",
        "an",
        "as",
        "at",
        "do",
        "go",
        "he",
        "in",
        "is",
        "it",
        "me",
        "no",
        "of",
        "off",
        "ok",
        "on",
        "or",
        "so",
        "us",
        "up",
        "who",
        "job",
        "one",
        "old",
        "see",
        "all",
        "may",
        "best",
    }
)


def tone_flags(text: str) -> Iterator[Flag]:
    """What reads as anger, blame, pleading, sarcasm or shouting."""
    lower = plain(text).lower()
    if len(lower) != len(text):  # a letter that grows when it is made small, as in Turkish: places would be off
        lower = "".join(small if len(small := c.lower()) == 1 else c for c in plain(text))
    for matter, pattern in _TABLES.items():
        last = -1
        for match in pattern.finditer(lower):
            denied = _DENIED_AT_ONCE if matter is Matter.BLAME else _DENIED
            if match.start() < last or denied.search(lower[max(0, match.start() - 40) : match.start()]):
                continue
            last = match.end()
            yield Flag(matter, match.start(), match.end(), _WHY[matter])
    yield from _shouted(text)
    for match in _MARKS.finditer(text):
        if match.end() - match.start() > 1:
            yield Flag(Matter.EXCLAMATION, match.start(), match.end(), _WHY[Matter.EXCLAMATION])


def _shouted(text: str) -> Iterator[Flag]:
    """Ordinary words in capitals: alone when nothing else is written so, or several in a row."""
    words = list(_CAPITALS.finditer(text))
    run: list[re.Match[str]] = []
    for match in words:
        if run and text[run[-1].end() : match.start()].strip(" ,'") and run:
            yield from _loud(run)
            run = []
        run.append(match)
    yield from _loud(run)


def _loud(run: list[re.Match[str]]) -> Iterator[Flag]:
    ordinary = [match for match in run if match[0].lower() in _ORDINARY or _LONG_ENDINGS.fullmatch(match[0])]
    sure = [match for match in ordinary if match[0].lower() not in _SHORT_WORDS_ALSO_ACRONYMS]
    if sure or len(ordinary) > 1:
        yield Flag(Matter.CAPS, run[0].start(), run[-1].end(), _WHY[Matter.CAPS])
