"""What must be true before a family is answered, told of a delay, or reached another way."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain.case import Case, Sureness
from ehc_workflow.domain.deadlines import deadlines
from ehc_workflow.domain.deadlines.forecast import limits_owed
from ehc_workflow.domain.guards.guard import Known, guard
from ehc_workflow.domain.own_letters import AT_MOST, letter_due
from ehc_workflow.rules.local_targets import OWN_PROMISE


@guard("The message is one of this case's and waits for a reply", OWN_PROMISE)
def message_waits(case: Case, command: Any, known: Known) -> bool:
    message = case.family_message(command.message_id)
    return message is not None and message.settled_on is None


@guard("The reply is written down", OWN_PROMISE)
def answer_written(case: Case, command: Any, known: Known) -> bool:
    return bool(command.answer.strip())


@guard("A promise has both its day and its words, or neither", OWN_PROMISE)
def promise_is_whole(case: Case, command: Any, known: Known) -> bool:
    return bool(command.promised.strip()) == (command.promised_on is not None)


@guard("A limit of the law is still to be kept by the authority", OWN_PROMISE)
def limit_is_owed(case: Case, command: Any, known: Known) -> bool:
    return bool(limits_owed(deadlines(case, known.policy)))


@guard("The letter gives the day expected, or says that none can be said", OWN_PROMISE)
def day_or_not_known(case: Case, command: Any, known: Known) -> bool:
    return bool((command.sure is Sureness.NOT_KNOWN) == (command.expected_on is None))


@guard(
    "A letter that the engine writes by itself waits until one is due and nobody has written",
    OWN_PROMISE,
)
def own_letter_is_due(case: Case, command: Any, known: Known) -> bool:
    if not command.automatic:
        return True
    owed = deadlines(case, known.policy)
    return letter_due(case, owed, command.sent_on, known.policy, AT_MOST) is not None


@guard("The promise is one of this case's and is still to be kept", OWN_PROMISE)
def promise_is_open(case: Case, command: Any, known: Known) -> bool:
    promise = case.promise(command.promise_id)
    return promise is not None and promise.is_open


@guard(
    "The notice is one of this case's that nobody is known to have opened or been reached about",
    OWN_PROMISE,
)
def notice_not_opened(case: Case, command: Any, known: Known) -> bool:
    notice = case.notice_of_id(command.notice_id)
    return (
        notice is not None
        and notice.reached_on is None
        and (notice.opened_on is None or notice.other_form)
    )
