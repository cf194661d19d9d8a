"""The text of an HTML letter, as its reader sees it."""

import contextlib
import html
import re

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|max-height\s*:\s*0", re.IGNORECASE)
_LONGEST = 100_000  # characters of markup that are looked at
_MOST_TAGS = 4_000  # letters have hundreds; past this only the words are taken
_BLOCKS = [
    "p",
    "div",
    "tr",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "ul",
    "ol",
    "section",
    "header",
    "footer",
]


def text_of_html(markup: str) -> str:
    """The visible text of an HTML letter, a block a paragraph, quotes of earlier letters marked with `>`."""
    markup = markup[:_LONGEST]
    if markup.count("<") <= _MOST_TAGS:
        with contextlib.suppress(Exception):  # whatever a parser thinks of such markup, the words are still there
            return _parsed(markup)
    return html.unescape(re.sub(r"<[^<>]{0,2000}>", " ", markup))


def _parsed(markup: str) -> str:
    from bs4 import BeautifulSoup

    page = BeautifulSoup(markup, "html.parser")
    for element in page(["script", "style", "head", "title", "template", "img"]):
        element.decompose()
    for element in page.find_all(style=_HIDDEN):
        element.decompose()
    for element in page.find_all(hidden=True):
        element.decompose()
    for quote in page.find_all(["blockquote"]):
        quote.insert_before("\n")
        quote.replace_with("\n> (quoted)\n")
    for quote in page.find_all(class_=re.compile(r"gmail_quote|moz-cite-prefix|yahoo_quoted|OutlookMessageHeader")):
        quote.replace_with("\n> (quoted)\n")
    for element in page.find_all("br"):
        element.replace_with("\n")
    for element in page.find_all(_BLOCKS):
        element.insert_before("\n")
        element.insert_after("\n")
    for element in page.find_all(["td", "th"]):
        element.insert_after(" ")
    lines = [re.sub(r"[ \t\xa0\u200b\u200c\u034f]+", " ", line).strip() for line in page.get_text().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
