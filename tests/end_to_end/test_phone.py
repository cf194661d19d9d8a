"""People and dates on a telephone: vdirsyncer carries them to a Radicale, and from there to another folder."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from planner.book import commands
from planner.book.commands import entered
from planner.book.database import Book
from planner.book.models import ContactFields
from planner.cli import run
from tests.end_to_end.test_peers import KHAL, read_by
from tests.exchange.test_vdir import CARD, card_of, edit, of, step

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (shutil.which("vdirsyncer") and shutil.which("radicale")), reason="they are not installed"),
]
RADICALE = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[storage]
filesystem_folder = {folder}/collections
[rights]
type = authenticated
"""
SERVER = """
[storage {name}]
type = "{kind}"
url = "http://127.0.0.1:{port}/me/"
username = "me"
password = "none"
"""
PAIR = """
[pair {name}]
a = "{name}_here"
b = "{name}_server"
collections = {collections}
conflict_resolution = "b wins"
"""
FILES = """
[storage {name}]
type = "filesystem"
path = "{folder}"
fileext = "{ending}"
"""


class Server:
    """A Radicale on loopback, and vdirsyncer between it and folders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        asks = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
        self.port = subprocess.check_output([sys.executable, "-c", asks], text=True).strip()
        (folder / "radicale").write_text(RADICALE.format(folder=folder, port=self.port))
        self.running = subprocess.Popen(["radicale", "-C", str(folder / "radicale")], stderr=subprocess.DEVNULL)
        reaches = f"import socket; socket.create_connection(('127.0.0.1', {self.port}), 1)"
        last = monotonic() + 30
        while subprocess.run([sys.executable, "-c", reaches], capture_output=True).returncode:
            assert monotonic() < last and self.running.poll() is None, "the server does not come up"
            sleep(0.1)

    def pair(self, name: str, here: str, kind: str, collections: str = '["follow-ups"]') -> None:
        """Keep a folder, or a file, and a collection the same."""
        config = self.folder / "vdirsyncer"
        if not config.exists():
            config.write_text(f'[general]\nstatus_path = "{self.folder}/status"\n')
        with config.open("a") as file:
            file.write(PAIR.format(name=name, collections=collections) + here)
            file.write(SERVER.format(name=f"{name}_server", kind=kind, port=self.port))

    def carry(self) -> None:
        """Until every pair has seen what the others brought."""
        for words in (["discover"], ["sync"], ["sync"]):
            done = subprocess.run(
                ["vdirsyncer", "-c", str(self.folder / "vdirsyncer"), *words],
                input="y\n" * 9, capture_output=True, text=True, timeout=120,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def server(tmp_path: Path, home: Path) -> Iterator[Server]:
    found = Server(tmp_path)
    try:
        yield found
    finally:
        found.running.terminate()
        found.running.wait(20)


def test_people_come_to_a_phone_and_back(demo: Book, server: Server, tmp_path: Path):
    folder, phone = tmp_path / "cards" / "follow-ups", tmp_path / "phone" / "follow-ups"
    folder.mkdir(parents=True)
    server.pair("cards", FILES.format(name="cards_here", folder=tmp_path / "cards", ending=".vcf"), "carddav")
    server.pair("phone", FILES.format(name="phone_here", folder=tmp_path / "phone", ending=".vcf"), "carddav")
    step(demo, folder)
    server.carry()
    assert len(list(phone.glob("*.vcf"))) == len(list(folder.glob("*.vcf"))) > 3
    edit(card_of(phone, "Dana Whitfield"), "TITLE:", "TITLE:Chief ")
    (phone / "new.vcf").write_text(CARD.format(uid="phone-1", name="Zoe Quist", email="zoe@quist.example.com"))
    commands.add_contact(demo, entered(ContactFields, name="Ada Quist"))
    server.carry()
    step(demo, folder)
    server.carry()
    assert str(of(demo, "Dana Whitfield", "title")).startswith("Chief ") and of(demo, "Zoe Quist", "id")
    assert card_of(phone, "Ada Quist").exists()
    card_of(phone, "Ada Quist").unlink()
    server.carry()
    assert [name for _, name, _ in step(demo, folder).plan.gone_there] == ["Ada Quist"] and of(demo, "Ada Quist", "id")


@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed")
def test_what_is_owed_comes_to_a_phone_and_follows(demo: Book, server: Server, tmp_path: Path):
    file = tmp_path / "follow-ups.ics"
    single = f'\n[storage calendar_here]\ntype = "singlefile"\npath = "{file}"\n'
    server.pair("calendar", single, "caldav", '[["follow-ups", null, "follow-ups"]]')
    there = FILES.format(name="phone_here", folder=tmp_path / "phone", ending=".ics")
    server.pair("phone", there, "caldav")
    assert run(["--book", str(demo.path), "calendar", "--out", str(file)]) == 0
    server.carry()
    (tmp_path / "khal").mkdir()
    config = KHAL.format(folder=tmp_path).replace(f"{tmp_path}/calendar", f"{tmp_path}/phone/follow-ups")
    (tmp_path / "khal" / "config").write_text(config)
    listed = read_by(tmp_path, "khal", "-c", str(tmp_path / "khal" / "config"), "list", "2026-11-01", "365d")
    assert "Dana Whitfield" in listed
    commands.close_contact(demo, 1, "enough")
    assert run(["--book", str(demo.path), "calendar", "--out", str(file)]) == 0
    before = "".join(path.read_text() for path in (tmp_path / "phone" / "follow-ups").glob("*.ics"))
    server.carry()
    after = "".join(path.read_text() for path in (tmp_path / "phone" / "follow-ups").glob("*.ics"))
    assert "STATUS:CANCELLED" not in before and "STATUS:CANCELLED" in after
