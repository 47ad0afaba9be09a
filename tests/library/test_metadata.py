"""What is known about a document, and who has the last word on it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import errors
from service.domain.evidence import Document, Section
from service.library.metadata import (
    describe_document,
    read_sidecar,
    sidecar_name,
    slug_of,
)
from service.library.readers.extraction import Extraction

ENGLISH = "The ministers met in the capital and agreed to build a new bridge over the river. " * 3


def extract(
    text: str = "Some words.",
    *,
    heading: str | None = None,
    title: str | None = None,
    language: str | None = None,
    front_matter: dict[str, object] | None = None,
) -> Extraction:
    return Extraction(
        text=text,
        sections=(Section(start=0, end=len(text), heading=heading),),
        media_type="text/plain",
        title=title,
        language=language,
        front_matter=front_matter or {},
    )


def describe(name: str = "note.txt", **options: object) -> Document:
    return describe_document(name, extract(), None, options)


def test_each_place_overrules_the_one_before() -> None:
    extraction = extract(
        title="from the file",
        front_matter={"title": "front", "issuer": "front", "kind": "front", "url": "front"},
    )
    document = describe_document(
        "d.md",
        extraction,
        {"issuer": "sidecar", "kind": "sidecar", "title": ""},
        {"kind": "options", "url": None},
    )
    assert (document.title, document.issuer, document.kind, document.url) == (
        "front",
        "sidecar",
        "options",
        "front",
    )


def test_defaults_come_from_the_file() -> None:
    assert describe("folder/D14 Final_v2.txt").id == "d14-final_v2"
    assert describe("note.txt").title == "note"
    assert describe_document("n.md", extract(heading="Some"), None, {}).title == "Some"
    assert describe_document("n.md", extract(title="Own"), None, {}).title == "Own"
    assert describe().collection == "default"


def test_the_language_is_declared_or_guessed_from_enough_words() -> None:
    assert describe_document("n.txt", extract(ENGLISH), None, {}).language == "en"
    assert describe_document("n.txt", extract(ENGLISH, language="ur"), None, {}).language == "ur"
    assert describe().language is None


def test_dates_are_iso_text_or_yaml_dates() -> None:
    sidecar = read_sidecar(b"published: 2021-12-06\nvalid_from: '2021-12-07'\n")
    document = describe_document("d.pdf", extract(), sidecar, {})
    assert document.published == date(2021, 12, 6)
    assert document.valid_from == date(2021, 12, 7)


@pytest.mark.parametrize("wrong", [2021, "2021", "20211206", "6 December 2021", "2021-02-30", True])
def test_other_dates_are_refused(wrong: object) -> None:
    with pytest.raises(errors.InvalidMetadata, match="published"):
        describe(published=wrong)


def test_an_unknown_key_is_named_with_the_allowed_ones() -> None:
    with pytest.raises(errors.InvalidMetadata, match=r"d\.pdf\.yaml.*'publisher'.*issuer"):
        describe_document("d.pdf", extract(), {"publisher": "x"}, {})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", 2021),
        ("language", False),
        ("issuer", ["a", "b"]),
        ("id", "No Spaces"),
        ("collection", "UPPER"),
        ("own_publication", "perhaps"),
        ("title", "x" * 1001),
        ("issuer", "\ud800"),
    ],
)
def test_a_wrong_value_is_named(field: str, value: object) -> None:
    with pytest.raises(errors.InvalidMetadata, match=field):
        describe_document("note.txt", extract(), None, {field: value})


def test_a_document_cannot_supersede_itself_or_end_before_it_begins() -> None:
    with pytest.raises(errors.InvalidMetadata, match="supersede"):
        describe(id="a", supersedes="a")
    with pytest.raises(errors.InvalidMetadata, match="valid_until"):
        describe(valid_from="2021-02-01", valid_until="2021-01-01")


def test_a_sidecar_stands_beside_its_document() -> None:
    assert sidecar_name("d14.pdf") == "d14.pdf.yaml"
    assert read_sidecar(b"") == {}


@pytest.mark.parametrize(
    "wrong",
    [b"- a\n- b", b"just words", b"a: [", b"a: 2021-02-30", b"1: x", b"!!bool x", b"[" * 9999],
)
def test_a_sidecar_that_is_no_mapping_is_refused(wrong: bytes) -> None:
    with pytest.raises(errors.InvalidMetadata, match="sidecar"):
        read_sidecar(wrong)


def test_a_sidecar_that_is_no_text_is_refused() -> None:
    with pytest.raises(errors.NotText):
        read_sidecar(b"title: \xff")


@given(st.text(max_size=300))
def test_every_name_gives_a_valid_id(name: str) -> None:
    describe(f"{name}.txt", id=slug_of(f"{name}.txt"))


def test_names_in_other_scripts_do_not_share_an_id() -> None:
    assert slug_of("Доклад 2021.pdf") != slug_of("Отчёт 2021.pdf")
    assert slug_of("a" * 150 + "1.pdf") != slug_of("a" * 150 + "2.pdf")
    assert slug_of("Café.pdf") == "cafe"
