"""Joint advice as it is stored, on both databases: the words once, a signature and an event for each request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.errors import ImpossibleFactsError, NotFoundError, NotPermittedError
from ehc_workflow.domain.papers import DocumentKind, Scan
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.service.as_known import as_known
from ehc_workflow.service.case_view import case_view
from ehc_workflow.service.desk import desk_reach, request_file
from ehc_workflow.service.documents import files_with, may_open
from ehc_workflow.service.verify import verify
from ehc_workflow.store import append_only, documents, recount
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.queries import desk
from ehc_workflow.store.queries.advice_figures import advice_figures
from ehc_workflow.store.queries.advice_given import advice_given
from ehc_workflow.store.queries.desk import View
from ehc_workflow.store.queries.desk_reach import DeskReach
from ehc_workflow.store.queries.plan_text import accepted_advice
from ehc_workflow.store.queries.timeline import log_entries, timeline
from tests.builders import (
    AUTHORITY,
    CASEWORKER,
    DCO,
    HEALTH_ADMINISTRATOR,
    PLAN_WRITER,
    PSYCHOLOGIST,
    SENCO,
    SERVICES,
    SOCIAL_WORKER,
    Journey,
    actor,
    found_authority,
)

HEALTH, SCHOOL, PSYCHOLOGY = AdviceItem.HEALTH, AdviceItem.EDUCATION, AdviceItem.PSYCHOLOGY
ASKED, GIVEN, SIGNED, CHECKED = (
    date(2026, 2, 23),
    date(2026, 3, 16),
    date(2026, 3, 18),
    date(2026, 3, 19),
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with closing(open_database(database_url)) as opened:
        found_authority(opened)
        yield opened


@pytest.fixture
def journey(database: Database) -> Journey:
    """Everybody is asked; the school gives what it wrote with the psychologist."""
    journey = Journey(database).receive().at(date(2026, 1, 20)).consider()
    journey.at(ASKED).decide_to_assess().tell_assessing().ask().at(GIVEN)
    together = (journey.request_id(PSYCHOLOGY),)
    return journey.give(SCHOOL, SENCO, contribution_id="words", written_with=together)


def signing(journey: Journey, item: AdviceItem = PSYCHOLOGY, **changes: object) -> c.JoinAdvice:
    values: dict[str, object] = {
        "assessment_id": journey.case_id,
        "request_id": journey.request_id(item),
        "contribution_id": "signature",
        "joint_with": "words",
        "received_on": journey.today,
        "author_name": "Invented Psychologist",
        "author_role": "Educational psychologist",
    }
    return c.JoinAdvice(**{**values, **changes})  # type: ignore[arg-type]


def rows(database: Database, sql: str) -> list[Any]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def send_back(journey: Journey, item: AdviceItem) -> None:
    journey.do(
        c.ReturnAdvice(
            assessment_id=journey.case_id,
            request_id=journey.request_id(item),
            returned_on=journey.today,
            return_due_on=date(2026, 3, 26),
            gaps="How often, and by whom?",
        )
    )


def test_the_words_stand_once(database: Database, journey: Journey) -> None:
    journey.at(SIGNED).do(signing(journey), PSYCHOLOGIST)
    assert rows(database, "SELECT id, joint_with, version FROM contribution ORDER BY id") == [
        ("signature", "words", 1),
        ("words", None, 1),
    ]
    assert rows(database, "SELECT DISTINCT contribution_id FROM contribution_paragraph") == [
        ("words",)
    ]
    joint = rows(database, "SELECT id, joint_with_id FROM advice_request WHERE joint_with_id > ''")
    assert joint == [(journey.request_id(PSYCHOLOGY), journey.request_id(SCHOOL))]


def test_both_read_the_same_words_under_both_names(database: Database, journey: Journey) -> None:
    journey.at(SIGNED).do(signing(journey), PSYCHOLOGIST)
    with database.reading() as connection:
        (first,) = advice_given(connection, journey.request_id(SCHOOL))
        (second,) = advice_given(connection, journey.request_id(PSYCHOLOGY))
    assert first.paragraphs == second.paragraphs != ()
    assert first.how_seen == second.how_seen
    assert (first.is_signature, second.is_signature) == (False, True)
    assert [(one.author_name, one.received_on) for one in first.signed_too] == [
        ("Invented Psychologist", SIGNED)
    ]
    assert [(one.service, one.received_on) for one in second.signed_too] == [
        ("Larkrise School", GIVEN)
    ]


def test_the_record_is_whole_replayed_and_recounted(database: Database, journey: Journey) -> None:
    journey.at(SIGNED).do(signing(journey), PSYCHOLOGIST)
    send_back(journey.at(CHECKED), PSYCHOLOGY)
    journey.give(
        SCHOOL, SENCO, contribution_id="newer", written_with=(journey.request_id(PSYCHOLOGY),)
    )
    journey.do(signing(journey, contribution_id="again", joint_with="newer"), PSYCHOLOGIST)
    journey.accept(SCHOOL)
    assert verify(database).is_whole
    assert recount.differing(database, [journey.case_id], journey.today, DEFAULT_POLICY) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE contribution SET author_name = 'Somebody else' WHERE id = 'signature'",
        "UPDATE contribution SET joint_with = NULL WHERE id = 'signature'",
        "INSERT INTO contribution_paragraph (contribution_id, number, kind, text, amount, frequency, by_whom) "
        "VALUES ('signature', 1, 'need', 'Put in', '', '', '')",
        "UPDATE contribution SET how_seen = 'In passing' WHERE id = 'signature'",
        "UPDATE contribution_paragraph SET text = 'Other words' WHERE contribution_id = 'words'",
        "DELETE FROM log_text WHERE seq = (SELECT max(seq) FROM log_entry)",
    ],
)
def test_a_changed_signature_or_word_is_found(
    database: Database, journey: Journey, change: str
) -> None:
    journey.at(SIGNED).do(signing(journey), PSYCHOLOGIST)
    send_back(journey, PSYCHOLOGY)
    with database.writing() as connection:
        for table in append_only.PROTECTED:
            append_only.unprotect(connection, table)
        connection.execute(text(change))
    assert not verify(database).is_whole


def test_gaps_are_told_with_each_return_and_each_service_is_written_to(
    database: Database, journey: Journey
) -> None:
    journey.at(SIGNED).do(signing(journey), PSYCHOLOGIST)
    send_back(journey, PSYCHOLOGY)
    with database.reading() as connection:
        told = [
            e for e in timeline(connection, journey.case_id) if e.event.kind == "advice_returned"
        ]
    assert {e.event.request_id: e.words["gaps"] for e in told} == {  # type: ignore[attr-defined]
        journey.request_id(item): "How often, and by whom?" for item in (SCHOOL, PSYCHOLOGY)
    }
    written = rows(
        database, "SELECT recipient FROM outbox_message WHERE template = 'advice_returned'"
    )
    assert {to for (to,) in written} == {f"service:{SERVICES[i]}" for i in (SCHOOL, PSYCHOLOGY)}


def test_whoever_wrote_it_too_is_asked_to_sign_by_a_message_without_a_name(
    database: Database, journey: Journey
) -> None:
    asked = rows(database, "SELECT recipient FROM outbox_message WHERE template = 'advice_to_sign'")
    assert asked == [(f"service:{SERVICES[PSYCHOLOGY]}",)]


def test_as_known_before_the_signature_the_second_advice_was_owed(
    database: Database, journey: Journey
) -> None:
    journey.at(SIGNED).do(signing(journey), PSYCHOLOGIST)
    journey.at(CHECKED).accept(SCHOOL)
    with database.reading() as connection:
        entries = log_entries(connection, journey.case_id)
    known = as_known(journey.now, entries, GIVEN, today=CHECKED)
    then = known.case.advice_request(journey.request_id(PSYCHOLOGY))
    assert then is not None
    assert then.is_outstanding


def test_the_plan_is_written_from_it_once_under_both_names(
    database: Database, journey: Journey
) -> None:
    journey.at(SIGNED).do(signing(journey), PSYCHOLOGIST)
    journey.at(CHECKED).accept(PSYCHOLOGY)
    with database.reading() as connection:
        (found,) = accepted_advice(connection, journey.now)
    assert found.id == "words"
    assert found.title == (
        "Larkrise School: Invented Author and Invented psychology service: Invented Psychologist"
    )
    assert len(found.passages) == 3


def test_a_plan_names_only_those_whose_part_is_accepted(
    database: Database, journey: Journey
) -> None:
    """The school moved on to words of its own, which nobody has read: the old ones are the psychologist's alone."""
    journey.at(SIGNED).do(signing(journey), PSYCHOLOGIST)
    journey.give(SCHOOL, SENCO, contribution_id="apart")
    journey.at(CHECKED).accept(PSYCHOLOGY)
    with database.reading() as connection:
        (found,) = accepted_advice(connection, journey.now)
    assert (found.id, found.item) == ("words", PSYCHOLOGY)
    assert found.title == "Invented psychology service: Invented Psychologist"


