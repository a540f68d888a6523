import pytest

from puas.methodology.disclosure import suppress_small
from puas.methodology.quality import find_flags
from tests.spec.chapters import protection as tables
from tests.spec.surveys import CLASSIC, read_scores


@pytest.mark.parametrize(("counts", "shown", "hides_total"), tables.GROUPS)
def test_small_groups_are_hidden_with_company(counts, shown, hides_total):
    groups = {f"k{place}": count for place, count in enumerate(counts)}
    found = suppress_small(groups)

    assert (list(found.shown(groups).values()), found.hides_total) == (shown, hides_total)


@pytest.mark.parametrize(("scores", "seconds", "marks"), tables.MARKS)
def test_a_response_carries_its_marks(scores, seconds, marks):
    assert " ".join(find_flags(CLASSIC, read_scores(scores), seconds)) == marks
