"""The database engine and the plain reference give the same integers, whatever people answered."""

import itertools
from collections import defaultdict
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.extra.django import TestCase

from puas.engines.database import Scope, tally_surveys
from puas.exchange.instrument_files import list_instruments
from puas.methodology.answers import pack
from puas.methodology.tallies import Tally, tally_responses
from puas.models import Exclusion, Response
from puas.operations.instruments import store_instrument
from puas.operations.tallies import advance_tally
from puas.queries.tallies import live_tally
from tests.factories import make_agency, make_instrument, make_open_survey, make_unit

NOW = datetime(2023, 5, 2, tzinfo=UTC)

FATES = [None, None, "flagged", "corrected", "lifted"]

WIDE = """
key = "luas"
version = 1
languages = ["id"]
title = { id = "Kuesioner terlebar" }

[scales.baik]
id = ["Tidak baik", "Kurang baik", "Baik", "Sangat baik"]
"""
ADDED = """
[[elements]]
key = "U{n}"
name = "Tambahan {n}"
name_en = "Added {n}"
"""
ITEM = """
[[items]]
key = "Q{n}"
{target}
subject = "Butir {n}"
scale = "baik"
text.id = "Butir {n}?"
"""


def wide_instrument():
    """42 items on 30 elements: both words full, two items an element, more sums than a statement holds."""
    targets = [f'element = "U{place % 30 + 1}"' for place in range(40)] + ['group = "IPAK"'] * 2
    items = [ITEM.format(n=place + 1, target=target) for place, target in enumerate(targets)]
    return "".join([WIDE, *(ADDED.format(n=n) for n in range(10, 31)), *items])


def scores(count):
    return st.lists(st.integers(0, 4), min_size=count, max_size=count).map(tuple)


def answers(count):
    """Rows of (scores, channel, sex): repeats are likely, so that patterns are folded."""
    few = st.lists(scores(count), min_size=1, max_size=4).flatmap(st.sampled_from)
    row = st.tuples(
        few | scores(count), st.sampled_from(["online", "paper"]), st.sampled_from(["L", "P", None])
    )
    return st.lists(row, max_size=12)


class EngineProperties(TestCase):
    @classmethod
    def setUpTestData(cls):
        unit = make_unit(make_agency())
        cls.surveys = {}
        for place, key in enumerate(list_instruments()):
            period = f"20{place + 10}"
            cls.surveys[key] = make_open_survey(unit, period, instrument=make_instrument(key))
        wide = store_instrument(content=wide_instrument(), by=None)
        cls.surveys["luas"] = make_open_survey(unit, "2030", instrument=wide)

    def check(self, key, rows, decisions):
        survey = self.surveys[key]
        instrument = survey.instrument.parsed
        numbers = itertools.count(1)
        stored = [
            Response(
                survey=survey,
                instrument=survey.instrument,
                uuid=UUID(int=next(numbers)),
                word_a=pack(one)[0],
                word_b=pack(one)[1],
                channel=channel,
                profile={} if sex is None else {"sex": sex},
                answered_at=NOW,
                received_at=NOW,
            )
            for one, channel, sex in rows
        ]
        Response.objects.bulk_create(stored)
        every = [one for one, _, _ in rows]
        assert tally_surveys([survey.pk], instrument) == {None: tally_responses(instrument, every)}
        assert tally_surveys([survey.pk], instrument, by="channel") == grouped(instrument, rows, 1)
        if any(field.key == "sex" for field in instrument.profile):
            assert tally_surveys([survey.pk], instrument, by="profile:sex") == grouped(instrument, rows, 2)
        self.check_parts(survey, instrument, every)
        self.check_exclusions(survey, instrument, rows, decisions)

    def check_exclusions(self, survey, instrument, rows, decisions):
        """Leave answers out, by what was decided about each, before and after the stored tally is moved."""
        ids = list(Response.objects.filter(survey=survey).order_by("id").values_list("id", flat=True))
        fates = list(zip(ids, [one for one, _, _ in rows], decisions, strict=False))
        middle = len(fates) // 2
        decide(fates[:middle])
        stored = advance_tally(survey=survey)
        assert Tally.from_dict(stored.tally) == tally_responses(instrument, [one for one, _, _ in rows])
        decide(fates[middle:])
        kept = {id: fate not in ("flagged", "corrected") for id, _, fate in fates}
        marked = [(*row, kept[id]) for row, id in zip(rows, ids, strict=True)]
        expected = tally_responses(instrument, [row[0] for row in marked if row[3]])
        assert tally_surveys([survey.pk], instrument) == {None: expected}
        assert live_tally(survey) == expected
        found = tally_surveys([survey.pk], instrument, by="channel")
        assert found == grouped(instrument, [row for row in marked if row[3]], 1)
        for scope, kinds in ((Scope.EXCLUDED, ("flagged", "corrected")), (Scope.FLAGGED, ("flagged",))):
            left_out = [one for _, one, fate in fates if fate in kinds]
            found = tally_surveys([survey.pk], instrument, scope=scope)
            assert found == {None: tally_responses(instrument, left_out)}

    def check_parts(self, survey, instrument, every):
        ids = list(Response.objects.filter(survey=survey).order_by("id").values_list("id", flat=True))
        middle = ids[len(ids) // 2] if ids else 0
        before = tally_surveys([survey.pk], instrument, up_to_id=middle)[None]
        after = tally_surveys([survey.pk], instrument, after_id=middle)[None]
        assert before + after == tally_responses(instrument, every)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_engine_equals_reference(self, data):
        key = data.draw(st.sampled_from(sorted(self.surveys)))
        count = len(self.surveys[key].instrument.parsed.items)
        rows = data.draw(answers(count))
        fates = st.lists(st.sampled_from(FATES), min_size=len(rows), max_size=len(rows))
        self.check(key, rows, data.draw(fates))


def decide(fates):
    """Store the decisions: left out as "flagged" or "corrected", or left out and "lifted" again."""
    for response_id, _, fate in fates:
        if fate:
            lifted = {"lifted_at": NOW, "lifted_reason": "Ternyata wajar"} if fate == "lifted" else {}
            kind = "flagged" if fate == "lifted" else fate
            Exclusion.objects.create(
                response_id=response_id, kind=kind, reason="Diperiksa", excluded_at=NOW, **lifted
            )


def grouped(instrument, rows, column):
    groups = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row[0])
    return {key: tally_responses(instrument, every) for key, every in groups.items()}


@pytest.mark.django_db
def test_the_widest_questionnaire_needs_several_statements(django_assert_num_queries):
    survey = make_open_survey(
        make_unit(make_agency()), instrument=store_instrument(content=wide_instrument(), by=None)
    )
    instrument = survey.instrument.parsed
    assert (len(instrument.items), len(instrument.elements)) == (42, 30)
    with django_assert_num_queries(2):
        assert tally_surveys([survey.pk], instrument) == {None: Tally.empty(instrument)}
