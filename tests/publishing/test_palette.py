"""The style sheet's colours: text is readable in light, dark and print."""

import re
from importlib.resources import files

import pytest

from service.publishing.words import MARKS

CSS = files("service.publishing").joinpath("templates/report.css").read_text("utf-8")
BLOCKS = dict(
    zip(("light", "dark", "print"), re.findall(r":root \{(.*?)\}", CSS, re.DOTALL), strict=True)
)
TONES = [*(mark.key for mark in MARKS.values()), "review"]
TEXT_ON_SURFACE = [
    (text, surface)
    for text in ("ink", "soft", "link", *TONES)
    for surface in ("paper", "panel")
]  # fmt: skip
TEXT_ON_TINT = [(text, f"{tone}-tint") for tone in TONES for text in (tone, "ink")]


def colours(scheme: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", BLOCKS[scheme]))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", BLOCKS)
@pytest.mark.parametrize(("text", "surface"), TEXT_ON_SURFACE + TEXT_ON_TINT)
def test_text_has_enough_contrast(scheme: str, text: str, surface: str) -> None:
    palette = colours(scheme)
    assert contrast(palette[text], palette[surface]) >= 4.5


def test_each_label_has_an_underline_of_its_own() -> None:
    underlines = set()
    for mark in MARKS.values():
        rule = re.search(rf"^\.{mark.key} \{{(.*?)\}}", CSS, re.DOTALL | re.MULTILINE)
        assert rule, mark.key
        underlines.add(rule[1].partition("--style: ")[2].partition(";")[0])
        assert f"--tone: var(--{mark.key});" in rule[1]
    assert underlines == {"double", "dashed", "dotted", "wavy", "solid"}
    assert len({mark.icon for mark in MARKS.values()}) == len(MARKS)
