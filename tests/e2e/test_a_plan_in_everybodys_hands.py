"""One plan on its way through everybody: decided, written, checked, agreed, answered, placed, final, handed over.

Each person signs in as themselves and works by page alone, the family on a phone, over five weeks of mornings.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem, ParagraphKind
from ehc_workflow.rules.plan_criteria import Criterion
from ehc_workflow.store.ids import new_id
from tests.builders import AUTHORITY, OTHER_SCHOOL, SCHOOL, TEAM, Journey
from tests.support.casework import assessing, on, set_letters, week
from tests.support.hands import choose, looks_right, press, submit
from tests.support.mornings import Mornings
from tests.support.office import DESK, PHONE, Office

READING = (
    c.Paragraph(kind=ParagraphKind.NEED, text="Loses the thread of a written page."),
    c.Paragraph(kind=ParagraphKind.OUTCOME, text="Reads a page aloud by July 2027."),
    c.Paragraph(kind=ParagraphKind.PROVISION, text="Regular help with reading in a quiet place"),
)
ASKED_BACK = "How long is “regular”, and how often?"
ANSWERED = "20 minutes each school day."
SAME = "Health says the same outcome in the same words."
TO_CHANGE = "F.1 does not say who helps with reading."
SAID = "20 minutes is too short: Robin needs ten of them to settle 🧩"
AGREED = "You are right. It is 30 minutes."
INTERNAL = re.compile(
    r"\b[a-z]+_[a-z_]+\b"  # a name of the program's own
    r"|\b\d{4}-\d{2}-\d{2}\b"  # a day as machines write it
    r"|\b(?:None|True|False|null)\b"
    r"|\b(?i:caseload|worklist|deadline|breach\w*|alert|sign(?:ed)? off|seat|representations?)\b"
)


@dataclass
class Walk:
    """The office, the case that is carried through it, and the day it is."""

    office: Office
    journey: Journey
    mornings: Mornings
    people: dict[str, str] = field(default_factory=dict)
    desks: dict[str, Page] = field(default_factory=dict)

    @property
    def case(self) -> str:
        return f"/assessments/{self.journey.case_id}"

    def until(self, day: date) -> None:
        """Let one day after another come, each with its morning's jobs."""
        for _ in range((day - self.office.web.clock.day).days):
            self.mornings.run(self.office.web.clock.day + timedelta(days=1))
            on(self.office.web, self.office.web.clock.day + timedelta(days=1))

    def comes(self, who: str, path: str) -> Page:
        """Somebody opens a page, at a desk or on the family's phone; the session of another day is over."""
        if who not in self.desks:
            self.desks[who] = self.office.desk(PHONE if who == "parent" else DESK)
        self.office.open(self.desks[who], self.people[who], path)
        return self.desks[who]


@pytest.mark.timeout(480)  # eight people and some hundred pages, where others may use the machine
def test_a_plan_in_everybodys_hands(office: Office) -> None:
    walk = begin(office)
    a_plan_is_decided_and_the_family_told(walk)
    the_writer_takes_advice_in(walk)
    the_author_is_asked_back_and_answers(walk)
    the_checker_returns_it_and_signs_it_off(walk)
    the_health_body_agrees(walk)
    the_draft_goes_and_the_parent_says_something(walk)
    the_family_is_answered_and_the_plan_changed(walk)
    the_school_is_consulted_and_replies(walk)
    placement_is_decided_and_the_final_goes(walk)
    everybody_sees_what_is_theirs(walk)
    the_plan_is_handed_over(walk)
    no_message_told_of_the_child(walk)


