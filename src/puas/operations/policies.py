"""The rules by which an agency counts: what its policy says, for results that are measured from now on."""

from django.db import transaction

from puas.errors import BadInput
from puas.methodology.indices import PRINTED_WEIGHTS
from puas.methodology.rollups import AGENCY_RULES, YEAR_RULES
from puas.models import Agency, User
from puas.operations.audits import append_event
from puas.queries.units import root_of

WEIGHTINGS = ("", "exact", *PRINTED_WEIGHTS)
"""What a policy may say of the weights; "" leaves them to the questionnaire."""


@transaction.atomic
def set_rules(*, agency: Agency, rollup: str, annual: str, weighting: str, by: User | None) -> Agency:
    """State how the agency's own figure, a year and the weights are computed; results that exist stay.

    `rollup` and `annual` are keys of `methodology.rollups`, `weighting` one of WEIGHTINGS; BadInput
    `rules_unknown` for any other. Stating what holds already changes nothing.
    """
    _require_known(rollup, annual, weighting)
    rules = {"rollup": rollup, "annual": annual}
    stored = Agency.objects.select_for_update().get(pk=agency.pk)
    kept = {key: value for key, value in stored.policy.items() if key not in (*rules, "weighting")}
    policy = {**kept, **rules, **({"weighting": weighting} if weighting else {})}
    if policy == stored.policy:
        return stored
    names = (*rules, "weighting")
    before = {name: stored.policy.get(name, "") for name in names}
    after = {name: policy.get(name, "") for name in names}
    stored.policy = policy
    stored.save(update_fields=["policy"])
    data = {"before": before, "after": after}
    append_event(by=by, operation="set_rules", subject=stored, unit=root_of(stored), data=data)
    return stored


def _require_known(rollup: str, annual: str, weighting: str) -> None:
    known = {rule.key for rule in AGENCY_RULES}, {rule.key for rule in YEAR_RULES}, WEIGHTINGS
    if not all(given in offered for given, offered in zip((rollup, annual, weighting), known, strict=True)):
        raise BadInput("rules_unknown", "Pilih aturan dan bobot yang tersedia di halaman “Aturan hitung”.")
