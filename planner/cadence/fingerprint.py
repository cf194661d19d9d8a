"""Which rules a plan was made by, as one number.

A book keeps the number of the rules that made its plan, and whoever opens it compares. The daily check does so as
well, so this reads the playbooks that come with the planner as text, without parsing them.
"""

import os

# Raise it with every change of the rules that moves a date or changes a sentence: a stored plan is made anew then.
RULES_VERSION = 3

FOLDER = os.path.join(os.path.dirname(__file__), "playbooks")  # noqa: PTH118, PTH120 - the daily check has no pathlib

_PRIME = 2**31 - 19  # the hash is a polynomial one (Rabin-Karp): `zlib.crc32` would cost the daily check an import


def fingerprint() -> int:
    """The number of the rules in force: their version, and every value of the playbooks that come with the planner.

    It goes from 1 up to what the header of an SQLite file has room for (31 bits); 0 there says that no plan was made
    yet. Comments do not count. A user's own playbook is not in it: the book has its text, and taking in another one is
    an action that plans everybody anew.
    """
    lines = [f"rules {RULES_VERSION}"]
    for name in sorted(os.listdir(FOLDER)):  # noqa: PTH208
        if name.endswith(".toml"):
            with open(os.path.join(FOLDER, name), encoding="utf-8") as file:  # noqa: PTH118, PTH123
                said = [line.strip() for line in file]
            lines += [name, *(line for line in said if line and not line.startswith("#"))]
    return int.from_bytes("\n".join(lines).encode(), "big") % _PRIME + 1