def begin(office: Office) -> Walk:
    """Ten weeks later: all advice is accepted, the school's with a word that says nothing."""
    set_letters(office.web)
    journey = assessing(office.web).at(week(10))
    for asked in journey.items():
        if asked is AdviceItem.EDUCATION:
            journey.give(asked, paragraphs=READING).accept(asked)
        else:
            journey.give(asked).accept(asked)
    journey.do(c.CompleteAdvice(assessment_id=journey.case_id, completed_on=journey.today))
    on(office.web, journey.today)
    walk = Walk(office, journey, Mornings(office.web.database))
    for who, role in {
        "decider": Role.DECISION_MAKER,
        "writer": Role.PLAN_WRITER,
        "checker": Role.PLAN_WRITER,
        "clinical officer": Role.DCO,
    }.items():
        walk.people[who] = office.web.person(role)
    vacant = Seat(id=new_id(), role=Role.CASEWORKER, authority_id=AUTHORITY, team_id=TEAM)
    walk.people["officer"] = office.web.person(Role.CASEWORKER, seat=vacant)
    for who, service in {"school": SCHOOL, "other school": OTHER_SCHOOL}.items():
        seat = Seat(id=new_id(), role=Role.SETTING, authority_id=AUTHORITY, service_id=service)
        walk.people[who] = office.web.person(Role.SETTING, seat=seat)
    walk.people["parent"] = office.family_of(journey.case_id)
    return walk


def a_plan_is_decided_and_the_family_told(walk: Walk) -> None:
    walk.until(date(2026, 3, 25))
    page = walk.comes("decider", f"{walk.case}/steps/decide_whether_to_issue")
    choose(page, "outcome", "make_plan")
    page.locator("[name=reasons]").fill("Robin needs help that only a plan secures.")
    choose(page, "plan_needed", "yes")
    press(page, "Decide whether a plan is needed")
    is_done(page)

    parent = walk.comes("parent", "/family")
    expect(parent.locator(".ehc-now")).to_contain_text("We are deciding whether a plan is needed.")
    expect(parent.locator("main")).not_to_contain_text("only a plan secures")  # decided, not told

    walk.until(date(2026, 3, 26))
    page = walk.comes("officer", f"{walk.case}/steps/notify_plan_will_be_made")
    press(page, "Tell the family: a plan will be made")
    expect(page.locator("main")).to_contain_text("Writing the draft plan")
    parent = walk.comes("parent", "/family")
    expect(parent.locator(".ehc-now")).to_contain_text("There will be a plan.")
    expect(parent.locator("main")).to_contain_text("By 1 June 2026 We send you the final plan")
    reads_plainly(parent)


def the_writer_takes_advice_in(walk: Walk) -> None:
    walk.until(date(2026, 3, 30))
    page = walk.comes("writer", f"{walk.case}/plan")
    page.get_by_role("button", name="Take into the plan P1 of Larkrise School").click()
    expect(item(page, "F.1")).to_contain_text("Regular help with reading")
    page.get_by_role("link", name=re.compile("Leave out or change about O1 of .*psych")).click()
    page.get_by_label("It is left out of the plan").check()
    press(page, "Save what became of it")
    refused_with(page, "Enter why")
    page.get_by_label("Why", exact=True).fill(SAME)
    press(page, "Save what became of it")
    press(page, "Take in everything not yet looked at")
    expect(item(page, "F.2")).to_contain_text("Meets B.2")  # its own outcome was left out

    page.get_by_role("link", name="Change F.2").click()
    page.get_by_label("C.1 Finds it hard").check()
    page.get_by_label("E.2 Follows two-step").check()
    press(page, "Save the item")
    expect(item(page, "F.2")).to_contain_text("Meets E.2, B.2, C.1")
    page.get_by_role("link", name="Add an item to section H1").click()
    page.get_by_label("Words", exact=True).fill("The assessment found none.")
    page.get_by_label("This says that the assessment found none").check()
    page.locator("[name=sources]").first.check()
    press(page, "Save the item")
    looks_right(page)


def the_author_is_asked_back_and_answers(walk: Walk) -> None:
    page = walk.comes("writer", f"{walk.case}/plan")
    page.get_by_role("link", name="Ask the author about P1 of Larkrise School").click()
    page.locator("[name=question]").fill(ASKED_BACK)
    press(page, "Ask")
    expect(page.locator("main")).to_contain_text("1 question to authors without an answer yet")

    walk.until(date(2026, 3, 31))
    school = walk.comes("school", "/")
    expect(school.get_by_role("heading", level=1)).to_have_text("Children and young people")
    looks_right(school)
    school.locator(".ehc-alert", has_text="1 question about advice").get_by_role("link").click()
    expect(school.locator("main")).to_contain_text(ASKED_BACK)
    school.locator("[name=answer]").fill(ANSWERED)
    press(school, "Send the answer")
    is_done(school)

    page = walk.comes("writer", f"{walk.case}/plan")
    expect(page.locator("main")).not_to_contain_text("without an answer yet")
    expect(page.locator(".ehc-passage", has_text=ASKED_BACK)).to_contain_text(ANSWERED)


