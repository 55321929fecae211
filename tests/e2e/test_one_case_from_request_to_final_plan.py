"""A caseworker, a decision-maker, a plan writer, a DCO and a manager take one case through its twenty weeks by page."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from playwright.sync_api import Page, expect

from ehc_workflow.domain.actors import Role
from ehc_workflow.jobs.sweep import sweep
from tests.builders import MONDAY
from tests.support.hands import choose, fill_blanks, fill_day, press, submit
from tests.support.office import Office, say_whose


class Walk:
    """The office, and the case that is walked through it."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.case = ""
        self.raised = 0

    def week(self, number: float) -> None:
        """Move the clock, and let the jobs of the morning run."""
        today = MONDAY + timedelta(days=round(number * 7))
        self.office.web.clock.day = today
        now = datetime.combine(today, time(6), tzinfo=UTC)
        self.raised += sweep(self.office.web.database, as_of=today, now=now).raised

    def step(self, role: Role, trigger: str) -> Page:
        return self.office.sit_down(role, f"{self.case}/steps/{trigger}")

    def state_is(self, page: Page, words: str) -> None:
        expect(page.locator("main")).to_contain_text(words)


def test_one_case_from_request_to_final_plan(office: Office) -> None:
    walk = Walk(office)
    register(walk)
    consider_and_decide(walk)
    gather_advice(walk)
    draft(walk)
    place_and_finish(walk)


def register(walk: Walk) -> None:
    page = walk.office.sit_down(Role.CASEWORKER, "/requests/new")
    page.get_by_label("First name").or_(page.locator("[name=given_name]")).first.fill("Robin")
    page.locator("[name=family_name]").fill("Example")
    fill_day(page, "date_of_birth", date(2018, 3, 4))
    choose(page, "kind", "parental_request")
    fill_day(page, "received_on", MONDAY - timedelta(days=3))
    page.locator("[name=evidence]").fill("E-mail in the team inbox")
    page.locator("[name=setting_id]").select_option(label="Larkrise School")
    choose(page, "contacts-0-kind", "parent")
    page.locator("[name=contacts-0-name]").fill("Sam Example")
    page.locator("[name=contacts-0-email]").fill("sam@example.invalid")
    fill_day(page, "contacts-0-address_confirmed_on", MONDAY)
    press(page, "Register the request")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Robin Example")
    walk.case = page.url.removeprefix(walk.office.address)
    walk.state_is(
        page, "Fri 20 Feb 2026"
    )  # six weeks from the day it arrived, not the day it was logged


def consider_and_decide(walk: Walk) -> None:
    walk.week(1)
    page = walk.step(Role.CASEWORKER, "consult_family")
    press(page, "Record that the family was consulted")
    page = walk.step(Role.CASEWORKER, "tell_family_considering")
    choose(
        page, "method", "hand"
    )  # by e-mail, somebody would have to find out whether it was opened
    press(page, "Tell the family an assessment is considered")
    walk.state_is(page, "Considering")

    walk.week(4)
    page = walk.step(Role.DECISION_MAKER, "decide_whether_to_assess")
    choose(page, "outcome", "assess")
    choose(page, "may_have_sen", "yes")
    choose(page, "may_need_plan", "yes")
    page.locator("[name=views_considered]").check()
    page.locator("[name=reasons]").fill("Both limbs are met on this child's evidence.")
    press(page, "Decide whether to assess")

    walk.week(4.2)
    page = walk.office.sit_down(Role.CASEWORKER, "/worklist?whose=team")
    walk.state_is(page, "a decision that was taken")  # decided and not told: the list says so
    page = walk.step(Role.CASEWORKER, "notify_assessment")
    for told in ("setting_told", "health_body_told", "social_care_told"):
        page.locator(f"[name={told}]").check()
    press(page, "Tell the family: the authority will assess")
    page = walk.step(Role.CASEWORKER, "request_advice")
    fill_day(page, "received_by_body_on", walk.office.web.clock.today())
    press(page, "Send the requests")
    walk.state_is(page, "Gathering advice")


def gather_advice(walk: Walk) -> None:
    walk.week(10)
    page = walk.office.sit_down(Role.DCO, "/desk")
    page.get_by_role("link", name="Robin Example").first.click()
    page.get_by_role("link", name="Give the advice").or_(
        page.locator("a[href$='/advice']")
    ).first.click()
    give_advice(page)
    page.locator("main button[name=_send]").click()  # seen once more, with nothing vague in it
    expect(page.locator("main")).to_contain_text("Robin Example")

    accept_the_first(walk)
    for voice in ("parent", "child"):
        give_views(walk, voice)
    press(walk.step(Role.CASEWORKER, "give_views"), "I have read them")
    for item in ("Education", "Educational psychology", "Social care"):
        page = walk.step(Role.CASEWORKER, "submit_advice")
        page.locator("main label").filter(has_text=item).first.click()
        page.locator("[name=author_name]").fill("Invented Author")
        page.locator("[name=author_role]").fill("Invented role")
        choose(page, "paragraphs-0-kind", "need")
        page.locator("[name=paragraphs-0-text]").fill("Finds it hard to follow instructions.")
        press(page, "Give advice")
        accept_the_first(walk)
    page = walk.step(Role.CASEWORKER, "complete_advice")
    press(page, "Close the gathering of advice")
    walk.state_is(page, "Deciding")


