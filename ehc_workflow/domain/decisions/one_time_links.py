"""One-time links by which somebody without an account gives one piece of advice."""

from __future__ import annotations

from datetime import timedelta

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Case,
    Invitation,
)
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_used,
    refuse,
    the_request,
)
from ehc_workflow.domain.errors import Impossible
from ehc_workflow.domain.organisation import email_address

LONGEST_INVITATION = timedelta(days=42)
"""How long a one-time link may hold: as long as the six weeks that advice has."""


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
