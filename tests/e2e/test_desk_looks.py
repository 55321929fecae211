"""The pages of the desk, the manager and the family in a real browser: wide, narrow, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem, ParagraphKind, ReplyKind
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.store.ids import new_id
from tests import builders as b
from tests.support.casework import assessing, considered, drafting, on, week
from tests.support.serving import serving
from tests.support.web import PASSWORD, Web

DESK, PHONE = 1280, 390
SEAT = b.fixed_id("a seat to look at")
HEALTH = AdviceItem.HEALTH
PDF = b"%PDF-1.7\nInvented words."


@dataclass
class Served:
    """The program on a port, with cases in it, people to sign in as, and what each looks at."""

    address: str
    people: Mapping[Role, str]
    paths: Mapping[Role, Mapping[str, str]]

    def sign_in(self, context: BrowserContext, role: Role) -> Page:
        page = context.new_page()
        page.goto(f"{self.address}/sign-in")
        page.fill("#email", self.people[role])
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).last.click()
        return page


@pytest.fixture
def served(web: Web) -> Iterator[Served]:
    """Requests in every part of the desk, seen four weeks after some fell due."""
    late, not_known, given, writing = (
        assessing(web, asked_on=week(4)),
        assessing(web),
        assessing(web),
        drafting(web).save_plan(),
    )
    unconfirmed = considered(web).at(week(4)).decide_to_assess().tell_assessing()
    unconfirmed.do(
        c.RequestAdvice(
            assessment_id=unconfirmed.case_id,
            requested_on=week(4),
            asked=(
                c.Asked(
                    request_id=unconfirmed.request_id(HEALTH),
                    item=HEALTH,
                    service_id=b.SERVICES[HEALTH],
                ),
            ),
        )
    )
    not_known.at(week(6)).do(
        c.ReplyToRequest(
            assessment_id=not_known.case_id,
            request_id=not_known.request_id(HEALTH),
            kind=ReplyKind.NOT_KNOWN,
            replied_on=week(6),
        ),
        b.DCO,
    )
    vague = c.Paragraph(kind=ParagraphKind.PROVISION, text="Would benefit from regular input")
    given.at(week(13)).give(HEALTH, b.HEALTH_ADMINISTRATOR, paragraphs=(vague,))
    on(web, week(14))
    web.person(
        Role.HEALTH_ADMINISTRATOR,
        seat=Seat(
            id=SEAT,
            role=Role.HEALTH_ADMINISTRATOR,
            authority_id=b.AUTHORITY,
            service_id=b.SERVICES[HEALTH],
        ),
    )
    sweep(web.database, week(14), web.clock.now())
    with serving(web.app) as address:
        yield Served(
            address, _people(web, late), _paths(late, not_known, given, writing, unconfirmed)
        )


def _people(web: Web, late: b.Journey) -> Mapping[Role, str]:
    seat = Seat(id=new_id(), role=Role.FAMILY, authority_id=b.AUTHORITY, assessment_id=late.case_id)
    roles = (Role.DCO, Role.MANAGER, Role.ADMINISTRATOR, Role.CASEWORKER, Role.PSYCHOLOGY)
    return {role: web.person(role) for role in roles} | {
        Role.FAMILY: web.person(Role.FAMILY, seat=seat)
    }


def _paths(
    late: b.Journey,
    not_known: b.Journey,
    given: b.Journey,
    writing: b.Journey,
    unconfirmed: b.Journey,
) -> Mapping[Role, Mapping[str, str]]:
    def request(journey: b.Journey, page: str = "") -> str:
        return f"/desk/requests/{journey.request_id(HEALTH)}{page}"

    return {
        Role.DCO: {
            "desk": "/desk",
            "late": "/desk?view=late",
            "confirm several": "/desk?view=not_confirmed",
            "empty part": "/desk?view=done",
            "late request": request(late),
            "given": request(given),
            "give advice": request(late, "/advice"),
            "reply": request(late, "/reply"),
            "missed": request(late, "/missed-appointment"),
            "chase": request(late, "/chase"),
            "settle": request(not_known, "/settle"),
            "check": request(given, "/check"),
            "received": request(unconfirmed, "/received"),
            "section G": request(writing, "/section-g"),
        },
        Role.MANAGER: {
            "overview": "/manager",
            "limits": "/manager/limits",
            "alerts": "/alerts",
            "taken up": "/alerts?show=taken-up",
            "late advice": "/late-advice?whose=team",
            "not arrived": "/late-advice?whose=team&part=not_arrived",
            "vague wording": "/wording",
            "a word": "/wording/change",
            "who is told": "/ladders",
            "a ladder": "/ladders/final_plan",
        },
        Role.ADMINISTRATOR: {
            "messages": "/messages",
            "jobs": "/jobs",
            "services": "/services",
            "a service": f"/services/{b.SERVICES[HEALTH]}",
            "its details": f"/services/{b.SERVICES[HEALTH]}/change",
            "closing it": f"/services/{b.SERVICES[AdviceItem.PSYCHOLOGY]}/close",
            "teams": "/teams",
            "a team": f"/teams/{b.AUTHORITY}/{b.TEAM}",
            "health bodies": "/health-bodies",
            "a seat": f"/seats/{SEAT}",
        },
        Role.CASEWORKER: {
            "documents": f"/assessments/{late.case_id}/documents",
            "inbox": "/inbox",
            "views": f"/assessments/{late.case_id}/views",
            "whose views": f"/assessments/{late.case_id}/views/child",
        },
        Role.PSYCHOLOGY: {"allocation": "/allocation", "visits": "/visits"},
        Role.FAMILY: {
            "where we are": "/family",
            "views": f"/assessments/{late.case_id}/views",
            "own views": f"/assessments/{late.case_id}/views/parent",
            "documents": f"/assessments/{late.case_id}/documents",
        },
    }


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_nothing_for_axe_to_find_and_nothing_cut_off(
    served: Served, browser: Browser, width: int
) -> None:
    found: list[tuple[object, ...]] = []

    def hear(message: ConsoleMessage) -> None:
        found.append(("console", message.text))

    for role, paths in served.paths.items():
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = served.sign_in(context, role)
        page.on("console", hear)
        for name, path in paths.items():
            answer = page.goto(f"{served.address}{path}")
            assert answer is not None
            assert answer.status == 200, name
            violations = Axe().run(page).response["violations"]
            found += [(name, each["id"], each["nodes"][0]["html"]) for each in violations]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append((name, "wider than the screen"))
        context.close()
    assert not found


def test_advice_is_given_with_rows_and_files_and_no_script(
    served: Served, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = served.sign_in(context, Role.DCO)
    page.get_by_role("link", name="2 Late").click()
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="Give advice").click()
    page.get_by_label("What the child or young person needs").fill("Finds instructions hard.")
    page.get_by_role("button", name="Add another need").click()
    page.get_by_label("What the child or young person needs").nth(1).fill("Finds noise hard.")
    page.get_by_label("What is to be reached, and by when").fill("Follows two steps by July 2027.")
    page.get_by_label("What is provided").fill("A programme in a group of four")
    page.get_by_label("How much (optional)").fill("30 minutes")
    page.get_by_label("How often (optional)").fill("three times a week")
    page.get_by_label("Name of the child or young person").fill("EXAMPLE Robin")
    for part, value in (("day", "4"), ("month", "3"), ("year", "2018")):
        page.locator(f"[name=born_written-{part}]").fill(value)
    page.get_by_label("Attach files (optional)").set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Look at it before it goes").last.click()
    page.get_by_text("Provision 1 does not say by whom").wait_for()
    page.get_by_role("button", name="Change it").click()
    page.get_by_text("Remove report.pdf").wait_for()
    page.get_by_label("By whom (optional)").fill("a trained teaching assistant")
    page.get_by_label("Until when (optional)").fill("the end of year 6")
    page.get_by_label("How and when you saw the child or young person").fill("In class in March.")
    page.get_by_role("button", name="Look at it before it goes").last.click()
    page.get_by_text("Needs, outcomes and specific provision are there").wait_for()
    page.get_by_role("button", name="Send the advice").click()
    page.get_by_text("The advice is given. Somebody will check it.").wait_for()
    page.get_by_role("link", name="report.pdf").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the file").click()
    assert download.value.path().read_bytes() == PDF
    context.close()


def test_what_is_typed_is_there_when_the_browser_was_closed(
    served: Served, browser: Browser
) -> None:
    form = f"{served.address}{served.paths[Role.DCO]['give advice']}"
    context = browser.new_context()
    page = served.sign_in(context, Role.DCO)
    page.goto(form)
    page.get_by_label("What the child or young person needs").fill("Finds instructions hard.")
    page.get_by_text("Saved 20 April 2026").wait_for()
    page.get_by_label("What is provided").fill("A programme in a group of four")
    page.goto(f"{served.address}/desk")
    context.close()
    context = browser.new_context()
    page = served.sign_in(context, Role.DCO)
    page.goto(form)
    page.get_by_text("What you typed is here again").wait_for()
    needs = page.get_by_label("What the child or young person needs")
    assert needs.input_value() == "Finds instructions hard."
    assert page.get_by_label("What is provided").input_value() == "A programme in a group of four"
    context.close()


def test_a_manager_takes_up_an_alert_without_script(served: Served, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = served.sign_in(context, Role.MANAGER)
    page.get_by_role("link", name="alerts nobody has taken up").click()
    page.get_by_role("button", name="Take up").first.click()
    recovered = week(14) + timedelta(days=10)
    for part in ("day", "month", "year"):
        page.locator(f"#recovery_on-{part}").fill(str(getattr(recovered, part)))
    page.get_by_label("What will be done").fill("The service lead sends it.")
    page.get_by_role("button", name="Take up", exact=True).click()
    page.get_by_role("link", name="1 In hand").click()
    page.get_by_text("Recovery by 30 April 2026").wait_for()
    context.close()
