"""Promise 3: the same number agrees however it is written, another one never does."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal

from hypothesis import assume, example, given
from hypothesis import strategies as st

from service.domain.relation import Relation
from service.text.comparison import compare_quantities

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
ONES += "fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SCALES = {10**9: "billion", 10**6: "million", 10**3: "thousand", 100: "hundred"}


def spell(number: int) -> str:
    """An integer below 1,000 billion in English words."""
    for size, scale in SCALES.items():
        if number >= size:
            rest = number % size
            joint = " and " if rest and rest < 100 else " "
            return f"{spell(number // size)} {scale}{joint if rest else ''}" + (
                spell(rest) if rest else ""
            )
    if number < 20:
        return ONES.split()[number]
    ten, one = divmod(number, 10)
    return TENS.split()[ten - 2] + (f"-{spell(one)}" if one else "")


def relate(claim: str, source: str) -> Relation:
    (match,) = compare_quantities(claim, source)
    return match.relation


WRITINGS: dict[str, Callable[[int], str]] = {
    "digits": str,
    "commas": "{:,}".format,
    "spaces": lambda number: f"{number:,}".replace(",", " "),
    "narrow spaces": lambda number: f"{number:,}".replace(",", "\u202f"),
    "apostrophes": lambda number: f"{number:,}".replace(",", "’"),
    "thousands": lambda number: f"{Decimal(number) / 1000:f} thousand",
    "millions": lambda number: f"{Decimal(number) / 10**6:f} million",
    "billions": lambda number: f"{Decimal(number) / 10**9:f} billion",
}
writings = st.sampled_from(sorted(WRITINGS))
nouns = st.sampled_from(["voters", "tonnes", "euros", "per cent", "MW", "litres a day"])
integers = st.integers(min_value=2, max_value=10**12)


@given(integers, writings, writings, nouns)
def test_any_writing_of_a_number_agrees_with_any_other(
    number: int, one: str, other: str, noun: str
) -> None:
    claim, source = (f"It has {WRITINGS[form](number)} {noun}." for form in (one, other))
    assert relate(claim, source) is not Relation.DIFFERS
    exact = f"It has {number} {noun}."
    assert relate(exact, exact) is Relation.AGREES
    assert relate(claim, exact) is Relation.AGREES


@given(st.integers(min_value=2, max_value=10**6 - 1))
@example(250_000)
@example(200_050)
def test_words_agree_with_digits(number: int) -> None:
    words, digits = f"It has {spell(number)} voters.", f"It has {number:,} voters."
    assert relate(words, digits) is Relation.AGREES
    assert relate(digits, words) is not Relation.DIFFERS


@given(st.integers(min_value=2, max_value=999), st.integers(min_value=2, max_value=999))
def test_other_words_never_agree(one: int, other: int) -> None:
    assume(one != other)
    assert relate(f"It has {spell(one)} voters.", f"It has {other} voters.") is Relation.DIFFERS


@given(integers, integers, writings, writings, nouns)
def test_another_number_never_agrees(
    one: int, other: int, form: str, other_form: str, noun: str
) -> None:
    # An integer with many zeros may be rounded, by at most a fiftieth of it.
    assume(abs(one - other) > 0.03 * max(one, other))
    claim, source = WRITINGS[form](one), WRITINGS[other_form](other)
    # What is stated in few digits of millions may stand for more than one number.
    assume(round_like(one, claim) != round_like(other, claim))
    relation = relate(f"It has {claim} {noun}.", f"It has {source} {noun}.")
    assert relation is not Relation.AGREES


def round_like(number: int, stated: str) -> Decimal:
    """The number rounded to the last digit of one that is stated in this way."""
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
    figure, _, scale = stated.rpartition(" ")
    if scale not in scales:
        return Decimal(number)
    step = Decimal(1).scaleb(-len(figure.partition(".")[2])) * scales[scale]
    return (number / step).quantize(Decimal(1), ROUND_HALF_EVEN) * step


decimals = st.decimals(min_value="1.0", max_value="9999", places=4)


@given(decimals, st.integers(min_value=0, max_value=3), nouns)
def test_a_rounded_claim_agrees_and_the_next_one_does_not(
    value: Decimal, places: int, noun: str
) -> None:
    step = Decimal(1).scaleb(-places)
    rounded = value.quantize(step)
    # Rounding away a tenth or more is no rounding: 1.4 is not "1".
    assume(abs(rounded - value) < rounded * Decimal("0.08"))
    source = f"It has {value} {noun}."
    assert relate(f"It has {rounded} {noun}.", source) is Relation.AGREES
    for wrong in (rounded + 2 * step, rounded - 2 * step):
        if wrong > 0:
            assert relate(f"It has {wrong} {noun}.", source) is not Relation.AGREES


@given(decimals, st.integers(min_value=0, max_value=2))
def test_a_source_that_rounds_proves_no_further_digits(value: Decimal, places: int) -> None:
    rounded = value.quantize(Decimal(1).scaleb(-places))
    assume(rounded != value)
    claim, source = f"It is {value} km long.", f"It is {rounded} km long."
    assert relate(claim, source) is not Relation.AGREES


EXACT_UNITS = [
    ("km", "metres", 1000),
    ("tonnes", "kg", 1000),
    ("GW", "MW", 1000),
    ("bcm", "million cubic metres", 1000),
    ("weeks", "days", 7),
    ("hours", "minutes", 60),
    ("dozen ships", "ships", 12),
    ("square kilometres", "hectares", 100),
    ("percentage points", "basis points", 100),
]


@given(st.integers(min_value=2, max_value=5000), st.sampled_from(EXACT_UNITS))
def test_a_converted_unit_agrees_and_a_wrong_conversion_does_not(
    value: int, units: tuple[str, str, int]
) -> None:
    unit, smaller, factor = units
    claim = f"It has {value} {unit}."
    assert relate(claim, f"It has {value * factor} {smaller}.") is Relation.AGREES
    assert relate(claim, f"It has {value * factor * 5 // 4} {smaller}.") is Relation.DIFFERS
    assert relate(claim, f"It has {value} {smaller}.") is Relation.DIFFERS


amounts = st.integers(min_value=10, max_value=900)


@given(amounts, amounts, st.sampled_from(["from {a} to {b}", "to {b} from {a}"]))
def test_a_computed_difference_agrees_and_another_does_not(a: int, b: int, form: str) -> None:
    assume(abs(a - b) > 4)
    verb = "rose" if b > a else "fell"
    stated = form.format(a=f"{a} million euros", b=f"{b} million euros")
    source = f"Exports {verb} {stated}."
    assert relate(f"Exports {verb} by {abs(a - b)} million euros.", source) is Relation.AGREES
    wrong = f"Exports {verb} by {abs(a - b) + 3} million euros."
    assert relate(wrong, source) is Relation.DIFFERS
    other = "fell" if b > a else "rose"
    turned = f"Exports {other} by {abs(a - b)} million euros."
    assert relate(turned, source) is not Relation.AGREES


@given(amounts, amounts)
def test_each_of_two_things_keeps_its_own_number(bridge: int, tunnel: int) -> None:
    assume(abs(bridge - tunnel) > 0.03 * max(bridge, tunnel))
    source = f"The bridge cost {bridge} million euros and the tunnel {tunnel} million euros."
    for thing, own, other in (("bridge", bridge, tunnel), ("tunnel", tunnel, bridge)):
        assert relate(f"The {thing} cost {own} million euros.", source) is Relation.AGREES
        assert relate(f"The {thing} cost {other} million euros.", source) is Relation.DIFFERS


PIECES = """
    1,000 and twenty five million $ € % per cent km ½ to between about a half third . , ' S-400
    2021 6 October more than of year 28 agreements Rs crore : + from by rose fell up down doubled
    halved aged old time consecutive total out in ; while but early 1990s plus nearly -3 1.234.567
    12'345 bpd basis points last quarter judges
    """.split()
texts = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)
)


@given(texts, texts)
def test_comparison_never_raises_and_keeps_its_place(claim: str, source: str) -> None:
    for match in compare_quantities(claim, source):
        assert match.claim.of(claim) == match.claim.text
        assert match.source is None or match.source.of(source) == match.source.text


@given(texts)
def test_a_text_never_differs_from_itself_in_a_single_number(text: str) -> None:
    matches = compare_quantities(text, text)
    if len(matches) == 1:
        assert matches[0].relation is not Relation.DIFFERS
