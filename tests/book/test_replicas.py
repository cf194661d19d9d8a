"""Copies on several machines: whatever order they meet in, they end equal, and nothing is lost without a question."""

import random
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.book.replicas import Replica, Rows, absorb, difference, settle, take_in
from planner.book.versions import LIFE, Dot, Versions

TABLES = ("contact", "application", "interviewer", "touchpoint", "promise", "decision", "draft", "profile", "playbook")


def rows(**tables: list[dict[str, Any]]) -> Rows:
    return {table: {row["id"]: row for row in tables.get(table, [])} for table in TABLES}


def person(key: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "name": f"P {key}", "title": "", "phone": "", **more}


class Device:
    """A copy, and what its user does there."""

    def __init__(self, name: str, start: Rows) -> None:
        self.name = name
        self.now = {table: {**of} for table, of in start.items()}
        self.known = Replica({table: {} for table in TABLES})

    def publish(self) -> Replica:
        self.known = absorb(self.known, {table: {**of} for table, of in self.now.items()}, self.name)
        return self.known

    def meet(self, *others: Replica) -> list[Any]:
        found, asked = self.publish(), []
        for other in others:
            taken = take_in(found, other, self.name)
            found = taken.replica
            asked += taken.conflicts
        self.known, self.now = found, {table: {**of} for table, of in found.rows.items()}
        knows = found.versions.knows
        return [each for each in asked if not knows(each.dot, (each.table, each.key), each.name)]

    def change(self, key: str, table: str = "contact", **values: Any) -> None:
        self.now[table][key] = {**self.now[table][key], **values}


def devices(*names: str, start: Rows | None = None) -> list[Device]:
    """Devices that begin with the same book, the first one's."""
    first = Device(names[0], start or rows(contact=[person("1"), person("2")]))
    others = [Device(name, rows()) for name in names[1:]]
    for each in others:
        each.meet(first.publish())
    return [first, *others]


def all_meet(found: list[Device]) -> list[Any]:
    """Everybody takes in everybody, until nothing changes any more."""
    for _ in range(8):
        asked: list[Any] = []
        before = [(each.now, each.known.versions) for each in found]
        for each in found:
            asked += each.meet(*(other.publish() for other in found if other is not each))
        if [(each.now, each.known.versions) for each in found] == before:
            return asked
    raise AssertionError("they never come to rest")


def test_what_was_changed_on_one_device_comes_to_all():
    laptop, desktop, tablet = found = devices("a", "b", "c")
    laptop.change("1", title="CTO")
    desktop.change("1", phone="555-0101")
    tablet.now["contact"]["3"] = person("3")
    assert not all_meet(found)
    assert laptop.now == desktop.now == tablet.now
    assert laptop.now["contact"]["1"]["title"] == "CTO" and laptop.now["contact"]["1"]["phone"] == "555-0101"


def test_what_was_changed_back_after_it_was_carried_stays_changed_back():
    laptop, desktop = found = devices("a", "b")
    laptop.change("1", title="CTO")
    all_meet(found)
    laptop.change("1", title="")
    assert not all_meet(found)
    assert desktop.now["contact"]["1"]["title"] == ""


def test_a_conflict_is_asked_once_and_the_answer_holds_everywhere():
    for takes_theirs in (False, True):
        laptop, desktop, tablet = found = devices("a", "b", "c")
        laptop.change("1", title="CTO")
        desktop.change("1", title="VP")
        [conflict] = laptop.meet(desktop.publish())
        assert (conflict.mine, conflict.theirs) == ("CTO", "VP")
        assert tablet.meet(laptop.publish(), desktop.publish())  # open everywhere
        laptop.known = settle(laptop.known, [(conflict, takes_theirs)], "a")
        laptop.now = laptop.known.rows
        assert not tablet.meet(laptop.publish(), desktop.publish())
        assert not all_meet(found)
        assert {each.now["contact"]["1"]["title"] for each in found} == {"VP" if takes_theirs else "CTO"}


def test_who_hears_of_a_conflict_does_not_pass_for_who_decided_it():
    laptop, desktop, tablet = devices("a", "b", "c")
    laptop.change("1", title="CTO")
    desktop.change("1", title="VP")
    laptop.meet(desktop.publish())
    tablet.meet(laptop.publish())  # has CTO from there, and knows that VP waits
    assert [each.theirs for each in tablet.meet(desktop.publish())] == ["VP"]
    assert desktop.meet(tablet.publish())
    assert desktop.now["contact"]["1"]["title"] == "VP"


