"""A unit with everything a report can say, in figures that are all different."""

import dataclasses
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from puas.methodology.elements import ELEMENTS
from puas.methodology.periods import parse_period
from puas.methodology.teams import Team
from puas.methodology.windows import Phase, Stage
from puas.reports.agency_inputs import LineSource, TrendStep
from puas.reports.follow_ups import FollowUp
from puas.reports.unit_inputs import (
    Collection,
    DoneItem,
    ElementLine,
    LastPlan,
    ProfileLine,
    ProfileQuestion,
    ProfileTable,
    Question,
    Questionnaire,
    UnitReportInput,
)
from tests.reports.samples import HOSTILE, MADE_AT, S1

SUMS = (301, 312, 290, 399, 322, 331, 347, 351, 284)
"""Scores of 100 respondents: U9, U3 and U1 are the lowest, U4 the highest."""


def make_elements(sums: tuple[int, ...] = SUMS, people: int = 100) -> tuple[ElementLine, ...]:
    """Return elements whose previous values lie one point below, U1's one above."""
    return tuple(
        ElementLine(
            key=element.key,
            name=element.name,
            mean=Fraction(total, people),
            weight=Fraction(1, 9),
            value=Fraction(25 * total, people),
            previous=Fraction(25 * total, people) + (1 if element.key == "U1" else -1),
            answered=people,
            total=total,
        )
        for element, total in zip(ELEMENTS, sums, strict=True)
    )


def make_unit_input(**fields: Any) -> UnitReportInput:
    """Return the input of a report on the first half of 2023."""
    elements = make_elements()
    given = UnitReportInput(
        agency="Kota Contoh",
        unit="Dinas Contoh",
        period=S1,
        made_at=MADE_AT,
        index=sum((line.value or 0) * Fraction(1, 9) for line in elements),
        elements=elements,
        respondents=100,
        weighting="1/9",
        methods=frozenset({"online", "offline"}),
        margin=Decimal("1.27"),
        excluded=3,
        index_with=Fraction("80.11"),
        collection=make_collection(),
        profiles=make_profiles(),
        questionnaire=make_questionnaire(),
        priorities=("Sarana dan Prasarana", "Waktu Penyelesaian", "Persyaratan"),
        plan=make_plan(),
        trend=(
            TrendStep(parse_period("2022-S1"), Decimal("79.10"), LineSource.IMPORTED),
            TrendStep(parse_period("2022-S2"), Decimal("80.65")),
            TrendStep(S1, sum((line.value or 0) * Fraction(1, 9) for line in elements)),
        ),
        last_plan=make_last_plan(),
    )
    return dataclasses.replace(given, **fields)


def make_collection(**fields: Any) -> Collection:
    """Return a survey of 1,234 people served, planned over four phases."""
    days = ((3, 1), (3, 9), (6, 15), (6, 23))
    stages = tuple(
        Stage(phase, date(2023, month, day), date(2023, month, day + 6), 5 + place)
        for place, (phase, (month, day)) in enumerate(zip(Phase, days, strict=True))
    )
    team = Team("Kepala Dinas", "Ketua Tim", ("Anggota A", HOSTILE), ("Sekretaris",))
    given = Collection(
        stages, team, date(2023, 3, 9), date(2023, 6, 14), 1234, "register", None, 294, "Jalan 1"
    )
    return dataclasses.replace(given, **fields)


def make_profiles() -> tuple[ProfileTable, ...]:
    """Return who answered by sex, and by education with two hidden groups."""
    sexes = (
        ProfileLine("Laki-laki", 47, Fraction(47), Fraction("81.21")),
        ProfileLine("Perempuan", 53, Fraction(53), Fraction("82.77")),
    )
    schools = (
        ProfileLine("SD", None, None, None, is_hidden=True),
        ProfileLine("SMA", 88, Fraction(88), Fraction("81.98")),
        ProfileLine("S3", None, None, None, is_hidden=True),
    )
    return (
        ProfileTable("profile:sex", "jenis kelamin", sexes, 5),
        ProfileTable("profile:education", "pendidikan", schools, 5),
    )


def make_questionnaire() -> Questionnaire:
    """Return two questions and two things asked about the respondent."""
    return Questionnaire(
        "Kuesioner klasik",
        "classic-2017@1",
        (
            Question("Bagaimana persyaratannya?", "U1", ("Tidak sesuai", "Kurang", "Sesuai", "Sangat")),
            Question("Apakah ada pungutan?", "", ("Selalu", "Sering", "Jarang", "Tidak")),
        ),
        (ProfileQuestion("Jenis kelamin", ("L", "P")), ProfileQuestion("Usia", ())),
    )


def make_plan() -> tuple[FollowUp, ...]:
    """Return two activities for one element; another has none yet."""
    quarters = (parse_period("2023-Q3"), parse_period("2023-Q4"))
    return (
        FollowUp("Sarana dan Prasarana", "Menambah kursi", quarters, "Kepala Seksi Sarana"),
        FollowUp("Sarana dan Prasarana", HOSTILE, quarters[:1], "Kepala Seksi Sarana"),
        FollowUp("Waktu Penyelesaian"),
    )


def make_last_plan() -> LastPlan:
    """Return a plan of three activities of which two are done."""
    items = (
        DoneItem(
            "Waktu Penyelesaian",
            "Loket kedua",
            "Kepala Seksi",
            "Selesai",
            "Dibuka",
            ("Foto (https://a.id/1)",),
        ),
        DoneItem(
            "Persyaratan", "Brosur", "Kepala Seksi", "Selesai", "Dicetak", ("Brosur (SHA-256 00ff)", "Foto")
        ),
        DoneItem("Biaya/Tarif", "Papan tarif", "Kepala Seksi", "Belum dimulai"),
    )
    return LastPlan(parse_period("2022-S2"), Fraction(200, 3), 2, 3, items)
