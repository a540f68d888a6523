"""Whom a document is about and for which period, from what somebody typed; else suggestions."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from puas.errors import BadInput, NotFound
from puas.methodology.periods import parse_period
from puas.reports.kinds import KINDS, ReportKind

if TYPE_CHECKING:
    from puas.models import Agency, Period, Unit


def find_target(kind: ReportKind, target: str) -> Unit:
    """Return the unit that `target` names (an agency: its root): by name, slug, "agency/unit" or area code.

    NotFound `agency_unknown` or `unit_unknown` names the nearest ones, BadInput `report_target_several` all
    that are called so.
    """
    from puas.queries.units import root_of

    facts = KINDS[kind]
    if not facts.is_of_units:
        return root_of(find_agency(target))
    units = _candidates(facts.is_of_agencies)
    wanted = _fold(target)
    found = [unit for unit in units if wanted in _names_of(unit)]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput(
            "report_target_several",
            "Ada {n} unit bernama “{target}”: {codes}. Tulis salah satu kode itu.",
            n=len(found),
            target=target,
            codes=", ".join(f"{unit.agency.slug}/{unit.slug}" for unit in found),
        )
    if not units:
        raise NotFound("unit_none", "Belum ada unit dalam basis data ini.")
    near = suggest(wanted, [unit.name for unit in units])
    raise NotFound(
        "unit_unknown_name",
        "Unit “{target}” tidak ada. Yang mirip: {names}.",
        target=target,
        names=", ".join(near),
    )


def _candidates(with_agencies: bool) -> list[Unit]:
    from puas.models import Unit

    units = Unit.objects.select_related("agency", "parent").order_by("pk")
    return list(units if with_agencies else units.exclude(parent=None))


def _names_of(unit: Unit) -> set[str]:
    names = {unit.name, unit.slug, f"{unit.agency.slug}/{unit.slug}", unit.area_code}
    names |= {unit.agency.name, unit.agency.slug, unit.agency.area_code} if unit.is_root else set()
    return {_fold(name) for name in names if name}


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def find_agency(target: str) -> Agency:
    """Return the agency with this name, slug or area code, in any case; NotFound names the nearest ones."""
    from puas.models import Agency

    agencies = list(Agency.objects.all())
    wanted = _fold(target)
    for agency in agencies:
        if wanted in (agency.name.casefold(), agency.slug.casefold(), agency.area_code or None):
            return agency
    if not agencies:
        raise NotFound("agency_none", "Belum ada instansi dalam basis data ini.")
    near = suggest(wanted, [agency.name for agency in agencies])
    raise NotFound(
        "agency_unknown",
        "Instansi “{target}” tidak ada. Yang ada: {names}.",
        target=target,
        names=", ".join(near),
    )


def suggest(wanted: str, names: list[str]) -> list[str]:
    """Return the names most like `wanted`; when none is, the first five."""
    names = list(dict.fromkeys(names))
    by_case = {name.casefold(): name for name in names}
    partly = [name for lower, name in by_case.items() if wanted in lower]
    near = difflib.get_close_matches(wanted, by_case, n=5, cutoff=0.5)
    return list(dict.fromkeys(partly + [by_case[name] for name in near]))[:5] or sorted(names)[:5]


def find_period(target: Unit, code: str) -> Period:
    """Return the period if the unit (an agency: any unit of it) has a result in it; NotFound lists those."""
    from puas.models import Result
    from puas.operations.periods import ensure_period
    from puas.queries.results import codes_within

    wanted = parse_period(code)
    results = Result.objects.filter(unit__agency=target.agency_id).exclude(index="")
    if not target.is_root:
        results = results.filter(unit=target)
    if results.filter(period__code__in=codes_within(wanted)).exists():
        return ensure_period(wanted)
    known = results.order_by("period__ends", "-period__starts").values_list("period__code", flat=True)
    raise NotFound(
        "report_period_empty",
        "{agency} belum punya hasil untuk {period}. Periode yang ada: {known}.",
        agency=target.name,
        period=wanted.label,
        known=", ".join(dict.fromkeys(known)) or "–",
    )
