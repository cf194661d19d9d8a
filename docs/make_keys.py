"""Makes `docs/keys.md` from the registry of commands: `make docs`."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from planner import registry  # noqa: E402

_SHOWN = {
    "enter": "Enter",
    "escape": "Esc",
    "slash": "/",
    "question_mark": "?",
    "asterisk": "*",
    "number_sign": "#",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "tab": "Tab",
    "shift+tab": "shift+Tab",
    "colon": ":",
}


def page() -> str:
    """The page as text."""
    lines = [
        "# Keys",
        "",
        "Made from the program's own list of commands by `make docs`. In the app, `?` shows the same with your own",
        "keys, and `ctrl+p` finds any of them by name. The id in the last column is what the `[keys]` table of your",
        '[configuration](configuration.md) takes: `"due.log" = "L"`.',
        "",
    ]
    for group, title in registry.GROUPS.items():
        lines += [f"## {title}", "", "| key | what it does | needs | in the shell | id |", "|---|---|---|---|---|"]
        for command in registry.of(group):
            keys = (
                " ".join(f"`{_SHOWN.get(key, key)}`" for key in command.keys.split(",") if key) or "by name, `ctrl+p`"
            )
            verb = f"`planner {command.verb}`" if command.verb else ""
            lines.append(f"| {keys} | {command.tooltip} | {command.needs} | {verb} | `{command.id}` |")
        lines.append("")
    lines += ["## Other keys", ""]
    for name, keys in registry.PRESETS.items():
        if keys:
            lines += [f'With `keymap = "{name}"`:', "", "| id | keys |", "|---|---|"]
            lines += [
                f"| `{command}` | {' '.join(f'`{_SHOWN.get(k, k)}`' for k in said.split(','))} |"
                for command, said in keys.items()
            ]
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    (HERE / "keys.md").write_text(page(), encoding="utf-8")
    print("docs/keys.md")
