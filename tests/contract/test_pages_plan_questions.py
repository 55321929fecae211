"""From a line of advice its author is asked back, and the answer stands at the line and goes with the plan."""

from __future__ import annotations

import io
import json

import docx
import pytest
from sqlalchemy import select

from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.service.plan_exchange import plan_of
from ehc_workflow.store.author_questions import of_case
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.tables.cases import LogText
from ehc_workflow.store.tables.papers import OutboxMessage
from tests.builders import Journey
from tests.contract.test_pages_plan import case_of, of_school, path
from tests.support.casework import answer, counted, drafting, filled, on, placed, week
from tests.support.web import SIGN_IN, Web, hidden, summary, words

ASKED = "How many hours is “regular support”?"
SAID = "Five hours a week, in two groups."


@pytest.fixture
def journey(web: Web) -> Journey:
    drafted = drafting(web)
    on(web, drafted.today)
    return drafted


def ask_path(journey: Journey, paragraph: int = 1) -> str:
    return f"{path(journey)}/advice/{of_school(journey)}/{paragraph}/ask"


def ask(web: Web, journey: Journey, question: str = ASKED) -> str:
    """Ask the school about its first paragraph, as whoever writes the plan; the id of the question."""
    done = answer(web.signed_in(Role.PLAN_WRITER), ask_path(journey), question=question)
    assert done.status_code == 303, summary(done.text)
    return case_of(web, journey).questions[-1].id


def answer_path(journey: Journey, question_id: str) -> str:
    return f"/desk/requests/{journey.request_id(AdviceItem.EDUCATION)}/questions/{question_id}"


def test_the_author_is_asked_from_the_line_answers_and_the_writer_reads_it_there(
    web: Web, journey: Journey
) -> None:
    writer = web.signed_in(Role.PLAN_WRITER)
    assert "Ask the author" in words(writer.get(path(journey)).text)
    question_id = ask(web, journey)
    shown = words(writer.get(path(journey)).text)
    assert "1 question to authors without an answer yet" in shown
    assert ASKED in shown
    school = web.signed_in(Role.SETTING)
    for first_page in ("/desk", "/children"):
        assert "1 question about advice that was given" in words(school.get(first_page).text)
    page = words(school.get(answer_path(journey, question_id)).text)
    assert ASKED in page
    done = answer(school, answer_path(journey, question_id), answer=SAID)
    assert done.status_code == 303, summary(done.text)
    assert "about advice that was given" not in words(school.get("/desk").text)
    assert SAID in words(school.get(done.headers["location"]).text)
    shown = words(writer.get(path(journey)).text)
    assert "without an answer yet" not in shown
    assert SAID in shown


def test_nobody_is_asked_any_more_once_the_final_plan_went(web: Web) -> None:
    finalising = placed(web).confirm_address()
    on(web, finalising.today)
    ask(web, finalising)
    school = web.signed_in(Role.SETTING)
    assert "1 question about advice that was given" in words(school.get("/desk").text)
    finalising.at(week(17)).send_final()
    on(web, finalising.today)
    assert "about advice that was given" not in words(school.get("/desk").text)


def test_what_was_accepted_stays_and_no_limit_waits(web: Web, journey: Journey) -> None:
    before = case_of(web, journey)
    ask(web, journey)
    after = case_of(web, journey)
    assert after.advice == before.advice
    assert after.state is before.state
    added = {one.code for one in deadlines(after)} - {one.code for one in deadlines(before)}
    assert added == {"answer_question"}


def test_the_answer_goes_with_the_plan_on_paper_and_as_data(web: Web, journey: Journey) -> None:
    question_id = ask(web, journey)
    answer(web.signed_in(Role.SETTING), answer_path(journey, question_id), answer=SAID)
    case = case_of(web, journey)
    with web.database.reading() as connection:
        exported = json.loads(plan_of(connection, case).model_dump_json())
        asked = of_case(connection, case)
    (advice,) = [one for one in exported["advice"] if one["id"] == of_school(journey)]
    assert [(one["paragraph"], one["answer"]) for one in advice["answers"]] == [(1, SAID)]
    assert asked[0].answer == SAID
    made = web.signed_in(Role.PLAN_WRITER).get(f"{path(journey)}/printed/word").content
    told = " ".join(paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs)
    assert f"{ASKED} Answered on" in told
    assert told.index("K. Advice and information") < told.index(SAID)


def test_messages_say_that_something_is_asked_and_answered_and_not_what(
    web: Web, journey: Journey
) -> None:
    question_id = ask(web, journey)
    answer(web.signed_in(Role.SETTING), answer_path(journey, question_id), answer=SAID)
    with web.database.reading() as connection:
        found = {
            row.template: (row.recipient, json.dumps(row.params))
            for row in connection.execute(
                select(OutboxMessage.template, OutboxMessage.recipient, OutboxMessage.params)
            )
        }
    assert found["question_asked"][0].startswith("service:")
    assert "question_answered" in found
    for _, params in found.values():
        assert ASKED not in params
        assert SAID not in params


