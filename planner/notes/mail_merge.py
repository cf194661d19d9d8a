"""Facts merged into a template; what is not known becomes a blank that one can see."""

import re
import string
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ..text import did_you_mean
from .template_files import SITUATIONS, Template, TemplateError, read_template
from .voice import Voice

DEFAULT = Voice()

# What each merge field stands for, and what its blank asks for while the book does not know it.
FIELDS: dict[str, str] = {
    "called": "what they are called",
    "name": "their full name",
    "surname": "their surname",
    "salutation": "Ms., Mr., Dr.",
    "title": "their title",
    "employer": "the employer",
    "position": "the position",
    "role": "the role",
    "their_employer": "where they work now",
    "met_on": "the day you met",
    "met_where": "where you met",
    "last_touch_on": "the day of your last exchange",
    "learned_on": "the day you learned of the no",
    "reason": "the reason they gave",
    "promised": "what you promised",
    "promise": "what you promised",
    "greeting": "the greeting",
    "formal_name": "their surname, with Ms., Mr. or Dr.",
    "colleagues": "the others you met there",
    "new_employer": "where they work now",
    "who_told": "who told you",
    "months_since": "how long ago it was",
    "lesson": "what you learned from it",
    "feedback": "the feedback they gave",
    "signature": "your name and how to reach you",
    "my_name": "your name",
    "my_email": "your personal e-mail",
    "my_phone": "your personal phone number",
    "my_linkedin": "your LinkedIn address",
    "my_skills": "three skills that bear on this",
    "my_new_employer": "where you will work",
}


class Note(NamedTuple):
    """A note's subject and body."""

    subject: str
    body: str


_PATTERN = r"\{(?:(?P<braced>[a-z_]+)\}|(?P<escaped>(?!))|(?P<named>(?!))|(?P<invalid>(?!)))"


class _Fields(string.Template):
    """`{field}` and nothing else: no expressions, no attributes, so a template cannot do anything."""

    # string.Template wants these four groups; the three that can never match switch its own syntax off.
    pattern = _PATTERN  # type: ignore[assignment]
    flags = re.NOFLAG


# What the blanks of missing facts are called in notes of other languages.
BLANKS: dict[str, dict[str, str]] = {
    "de": {
        "called": "Vorname oder Rufname",
        "surname": "Nachname",
        "employer": "Name des Unternehmens",
        "position": "Stellenbezeichnung",
        "met_on": "Tag des Gesprächs",
        "my_name": "Ihr Vor- und Nachname",
        "my_email": "Ihre private E-Mail-Adresse",
        "my_phone": "Ihre private Telefonnummer",
    },
    "es": {
        "called": "nombre de pila",
        "surname": "apellido",
        "employer": "nombre de la empresa",
        "position": "nombre del puesto",
        "met_on": "día de la entrevista",
        "my_name": "su nombre y apellidos",
        "my_email": "su correo personal",
        "my_phone": "su teléfono personal",
    },
    "fr": {
        "called": "comment l’appeler",
        "surname": "son nom de famille",
        "employer": "nom de l’entreprise",
        "position": "intitulé du poste",
        "met_on": "date de l’entretien",
        "my_name": "votre prénom et votre nom",
        "my_email": "votre e-mail personnel",
        "my_phone": "votre téléphone personnel",
    },
}
_PART = re.compile(r"\{(?P<sign>[#^])(?P<name>[a-z_]+)\}(?P<text>.*?)\{/(?P=name)\}", re.DOTALL)
_MARK = re.compile(r"\{[#^/]([a-z_]+)\}")


def merge(template: Template, facts: Mapping[str, str], voice: Voice = DEFAULT) -> Note:
    """The template with the facts in place of its fields; a field without a fact becomes a blank that names it.

    What stands between `{#field}` and `{/field}` is there only with a fact for that field, and between `{^field}` and
    `{/field}` only without one. The planner's own templates are put into the voice.
    """
    values = _Known(facts, BLANKS.get(template.language, {}))
    said = voice.spoken if template.is_built_in else str

    def merged(text: str) -> str:
        text = said(_with_parts(text, facts))
        return _Fields(text.replace("{signature}", _signature(facts))).substitute(values)

    return Note(merged(template.subject), merged(template.body))


def _with_parts(text: str, facts: Mapping[str, str]) -> str:
    """The text with those of its optional parts whose condition holds."""
    if "{#" not in text and "{^" not in text:
        return text
    chosen = _PART.sub(
        lambda part: part["text"] if bool(facts.get(part["name"])) == (part["sign"] == "#") else "", text
    )
    lines = [re.sub(r"(?<=\S)[ \t]{2,}", " ", line).strip() for line in chosen.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _signature(facts: Mapping[str, str]) -> str:
    """The lines under a note: the name, how to be reached, and LinkedIn where it is known."""
    reach = [f"{{{name}}}" for name in ("my_email", "my_phone") if facts.get(name)]
    lines = ["{my_name}", " · ".join(reach) or "{my_email}", *(["{my_linkedin}"] if facts.get("my_linkedin") else [])]
    return "\n".join(lines)


def problems_in(path: Path) -> list[str]:
    """What is wrong with a template file, each as `file:line` and a sentence; nothing when it is well.

    A field that the planner does not know does not keep a template from being used: it becomes a blank.
    """
    try:
        template = read_template(path)
    except TemplateError as error:
        return [str(error)]
    problems = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        for name in _Fields(line).get_identifiers():
            if name not in FIELDS:
                hint = did_you_mean(name, FIELDS, written="{{{}}}".format)
                problems.append(f"{path}:{number}: no field is called {{{name}}}.{hint}")
        problems += [
            f"{path}:{number}: no field is called {name!r}.{did_you_mean(name, FIELDS)}"
            for name in _MARK.findall(line)
            if name not in FIELDS and name not in SITUATIONS
        ]
    if left := _MARK.search(_PART.sub("", template.body)):
        problems.append(f"{path}:{number}: {left[0]} has no other end; {{#field}}...{{/field}} belong together.")
    if not template.body.strip():
        problems.append(f"{path}:{number}: there is no text below the settings.")
    return problems


class _Known(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"[{self._blanks.get(name) or FIELDS.get(name, name)}]"

    def __init__(self, facts: Mapping[str, str], blanks: Mapping[str, str]) -> None:
        self._blanks = blanks
        # A bracket in a fact, such as an employer's name, is no blank.
        plain = str.maketrans("[]{}<>", "()()()")
        known = {name: value for name, value in facts.items() if value and name in FIELDS}
        super().__init__({name: value.translate(plain) for name, value in known.items()})
