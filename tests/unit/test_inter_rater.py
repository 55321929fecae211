"""How far two readers agree: the share of same answers, and what is beyond chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.reporting.inter_rater import agreement
from ehc_workflow.rules.plan_criteria import Met

YES, PARTLY, NO = Met.MET, Met.PARTLY, Met.NOT_MET


def test_a_worked_example_of_kappa() -> None:
    """Cohen (1960): 20 and 15 of 50 the same; each reader's own shares give 0.5 by chance, so kappa is 0.4."""
    pairs = [(YES, YES)] * 20 + [(YES, NO)] * 5 + [(NO, YES)] * 10 + [(NO, NO)] * 15
    found = agreement(pairs)
    assert (found.plans, found.same, found.share) == (50, 35, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_where_every_answer_is_the_same_nothing_can_be_told() -> None:
    assert agreement([(YES, YES), (YES, YES)]).kappa is None
    assert agreement([]).kappa is None
    assert agreement([]).share == 0


@given(st.lists(st.tuples(st.sampled_from(Met), st.sampled_from(Met)), min_size=1))
def test_it_is_the_same_whoever_reads_first(pairs: list[tuple[Met, Met]]) -> None:
    turned = agreement([(other, one) for one, other in pairs])
    found = agreement(pairs)
    assert found.same == turned.same
    assert (found.kappa is None) == (turned.kappa is None)
    if found.kappa is not None:
        assert found.kappa == pytest.approx(turned.kappa)
        assert found.kappa <= 1
