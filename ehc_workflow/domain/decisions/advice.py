"""Advice is asked for, answered, received, checked and chased: regulation 6 and regulation 8."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ehc_workflow.dates.counting import first_working_day_on_or_after, is_working_day
from ehc_workflow.dates.words import in_words
from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.advice_list import unanswered
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Answer,
    Case,
    Chase,
    Contribution,
    Finding,
    Invitation,
    MissedAppointment,
    ParagraphKind,
    ReceiptProof,
    Recheck,
    ReuseAgreement,
)
from ehc_workflow.domain.decisions.contributing import next_number, the_visit
from ehc_workflow.domain.decisions.family_asks import weak
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    digest,
    happened,
    not_before,
    not_in_future,
    not_used,
    refuse,
    the_request,
)
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.organisation import email_address
from ehc_workflow.domain.rechecks import rests_on
from ehc_workflow.domain.same_child import Difference, Identity, born_otherwise, differences
from ehc_workflow.domain.signed_advice import marked_words, signed_words

LONGEST_INVITATION = timedelta(days=42)
"""How long a one-time link may hold: as long as the six weeks that advice has."""


@answers(c.RequestAdvice)
def request_advice(case: Case, command: c.RequestAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """T6. Where no day of receipt is known the contributor's clock waits for one: it never runs from a guess."""
    happened(case, command.requested_on, facing, "/requested_on", "The day of asking")
    refuse(_cannot_be_asked(case, command))
    return (
        e.AdviceRequested(
            requests=tuple(
                AdviceRequest(
                    id=asked.request_id,
                    item=asked.item,
                    service_id=asked.service_id,
                    setting=asked.setting,
                    bound_by_reg_8=asked.bound_by_reg_8 or asked.item is AdviceItem.HEALTH,
                    qualified_teacher_consulted=asked.qualified_teacher_consulted,
                    requested_on=command.requested_on,
                    received_by_body_on=command.received_by_body_on,
                    answers_ask=asked.answers_ask,
                )
                for asked in command.asked
            )
        ),
    )


def _cannot_be_asked(case: Case, command: c.RequestAdvice) -> list[Impossible]:
    if not command.asked:
        return [Impossible("/asked", "Choose at least one item to ask for.")]
    found = [
        Impossible(
            f"/asked/{place}",
            f"Advice on {asked.item.value} was already asked for with this request.",
        )
        for place, asked in enumerate(command.asked)
        if (known := case.advice_request(asked.request_id)) is not None and known.is_asked
    ]
    found += [
        Impossible(
            f"/asked/{place}",
            "All three agree that the existing advice is enough: it must not be sought again (reg 6(4)).",
        )
        for place, asked in enumerate(command.asked)
        if (known := case.advice_request(asked.request_id)) is not None and known.is_held
    ]
    found += [
        Impossible(
            f"/asked/{place}",
            "Only advice under reg 6(1)(h) answers what the family asked for, and only what is on file.",
        )
        for place, asked in enumerate(command.asked)
        if asked.answers_ask is not None
        and (asked.item is not AdviceItem.REQUESTED or case.family_ask(asked.answers_ask) is None)
    ]
    ids = [asked.request_id for asked in command.asked]
    for place, request_id in enumerate(ids):
        found += not_used(ids[:place], request_id, f"/asked/{place}/request_id")
    if command.received_by_body_on is not None:
        found += not_before(
            command.received_by_body_on,
            command.requested_on,
            "/received_by_body_on",
            "The day the contributor received it",
            "it was sent",
        )
    return found


@answers(c.RecordRequestReceived)
def record_request_received(
    case: Case, command: c.RecordRequestReceived, facing: Facing
) -> tuple[e.Event, ...]:
    """The six weeks can never start before the request was sent, nor be cut short by moving the day back."""
    request = the_request(case, command.request_id)
    refuse(
        _unshown_receipt(command),
        not_in_future(
            command.received_by_body_on, facing, "/received_by_body_on", "The day it was received"
        ),
        not_before(
            command.received_by_body_on,
            request.requested_on or case.received_on,
            "/received_by_body_on",
            "The day it was received",
            "it was sent",
        ),
        not_before(
            command.received_by_body_on,
            request.received_by_body_on or command.received_by_body_on,
            "/received_by_body_on",
            "The day it was received",
            "the day already recorded",
        ),
    )
    return (
        e.RequestReachedContributor(
            request_id=command.request_id,
            received_by_body_on=command.received_by_body_on,
            proof=command.proof,
        ),
    )


