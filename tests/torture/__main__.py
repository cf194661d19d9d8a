"""Tries each promise so often, and prints a line for each: how often it held, and the seed that repeats it.

Each attempt has a book of its own; nothing of the user's is touched.
"""

import argparse
import ctypes
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from . import leaving, ruin, texts, writing
from .place import TODAY, Place

Attempt = Callable[[Place, random.Random], str]
"""What is tried once; gives what broke the promise, or nothing."""


class Promise(NamedTuple):
    """What is promised, how often it is tried in full, and what an attempt is."""

    words: str
    whole: int
    attempt: Attempt
    each: int = 1  # what is tried in one attempt, of which `whole` counts all


def promises(folder: Path, *, has_faults: bool) -> list[Promise]:
    """All promises that can be tried here."""
    updates = ruin.statements(Place(folder / "updates"))
    return [
        Promise("a kill of a writer loses nothing that was confirmed", 700, writing.killed),
        Promise("a kill of the app loses at most a second of typing", 300, leaving.app_killed),
        Promise("each way to leave keeps what was typed", len(leaving.WAYS), partial(_nth, leaving.left, range(len(leaving.WAYS)))),
        *([Promise("a disk that fails loses nothing, and is told", 300, writing.disk_fails)] if has_faults else []),
        Promise("a damaged book is not written to, and comes back", 1000, ruin.damaged),
        Promise("a restore is equal, and so is taking it back", 100, ruin.restored),
        Promise("an update killed at any statement leaves a whole book", len(updates), partial(_nth, _migrated, updates)),
        Promise("four writers at once lose nothing", 40, writing.written_by_four),
        Promise("four programs and the app do no harm to each other", 10_000, writing.mixed, 248),
        Promise("no text acts on a terminal or writes a header", 2500, texts.bitten, 25),
        Promise("no text acts or bends a line on any screen", 5000, texts.walked, 100),
    ]  # fmt: skip


def _nth(attempt: Callable[[Place, object], str], what: list[object], place: Place, dice: random.Random) -> str:
    """Try what comes next of a list, so that all of it is tried in full, and another part with another seed."""
    return attempt(place, what[dice.number % len(what)])  # type: ignore[attr-defined]


def _migrated(place: Place, what: tuple[str, int]) -> str:
    return ruin.migrated(place, *what)


_all: list[Promise] = []
_folder: list[Path] = []  # the one place for all, which the copies of this process know


def _tried(job: tuple[int, int, int]) -> tuple[int, int, str]:
    """One attempt, in a process that has a place of its own."""
    promise, seed, number = job
    dice = random.Random(seed * 100_000 + number)
    dice.number = number + (seed - 1) * 7919  # type: ignore[attr-defined]
    try:
        return promise, number, _all[promise].attempt(_place(), dice)
    except Exception as error:
        return promise, number, f"{type(error).__name__}: {str(error)[:1500]}"


def _place() -> Place:
    return Place(_folder[0] / f"process-{os.getpid()}")


def _ready() -> None:
    """Import what the app needs, once, before any attempt copies this process."""
    from planner.tui import app, forms  # noqa: F401
    from planner.tui.forms import add, log  # noqa: F401
    from planner.tui.forms.session import FormSession  # noqa: F401
    from planner.tui.screens import find, main, palette  # noqa: F401
    from planner.tui.writing import notes_editor  # noqa: F401
    from planner.tui.writing.session import WritingSession  # noqa: F401


def _with_faults() -> bool:
    """Whether calls to the disk can be made to fail here; begins this program anew with what does that."""
    if writing.SHIM in os.environ:
        return hasattr(ctypes.CDLL(os.environ[writing.SHIM]), "fault_plan")
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        return False
    shim = Path(tempfile.mkdtemp(prefix="torture-")) / "faults.so"
    source = Path(__file__).with_name("faults.c")
    if subprocess.run([compiler, "-shared", "-fPIC", "-o", shim, source, "-ldl"], check=False).returncode:
        return False
    os.environ |= {writing.SHIM: str(shim), "LD_PRELOAD": str(shim)}
    os.execv(sys.executable, [sys.executable, "-m", "tests.torture", *sys.argv[1:]])


def main() -> int:
    """Try them all; gives 1 where one did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tenth", action="store_true", help="a tenth of everything")
    parser.add_argument("--share", type=float, default=0, help="another share of it, such as 0.01")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only promises with these words in them")
    parser.add_argument("--processes", type=int, default=3 * (os.cpu_count() or 2))
    options = parser.parse_args()
    share = options.share or (0.1 if options.tenth else 1.0)
    has_faults = _with_faults()
    if not has_faults:
        print("not tried  a disk that fails: that needs Linux and a C compiler")
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        _folder[:] = [Path(folder)]
        os.environ |= {"HOME": folder, "PLANNER_TODAY": TODAY, "LC_ALL": "C.UTF-8"}
        for name in [
            name
            for name in os.environ
            if name.startswith(("XDG_", "PLANNER_")) and name not in {"PLANNER_TODAY", writing.SHIM}
        ]:
            del os.environ[name]  # fmt: skip
        _ready()
        _all[:] = [each for each in promises(_folder[0], has_faults=has_faults) if options.only in each.words]
        return _try_all(share, options.seed, options.processes)


def _try_all(share: float, seed: int, processes: int) -> int:
    counts = [max(1, round(promise.whole * share / promise.each)) for promise in _all]
    wrong: list[list[str]] = [[] for _ in _all]
    left, began = list(counts), time.monotonic()
    # All at once: many attempts wait for a screen or a program, and others can go on meanwhile.
    jobs = [(at, seed, number) for at, count in enumerate(counts) for number in range(count)]
    random.Random(seed).shuffle(jobs)
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for at, number, said in pool.imap_unordered(_tried, jobs):
            promise = _all[at]
            left[at] -= 1
            if said:
                wrong[at].append(f"      --seed {seed} --only {promise.words!r}, attempt {number}: {said}")
            if not left[at]:
                whole = counts[at] * promise.each
                held = f"{whole - len(wrong[at]) * promise.each:>6} of {whole:<6}"
                print(f"{'BROKEN' if wrong[at] else 'held  '} {held} {promise.words}", flush=True)
                for each in wrong[at][:3]:
                    print(each)
    broken = sum(map(len, wrong))
    print(f"{time.monotonic() - began:.0f} s")
    print(json.dumps({"seed": seed, "broken": broken}))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
