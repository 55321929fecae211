"""One item of the plan: its own boxes, links and sources; two who write at once; every version kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from sqlalchemy import update

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, Source
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.plan_text import history_of, written_items
from ehc_workflow.store.tables.people import ChildRow
from tests.builders import PLAN_WRITER, Journey
from tests.contract.test_pages_plan import items_of, path
from tests.support.casework import answer, drafting, filled, on, with_family
from tests.support.web import Web, hidden, summary, words


@pytest.fixture
def journey(web: Web) -> Journey:
    """A case with a plan of one item to a section."""
    found = drafting(web).save_plan()
    on(web, found.today)
    return found


def form(journey: Journey, item: str, section: str) -> str:
    return f"{path(journey)}/items/{item}?section={section}"


def item(web: Web, journey: Journey, id: str) -> c.PlanItem:
    return next(one for one in items_of(web, journey) if one.id == id)


def opened(browser: Any, address: str) -> dict[str, Any]:
    page = browser.get(address)
    assert page.status_code == 200, page.text
    return {**hidden(page.text), **filled(page.text)}


def test_provision_has_its_boxes_and_its_links(web: Web, journey: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    new = new_id()
    health = journey.now.advice_request(journey.request_id(AdviceItem.HEALTH))
    assert health
    source = Source(health.written_from[0].id, 3)
    done = answer(
        browser,
        form(journey, new, "F"),
        text="Speech therapy",
        amount="45 minutes",
        frequency="once a week",
        by_whom="a speech and language therapist",
        qualified="registered with the HCPC",
        meets="b",
        sources=f"{source.of}:3",
    )
    assert done.status_code == 303
    written = item(web, journey, new)
    assert written.in_full == (
        "Speech therapy, 45 minutes, once a week, by a speech and language therapist, registered with the HCPC."
    )
    assert (written.meets, written.sources) == (("b",), (source,))
    assert [one.id for one in items_of(web, journey) if one.section == "F"] == ["f", new]


def test_an_outcome_has_a_day_to_achieve_it_by_and_needs_to_meet(
    web: Web, journey: Journey
) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    shown = browser.get(form(journey, "e", "E")).text
    assert 'name="amount"' not in shown
    answers = {"achieve_by-day": "31", "achieve_by-month": "8", "achieve_by-year": "2027"}
    assert answer(browser, form(journey, "e", "E"), **answers).status_code == 303
    assert item(web, journey, "e").in_full == "Invented words of section E, by 31 August 2027."
    wrong = answer(browser, form(journey, "e", "E"), **{**answers, "achieve_by-day": "32"})
    assert "must be a real date" in summary(wrong.text)


def test_parts_that_a_form_does_not_ask_for_stay_as_they_are(web: Web, journey: Journey) -> None:
    before = replace(item(web, journey, "e"), amount="ten words", by_whom="a teacher")
    journey.do(
        c.SavePlan(
            assessment_id=journey.case_id,
            saved_on=journey.today,
            items=(before,),
        ),
        PLAN_WRITER,
    )
    browser = web.signed_in(Role.PLAN_WRITER)
    changed = answer(browser, form(journey, "e", "E"), text="Other words.")
    assert changed.status_code == 303
    written = item(web, journey, "e")
    assert (written.text, written.amount, written.by_whom) == (
        "Other words.",
        "ten words",
        "a teacher",
    )
    assert written.number == before.number


def test_none_found_rests_on_the_reply_that_says_so(web: Web, journey: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    social = journey.now.advice_request(journey.request_id(AdviceItem.SOCIAL_CARE))
    assert social
    whole = f"{social.written_from[0].id}:0"
    done = answer(browser, form(journey, "h1", "H1"), none_found="yes", sources=[whole])
    assert done.status_code == 303
    written = item(web, journey, "h1")
    assert written.none_found
    assert written.sources == (Source(social.written_from[0].id),)


def test_a_school_named_is_refused_at_its_box_and_the_words_are_kept(
    web: Web, journey: Journey
) -> None:
    named = "Speech therapy twice a week at Larkrise School."
    refused = answer(web.signed_in(Role.PLAN_WRITER), form(journey, "f", "F"), text=named)
    assert refused.status_code == 422
    assert "Section F names Larkrise School: a draft must not name a school (s38(5))." in summary(
        refused.text
    )
    assert 'href="#text"' in refused.text
    assert filled(refused.text)["text"].strip() == named


def test_two_who_write_one_item_lose_nothing(web: Web, journey: Journey) -> None:
    first, second = web.signed_in(Role.PLAN_WRITER), web.signed_in(Role.CASEWORKER)
    address = form(journey, "b", "B")
    mine, theirs = opened(first, address), opened(second, address)
    assert second.post(address, data={**theirs, "text": "Theirs."}).status_code == 303
    late = first.post(address, data={**mine, "text": "Mine."})
    assert late.status_code == 409
    assert "Somebody else changed this item of the plan in the meantime" in summary(late.text)
    told = words(late.text)
    assert "Invented caseworker wrote this in the meantime" in told
    assert "Theirs." in told
    again = {**hidden(late.text), **filled(late.text)}
    assert again["text"].strip() == "Mine."
    assert first.post(address, data={**again, "text": "Both."}).status_code == 303
    assert item(web, journey, "b").text == "Both."
    with web.database.reading() as connection:
        past = history_of(connection, journey.case_id, "b")
    assert [one.item.text for one in past] == ["Both.", "Theirs.", "Invented words of section B."]


def test_two_who_write_different_items_from_the_same_page_both_keep_theirs(
    web: Web, journey: Journey
) -> None:
    first, second = web.signed_in(Role.PLAN_WRITER), web.signed_in(Role.CASEWORKER)
    one, other = form(journey, "b", "B"), form(journey, "f", "F")
    mine, theirs = opened(first, one), opened(second, other)
    assert first.post(one, data={**mine, "text": "A need."}).status_code == 303
    assert second.post(other, data={**theirs, "text": "A provision."}).status_code == 303
    assert (item(web, journey, "b").text, item(web, journey, "f").text) == (
        "A need.",
        "A provision.",
    )


def test_what_somebody_took_out_is_said_and_can_be_put_in_again(web: Web, journey: Journey) -> None:
    first, second = web.signed_in(Role.PLAN_WRITER), web.signed_in(Role.CASEWORKER)
    address = form(journey, "a", "A")
    mine, theirs = opened(first, address), opened(second, address)
    out = second.post(f"{path(journey)}/items/a/take-out", data=theirs)
    assert out.headers["location"].endswith("/items/a/history")
    late = first.post(address, data={**mine, "text": "Mine."})
    assert "Invented caseworker took this item out in the meantime" in words(late.text)
    again = {**hidden(late.text), **filled(late.text)}
    assert first.post(address, data=again).status_code == 303
    assert item(web, journey, "a").text == "Mine."


def test_sent_twice_a_new_item_is_one(web: Web, journey: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    address = form(journey, new_id(), "B")
    data = {**opened(browser, address), "text": "Once."}
    assert [browser.post(address, data=data).status_code for _ in range(2)] == [303, 303]
    assert [one.text for one in items_of(web, journey)].count("Once.") == 1


def test_its_history_shows_every_version_and_what_changed(web: Web, journey: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    answer(browser, form(journey, "f", "F"), text="Invented words of part F.", amount="1 hour")
    shown = browser.get(f"{path(journey)}/items/f/history").text
    assert "<del" in shown
    assert "<ins" in shown
    told = words(shown)
    assert "Changed, version 2" in told
    assert "Written, version 1" in told
    assert "How much: 1 hour" in told


def test_taken_out_it_leaves_nothing_that_meets_it_and_can_be_put_back(
    web: Web, journey: Journey
) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    data = opened(browser, form(journey, "b", "B"))
    browser.post(f"{path(journey)}/items/b/take-out", data=data)
    assert "b" not in {one.id for one in items_of(web, journey)}
    told = words(browser.get(f"{path(journey)}/items/b/history").text)
    assert "This item is out of the plan" in told
    back = form(journey, "b", "B") + "&version=1"
    assert answer(browser, back).status_code == 303
    assert item(web, journey, "b").text == "Invented words of section B."


def test_what_met_an_item_taken_out_can_still_be_moved_and_goes_out_without_it(
    web: Web, journey: Journey
) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    answer(browser, form(journey, new_id(), "E"), text="Another outcome.")
    assert item(web, journey, "e").meets == ("b",)
    browser.post(f"{path(journey)}/items/b/take-out", data=opened(browser, form(journey, "b", "B")))
    assert item(web, journey, "e").meets == ()
    with journey.database.reading() as connection:
        written = {one.item.id: one.item for one in written_items(connection, journey.case_id)}
    assert written["e"].meets == ()
    data = {**hidden(browser.get(path(journey)).text), "move": "down:e"}
    assert browser.post(f"{path(journey)}/move", data=data).status_code == 303
    assert [one.id for one in items_of(web, journey) if one.section == "E"][-1] == "e"


def test_after_the_draft_a_change_needs_what_prompted_it(web: Web) -> None:
    journey = with_family(web)
    journey.ask_for_setting()
    on(web, journey.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    refused = answer(browser, form(journey, "b", "B"), text="Changed.")
    assert refused.status_code == 409
    assert "names the representation or the placement that caused it" in summary(refused.text)
    said = journey.now.representations[0].id
    changed = answer(browser, form(journey, "b", "B"), text="Changed.", prompted_by=said)
    assert changed.status_code == 303
    told = words(browser.get(f"{path(journey)}/items/b/history").text)
    assert "prompted by the family’s setting request of" in told


@pytest.mark.parametrize(
    "typed",
    [
        "<o:p></o:p><span style='mso-list:Ignore'>·</span> Needs help",
        "<script>alert(1)</script> Needs help",
        "Needs help 🙂‍↔️ with 👩🏽‍🏫",
        "רוני זקוקה לעזרה",
    ],
)
def test_whatever_is_pasted_is_kept_as_words_and_shown_as_words(
    web: Web, journey: Journey, typed: str
) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    assert answer(browser, form(journey, "b", "B"), text=typed).status_code == 303
    assert item(web, journey, "b").text == typed
    shown = browser.get(path(journey)).text
    assert typed in unescape(shown)
    if "<" in typed:
        assert typed not in shown


def test_signs_that_nobody_sees_are_left_out(web: Web, journey: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    pasted = "Needs\u202e help \u200bwith\x0b a list"
    assert answer(browser, form(journey, "b", "B"), text=pasted).status_code == 303
    assert item(web, journey, "b").text == "Needs help with\n a list"


def test_five_megabytes_are_refused_in_words_with_the_words_still_there(
    web: Web, journey: Journey
) -> None:
    typed = "Too long. " * 500_000
    refused = answer(web.signed_in(Role.PLAN_WRITER), form(journey, "b", "B"), text=typed)
    assert refused.status_code == 422
    assert "Words must be 20,000 characters or fewer" in summary(refused.text)
    assert len(filled(refused.text)["text"].strip()) == len(typed.strip())
    assert item(web, journey, "b").text == "Invented words of section B."


def test_there_is_no_item_to_write_in_section_i_or_k(web: Web, journey: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    for section in ("I", "K", "Z", ""):
        assert browser.get(form(journey, new_id(), section)).status_code == 404


# --- what is typed and not saved ----------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_goes_once_it_is_saved(web: Web, journey: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    address = form(journey, "b", "B")
    window = opened(browser, address)
    typed = {**window, "text": "Not finished"}
    script = {"Accept": "application/json"}
    draft = f"{path(journey)}/items/b/draft?section=B"
    assert browser.post(draft, data=typed, headers=script).json()["version"] == 1
    assert item(web, journey, "b").text == "Invented words of section B."
    assert opened(browser, address)["text"].strip() == "Not finished"
    plan = words(browser.get(path(journey)).text)
    assert "You have begun an item of section B and not saved it" in plan
    assert answer(browser, address).status_code == 303
    assert item(web, journey, "b").text == "Not finished"
    assert "You have begun" not in words(browser.get(path(journey)).text)


def test_two_writers_see_what_the_other_has_typed_and_keep_their_own(
    web: Web, journey: Journey
) -> None:
    first, second = web.signed_in(Role.PLAN_WRITER), web.signed_in(Role.CASEWORKER)
    address, draft = form(journey, "b", "B"), f"{path(journey)}/items/b/draft?section=B"
    first.post(draft, data={**opened(first, address), "text": "Words of the first"})
    told = words(second.get(address).text)
    assert "Invented plan_writer is writing this item as well" in told
    assert "Words of the first" in told
    assert answer(second, address, text="Words of the second").status_code == 303
    assert opened(first, address)["text"].strip() == "Words of the first"


def test_words_typed_before_a_colleague_saved_never_take_their_place_unseen(
    web: Web, journey: Journey
) -> None:
    first, second = web.signed_in(Role.PLAN_WRITER), web.signed_in(Role.CASEWORKER)
    address, draft = form(journey, "b", "B"), f"{path(journey)}/items/b/draft?section=B"
    first.post(draft, data={**opened(first, address), "text": "Mine."})
    assert answer(second, address, text="Theirs.").status_code == 303
    told = words(first.get(address).text)
    assert "Invented caseworker wrote this in the meantime" in told
    assert "Theirs." in told
    late = answer(first, address)
    assert late.status_code == 409
    assert item(web, journey, "b").text == "Theirs."
    again = {**hidden(late.text), **filled(late.text)}
    assert "Other words of yours" not in words(late.text)
    assert first.post(address, data=again).status_code == 303
    assert item(web, journey, "b").text == "Mine."


def test_words_typed_against_what_stands_bring_no_warning(web: Web, journey: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    address, draft = form(journey, "b", "B"), f"{path(journey)}/items/b/draft?section=B"
    browser.post(draft, data={**opened(browser, address), "text": "Mine."})
    assert "in the meantime" not in words(browser.get(address).text)


def test_moving_an_item_leaves_what_is_typed_into_its_form(web: Web, journey: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    address, draft = form(journey, "b", "B"), f"{path(journey)}/items/b/draft?section=B"
    assert answer(browser, form(journey, new_id(), "B"), text="Another.").status_code == 303
    browser.post(draft, data={**opened(browser, address), "text": "Not finished"})
    move = {**hidden(browser.get(path(journey)).text), "move": "down:b"}
    assert browser.post(f"{path(journey)}/move", data=move).status_code == 303
    assert next(one.text for one in items_of(web, journey) if one.section == "B") == "Another."
    assert opened(browser, address)["text"].strip() == "Not finished"


def test_what_is_typed_goes_with_the_item_taken_out(web: Web, journey: Journey) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    address, draft = form(journey, "b", "B"), f"{path(journey)}/items/b/draft?section=B"
    window = opened(browser, address)
    browser.post(draft, data={**window, "text": "Not finished"})
    assert browser.post(f"{path(journey)}/items/b/take-out", data=window).status_code == 303
    assert "You have begun" not in words(browser.get(path(journey)).text)


def test_nobody_who_may_not_write_keeps_or_reads_what_is_typed(web: Web, journey: Journey) -> None:
    writer, auditor = web.signed_in(Role.PLAN_WRITER), web.signed_in(Role.AUDITOR)
    draft = f"{path(journey)}/items/b/draft?section=B"
    data = {**opened(writer, form(journey, "b", "B")), "text": "Not finished"}
    writer.post(draft, data=data)
    assert "Not finished" not in auditor.get(path(journey)).text
    own = {**hidden(auditor.get("/").text), "text": "Mine"}
    assert auditor.post(draft, data=own).status_code == 403


# --- preparing for adulthood --------------------------------------------------------------------------------------


def test_from_year_nine_provision_is_marked_as_preparing_for_adulthood(
    web: Web, journey: Journey
) -> None:
    browser = web.signed_in(Role.PLAN_WRITER)
    assert 'name="adulthood"' not in browser.get(form(journey, "f", "F")).text
    with web.database.writing() as connection:
        connection.execute(
            update(ChildRow)
            .where(ChildRow.id == journey.now.child_id)
            .values(date_of_birth=date(2011, 9, 2))
        )
    assert 'name="adulthood"' not in browser.get(form(journey, "b", "B")).text
    assert answer(browser, form(journey, "f", "F"), adulthood="yes").status_code == 303
    assert item(web, journey, "f").adulthood
