import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cadence.terms import Step
from planner.notes.blanks import count_words, find_blanks, next_stop, previous_stop, says_what
from planner.notes.mail_merge import BLANKS, FIELDS, merge, problems_in
from planner.notes.template_files import FOLDER, TemplateError, fitting, load_templates, read_template

BUILT_IN, PROBLEMS = load_templates()


def test_the_built_in_templates_are_whole():
    assert PROBLEMS == []
    for template in BUILT_IN:
        assert template.path is not None and problems_in(template.path) == [], template.name
        assert template.title and template.subject and template.is_built_in and template.language, template.name


@pytest.mark.parametrize(
    ("step", "situation", "name"),
    [
        (Step.FIRST_NOTE, {"told", "hiring_manager"}, "first-note-told"),
        (Step.FIRST_NOTE, {"heard", "hiring_manager"}, "first-note-heard"),
        (Step.FIRST_NOTE, {"heard", "hr", "met"}, "first-note-hr"),
        (Step.FIRST_NOTE, {"heard", "hr", "not_met"}, "first-note-hr-unmet"),
        (Step.FIRST_NOTE, {"told", "internal"}, "first-note-internal"),
        (Step.FIRST_NOTE, {"told", "recruiter", "not_met"}, "first-note-recruiter"),
        (Step.FIRST_NOTE, {"recruiter", "not_filled"}, "first-note-recruiter-3"),
        (Step.FIRST_NOTE, {"referrer", "not_met"}, "first-note-referrer"),
        (Step.FIRST_NOTE, {"told", "panel"}, "first-note-panel"),
        (Step.FIRST_NOTE, {"told", "not_filled", "panel"}, "first-note-not-filled-panel"),
        (Step.FIRST_NOTE, {"told", "overqualified"}, "first-note-overqualified"),
        (Step.FIRST_NOTE, set(), "first-note-heard"),
        (Step.FIRST_CALL, {"told"}, "call-script"),
        (Step.RETRY, {"told", "by_phone"}, "call-script"),
        (Step.CHECK_IN_2, {"by_phone", "checking_in"}, "check-in-call"),
        (Step.CHECK_IN_1, {"in_writing", "checking_in"}, "check-in-news"),
        (Step.CHECK_IN_2, {"in_writing", "checking_in"}, "check-in-third-month"),
        (Step.CHECK_IN, {"in_writing", "checking_in"}, "check-in-later"),
        (Step.REPLY, set(), "reply"),
        (Step.THANK_YOU, set(), "thank-you"),
        (Step.ASKED, {"checking_in"}, "asked"),
    ],
)
def test_the_template_that_fits_best(step: Step, situation: set[str], name: str):
    assert fitting(BUILT_IN, step, situation)[0].name == name


def test_every_step_has_a_template_whatever_the_situation():
    for step in Step:
        assert fitting(BUILT_IN, step, set()), step


def test_facts_are_merged_and_what_is_unknown_becomes_a_blank():
    template = next(template for template in BUILT_IN if template.name == "thank-you")
    note = merge(template, {"greeting": "Hi Dana,", "role": "the Data Engineer role", "my_phone": ""})
    assert note.body.startswith("Hi Dana,")
    assert "the Data Engineer role" in note.body
    assert note.body.endswith("[your name]\n[your personal e-mail]")
    assert "{" not in note.subject + note.body


def test_a_part_is_there_only_with_its_fact_or_only_without():
    text = "+++\nsteps = ['reply']\n+++\nHello{#met_on} from {met_on}{/met_on}{^met_on} again{/met_on}. {#lesson}{lesson} {/lesson}Bye."
    with_facts = merge(template_of(text), {"met_on": "June 3", "lesson": "Ask."})
    assert with_facts.body == "Hello from June 3. Ask. Bye."
    assert merge(template_of(text), {}).body == "Hello again. Bye."


