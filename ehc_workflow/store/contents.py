"""The words and names that a command brings: children, contacts, advice, plans, letters. The log has their digests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.guards import letter_of
from ehc_workflow.domain.papers import NOT_GIVEN, DocumentKind
from ehc_workflow.store import agendas, alerts, author_questions, invitations, plan_items
from ehc_workflow.store.cases import Change
from ehc_workflow.store.rows import Rows

Keep = Callable[[Rows, Any, Change], None]
_SEAT_HELD = """
SELECT 1 FROM seat s JOIN seat_holding h ON h.seat_id = s.id
WHERE s.id = ? AND s.service_id = ? AND s.authority_id = ? AND h.first_day <= ?
AND NOT h.stands_in AND (h.last_day IS NULL OR h.last_day >= ?)
"""
_OF_ANOTHER_AUTHORITY = "SELECT 1 FROM child WHERE id = ? AND authority_id <> ?"
_FILES = "SELECT id FROM document WHERE request_id = ? AND kind = ? AND sealed_at IS NULL"

_TO_ENCLOSE = """
SELECT id FROM document WHERE assessment_id = ? AND kind NOT IN ({kinds}) AND sealed_at IS NULL
"""

_SENT = "DELETE FROM draft WHERE request_id = ? AND author_id = ? AND form = 'advice'"
"""What its author typed is sent: the words are the advice now."""


def before_case(rows: Rows, command: c.Command, change: Change) -> None:
    """What the case row refers to: a new case's child."""
    request = command.request if isinstance(command, c.ImportCase) else command
    if isinstance(request, c.ReceiveRequest):
        _keep_child(rows, request.child, request.authority_id)


def after_case(rows: Rows, command: c.Command, change: Change) -> None:
    """What refers to the case row."""
    agendas.keep(rows, change)
    for kind, keep in _KEPT.items():
        if isinstance(command, kind):
            keep(rows, command, change)


def _keep_child(rows: Rows, child: c.ChildDetails, authority_id: str) -> None:
    """The child's record, which a later request brings up to date: never one that another authority keeps."""
    if rows.first(_OF_ANOTHER_AUTHORITY, child.id, authority_id):
        says = "Something named here does not exist, or is on file already."
        raise ImpossibleFactsError(Impossible("/child/id", says))
    rows.put(
        "child",
        ("id",),
        [
            {
                "id": child.id,
                "authority_id": authority_id,
                "given_name": child.given_name,
                "family_name": child.family_name,
                "search_name": f"{child.given_name} {child.family_name}".casefold(),
                "date_of_birth": child.date_of_birth,
                "upn": child.upn,
                "nhs_number": child.nhs_number,
                "vision_impaired": child.vision_impaired,
                "hearing_impaired": child.hearing_impaired,
                **(_language(child) if _says_language(child) else {}),
            }
        ],
    )


def _says_language(child: c.ChildDetails) -> bool:
    """Whether anything is said of it: a request that says nothing leaves what is on file."""
    return bool(child.language or child.interpreter_needed or child.format_needs)


def _language(said: c.ChildDetails | c.RecordLanguageNeeds) -> dict[str, Any]:
    return {
        "language": said.language,
        "interpreter_needed": said.interpreter_needed,
        "format_needs": said.format_needs,
    }


def _refuse_other_seats(rows: Rows, seat_id: str, request_id: str, change: Change) -> None:
    """Work is given to a seat of the service that owes it, and one that somebody holds: a vacancy would hide it."""
    request = change.after.advice_request(request_id)
    service_id = request.service_id if request else None
    day = change.today
    if not rows.first(_SEAT_HELD, seat_id, service_id, change.after.authority_id, day, day):
        says = "Choose a seat of this service that somebody holds today."
        raise ImpossibleFactsError(Impossible("/seat_id", says))


def _keep_contacts(rows: Rows, assessment_id: str, contacts: Iterable[c.ContactDetails]) -> None:
    rows.insert_many(
        "contact",
        [
            {
                "id": contact.id,
                "assessment_id": assessment_id,
                "kind": contact.kind.value,
                "name": contact.name,
                "email": contact.email,
                "phone": contact.phone,
                "address": contact.address,
                "preferred_method": contact.preferred_method.value,
            }
            for contact in contacts
        ],
    )


