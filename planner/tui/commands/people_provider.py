"""The palette's way to people: "dana" goes to her, "snooze dana" puts her next step off."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.command import Hit, Hits, Provider

from ... import registry
from ...text import folded
from ..messages import GoTo
from ..services.library import Library

if TYPE_CHECKING:
    from ...book.directory import PersonRow

_MOST = 12
# What a command is also called, beside its label: the verb of the command line, and what one would say.
_WORDS: dict[str, tuple[str, ...]] = {"due.snooze": ("snooze", "later", "put off"), "due.write": ("write", "note to")}


class PeopleCommands(Provider):
    """Every person, and every command that is about a person with the person's name behind it."""

    _about_people: ClassVar[list[registry.Command]] = [
        command for command in registry.of("due") if "person on the cursor" in command.needs
    ]

    async def search(self, query: str) -> Hits:
        """People whose names have the words, and commands on them when the first words name one.

        Each as a `Text`: what is a plain string there is read as markup, and a name may have brackets.
        """
        library = getattr(self.app, "library", None)
        if not isinstance(library, Library):
            return
        people = library.snapshot.people
        matcher = self.matcher(query)
        words = folded(query)
        for command in self._about_people:
            for said in (command.verb, folded(command.label), *_WORDS.get(command.id, ())):
                if said and words.startswith(f"{said} "):
                    for person in self._named(people, words.removeprefix(f"{said} ")):
                        text = f"{command.label} {person.name}"
                        if sum(other.name == person.name for other in people) > 1:
                            text += f", {person.employer}" if person.employer else f", {person.contact_id}"
                        yield Hit(1.0, Text(text), self._runs(person.contact_id, command), help=command.tooltip)
                    break
        for person in self._named(people, words):
            score = max(0.6, matcher.match(person.name))
            text = f"{person.name}, {person.employer}" if person.employer else person.name
            yield Hit(score, Text(text), self._runs(person.contact_id, None), help="Go to this person")

    def _named(self, people: "Sequence[PersonRow]", words: str) -> "list[PersonRow]":
        wanted = words.split()
        if not wanted:
            return []
        found = [p for p in people if all(f" {word}" in f" {folded(p.name)}" for word in wanted)]
        return found[:_MOST]

    def _runs(self, contact_id: int, command: registry.Command | None) -> Callable[[], object]:
        main = self.app.screen_stack[0]
        return lambda: main.post_message(GoTo(contact_id, command.action if command is not None else ""))
