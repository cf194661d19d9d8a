"""The checklists: what a good note of each kind holds (domain, sections 3 to 5), and what of it a text covers.

Each point is a few phrases that give it away, over lower-case text. A sentence with a blank in it covers nothing yet
that the user would have to say in their own words.
"""

import re

from ..blanks import find_blanks
from .report import NoteKind, Point, Situation
from .text import plain, sentences

_THANK = r"(?:thank\w*|grateful|gratitude|appreciat\w+|glad of|obliged|indebted|means? a lot|kind of you)"
_TOLD = rf"(?:{_THANK}\b[^.!?]*\b(?:tell\w*|told|let(?:ting)? me know|inform\w*|news|your (?:e-?mail|message|letter|note|call|answer|reply|decision|honest\w*|frank\w*|openness|clarity|clear)|call(?:ing|ed)|writ(?:ing|e|ten)|wrote|getting back|explain\w*|up-?date|so quickly|ring(?:ing)?|being (?:open|honest|frank|clear|straight|direct)|the (?:call|e-?mail|message|letter|clear|honest|straight)))"
_TIME = rf"{_THANK}\b[^.!?]*\b(?:time|hours?|minutes|conversations?|talk\w*|interview\w*|meeting|met|meet|discussion\w*|welcom\w*|courte\w+|kind\w*|patien\w+|afternoon|morning|visit|tour|show\w*|chat|hospitality|attention|part in|way you|seeing|see me|speak\w*|opportunity|having me|invit\w+|car(?:e|ing)|listen\w*|warm\w*|open\w*|generous\w*|effort|trouble|walk\w*|exchange|call)|\b(?:you (?:took|gave|made|spared|set aside)|(?:the|for your|of your|your) (?:time|courtesy|kindness|hospitality))\b[^.!?]*\b(?:time|hour|courteous|kind|open|generous|patient|thank\w*|grateful|appreciat\w*|for me|me)\b|\bi (?:really |very much |greatly |truly )?(?:enjoyed|valued|liked|appreciated) (?:our|the|my|meeting|talking|speaking|that|your)\b[^.!?]*"
_REACH = r"\b(?:reach me|my (?:private |own |personal )?(?:e-?mail|address|number|phone|mobile|line|cell|details|contact)|you (?:can |may |will )?(?:reach|find|call|write|ring|get) me|find me|(?:i am|i'm) (?:on linkedin|at \S+@|always reachable|reachable|best reached)|write to me|call me|ring me|linkedin)\b|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,200}|\b\d[\d ()-]{6,20}\d\b|linkedin\.\S|/in/\S"
_SPECIFIC = (
    r"\b(?:you|he|she|they|mr \w+|ms \w+|mrs \w+|dr \w+|your (?:\w+ ){0,2}?(?:team|colleague\w*|people|house))(?:'d|'ve| had| have| all| both| so| then| also| once| kindly| even| never)* (?:said|told me (?:about|how|of|that|what|why)|mention\w*|describ\w*|explained (?:how|why|what|the way|to me)|show(?:ed|n)|asked|put it|raised|shared|talked (?:of|about|through)|spoke of|spoke about|drew|drawn|sketch\w*|pointed|walked me|handed|compared|called it|stressed|admitted|advised|suggested|recommended|warned|laughed|let me (?:look|see|try|compare|read|have)|spotted|remarked|quoted|taught|noticed|made of|use|built|handles?|runs? (?:the|your)|gave me the)\b"
    r"|\b(?:your|his|her|our|the|that|s') (?:[\w-]+ ){0,3}?(?:question|remark|story|stories|point (?:about|on|that)|example|description|account of|advice|idea|explanation of|observation|sentence|phrase|sketch|drawing|diagram|chart|map|glossary|tour|demonstration|demo|exercise|discussion of|theory|puzzle|test with|mock \w+|whiteboard|anecdote|metaphor|rule (?:of|about|that)|checklist|view (?:of|on|that)|approach to|thoughts? on|warning|suggestion|tip|problem of|walk|reading group|poster|board with|wall of|corridor)\b"
    r"|\b(?:stayed|stays|stay|stuck|sticks) with (?:me|us)\b|\b(?:keep|kept|still|been) (?:thinking (?:of|about)|turning|hear you|coming back)\b|\bcomes? back to me\b|\bthought (?:further |more |again )?about (?:the|your|what|how)\b|\b(?:was|am|were) (?:struck|impressed|intrigued)\b|\b(?:struck|taught|showed|reminded) me\b|\bmade (?:a strong|an) impression\b|\bmade me (?:think|want|look|rethink|smile|curious|laugh)\b|\b(?:remember|forget) (?:most|best|how|what|your|mr|ms|mrs|the)\b|\bnew (?:to|for) me\b|\bfor me new\b|\blearn(?:ed|t) (?:a lot |much |more |something )?(?:from|about|that|how)\b|\b(?:to hear|hearing) (?:about|how|you say)\b|\btook (?:away |home )\b|\b(?:best|clearest|finest) (?:sentence|bit|piece|part|question|explanation)\b|\bi (?:also )?liked (?:that|how)\b|\bwas (?:a highlight|a treat|worth the journey)\b|\bmost (?:fun|useful|interesting)\b"
)
_INTEREST = r"\b(?:(?:still|remain\w*|stay\w*|continue\w*|as|very|keenly|genuinely|always|just as|would be|my) (?:\w+ ){0,3}?(?:interest\w*|keen|enthusias\w*|eager|drawn|curious)|interest (?:in|has|stays|remains|is|does|did|continues|holds)|(?:would|i'd) (?:still |very much |really |gladly |love |happily |be (?:very |really |so )?(?:glad|happy|delighted|pleased|proud) to |like |enjoy |welcome |want |jump )+(?:to )?(?:work\w*|join\w*|be (?:part|with)|come|apply|talk|hear|the chance|another|meet|start|pick|still|contribute|try|a chance)|hope to work|want\w* to work (?:with|at|for|there)|see myself|like (?:the|your) (?:company|team|work|place|school|ward|hospital|firm)[^.!?]*(?:still|as much)|admire\w*|a place (?:where )?i(?:'d| would| want)|apply again|try again|first choice|top of my list|keen on |would interest me|place where i would|(?:gladly|still|happily) (?:work|teach|serve|join|welcome|come)|wish (?:still )?to work|like to (?:teach|work|serve|join)|has not changed|hasn't changed|haven't changed|is unchanged|not changed my mind|would (?:still )?say yes|i am still in)\b"
_THINK = r"\b(?:(?:think of|consider|remember|keep|contact|call|bear|have|get in touch with|come back to|write to|let|ring|try|include|look) (?:of )?(?:me|my (?:name|number|application|file|details|cv|resume|profile))\b[^.!?]*|(?:if|should|when|whenever|in case|once)[^.!?]{0,120}\b(?:open\w*|free|vacan\w+|chang\w+|comes? (?:up|back|free)|not (?:stay|work|turn|settle|last)|does(?:n't| not)|similar|another (?:position|role|place|post|vacancy|job|opening|opportunity)|again|leave\w*|need\w*|turn\w* out|arise\w*|look\w* for|search\w*|different\w*|next|reopen\w*|fall\w* through|declin\w*|grow\w*|hir\w*|extra (?:hands|pair)|position|role)\b[^.!?]*\b(?:me|hear from you|talk|call|write|touch|glad|happy|delighted|pleased|gladly|know|interested|here|line|phone|ready|there|welcome|apply|available|name|number|say yes)|next time|(?:keep|kept|bear|have) me in mind|considered if|thought of me|shout if|on your radar|on your list|in your (?:files|drawer|mind)|door (?:is|stays|remains) open|hear from you again|wait\w* list)\b"
_PATHS = r"\b(?:paths? (?:\w+ )?cross|meet (?:\w+ )?again|see you again|work together|cross(?:ed)? paths|run into|another (?:time|occasion|day|chance)|meet (?:once|some|one) (?:more|day|time)|see (?:each other|one another)|until (?:then|next)|talk again|our ways|hear from (?:each|one|you)|come together|speak again)\b"
_HELP = r"\b(?:(?:of|any|some|be) (?:\w+ )?(?:help|use|assistance|service)|glad to (?:help|lend|offer|do|send|share|pass|introduce|look|give|assist)|happy to (?:help|lend|offer|do|send|share|pass|introduce|look|give|assist|be)|can help|could help|help you|help out|help with|offer (?:you|my|to)|lend (?:you|a hand|either)|pleased to (?:help|send|share)|i (?:can|could|would|will) (?:gladly |happily |also )?(?:send|share|help|introduce|show|put you|forward|lend|pass)|just (?:ask|say so|say the word|call)|say the word|useful to you|do for you|give me a shout|need a hand|anything you need|in return)\b"
_GREET = r"\A\s*(?:dear|hi|hello|hey|good (?:day|morning|afternoon|evening)|greetings|this is|am i speaking)\b"
_WHO = r"\b(?:this is|my name is|it is|it's|i am|i'm|here is|speaking,? (?:this|my)|name's) "
_REASON = r"\b(?:i (?:saw|read|heard|noticed|came across|learn(?:ed|t)|hear|see|gather|was (?:pleased|glad|happy|delighted) to (?:see|read|hear)|understand|found)|congratulat\w+|your (?:new|move|promotion|talk|article|post|award|launch|team's|company's|school's|interview|book|report|team|paper|recent|announcement)|reminded me|thought of you|made me think|came to mind|think of you|as (?:promised|you suggested|agreed|we agreed)|you (?:asked|suggested|invited|said|told|mentioned|wrote|offered) (?:me |that |i |to )*|new (?:year|season|term|school year|quarter)|spring|summer|autumn|winter|season|holiday\w*|anniversary|months? (?:ago|since|have|has)|weeks? (?:ago|since|have|has)|half a year|since (?:we|our)|about now|reason (?:for|i|to)|i(?:'m| am) (?:writing|calling|getting in touch) (?:because|with|for|to|as|about)|for one reason|because|occasion|conference|the news|newspaper|magazine|website|linkedin|useful|might interest|may interest|interest you|of interest)\b"
_LEARNED = r"\b(?:(?:i|i've|i have|i had|i'm|i am)(?:'ve| have| also| just| now| since| meanwhile| recently| finally| been| am| then)* (?:finish\w*|complet\w*|pass\w*|start\w*|beg[au]n|taken|took|tak(?:e|ing)|learn\w*|built|buil\w*|writ\w*|wrote|earn\w*|attend\w*|gone (?:on|back|through|deeper|into|further)|stud\w*|work\w* (?:on|through|with|as|in|at|my)|trained|train\w*|led|read|done|tried|put|practi[sc]\w*|volunteer\w*|joined|set up|made|got|gained|published|certified|teach\w*|taught|rebuil\w*|redid|redone|spent|enrol\w*|moved|translat\w*|run|ran|help\w*|kept|cover\w*|dug|digging|look\w* (?:more|into|closely|closer)|improv\w*|turned|us(?:ed|ing)|solv\w*|rewritten|rewrote|sharpen\w*|brush\w*|certif\w*|pick\w* up|switch\w*)|(?:course|certificate|certification|diploma|licen[cs]e|exam|workshop|training|module|project|degree)\b|since (?:then|we|our|last)|in the meantime|meanwhile|my (?:own )?(?:project|course|studies|side project|certificate|exam|thesis|training|new skill))\b"
_QUESTION = r"\?|\b(?:glad|happy|pleased|like|love|delighted) to (?:send|share|help|show|hear|talk|lend|introduce|meet|know|pass|buy|come|offer|tell|give|listen|join|lend)|\b(?:let me know|tell me|i (?:can|could|will) (?:gladly |happily )?(?:send|share|show|introduce|pass|put)|if (?:it|that|you|an|this|either|any)[^.!?]{0,60}(?:help\w*|use\w*|like|want|interest\w*|wish|care)|i wonder(?:ed)?|wondering|may i|curious (?:how|whether|what|to)|interested to (?:hear|know)|attached|say the word|offer)\b"
_SKILLS = r"\b(?:my (?:\w+ ){0,3}?(?:experience|skills?|background|work|years|practice|training|knowledge|time|certificate|degree|strength\w*|habit)|i (?:have|bring|know|can|could|speak|worked|work|built|ran|run|led|managed|did|do|am (?:good|used|trained|at home)|was|spent|used|taught|teach|handled|wrote|would bring|learned|learnt)\b[^.!?]*|(?:years|decade) (?:of|in|with|as)|what i(?:'ve| have) (?:been )?(?:done|doing|built|learned)|experience (?:in|with|of)|comes? (?:easily|naturally) to me|close to what|exactly what i|the very thing i|that is where)\b"
_FIT = r"\b(?:i (?:believe|think|am (?:sure|confident|convinced|certain)|feel|would|could|can|will)(?: \w+){0,6} (?:help|contribute|be (?:of use|useful|able|a|an|good|productive|quick)|add|bring|fit|do|support|take|improve|start|handle|offer|make|put|use|build|settle|carry|learn|run|cover|manage|apply|give|set|teach|begin|write|try|go)|my (?:\w+ ){0,3}?(?:experience|skills?|background|years|practice|training|knowledge|time|work|strength\w*)|with (?:my|sql|python|\w+ing|what i)|of use to you|fit (?:well|in|for|with|your|the)|(?:i|i've|i have) (?:done|built|run|led|managed|worked|used|handled|taught|spent|written|translated)(?: \w+)*|exactly (?:what|the kind|the sort)|years of|how (?:i would|i'd) go about|i (?:bring|have|know|speak))\b"
_FILLED = r"\b(?:(?:position|role|job|post|place|vacancy|decision|it|that|this)(?: \w+){0,4}? (?:is|was|has been|had been|'s|has|went|have|are)(?: now| already| been| gone| since| since been)* (?:filled|decided|taken|gone|given|settled|made|closed|another|to (?:someone|somebody)|someone else|elsewhere|with (?:someone|somebody))|(?:you|they|your team|the team|the school|the ward)(?: have|'ve| has)? (?:\w+ )?(?:chosen|chose|decided|picked|hired|found|gone with|went with|filled|offered|settled|selected|appointed|made (?:your|a|the))|someone else|somebody else|another (?:candidate|person|applicant)|did not (?:get|work out)|didn't (?:get|work out)|not in my favou?r|the no\b|(?:i|me) was not chosen|wasn't chosen|going (?:with|to) (?:someone|somebody|another))"
_DAY = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|last (?:week|month|spring|summer|autumn|winter)|yesterday|easter|christmas|\d{1,2}(?:st|nd|rd|th))"
_MET = rf"\b(?:we (?:met|talked|spoke|sat|had|saw|last|paired)|when (?:we|i|you) (?:met|talked|spoke|interviewed|came|visited|was)|(?:you|i)(?: was)? (?:interviewed|saw|met|visited|spoke|talked|applied)(?: \w+){{0,4}}|our (?:talk|conversation|interview|meetings?|chat|call)|interview\w* (?:on|last|in|for|with|of|about|just)|(?:i|who) (?:was|came|taught|sat|had|did|went)\b[^.!?]*\b{_DAY}|{_DAY}\b[^.!?]*\b(?:for|about|because of|concerning|regarding) (?:the|your) |interviews?,? (?:last |on |in |just )?{_DAY})"
_KEEP = r"\b(?:(?:may|might|can|could|would|if|like to|love to|allow me to|mind if|hope to|glad to|okay if|ok if|all right if|happy to|let me|i'll|i will|i would)[^.!?]{0,60}(?:keep|stay|get|be|remain|check|write|call|ring|drop|touch|contact|report|give you)[^.!?]{0,20}(?:touch|contact|in with you|now and then|a line|from time to time|again|in some months|back|a call|a ring|once in a while|every)|keep in touch|stay in touch|stay in contact|keep in contact|now and then|from time to time|once in a while)\b"
_CLOSE = rf"\b{_THANK}\b|\bthanks\b"
_SORRY = r"\b(?:disappoint\w+|sorry (?:that|to|about|it|not|i|for myself)?|i am sorry|sad\w*|a pity|shame\b|hoped (?:for|to|it|that|you)|had hoped|a blow|hard (?:news|to|read|for me)|regret\w*|would have (?:liked|loved|preferred|enjoyed|been)|wished|wish it|sting\w*|stung|down about|not (?:the (?:news|answer|outcome|result|call|letter)|what i)|different (?:answer|outcome|result|news)|let ?down|not easy|hurts?|hurt\b|wanted (?:it|this|that|the)|heavy heart|gutted|deflat\w+|crestfallen|unhappy|not pretend|a bit low|bummed|of course i (?:would|had|wanted|was))\b"

