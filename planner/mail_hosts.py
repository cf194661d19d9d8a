"""Whose address it is, as far as its host tells: a mail provider's, or an employer's."""

import re

from .text import folded

MAIL_PROVIDERS = re.compile(
    r"^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|gmx|web|t-online|freenet|posteo|mailbox|"
    r"proton|protonmail|pm|aol|fastmail|mail|email|orange|wanadoo|free|sfr|laposte|libero|virgilio|alice|telenet|"
    r"skynet|ziggo|kpnmail|xs4all|uol|bol|terra|telia|bredband|wp|onet|interia|o2|bluewin|hispeed|sunrise|chello|aon|"
    r"btinternet|sky|comcast|verizon|zoho|hey|tutanota|post)$"
)
"""The name of a provider of mailboxes for everybody, as a label of its host."""

AT_WORK = "This looks like an address at work. Your employer may read it, and you lose it when you leave."
_OF_NOBODY = frozenset({"example.com", "example.net", "example.org"})  # of documentation, by RFC 2606


_SECOND_LEVELS = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "gv"})


def is_of_provider(email: str) -> bool:
    """Whether an address is at a provider of mailboxes for everybody: by the name that was registered."""
    return bool(MAIL_PROVIDERS.match(_registered(email)))


def is_of(email: str, employer: str) -> bool:
    """Whether an address is at an employer, as far as its host has the name."""
    host = re.sub(r"[^a-z0-9]", "", email.rpartition("@")[2].lower())
    words = [word for word in folded(employer).split() if len(word) > 2]
    return bool(words) and all(word in host for word in words[:2])


def _registered(email: str) -> str:
    labels = email.rpartition("@")[2].lower().split(".")
    behind = 2 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS else 1
    return labels[-1 - behind] if len(labels) > behind else ""


def may_be_at_work(email: str, name: str) -> bool:
    """Whether an address may be that of an employer: at a host of its own that has nothing of its owner's name."""
    host = email.rpartition("@")[2].lower()
    if not host or host in _OF_NOBODY or is_of_provider(email):
        return False
    letters = re.sub(r"[^a-z0-9]", "", host)
    return not any(len(word) > 2 and word in letters for word in folded(name).split())