def _unshown_receipt(command: c.RecordRequestReceived) -> list[Impossible]:
    """What others say of a receipt is written down: the contributor may ask to see it."""
    if (
        command.proof in (ReceiptProof.DELIVERED, ReceiptProof.TOLD)
        and not command.evidence.strip()
    ):
        return [Impossible("/evidence", "Say who told you, or which receipt shows it.")]
    return []


@answers(c.DeclineToAsk)
def decline_to_ask(case: Case, command: c.DeclineToAsk, facing: Facing) -> tuple[e.Event, ...]:
    """Not asked, with a reason: the family's own views can never be done without."""
    happened(case, command.declined_on, facing, "/declined_on", "The day")
    refuse(weak(command.reason, facing))
    if command.item is AdviceItem.FAMILY:
        refuse([Impossible("/item", "The family's own views must always be sought (reg 6(1)(a)).")])
    return (
        e.AdviceNotAsked(
            request_id=command.request_id, item=command.item, declined_on=command.declined_on
        ),
    )


@answers(c.RecordReuse)
def record_reuse(case: Case, command: c.RecordReuse, facing: Facing) -> tuple[e.Event, ...]:
    """Reg 6(4) starts at (b): nothing stands in for the family's views, and three must agree."""
    if command.item is AdviceItem.FAMILY:
        refuse(
            [
                Impossible(
                    "/item", "Existing advice cannot stand in for the family's views (reg 6(4))."
                )
            ]
        )
    refuse(
        not_in_future(
            command.advice_written_on, facing, "/advice_written_on", "The day it was written"
        )
    )
    return (
        e.ReuseRecorded(
            request_id=command.request_id,
            item=command.item,
            reuse=ReuseAgreement(
                advice_written_on=command.advice_written_on,
                author=command.author,
                authority=command.authority,
                family=command.family,
            ),
        ),
    )


