"""Letters on paper: seen before they go, printed at the moment they go, and the exact bytes kept with the sending."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, update

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role, Seat
from ehc_workflow.domain.case import Letter, State
from ehc_workflow.domain.facts import CircumstanceKind, PersonalCircumstance, Who
from ehc_workflow.domain.notices import required_content
from ehc_workflow.domain.papers import DocumentKind
from ehc_workflow.jobs.family_letters import write_to_families
from ehc_workflow.rendering import word
from ehc_workflow.rendering.document import RenderingError
from ehc_workflow.service import press
from ehc_workflow.service.letter_document import NOT_SENT
from ehc_workflow.service.letter_writing import TITLES
from ehc_workflow.service.verify import verify
from ehc_workflow.store import contents
from ehc_workflow.store.documents import documents_of
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.queries.case_page import case_file
from ehc_workflow.store.queries.letters_sent import LetterAsSent, letters_as_sent
from ehc_workflow.store.tables.cases import LogEntry
from ehc_workflow.store.tables.papers import DocumentRow
from tests.builders import AUTHORITY, DECISION_MAKER, Journey
from tests.support.casework import (
    answer,
    assessing,
    considered,
    drafting,
    filled,
    on,
    placed,
    send_final,
    set_letters,
    week,
)
from tests.support.web import Web, hidden, summary, words


def refused(web: Web) -> Journey:
    """A case in which it was decided not to assess, and nobody has been told."""
    set_letters(web)
    journey = considered(web).at(week(4)).decide_to_refuse()
    on(web, journey.today)
    return journey


def step(journey: Journey) -> str:
    return f"/assessments/{journey.case_id}/steps/notify_refusal"


def send_refusal(web: Web, journey: Journey, **answers: Any) -> Any:
    told = {"setting_told": "yes", "health_body_told": "yes", "social_care_told": "yes"}
    return answer(web.signed_in(Role.CASEWORKER), step(journey), **{**told, **answers})


def sent(web: Web, journey: Journey) -> LetterAsSent:
    with web.database.reading() as connection:
        return letters_as_sent(connection, journey.case_id)[-1]


def pdf_text(content: bytes) -> str:
    return "".join(
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split()
    )


def test_what_went_can_be_opened_as_it_went(web: Web) -> None:
    journey = refused(web)
    done = send_refusal(web, journey)
    assert done.status_code == 303, summary(done.text)
    letter = sent(web, journey)
    here = f"/assessments/{journey.case_id}/letters/{letter.seq}"
    browser = web.signed_in(Role.CASEWORKER)
    assert f'href="{here}/pdf"' in browser.get(here).text
    opened = browser.get(f"{here}/pdf")
    assert opened.headers["content-type"] == "application/pdf"
    text = pdf_text(opened.content)
    for content in required_content(Letter.REFUSAL_TO_ASSESS):
        assert "".join(dict(letter.blocks)[content.key].split()) in text
    assert "9February2026" in text
    made = browser.get(f"{here}/word").content
    headings = [p.text for p in docx.Document(io.BytesIO(made)).paragraphs]
    assert TITLES["reasons"] in headings


def test_the_bytes_are_vouched_for_by_the_log(web: Web) -> None:
    journey = refused(web)
    send_refusal(web, journey)
    letter = sent(web, journey)
    here = f"/assessments/{journey.case_id}/letters/{letter.seq}/pdf"
    content = web.signed_in(Role.AUDITOR).get(here).content
    with web.database.reading() as connection:
        kept = {each.id: each for each in documents_of(connection, journey.case_id)}
        (entry,) = connection.scalars(
            select(LogEntry.prose).where(
                LogEntry.assessment_id == journey.case_id, LogEntry.seq == letter.seq
            )
        )
    copy = kept[letter.printed["pdf"]]
    assert copy.kind is DocumentKind.NOTICE
    assert copy.sha256 == hashlib.sha256(content).hexdigest()
    assert "printed_pdf" in entry
    assert "printed_word" in entry


def test_a_letter_is_seen_before_it_goes_and_nothing_happens(web: Web) -> None:
    journey = refused(web)
    for form, media_type in (("pdf", "application/pdf"), ("word", press.FORMS["word"][0])):
        seen = send_refusal(web, journey, _look_as=form)
        assert (seen.status_code, seen.headers["content-type"]) == (200, media_type)
        text = (
            pdf_text(seen.content)
            if form == "pdf"
            else "".join(p.text for p in docx.Document(io.BytesIO(seen.content)).paragraphs)
        )
        assert "".join(NOT_SENT.split()) in "".join(text.split())
    with web.database.reading() as connection:
        assert case_file(connection, journey.case_id).case.state is State.CONSIDERING
        assert not [
            d for d in documents_of(connection, journey.case_id) if d.kind is DocumentKind.NOTICE
        ]
    assert send_refusal(web, journey, _look_as="html").status_code == 404
    page = web.signed_in(Role.CASEWORKER).get(step(journey))
    assert 'name="_look_as" value="pdf"' in page.text


def test_a_letter_can_be_seen_before_every_part_is_written(web: Web) -> None:
    journey = refused(web)
    seen = send_refusal(web, journey, _look_as="pdf", setting_told="no")
    assert seen.headers["content-type"] == "application/pdf"


def test_the_family_opens_its_own_letter_and_nobody_elses(web: Web) -> None:
    journey = refused(web)
    send_refusal(web, journey)
    seq = sent(web, journey).seq

    def family(case_id: str) -> Any:
        seat = Seat(new_id(), Role.FAMILY, AUTHORITY, assessment_id=case_id)
        return web.signed_in(Role.FAMILY, seat=seat)

    mine = family(journey.case_id)
    assert f'href="/family/letters/{seq}/pdf"' in mine.get(f"/family/letters/{seq}").text
    assert mine.get(f"/family/letters/{seq}/pdf").content.startswith(b"%PDF")
    other = considered(web)
    assert family(other.case_id).get(f"/family/letters/{seq}/pdf").status_code == 404
    staff = f"/assessments/{journey.case_id}/letters/{seq}/pdf"
    assert mine.get(staff).status_code == 404
    assert web.signed_in(Role.PSYCHOLOGY).get(staff).status_code == 404


def test_a_program_lists_letters_and_reads_them_as_they_went(web: Web) -> None:
    journey = refused(web)
    send_refusal(web, journey)
    program = web.program(Role.CASEWORKER)
    here = f"/api/v1/assessments/{journey.case_id}/letters"
    listed = program.get(here).json()
    assert [each["printed"] for each in listed] == [[], ["pdf", "word"]]
    assert listed[-1]["kind"] == "refusal_to_assess"
    last, first = listed[-1]["seq"], listed[0]["seq"]
    assert program.get(f"{here}/{last}/pdf").content.startswith(b"%PDF")
    missing = program.get(f"{here}/{first}/pdf")
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/not-found")
    assert web.program(Role.SETTING).get(f"{here}/{last}/pdf").status_code == 404


def test_history_has_its_words_and_says_that_no_copy_is_kept(web: Web) -> None:
    journey = refused(web)
    with web.database.reading() as connection:
        seq = letters_as_sent(connection, journey.case_id)[0].seq
    html = web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}/letters/{seq}").text
    assert "No printed copy of this letter is kept" in words(html)


@contextmanager
def _nothing_sent(web: Web, journey: Journey) -> Iterator[None]:
    with web.database.reading() as connection:
        before = connection.scalar(select(func.count()).select_from(LogEntry))
    yield
    with web.database.reading() as connection:
        assert case_file(connection, journey.case_id).case.state is State.CONSIDERING
        assert connection.scalar(select(func.count()).select_from(LogEntry)) == before
        assert not [
            d for d in documents_of(connection, journey.case_id) if d.kind is DocumentKind.NOTICE
        ]


def test_a_letter_that_cannot_be_printed_is_not_sent(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = refused(web)

    def broken(*_: object, **__: object) -> bytes:
        raise RenderingError

    monkeypatch.setattr(word, "as_word", broken)
    with _nothing_sent(web, journey):
        answered = send_refusal(web, journey, **{"block-reasons": "Typed and not lost"})
        assert answered.status_code == 503
        assert "nothing was sent" in summary(answered.text)
        assert "Typed and not lost" in answered.text
    monkeypatch.undo()
    assert send_refusal(web, journey).status_code == 303


def test_a_process_that_dies_after_the_files_and_before_the_row_loses_nothing(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = refused(web)

    def killed(*_: object) -> None:
        raise OSError("the power is gone")

    monkeypatch.setitem(contents._KEPT, c.Sending, killed)
    with _nothing_sent(web, journey):
        assert send_refusal(web, journey).status_code == 500
    monkeypatch.undo()
    assert send_refusal(web, journey).status_code == 303
    here = f"/assessments/{journey.case_id}/letters/{sent(web, journey).seq}/pdf"
    assert web.signed_in(Role.CASEWORKER).get(here).content.startswith(b"%PDF")


def test_a_case_that_somebody_changed_meanwhile_is_not_written_to_in_old_words(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = refused(web)
    taken = press.Printed.keep

    def changed_meanwhile(self: press.Printed, rows: Any, case: Any) -> Any:
        return taken(replace(self, case_version=self.case_version - 1), rows, case)

    monkeypatch.setattr(press.Printed, "keep", changed_meanwhile)
    with _nothing_sent(web, journey):
        answered = send_refusal(web, journey)
        assert answered.status_code == 409
        assert "Someone changed this case first" in words(answered.text)


def test_a_double_click_sends_and_prints_once(web: Web) -> None:
    journey = refused(web)
    browser = web.signed_in(Role.CASEWORKER)
    page = browser.get(step(journey)).text
    answers = {
        **hidden(page),
        **filled(page),
        "setting_told": "yes",
        "health_body_told": "yes",
        "social_care_told": "yes",
    }
    assert [browser.post(step(journey), data=answers).status_code for _ in range(2)] == [303, 303]
    with web.database.reading() as connection:
        letters = letters_as_sent(connection, journey.case_id)
        copies = [
            d for d in documents_of(connection, journey.case_id) if d.kind is DocumentKind.NOTICE
        ]
    assert (len(letters), len(copies)) == (2, 2)


def test_a_copy_that_was_put_in_the_place_of_another_is_found(web: Web) -> None:
    journey = refused(web)
    send_refusal(web, journey)
    assert verify(web.database).faults == ()
    with web.database.writing() as connection:
        connection.execute(
            update(DocumentRow)
            .where(DocumentRow.media_type == "application/pdf")
            .values(sha256="0" * 64)
        )
    (fault,) = verify(web.database).faults
    assert fault.what == "The printed letter is not the one that went."


def test_the_letter_about_an_exception_is_drafted_from_its_claim_and_printed(web: Web) -> None:
    set_letters(web)
    journey = assessing(web).at(week(8))
    journey.do(
        c.RecordCircumstances(
            assessment_id=journey.case_id,
            circumstance=PersonalCircumstance(
                Who.PARENT, CircumstanceKind.BEREAVEMENT, week(8), week(10)
            ),
        )
    )
    journey.do(
        c.ClaimException(
            assessment_id=journey.case_id,
            exception_id="claim",
            limit="final_plan",
            ref="",
            ground="reg 13(3) with 10(4)(c)",
            decided_on=journey.today,
            family_told_on=journey.today,
            review_on=week(10),
            facts="A grandparent died.",
            evidence="A letter of the family.",
            why_impractical="The child could not be seen.",
        ),
        DECISION_MAKER,
    )
    on(web, journey.today)
    here = f"/assessments/{journey.case_id}/steps/tell_of_exception"
    browser = web.signed_in(Role.CASEWORKER)
    drafted = browser.get(here).text
    assert "An exception sets no new day" in drafted
    assert "reg 13(3) with 10(4)(c)" in drafted
    done = answer(browser, here)
    assert done.status_code == 303, summary(done.text)
    letter = sent(web, journey)
    assert letter.kind == Letter.EXCEPTION
    opened = browser.get(f"/assessments/{journey.case_id}/letters/{letter.seq}/pdf")
    text = pdf_text(opened.content)
    for content in required_content(Letter.EXCEPTION):
        assert "".join(TITLES[content.key].split()) in text


def test_a_letter_that_the_engine_writes_is_printed_too(web: Web) -> None:
    set_letters(web)
    journey = assessing(web, asked_on=week(8))
    on(web, week(16))
    report = write_to_families(web.database, web.clock.now(), press=web.app.state.press)
    assert (report.sent, report.refused) == (1, 0)
    letter = sent(web, journey)
    assert letter.kind == Letter.DELAY_UPDATE
    here = f"/assessments/{journey.case_id}/letters/{letter.seq}/pdf"
    text = pdf_text(web.signed_in(Role.CASEWORKER).get(here).content)
    assert "writtenautomatically" in text


def as_it_went(web: Web, journey: Journey) -> str:
    """The words of the letter that went last, as its kept PDF has them, without any blank."""
    letter = sent(web, journey)
    kept = web.signed_in(Role.CASEWORKER).get(
        f"/assessments/{journey.case_id}/letters/{letter.seq}/pdf"
    )
    assert kept.status_code == 200
    return pdf_text(kept.content)


def closed_up(words: str) -> str:
    return "".join(words.split())


def test_the_draft_goes_with_its_letter_in_one_document_and_names_no_setting(web: Web) -> None:
    set_letters(web)
    journey = drafting(web).save_plan().agree_health()
    on(web, journey.today)
    done = answer(
        web.signed_in(Role.CASEWORKER),
        f"/assessments/{journey.case_id}/steps/serve_draft",
        method="email",
    )
    assert done.status_code == 303, summary(done.text)
    told = as_it_went(web, journey)
    parts = (
        "You have 15 days",
        "A. Views, interests",
        "Invented words of section F.",
        "This section stays blank until the final plan",
        "K. Advice and information",
    )
    found = [told.find(closed_up(part)) for part in parts]
    assert -1 not in found
    assert found == sorted(found)


def test_the_final_plan_goes_signed_and_with_its_placement(web: Web) -> None:
    set_letters(web)
    journey = placed(web).confirm_address().at(week(17))
    send_final(web, journey)
    told = as_it_went(web, journey)
    assert closed_up("Signed by Invented officer on") in told
    assert closed_up("I. Placement Larkrise School") in told
    assert closed_up("stays blank") not in told
    assert closed_up("nothing in the plan was changed after the draft that you had.") in told


def test_the_final_letter_says_what_was_changed_since_the_draft_and_why(web: Web) -> None:
    set_letters(web)
    journey = placed(web).confirm_address()
    on(web, journey.today)
    asked = journey.now.representations[0]
    item = f"/assessments/{journey.case_id}/plan/items/f?section=F"
    writer = web.signed_in(Role.PLAN_WRITER)
    changed = answer(writer, item, text="Reading with a teacher.", prompted_by=asked.id)
    assert changed.status_code == 303, summary(changed.text)
    send_final(web, journey.at(week(17)))
    told = as_it_went(web, journey)
    became = "Item F.1: “Invented words of section F.” became “Reading with a teacher.”"
    because = "This is because of the family’s request for a school or college of"
    assert closed_up(became) in told
    assert closed_up(because) in told
    assert told.index(closed_up(became)) < told.index(closed_up("Signed by Invented officer"))