def test_a_change_atop_of_another_is_no_conflict():
    laptop, desktop, tablet = devices("a", "b", "c")
    laptop.change("1", title="CTO")
    desktop.meet(laptop.publish())
    desktop.change("1", title="CEO")
    tablet.meet(desktop.publish())
    assert not tablet.meet(laptop.publish())
    assert not laptop.meet(tablet.publish())
    assert laptop.now["contact"]["1"]["title"] == "CEO"


def test_who_was_taken_out_goes_unless_something_came_since():
    laptop, desktop = found = devices("a", "b")
    del laptop.now["contact"]["1"], laptop.now["contact"]["2"]
    desktop.change("2", title="CTO")
    all_meet(found)
    assert list(laptop.now["contact"]) == list(desktop.now["contact"]) == ["2"]
    del desktop.now["contact"]["2"]
    all_meet(found)
    assert not laptop.now["contact"]


def test_what_is_referred_to_comes_back():
    laptop, desktop = found = devices("a", "b")
    del laptop.now["contact"]["1"]
    desktop.now["promise"]["p"] = {"id": "p", "contact": "1", "what": "a thing"}
    all_meet(found)
    assert laptop.now == desktop.now and "1" in laptop.now["contact"]


def test_who_comes_back_because_of_a_note_has_their_whole_timeline():
    laptop, desktop, tablet = found = devices("a", "b", "c")
    laptop.now["touchpoint"]["old"] = {"id": "old", "message_id": None, "contact": "1", "application": None}
    laptop.now["promise"]["older"] = {"id": "older", "contact": "1", "what": "a thing"}
    all_meet(found)
    del laptop.now["contact"]["1"], laptop.now["touchpoint"]["old"], laptop.now["promise"]["older"]
    desktop.now["touchpoint"]["new"] = {"id": "new", "message_id": None, "contact": "1", "application": None}
    all_meet(found)
    assert laptop.now == desktop.now == tablet.now and "1" in laptop.now["contact"]
    assert {*laptop.now["touchpoint"]} == {"old", "new"} and {*laptop.now["promise"]} == {"older"}


@pytest.mark.parametrize(("one", "other"), [("hr", "hiring_manager"), ("hiring_manager", "hr"), ("panel", "hr")])
def test_of_two_parts_that_were_entered_apart_the_one_that_says_more_stays(one: str, other: str):
    laptop, desktop = found = devices("a", "b")
    for device, key, part in ((laptop, "i1", one), (desktop, "i2", other)):
        device.now["interviewer"][key] = {"id": key, "contact": "1", "application": "j", "part": part}
        device.now["application"]["j"] = {"id": "j", "position": "Engineer", "employer": "Calder"}
    all_meet(found)
    [row] = laptop.now["interviewer"].values()
    assert laptop.now == desktop.now and row["id"] == "i1"
    assert row["part"] == ("hr" if "panel" in (one, other) else "hiring_manager")


def test_the_same_letter_on_both_is_one():
    laptop, desktop = found = devices("a", "b")
    laptop.now["touchpoint"]["t1"] = {"id": "t1", "message_id": "<m>", "contact": "1", "application": None}
    desktop.now["touchpoint"]["t2"] = {"id": "t2", "message_id": "<m>", "contact": "1", "application": None}
    all_meet(found)
    assert list(laptop.now["touchpoint"]) == list(desktop.now["touchpoint"]) == ["t1"]


def test_what_makes_sense_together_is_asked_together():
    start = rows(
        application=[{"id": "1", "position": "SRE", "employer": "Quay", "state": "running", "learned_on": None}]
    )
    laptop, desktop = devices("a", "b", start=start)
    laptop.change("1", "application", state="rejected", learned_on="2026-11-01")
    desktop.change("1", "application", state="withdrawn")
    [conflict] = laptop.meet(desktop.publish())
    taken = settle(laptop.known, [(conflict, True)], "a").rows["application"]["1"]
    assert (taken["state"], taken["learned_on"]) == ("withdrawn", None)


def test_a_text_typed_on_both_is_that_which_was_saved_last():
    start = rows(draft=[{"id": "1", "body": "", "subject": "", "saved_at": "1", "state": "draft"}])
    for one, other in permutations([("3", "later"), ("2", "earlier")]):
        laptop, desktop = found = devices("a", "b", start=start)
        for each, (saved_at, body) in ((laptop, one), (desktop, other)):
            each.change("1", "draft", saved_at=saved_at, body=body)
        assert not all_meet(found)
        assert laptop.now["draft"]["1"]["body"] == desktop.now["draft"]["1"]["body"] == "later"


