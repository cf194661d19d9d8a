"""First names, by which a person is told from an institution. `tools/make_first_names.py` makes the list."""

import gzip
import re
from functools import cache
from pathlib import Path

from ..text import folded

FILE = Path(__file__).with_name("first_names.gz")


def has_first_name(name: str) -> bool:
    """Whether a word of a name is a first name of some language, or an initial stands before the rest of it."""
    words = folded(name).split()
    return any(word in _names() for word in words) or (len(words) > 1 and bool(re.fullmatch("[a-z]", words[0])))


@cache
def _names() -> frozenset[str]:
    return frozenset(gzip.decompress(FILE.read_bytes()).decode().split("\n"))
