"""Small makers of reference documents for tests: sound ones, and ones that must be refused."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
LEFT, TOP, LEADING = 72, 760, 14


def make_pdf(
    pages: Sequence[Sequence[str]],
    *,
    title: str | None = None,
    header: str | None = None,
    footer: str | None = None,
    password: str | None = None,
) -> bytes:
    """Pages of paragraphs (reportlab's mark-up), with ``{page}`` in header and footer."""

    def draw_margins(canvas: Canvas, template: SimpleDocTemplate) -> None:
        if header:
            canvas.drawString(LEFT, 810, header.format(page=template.page))
        if footer:
            canvas.drawString(LEFT, 30, footer.format(page=template.page))

    style = getSampleStyleSheet()["BodyText"]
    story: list[Flowable] = []
    for page in pages:
        story += [*([PageBreak()] if story else []), *(Paragraph(words, style) for words in page)]
    buffer = io.BytesIO()
    encryption = StandardEncryption(password) if password else None
    template = SimpleDocTemplate(buffer, pagesize=A4, title=title, encrypt=encryption)
    template.build(story, onFirstPage=draw_margins, onLaterPages=draw_margins)
    return buffer.getvalue()


def make_pdf_of_lines(*pages: Sequence[str]) -> bytes:
    """Pages with each line drawn as it is; an empty line leaves a gap."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for page in pages:
        for row, line in enumerate(page):
            canvas.drawString(LEFT, TOP - row * LEADING, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_pdf_of_other_script(words: str) -> bytes:
    """A page that draws Latin letters and says, as fonts may, that they mean ``words``."""
    codes = "".join(
        f"<{65 + index:02X}> <{ord(character):04X}>\n" for index, character in enumerate(words)
    )
    meanings = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
        f"endcodespacerange {len(words)} beginbfchar\n{codes}endbfchar endcmap end"
    )
    drawn = f"BT /F 12 Tf 72 700 Td ({''.join(chr(65 + i) for i in range(len(words)))}) Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        f"<</Length {len(meanings)}>>stream\n{meanings}\nendstream",
    )
    body, offsets = "%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        offsets.append(f"{len(body):010} 00000 n \n")
        body += f"{number} 0 obj\n{written}\nendobj\n"
    count = len(objects) + 1
    table = f"xref\n0 {count}\n0000000000 65535 f \n{''.join(offsets)}"
    end = f"trailer<</Root 1 0 R/Size {count}>>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}{table}{end}".encode("ascii")


def make_scanned_pdf(pages: int = 2) -> bytes:
    """Pages with a drawing and no text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for _ in range(pages):
        canvas.rect(100, 100, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_docx(
    blocks: Sequence[str | Sequence[Sequence[str]]], *, title: str = "", language: str = ""
) -> bytes:
    """A Word document of paragraphs and tables (rows of cells), in order.

    A paragraph that begins with ``# `` is a heading, one with ``- `` a list item.
    """
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.language = language
    for block in blocks:
        if not isinstance(block, str):
            table = document.add_table(rows=0, cols=len(block[0]))
            for row in block:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
        elif block.startswith("# "):
            document.add_heading(block[2:], level=1)
        elif block.startswith("- "):
            document.add_paragraph(block[2:], style="List Bullet")
        else:
            document.add_paragraph(block)
    return _save(document)


def make_docx_of_xml(*paragraphs: str) -> bytes:
    """A Word document of paragraphs given as WordprocessingML (prefix ``w``)."""
    document = docx.Document()
    body = document.element.body
    for paragraph in paragraphs:
        element = parse_xml(f'<w:x xmlns:w="{W}">{paragraph}</w:x>')
        for child in list(element):
            body.insert(len(body) - 1, child)
    return _save(document)


def make_docx_with_footnote(before: str, note: str, after: str) -> bytes:
    """A paragraph with a footnote, and another paragraph after it."""
    document = docx.Document()
    run = document.add_paragraph(before).add_run()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    run._r.append(reference)
    document.add_paragraph(after)
    footnotes = (
        f'<w:footnotes xmlns:w="{W}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    parts: dict[str, str | tuple[str, str]] = {
        "word/footnotes.xml": footnotes,
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rIdNotes" Type="{FOOTNOTES}" Target="footnotes.xml"/>',
        ),
        "[Content_Types].xml": (
            "</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{FOOTNOTES_TYPE}"/>',
        ),
    }
    return change_parts(_save(document), parts)


def change_parts(archive: bytes, parts: Mapping[str, str | tuple[str, str]]) -> bytes:
    """The archive with parts replaced or added; a pair inserts its second before its first."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys((*old.namelist(), *parts)):
            content = old.read(name).decode("utf-8", "ignore") if name in old.namelist() else ""
            change = parts.get(name)
            if change is None:
                new.writestr(name, old.read(name))
            elif isinstance(change, str):
                new.writestr(name, change)
            else:
                mark, inserted = change
                new.writestr(name, content.replace(mark, inserted + mark))
    return buffer.getvalue()


def make_zip_bomb(unpacked: int = 400_000_000) -> bytes:
    """A Word document with a part of so many equal bytes."""
    buffer = io.BytesIO(make_docx(["Words."]))
    piece = b"0" * 1_000_000
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/media/padding.bin", "w") as part,
    ):
        for _ in range(unpacked // len(piece)):
            part.write(piece)
    return buffer.getvalue()


def _save(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
