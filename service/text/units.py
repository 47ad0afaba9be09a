"""Units and currencies as texts write them. Conversion factors are pint's."""

from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from service.text.tokens import Tokens, match_phrase, skip_hyphen


class Unit(NamedTuple):
    """``factor`` turns a value in the unit into the canonical unit of ``dimension``."""

    dimension: str
    name: str
    factor: Decimal


PER_CENT = Unit("share", "per cent", Decimal(1))
TIMES = Unit("ratio", "times", Decimal(1))
NUMBER = Unit("number", "number", Decimal(1))

CANONICAL = {
    "length": "km",
    "area": "km**2",
    "mass": "tonne",
    "volume": "m**3",
    "power": "MW",
    "energy": "MWh",
    "speed": "km/h",
    "duration": "day",
}

_UNITS: dict[str, dict[str, str]] = {
    "length": {
        "mm": "mm|millimetre|millimetres|millimeter|millimeters",
        "cm": "cm|centimetre|centimetres|centimeter|centimeters",
        "m": "m|metre|metres|meter|meters",
        "km": "km|kms|kilometre|kilometres|kilometer|kilometers",
        "inch": "inch|inches",
        "foot": "ft|foot|feet",
        "yard": "yd|yard|yards",
        "mile": "mi|mile|miles",
        "nautical_mile": "nautical mile|nautical miles|nm|nmi",
    },
    "area": {
        "m**2": "m²|m 2|sqm|sq m|square metre|square metres|square meter|square meters",
        "km**2": "km²|km 2|sq km|sq . km|square km|square kilometre|square kilometres|"
        "square kilometer|square kilometers",
        "foot**2": "sq ft|square foot|square feet",
        "mile**2": "sq mi|square mile|square miles",
        "hectare": "ha|hectare|hectares",
        "acre": "acre|acres",
    },
    "mass": {
        "gram": "g|gram|grams|gramme|grammes",
        "kg": "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes",
        "tonne": "t|tonne|tonnes|ton|tons|metric ton|metric tons|metric tonne|metric tonnes",
        "kilotonne": "kt|kilotonne|kilotonnes|kiloton|kilotons",
        "megatonne": "mmt|megatonne|megatonnes|mtpa",
        "short_ton": "short ton|short tons",
        "pound": "lb|lbs",
        "ounce": "oz|ounce|ounces",
    },
    "volume": {
        "m**3": "m³|m 3|cubic metre|cubic metres|cubic meter|cubic meters|cu m",
        "1e9 m**3": "bcm",
        "1e6 m**3": "mcm",
        "foot**3": "cubic foot|cubic feet|cu ft",
        "1e9 foot**3": "bcf",
        "1e12 foot**3": "tcf",
        "litre": "l|litre|litres|liter|liters",
        "gallon": "gallon|gallons",
        "oil_barrel": "bbl|barrel|barrels|bpd|b / d",
        "1e6 oil_barrel": "mbpd|mb / d",
    },
    "power": {
        "W": "watt|watts",
        "kW": "kw|kilowatt|kilowatts",
        "MW": "mw|megawatt|megawatts",
        "GW": "gw|gigawatt|gigawatts",
        "TW": "tw|terawatt|terawatts",
        "horsepower": "hp|horsepower",
    },
    "energy": {
        "kWh": "kwh|kilowatt hour|kilowatt hours|kilowatt - hours",
        "MWh": "mwh|megawatt hour|megawatt hours|megawatt - hours",
        "GWh": "gwh|gigawatt hour|gigawatt hours|gigawatt - hours",
        "TWh": "twh|terawatt hour|terawatt hours|terawatt - hours",
    },
    "speed": {
        "km/h": "km / h|kmh|kmph|kph|km per hour|kilometres per hour|kilometers per hour|"
        "kilometres an hour|kilometers an hour",
        "mile/hour": "mph|miles per hour|miles an hour",
        "m/s": "m / s|metres per second|meters per second|metres a second|meters a second",
        "knot": "knot|knots",
    },
    "duration": {
        "second": "seconds|secs",
        "minute": "minute|minutes|min|mins",
        "hour": "hour|hours|hr|hrs",
        "day": "day|days",
        "week": "week|weeks",
        "fortnight": "fortnight|fortnights",
        "month": "month|months",
        "year": "year|years|yr|yrs",
        "10 year": "decade|decades",
        "century": "century|centuries",
    },
}

