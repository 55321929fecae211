"""Rows to commands: names looked up, one child's rows joined, and everything wrong named at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehc_workflow.domain.case import OPEN_STATES
from ehc_workflow.domain.decisions import Facing, imported_case
from ehc_workflow.domain.facts import Method, Setting
from ehc_workflow.domain.guards import Known as Knowing
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.importing import columns as k
from ehc_workflow.importing.candidate import Candidate, candidate, trigger_id
from ehc_workflow.importing.decoding import text_of
from ehc_workflow.importing.faults import Fault
from ehc_workflow.importing.names import Names
from ehc_workflow.importing.plan import Plan, plan_of
from ehc_workflow.importing.reading import rows_of
from ehc_workflow.rules.local_policy import DEFAULT_POLICY
from ehc_workflow.store.queries.directory import (
    Directory,
    Known,
    KnownCase,
    KnownChild,
    NamedSeat,
    NamedService,
)
from tests.unit.importing.sheet import START, TODAY, filled, row_in, sheet

DIRECTORY = Directory(
    authority_id="authority",
    teams=(("north", "North"),),
    services=(
        NamedService("health", "Invented health", ServiceKind.HEALTH, Setting.SCHOOL),
        NamedService("larkrise", "Larkrise School", ServiceKind.SETTING, Setting.SCHOOL),
        NamedService("nursery", "Acorn Pre-school", ServiceKind.SETTING, Setting.EARLY_YEARS),
    ),
    caseworkers=(
        NamedSeat("seat-1", "Caseworker North 1", "Jo Invented", "jo@example.invalid"),
        NamedSeat("seat-2", "Caseworker North 2", None, None),
        NamedSeat("seat-3", "Caseworker North 2", None, None),
    ),
)
NOBODY = Known(children=(), cases=())
CHILD = KnownChild(
    id="child-on-file",
    given_name="Robin",
    family_name="Example",
    date_of_birth=date(2018, 3, 4),
    upn="A999000000001",
    nhs_number="",
    vision_impaired=True,
    hearing_impaired=False,
)
CASE = KnownCase(
    id="case-on-file",
    reference="EHC-00000-00000",
    child_id=CHILD.id,
    received_on=START,
    closed_on=None,
    trigger_ids=frozenset({"typed-in"}),
    arrivals=frozenset({(START, "parental_request")}),
)
ON_FILE = Known(children=(CHILD,), cases=(CASE,))


def planned(
    *rows: dict[str, str],
    known: Known = NOBODY,
    directory: Directory = DIRECTORY,
    add_unknown: bool = False,
) -> tuple[Plan, Names]:
    names = Names(directory, add_unknown=add_unknown)
    found = [candidate(row, names, TODAY) for row in rows_of(text_of(sheet(*rows)))]
    plan = plan_of([each for each in found if isinstance(each, Candidate)], known, TODAY)
    plan.faults += [fault for each in found if isinstance(each, list) for fault in each]
    plan.faults += names.faults()
    return plan, names


def plan(*rows: dict[str, str], known: Known = NOBODY) -> Plan:
    return planned(*rows, known=known)[0]


def faults(*rows: dict[str, str], known: Known = NOBODY) -> list[tuple[tuple[int, ...], str]]:
    return [(fault.rows, fault.column) for fault in plan(*rows, known=known).faults]


# --- states ------------------------------------------------------------


@pytest.mark.parametrize("state", k.STATES)
def test_a_row_of_every_state_becomes_a_case_in_that_state(state: str) -> None:
    made = plan(row_in(state))
    assert made.faults == []
    facing = Facing(actor_id="x", known=Knowing(today=TODAY, policy=DEFAULT_POLICY))
    case = imported_case(made.imports[0], facing)
    assert case.state is k.STATES[state]
    assert case.imported
    assert case.received_on == START
    assert case.is_open is (k.STATES[state] in OPEN_STATES)


@pytest.mark.parametrize("state", [state for state in k.STATES if state != "received"])
def test_a_state_without_its_day_is_a_fault_in_that_column(state: str) -> None:
    row = row_in(state)
    last = [
        heading for heading in row if heading not in filled() and heading != "Setting consulted"
    ][-1]
    assert faults(row | {last: ""})[0] == ((2,), last)


@pytest.mark.parametrize("later", ["Told will assess", "Draft sent", "Final sent", "Told no plan"])
def test_a_day_that_the_state_has_not_come_to_is_a_fault(later: str) -> None:
    (fault,) = plan(filled() | {later: "01/06/2026"}).faults
    assert fault.column == later
    assert "correct the state, or empty it" in fault.why


def test_decided_and_not_told_needs_the_outcome() -> None:
    row = row_in("considering", Decided_on_assessment="16/02/2026")
    assert faults(row) == [((2,), "Assessment decision")]
    assert faults(row | {"Assessment decision": "Do not assess"}) == []


def test_an_outcome_that_the_state_belies_is_a_fault() -> None:
    assert faults(row_in("assessing", Assessment_decision="do not assess")) == [
        ((2,), "Assessment decision")
    ]


def test_which_setting_was_consulted_is_never_guessed() -> None:
    assert faults(row_in("placing", Setting_consulted="")) == [((2,), "Setting consulted")]


# --- days that cannot be ------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("Received", filled(Received="02/09/2026")),
        ("Received", filled(Received="01/08/2014")),
        ("Received", filled(Received="04/03/2017")),
        ("Date of birth", filled(Date_of_birth="02/09/2026")),
        ("Date of birth", filled(Date_of_birth="11/01/2001")),
        ("Logged", filled(Logged="11/01/2026")),
        ("Logged", filled(Logged="02/09/2026")),
        ("Told considering", row_in("considering", Told_considering="11/01/2026")),
        ("Told considering", row_in("considering", Told_considering="02/09/2026")),
        ("Told will assess", row_in("assessing", Decided_on_assessment="01/08/2026")),
        ("Final sent", row_in("plan issued", Draft_sent="31/08/2026")),
        ("Education advice asked", row_in("assessing", Education_advice_received="01/04/2026")),
        ("Education advice asked", filled(Education_advice_asked="01/04/2026")),
        (
            "Health advice received",
            row_in(
                "assessing", Health_advice_asked="01/04/2026", Health_advice_received="31/03/2026"
            ),
        ),
    ],
)
def test_what_cannot_be_true_is_told_by_column(column: str, row: dict[str, str]) -> None:
    assert ((2,), column) in faults(row)


def test_the_day_before_the_25th_birthday_is_not_too_old() -> None:
    assert faults(filled(Date_of_birth="13/01/2001")) == []


def test_views_that_came_unasked_need_no_day_of_asking() -> None:
    (made,) = plan(row_in("assessing", Family_views_received="01/03/2026")).imports
    assert made.advice[0].requested_on == made.advice[0].received_on == date(2026, 3, 1)


# --- names ------------------------------------------------------------


def test_names_are_known_in_any_capitals_by_seat_holder_or_address() -> None:
    rows = [
        filled(First_name=f"Robin{place}", Caseworker=name, School="LARKRISE  school")
        for place, name in enumerate(["caseworker north 1", "Jo invented", "JO@example.invalid"])
    ]
    made = plan(*rows)
    assert made.faults == []
    assert {each.request.caseworker_seat_id for each in made.imports} == {"seat-1"}
    assert {each.request.setting_id for each in made.imports} == {"larkrise"}
    assert {each.request.team_id for each in made.imports} == {"north"}


def test_a_name_that_two_seats_have_is_a_fault() -> None:
    (fault,) = plan(filled(Caseworker="Caseworker North 2")).faults
    assert "the name of several" in fault.why


def test_an_unknown_name_is_told_once_with_all_its_rows() -> None:
    rows = [filled(First_name=f"Robin{n}", School="Nowhere School") for n in range(3)]
    assert plan(*rows).faults == [
        Fault(
            (2, 3, 4),
            "School or setting",
            "'Nowhere School' is not known here; --add-unknown adds it",
        )
    ]


def test_unknown_names_are_told_of_rows_that_have_other_faults_too() -> None:
    made = faults(filled(School="Nowhere School", Received="31/02/2026", Caseworker="Nobody"))
    assert {column for _, column in made} == {"Received", "School or setting", "Caseworker"}


def test_unknown_names_are_added_where_that_is_asked_for() -> None:
    empty = replace(DIRECTORY, teams=(), services=(), caseworkers=())
    row = row_in(
        "assessing", School="Nowhere School", Caseworker="Nobody", Health_advice_asked="01/03/2026"
    )
    made, names = planned(row, directory=empty, add_unknown=True)
    assert made.faults == []
    assert names.added() == {
        "team": ["EHC team"],
        "caseworker": ["Nobody"],
        "health": ["Health advice service"],
        "setting": ["Nowhere School"],
    }
    again, _ = planned(row, directory=empty, add_unknown=True)
    assert again.imports == made.imports


def test_a_team_left_empty_is_a_fault_where_there_are_several() -> None:
    two = replace(DIRECTORY, teams=(("north", "North"), ("south", "South")))
    (fault,) = planned(filled(), directory=two)[0].faults
    assert (fault.column, "more than one" in fault.why) == ("Team", True)
    assert planned(filled(Team="south"), directory=two)[0].imports[0].request.team_id == "south"


def test_a_pre_school_is_asked_as_one() -> None:
    (made,) = plan(
        row_in("assessing", School="Acorn Pre-school", Education_advice_asked="01/03/2026")
    ).imports
    assert made.advice[0].setting is Setting.EARLY_YEARS


def test_without_an_address_letters_went_by_post() -> None:
    (made,) = plan(filled(Contact_email="")).imports
    assert made.request.contacts[0].preferred_method is Method.FIRST_CLASS_POST


# --- the same child twice ------------------------------------------------------------


def test_the_same_child_twice_is_one_case_with_the_earlier_clock() -> None:
    made = plan(
        row_in("assessing"),
        filled(First_name="ROBIN ", Last_name="example", Received="05/01/2026", Who_asked="school"),
    )
    (command,) = made.imports
    assert command.received_on == date(2026, 1, 5)
    assert command.state is k.STATES["assessing"]
    assert (made.rows_joined, made.joins) == (1, [])
    assert made.notes[0].startswith("Row 3 is the same child as row 2")


def test_the_same_row_twice_adds_no_second_arrival() -> None:
    made = plan(filled(), filled())
    assert (len(made.imports), made.imports[0].arrivals, made.rows_joined) == (1, (), 1)


def test_the_earlier_clock_counts_for_how_late_a_case_is() -> None:
    late = filled(Received="01/07/2026")
    assert plan(late).late_cases == 1
    assert plan(filled(Received="25/08/2026")).late_cases == 0
    assert (
        plan(
            filled(Received="25/08/2026"), filled(Received="01/07/2026", Who_asked="school")
        ).late_cases
        == 1
    )


def test_a_request_after_an_earlier_assessment_ended_is_another_case() -> None:
    made = plan(row_in("refused to assess"), filled(Received="01/06/2026"))
    assert [each.received_on for each in made.imports] == [START, date(2026, 6, 1)]
    assert len({each.assessment_id for each in made.imports}) == 2


def test_two_children_of_one_name_and_birthday_are_told_apart_by_their_numbers() -> None:
    made = plan(filled(UPN="A999000000001"), filled(UPN="B999000000002", Received="13/01/2026"))
    assert made.faults == []
    assert len({each.request.child.id for each in made.imports}) == 2


def test_one_number_at_two_children_is_a_fault() -> None:
    assert faults(filled(UPN="A999000000001"), filled(First_name="Kit", UPN="A999000000001")) == [
        ((3,), "UPN")
    ]
    assert faults(filled(First_name="Kit", UPN="A999000000001"), known=ON_FILE) == [((2,), "UPN")]


def test_one_reference_at_two_children_is_a_fault() -> None:
    rows = (filled(Your_reference="S/1"), filled(First_name="Kit", Your_reference="s/1"))
    assert faults(*rows) == [((3,), "Your reference")]


# --- what is on file ------------------------------------------------------------


def test_a_case_that_somebody_typed_in_is_here_already() -> None:
    made = plan(row_in("assessing"), known=ON_FILE)
    assert (made.commands, made.rows_here_already) == ([], 1)


def test_another_arrival_of_a_child_with_an_open_case_joins_it() -> None:
    made = plan(filled(Received="05/01/2026", Who_asked="school"), known=ON_FILE)
    (join,) = made.joins
    assert (join.assessment_id, join.received_on) == ("case-on-file", date(2026, 1, 5))
    assert join.trigger_id == trigger_id("case-on-file", join.received_on, join.kind)
    assert (made.imports, made.rows_joined) == ([], 1)


def test_an_arrival_whose_day_was_corrected_since_is_not_added_again() -> None:
    arrival = trigger_id(CASE.id, date(2026, 1, 5), k.WHO_ASKED["school"])
    known = Known(
        children=(CHILD,),
        cases=(replace(CASE, trigger_ids=CASE.trigger_ids | {arrival}),),
    )
    made = plan(filled(Received="05/01/2026", Who_asked="school"), known=known)
    assert (made.commands, made.rows_here_already) == ([], 1)


def test_a_request_after_the_case_on_file_ended_is_a_new_case_of_that_child() -> None:
    known = Known(children=(CHILD,), cases=(replace(CASE, closed_on=date(2026, 3, 1)),))
    (made,) = plan(filled(Received="01/06/2026"), known=known).imports
    assert made.request.child.id == "child-on-file"
    assert (made.request.child.upn, made.request.child.vision_impaired) == ("A999000000001", True)


def test_a_row_of_a_case_that_has_ended_since_changes_nothing() -> None:
    known = Known(children=(CHILD,), cases=(replace(CASE, closed_on=date(2026, 3, 1)),))
    made = plan(filled(Received="20/01/2026"), known=known)
    assert (made.commands, made.faults, made.rows_here_already) == ([], [], 1)


def test_a_reference_used_again_after_its_case_ended_is_a_fault() -> None:
    row = filled(Your_reference="S/1", Received="01/06/2026")
    own = plan(row).imports[0].assessment_id
    ended = Known(children=(CHILD,), cases=(replace(CASE, id=own, closed_on=date(2026, 3, 1)),))
    assert faults(row, known=ended) == [((2,), "Your reference")]


def test_a_reference_of_another_child_on_file_is_a_fault() -> None:
    row = filled(Your_reference="S/1", First_name="Kit", Date_of_birth="01/01/2019")
    own = plan(row).imports[0].assessment_id
    known = Known(children=(CHILD,), cases=(replace(CASE, id=own),))
    assert faults(row, known=known) == [((2,), "Your reference")]


def test_a_name_corrected_since_is_known_by_the_reference() -> None:
    row = filled(Your_reference="S/1", First_name="Robyn")
    own = plan(row).imports[0].assessment_id
    known = Known(children=(CHILD,), cases=(replace(CASE, id=own),))
    made = plan(row, known=known)
    assert (made.commands, made.faults, made.rows_here_already) == ([], [], 1)
