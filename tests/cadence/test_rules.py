import pytest

from planner.cadence.playbook import PlaybookError
from planner.cadence.playbook_file import built_in, names
from planner.cadence.rules import plan, rest_reason
from planner.cadence.terms import Channel, Part, Step
from tests.cadence.histories import CHRISTMAS, history, in_words

# What happened, and what is owed: step, then the day it opens, is due, and is late after. Day 0 is a Monday.
TABLE = [
    # Thank-you: the same day, by the next, late after two days
    ("0 interview", "thank_you 0 1 2"),
    ("0 interview; 1 wrote", ""),
    ("0 interview; 0 wrote thank_you", ""),
    ("0 interview 10:00; 0 wrote 15:00", ""),
    ("0 interview 10:00; 0 wrote 09:00", "thank_you 0 1 2"),
    ("0 interview; 8 interview", "thank_you 8 9 10"),
    ("0 interview; 1 wrote; 8 interview", "thank_you 8 9 10"),
    ("0 interview; 2 skip thank_you", ""),
    ("0 interview; 1 snooze 5 thank_you", "thank_you 5 5 6"),
    ("0 interview; 3 no", "first_note 3 4 6"),
    # First note: counted from the day one learned of the "no"
    ("0 no", "first_note 0 1 3"),
    ("0 they-said-no; 0 no", "first_note 0 1 3"),
    ("-2 wrote; 0 no", "first_note 0 1 3"),
    ("0 no; 0 wrote first_note", "check_in_1 30 37 51"),
    ("0 no; 1 wrote", "check_in_1 31 38 52"),
    ("0 no; 2 called", "check_in_1 32 39 53"),
    ("0 no; 2 voicemail", "check_in_1 32 39 53"),
    ("0 no; 2 met", "check_in_1 32 39 53"),
    ("0 no; 2 no-answer", "first_note 0 1 3"),
    ("0 no never-again", ""),
    ("0 no; 0 wrote thank_you", "first_note 0 1 3"),
    ("0 no; 2 skip first_note", "check_in_1 32 39 53"),
    ("0 no; 1 snooze 9 first_note", "first_note 9 9 11"),
    ("0 no; 2 no-B", "first_note 0 1 3; first_note 2 3 5"),
    ("0 no; 2 no-B; 3 wrote", "check_in_1 33 40 54"),
    ("0 no; 1 wrote first_note; 20 no-B", "first_note 20 21 23"),
    ("0 no never-again; 2 no-B", "first_note 2 3 5"),
    # Check-ins: from the last touch, whatever it was
    ("0 no; 1 wrote; 5 wrote", "check_in_1 35 42 56"),
    ("0 no; 1 wrote; 32 wrote check_in_1", "check_in_2 92 106 127"),
    ("0 no; 1 wrote; 32 wrote", "check_in_2 92 106 127"),
    ("0 no; 1 wrote; 32 wrote check_in_1; 95 called check_in_2", "check_in 185 199 229"),
    ("0 no; 1 wrote; 32 wrote check_in_1; 40 they-wrote; 41 wrote reply", "check_in_2 101 115 136"),
    ("0 no; 1 wrote; 10 they-called", "check_in_1 40 47 61"),
    ("0 no; 1 wrote; 35 skip check_in_1", "check_in_2 95 109 130"),
    ("0 no; 1 wrote; 32 snooze 60 check_in_1", "check_in_1 60 60 74"),
    ("0 no; 1 wrote; 32 snooze 60 check_in_1; 40 wrote", "check_in_2 100 114 135"),
    # A call that reached nobody is tried again on the next working day, and is no touch
    ("0 no; 1 wrote; 33 no-answer", "retry 35 36 38"),
    ("0 no; 1 wrote; 30 no-answer", "retry 31 32 34"),
    ("0 no; 1 wrote; 33 no-answer; 34 voicemail retry", "check_in_2 94 108 129"),
    ("0 no; 1 wrote; 33 no-answer; 33 voicemail", "check_in_2 93 107 128"),
    # A reply is owed the same day, by the next; mine of the same day answers it only when it is known to follow
    ("0 they-wrote", "reply 0 1 3"),
    ("0 they-wrote; 1 wrote", ""),
    ("0 they-wrote; 0 wrote", "reply 0 1 3"),
    ("0 they-wrote; 0 wrote reply", ""),
    ("0 they-wrote 09:00; 0 wrote 10:00", ""),
    ("0 they-wrote 11:00; 0 wrote 10:00", "reply 0 1 3"),
    ("0 they-invited", "reply 0 1 3"),
    ("0 they-invited; 3 interview", "thank_you 3 4 5"),
    ("0 they-wrote; 2 skip reply", ""),
    ("0 they-wrote; 2 skip reply; 4 they-wrote", "reply 4 5 7"),
    ("0 no; 1 wrote; 20 they-wrote", "reply 20 21 23"),
    ("0 they-wrote; 1 snooze 6 reply", "reply 6 6 8"),
    ("0 they-wrote; 1 snooze 6 reply; 3 they-wrote", "reply 3 4 6"),
    # A date they asked for beats the check-ins
    ("0 no; 1 wrote; 5 pin 120", "asked 120 120 127"),
    ("0 no; 1 wrote; 5 pin 120; 60 wrote", "asked 120 120 127"),
    ("0 no; 1 wrote; 5 pin 120; 120 wrote", "check_in_2 180 194 215"),
    ("0 no; 1 wrote; 5 pin 120; 118 wrote asked", "check_in_2 178 192 213"),
    ("0 no; 1 wrote; 5 pin 120; 60 they-wrote", "reply 60 61 63; asked 120 120 127"),
    ("0 no; 1 wrote; 5 pin 120; 90 skip asked", "check_in_1 120 127 141"),
    # Rest after three check-ins in a row without an answer; a message wakes
    ("0 no; 1 wrote; 32 wrote; 95 wrote; 190 wrote", ""),
    ("0 no; 1 wrote; 32 wrote; 95 wrote; 190 called", "check_in 280 294 324"),
    ("0 no; 1 wrote; 32 wrote; 60 they-wrote; 61 wrote reply; 125 wrote; 220 wrote", "check_in 310 324 354"),
    ("0 no; 1 wrote; 32 wrote; 95 wrote; 190 wrote; 200 they-wrote", "reply 200 201 203"),
    ("0 no; 1 wrote; 32 wrote; 95 wrote; 190 wrote; 200 they-wrote; 201 wrote reply", "check_in 291 305 335"),
    # Stop
    ("0 no; 1 close", ""),
    ("0 they-wrote; 1 close", ""),
    ("0 no; 1 rest", ""),
    ("0 they-wrote; 1 rest", "reply 0 1 3"),
    ("0 no; 1 wrote; 2 rest; 100 wake", "check_in_1 130 137 151"),
    ("0 no; 10 close; 100 wake", "check_in_1 130 137 151"),
    ("0 they-wrote; 10 close; 100 wake", ""),
    ("0 no; 1 wrote; 32 wrote; 95 wrote; 190 wrote; 300 wake", "check_in_1 330 337 351"),
    # Several applications: a step of one is no step of the other; a call from them settles a message
    ("0 no; 2 no-B; 3 wrote first_note A", "first_note 2 3 5"),
    ("0 interview; 3 no-B; 4 wrote thank_you A", "first_note 3 4 6"),
    ("0 they-wrote; 1 they-called", ""),
    ("0 no; 2 they-called", "check_in_1 32 39 53"),
    # A date they asked for anew, on the day the older one was kept; and one put off
    ("0 no; 1 wrote; 5 pin 40; 40 called asked; 40 pin 120", "asked 120 120 127"),
    ("0 no; 1 wrote; 5 pin 40; 38 snooze 60 asked", "asked 60 60 67"),
    # The touch that answers the "no" is no check-in, however long after an earlier one
    ("-40 wrote; 0 no; 3 wrote", "check_in_1 33 40 54"),
    # What answers their message, or another "no", is that and no check-in; a letter and a call of one day are one
    ("0 no; 1 wrote; 20 they-wrote; 21 wrote", "check_in_1 51 58 72"),
    ("0 no; 1 wrote; 20 they-wrote; 21 wrote; 60 wrote", "check_in_2 120 134 155"),
    ("0 no; 2 no-B; 3 wrote first_note A; 20 wrote", "check_in_1 50 57 71"),
    ("0 no; 1 wrote; 32 wrote check_in_1; 32 wrote", "check_in_2 92 106 127"),
    ("0 no; 1 wrote; 32 voicemail check_in_1; 32 wrote", "check_in_2 92 106 127"),
    # Nothing happened, or nothing that asks for more
    ("", ""),
    ("0 met", ""),
    ("0 wrote; 30 wrote", ""),
]

