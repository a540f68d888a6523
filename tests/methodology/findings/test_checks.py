"""All rules together: order, summary, confirmations."""

from decimal import Decimal

from puas.methodology.findings.checks import check_recap
from puas.methodology.findings.recaps import RealisationCount, Recap, UnitCount
from puas.methodology.periods import parse_period
from tests.methodology.findings.small_recaps import COLUMNS, survey


def test_errors_come_first_and_the_summary_counts_them() -> None:
    rows = (survey(respondents=30), survey("Dinas Dua", index=Decimal("99.00"), respondents=25))
    checked = check_recap(Recap(rows=rows, columns=COLUMNS))
    assert [f.severity.value for f in checked.findings] == sorted(
        (f.severity.value for f in checked.findings), key=["error", "warning", "remark"].index
    )
    assert checked.summary["index-elements"] == 1
    assert (checked.rows, checked.has_errors) == (2, True)
    assert [w.name for w in checked.weights] == ["1/9", "none"]


def test_a_sound_recap_has_nothing() -> None:
    checked = check_recap(Recap(rows=(survey(),), columns=COLUMNS))
    assert (checked.findings, checked.has_errors, checked.summary) == ((), False, {})


def test_what_the_table_bears_out_is_confirmed() -> None:
    counts = (
        RealisationCount(parse_period("2023-S2"), 100, 1),
        RealisationCount(parse_period("2023-S2"), 0, 4),
    )
    recap = Recap(
        rows=(survey(),),
        columns=COLUMNS,
        realisation_counts=(*counts, RealisationCount(None, 100, 1)),
        unit_counts=(UnitCount(1), UnitCount(9)),
        listed_count=1,
    )
    confirmed = [(c.subject.format(**c.data), c.counted) for c in check_recap(recap).confirmations]
    assert confirmed == [
        ("Realisasi 100 % dari rencana Semester II 2023", "1"),
        ("Jumlah unit", "1"),
        ("Jumlah unit di lampiran", "1"),
    ]
