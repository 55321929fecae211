"""How a case begins: the request, what else arrives, whether to assess, and what a family does about a refusal."""

from __future__ import annotations

from datetime import date, timedelta

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import AssessOutcome, ContactKind, Letter, PanelMatter, RefusalRoute
from ehc_workflow.domain.clocks import compulsory_school_age_ends
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.simulate import words
from ehc_workflow.simulate.contesting import contest_steps, letter_contested
from ehc_workflow.simulate.course import Contest
from ehc_workflow.simulate.days import working
from ehc_workflow.simulate.tale import Tale


def tell_request(tale: Tale) -> None:
    """The request is registered, with what else arrives before anybody decides."""
    course = tale.course
    assert tale.caseworker is not None
    tale.do(course.logged_on, _received(tale), tale.caseworker)
    _other_arrivals(tale)
    if course.missing_came_on is not None:
        item = f"{tale.id_of('trigger')}-1"
        tale.do(
            course.missing_came_on,
            c.ReceiveMissing(
                assessment_id=tale.case_id, item_id=item, received_on=course.missing_came_on
            ),
        )
    if course.consulted_on is not None:
        command = c.ConsultFamily(assessment_id=tale.case_id, consulted_on=course.consulted_on)
        tale.do(course.consulted_on, command)
    _copies(tale)
    _come_of_age(tale)


def _come_of_age(tale: Tale) -> None:
    """Where the rights pass to a young person whom nobody had as a contact, they are added the next day."""
    day = working(compulsory_school_age_ends(tale.child.born_on) + timedelta(days=1))
    if len(tale.contacts) == 1:
        contact = tale.newly_of_age()
        tale.do(day, c.AddContact(assessment_id=tale.case_id, contact=contact))


def _received(tale: Tale) -> c.ReceiveRequest:
    course = tale.course
    assert tale.caseworker is not None
    return c.ReceiveRequest(
        assessment_id=tale.case_id,
        authority_id=tale.cast.authority_id,
        team_id=tale.team.id,
        child=tale.child.details,
        contacts=tale.contacts,
        trigger_id=tale.id_of("trigger"),
        kind=course.kind,
        received_on=course.received_on,
        evidence=course.evidence,
        setting_id=course.setting_id,
        setting_kind=course.setting,
        caseworker_seat_id=tale.caseworker.seats[0].id,
        missing=course.missing,
        reassesses=course.reassesses,
    )


def _other_arrivals(tale: Tale) -> None:
    course = tale.course
    arrivals: tuple[tuple[date | None, date | None, TriggerKind, str], ...] = (
        (
            course.second_request_on,
            course.second_request_on,
            course.second_request_kind,
            "A second request for the same child",
        ),
        (
            course.earlier_found_on,
            course.earlier_arrival_on,
            TriggerKind.BROUGHT_TO_ATTENTION,
            "A letter found in the scanned post, stamped on arrival",
        ),
    )
    for logged_on, received_on, kind, evidence in arrivals:
        if logged_on is not None and received_on is not None:
            day = max(logged_on, course.logged_on)
            tale.do(
                day,
                c.AddTrigger(
                    assessment_id=tale.case_id,
                    trigger_id=tale.id_of("trigger", evidence),
                    kind=kind,
                    received_on=received_on,
                    evidence=evidence,
                ),
            )


def _copies(tale: Tale) -> None:
    agreed = tale.copies_agreed_on()
    if agreed is None:
        return
    parent = next(x for x in tale.contacts if x.kind is ContactKind.PARENT)
    tale.do(
        agreed,
        c.AgreeCopies(assessment_id=tale.case_id, contact_id=parent.id, agreed_on=agreed),
    )


def tell_decision(tale: Tale) -> None:
    """Whether to assess, after the panel where a meeting is in time, and the letter that says so."""
    course = tale.course
    if course.considering_told_on is not None:
        day = course.considering_told_on
        fields = tale.sending(Letter.CONSIDERING, day)
        tale.do(day, c.TellFamilyConsidering(**fields))  # type: ignore[arg-type]
    if course.views_on is not None and (
        course.decided_on is None or course.views_on <= course.decided_on
    ):
        views = c.RecordViews(
            assessment_id=tale.case_id,
            received_on=course.views_on,
            views=tale.dice.one_of(words.VIEWS),
        )
        tale.do(course.views_on, views)
    if course.decided_on is None:
        return
    assess = course.outcome is AssessOutcome.ASSESS
    reasons = _reasons(tale)
    differs = tale.before_the_panel(
        PanelMatter.ASSESS,
        open_from=course.considering_told_on,
        ready_on=course.considering_told_on,
        decided_on=course.decided_on,
        weeks=6,
        granted=assess,
    )
    tale.do(
        course.decided_on,
        c.DecideWhetherToAssess(
            assessment_id=tale.case_id,
            outcome=course.outcome,
            decided_on=course.decided_on,
            reasons=reasons,
            may_have_sen=True,
            may_need_plan=assess,
            may_need_plan_because="" if assess else words.SUPPORT_IS_ENOUGH,
            extra_time_considered=True,
            route=course.route,
            views_considered=course.route is not RefusalRoute.THRESHOLD,
            house_rules_only=course.house_rules,
            differs_because=differs,
        ),
        tale.decider(),
    )
    _notify_decision(tale, reasons)


def _reasons(tale: Tale) -> str:
    if tale.course.outcome is AssessOutcome.ASSESS:
        return tale.dice.one_of(words.TO_ASSESS)
    return tale.dice.one_of(words.HOUSE_RULES if tale.course.house_rules else words.TO_REFUSE)


def _notify_decision(tale: Tale, reasons: str) -> None:
    course = tale.course
    if course.told_on is None:
        return
    if course.outcome is AssessOutcome.ASSESS:
        fields = tale.sending(Letter.WILL_ASSESS, course.told_on, reasons)
        tale.do(course.told_on, c.NotifyAssessment(**fields))  # type: ignore[arg-type]
        return
    if course.house_rules:
        confirm = c.ConfirmRefusal(
            assessment_id=tale.case_id,
            confirmed_on=course.told_on,
            reasons="Weighed again on this child's own evidence, the test is not met.",
        )
        tale.do(course.told_on, confirm, tale.second_decider())
    tale.confirm_address(course.told_on)
    threshold = course.route is RefusalRoute.THRESHOLD
    letter = Letter.THRESHOLD_REFUSAL if threshold else Letter.REFUSAL_TO_ASSESS
    fields = tale.sending(letter, course.told_on, reasons)
    tale.do(course.told_on, c.NotifyRefusal(**fields))  # type: ignore[arg-type]


def tell_contest(tale: Tale, contest: Contest) -> None:
    """What the family does about a refusal, and what comes of it."""
    for step in contest_steps(tale.case_id, letter_contested(tale.course), contest):
        tale.do(step.on, step.command, tale.decider() if step.by_decision_maker else None)
    if contest.told_on is not None:
        why = tale.dice.one_of(words.TO_ASSESS)
        fields = tale.sending(Letter.WILL_ASSESS, contest.told_on, why)
        tale.do(contest.told_on, c.StartOrderedAssessment(**fields))  # type: ignore[arg-type]
