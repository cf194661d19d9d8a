"""The text of a file, in whatever it is written."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ["cp1252", "cp1250", "cp1251", "mac_roman", "shift_jis", "gb18030"]
_SAMPLE = 200_000  # bytes by which an encoding is told


def decoded(data: bytes) -> str:
    """The text: by its mark, as UTF-8, else by what its letters tell. One odd byte spoils no file."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if data[1:2] == b"\x00" or data[:1] == b"\x00":  # UTF-16 without its mark
        return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", "replace")
    from charset_normalizer import from_bytes

    found = from_bytes(data[:_SAMPLE], cp_isolation=_OLD)
    best = found.best()
    # The most common of them where it fits as well: a few letters tell Western from Central European by chance only.
    if (
        best is not None
        and best.encoding != "cp1250"
        and _is_western(data)
        and _mixes(data.decode(best.encoding, "replace"))
    ):
        return data.decode("cp1252", "replace")
    western = next((each for each in found if each.encoding == "cp1252"), None)
    other = next((each for each in found if each.encoding != "cp1252"), None)
    if other is not None and not _is_western(data) and not _mixes(data.decode(other.encoding, "replace")):
        return data.decode(other.encoding, "replace")
    if best is None or (western is not None and western.chaos <= best.chaos):
        return data.decode("cp1252", "replace")
    return data.decode(best.encoding, "replace")


_WESTERN = re.compile(r"[\x00-\x7fÀ-ÖØ-öø-ÿŒœ€‚„…‹›‘’“”–—™\xa0-\xbf]*")
_ODD = re.compile(r"[a-zà-öø-ÿ][À-ÖØ-Þ¡-©¬-±´-¹»-¿™€][a-zà-öø-ÿ]|[¢£¤¥¦¨¬¯²³´¶¸¹¼½¾][a-zà-öø-ÿ]|\w[¬¯¸¨¦¤]")
_MIXED = re.compile(
    r"[a-zA-Z](?:[\u0370-\u1fff\u3000-\uffff]|[^\w\s\x00-\x7f’‘–—…“”„‚»«·])(?=[a-zA-Z])"
    r"|\w[ˆ˜ﬂﬁ∏π∂∑∞√∫Ωª◊˘˙˚¸˝˛ˇ‰¨´]"
)


def _is_western(data: bytes) -> bool:
    """Whether bytes read as Western European are letters and marks as they are written there."""
    try:
        text = data[:_SAMPLE].decode("cp1252")
    except UnicodeDecodeError:
        return False
    return bool(_WESTERN.fullmatch(text)) and not _ODD.search(text)


def _mixes(text: str) -> bool:
    """Whether words have signs or the letters of another script in them, as nobody writes."""
    return bool(_MIXED.search(text[:_SAMPLE]))
