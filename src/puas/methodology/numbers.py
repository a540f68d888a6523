"""Numbers the Indonesian way (88,31 and 4.087), and the one rounding of the whole project."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from puas.errors import BadInput

Number = Decimal | Fraction | int

_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_DIGITS = re.compile(r"[+-]?[0-9]+")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+")
_ONE_MARK = re.compile(r"[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)")
_TWO_MARKS = re.compile(r"[+-]?[0-9]{1,3}((\.[0-9]{3})+,[0-9]+|(,[0-9]{3})+\.[0-9]+)")


def round_half_up(value: Number, places: int) -> Decimal:
    """Return `value` with `places` decimals; a half goes away from zero.

    The sum is done in integers, so 88.305 can never become 88.30 on its way.
    """
    numerator, denominator = value.as_integer_ratio()
    if places >= 0:
        whole, rest = divmod(abs(numerator) * 10**places, denominator)
    else:
        denominator *= 10**-places
        whole, rest = divmod(abs(numerator), denominator)
    whole += 2 * rest >= denominator
    return Decimal(whole if numerator >= 0 else -whole).scaleb(-places, _WIDE)


def format_number(value: Number, places: int) -> str:
    """Return `value` rounded to `places` decimals: a comma before decimals, a dot between thousands."""
    rounded = round_half_up(value, places)
    sign = "-" if rounded < 0 else ""
    plain = f"{abs(rounded):,.{places}f}"
    return sign + plain.translate(str.maketrans(",.", ".,"))


def places_of(value: Decimal) -> int:
    """Return the number of decimals `value` was printed with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def parse_number(text: str) -> Decimal:
    """Return the measured value (an index, an element, a percentage) written in `text`.

    A single comma or dot is a decimal mark ("88,31", "89.847"); of two kinds the last one is ("1.234,5").
    Raises BadInput `number_unreadable`. Counts of people are read by `parse_count`.
    """
    cleaned = _join_digits(text).removesuffix("%")
    if not _ONE_MARK.fullmatch(cleaned) and not _TWO_MARKS.fullmatch(cleaned):
        raise BadInput("number_unreadable", "“{text}” bukan angka. Tulis seperti 88,31.", text=text)
    mark = max(".,", key=cleaned.rfind)
    return Decimal(cleaned.replace("." if mark == "," else ",", "").replace(mark, "."))


def parse_count(text: str) -> int:
    """Return the whole number written in `text`; dots stand between thousands ("4.087" is 4087).

    Raises BadInput `count_unreadable`.
    """
    cleaned = _join_digits(text)
    if not _DIGITS.fullmatch(cleaned) and not _GROUPED.fullmatch(cleaned):
        raise BadInput("count_unreadable", "“{text}” bukan bilangan bulat. Tulis seperti 4.087.", text=text)
    return int(cleaned.replace(".", ""))


def _join_digits(text: str) -> str:
    """Return `text` without spaces: narrow columns break numbers ("98,57 5")."""
    return re.sub(r"\s", "", text)
