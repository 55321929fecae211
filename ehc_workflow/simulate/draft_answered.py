"""What follows a draft: what the family says, what settings reply, and the final plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Answer, Letter, RepresentationKind, Road
from ehc_workflow.simulate import placing, words
from ehc_workflow.simulate import profiles as p
from ehc_workflow.simulate.advice_told import accepted
from ehc_workflow.simulate.course import AskedSetting, Said
from ehc_workflow.simulate.dice import Dice
from ehc_workflow.simulate.meetings import meeting_steps
from ehc_workflow.simulate.plan_told import text_of
from ehc_workflow.simulate.tale import Tale


def tell_answers(tale: Tale) -> None:
    """What the family says, the settings reply, and the authority makes of both."""
    course = tale.course
    if course.written_on is None or course.draft_on is None:
        return
    for number, said in enumerate(course.said):
        _said(tale, number, said)
    _consult(tale, sorted(course.consulted, key=lambda one: one.on))
    if course.changed_on is not None:
        place = next(
            n for n, one in enumerate(course.said) if one.kind is RepresentationKind.COMMENT
        )
        outcome = next(item for item in text_of(tale) if item.section == "E")
        changed = c.SavePlan(
            assessment_id=tale.case_id,
            saved_on=course.changed_on,
            items=words.journey_added(tale.child.details.given_name, outcome),
            prompted_by=tale.id_of("said", place),
        )
        tale.do(course.changed_on, changed, tale.writer())
    if course.settled_on is not None:
        settled = placing.settled(tale.case_id, course, course.settled_on)
        tale.do(course.settled_on, settled, tale.decider())
    if course.final_on is not None:
        _final(tale, course.final_on)


def _said(tale: Tale, number: int, said: Said) -> None:
    recorded = c.RecordRepresentation(
        assessment_id=tale.case_id,
        representation_id=tale.id_of("said", number),
        kind=said.kind,
        received_on=said.on,
        text=words.SAID[said.kind],
        setting_id=said.setting_id,
        about_item=_item_about(tale, said),
        road=Road.EMAIL,
        by_contact_id=tale.contacts[0].id,
    )
    tale.do(said.on, recorded)
    if said.kind is RepresentationKind.MEETING_REQUEST and said.answered_on is not None:
        refused = Dice(tale.case_id, "meeting").chance(p.REFUSES_FIRST_OFFER)
        asked = (tale.case_id, tale.id_of("said", number), said.on, said.answered_on)
        for on, step in meeting_steps(*asked, one_refused=refused):
            tale.do(on, step)
    elif said.answered_on is not None:
        accepted = said.kind is not RepresentationKind.PERSONAL_BUDGET_REQUEST
        answered = c.AnswerRepresentation(
            assessment_id=tale.case_id,
            representation_id=tale.id_of("said", number),
            answer=Answer.ACCEPTED if accepted else Answer.PARTLY,
            answered_on=said.answered_on,
            reason="" if accepted else "A personal budget can be had for the short breaks only.",
        )
        tale.do(said.answered_on, answered)


def _item_about(tale: Tale, said: Said) -> str | None:
    """A comment is about the first need of the draft; what is asked for is about the whole."""
    if said.kind is not RepresentationKind.COMMENT:
        return None
    return next((item.id for item in text_of(tale) if item.section == "B"), None)


def _consult(tale: Tale, consulted: Sequence[AskedSetting]) -> None:
    """Those of one day are asked in one step; each answers by itself, or not at all."""
    days = sorted({asked.on for asked in consulted})
    for number, on in enumerate(days):
        kind = c.ConsultAnother if number else c.ConsultOnPlacement
        sent = kind(
            assessment_id=tale.case_id,
            settings=tuple(
                c.SettingToConsult(
                    consultation_id=tale.id_of("consultation", place), setting_id=asked.setting_id
                )
                for place, asked in enumerate(consulted)
                if asked.on == on
            ),
            consulted_on=on,
            contributions=tuple(each.id for each in accepted(tale) if each.has_words),
            letter=words.TO_A_SETTING,
        )
        tale.do(on, sent)
    for place, asked in enumerate(consulted):
        if asked.replied_on is not None:
            _replied(tale, tale.id_of("consultation", place), asked, asked.replied_on)


def _replied(tale: Tale, consultation_id: str, asked: AskedSetting, on: date) -> None:
    can = asked.setting_id == placing.named(tale.case_id, tale.course) or tale.dice.chance(0.6)
    grounds = () if can else (tale.dice.one_of(tuple(words.REFUSALS)),)
    reply = c.RecordConsultationReply(
        assessment_id=tale.case_id,
        consultation_id=consultation_id,
        replied_on=on,
        can_meet_needs=can,
        grounds=grounds,
        starts_on=on + words.NOTICE_OF_A_PLACE if can else None,
        **{f"because_{one.value}": words.REFUSALS[one] for one in grounds},  # type: ignore[arg-type]
    )
    tale.do(on, reply, tale.place(asked.setting_id).senco)


def _final(tale: Tale, on: date) -> None:
    tale.confirm_address(on)
    settled = placing.settled(tale.case_id, tale.course, on)
    said = placing.said(settled, lambda setting_id: tale.place(setting_id).name)
    fields = tale.sending(Letter.FINAL_PLAN, on, placement=said)
    officer = tale.decider()
    final = c.SendFinalPlan(signed_by=officer.name, signed_on=on, **fields)  # type: ignore[arg-type]
    tale.do(on, final, officer)
