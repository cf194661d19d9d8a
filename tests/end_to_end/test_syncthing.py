"""Two machines with a real Syncthing between them: what is written here arrives there, and both books end equal."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from planner.book import commands
from planner.book.commands import entered
from planner.book.models import ContactFields
from tests.conftest import TODAY
from tests.exchange.test_synchronizing import Machine
from tests.ready_books import ReadyBooks

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("syncthing") is None, reason="Syncthing is not installed"),
]
_PATIENCE = 90.0  # seconds until a file must have come across
_SETTINGS = {
    "globalAnnounceEnabled": "false", "localAnnounceEnabled": "false", "relaysEnabled": "false", "natEnabled": "false",
    "urAccepted": "-1", "crashReportingEnabled": "false", "startBrowser": "false", "autoUpgradeIntervalH": "0",
    "reconnectionIntervalS": "1", "keepTemporariesH": "1",
}  # fmt: skip


def free_port() -> int:
    """A port that nothing uses, asked for by another process: this one may not touch the network."""
    asks = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
    return int(subprocess.check_output([sys.executable, "-c", asks], text=True))


class Syncthing:
    """An instance with a home of its own, which talks to nobody but the other one."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder = home, folder
        self.port = free_port()
        self._running: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True)
        made = ["syncthing", "generate", f"--home={home}", "--no-default-folder", "--skip-port-probing"]
        subprocess.run(made, check=True, capture_output=True, timeout=60)
        self._config = ET.parse(home / "config.xml")
        self.id = next(each.get("id") for each in self._config.getroot().findall("device"))

    def pair(self, other: "Syncthing") -> None:
        """Know the other one, and share the folder with it."""
        root = self._config.getroot()
        options = root.find("options")
        assert options is not None
        for each in options.findall("listenAddress"):
            options.remove(each)
        for name, value in {**_SETTINGS, "listenAddress": f"tcp://127.0.0.1:{self.port}"}.items():
            found = options.find(name)
            found = ET.SubElement(options, name) if found is None else found
            found.text = value
        gui = root.find("gui")
        assert gui is not None
        gui.set("enabled", "false")
        device = ET.SubElement(root, "device", id=str(other.id), name="other", compression="never", introducer="false")
        ET.SubElement(device, "address").text = f"tcp://127.0.0.1:{other.port}"
        folder = ET.SubElement(
            root, "folder", id="book", label="book", path=str(self.folder), type="sendreceive", rescanIntervalS="1",
            fsWatcherEnabled="true", fsWatcherDelayS="1", ignorePerms="false", autoNormalize="true",
        )  # fmt: skip
        for each in (self.id, other.id):
            ET.SubElement(folder, "device", id=str(each))
        self._config.write(self.home / "config.xml")

    def start(self) -> None:
        self._running = subprocess.Popen(
            ["syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-restart", "--no-upgrade"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def stop(self) -> None:
        if self._running is not None:
            os.killpg(self._running.pid, signal.SIGTERM)
            try:
                self._running.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self._running.pid, signal.SIGKILL)
                self._running.wait(20)
            self._running = None


def wait_until(holds: Callable[[], bool], what: str) -> None:
    end = monotonic() + _PATIENCE
    while not holds():
        assert monotonic() < end, what
        sleep(0.2)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Syncthing, Syncthing]]:
    """Two instances that run, and are stopped in the end whatever happens."""
    found = (
        Syncthing(tmp_path / "st-a", tmp_path / "a" / "shared"),
        Syncthing(tmp_path / "st-b", tmp_path / "b" / "shared"),
    )
    found[0].pair(found[1]), found[1].pair(found[0])
    try:
        for each in found:
            each.start()
        yield found
    finally:
        for each in found:
            each.stop()


def carried(one: Machine, other: Machine) -> bool:
    """Whether each has the other's file as that one wrote it."""
    return all(
        (there.folder / here.file.name).exists()
        and (there.folder / here.file.name).read_bytes() == here.file.read_bytes()
        for here, there in ((one, other), (other, one))
    )


