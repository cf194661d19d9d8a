"""The voice of a note: its language, and in it the greeting, dates, lists, the formal tone and British spelling.

Each language's own habits for business e-mail: "Sehr geehrte Frau Albers,", "Estimado Sr. Ruiz:", "Bonjour,".
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..cadence.terms import LANGUAGES, Language, Tone
from ..dates import MONTHS
from ..names import formally, surname, taken_apart
from ..text import joined

LANGUAGE_NAMES: dict[str, str] = {**LANGUAGES, "en": "English"}
_FEMALE = frozenset({"ms", "mrs", "miss", "frau", "sra", "señora", "madame", "mme", "mlle"})
_MALE = frozenset({"mr", "herr", "sr", "señor", "monsieur", "m"})
_AND = {"en": "and", "de": "und", "es": "y", "fr": "et"}
_OTHERS = {"en": "the others", "de": "die anderen", "es": "los demás", "fr": "les autres"}
_MONTHS = {
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
_MOST_NAMES = 3  # in a sentence; of more, the last are "the others"


class Voice(NamedTuple):
    """How a note to somebody sounds: its language, its tone, and whether first names are used."""

    language: Language = Language.EN_US
    tone: Tone = Tone.WARM
    first_names: bool = True

    @property
    def base(self) -> str:
        """The language without its region: "en"."""
        return self.language.partition("-")[0]

    def in_english(self) -> "Voice":
        """The same in English, for what there is in no other language."""
        return self if self.base == "en" else self._replace(language=Language.EN_US)

    def greeting(self, name: str, called: str, salutation: str) -> str:
        """The greeting with the mark behind it; with the whole name where nobody knows whether it is a Mr. or a Ms."""
        formal = self.formal_name(name, salutation)
        said = (salutation or taken_apart(name).title).casefold().rstrip(".").split(" ")[0]
        if self.base == "de":
            kind = _one_of(said, "Sehr geehrte Frau", "Sehr geehrter Herr")
            polite = f"{kind} {_with_titles(name)}," if kind else f"Guten Tag {formal},"
            return f"Hallo {called}," if self.first_names else polite
        if self.base == "es":
            kind = _one_of(said, "Estimada Sra.", "Estimado Sr.")
            polite = f"{kind} {surname(name)}:" if kind else f"Buenos días, {formal}:"
            return f"Hola, {called}:" if self.first_names else polite
        if self.base == "fr":
            polite = _one_of(said, "Madame,", "Monsieur,") or f"Bonjour {formal},"
            return f"Bonjour {called}," if self.first_names else polite
        if self.first_names and self.tone is Tone.WARM:
            return f"Hi {called},"
        return f"Dear {called if self.first_names else formal},"

    def formal_name(self, name: str, salutation: str) -> str:
        """The name behind a title, as "Ms. Raman"; Britons write it without the dot."""
        formal = formally(name, salutation)
        return re.sub(r"\b(Mrs?|Ms|Mx|Dr|Prof)\.", r"\1", formal) if self.language is Language.EN_GB else formal

    def day(self, day: date, today: date) -> str:
        """A date as one writes it to someone: "November 10" or "10 November", with the year when it is another one."""
        number, year = str(day.day), "" if day.year == today.year else str(day.year)
        if self.language is Language.EN_US:
            return f"{MONTHS[day.month - 1].title()} {number}{f', {year}' if year else ''}"
        month = _MONTHS[self.base][day.month - 1] if self.base in _MONTHS else MONTHS[day.month - 1].title()
        if self.base == "de":
            return f"{number}. {month}{f' {year}' if year else ''}"
        if self.base == "es":
            return f"{number} de {month}{f' de {year}' if year else ''}"
        if self.base == "fr" and day.day == 1:
            number = "1er"
        return f"{number} {month}{f' {year}' if year else ''}"

    def listed(self, names: Sequence[str]) -> str:
        """Names in a sentence: "Ben, Ana and Tomás". Of many the first two, "and the others"."""
        if len(names) > _MOST_NAMES:
            names = [*names[: _MOST_NAMES - 1], _OTHERS[self.base]]
        conjunction = _AND[self.base]
        if self.base == "es" and names and re.match(r"h?i(?![ae])", names[-1].casefold()):
            conjunction = "e"
        return joined(list(names), conjunction)

    def spoken(self, text: str) -> str:
        """A text of the planner's own in this tone and spelling; it is written warm and American."""
        if self.base != "en":
            return text
        if self.tone is Tone.FORMAL:
            text = _CONTRACTION.sub(_in_full, text)
        if self.language is Language.EN_GB:
            text = _AMERICAN.sub(lambda match: _like(match[0], _BRITISH[match[0].casefold()]), text)
        return text


