"""Both figures of timeliness, on the manager's page and as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.facts import CircumstanceKind, PersonalCircumstance, Who
from tests.builders import DECISION_MAKER, Journey
from tests.support.casework import on, week
from tests.support.web import Web, words


class Excused(Journey):
    """A family with exceptional circumstances, for which the six weeks were set aside."""

    def consider(self) -> Self:
        super().consider()
        first = self.today
        self.do(
            c.RecordCircumstances(
                assessment_id=self.case_id,
                circumstance=PersonalCircumstance(
                    Who.PARENT, CircumstanceKind.BEREAVEMENT, first, first + timedelta(weeks=2)
                ),
            )
        )
        self.do(
            c.ClaimException(
                assessment_id=self.case_id,
                exception_id=f"{self.case_id[:8]}-x",
                limit="decide_whether_to_assess",
                ref="",
                ground="reg 5(4)(c)",
                decided_on=first,
                family_told_on=first,
                review_on=first + timedelta(weeks=2),
                facts="A death in the family.",
                evidence="The parent's letter",
                why_impractical="Nobody could give views in these weeks.",
            ),
            DECISION_MAKER,
        )
        return self


def with_final_plan(web: Web) -> Journey:
    journey = Journey(web.database).at(week(0)).to_final()
    on(web, journey.today)
    return journey


def test_a_plan_in_time_counts_in_both_figures(web: Web) -> None:
    journey = with_final_plan(web)
    told = words(web.signed_in(Role.MANAGER).get("/timeliness").text)
    assert "100.0 % in 20 weeks with exception cases, 100.0 % without them." in told
    assert f"{journey.today:%B %Y} 1 1 100.0 % 100.0 %" in told


def test_an_exception_case_is_left_out_of_the_second_figure_even_in_time(web: Web) -> None:
    with_final_plan(web)
    year = Excused(web.database).at(week(0)).to_final().today.year
    told = web.program(Role.MANAGER).get(f"/api/v1/reports/timeliness?year={year}").json()
    assert told["in_all"]["with_exceptions"] == {"plans": 2, "in_time": 2, "percent": 100.0}
    assert told["in_all"]["without_exceptions"] == {"plans": 1, "in_time": 1, "percent": 100.0}
    assert list(told["months"].values()) == [told["in_all"]]


def test_a_year_without_a_plan_says_so(web: Web) -> None:
    with_final_plan(web)
    browser = web.signed_in(Role.MANAGER)
    before = web.clock.today().year - 1
    assert f"No final plan was sent in {before}." in words(
        browser.get(f"/timeliness?year={before}").text
    )
    assert "100.0 %" in words(browser.get("/timeliness?year=nineteen").text)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DCO, Role.FAMILY])
def test_it_is_the_managers(web: Web, role: Role) -> None:
    assert web.signed_in(role).get("/timeliness").status_code == 403