def template_of(text: str):
    with tempfile.TemporaryDirectory() as folder:
        return read_template(write(Path(folder), "one.txt", text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Hi{#met_on} there", ":4: {#met_on} has no other end"),
        ("Hi{#meton} there{/meton}", ":4: no field is called 'meton'. Did you mean 'met_on'?"),
    ],
)
def test_a_part_that_is_wrong_is_told(tmp_path: Path, text: str, message: str):
    path = write(tmp_path, "mine.txt", f"+++\nsteps = ['reply']\n+++\n{text}\n")
    assert any(message in problem for problem in problems_in(path))


@given(st.dictionaries(st.sampled_from(list(FIELDS)), st.text(max_size=40)))
def test_no_fact_can_do_anything_but_stand_there(facts: dict[str, str]):
    for template in BUILT_IN:
        merged = merge(template, facts)
        own = {blank.asks_for for blank in find_blanks(template.body)} | set(FIELDS.values())
        own |= set(BLANKS.get(template.language, {}).values())
        said = {blank.asks_for for blank in find_blanks(merged.body) if says_what(blank.asks_for)}
        assert said <= own


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def test_an_own_template_adds_to_the_built_in_ones_or_takes_their_place(tmp_path: Path):
    write(tmp_path, "reply.txt", '+++\ntitle = "Mine"\nsteps = ["reply"]\nsubject = "Hi"\n+++\nHello {called}')
    write(tmp_path, "extra.txt", '+++\nsteps = ["asked"]\npriority = 99\n+++\nHello again')
    templates, problems = load_templates(tmp_path)
    assert problems == []
    assert len(templates) == len(BUILT_IN) + 1
    assert fitting(templates, Step.REPLY, set())[0].title == "Mine"
    assert fitting(templates, Step.ASKED, set())[0].name == "extra"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Dear Dana", ":1: a template starts with"),
        ("+++\nsteps = [\n+++\n", ":2: "),
        ('+++\ntitle = "x"\n+++\n', "'steps' is missing"),
        ('+++\nsteps = ["nonsense"]\n+++\n', "nonsense"),
        ('+++\nsteps = ["reply"]\nsubjekt = "x"\n+++\n', "'subjekt'"),
        ('+++\nsteps = ["reply"]\npriority = "high"\n+++\n', ":3: 'priority' takes"),
        ('+++\nsteps = ["repli"]\n+++\n', ":2: 'steps' does not know 'repli'. Did you mean 'reply'?"),
        ('+++\nsteps = ["reply"]\nwhen = ["herd"]\n+++\n', ":3: 'when' does not know 'herd'. Did you mean 'heard'?"),
        ('+++\nsteps = ["reply"]\n\nDear Dana', ":1: the settings begin here"),
        ('+++\nsteps = ["reply"]\nchannel = "emial"\n+++\n', "Did you mean 'email'?"),
    ],
)
def test_a_broken_template_is_named_and_left_out(tmp_path: Path, text: str, message: str):
    path = write(tmp_path, "broken.txt", text)
    with pytest.raises(TemplateError, match=re.escape(message)) as caught:
        read_template(path)
    assert str(caught.value).startswith(f"{path}:")
    templates, problems = load_templates(tmp_path)
    assert len(templates) == len(BUILT_IN) and len(problems) == 1


def test_going_from_blank_to_blank():
    text = "Dear [name], about [what] and [when]."
    first, second, third = find_blanks(text)
    assert [blank.asks_for for blank in (first, second, third)] == ["name", "what", "when"]
    stops = [first, second, third]
    assert next_stop(stops, 0) == first
    assert next_stop(stops, first.end) == second
    assert next_stop(stops, third.end) is None
    assert previous_stop(stops, first.start) is None
    assert previous_stop(stops, third.start) == second
    assert find_blanks("[] [a\nb] [[x]]") == [(10, 13, "x")]


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("It's a well-known fact.", 4), ("Mail me at dana@example.com or 555-0107", 6)]
)
def test_words_are_counted_as_a_reader_would(text: str, words: int):
    assert count_words(text) == words


def test_templates_lie_beside_the_code():
    assert {path.stem for path in FOLDER.glob("*/*.txt")} == {template.name for template in BUILT_IN}
