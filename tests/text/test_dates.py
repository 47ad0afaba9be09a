from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.period import Bound, Precision
from service.text.dates import find_dates

# text, first, last, precision, bound, the words under the span; one date per text
READ = [
    ("Signed on 6 December 2021.", "2021-12-06", "2021-12-06", "day", "on", "6 December 2021"),
    ("Signed on 6th of December, 2021.", "2021-12-06", "2021-12-06", "day", "on", None),
    ("On December 6, 2021 they met.", "2021-12-06", "2021-12-06", "day", "on", "December 6, 2021"),
    ("On December 6th 2021.", "2021-12-06", "2021-12-06", "day", "on", "December 6th 2021"),
    ("On October 6,2021.", "2021-10-06", "2021-10-06", "day", "on", "October 6,2021"),
    ("On 6 Dec. 2021.", "2021-12-06", "2021-12-06", "day", "on", "6 Dec. 2021"),
    ("On 2021-12-06.", "2021-12-06", "2021-12-06", "day", "on", "2021-12-06"),
    ("On 6\u00a0December\u202f2021.", "2021-12-06", "2021-12-06", "day", "on", None),
    ("On 29 February 2020.", "2020-02-29", "2020-02-29", "day", "on", "29 February 2020"),
    ("In Dec. 2021.", "2021-12-01", "2021-12-31", "month", "on", "Dec. 2021"),
    ("In December 2021.", "2021-12-01", "2021-12-31", "month", "on", "December 2021"),
    ("In February 2021.", "2021-02-01", "2021-02-28", "month", "on", "February 2021"),
    ("In 2021 it fell.", "2021-01-01", "2021-12-31", "year", "on", "2021"),
    ("The 2021 elections.", "2021-01-01", "2021-12-31", "year", "on", "2021"),
    ("It ended in 1857.", "1857-01-01", "1857-12-31", "year", "on", "1857"),
    ("The plan for 2016-20.", "2016-01-01", "2020-12-31", "range", "on", "2016-20"),
    ("The plan for 2011\u20132020.", "2011-01-01", "2020-12-31", "range", "on", "2011\u20132020"),
    ("In 2020/21.", "2020-01-01", "2021-12-31", "range", "on", "2020/21"),
    ("From 2016 to 2020.", "2016-01-01", "2020-12-31", "range", "on", "2016 to 2020"),
    ("Between 2016 and 2020.", "2016-01-01", "2020-12-31", "range", "on", "2016 and 2020"),
    ("In the 1990s.", "1990-01-01", "1999-12-31", "range", "on", "1990s"),
    ("From 27 September to 6 October 2021.", "2021-09-27", "2021-10-06", "range", "on", None),
    ("27 September - 6 October 2021.", "2021-09-27", "2021-10-06", "range", "on", None),
    ("27 September \u2013 6 October 2021.", "2021-09-27", "2021-10-06", "range", "on", None),
    ("From 28 December to 3 January 2022.", "2021-12-28", "2022-01-03", "range", "on", None),
    ("From 28 December 2021 to 3 January.", "2021-12-28", "2022-01-03", "range", "on", None),
    ("On 6-9 December 2021.", "2021-12-06", "2021-12-09", "range", "on", "6-9 December 2021"),
    ("On December 6 to 9, 2021.", "2021-12-06", "2021-12-09", "range", "on", None),
    ("On 6 and 7 December 2021.", "2021-12-06", "2021-12-07", "range", "on", None),
    ("From October to December 2021.", "2021-10-01", "2021-12-31", "range", "on", None),
    ("October-December 2021.", "2021-10-01", "2021-12-31", "range", "on", None),
    ("In spring 2022.", "2022-03-01", "2022-05-31", "quarter", "on", "spring 2022"),
    ("The winter of 2021-22.", "2021-12-01", "2022-02-28", "quarter", "on", "winter of 2021-22"),
    ("The second quarter of 2018.", "2018-04-01", "2018-06-30", "quarter", "on", None),
    ("In Q4 2018.", "2018-10-01", "2018-12-31", "quarter", "on", "Q4 2018"),
    ("In 2018 Q4.", "2018-10-01", "2018-12-31", "quarter", "on", "2018 Q4"),
    ("The first half of 2021.", "2021-01-01", "2021-06-30", "range", "on", None),
    ("In early November 2021.", "2021-11-01", "2021-11-12", "month", "on", "early November 2021"),
    ("In mid-2021.", "2021-04-01", "2021-09-30", "year", "on", "mid-2021"),
    ("By the end of 2021.", "2021-09-01", "2021-12-31", "year", "by", "By the end of 2021"),
    ("Since 2016.", "2016-01-01", "2016-12-31", "year", "since", "Since 2016"),
    ("By 2025.", "2025-01-01", "2025-12-31", "year", "by", "By 2025"),
    ("No later than May 2015.", "2015-05-01", "2015-05-31", "month", "by", None),
    ("Before 2015.", "2015-01-01", "2015-12-31", "year", "before", "Before 2015"),
    ("Prior to 2015.", "2015-01-01", "2015-12-31", "year", "before", "Prior to 2015"),
    ("After 6 May 2015.", "2015-05-06", "2015-05-06", "day", "after", "After 6 May 2015"),
    ("Until May 2015.", "2015-05-01", "2015-05-31", "month", "until", "Until May 2015"),
    ("From May 2015 on.", "2015-05-01", "2015-05-31", "month", "since", "From May 2015"),
    ("The financial year 2020-21.", "2020-04-01", "2021-03-31", "year", "on", None),
    ("In FY2020-21.", "2020-04-01", "2021-03-31", "year", "on", "FY2020-21"),
    ("In FY21.", "2020-04-01", "2021-03-31", "year", "on", "FY21"),
    ("In 2021-05.", "2021-05-01", "2021-05-31", "month", "on", "2021-05"),
]