_CHECKS: dict[str, tuple[str, bool]] = {
    # name: (phrases, whether a blank in the sentence keeps it open)
    "told": (_TOLD, False),
    "time": (_TIME, False),
    "disappointment": (_SORRY, False),
    "specific": (_SPECIFIC, True),
    "interest": (_INTEREST, False),
    "think_of_me": (_THINK, False),
    "reach": (_REACH, False),
    "greeting": (_GREET, False),
    "who": (_WHO, False),
    "met": (_MET, True),
    "filled": (_FILLED, False),
    "skills": (_SKILLS, True),
    "paths": (_PATHS, False),
    "help": (_HELP, False),
    "keep_touch": (_KEEP, False),
    "thanks": (_CLOSE, False),
    "reason": (_REASON, True),
    "learned": (_LEARNED, True),
    "question": (_QUESTION, True),
    "fit": (_FIT, True),
    "next": (
        r"\?|\b(?:i(?:'ll| will| can| could| would| am going to| plan to| have (?:attached|sent)| shall)|let me|you will (?:have|get|hear)|by (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|the end|next|\d)|next (?:week|month|step)|attached|tomorrow)\b",
        True,
    ),
}
_COMPILED = {name: re.compile(phrases) for name, (phrases, _) in _CHECKS.items()}

