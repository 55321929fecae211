"""The one write path: all of a command or nothing, once for each key, one of two at a time, refused in plain words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import inspect, text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import (
    AdviceItem,
    AssessOutcome,
    Case,
    Letter,
    ParagraphKind,
    PlanOutcome,
    State,
)
from ehc_workflow.domain.errors import (
    EhcError,
    ImpossibleFactsError,
    NotFoundError,
    NotPermittedError,
    StaleCaseError,
    TransitionRefusedError,
)
from ehc_workflow.domain.facts import Method, TriggerKind
from ehc_workflow.service.execute import Asked, execute, execute_all
from ehc_workflow.store.engine import Database, open_database
from ehc_workflow.store.rows import Rows
from tests.builders import (
    CASEWORKER,
    DCO,
    DECISION_MAKER,
    MANAGER,
    MONDAY,
    SECOND_DECISION_MAKER,
    Journey,
    actor,
    found_authority,
    parent_of,
    receive_request,
)

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
NOON = time(12, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    opened = open_database(sqlite_url)
    found_authority(opened)
    yield opened
    opened.close()


def everything(database: Database) -> dict[str, list[str]]:
    """Every row of every table."""
    tables = inspect(database.reader).get_table_names()
    with database.reading() as connection:
        return {
            table: sorted(repr(row) for row in connection.execute(text(f"SELECT * FROM {table}")))
            for table in tables
        }


def log_of(database: Database, case_id: str) -> list[Any]:
    with database.reading() as connection:
        return list(
            connection.execute(
                text("SELECT seq, kind FROM log_entry WHERE assessment_id = :id ORDER BY seq"),
                {"id": case_id},
            )
        )


def views(journey: Journey, day: date | None = None) -> c.RecordViews:
    """A step that any state allows again and again: only the key can stop a second."""
    return c.RecordViews(
        assessment_id=journey.case_id, received_on=day or journey.today, views="We think so."
    )


# --- all or nothing ----------


def ready_to_receive(journey: Journey) -> c.Command:
    return receive_request(journey.case_id, missing=("A school report",))


def ready_to_ask(journey: Journey) -> c.Command:
    journey.receive().consider().decide_to_assess().tell_assessing()
    return c.RequestAdvice(
        assessment_id=journey.case_id,
        requested_on=journey.today,
        received_by_body_on=journey.today,
        asked=tuple(
            c.Asked(request_id=journey.request_id(item), item=item, service_id=None)
            for item in journey.items()
        ),
    )


def ready_to_submit(journey: Journey) -> c.Command:
    journey.receive().consider().decide_to_assess().tell_assessing().ask()
    return c.SubmitAdvice(
        assessment_id=journey.case_id,
        request_id=journey.request_id(AdviceItem.HEALTH),
        contribution_id=str(uuid4()),
        received_on=journey.today,
        author_name="Invented Author",
        author_role="Invented role",
        paragraphs=(c.Paragraph(kind=ParagraphKind.NEED, text="A need."),),
    )


def ready_to_join(journey: Journey) -> c.Command:
    lead = Journey(journey.database, today=MONDAY)
    lead.receive()
    journey.receive(received_on=MONDAY - WEEK)
    return c.JoinDuplicate(
        assessment_id=journey.case_id, lead_assessment_id=lead.case_id, joined_on=journey.today
    )


def breaking_at(number: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Make the statement of this number fail, and say how many there were."""
    count = 0

    def counted(original: Any) -> Any:
        def run(self: Rows, *args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count == number:
                raise RuntimeError("The disk is full.")
            return original(self, *args, **kwargs)

        return run

    for name in ("_run", "change_one", "each"):
        monkeypatch.setattr(Rows, name, counted(getattr(Rows, name)))
    return lambda: count


@pytest.mark.parametrize(
    "ready",
    [ready_to_receive, ready_to_ask, ready_to_submit, ready_to_join],
    ids=["a new case", "asking for advice", "giving advice", "joining two cases"],
)
def test_a_failure_at_any_statement_leaves_nothing(
    database: Database, ready: Callable[[Journey], c.Command], monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = Journey(database)
    command = ready(journey)
    before = everything(database)
    number, done = 0, False
    while not done:
        number += 1
        with monkeypatch.context() as patched:
            statements = breaking_at(number, patched)
            try:
                journey.do(command, DECISION_MAKER if ready is ready_to_join else CASEWORKER)
            except RuntimeError:
                pass
            else:
                done = statements() < number
        if not done:
            assert everything(database) == before, number
    assert number > 4
    assert everything(database) != before


def test_many_commands_in_one_go_are_all_carried_out_or_none(database: Database) -> None:
    good, bad = str(uuid4()), str(uuid4())
    requests = (receive_request(good), receive_request(bad, received_on=MONDAY + WEEK))
    asked = [
        Asked(
            command=request,
            actor=CASEWORKER,
            now=datetime.combine(MONDAY, NOON),
            today=MONDAY,
        )
        for request in requests
    ]
    before = everything(database)
    with pytest.raises(ImpossibleFactsError):
        execute_all(database, asked)
    assert everything(database) == before


def test_a_refusal_leaves_nothing(database: Database) -> None:
    journey = Journey(database).receive()
    before = everything(database)
    with pytest.raises(TransitionRefusedError):
        journey.tell_assessing()
    assert everything(database) == before


# --- once for each key ----------


def test_the_same_command_said_twice_with_one_key_is_one_entry(database: Database) -> None:
    journey = Journey(database).receive()
    first = journey.do(views(journey), key="a form")
    once = everything(database)
    again = journey.do(views(journey), key="a form")
    assert again == first
    assert everything(database) == once


def test_without_a_key_it_is_two(database: Database) -> None:
    journey = Journey(database).receive()
    journey.do(views(journey))
    journey.do(views(journey))
    assert [kind for _, kind in log_of(database, journey.case_id)].count("views_received") == 2


def test_a_repeat_after_a_lost_answer_gives_the_case_wherever_it_has_got_to(
    database: Database,
) -> None:
    journey = Journey(database).receive()
    command = c.ConsultFamily(assessment_id=journey.case_id, consulted_on=journey.today)
    journey.do(command, key="consulted")
    journey.consider().decide_to_assess().tell_assessing()
    now = journey.now
    assert journey.do(command, key="consulted") == now
    assert journey.do(command, key="consulted", expected_version=1) == now


def test_a_new_case_said_twice_is_one_case(database: Database) -> None:
    journey = Journey(database)
    request = receive_request(journey.case_id)
    first = journey.do(request, key="a request")
    once = everything(database)
    assert journey.do(request, key="a request") == first
    assert everything(database) == once


def test_a_key_used_for_one_case_is_refused_for_another(database: Database) -> None:
    one, other = Journey(database).receive(), Journey(database).receive()
    one.do(views(one), key="a form")
    before = everything(database)
    with pytest.raises(ImpossibleFactsError, match="same step of another case"):
        other.do(views(other), key="a form")
    assert everything(database) == before


def test_a_key_belongs_to_one_person_and_one_step(database: Database) -> None:
    journey = Journey(database).receive()
    journey.do(views(journey), key="1")
    journey.do(views(journey), MANAGER, key="1")
    journey.do(c.ConsultFamily(assessment_id=journey.case_id, consulted_on=journey.today), key="1")
    assert journey.now.version == 4


def test_a_refused_command_may_be_said_again_with_its_key(database: Database) -> None:
    journey = Journey(database).receive()
    with pytest.raises(ImpossibleFactsError):
        journey.do(views(journey, journey.today + DAY), key="a form")
    journey.do(views(journey), key="a form")
    assert journey.now.version == 2


def test_a_repeat_tells_nothing_to_one_who_may_no_longer_know(database: Database) -> None:
    journey = Journey(database).receive()
    journey.do(views(journey), key="a form")
    moved = replace(CASEWORKER, seats=())
    with pytest.raises(NotFoundError):
        journey.do(views(journey), moved, key="a form")


def test_the_same_form_sent_twice_without_a_key_is_refused_by_what_it_names(
    database: Database,
) -> None:
    journey = Journey(database).receive()
    once = c.AskForMissing(
        assessment_id=journey.case_id,
        item_id=str(uuid4()),
        what="A report",
        asked_of="school",
        asked_on=journey.today,
    )
    journey.do(once)
    with pytest.raises(ImpossibleFactsError, match="on file already"):
        journey.do(once)
    with pytest.raises(ImpossibleFactsError, match="on file already"):
        journey.do(receive_request(journey.case_id))


def test_something_named_that_does_not_exist_is_said_so(database: Database) -> None:
    journey = Journey(database)
    with pytest.raises(ImpossibleFactsError, match="does not exist"):
        journey.do(receive_request(journey.case_id, setting_id=str(uuid4())))


# --- one at a time ----------


def test_a_stale_page_is_told_the_version_now(database: Database) -> None:
    journey = Journey(database).receive()
    seen = journey.now.version
    journey.do(views(journey))
    before = everything(database)
    with pytest.raises(StaleCaseError) as stale:
        journey.do(views(journey), expected_version=seen)
    assert stale.value.version == seen + 1
    assert everything(database) == before


def both_at_once(database: Database, command: c.Command, **options: Any) -> list[Case | EhcError]:
    """Two people say the same thing at the same moment."""
    start = threading.Barrier(2)
    answers: list[Case | EhcError] = []

    def say(who: Actor) -> None:
        start.wait()
        try:
            answers.append(
                execute(
                    command,
                    database=database,
                    actor=who,
                    now=datetime.combine(MONDAY + WEEK, NOON),
                    today=MONDAY + WEEK,
                    **options,
                )
            )
        except EhcError as error:
            answers.append(error)

    people = (CASEWORKER, actor(Role.CASEWORKER, name="another"))
    threads = [threading.Thread(target=say, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == 2
    return answers


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_who_advance_one_case_at_once_one_wins_and_the_other_is_told(
    database: Database, attempt: int
) -> None:
    journey = Journey(database).receive().at(MONDAY + WEEK).consider().decide_to_assess()
    command = c.NotifyAssessment(**journey.sending(Letter.WILL_ASSESS))  # type: ignore[arg-type]
    answers = both_at_once(database, command, expected_version=journey.now.version)
    won = [answer for answer in answers if isinstance(answer, Case)]
    told = [answer for answer in answers if isinstance(answer, StaleCaseError)]
    assert (len(won), len(told)) == (1, 1)
    kinds = [kind for _, kind in log_of(database, journey.case_id)]
    assert kinds.count("notice_sent") == 2  # N1 before, and N2 once


def test_of_two_who_say_no_version_the_second_meets_the_case_as_it_is_now(
    database: Database,
) -> None:
    journey = Journey(database).receive().at(MONDAY + WEEK).consider().decide_to_assess()
    command = c.NotifyAssessment(**journey.sending(Letter.WILL_ASSESS))  # type: ignore[arg-type]
    answers = both_at_once(database, command)
    assert sum(isinstance(answer, Case) for answer in answers) == 1
    assert sum(isinstance(answer, TransitionRefusedError) for answer in answers) == 1


def test_two_who_open_one_case_at_once_open_one(database: Database) -> None:
    command = receive_request(str(uuid4()))
    answers = both_at_once(database, command)
    assert sum(isinstance(answer, Case) for answer in answers) == 1
    assert sum(isinstance(answer, ImpossibleFactsError) for answer in answers) == 1


def test_steps_that_do_not_conflict_both_count_when_said_at_once(database: Database) -> None:
    journey = Journey(database).receive()
    answers = both_at_once(database, views(journey))
    assert all(isinstance(answer, Case) for answer in answers)
    assert [seq for seq, _ in log_of(database, journey.case_id)] == [1, 2, 3]


# --- who may ----------


def test_a_case_out_of_reach_is_not_known_at_all(sqlite_database: Database) -> None:
    journey = Journey(sqlite_database).receive()
    for stranger in (
        actor(Role.CASEWORKER, team="another team"),
        actor(Role.DCO, service="another service"),
        replace(CASEWORKER, seats=(replace(CASEWORKER.seats[0], authority_id="another"),)),
        replace(CASEWORKER, seats=()),
    ):
        with pytest.raises(NotFoundError) as unknown:
            journey.do(views(journey), stranger)
        with pytest.raises(NotFoundError) as none:
            journey.do(replace(views(journey), assessment_id="no such case"), stranger)
        assert type(unknown.value) is type(none.value)


def test_a_role_that_may_know_but_not_act_is_told_so(sqlite_database: Database) -> None:
    journey = Journey(sqlite_database).receive().consider()
    for who in (CASEWORKER, MANAGER):
        with pytest.raises(NotPermittedError, match="Decide whether to assess"):
            journey.do(
                c.DecideWhetherToAssess(
                    assessment_id=journey.case_id,
                    outcome=AssessOutcome.ASSESS,
                    decided_on=journey.today,
                    reasons="Both limbs are met",
                ),
                who,
            )


def test_only_a_decision_maker_goes_on_without_advice(sqlite_database: Database) -> None:
    journey = Journey(sqlite_database).receive().consider().decide_to_assess()
    journey.tell_assessing().ask()
    command = c.CompleteAdvice(
        assessment_id=journey.case_id,
        completed_on=journey.today,
        why_without="Health advice cannot come in time",
    )
    with pytest.raises(NotPermittedError, match="decision-maker"):
        journey.do(command)
    assert journey.do(command, DECISION_MAKER).state is State.DECIDING_PLAN


def test_who_owes_advice_says_once_when_the_request_came(sqlite_database: Database) -> None:
    journey = Journey(sqlite_database).receive().consider().decide_to_assess()
    journey.tell_assessing().ask()
    later = c.RecordRequestReceived(
        assessment_id=journey.case_id,
        request_id=journey.request_id(AdviceItem.HEALTH),
        received_by_body_on=journey.at(journey.today + WEEK).today,
    )
    with pytest.raises(NotPermittedError, match="on file already"):
        journey.do(later, DCO)
    journey.do(later)
    with pytest.raises(ImpossibleFactsError, match="before the day already recorded"):
        journey.do(replace(later, received_by_body_on=MONDAY))


# --- bad input ----------


def test_a_received_date_in_the_future_is_impossible(sqlite_database: Database) -> None:
    with pytest.raises(ImpossibleFactsError, match="13 January 2026, which is in the future"):
        Journey(sqlite_database).receive(received_on=MONDAY + DAY)


def test_a_received_date_before_birth_is_impossible(sqlite_database: Database) -> None:
    with pytest.raises(ImpossibleFactsError) as refused:
        Journey(sqlite_database).receive(
            received_on=date(2018, 3, 3), date_of_birth=date(2018, 3, 4)
        )
    assert [error.pointer for error in refused.value.errors] == ["/received_on"]


def test_a_received_date_cannot_be_corrected_past_birth_or_the_day_it_was_logged(
    sqlite_database: Database,
) -> None:
    journey = Journey(sqlite_database).receive().at(MONDAY + WEEK)
    for day in (date(2018, 3, 3), MONDAY + DAY, MONDAY + 2 * WEEK):
        with pytest.raises(ImpossibleFactsError):
            journey.do(
                c.CorrectReceivedDate(
                    assessment_id=journey.case_id,
                    trigger_id=journey.now.triggers[0].id,
                    received_on=day,
                    evidence="The envelope",
                    reason="Read again",
                )
            )


def test_every_wrong_fact_of_a_request_is_named_at_once(sqlite_database: Database) -> None:
    journey = Journey(sqlite_database)
    request = receive_request(journey.case_id, received_on=MONDAY + DAY, contacts=(), evidence=" ")
    with pytest.raises(ImpossibleFactsError) as refused:
        journey.do(request)
    assert {error.pointer for error in refused.value.errors} == {
        "/received_on",
        "/contacts",
        "/evidence",
    }


def test_a_request_by_one_who_may_not_make_it_is_logged_as_brought_to_attention(
    sqlite_database: Database,
) -> None:
    young = {"date_of_birth": date(2008, 5, 1)}
    with pytest.raises(TransitionRefusedError, match="brought to attention"):
        Journey(sqlite_database).receive(**young)
    journey = Journey(sqlite_database)
    journey.receive(**young, kind=TriggerKind.BROUGHT_TO_ATTENTION)
    assert journey.now.received_on == MONDAY


def drafted(journey: Journey) -> Journey:
    """A case with its draft served on 6 April, by the way everybody goes."""
    journey.receive().consider().decide_to_assess().tell_assessing().ask()
    journey.complete_advice()
    return journey.decide_plan().save_plan().agree_health()


def test_a_school_named_in_a_draft_is_refused_in_section_i_and_by_name_in_f(
    sqlite_database: Database,
) -> None:
    journey = drafted(Journey(sqlite_database))
    with pytest.raises(ImpossibleFactsError, match=r"Section I stays blank.*s38\(5\)"):
        journey.save_plan(I="Somewhere good")
    with pytest.raises(ImpossibleFactsError, match="Section F names Larkrise School"):
        journey.save_plan(F="Daily support at larkrise school.")
    journey.save_plan(A="Likes it at Larkrise School.")  # where somebody goes now is their story


def test_a_refusal_without_reasons_is_refused(sqlite_database: Database) -> None:
    journey = Journey(sqlite_database).receive().consider()
    with pytest.raises(TransitionRefusedError) as refused:
        journey.decide_to_refuse(reasons=" ")
    assert [unmet.guard for unmet in refused.value.unmet] == ["reasons_written"]
    with pytest.raises(TransitionRefusedError) as untold:
        journey.decide_to_refuse().tell_refusal(blocks=())
    assert "Missing: " in untold.value.message
    assert "the reasons" in untold.value.message


def test_who_decided_to_refuse_cannot_be_the_second_person(sqlite_database: Database) -> None:
    journey = Journey(sqlite_database).receive().consider()
    journey.decide_to_refuse(house_rules_only=True)
    confirm = c.ConfirmRefusal(
        assessment_id=journey.case_id,
        confirmed_on=journey.today,
        reasons="It stands on the evidence",
    )
    with pytest.raises(ImpossibleFactsError, match="second person"):
        journey.do(confirm, DECISION_MAKER)
    with pytest.raises(TransitionRefusedError, match="second authorised person"):
        journey.tell_refusal()
    journey.do(confirm, SECOND_DECISION_MAKER)
    journey.tell_refusal()


def test_a_final_plan_before_the_window_ends_is_refused(sqlite_database: Database) -> None:
    journey = drafted(Journey(sqlite_database)).serve_draft()
    journey.ask_for_setting().consult()
    journey.do(
        c.RecordConsultationReply(
            assessment_id=journey.case_id,
            consultation_id=journey.now.consultations[0].id,
            replied_on=journey.today,
            can_meet_needs=True,
        )
    )
    last_day = MONDAY + 14 * DAY
    for day in (MONDAY, last_day):
        with pytest.raises(TransitionRefusedError, match="time to respond to the draft is over"):
            journey.at(day).place()
    journey.at(last_day + DAY).place().answer_all()
    with pytest.raises(TransitionRefusedError, match="time to respond to the draft is over"):
        journey.send_final(sent_on=last_day, dated_on=last_day)
    assert journey.send_final().now.state is State.PLAN_ISSUED


def test_a_notice_cannot_go_tomorrow_or_carry_another_day(sqlite_database: Database) -> None:
    journey = Journey(sqlite_database).receive().consider().decide_to_assess()
    tomorrow = journey.today + DAY
    fields = journey.sending(Letter.WILL_ASSESS, sent_on=tomorrow, dated_on=tomorrow)
    with pytest.raises(ImpossibleFactsError, match="in the future"):
        journey.do(c.NotifyAssessment(**fields))  # type: ignore[arg-type]
    fields = journey.sending(Letter.WILL_ASSESS, dated_on=journey.today - DAY)
    with pytest.raises(TransitionRefusedError, match="date of the day it goes"):
        journey.do(c.NotifyAssessment(**fields))  # type: ignore[arg-type]


def test_an_alert_that_is_not_there_cannot_be_taken_up(database: Database) -> None:
    journey = Journey(database).receive()
    with pytest.raises(NotFoundError):
        journey.do(
            c.AcknowledgeAlert(
                assessment_id=journey.case_id,
                alert_id=str(uuid4()),
                recovery_on=journey.today,
                plan="A meeting",
            ),
            MANAGER,
        )


# --- duplicates, endings ----------


def test_joining_keeps_the_earlier_clock_in_the_lead_case(database: Database) -> None:
    lead = Journey(database).at(MONDAY + WEEK).receive()
    earlier = Journey(database).at(MONDAY + WEEK)
    earlier.receive(received_on=MONDAY)
    joined = earlier.do(
        c.JoinDuplicate(
            assessment_id=earlier.case_id,
            lead_assessment_id=lead.case_id,
            joined_on=earlier.today,
        ),
        DECISION_MAKER,
    )
    assert (joined.state, joined.duplicate_of) == (State.DUPLICATE, lead.case_id)
    with database.reading() as connection:
        received_on, due_on = connection.execute(
            text(
                "SELECT a.received_on, d.due_on FROM assessment a JOIN deadline d "
                "ON d.assessment_id = a.id AND d.code = 'final_plan' WHERE a.id = :id"
            ),
            {"id": lead.case_id},
        ).one()
    assert (str(received_on), str(due_on)) == (str(MONDAY), str(MONDAY + 20 * WEEK))
    assert [kind for _, kind in log_of(database, lead.case_id)][-1] == "trigger_added"


@pytest.mark.parametrize("why", ["no such case", "closed", "another team's"])
def test_a_case_cannot_be_joined_where_its_clock_could_be_lost(
    sqlite_database: Database, why: str
) -> None:
    journey = Journey(sqlite_database).receive()
    lead = Journey(sqlite_database)
    who = DECISION_MAKER
    if why != "no such case":
        lead.receive()
    if why == "closed":
        lead.consider().decide_to_refuse().tell_refusal()
    if why == "another team's":
        who = replace(
            DECISION_MAKER,
            seats=(replace(DECISION_MAKER.seats[0], role=Role.CASEWORKER),),
        )
    before = everything(sqlite_database)
    with pytest.raises(EhcError):
        journey.do(
            c.JoinDuplicate(
                assessment_id=journey.case_id,
                lead_assessment_id=lead.case_id,
                joined_on=journey.today,
            ),
            who,
        )
    assert everything(sqlite_database) == before


def test_a_bereaved_family_gets_no_letter_that_still_waits(database: Database) -> None:
    journey = Journey(database).receive().consider().decide_to_assess().tell_assessing().ask()
    journey.do(
        c.RecordDeath(
            assessment_id=journey.case_id,
            ended_on=journey.today,
            evidence="A call from the family",
        ),
        DECISION_MAKER,
    )
    with database.reading() as connection:
        waiting = connection.execute(
            text(
                "SELECT recipient FROM outbox_message "
                "WHERE assessment_id = :id AND sent_at IS NULL AND failed_at IS NULL"
            ),
            {"id": journey.case_id},
        ).scalars()
        assert not [recipient for recipient in waiting if recipient.startswith("contact:")]


@pytest.mark.parametrize(("method", "messages"), [(Method.FIRST_CLASS_POST, 0), (Method.EMAIL, 1)])
def test_a_letter_by_post_leaves_no_message_and_one_by_email_one(
    database: Database, method: Method, messages: int
) -> None:
    journey = Journey(database).receive().consider().decide_to_assess()
    told = journey.sending(Letter.WILL_ASSESS, method=method)
    journey.do(c.NotifyAssessment(**told))  # type: ignore[arg-type]
    with database.reading() as connection:
        sent = connection.execute(text("SELECT recipient, params FROM outbox_message")).all()
    parent = f"contact:{parent_of(journey.case_id)}"
    assert [recipient for recipient, _ in sent] == [parent] * messages
    assert "Robin" not in repr(sent)
    assert "Example" not in repr(sent)


def test_the_whole_way_on_both_databases(database: Database) -> None:
    journey = Journey(database)
    journey.to_final()
    assert journey.now.state is State.PLAN_ISSUED
    assert journey.now.notice(Letter.FINAL_PLAN) is not None
    assert [seq for seq, _ in log_of(database, journey.case_id)] == list(
        range(1, journey.now.version + 1)
    )
    other = Journey(database).receive().consider().decide_to_assess().tell_assessing().ask()
    other.complete_advice()
    other.decide_plan(PlanOutcome.NO_PLAN).tell_no_plan()
    assert other.now.state is State.NO_PLAN
