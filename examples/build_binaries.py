"""Build the PDF and DOCX documents of the demo library from their Markdown sources.

``sources/NAME.pdf.md`` becomes ``library/NAME.pdf`` and ``library/NAME.pdf.yaml``, its front
matter as a sidecar file; likewise for ``.docx``. The same sources always give the same bytes.

    python examples/build_binaries.py
"""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import yaml
from docx.document import Document as WordDocument
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Table,
)

EXAMPLES = Path(__file__).parent
SOURCES = EXAMPLES / "sources"
LIBRARY = EXAMPLES / "library"
AUTHOR = "Claimdesk demo"
BUILT = datetime(2021, 12, 31)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)

PARAGRAPH = ParagraphStyle("paragraph", fontName="Helvetica", fontSize=12, leading=18, spaceAfter=9)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=17, leading=22, spaceAfter=14)
HEADING = ParagraphStyle(
    "heading",
    fontName="Helvetica-Bold",
    fontSize=13,
    leading=18,
    spaceBefore=8,
    spaceAfter=5,
)
PDF_STYLES = {1: TITLE, 2: HEADING}
HEADING_ROOM = 50 * mm

Rows = list[list[str]]


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


Block = Heading | str | Rows


@dataclass(frozen=True)
class Source:
    """A Markdown source: its front matter as written, and the blocks of its body."""

    front_matter: str
    blocks: list[Block]

    @property
    def title(self) -> str:
        return str(yaml.safe_load(self.front_matter)["title"])


def read_source(path: Path) -> Source:
    _, front_matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return Source(front_matter, [read_block(block) for block in body.strip().split("\n\n")])


def read_block(block: str) -> Block:
    """A heading, a table with a header row, or a paragraph: all that the sources use."""
    if block.startswith("#"):
        marks, text = block.split(" ", 1)
        return Heading(len(marks), text)
    if block.startswith("|"):
        header, _, *rows = block.split("\n")
        return [[cell.strip() for cell in row.strip("|").split("|")] for row in (header, *rows)]
    return " ".join(block.split("\n"))


def build_pdf(source: Source, target: Path) -> None:
    margin = 28 * mm
    template = BaseDocTemplate(
        str(target),
        pagesize=A4,
        title=source.title,
        author=AUTHOR,
        lang="en-GB",
        subject="Demo document",
        creator=AUTHOR,
        invariant=1,
        allowSplitting=0,
    )
    frame = Frame(margin, margin, A4[0] - 2 * margin, A4[1] - 2 * margin)
    template.addPageTemplates(PageTemplate(frames=[frame], onPageEnd=draw_page_number))
    template.build([flowable for block in source.blocks for flowable in flowables(block)])


def draw_page_number(canvas: Canvas, template: BaseDocTemplate) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawCentredString(A4[0] / 2, 15 * mm, f"Page {template.page}")


def flowables(block: Block) -> list[Flowable]:
    """What the block looks like on the page; no heading stands alone at the foot of one."""
    match block:
        case Heading(level, text):
            return [CondPageBreak(HEADING_ROOM), Paragraph(escape(text), PDF_STYLES[level])]
        case str(text):
            return [Paragraph(escape(text), PARAGRAPH)]
        case rows:
            return [Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.grey)])]


def build_docx(source: Source, target: Path) -> None:
    document = docx.Document()
    properties = document.core_properties
    properties.title = source.title
    properties.author = properties.last_modified_by = AUTHOR
    properties.comments = ""
    properties.language = "en-GB"
    properties.created = properties.modified = BUILT
    for block in source.blocks:
        add_block(document, block)
    written = io.BytesIO()
    document.save(written)
    target.write_bytes(with_fixed_dates(written))


def add_block(document: WordDocument, block: Block) -> None:
    match block:
        case Heading(level, text):
            document.add_heading(text, level)
        case str(text):
            document.add_paragraph(text)
        case rows:
            table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text


def with_fixed_dates(archive: io.BytesIO) -> bytes:
    """The same ZIP archive, its members dated alike: python-docx writes the time of the build."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            new.writestr(member, old.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


BUILDERS = {".pdf": build_pdf, ".docx": build_docx}


def main() -> None:
    for path in sorted(SOURCES.glob("*.md")):
        target = LIBRARY / path.stem
        source = read_source(path)
        BUILDERS[target.suffix](source, target)
        target.with_name(f"{target.name}.yaml").write_text(source.front_matter, encoding="utf-8")
        print(target.relative_to(EXAMPLES))


if __name__ == "__main__":
    main()