def settle_down(one: Machine, other: Machine) -> None:
    """Rounds on both sides, with Syncthing between them, until nothing is new."""
    for _ in range(6):
        wait_until(lambda: carried(one, other), "a file did not come across")
        rounds = [one.round(), other.round()]
        if not any(each.label or each.has_written for each in rounds):
            assert one.rows() == other.rows()
            return
    raise AssertionError("they never come to rest")


def test_two_machines_with_syncthing_between_them(
    pair: tuple[Syncthing, Syncthing], ready_books: ReadyBooks, tmp_path: Path
):
    laptop = Machine("laptop", tmp_path / "a", pair[0].folder)
    desktop = Machine("desktop", tmp_path / "b", pair[1].folder)
    laptop.path.parent.mkdir(), desktop.path.parent.mkdir()
    ready_books.small(laptop.path)
    laptop.round()
    wait_until(lambda: bool(list(desktop.folder.glob("*.sqlite"))), "the first copy did not come across")
    assert desktop.sync.adopt() == "laptop"
    desktop.round()
    settle_down(laptop, desktop)

    # Apart, the desktop's clock a day wrong, both are changed, one detail on both.
    pair[1].stop()
    desktop.day = TODAY - timedelta(days=1)
    laptop.change(title="CTO"), laptop.change(phone="555-0111"), laptop.round()
    commands.delete_contact(laptop.book, laptop.person("Miriam Okafor"))
    desktop.change(title="VP")
    commands.add_contact(desktop.book, entered(ContactFields, name="Zoe Quist"))
    laptop.round(), desktop.round()
    pair[1].start()
    wait_until(lambda: carried(laptop, desktop), "a file did not come across after they met again")
    assert [each.theirs for each, _ in laptop.round().unsettled] == ["VP"]
    assert not laptop.round(answer=True).unsettled
    settle_down(laptop, desktop)
    assert laptop.of("Dana Whitfield", "title") == "VP" and desktop.of("Dana Whitfield", "phone") == "555-0111"
    assert laptop.of("Zoe Quist", "id") and desktop.of("Miriam Okafor", "id") is None

    # Somebody deletes a file in the folder: it is deleted there as well, and nothing in a book is.
    before = laptop.rows()
    laptop.file.unlink()
    wait_until(lambda: not (desktop.folder / laptop.file.name).exists(), "the deletion did not come across")
    assert not desktop.round().label
    laptop.round()
    settle_down(laptop, desktop)
    assert laptop.rows() == before

    # A file is cut off on one side, and carried so: its device writes it anew, and nobody takes half of it.
    mine = desktop.folder / laptop.file.name
    mine.write_bytes(mine.read_bytes()[: mine.stat().st_size // 2])
    assert [each.name for each in desktop.round().waiting] == [mine.name]
    wait_until(lambda: laptop.file.stat().st_size == mine.stat().st_size, "the half file did not come across")
    laptop.round()
    settle_down(laptop, desktop)
    assert laptop.rows() == before

    # One side has a newer planner: the other waits and says so, and goes on once it is updated.
    with closing(sqlite3.connect(laptop.file)) as connection:
        [(version,)] = connection.execute("SELECT version_num FROM alembic_version")
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    wait_until(lambda: mine.read_bytes() == laptop.file.read_bytes(), "the newer file did not come across")
    assert "newer planner" in desktop.round().waiting[0].why and version != "9999"
    laptop.change(phone="555-0112"), laptop.round()
    settle_down(laptop, desktop)

    # The desktop is away for a year.
    pair[1].stop()
    for number in range(14):
        laptop.day = TODAY + timedelta(days=30 * number)
        laptop.change(title=f"title {number}"), laptop.round()
    desktop.change("Lena Brandt", phone="555-0199")
    desktop.day = laptop.day
    pair[1].start()
    settle_down(laptop, desktop)
    assert desktop.of("Dana Whitfield", "title") == "title 13" and laptop.of("Lena Brandt", "phone") == "555-0199"
    assert not [path for path in laptop.folder.iterdir() if "conflict" in path.name], "each writes its own file only"
