"""What stands in a form that is not saved yet, kept outside the book for whatever may end the app.

One small private file a form, which goes when the form does. What is still there when the planner starts again is put
back into the form that it came from, about the same people; nothing of it is carried out before the user says so.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from ...private_files import make_folder, write_private
from ..services.state import Key

_PREFIX = "form-"
_PATIENCE = 2.0  # seconds for the disk, while the app is on its way out


class AboutForm(NamedTuple):
    """Which form it was, and about whom."""

    book: str
    identity: str  # of the book; empty where it could not be told
    form: str  # its name, as the commands have it
    view: str
    key: Key | None  # of the line on the cursor
    people: tuple[int, ...]  # whom it was about


class Outside:
    """Keeps the fields of one form in a file, from the first word that is typed into it until it is over."""

    def __init__(self, folder: Path, about: AboutForm, place: Path | None = None) -> None:
        """Keep what is about to be typed; `place` is the file that a crash left of the same form."""
        self._folder = folder
        self._about = about
        self._place = place
        self._latest: Mapping[str, str] = {}
        self._kept: Mapping[str, str] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="form")

    def keep(self, texts: Mapping[str, str]) -> None:
        """Put these texts onto the disk in the background, if they are others than the last."""
        if texts != self._latest:
            self._latest = dict(texts)
            self._thread.submit(self._write, self._latest)

    def has(self, texts: Mapping[str, str]) -> bool:
        """Whether these texts are on the disk, once what is under way is done."""
        self.keep(texts)
        wait([self._thread.submit(lambda: None)], _PATIENCE)
        return texts == self._kept

    def let_go(self) -> None:
        """The form is over: take its file away."""
        self._thread.submit(self._clear)
        self._thread.shutdown(wait=False)

    def _write(self, texts: Mapping[str, str]) -> None:
        with suppress(OSError):
            if self._place is None:
                make_folder(self._folder)
                handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=".json", dir=self._folder)  # 0600
                os.close(handle)
                self._place = Path(name)
            kept = {"pid": os.getpid(), "about": self._about._asdict(), "texts": texts}
            write_private(self._place, json.dumps(kept, ensure_ascii=False, indent=1).encode())
            self._kept = texts

    def _clear(self) -> None:
        if self._place is not None:
            with suppress(OSError):
                self._place.unlink(missing_ok=True)


class LeftForm(NamedTuple):
    """A form that a crash left, and the file with it."""

    place: Path
    about: AboutForm
    texts: Mapping[str, str]


def left_forms(folder: Path, book: str, identity: str) -> list[LeftForm]:
    """The forms about that book whose planner has ended, the latest last; what is not whole is left where it is."""
    from ..system.left_overs import is_running

    found = []
    places = sorted(folder.glob(f"{_PREFIX}*.json"), key=lambda each: each.stat().st_mtime) if folder.is_dir() else []
    for place in places:
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            kept: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
            about = AboutForm(**kept["about"])
            about = about._replace(key=_as_key(about.key), people=tuple(map(int, about.people)))
            if about.book == book and about.identity in {identity, ""} and not is_running(int(kept["pid"])):
                found.append(LeftForm(place, about, {str(name): str(text) for name, text in kept["texts"].items()}))
    return found


def _as_key(found: Any) -> Key | None:  # noqa: ANN401 - as JSON has it
    if found is None:
        return None
    person, step, application = found
    return int(person), str(step), None if application is None else int(application)
