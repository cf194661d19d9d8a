"""Feeds what is read from outside with bytes that change towards what has not been reached yet: `make fuzz`.

An input may be refused, with words for the user; whatever else is raised is a defect, and atheris keeps the input that
led there.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import atheris  # type: ignore[import-not-found, unused-ignore]

TODAY = date(2026, 11, 22)
HERE = Path(__file__).parent

with atheris.instrument_imports(include=["planner"]):
    from planner.cadence.playbook_file import read_playbook
    from planner.errors import ForTheUser, RefusedValueError
    from planner.exchange.mailboxes import letters_in
    from planner.exchange.reading import read_letter
    from planner.finding import read_query
    from planner.notes.template_files import read_template
    from planner.settings import read_settings
    from planner.toml_text import read_toml
    from planner.typed_dates import read_by_rules, read_date


def _in_file(read: Callable[[Path], object], name: str) -> Callable[[bytes], object]:
    place = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)) / name  # noqa: PTH112

    def target(data: bytes) -> object:
        place.write_bytes(data)
        return read(place)

    return target


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _mailbox(path: Path) -> object:
    found = letters_in([str(path)], None)
    return [each.read() for each in found[:20] if callable(getattr(each, "read", None))]


TARGETS: dict[str, tuple[Callable[[bytes], object], list[str]]] = {
    "letters": (lambda data: read_letter(data, TODAY), ["tests/exchange/letters/*", "tests/exchange/malformed/*"]),
    "mailboxes": (_in_file(_mailbox, "box.mbox"), ["tests/exchange/letters/*"]),
    "templates": (_in_file(read_template, "note.txt"), ["planner/notes/templates/*/*.txt"]),
    "playbooks": (lambda data: read_playbook("own", _text(data), "own.toml"), ["planner/cadence/playbooks/*.toml"]),
    "configuration": (_in_file(read_settings, "config.toml"), []),
    "toml": (lambda data: read_toml(_text(data)), ["planner/cadence/playbooks/*.toml"]),
    "dates": (lambda data: read_by_rules(_text(data), TODAY), []),
    "any dates": (lambda data: read_date(_text(data), TODAY), []),
    "queries": (lambda data: read_query(_text(data), TODAY, typing=False), []),
}
_SETTINGS = re.findall(
    r"```toml\n(.*?)```", (HERE.parent / "docs" / "configuration.md").read_text(encoding="utf-8"), re.DOTALL
)
WORDS = {
    "configuration": _SETTINGS,
    "dates": ["next tue", "in 3 weeks", "+10d", "2 dec", "3 days ago", "end of next month", "easter", "31.12.2026", "2026-W48-2"],
    "queries": ["dana -closed employer:calder tag:mentor due:week", 'gone:"last month" "two words" reason:', "-"],
}  # fmt: skip


def main() -> None:
    """Feed one of the targets for so many seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=600)
    options = parser.parse_args()
    read, seeds = TARGETS[options.target]
    corpus = Path(tempfile.mkdtemp(prefix="corpus-"))
    for number, path in enumerate(path for pattern in seeds for path in HERE.parent.glob(pattern) if path.is_file()):
        shutil.copy(path, corpus / f"{number}")
    for number, words in enumerate(WORDS.get(options.target.rpartition(" ")[2], [])):
        (corpus / f"words{number}").write_text(words)

    def try_one(data: bytes) -> None:
        try:
            read(data)
        except RefusedValueError:
            return
        except Exception as error:
            if not isinstance(error, ForTheUser):
                raise

    atheris.Setup(
        [sys.argv[0], str(corpus), f"-max_total_time={options.seconds}", "-max_len=6000", "-timeout=20"], try_one
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
