"""How the jobs stand, for an administrator, for `/readyz` and for `/metrics`: the same facts in three ways."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from sqlalchemy import insert

from ehc_workflow.clock import LONDON
from ehc_workflow.domain.actors import Role
from ehc_workflow.jobs.schedule import TIMETABLE
from ehc_workflow.jobs.worker import Worker
from ehc_workflow.notify import MemoryNotifier
from ehc_workflow.store.tables.jobs import JobRun, WorkerRow
from tests.support.casework import assessing, on, week
from tests.support.web import Web, words

ONE_DAY = timedelta(days=1)


def worker(web: Web) -> Worker:
    return Worker(
        database=web.database,
        notifier=MemoryNotifier(),
        clock=web.clock,
        address="https://ehc.example.invalid",
        documents=web.app.state.documents,
        name="host/1/abc",
    )


def ran(web: Web, name: str, day: date, **how: object) -> None:
    """A run as some worker left it."""
    at = datetime.combine(day, datetime.min.time(), tzinfo=LONDON) + timedelta(hours=6)
    row = {
        "name": name,
        "day": day,
        "started_at": at,
        "heartbeat_at": at,
        "finished_at": at + timedelta(seconds=90),
        "rows": 1200,
        "failures": 0,
        "worker": "host/9/old",
    }
    with web.database.writing() as connection:
        connection.execute(insert(JobRun).values(**(row | how)))


def measures(web: Web) -> dict[str, float]:
    told = web.browser().get("/metrics").text
    found = re.findall(r"^(ehc_(?:job|worker|clock|outbox)\S*(?: drafts\"\})?) (\S+)$", told, re.M)
    return {name: float(value) for name, value in found}


def test_before_anything_ran_the_page_says_what_to_do(web: Web) -> None:
    told = words(web.signed_in(Role.ADMINISTRATOR).get("/jobs").text)
    assert "No worker is alive." in told
    assert "ehc worker" in told
    assert told.count("It has never run") == len(TIMETABLE)
    for empty in ("No day was left out.", "No worker has been seen.", "Nothing has run yet."):
        assert empty in told


def test_after_a_morning_each_job_says_what_it_did(web: Web) -> None:
    one = worker(web)
    one.beat()
    one.look()
    browser = web.signed_in(Role.ADMINISTRATOR)
    told = words(browser.get("/jobs").text)
    for job in TIMETABLE:
        assert job.does in told
    assert "It has never run" not in told
    assert "Overdue" not in told
    assert "host/1/abc" in told
    assert "Alive" in told
    assert 'href="/jobs"' in browser.get("/messages").text
    checks = browser.get("/readyz").json()["checks"]
    assert (checks["scheduler"], checks["jobs"]) == (True, True)
    told_by_number = measures(web)
    assert told_by_number["ehc_workers_alive"] == 1
    assert told_by_number['ehc_job_overdue{job="sweep"}'] == 0
    assert told_by_number['ehc_job_duration_seconds{job="sweep"}'] >= 0
    assert (
        told_by_number['ehc_job_last_success_timestamp_seconds{job="seal"}']
        >= web.clock.now().timestamp() - 60
    )


def test_what_went_wrong_is_on_the_page(web: Web) -> None:
    today = web.clock.today()
    for job in TIMETABLE:
        ran(web, job.name, today - 6 * ONE_DAY)
        ran(web, job.name, today - 3 * ONE_DAY)
    failed = {"finished_at": None, "failed_at": web.clock.now(), "error": "OperationalError"}
    ran(web, "seal", today - 2 * ONE_DAY, attempts=4, **failed)
    with web.database.writing() as connection:
        dead = {"started_at": web.clock.now(), "seen_at": web.clock.now() - timedelta(hours=3)}
        connection.execute(insert(WorkerRow).values(name="host/9/old", **dead))
    told = words(web.signed_in(Role.ADMINISTRATOR).get("/jobs").text)
    assert "No worker is alive." in told
    assert "Missing" in told
    assert told.count("Overdue") >= 3
    assert "(OperationalError), 4 tries" in told
    assert "1,200 rows in 2 minutes" in told
    assert "A missed day is not made up for: it goes by the age that a draft has now" in told
    number = measures(web)
    assert number['ehc_job_days_to_make_up{job="sweep"}'] == 2
    assert number['ehc_job_days_left_out{job="sweep"}'] == 2
    assert number['ehc_job_overdue{job="sweep"}'] == 1
    assert number["ehc_workers_alive"] == 0
    assert number['ehc_job_rows{job="sweep"}'] == 1200
    assert web.browser().get("/readyz").json()["checks"]["jobs"] is False


def test_a_clock_set_back_is_on_the_page(web: Web) -> None:
    ran(web, "sweep", web.clock.today() + 5 * ONE_DAY)
    told = words(web.signed_in(Role.ADMINISTRATOR).get("/jobs").text)
    assert "The clock was set back." in told
    assert "ehc job trust-clock" in told
    assert measures(web)["ehc_clock_set_back"] == 1
    assert web.browser().get("/readyz").json()["checks"]["jobs"] is False


def test_the_outbox_is_counted(web: Web) -> None:
    assessing(web)
    on(web, week(6))
    number = measures(web)
    assert number["ehc_outbox_waiting"] > 0
    assert number["ehc_outbox_given_up"] == 0
    sent = web.signed_in(Role.ADMINISTRATOR)
    worker(web).send()
    number = measures(web)
    assert number["ehc_outbox_waiting"] == 0
    assert f"{number['ehc_outbox_given_up']:.0f} message" in words(sent.get("/jobs").text)


def test_without_a_database_the_rest_of_the_measures_still_answers(web: Web) -> None:
    with web.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE worker")
    answer = web.browser().get("/metrics")
    assert answer.status_code == 200
    assert "ehc_http_request_seconds" in answer.text
    assert "ehc_workers_alive" not in answer.text


def test_only_administrators_see_the_jobs(web: Web) -> None:
    for role in (Role.MANAGER, Role.CASEWORKER, Role.AUDITOR, Role.DCO):
        assert web.signed_in(role).get("/jobs").status_code == 403