CHECKLISTS: dict[NoteKind, dict[str, str]] = {
    NoteKind.FIRST_NOTE: {
        "told": "thanks for telling me",
        "time": "thanks for their time",
        "disappointment": "disappointed, said once",
        "specific": "something they said",
        "interest": "still interested",
        "think_of_me": "think of me next time",
        "reach": "how to reach me",
    },
    NoteKind.CALL: {
        "greeting": "greeting",
        "who": "who I am",
        "met": "when we met, for what",
        "filled": "I know it is filled",
        "time": "thanks for their time",
        "specific": "something they said",
        "skills": "skills that bear on it",
        "paths": "hope to meet again",
        "help": "happy to help",
        "reach": "how to reach me",
        "keep_touch": "may I keep in touch",
        "thanks": "thanks at the end",
    },
    NoteKind.CHECK_IN: {
        "reason": "a reason to write now",
        "learned": "what I learned since",
        "question": "one question or offer",
    },
    NoteKind.CHECK_IN_CALL: {
        "greeting": "greeting",
        "who": "who I am",
        "reason": "a reason to call now",
        "learned": "what I learned since",
        "question": "one question or offer",
        "reach": "how to reach me",
        "thanks": "thanks at the end",
    },
    NoteKind.THANK_YOU: {
        "time": "thanks for their time",
        "specific": "something they said",
        "fit": "how I would be of use",
        "reach": "how to reach me",
    },
    NoteKind.REPLY: {"thanks": "thanks for writing", "next": "what comes next"},
    NoteKind.SHORT: {"reach": "how to reach me"},
}
# Fewest and most words (domain, sections 3 and 5: 80 to 180 in a first note, 40 to 120 in a check-in). A thank-you, an answer and a short note have no
# rule there; theirs keep to what can be read in a minute. A call's bound is its seconds.
RANGES: dict[NoteKind, tuple[int, int]] = {
    NoteKind.FIRST_NOTE: (80, 180),
    NoteKind.CALL: (60, 150),
    NoteKind.CHECK_IN: (40, 120),
    NoteKind.CHECK_IN_CALL: (40, 150),
    NoteKind.THANK_YOU: (60, 160),
    NoteKind.REPLY: (10, 150),
    NoteKind.SHORT: (25, 120),
}
LONGEST_CALL = 60  # seconds, voicemail included (Larky: at most one minute)


