"""The plan beside the advice it is written from: one press takes it in, nothing is lost, section I is locked."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, Became, Case
from ehc_workflow.domain.plan_items import lost, recommendations, written_from
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.queries.plan_text import fates, plan_items
from tests.builders import PLAN_WRITER, Journey
from tests.support.casework import answer, counted, drafting, on, placed, week, with_family
from tests.support.web import Web, hidden, summary, words

EVERYTHING = "everything"


def path(journey: Journey) -> str:
    return f"/assessments/{journey.case_id}/plan"


def press(web: Web, journey: Journey, value: str = EVERYTHING, way: str = "take") -> str:
    """Press a button of the page, and read the page it leads to."""
    browser = web.signed_in(Role.PLAN_WRITER)
    done = browser.post(
        f"{path(journey)}/{way}", data={**hidden(browser.get(path(journey)).text), way: value}
    )
    assert done.status_code == 303, done.text
    return words(browser.get(done.headers["location"]).text)


def items_of(web: Web, journey: Journey) -> tuple[c.PlanItem, ...]:
    with web.database.reading() as connection:
        return plan_items(connection, journey.case_id)


def case_of(web: Web, journey: Journey) -> Case:
    """The case as it is now."""
    with web.database.reading() as connection:
        return case_file(connection, journey.case_id).case


def of_school(journey: Journey) -> str:
    request = journey.now.advice_request(journey.request_id(AdviceItem.EDUCATION))
    assert request
    return request.written_from[0].id


def test_everything_is_taken_in_with_one_press_linked_and_with_its_sources(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    told = press(web, journey)
    assert "stand in the plan now, each with its source." in told
    items = items_of(web, journey)
    by_id = {item.id: item for item in items}
    assert {item.section for item in items} == {"A", "B", "C", "D", "E", "F", "G", "H2"}
    assert all(len(item.sources) == 1 for item in items)
    for item in items:
        met = {by_id[one].section for one in item.meets}
        assert met == {"E"} if item.section in {"F", "G", "H2"} else met <= {"B", "C", "D"}
    assert lost(case_of(web, journey)) == []


def test_one_paragraph_after_another_is_linked_as_it_comes(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    given = of_school(journey)
    for number in (3, 2, 1):
        press(web, journey, f"{given}:{number}")
    items = {item.section: item for item in items_of(web, journey)}
    assert items["F"].meets == (items["E"].id,)
    assert items["E"].meets == (items["B"].id,)


def test_a_link_that_somebody_chose_is_left_alone(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    given = of_school(journey)
    press(web, journey, f"{given}:1")
    press(web, journey, f"{given}:3")
    press(web, journey, f"{given}:2")
    items = {item.section: item for item in items_of(web, journey)}
    assert items["F"].meets == (items["B"].id,), "it met the need before there was an outcome"


def test_pressed_twice_it_stands_there_once(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    shown = hidden(browser.get(path(journey)).text)
    for _ in range(2):
        data = {**shown, "take": f"{of_school(journey)}:0"}
        assert browser.post(f"{path(journey)}/take", data=data).status_code == 303
    other = {**shown, "take": f"{of_school(journey)}:9"}
    assert browser.post(f"{path(journey)}/take", data=other).status_code == 422
    assert len(items_of(web, journey)) == 3
    assert {item.seen for item in items_of(web, journey)} == {1}


def test_another_button_of_the_same_page_is_another_step(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    shown = hidden(browser.get(path(journey)).text)
    for number in (1, 2):
        browser.post(
            f"{path(journey)}/take", data={**shown, "take": f"{of_school(journey)}:{number}"}
        )
    assert len(items_of(web, journey)) == 2


def test_what_nobody_looked_at_is_counted_and_can_be_shown_alone(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    press(web, journey, f"{of_school(journey)}:0")
    browser = web.signed_in(Role.PLAN_WRITER)
    every = len(list(recommendations(journey.now)))
    told = words(browser.get(path(journey)).text)
    assert f"{every} recommendations in all {every - 3} not yet looked at" in told
    alone = words(browser.get(f"{path(journey)}?advice=not_yet").text)
    aside = alone.split("Accepted advice", 1)[1]
    assert "Larkrise School" not in aside
    assert "Invented psychology service: Invented Author" in aside


def test_a_paragraph_is_left_out_with_a_reason_that_stands_beside_it_with_a_name(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    form = f"{path(journey)}/advice/{of_school(journey)}/3"
    blank = answer(browser, form, became="left_out")
    assert (blank.status_code, "Enter why" in summary(blank.text)) == (422, True)
    why = "The psychologist recommends more of the same."
    assert answer(browser, form, became="left_out", reason=why).status_code == 303
    told = words(browser.get(path(journey)).text)
    assert f"Left out {why} (Invented plan_writer," in told
    listed = words(browser.get(f"{path(journey)}/advice").text)
    assert "Left out (1)" in listed
    assert f"{why} (Invented plan_writer," in listed


def test_the_list_says_how_the_plan_differs_from_the_advice(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    press(web, journey, f"{of_school(journey)}:0")
    browser = web.signed_in(Role.PLAN_WRITER)
    provision = next(item for item in items_of(web, journey) if item.section == "F")
    done = answer(browser, f"{path(journey)}/items/{provision.id}?section=F", amount="20 minutes")
    assert done.status_code == 303
    listed = words(browser.get(f"{path(journey)}/advice").text)
    changed = listed.split("In the plan, changed (1)")[1]
    assert "30 minutes" in changed
    assert "20 minutes" in changed
    assert "Here the amounts differ. No reason is given." in changed


def test_the_reason_for_a_change_is_the_last_word(web: Web) -> None:
    journey = drafting(web)
    for reason in ("First reason.", "Second reason."):
        journey.do(
            c.AccountForAdvice(
                assessment_id=journey.case_id,
                contribution_id=of_school(journey),
                paragraph=2,
                became=Became.CHANGED,
                accounted_on=journey.today,
                reason=reason,
            ),
            PLAN_WRITER,
        )
    with web.database.reading() as connection:
        (said,) = fates(connection, journey.case_id).values()
    assert said.reason == "Second reason."


def test_an_item_moves_up_and_down_within_its_section(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    press(web, journey)
    outcomes = [item.id for item in items_of(web, journey) if item.section == "E"]
    press(web, journey, f"down:{outcomes[0]}", way="move")
    now = [item.id for item in items_of(web, journey) if item.section == "E"]
    assert now == [outcomes[1], outcomes[0], *outcomes[2:]]
    press(web, journey, f"up:{outcomes[0]}", way="move")
    press(web, journey, f"up:{outcomes[0]}", way="move")
    assert [item.id for item in items_of(web, journey) if item.section == "E"] == outcomes


def test_what_a_section_lacks_is_said_where_it_is_missing(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    told = press(web, journey)
    assert "Section H1 says nothing yet. A draft cannot go without it." in told


def test_section_i_is_locked_and_k_lists_exactly_what_is_attached(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    html = browser.get(path(journey)).text
    told = words(html)
    assert "This section stays blank until the final plan." in told
    assert "?section=I" not in html
    attached = told.split("K. Advice and information")[1].split("Accepted advice")[0]
    assert "Larkrise School: Invented Author" in attached
    assert attached.count(": version ") == len(list(written_from(journey.now)))


def test_chains_from_need_to_provision_can_be_followed(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    press(web, journey, f"{of_school(journey)}:0")
    told = words(web.signed_in(Role.PLAN_WRITER).get(path(journey)).text)
    assert "B.1 Finds it hard to follow spoken instructions. Met by E.1" in told
    assert "Meets B.1 Met by F.1" in told


def test_a_need_without_provision_says_so(web: Web) -> None:
    journey = drafting(web)
    on(web, journey.today)
    told = press(web, journey, f"{of_school(journey)}:1")
    assert "No provision in F meets this need" in told


def test_who_may_not_write_reads(web: Web) -> None:
    journey = drafting(web).save_plan()
    on(web, journey.today)
    browser = web.signed_in(Role.AUDITOR)
    html = browser.get(path(journey)).text
    assert "Invented words of section F." in html
    assert "Take into the plan" not in html
    assert "Move up" not in html
    assert browser.get(f"{path(journey)}/items/f?section=F").status_code == 403
    for page in ("/advice", "/items/f/history"):
        assert browser.get(path(journey) + page).status_code == 200


def test_no_contributor_opens_any_of_it(web: Web) -> None:
    journey = drafting(web).save_plan()
    on(web, journey.today)
    for role in (Role.DCO, Role.SETTING, Role.PSYCHOLOGY, Role.SOCIAL_CARE):
        browser = web.signed_in(role)
        for page in ("", "/advice", "/items/f", "/items/f/history"):
            assert browser.get(path(journey) + page).status_code == 404


def test_after_the_draft_taking_in_asks_what_prompted_it(web: Web) -> None:
    journey = with_family(web)
    on(web, journey.today)
    html = web.signed_in(Role.PLAN_WRITER).get(path(journey)).text
    assert 'name="take"' not in html
    assert "each change names what prompted it" in words(html)


def test_three_hundred_items_cost_no_more_statements_than_three(web: Web) -> None:
    small, large = drafting(web).save_plan(), drafting(web).save_plan()
    many = tuple(
        c.PlanItem(id=f"need-{n}", section="B", text=f"Invented need {n}.") for n in range(300)
    )
    large.do(c.SavePlan(assessment_id=large.case_id, saved_on=large.today, items=many), PLAN_WRITER)
    on(web, large.today)
    browser = web.signed_in(Role.PLAN_WRITER)
    said = []
    for journey in (small, large):
        with counted(web.database.reader) as statements:
            assert browser.get(path(journey)).status_code == 200
        said.append(len(statements))
    assert said[0] == said[1]


def test_what_went_as_final_offers_no_change_until_an_amendment_is_owed(web: Web) -> None:
    journey = placed(web).confirm_address().at(week(17)).send_final()
    on(web, journey.today)
    writer = web.signed_in(Role.PLAN_WRITER)
    item = f"{path(journey)}/items/f"
    assert f"{item}?section=F" not in writer.get(path(journey)).text
    assert writer.get(f"{item}?section=F").status_code == 403
    journey.at(week(18)).ask_for_mediation().agree(c.AgreeAmendment)
    assert f"{item}?section=F" in writer.get(path(journey)).text
    assert writer.get(f"{item}?section=F").status_code == 200
