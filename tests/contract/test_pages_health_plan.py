"""The final plan goes to the setting it names and to the health body: each is told, and reads it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.rules.plan_sections import TITLES
from ehc_workflow.store.tables.papers import OutboxMessage
from tests.builders import AUTHORITY, Journey
from tests.support.casework import on, placed, set_letters, week
from tests.support.web import Web, words


@pytest.fixture
def issued(web: Web) -> Journey:
    """A plan that went in week 17."""
    set_letters(web)
    journey = placed(web).confirm_address().at(week(17)).send_final()
    on(web, week(17))
    return journey


def final_plan(journey: Journey) -> str:
    return f"/desk/requests/{journey.request_id(AdviceItem.HEALTH)}/final-plan"


def test_the_setting_and_the_health_body_are_told_once_and_nothing_of_the_child(
    web: Web, issued: Journey
) -> None:
    with web.database.reading() as connection:
        sent = connection.execute(
            select(OutboxMessage.template, OutboxMessage.recipient, OutboxMessage.params)
            .where(OutboxMessage.template.in_(("plan_for_setting", "plan_for_health_body")))
            .order_by(OutboxMessage.template)
        ).all()
    named = issued.now.placement
    assert named is not None
    health = issued.now.advice_request(issued.request_id(AdviceItem.HEALTH))
    assert health is not None
    assert [(one.template, one.recipient) for one in sent] == [
        ("plan_for_health_body", f"dco:{AUTHORITY}/{health.service_id}"),
        ("plan_for_setting", f"service:{named.setting_id}"),
    ]
    assert not any("Robin" in str(one.params) for one in sent)


def test_the_clinical_officer_reads_it_with_the_advice_attached(web: Web, issued: Journey) -> None:
    browser = web.signed_in(Role.DCO)
    request = browser.get(final_plan(issued).removesuffix("/final-plan"))
    assert f'href="{final_plan(issued)}"' in request.text
    told = words(browser.get(final_plan(issued)).text)
    assert "The final plan of Robin Example" in told
    assert TITLES["F"] in told
    assert TITLES["G"] in told
    assert f"{TITLES['I']} Larkrise School" in told
    assert "The advice attached to it" in told
    assert "Invented Author, Invented role: version 1" in told
    with web.database.reading() as connection:
        parts = connection.scalars(text("SELECT part FROM record_view")).all()
    assert "final plan" in parts


def test_it_is_nobody_elses_at_the_desk_and_not_there_before(web: Web) -> None:
    journey = placed(web)
    on(web, journey.today)
    assert web.signed_in(Role.DCO).get(final_plan(journey)).status_code == 404
    set_letters(web)
    journey.confirm_address().at(week(17)).send_final()
    on(web, week(17))
    for role in (Role.HEALTH_ADMINISTRATOR, Role.PSYCHOLOGY, Role.SOCIAL_CARE, Role.SETTING):
        assert web.signed_in(role).get(final_plan(journey)).status_code in (403, 404)


def test_the_case_shows_what_became_of_each_message(web: Web, issued: Journey) -> None:
    told = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{issued.case_id}").text)
    assert "The setting it names: waits to be sent" in told
    assert "The health body: waits to be sent" in told
