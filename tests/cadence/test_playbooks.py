"""Playbooks of the user's own: what can stand in one, what is wrong with one and where, and for whom it differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cadence.playbook import PlaybookError, Timing
from planner.cadence.playbook_file import built_in, known, names, read_playbook
from planner.cadence.rules import plan, rest_reason
from planner.cadence.terms import Channel, Part, Step
from tests.cadence.histories import history, in_words
from tests.properties import examples

TOLD = "0 no; 1 wrote"

# A playbook's text, a history, and what is owed by that playbook.
OWN = [
    ("", TOLD, "check_in_1 31 38 52"),
    ("[steps.check_in_1]\nopens = 20", TOLD, "check_in_1 21 28 42"),  # the later days keep their distance
    ("[steps.check_in_1]\nopens = 20\ndue = 21", TOLD, "check_in_1 21 22 36"),
    ("[steps.check_in_1]\nopens = 20\ndue = 21\nlate = 25", TOLD, "check_in_1 21 22 26"),
    ("[steps.check_in_1]\ndue = 60", TOLD, "check_in_1 31 61 75"),
    ('[steps.check_in_1]\nopens = "10 working days"', TOLD, "check_in_1 15 22 36"),  # Tuesday 3 to Tuesday 17 November
    ('[steps.check_in_1]\nopens = "10 working days"\ndue = 2\nlate = 3', TOLD, "check_in_1 15 17 18"),
    ('[steps.first_note]\nopens = "next working day"', "4 no", "first_note 7 8 10"),  # from Friday to Monday
    ("[steps.retry]\nopens = 2", "0 no; 1 wrote; 33 no-answer", "retry 35 36 38"),
    ('[steps.check_in_1]\nchannel = "phone"', "0 no; 3 wrote", "check_in_1 35 42 56"),  # Saturday: no day for a call
    ('first_step = "first_call"', "0 no", "first_call 2 3 4"),
    ('builds_on = "call-first"', "0 no", "first_call 2 3 4"),
    ('builds_on = "call-first"\nfirst_step = "first_note"', "0 no", "first_note 0 1 3"),
    ("rest_after = 1", "0 no; 1 wrote; 32 wrote", ""),
    ("rest_after = 4", "0 no; 1 wrote; 32 wrote; 95 wrote; 190 wrote", "check_in 280 294 324"),
]

# What it has for some people only; Dana is a hiring manager with the tag mentor.
FOR_SOME = [
    ("[parts.hiring_manager.steps.check_in_1]\nopens = 20", "check_in_1 21 28 42"),
    ("[parts.hr.steps.check_in_1]\nopens = 20", "check_in_1 31 38 52"),
    ("[tags.mentor.steps.check_in_1]\nopens = 20", "check_in_1 21 28 42"),
    ("[tags.Mentor.steps.check_in_1]\nopens = 20", "check_in_1 21 28 42"),
    ("[tags.other.steps.check_in_1]\nopens = 20", "check_in_1 31 38 52"),
    ('[people."Dana Whitfield".steps.check_in_1]\nopens = 20', "check_in_1 21 28 42"),
    ('[people."Priya Anand".steps.check_in_1]\nopens = 20', "check_in_1 31 38 52"),
    # A name counts more than a tag, a tag more than a part, and what none of them says stays
    (
        "[parts.hiring_manager.steps.check_in_1]\nopens = 20\n[tags.mentor.steps.check_in_1]\nopens = 10",
        "check_in_1 11 18 32",
    ),
    (
        "[tags.mentor.steps.check_in_1]\nopens = 10\n[people.'dana whitfield'.steps.check_in_1]\ndue = 11",
        "check_in_1 11 12 26",
    ),
]

# What is wrong, on which line, and what is said.
WRONG = [
    ("builds_on = 'defaul'", 1, "no playbook is called 'defaul'. Did you mean 'default'?"),
    ("\nsumary = 'x'", 2, "no setting is called 'sumary'. Did you mean 'summary'?"),
    ("summary = 3", 1, "'summary' takes a text"),
    ("rest_after = 0", 1, "from 1 to 100"),
    ("rest_after = true", 1, "from 1 to 100"),
    ("first_step = 'nudge'", 1, "'first_note' or"),
    ("# mine\n\n[steps.chek_in]\nopens = 3", 3, "no step is called 'chek_in'. Did you mean 'check_in'?"),
    ("[steps.check_in]\n\nopen = 3", 3, "no setting is called 'open' here. Did you mean 'opens'?"),
    ("[steps.check_in]\nopens = -1", 2, "from 0 to 3650"),
    ("[steps.check_in]\nopens = 1.5", 2, "from 0 to 3650"),
    ("[steps.check_in]\nlate = 'soon'", 2, "from 0 to 3650"),
    ("[steps.check_in]\nopens = 'tuesday'", 2, "3 working days"),
    ("[steps.check_in]\nopens = 40\ndue = 20", 3, "would be due on day 20, before it opens (day 40)"),
    ("[steps.check_in]\nlate = 20", 2, "would be late on day 20, before it is due (day 104)"),
    ("[steps.check_in]\nchannel = 'pigeon'", 2, "no channel is called 'pigeon'"),
    ("[steps.nudge]\nat_most = 0", 2, "'at_most' takes a whole number from 1 to 100"),
    ("[steps.check_in]\nat_most = 2", 2, "no setting is called 'at_most' here"),
    ("[steps.check_in]\nalternate = 'yes'", 2, "true or false"),
    ("[parts.boss]\nrest_after = 3", 1, "no part is called 'boss'"),
    ("[tags.mentor]\nopens = 3", 2, "no setting is called 'opens' here"),
    ("[tags]\nmentor = 3", 2, "takes a table, like [tags.mentor]"),
    ("steps = 3", 1, "takes tables"),
    ("[steps]\ncheck_in = 3", 2, "takes a table"),
    ("[steps.check_in]\nopens = ", 2, "Invalid value"),
    ("summary = 'a'\nsummary = 'b'", 2, "overwrite"),
    ("x" * 100_001, 1, "no playbook"),
]


@pytest.mark.parametrize(("text", "told", "expected"), OWN)
def test_a_playbook_of_ones_own(text: str, told: str, expected: str):
    assert in_words(plan(history(told), read_playbook("mine", text, "mine.toml"))) == expected


@pytest.mark.parametrize(("text", "expected"), FOR_SOME)
def test_a_playbook_for_some(text: str, expected: str):
    playbook = read_playbook("mine", text, "mine.toml").for_person("Dana Whitfield", ["mentor"], [Part.HIRING_MANAGER])
    assert in_words(plan(history(TOLD), playbook)) == expected


def test_of_several_parts_the_hiring_manager_counts():
    text = "[parts.hiring_manager]\nrest_after = 7\n[parts.hr]\nrest_after = 9"
    playbook = read_playbook("mine", text, "mine.toml")
    assert playbook.for_person("Dana", [], [Part.HR, Part.HIRING_MANAGER]).rest_after == 7
    assert playbook.for_person("Dana", [], [Part.HR]).rest_after == 9
    assert playbook.for_person("Dana", [], []).rest_after == 3


@pytest.mark.parametrize(("text", "line", "words"), WRONG)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, words: str):
    with pytest.raises(PlaybookError) as error:
        read_playbook("mine", text, "mine.toml")
    [said] = str(error.value).split("\n")
    assert said.startswith(f"mine.toml:{line}: ")
    assert words.replace("'first_note' or", '"first_note" or') in said


def test_every_mistake_is_said_in_the_order_of_the_lines():
    with pytest.raises(PlaybookError) as error:
        read_playbook("mine", "rest_after = 0\n[steps.chek_in]\nopens = 1\n[parts.boss]\n", "mine.toml")
    assert [line.split(":")[1] for line in str(error.value).split("\n")] == ["1", "2", "4"]


@given(st.text(max_size=80) | st.from_regex(r"(\[[a-z.]{1,20}\]|[a-z_]{1,10} = [0-9\"\[\]{}a-z]{0,9}|\n){0,8}"))
@examples(300)
def test_any_text_is_a_playbook_or_says_what_is_wrong(text: str):
    try:
        read_playbook("mine", text, "mine.toml")
    except PlaybookError as error:
        assert all(line.startswith("mine.toml:") for line in str(error).split("\n"))


def test_the_why_keeps_to_the_playbook():
    own = read_playbook("mine", "[steps.check_in_1]\nopens = 80", "mine.toml")
    [usual], [later] = (plan(history(TOLD), playbook) for playbook in (built_in("default"), own))
    assert usual.why.startswith("A month since your last touch") and "early leavers" in usual.why
    assert later.why.startswith("80 days since your last touch") and "early leavers" not in later.why


def test_a_name_or_text_that_is_not_known_gives_the_default():
    assert known("", {}.get).name == "default"
    assert known("gone", {}.get).name == "default"
    assert known("mine", {"mine": "rest_after = 0"}.get).name == "default"
    assert known("mine", {"mine": "rest_after = 5"}.get).rest_after == 5


def test_those_of_the_planner_are_well():
    for name in names():
        playbook = built_in(name)
        assert set(playbook.timings) == {*Step} and playbook.summary
        for timing in playbook.timings.values():
            assert (0 if timing.working_days else timing.opens) <= timing.due <= timing.late


def test_values_of_a_step_go_over_one_another():
    timing = Timing(30, 37, 51, channel=Channel.EMAIL)
    assert timing.changed({"opens": 20}) == Timing(20, 27, 41)
    assert timing.changed({"opens": "3 working days"}) == Timing(3, 7, 21, working_days=True)
    assert Timing(1, 1, 3, working_days=True).changed({"opens": 5}) == Timing(5, 6, 8)
    assert Timing(1, 1, 3, working_days=True).changed({"late": 4}) == Timing(1, 1, 4, working_days=True)
    assert timing.changed({"due": 31}) == Timing(30, 31, 45)


def test_rest_keeps_to_the_playbook():
    own = read_playbook("mine", "rest_after = 1", "mine.toml")
    assert rest_reason(history("0 no; 1 wrote; 32 wrote"), own).startswith("1 check-in")


def test_nudges_keep_to_the_playbook():
    told = "0 interview; 5 decision-by 10; 13 wrote nudge; 30 wrote nudge"
    assert in_words(plan(history(told, main=True), built_in("default"))) == ""
    patient = read_playbook("mine", "[steps.nudge]\nat_most = 3", "mine.toml")
    assert in_words(plan(history(told, main=True), patient)).startswith("nudge ")


def test_a_thank_you_says_by_when_as_the_playbook_has_it():
    for due, words in ((0, "on the same day"), (1, "by the next day"), (2, "within 2 days")):
        own = read_playbook("mine", f"[steps.thank_you]\ndue = {due}", "mine.toml")
        [step] = plan(history("0 interview"), own)
        assert step.why.endswith(f"a thank-you is best {words}.")


def test_the_default_states_every_number():
    with pytest.raises(PlaybookError, match="'first_step' and 'rest_after' missing"):
        read_playbook("default", "", "default.toml")
