"""What a survey still lacks for a step of its life: the same list for its page and for the refusal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from puas.errors import NotNow
from puas.lifecycles import Need, SurveyState, needs_of
from puas.models import Survey, User
from puas.queries.held_responses import waiting
from puas.queries.own_findings import count_open
from puas.queries.plans import find_standing_result, missing_plan_elements
from puas.queries.result_inputs import is_current


@dataclass(frozen=True)
class Missing:
    """One need that does not hold: the refusal that says so, and what it is mended with."""

    need: Need
    refusal: NotNow


Check = Callable[[Survey, User | None], NotNow | None]


def find_missing(survey: Survey, to: SurveyState, by: User | None) -> tuple[Missing, ...]:
    """Return everything that the step of `survey` to `to` by this person still lacks.

    The needs follow from `lifecycles.SURVEY_NEEDS` and the agency's policy; `by` None is the installation.
    """
    found = ((need, CHECKS[need](survey, by)) for need in needs_of(to, survey.unit.agency.policy))
    return tuple(Missing(need, refusal) for need, refusal in found if refusal is not None)


def check_tray(survey: Survey, by: User | None) -> NotNow | None:
    """Every answer in the tray is decided."""
    number = waiting(survey).count()
    if not number:
        return None
    return NotNow(
        "tray_waiting",
        "{n} jawaban masih menunggu keputusan di baki survei {unit}, {period}. Koordinator memutuskannya "
        "di halaman “Baki” survei itu; sesudah itu survei dapat diajukan.",
        n=number,
        **_name(survey),
    )


def check_result(survey: Survey, by: User | None) -> NotNow | None:
    """The result that stands has an index and counts exactly the answers that are there now."""
    result = find_standing_result(survey.unit, survey.period)
    if result is not None and is_current(result):
        return None
    return NotNow(
        "survey_no_result",
        "Hasil {unit}, {period} belum dihitung dari semua jawaban yang ada. Tekan “Hitung hasil” di halaman "
        "survei itu, lihat hasilnya, lalu ajukan.",
        **_name(survey),
    )


def check_plan(survey: Survey, by: User | None) -> NotNow | None:
    """Each priority has an activity (PermenPANRB 14/2017: the lowest elements are followed up)."""
    missing = missing_plan_elements(survey)
    if not missing:
        return None
    return NotNow(
        "survey_no_plan",
        "Rencana tindak lanjut {unit}, {period} belum punya kegiatan untuk {elements}. Isi paling sedikit "
        "satu kegiatan untuk setiap unsur prioritas di halaman “Rencana tindak lanjut”.",
        elements=", ".join(missing),
        **_name(survey),
    )


def check_other_person(survey: Survey, by: User | None) -> NotNow | None:
    """Who verifies is not who submitted."""
    if by is None or survey.submitted_by_id != by.pk:
        return None
    return NotNow(
        "survey_same_person",
        "Survei {unit}, {period} diajukan oleh akun ini sendiri. Orang lain yang berwenang memverifikasinya.",
        **_name(survey),
    )


def check_findings(survey: Survey, by: User | None) -> NotNow | None:
    """No check finds an error in the unit's figures that nobody has answered."""
    number = count_open(survey.unit.agency, survey.period)[survey.unit_id]
    return refuse_findings(number, survey.unit.name, survey.period.pure.label) if number else None


def refuse_findings(number: int, unit: str, period: str) -> NotNow:
    """Return the refusal to publish figures that the checks call wrong."""
    return NotNow(
        "findings_open",
        "Pemeriksaan menemukan {n} kesalahan pada angka {unit}, {period} yang belum dijawab. Perbaiki, atau "
        "tulis alasannya di halaman “Pemeriksaan sebelum terbit”.",
        n=number,
        unit=unit,
        period=period,
    )


def _name(survey: Survey) -> dict[str, str]:
    return {"unit": survey.unit.name, "period": survey.period.pure.label}


CHECKS: Mapping[Need, Check] = {
    Need.TRAY: check_tray,
    Need.RESULT: check_result,
    Need.PLAN: check_plan,
    Need.OTHER_PERSON: check_other_person,
    Need.FINDINGS: check_findings,
}


def require_needs(survey: Survey, to: SurveyState, by: User | None) -> None:
    """Raise NotNow with everything that is missing: its own refusal for one thing, else `survey_needs`."""
    missing = find_missing(survey, to, by)
    if len(missing) == 1:
        raise missing[0].refusal
    if missing:
        sentences = " ".join(f"({n}) {one.refusal}" for n, one in enumerate(missing, 1))
        raise NotNow(
            "survey_needs", "Masih ada {n} hal yang kurang. {sentences}", n=len(missing), sentences=sentences
        )
