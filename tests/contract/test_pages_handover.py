"""A plan that was sent is handed over: by when it is reviewed, who has it, and everything in one file."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, State
from ehc_workflow.domain.papers import DocumentKind, Scan
from ehc_workflow.service.documents import NOT_TO_BE_OPENED
from ehc_workflow.service.handover_file import packed, waiting_for_the_scan
from ehc_workflow.service.plan_exchange import read_plan
from ehc_workflow.store.documents import Document, add_document, documents_of
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.tables.cases import RecordView
from tests.builders import Journey
from tests.support.casework import answer, on, placed, send_final, set_letters, week
from tests.support.web import SIGN_IN, Web, summary, words


@pytest.fixture
def issued(web: Web) -> Journey:
    """A plan that went in week 17, printed."""
    set_letters(web)
    journey = placed(web).confirm_address().at(week(17))
    send_final(web, journey)
    with web.database.reading() as connection:
        journey.case = case_file(connection, journey.case_id).case
    return journey


def here(journey: Journey) -> str:
    return f"/assessments/{journey.case_id}/handover"


def hand_over(web: Web, journey: Journey, **answers: Any) -> Any:
    given = {"to_whom": "The annual review team", **answers}
    return answer(
        web.signed_in(Role.CASEWORKER),
        f"/assessments/{journey.case_id}/steps/hand_over_plan",
        **given,
    )


def test_the_review_is_due_a_day_before_the_plan_is_a_year_old(web: Web, issued: Journey) -> None:
    assert issued.now.state is State.PLAN_ISSUED
    sent = issued.today
    review_by = sent.replace(year=sent.year + 1) - timedelta(days=1)
    shown = words(web.signed_in(Role.CASEWORKER).get(here(issued)).text)
    assert f"First review by {review_by.day} {review_by:%B %Y}" in shown
    assert "s44(1)" in shown
    assert "the plan has not been handed over" in shown
    case = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{issued.case_id}").text)
    assert "It has not been handed over yet. Hand the plan over" in case


def test_it_is_handed_over_and_again_where_it_went_to_the_wrong_one(
    web: Web, issued: Journey
) -> None:
    done = hand_over(web, issued, note="Ask the family about transport.")
    assert done.status_code == 303, summary(done.text)
    browser = web.signed_in(Role.CASEWORKER)
    shown = words(browser.get(here(issued)).text)
    assert "The annual review team, since" in shown
    assert "Ask the family about transport." in shown
    case = words(browser.get(f"/assessments/{issued.case_id}").text)
    assert "Plan handed over on" in case
    hand_over(web, issued, to_whom="Invented Neighbourshire", note="")
    assert "Invented Neighbourshire, since" in words(browser.get(here(issued)).text)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"to_whom": "  "}, "Enter who maintains the plan"),
        (
            {"handed_over_on-day": "1", "handed_over_on-month": "1", "handed_over_on-year": "2030"},
            "future",
        ),
        (
            {"handed_over_on-day": "1", "handed_over_on-month": "1", "handed_over_on-year": "2026"},
            "the plan was sent",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_comes_back(
    web: Web, issued: Journey, answers: dict[str, str], says: str
) -> None:
    refused = hand_over(web, issued, note="Kept words", **answers)
    assert refused.status_code == 422
    assert says in summary(refused.text)
    assert "Kept words" in refused.text


def test_the_file_holds_the_plan_as_data_what_was_sent_and_a_true_list(
    web: Web, issued: Journey
) -> None:
    hand_over(web, issued)
    answered = web.signed_in(Role.CASEWORKER).get(f"{here(issued)}/file")
    assert answered.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answered.content)) as made:
        assert made.testzip() is None
        listed = json.loads(made.read("manifest.json"))
        names = set(made.namelist())
        assert {one["name"] for one in listed["files"]} | {"manifest.json"} == names
        for one in listed["files"]:
            content = made.read(one["name"])
            assert hashlib.sha256(content).hexdigest() == one["sha256"]
            assert len(content) == one["bytes"]
        plan = read_plan(made.read("plan.json"))
    assert plan.version == issued.now.final_version == listed["plan_version"]
    assert {one.section for one in plan.items} >= {"B", "E", "F"}
    assert listed["first_review_provision"] == "s44(1)"
    assert listed["handed_over_on"] == issued.today.isoformat()
    with web.database.reading() as connection:
        printed = {each.sha256 for each in documents_of(connection, issued.case_id)}
        seen = connection.scalar(select(func.count()).where(RecordView.part == "handover"))
    sent = [one for one in listed["files"] if one["name"].startswith("sent/")]
    assert [one["what"] for one in sent] == ["final_plan, pdf", "final_plan, word"]
    assert {one["sha256"] for one in sent} <= printed
    assert seen == 1


@pytest.mark.parametrize("scan", Scan)
def test_a_file_that_nobody_may_open_does_not_go_over_in_a_packet(
    web: Web, issued: Journey, scan: Scan
) -> None:
    case = issued.now
    school = case.advice_request(issued.request_id(AdviceItem.EDUCATION))
    assert school
    came = Document(
        id=new_id(),
        assessment_id=case.id,
        request_id=school.id,
        sha256="0" * 64,
        name="report.pdf",
        media_type="application/pdf",
        size=1,
        kind=DocumentKind.ADVICE,
        scan=scan,
        added_by="somebody",
        added_at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    with_file = replace(school.contributions[-1], document_ids=(came.id,))
    case = replace(case, advice=(replace(school, contributions=(with_file,)),))
    with web.database.writing() as connection:
        add_document(connection, came)
        goes = came.id in {one.document.id for one in packed(connection, case)}
        assert goes == (scan not in NOT_TO_BE_OPENED)
        assert waiting_for_the_scan(connection, case) == (scan is Scan.WAITING)


def test_nobody_else_has_it_and_there_is_none_before_the_plan_went(
    web: Web, issued: Journey
) -> None:
    for role in set(SIGN_IN) - {Role.CASEWORKER, Role.MANAGER}:
        browser = web.signed_in(role)
        for path in (here(issued), f"{here(issued)}/file"):
            assert browser.get(path).status_code in (403, 404), role
    before = placed(web)
    on(web, before.today)
    path = f"/assessments/{before.case_id}/handover"
    assert web.signed_in(Role.CASEWORKER).get(path).status_code == 404
