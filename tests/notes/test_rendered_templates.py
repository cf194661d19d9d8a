"""Every template in every situation it fits, with all facts and with hardly any: what the reader would get."""

import importlib.util
import re
from itertools import product
from pathlib import Path

import pytest

from planner.cadence.terms import Language, Step, Tone
from planner.notes.blanks import count_words, find_blanks
from planner.notes.mail_merge import FIELDS, Note, merge
from planner.notes.review.likeness import likeness_flags
from planner.notes.review.text import sentences
from planner.notes.review.tone import tone_flags
from planner.notes.template_files import Template, load_templates
from planner.notes.voice import Voice

DOCS = Path(__file__).parent.parent.parent / "docs"
BUILT_IN = load_templates()[0]
VOICES = [Voice(language, tone, first_names) for language, tone, first_names in product(Language, Tone, (True, False))]
FULL = {
    "called": "Dana", "name": "Dana Whitfield", "surname": "Whitfield", "salutation": "Ms.", "employer": "Norvik Marine",
    "position": "Data Engineer", "role": "the Data Engineer role", "their_employer": "Norvik Marine", "met_on": "November 10",
    "colleagues": "Ben Okafor and Ana Ruiz", "months_since": "three months", "promise": "the checklist for handovers",
    "my_name": "Robin Sample", "my_email": "robin@example.com", "my_phone": "555-0142", "my_linkedin": "linkedin.example.com/in/robin",
    "my_skills": "SQL, dbt and mentoring", "my_new_employer": "Harvest", "reason": "experience", "new_employer": "Harvest",
}  # fmt: skip
BARE = {key: FULL[key] for key in ("called", "name", "employer", "their_employer", "position")} | {"role": "the role"}
ONE_MET = {**FULL, "colleagues": "Ben Okafor", "months_since": "a month"}
# What is true together with what a template asks for.
SIDES = [frozenset({how, met}) for how, met in product(("told", "heard"), ("met", "not_met"))]


def renderings(template: Template) -> list[tuple[str, Note]]:
    """The note in every voice of its language and every situation that it fits, with a word on which it is."""
    found = []
    for voice in VOICES:
        name_word = "by_first_name" if voice.first_names else "by_surname"
        other_word = "by_surname" if voice.first_names else "by_first_name"
        if voice.base != template.language or other_word in template.when:
            continue
        for side, (kind, facts) in product(SIDES, (("full", FULL), ("one met", ONE_MET), ("bare", BARE))):
            holds = {*template.when, *side, name_word, str(voice.tone)} - (
                {"heard"} if "told" in template.when else set()
            )
            if template.unless & holds:
                continue
            known = {
                **facts,
                "greeting": voice.greeting("Dana Whitfield", "Dana", facts.get("salutation", "")),
                "formal_name": voice.formal_name("Dana Whitfield", facts.get("salutation", "")),
                **dict.fromkeys(holds, "true"),
            }
            found.append((f"{kind} {voice} {sorted(holds)}", merge(template, known, voice)))
    return found


@pytest.mark.parametrize("template", BUILT_IN, ids=lambda template: template.name)
def test_a_note_is_whole_in_every_situation_it_fits(template: Template):
    found = renderings(template)
    assert found
    for which, note in found:
        text = f"{note.subject}\n\n{note.body}"
        where = f"{template.name}, {which}:\n{text}"
        assert not re.search(r"[{}]|  |\n\n\n| [.,;]|[.,;:]{2}|[.,][!?]|[!?][.,]|,\s*\n\n\s*,", text), where
        assert not re.search(r"(?m)^[.,;:!?]|\(\)|\[\]", text), where
        asked = [blank.asks_for for blank in find_blanks(note.body) if blank.asks_for not in FIELDS.values()]
        assert len(asked) == len(set(asked)) and not [
            each for each in find_blanks(note.subject) if each.asks_for not in FIELDS.values()
        ], where
        assert all(len(each.text) > 1 for each in sentences(note.body)), where


@pytest.mark.parametrize("template", BUILT_IN, ids=lambda template: template.name)
def test_a_note_has_the_length_and_the_blanks_that_its_kind_should_have(template: Template):
    first = Step.FIRST_NOTE in template.steps
    for which, note in renderings(template):
        blanks = [blank.asks_for for blank in find_blanks(note.body)]
        words = count_words(note.body)
        if "full" in which:
            assert len(blanks) <= 2, (template.name, which, blanks)
        low, high = (85, 138) if first and template.language == "en" else (60, 140) if first else (20, 140)
        assert low <= words <= high, (template.name, which, words)


def test_each_first_note_situation_has_four_variants_that_share_nothing():
    """Nobody of one panel gets the same variant, subject or opening (Joyce)."""
    first = [each for each in BUILT_IN if Step.FIRST_NOTE in each.steps and each.language == "en"]
    for word in ("told", "not_filled", "overqualified", "internal", "panel"):
        assert sum(word in each.when for each in first) >= 4, word
    assert sum("told" in each.unless for each in first) >= 4  # heard elsewhere
    assert len({each.subject for each in first}) == len(first)
    holds = {"told": "true", "not_filled": "true"}
    notes = {
        each.name: merge(each, {**FULL, "greeting": "Hi Dana,", **({} if "told" in each.unless else holds)}).body
        for each in first
    }
    openings = [body.split("\n\n")[1].split(".")[0] for body in notes.values()]
    assert len(set(openings)) == len(openings)
    for name, body in notes.items():
        others = [(other, text) for other, text in notes.items() if other != name]
        assert not [*likeness_flags(body, others)], name


@pytest.mark.parametrize("template", [each for each in BUILT_IN if each.language == "en"], ids=lambda each: each.name)
def test_no_template_says_what_its_advice_would_flag(template: Template):
    for which, note in renderings(template):
        assert not [*tone_flags(note.body)], (template.name, which, note.body)


def test_a_formal_note_has_no_contraction_and_a_british_one_no_american_word():
    for template in (each for each in BUILT_IN if each.language == "en"):
        facts = {
            **FULL,
            "greeting": "Dear Dana,",
            "formal_name": "Ms Whitfield",
            **dict.fromkeys(template.when, "true"),
        }
        formal = merge(template, facts, Voice(tone=Tone.FORMAL)).body
        said = [blank.asks_for for blank in find_blanks(formal)]
        for each in said:
            formal = formal.replace(f"[{each}]", "")
        assert not re.search(r"\bis been\b|\bwould (?:\w+ly )?\w+(?<!e)ed\b", formal), formal
        assert not re.search(r"\w'(?!s )\w+|\b(?:it|that|what|there|here|who|how)'s\b", formal), formal
        british = merge(template, facts, Voice(Language.EN_GB)).body
        assert not re.search(r"\b(?:favor|color|organiz\w+|résumé|realiz\w+)\b", british), british
        assert "I'd" in merge(template, facts).body or "I'm" not in formal


def test_call_scripts_and_voicemails_are_short():
    """Sixty seconds for a call and thirty for a voicemail, at 150 words a minute (Larky)."""
    calls = [each for each in BUILT_IN if each.channel == "phone"]
    assert sum("voicemail" in each.name for each in calls) * 2 == len(calls)
    for template in calls:
        most = 75 if "voicemail" in template.name else 150
        for which, note in renderings(template):
            assert count_words(note.body) <= most, (template.name, which)


def test_the_page_of_six_notes_is_as_the_templates_are():
    """`make docs` writes it anew."""
    spec = importlib.util.spec_from_file_location("make_notes", DOCS / "make_notes.py")
    assert spec is not None and spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert (DOCS / "notes.md").read_text() == maker.page()
