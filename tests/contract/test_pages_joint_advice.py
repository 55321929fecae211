"""Two services write one report: the first ticks the other, the second reads and signs, somebody reads it once."""

from __future__ import annotations

import io

import pytest

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import AdviceItem, ParagraphKind
from ehc_workflow.domain.papers import DocumentKind
from tests import builders as b
from tests.support.casework import answer, assessing, filled, on, week
from tests.support.web import Web, hidden, send, summary, words

SCHOOL, PSYCHOLOGY, SOCIAL, HEALTH = (
    AdviceItem.EDUCATION,
    AdviceItem.PSYCHOLOGY,
    AdviceItem.SOCIAL_CARE,
    AdviceItem.HEALTH,
)
ADVICE = {
    "needs-0-text": "Robin loses track of spoken instructions.",
    "outcomes-0-text": "By July 2027 Robin follows two steps.",
    "provision-0-text": "A language programme",
    "provision-0-amount": "30 minutes",
    "provision-0-frequency": "three times a week",
    "provision-0-by_whom": "a teaching assistant",
    "provision-0-until_when": "July 2027",
    "how_seen": "Seen in class.",
    "name_written": "Robin Example",
    "born_written-day": "4",
    "born_written-month": "3",
    "born_written-year": "2018",
    "author_name": "Invented Teacher",
    "author_role": "Specialist teacher",
    "received_on-day": "16",
    "received_on-month": "3",
    "received_on-year": "2026",
}


def request(journey: b.Journey, item: AdviceItem) -> str:
    return f"/desk/requests/{journey.request_id(item)}"


@pytest.fixture
def asked(web: Web) -> b.Journey:
    """Everybody is asked; it is week 9."""
    journey = assessing(web).at(week(9))
    on(web, week(9))
    return journey


def give_together(asked: b.Journey, *others: AdviceItem, **changes: object) -> None:
    """The school's advice, written with these."""
    ids = tuple(asked.request_id(each) for each in others)
    asked.give(SCHOOL, b.SENCO, contribution_id="words", written_with=ids, **changes)


def day_of(name: str, day: int, month: int = 3) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": "2026"}


def test_whoever_gives_it_ticks_with_whom_it_was_written(web: Web, asked: b.Journey) -> None:
    browser = web.signed_in(Role.SETTING)
    path = f"{request(asked, SCHOOL)}/advice"
    page = browser.get(path).text
    told = words(page)
    assert "It was written together with" in told
    assert "Educational psychology" in told
    assert "Invented psychology service" not in told, "no more than is needed to tell them apart"
    assert "Family’s views" not in told.split("It was written together with")[1]
    ticked = {**ADVICE, "written_with": asked.request_id(PSYCHOLOGY)}
    looked = send(browser, path, ticked)
    assert "Written together with Educational psychology, to be asked to sign it" in words(
        looked.text
    )
    done = browser.post(path, data={**hidden(looked.text), **ticked, "_send": "yes"})
    assert done.status_code == 303, words(done.text)
    after = words(browser.get(request(asked, SCHOOL)).text)
    assert "Written together with Educational psychology, not signed by them yet" in after
    desk = words(web.signed_in(Role.PSYCHOLOGY).get("/desk").text)
    assert "Written together, to be signed since" in desk


def test_an_officer_is_told_the_services_by_name(web: Web, asked: b.Journey) -> None:
    page = web.signed_in(Role.CASEWORKER).get(f"{request(asked, SCHOOL)}/advice").text
    assert "Educational psychology: Invented psychology service" in words(page)


def test_a_tick_that_is_not_offered_is_refused_and_what_was_typed_stays(
    web: Web, asked: b.Journey
) -> None:
    browser = web.signed_in(Role.SETTING)
    path = f"{request(asked, SCHOOL)}/advice"
    wrong = {**ADVICE, "written_with": asked.request_id(AdviceItem.FAMILY), "_send": "yes"}
    refused = send(browser, path, wrong)
    assert refused.status_code == 422
    assert "It can be written together only with another service" in summary(refused.text)
    assert filled(refused.text)["needs-0-text"] == ADVICE["needs-0-text"]


def test_the_other_service_reads_it_and_signs_for_itself(web: Web, asked: b.Journey) -> None:
    give_together(asked, PSYCHOLOGY)
    on(web, week(10))
    browser = web.signed_in(Role.PSYCHOLOGY)
    here = request(asked, PSYCHOLOGY)
    told = words(browser.get(here).text)
    assert "Education gave advice and says that it was written together with you" in told
    assert "Sign advice written together" in told
    page = words(browser.get(f"{here}/sign").text)
    assert "Finds it hard to follow spoken instructions." in page
    assert "Signed by Invented Author, Invented role" in page
    done = answer(
        browser,
        f"{here}/sign",
        author_name="Invented Psychologist",
        author_role="Educational psychologist",
    )
    assert done.status_code == 303, words(done.text)
    after = words(browser.get(here).text)
    assert (
        "Signed by Invented Psychologist, Educational psychologist, and by Invented Author" in after
    )
    assert "Larkrise School" in after
    assert "Finds it hard to follow spoken instructions." in after
    assert "Sign advice written together" not in after
    school = words(web.signed_in(Role.SETTING).get(request(asked, SCHOOL)).text)
    assert "and by Invented Psychologist, Educational psychologist" in school
    assert "not signed by them yet" not in school


