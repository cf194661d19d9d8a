"""The text of a file, in whatever it is written."""

import codecs

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
    western = next((each for each in found if each.encoding == "cp1252"), None)
    if best is None or (western is not None and western.chaos <= best.chaos):
        return data.decode("cp1252", "replace")
    return data.decode(best.encoding, "replace")