def test_a_difference_makes_one_state_the_other():
    before, after = rows(contact=[person("1"), person("2")]), rows(contact=[person("2", title="CTO"), person("3")])
    found = difference(before, after)
    assert (found.add, found.set, found.remove) == (
        {"contact": [person("3")]},
        {"contact": {"2": {"title": "CTO"}}},
        {"contact": ["1"]},
    )
    assert found.size == 3


def act(device: Device, luck: random.Random) -> None:
    people = sorted(device.now["contact"])
    kind = luck.randrange(8)
    if kind == 0 or not people:
        key = f"{device.name}{luck.randrange(10**6)}"
        device.now["contact"][key] = person(key)
        return
    someone = luck.choice(people)
    if kind in (1, 2, 3):
        device.change(someone, **{luck.choice(["title", "phone"]): f"{device.name}{luck.randrange(10**6)}"})
    elif kind == 4:
        key = f"p{device.name}{luck.randrange(10**6)}"
        device.now["promise"][key] = {"id": key, "contact": someone, "what": "a thing"}
    elif kind == 5:
        key = f"t{device.name}{luck.randrange(10**6)}"
        letter = f"<{luck.randrange(4)}>"
        if letter not in {each["message_id"] for each in device.now["touchpoint"].values()}:
            device.now["touchpoint"][key] = {"id": key, "message_id": letter, "contact": someone, "application": None}
    elif kind == 6:
        device.change(someone, title="the same")
    else:
        del device.now["contact"][someone]
        for table in ("promise", "touchpoint"):
            device.now[table] = {key: row for key, row in device.now[table].items() if row["contact"] != someone}


@settings(max_examples=1500, deadline=None)
@given(st.integers(0, 10**9), st.integers(2, 4), st.integers(5, 60))
def test_copies_drift_and_end_equal(seed: int, count: int, steps: int):
    luck = random.Random(seed)
    found = devices(*"abcd"[:count])
    published = [each.publish() for each in found]
    for _ in range(steps):
        at = luck.randrange(count)
        kind = luck.randrange(6)
        if kind < 3:
            act(found[at], luck)
        elif kind == 3:
            published[at] = found[at].publish()
        elif kind == 4:  # whatever lies in the folder by now, old or new
            found[at].meet(*luck.sample([each for number, each in enumerate(published) if number != at], count - 1))
        else:
            conflicts = found[at].meet(*(each for number, each in enumerate(published) if number != at))
            if conflicts:
                answers = [(each, luck.random() < 0.5) for each in conflicts]
                found[at].known = settle(found[at].known, answers, found[at].name)
                found[at].now = {table: {**of} for table, of in found[at].known.rows.items()}
    for _ in range(20):
        conflicts = all_meet(found)
        if not conflicts:
            break
        here = next(each for each in found if each.known.versions.behind)
        conflicts = here.meet(*(other.publish() for other in found if other is not here))
        here.known = settle(here.known, [(each, luck.random() < 0.5) for each in conflicts], here.name)
        here.now = {table: {**of} for table, of in here.known.rows.items()}
    assert all(each.now == found[0].now for each in found), [each.now for each in found]
    for each in found:
        people = each.now["contact"]
        assert all(row["contact"] in people for table in ("promise", "touchpoint") for row in each.now[table].values())
        letters = [row["message_id"] for row in each.now["touchpoint"].values()]
        assert len(letters) == len({*letters})


def test_versions_know_what_waits():
    versions = Versions({"a": 3}, {("contact", "1"): Dot("a", 1)}, {}, {("contact", "1", "title"): {"a": 1}})
    assert versions.knows(Dot("a", 2), ("contact", "1"), "phone")
    assert not versions.knows(Dot("a", 2), ("contact", "1"), "title")
    assert not versions.knows(Dot("b", 1), ("contact", "1"), LIFE)
    versions.learn(("contact", "1"), "title", {"a": 3})
    versions.catch_up({"b": 1})
    assert versions.behind == {("contact", "1", "title"): {"a": 3}} and versions.knows(
        Dot("b", 1), ("contact", "1"), LIFE
    )
    versions.learn(("contact", "1"), "title", {"b": 1})
    versions.catch_up({})
    assert not versions.behind