# The same for the main contact of the application, who is asked how it stands.
WAITING = [
    ("0 interview; 0 wrote thank_you", "nudge 10 12 15"),
    ("0 interview", "thank_you 0 1 2; nudge 10 12 15"),
    ("0 interview; 1 wrote", "nudge 10 12 15"),
    ("0 interview; 0 wrote thank_you; 0 decision-by 14", "nudge 17 19 22"),
    ("0 interview; 0 wrote thank_you; 0 decision-by 14; 17 wrote nudge", "nudge 27 29 32"),
    ("0 interview; 0 wrote thank_you; 0 decision-by 14; 17 wrote", "nudge 27 29 32"),
    ("0 interview; 0 wrote thank_you; 10 wrote nudge", "nudge 20 22 25"),
    ("0 interview; 0 wrote thank_you; 10 wrote nudge; 20 wrote nudge", ""),
    ("0 interview; 0 wrote thank_you; 10 wrote nudge; 20 called nudge", "nudge 30 32 35"),
    ("0 interview; 0 wrote thank_you; 10 wrote nudge; 12 they-wrote", "reply 12 13 15"),
    ("0 interview; 0 wrote thank_you; 10 wrote nudge; 12 they-wrote; 12 wrote reply", "nudge 22 24 27"),
    ("0 interview; 0 wrote thank_you; 12 they-wrote; 12 wrote reply; 0 decision-by 20", "nudge 23 25 28"),
    ("0 interview; 0 wrote thank_you; 5 they-called", "nudge 15 17 20"),
    ("0 interview; 0 wrote thank_you; 10 skip nudge", "nudge 20 22 25"),
    ("0 interview; 0 wrote thank_you; 5 snooze 30 nudge", "nudge 30 30 33"),
    ("0 interview; 0 wrote thank_you; 0 decision-by 14; 5 snooze 30 nudge", "nudge 30 30 33"),
    ("0 interview; 0 wrote thank_you; 12 no", "first_note 12 13 15"),
    ("0 interview; 0 wrote thank_you; 30 interview; 30 wrote thank_you", "nudge 40 42 45"),
    ("0 interview; 0 wrote thank_you; 10 no-answer", "nudge 10 12 15"),
    ("0 interview; 0 wrote thank_you; 3 rest", ""),
    ("0 interview; 0 wrote thank_you; 3 close", ""),
    ("0 decision-by 14", ""),
    # A date they asked for beats it
    ("0 interview; 0 wrote thank_you; 5 pin 120", "asked 120 120 127"),
]

