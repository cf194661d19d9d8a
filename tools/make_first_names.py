"""Make `planner/exchange/first_names.gz`, the first names by which a person is told from an institution: `make names`.

They are those of the library Faker (MIT), which has them for some sixty languages and countries, in small letters and
without accents, one a line. Faker itself is not needed to run or to test the planner.
"""

import gzip
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import faker.providers.person as persons

from planner.text import folded

FILE = Path(__file__).parent.parent / "planner" / "exchange" / "first_names.gz"
_LATIN = re.compile(r"[a-z]{2,15}")


def main() -> None:
    """Write the file."""
    names: set[str] = set()
    for module in pkgutil.iter_modules(persons.__path__):
        provider = importlib.import_module(f"{persons.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            if "first" in attribute and isinstance(found := getattr(provider, attribute), dict | list | tuple | set):
                names |= set(_words(found))
    FILE.write_bytes(gzip.compress("\n".join(sorted(names)).encode(), 9, mtime=0))
    print(f"{len(names)} first names, {FILE.stat().st_size // 1024} kB")


def _words(found: Iterable[object]) -> Iterator[str]:
    for each in found:
        name = (
            each[-1] if isinstance(each, tuple | list) else each
        )  # some stand with their original and in Latin letters
        if isinstance(name, str):
            yield from (word for word in folded(name).split() if _LATIN.fullmatch(word))


if __name__ == "__main__":
    main()
