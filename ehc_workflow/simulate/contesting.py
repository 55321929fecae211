"""A refusal contested, turned into commands: mediation, the certificate, the appeal, and what ends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import MediationEnd, RefusalRoute
from ehc_workflow.domain.facts import MediationIssues
from ehc_workflow.simulate.course import Contest, Course, WonBy
from ehc_workflow.simulate.dice import made_id


class ContestStep(NamedTuple):
    """One command on its day; what binds the authority is a decision-maker's."""

    on: date
    command: c.Command
    by_decision_maker: bool = False


def letter_contested(course: Course) -> str:
    """The id of the notice of the refusal, as the case gives it."""
    threshold = course.route is RefusalRoute.THRESHOLD
    return "threshold_refusal-1" if threshold else "refusal_to_assess-1"


def contest_steps(case_id: str, notice_id: str, contest: Contest) -> Iterator[ContestStep]:
    """Everything up to the agreement, concession, order or dismissal, in order."""
    yield from _mediation(case_id, notice_id, contest)
    if contest.certified_on is not None:
        certificate = c.IssueCertificate(
            assessment_id=case_id,
            notice_id=notice_id,
            issued_on=contest.certified_on,
            declined_on=contest.certified_on if contest.declined else None,
        )
        yield ContestStep(contest.certified_on, certificate)
    yield from _appeal(case_id, notice_id, contest)


def _mediation(case_id: str, notice_id: str, contest: Contest) -> Iterator[ContestStep]:
    if contest.mediation_on is None or contest.met_on is None:
        return
    mediation_id = made_id(case_id, "mediation")
    began = c.StartMediation(
        assessment_id=case_id,
        mediation_id=mediation_id,
        notice_id=notice_id,
        contacted_adviser_on=contest.mediation_on,
        authority_told_on=contest.mediation_on,
        issues=MediationIssues.EDUCATION_OR_CARE,
    )
    yield ContestStep(contest.mediation_on, began)
    if contest.won_by is WonBy.AGREEMENT:
        agreed = c.AgreeAssessment(
            assessment_id=case_id,
            agreement_id=made_id(case_id, "agreement"),
            mediation_id=mediation_id,
            agreed_on=contest.met_on,
            terms="The authority assesses. Both sides share what they have seen since.",
        )
        yield ContestStep(contest.met_on, agreed, by_decision_maker=True)
    else:
        ended = c.EndMediation(
            assessment_id=case_id,
            mediation_id=mediation_id,
            ended=MediationEnd.MET,
            ended_on=contest.met_on,
        )
        yield ContestStep(contest.met_on, ended)


def _appeal(case_id: str, notice_id: str, contest: Contest) -> Iterator[ContestStep]:
    if contest.appealed_on is None or contest.respond_by is None:
        return
    appeal_id = made_id(case_id, "appeal")
    appeal = c.RegisterAppeal(
        assessment_id=case_id,
        appeal_id=appeal_id,
        notice_id=notice_id,
        registered_on=contest.appealed_on,
        reply_due_on=contest.respond_by,
    )
    yield ContestStep(contest.appealed_on, appeal)
    if contest.responded_on is not None:
        response = c.RespondToAppeal(
            assessment_id=case_id, appeal_id=appeal_id, responded_on=contest.responded_on
        )
        yield ContestStep(contest.responded_on, response)
    if contest.settled_on is not None:
        yield _end(case_id, appeal_id, contest, contest.settled_on)


def _end(case_id: str, appeal_id: str, contest: Contest, on: date) -> ContestStep:
    if contest.won_by is WonBy.CONCESSION:
        conceded = c.ConcedeAssessment(
            assessment_id=case_id, appeal_id=appeal_id, notified_tribunal_on=on
        )
        return ContestStep(on, conceded, by_decision_maker=True)
    if contest.won_by is WonBy.ORDER:
        order_id = made_id(case_id, "order")
        ordered = c.OrderToAssess(
            assessment_id=case_id, order_id=order_id, appeal_id=appeal_id, made_on=on
        )
        return ContestStep(on, ordered)
    dismissed = c.DismissAppeal(assessment_id=case_id, appeal_id=appeal_id, made_on=on)
    return ContestStep(on, dismissed)
