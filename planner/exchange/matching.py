"""Whose letter it is and which application it is about, as far as the book tells.

People are known by address and name, applications by employer and position.
"""

import re
from sqlite3 import Connection

from ..book import queries
from ..cadence.terms import UNNAMED_POSITION
from ..text import folded
from .message import Message
from .reading import Reading
from .writers import host_words

_SAME_EMPLOYER = 88  # of 100, by rapidfuzz's token_set_ratio; "Calder and Rowe" against "Calder & Rowe Ltd" has 100
_SAME_POSITION = 88
_LEGAL_FORMS = {"inc", "llc", "llp", "ltd", "limited", "gmbh", "ag", "plc", "corp", "co"}


def known_sender(reading: Reading, connection: Connection | None) -> int | None:
    """The person of the book who has the sender's address; None for nobody, and for several."""
    address = reading.message.sender_email.lower()
    if connection is None or not address or reading.message.no_reply:
        return None
    found = [key for key, email in queries.addresses(connection) if email.lower() == address]
    return found[0] if len(found) == 1 else None


def people_named(name: str, connection: Connection | None) -> list[int]:
    """The people of the book who bear exactly this name."""
    if not name or connection is None:
        return []
    return [key for key, known, _ in queries.find_contacts(connection, name) if same_name(name, known)]


def fitting(
    reading: Reading, connection: Connection | None, sender_id: int | None
) -> tuple[list[queries.ApplicationRow], bool]:
    """The applications of the book that this letter may be about, and whether a single one is certain enough."""
    if connection is None:
        return [], True
    everything = queries.applications(connection)
    mine = {role.application_id for role in queries.roles(connection, sender_id)} if sender_id is not None else set()
    if reading.employer:
        there = [row for row in everything if _same_employer(row.employer, reading.employer)]
    else:
        address = employer_from_address(reading.message)
        there = [row for row in everything if row.id in mine or (address and _same_employer(row.employer, address))]
    certain = True
    if reading.position:
        same = [row for row in there if _same_position(row.position, reading.position)]
        if not same:
            same = [row for row in there if row.position == UNNAMED_POSITION]
        if not same:
            # "Senior Data Engineer" may be the "Data Engineer" of the book, or another position.
            same = [row for row in there if _may_be_position(row.position, reading.position)]
            certain = False
        if not same and not reading.employer:
            same = [row for row in everything if _compared(row.position) == _compared(reading.position)]
            certain = False
        there = same
    elif not there and not reading.employer:
        there = [row for row in everything if row.id in mine]
    if len(there) > 1:
        # Of several, the one that the sender interviewed for. Otherwise the user is asked.
        of_sender = [row for row in there if row.id in mine]
        if len(of_sender) == 1:
            return of_sender, certain
    return there, certain


def _same_employer(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    left, right = _compared(one), _compared(other)
    if not left or not right:
        return False
    if left.replace(" ", "") == right.replace(" ", ""):
        return True
    # One name within the other counts from two words on: "North" is not "North Quay Shipping".
    if min(len(left.split()), len(right.split())) < 2:
        return fuzz.ratio(left, right) >= _SAME_EMPLOYER
    return fuzz.token_set_ratio(left, right) >= _SAME_EMPLOYER


def _same_position(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(_compared(one), _compared(other)) >= _SAME_POSITION


def _may_be_position(one: str, other: str) -> bool:
    """Whether one title holds all the words of the other."""
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(_compared(one), _compared(other)) >= 99


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same words, in whatever order."""
    return bool(one) and sorted(_compared(one).split()) == sorted(_compared(other).split())


def _compared(text: str) -> str:
    """A name, an employer or a position folded, without legal forms and what stands in brackets."""
    bare = re.sub(r"\([^()]*\)", " ", text.replace("&", " and "))  # "(m/f/d)", "(R-1042)", "(2nd shift)"
    return " ".join(word for word in folded(bare).split() if word not in _LEGAL_FORMS)


def employer_told(reading: Reading) -> str:
    """The employer that a letter names, or else the one that its sender's address tells; "" for neither."""
    return reading.employer or employer_from_address(reading.message)


def employer_from_address(message: Message) -> str:
    """A name made of the domain, for want of a better one: "calder-rowe.example.com" is Calder Rowe."""
    if message.no_reply:
        return ""
    words = host_words(message)
    return " ".join(word.capitalize() for word in re.split(r"[-_]", words[-1])) if words else ""