def test_figures_count_both_services_each_by_its_own_days(
    database: Database, journey: Journey
) -> None:
    journey.at(date(2026, 4, 13)).do(signing(journey), PSYCHOLOGIST)
    journey.accept(SCHOOL)
    with database.reading() as connection:
        figures = {
            one.service: one
            for one in advice_figures(
                connection,
                DeskReach(everything_of=(AUTHORITY,)),
                first_day=ASKED,
                last_day=ASKED,
                today=journey.today,
            )
        }
    school, psychology = figures["Larkrise School"], figures["Invented psychology service"]
    assert (school.in_time, school.late, school.right_first_time) == (1, 0, 1)
    assert (psychology.in_time, psychology.late, psychology.right_first_time) == (0, 1, 1)
    assert psychology.days_late == (7,)


def test_a_desk_that_sees_both_has_it_to_check_once(database: Database, journey: Journey) -> None:
    """The health desk, where both services are health's: one line with both names until it is judged."""
    therapist = c.Asked(
        request_id="occupational",
        item=AdviceItem.OTHER,
        service_id=SERVICES[AdviceItem.SOCIAL_CARE],
        bound_by_reg_8=True,
    )
    journey.do(
        c.RequestAdvice(
            assessment_id=journey.case_id,
            requested_on=journey.today,
            received_by_body_on=journey.today,
            asked=(therapist,),
        )
    )
    journey.give(
        HEALTH, HEALTH_ADMINISTRATOR, contribution_id="therapy", written_with=("occupational",)
    )
    joined = signing(
        journey, request_id="occupational", contribution_id="too", joint_with="therapy"
    )
    journey.do(joined, HEALTH_ADMINISTRATOR)
    reach = desk_reach(DCO)
    with database.reading() as connection:
        counted = desk.counts(connection, reach, today=journey.today)
        listed = desk.lines(connection, reach, View.TO_CHECK, today=journey.today)
    assert counted[View.TO_CHECK] == 1
    assert [(one.request_id, one.together) for one in listed] == [
        (journey.request_id(HEALTH), "Invented social care service")
    ]
    journey.accept(HEALTH)
    with database.reading() as connection:
        counted = desk.counts(connection, reach, today=journey.today)
        done = desk.lines(connection, reach, View.DONE, today=journey.today)
    assert counted[View.TO_CHECK] == 0
    assert {one.request_id for one in done} == {journey.request_id(HEALTH), "occupational"}


