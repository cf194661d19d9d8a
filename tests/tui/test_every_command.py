"""Each command of the registry by its key, where it works; made from the registry, so that none is missing."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from planner import environment, registry
from planner.book import queries
from planner.own_keys import unusable
from planner.tui.app import PlannerApp
from planner.tui.widgets.line_list import LineList
from planner.tui.writing.note_area import NoteArea
from tests.ready_books import ReadyBooks
from tests.tui.conftest import opened
from tests.tui.test_daily import go_to, look, text_of
from tests.tui.waiting import down_to, settle

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
    "import": ["I", "*file", "enter"],
    "filter": ["slash", "i"],
    "note": ["@Dana", "enter"],
    "text": ["@Dana", "enter"],
    "undo": ["@Dana", "enter", "x"],
    "assist": ["@Dana", "enter", "f4"],
    "finding": ["@Dana", "enter", "f3"],
    "known": ["@Dana", "enter", "f2"],
    "template": ["@Dana", "enter", "ctrl+t"],
    "out": ["@Dana", "enter", "ctrl+o"],
    "rehearsal": ["@Dana", "enter", "ctrl+t", *down_to("call-script"), "enter", "ctrl+r"],
    "notes": ["@Dana", "n"],
    "form": ["@Dana", "l"],
    "themes": ["*theme"],
    "keys": ["question_mark"],
    "app": [],
}
TABLE = Path(__file__).parents[1] / "exchange" / "people" / "csv" / "handmade_tabs.csv"
CALL = WHERE["rehearsal"][:-1]
ELSEWHERE = {"out.confirm": [*WHERE["out"], "s", "s"], "note.rehearse": CALL, "note.called": CALL}
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


@pytest.mark.parametrize("group", registry.GROUPS)
async def test_each_key_does_it(ready_books: ReadyBooks, tmp_path: Path, group: str):
    """Commands share an app for as long as they leave the book as it is and escape leads back to the list."""
    environment.settings_file().parent.mkdir(parents=True)
    environment.settings_file().write_text('send_command = "cat"\n')
    left = [command for command in EVERY if command.group == group]
    wrong: list[str] = []
    first = look(ready_books.small(tmp_path / "first.sqlite"), queries.latest_action)
    while left:
        book = ready_books.small(tmp_path / f"{left[0].id}.sqlite")
        async with opened(book) as pilot:
            shared = True
            while left and shared:
                command = left.pop(0)
                try:
                    await does_it(pilot, command)
                    shared = look(book, queries.latest_action) == first and await back_in_the_list(pilot)
                except Exception as error:
                    wrong.append(f"{command.id} ({command.keys}): {type(error).__name__}: {error}")
                    shared = False
    assert not wrong, "\n".join(wrong)


async def back_in_the_list(pilot: Pilot[None]) -> bool:
    """Whether escape led back to the list of who is due, nobody marked and nobody filtered out."""
    app = pilot.app
    for _ in range(4):
        await pilot.press("escape")
        await settle(pilot)
        if len(app.screen_stack) == 1 and isinstance(app.focused, LineList):
            await pilot.press("1")
            await settle(pilot)
            title = text_of(pilot, "#title")
            return (
                app.focused is not None and app.focused.id == "due" and "marked" not in title and "for “" not in title
            )
    return False


async def does_it(pilot: Pilot[None], command: registry.Command) -> None:
    """Go where the command works, and see that its key is the one there, runs its action, and does no harm."""
    app = pilot.app
    assert isinstance(app, PlannerApp)
    for key in ELSEWHERE.get(command.id, WHERE[command.group]):
        if key.startswith("@"):
            await go_to(pilot, key[1:])
        elif key == "*theme":
            app.action_change_theme()
        elif key == "*file":
            app.screen.query_one("#import-path", Input).value = str(TABLE)
        else:
            await pilot.press(key)
        await settle(pilot)
    for key in command.keys.split(","):
        active = app.screen.active_bindings[key]
        assert active.enabled and active.binding.action == command.action and active.tooltip == command.tooltip, key
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
    try:
        await pilot.press(command.keys.split(",")[0])
        await settle(pilot)
    finally:
        delattr(node, f"action_{name}")
    assert called == [name] and app.is_running, called
    assert app.return_code in {None, 0}
