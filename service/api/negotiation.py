"""Which media type to answer with: the ``Accept`` header (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import NamedTuple

from service.api.problems import RequestRefused

LONGEST_READ = 4000
_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"({_WORD})/({_WORD})")
_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
# Commas and semicolons inside quotes separate nothing.
_MEMBER = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_PARAMETER = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*")+')


class MediaRange(NamedTuple):
    """One member of ``Accept``: ``*`` where anything fits; ``quality`` from 0 to 1."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """How exactly it names ``media_type``: 2 fully, 1 by type, 0 by ``*/*``, -1 not."""
        type_, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (type_, subtype):
            return 2
        if (self.type, self.subtype) == (type_, "*"):
            return 1
        return 0 if (self.type, self.subtype) == ("*", "*") else -1


def choose_media_type(accept: str | None, offered: Sequence[str]) -> str:
    """The offered type that the caller likes best; at equal liking the first offered.

    No header, an empty one, and one without a readable member take anything. Parameters other
    than ``q`` are not looked at. Raises ``RequestRefused`` (406) when nothing offered fits.
    """
    ranges = tuple(parse_accept(accept or ""))
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda one: quality_of(one, ranges))
    if quality_of(best, ranges) == 0:
        raise RequestRefused(
            HTTPStatus.NOT_ACCEPTABLE,
            "not-acceptable",
            "Nothing fits the Accept header",
            f"This can be had as {', '.join(offered)}.",
        )
    return best


def quality_of(media_type: str, ranges: Sequence[MediaRange]) -> float:
    """What the most exact of the ranges that fit says; 0 if none fits."""
    fitting = [(one.specificity(media_type), one.quality) for one in ranges]
    specificity, quality = max(fitting)
    return quality if specificity >= 0 else 0.0


def parse_accept(header: str) -> Iterator[MediaRange]:
    """The readable members of an ``Accept`` header; what cannot be read is left out."""
    for member in _MEMBER.findall(header[:LONGEST_READ]):
        parts = [part.strip() for part in _PARAMETER.findall(member)] or [""]
        named = _RANGE.fullmatch(parts[0].lower())
        quality = _quality(parts[1:])
        if named and quality is not None:
            yield MediaRange(named[1], named[2], quality)


def _quality(parameters: Sequence[str]) -> float | None:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return float(value) if _QUALITY.fullmatch(value.strip()) else None
    return 1.0
