"""The gallery: every component of the design system in every state, from the templates of the pages."""

from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.exchange.instrument_files import load_instrument
from puas.lifecycles import SurveyState
from puas.methodology.elements import ELEMENTS
from puas.methodology.grades import GRADES
from puas.reports.charts import Bar, Chart, Point, count_grades, draw_elements, draw_shares, draw_trend
from puas.reports.rulers import draw_ruler
from puas.web.charts import NARROW, shown, wide_enough
from puas.web.pages import render_public
from puas.web.public.questions import Question, build_questionnaire

COLOURS = (
    "ground",
    "paper",
    "sunken",
    "ink",
    "ink-soft",
    "line",
    "line-strong",
    "tarum",
    "tarum-soft",
    "soga",
    "soga-soft",
    "mengkudu",
    "mengkudu-soft",
    "jambal",
    "jambal-soft",
    "focus",
)
SPACES = range(1, 9)
EXAMPLE_VALUES = (8925, 8610, 8275, 9950, 8725, 9012, 9130, 8588, 7740)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the whole design system. Every figure on the page is an example and is called one."""
    language = translation.get_language()
    context = {
        "colours": COLOURS,
        "spaces": SPACES,
        "grades": GRADES,
        "states": list(SurveyState),
        "scales": _scales(language),
        "fields": _fields(language),
        "charts": [shown(chart) for chart in _charts(language)],
        "rulers": [
            shown(draw_ruler(Fraction(v, 100), margin=2, language=language)) for v in (9120, 8231, 7500, 5810)
        ],
        "rows": [(e.key, e.name, Fraction(v, 100)) for e, v in zip(ELEMENTS, EXAMPLE_VALUES, strict=True)],
    }
    return render_public(request, "public/gallery.html", context)


def _scales(language: str) -> list[tuple[str, Question]]:
    instrument = load_instrument("classic-2017")
    given = {"Q2": ["3"]}
    errors = {"Q3": gettext("Pertanyaan {number} belum dijawab.").format(number=3)}
    questions = build_questionnaire(instrument, language, given=given, errors=errors).scales
    ratings = build_questionnaire(load_instrument("national-2024-online"), language).ratings
    names = (
        gettext("Belum dijawab"),
        gettext("Sudah dijawab"),
        gettext("Salah"),
        gettext("Skala 1 sampai 10"),
    )
    return list(zip(names, (*questions[:3], ratings[0]), strict=True))


def _fields(language: str) -> list[tuple[str, Question]]:
    name = gettext("Nama unit")
    options = build_questionnaire(load_instrument("classic-2017"), language).about
    kinds = {field.kind: field for field in options}
    return [
        (gettext("Kosong"), Question("contoh1", "text", name, is_required=True)),
        (gettext("Dengan petunjuk"), Question("contoh2", "integer", gettext("Usia"), hint=gettext("Angka"))),
        (gettext("Terisi"), Question("contoh3", "text", name, value="Puskesmas Gilingan", is_required=True)),
        (
            gettext("Salah"),
            Question("contoh4", "integer", gettext("Usia"), value="abc", error=gettext("Isi dengan angka.")),
        ),
        (
            gettext("Terkunci"),
            Question("contoh5", "text", name, value="Pusat", is_required=True, is_disabled=True),
        ),
        (gettext("Tanggal"), Question("contoh6", "date", gettext("Tanggal"), value="2026-11-20")),
        (gettext("Teks panjang"), Question("contoh7", "long", gettext("Saran"), limit=2000)),
        (gettext("Pilihan"), kinds["choice"]),
    ]


def _charts(language: str) -> tuple[Chart, ...]:
    lowest = sorted(EXAMPLE_VALUES)[:3]
    bars = [
        Bar(e.key, e.name if language == "id" else e.name_en, Fraction(v, 100), is_low=v in lowest)
        for e, v in zip(ELEMENTS, EXAMPLE_VALUES, strict=True)
    ]
    values = [Fraction(v, 100) for v in (8410, 8535, 8702, 8790)]
    points = [
        Point(f"{gettext('Triwulan')} {n} 2026", v)
        for n, v in zip(("I", "II", "III", "IV"), values, strict=True)
    ]
    shares = count_grades([Fraction(v, 100) for v in EXAMPLE_VALUES] + [None], language)
    return (
        draw_elements(bars, title=gettext("Contoh: nilai unsur"), palette=NARROW, language=language),
        draw_trend(
            points, title=gettext("Contoh: tren IKM"), palette=wide_enough(len(points)), language=language
        ),
        draw_shares(shares, title=gettext("Contoh: sebaran mutu"), palette=NARROW, language=language),
    )
