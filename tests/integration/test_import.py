"""A caseload brought in on both databases: all or nothing, nothing twice, and every date the law's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any, Self

import pytest
from sqlalchemy import text

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import SYSTEM, Actor, Role
from ehc_workflow.domain.case import AdviceItem, Case, Letter, PlanOutcome, State
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.errors import NotFoundError, NotPermittedError
from ehc_workflow.domain.risk import rating, standing
from ehc_workflow.importing.candidate import made_id
from ehc_workflow.importing.caseload import (
    ChangedMeanwhileError,
    Prepared,
    authority_named,
    bring_in,
    prepare,
)
from ehc_workflow.importing.columns import STATES
from ehc_workflow.jobs.sweep import sweep
from ehc_workflow.service.verify import verify
from ehc_workflow.store import organisation
from ehc_workflow.store.cases import decode
from ehc_workflow.store.engine import Database, open_database
from tests.builders import (
    AUTHORITY,
    CASEWORKER,
    CASEWORKERS_SEAT,
    SCHOOL,
    Journey,
    actor,
    found_authority,
)
from tests.unit.importing.sheet import START, TODAY, filled, row_in, sheet

NOT_OURS = f"WHERE id <> '{CASEWORKERS_SEAT}'"


NOON = datetime.combine(TODAY, time_of_day(12), tzinfo=UTC)
ADMINISTRATOR = actor(Role.ADMINISTRATOR, team=None)
TABLES = (
    "child",
    "contact",
    "assessment",
    "log_entry",
    "deadline",
    "advice_request",
    "service",
    "seat",
    "team",
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    found_authority(opened)
    yield opened
    opened.close()


def brought(
    database: Database,
    *rows: dict[str, str],
    who: Actor = SYSTEM,
    add_unknown: bool = True,
    today: date = TODAY,
) -> Prepared:
    prepared = prepare(database, AUTHORITY, sheet(*rows), today=today, add_unknown=add_unknown)
    bring_in(database, prepared, actor=who, now=NOON, today=today)
    return prepared


def query(database: Database, sql: str, **values: object) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(text(sql), values).all())


def everything(database: Database) -> dict[str, list[str]]:
    return {table: sorted(map(repr, query(database, f"SELECT * FROM {table}"))) for table in TABLES}


def cases(database: Database) -> list[Case]:
    return [decode(facts) for (facts,) in query(database, "SELECT facts FROM assessment")]


def caseload() -> list[dict[str, str]]:
    """A row in every state, with advice, a school and a caseworker."""
    return [
        row_in(
            state,
            First_name=f"Robin {state}",
            Your_reference=f"S/{place}",
            School="Larkrise School",
            Caseworker="Caseworker North 1",
            **(
                {
                    "Health_advice_asked": "20/02/2026",
                    "Education_advice_asked": "20/02/2026",
                    "Education_advice_received": "10/03/2026",
                }
                if state not in ("received", "considering", "refused to assess")
                else {}
            ),
        )
        for place, state in enumerate(STATES)
    ]


def test_a_case_in_every_state_comes_in_with_its_history_marked(database: Database) -> None:
    prepared = brought(database, *caseload())
    assert prepared.plan.faults == []
    assert sorted(case.state for case in cases(database)) == sorted(STATES.values())
    marks = query(database, "SELECT DISTINCT imported, citation, actor_id FROM log_entry")
    assert [(bool(mark[0]), *mark[1:]) for mark in marks] == [
        (True, "as recorded before", "system")
    ]
    assert query(database, "SELECT count(*) FROM outbox_message") == [(0,)]
    assert verify(database).is_whole


def test_every_deadline_and_rating_is_the_one_the_domain_works_out(database: Database) -> None:
    brought(database, *caseload())
    for case in cases(database):
        owed = [(deadline, standing(deadline, TODAY)) for deadline in deadlines(case)]
        stored = query(
            database,
            "SELECT code, ref, due_on, status, level FROM deadline WHERE assessment_id = :id",
            id=case.id,
        )
        assert sorted((row[0], row[1], str(row[2]), row[3], row[4]) for row in stored) == sorted(
            (each.code, each.ref, str(each.due_on), at.status.value, at.level.value)
            for each, at in owed
        )
        (rated,) = query(
            database,
            "SELECT risk_level, risk_order, risk_code FROM assessment WHERE id = :id",
            id=case.id,
        )
        want = rating(owed)
        assert tuple(rated) == (want.level.value, want.order, want.code)


def test_a_late_case_is_late_and_one_alert_tells_each_audience(database: Database) -> None:
    prepared = brought(
        database, row_in("assessing", School="Larkrise School", Health_advice_asked="16/02/2026")
    )
    assert prepared.plan.late_cases == 1
    report = sweep(database, TODAY, NOON)
    health = [alert for alert in report.alerts if alert.code == "advice_health"]
    told = [audience for alert in health for audience in alert.audience]
    assert len(told) == len(set(told)) > 0
    assert {alert.due_on for alert in health} == {date(2026, 3, 30)}
    assert sweep(database, TODAY, NOON).alerts == ()


def test_the_same_file_again_changes_nothing(database: Database) -> None:
    brought(database, *caseload())
    before = everything(database)
    again = brought(database, *caseload())
    assert (again.plan.commands, again.plan.rows_here_already) == ([], len(STATES))
    assert everything(database) == before


def test_the_same_file_changes_nothing_after_work_on_its_cases(database: Database) -> None:
    row = filled(Your_reference="S/1")
    (command,) = brought(database, row).plan.imports
    journey = ImportedJourney(database, command.assessment_id).at(TODAY)
    journey.do(
        c.CorrectReceivedDate(
            assessment_id=command.assessment_id,
            trigger_id=command.request.trigger_id,
            received_on=START - timedelta(days=2),
            evidence="The envelope",
            reason="Logged two days late.",
        )
    )
    journey.consider()
    before = everything(database)
    assert brought(database, row).plan.rows_here_already == 1
    assert everything(database) == before


def test_a_second_row_of_a_child_joins_and_the_earlier_day_starts_the_clock(
    database: Database,
) -> None:
    earlier = filled(Received="05/01/2026", Who_asked="school", Logged="20/01/2026")
    brought(database, row_in("assessing"), earlier)
    (case,) = cases(database)
    assert (case.received_on, case.state) == (date(2026, 1, 5), State.ASSESSING)
    assert {trigger.logged_on for trigger in case.triggers} == {START, date(2026, 1, 20)}
    ((due_on,),) = query(database, "SELECT due_on FROM deadline WHERE code = 'final_plan'")
    assert str(due_on) == "2026-05-25"


def test_a_later_file_joins_the_case_that_is_here_once(database: Database) -> None:
    brought(database, filled(), who=ADMINISTRATOR)
    earlier = filled(Received="05/01/2026", Who_asked="school")
    joined = brought(database, earlier, who=ADMINISTRATOR)
    assert (len(joined.plan.joins), len(joined.plan.imports)) == (1, 0)
    (case,) = cases(database)
    assert case.received_on == date(2026, 1, 5)
    assert brought(database, earlier, filled()).plan.rows_here_already == 2
    assert query(database, "SELECT count(*) FROM assessment") == [(1,)]


def test_a_case_typed_in_here_is_known_by_its_child(database: Database) -> None:
    journey = Journey(database).at(START).receive(child=child_typed_in())
    assert brought(database, filled()).plan.rows_here_already == 1
    assert [case.id for case in cases(database)] == [journey.case_id]


def child_typed_in() -> c.ChildDetails:
    return c.ChildDetails(
        id="typed-in", given_name="Robin", family_name="Example", date_of_birth=date(2018, 3, 4)
    )


def test_20000_rows_with_one_bad_bring_in_nothing(database: Database) -> None:
    rows = [filled(First_name=f"Robin{n}") for n in range(20_000)]
    rows[12_345]["Received"] = "31/02/2026"
    before = everything(database)
    prepared = brought(database, *rows)
    assert [(fault.rows, fault.column) for fault in prepared.plan.faults] == [
        ((12_347,), "Received")
    ]
    assert everything(database) == before


def test_what_is_not_known_is_added_with_the_cases_or_not_at_all(database: Database) -> None:
    stranger = row_in(
        "assessing",
        First_name="Kit",
        School="Nowhere School",
        Psychology_advice_asked="20/02/2026",
    )
    rows = [*caseload(), stranger]
    assert brought(database, *rows, add_unknown=False).refused
    assert query(database, f"SELECT count(*) FROM seat {NOT_OURS}") == [(0,)]
    assert brought(database, *rows).names.added() == {
        "caseworker": ["Caseworker North 1"],
        "setting": ["Nowhere School"],
    }
    ((role, team),) = query(database, f"SELECT role, team_id FROM seat {NOT_OURS}")
    assert (role, team is not None) == ("caseworker", True)
    ((kind,),) = query(database, "SELECT kind FROM service WHERE name = 'Nowhere School'")
    assert kind == "setting"


def test_only_an_administrator_or_the_engine_brings_in_cases(database: Database) -> None:
    before = everything(database)
    with pytest.raises(NotPermittedError):
        brought(database, filled(), who=CASEWORKER)
    assert everything(database) == before
    brought(database, filled(), who=ADMINISTRATOR)
    assert query(database, "SELECT DISTINCT actor_id FROM log_entry") == [(ADMINISTRATOR.id,)]


def test_two_imports_at_once_write_each_case_once(database: Database) -> None:
    """Both have read the file before either writes: the second is refused whole, and then finds everything here."""
    prepared = [
        prepare(database, AUTHORITY, sheet(filled()), today=TODAY, add_unknown=True)
        for _ in range(2)
    ]
    bring_in(database, prepared[0], actor=SYSTEM, now=NOON, today=TODAY)
    with pytest.raises(ChangedMeanwhileError):
        bring_in(database, prepared[1], actor=SYSTEM, now=NOON, today=TODAY)
    assert brought(database, filled()).plan.rows_here_already == 1


def test_the_authority_is_named_where_there_are_several(database: Database) -> None:
    assert authority_named(database, None) == AUTHORITY
    with database.writing() as connection:
        organisation.add_authority(
            connection, authority_id="other", name="Elsewhere", dfe_number="998"
        )
    assert authority_named(database, "Elsewhere") == "other"
    with pytest.raises(NotFoundError, match="there is Elsewhere, Invented Shire"):
        authority_named(database, None)


def test_the_log_names_no_child(database: Database) -> None:
    brought(database, *caseload())
    ((payloads,),) = [(" ".join(p for (p,) in query(database, "SELECT payload FROM log_entry")),)]
    for word in ("Robin", "Example", "sam@", "2018-03-04"):
        assert word not in payloads


# --- and then it is a case like any other ------------------------------------------------------------


class ImportedJourney(Journey):
    """The same steps on a case brought in, whose parent has another id."""

    def sending(self, letter: Letter, **changes: object) -> dict[str, object]:
        contact = made_id(self.case_id, "contact")
        return super().sending(letter, **{"addressee": contact, **changes})

    def confirm_address(self) -> Self:
        self.do(
            c.ConfirmAddress(
                assessment_id=self.case_id,
                contact_id=made_id(self.case_id, "contact"),
                confirmed_on=self.today,
            )
        )
        return self


def taken_on(journey: ImportedJourney, state: State) -> ImportedJourney:
    """Every step that is left, by the real commands."""
    week = timedelta(weeks=1)
    if state is State.RECEIVED:
        journey.consider()
    if state is State.CONSIDERING:
        journey.do(c.ConsultFamily(assessment_id=journey.case_id, consulted_on=journey.today))
    if state in (State.RECEIVED, State.CONSIDERING):
        journey.at(journey.today + week).decide_to_assess().tell_assessing()
    if state in (State.RECEIVED, State.CONSIDERING, State.ASSESSING):
        journey.ask().at(journey.today + 6 * week).complete_advice()
    if state in (State.RECEIVED, State.CONSIDERING, State.ASSESSING, State.DECIDING_PLAN):
        journey.decide_plan(PlanOutcome.MAKE_PLAN)
    journey.at(journey.today + week).save_plan().agree_health()
    if state not in (State.DRAFT_WITH_FAMILY, State.PLACING, State.FINALISING):
        journey.serve_draft()
    if state not in (State.PLACING, State.FINALISING):
        journey.at(journey.today + week).ask_for_setting().consult()
    journey.at(journey.today + 3 * week)
    if state is not State.FINALISING:
        journey.answer_all().place(SCHOOL)
    return journey.confirm_address().send_final()


@pytest.mark.parametrize(
    "name",
    [
        "received",
        "considering",
        "assessing",
        "deciding plan",
        "drafting",
        "draft with family",
        "placing",
        "finalising",
    ],
)
def test_a_case_brought_in_can_be_taken_to_its_final_plan(database: Database, name: str) -> None:
    row = row_in(name, Your_reference="S/1", School="Larkrise School")
    if name not in ("received", "considering", "assessing"):
        for given in ("Health advice", "Psychology advice"):
            row |= {f"{given} asked": "16/02/2026", f"{given} received": "20/03/2026"}
    (command,) = brought(database, row).plan.imports
    journey = ImportedJourney(database, command.assessment_id).at(TODAY)
    journey.case = cases(database)[0]
    taken_on(journey, STATES[name])
    (case,) = cases(database)
    assert case.state is State.PLAN_ISSUED
    assert AdviceItem.HEALTH in {request.item for request in case.advice}