def test_whoever_was_not_named_has_no_such_page(web: Web, asked: b.Journey) -> None:
    give_together(asked, PSYCHOLOGY)
    browser = web.signed_in(Role.SOCIAL_CARE)
    assert browser.get(f"{request(asked, SOCIAL)}/sign").status_code == 404
    assert "Sign advice" not in words(browser.get(request(asked, SOCIAL)).text)
    assert browser.get(f"{request(asked, PSYCHOLOGY)}/sign").status_code == 404
    assert browser.get(request(asked, SCHOOL)).status_code == 404


def test_an_officer_with_the_signed_report_chooses_the_advice_and_says_what_shows_it(
    web: Web, asked: b.Journey
) -> None:
    give_together(asked)
    asked.give(HEALTH, b.HEALTH_ADMINISTRATOR, contribution_id="therapy")
    browser = web.signed_in(Role.CASEWORKER)
    here = f"{request(asked, SOCIAL)}/sign"
    assert "It was written together with another service" in words(
        browser.get(request(asked, SOCIAL)).text
    )
    which = words(browser.get(here).text)
    assert "Which advice was written together?" in which
    assert "Education: Larkrise School" in which
    chosen = f"{here}?advice=words"
    assert browser.get(f"{here}?advice=of-another-child").status_code == 404
    filled_in = {
        "author_name": "Invented Social Worker",
        "author_role": "Social worker",
        **day_of("received_on", 16),
    }
    unshown = answer(browser, chosen, **filled_in)
    assert unshown.status_code == 422
    assert "say what shows the signature" in summary(unshown.text)
    assert filled(unshown.text)["author_name"] == "Invented Social Worker"
    assert "Education, version 1" in words(unshown.text)
    done = answer(browser, chosen, evidence="The report, signed by both", **filled_in)
    assert done.status_code == 303, words(done.text)
    told = words(browser.get(request(asked, SOCIAL)).text)
    assert "Joint advice signed: social care, with education, version 1" in told
    assert "The report, signed by both" in told


def test_it_is_checked_once_and_both_are_told(web: Web, asked: b.Journey) -> None:
    give_together(asked, PSYCHOLOGY)
    sign(asked)
    browser = web.signed_in(Role.CASEWORKER)
    page = words(browser.get(f"{request(asked, PSYCHOLOGY)}/check").text)
    assert "This is one advice for each service that signed it" in page
    assert "A language programme in a small group" in page
    done = answer(
        browser,
        f"{request(asked, PSYCHOLOGY)}/check",
        outcome="return",
        gaps="Who gives it at weekends?",
    )
    assert done.status_code == 303, words(done.text)
    for item in (SCHOOL, PSYCHOLOGY):
        told = words(browser.get(request(asked, item)).text)
        assert "Returned on 16 March 2026" in told
        assert "Gaps: Who gives it at weekends?" in told


def test_somebody_at_the_other_check_is_shown_what_was_decided(web: Web, asked: b.Journey) -> None:
    give_together(asked, PSYCHOLOGY)
    sign(asked)
    browser = web.signed_in(Role.CASEWORKER)
    answer(browser, f"{request(asked, SCHOOL)}/check", outcome="accept")
    other = words(browser.get(f"{request(asked, PSYCHOLOGY)}/check").text)
    assert "This advice has been checked" in other
    assert "Accepted" in other


def test_joint_advice_in_files_is_marked_out_where_its_words_stand(
    web: Web, asked: b.Journey
) -> None:
    file = report_of(web, asked)
    asked.give(
        SCHOOL,
        b.SENCO,
        contribution_id="words",
        paragraphs=(),
        document_ids=(file,),
        written_with=(asked.request_id(PSYCHOLOGY),),
    )
    sign(asked)
    browser = web.signed_in(Role.CASEWORKER)
    page = browser.get(f"{request(asked, PSYCHOLOGY)}/check").text
    assert f'href="{request(asked, SCHOOL)}/mark-out"' in page
    assert "report.pdf" in words(page)
    refused = answer(browser, f"{request(asked, PSYCHOLOGY)}/check", outcome="accept")
    assert refused.status_code == 409
    asked.do(
        c.MarkOutAdvice(
            assessment_id=asked.case_id,
            request_id=asked.request_id(SCHOOL),
            contribution_id="words",
            marked_on=asked.today,
            paragraphs=(
                c.MarkedParagraph(
                    kind=ParagraphKind.NEED, text="Read in the report.", document_id=file
                ),
            ),
        )
    )
    page = browser.get(f"{request(asked, PSYCHOLOGY)}/check").text
    assert "Read in the report." in words(page)
    done = answer(browser, f"{request(asked, PSYCHOLOGY)}/check", outcome="accept")
    assert done.status_code == 303, words(done.text)