# A promise has its own date; a new job is a reason to write; so is one's own.
MORE = [
    ("0 met; 0 promised 5", "promise 5 5 8"),
    ("0 met; 0 promised 5; 0 promised 3", "promise 3 3 6"),
    ("0 no; 1 wrote; 2 promised 5", "promise 5 5 8; check_in_1 31 38 52"),
    ("0 they-wrote; 0 promised 5", "reply 0 1 3; promise 5 5 8"),
    ("0 promised 5; 1 rest", "promise 5 5 8"),
    ("0 promised 5; 1 close", ""),
    ("0 moved", "move 0 7 21"),
    ("0 moved; 3 wrote", ""),
    ("0 moved; 0 wrote move", ""),
    ("0 moved; 0 wrote", "move 0 7 21"),
    ("0 moved; 4 skip move", ""),
    ("0 moved; 4 skip move; 50 moved", "move 50 57 71"),
    ("0 moved; 2 snooze 9 move", "move 9 9 23"),
    ("0 no; 1 wrote; 20 moved", "move 20 27 41"),
    ("0 no; 1 wrote; 20 moved; 22 wrote move", "check_in_2 82 96 117"),
    ("0 no; 1 wrote; 32 wrote; 95 wrote; 190 wrote; 200 moved", "move 200 207 221"),
    ("0 moved; 1 close", ""),
    ("0 no; 1 wrote; 10 took-job", ""),
    ("0 no; 10 took-job", ""),
    ("0 interview; 10 took-job", "good_news 10 17 31"),
    ("0 interview; 10 took-job; 11 wrote", ""),
    ("0 interview; 10 took-job; 10 wrote good_news", ""),
    ("0 interview; 10 took-job; 11 skip good_news", ""),
    ("0 interview; 10 took-job; 11 snooze 15 good_news", "good_news 15 17 31"),
    ("0 no; 1 wrote; 5 they-wrote; 6 wrote reply; 40 took-job", "good_news 40 47 61"),
    ("0 no; 1 wrote; 5 pin 60; 40 took-job", ""),
    ("0 they-wrote; 10 took-job", "reply 0 1 3; good_news 10 17 31"),
    ("0 they-said-no; 0 no; 1 wrote; 40 took-job", ""),
    ("0 interview; 10 took-job; 10 promised 12", "good_news 10 17 31; promise 12 12 15"),
    ("0 interview; 5 close; 10 took-job", ""),
]

