"""What a file would do: one case for one assessment of a child, the earliest arrival its clock; or every fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ehc_workflow.dates.words import in_words
from ehc_workflow.domain import commands as c
from ehc_workflow.importing import columns as k
from ehc_workflow.importing.candidate import (
    EVIDENCE,
    Candidate,
    child_key,
    limits_passed,
    trigger_id,
)
from ehc_workflow.importing.faults import Fault
from ehc_workflow.importing.matching import (
    assessments,
    by_child,
    case_on_file,
    child_on_file,
    furthest,
    shared_numbers,
    shared_references,
)
from ehc_workflow.store.queries.directory import Known, KnownCase, KnownChild


@dataclass
class Plan:
    """What a file would do: the commands, how many rows they come from, what a person should know, and every fault."""

    imports: list[c.ImportCase] = field(default_factory=list)
    joins: list[c.AddTrigger] = field(default_factory=list)
    rows_joined: int = 0
    rows_here_already: int = 0
    late_cases: int = 0
    limits_passed: int = 0
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def commands(self) -> list[c.Command]:
        """Everything to carry out: new cases first."""
        return [*self.imports, *self.joins]


def plan_of(candidates: Sequence[Candidate], known: Known, today: date) -> Plan:
    """Compare the rows with one another and with what is on file."""
    plan = Plan()
    by_id = {case.id: case for case in known.cases}
    children = {child.id: child for child in known.children}
    plan.faults += shared_numbers(candidates, known.children)
    plan.faults += shared_references(candidates, by_id, children)
    same_name: dict[tuple[str, date], list[KnownChild]] = defaultdict(list)
    for child in known.children:
        key = child_key(child.given_name, child.family_name, child.date_of_birth)
        same_name[key].append(child)
    theirs: dict[str, list[KnownCase]] = defaultdict(list)
    for case in known.cases:
        theirs[case.child_id].append(case)
    for rows in by_child(candidates):
        on_file = child_on_file(rows, same_name[rows[0].child])
        for one in assessments(rows):
            case_known = case_on_file(one, by_id, theirs[on_file.id] if on_file else [])
            if case_known is None:
                _bring_in(plan, one, on_file, today)
            else:
                _join(plan, one, case_known)
    return plan


def _bring_in(plan: Plan, rows: Sequence[Candidate], child: KnownChild | None, today: date) -> None:
    """A new case: the row that is furthest on leads, every other adds its arrival."""
    lead = furthest(rows)
    command, late = lead.command, lead.late
    arrivals = _arrivals(lead, rows)
    if arrivals:
        command = replace(command, arrivals=arrivals)
        late = limits_passed(command, today)
    if child is not None:
        details = _completed(command.request.child, child)
        command = replace(command, request=replace(command.request, child=details))
    plan.imports.append(command)
    plan.late_cases += late > 0
    plan.limits_passed += late
    for each in rows:
        if each is not lead:
            plan.rows_joined += 1
            plan.notes.append(
                f"Row {each.row.number} is the same child as row {lead.row.number}: one case, the earlier arrival "
                f"starts its clock, and the steps of row {lead.row.number} are kept."
            )


def _arrivals(lead: Candidate, rows: Sequence[Candidate]) -> tuple[c.ImportedArrival, ...]:
    """What the other rows say of when the child was asked for, each day and kind once."""
    case_id, request = lead.command.assessment_id, lead.command.request
    found: dict[str, c.ImportedArrival] = {}
    for each in rows:
        also = each.command.request
        arrival_id = trigger_id(case_id, also.received_on, also.kind)
        if arrival_id != request.trigger_id:
            found.setdefault(
                arrival_id,
                c.ImportedArrival(
                    trigger_id=arrival_id,
                    kind=also.kind,
                    received_on=also.received_on,
                    logged_on=each.command.logged_on,
                ),
            )
    return tuple(found.values())


def _completed(child: c.ChildDetails, on_file: KnownChild) -> c.ChildDetails:
    """The child on file, with what the row knows besides. The name stays as it is on file."""
    return c.ChildDetails(
        id=on_file.id,
        given_name=on_file.given_name,
        family_name=on_file.family_name,
        date_of_birth=on_file.date_of_birth,
        upn=on_file.upn or child.upn,
        nhs_number=on_file.nhs_number or child.nhs_number,
        vision_impaired=on_file.vision_impaired or child.vision_impaired,
        hearing_impaired=on_file.hearing_impaired or child.hearing_impaired,
    )


def _join(plan: Plan, rows: Sequence[Candidate], case: KnownCase) -> None:
    """A case that is here already, worked on since or not: only an arrival it does not show is added."""
    added: set[str] = set()
    for each in rows:
        request = each.command.request
        arrival_id = trigger_id(case.id, request.received_on, request.kind)
        if case.shows(arrival_id, request.received_on, request.kind) or arrival_id in added:
            plan.rows_here_already += 1
        elif case.closed_on is not None:
            _after_the_end(plan, each, case, case.closed_on)
        else:
            added.add(arrival_id)
            plan.joins.append(_as_trigger(case.id, arrival_id, request))
            plan.rows_joined += 1
            plan.notes.append(
                f"Row {each.row.number} is the child of case {case.reference}, which is here already: its arrival is "
                "added, and the earliest starts the clock. Carry out its later steps on the case."
            )


def _after_the_end(plan: Plan, each: Candidate, case: KnownCase, closed_on: date) -> None:
    if each.received_on > closed_on:
        plan.faults.append(
            Fault(
                (each.row.number,),
                k.OWN_REFERENCE.heading,
                f"is that of case {case.reference}, which ended on {in_words(closed_on)}; "
                "a request that came later needs a reference of its own",
            )
        )
        return
    plan.rows_here_already += 1
    plan.notes.append(
        f"Row {each.row.number} is the child of case {case.reference}, which ended on {in_words(closed_on)}: "
        "nothing is changed."
    )


def _as_trigger(case_id: str, arrival_id: str, request: c.ReceiveRequest) -> c.AddTrigger:
    return c.AddTrigger(
        assessment_id=case_id,
        trigger_id=arrival_id,
        kind=request.kind,
        received_on=request.received_on,
        evidence=EVIDENCE,
    )