def test_the_case_page_says_which_advice_is_one(web: Web, asked: b.Journey) -> None:
    give_together(asked, PSYCHOLOGY)
    browser = web.signed_in(Role.CASEWORKER)
    here = f"/assessments/{asked.case_id}"
    assert "written together, to be signed by them" in words(browser.get(here).text)
    sign(asked)
    told = words(browser.get(here).text)
    assert "one advice with educational psychology" in told
    assert "one advice with education" in told
    assert "Checking advice that came in: educational psychology" not in told
    assert "Checking advice that came in: education and educational psychology" in told


def test_a_newer_version_has_those_ticked_who_signed_the_one_before(
    web: Web, asked: b.Journey
) -> None:
    give_together(asked, PSYCHOLOGY)
    sign(asked)
    browser = web.signed_in(Role.SETTING)
    page = browser.get(f"{request(asked, SCHOOL)}/advice").text
    assert filled(page)["written_with"] == asked.request_id(PSYCHOLOGY)


def test_what_changed_between_versions_of_joint_advice_is_shown_to_both(
    web: Web, asked: b.Journey
) -> None:
    give_together(asked, PSYCHOLOGY)
    sign(asked)
    asked.give(
        SCHOOL,
        b.SENCO,
        contribution_id="newer",
        written_with=(asked.request_id(PSYCHOLOGY),),
        paragraphs=(
            c.Paragraph(kind=ParagraphKind.NEED, text="Finds it hard to follow written words."),
        ),
    )
    sign(asked, "newer")
    page = web.signed_in(Role.PSYCHOLOGY).get(f"{request(asked, PSYCHOLOGY)}/versions/2")
    assert page.status_code == 200
    assert "written" in words(page.text)


def test_a_clinical_officer_is_told_who_checks_it(web: Web, asked: b.Journey) -> None:
    asked.give(SCHOOL, b.SENCO, contribution_id="words", written_with=(asked.request_id(HEALTH),))
    sign(asked, item=HEALTH, who=b.HEALTH_ADMINISTRATOR)
    browser = web.signed_in(Role.DCO)
    told = words(browser.get(request(asked, HEALTH)).text)
    assert "the caseworker checks it for both" in told
    assert "Check the advice" not in told
    assert browser.get(f"{request(asked, HEALTH)}/check").status_code == 404


def test_a_program_reads_who_signed_and_signs(web: Web, asked: b.Journey) -> None:
    give_together(asked, PSYCHOLOGY)
    program = web.program(Role.PSYCHOLOGY)
    body = {
        "request_id": asked.request_id(PSYCHOLOGY),
        "contribution_id": "signature",
        "joint_with": "words",
        "received_on": asked.today.isoformat(),
        "author_name": "Invented Psychologist",
        "author_role": "Educational psychologist",
    }
    lines = program.get("/api/v1/advice-requests").json()["items"]
    assert [line["to_sign_from"] for line in lines] == [asked.today.isoformat()]
    signed = program.post(f"/api/v1/assessments/{asked.case_id}/join-advice", json=body)
    assert signed.status_code in (200, 201), signed.text
    (given,) = program.get(f"/api/v1/advice-requests/{asked.request_id(PSYCHOLOGY)}/advice").json()
    assert given["words_in"] == "words"
    assert [one["author_name"] for one in given["signed_too"]] == ["Invented Author"]
    assert given["paragraphs"][0]["text"] == "Finds it hard to follow spoken instructions."


def sign(
    asked: b.Journey,
    joint_with: str = "words",
    item: AdviceItem = PSYCHOLOGY,
    who: Actor = b.PSYCHOLOGIST,
) -> None:
    asked.do(
        c.JoinAdvice(
            assessment_id=asked.case_id,
            request_id=asked.request_id(item),
            contribution_id=f"signature under {joint_with}",
            joint_with=joint_with,
            received_on=asked.today,
            author_name="Invented Psychologist",
            author_role="Educational psychologist",
        ),
        who,
    )


def report_of(web: Web, asked: b.Journey) -> str:
    """A file that the school sent in with its request."""
    found = web.app.state.documents.add(
        "report.pdf",
        io.BytesIO(b"%PDF-1.7\nInvented words."),
        assessment_id=asked.case_id,
        request_id=asked.request_id(SCHOOL),
        kind=DocumentKind.WAITING,
        actor=b.SENCO,
        now=web.clock.now(),
    )
    return str(found.id)
