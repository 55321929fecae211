"""What the events make of a case while a plan is decided on, written, drafted and sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case, Finding, PanelMatter
from ehc_workflow.domain.plan_items import merged
from ehc_workflow.domain.replay.evolving import (
    applies,
    followed,
    off_the_agenda,
    with_notice,
)


@applies(e.PlanDecided)
def _plan_decided(case: Case, event: e.PlanDecided) -> Case:
    rechecks = followed(case, Finding.DECIDE_AGAIN)
    left = off_the_agenda(case, PanelMatter.ISSUE, event.decision.decided_on)
    return replace(case, plan_decision=event.decision, rechecks=rechecks, agenda=left)


@applies(e.PlanSaved)
def _plan_saved(case: Case, event: e.PlanSaved) -> Case:
    same_provision = (
        case.plan_text is not None and case.plan_text.health_digest == event.text.health_digest
    )
    agreed_on = case.health_provision_agreed_on if same_provision else None
    return replace(
        case,
        plan_text=event.text,
        plan_lines=merged((*case.plan_lines, *event.adopted), event.written, set(event.taken_out)),
        health_provision_agreed_on=agreed_on,
        representations=tuple(
            replace(said, changed_in=(*said.changed_in, event.text.version))
            if said.id == event.prompted_by
            else said
            for said in case.representations
        ),
    )


@applies(e.AdviceAccountedFor)
def _advice_accounted_for(case: Case, event: e.AdviceAccountedFor) -> Case:
    others = (one for one in case.accounted if one.source != event.accounted.source)
    return replace(case, accounted=(*others, event.accounted))


@applies(e.PlanChecked)
def _plan_checked(case: Case, event: e.PlanChecked) -> Case:
    return replace(case, plan_checks=(*case.plan_checks, event.check))


@applies(e.PlanAudited)
def _plan_audited(case: Case, event: e.PlanAudited) -> Case:
    return case


@applies(e.HealthProvisionAgreed)
def _health_provision_agreed(case: Case, event: e.HealthProvisionAgreed) -> Case:
    return replace(case, health_provision_agreed_on=event.agreed_on)


@applies(e.DraftServed)
def _draft_served(case: Case, event: e.DraftServed) -> Case:
    earlier = tuple(replace(draft, replaced=True) for draft in case.drafts)
    return with_notice(replace(case, drafts=(*earlier, event.draft)), event.notice)


@applies(e.PartDraftShared)
def _part_draft_shared(case: Case, event: e.PartDraftShared) -> Case:
    return replace(case, drafts=(*case.drafts, event.draft))


@applies(e.FreshDraftStarted)
def _fresh_draft_started(case: Case, event: e.FreshDraftStarted) -> Case:
    asked = (one.put_on for one in case.agenda if one.matter is PanelMatter.PLACEMENT)
    on = event.started_on or max(asked, default=date.min)
    return replace(
        case,
        drafts=tuple(replace(draft, replaced=True) for draft in case.drafts),
        placement=None,
        agenda=off_the_agenda(case, PanelMatter.PLACEMENT, on),
        rechecks=followed(case, Finding.FRESH_DRAFT),
    )


@applies(e.FinalPlanSent)
def _final_plan_sent(case: Case, event: e.FinalPlanSent) -> Case:
    written_by = case.plan_text.saved_by if case.plan_text else ""
    sent = replace(case, final_version=event.plan_version, final_written_by=written_by)
    return with_notice(sent, event.notice)
