"""The text of an HTML letter, as its reader sees it."""

import html
import re

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|max-height\s*:\s*0", re.IGNORECASE)
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
    try:
        return _parsed(markup)
    except (RecursionError, ValueError, AssertionError):  # nested past all reason: the words are still there
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
