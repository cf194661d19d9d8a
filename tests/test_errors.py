"""Every error of the planner is meant for the user, or is caught before it gets there."""

import importlib
import pkgutil

import planner
from planner.book.errors import BookError, EntryError
from planner.errors import ForTheUser

CAUGHT_INSIDE = {"UnclosedQuoteError", "TomlError", "FormError", "RefusedValueError", "_NotReally", "_StoppedError"}


def test_every_error_says_with_which_status_the_command_line_ends():
    for module in pkgutil.walk_packages(planner.__path__, "planner."):
        if module.name != "planner.__main__":
            importlib.import_module(module.name)
    waiting, own = [Exception], set()
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.startswith("planner."):
                own.add(each)
    assert {each.__name__ for each in own if not hasattr(each, "exit_status")} <= CAUGHT_INSIDE
    assert len(own) > 8


def test_a_wrong_entry_is_a_wrong_call():
    assert isinstance(BookError("x"), ForTheUser) and not isinstance(ValueError("x"), ForTheUser)
    assert (BookError.exit_status, EntryError.exit_status) == (3, 2)
