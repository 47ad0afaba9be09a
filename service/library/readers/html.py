"""HTML: the main text of a page. Runs as a process of its own (``isolated``).

trafilatura finds where the main text is. On the way it drops short paragraphs, boxes, even
lists and tables, so its own answer is not stored: it only marks the place, and everything
that a reader sees in that place is read.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import trafilatura
from lxml import etree, html

from service import errors
from service.library.readers.extraction import (
    Extraction,
    ReadLimits,
    TextBuilder,
    clean_block,
    language_tag,
)
from service.library.readers.html_blocks import Block, is_shown, read_blocks
from service.library.readers.isolated import answer
from service.library.readers.text import Encoding, decode_as, marked_encoding

DECLARED_WITHIN = 4096
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})", re.I)
# Python knows more codecs than a page may use (utf-7, unicode_escape, punycode ...).
PAGE_ENCODINGS = re.compile(
    r"utf-?8|us-ascii|ascii|latin-?1|iso-?8859-?\d{1,2}|(windows|cp|x-cp)-?12\d\d|koi8-[ru]|"
    r"gb2312|gbk|gb18030|big5|euc-jp|euc-kr|shift[_-]jis|macintosh|windows-874|ibm866",
    re.IGNORECASE,
)
# A browser reads these as windows-1252 (WHATWG Encoding Standard, section 4.2).
READ_AS_1252 = re.compile(r"us-ascii|ascii|latin-?1|iso-?8859-?1", re.IGNORECASE)
# trafilatura normalises some words, so a place need not hold quite all of them.
NEARLY_ALL_WORDS = 0.98
MOST_WORDS = 0.5
MUCH_LEFT_OUT = 0.5


def read_html(content: bytes, limits: ReadLimits) -> Extraction:
    """Read the main text of a page; scripts, styles, navigation and hidden parts are left out.

    The encoding is what the byte order mark or ``<meta charset>`` says, else UTF-8. Headings
    start sections, list items begin with ``- `` or their number, a table has one line per row.
    Raises ``errors.NotText``, ``errors.DocumentWithoutText``, ``errors.DocumentTooLarge`` and
    ``errors.UnreadableDocument``.
    """
    page = parse_page(decode_page(content))
    body = page.find("body")
    body = page if body is None else body
    found = find_main_text(page)
    whole = list(read_blocks(body))
    main = find_place(body, None if found is None else found.body)
    blocks = list(read_blocks(main)) or whole
    builder = TextBuilder(limits.max_text_chars)
    for block in blocks:
        _add_block(builder, block)
    text, sections = builder.finish()
    return Extraction(
        text=text,
        sections=sections,
        media_type="text/html",
        title=None if found is None else clean_block(found.title or "") or None,
        language=_language(page),
        warnings=_warnings(whole, blocks),
    )


def decode_page(content: bytes) -> str:
    """The page's source. Raises ``errors.NotText``."""
    return decode_as(content, marked_encoding(content) or _declared_encoding(content))


def _declared_encoding(content: bytes) -> Encoding:
    declared = DECLARED.search(content[:DECLARED_WITHIN])
    if declared is None:
        return Encoding(name="utf-8")
    name = declared[1].decode("ascii")
    if name.lower().startswith("utf-16"):
        return Encoding(name="utf-8")  # a page whose declaration can be read is not UTF-16
    if READ_AS_1252.fullmatch(name):
        return Encoding(name="cp1252")
    if not PAGE_ENCODINGS.fullmatch(name):
        raise errors.NotText(f"the page declares an unknown encoding, {name!r}")
    try:
        return Encoding(name=codecs.lookup(name.lower().removeprefix("x-")).name)
    except LookupError as error:
        raise errors.NotText(f"the page declares an unknown encoding, {name!r}") from error


def parse_page(source: str) -> html.HtmlElement:
    """The page's tree. Raises ``errors.UnreadableDocument`` for one nested too deeply."""
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        page = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except etree.ParserError as error:
        raise errors.DocumentWithoutText("the page has no text") from error
    # Without a word libxml2 drops what nests deeper than it likes.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise errors.UnreadableDocument("the page is nested too deeply")
    return page


def find_main_text(page: html.HtmlElement) -> trafilatura.settings.Document | None:
    """What trafilatura takes for the page's main text, and the page's title."""
    found = trafilatura.bare_extraction(
        page, favor_recall=True, include_comments=False, include_tables=True, with_metadata=True
    )
    if not isinstance(found, trafilatura.settings.Document) or found.body is None:
        return None
    return found


def find_place(body: etree._Element, found: etree._Element | None) -> etree._Element:
    """The element whose words are the document.

    The page's only article (or main) if most of what trafilatura found stands there. If not, the
    smallest element with all that it found and that article; of several articles, the one that
    holds it all. Nothing of a single article is ever left out.
    """
    wanted = _count_words(read_blocks(found)) if found is not None else Counter[str]()
    articles = [part for part in body.iter("article", "main") if not _is_in_article(part)]
    if len(articles) == 1:
        if _holds(articles[0], wanted, MOST_WORDS):
            return articles[0]
        return _common_ancestor(_smallest_holder(body, wanted), articles[0])
    place = _smallest_holder(body, wanted)
    outer = [part for part in articles if part is place or part in place.iterancestors()]
    return outer[0] if outer else place


def _is_in_article(element: etree._Element) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _smallest_holder(body: etree._Element, wanted: Counter[str]) -> etree._Element:
    place, inner = body, body if wanted else None
    while inner is not None:
        place = inner
        inner = next((child for child in place if _holds(child, wanted, NEARLY_ALL_WORDS)), None)
    return place


def _common_ancestor(one: etree._Element, other: etree._Element) -> etree._Element:
    around = {other, *other.iterancestors()}
    return next(element for element in (one, *one.iterancestors()) if element in around)


def _holds(element: etree._Element, wanted: Counter[str], share: float) -> bool:
    """Whether the element shows at least this share of the wanted words."""
    if not is_shown(element):
        return False
    return (_count_words(read_blocks(element)) & wanted).total() >= wanted.total() * share


def _count_words(blocks: Iterable[Block]) -> Counter[str]:
    return Counter(word for block in blocks for word in block.words.split())


def _add_block(builder: TextBuilder, block: Block) -> None:
    if block.heading:
        builder.add_heading(block.words)
    else:
        builder.add(block.marker + block.words, "\n" if block.tight else "\n\n")


def _language(page: html.HtmlElement) -> str | None:
    root = page.getroottree().getroot()
    return language_tag(root.get("lang") or root.get("xml:lang"))


def _warnings(whole: Sequence[Block], blocks: Sequence[Block]) -> tuple[str, ...]:
    total, kept = _count_words(whole).total(), _count_words(blocks).total()
    if kept >= total * MUCH_LEFT_OUT:
        return ()
    return (f"{total - kept} of the page's {total} words stand outside its main text: left out",)


if __name__ == "__main__":
    answer(read_html)
