"""What typing is measured against: Textual's own text area with the same text, and nothing else."""

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class MinimalEditor(App[None]):
    """One text area."""

    def compose(self) -> ComposeResult:
        yield TextArea(Path(sys.argv[1]).read_text(encoding="utf-8"), soft_wrap=True)


MinimalEditor().run()
