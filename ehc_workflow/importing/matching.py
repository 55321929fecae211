"""Which rows are about one child, which of them about one assessment, and which child and case on file is meant.

Rows are one child's where name and day of birth agree and neither UPN nor NHS number speaks against it. One child's
rows are one assessment, unless an earlier one had ended before the later request came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ehc_workflow.domain.case import OPEN_STATES, State
from ehc_workflow.importing import columns as k
from ehc_workflow.importing.candidate import Candidate, ChildKey, child_key
from ehc_workflow.importing.faults import Fault
from ehc_workflow.importing.names import folded
from ehc_workflow.store.queries.directory import KnownCase, KnownChild

_NUMBERS = ((k.UPN, "upn"), (k.NHS_NUMBER, "nhs_number"))
_STATES = tuple(k.STATES.values())


def by_child(candidates: Iterable[Candidate]) -> Iterator[list[Candidate]]:
    """The rows of each child, in the order in which the requests came."""
    same_name: dict[ChildKey, list[Candidate]] = defaultdict(list)
    for each in candidates:
        same_name[each.child].append(each)
    for rows in same_name.values():
        yield from _told_apart(sorted(rows, key=lambda each: (each.received_on, each.row.number)))


def _told_apart(rows: Sequence[Candidate]) -> list[list[Candidate]]:
    """Two children may share a name and a birthday: their numbers tell them apart."""
    children: list[list[Candidate]] = []
    for each in rows:
        for child in children:
            if all(_may_be_one(each, other) for other in child):
                child.append(each)
                break
        else:
            children.append([each])
    return children


def _may_be_one(one: Candidate, other: Candidate) -> bool:
    return all(_agree(one.row[column], other.row[column]) for column, _ in _NUMBERS)


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


def assessments(rows: Sequence[Candidate]) -> list[list[Candidate]]:
    """One child's rows by assessment: a request that came after an earlier one had ended begins another."""
    found: list[list[Candidate]] = []
    for each in rows:
        ended_on = ended(found[-1]) if found else None
        if not found or (ended_on is not None and each.received_on > ended_on):
            found.append([])
        found[-1].append(each)
    return found


def ended(rows: Sequence[Candidate]) -> date | None:
    """The day on which the assessment of these rows had ended, if one of them says so."""
    lead = furthest(rows).command
    if lead.state in OPEN_STATES:
        return None
    return lead.final_sent_on or lead.no_plan_told_on or lead.refusal_told_on


def furthest(rows: Sequence[Candidate]) -> Candidate:
    """The row that is furthest on; of several, the one that came first."""
    return max(rows, key=lambda each: _how_far(each.command.state))


def _how_far(state: State) -> int:
    return _STATES.index(state)


# --- on file ------------------------------------------------------------


def child_on_file(rows: Sequence[Candidate], same_name: Iterable[KnownChild]) -> KnownChild | None:
    """The child on file that these rows are about, among those of the same name and day of birth."""
    for child in same_name:
        if all(
            _agree(each.row[column], getattr(child, name))
            for each in rows
            for column, name in _NUMBERS
        ):
            return child
    return None


def case_on_file(
    rows: Sequence[Candidate], by_id: Mapping[str, KnownCase], theirs: Sequence[KnownCase]
) -> KnownCase | None:
    """The case that these rows are about: one brought in from them before, or one of the child's at that time."""
    for each in rows:
        if each.command.assessment_id in by_id:
            return by_id[each.command.assessment_id]
    first_day, last_day = rows[0].received_on, ended(rows) or date.max
    for case in theirs:
        if case.received_on <= last_day and first_day <= (case.closed_on or date.max):
            return case
    return None


# --- numbers and references that two children cannot share ------------------------------------------------------------


def shared_numbers(
    candidates: Sequence[Candidate], children: Iterable[KnownChild]
) -> Iterator[Fault]:
    """A UPN or NHS number under two names or days of birth: one of the two is wrong, or one child is spelt twice."""
    for column, name in _NUMBERS:
        owner: dict[str, tuple[ChildKey, str]] = {}
        for child in children:
            key = child_key(child.given_name, child.family_name, child.date_of_birth)
            owner.setdefault(getattr(child, name), (key, "on file"))
        for each in candidates:
            number = each.row[column]
            key, where = owner.setdefault(number, (each.child, f"in row {each.row.number}"))
            if number and key != each.child:
                why = f"is that of a child {where} with another name or day of birth; correct the one that is wrong"
                yield Fault((each.row.number,), column.heading, why)


def shared_references(
    candidates: Sequence[Candidate],
    by_id: Mapping[str, KnownCase],
    children: Mapping[str, KnownChild],
) -> Iterator[Fault]:
    """Your own reference at two children. On file, one of name and birthday may have been corrected since."""
    owner: dict[str, Candidate] = {}
    for each in candidates:
        reference = each.row[k.OWN_REFERENCE]
        first = owner.setdefault(folded(reference), each)
        if reference and first.child != each.child:
            why = f"is that of another child in row {first.row.number}"
            yield Fault((each.row.number,), k.OWN_REFERENCE.heading, why)
        case = by_id.get(each.command.assessment_id)
        if case is not None and _is_another(each, children[case.child_id]):
            why = f"is that of another child, in case {case.reference}"
            yield Fault((each.row.number,), k.OWN_REFERENCE.heading, why)


def _is_another(each: Candidate, child: KnownChild) -> bool:
    name, born = child_key(child.given_name, child.family_name, child.date_of_birth)
    return each.child[0] != name and each.child[1] != born
