"""What the authority believes it sent against what went and what arrived: sums that add up, each difference named."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from tests import builders as b
from tests.contract.test_pages_desk import asked_unconfirmed
from tests.support.casework import answer, assessing, counted, on, week
from tests.support.web import Web, summary, words

HEALTH = AdviceItem.HEALTH
FEBRUARY = "/desk/reconciliation?month=2026-02"


def mark(web: Web, journey: b.Journey, column: str, at: datetime) -> None:
    """What the worker would note of the message about a request."""
    statement = f"UPDATE outbox_message SET {column} = :at WHERE key LIKE :key"
    key = f"%/{journey.request_id(HEALTH)}/asked"
    stored = at.replace(tzinfo=None).isoformat(" ", "microseconds")
    with web.database.writing() as connection:
        connection.execute(text(statement), {"at": stored, "key": key})


def one_of_each(web: Web) -> dict[str, b.Journey]:
    """Asked in week 4 of health: confirmed, sent, failed, waiting, and of no service; seen a day later."""
    made = {name: asked_unconfirmed(web, HEALTH) for name in ("sent", "failed", "waiting")}
    made["unrouted"] = asked_unconfirmed(web, HEALTH, service=False)
    made["confirmed"] = assessing(web, asked_on=week(4))
    on(web, week(4))
    now = web.clock.now()
    mark(web, made["sent"], "sent_at", now)
    mark(web, made["confirmed"], "sent_at", now)
    mark(web, made["failed"], "failed_at", now)
    on(web, week(4) + timedelta(days=1))
    return made


def reference(journey: b.Journey) -> str:
    return journey.now.reference


def test_sums_by_service_add_up_and_each_difference_says_what_to_do(web: Web) -> None:
    made = one_of_each(web)
    told = words(web.signed_in(Role.DCO).get(FEBRUARY).text)
    # asked; sent, waiting, failed, none; confirmed, not confirmed; on the desk
    assert "Invented health service 4 2 1 1 0 1 3 4" in told
    assert "No service named 1 0 0 0 1 0 1 1" in told
    assert "In all 5 2 1 1 1 1 4 5" in told
    for name, says in (
        ("sent", "nobody has confirmed that it arrived: the six weeks do not run."),
        ("failed", "could not be sent. Have the service’s address put right"),
        ("waiting", "still waits to be sent. Ask whoever runs the system"),
        ("unrouted", "no service is named: nobody was told. Send it to a service."),
    ):
        _, _, row = told.partition(reference(made[name]))
        assert says in row[:320], name
    assert reference(made["confirmed"]) not in told


def test_what_was_asked_today_may_still_be_on_its_way(web: Web) -> None:
    asked_unconfirmed(web, HEALTH)
    on(web, week(4))
    assert "Nothing differs." in words(web.signed_in(Role.DCO).get(FEBRUARY).text)


def test_it_is_one_statement_however_much_was_asked(web: Web) -> None:
    said_of = []
    for _ in range(2):
        asked_unconfirmed(web, HEALTH)
        on(web, week(5))
        browser = web.signed_in(Role.DCO)
        with counted(web.database.reader) as said:
            assert browser.get(FEBRUARY).status_code == 200
        said_of.append(len(said))
    assert said_of == [3, 3], "one to know the session, one for the counter of alerts, and one"


def test_the_same_as_json_for_health_and_for_a_manager_of_everything(web: Web) -> None:
    made = one_of_each(web)
    path = "/api/v1/reports/advice-reconciliation?month=2026-02"
    answered = web.program(Role.DCO).get(path)
    assert answered.status_code == 200, answered.text
    found = {one["reference"]: one["kind"] for one in answered.json()["discrepancies"]}
    kinds = {"sent": "not_confirmed", "unrouted": "no_service"}
    assert found == {
        reference(made[name]): kinds.get(name, name)
        for name in ("sent", "failed", "waiting", "unrouted")
    }
    managers = web.program(Role.MANAGER).get(path).json()
    assert sum(one["asked"] for one in managers["services"]) == 5 + 3, "and what others were asked"
    for role in (Role.CASEWORKER, Role.FAMILY, Role.ADMINISTRATOR, Role.AUDITOR):
        assert web.program(role).get(path).status_code == 403, role
    assert web.program(Role.DCO).get(path.replace("-02", "-2")).status_code == 422


def test_a_list_kept_elsewhere_is_held_against_it(web: Web) -> None:
    made = one_of_each(web)
    theirs = "\n".join([reference(made["sent"]), "OLD-12345", "Robin Example", ""])
    browser = web.signed_in(Role.DCO)
    told = words(answer(browser, FEBRUARY, references=theirs).text)
    assert "1 reference on both sides, 1 only in your list, 4 requests only here." in told
    assert "OLD-12345 (row 2)" in told
    assert "Row 3, reference: is no reference (Robin Example)." in told
    assert f"{reference(made['failed'])} Health, Invented health service, asked" in told
    assert "month=2026-02" in answer(browser, FEBRUARY, references=theirs).text


def test_an_empty_list_and_a_workbook_are_refused_and_nothing_pasted_is_lost(web: Web) -> None:
    browser = web.signed_in(Role.DCO)
    nothing = answer(browser, FEBRUARY)
    assert nothing.status_code == 422
    assert "Paste your list, or choose the file that holds it." in summary(nothing.text)
    broken = answer(browser, FEBRUARY, references='EHC-1\n"EHC-2')
    assert "the quotation marks do not match" in summary(broken.text)
    assert "EHC-2" in broken.text


def test_a_reference_of_another_services_request_is_not_told(web: Web) -> None:
    """Least sight: of a case that psychology alone was asked on, health learns nothing, not even that it exists."""
    other = asked_unconfirmed(web, AdviceItem.PSYCHOLOGY)
    on(web, week(5))
    browser = web.signed_in(Role.DCO)
    told = words(answer(browser, FEBRUARY, references=reference(other)).text)
    assert "0 references on both sides, 1 only in your list, 0 requests only here." in told
    assert "Educational psychology" not in told
    for role in (Role.CASEWORKER, Role.FAMILY, Role.ADMINISTRATOR):
        assert web.signed_in(role).get(FEBRUARY).status_code == 403
