"""What a family and its caseworker say to each other, and the families who wait. S25."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import Road
from ehc_workflow.jobs.family_letters import write_to_families
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.service.permissions import OFFICERS
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries import families
from ehc_workflow.store.queries.families import Part, Wanted
from ehc_workflow.store.queries.reach import reach_of
from tests import builders as b
from tests.contract.test_pages_family import family_of
from tests.support.casework import (
    answer,
    assessing,
    considered,
    counted,
    filled,
    on,
    set_letters,
    week,
)
from tests.support.web import SIGN_IN, Web, hidden, send, summary, words


def wrote(web: Web, journey: b.Journey, said: str = "When shall we hear?") -> str:
    """A message that the family rang in with today."""
    message_id = new_id()
    journey.at(web.clock.today()).do(
        c.RecordFamilyMessage(
            assessment_id=journey.case_id,
            message_id=message_id,
            received_on=web.clock.today(),
            road=Road.PHONE,
            said=said,
        )
    )
    return message_id


def messages_of(browser: TestClient) -> str:
    return words(browser.get("/family/messages").text)


def test_a_family_writes_and_reads_the_reply_and_the_promise(web: Web) -> None:
    journey = considered(web)
    on(web, week(2))
    browser = family_of(web, journey)
    sent = send(browser, "/family/messages", {"said": "Who will see our child?"})
    assert sent.status_code == 303, summary(sent.text)
    told = messages_of(browser)
    assert "Who will see our child?" in told
    assert "We mean to reply by 29 January 2026." in told

    worker = web.signed_in(Role.CASEWORKER)
    listed = words(worker.get("/families?whose=team").text)
    assert "1 Wait for a reply" in listed
    page = worker.get(f"/assessments/{journey.case_id}/messages").text
    link = re.search(r'href="([^"]*answer_family_message[^"]*)"', page)
    assert link
    form = worker.get(link[1]).text
    replied = worker.post(
        link[1].partition("?")[0],
        data={
            **hidden(form),
            "message_id": link[1].partition("=")[2],
            "answered_on-day": "27",
            "answered_on-month": "1",
            "answered_on-year": "2026",
            "road": "portal",
            "answer": "Ms Invented, next week.",
            "promised_on-day": "2",
            "promised_on-month": "2",
            "promised_on-year": "2026",
            "promised": "We ring you with the day",
        },
    )
    assert replied.status_code == 422, "tomorrow is no day for a reply"
    assert "Ms Invented, next week." in replied.text
    replied = worker.post(
        link[1].partition("?")[0],
        data={
            **hidden(form),
            "message_id": link[1].partition("=")[2],
            "answered_on-day": "26",
            "answered_on-month": "1",
            "answered_on-year": "2026",
            "road": "portal",
            "answer": "Ms Invented, next week.",
            "promised_on-day": "2",
            "promised_on-month": "2",
            "promised_on-year": "2026",
            "promised": "We ring you with the day",
        },
    )
    assert replied.status_code == 303, summary(replied.text)
    told = messages_of(browser)
    assert "Ms Invented, next week." in told
    assert "We ring you with the day by 2 February 2026" in told
    on(web, week(4))
    assert "Not kept yet" in messages_of(family_of(web, journey))
    worker = web.signed_in(Role.CASEWORKER)
    assert "1 Were promised something" in words(worker.get("/families?whose=team").text)


@pytest.mark.parametrize(
    ("said", "says"),
    [("", "Write your message"), ("x" * 20_001, "must be 20,000 characters or fewer")],
)
def test_nothing_and_too_much_come_back_with_a_sentence(web: Web, said: str, says: str) -> None:
    browser = family_of(web, considered(web))
    back = send(browser, "/family/messages", {"said": said})
    assert back.status_code == 422
    assert says in summary(back.text)


def test_a_paste_of_five_megabytes_is_refused_and_kept_nowhere(web: Web) -> None:
    journey = considered(web)
    browser = family_of(web, journey)
    back = send(browser, "/family/messages", {"said": "x" * 5_000_000})
    assert back.status_code in (413, 422)
    assert not journey.now.family_messages


def test_a_double_click_sends_one_message(web: Web) -> None:
    browser = family_of(web, considered(web))
    page = browser.get("/family/messages").text
    for _ in range(2):
        assert browser.post(
            "/family/messages", data={**hidden(page), "said": "Please ring us."}
        ).status_code in (303, 422)
    assert messages_of(browser).count("Please ring us.") == 1


def test_another_family_and_another_parent_read_none_of_it(web: Web) -> None:
    mine, theirs = considered(web), considered(web)
    wrote(web, theirs, "Our secret")
    assert "Our secret" not in family_of(web, mine).get("/family/messages").text
    assert "Our secret" in family_of(web, theirs).get("/family/messages").text, "the only contact"
    page = family_of(web, mine).get(f"/assessments/{theirs.case_id}/messages")
    assert page.status_code == 404


def test_these_lists_are_the_officers(web: Web) -> None:
    for role in Role:
        wanted = 200 if role in OFFICERS else 403
        if role in SIGN_IN:
            assert web.signed_in(role).get("/families").status_code == wanted, role


def test_silence_is_counted_by_team_and_by_worker_and_each_count_leads_to_its_list(
    web: Web,
) -> None:
    journey = assessing(web)
    on(web, week(7))
    wrote(web, journey)
    late = week(8)
    on(web, late)
    sweep(web.database, late, web.clock.now())
    manager = web.signed_in(Role.MANAGER)
    html = manager.get("/families?whose=team").text
    assert "Silence past the day: by team" in words(html)
    assert "Silence past the day: by worker" in words(html)
    counts = re.findall(r'href="(/families\?part=[^"]*late=late[^"]*)">(\d+)<', html)
    assert len(counts) >= 2
    for address, count in counts:
        page = manager.get(address.replace("&amp;", "&")).text
        listed = page.partition("Silence past the day")[0]
        assert listed.count('<th scope="row"') == int(count), address
        whole = words(page)
        assert f"{count} Wait for a reply" in whole, "the counters are of the narrowed list"
    nobodys = words(manager.get("/families?part=replies&seat=nobody").text)
    assert "0 Wait for a reply" in nobodys
    assert "Show every team and worker" in nobodys
    worker = web.signed_in(Role.CASEWORKER)
    assert "Silence past the day" not in worker.get("/families").text


def test_the_list_goes_on_and_takes_few_statements(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(families, "PAGE", 2)
    monkeypatch.setattr("api.pages.families.PAGE", 2)
    journey = considered(web)
    for number in range(5):
        wrote(web, journey, f"Message {number}")
    browser = web.signed_in(Role.CASEWORKER)
    seen, address = [], "/families?whose=team"
    while address:
        html = browser.get(address).text
        seen.append(html.count('<th scope="row"'))
        found = re.search(r'href="([^"]*)" rel="next"', html)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == [2, 2, 1]
    assert browser.get("/families?after=nonsense").status_code == 404
    reach, wanted = reach_of(b.CASEWORKER, OFFICERS), Wanted(today=web.clock.today())
    with web.database.reading() as connection, counted(connection) as said:
        assert len(families.lines(connection, reach, wanted)) == 3
        assert families.counts(connection, reach, wanted)[Part.REPLIES] == (5, 0)
    assert len(said) == 2


def test_the_letter_about_a_delay_is_written_from_the_case_and_read_by_the_family(
    web: Web,
) -> None:
    set_letters(web)
    journey = assessing(web, asked_on=week(8))
    on(web, week(15))
    worker = web.signed_in(Role.CASEWORKER)
    address = f"/assessments/{journey.case_id}/steps/update_family"
    page = worker.get(address).text
    told = words(page)
    assert "The law gives us until 4 May 2026 to tell you whether there will be a plan" in told
    assert "We asked for some of the advice 28 days after we told you" in told
    assert "Invented health service" not in told, "no service and no clinician is named"
    refused = answer(worker, address)
    assert refused.status_code == 422
    assert "What we are doing" in summary(refused.text), "nothing is on file as being done"
    sent = answer(worker, address, **{"block-being_done": "We ring each service on Mondays."})
    assert sent.status_code == 303, summary(sent.text)
    browser = family_of(web, journey)
    letters = words(browser.get("/family").text)
    assert "Letter about a delay" in letters
    link = re.search(
        r'href="(/family/letters/\d+)">Letter about a delay', browser.get("/family").text
    )
    assert link
    read = words(browser.get(link[1]).text)
    assert "We ring each service on Mondays." in read
    assert "www.lgo.org.uk" in read
    assert "Invented SENDIASS" in read
    case = words(worker.get(f"/assessments/{journey.case_id}").text)
    assert "Told of a delay 1 time" in case


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("tell_family_of_delay/decide_no_plan", "The first day on which the forecast shows"),
        ("tell_family_of_delay/nothing", None),
    ],
)
def test_how_the_day_of_telling_was_counted_can_be_read(
    web: Web, code: str, says: str | None
) -> None:
    journey = assessing(web)
    on(web, week(14))
    page = web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}/deadlines/{code}")
    assert page.status_code == (200 if says else 404)
    assert (says or "") in words(page.text)


def written_to(web: Web) -> b.Journey:
    """A case of which nobody told the family, on the morning on which the engine has."""
    set_letters(web)
    journey = assessing(web, asked_on=week(8))
    on(web, week(16))
    report = write_to_families(web.database, web.clock.now())
    assert report.sent == 1
    return journey


def test_a_caseworker_sees_what_the_engine_wrote_reads_it_and_adds_to_it(web: Web) -> None:
    journey = written_to(web)
    worker = web.signed_in(Role.CASEWORKER)
    html = worker.get("/families?part=news&whose=team").text
    assert "Written by the engine in the last 14 days" in words(html)
    link = re.search(rf'href="(/assessments/{journey.case_id}/letters/\d+)"', html)
    assert link
    assert "This letter was written automatically" in words(worker.get(link[1]).text)
    case = words(worker.get(f"/assessments/{journey.case_id}").text)
    assert "by the engine, from what is on file, because nobody had" in case
    address = f"/assessments/{journey.case_id}/steps/update_family"
    assert "automatic" not in filled(worker.get(address).text)
    sent = answer(worker, address, **{"block-being_done": "We ring each service on Mondays."})
    assert sent.status_code == 303, summary(sent.text)
    case = words(worker.get(f"/assessments/{journey.case_id}").text)
    assert "Told of a delay 2 times" in case
    assert "by the engine, from what is on file" not in case


def test_the_family_reads_that_no_person_wrote_it_and_whom_to_ask(web: Web) -> None:
    journey = written_to(web)
    browser = family_of(web, journey)
    link = re.search(
        r'href="(/family/letters/\d+)">Letter about a delay', browser.get("/family").text
    )
    assert link
    read = words(browser.get(link[1]).text)
    assert "This letter was written automatically from what is on file here today." in read
    assert "A person will answer you if you ask" in read
    assert "SEN team, 01632 960004" in read


def test_a_letter_that_only_a_person_can_write_says_in_which_form(web: Web) -> None:
    set_letters(web)
    assessing(web, asked_on=week(8))
    with web.database.writing() as connection:
        connection.execute(text("UPDATE child SET language = 'Polish', interpreter_needed = TRUE"))
    on(web, week(16))
    assert write_to_families(web.database, web.clock.now()).by_hand == 1
    sweep(web.database, week(16), web.clock.now())
    page = words(web.signed_in(Role.CASEWORKER).get("/families?part=news&whose=team").text)
    assert "Only a person can write it: Polish; an interpreter is needed" in page
    assert "Written by the engine" not in page


def test_an_administrator_says_what_the_engine_may_write_and_sees_what_it_would_come_to(
    web: Web,
) -> None:
    set_letters(web)
    assessing(web, asked_on=week(8))
    on(web, week(16))
    for role in (Role.MANAGER, Role.CASEWORKER, Role.DCO):
        assert web.signed_in(role).get("/family-letters").status_code == 403
    browser = web.signed_in(Role.ADMINISTRATOR)
    assert "1 letter would go today" in words(browser.get("/family-letters").text)
    wrong = answer(browser, "/family-letters", days_before="90")
    assert wrong.status_code == 422
    assert "must be from 0 to 14" in summary(wrong.text)
    kept = answer(browser, "/family-letters", first="", updates="", days_before="5")
    assert kept.status_code == 303
    assert write_to_families(web.database, web.clock.now()).sent == 0
    shown = filled(browser.get("/family-letters").text)
    assert shown["days_before"] == "5"
    with web.database.reading() as connection:
        noted = connection.execute(
            text("SELECT content FROM organisation_change WHERE kind = 'family_letters_set'")
        ).scalar_one()
    assert "days_before" in str(noted)
    kept = answer(browser, "/family-letters", first="yes", updates="yes", days_before="5")
    assert kept.status_code == 303
    assert write_to_families(web.database, web.clock.now()).sent == 1
