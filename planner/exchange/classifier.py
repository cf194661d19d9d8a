"""What kind of letter it is: a "no", an invitation, an answer to the user, or something else; and which sentence says so.

Each sentence of the sender's own words is weighed against phrases that say "no" and phrases that invite. Sentences
that only talk about what would happen ("if you are not selected ...") do not count.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from .message import Message


class LetterKind(StrEnum):
    """What a letter is to its reader."""

    REJECTION = "rejection"
    INVITATION = "invitation"
    REPLY = "reply"
    OTHER = "other"


class Verdict(NamedTuple):
    """The kind of a letter and the sentence that says so; the sentence is empty for `OTHER`."""

    kind: LetterKind
    evidence: str


_LONGEST_SENTENCE = 600  # characters
_MOST_SENTENCES = 400


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.IGNORECASE)


_ROLE = r"(?:position|role|post|job|vacancy|opening|requisition|seat|place|search|hire|opportunity)"
_OTHER_ONE = (
    r"(?:an?other|someone else|somebody else|a different|other|an internal|a candidate|a stronger|somebody who|someone who|"
    r"one of the other|candidates? (?:whose|who|with))"
)

# Phrases that say "no" by themselves.
_NO = _any(
    r"(?:\b(?:not|never|unable to|no longer)|n[’']t)\b.{0,40}\b(?:mov(?:e|ing)|go(?:ing)?|proceed(?:ing)?|progress(?:ing)?|tak(?:e|ing)"
    r"|advanc(?:e|ing)|continu(?:e|ing)|pursu(?:e|ing)|carry(?:ing)?)\b.{0,30}\b(?:forward|further|ahead|with your|your (?:application|"
    r"candidacy|candidature|profile)|you (?:through|further|on|forward)|any further|to the (?:next|final)|with you\b)",
    r"(?:\bnot|n[’']t) (?:been |be |being )?(?:selected|shortlisted|chosen|successful|appointed|progressed|considered further|"
    r"advanced|called for|calling you|taken further|brought forward|included)",
    r"\b(?:decided|chosen|opted|elected|going|plan(?:ning)?|agreed) (?:not to|to (?:go|move|proceed|continue|carry on|press on)(?: (?:forward|ahead|on))? (?:with|in) "
    rf"{_OTHER_ONE}|to (?:hire|appoint|offer|pursue|select|choose) {_OTHER_ONE})",
    r"\b(?:mov(?:e|ing)|go(?:ing)?|went|gone|proceed(?:ing)?|continu(?:e|ing)) (?:forward |ahead |on )?(?:with|for) "
    r"(?:an?other|other|someone else|somebody else|a different|candidates? (?:whose|who|with)|the other|a candidate)",
    r"\bin a (?:different|another) direction\b",
    r"\b(?:offered|given|gave|awarded|accepted by|went|gone|offer(?:ed)? (?:it|the \w+)) (?:(?:it|the (?:job|role|position|post)) )?to "
    r"(?:someone|somebody|an?other|a different|an internal|a colleague|the other)",
    rf"\b{_ROLE}\b.{{0,40}}\b(?:has|have|had|was|were|is|been) (?:already |now |since )?(?:been )?(?:filled|accepted by|taken|withdrawn|cancelled|canceled"
    r"|frozen|discontinued|eliminated|put on (?:hold|ice)|on hold|closed and you|paused)",
    rf"\b(?:fill|filled|filling)\b.{{0,30}}\b(?:{_ROLE}|it)\b.{{0,20}}\b(?:internal(?:ly)?|from within|with an)",
    r"\b(?:internal|another|other|different|stronger) (?:applicant|candidate|finalist|person|colleague|scholar|profile)s?\b.{0,60}\b(?:has been|have been|was|were|will be|is|had|who)\b.{0,30}"
    r"\b(?:hired|chosen|selected|appointed|preferred|offered|accepted|successful|closer|stronger)",
    r"\b(?:appointed|hired|chose|selected|picked|preferred|opted for|signed|settled on|went for) (?:an?other|someone else|somebody else|a different|an internal|a candidate)\b",
    r"\bregret (?:to (?:inform|tell|advise|say|let|have)|that (?:we|your|you|this|i)|having to)",
    r"\b(?:sorry|sad|unfortunately|disappointed|afraid|regrettably)\b.{0,60}\b(?:inform|tell|let you know|say|advise|write|share)\b.{0,60}(?:\bnot|n[’']t|unsuccessful|no longer|other|another|closed|declin)",
    r"\b(?:application|candidacy|candidature|you|your profile)\b.{0,40}\b(?:was|were|been|is|are|has been|have been) (?:unsuccessful|rejected|declined|turned down|unfortunately not|ruled out|eliminated)",
    r"\b(?:un|not )able to (?:offer|place|appoint|hire|take you|invite|progress|move|proceed)",
    r"\b(?:can(?:no|[’'])t|won[’']t|will not|not going to|shall not|not be) (?:be )?(?:offer(?:ing)?|making|hir(?:e|ing)|inviting|taking) (?:you|an? offer|the (?:role|job|position)|anyone|anybody)",
    r"\b(?:over-?qualified)\b",
    r"\b(?:not|cannot|can[’']t|won[’']t|isn[’']t|aren[’']t|couldn[’']t|wasn[’']t|unable|no longer)\b.{0,40}\b(?:proceed|progress|forward|further|shortlist|"
    r"pursu|invit(?:e|ing) you|interview stage|next (?:stage|round|step)|be filled|find an? (?:\w+ )?match|convinced|take things|move on with)",
    r"\b(?:declin|pass)(?:e|ing|ed)? (?:on |up )?(?:your|this) (?:application|candidacy|profile)\b",
    r"\b(?:decided|chosen|opted|elected) to (?:pursue|consider|interview|advance) (?:candidates|applicants|others)|\b(?:pursue|pursuing|advance|proceed|continue|continuing|proceeding|shortlist|selected|interview|interviewing|progress) (?:\w+ ){0,4}(?:other |those |the )?(?:candidates|applicants)\b",
    r"\b(?:offer|job|role|position|place|nod|choice) (?:has |have )?(?:gone|went|is going|goes) (?:out )?to (?:someone|somebody|an?other|a different|an internal|the other)",
    r"\b(?:board|panel|team|committee|we|client|they)\b.{0,20}\b(?:preferred|appointed|hired|chose|picked|selected|went with|settled on|has chosen|have chosen|opted for) "
    r"(?:an?other|a candidate|someone|somebody|the other|one of|a different|an internal)",
    r"\b(?:filled|closed|cancelled|withdrew) (?:the|this|that|our) .{2,50}\b(?:opening|position|role|job|post|vacancy|requisition|search)\b",
    r"\b(?:spots?|positions?|roles?|vacanc(?:y|ies)|places?|jobs?|openings?|seats?)\b.{0,30}\b(?:is|are|was|were|been) (?:all |already |now |since |all already )*(?:filled|taken|closed)",
    r"\b(?:we|they|i)(?:[’']ve| have|[’']d| had)? (?:now |already |since )?(?:hired|appointed|found|recruited|signed|filled) (?:for |someone|somebody|our |a |an )",
    r"\b(?:make|made|making|extend|extended) (?:the|an|our) offer to\b|\b(?:someone|somebody|another \w+) (?:else )?(?:has|have|was|is|who)\b.{0,30}\b(?:signed|accepted|hired|chosen|appointed|got)",
    r"\bno (?:\w+ )?(?:vacanc(?:y|ies)|openings?|positions?)\b|\b(?:optado|decidido|elegido)\b.{0,40}\b(?:otr[oa]s?|continuar|seguir)\b|\botros (?:perfiles|candidatos)\b",
    r"\b(?:have|has|had|[’']ve) (?:now )?(?:chosen|selected|picked|hired|appointed|preferred) (?:other|another|someone|somebody|a different|one of)",
    r"\b(?:pass(?:ing)?) (?:for now|this time|on this one)\b|\b(?:take|taking|took) you out of (?:the running|consideration)\b|\bleave it (?:there|at that)\b",
    r"\b(?:clos(?:e|ed|ing)|cancel(?:led|ed)?|withdr[ae]wn?) (?:this|the|that|our) (?:\w+ ){0,2}(?:requisition|role|position|search|vacancy|opening)\b",
    r"\b(?:can(?:no|[’'])t|unable to|not able to) sponsor\b|\bcarry on with the others\b",
    r"\ba no from\b|\bmeans a no\b|\bhas to be a no\b|\bhave to say no\b",
    r"(?:\bnot|n[’']t) (?:among|on the (?:list|short-?list)|in the (?:final|next)|the (?:person|one))\b",
    r"\bwithout success\b|\bnot (?:have )?good news\b|\bcome to an end\b",
    r"\bnot (?:a|the|quite the|quite a) (?:right |good |best |close |strong )*(?:fit|match)\b",
    rf"\b(?:no|not)\b.{{0,30}}\b(?:hired|filled|{_ROLE}) (?:hired|filled|will (?:not )?exist|this year|for now|any ?more|after all)",
    rf"\b{_ROLE}\b.{{0,80}}\bwill (?:not|no longer) (?:exist|be filled|go ahead|be offered)",
    r"\bthere will be no\b.{0,60}\bhired\b",
    r"\b(?:hiring|recruitment|search)\b.{0,30}\b(?:freeze|frozen|stopped|on hold|halted|cancelled|suspended)",
    r"\b(?:choice|decision|vote) (?:did not fall|fell on (?:an?other|someone)|went (?:to|against|the other))",
    r"\b(?:ends?|ended|ending|stops?|close[sd]?|closing) (?:at this stage|here|the process (?:with|for) you|the loop here|your (?:application|candidacy))",
    r"\bending the process\b",
    r"\b(?:answer|outcome|result|decision)\b.{0,50}\b(?:is|was) (?:a )?(?:no\b|negative|unfavou?rable)",
    r"\b(?:it[’']s|it is|that[’']s|is) a no\b",
    r"\b(?:short of|below|did not (?:reach|meet)|didn[’']t (?:reach|meet)) the (?:cut-?off|threshold|pass mark|bar|required score)",
    r"\b(?:are|were|was)(?:n[’']t| not) (?:one of|among) the\b",
    r"\bnot (?:to )?(?:take|put|call|bring|ask|invite|calling|taking|inviting|asking) you\b",
    r"\b(?:grant|funding|budget)\b.{0,20}\b(?:was|were|has been|is) (?:not|n[’']t|cut|withdrawn|refused)",
    r"\b(?:didn[’']t|did not|hasn[’']t|has not|won[’']t) work(?:ed)? out (?:for you|this time|with)",
    r"\b(?:picked|chose|chosen|hired|selected|found) (?:a|another|one) (?:candidate|applicant|person)",
    r"\b(?:keep|hold|retain)(?:ing)? your (?:resume|résumé|cv|details|application|profile)\b.{0,30}\bon file\b.{0,80}",
    r"\bdid not (?:make|get|reach) (?:it|the|you|to)\b",
    r"\b(?:isn[’']t|is not|was not|wasn[’']t) you\b",
    r"\bwish you (?:every |all the |the )?(?:success|best|luck).{0,30}\b(?:job )?search\b",
    # German, French, Spanish, Dutch
    r"\b(?:leider|bedauern|absage|bedauerlicherweise)\b.{0,160}\b(?:nicht|andere|absage|mitteilen|kein)",
    r"\b(?:nicht|keine?)\b.{0,40}\b(?:engere (?:wahl|auswahl)|berücksichtig|in betracht|weiter (?:verfolgen|im)|zusage|einladen)",
    r"\bfür (?:eine?n? )?(?:andere|externe|interne)\w* (?:bewerber|kandidat|person)",
    r"\bne (?:donner(?:ons|ai|a|ont)|pouvons|sommes|souhaitons)\b.{0,40}\b(?:pas|suite)",
    r"\bn[’'](?:a|avons|avez|est)\b.{0,30}\bpas\b.{0,30}\b(?:retenu|suite|sélectionn)",
    r"\b(?:regret|malheureusement)\w*\b.{0,120}\b(?:pas|autre|suite|défavorable)",
    r"\b(?:lamentamos|sentimos|desgraciadamente|lamentablemente)\b.{0,160}",
    r"\b(?:otro|otra) (?:perfil|candidat|persona)",
    r"\b(?:helaas|spijt)\b.{0,160}\b(?:niet|ander|afgewezen|laten weten)",
    r"\b(?:gekozen voor|voorkeur aan) een ander",
)
# A refusal put in any words: something is not, and what is not has to do with going on. Only where no answer of
# theirs to a note of the user's is going on.
_NOT_GOING_ON = re.compile(
    r"(?:\b(?:not|never|cannot|unable|no longer|neither|no)\b|n[’']t\b).{0,60}?\b(?:proceed|progress|mov(?:e|ing)|tak(?:e|ing) (?:it|you|your|this|things)|carry|advanc|continu|pursu"
    r"|forward|further|ahead|select|shortlist|chosen|success|appoint|offer(?:ing)? you|hir(?:e|ing)|invit|vacanc|fill|match|fit\b|suit|place for|among|through to|"
    r"final (?:round|stage)|next (?:round|stage|step))",
    re.IGNORECASE,
)
_ABOUT_ME = re.compile(
    r"\b(?:you|your|application|candida\w+|role|position|post|vacanc\w+|job|process|stage|round)\b", re.IGNORECASE
)
# Phrases that invite, or arrange what was invited to.
_COME = _any(
    r"\b(?:would|[’']d|want|wants|wanted|love|like|happy|pleased|delighted|glad|keen) (?:like |love |be (?:happy|glad|pleased|delighted) )?to (?:invite|schedule|arrange|set up|book|have you (?:in|over|on)|"
    r"see you|meet (?:you|with you)|speak (?:with|to) you|talk (?:to|with) you|move you (?:on|forward|along)|bring you (?:in|on)|organi[sz]e|offer you an interview)",
    r"\b(?:invite|inviting|invited) you\b.{0,80}\b(?:to|for|on)\b",
    r"\binvitation\b.{0,40}\b(?:interview|meet|call|second|final|assessment)",
    r"\b(?:choose|pick|select|book|reserve|confirm|propose|grab) (?:a|an|your|one of the|the|any) (?:\w+ ){0,3}(?:time|slot|date|appointment|interview)",
    r"\b(?:phone|video|telephone|technical|final|second|first|panel|on-?site|screening|last|proper|next|in-person|stage|one-way video) (?:\w+ )?(?:interview|screen|screening|call|round|conversation)\b.{0,80}"
    r"\b(?:on|at|with|by|scheduled|confirmed|moved|takes? place|will be|is|booked|for|between)\b",
    r"\binterview\b.{0,60}\b(?:on|moved to|scheduled|confirmed|takes? place|rescheduled|at \d|is (?:set|booked))\b.{0,60}\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\binterview\b.{0,60}\b\d{1,2}(?::|\.)\d\d\b",
    r"\b(?:can|could|would|are|will) you (?:be |do |make |come |manage )?(?:free|available|in|at|on|this|next|over|to the|to our|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|by for)\b.{0,80}"
    r"(?:day\b|\d|week|morning|afternoon|noon|office|interview|call|visit)",
    r"\b(?:send|give|let|share|tell)\b.{0,20}\b(?:me|us)\b.{0,30}\b(?:your availability|(?:some|a few|two|three|several|your) (?:times|slots|windows|dates)|when you are (?:free|available)|what times?)",
    r"\b(?:your )?availability\b.{0,60}\b(?:for|next|this|week|call|interview)",
    r"\bwelcom(?:e|ing) you\b.{0,60}\b(?:on-?site|stage|office|interview|final|visit|day)",
    r"\b(?:you|you[’']ve|you have|been|are) (?:been )?(?:shortlisted|selected (?:for|to)|through to|progressed to|advanced to|made it (?:to|through)|requested to attend|invited to)\b",
    r"\b(?:next|second|final|last) (?:step|stage|round|hurdle)\b.{0,80}\b(?:is|will be|would be|consists|involves|interview|call|with)\b",
    r"\b(?:coding|take-home|technical|online|written|work|skills|group) (?:challenge|task|test|assessment|exercise|sample)(?: day| centre)?\b.{0,80}\b(?:complete|link|hours|days|deadline|submit|by|on|send|at)\b",
    r"\b(?:record|complete|take|submit) (?:your|the|a|this) (?:\w+[- ]){0,3}(?:interview|assessment|challenge|test|exercise|video)",
    r"\b(?:fancy|up for|interested in) (?:a |an )?(?:chat|call|coffee|coming in|coming over|interview)\b.{0,60}\b(?:week|day|interview|zoom|tomorrow)",
    r"\b(?:bring|have|get) you (?:back|in|over)\b.{0,60}\b(?:next|round|team|meet|chat|interview|talk)",
    r"\b(?:got|have|spare) (?:a spare )?\d+ min\w*\b|\byour (?:\w+ ){0,2}(?:interview|call|screen|assessment)\b.{0,30}\b(?:has been|is|was) (?:rescheduled|confirmed|moved|booked)",
    r"\b(?:like|want|ask) you to (?:do|complete|take|try|have a go at)\b.{0,40}\b(?:exercise|test|task|challenge|assessment|assignment|case)",
    r"\b(?:up for|open to|interested in) (?:a|an|another|one more) (?:\w+ ){0,3}(?:interview|chat|call|conversation|round)\b",
    r"\b(?:push|move|shift|postpone|bring) (?:it|this|our \w+|the (?:call|interview|chat)) (?:back |forward )?to\b.{0,40}\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next)",
    r"\b(?:accept|add) the (?:calendar|invite|invitation)\b",
    r"\b(?:put|pencilled|booked|signed|penciled) you (?:down|in)\b.{0,60}\b(?:for|on|at)\b",
    r"\b(?:how|what) about\b.{0,40}\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next week|\d)",
    r"\b(?:like|want|love|hope) to get to know you\b|\bhave a look at each other\b|\b(?:pop|drop) (?:in|by|round)\b.{0,30}\b(?:day|tomorrow|at \d)",
    r"\b(?:arrange|schedule|set up|book|organi[sz]e|do|have|fix) (?:a|an|your|another) (?:\w+[- ]){0,4}(?:call|interview|chat|conversation|meeting|screen|screening)\b",
    r"\b(?:hiring manager|team|intro|introductory|get-to-know) (?:chat|call|meeting|conversation)\b",
    r"\bone (?:conversation|interview|step|round) (?:left|to go)\b|\bmove you (?:along|on|forward|up)\b",
    r"\bcome (?:and|to|in|by|over)\b.{0,20}\b(?:see|meet|talk|visit|interview|for|us)\b.{0,80}\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|interview|week|chat)",
    r"\b(?:wants|want|like|keen|eager|hoping) to (?:speak|talk|meet|chat|interview)\b.{0,60}",
    r"\b(?:meet|speak with|talk to|see)\b.{0,40}\b(?:hiring manager|team|director|our)\b.{0,60}\b(?:on|at|next|this)\b.{0,20}\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|\d)",
)
# A sentence that only says what would happen, or what is so in general.
_ONLY_IF = _any(
    r"\b(?:if|should|unless|in case|in the event|whether|when|once|until) (?:you|your|we|that|the|it|an?|there|not|there[’']s)\b",
    r"\b(?:candidates?|applicants?|those|anyone|people) (?:who|that|not|whose)\b.{0,60}\b(?:will|may|can)\b|\bthose (?:we|you|who)\b|\bisn[’']t selected\b",
    r"\b(?:haven[’']t|have not|has not|hasn[’']t|not) (?:yet|(?:made|taken|reached) (?:a|any|our) decision)\b|\bhesitate\b|\bstill (?:moving|considering|interviewing|reviewing|open|looking|hoping)\b",
    r"\b(?:could|can|shall|may) we\b|\bmake it on\b|\bwithdrew\b|\bis not filled\b|\bnot among the (?:weak|wors|last)\w*",
    r"\b(?:only|unsuccessful|successful|shortlisted|not all|every) (?:candidates?|applicants?|those)\b",
    r"\b(?:may|might|could|would) not (?:be|hear|receive)\b",
    r"\bwhatever the outcome\b|\bbe it an offer\b|\bdoes not (?:mean|say)\b|\bshould not\b|\bdo not complete\b",
    r"\bfalls? sie\b|\bsi (?:vous|usted|no)\b|\bmocht (?:je|u)\b",
)
# A "no" that the letter takes back, or looks back on.
_TAKEN_BACK = _any(
    r"\btake it back\b|\bhas since (?:withdrawn|declined|left)\b|\bhave since (?:withdrawn|declined)\b|\bas (?:i|we) (?:said|wrote|told)\b"
    r"|\b(?:last|a) (?:month|year|spring|summer|autumn|fall|winter) (?:ago )?(?:i|we|you)\b|\bin (?:january|february|march|april|may|june|july|august|september|october|november|december) (?:i|we|you)\b"
    r"|\b(?:months?|years?) (?:ago|later|back)\b|\bstill (?:sorry|sad) (?:that|about)\b|\blast time\b"
    r"|\b(?:we|i) (?:told|wrote to|informed) you\b|\bthe (?:refusal|no|rejection) from\b",
)
_RECEIVED = _any(
    r"\b(?:application|cv|resume|résumé)\b.{0,60}\b(?:was|has been|have been|been) (?:\w+ )?(?:received|submitted|sent|withdrawn|saved)",
    r"\b(?:received|got|confirm\w*(?: receipt of)?|acknowledge\w*)\b.{0,30}\b(?:your|the) (?:\w+ )?(?:application|cv|resume|withdrawal)",
    r"\b(?:thank you|thanks) for (?:applying|your application|submitting|withdrawing)\b",
    r"\b(?:your )?withdrawal\b|\byou (?:have )?withdr(?:awn|ew)\b",
    r"\b(?:job alert|new jobs?|jobs? matching|recommended for you|password|verify your|sign[- ]in|receipt|invoice|subscription|newsletter|unsubscribe|webinar|open day)\b",
    r"\b\d+ new jobs?\b|\bjobs? for \W?\w|\bedit alert\b|\b(?:job|role|position) is yours\b|\bkeep (?:my|your) (?:documents|data|resume)\b.{0,60}\b(?:consent|another|longer)\b",
    r"\b(?:survey|feedback form|rate your)\b",
    r"\b(?:pleased|delighted|happy|thrilled) to (?:offer|extend|make you|confirm your (?:offer|employment))\b|\boffer (?:letter|of employment)\b|\bcontract (?:is )?(?:attached|enclosed)\b",
    r"\b(?:out of (?:the )?office|on (?:annual )?leave|automatic reply|away from my desk|limited access to e-?mail)\b",
    r"\b(?:decision|review|process)\b.{0,40}\b(?:delayed|taking longer|takes longer|later than)\b|\b(?:a little|some) more (?:time|patience)\b",
)
_ANSWERS = _any(
    r"\b(?:thank you|thanks|thank)\b.{0,25}\b(?:for|so much for)\b.{0,15}\b(?:your|the|this|such|writing|getting|reaching|a) ?(?:\w+ ){0,2}(?:note|message|letter|answer|e-?mail|mail|words|reply|follow-?up|lines|back|in touch|card)?",
    r"\b(?:nice|good|great|lovely|glad|happy|pleased) to (?:hear|read|get|have|receive|stay|keep)\b",
    r"\bkind of you\b|\bgracious\b|\btouched\b|\bstay in touch\b|\bkeep in touch\b|\bget letters? like\b|\byour (?:follow-?up|note|message|letter)\b|\byou asked for\b|\bmade my (?:day|week|monday)\b",
    r"\b(?:ask|write|call|ping|try|contact)\b.{0,20}\b(?:me|us|again)\b.{0,20}\b(?:in|next|after|from)\b",
)
_SETTLED = _any(
    r"^(?:automatic reply|out of office|abwesenheit)",
    r"\bwithdrawal\b|\bnew jobs?\b|\bjob alert\b|\bkeep your documents\b|\bsurvey\b|\bsign-in\b|\bverif\w+ (?:code|your)\b",
)
_OFFERED = _any(
    r"\b(?:job|role|position) is yours\b|\boffer of employment\b|\b(?:delighted|pleased|happy) to offer you\b"
)
# What a "no" that avoids the word is made of.
_TONE = re.compile(
    r"unfortunately|afraid|sorry|regret|disappoint\w*|this time|on this occasion|at this (?:time|stage|point)|(?:difficult|tough|hard) (?:decision|choice|call)"
    r"|strong (?:field|candidates|applicants|applications)|(?:many|number of|hundreds of) (?:\w+ )?(?:applications|applicants|candidates)|wish you|good luck|best of luck"
    r"|future (?:openings|opportunities|roles|positions)|apply again|other candidates|another candidate|someone else|closely (?:match\w*|align\w*)|closer (?:match|fit)"
    r"|your (?:job )?search|on file|keep you in mind|job seekers?|motivation for this|feedback|does not mean"
)
_WELL_KNOWN_NO = re.compile(r"\bwish you\b|\bon file\b", re.IGNORECASE)
_IN_QUOTES = re.compile(r"“[^”]{0,400}”|\"[^\"\n]{0,400}\"|„[^“”]{0,400}[“”]")


def classify(message: Message) -> Verdict:
    """The kind of a letter, and the sentence of its sender's own words that says so."""
    sentences = list(sentences_of(message.text))
    if message.is_automatic or _SETTLED.search(message.subject):
        return Verdict(LetterKind.OTHER, "")
    no, no_weight = _heaviest(sentences, _no_weight)
    come, come_weight = _heaviest(sentences, _come_weight)
    offered = any(_OFFERED.search(sentence) for sentence in (message.subject, *sentences))
    if offered and no_weight < 3:
        no_weight = 0
    elif no_weight < 2 and come_weight < 4:
        thanked = message.is_reply and any(_ANSWERS.search(sentence) for sentence in sentences)
        tone, tone_weight = _by_its_tone(sentences)
        if tone_weight:
            no, no_weight = no or tone, tone_weight
        elif no_weight == 1 and not thanked and come_weight == 0:
            no_weight = 2
    received = _RECEIVED.search(message.subject) or any(_RECEIVED.search(sentence) for sentence in sentences)
    if message.is_mass_mail and not message.no_reply and max(no_weight, come_weight) < 3:
        return Verdict(LetterKind.OTHER, "")
    taken_back = _TAKEN_BACK.search(" ".join((message.subject, *sentences)))
    if no_weight >= 2 and (no_weight > come_weight or (no_weight == come_weight and not taken_back)):
        return Verdict(LetterKind.REJECTION, no)
    if come_weight >= 2:
        return Verdict(LetterKind.INVITATION, come)
    if message.no_reply or message.is_mass_mail or offered or (received and not message.is_reply):
        return Verdict(LetterKind.OTHER, "")
    answer = next((sentence for sentence in sentences if _ANSWERS.search(sentence)), "")
    if message.is_reply or answer:
        return Verdict(LetterKind.REPLY, answer or next((s for s in sentences if len(s.split()) > 3), ""))
    return Verdict(LetterKind.OTHER, "")


