"""HTML: what a reader of the page sees, all of it, and nothing else."""

import pytest

from service import errors
from tests.builders.readings import PARAGRAPHS, read


async def test_html_shows_what_a_reader_sees_and_nothing_else() -> None:
    extraction = await read(
        "a.htm",
        "<!doctype html><html lang=en-GB><head><title>Lake | Site</title><style>.evil{}</style>"
        "<script>evil1()</script></head><body><nav><a href=/>evil2</a></nav>"
        "<article><header><h1>Lake</h1><p>By the council</p></header>"
        f"<p>Yes.</p><p>{PARAGRAPHS[0]}</p><script>evil3()</script><noscript>evil4</noscript>"
        "<p hidden>evil5</p><p style='display: none'>evil6</p><button>evil7</button>"
        "<h2>Figures</h2><ul><li>One <b>item</b></li><li><p>Two</p><p>more</p></li></ul>"
        "<ol start=4><li>Four</li></ol>"
        "<p>Up 14.5<sup>1</sup> per cent; CO<sub>2</sub>.<br>Next line.</p>"
        "<blockquote>We said so.</blockquote><aside>A box.</aside>"
        f"<p>{PARAGRAPHS[0]}</p><!-- evil8 --><footer>Source: council</footer></article>"
        "<aside>evil9</aside><footer>evil10</footer></body></html>",
    )
    assert extraction.text == (
        f"Lake\n\nBy the council\n\nYes.\n\n{PARAGRAPHS[0]}\n\n"
        "Figures\n\n- One item\n- Two\nmore\n\n"
        "4. Four\n\nUp 14.5¹ per cent; CO2.\nNext line.\n\nWe said so.\n\nA box.\n\n"
        f"{PARAGRAPHS[0]}\n\nSource: council"
    )
    assert extraction.title == "Lake"
    assert extraction.language == "en-GB"


@pytest.mark.parametrize("container", ["article", "main", "div", "section"])
async def test_html_loses_no_block_of_the_main_text(container: str) -> None:
    items = "".join(f"<li>Item {number}.</li>" for number in range(20))
    cells = "".join(f"<tr><td>Row {number}<td>{number}.5</tr>" for number in range(20))
    short = "".join(f"<p>No. {number}</p>" for number in range(20))
    extraction = await read(
        "a.html",
        f"<body><nav>Menu</nav><{container}><h1>Lake</h1><p>{PARAGRAPHS[0]}</p><ul>{items}</ul>"
        f"<p>{PARAGRAPHS[2]}</p><table>{cells}</table>{short}</{container}></body>",
    )
    for number in range(20):
        for block in (f"- Item {number}.", f"Row {number} | {number}.5", f"No. {number}"):
            assert block in extraction.text.split("\n"), block
    assert "Menu" not in extraction.text


@pytest.mark.parametrize("padding", ["", "Long paragraph of words. " * 20])
async def test_html_never_loses_the_only_article(padding: str) -> None:
    teasers = "".join(f"<div>Teaser {number} on another matter.</div>" for number in range(99))
    words = f"<h1>Lake</h1><p>{padding}{PARAGRAPHS[0]}</p><p>{padding}{PARAGRAPHS[2]}</p>"
    for page in (
        f"<body><article>{words}</article><div>{teasers}</div></body>",
        f"<body><div>{teasers}</div><div><main>{words}</main></div></body>",
    ):
        text = (await read("a.html", page)).text
        assert padding + PARAGRAPHS[0] in text
        assert padding + PARAGRAPHS[2] in text


async def test_html_says_how_much_it_left_out() -> None:
    other = "".join(
        f"<article>Teaser {number} on another matter.</article>" for number in range(99)
    )
    page = (
        f"<article><h1>Lake</h1><p>{PARAGRAPHS[0] * 9}</p></article><div><div>{other}</div></div>"
    )
    extraction = await read("a.html", f"<body>{page}</body>")
    assert PARAGRAPHS[0] * 9 in extraction.text
    assert "Teaser" not in extraction.text
    assert [warning for warning in extraction.warnings if "495 of" in warning]


async def test_html_tables_that_arrange_a_page_are_no_rows() -> None:
    content = (
        f"<table><tr><td><h1>Lake</h1><p>{PARAGRAPHS[0]}</p></td><td>{PARAGRAPHS[2]}</td></tr>"
    )
    extraction = await read("a.html", content + "</table>")
    assert extraction.text.split("\n\n") == ["Lake", PARAGRAPHS[0], PARAGRAPHS[2]]


async def test_html_encodings() -> None:
    for encoded in (
        "<p>Привет</p>".encode(),
        "<p>Привет</p>".encode("utf-16"),
        "<meta charset=windows-1251><p>Привет</p>".encode("cp1251"),
        '<meta content="text/html; charset=KOI8-R"><p>Привет</p>'.encode("koi8-r"),
    ):
        assert (await read("a.html", encoded)).text == "Привет"
    assert (await read("a.html", b"<meta charset=latin1><p>it\x92s")).text == "it’s"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<p>\xff</p>", errors.NotText),
        (b"<meta charset=utf-7><p>x</p>", errors.NotText),
        (b"<meta charset=nonsense><p>x</p>", errors.NotText),
        (b"<p>a\0b</p>", errors.NotText),
        (b"<script>only()</script>", errors.DocumentWithoutText),
        (b"<!-- nothing -->", errors.DocumentWithoutText),
        (b"<div>" * 5000 + b"deep", errors.UnreadableDocument),
        (b"<span>" * 1500 + b"deep", errors.UnreadableDocument),
    ],
)
async def test_html_that_cannot_be_read(content: bytes, error: type[errors.BadInput]) -> None:
    with pytest.raises(error):
        await read("a.html", content)
