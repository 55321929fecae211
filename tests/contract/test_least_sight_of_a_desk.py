"""Who sees what of one case: a DCO sees no file, no page and no section that health has no need of. S12."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.papers import DocumentKind, Scan
from ehc_workflow.service.documents import may_open
from ehc_workflow.store.documents import Document
from ehc_workflow.store.ids import new_id
from tests import builders as b
from tests.contract.test_pages_desk import at
from tests.support.casework import assessing, drafting, on, week
from tests.support.web import Web, words

HEALTH, PSYCHOLOGY = AdviceItem.HEALTH, AdviceItem.PSYCHOLOGY
HEALTHS = {Role.DCO, Role.HEALTH_ADMINISTRATOR}
OTHERS = {Role.PSYCHOLOGY, Role.SOCIAL_CARE, Role.SETTING}
AUTHORITYS = {Role.CASEWORKER, Role.MANAGER}
PEOPLE = sorted(HEALTHS | OTHERS | AUTHORITYS | {Role.FAMILY})
AS_JSON = ("", "/deadlines", "/steps", "/log", "/days")


@pytest.fixture
def drafted(web: Web) -> b.Journey:
    """A plan is being written; it has words in sections A, C, F and G, and advice of everybody behind it."""
    journey = drafting(web).save_plan(
        A="Words of the family.",
        C="Needs help with feeding.",
        F="Words of the school.",
        G="A nurse changes the tube.",
    )
    on(web, week(12))
    return journey


def signed_in(web: Web, role: Role, journey: b.Journey) -> TestClient:
    if role is not Role.FAMILY:
        return web.signed_in(role)
    seat = Seat(id=new_id(), role=role, authority_id=b.AUTHORITY, assessment_id=journey.case_id)
    return web.signed_in(role, seat=seat)


@pytest.mark.parametrize("role", PEOPLE, ids=[role.value for role in PEOPLE])
def test_each_role_opens_its_own_pages_and_no_others(
    web: Web, drafted: b.Journey, role: Role
) -> None:
    browser = signed_in(web, role, drafted)
    for_whom = {
        at(drafted, HEALTH): HEALTHS | AUTHORITYS,
        at(drafted, PSYCHOLOGY): {Role.PSYCHOLOGY} | AUTHORITYS,
        at(drafted, AdviceItem.SOCIAL_CARE): {Role.SOCIAL_CARE} | AUTHORITYS,
        at(drafted, AdviceItem.EDUCATION): {Role.SETTING} | AUTHORITYS,
        at(drafted, AdviceItem.FAMILY): AUTHORITYS,
        at(drafted, HEALTH, "/section-g"): HEALTHS | AUTHORITYS,
        f"/assessments/{drafted.case_id}": AUTHORITYS,
        f"/assessments/{drafted.case_id}/plan": AUTHORITYS,
        f"/assessments/{drafted.case_id}/days": AUTHORITYS,
        f"/assessments/{drafted.case_id}/documents": AUTHORITYS | {Role.FAMILY},
    }
    opened = {path: browser.get(path).status_code == 200 for path in for_whom}
    assert opened == {path: role in roles for path, roles in for_whom.items()}


@pytest.mark.parametrize("role", sorted(HEALTHS), ids=lambda role: role.value)
def test_health_reads_sections_c_and_g_and_nothing_else_of_the_plan(
    web: Web, drafted: b.Journey, role: Role
) -> None:
    browser = web.signed_in(role)
    told = words(browser.get(at(drafted, HEALTH, "/section-g")).text)
    assert "Needs help with feeding." in told
    assert "A nurse changes the tube." in told
    pages = [told, words(browser.get(at(drafted, HEALTH)).text)]
    pages += [words(browser.get(f"/desk?view={view}").text) for view in ("to_sign_off", "done")]
    for page in pages:
        assert "Words of the family." not in page
        assert "Words of the school." not in page
        assert "Educational psychology" not in page


@pytest.mark.parametrize("role", sorted(HEALTHS | OTHERS), ids=lambda role: role.value)
def test_no_contributor_reads_a_case_as_json(web: Web, drafted: b.Journey, role: Role) -> None:
    program = web.program(role)
    for path in AS_JSON:
        answered = program.get(f"/api/v1/assessments/{drafted.case_id}{path}")
        assert answered.status_code == 404, path


def test_a_desk_as_json_lists_its_own_requests_and_no_names(web: Web, drafted: b.Journey) -> None:
    answered = web.program(Role.DCO).get("/api/v1/advice-requests?view=to_sign_off")
    assert [one["request_id"] for one in answered.json()["items"]] == [drafted.request_id(HEALTH)]
    assert "Robin" not in answered.text
    assert (
        web.program(Role.PSYCHOLOGY).get("/api/v1/advice-requests?view=to_sign_off").json()["items"]
        == []
    )


def file(journey: b.Journey, kind: DocumentKind, item: AdviceItem | None = None) -> Document:
    return Document(
        id=new_id(),
        assessment_id=journey.case_id,
        request_id=journey.request_id(item) if item else None,
        sha256="0" * 64,
        name="invented.pdf",
        media_type="application/pdf",
        size=1,
        kind=kind,
        scan=Scan.UNSCANNED,
        added_by="somebody",
        added_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


FILES = [
    (DocumentKind.FAMILY, None, {"dco", "administrator of health", "psychology", "school"}),
    (DocumentKind.OTHER, None, set()),
    (DocumentKind.ADVICE, HEALTH, {"dco", "administrator of health"}),
    (DocumentKind.ADVICE, PSYCHOLOGY, {"psychology"}),
    (DocumentKind.ADVICE, AdviceItem.EDUCATION, {"school"}),
]
CONTRIBUTORS = {
    "dco": b.DCO,
    "administrator of health": b.HEALTH_ADMINISTRATOR,
    "psychology": b.PSYCHOLOGIST,
    "school": b.SENCO,
}


@pytest.mark.parametrize(("kind", "item", "for_whom"), FILES)
def test_a_contributor_opens_the_files_of_its_own_request_and_what_went_with_it(
    drafted: b.Journey, kind: DocumentKind, item: AdviceItem | None, for_whom: set[str]
) -> None:
    document = file(drafted, kind, item)
    opens = {name for name, who in CONTRIBUTORS.items() if may_open(who, drafted.now, document)}
    assert opens == for_whom
    assert may_open(b.CASEWORKER, drafted.now, document)


def test_the_late_list_shows_every_service_and_opens_no_other_file(web: Web) -> None:
    """S12: all late items across services on one page, without the files health has no need of."""
    journey = assessing(web)
    on(web, week(13))
    browser = web.signed_in(Role.DCO)
    listed = browser.get("/desk?view=late").text
    assert at(journey, HEALTH) in listed
    assert journey.request_id(PSYCHOLOGY) not in listed
    assert browser.get(at(journey, PSYCHOLOGY)).status_code == 404
