"""What is withheld in a tree of counts cannot be worked out from what is shown, by any sum or difference."""

from fractions import Fraction

from hypothesis import given, settings, strategies as st

from puas.methodology.disclosure import withhold_parts

MINIMUM = 5


@st.composite
def trees(draw):
    """Draw people of each node's own, and who stands above it; a node stands after the one above."""
    own = draw(st.lists(st.integers(1, 12), min_size=1, max_size=7))
    above = [draw(st.integers(-1, place - 1)) for place in range(len(own))]
    return own, above


def rows_of(above):
    """Return, for each node, which nodes' own people are in its count."""
    rows = [{place} for place in range(len(above))]
    for place in reversed(range(len(above))):
        if above[place] >= 0:
            rows[above[place]] |= rows[place]
    return rows


def is_told(wanted, known):
    """Say whether the sum over `wanted` is a combination of the sums over `known`."""
    size = max((max(row, default=0) for row in [*known, wanted]), default=0) + 1
    basis = []

    def reduce(vector):
        for pivot, row in basis:
            factor = vector[pivot]
            vector = [a - factor * b for a, b in zip(vector, row, strict=True)]
        return vector

    for row in known:
        vector = reduce([Fraction(place in row) for place in range(size)])
        pivot = next((place for place, value in enumerate(vector) if value), None)
        if pivot is not None:
            row_of = [value / vector[pivot] for value in vector]
            basis = [
                (at, [a - other[pivot] * b for a, b in zip(other, row_of, strict=True)])
                for at, other in basis
            ]
            basis.append((pivot, row_of))
    return not any(reduce([Fraction(place in wanted) for place in range(size)]))


@given(trees())
@settings(max_examples=300, deadline=None)
def test_no_withheld_count_follows_from_those_shown(tree):
    own, above = tree
    rows = rows_of(above)
    counts = {str(place): sum(own[one] for one in row) for place, row in enumerate(rows)}
    parents = {str(place): str(one) for place, one in enumerate(above) if one >= 0}
    hidden = withhold_parts(counts, parents, MINIMUM)
    shown = [rows[place] for place in range(len(own)) if str(place) not in hidden]
    if sum(own) >= MINIMUM:
        shown.append(set(range(len(own))))
    small = [rows[place] for place in range(len(own)) if counts[str(place)] < MINIMUM]
    small += [{place} for place in range(len(own)) if own[place] < MINIMUM]
    assert [one for one in small if is_told(one, shown)] == []