_CURRENCIES = {
    "USD": "$|us $|usd|dollar|dollars|us dollar|us dollars|u . s . dollar|u . s . dollars|"
    "american dollars",
    "EUR": "€|eur|euro|euros",
    "GBP": "£|gbp|pound|pounds|pound sterling|pounds sterling|british pounds",
    "INR": "₹|inr|rs|rs .|re|rupee|rupees|indian rupee|indian rupees",
    "PKR": "₨|pkr|pakistani rupee|pakistani rupees|pakistan rupees",
    "LKR": "lkr|sri lankan rupees",
    "NPR": "npr|nepali rupees|nepalese rupees",
    "RUB": "₽|rub|rouble|roubles|ruble|rubles|russian roubles|russian rubles",
    "CNY": "cny|rmb|yuan|renminbi|chinese yuan",
    "JPY": "¥|jpy|yen|japanese yen",
    "AUD": "a $|au $|aud|australian dollar|australian dollars",
    "CAD": "c $|ca $|cad|canadian dollar|canadian dollars",
    "NZD": "nz $|nzd|new zealand dollars",
    "HKD": "hk $|hkd|hong kong dollars",
    "SGD": "s $|sgd|singapore dollar|singapore dollars",
    "CHF": "chf|swiss franc|swiss francs",
    "SEK": "sek|swedish kronor|swedish crowns",
    "NOK": "nok|norwegian kroner|norwegian crowns",
    "DKK": "dkk|danish kroner|danish crowns",
    "TRY": "₺|turkish lira|turkish liras",
    "KRW": "₩|krw|south korean won",
    "BRL": "r $|brl|reais",
    "ZAR": "zar|rand",
    "AED": "aed|dirham|dirhams",
    "SAR": "sar|riyal|riyals|saudi riyals",
    "BDT": "৳|bdt|taka",
    "UAH": "₴|uah|hryvnia|hryvnias",
    "PLN": "pln|zloty|zlotys",
    "ILS": "₪|ils|shekel|shekels",
    "NGN": "₦|ngn|naira",
    "VND": "₫|vnd|dong",
}
_SHARES = "%|per cent|percent|pct"
_POINTS = "percentage point|percentage points|pp|per cent points|percent points"
_BASIS_POINTS = "basis point|basis points|bps"
_LONGEST = 5
PER = {"bpd": "day", "mbpd": "day", "d": "day", "mtpa": "year"}
"""The time that a unit has in itself, by its last token."""


@cache
def _open_registry() -> Any:
    # Imported on first use: pint and its registry take a third of a second of every start.
    import pint

    return pint.UnitRegistry(non_int_type=Decimal)


@cache
def factor_of(unit: str, dimension: str) -> Decimal:
    """What a value in this pint unit is multiplied by to stand in the canonical unit."""
    magnitude = _open_registry()(unit).to(CANONICAL[dimension]).magnitude
    return Decimal(magnitude).normalize()


@cache
def _make_unit(dimension: str, name: str) -> Unit:
    factor = factor_of(name, dimension)
    # Moving the decimal point is no conversion, so such units go by the canonical name.
    exact = factor.as_tuple().digits == (1,)
    return Unit(dimension, CANONICAL[dimension].replace("**", "") if exact else name, factor)


def _spellings(spellings: str) -> list[tuple[str, ...]]:
    return [tuple(spelling.split()) for spelling in spellings.split("|")]


def _measures() -> dict[tuple[str, ...], tuple[str, str]]:
    """Dimension and pint's name of every measure, by its spelling."""
    return {
        spelling: (dimension, name)
        for dimension, names in _UNITS.items()
        for name, spellings in names.items()
        for spelling in _spellings(spellings)
    }


def _plain_units() -> dict[tuple[str, ...], Unit]:
    """What needs no conversion."""
    units: dict[tuple[str, ...], Unit] = {}
    for currency, spellings in _CURRENCIES.items():
        unit = Unit(f"money:{currency}", currency, Decimal(1))
        units |= dict.fromkeys(_spellings(spellings), unit)
    units |= dict.fromkeys(_spellings(_SHARES), PER_CENT)
    units |= dict.fromkeys(
        _spellings(_POINTS), Unit("percentage_point", "percentage points", Decimal(1))
    )
    units |= dict.fromkeys(
        _spellings(_BASIS_POINTS), Unit("percentage_point", "percentage points", Decimal("0.01"))
    )
    units[("times",)] = TIMES
    return units


MEASURES = _measures()
PLAIN_UNITS = _plain_units()
# A spelling of both is the plain one: "pounds" are money.
UNITS: dict[tuple[str, ...], Unit | tuple[str, str]] = {**MEASURES, **PLAIN_UNITS}
UNIT_STARTS = frozenset(phrase[0] for phrase in UNITS)
PREFIXES = {
    spelling: PLAIN_UNITS[spelling]
    for spellings in _CURRENCIES.values()
    for spelling in _spellings(spellings)
    if not spelling[-1].isalpha() or (len(spelling) == 1 and len(spelling[0]) <= 3)
}
"""Currencies as they are written before the number."""
PREFIX_STARTS = frozenset(phrase[0] for phrase in PREFIXES)


def read_unit(tokens: Tokens, index: int) -> tuple[Unit, int] | None:
    """The unit or currency that starts at ``index``, also after a hyphen ("600-km")."""
    start = skip_hyphen(tokens, index)
    if tokens[start].key not in UNIT_STARTS:
        return None
    found = match_phrase(tokens, start, UNITS, _LONGEST)
    if found is None:
        return None
    unit, end = found
    if end == start + 1 and len(tokens[start].key) == 1 and tokens[start].surface.isupper():
        # "5 g" is a mass, "5G" is a name.
        return None
    return (unit if isinstance(unit, Unit) else _make_unit(*unit)), end


def read_prefix(tokens: Tokens, index: int) -> tuple[Unit, int] | None:
    """The currency that is written before a number at ``index``."""
    if tokens[index].key not in PREFIX_STARTS:
        return None
    found = match_phrase(tokens, index, PREFIXES, 2)
    letters = tokens[index].surface
    if found is None or not letters.isalpha() or letters in ("Rs", "rs"):
        return found
    # "A$5" is Australian, "a $5 note" is not.
    joined = found[1] == index + 1 or tokens[index + 1].glued
    return found if letters.isupper() and joined else None
