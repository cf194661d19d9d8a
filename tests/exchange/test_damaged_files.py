"""Damaged, cut, mis-encoded and hostile files of people: an error that says where, or fewer people, and never a traceback."""

import random
from pathlib import Path

import pytest

from planner.exchange.errors import FileError
from planner.exchange.file_kinds import FileKind, kind_of, said_of
from planner.exchange.people_import import jobs_of, read_people
from planner.exchange.people_matching import match_people
from planner.exchange.text_files import decoded
from planner.exchange.tracker_tables import applications_in

FILES = sorted(path for path in (Path(__file__).with_name("people")).rglob("*.*") if path.suffix in {".vcf", ".csv"})
HOSTILE = [
    b"BEGIN:VCARD\n" * 5000,
    b"BEGIN:VCARD\nAGENT:\n" * 500 + b"END:VCARD\n" * 500,
    b"BEGIN:VCARD\nVERSION:3.0\nFN:" + b"a" * 2_000_000 + b"\nEND:VCARD\n",
    b"BEGIN:VCARD\nVERSION:3.0\nFN:A\n" + b"item1.EMAIL:a@example.com\n" * 20_000 + b"END:VCARD\n",
    b"BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=no-such:=ZZ=\n=\n=\nEND:VCARD\n",
    b"BEGIN:VCARD\nVERSION:3.0\nFN:\x1b]0;evil\x07\nEMAIL:\x1b[31m@example.com\nEND:VCARD\n",
    b'Name,E-mail\n"' + b"x" * 500_000,
    b"Name,E-mail\n" + b"," * 500_000,
    b"Name,E-mail\n" + b'"' * 99_999,
    b"Name;E-mail\n\x00\x00\xff\xfe;a@example.com\n",
    b"Name,E-mail\n" + b"=cmd|' /C calc'!A0,a@example.com\n" * 100,
    b"Company,Role,Status,Date\n" + b"Calder,Engineer,Rejected,99/99/9999\n" * 100,
    b"\xff\xfe" + b"\x00" * 999,
    b"[" * 200_000,
    b"\x00" * 10_000,
]


def read_whole(data: bytes) -> int:
    """Everything that an import does with a file but write; gives how many people and applications are in it."""
    kind = kind_of(data[:8192])
    if kind is FileKind.OTHER:
        assert said_of(data[:8192])
        return 0
    if kind not in {FileKind.VCARD, FileKind.CSV}:
        return 0
    try:
        found = applications_in(decoded(data), "x.csv") if kind is FileKind.CSV else None
        if found is not None:
            return len(found)
        read = read_people(kind, data, "x")
    except (FileError, ValueError) as error:
        assert str(error)
        return 0
    for each in read.unreadable:
        assert each.line >= 1 and each.why
    for each in read.people:
        assert each.name and all(character >= " " for character in each.name)
    return len([*jobs_of(match_people(read.people, []))])


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_files(number: int):
    read_whole(HOSTILE[number])


@pytest.mark.parametrize("seed", range(10))
def test_damaged_files(seed: int):
    """Fifty files a seed, each cut, turned, repeated or with other bytes in it."""
    luck = random.Random(seed)
    for _ in range(50):
        data = bytearray(luck.choice(FILES).read_bytes())
        for _ in range(luck.randint(1, 6)):
            at = luck.randrange(len(data) + 1) if data else 0
            kind = luck.randrange(5)
            if kind == 0:
                del data[at:]
            elif kind == 1:
                data[at : at + luck.randint(1, 40)] = luck.randbytes(luck.randint(0, 40))
            elif kind == 2:
                data[at:at] = luck.choice(
                    [b'"', b"\r", b"\n\n", b",", b";", b"\x00", b"=\n", b"\xff", b"END:VCARD\n", b"BEGIN:VCARD\n"]
                )
            elif kind == 3:
                data += data[at:]
            else:
                data = bytearray(bytes(data).decode("latin-1").encode(luck.choice(["utf-16", "utf-8", "utf-16-be"])))
        read_whole(bytes(data))