def the_checker_returns_it_and_signs_it_off(walk: Walk) -> None:
    walk.until(date(2026, 4, 1))
    page = walk.comes("writer", f"{walk.case}/plan/checks")
    expect(page.locator("main")).to_contain_text("Somebody else checks it")
    page = walk.comes("checker", f"{walk.case}/plan/checks")
    looks_right(page)
    expect(page.locator("main")).to_contain_text("F.1 says “regular”: say how often")
    answer_criteria(page, provision="not_met")
    page.locator("[name=provision_comment]").fill(TO_CHANGE)
    choose(page, "end", "signed_off")
    press(page, "Record the check")
    refused_with(page, "return the plan")
    choose(page, "end", "returned")
    press(page, "Record the check")
    expect(page.locator("main")).to_contain_text("Version 4: returned to be changed")

    walk.until(date(2026, 4, 2))
    page = walk.comes("writer", f"{walk.case}/plan/checks")
    expect(page.locator("main")).to_contain_text(TO_CHANGE)
    page = walk.comes("writer", f"{walk.case}/plan")
    page.get_by_role("link", name="Change F.1").click()
    page.get_by_label("Words", exact=True).fill("Help with reading in a quiet place")
    page.get_by_label("How much (optional)").fill("20 minutes")
    page.get_by_label("How often (optional)").fill("each school day")
    page.get_by_label("By whom (optional)").fill("a trained teaching assistant")
    press(page, "Save the item")
    expect(item(page, "F.1")).to_contain_text("20 minutes")
    page = walk.comes("checker", f"{walk.case}/plan/checks")
    answer_criteria(page)
    choose(page, "end", "signed_off")
    press(page, "Record the check")
    expect(page.locator("main")).to_contain_text("Version 5: signed off, good")


def answer_criteria(page: Page, **answers: str) -> None:
    for one in Criterion:
        choose(page, one.value, answers.get(one.value, "met"))


def the_health_body_agrees(walk: Walk) -> None:
    page = walk.comes("officer", f"{walk.case}/steps/serve_draft")
    press(page, "Send the draft plan")
    refused_with(page, "agreed")

    walk.until(date(2026, 4, 7))
    page = walk.comes("clinical officer", "/")
    looks_right(page)
    page = walk.comes("clinical officer", "/desk?view=done")
    page.get_by_role("link", name="Robin Example").first.click()
    page.locator("a[href$='/section-g']").first.click()
    expect(page.locator("main")).to_contain_text("A language programme in a small group")
    expect(page.locator("main")).not_to_contain_text("Help with reading")
    page.locator("[name=by_whom]").fill("Invented officer of the health body")
    submit(page)
    expect(page.locator("main")).to_contain_text("The agreement to section G is recorded")
    expect(page.locator("dl").first).to_contain_text("Agreed on 7 April 2026")


def the_draft_goes_and_the_parent_says_something(walk: Walk) -> None:
    parent = walk.comes("parent", "/family/draft")
    expect(parent.locator("main")).to_contain_text("There is no draft for you to read yet.")
    expect(parent.locator("main")).not_to_contain_text("quiet place")
    walk.until(date(2026, 4, 8))
    page = walk.comes("officer", f"{walk.case}/steps/serve_draft")
    press(page, "Send the draft plan")
    expect(page.locator("main")).to_contain_text("Draft with the family")

    walk.until(date(2026, 4, 10))
    parent = walk.comes("parent", "/family")
    reads_plainly(parent)
    parent.get_by_role("button", name="Read the draft and respond").click()
    expect(parent.locator(".ehc-now")).to_contain_text("until the end of 22 April 2026")
    expect(parent.locator(".ehc-now")).to_contain_text("13 days left, counting today")
    expect(parent.locator("#section-K")).to_contain_text("Family: Robin Example, received 23 March")
    expect(parent.locator("#section-K")).not_to_contain_text("version")  # each gave one
    reads_plainly(parent)
    looks_right(parent)
    reading = parent.locator(".ehc-draft__item", has_text="Help with reading")
    reading.get_by_role("link", name="Say something about this").click()
    expect(parent.locator("blockquote")).to_contain_text("20 minutes, each school day")
    reads_plainly(parent)
    looks_right(parent)
    parent.locator("[name=said]").fill(SAID)
    press(parent, "Send what you say")
    expect(reading).to_contain_text("Waiting for our answer")
    parent.get_by_role("link", name="Ask for a school or college").click()
    parent.locator("[name=setting_id]").select_option(label="Quayside School")
    press(parent, "Ask for a school or college")
    is_done(parent)
    expect(parent.locator("#said ~ section").first).to_contain_text("Quayside School")
    reads_plainly(parent)


