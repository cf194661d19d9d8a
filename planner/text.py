"""Text from outside, made safe to keep and safe to show.

A name in an e-mail or a cell of a CSV file may hold escape sequences that drive a terminal, marks that
reorder a line, or half a character that no file can store. `clean` takes them out once, where text
enters the book; `shown` does so once more for anything on its way to a terminal.
"""

import re
from collections.abc import Callable, Iterable

# C0 and C1 controls; bidirectional marks, embeddings, overrides and isolates; line and paragraph
# separators; the byte order mark; lone surrogates; interlinear and tag characters; noncharacters.
# The joiners U+200C and U+200D stay: Persian, Indic scripts and emoji need them.
_UNSAFE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
# Patterns as text: `re` compiles and keeps them at their first use, which most daily checks never come to.
_UNSAFE_IN_TEXT = f"[{_UNSAFE}\r]"
UNSAFE_ON_A_LINE = f"[{_UNSAFE}\r\n\t]"  # a pattern for one character that could act on a terminal
_NOT_OF_A_WORD = r"[^\w]|_"
_LINE_ENDS = "\r\n?|[\x0b\x0c\x85\u2028\u2029]"
_FILLERS = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters and signs by their category, with nothing to see
# What a terminal would act on, as whole sequences, so that no letters of one stay behind as litter.
_SEQUENCES = (
    "(?:\x1b\\]|\x9d)[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\\\|\x9c)?"  # operating system commands: OSC 52, titles
    "|(?:\x1b[P^_X]|[\x90\x98\x9e\x9f])[^\x1b\x9c\n]{0,4096}(?:\x1b\\\\|\x9c)?"  # device control strings
    "|(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]?"  # control sequences: colours, cursor moves
    "|\x1b[ -/]{0,4}[0-~]?"
)


def clean(text: str) -> str:
    """Text of several lines as the book keeps it: composed (NFC), `\\n` line ends, nothing that drives a terminal."""
    if text.isascii() and text.isprintable():
        return text
    text = re.sub(_SEQUENCES, "", text)
    text = re.sub(_LINE_ENDS, "\n", text).replace("\t", "    ")
    import unicodedata

    return unicodedata.normalize("NFC", re.sub(_UNSAFE_IN_TEXT, "", text))


def clean_line(text: str) -> str:
    """One line of text as the book keeps it: as `clean`, with every run of white space made one blank.

    Any such line may end up in the header of a message: a name, a subject, a position that a template puts into one.
    So it never holds the beginning of an encoded word (`=?`, RFC 2047): what reads the header, the standard library
    among them, would decode it, and a decoded line break would begin a header of its own.
    """
    return " ".join(clean(text).split()).replace("=?", "= ?")


def clean_body(text: str) -> str:
    """A message or a page of notes: as `clean`, without blanks at line ends or empty lines around it."""
    return "\n".join(line.rstrip() for line in clean(text).split("\n")).strip("\n")


# Letters that are no accented ones, as they are typed where they are not on the keyboard.
_LETTERS_OF_THEIR_OWN = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}
)


def folded(text: str) -> str:
    """A text for comparing: words with one blank between, without case, accents, compatibility forms and punctuation.

    Folding twice changes nothing more: a compatibility form can hide a capital (the mathematical `𝚨` is a Greek `Α`),
    so case and forms are folded until both are done.
    """
    text = text.casefold()
    if not text.isascii():
        import unicodedata

        before = ""
        while text != before and not text.isascii():
            before = text
            text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
            text = text.translate(_LETTERS_OF_THEIR_OWN)
        text = re.sub(_NOT_OF_A_WORD, " ", text)
        text = re.sub(r"(?<=[\u3040-\u30ff\u3400-\u9fff])\s+(?=[\u3040-\u30ff\u3400-\u9fff])", "", text)
    return " ".join(re.sub(_NOT_OF_A_WORD, " ", text).split())


def shown(text: str) -> str:
    """One line on its way to a terminal: whatever could still act there becomes `\ufffd`, one for each character.

    The length stays, so that a program that laid the text out by columns is not thrown off.
    """
    if text.isascii() and text.isprintable():
        return text
    return re.sub(UNSAFE_ON_A_LINE, "\ufffd", text)


def escaped(text: str) -> str:
    """JSON whose strings hold nothing that a terminal could act on; read as JSON, it says the same."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE_IN_TEXT, _escape, text)


def _escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"


def is_visible(text: str) -> bool:
    """Whether there is anything to see in a text: joiners, soft hyphens, fillers and blanks alone are nothing."""
    if text.isascii():
        return bool(text.strip())
    import unicodedata

    return any(
        unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"} and each not in _FILLERS
        for each in text
    )


def shorten(text: str, width: int) -> str:
    """The first `width` characters of a line; a cut shows as `…`."""
    if len(text) <= width:
        return text
    return text[: max(0, width - 1)].rstrip() + "…" if width > 0 else ""


def nearest(word: str, known: Iterable[str], most: int = 1) -> list[str]:
    """The known words that somebody who wrote `word` may have meant, the likeliest first."""
    from difflib import get_close_matches

    words = [str(each) for each in known]
    same = [each for each in words if each.casefold() == word.casefold()]
    return same[:most] or get_close_matches(word, words, most)


def did_you_mean(
    word: str, known: Iterable[str], otherwise: str | None = None, *, written: Callable[[str], str] = repr
) -> str:
    """What somebody who wrote an unknown word may have meant, as a sentence with a blank in front.

    Where none comes near it is `otherwise`, and without that all that are known; `written` puts a word into quotes.
    """
    words = [str(each) for each in known]
    near = nearest(word, words)
    if near:
        return f" Did you mean {written(near[0])}?"
    return f" Known: {', '.join(words)}." if otherwise is None else otherwise


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 day", "3 days"; `many` where an s is not enough."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def joined(words: list[str], last: str = "and") -> str:
    """Words as a list in a sentence: "Ann", "Ann and Bo", "Ann, Bo and Cy"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
