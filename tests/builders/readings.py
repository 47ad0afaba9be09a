"""Reading for tests: with the promises every extraction keeps checked on the way."""

from service.library.readers import Extraction, ReadLimits, read_document

PARAGRAPHS = (
    "The lake council met on 3 May 2024 and heard the report of its engineer.",
    "Short one.",
    "The dam holds 12.4 million cubic metres of water, a little less than in 2023.",
    "Nobody voted against the plan, and two members abstained from the vote.",
)


async def read(name: str, content: bytes | str, **limits: float) -> Extraction:
    """The extraction, whose sections were checked."""
    raw = content.encode() if isinstance(content, str) else content
    extraction = await read_document(name, raw, ReadLimits.model_validate(limits))
    check_sections(extraction)
    return extraction


def check_sections(extraction: Extraction) -> None:
    """Sections are true spans, in order, and cover every word."""
    position = 0
    for section in extraction.sections:
        assert not extraction.text[position : section.start].strip()
        assert section.of(extraction.text).strip()
        assert section.of(extraction.text).startswith(section.heading or "")
        position = section.end
    assert position == len(extraction.text)
