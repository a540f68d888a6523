"""What a measurement of the portal visits: python -m ... ; one JSON object on standard output.

Every page of the record of the large example: its newest quarter, and the busiest unit that answers for
itself alone. Who answered is kept with that unit's results, as publishing them one by one would.
"""

import json
import sys

PAGES = ("home", "search", "sitemap")
OF_AGENCY = ("feed",)
OF_PERIOD = ("agency_period", "missing_units", "heat_map", "compare", "method")
OF_UNIT = ("badge", "card", "embed")
OF_RESULT = ("unit", "picture")


def list_pages() -> dict[str, str]:
    """Return the address of each page, by the name of its route."""
    from django.urls import reverse

    from puas.models import Basis, Publication
    from puas.operations.result_groups import keep_people

    counted = Publication.objects.filter(result__basis=Basis.OWN, replaced_by=None)
    chosen = counted.select_related("unit__agency", "period").order_by(
        "-period__ends", "-result__respondents"
    )
    newest = chosen[0]
    for publication in counted.filter(unit=newest.unit).select_related("result"):
        keep_people(publication.result)
    agency, unit, period = newest.unit.agency.slug, newest.unit.slug, newest.period.code
    places = {
        PAGES: [],
        OF_AGENCY: [agency],
        OF_PERIOD: [agency, period],
        OF_UNIT: [agency, unit],
        OF_RESULT: [agency, unit, period],
    }
    found = {name: reverse(f"public:{name}", args=args) for names, args in places.items() for name in names}
    others = [row.unit.slug for row in chosen.filter(period=newest.period)[:4]]
    asked = "&".join(f"unit={slug}" for slug in others)
    return found | {"compare": f"{found['compare']}?{asked}", "search": f"{found['search']}?cari=unit"}


def main() -> int:
    """Print the addresses."""
    import django

    django.setup()
    json.dump(list_pages(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