def the_family_is_answered_and_the_plan_changed(walk: Walk) -> None:
    walk.until(date(2026, 4, 13))
    page = walk.comes("officer", f"{walk.case}/draft-with-family")
    expect(page.locator("main")).to_contain_text("as it was served")
    looks_right(page)
    card = page.locator(".ehc-card", has_text="20 minutes is too short")
    card.get_by_role("button", name="Answer").click()
    choose(page, "answer", "accepted")
    page.locator("[name=reason]").fill(AGREED)
    press(page, "Answer the family")
    is_done(page)

    page = walk.comes("writer", f"{walk.case}/draft-with-family")
    card = page.locator(".ehc-card", has_text="20 minutes is too short")
    card.get_by_role("link", name="Change the plan because of this").click()
    page.get_by_label("How much (optional)").fill("30 minutes")
    press(page, "Save the item")
    expect(item(page, "F.1")).to_contain_text("30 minutes")

    parent = walk.comes("parent", "/family/draft")
    expect(parent.locator("main")).to_contain_text(AGREED)
    expect(parent.locator("main")).to_contain_text("The plan was changed because of it")
    served = parent.locator(".ehc-draft__item", has_text="Help with reading")
    expect(served).to_contain_text("20 minutes")  # what went to them stays as it went
    reads_plainly(parent)


def the_school_is_consulted_and_replies(walk: Walk) -> None:
    page = walk.comes("other school", "/children")
    expect(page.locator("main")).not_to_contain_text("Robin")  # not before it is asked
    page = walk.comes("officer", f"{walk.case}/steps/consult_on_placement")
    expect(page.locator("main")).to_contain_text("the family’s choice")
    press(page, "Consult 1 setting")
    expect(page.locator("main")).to_contain_text("1 setting consulted")

    walk.until(date(2026, 4, 15))
    page = walk.comes("decider", f"{walk.case}/steps/settle_placement")
    settle(page)
    refused_with(page, "time to respond")

    page = walk.comes("other school", "/children")
    looks_right(page)
    page.get_by_role("link", name=re.compile("Answer the consultation")).click()
    expect(page.locator("main")).to_contain_text("20 minutes, each school day")
    expect(page.locator("main")).not_to_contain_text(SAID)  # a family's words are not the school's
    looks_right(page)
    choose(page, "answer", "yes")
    press(page, "Give the answer")
    expect(page.locator("main")).to_contain_text("you can meet the needs")
    page = walk.comes("school", "/children")
    expect(page.locator("main")).not_to_contain_text("Consultation")


def settle(page: Page) -> None:
    page.locator("[name=setting_id]").select_option(label="Quayside School")
    page.locator("[name=reasons]").fill("The family's choice suits Robin.")
    press(page, "Decide placement")


