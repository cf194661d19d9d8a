"""Textual's palette, mended where it ends the app."""

from textual.command import CommandList, CommandPalette


class Palette(CommandPalette):
    """Any command, or a person, by name."""

    def _action_command_list(self, action: str) -> None:
        # Textual turns the page of a list that has not been drawn yet, and does not find its line (8.2.8).
        if not action.startswith("page_") or self.query_one(CommandList).size.height:
            super()._action_command_list(action)