def _keep_advice(rows: Rows, command: c.SubmitAdvice | c.GiveViews, change: Change) -> None:
    _bring_files(rows, command)
    invitations.use_up(rows, command.request_id, change.at)
    request = change.after.advice_request(command.request_id)
    version = request.contributions[-1].version if request else 1
    rows.insert(
        "contribution",
        {
            "id": command.contribution_id,
            "assessment_id": command.assessment_id,
            "request_id": command.request_id,
            "version": version,
            "received_on": command.received_on,
            "author_name": command.author_name,
            "author_role": command.author_role,
            "how_seen": command.how_seen if isinstance(command, c.SubmitAdvice) else "",
            "given_by": change.actor_id,
            "given_at": change.at,
        },
    )
    rows.run(_SENT, command.request_id, change.actor_id)
    rows.insert_many(
        "contribution_paragraph",
        [
            {
                "contribution_id": command.contribution_id,
                "number": number,
                "kind": paragraph.kind,
                "text": paragraph.text,
                "amount": paragraph.amount,
                "frequency": paragraph.frequency,
                "by_whom": paragraph.by_whom,
                "until_when": paragraph.until_when,
                "plan_section": paragraph.plan_section,
            }
            for number, paragraph in enumerate(command.paragraphs, start=1)
        ],
    )


def _keep_joint(rows: Rows, command: c.JoinAdvice, change: Change) -> None:
    """Who signs, and for which request. The words and files stay where they are, with the advice that is signed."""
    invitations.use_up(rows, command.request_id, change.at)
    request = change.after.advice_request(command.request_id)
    rows.insert(
        "contribution",
        {
            "id": command.contribution_id,
            "assessment_id": command.assessment_id,
            "request_id": command.request_id,
            "version": request.contributions[-1].version if request else 1,
            "received_on": command.received_on,
            "author_name": command.author_name,
            "author_role": command.author_role,
            "how_seen": "",
            "given_by": change.actor_id,
            "given_at": change.at,
            "joint_with": command.joint_with,
        },
    )


def _keep_marking(rows: Rows, command: c.MarkOutAdvice, change: Change) -> None:
    _are_its_files(rows, command)
    request = change.after.advice_request(command.request_id)
    marking = request.contributions[-1].markings if request else 1
    rows.insert(
        "advice_marking",
        {
            "contribution_id": command.contribution_id,
            "marking": marking,
            "marked_by": change.actor_id,
            "marked_at": change.at,
        },
    )
    rows.insert_many(
        "marked_paragraph",
        [
            {
                "contribution_id": command.contribution_id,
                "marking": marking,
                "number": number,
                "kind": paragraph.kind,
                "text": paragraph.text,
                "amount": paragraph.amount,
                "frequency": paragraph.frequency,
                "by_whom": paragraph.by_whom,
                "until_when": paragraph.until_when,
                "plan_section": paragraph.plan_section,
                "document_id": paragraph.document_id,
                "page": paragraph.page,
            }
            for number, paragraph in enumerate(command.paragraphs, start=1)
        ],
    )


def _are_its_files(rows: Rows, command: c.MarkOutAdvice) -> None:
    """A paragraph is read in a file of this advice, and in no other."""
    known = {found for (found,) in rows.all(_FILES, command.request_id, DocumentKind.ADVICE.value)}
    wrong = [
        Impossible(f"/paragraphs/{place}/document_id", "Choose a file of this advice.")
        for place, paragraph in enumerate(command.paragraphs)
        if paragraph.document_id not in known
    ]
    if wrong:
        raise ImpossibleFactsError(*wrong)


def _keep_views(rows: Rows, command: c.GiveViews, change: Change) -> None:
    _keep_advice(rows, command, change)
    rows.insert(
        "family_views",
        {
            "contribution_id": command.contribution_id,
            "voice": command.voice.value,
            "ways": [way.value for way in command.ways],
            "language": command.language,
            "helped_by": command.helped_by,
            "support": command.support.value,
            "support_by": command.support_by,
        },
    )


def _check_enclosures(rows: Rows, command: c.ConsultOnPlacement, change: Change) -> None:
    """What is enclosed is a file of this case that was given, and not one about another child."""
    if not command.document_ids:
        return
    statement = _TO_ENCLOSE.format(kinds=", ".join("?" for _ in NOT_GIVEN))
    theirs = rows.all(statement, command.assessment_id, *NOT_GIVEN)
    known = {found for (found,) in theirs}
    wrong = [
        Impossible(f"/document_ids/{place}", "This case has no such document to enclose.")
        for place, document_id in enumerate(command.document_ids)
        if document_id not in known
    ]
    if wrong:
        raise ImpossibleFactsError(*wrong)


