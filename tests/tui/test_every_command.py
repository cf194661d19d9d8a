"""Each command of the registry by its key, where it works; made from the registry, so that none is missing."""

import pytest

from planner import environment, registry
from planner.book.database import Book
from planner.keymap import unusable
from planner.tui.app import PlannerApp
from planner.tui.writing.note_area import NoteArea
from tests.tui.conftest import opened, settle
from tests.tui.test_daily import go_to

# The keys to where a group's commands work; "@" goes to a person first.
WHERE: dict[str, list[str]] = {
    "view": ["@Dana"],
    "due": ["@Dana"],
    "list": ["@Dana"],
    "people": ["2"],
    "triage": ["t"],
    "application": ["3"],
    "page": ["@Miriam", "i"],
    "calendar": ["4"],
    "insights": ["5"],
    "find": ["ctrl+f", "t", "e", "a", "m"],
    "filter": ["slash", "i"],
    "note": ["@Dana", "enter"],
    "text": ["@Dana", "enter"],
    "undo": ["@Dana", "enter", "x"],
    "template": ["@Dana", "enter", "ctrl+t"],
    "out": ["@Dana", "enter", "ctrl+o"],
    "rehearsal": ["@Dana", "enter", "ctrl+t", *["down"] * 10, "enter", "ctrl+r"],
    "notes": ["@Dana", "n"],
    "form": ["@Dana", "l"],
    "themes": ["*theme"],
    "keys": ["question_mark"],
    "app": [],
}
ELSEWHERE = {"out.confirm": [*WHERE["out"], "s"]}
ENDS = {"due.quit", "app.quit-anywhere"}  # the app goes: only that they are asked for is looked at
KEYLESS = {"app.theme", "app.stop"}  # in the palette only; while something is being done: see test_views
EVERY = [command for command in registry.COMMANDS if command.id not in KEYLESS]


def test_every_group_has_a_place():
    assert set(WHERE) == set(registry.GROUPS) == {command.group for command in registry.COMMANDS}


def test_no_id_twice_and_no_key_twice_in_one_place():
    assert len(registry.BY_ID) == len(registry.COMMANDS)
    together = [{"view", "due", "list"}, {"view", "due", "people"}, {"note", "text", "undo"}]
    together += [{group} for group in registry.GROUPS]
    for groups in together:
        keys = [key for command in registry.of(*groups) for key in command.keys.split(",") if key]
        assert len(keys) == len(set(keys)), (groups, {key for key in keys if keys.count(key) > 1})


def test_every_key_of_the_planner_could_be_a_users_own():
    assert not [*unusable({command.id: command.keys for command in registry.COMMANDS if command.keys})]
    assert not [*unusable({"due.log": "slash,plus,minus,at", "form.save": "enter,f2,tab", "note.leave": "alt+q"})]
    for keys in ("q", "slash", "space", "at"):
        assert [*unusable({"note.leave": keys})]


@pytest.mark.parametrize("preset", registry.PRESETS)
def test_presets_name_commands_and_clash_with_nothing(preset: str):
    own = registry.PRESETS[preset]
    assert own.keys() <= registry.BY_ID.keys()
    for groups in ({"view", "due", "list"}, {"page"}, {"calendar"}):
        keys = [key for each in registry.of(*groups) for key in own.get(each.id, each.keys).split(",")]
        assert len(keys) == len(set(keys)), {key for key in keys if keys.count(key) > 1}


@pytest.mark.parametrize("command", EVERY, ids=[command.id for command in EVERY])
async def test_its_key_does_it(demo: Book, command: registry.Command):
    environment.settings_file().parent.mkdir(parents=True)
    environment.settings_file().write_text('send_command = "cat"\n')
    async with opened(demo) as pilot:
        app = pilot.app
        assert isinstance(app, PlannerApp)
        for key in ELSEWHERE.get(command.id, WHERE[command.group]):
            if key.startswith("@"):
                await go_to(pilot, key[1:])
            elif key == "*theme":
                app.action_change_theme()
            else:
                await pilot.press(key)
            await settle(pilot)
        for key in command.keys.split(","):
            active = app.screen.active_bindings[key]
            assert active.enabled and active.binding.action == command.action and active.tooltip == command.tooltip
        if command.group == "text":  # the text takes Tab itself, before any other key typed with it
            before = app.focused, [area.selection for area in app.screen.query(NoteArea)]
            await pilot.press(command.keys)
            assert (app.focused, [area.selection for area in app.screen.query(NoteArea)]) != before
            return
        called: list[str] = []
        space, _, name = command.action.partition("(")[0].rpartition(".")
        node = {"app": app, "screen": app.screen, "": active.node}[space]
        action = getattr(node, f"action_{name}")

        async def record(*arguments: object) -> None:
            called.append(name)
            if command.id not in ENDS:
                done = action(*arguments)
                if done is not None and hasattr(done, "__await__"):
                    await done

        setattr(node, f"action_{name}", record)
        await pilot.press(command.keys.split(",")[0])
        await settle(pilot)
        assert called == [name] and app.is_running
        assert app.return_code in {None, 0}
