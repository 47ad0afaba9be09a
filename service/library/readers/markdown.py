"""Markdown: its words without its marks, cut into sections at the headings."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from service import errors
from service.library.readers.extraction import (
    CELL_SEPARATOR,
    Extraction,
    ReadLimits,
    TextBuilder,
    check_text_length,
)
from service.library.readers.front_matter import split_front_matter
from service.library.readers.text import decode_text

# Beyond maxNesting the parser drops words without a sign, so the limit is set out of reach:
# what nests that deeply ends in a RecursionError, and that is a clear refusal.
PARSER = MarkdownIt("commonmark", {"maxNesting": 100_000}).enable("table")
UNSHOWN = frozenset({"script", "style", "template"})


def read_markdown(content: bytes, limits: ReadLimits) -> Extraction:
    """Read a Markdown file (CommonMark and tables), with YAML front matter or without.

    Links and images keep their words, a list item begins with ``- `` or its number, a table
    has one line per row, HTML keeps its words only. Top-level headings start sections.
    Raises ``errors.NotText``, ``errors.InvalidMetadata``, ``errors.DocumentWithoutText``,
    ``errors.DocumentTooLarge`` and ``errors.UnreadableDocument``.
    """
    source = decode_text(content)
    check_text_length(len(source), limits.max_text_chars)
    front_matter, body = split_front_matter(source)
    builder = TextBuilder(limits.max_text_chars)
    try:
        for node in SyntaxTreeNode(PARSER.parse(body)).children:
            _add_node(builder, node)
    except RecursionError as error:
        raise errors.UnreadableDocument("the Markdown is nested too deeply") from error
    text, sections = builder.finish()
    return Extraction(
        text=text, sections=sections, media_type="text/markdown", front_matter=front_matter
    )


def _add_node(builder: TextBuilder, node: SyntaxTreeNode) -> None:
    if node.type == "heading":
        builder.add_heading(_inline_words(node))
    else:
        for block in _blocks(node):
            builder.add(block)


def _blocks(node: SyntaxTreeNode) -> Iterator[str]:
    """The blocks of plain text under a block node, in order."""
    match node.type:
        case "paragraph" | "heading":
            yield _inline_words(node)
        case "bullet_list" | "ordered_list":
            yield "\n".join(_list_items(node))
        case "table":
            yield "\n".join(_table_rows(node))
        case "fence" | "code_block":
            yield node.content.strip("\n")
        case "html_block":
            yield words_of_html(node.content)
        case _:
            for child in node.children:
                yield from _blocks(child)


def _list_items(node: SyntaxTreeNode) -> Iterator[str]:
    first = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start=first):
        marker = "- " if node.type == "bullet_list" else f"{number}. "
        words = "\n".join(block for child in item.children for block in _blocks(child) if block)
        if words:
            yield marker + words.replace("\n", "\n" + " " * len(marker))


def _table_rows(node: SyntaxTreeNode) -> Iterator[str]:
    for part in node.children:
        for row in part.children:
            cells = (" ".join(_inline_words(cell).split()) for cell in row.children)
            yield CELL_SEPARATOR.join(cells)


def _inline_words(node: SyntaxTreeNode) -> str:
    return "".join(
        plain_words(inline.token.children or ())
        for inline in node.children
        if inline.type == "inline" and inline.token is not None
    )


def plain_words(tokens: Iterable[Token]) -> str:
    """The words of inline tokens: without marks, and without what an HTML page never shows."""
    words: list[str] = []
    unshown: str | None = None
    for token in tokens:
        if token.type == "html_inline":
            unshown = _unshown_after(token.content, unshown)
        elif unshown is None:
            words.append(_words_of_token(token))
    return "".join(words)


def _words_of_token(token: Token) -> str:
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return plain_words(token.children or ())
        case _:
            return token.content


def _unshown_after(tag: str, unshown: str | None) -> str | None:
    """The name of the element whose words are skipped after ``tag``, if any."""
    name = tag.strip("</> \t\n").split()[0].lower() if tag.strip("</> \t\n") else ""
    if unshown is None:
        return name if name in UNSHOWN and not tag.startswith("</") else None
    return None if tag.startswith("</") and name == unshown else unshown


def words_of_html(html: str) -> str:
    """The words of a piece of HTML, one line per line of it; nothing is executed or fetched."""
    reader = _HtmlWords()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).splitlines())
    return "\n".join(line for line in lines if line)


class _HtmlWords(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unshown = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class calls it so
        self._unshown += tag in UNSHOWN
        if tag in ("br", "p", "div", "li", "tr"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSHOWN and self._unshown:
            self._unshown -= 1

    def handle_data(self, data: str) -> None:
        if not self._unshown:
            self.words.append(data)