def test_a_desk_that_sees_one_of_the_two_has_it_to_check(
    database: Database, journey: Journey
) -> None:
    journey.at(SIGNED).do(signing(journey), PSYCHOLOGIST)
    with database.reading() as connection:
        counted = desk.counts(connection, desk_reach(PSYCHOLOGIST), today=journey.today)
        (line,) = desk.lines(
            connection, desk_reach(PSYCHOLOGIST), View.TO_CHECK, today=journey.today
        )
    assert counted[View.TO_CHECK] == 1
    assert line.together == "Larkrise School"


def test_a_newer_version_of_the_one_shows_that_the_other_stands_alone(
    database: Database, journey: Journey
) -> None:
    assert _line(database, journey).to_sign_from == GIVEN
    journey.at(SIGNED).do(signing(journey), PSYCHOLOGIST)
    assert (_line(database, journey).to_sign_from, _line(database, journey).together) == (
        None,
        "Larkrise School",
    )
    journey.at(CHECKED).give(
        SCHOOL, SENCO, contribution_id="newer", written_with=(journey.request_id(PSYCHOLOGY),)
    )
    assert (_line(database, journey).to_sign_from, _line(database, journey).together) == (
        CHECKED,
        "",
    )


def _line(database: Database, journey: Journey) -> desk.Line:
    with database.reading() as connection:
        line = desk.line(connection, journey.request_id(PSYCHOLOGY))
    assert line is not None
    return line


