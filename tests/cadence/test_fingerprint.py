"""The number of the rules: another one whenever a plan could be another."""

import random
import subprocess
import sys
from zlib import crc32

import pytest

from planner.cadence import fingerprint
from planner.cadence.playbook_file import built_in, names
from planner.cadence.rules import plan, rest_reason
from planner.cadence.terms import Part
from tests.cadence.histories import history

# What happens with somebody, in some order, for the sample below.
EVENTS = (
    "interview",
    "no",
    "no-B",
    "wrote",
    "wrote first_note",
    "wrote check_in_1",
    "wrote nudge",
    "called",
    "voicemail",
    "no-answer",
    "met",
    "they-wrote",
    "they-invited",
    "they-said-no",
    "moved",
    "promised 90",
    "decision-by 30",
    "snooze 200 check_in_1",
    "pin 150",
    "skip first_note",
    "skip check_in_2",
    "wake",
    "took-job",
)
# The version of the rules, and what a sample of plans comes to by them.
KNOWN = (3, 1328568881)


def sample() -> int:
    """Some thousand plans as one number: every date, channel and sentence is in it."""
    draw = random.Random(0)
    said = []
    for number in range(1500):
        days = sorted(draw.randrange(400) for _ in range(draw.randrange(1, 9)))
        told = "; ".join(f"{day} {draw.choice(EVENTS)}" for day in days)
        facts = history(told, [*Part][number % len(Part)], main=number % 2 == 0, has_phone=number % 3 == 0)
        said += [
            f"{told} {plan(facts, playbook)} {rest_reason(facts, playbook)}" for playbook in map(built_in, names())
        ]
    return crc32("\n".join(said).encode())


def test_rules_that_plan_otherwise_have_another_version():
    assert (fingerprint.RULES_VERSION, sample()) == KNOWN, (
        "The rules or playbooks plan otherwise than before. Raise RULES_VERSION in planner/cadence/fingerprint.py where "
        "the code of the rules changed (a playbook's values count by themselves), and put both numbers into KNOWN."
    )


def test_every_value_counts_and_no_comment(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fingerprint, "FOLDER", str(tmp_path))
    file = tmp_path / "default.toml"
    found = []
    for text in ("opens = 30\ndue = 60", "opens = 60\ndue = 30", "opens = 30\ndue = 61", "opens = 30"):
        file.write_text(text)
        found.append(fingerprint.fingerprint())
        file.write_text(f"# a comment\n\n  {text}\n")
        assert fingerprint.fingerprint() == found[-1]
    (tmp_path / "other.toml").write_text("")
    found.append(fingerprint.fingerprint())
    monkeypatch.setattr(fingerprint, "RULES_VERSION", 99)
    found.append(fingerprint.fingerprint())
    assert len({*found}) == len(found) and all(0 < each < 2**31 for each in found)


def test_it_is_the_same_in_every_process():
    code = "from planner.cadence.fingerprint import fingerprint; print(fingerprint())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(run.stdout) == fingerprint.fingerprint()