def _bring_files(rows: Rows, command: c.SubmitAdvice | c.GiveViews) -> None:
    """Advice brings the files that were sent in for it with its own request, and no others."""
    says = "A file of this advice was not sent in with this request."
    for document_id in command.document_ids:
        rows.change_one(
            "document",
            {"kind": DocumentKind.ADVICE.value},
            {
                "id": document_id,
                "request_id": command.request_id,
                "kind": DocumentKind.WAITING.value,
            },
            otherwise=ImpossibleFactsError(Impossible("/document_ids", says)),
        )


def _mark_document(
    rows: Rows, command: c.SealDocument | c.UnsealDocument, seal: dict[str, Any]
) -> None:
    rows.change_one(
        "document",
        seal,
        {"id": command.document_id, "assessment_id": command.assessment_id},
        otherwise=ImpossibleFactsError(
            Impossible("/document_id", "This case has no such document.")
        ),
    )


def _keep_copies(rows: Rows, command: c.Sending, change: Change) -> None:
    """The letter as printed. What this program made itself needs no virus scan."""
    rows.insert_many(
        "document",
        [
            {
                "id": copy.id,
                "assessment_id": command.assessment_id,
                "sha256": copy.sha256,
                "name": copy.name,
                "media_type": copy.media_type,
                "size": copy.size,
                "kind": DocumentKind.NOTICE.value,
                "added_by": change.actor_id,
                "added_at": change.at,
            }
            for copy in change.copies
        ],
    )


def _keep_letter(rows: Rows, command: c.Sending, change: Change) -> None:
    _keep_copies(rows, command, change)
    rows.insert(
        "notice",
        {
            "assessment_id": command.assessment_id,
            "seq": change.after.version,
            "kind": letter_of(change.before, command).value,
            "dated_on": command.dated_on,
            "sent_on": command.sent_on,
            "method": command.method.value,
            "addressee": command.addressee,
            "copies": list(command.copies),
            "blocks": [list(block) for block in command.blocks],
            "sent_by": change.actor_id,
            **{f"{copy.form}_id": copy.id for copy in change.copies},
        },
    )


def _keep_first_contacts(rows: Rows, command: Any, change: Change) -> None:
    request = command.request if isinstance(command, c.ImportCase) else command
    _keep_contacts(rows, command.assessment_id, request.contacts)


def _keep_contact(rows: Rows, command: c.AddContact, change: Change) -> None:
    _keep_contacts(rows, command.assessment_id, (command.contact,))


def _keep_language(rows: Rows, command: c.RecordLanguageNeeds, change: Change) -> None:
    rows.change("child", _language(command), {"id": change.after.child_id})


def _check_seat(rows: Rows, command: c.AllocateRequest, change: Change) -> None:
    if command.seat_id is not None:
        _refuse_other_seats(rows, command.seat_id, command.request_id, change)


def _seal_document(rows: Rows, command: c.SealDocument, change: Change) -> None:
    _mark_document(rows, command, {"sealed_at": change.at, "sealed_by": change.actor_id})


def _unseal_document(rows: Rows, command: c.UnsealDocument, change: Change) -> None:
    _mark_document(rows, command, {"sealed_at": None, "sealed_by": None})


_KEPT: Mapping[type[Any], Keep] = {
    c.ReceiveRequest: _keep_first_contacts,
    c.ImportCase: _keep_first_contacts,
    c.AddContact: _keep_contact,
    c.RecordLanguageNeeds: _keep_language,
    c.AllocateRequest: _check_seat,
    c.SubmitAdvice: _keep_advice,
    c.JoinAdvice: _keep_joint,
    c.MarkOutAdvice: _keep_marking,
    c.GiveViews: _keep_views,
    c.InviteContributor: invitations.keep,
    c.WithdrawInvitation: invitations.withdraw,
    c.RouteRequest: invitations.end_all,
    c.SettleNotKnown: invitations.end_all,
    c.SavePlan: plan_items.keep,
    c.AccountForAdvice: plan_items.keep_fate,
    c.AskAuthor: author_questions.keep_question,
    c.AnswerQuestion: author_questions.keep_answer,
    c.TakeBackQuestion: author_questions.keep_taking_back,
    c.CheckPlan: plan_items.keep_check,
    c.AuditPlan: plan_items.keep_audit,
    c.ConsultOnPlacement: _check_enclosures,
    c.Sending: _keep_letter,
    c.SealDocument: _seal_document,
    c.UnsealDocument: _unseal_document,
    c.AcknowledgeAlert: alerts.keep_acknowledgement,
    c.SnoozeAlert: alerts.keep_snooze,
    c.DelegateAlert: alerts.keep_delegation,
    c.PutBackAlert: alerts.keep_putting_back,
}
"""What is kept of each command beside the case."""
