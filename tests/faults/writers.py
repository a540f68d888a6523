"""A process that records answers one after the other and says so only when each is acknowledged.

python -m tests.faults.writers SURVEY_ID SEED: prints one uuid a line, until it is killed.
"""

import random
import sys
from datetime import UTC, datetime
from uuid import UUID

NOW = datetime(2023, 5, 2, tzinfo=UTC)


def main(survey_id: int, seed: int) -> None:
    import django

    django.setup()
    from puas.models import Survey
    from puas.operations.responses import Answer, record_response

    survey = Survey.objects.select_related("instrument", "unit").get(pk=survey_id)
    source = random.Random(seed)
    while True:
        uuid = UUID(int=source.getrandbits(128))
        scores = [source.choice((2, 3, 4)) for _ in range(9)]
        record_response(survey=survey, answer=Answer(uuid, scores, NOW))
        print(uuid, "".join(map(str, scores)), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
