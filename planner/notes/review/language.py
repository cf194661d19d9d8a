"""Which language a note is in, told by its small words; the checklist and the tone are read in some of them only."""

import re
from functools import lru_cache

_WORDS = {
    "en": "the and to of you for that with your my was it this have not but be are from would we i",
    "de": "und die der das ich sie nicht ist für mit auf ein eine zu den dem mich mir ihnen ihre habe auch wir ihr dass",
    "es": "el la los las que y en de por con para una su me no es muy gracias le como pero más estoy mi",
    "fr": "le la les et je vous de des pour que est dans une pas votre avec nous mon ai sur été mes cette au",
    "it": "il che di e per non con una sono mi ho della molto grazie le alla anche questo come del la",
    "nl": "de het een en ik van niet dat voor met je is op zijn u maar ook mijn heb bij was om",
    "pt": "o que de e para não com uma por muito obrigado obrigada em os mais mas foi da do me minha",
    "pl": "i w nie na się z do że to jest za jak ale po dla mi mnie bardzo dziękuję przez był",
    "sv": "och att jag det som en på är av för med inte till den har ni var men mig om tack",
}
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_FEWEST = 3  # small words of a language, before a text is said to be in it


@lru_cache(maxsize=64)
def language_of(text: str) -> str:
    """The language, as "en" or "de"; "" where too little tells, or none of them does."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {language: sum(word in known for word in words) for language, known in _SETS.items()}
    best = max(counts, key=lambda language: counts[language])
    others = max(count for language, count in counts.items() if language != best)
    return best if counts[best] >= _FEWEST and counts[best] > others and counts[best] >= len(words) * 0.12 else ""
