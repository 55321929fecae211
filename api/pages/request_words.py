"""Words about a request for advice: what its day rests on, what shows that it arrived, what was sent, what happened."""

from __future__ import annotations

from typing import Any

from ehc_workflow.domain.case import AdviceRequest, ReceiptProof
from ehc_workflow.domain.events import AdviceRequested
from ehc_workflow.domain.specificity import Gap
from ehc_workflow.reporting.telling import tell
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.store.queries.automatic_messages import AutomaticMessage
from ehc_workflow.store.queries.case_page import LanguageNeeds, Names
from ehc_workflow.store.queries.timeline import Entry


def basis_in_words(basis: str) -> str:
    """`statutory, reg 8(1)`: whether the law or guidance sets the day, and where."""
    if not basis:
        return ""
    return f"{'guidance' if basis.startswith('Code') else 'statutory'}, {basis}"


def gap_in_words(gap: Gap) -> str:
    """One gap as a line of a list."""
    if gap.kind is None:
        return gap.says
    return f"{gap.kind.value.capitalize()} {gap.number} {gap.says}."


def language_in_words(child: LanguageNeeds) -> str:
    """`Polish; an interpreter is needed; large print`, or nothing where nothing is on file."""
    interpreter = "an interpreter is needed" if child.interpreter_needed else ""
    parts = [part for part in (child.language, interpreter, child.format_needs) if part]
    return "; ".join(parts)[:1].upper() + "; ".join(parts)[1:]


_PROOFS = {
    ReceiptProof.CONFIRMED: "confirmed by the service",
    ReceiptProof.OPENED: "opened by the service on that day",
    ReceiptProof.DELIVERED: "shown by a delivery receipt",
    ReceiptProof.TOLD: "told to the authority",
}


def receipt_in_words(request: AdviceRequest) -> str:
    """What shows that those who owe the advice have the request."""
    if request.received_by_body_on is None:
        return ""
    if request.receipt_proof is None:
        return "recorded when it was asked"
    return _PROOFS[request.receipt_proof]


_SENT_FOR = {
    "advice_asked": "Asked for the advice",
    "advice_to_sign": "Asked to sign advice written together",
    "advice_returned": "Advice returned with its gaps",
    "advice_reminder": "Automatic reminder",
    "advice_escalated": "Automatic word that it is late",
}
_SENT_TO = {
    "service": "The service",
    "service_lead": "The lead of the service",
    "dco": "The designated clinical officer",
    "executive_lead": "The executive lead of the health body",
}


def message_in_words(message: AutomaticMessage) -> tuple[str, str]:
    """What a message was for, and whom it was meant for."""
    to = _SENT_TO[message.recipient.partition(":")[0]]
    return _SENT_FOR.get(message.template, "Told"), to


_WORDS_OF = {
    "screened_by": "Looked",
    "findings": "Found",
    "evidence": "How it is known",
    "gaps": "Gaps",
    "note": "Note",
    "statement": "Statement",
    "reason": "Reason",
    "reasons": "Reasons",
    "to_whom": "To",
    "reply": "Reply",
    "what_would_help": "What would help",
    "purpose": "Written for",
    "same_child_because": "The same child or young person, because",
    "other_body": "Whose patient",
}


def told_of(entry: Entry, found: RequestFile, called: Names) -> dict[str, Any]:
    """One entry of its history: a title, when, by whom, and each thing that was written with it."""
    # Of a letter that asked several at once, a contributor is told of their own request alone.
    own = isinstance(entry.event, AdviceRequested)
    who = called.person(entry.actor_id)
    return {
        "title": "Advice asked for" if own else tell(entry.event, found.case, called),
        "at": entry.at,
        "by": f"{who}, brought in from the record kept before" if entry.imported else who,
        "lines": [
            f"{_WORDS_OF.get(name, name)}: {words}" for name, words in entry.words.items() if words
        ],
    }