@pytest.mark.parametrize(("text", "first", "last", "precision", "bound", "words"), READ)
def test_reads_a_date(
    text: str, first: str, last: str, precision: str, bound: str, words: str | None
) -> None:
    (found,) = find_dates(text)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert (found.precision, found.bound) == (Precision(precision), Bound(bound))
    assert not found.yearless
    assert found.text == text[found.start : found.end]
    assert words is None or found.text == words


@pytest.mark.parametrize(
    "text",
    [
        "They may march on.",
        "Theresa May said so, and April agreed.",
        "The 21st summit, and the 6th.",
        "Between 2 and 3 of them.",
        "About 2000 came, and 2000 soldiers, and $2000, and 2000 km.",
        "On 31 February, and 2021-13-45.",
        "Resolution 2021 and model A2021.",
        "06/12/2021",
        "See /2021/05/12.",
        "Half of it, a third quarter, the second half.",
        "",
    ],
)
def test_reads_no_date(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "reference", "first", "last"),
    [
        ("on 6 October", "2021-12-10", "2021-10-06", "2021-10-06"),
        ("on 6 October", "2021-10-01", "2021-10-06", "2021-10-06"),
        ("in February", "2021-12-10", "2021-02-01", "2021-02-28"),
        ("on 30 December", "2022-01-03", "2021-12-30", "2021-12-30"),
        ("on 29 February", "2021-03-03", "2021-02-28", "2021-02-28"),
        ("from 28 December to 3 January", "2022-01-05", "2021-12-28", "2022-01-03"),
    ],
)
def test_resolves_a_date_without_year(text: str, reference: str, first: str, last: str) -> None:
    (found,) = find_dates(text, reference=date.fromisoformat(reference))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert not found.yearless


def test_leaves_a_date_without_year_and_reference_open() -> None:
    (found,) = find_dates("on 6 October")
    assert found.yearless
    assert (found.first.month, found.first.day) == (10, 6)


@pytest.mark.parametrize("reference", [date.min, date.max])
def test_survives_any_reference(reference: date) -> None:
    text = "from 28 December to 3 January"
    assert len(find_dates(text, reference=reference)) == 1


PIECES = [
    "6",
    "31",
    "December",
    "Dec",
    ".",
    ",",
    "2021",
    "2016-20",
    "-",
    "–",
    "to",
    "between",
    "and",
    "from",
    "since",
    "by",
    "the",
    "early",
    "mid",
    "end of",
    "second",
    "quarter",
    "half",
    "of",
    "spring",
    "FY",
    "Q2",
    "1990s",
    "29 February",
    "\xa0",
    "\u200b",
    "May",
    "in",
    "/",
    "s",
    "th",
]
fragments = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=2)), max_size=20)


@given(fragments, st.sampled_from(["", " "]), st.one_of(st.none(), st.dates()))
def test_spans_are_exact_in_any_text(parts: list[str], glue: str, reference: date | None) -> None:
    text = glue.join(parts)
    found = find_dates(text, reference=reference)
    for span in found:
        assert span.text == text[span.start : span.end]
    for before, after in pairwise(found):
        assert before.end <= after.start


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2199, 12, 31)))
def test_reads_any_day(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
    ):
        (found,) = find_dates(text)
        assert (found.first, found.last, found.precision) == (day, day, Precision.DAY)