CALL_FIRST = [
    ("-30 wrote thank_you; 0 no; 2 no-answer; 3 voicemail retry A", "check_in_1 33 40 54"),
    ("0 no; 0 no-B; 2 no-answer", "retry 3 4 6"),
    ("0 no", "first_call 2 3 4"),
    ("0 no; 2 no-answer", "retry 3 4 6"),
    ("0 no; 4 no-answer", "retry 7 8 10"),
    ("0 no; 2 no-answer; 3 no-answer", "retry 4 7 9"),
    ("0 no; 2 no-answer; 3 voicemail retry", "check_in_1 33 40 54"),
    ("0 no; 2 called first_call", "check_in_1 32 39 53"),
    ("0 no; 1 wrote", "check_in_1 31 38 52"),
    ("0 no; 1 snooze 9 first_call", "first_call 9 9 10"),
    ("3 no", "first_call 7 7 8"),  # Saturday and Sunday become Monday
    ("4 no", "first_call 7 7 8"),
    ("5 no", "first_call 7 8 9"),
    ("0 no; 2 holiday; 3 holiday", "first_call 4 4 5"),
    ("0 no; 4 no-answer; 7 holiday", "retry 8 9 11"),
]

# Calls keep clear of weekends and holidays; notes do not. The person prefers the telephone.
BY_PHONE = [
    ("0 no; 1 wrote", "check_in_1 31 38 52"),  # Thursday 3 December, best by Thursday 10
    ("0 no; 3 wrote", "check_in_1 35 42 56"),  # Saturday 5 becomes Monday 7; best by Saturday 12 becomes Monday 14
    ("0 no; 4 wrote", "check_in_1 35 42 56"),  # Sunday 6 becomes Monday 7
    ("0 no; 5 wrote", "check_in_1 35 42 56"),
    (f"0 no; 23 wrote; {CHRISTMAS}", "check_in_1 56 63 77"),  # Christmas Day becomes Monday 28; 1 January, Monday 4
    (f"0 no; 25 wrote; {CHRISTMAS}", "check_in_1 56 63 77"),
    ("0 no; 1 wrote; 32 wrote check_in_1", "check_in_2 92 106 127"),
    ("0 no; 1 wrote; 35 wrote check_in_1", "check_in_2 95 109 130"),  # Friday 5 February
    ("0 no; 1 wrote; 36 wrote check_in_1", "check_in_2 98 112 133"),  # Saturday becomes Monday
    ("0 no; 1 wrote; 33 no-answer; 34 holiday; 35 holiday", "retry 36 37 39"),  # a Monday off
    ("0 no; 1 wrote; 51 no-answer; 52 holiday; 53 holiday", "retry 56 57 59"),  # nobody is there before Monday
    ("0 they-wrote", "reply 0 1 3"),
    ("5 moved", "move 7 14 28"),
    ("0 interview; 12 took-job", "good_news 14 21 35"),
    # What the user promised, and what they asked for, stays on its day; so does what the user put off
    ("0 met; 0 promised 5", "promise 5 5 8"),
    ("0 no; 1 wrote; 5 pin 47", "asked 47 47 54"),
    ("0 no; 1 wrote; 32 snooze 61 check_in_1", "check_in_1 61 61 75"),
]
NOTES_ON_HOLIDAYS = [
    ("5 no", "first_note 5 6 8"),
    ("53 no; 53 holiday", "first_note 53 54 56"),
    ("53 they-wrote; 53 holiday", "reply 53 54 56"),
    (f"0 no; 23 wrote; {CHRISTMAS}", "check_in_1 53 60 74"),
]


@pytest.mark.parametrize(("told", "expected"), BY_PHONE)
def test_calls_move_to_the_next_working_day(told: str, expected: str):
    assert in_words(plan(history(told, preferred_channel=Channel.PHONE), built_in("default"))) == expected