def _by_its_tone(sentences: list[str]) -> tuple[str, int]:
    """A "no" that no single phrase gives away, from how much in the letter sounds like one."""
    cues = 0
    best, most = "", 0
    for sentence in sentences:
        found = (
            0
            if _ONLY_IF.search(sentence) or _TAKEN_BACK.search(sentence)
            else len(set(_TONE.findall(sentence.lower())))
        )
        cues += found
        if found > most:
            best, most = sentence, found
    return (best, 2) if cues >= 4 else ("", 0)


def sentences_of(text: str) -> Iterable[str]:
    """The sentences of a letter, lines joined where a mail program broke them."""
    count = 0
    for paragraph in re.split(r"\n\s*\n", text):
        joined = " ".join(line.strip() for line in paragraph.split("\n"))
        for sentence in re.split(r"(?<=[.!?:])\s+(?=[^\sa-z])", joined):
            if sentence.strip():
                count += 1
                if count > _MOST_SENTENCES:
                    return
                yield sentence.strip()[:_LONGEST_SENTENCE]


def _heaviest(sentences: list[str], weigh: Callable[[str], int]) -> tuple[str, int]:
    best, weight = "", 0
    for sentence in sentences:
        found = weigh(_IN_QUOTES.sub(" ", sentence))
        if found > weight:
            best, weight = sentence, found
    return best, weight