# --- who may ---------------------------------------------------------------------------------------------------------


def test_nobody_signs_what_was_not_said_to_be_written_with_them(journey: Journey) -> None:
    sign = signing(journey, AdviceItem.SOCIAL_CARE, evidence="Both signed it")
    with pytest.raises(NotPermittedError, match="written together with you"):
        journey.do(sign, SOCIAL_WORKER)
    with pytest.raises(NotPermittedError, match="written together with you"):
        journey.do(replace(sign, joint_with="no such advice"), SOCIAL_WORKER)
    journey.do(sign)
    assert journey.now.advice_request(sign.request_id).latest.joint_with == "words"  # type: ignore[union-attr]


def test_nobody_signs_for_a_service_that_is_not_theirs(journey: Journey) -> None:
    with pytest.raises(NotFoundError):
        journey.do(signing(journey), SENCO)


def test_an_officer_signs_for_a_service_and_says_what_shows_it(journey: Journey) -> None:
    with pytest.raises(ImpossibleFactsError, match="signed report"):
        journey.do(signing(journey, AdviceItem.SOCIAL_CARE), CASEWORKER)


def test_a_clinical_officer_does_not_judge_for_a_service_that_is_not_of_health(
    database: Database, journey: Journey
) -> None:
    journey.do(signing(journey, HEALTH, evidence="Both signed it"), CASEWORKER)
    accept = c.AcceptAdvice(
        assessment_id=journey.case_id,
        request_id=journey.request_id(HEALTH),
        accepted_on=journey.today,
    )
    with pytest.raises(NotPermittedError, match="the caseworker checks it for both"):
        journey.do(accept, DCO)
    with database.reading() as connection:
        seen = request_file(connection, journey.request_id(HEALTH), DCO)
    assert "accept_advice" not in seen.steps
    journey.do(accept, PLAN_WRITER)


def test_files_are_opened_by_those_asked_to_sign_and_by_nobody_else(
    database: Database, journey: Journey
) -> None:
    file = documents.Document(
        id="report",
        assessment_id=journey.case_id,
        request_id=journey.request_id(HEALTH),
        sha256="0" * 64,
        name="report.pdf",
        media_type="application/pdf",
        size=10,
        kind=DocumentKind.WAITING,
        added_by=DCO.id,
        scan=Scan.CLEAN,
        added_at=datetime.combine(journey.today, time(12), tzinfo=UTC),
    )
    with database.writing() as connection:
        documents.add_document(connection, file)
    journey.give(
        HEALTH,
        DCO,
        contribution_id="with a file",
        document_ids=("report",),
        written_with=(journey.request_id(PSYCHOLOGY),),
    )

    def opens(who: Actor) -> bool:
        with database.reading() as connection:
            return may_open(who, journey.now, documents.document(connection, "report"))

    assert opens(PSYCHOLOGIST)
    assert not opens(SOCIAL_WORKER)
    assert not opens(SENCO)
    journey.do(signing(journey, joint_with="with a file"), PSYCHOLOGIST)
    with database.reading() as connection:
        with_it = files_with(connection, PSYCHOLOGIST, journey.now, journey.request_id(PSYCHOLOGY))
    assert [one.id for one in with_it] == ["report"]
    journey.do(
        c.SealDocument(
            assessment_id=journey.case_id,
            document_id="report",
            sealed_on=journey.today,
            reason="It names another child",
        )
    )
    assert not opens(PSYCHOLOGIST)
    auditor = actor(Role.AUDITOR)
    with database.reading() as connection:
        view = case_view(connection, auditor, journey.case_id, journey.today, policy=DEFAULT_POLICY)
    (resting,) = view.resting_on_sealed
    assert resting.contribution.id == "with a file"
