"""The rules by which an agency counts: what its policy says, for results that are measured from now on."""

from django.db import transaction

from puas.errors import BadInput
from puas.methodology.disclosure import HIGHEST_MINIMUM, LOWEST_MINIMUM
from puas.methodology.indices import PRINTED_WEIGHTS
from puas.methodology.rollups import AGENCY_RULES, YEAR_RULES
from puas.models import Agency, User
from puas.operations.audits import append_event
from puas.queries.units import root_of

WEIGHTINGS = ("", "exact", *PRINTED_WEIGHTS)
"""What a policy may say of the weights; "" leaves them to the questionnaire."""


@transaction.atomic
def set_rules(
    *, agency: Agency, rollup: str, annual: str, weighting: str, by: User | None, minimum: int | None = None
) -> Agency:
    """State how the agency's own figure, a year and the weights are computed, and the smallest group of
    respondents that is shown; results that exist stay.

    `rollup` and `annual` are keys of `methodology.rollups`, `weighting` one of WEIGHTINGS; BadInput
    `rules_unknown` for any other. `minimum`: people; None leaves it to the questionnaire, below whose own it
    never goes; BadInput `rules_minimum` outside LOWEST_MINIMUM..HIGHEST_MINIMUM. Stating what holds already
    changes nothing.
    """
    _require_known(rollup, annual, weighting)
    _require_minimum(minimum)
    asked = {"rollup": rollup, "annual": annual, "weighting": weighting, "minimum_cell": minimum}
    stored = Agency.objects.select_for_update().get(pk=agency.pk)
    kept = {key: value for key, value in stored.policy.items() if key not in asked}
    policy = kept | {key: value for key, value in asked.items() if value}
    if policy == stored.policy:
        return stored
    before = {name: stored.policy.get(name, "") for name in asked}
    after = {name: policy.get(name, "") for name in asked}
    stored.policy = policy
    stored.save(update_fields=["policy"])
    data = {"before": before, "after": after}
    append_event(by=by, operation="set_rules", subject=stored, unit=root_of(stored), data=data)
    return stored


def _require_minimum(minimum: int | None) -> None:
    if minimum is not None and not LOWEST_MINIMUM <= minimum <= HIGHEST_MINIMUM:
        raise BadInput(
            "rules_minimum",
            "Batas kelompok kecil adalah {low} sampai {high} orang; kosongkan untuk mengikuti kuesioner.",
            low=LOWEST_MINIMUM,
            high=HIGHEST_MINIMUM,
            field="batas",
        )


def _require_known(rollup: str, annual: str, weighting: str) -> None:
    known = {rule.key for rule in AGENCY_RULES}, {rule.key for rule in YEAR_RULES}, WEIGHTINGS
    if not all(given in offered for given, offered in zip((rollup, annual, weighting), known, strict=True)):
        raise BadInput("rules_unknown", "Pilih aturan dan bobot yang tersedia di halaman “Aturan hitung”.")