def usual_voice(language: str, tone: str, address: str) -> Voice:
    """The voice that the settings give; "first" is for first names."""
    return Voice(Language(language or Language.EN_US), Tone(tone), address == "first")


def months_between(earlier: date, later: date) -> str:
    """How long ago that was, in words: "a month", "three months", "a year"; "" for less than three weeks."""
    months = round((later - earlier).days / 30.4)
    if months < 1:
        return ""
    if months == 1:
        return "a month"
    years = round(months / 12)
    if months < len(_NUMBERS):
        return f"{_NUMBERS[months]} months"
    return "a year" if years <= 1 else f"{_NUMBERS[min(years, len(_NUMBERS) - 1)]} years"


def skills_listed(skills: str, conjunction: str) -> str:
    """Skills as they were entered, with commas between, as a sentence has them: "SQL, dbt and mentoring"."""
    if re.search(rf"\s{conjunction}\s", skills):
        return skills
    return joined([each.strip() for each in skills.split(",") if each.strip()], conjunction)


def and_of(language: str) -> str:
    """The word between the last two of a list."""
    return _AND[language.partition("-")[0]]


def _one_of(salutation: str, female: str, male: str) -> str:
    """What goes with a salutation; "" where it does not tell."""
    return female if salutation in _FEMALE else male if salutation in _MALE else ""


def _with_titles(name: str) -> str:
    """The surname with the academic titles in front that German keeps: "Dr. Albers"."""
    titles = [word for word in name.replace(",", " ").split() if re.fullmatch(r"(?:Prof|Dr)\.?", word)]
    return " ".join([*titles, surname(name)])


_FULL = {
    "i'm": "I am", "i've": "I have", "i'll": "I will", "i'd": "I would", "you're": "you are", "you've": "you have",
    "you'll": "you will", "you'd": "you would", "we're": "we are", "we've": "we have", "we'd": "we would",
    "it's": "it is", "that's": "that is", "there's": "there is", "what's": "what is", "here's": "here is",
    "they're": "they are", "they've": "they have", "don't": "do not", "doesn't": "does not", "didn't": "did not",
    "won't": "will not", "wouldn't": "would not", "can't": "cannot", "couldn't": "could not", "isn't": "is not",
    "aren't": "are not", "wasn't": "was not", "haven't": "have not", "hasn't": "has not", "hadn't": "had not",
    "shouldn't": "should not",
}  # fmt: skip
# What a verb behind it makes of "'s" and "'d": "it's been" is "it has been", "I'd enjoyed" is "I had enjoyed".
_HAS = r"been|become|had|got"
_HAD = (
    rf"{_HAS}|better|gone|seen|met|heard|made|found|known|thought|meant|taken|spoken|felt|said|told|written|begun"
    r"|\w+(?<!e)ed"
)
_CONTRACTION = re.compile(
    rf"(?<![\w'])(?:{'|'.join(map(re.escape, _FULL))})\b"
    rf"(?=(?P<verb> (?:(?:really|never|always|already|just|also|only|almost|long) )?(?P<word>{_HAD})\b)?)",
    re.IGNORECASE,
)
_BRITISH = {
    "organization": "organisation", "organized": "organised", "favor": "favour", "favorite": "favourite",
    "color": "colour", "honor": "honour", "honored": "honoured", "realize": "realise", "realized": "realised",
    "recognize": "recognise", "apologize": "apologise", "program": "programme", "resume": "CV", "résumé": "CV",
    "center": "centre", "learned": "learnt", "fall": "autumn", "vacation": "holiday", "practicing": "practising",
    "judgment": "judgement", "anymore": "any more",
}  # fmt: skip
_AMERICAN = re.compile(rf"(?<![\w{{])(?:{'|'.join(_BRITISH)})\b", re.IGNORECASE)


def _in_full(match: re.Match[str]) -> str:
    said = match[0]
    full = _FULL[said.casefold()]
    if match["verb"] and said.casefold().endswith("'d"):
        full = full.replace("would", "had")
    elif match["verb"] and said.casefold().endswith("'s") and re.fullmatch(_HAS, match["word"], re.IGNORECASE):
        full = full.replace(" is", " has")
    return full[0].upper() + full[1:] if said[0].isupper() else full


def _like(said: str, word: str) -> str:
    return word[0].upper() + word[1:] if said[0].isupper() else word
