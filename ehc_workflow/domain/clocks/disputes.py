"""The limits after a decision: to appeal, to contact the mediation adviser, and those of mediation itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehc_workflow.domain.clocks.arithmetic import last_day, tribunal_end
from ehc_workflow.domain.clocks.clock import Clock
from ehc_workflow.domain.clocks.reckoning import Reckoning
from ehc_workflow.domain.facts import Mediation, MediationIssues, NoticeFacts, NoticeKind

NOT_APPEALABLE = frozenset({NoticeKind.WILL_ASSESS, NoticeKind.WILL_REASSESS})


def decision_limits(of: Reckoning) -> Iterator[Clock]:
    """Two limits for every notice of a decision that can be appealed, both from the day it was sent."""
    for place, notice in enumerate(of.facts.notices):
        if notice.kind in NOT_APPEALABLE:
            continue
        item = ("notices", place)
        yield of.limit(
            of.rule("mediation_contact", notice.sent_on), notice.sent_on, item, notice.ref
        )
        yield _appeal(of, notice, item)


def _appeal(of: Reckoning, notice: NoticeFacts, item: tuple[str, int]) -> Clock:
    """The later limb, then rule 12; where the limbs tie it is counted from the sending."""
    rule, starts = of.rule("appeal_from_notice", notice.sent_on), notice.sent_on
    ends = last_day(rule.period, starts, of.holidays)
    certificate = notice.certificate_issued_on
    if certificate is not None:
        other = of.rule("appeal_from_certificate", certificate)
        other_ends = last_day(other.period, certificate, of.holidays)
        if other_ends > ends:
            rule, starts, ends = other, certificate, other_ends
    tribunal_time = of.policy.book.on(notice.sent_on).tribunal_time
    due = tribunal_end(tribunal_time, starts, ends, of.holidays)
    return of.limit(rule, starts, item, notice.ref, due_on=due)._replace(unadjusted=ends)


def mediation_limits(of: Reckoning) -> Iterator[Clock]:
    """Arranging mediation, telling the health body, and the certificate."""
    for place, mediation in enumerate(of.facts.mediations):
        item = ("mediations", place)
        for code, start in _started(mediation):
            clock = of.limit(of.rule(code, start), start, item, mediation.ref)
            told = mediation.health_body_told_on
            yield clock.done(told) if code == "tell_health_body" and told is not None else clock


def _started(mediation: Mediation) -> Iterator[tuple[str, date]]:
    issues, authority_told = mediation.issues, mediation.authority_told_on
    if authority_told is not None and issues in (
        MediationIssues.EDUCATION_OR_CARE,
        MediationIssues.BOTH,
    ):
        yield "arrange_mediation", authority_told
    if authority_told is not None and issues in (MediationIssues.HEALTH, MediationIssues.BOTH):
        yield "tell_health_body", authority_told
    if mediation.health_body_told_on is not None and issues is MediationIssues.HEALTH:
        yield "arrange_health_mediation", mediation.health_body_told_on
    for over_on in (
        mediation.declined_on,
        mediation.ended_on,
        mediation.adviser_told_cannot_arrange_on,
    ):
        if over_on is not None:
            yield "mediation_certificate", over_on