def points_of(text: str, situation: Situation) -> tuple[Point, ...]:
    """The checklist of this kind of note, each point with whether the text covers it."""
    wanted = CHECKLISTS[situation.kind]
    if not situation.told:
        wanted = {name: words for name, words in wanted.items() if name != "told"}
    whole = [each.text.lower() for each in sentences(plain(text))]
    finished = [each for each in whole if not find_blanks(each)]
    body = [each for each in finished if not re.match(r"(?:dear|hi|hello|good \w+)\b[^.?!]{0,60},?$", each)]
    return tuple(Point(name, words, _covered(name, whole, body, situation, text)) for name, words in wanted.items())


def _covered(name: str, whole: list[str], finished: list[str], situation: Situation, text: str) -> bool:
    pattern = _COMPILED[name]
    if name == "greeting":
        return bool(pattern.search(plain(text).lower()))
    if name == "who":
        first = situation.me.name.split()[0].lower() if situation.me.name else ""
        start = " ".join(whole[:4])
        return first in start if first else bool(pattern.search(start))
    if name == "thanks":
        return any(pattern.search(each) for each in (whole[-4:] if situation.kind is not NoteKind.REPLY else whole))
    needs_own_words = _CHECKS[name][1]
    return any(pattern.search(each) for each in (finished if needs_own_words else whole))
