"""The recipes name files and names that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text()


def test_every_path_is_there():
    for path in re.findall(r"`((?:planner|tests|docs|migrations|\.github)/[\w./*-]+)`", PAGE):
        if "NAME" not in path and "NNNN" not in path:
            assert [*ROOT.glob(path.rstrip("/"))], path


def test_every_name_is_in_the_file_beside_it():
    flat = " ".join(PAGE.split())
    pairs = re.findall(
        r"`(\w+)`(?:,? (?:and a line|and [\w ]+ to `\w+`))?,? in `((?:planner|tests|migrations)/[\w./]+\.py)`", flat
    )
    assert len(pairs) > 8
    for name, path in pairs:
        assert re.search(rf"\b{name}\b", (ROOT / path).read_text()), (name, path)


def test_every_make_target_is_there():
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"`make ([a-z-]+)", PAGE + (ROOT / "README.md").read_text()):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