def give_views(walk: Walk, voice: str) -> None:
    """The family's own part, each voice apart, as a caseworker writes it down."""
    page = walk.step(Role.CASEWORKER, "give_views")
    page.locator(f"a[href$='/views/{voice}']").click()
    page.locator("[name=words]").fill("I would like to be asked before things change.")
    page.locator("[name=ways]").first.check()
    page.locator("[name=author_name]").fill("Invented Person")
    page.locator("[name=support][value=not_needed]").check()
    press(page, "Keep these views")


def give_advice(page: Page) -> None:
    page.locator("[name^=needs-0-]").first.fill("Finds it hard to follow spoken instructions.")
    page.locator("[name^=outcomes-0-]").first.fill("Follows two-step instructions by July 2027.")
    for field, words in (
        ("text", "A language programme in a small group"),
        ("amount", "30 minutes"),
        ("frequency", "three times a week"),
        ("by_whom", "a trained teaching assistant"),
    ):
        page.locator(f"[name$='-0-{field}'][name^=provision]").fill(words)
    page.locator("[name=author_name]").fill("Invented Paediatrician")
    page.locator("[name=author_role]").fill("Community paediatrician")
    say_whose(page)
    submit(page)


def accept_the_first(walk: Walk) -> None:
    page = walk.step(Role.CASEWORKER, "accept_advice")
    choice = page.locator("input[type=radio][name=request_id]")
    if choice.count():
        choice.first.check()
    press(page, "Accept advice")


def draft(walk: Walk) -> None:
    page = walk.step(Role.DECISION_MAKER, "decide_whether_to_issue")
    choose(page, "outcome", "make_plan")
    page.locator("[name=reasons]").fill("This child needs provision that a plan secures.")
    choose(page, "plan_needed", "yes")
    press(page, "Decide whether a plan is needed")
    page = walk.step(Role.CASEWORKER, "notify_plan_will_be_made")
    press(page, "Tell the family: a plan will be made")
    walk.state_is(page, "Writing the draft plan")

    walk.week(12)
    page = walk.office.sit_down(Role.PLAN_WRITER, f"{walk.case}/plan")
    page.get_by_role("button", name="Take in everything not yet looked at").click()
    page.get_by_role("link", name="Add an item to section F").click()
    page.locator("[name=text]").fill("Larkrise School will provide a programme.")
    for box in page.locator("[name=meets]").all():
        box.check()
    press(page, "Save the item")
    expect(page.locator(".govuk-error-summary")).to_contain_text("must not name a school")
    expect(page.locator("[name=text]")).to_have_value("Larkrise School will provide a programme.")
    page.locator("[name=text]").fill("A programme of 30 minutes, three times a week.")
    press(page, "Save the item")
    for section in ("H1", "H2"):
        page.get_by_role("link", name=f"Add an item to section {section}").click()
        page.locator("[name=text]").fill("The assessment found none.")
        page.locator("[name=none_found]").check()
        page.locator("[name=sources]").first.check()
        press(page, "Save the item")

    page = walk.office.sit_down(Role.DCO, "/desk?view=done")
    page.get_by_role("link", name="Robin Example").first.click()
    page.locator("a[href$='/section-g']").first.click()
    page.locator("[name=by_whom]").fill("Invented officer of the health body")
    submit(page)

    page = walk.step(Role.CASEWORKER, "serve_draft")
    fill_blanks(page)
    press(page, "Send the draft plan")
    walk.state_is(page, "Draft with the family")


def place_and_finish(walk: Walk) -> None:
    walk.week(13)
    page = walk.step(Role.CASEWORKER, "record_representation")
    choose(page, "kind", "setting_request")
    page.locator("[name=text]").fill("We ask for this school.")
    page.locator("[name=setting_id]").select_option(label="Larkrise School")
    press(page, "Record what the family says")
    page = walk.step(Role.CASEWORKER, "consult_on_placement")
    press(page, "Consult 1 setting")

    walk.week(13.5)
    page = walk.step(Role.DECISION_MAKER, "settle_placement")
    settle(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "time to respond"
    )  # fifteen days are fifteen days

    walk.week(18.2)
    assert walk.raised > 0
    page = walk.office.sit_down(Role.MANAGER, "/alerts")
    page.locator("main a[href^='/alerts/']").first.click()
    fill_day(page, "recovery_on", walk.office.web.clock.today() + timedelta(days=5))
    page.locator("[name=plan]").fill("Placement is decided tomorrow.")
    page.get_by_role("button", name="Take up", exact=True).click()

    page = walk.step(Role.CASEWORKER, "answer_representation")
    choose(page, "answer", "accepted")
    press(page, "Answer the family")
    page = walk.step(Role.DECISION_MAKER, "settle_placement")
    settle(page)
    page = walk.step(Role.CASEWORKER, "confirm_address")
    page.locator("[name=contact_id]").first.check()
    press(page, "Confirm an address")

    walk.week(19)
    page = walk.step(Role.DECISION_MAKER, "send_final_plan")
    choose(page, "method", "hand")
    page.locator("[name=setting_told]").check()
    page.locator("[name=health_body_told]").check()
    fill_blanks(page)
    press(page, "Send the final plan")
    walk.state_is(page, "Final plan sent")
    expect(page.locator("main")).to_contain_text("Final plan")
    before = walk.raised
    walk.week(21)
    assert walk.raised == before  # nothing is owed any more


def settle(page: Page) -> None:
    page.locator("[name=setting_id]").select_option(label="Larkrise School")
    page.locator("[name=reasons]").fill("The family's choice suits this child.")
    press(page, "Decide placement")
