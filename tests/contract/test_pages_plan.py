"""The plan beside the advice it is written from: each item with its source, no school named, no word lost."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.store.queries.plan_text import plan_items
from tests.builders import PLAN_WRITER, Journey
from tests.support.casework import answer, drafting, filled, on, with_family
from tests.support.plans import items_for
from tests.support.web import Web, hidden, summary, words


def path(journey: Journey) -> str:
    return f"/assessments/{journey.case_id}/plan"


def test_the_first_text_is_the_accepted_advice_each_line_with_its_source(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    page = web.signed_in(Role.PLAN_WRITER).get(path(journey))
    form = filled(page.text)
    assert form["B-0-text"].strip() == "Finds it hard to follow spoken instructions."
    assert (
        "A language programme in a small group, until July 2027, 30 minutes, three times a week, "
        "by a trained teaching assistant." in form["F-0-text"]
    )
    assert form["C-0-id"] != form["B-0-id"]
    assert "A first text from the accepted advice" in words(page.text)


def test_a_saved_version_keeps_items_and_sources_in_order(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    done = answer(browser, path(journey), **{"H1-0-text": "None: social care found none."})
    assert done.status_code == 303
    assert "Saved as version 1." in words(browser.get(done.headers["location"]).text)
    with web.database.reading() as connection:
        items = plan_items(connection, journey.case_id, 1)
    assert [item.section for item in items] == sorted(item.section for item in items)
    provision = [item for item in items if item.section == "F"]
    assert len({source for item in provision for source in item.sources}) == len(provision) == 2
    assert all(item.meets for item in provision)
    assert next(item for item in items if item.section == "H1").sources == ()


def test_what_the_text_still_lacks_is_listed(web: Web) -> None:
    journey = drafting(web)
    assert journey.case
    school = journey.case.advice_request(journey.request_id(AdviceItem.EDUCATION))
    assert school
    given = school.written_from[0].id
    items = (
        replace(item, sources=tuple(one for one in item.sources if one.of != given))
        for item in items_for(journey.case)
    )
    journey.do(
        c.SavePlan(assessment_id=journey.case_id, saved_on=journey.today, items=tuple(items)),
        PLAN_WRITER,
    )
    on(web, journey.today)
    told = words(web.signed_in(Role.PLAN_WRITER).get(path(journey)).text)
    assert "Nothing was taken from the advice of Larkrise School" in told


def test_s21_an_empty_section_is_listed(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    answer(browser, path(journey))
    told = words(browser.get(path(journey)).text)
    assert "Section H1. Social care provision under the 1970 Act says nothing" in told


def test_a_school_named_in_a_draft_is_refused_at_its_box_and_the_text_is_kept(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    named = "Speech therapy twice a week at Larkrise School."
    done = answer(web.signed_in(Role.PLAN_WRITER), path(journey), **{"F-1-text": named})
    assert done.status_code == 422
    assert "Section F names Larkrise School: a draft must not name a school (s38(5))." in summary(
        done.text
    )
    assert 'href="#F-1-text"' in done.text
    assert named in unescape(done.text)


def test_section_i_is_locked(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    page = web.signed_in(Role.PLAN_WRITER).get(path(journey))
    assert "This section stays blank until the final plan." in words(page.text)
    assert 'name="I-0-text"' not in page.text


def test_another_item_is_added_without_losing_a_word(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    page = browser.get(path(journey))
    typed = {**hidden(page.text), **filled(page.text), "B-0-text": "Typed and not saved."}
    more = browser.post(path(journey), data={**typed, "_more": "B"})
    assert more.status_code == 200
    assert "Typed and not saved." in more.text
    assert 'name="B-2-text"' in more.text


def test_a_stale_page_is_told_and_keeps_the_text(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    page = browser.get(path(journey))
    journey.save_plan()
    typed = {**hidden(page.text), **filled(page.text), "B-0-text": "Words of the second writer."}
    late = browser.post(path(journey), data=typed)
    assert late.status_code == 409
    assert "Someone changed this case first" in summary(late.text)
    assert "Words of the second writer." in late.text


def test_after_the_draft_a_change_needs_what_prompted_it(web: Web) -> None:
    journey = with_family(web)
    journey.ask_for_setting()
    on(web, journey.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    refused = answer(browser, path(journey), **{"B-0-text": "Changed."})
    assert refused.status_code == 409
    assert "names the representation or the placement that caused it" in summary(refused.text)
    assert journey.case
    said = journey.case.representations[0].id
    changed = answer(browser, path(journey), prompted_by=said, **{"B-0-text": "Changed."})
    assert changed.status_code == 303


def test_who_may_not_write_reads(web: Web) -> None:
    journey = drafting(web).save_plan()
    on(web, journey.today)
    html = web.signed_in(Role.AUDITOR).get(path(journey)).text
    assert "Invented words of section F." in html
    assert "<textarea" not in html


def test_the_advice_stands_beside_the_text(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    told = words(web.signed_in(Role.PLAN_WRITER).get(path(journey)).text)
    assert "Accepted advice" in told
    assert "Invented psychology service: Invented Author" in told