def _no_weight(sentence: str) -> int:
    """3 for a plain "no", 2 for what is only said along with one, 1 for what may be one, 0 for none."""
    if _TAKEN_BACK.search(sentence):
        return 0
    if not _NO.search(sentence):
        broad = _NOT_GOING_ON.search(sentence) and _ABOUT_ME.search(sentence) and not _ONLY_IF.search(sentence)
        return 1 if broad else 0
    if _ONLY_IF.search(sentence):
        # "We have filled the position, and if you like ..." still says it, before the condition.
        condition = _ONLY_IF.search(sentence)
        if condition and (condition.start() < 25 or not _NO.search(sentence[: condition.start() + 25])):
            return 0
    if _WELL_KNOWN_NO.search(sentence) and len(_NO.findall(sentence)) == 1:
        return 2
    return 3


def _come_weight(sentence: str) -> int:
    """4 for a date or a choice of dates, 2 for an invitation without one, 0 for none."""
    if not _COME.search(sentence) or _TAKEN_BACK.search(sentence):
        return 0
    if re.search(r"(?:\bnot|n[’']t|niet|nicht|cancelled)\b", sentence, re.IGNORECASE) and _NO.search(sentence):
        return 0
    if _ONLY_IF.match(sentence):
        return 0
    if re.search(
        r"\b(?:thank(?:s| you) for (?:attending|coming|taking|your time|the time|interviewing|meeting|speaking)|re-?apply|apply again|invited to (?:apply|join)|join|follow|hear from us|talent (?:pool|community|network)|webinar|newsletter|survey|feedback|for other|future)\b",
        sentence,
        re.IGNORECASE,
    ):
        return 0
    dated = re.search(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}[:.]\d\d\b|\b(?:slot|time|windows|availab\w+|tomorrow)\b|\b\d{1,2} \w+ \d{4}\b|\d\s?(?:am|pm)\b",
        sentence,
        re.IGNORECASE,
    )
    return (
        4
        if dated
        and re.search(
            r"\b(?:interview|screen|call|stage|round|assessment|meet|slot|speak|talk|come|you do|schedul\w+|attend)\b",
            sentence,
            re.IGNORECASE,
        )
        else 2
    )