def placement_is_decided_and_the_final_goes(walk: Walk) -> None:
    walk.until(date(2026, 4, 23))
    page = walk.comes("officer", f"{walk.case}/draft-with-family")
    card = page.locator(".ehc-card", has_text="Quayside School")
    card.get_by_role("button", name="Answer").click()
    choose(page, "answer", "accepted")
    press(page, "Answer the family")
    is_done(page)
    page = walk.comes("decider", f"{walk.case}/steps/settle_placement")
    expect(page.locator("#replies ~ *").first).to_contain_text("It can meet the needs")
    looks_right(page)
    settle(page)
    is_done(page)
    parent = walk.comes("parent", "/family")
    reads_plainly(parent)
    page = walk.comes("officer", f"{walk.case}/steps/confirm_address")
    page.locator("[name=contact_id]").first.check()
    press(page, "Confirm an address")
    is_done(page)

    walk.until(date(2026, 4, 27))
    page = walk.comes("decider", f"{walk.case}/steps/send_final_plan")
    page.locator("[name=setting_told]").check()
    page.locator("[name=health_body_told]").check()
    press(page, "Send the final plan")
    expect(page.locator("main")).to_contain_text("Final plan sent")


def everybody_sees_what_is_theirs(walk: Walk) -> None:
    parent = walk.comes("parent", "/family")
    expect(parent.locator(".ehc-now")).to_contain_text("The final plan has been sent to you.")
    expect(parent.locator("main")).to_contain_text("To 29 June 2026 Your time to appeal")
    reads_plainly(parent)
    looks_right(parent)
    parent.get_by_role("link", name="Letter with the final plan").click()
    expect(parent.locator("main")).to_contain_text("Section I names Quayside School.")
    reads_plainly(parent)
    parent.goto("/family")
    parent.get_by_role("button", name="The draft, and what became of what you said").click()
    expect(parent.get_by_role("link", name="Say something about this")).to_have_count(0)
    parent.get_by_role("link", name="What changed from the draft to the final plan").click()
    expect(parent.locator("main")).to_contain_text(
        "Item F.1: how much, “20 minutes” became “30 minutes”."
    )
    expect(parent.locator("blockquote")).to_have_text(SAID)
    expect(parent.locator("main")).to_contain_text("It now names Quayside School.")
    reads_plainly(parent)
    looks_right(parent)

    page = walk.comes("other school", "/children")
    page.get_by_role("link", name="The final plan of Robin Example").click()
    expect(page.locator("main")).to_contain_text("Your setting is named in the final plan")
    expect(
        page.locator("#final ~ .ehc-said", has_text="30 minutes, each school day")
    ).to_be_visible()
    looks_right(page)
    page = walk.comes("school", "/children")
    expect(page.locator("main")).not_to_contain_text("Robin")  # neither named nor asked any more

    page = walk.comes("writer", f"{walk.case}/plan")
    expect(page.get_by_role("link", name="Change F.1")).to_have_count(0)  # what went stays


def the_plan_is_handed_over(walk: Walk) -> None:
    walk.until(date(2026, 4, 28))
    page = walk.comes("officer", walk.case)
    page.get_by_role("link", name="Hand the plan over", exact=True).click()
    expect(page.locator("main")).to_contain_text("26 April 2027")
    looks_right(page)
    page.get_by_role("button", name="Say who maintains the plan").click()
    page.locator("[name=to_whom]").fill("The annual review team")
    press(page, "Hand the plan over to whoever maintains it")
    is_done(page)
    page = walk.comes("officer", f"{walk.case}/handover")
    expect(page.locator("main")).to_contain_text("The annual review team, since 28 April 2026")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the handover file").click()
    with zipfile.ZipFile(download.value.path()) as made:
        assert "30 minutes" in made.read("plan.json").decode()


def no_message_told_of_the_child(walk: Walk) -> None:
    sent = walk.mornings.notifier.sent
    assert {"sam@example.invalid", "office@example.invalid"} <= {
        to for mail in sent for to in mail.to
    }
    for mail in sent:
        for word in ("Robin", "Example", "reading", "Quayside"):
            assert word not in f"{mail.subject} {mail.body}"


def item(page: Page, label: str) -> Locator:
    """One item on the plan's page, by its number."""
    number = page.locator(".ehc-item__number", has_text=label)
    return page.locator(".ehc-item", has=number)


def refused_with(page: Page, words: str) -> None:
    expect(page.locator(".govuk-error-summary")).to_contain_text(words)


def is_done(page: Page) -> None:
    """The page says so: whoever comes next must find it done."""
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Success")


def reads_plainly(page: Page) -> None:
    """A family's page says nothing in the words of the program or of the office."""
    assert INTERNAL.findall(page.locator("main").inner_text()) == []
