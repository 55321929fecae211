"""What must be true while advice is gathered: regulations 6 to 8."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain.advice_list import (
    blank_items,
    open_asks,
    requests_for,
    teacher_of_sensory_impaired_needed,
    unanswered,
)
from ehc_workflow.domain.case import (
    AdviceItem,
    Case,
)
from ehc_workflow.domain.guards.guard import (
    Known,
    guard,
)
from ehc_workflow.domain.joint_advice import (
    has_sealed_file,
    holder_of,
    is_settled_alone,
    words_of,
)
from ehc_workflow.domain.rechecks import findings_that_fit
from ehc_workflow.domain.voices import unheard


@guard(
    "The educational advice is given after consulting a qualified teacher of sensory impaired pupils",
    "reg 6(2)",
)
def qualified_teacher_consulted(case: Case, command: Any, known: Known) -> bool:
    if not teacher_of_sensory_impaired_needed(case):
        return True
    education = requests_for(case, AdviceItem.EDUCATION)
    return any(request.qualified_teacher_consulted for request in education)


@guard(
    "Every item of regulation 6 is asked, not asked with a reason, or held by agreement",
    "reg 6(1) and (4)",
)
def nothing_blank(case: Case, command: Any, known: Known) -> bool:
    return not blank_items(case, known.today)


@guard(
    "Every item is answered, or a decision-maker records why the assessment goes on without it",
    "reg 6(1), reg 7",
)
def answered_or_explained(case: Case, command: Any, known: Known) -> bool:
    return not unanswered(case) or bool(command.why_without.strip())


@guard("The item has not been asked for", "reg 6(1)")
def not_asked_yet(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is None or not request.is_asked


@guard("What the family asked for is waiting for an answer", "reg 6(1)(h)")
def ask_is_open(case: Case, command: Any, known: Known) -> bool:
    return any(ask.id == command.ask_id for ask in open_asks(case))


@guard("Advice was received and is waiting to be checked", "reg 6(1)")
def advice_to_check(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is not None and request.is_unread


@guard("Advice that is files alone waits to be checked", "reg 6(1)")
def files_to_mark_out(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is not None and request.has_files_to_mark_out


@guard("The paragraphs of advice that is files alone are marked out first", "reg 6(1)")
def marked_out(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    latest = request.latest if request else None
    if latest is None:
        return True
    read = words_of(case, latest)
    return not read.is_files_alone or read.markings > 0


@guard("The advice to be signed was given on another request of this child", "reg 6(1)")
def joins_another(case: Case, command: Any, known: Known) -> bool:
    holder = holder_of(case, command.joint_with)
    return holder is not None and holder.id != command.request_id


@guard(
    "The family’s own views are theirs alone: nobody signs them, and they join nothing",
    "reg 6(1)(a)",
)
def joins_no_views(case: Case, command: Any, known: Known) -> bool:
    both = (case.advice_request(command.request_id), holder_of(case, command.joint_with))
    return all(one is None or one.item is not AdviceItem.FAMILY for one in both)


@guard(
    "The version to be signed is the newest of its request, holds its own words, and was not returned",
    "reg 6(1)",
)
def joins_newest(case: Case, command: Any, known: Known) -> bool:
    holder = holder_of(case, command.joint_with)
    latest = holder.latest if holder else None
    if latest is None:
        return True  # there is no such advice, which another guard says
    return bool(
        latest.id == command.joint_with and latest.joint_with is None and latest.returned_on is None
    )


@guard("No file of the advice to be signed was sealed as being about another child", "reg 6(1)")
def joins_no_sealed_file(case: Case, command: Any, known: Known) -> bool:
    holder = holder_of(case, command.joint_with)
    latest = holder.latest if holder else None
    return latest is None or not has_sealed_file(case, latest)


@guard(
    "No advice of this service’s own is accepted, short of an earlier version of the same joint advice",
    "reg 6(1)",
)
def not_accepted_alone(case: Case, command: Any, known: Known) -> bool:
    request, holder = case.advice_request(command.request_id), holder_of(case, command.joint_with)
    return request is None or holder is None or not is_settled_alone(case, request, holder)


@guard("The version that was looked at is the newest", "reg 6(1)")
def newest_looked_at(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    if command.contribution_id is None or request is None or not request.contributions:
        return True
    return bool(request.contributions[-1].id == command.contribution_id)


@guard(
    "The views of the parent or young person are on file, and the child's own, or what was tried to have them",
    "s19(a), reg 6(1)(a)",
)
def views_heard(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    if request is None or request.item is not AdviceItem.FAMILY:
        return True
    return not unheard(case, request, known.today)


@guard("A day to come back by and the gaps are named", "reg 6(1)")
def gaps_named(case: Case, command: Any, known: Known) -> bool:
    return bool(command.gaps.strip()) and bool(command.return_due_on > command.returned_on)


@guard("The request was made and is still waiting for advice", "reg 6(1)")
def request_is_open(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is not None and request.is_owed


@guard("The advice was asked for", "reg 6(1)")
def advice_was_asked(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is not None and request.is_asked


@guard("A look whether the decision or draft still stands is owed", "reg 7")
def recheck_is_open(case: Case, command: Any, known: Known) -> bool:
    recheck = case.recheck(command.recheck_id)
    return recheck is not None and recheck.is_open


@guard(
    "What is found fits what rests on the advice: a decision not yet told is taken again; a draft that was served "
    "changes by a representation of the family, or afresh with a fresh window",
    "reg 7, Code 9.125",
)
def finding_fits(case: Case, command: Any, known: Known) -> bool:
    return command.finding in findings_that_fit(case)


@guard(
    "Advice that came after the decision or the draft was looked at, and what was found is done",
    "reg 7, Code 9.125",
)
def late_advice_looked_at(case: Case, command: Any, known: Known) -> bool:
    return not any(recheck.is_owed for recheck in case.rechecks)


@guard("The request lies with a service", "design")
def lies_with_a_service(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is not None and request.service_id is not None


@guard("The visit is planned, and nothing has been recorded of it since", "design")
def visit_is_open(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    if request is None or not any(visit.is_open for visit in request.visits):
        return False
    visit = request.visit(command.visit)
    return visit is None or visit.is_open


@guard("Social care has answered that it does not know the child or young person", "reg 6(1)(e)")
def not_known_to_social_care(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is not None and request.item is AdviceItem.SOCIAL_CARE and request.was_not_known


@guard("No advice has been given on the request yet", "reg 6(1)")
def nothing_given_yet(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is not None and not request.contributions


@guard("A reply of not known is waiting for somebody's decision", "reg 6(1)(c)")
def not_known_is_open(case: Case, command: Any, known: Known) -> bool:
    request = case.advice_request(command.request_id)
    return request is not None and request.not_known_open
