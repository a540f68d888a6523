"""One sentence about a figure: for those who share a page, and for those who do not see a badge."""

from fractions import Fraction

from django.utils.translation import gettext

from puas.methodology.grades import Grade
from puas.methodology.periods import Period
from puas.web.templatetags.printing import number, print_period


def say_index(name: str, period: Period, index: Fraction, grade: Grade) -> str:
    """Return "Indeks Kepuasan Masyarakat Dinas A, Triwulan I 2023: 88,31, mutu A (Sangat baik)"."""
    return gettext("Indeks Kepuasan Masyarakat {name}, {period}: {index}, mutu {letter} ({grade})").format(
        name=name,
        period=print_period(period),
        index=number(index),
        letter=grade.letter,
        grade=gettext(grade.performance),
    )


def say_published(name: str, period: Period) -> str:
    """Return what a page of an agency without a figure of its own is about."""
    return gettext("Indeks Kepuasan Masyarakat setiap unit {name}, {period}").format(
        name=name, period=print_period(period)
    )