@answers(c.SubmitAdvice)
def submit_advice(case: Case, command: c.SubmitAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """Received is a fact of its own: whether it is good enough is somebody's decision later."""
    request = the_request(case, command.request_id)
    refuse(
        _is_the_familys(request),
        _not_advice(command),
        of_somebody_else(command, facing.known.who),
        _sections_of_others(request, command),
        _sealed_files(case, command),
        not_used(_contribution_ids(case), command.contribution_id, "/contribution_id"),
        not_in_future(command.received_on, facing, "/received_on", "The day it came"),
        not_before(
            command.received_on,
            request.requested_on or case.received_on,
            "/received_on",
            "The day it came",
            "it was asked for",
        ),
    )
    came = e.AdviceReceived(
        request_id=command.request_id,
        contribution=Contribution(
            id=command.contribution_id,
            version=len(request.contributions) + 1,
            received_on=command.received_on,
            is_files_alone=not command.paragraphs,
        ),
        digest=advice_digest(command),
        document_ids=command.document_ids,
    )
    return (came, *_recheck(case, command, facing))


def _recheck(case: Case, command: c.SubmitAdvice, facing: Facing) -> Iterator[e.RecheckRaised]:
    """Where something rests on the advice there was, a look is owed; one that is open already looks at this too."""
    found = rests_on(case)
    waits = any(one.is_open and one.request_id == command.request_id for one in case.rechecks)
    if found is not None and not waits:
        yield e.RecheckRaised(
            recheck=Recheck(
                id=command.contribution_id,
                request_id=command.request_id,
                raised_on=facing.today,
                rests_on=found,
            )
        )


def _contribution_ids(case: Case) -> list[str]:
    return [given.id for request in case.advice for given in request.contributions]


def advice_digest(command: c.SubmitAdvice) -> str:
    """The digest that stands in the log for the advice itself."""
    return digest(
        *signed_words(
            command.author_name, command.author_role, command.how_seen, command.paragraphs
        )
    )


_DIFFERS = (
    "is not the one on this case. Correct it, or say why it is the same child or young person."
)


def of_somebody_else(command: c.SubmitAdvice, who: Identity | None) -> list[Impossible]:
    """What in advice is another's name or date of birth, unless a reason is given. What was typed is not repeated."""
    if who is None or command.same_child_because.strip():
        return []
    typed = differences(command.name_written, command.born_written, who)
    found = [Impossible(_WRITTEN[each], f"{_SAYS[each]} {_DIFFERS}") for each in typed]
    words = (command.how_seen, *(paragraph.text for paragraph in command.paragraphs))
    if born_otherwise("\n".join(words), who):
        found.append(Impossible("/paragraphs", f"A date of birth in the advice {_DIFFERS}"))
    return found


_WRITTEN = {Difference.NAME: "/name_written", Difference.BORN: "/born_written"}
_SAYS = {Difference.NAME: "This name", Difference.BORN: "This date of birth"}


def _is_the_familys(request: AdviceRequest) -> list[Impossible]:
    """A family has views and owes no needs, outcomes and provision."""
    if request.item is not AdviceItem.FAMILY:
        return []
    says = "The family’s own part is given as views: whose, in their words, and how they were obtained."
    return [Impossible("/request_id", says)]


def _not_advice(command: c.SubmitAdvice) -> list[Impossible]:
    found = []
    if not command.paragraphs and not command.document_ids:
        found.append(
            Impossible("/paragraphs", "Give the advice, or attach the file that holds it.")
        )
    if any(not paragraph.text.strip() for paragraph in command.paragraphs):
        found.append(Impossible("/paragraphs", "A paragraph is empty."))
    if any(paragraph.kind is ParagraphKind.VIEW for paragraph in command.paragraphs):
        found.append(
            Impossible("/paragraphs", "A view is the family’s to give, with its own part.")
        )
    if not command.author_name.strip() or not command.author_role.strip():
        found.append(
            Impossible("/author_name", "Give the name and role of the person who signs the advice.")
        )
    return found


def _sections_of_others(request: AdviceRequest, command: c.SubmitAdvice) -> list[Impossible]:
    """Sections H1 and H2 hold social care's provision, and nothing else is sorted by them."""
    sorted_ones = [one for one in command.paragraphs if one.plan_section is not None]
    strays = [one for one in sorted_ones if one.kind is not ParagraphKind.PROVISION]
    if strays or (sorted_ones and request.item is not AdviceItem.SOCIAL_CARE):
        says = "Only provision in social care’s advice belongs to section H1 or H2 (reg 12(1))."
        return [Impossible("/paragraphs", says)]
    return []


def _sealed_files(case: Case, command: c.SubmitAdvice) -> list[Impossible]:
    if set(command.document_ids) & set(case.sealed_documents):
        says = "A file of this advice was sealed, because it is about another child."
        return [Impossible("/document_ids", says)]
    return []


@answers(c.MarkOutAdvice)
def mark_out_advice(case: Case, command: c.MarkOutAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """The author's files stay as they are: what was read in them is kept beside, with who read it."""
    latest = the_request(case, command.request_id).contributions[-1]
    refuse(
        not_in_future(command.marked_on, facing, "/marked_on", "The day"),
        not_before(command.marked_on, latest.received_on, "/marked_on", "The day", "it came"),
        list(_unmarked(command)),
    )
    return (
        e.AdviceMarkedOut(
            request_id=command.request_id,
            contribution_id=latest.id,
            marking=latest.markings + 1,
            marked_on=command.marked_on,
            digest=digest(*marked_words(command.paragraphs)),
        ),
    )


def _unmarked(command: c.MarkOutAdvice) -> Iterator[Impossible]:
    if not command.paragraphs:
        yield Impossible("/paragraphs", "Mark out at least one paragraph.")
    for place, paragraph in enumerate(command.paragraphs):
        if not paragraph.text.strip():
            yield Impossible(f"/paragraphs/{place}/text", "A paragraph is empty.")


@answers(c.AcceptAdvice)
def accept_advice(case: Case, command: c.AcceptAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """Accepted: needs, outcomes and specific provision are there."""
    request = the_request(case, command.request_id)
    refuse(
        not_in_future(command.accepted_on, facing, "/accepted_on", "The day of accepting"),
        not_before(
            command.accepted_on,
            request.contributions[-1].received_on,
            "/accepted_on",
            "The day of accepting",
            "it came",
        ),
    )
    return (e.AdviceAccepted(request_id=command.request_id, accepted_on=command.accepted_on),)


@answers(c.ReturnAdvice)
def return_advice(case: Case, command: c.ReturnAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """Returned: the first-received day and the due day stay as they were."""
    request = the_request(case, command.request_id)
    refuse(
        not_in_future(command.returned_on, facing, "/returned_on", "The day of returning"),
        not_before(
            command.returned_on,
            request.contributions[-1].received_on,
            "/returned_on",
            "The day of returning",
            "it came",
        ),
        _not_back_by(command.return_due_on, facing),
    )
    return (
        e.AdviceReturned(
            request_id=command.request_id,
            returned_on=command.returned_on,
            return_due_on=command.return_due_on,
        ),
    )


def _not_back_by(day: date, facing: Facing) -> list[Impossible]:
    """A day on which nobody can give the advice back is no day to have it back by."""
    if day < facing.today:
        says = "The day to come back by has passed: choose a later one."
    elif not is_working_day(day, facing.known.policy.calendar.days):
        nearest = first_working_day_on_or_after(day, facing.known.policy.calendar.days)
        says = f"{in_words(day)} is not a working day: the next one is {in_words(nearest)}."
    else:
        return []
    return [Impossible("/return_due_on", says)]


@answers(c.SettleRecheck)
def settle_recheck(case: Case, command: c.SettleRecheck, facing: Facing) -> tuple[e.Event, ...]:
    """Looked at, up to the version that came last. A change that the family prompted names what they said."""
    recheck = case.recheck(command.recheck_id)
    assert recheck is not None, "the guard asks for it"
    refuse(
        not_in_future(command.settled_on, facing, "/settled_on", "The day"),
        not_before(command.settled_on, recheck.raised_on, "/settled_on", "The day", "it came"),
        _unprompted(case, command),
    )
    request = the_request(case, recheck.request_id)
    return (
        e.RecheckSettled(
            recheck_id=recheck.id,
            contribution_id=request.contributions[-1].id,
            settled_on=command.settled_on,
            finding=command.finding,
            prompted_by=command.prompted_by,
        ),
    )


def _unprompted(case: Case, command: c.SettleRecheck) -> list[Impossible]:
    """A finding that the family prompted the change, without what they said; or what they said with another one."""
    if command.finding is not Finding.PROMPTED:
        says = "Only advice that the family’s words prompted names them."
        return [Impossible("/prompted_by", says)] if command.prompted_by else []
    said = {one.id for one in case.representations if one.answer is not Answer.DECLINED}
    if command.prompted_by in said:
        return []
    return [Impossible("/prompted_by", "Say which representation of the family prompted it.")]


@answers(c.RouteRequest)
def route_request(case: Case, command: c.RouteRequest, facing: Facing) -> tuple[e.Event, ...]:
    """A reply of "not known" is settled with reasons instead; the body's six weeks run on, whoever it sends it to."""
    request = the_request(case, command.request_id)
    happened(case, command.routed_on, facing, "/routed_on", "The day")
    found = []
    if request.not_known_open:
        found.append(
            Impossible("/request_id", "It was answered “not known”: settle that answer instead.")
        )
    if request.service_id == command.service_id:
        found.append(Impossible("/service_id", "The request lies with this service already."))
    if request.item is AdviceItem.FAMILY:
        found.append(Impossible("/request_id", "The family’s own views are asked of no service."))
    refuse(found)
    return (
        e.RequestRouted(
            request_id=command.request_id,
            service_id=command.service_id,
            routed_on=command.routed_on,
        ),
    )


@answers(c.RecordChase)
def record_chase(case: Case, command: c.RecordChase, facing: Facing) -> tuple[e.Event, ...]:
    """A person chased. Automatic reminders are alerts, and never pass for this."""
    the_request(case, command.request_id)
    happened(case, command.chased_on, facing, "/chased_on", "The day of the chase")
    chase = Chase(
        chased_on=command.chased_on, channel=command.channel, replied=bool(command.reply.strip())
    )
    return (e.ContributorChased(request_id=command.request_id, chase=chase),)


@answers(c.RecordAlternative)
def record_alternative(
    case: Case, command: c.RecordAlternative, facing: Facing
) -> tuple[e.Event, ...]:
    """Whether late advice is got another way, and why or why not."""
    the_request(case, command.request_id)
    happened(case, command.recorded_on, facing, "/recorded_on", "The day")
    if not command.reasons.strip():
        refuse([Impossible("/reasons", "Say why, or why not.")])
    return (
        e.AlternativeRecorded(
            request_id=command.request_id,
            recorded_on=command.recorded_on,
            another_way=command.another_way,
        ),
    )


@answers(c.RecordMissedAppointment)
def record_missed_appointment(
    case: Case, command: c.RecordMissedAppointment, facing: Facing
) -> tuple[e.Event, ...]:
    """A fact of the contributor's own period: the authority's limits do not change."""
    request = the_request(case, command.request_id)
    happened(case, command.missed_on, facing, "/missed_on", "The day of the appointment")
    if command.visit is not None and not the_visit(request, command.visit).is_open:
        refuse([Impossible("/visit", "What came of this visit is on file already.")])
    missed = MissedAppointment(
        purpose=command.purpose,
        missed_on=command.missed_on,
        new_appointment_on=command.new_appointment_on,
    )
    return (
        e.AppointmentMissed(
            request_id=command.request_id,
            missed=missed,
            visit=command.visit,
            next_visit=next_number(request) if command.new_appointment_on else None,
        ),
    )


@answers(c.InviteContributor)
def invite_contributor(
    case: Case, command: c.InviteContributor, facing: Facing
) -> tuple[e.Event, ...]:
    """The service goes on owing the advice, whoever writes it; the family's own words need no link of this kind."""
    request = the_request(case, command.request_id)
    happened(case, command.invited_on, facing, "/invited_on", "The day")
    email_address(command.email)
    known = [one.id for asked in case.advice for one in asked.invitations]
    refuse(
        not_used(known, command.invitation_id, "/invitation_id"),
        _no_invitation(request, command),
    )
    invitation = Invitation(
        id=command.invitation_id, invited_on=command.invited_on, last_day=command.last_day
    )
    return (e.ContributorInvited(request_id=command.request_id, invitation=invitation),)


def _no_invitation(request: AdviceRequest, command: c.InviteContributor) -> list[Impossible]:
    found = []
    if request.item is AdviceItem.FAMILY:
        found.append(Impossible("/request_id", "The family’s own views need no link of this kind."))
    if not command.name.strip():
        found.append(Impossible("/name", "Enter the name of the person who is to give the advice."))
    if not command.invited_on <= command.last_day <= command.invited_on + LONGEST_INVITATION:
        found.append(
            Impossible(
                "/last_day",
                f"A link holds for {LONGEST_INVITATION.days} days at most, the first being today.",
            )
        )
    return found


@answers(c.WithdrawInvitation)
def withdraw_invitation(
    case: Case, command: c.WithdrawInvitation, facing: Facing
) -> tuple[e.Event, ...]:
    """Taken back: who was invited gets in no more."""
    invitation = the_request(case, command.request_id).invitation(command.invitation_id)
    happened(case, command.withdrawn_on, facing, "/withdrawn_on", "The day")
    if invitation is None:
        refuse([Impossible("/invitation_id", "This request has no such link.")])
    elif invitation.withdrawn_on is not None:
        refuse([Impossible("/invitation_id", "This link was taken back already.")])
    return (
        e.InvitationWithdrawn(
            request_id=command.request_id,
            invitation_id=command.invitation_id,
            withdrawn_on=command.withdrawn_on,
        ),
    )


@answers(c.CompleteAdvice)
def complete_advice(case: Case, command: c.CompleteAdvice, facing: Facing) -> tuple[e.Event, ...]:
    """T7. What it goes on without is named."""
    happened(case, command.completed_on, facing, "/completed_on", "The day")
    return (
        e.AdviceCompleted(
            completed_on=command.completed_on,
            without=tuple(request.id for request in unanswered(case)),
        ),
    )
