"""How far an application got, in the words of whoever keeps a table of theirs, in the languages of the planner.

Whose "no" it was decides whether anybody is owed a note, so what the user declined is told from what others declined.
Words that tell nothing give nothing: a stage that is not understood is said, and never guessed.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from ..text import folded

STAGES = ("withdrawn", "rejected", "offer", "interview", "applied", "saved")
"""From what ends an application down; of two rows about the same one, the first in this order counts."""


_ONLY_NO = re.compile(r"(?:no|nein|non|nee|nao|nie|n)")


@cache
def _words(name: str) -> re.Pattern[str]:
    """What matches any of the words of that list."""
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return re.compile(rf"\b(?:{'|'.join(lists[name])})\b")


def stage_of(text: str) -> str:
    """One of `STAGES`; "" for words that tell none.

    "Phone screen" is an interview, "Ghosted" a rejection; "Offer declined" and "I said no" are the user's own no.
    """
    said = folded(text)
    if not said:
        return ""
    is_own = bool(_words("myself").search(said)) and not _words("to_me").search(said)
    if _words("again").match(said):
        return "applied"
    if _words("not_applied").search(said):
        return "saved"
    said = _words("not_yet").sub("pending", said)
    if _words("offer").search(said):
        return _of_an_offer(said, is_own=is_own)
    if _words("withdrawn").search(said):
        return "rejected" if _words("by_them").search(said) and not is_own else "withdrawn"
    if _words("elsewhere").search(said) and not _words("to_me").search(said):
        return "withdrawn"
    if is_own and (_words("not_taken").search(said) or re.search(r"\babsage\b", said)):
        return "withdrawn"
    said = _words("filled_in").sub("applied", said)
    if _words("rejected").search(said) or _ONLY_NO.fullmatch(said):
        return "rejected"
    if _words("hired").search(said):
        return "offer"
    said = _words("of_papers").sub("applied", said)
    return next((stage for stage in ("interview", "applied", "saved") if _words(stage).search(said)), "")


def _of_an_offer(said: str, *, is_own: bool) -> str:
    if _words("of_an_advertisement").search(said):
        return "saved"
    if _words("of_a_talk").search(said):
        return "interview"
    if _words("elsewhere").search(said):
        return "withdrawn"
    if _words("no_offer").search(said):
        return "rejected"
    if _words("not_taken").search(said):
        return "withdrawn"  # whoever has an offer can only decline it themselves
    if _words("offer_lost").search(said):
        return "withdrawn" if is_own else "rejected"
    if _words("offer_awaited").search(said) and not re.search(r"\bverbal\b", said):
        return "interview"
    return "offer"
