"""The report page in a real browser; skipped where there is no Chromium."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from service.domain.base import Span
from service.domain.verdict import Label
from service.publishing.html import render_html
from tests.builders.harbour_report import realistic_report
from tests.builders.reports import hostile_report, marked_report

CHROMIUM = os.environ.get("CLAIMDESK_TEST_CHROMIUM", "/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).is_file(),
        reason=f"no Chromium at {CHROMIUM}; name one in CLAIMDESK_TEST_CHROMIUM",
    ),
]

OWN_TEXT = """() => {
  const text = document.getElementById("text").cloneNode(true);
  text.querySelectorAll(".label").forEach(label => label.remove());
  return text.textContent;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which every console message, script error and request fails the test."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("request", lambda request: seen.append(request.url))
    page.on("dialog", lambda dialog: seen.append(dialog.message))
    yield page
    page.close()
    assert [text for text in seen if not text.startswith("file:")] == []


def open_page(page: Page, folder: Path, html: str) -> None:
    file = folder / "report.html"
    file.write_text(html, encoding="utf-8", newline="")
    page.goto(file.as_uri())


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["realistic", "hostile"])
def test_nothing_overflows_and_nothing_runs(
    page: Page, tmp_path: Path, width: int, name: str
) -> None:
    report = realistic_report() if name == "realistic" else hostile_report()
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, tmp_path, render_html(report))
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("script").count() == 0


def test_the_style_is_applied_under_the_policy(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, render_html(realistic_report()))
    mark = page.locator(".text mark.refuted").first
    assert mark.evaluate("e => getComputedStyle(e).textDecorationStyle") == "double"


def test_the_keyboard_reaches_claims_and_comes_back(page: Page, tmp_path: Path) -> None:
    report = realistic_report()
    open_page(page, tmp_path, render_html(report))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href') || ''"))
    places = [claim.id for claim in sorted(report.claims, key=lambda c: (c.end, c.start))]
    in_text = reached[len([c for c in report.claims if c.label is Label.REFUTED]) :]
    order = [link.removeprefix("#claim-") for link in in_text if link.startswith("#claim-")]
    assert order[-len(places) :] == places
    chip = page.locator(f".text a[href='#claim-{report.claims[3].id}']")
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.card:target') !== null")
    card = page.locator(".card:target")
    assert card.get_attribute("id") == f"claim-{report.claims[3].id}"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "back"
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('mark:target') !== null")


def test_a_browser_keeps_every_character(page: Page, tmp_path: Path) -> None:
    text = "\n\nA\r\nb\r\rc <b>&amp; \x0b\x0c\x85\u2028 \u202ex\u202c 😀\ufeff\u0301\n\n\n ع "
    claims = [(Span(start=2, end=9), Label.REFUTED), (Span(start=4, end=20), None)]
    open_page(page, tmp_path, render_html(marked_report(text, claims)))
    assert page.evaluate(OWN_TEXT) == text


def test_everything_is_shown_in_print(page: Page, tmp_path: Path) -> None:
    open_page(page, tmp_path, render_html(realistic_report()))
    closed = page.locator("details:not([open]) > :not(summary)").first
    assert not closed.is_visible()
    page.emulate_media(media="print")
    assert all(content.is_visible() for content in page.locator("details > :not(summary)").all())
