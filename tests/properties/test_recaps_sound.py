"""Whatever the shape, a sound recap reads back whole and raises no error."""

from hypothesis import HealthCheck, given, settings, strategies as st

from puas.exchange.recaps.files import read_recap_lines
from puas.methodology.findings.checks import check_recap
from puas.methodology.periods import PeriodKind
from tests.exchange.recaps.sound_recaps import Shape, lines_of, make_recap

RHYTHMS = (
    (PeriodKind.QUARTER, 1),
    (PeriodKind.QUARTER, 2),
    (PeriodKind.QUARTER, 4),
    (PeriodKind.SEMESTER, 1),
    (PeriodKind.SEMESTER, 2),
    (PeriodKind.YEAR, 1),
)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    kind, periods = draw(st.sampled_from(RHYTHMS))
    grid = draw(st.booleans())
    places = draw(st.integers(1, 4))
    return Shape(
        units=draw(st.integers(2, 14)),
        kind=kind,
        periods=periods,
        averages=draw(st.booleans()) and places >= 2,
        places=2 if grid else places,
        grid=grid,
        weight=draw(st.sampled_from(["exact", "0.111", "0.11"])) if not grid and places >= 2 else "exact",
        comma=draw(st.booleans()),
        one_header=draw(st.booleans()),
        numbered_plans=draw(st.booleans()),
        agency=draw(st.booleans()) and places >= 2,
        sentences=draw(st.booleans()),
        letters_only=draw(st.booleans()),
        priorities=draw(st.sampled_from([2, 3, 4])),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shape=shapes(), seed=st.integers(0, 10_000))
def test_a_sound_recap_of_any_shape(shape: Shape, seed: int) -> None:
    sound = make_recap(seed, shape)
    recap = read_recap_lines(lines_of(sound), name="rekap")
    assert [(r.unit, r.code, list(r.values), r.index, r.respondents) for r in recap.rows] == [
        (r.unit, r.period.code if r.period else "", r.values, r.index, r.respondents) for r in sound.rows
    ]
    surveys = [r for r in recap.rows if r.kind == "survey"]
    assert [[p.element for p in r.priorities] for r in surveys] == [r.priorities for r in sound.surveys()]
    assert [[p.text for p in r.plans] for r in surveys] == [r.plans for r in sound.surveys()]
    assert [f.sentence("id") for f in check_recap(recap).findings if f.severity == "error"] == []