@pytest.mark.parametrize(("told", "expected"), NOTES_ON_HOLIDAYS)
def test_notes_are_due_on_sundays_and_holidays_too(told: str, expected: str):
    assert in_words(plan(history(told), built_in("default"))) == expected


@pytest.mark.parametrize(("told", "expected"), TABLE)
def test_the_default_playbook(told: str, expected: str):
    assert in_words(plan(history(told), built_in("default"))) == expected


@pytest.mark.parametrize(("told", "expected"), WAITING)
def test_the_main_contact_is_asked_how_it_stands(told: str, expected: str):
    assert in_words(plan(history(told, main=True), built_in("default"))) == expected


@pytest.mark.parametrize(("told", "expected"), MORE)
def test_promises_moves_and_good_news(told: str, expected: str):
    assert in_words(plan(history(told), built_in("default"))) == expected


@pytest.mark.parametrize(("told", "expected"), CALL_FIRST)
def test_calling_the_hiring_manager_first(told: str, expected: str):
    assert in_words(plan(history(told), built_in("call-first"))) == expected


@pytest.mark.parametrize("part", [Part.HR, Part.RECRUITER, Part.PANEL])
def test_only_the_hiring_manager_is_called_first(part: Part):
    assert in_words(plan(history("0 no", part), built_in("call-first"))) == "first_note 0 1 3"


def test_check_ins_alternate_between_mail_and_call():
    written = history("0 no; 1 wrote; 32 wrote check_in_1", has_phone=True)
    called = history("0 no; 1 wrote; 32 called check_in_1", has_phone=True)
    nobody_to_call = history("0 no; 1 wrote; 32 wrote check_in_1")
    preferred = history("0 no; 1 wrote; 32 wrote check_in_1", has_phone=True, preferred_channel=Channel.LINKEDIN)
    channels = [plan(each, built_in("default"))[0].channel for each in (written, called, nobody_to_call, preferred)]
    assert channels == [Channel.PHONE, Channel.EMAIL, Channel.EMAIL, Channel.LINKEDIN]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("0 no", ["Data Engineer at Calder & Rowe", "Mon 2 Nov 2026", "Dana"]),
        ("0 interview", ["interviewed you", "Mon 2 Nov 2026"]),
        ("0 no; 1 wrote", ["Tue 3 Nov 2026", "Dana"]),
        ("0 they-wrote", ["Dana wrote on Mon 2 Nov 2026"]),
        ("0 no; 1 wrote; 33 no-answer", ["Sat 5 Dec 2026", "reached nobody"]),
        ("0 no; 1 wrote; 5 pin 120", ["Dana asked", "Tue 2 Mar 2027"]),
        ("0 no; 1 snooze 9 first_note", ["You put it off until Wed 11 Nov 2026"]),
        ("0 no; 2 skip first_note", ["since you skipped a step with Dana on Wed 4 Nov 2026"]),
        ("0 no; 1 close; 9 wake", ["since you took Dana up again on Wed 11 Nov 2026"]),
    ],
)
def test_every_follow_up_says_why_with_dates_and_names(told: str, words: list[str]):
    for item in plan(history(told), built_in("default")):
        assert all(word in item.why for word in words), item.why
        assert len(item.why) < 200


def test_why_someone_rests():
    assert rest_reason(history("0 no; 1 wrote; 32 wrote; 95 wrote; 190 wrote"), built_in("default")) == (
        "3 check-ins without an answer, the last on Tue 11 May 2027."
    )
    assert rest_reason(history("0 no; 1 wrote"), built_in("default")) == ""


def test_the_playbook_states_the_table_of_the_domain():
    timings = built_in("default").timings
    table = {
        Step.THANK_YOU: (0, 1, 2),
        Step.FIRST_NOTE: (0, 1, 3),
        Step.FIRST_CALL: (2, 3, 4),
        Step.CHECK_IN_1: (30, 37, 51),
        Step.CHECK_IN_2: (60, 74, 95),
        Step.CHECK_IN: (90, 104, 134),
        Step.REPLY: (0, 1, 3),
    }
    for step, (opens, due, late) in table.items():
        assert (timings[step].opens, timings[step].due, timings[step].late) == (opens, due, late)
    assert names()[0] == "default"


def test_an_unknown_playbook_is_said():
    with pytest.raises(PlaybookError, match="call-first"):
        built_in("nonsense")