@pytest.mark.parametrize("typed", ["", "   ", "x" * 4_001, "x" * 5_000_000])
def test_a_question_that_is_none_comes_back(web: Web, journey: Journey, typed: str) -> None:
    refused = answer(web.signed_in(Role.PLAN_WRITER), ask_path(journey), question=typed)
    assert refused.status_code == 422
    assert summary(refused.text)
    assert filled(refused.text)["question"].strip() == typed.strip()
    assert not case_of(web, journey).questions


def test_words_of_any_kind_are_shown_as_words(web: Web, journey: Journey) -> None:
    ask(web, journey, "<script>alert(1)</script> مرحبا 👩‍👧")
    html = web.signed_in(Role.PLAN_WRITER).get(path(journey)).text
    assert "<script>alert" not in html
    assert "مرحبا" in html


def test_a_second_answer_or_one_to_what_was_taken_back_is_told_so(
    web: Web, journey: Journey
) -> None:
    school = web.signed_in(Role.SETTING)
    first, second = ask(web, journey), ask(web, journey, "And for whom?")
    page = hidden(school.get(answer_path(journey, first)).text)
    assert answer(school, answer_path(journey, first), answer=SAID).status_code == 303
    again = school.post(
        answer_path(journey, first), data={**page, "_key": new_id(), "answer": "Otherwise."}
    )
    assert again.status_code == 409
    assert "answered meanwhile" in words(again.text)
    writer = web.signed_in(Role.PLAN_WRITER)
    back = writer.post(
        f"{path(journey)}/questions/{second}/take-back",
        data=hidden(writer.get(ask_path(journey)).text),
    )
    assert back.status_code == 303
    assert school.get(answer_path(journey, second)).status_code == 404
    assert "And for whom?" not in writer.get(path(journey)).text
    assert case_of(web, journey).questions[0].answered_on == journey.today


def test_only_whoever_gave_the_advice_reads_and_answers(web: Web, journey: Journey) -> None:
    question_id = ask(web, journey)
    for role in (Role.PSYCHOLOGY, Role.SOCIAL_CARE, Role.DCO, Role.FAMILY):
        assert web.signed_in(role).get(answer_path(journey, question_id)).status_code in (403, 404)
    auditor = web.signed_in(Role.AUDITOR).get(answer_path(journey, question_id)).text
    assert "Send the answer" not in auditor
    assert "about advice that was given" not in words(
        web.signed_in(Role.PSYCHOLOGY).get("/desk").text
    )
    for role in set(SIGN_IN) - {
        Role.PLAN_WRITER,
        Role.CASEWORKER,
        Role.MANAGER,
        Role.DECISION_MAKER,
    }:
        assert web.signed_in(role).get(ask_path(journey)).status_code in (403, 404), role


def test_a_familys_own_views_are_not_asked_back_like_advice(web: Web, journey: Journey) -> None:
    family = journey.now.advice_request(journey.request_id(AdviceItem.FAMILY))
    assert family
    views = family.written_from[0].id
    page = web.signed_in(Role.PLAN_WRITER).get(path(journey)).text
    assert f"/advice/{views}/1/ask" not in page
    assert f"/advice/{of_school(journey)}/1/ask" in page
    there = f"{path(journey)}/advice/{views}/1/ask"
    refused = answer(web.signed_in(Role.PLAN_WRITER), there, question=ASKED)
    assert refused.status_code == 422
    assert "own views. Write to the family" in summary(refused.text)


def test_a_paragraph_that_is_not_there_cannot_be_asked_about(web: Web, journey: Journey) -> None:
    assert web.signed_in(Role.PLAN_WRITER).get(ask_path(journey, 99)).status_code == 404


def test_the_case_tells_that_somebody_was_asked(web: Web, journey: Journey) -> None:
    ask(web, journey)
    shown = words(web.signed_in(Role.CASEWORKER).get(f"/assessments/{journey.case_id}").text)
    assert "The author of advice was asked about a paragraph of it" in shown


def test_asking_costs_the_plans_page_one_statement(web: Web, journey: Journey) -> None:
    writer = web.signed_in(Role.PLAN_WRITER)
    with counted(web.database.reader) as without:
        writer.get(path(journey))
    ask(web, journey)
    ask(web, journey, "And for whom?")
    with counted(web.database.reader) as asked:
        writer.get(path(journey))
    assert len(asked) == len(without) + 1


def test_the_log_has_the_words_too(web: Web, journey: Journey) -> None:
    ask(web, journey)
    with web.database.reading() as connection:
        statement = select(LogText.body).where(LogText.field == "question")
        assert connection.scalars(statement).all() == [ASKED]
