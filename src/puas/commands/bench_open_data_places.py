"""Makes a long table for a measurement: python -m ... ROWS; prints how many records it has then.

The results of the large example are published again under older quarters: what counts is how many rows the
table of elements has, not what they say.
"""

import sys
from collections.abc import Iterator
from itertools import count, islice
from typing import Any

ELEMENTS, STEP, FIRST_YEAR = 9, 500, 1900
"""Records of a result; results stored at once; the year of the oldest quarter."""


def lengthen(rows: int) -> int:
    """Publish until the table of elements has at least `rows` records; return how many it has."""
    from puas.models import Publication, Result

    shown = Publication.objects.filter(replaced_by=None)
    missing = max(0, -(-rows // ELEMENTS) - shown.count())
    copies = _copy_results(list(shown.select_related("result").order_by("id")))
    while missing > 0:
        part = Result.objects.bulk_create(islice(copies, min(STEP, missing)))
        missing -= len(part)
        Publication.objects.bulk_create(
            Publication(
                unit_id=one.unit_id,
                period_id=one.period_id,
                result=one,
                version=1,
                published_at=one.computed_at,
            )
            for one in part
        )
    return shown.count() * ELEMENTS


def _copy_results(published: list[Any]) -> Iterator[Any]:
    """Yield the newest result of every unit anew, quarter after quarter, without an end."""
    from puas.models import Result
    from puas.operations.periods import ensure_period

    newest = {one.unit_id: one.result for one in published}
    for number in count():
        period = ensure_period(f"{FIRST_YEAR + number // 4}-Q{number % 4 + 1}")
        for result in newest.values():
            names = [field.attname for field in Result._meta.concrete_fields if field.attname != "id"]
            kept = {name: getattr(result, name) for name in names}
            yield Result(**{**kept, "period_id": period.pk, "version": 1})


def main() -> int:
    """Lengthen the table and print its length."""
    import django

    django.setup()
    print(lengthen(int(sys.argv[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
