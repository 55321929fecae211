"""A report about somebody else stops while its sender alone can open it, and says so without naming anybody."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, ParagraphKind
from ehc_workflow.domain.errors import ImpossibleFactsError
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.store.tables.papers import DocumentRow
from tests import builders as b
from tests.contract.test_pages_advice import SPECIFIC, Desk
from tests.support.casework import assessing, filled, on, week
from tests.support.made_files import word
from tests.support.web import Web, hidden, summary, words

OTHER = {"name_written": "Robyn Sample", "born_written-day": "5"}


@pytest.fixture
def desk(web: Web) -> Desk:
    journey = assessing(web)
    on(web, week(6))
    return Desk(web, journey)


def send_file(desk: Desk, *paragraphs: str, **answers: str) -> Any:
    """The form with a Word file of these paragraphs."""
    page = desk.browser.get(desk.form).text
    data = {**hidden(page), **filled(page), **SPECIFIC, **answers}
    data.pop("files", None)
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return desk.browser.post(
        desk.form, data=data, files=[("files", ("report.docx", word(*paragraphs), media))]
    )


def test_another_name_and_day_stop_it_and_everything_typed_stays(desk: Desk) -> None:
    refused = desk.send(**OTHER)
    assert refused.status_code == 422
    told = summary(refused.text)
    assert "This name is not the one on this case." in told
    assert "This date of birth is not the one on this case." in told
    typed = filled(refused.text)
    assert typed["name_written"] == "Robyn Sample"
    assert typed["needs-0-text"]
    assert "why it is the same child or young person" in words(refused.text)
    assert "No advice has been given yet." in words(desk.browser.get(desk.request).text)


def test_the_sentences_name_nobody(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    told = summary(desk.send(**OTHER).text)
    logged = capsys.readouterr()
    for name in ("Robyn", "Sample", "Robin", "Example"):
        assert name not in told
        assert name not in logged.out + logged.err


def test_both_have_to_be_typed(desk: Desk) -> None:
    refused = desk.send(
        **{
            "name_written": "",
            "born_written-day": "",
            "born_written-month": "",
            "born_written-year": "",
        }
    )
    assert "Enter name of the child or young person" in summary(refused.text)
    assert "Enter their date of birth" in summary(refused.text)


@pytest.mark.parametrize(
    "name", ["EXAMPLE, Robin", "robin james éxample", "\u202bRobin\u202c Example 🙂"]
)
def test_what_makes_no_difference_passes(desk: Desk, name: str) -> None:
    assert desk.send(name_written=name).status_code == 200


def test_a_reason_lets_it_pass_and_is_kept_with_the_advice(desk: Desk) -> None:
    shown = desk.send(**OTHER, same_child_because="A former name; the clinic mistyped the day.")
    assert shown.status_code == 200
    assert "You say that it is about them all the same: A former name" in words(shown.text)
    assert desk.go_on(shown, _send="yes").status_code == 303
    told = words(desk.browser.get(desk.request).text)
    assert "The same child or young person, because: A former name; the clinic mistyped" in told


def test_a_file_about_somebody_else_stays_with_its_sender(desk: Desk) -> None:
    refused = send_file(desk, "Robyn Sample, born 5 April 2019", "Needs help with reading.")
    assert refused.status_code == 422
    told = summary(refused.text)
    assert "The file does not hold the name that is on this case." in told
    assert "The file gives a date of birth that is not the one on this case." in told
    assert "Robyn" not in told
    assert "Remove report.docx" in words(refused.text), "it stays with the form"
    with desk.web.database.reading() as connection:
        file = connection.execute(select(DocumentRow)).one()
    assert file.kind == DocumentKind.WAITING.value
    for role in (Role.CASEWORKER, Role.DCO, Role.HEALTH_ADMINISTRATOR, Role.MANAGER):
        assert desk.web.signed_in(role).get(f"/documents/{file.id}").status_code == 404
    assert desk.browser.get(f"/documents/{file.id}").status_code == 200


def test_a_file_about_this_child_passes(desk: Desk) -> None:
    shown = send_file(desk, "Report on Robin Example (DOB 04/03/2018)", "Robin likes trains.")
    assert shown.status_code == 200


def test_a_scan_and_a_file_that_cannot_be_read_say_nothing(desk: Desk) -> None:
    assert desk.send(("scan.pdf", b"%PDF-1.7\nno words")).status_code == 200


def test_a_day_of_birth_within_the_words_is_compared(desk: Desk) -> None:
    refused = desk.send(**{"needs-0-text": "Robin, born 5 April 2019, finds it hard to listen."})
    assert "A date of birth in the advice is not the one on this case." in summary(refused.text)


# --- the same by the API ---------------------------------------------------------------------------------------------


def test_a_program_is_refused_by_the_same_sentence(web: Web) -> None:
    journey = assessing(web)
    on(web, week(6))
    program = web.program(Role.HEALTH_ADMINISTRATOR)
    body = {
        "request_id": journey.request_id(AdviceItem.HEALTH),
        "contribution_id": "given",
        "received_on": week(6).isoformat(),
        "author_name": "Invented Author",
        "author_role": "Therapist",
        "paragraphs": [{"kind": "need", "text": "Words."}],
        "name_written": "Robyn Sample",
        "born_written": "2019-04-05",
    }
    path = f"/api/v1/assessments/{journey.case_id}/submit-advice"
    refused = program.post(path, json=body)
    assert refused.status_code == 422, refused.text
    assert [each["pointer"] for each in refused.json()["errors"]] == [
        "/name_written",
        "/born_written",
    ]
    assert "Robyn" not in refused.text
    given = program.post(path, json={**body, "same_child_because": "A former name."})
    assert given.status_code in (200, 201), given.text


def test_the_reason_stands_in_the_log_with_its_digest(web: Web) -> None:
    journey = assessing(web).at(week(6))
    with pytest.raises(ImpossibleFactsError):
        journey.give(AdviceItem.HEALTH, name_written="Robyn Sample")
    journey.give(
        AdviceItem.HEALTH, name_written="Robyn Sample", same_child_because="A former name."
    )
    with web.database.reading() as connection:
        said = connection.scalar(
            text("SELECT body FROM log_text WHERE field = 'same_child_because'")
        )
    assert said == "A former name."


def test_a_need_may_name_nobody(web: Web) -> None:
    """Structured words need no name: only what is typed, and files, are held against it."""
    journey = assessing(web).at(week(6))
    need = c.Paragraph(kind=ParagraphKind.NEED, text="Needs quiet.")
    journey.give(AdviceItem.HEALTH, b.HEALTH_ADMINISTRATOR, paragraphs=(need,))
    assert journey.case is not None
    assert journey.case.advice_request(journey.request_id(AdviceItem.HEALTH)).contributions  # type: ignore[union-attr]
