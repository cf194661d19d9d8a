"""The configuration: what is right counts, what is wrong is named with its line and left out."""

from pathlib import Path

import platformdirs
import pytest

from planner import environment
from planner.cli import run
from planner.registry import PRESETS
from planner.settings import ABOUT, Settings, for_locale, read_settings, with_theme


def read(tmp_path: Path, text: str):
    path = tmp_path / "config.toml"
    path.write_text(text)
    return read_settings(path, {"LANG": "de_AT.UTF-8"})


def test_without_a_file_the_usual_settings_count(tmp_path: Path):
    found = read_settings(tmp_path / "none.toml", {})
    assert found.problems == () and found.settings == for_locale({})


def test_everything_that_can_be_set(tmp_path: Path):
    found = read(
        tmp_path,
        """
theme = "nord"
keymap = "vim"
date_format = "iso"
first_weekday = "sunday"
density = "compact"
start_view = "people"
editor = "nano -w"
send_command = "msmtp -t"
mail_command = "neomutt"
mail_in_terminal = true
words_per_minute = 130
[keys]
"due.log" = "L, ctrl+l"
""",
    )
    assert found.problems == ()
    settings = found.settings
    assert (settings.theme, settings.date_format, settings.start_view, settings.words_per_minute) == (
        "nord", "iso", "people", 130,
    )  # fmt: skip
    assert settings.keymap_in_force() == {**PRESETS["vim"], "due.log": "L,ctrl+l"}
    assert set(ABOUT) == set(Settings.__slots__)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('theem = "nord"', "no setting is called 'theem'. Did you mean 'theme'?"),
        ("wurst = 1", "no setting is called 'wurst'. Known: theme,"),
        ("theme = 3", "'theme' takes a text in quotes."),
        ("mail_in_terminal = 1", "'mail_in_terminal' takes true or false."),
        ('keymap = "vi"', "'keymap' is one of usual, vim, plain or earlier. Did you mean 'vim'?"),
        ("words_per_minute = 10", "'words_per_minute' goes from 60 to 300."),
        ('send_command = "msmtp \'x"', "'send_command' cannot be split into words"),
        ('[keys]\n"due.lug" = "L"', "no command is called 'due.lug'. Did you mean 'due.log'?"),
        ('[keys]\n"due.log" = 5', "'due.log' takes keys in quotes"),
    ],
)
def test_a_wrong_entry_is_named_and_the_others_count(tmp_path: Path, entry: str, said: str):
    found = read(tmp_path, f'# mine\ndensity = "compact"\n{entry}\n')
    [problem] = found.problems
    assert problem.text.startswith(said)
    assert problem.line == 3 + entry.count("\n")
    assert found.settings.density == "compact"


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path):
    [problem] = read(tmp_path, 'theme = "nord"\nkeymap = vim\n').problems
    assert problem.line == 2 and "the usual settings are used" in problem.text


@pytest.mark.parametrize(
    ("locale", "first", "dates"),
    [
        ("en_US.UTF-8", "sunday", "month first"),
        ("en_GB.UTF-8", "monday", "day first"),
        ("de_AT", "monday", "day first"),
        ("ar_EG.UTF-8", "saturday", "day first"),
        ("pt_BR.UTF-8@x", "sunday", "day first"),
        ("C", "monday", "day first"),
        ("", "monday", "day first"),
    ],
)
def test_the_locale_decides_what_is_not_set(locale: str, first: str, dates: str):
    found = for_locale({"LANG": locale})
    assert (found.first_weekday, found.date_format) == (first, dates)


def test_a_theme_is_remembered_and_every_other_line_stays():
    text = '# mine\ntheme = "nord"  # nice\nkeymap = "vim"\n[keys]\n"due.log" = "L"\n'
    assert with_theme(text, "planner-light") == text.replace('"nord"', '"planner-light"')
    assert with_theme("[keys]\n", "nord") == 'theme = "nord"\n[keys]\n'
    assert with_theme("", "nord") == 'theme = "nord"\n'


def test_the_verbs(capsys: pytest.CaptureFixture[str]):
    path = environment.settings_file()
    assert run(["config", "path"]) == 0 and capsys.readouterr().out.strip() == str(path)
    assert run(["config", "check"]) == 0 and "does not exist; the usual settings" in capsys.readouterr().out
    path.parent.mkdir(parents=True)
    assert run(["config", "show"]) == 0
    shown = capsys.readouterr().out
    path.write_text(shown)  # what is shown could stand there
    assert run(["config", "check"]) == 0 and "is right" in capsys.readouterr().out
    path.write_text('theme = "mud"\ndensty = "compact"\n[keys]\n"due.log" = "s"\n')
    assert run(["config", "check"]) == 2
    said = capsys.readouterr().out
    assert f"{path}:2: no setting is called 'densty'. Did you mean 'density'?" in said
    assert "no theme is called 'mud'" in said and "'s' of 'due.log' is the key of 'due.snooze' already" in said


@pytest.mark.parametrize("home", ["", " ", "/somewhere/else"])
def test_the_file_is_where_this_system_keeps_such_files(home: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", home)
    folder = platformdirs.user_config_dir(environment.APP_NAME, appauthor=False)
    assert environment.settings_file() == Path(folder, "config.toml")
