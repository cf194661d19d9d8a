"""The user's configuration, as the app uses it."""

from collections.abc import Callable
from dataclasses import replace

from ... import environment
from ...own_keys import unusable
from ...private_files import write_private
from ...settings import Problem, Settings, line_of, read_settings, with_theme


class Preferences:
    """The configuration as it was when the app began, and as it is now.

    `report` says what is wrong in the file, once; `problems` is all that was wrong in it at the beginning.
    """

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._has_told = False
        self._words_per_minute = 0  # what a rehearsal was set to, for as long as the app runs
        self.at_start, problems = read_settings(environment.settings_file())
        self._problems = list(problems)
        for command, wrong in unusable(self.at_start.keys):
            self._problems.append(Problem(line_of(_text(), f'"{command}"'), f"{wrong} The usual key is in force."))
            kept = {each: keys for each, keys in self.at_start.keys.items() if each != command}
            self.at_start = replace(self.at_start, keys=kept)

    def now(self) -> Settings:
        """The configuration as it is in the file now; what is wrong in it is said once."""
        found = read_settings(environment.settings_file())
        if found.problems and not self._has_told:
            self._has_told = True
            problem = found.problems[0]
            self._report(f"{environment.settings_file().name}:{problem.line}: {problem.text}")
        return found.settings

    def words_per_minute(self) -> int:
        """How fast the user reads aloud: as a rehearsal was set to last, else as configured."""
        return self._words_per_minute or self.now().words_per_minute

    def read_aloud_at(self, words_per_minute: int) -> None:
        """From now on, for as long as the app runs, the user reads so fast."""
        self._words_per_minute = words_per_minute

    def theme_to_use(self, known: set[str], instead: str) -> str:
        """The theme to begin with: the user's, or the one `instead` of one that is not `known`."""
        theme = self.at_start.theme
        if theme in known:
            return theme
        self._problems.insert(0, Problem(1, f"no theme is called {theme!r}; {instead} is used."))
        return instead

    def problems(self) -> list[str]:
        """What in the configuration was left out, each with its line."""
        name = environment.settings_file().name
        return [f"{name}:{each.line}: {each.text}" for each in self._problems]

    def keep_theme(self, name: str) -> str:
        """Write these colours to the configuration; gives what could not be done, or ""."""
        path = environment.settings_file()
        try:
            text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
            write_private(path, with_theme(text, name).encode())
        except (OSError, UnicodeDecodeError) as error:
            return f"{path.name} could not be written ({error}); the colours stay until you quit."
        return ""


def _text() -> str:
    try:
        return environment.settings_file().read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
