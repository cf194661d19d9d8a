"""Forms: one file each, with what it asks and the command that its values become."""

from collections.abc import Callable
from importlib import import_module

from ... import registry
from .spec import Desk, FormSpec

_ABOUT = {
    "close": "skip:about_closing",
    "edit": "person:about",
    "first_use": "me:about_first_use",
}
"""Where a form begins that is not the `about` of the file of its name."""


def has_form(name: str) -> bool:
    """Whether there is a form of that name; a name that was read from a file need not be one of ours."""
    return name in _ABOUT or any(command.action == f"screen.ask('{name}')" for command in registry.COMMANDS)


def form_about(name: str, desk: Desk) -> FormSpec | str:
    """The form of that name, about what was chosen; a sentence when there is nothing that it could be about."""
    module, _, function = _ABOUT.get(name, f"{name}:about").partition(":")
    about: Callable[[Desk], FormSpec | str] = getattr(import_module(f".{module}", __name__), function)
    return about(desk)
